// Whether a plugin's declaration is sound: found out once, when it is loaded, and all faults at once.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core_types.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::host {

using plugin::Field;
using plugin::FieldKind;

namespace {

/// An entry has room for 16 levels; some are the entry's and the data's own.
constexpr int deepest_field = 12;
constexpr std::size_t longest_key = 200;
constexpr std::string_view mapped_format = "csv";  // the import that takes a map is the host's

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

/// Lower-case letters, digits and `extra`, beginning with a letter.
bool is_word(std::string_view text, std::string_view extra) {
    return !text.empty() && is_lower(text.front()) && std::ranges::all_of(text, [&](char c) {
        return is_lower(c) || plugin::is_digit(c) || extra.find(c) != std::string_view::npos;
    });
}

bool is_dotted(std::string_view name, std::size_t fewest) {
    std::size_t parts = 0;
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t dot = std::min(name.find('.', at), name.size());
        if (!is_word(name.substr(at, dot - at), "_")) return false;
        ++parts;
        at = dot + 1;
    }
    return parts >= fewest;
}

/// Collects what is wrong in one declaration.
class Examination {
public:
    Examination(std::string_view id, const plugin::Declaration& declaration,
                const std::deque<Provider>& known)
        : id_(id), declaration_(declaration), known_(known) {}

    std::vector<std::string> faults() {
        if (!is_word(id_, "_")) complain(id_, tr("is no name of a plugin"));
        for (const plugin::RecordType& type : declaration_.records) kinds_.insert(type.kind);
        for (const plugin::RecordType& type : declaration_.records) examine(type);
        for (const plugin::EntryType& type : declaration_.entries) examine(type);
        for (const plugin::Check& check : declaration_.checks) examine(check);
        for (const plugin::Adapter& adapter : declaration_.adapters) examine(adapter);
        for (const plugin::Report& report : declaration_.reports) examine(report);
        examine_overlays();
        return std::move(faults_);
    }

private:
    void complain(std::string_view where, std::string_view what) {
        faults_.push_back(fmt::format(fmt::runtime(tr("{} {}.")), readers::printable(where), what));
    }

    void examine_label(std::string_view where, const plugin::Text& label) {
        if (label.en.empty() || label.zh.empty()) complain(where, tr("lacks a label in English or Chinese"));
    }

    /// Complains where the name is taken; `list` and `name` say where other providers keep theirs.
    template <class T>
    void examine_name(std::string_view name, std::vector<T> plugin::Declaration::*list,
                      std::string T::*member, std::set<std::string, std::less<>>& own) {
        if (!own.emplace(name).second) complain(name, tr("is declared twice"));
        for (const Provider& provider : known_)
            for (const T& other : provider.declaration.*list)
                if (other.*member == name)
                    complain(name, fmt::format(fmt::runtime(tr("is already declared by {}")), provider.id));
    }

    bool is_known_kind(std::string_view kind) const {
        if (kinds_.contains(kind)) return true;
        return std::ranges::any_of(known_, [&](const Provider& provider) {
            return std::ranges::find(provider.declaration.records, kind, &plugin::RecordType::kind) !=
                   provider.declaration.records.end();
        });
    }

    const plugin::RecordType* own_record(std::string_view kind) const {
        const auto found = std::ranges::find(declaration_.records, kind, &plugin::RecordType::kind);
        return found != declaration_.records.end() ? &*found : nullptr;
    }

    void examine(const plugin::RecordType& type) {
        if (!is_word(type.kind, "-_"))
            complain(type.kind, tr("is no record kind: lower-case letters, digits, - and _"));
        examine_name(type.kind, &plugin::Declaration::records, &plugin::RecordType::kind, record_names_);
        examine_label(type.kind, type.label);
        examine_label(type.kind, type.plural);
        examine_fields(type.kind, type.fields, 1);
        examine_persons(type.kind, type.fields, type.fields);
        const auto title = std::ranges::find(type.fields, type.title, &Field::id);
        if (!type.title.empty() && title == type.fields.end())
            complain(type.kind, fmt::format(fmt::runtime(tr("has the title {}, which is none of its fields")),
                                            type.title));
        std::set<std::string_view> states;
        for (const plugin::State& state : type.states) {
            const std::string where = type.kind + " " + state.id;
            if (state.id.empty() || !states.insert(state.id).second)
                complain(where, tr("is a state without a name or declared twice"));
            examine_label(where, state.label);
        }
        examine_page(type);
        examine_day(type, type.life_begin);
        examine_day(type, type.life_end);
    }

    /// The report that shows one record of a type takes that record.
    void examine_page(const plugin::RecordType& type) {
        if (type.page.empty()) return;
        const auto page = std::ranges::find(declaration_.reports, type.page, &plugin::Report::name);
        if (page == declaration_.reports.end()) {
            complain(type.kind,
                     fmt::format(fmt::runtime(tr("is shown by {}, which is no report of this plugin")),
                                 type.page));
            return;
        }
        const bool takes_it =
            !page->parameters.empty() && page->parameters.front().kind == FieldKind::reference &&
            (page->parameters.front().target == type.kind || page->parameters.front().target.empty());
        if (!takes_it)
            complain(type.kind,
                     fmt::format(fmt::runtime(tr("is shown by {}, whose first parameter is no such record")),
                                 type.page));
    }

    void examine_day(const plugin::RecordType& type, const std::string& id) {
        if (id.empty()) return;
        const auto field = std::ranges::find(type.fields, id, &Field::id);
        if (field == type.fields.end() || field->kind != FieldKind::date)
            complain(type.kind,
                     fmt::format(fmt::runtime(tr("lives from or until {}, which is none of its dates")), id));
    }

    void examine(const plugin::EntryType& type) {
        if (!is_dotted(type.type, 3)) complain(type.type, tr("is no entry type: plugin.thing.happened"));
        examine_name(type.type, &plugin::Declaration::entries, &plugin::EntryType::type, entry_names_);
        examine_label(type.type, type.label);
        examine_fields(type.type, type.fields, 1);
        examine_persons(type.type, type.fields, type.fields);
        if (type.signers.empty() && id_ != core_id) complain(type.type, tr("may be signed by no role"));
        const plugin::RecordType* record = own_record(type.record);
        if (record == nullptr) {
            complain(type.type,
                     fmt::format(
                         fmt::runtime(tr("is about records of kind {}, which this plugin does not declare")),
                         type.record));
            return;
        }
        const auto examine_state = [&](const std::string& state) {
            if (std::ranges::find(record->states, state, &plugin::State::id) == record->states.end())
                complain(
                    type.type,
                    fmt::format(fmt::runtime(tr("names the state {}, which its record type does not have")),
                                state));
        };
        std::ranges::for_each(type.from, examine_state);
        if (!type.to.empty()) examine_state(type.to);
    }

    void examine(const plugin::Check& check) {
        if (!is_dotted(check.name, 2)) complain(check.name, tr("is no name of a check: plugin.question"));
        examine_name(check.name, &plugin::Declaration::checks, &plugin::Check::name, check_names_);
        examine_label(check.name, check.label);
        examine_fields(check.name, check.parameters, 1);
    }

    void examine(const plugin::Adapter& adapter) {
        if (!is_word(adapter.name, "-") || adapter.name == mapped_format)
            complain(adapter.name, tr("is no name of an import: lower-case letters, digits and -"));
        examine_name(adapter.name, &plugin::Declaration::adapters, &plugin::Adapter::name, adapter_names_);
        examine_label(adapter.name, adapter.label);
        if (adapter.format == plugin::SourceFormat::xml && adapter.elements.empty())
            complain(adapter.name, tr("reads XML and names no element"));
    }

    void examine(const plugin::Report& report) {
        if (!is_dotted(report.name, 2)) complain(report.name, tr("is no name of a report: plugin.subject"));
        examine_name(report.name, &plugin::Declaration::reports, &plugin::Report::name, report_names_);
        examine_label(report.name, report.label);
        examine_fields(report.name, report.parameters, 1);
        if (!report.periodic) return;
        for (const Field& field : report.parameters)
            if (field.id == period_begin || field.id == period_end)
                complain(report.name + " " + field.id, tr("is a name that its period takes"));
    }

    void examine_overlays() {
        std::set<std::string_view> ids;
        for (const plugin::Overlay& overlay : declaration_.overlays) {
            const std::string where = std::string(id_) + " " + overlay.id;
            if (overlay.id.empty() || !ids.insert(overlay.id).second)
                complain(where, tr("is an overlay without a name or declared twice"));
            examine_label(where, overlay.label);
        }
    }

    void examine_fields(const std::string& where, const std::vector<Field>& fields, int depth) {
        std::set<std::string_view> ids;
        for (const Field& field : fields) {
            const std::string place = where + " " + field.id;
            if (!is_word(field.id, "_"))
                complain(place, tr("is no name of a field: lower-case letters, digits and _"));
            if (!ids.insert(field.id).second) complain(place, tr("is declared twice"));
            examine_label(place, field.label);
            examine_field(place, field, depth);
        }
    }

    /// What is about a person says about which: a party that stands in the same entry.
    void examine_persons(const std::string& where, const std::vector<Field>& fields,
                         const std::vector<Field>& entry) {
        for (const Field& field : fields) {
            examine_persons(where, field.items, entry);
            if (field.person.empty()) continue;
            const auto party = std::ranges::find(entry, field.person, &Field::id);
            const bool is_text = field.kind == FieldKind::text || field.kind == FieldKind::paragraph;
            if (!is_text || party == entry.end() || party->kind != FieldKind::party)
                complain(
                    where + " " + field.id,
                    fmt::format(fmt::runtime(tr("is no text about a person, or {} is no party beside it")),
                                field.person));
        }
    }

    void examine_field(const std::string& place, const Field& field, int depth) {
        if (depth > deepest_field) {
            complain(place, tr("is nested too deep"));
            return;
        }
        if (field.minimum > field.maximum || field.max_length == 0) complain(place, tr("allows no value"));
        const bool has_items = field.kind == FieldKind::list || field.kind == FieldKind::group;
        if (!has_items && !field.items.empty())
            complain(place, tr("has fields inside and is no list or group"));
        switch (field.kind) {
            case FieldKind::choice:
                examine_choices(place, field);
                break;
            case FieldKind::identifier:
                if (!plugin::is_identifier_scheme(field.scheme))
                    complain(place, fmt::format(fmt::runtime(tr("has the unknown scheme {}")), field.scheme));
                break;
            case FieldKind::reference:
                if (!field.target.empty() && !is_known_kind(field.target))
                    complain(
                        place,
                        fmt::format(fmt::runtime(tr("refers to records of kind {}, which nothing declares")),
                                    field.target));
                break;
            case FieldKind::list:
                if (field.items.size() != 1) {
                    complain(place, tr("is a list and does not say of what"));
                } else {
                    examine_field(place, field.items.front(), depth + 1);
                }
                break;
            case FieldKind::group:
                if (field.items.empty()) complain(place, tr("is a group without fields"));
                examine_fields(place, field.items, depth + 1);
                break;
            default:
                break;
        }
    }

    void examine_choices(const std::string& place, const Field& field) {
        if (field.choices.empty()) complain(place, tr("offers no choice"));
        std::set<std::string_view> ids;
        for (const plugin::Choice& choice : field.choices) {
            if (choice.id.empty() || !ids.insert(choice.id).second)
                complain(place + " " + choice.id, tr("is a choice without a name or declared twice"));
            examine_label(place + " " + choice.id, choice.label);
        }
    }

    std::string_view id_;
    const plugin::Declaration& declaration_;
    const std::deque<Provider>& known_;
    std::set<std::string, std::less<>> kinds_, record_names_, entry_names_, check_names_, adapter_names_,
        report_names_;
    std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> declaration_faults(std::string_view id, const plugin::Declaration& declaration,
                                            const std::deque<Provider>& known) {
    return Examination(id, declaration, known).faults();
}

std::string_view kind_of(std::string_view record) {
    const std::size_t slash = record.find('/');
    return slash == std::string_view::npos ? std::string_view() : record.substr(0, slash);
}

bool is_record_id(std::string_view record) {
    const std::string_view kind = kind_of(record);
    if (!is_word(kind, "-_")) return false;
    const std::string_view key = record.substr(kind.size() + 1);
    if (key.empty() || readers::trim(key) != key || readers::name_fault(key)) return false;
    return readers::code_points(key) <= longest_key && readers::is_nfc(key);
}

}  // namespace xinbu::host
