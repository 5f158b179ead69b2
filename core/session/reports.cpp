// The plugins' reports, and what they were made from.
#include <algorithm>
#include <map>
#include <memory>

#include "impl.hpp"
#include "parameters.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/entry.hpp"

namespace xinbu::session {

using plugin::Date;

namespace {

using Titles = std::map<std::string, std::string, std::less<>>;

/// Looks up the titles of the records that a model shows, while the registry answers.
class TitlesOfModel {
public:
    TitlesOfModel(Registry::Impl& registry, const AsOf& as_of)
        : registry_(registry), moment_(moment_of(registry, as_of)) {}

    Titles of(const plugin::ReportModel& model) {
        for (const plugin::ReportSection& section : model.sections)
            for (const plugin::ReportBlock& block : section.blocks) {
                if (const auto* facts = std::get_if<plugin::ReportFacts>(&block))
                    for (const plugin::ReportFact& fact : facts->facts) note(fact.cell, fact.quantity);
                if (const auto* table = std::get_if<plugin::ReportTable>(&block)) {
                    for (const auto& row : table->rows) note(row, table->columns);
                    note(table->total, table->columns);
                }
            }
        return std::move(titles_);
    }

private:
    void note(const std::vector<plugin::Cell>& row, const std::vector<plugin::ReportColumn>& columns) {
        for (std::size_t i = 0; i < std::min(row.size(), columns.size()); ++i)
            note(row[i], columns[i].quantity);
    }
    void note(const plugin::Cell& cell, plugin::Quantity quantity) {
        const std::string* id = cell.value.text();
        if (quantity != plugin::Quantity::record || id == nullptr || titles_.contains(*id)) return;
        const std::optional<records::StoredRecord> stored = registry_.store->find(*id, moment_);
        titles_.emplace(*id, stored ? stored->title : std::string());
    }

    Registry::Impl& registry_;
    records::Moment moment_;
    Titles titles_;
};

/// The entries that the codes of a model name: by record and type.
using CodeEntries = std::map<std::pair<std::string, std::string>, std::string>;

/// The id of the last entry of a record that counts at that moment, of that type where one is named.
std::string entry_for(Registry::Impl& registry, const plugin::ReportCode& code, const records::Moment& moment,
                      Date day) {
    std::string id;
    for (const records::Store::EntryOfRecord& one : registry.store->entries_of(code.record)) {
        if (one.position >= moment.known || (one.corrected_by && *one.corrected_by < moment.known)) continue;
        const Bytes bytes = registry.ledger->entry(one.position);
        const ledger::Entry entry = take(ledger::decode_entry(bytes));
        if (!code.entry_type.empty() && entry.type != code.entry_type) continue;
        if (entry.effective > day.text()) continue;
        id = to_hex(ledger::leaf_hash(bytes));
    }
    return id;
}

CodeEntries entries_of(Registry::Impl& registry, const plugin::ReportModel& model, const AsOf& as_of,
                       Date day) {
    CodeEntries entries;
    const records::Moment moment = moment_of(registry, as_of);
    for (const plugin::ReportSection& section : model.sections)
        for (const plugin::ReportBlock& block : section.blocks)
            if (const auto* code = std::get_if<plugin::ReportCode>(&block); code && !code->record.empty())
                entries[{code->record, code->entry_type}] = entry_for(registry, *code, moment, day);
    return entries;
}

document::Frame frame_of(Registry::Impl& registry, const AsOf& as_of, Date day) {
    ledger::Ledger& ledger = *registry.ledger;
    document::Frame frame{.as_of = day};
    frame.organisation = registry.authority.identity().name;
    frame.origin = registry.slots.registry();
    frame.size = std::min(as_of.known_commits.value_or(ledger.size()), ledger.size());
    frame.root =
        to_hex(frame.size == 0 ? ledger::tree_root({}) : ledger::root_at(frame.size, ledger.nodes()));
    if (frame.size > 0) {
        const ledger::Envelope last = take(ledger::decode_envelope(ledger.commit(frame.size - 1).envelope));
        frame.time = take(ledger::decode_payload(last.payload)).time;
    }
    frame.doubt = registry.doubt;
    return frame;
}

/// The day of a question that names none.
Date day_of(const plugin::Report* report, const plugin::Object& parameters) {
    const std::optional<Date> end = Date::parse(plugin::text_at(parameters, host::period_end));
    return report != nullptr && report->periodic && end ? std::min(*end, today()) : today();
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    int number = 0;
    for (const char c : text.substr(at, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

}  // namespace

std::vector<ReportInfo> Registry::reports() const {
    std::vector<ReportInfo> reports;
    for (const auto& [report, provider] : impl_->catalogue().reports())
        reports.push_back(
            {report->name, host::shown(report->label), provider->id, report->parameters, report->periodic});
    return reports;
}

Result<ReportView> Registry::report(const std::string& name, const std::vector<Condition>& parameters,
                                    const AsOf& as_of, Use use) {
    return impl_->guarded([&] {
        const Gathering gathering(*impl_);
        const plugin::Report* report = impl_->catalogue().report(name);
        const std::vector<plugin::Field> fields =
            report != nullptr ? host::report_parameters(*report) : std::vector<plugin::Field>();
        const plugin::Object values =
            typed_parameters(*impl_->store, *impl_->persons, name, fields, parameters);
        const Date day = as_of.day.value_or(day_of(report, values));
        const AsOf moment(day, as_of.known_commits);
        ReportView view{
            impl_->catalogue().run_report(
                name, values, records::DayView(*impl_->store, day, moment_of(*impl_, moment).known)),
            frame_of(*impl_, moment, day)};
        const auto titles = std::make_shared<const Titles>(TitlesOfModel(*impl_, moment).of(view.model));
        view.frame.title_of = [titles](std::string_view record) {
            const auto at = titles->find(record);
            return at != titles->end() ? at->second : std::string();
        };
        const auto entries = std::make_shared<const CodeEntries>(entries_of(*impl_, view.model, moment, day));
        view.frame.entry_of = [entries](std::string_view record, std::string_view type) {
            const auto at = entries->find({std::string(record), std::string(type)});
            return at != entries->end() ? at->second : std::string();
        };
        LoggedReading reading{use == Use::exported ? "export" : "report", name};
        reading.leaves = use == Use::exported;
        impl_->log_reading(reading, gathering.of());
        if (reading.leaves && gathering.of().count() > 0) view.frame.mark = impl_->export_mark;
        return view;
    });
}

std::optional<Period> period_of(std::string_view text) {
    constexpr int first_year = 1900, last_year = 9998;
    if (text.size() < 4) return std::nullopt;
    const std::optional<int> year = digits(text, 0, 4);
    if (!year || *year < first_year || *year > last_year) return std::nullopt;
    int first_month = 1, months = 12;
    if (text.size() == 7 && text.substr(4, 2) == "-Q" && text[6] >= '1' && text[6] <= '4') {
        first_month = (text[6] - '1') * 3 + 1;
        months = 3;
    } else if (text.size() == 7 && text[4] == '-') {
        const std::optional<int> month = digits(text, 5, 2);
        if (!month || *month < 1 || *month > 12) return std::nullopt;
        first_month = *month;
        months = 1;
    } else if (text.size() != 4) {
        return std::nullopt;
    }
    const Date from(*year, static_cast<unsigned>(first_month), 1);
    return Period{from, from.plus_months(months).plus_days(-1)};
}

}  // namespace xinbu::session
