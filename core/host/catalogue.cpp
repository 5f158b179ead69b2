#include "xinbu/host/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "clear_numbers.hpp"
#include "core_types.hpp"
#include "order.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/plugin/elsewhere.hpp"

namespace xinbu::host {

namespace {

constexpr int deepest_question = 8;

/// A report about a record, asked for without any: the answer would name a record that nobody named.
void refuse_without_record(std::string_view name, const std::vector<plugin::Field>& fields,
                           const plugin::Object& given) {
    std::vector<std::string> wanted;
    for (const plugin::Field& field : fields) {
        if (field.kind != plugin::FieldKind::reference) continue;
        if (given.contains(field.id)) return;
        wanted.push_back(field.id + "=…");
    }
    if (wanted.empty()) return;
    throw Failure(
        Category::usage, "no_record", std::string(name),
        fmt::format(fmt::runtime(tr("it is about a record, and none was named: {}")),
                    fmt::join(wanted, ", ")),
        tr("Name one by its id, such as organisation/91320100MA0000023K, or by its name; `xinbu search` "
           "and `xinbu list` find records."));
}

[[noreturn]] void throw_bad_declarations(std::vector<Detail> details) {
    throw Failure(Error{Category::internal, "bad_declaration", tr("the declarations of the plugins"),
                        details.front().message, tr("Install plugins of this program's version."),
                        std::move(details)});
}

void complain(std::vector<Detail>& details, std::string_view id, std::string message) {
    details.push_back(Detail{std::string(id), 0, "", "declaration", std::move(message)});
}

/// The providers, each behind those it requires.
std::vector<Provider> sorted(std::vector<Provider> providers, std::vector<Detail>& faults) {
    std::vector<Requirement> wanted;
    for (const Provider& provider : providers) {
        const bool twice = std::ranges::any_of(
            wanted, [&](const Requirement& earlier) { return earlier.id == provider.id; });
        if (twice || provider.id == core_id)
            complain(faults, provider.id,
                     fmt::format(fmt::runtime(tr("There are two plugins named {}.")), provider.id));
        wanted.push_back({provider.id, provider.required});
    }
    if (!faults.empty()) return {};
    const Order order = in_order(wanted);
    for (const auto& [at, missing] : order.lacking)
        complain(faults, wanted[at].id,
                 fmt::format(fmt::runtime(tr("The plugin {} requires {}, which is not there.")),
                             wanted[at].id, missing));
    for (const std::size_t at : order.circular)
        complain(
            faults, wanted[at].id,
            fmt::format(fmt::runtime(tr("The plugin {} requires itself through others.")), wanted[at].id));
    std::vector<Provider> result;
    for (const std::size_t at : order.sorted) result.push_back(std::move(providers[at]));
    return result;
}

bool declares_nothing(const plugin::Declaration& declaration) {
    return declaration.records.empty() && declaration.entries.empty() && declaration.checks.empty() &&
           declaration.adapters.empty() && declaration.reports.empty();
}

[[noreturn]] void throw_bad_parameters(std::string_view name, const plugin::Faults& faults) {
    Error error{Category::invalid,
                "bad_parameters",
                std::string(name),
                tr("its parameters break a rule"),
                tr("Correct what is listed and ask again."),
                {}};
    for (const plugin::Fault& fault : faults) error.details.push_back(detail_of(fault));
    throw Failure(std::move(error));
}

template <class Index>
auto find_in(const Index& index, std::string_view name) -> decltype(index.begin()->second.type) {
    const auto found = index.find(name);
    return found != index.end() ? found->second.type : nullptr;
}

template <class Index>
const Provider* provider_in(const Index& index, std::string_view name) {
    const auto found = index.find(name);
    return found != index.end() ? found->second.provider : nullptr;
}

/// Adds each declared thing to the list and the index.
template <class T, class Index>
void register_all(const std::vector<T>& types, std::string T::*name, const Provider& provider,
                  std::vector<Declared<T>>& list, Index& index) {
    for (const T& type : types) {
        list.push_back({&type, &provider});
        index.emplace(type.*name, Declared<T>{&type, &provider});
    }
}

}  // namespace

Catalogue::Catalogue(std::vector<Provider> plugins) {
    std::vector<Detail> faults;
    providers_.push_back(core_provider());
    for (Provider& provider : sorted(std::move(plugins), faults)) {
        if (declares_nothing(provider.declaration) && provider.plugin != nullptr)
            provider.declaration = call_plugin(provider.id, [&] { return provider.plugin->declare(); });
        for (std::string& fault : declaration_faults(provider.id, provider.declaration, providers_))
            complain(faults, provider.id, std::move(fault));
        providers_.push_back(std::move(provider));
    }
    if (!faults.empty()) throw_bad_declarations(std::move(faults));
    for (const Provider& provider : providers_) {
        const plugin::Declaration& declared = provider.declaration;
        register_all(declared.records, &plugin::RecordType::kind, provider, record_types_, record_index_);
        register_all(declared.entries, &plugin::EntryType::type, provider, entry_types_, entry_index_);
        register_all(declared.checks, &plugin::Check::name, provider, checks_, check_index_);
        register_all(declared.adapters, &plugin::Adapter::name, provider, adapters_, adapter_index_);
        register_all(declared.reports, &plugin::Report::name, provider, reports_, report_index_);
    }
}

const plugin::RecordType* Catalogue::record_type(std::string_view kind) const {
    return find_in(record_index_, kind);
}
const plugin::EntryType* Catalogue::entry_type(std::string_view type) const {
    return find_in(entry_index_, type);
}
const plugin::Check* Catalogue::check(std::string_view name) const {
    return find_in(check_index_, name);
}
const plugin::Adapter* Catalogue::adapter(std::string_view name) const {
    return find_in(adapter_index_, name);
}
const plugin::Report* Catalogue::report(std::string_view name) const {
    return find_in(report_index_, name);
}
const plugin::Overlay* Catalogue::overlay(std::string_view kind, std::string_view id) const {
    const Provider* provider = provider_of_kind(kind);
    if (provider == nullptr) return nullptr;
    const auto& overlays = provider->declaration.overlays;
    const auto found = std::ranges::find(overlays, id, &plugin::Overlay::id);
    return found != overlays.end() ? &*found : nullptr;
}
const Provider* Catalogue::provider_of_kind(std::string_view kind) const {
    return provider_in(record_index_, kind);
}
const Provider* Catalogue::provider_of_entry(std::string_view type) const {
    return provider_in(entry_index_, type);
}
const Provider* Catalogue::provider_of_check(std::string_view name) const {
    return provider_in(check_index_, name);
}
const Provider* Catalogue::provider_of_adapter(std::string_view name) const {
    return provider_in(adapter_index_, name);
}

const Provider* Catalogue::provider_of_report(std::string_view name) const {
    return provider_in(report_index_, name);
}

std::vector<const plugin::EntryType*> Catalogue::entry_types_of(std::string_view kind, bool creating) const {
    std::vector<const plugin::EntryType*> types;
    for (const auto& declared : entry_types_)
        if (declared.type->record == kind && (!creating || declared.type->creates))
            types.push_back(declared.type);
    return types;
}

std::string Catalogue::state_label(std::string_view kind, std::string_view state) const {
    if (const plugin::RecordType* type = record_type(kind)) {
        const auto found = std::ranges::find(type->states, state, &plugin::State::id);
        if (found != type->states.end()) return shown(found->label);
    }
    return std::string(state);
}

std::string Catalogue::overlay_label(std::string_view kind, std::string_view id) const {
    const plugin::Overlay* declared = overlay(kind, id);
    return declared != nullptr ? shown(declared->label) : std::string(id);
}

void Catalogue::fold(const plugin::Entry& entry, plugin::Record& record) const {
    const auto found = entry_index_.find(entry.type);
    if (found == entry_index_.end())
        throw Failure(Category::usage, "unknown_type", std::string(entry.type),
                      tr("no loaded plugin declares this type"), tr("`xinbu types` lists all of them."));
    const auto& [type, provider] = found->second;
    call_plugin(provider->id, [&, type = type, provider = provider] {
        if (provider->plugin != nullptr) {
            provider->plugin->fold(*type, entry, record);
        } else {
            plugin::Plugin::default_fold(*type, entry, record);
        }
    });
}

void Catalogue::present(plugin::Record& record, plugin::Date day) const {
    const Provider* provider = provider_of_kind(kind_of(record.id));
    if (provider == nullptr || provider->plugin == nullptr) return;
    call_plugin(provider->id, [&] { provider->plugin->present(record, day); });
}

plugin::CheckAnswer Catalogue::run_check(std::string_view name, const plugin::Object& parameters,
                                         const plugin::Records& records, const Elsewhere& elsewhere) const {
    const plugin::Check* wanted = check(name);
    if (wanted == nullptr)
        throw Failure(Category::usage, "unknown_check", std::string(name),
                      tr("no loaded plugin has a check of that name"),
                      tr("`xinbu check --list` names them."));
    plugin::Faults faults;
    check_fields(wanted->parameters, parameters, "", faults);
    if (!faults.empty()) throw_bad_parameters(name, faults);
    std::optional<plugin::CheckAnswer> found = answer(name, parameters, records, elsewhere, nullptr, 1);
    if (!found) plugin_failed(provider_of_check(name)->id, "no answer to a check that it declares");
    return std::move(*found);
}

plugin::Faults Catalogue::advice(const plugin::Draft& draft, const plugin::Records& records,
                                 const Elsewhere& elsewhere) const {
    plugin::Faults warnings;
    const Provider* provider = provider_of_entry(draft.type);
    if (provider == nullptr || provider->plugin == nullptr) return warnings;
    const plugin::AskCheck ask = [&](std::string_view name, const plugin::Object& with) {
        return answer(name, with, records, elsewhere, provider, 1);
    };
    call_plugin(provider->id, [&] { provider->plugin->advise(draft, records, ask, warnings); });
    for (plugin::Fault& one : warnings) one.warning = true;
    mask_numbers(warnings);
    return warnings;
}

std::optional<plugin::CheckAnswer> Catalogue::answer(std::string_view name, const plugin::Object& parameters,
                                                     const plugin::Records& records,
                                                     const Elsewhere& elsewhere, const Provider* asking,
                                                     int depth) const {
    if (name == plugin::ask_elsewhere && asking != nullptr)
        return elsewhere ? std::optional(elsewhere(parameters)) : std::nullopt;
    const Provider* asked = provider_of_check(name);
    if (asked == nullptr || asked->plugin == nullptr || depth > deepest_question) return std::nullopt;
    if (asking != nullptr) {
        if (asked != asking && std::ranges::find(asking->required, asked->id) == asking->required.end())
            return std::nullopt;
        plugin::Faults faults;
        check_fields(check(name)->parameters, parameters, "", faults);
        if (!faults.empty()) return std::nullopt;
    }
    const plugin::AskCheck ask = [&](std::string_view other, const plugin::Object& with) {
        return answer(other, with, records, elsewhere, asked, depth + 1);
    };
    return call_plugin(asked->id, [&] { return asked->plugin->check(name, parameters, records, ask); });
}

std::vector<plugin::Field> report_parameters(const plugin::Report& report) {
    std::vector<plugin::Field> fields = report.parameters;
    if (report.periodic) {
        fields.push_back(
            plugin::field(period_begin, plugin::FieldKind::date, {"First day", "起始日"}).require());
        fields.push_back(
            plugin::field(period_end, plugin::FieldKind::date, {"Last day", "截止日"}).require());
    }
    return fields;
}

plugin::ReportModel Catalogue::run_report(std::string_view name, const plugin::Object& parameters,
                                          const plugin::Records& records) const {
    const plugin::Report* wanted = report(name);
    if (wanted == nullptr)
        throw Failure(Category::usage, "unknown_report", std::string(name),
                      tr("no loaded plugin has a report of that name"),
                      tr("`xinbu report --list` names them."));
    plugin::Faults faults;
    check_fields(report_parameters(*wanted), parameters, "", faults);
    // Dates are written so that they sort as texts.
    if (wanted->periodic && faults.empty() &&
        plugin::text_at(parameters, period_end) < plugin::text_at(parameters, period_begin))
        faults.push_back({pointer_to("", period_end),
                          "period.order",
                          {"The period ends before it begins.", "期间的截止日早于起始日。"}});
    if (!faults.empty()) throw_bad_parameters(name, faults);
    const Provider* asked = provider_of_report(name);
    const plugin::AskCheck ask = [&](std::string_view other, const plugin::Object& with) {
        return answer(other, with, records, {}, asked, 1);
    };
    std::optional<plugin::ReportModel> model;
    if (asked->plugin != nullptr)
        model = call_plugin(asked->id, [&] { return asked->plugin->report(name, parameters, records, ask); });
    if (!model) refuse_without_record(name, report_parameters(*report(name)), parameters);
    if (!model)
        throw Failure(Category::usage, "no_report", std::string(name),
                      tr("it is not about such a record, or there was none on that day"),
                      tr("Name another record or another day."));
    return std::move(*model);
}

void plugin_failed(std::string_view id, std::string_view what) {
    throw Failure(Category::internal, "plugin_failed", fmt::format(fmt::runtime(tr("plugin {}")), id),
                  fmt::format(fmt::runtime(tr("it failed while running: {}")), what),
                  tr("Nothing was written; report this to whoever made the plugin."));
}

}  // namespace xinbu::host
