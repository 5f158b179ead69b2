// A mark as an office describes it, whatever the format: the adapters read it, emit() makes entries of it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters_common.hpp"

namespace xinbu::ip_status {

inline constexpr std::size_t longest_goods = 12000;  // code points, as declared
inline constexpr std::size_t longest_text = 4000;

struct OfficeMark {
    using Array = plugin::Array;
    struct Step {
        std::string date, code, text, sequence;
        std::string event{};  ///< where the adapter knows it; else the office's code says it
        std::string reference{}, until{};
        Array counterparties{};
    };
    struct Conveyance {
        std::string text, executed, recorded, identifier;
        Array from, to;
    };

    std::string office = "US";
    std::string serial, registration_number, mark, drawing_code, goods, status_code, status_text, retrieved;
    std::string application, publication, registration, expiry, status_date;
    std::string kind;           ///< where the source says more than the drawing code does
    std::string common_status;  ///< where the office itself tells it
    std::string undated{};      ///< the day from which the record counts where it holds no date
    Array classes{}, owners{}, similar_groups{}, other_numbers{};
    std::vector<Step> steps{};
    std::vector<Conveyance> conveyances{};
    Findings findings{};
};

/// The record of the mark, then its events. A mark without number or without any date is rejected; whatever
/// else is wrong with it is a finding on its record.
void emit(OfficeMark& mark, const char* system, plugin::ImportSink& sink);

std::string number_of(std::string_view text);
/// A class of the Nice classification; the office's own (A, B, 200) and what is none become findings.
void add_class(OfficeMark& mark, std::string_view text);
/// For a mark that has ended on a day that the source does not tell: with the registration alone the record
/// would say that it lives, so that date becomes a finding.
void leave_out_registration(OfficeMark& mark);
void add_goods(std::string& goods, const std::string& text);
/// The event that a code of the USPTO's prosecution history stands for; empty where it is not mapped.
std::string_view uspto_mark_event(std::string_view code);

/// Owners follow each other in numbered steps (10 to 16 before publication, 20, 30 at registration, 31 and on
/// after it): the highest step is who owns the mark now.
class OwnerSteps {
public:
    void add(std::string_view step, std::string_view name);
    plugin::Array take() { return std::move(latest_); }

private:
    int highest_ = 0;
    plugin::Array latest_{};
};

}  // namespace xinbu::ip_status
