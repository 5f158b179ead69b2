#include "office_patent.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "right.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Draft;
using plugin::ImportSink;
using plugin::Object;
using plugin::Value;

namespace {

constexpr std::size_t longest_text = 4000;  // code points, as declared

void set_dates(OfficePatent& patent, Object& data) {
    set_date(data, "filing_date", patent.filing, patent.findings);
    set_date(data, "benefit_date", patent.benefit, patent.findings);
    set_date(data, "grant_date", patent.grant, patent.findings);
    set_date(data, "status_date", patent.status_date, patent.findings);
    note_order(data, "filing_date", "grant_date", patent.findings);
}

std::string effective_day(const OfficePatent& patent, const Object& data) {
    if (const std::string_view grant = plugin::text_at(data, "grant_date"); !grant.empty())
        return std::string(grant);
    if (const SourceDate published = source_date(patent.published); published.date)
        return published.date->text();
    for (const char* name : {"filing_date", "status_date"})
        if (const std::string_view day = plugin::text_at(data, name); !day.empty()) return std::string(day);
    return patent.undated;
}

void add_once(Array& list, std::string text) {
    Value item(std::move(text));
    if (std::ranges::find(list, item) == list.end()) list.push_back(std::move(item));
}

}  // namespace

Object source_of(std::string_view system, std::string_view retrieved) {
    Object source{{"system", clipped(one_line(system), 200)}};
    if (const SourceDate day = source_date(retrieved); day.date) source.set("retrieved_on", day.date->text());
    return source;
}

void add_number(OfficePatent& patent, const std::string& number) {
    constexpr std::size_t longest_number = 100;
    if (!number.empty() && number != patent.number && number.size() <= longest_number)
        add_once(patent.other_numbers, number);
}

void add_parent(OfficePatent& patent, const std::string& filed) {
    const SourceDate day = source_date(filed), before = source_date(patent.benefit);
    if (day.date && (!before.date || *day.date < *before.date)) patent.benefit = day.date->text();
}

void add_owner(OfficePatent& patent, std::string_view name) {
    if (one_line(name).empty()) return;
    const Value owner = party(name);
    if (std::ranges::find(patent.owners, owner) == patent.owners.end()) patent.owners.push_back(owner);
}

void add_ipc(OfficePatent& patent, std::string_view symbol) {
    constexpr std::size_t longest_symbol = 50;
    const std::string text = one_line(symbol);
    if (!text.empty() && text.size() <= longest_symbol) add_once(patent.ipc, text);
}

bool emit(OfficePatent& patent, std::string_view system, ImportSink& sink) {
    if (patent.number.empty() || patent.office.empty()) {
        sink.reject("ip.import.number", {"The record names no application number.", "该记录缺少申请号。"});
        return false;
    }
    if (patent.kind.empty()) patent.kind = kind_of_patent_number(patent.office, patent.number);
    if (patent.kind.empty()) {
        sink.reject("ip.import.kind", {"Nothing tells whether " + patent.number +
                                           " is an invention, a utility model or a design.",
                                       "无法判断" + patent.number + "属于发明、实用新型还是外观设计。"});
        return false;
    }
    Draft draft{std::string(patent_recorded), "", "", {}};
    Object& data = draft.data;
    data = {{"office", patent.office},
            {"number", patent.number},
            {"kind", patent.kind},
            {"owners", patent.owners},
            {"source", source_of(system, patent.retrieved)}};
    set_dates(patent, data);
    draft.effective = effective_day(patent, data);
    if (draft.effective.empty()) {
        sink.reject("ip.import.no_date", {"Patent " + patent.number + " has no date at all.",
                                          "专利" + patent.number + "没有任何有效日期。"});
        return false;
    }
    set_text(data, "title", clipped(one_line(patent.title), longest_text));
    set_text(data, "publication_number", clipped(patent.publication_number, 100));
    set_text(data, "status", clipped(one_line(patent.status), 500));
    set_text(data, "status_code", clipped(patent.status_code, 20));
    if (!patent.ipc.empty()) data.set("ipc", patent.ipc);
    if (!patent.other_numbers.empty()) data.set("other_numbers", patent.other_numbers);
    patent.findings.write(data);
    sink.draft(std::move(draft));
    return true;
}

bool emit(const std::string& record, const PatentStep& step, const Object& source, ImportSink& sink) {
    const SourceDate date = source_date(step.date);
    if (!date.date) return false;
    std::string event = step.event.empty() ? "other" : step.event;
    constexpr int last_year = 25;
    const bool has_year = step.year >= 1 && step.year <= last_year;
    if (event == "annual_fee" && !has_year) event = "other";
    Draft draft{std::string(patent_event), "", date.date->text(), {}};
    if (const std::optional<RightName> name = parse_right(record)) {
        draft.data.set("office", name->office);
        draft.data.set("number", name->number);
    }
    draft.data.set("event", event);
    draft.data.set("date", date.date->text());
    if (has_year) draft.data.set("year", step.year);
    if (step.days > 0) draft.data.set("days", step.days);
    set_text(draft.data, "office_code", clipped(one_line(step.code), 100));
    set_text(draft.data, "reference", clipped(one_line(step.reference), 100));
    set_text(draft.data, "refers_to", clipped(step.refers_to, 100));
    if (step.territory.size() == 2) draft.data.set("territory", step.territory);
    set_text(draft.data, "detail", clipped(step.detail, longest_text));
    if (!step.counterparties.empty()) draft.data.set("counterparty", step.counterparties.front());
    if (step.counterparties.size() > 1) draft.data.set("counterparties", step.counterparties);
    if (!step.holders.empty()) draft.data.set("holders", step.holders);
    draft.data.set("source", source);
    sink.draft(std::move(draft));
    return true;
}

int days_in(std::string_view text) {
    constexpr int most = 7300;  // as declared
    int days = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, days);
    return error == std::errc{} && stop == end && days >= 0 && days <= most ? days : 0;
}

std::string_view ended_by_status(std::string_view status) {
    if (status.starts_with("Patent Expired Due to NonPayment")) return "lapse_unpaid";
    if (status.starts_with("Provisional Application Expired")) return "expiry";
    if (status.starts_with("Expressly Abandoned") || status.starts_with("Abandoned")) return "abandonment";
    return {};
}

}  // namespace xinbu::ip_status
