// One draft under validation, and the questions that several kinds of entry ask of it.
#pragma once

#include "text.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// What a draft says, the record it is about, and where the faults go.
struct Subject {
    const plugin::Draft& draft;
    const plugin::Records& records;
    plugin::Faults& faults;
    plugin::Object record;  ///< fields of the record so far; empty for its first entry

    void fault(std::string pointer, std::string rule, plugin::Text message) const {
        faults.push_back(plugin::Fault{std::move(pointer), std::move(rule), std::move(message)});
    }
    void warning(std::string pointer, std::string rule, plugin::Text message) const {
        faults.push_back(plugin::Fault{std::move(pointer), std::move(rule), std::move(message), true});
    }
};

/// "/data/member".
std::string pointer(std::string_view member);
void require_positive(const Subject& subject, std::string_view member, std::string rule);
void require_same_currency(const Subject& subject, std::string_view member, const plugin::Object& reference,
                           std::string_view reference_member, std::string rule);
/// The date member `later` of the draft is not before `earlier`, which stands in the draft or the record.
void require_order(const Subject& subject, std::string_view later, const plugin::Object& holder,
                   std::string_view earlier, std::string rule);
/// The day `on` of an event is not before any of these days of its record.
void require_after(const Subject& subject, std::initializer_list<std::string_view> earlier, std::string rule);
/// A party whose identity decides rights must carry its code; an institution must carry a credit code.
void require_code(const Subject& subject, std::string_view member, bool institution);
/// A trademark or a patent.
void check_right(const Subject& subject, std::string at, const plugin::Value& value);
/// Whether that is a rule of the eligibility check, E01 to E49.
bool is_rule(std::string_view text);

// Entries about pledges.
void validate_agreed(const Subject& subject);
void validate_registered(const Subject& subject);
void validate_changed(const Subject& subject);
void validate_reduced(const Subject& subject);
void validate_extended(const Subject& subject);
void validate_released(const Subject& subject);
void validate_enforced(const Subject& subject);
void validate_partly_enforced(const Subject& subject);
void validate_published(const Subject& subject);

}  // namespace xinbu::collateral
