// Plugins at work without a registry: drafts go through the host's one way in, entries are folded in memory.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::test {

/// A value from JSON as a person writes it.
inline plugin::Value json_value(std::string_view text) {
    Result<plugin::Value> parsed = json::parse(text, json::Profile::document);
    EXPECT_TRUE(parsed) << text;
    return parsed ? std::move(*parsed) : plugin::Value();
}
inline plugin::Object json_object(std::string_view text) {
    plugin::Value value = json_value(text);
    return value.object() != nullptr ? std::move(*value.object()) : plugin::Object();
}

/// The rules broken, sorted; warnings with a question mark behind.
inline std::vector<std::string> rules_of(const plugin::Faults& faults) {
    std::vector<std::string> rules;
    for (const plugin::Fault& fault : faults) rules.push_back(fault.rule + (fault.warning ? "?" : ""));
    std::ranges::sort(rules);
    return rules;
}
using Rules = std::vector<std::string>;

/// What an adapter handed over.
struct CollectedImport final : plugin::ImportSink {
    std::vector<plugin::Draft> drafts;
    std::vector<std::string> rejected;  ///< rules
    void draft(plugin::Draft one) override { drafts.push_back(std::move(one)); }
    void reject(std::string rule, plugin::Text) override { rejected.push_back(std::move(rule)); }
};

struct MapRow final : plugin::CsvRow {
    std::map<std::string, std::string, std::less<>> cells;
    explicit MapRow(std::map<std::string, std::string, std::less<>> filled) : cells(std::move(filled)) {}
    std::string_view cell(std::string_view column) const override {
        const auto found = cells.find(column);
        return found != cells.end() ? std::string_view(found->second) : std::string_view();
    }
};

/// A ledger and its records in memory.
class Bench final : public plugin::Numbering {
public:
    struct Loaded {
        std::string id;
        std::vector<std::string> required;
        std::unique_ptr<plugin::Plugin> plugin;
    };

    explicit Bench(std::vector<Loaded> plugins) : plugins_(std::move(plugins)), catalogue_(providers()) {}

    /// Prepares a draft and, where it may be signed, folds it in. The rules it breaks, warnings included.
    Rules add(std::string_view draft) {
        auto input = host::parse_draft(json_value(draft));
        if (!input) return rules_of(input.error());
        return add(std::move(*input));
    }
    Rules add(plugin::Draft draft) { return add(host::DraftInput{std::move(draft)}); }
    Rules add(std::string type, std::string record, std::string effective, plugin::Object data) {
        return add(plugin::Draft{std::move(type), std::move(record), std::move(effective), std::move(data)});
    }

    /// The record of the entry added last.
    const std::string& last_record() const { return last_record_; }
    /// What the host said of the draft added last.
    const plugin::Faults& last_faults() const { return last_faults_; }

    /// A record as it is shown on a day; one without an id where there is none.
    plugin::Record at(const std::string& id, const std::string& day) const {
        const View view(*this, *plugin::Date::parse(day));
        plugin::Record record = view.find(id).value_or(plugin::Record{});
        catalogue_.present(record, view.as_of());
        return record;
    }
    std::string status(const std::string& id, const std::string& day) const { return at(id, day).status; }

    plugin::CheckAnswer check(std::string_view name, std::string_view parameters, const std::string& day,
                              const host::Catalogue::Elsewhere& elsewhere = {}) const {
        return catalogue_.run_check(name, json_object(parameters), View(*this, *plugin::Date::parse(day)),
                                    elsewhere);
    }

    /// A declared report; nothing where the plugin says that it is about no such record.
    std::optional<plugin::ReportModel> report(std::string_view name, std::string_view parameters,
                                              const std::string& day) const {
        const View view(*this, *plugin::Date::parse(day));
        const plugin::AskCheck ask = [&](std::string_view check,
                                         const plugin::Object& asked) -> std::optional<plugin::CheckAnswer> {
            if (catalogue_.check(check) == nullptr) return std::nullopt;
            return catalogue_.run_check(check, asked, view);
        };
        return catalogue_.provider_of_report(name)->plugin->report(name, json_object(parameters), view, ask);
    }

    const host::Catalogue& catalogue() const { return catalogue_; }

    std::int64_t next(std::string_view prefix) override {
        std::int64_t highest = 0;
        for (const StoredEntry& entry : entries_) {
            if (!entry.record.starts_with(prefix)) continue;
            const std::string rest = entry.record.substr(prefix.size());
            if (!rest.empty() && rest.size() < 18 &&
                rest.find_first_not_of("0123456789") == std::string::npos)
                highest = std::max<std::int64_t>(highest, std::stoll(rest));
        }
        return highest + 1;
    }

    std::optional<std::string> record_with(std::string_view kind, std::string_view field,
                                           std::string_view value) override {
        std::optional<std::string> found;
        bool is_several = false;
        View(*this, plugin::Date(2999, 1, 1)).for_each(kind, [&](const plugin::Record& record) {
            if (plugin::text_at(record.fields, field) != value) return true;
            is_several = found.has_value();
            found = record.id;
            return !is_several;
        });
        return is_several ? std::nullopt : found;
    }

private:
    struct StoredEntry {
        std::string type, record, effective;
        plugin::Object data;
    };

    class View final : public plugin::Records {
    public:
        View(const Bench& bench, plugin::Date day) : bench_(bench), day_(day) {}
        void on(plugin::Date day, const std::function<void(const plugin::Records&)>& look) const override {
            look(View(bench_, day));
        }
        std::optional<plugin::Record> find(std::string_view id) const override {
            const std::string today = day_.text();
            std::optional<plugin::Record> record;
            for (const StoredEntry& entry : bench_.entries_) {
                if (entry.record != id || entry.effective > today) continue;
                if (!record) record.emplace().id = std::string(id);
                bench_.catalogue_.fold({entry.type, entry.record, entry.effective, entry.data}, *record);
            }
            return record;
        }
        std::vector<plugin::Record> referring_to(std::string_view id, std::string_view kind) const override {
            std::map<std::string, plugin::Record> found;
            for (const StoredEntry& entry : bench_.entries_) {
                if (host::kind_of(entry.record) != kind || found.contains(entry.record)) continue;
                if (auto record = find(entry.record); record && refers(record->fields, id))
                    found.emplace(entry.record, std::move(*record));
            }
            std::vector<plugin::Record> records;
            for (auto& [name, record] : found) records.push_back(std::move(record));
            return records;
        }
        void for_each(std::string_view kind,
                      const std::function<bool(const plugin::Record&)>& visit) const override {
            std::set<std::string> seen;
            for (const StoredEntry& entry : bench_.entries_) {
                if (host::kind_of(entry.record) != kind || !seen.insert(entry.record).second) continue;
                if (const auto record = find(entry.record); record && !visit(*record)) return;
            }
        }
        plugin::Date as_of() const override { return day_; }

    private:
        /// Any text that is the id, and any party whose identifier names the organisation.
        static bool refers(const plugin::Value& value, std::string_view id) {
            if (value.text() != nullptr) return *value.text() == id;
            if (value.array() != nullptr)
                return std::ranges::any_of(*value.array(), [&](const auto& one) { return refers(one, id); });
            return value.object() != nullptr && refers(*value.object(), id);
        }
        static bool refers(const plugin::Object& object, std::string_view id) {
            if (object.contains("name") && id.starts_with("organisation/") &&
                plugin::text_at(object, "identifier") == id.substr(id.find('/') + 1))
                return true;
            return std::ranges::any_of(object, [&](const auto& member) { return refers(member.value, id); });
        }
        const Bench& bench_;
        plugin::Date day_;
    };

    std::vector<host::Provider> providers() const {
        std::vector<host::Provider> all;
        for (const Loaded& one : plugins_)
            all.push_back({one.id, "1.0.0", one.required, one.plugin.get(), one.plugin->declare()});
        return all;
    }

    Rules add(host::DraftInput input) {
        // As the registry does: a draft of whatever day is judged by all that is on record.
        const plugin::Date end_of_time(9999, 12, 31);
        auto prepared = host::prepare(catalogue_, std::move(input), View(*this, end_of_time), *this);
        last_faults_ = prepared ? prepared->warnings : prepared.error();
        if (!prepared) return rules_of(prepared.error());
        plugin::Draft& draft = prepared->draft;
        last_record_ = draft.record;
        entries_.push_back({draft.type, draft.record, draft.effective, std::move(draft.data)});
        return rules_of(prepared->warnings);
    }

    std::vector<Loaded> plugins_;
    host::Catalogue catalogue_;
    std::vector<StoredEntry> entries_;
    std::string last_record_;
    plugin::Faults last_faults_;
};

}  // namespace xinbu::test
