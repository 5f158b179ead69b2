// A patent as an office describes it, whatever the format: the adapters read it, emit() makes entries of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters_common.hpp"

namespace xinbu::ip_status {

struct OfficePatent {
    std::string office, number, kind, title;
    std::string filing, published, grant, status_date;  ///< as the source writes them
    std::string publication_number, status, status_code, retrieved;
    std::string benefit{};  ///< filing of the earliest application whose benefit the term counts from
    std::string undated{};  ///< the day from which the record counts where it has no date at all
    plugin::Array owners{}, ipc{}, other_numbers{};
    Findings findings{};
};

/// Something that happened to it. An event that the vocabulary does not have is `other`.
struct PatentStep {
    std::string date, event, code, detail;
    std::string reference{}, refers_to{}, territory{};
    int year = 0;  ///< of an annual fee; without it, the payment is `other`
    int days = 0;  ///< by which a term was adjusted
    plugin::Array counterparties{};
    plugin::Array holders{};  ///< who assigned or burdened the right; of a release, to whom it went
};

plugin::Object source_of(std::string_view system, std::string_view retrieved);

/// The record. False, and rejected, where number, kind or any date is missing. Drafts name no record: the
/// right may be on record by its publication already, and which one it is follows from the numbers
/// (identity.hpp).
bool emit(OfficePatent& patent, std::string_view system, plugin::ImportSink& sink);
/// The event of the right of that id; false, and nothing done, where its date is none.
bool emit(const std::string& record, const PatentStep& step, const plugin::Object& source,
          plugin::ImportSink& sink);

/// The days by which a term was adjusted, as an office writes them; 0 where that is no number of days.
int days_in(std::string_view text);

/// An earlier application from whose filing the term counts (35 U.S.C. 154(a)(2)): no provisional one.
void add_parent(OfficePatent& patent, const std::string& filed);

/// Adds a number that the right has beside its own, once.
void add_number(OfficePatent& patent, const std::string& number);
void add_owner(OfficePatent& patent, std::string_view name);
void add_ipc(OfficePatent& patent, std::string_view symbol);

/// What a status in the USPTO's words ended: lapse_unpaid, expiry, abandonment; empty where nothing.
std::string_view ended_by_status(std::string_view status);
/// The event of a code of the USPTO's own files; `year` is set for a maintenance fee. Empty where it is not
/// mapped.
std::string_view uspto_patent_event(std::string_view code, int& year);

/// The event that a code of the INPADOC tables (EPO list of legal event codes) stands for; `other` is a step
/// that changes nothing here, empty a code that is not in our table.
std::string_view inpadoc_event(std::string_view office, std::string_view code);

}  // namespace xinbu::ip_status
