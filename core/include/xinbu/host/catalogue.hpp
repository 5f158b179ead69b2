// Everything that can be recorded: the core's own types and those of the loaded plugins, by name.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::host {

/// Rules that a plugin works by, as they were verified.
struct RulePack {
    std::string id;            ///< the file is `<id>.rules.json`
    std::string version;       ///< the day of its edition
    std::string valid_from{};  ///< the days about which it speaks; empty where it does not say so
    std::string valid_to{};    ///< empty where there is no end
    Hash sha256{};             ///< of its exact bytes
};

/// One source of declarations: a plugin, or the core itself (id "core").
struct Provider {
    std::string id;
    std::string version;
    std::vector<std::string> required{};  ///< ids of the plugins whose checks it may ask
    const plugin::Plugin* plugin = nullptr;
    plugin::Declaration declaration{};
    std::vector<RulePack> rules{};
};

/// A declared thing and who declared it.
template <class T>
struct Declared {
    const T* type = nullptr;
    const Provider* provider = nullptr;
};

/// Lookups over all declarations. Immutable after construction, so safe from several threads; pointers stay
/// valid as long as the catalogue (moving it included).
class Catalogue {
public:
    /// The core's own types and those of `plugins`, whose `plugin` objects outlive the catalogue. Throws
    /// Failure `bad_declaration` with one detail per fault where they do not fit together.
    explicit Catalogue(std::vector<Provider> plugins = {});
    Catalogue(Catalogue&&) noexcept = default;
    Catalogue& operator=(Catalogue&&) noexcept = default;
    Catalogue(const Catalogue&) = delete;
    Catalogue& operator=(const Catalogue&) = delete;

    /// The core first, then plugins in dependency order.
    const std::deque<Provider>& providers() const { return providers_; }

    const plugin::RecordType* record_type(std::string_view kind) const;
    const plugin::EntryType* entry_type(std::string_view type) const;
    const plugin::Check* check(std::string_view name) const;
    const plugin::Adapter* adapter(std::string_view name) const;
    const plugin::Report* report(std::string_view name) const;
    /// An overlay that the plugin of that record kind declares.
    const plugin::Overlay* overlay(std::string_view kind, std::string_view id) const;
    /// Who declared the record kind, entry type, check, adapter or report of that name; null where nobody
    /// did.
    const Provider* provider_of_kind(std::string_view kind) const;
    const Provider* provider_of_entry(std::string_view type) const;
    const Provider* provider_of_check(std::string_view name) const;
    const Provider* provider_of_adapter(std::string_view name) const;
    const Provider* provider_of_report(std::string_view name) const;

    /// In the order of declaration.
    const std::vector<Declared<plugin::RecordType>>& record_types() const { return record_types_; }
    const std::vector<Declared<plugin::EntryType>>& entry_types() const { return entry_types_; }
    const std::vector<Declared<plugin::Check>>& checks() const { return checks_; }
    const std::vector<Declared<plugin::Adapter>>& adapters() const { return adapters_; }
    const std::vector<Declared<plugin::Report>>& reports() const { return reports_; }
    /// Entry types about records of `kind`; with `creating`, only those that may be a record's first entry.
    std::vector<const plugin::EntryType*> entry_types_of(std::string_view kind, bool creating = false) const;

    /// The label of a state of a record kind; the id itself where it is not declared.
    std::string state_label(std::string_view kind, std::string_view state) const;
    /// The label of an overlay of a record kind; the id itself where it is not declared.
    std::string overlay_label(std::string_view kind, std::string_view id) const;

    /// JSON Schema 2020-12 of a draft entry of that type, made from its declaration; null for an unknown
    /// type.
    std::optional<plugin::Value> schema_of(std::string_view type) const;

    /// Folds `entry` into `record` as its plugin says. Throws Failure `unknown_type`, or `plugin_failed`
    /// where the plugin threw.
    void fold(const plugin::Entry& entry, plugin::Record& record) const;
    /// Lets the plugin of the record's kind show it as of `day`; does nothing for an unknown kind.
    void present(plugin::Record& record, plugin::Date day) const;
    /// Runs a named check. Parameters are validated first. Codes: `unknown_check` (usage), `bad_parameters`
    /// (invalid, one detail per fault), `plugin_failed`. A check that asks others gets answers of its own
    /// plugin and of those it requires, at most 8 deep; and from `elsewhere`, where there is one, what
    /// followed registries record (plugin::ask_elsewhere).
    using Elsewhere = std::function<plugin::CheckAnswer(const plugin::Object& parameters)>;
    plugin::CheckAnswer run_check(std::string_view name, const plugin::Object& parameters,
                                  const plugin::Records& records, const Elsewhere& elsewhere = {}) const;
    /// What the plugin of a prepared draft says against it without refusing it; all of it warnings. `records`
    /// are of the day on which it takes effect. What a check answers there is as for run_check().
    plugin::Faults advice(const plugin::Draft& draft, const plugin::Records& records,
                          const Elsewhere& elsewhere) const;
    /// Makes a declared report. Its parameters are those of report_parameters(), and are validated first.
    /// Codes: `unknown_report` (usage), `bad_parameters` (invalid, one detail per fault), `no_report` (usage:
    /// it is not about such a record), `plugin_failed`. The checks it asks answer as for run_check().
    plugin::ReportModel run_report(std::string_view name, const plugin::Object& parameters,
                                   const plugin::Records& records) const;

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template <class T>
    using Index = std::unordered_map<std::string, Declared<T>, TextHash, std::equal_to<>>;
    std::optional<plugin::CheckAnswer> answer(std::string_view name, const plugin::Object& parameters,
                                              const plugin::Records& records, const Elsewhere& elsewhere,
                                              const Provider* asking, int depth) const;

    std::deque<Provider> providers_;
    std::vector<Declared<plugin::RecordType>> record_types_;
    std::vector<Declared<plugin::EntryType>> entry_types_;
    std::vector<Declared<plugin::Check>> checks_;
    std::vector<Declared<plugin::Adapter>> adapters_;
    std::vector<Declared<plugin::Report>> reports_;
    Index<plugin::RecordType> record_index_;
    Index<plugin::EntryType> entry_index_;
    Index<plugin::Check> check_index_;
    Index<plugin::Adapter> adapter_index_;
    Index<plugin::Report> report_index_;
};

/// The parameters of a report about a period: its first and its last day.
inline constexpr const char* period_begin = "from";
inline constexpr const char* period_end = "to";
/// All parameters of a report: those declared, and `from` and `to` of one that is about a period.
std::vector<plugin::Field> report_parameters(const plugin::Report& report);

/// The kind in a record id: what stands before the first slash; empty where there is none.
std::string_view kind_of(std::string_view record);
/// Whether `record` is `kind/key`: kind in lower case (letters, digits, - and _), key 1 to 200 code points in
/// NFC without control, bidi or invisible characters and without outer blanks. A key may hold slashes
/// ("standard/GB/T 33250").
bool is_record_id(std::string_view record);

/// Everything wrong in `declaration`, one sentence each; empty where it is sound. `known` are the providers
/// loaded before it: names must not clash with theirs, and kinds may refer to theirs.
std::vector<std::string> declaration_faults(std::string_view id, const plugin::Declaration& declaration,
                                            const std::deque<Provider>& known);

/// Runs `work`, a call into the plugin `id`. What it throws becomes Failure `plugin_failed`, which names the
/// plugin.
template <class F>
auto call_plugin(std::string_view id, F&& work) -> decltype(work());
/// The Failure of call_plugin.
[[noreturn]] void plugin_failed(std::string_view id, std::string_view what);

template <class F>
auto call_plugin(std::string_view id, F&& work) -> decltype(work()) {
    try {
        return work();
    } catch (const Failure&) {
        throw;  // the host's own, from a callback of ours: its sentence is better than any made here
    } catch (const std::exception& thrown) {
        plugin_failed(id, thrown.what());
    } catch (...) {
        plugin_failed(id, "unknown exception");
    }
}

}  // namespace xinbu::host
