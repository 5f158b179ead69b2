// A plugin whose every function a test may replace, and records from a map.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "xinbu/host/catalogue.hpp"

namespace xinbu::host::test {

class FakePlugin final : public plugin::Plugin {
public:
    plugin::Declaration declaration;
    std::function<void(plugin::Draft&)> on_normalise;
    std::function<std::optional<std::string>(const plugin::Draft&, plugin::Numbering&)> on_record_id;
    std::function<void(const plugin::Draft&, plugin::Faults&)> on_validate;
    std::function<void(plugin::Record&)> on_fold;
    std::function<void(plugin::Record&, plugin::Date)> on_present;
    std::function<std::optional<plugin::CheckAnswer>(std::string_view, const plugin::AskCheck&)> on_check;
    std::function<std::optional<plugin::ReportModel>(const plugin::Object&, const plugin::AskCheck&)>
        on_report;

    plugin::Declaration declare() const override { return declaration; }
    void normalise(plugin::Draft& draft) const override {
        if (on_normalise) on_normalise(draft);
    }
    std::optional<std::string> record_id(const plugin::Draft& draft,
                                         plugin::Numbering& numbers) const override {
        return on_record_id ? on_record_id(draft, numbers) : std::nullopt;
    }
    void validate(const plugin::Draft& draft, const plugin::Records&, plugin::Faults& faults) const override {
        if (on_validate) on_validate(draft, faults);
    }
    void fold(const plugin::EntryType& type, const plugin::Entry& entry,
              plugin::Record& record) const override {
        if (on_fold) on_fold(record);
        default_fold(type, entry, record);
    }
    void present(plugin::Record& record, plugin::Date day) const override {
        if (on_present) on_present(record, day);
    }
    std::optional<plugin::CheckAnswer> check(std::string_view name, const plugin::Object&,
                                             const plugin::Records&,
                                             const plugin::AskCheck& ask) const override {
        return on_check ? on_check(name, ask) : std::nullopt;
    }
    std::optional<plugin::ReportModel> report(std::string_view, const plugin::Object& parameters,
                                              const plugin::Records&,
                                              const plugin::AskCheck& ask) const override {
        return on_report ? on_report(parameters, ask) : std::nullopt;
    }
};

class FakeRecords final : public plugin::Records {
public:
    std::map<std::string, plugin::Record, std::less<>> held;

    void hold(const std::string& id, const std::string& status = {}) { held[id] = {id, status, {}, {}}; }

    std::optional<plugin::Record> find(std::string_view id) const override {
        const auto found = held.find(id);
        return found != held.end() ? std::optional(found->second) : std::nullopt;
    }
    std::vector<plugin::Record> referring_to(std::string_view, std::string_view) const override { return {}; }
    void for_each(std::string_view, const std::function<bool(const plugin::Record&)>&) const override {}
    plugin::Date as_of() const override { return {2026, 3, 1}; }
};

class FakeNumbers final : public plugin::Numbering {
public:
    std::int64_t next(std::string_view) override { return ++last; }
    std::int64_t last = 0;
};

inline Provider provider_of(const FakePlugin& plugin, std::string id,
                            std::vector<std::string> required = {}) {
    return Provider{std::move(id), "1.0.0", std::move(required), &plugin, plugin.declaration};
}

/// The code of the Failure that `work` throws; "none" where it throws none.
template <class F>
std::string failure_of(F&& work) {
    try {
        work();
    } catch (const Failure& failure) {
        return failure.error().code;
    }
    return "none";
}

}  // namespace xinbu::host::test
