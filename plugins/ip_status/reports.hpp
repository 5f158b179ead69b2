// What the reports share: the answers of the plugin's own checks, words for them, and how old a value is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extracts.hpp"
#include "identity.hpp"
#include "periods.hpp"
#include "plugin.hpp"
#include "right.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// Asks the plugin's checks, all of one day and one state of the records.
class ReportDesk {
public:
    ReportDesk(const IpStatus& plugin, const plugin::Records& records, const plugin::AskCheck& ask)
        : plugin_(plugin), records_(records), ask_(ask), calendar_(records) {}

    const plugin::Records& records() const { return records_; }
    plugin::Date today() const { return records_.as_of(); }

    plugin::CheckAnswer ask(std::string_view check, const plugin::Object& parameters) const;
    /// The facts of `ip.status`.
    plugin::Object status_of(const std::string& right) const;
    /// The deadlines of a right that are open or ahead, by date, up to a day: facts of `ip.deadlines`.
    plugin::Array deadlines_of(const std::string& right, plugin::Date to) const;

    /// "as of the extract of 2026-11-10 (CNIPA), 11 working days old"; what is told without its day says so.
    plugin::Text age_of(const Origin& origin) const;

private:
    const IpStatus& plugin_;
    const plugin::Records& records_;
    const plugin::AskCheck& ask_;
    WorkCalendar calendar_;
};

// ---- words

/// "CNIPA (CN)"; the code alone where we have no name for the office.
plugin::Text office_label(std::string_view office);
/// What people call a status and how it is shown; its id where it is none of the kind's.
plugin::State state_of(std::string_view kind, std::string_view status);
/// The label of a choice of a record's field; its id where there is none.
plugin::Text choice_label(std::string_view kind, std::string_view field, std::string_view id);
/// Texts joined by "; ".
plugin::Text joined(const std::vector<plugin::Text>& texts);
/// A text that is the same in every language.
plugin::Text plain(std::string text);
/// The {"en","zh"} member of a fact.
plugin::Text text_in(const plugin::Object& fact, std::string_view name);
/// The name of the party member.
std::string party_in(const plugin::Object& object, std::string_view name);
/// "21, 35"; empty for none.
std::string numbers_in(const plugin::Object& object, std::string_view name);
/// "class 45", "classes 35, 41" of such a list.
plugin::Text classes_text(const std::string& numbers);
bool is_set(const plugin::Object& object, std::string_view name);

/// The mark or the title; empty where neither is recorded.
std::string title_of(const plugin::Record& record);

// ---- cells and tables

plugin::Cell cell(const plugin::Text& text, plugin::Tone tone = plugin::Tone::neutral);
/// A text; null and without a tone where it is empty.
plugin::Cell cell(std::string text, plugin::Tone tone = plugin::Tone::neutral);
/// A copy of the member; null and without a tone where it is missing.
plugin::Cell cell_in(const plugin::Object& object, std::string_view name,
                     plugin::Tone tone = plugin::Tone::neutral);

/// How pressing a deadline is.
plugin::Tone tone_of_deadline(const plugin::Object& deadline);
/// What falls due, with the year of a fee, and whether its payment is not known.
plugin::Text what_of(const plugin::Object& deadline);
/// "2026-05-18: …", of the first one that is an act and not over; empty where there is none.
plugin::Text next_deadline(const plugin::Array& deadlines);

/// A line for each deadline; with the right where the table is about several.
plugin::ReportTable deadline_table(const std::vector<const plugin::Object*>& deadlines, bool with_right);
/// The classes and shares of co-owners that an overlay concerns; empty where it is the whole right.
plugin::Text overlay_scope(const plugin::Object& overlay);
/// What stands open beside the status, with scope and end.
plugin::Text overlays_text(const plugin::Object& status);
/// Confirmed, firm or unsure, as people say it.
plugin::Text confidence_label(std::string_view confidence);

// ---- sources

/// Collects what a report rests on, each once.
class SourceList {
public:
    void add_record(const plugin::Record& record);
    void add_article(const plugin::Object& deadline);
    std::vector<plugin::ReportSource> take() { return std::move(list_); }

private:
    void add(plugin::ReportSource source);
    std::vector<plugin::ReportSource> list_;
};

// ---- the reports

std::optional<plugin::ReportModel> certificate(const ReportDesk& desk, std::string_view right);
std::optional<plugin::ReportModel> portfolio(const ReportDesk& desk, const plugin::Object& parameters);
plugin::ReportModel deadlines_report(const ReportDesk& desk, int days);
plugin::ReportModel watch_report(const ReportDesk& desk);
/// Of one right, or of all where it is empty.
plugin::ReportModel securities_report(const ReportDesk& desk, std::string_view right);

/// The right's life on one axis: protection and grace, fees or renewals, overlays, events, deadlines. Nothing
/// where no date is known.
std::optional<plugin::ReportTimeline> timeline_of(const ReportDesk& desk, const plugin::Record& record,
                                                  const plugin::Object& status,
                                                  const plugin::Array& deadlines);
/// The last day that a right's timeline and its deadlines reach.
plugin::Date horizon_of(const ReportDesk& desk, const plugin::Object& status);

}  // namespace xinbu::ip_status
