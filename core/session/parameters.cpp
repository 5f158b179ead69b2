#include "parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "xinbu/base/i18n.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

using plugin::FieldKind;
using plugin::Value;

namespace {

Value parameter_value(const plugin::Field& field, const std::string& text) {
    if (field.kind == FieldKind::integer || field.kind == FieldKind::basis_points) {
        std::int64_t number = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        if (error == std::errc{} && stop == end) return number;
    }
    if (field.kind == FieldKind::boolean) {
        if (text == "true") return true;
        if (text == "false") return false;
    }
    if (field.kind == FieldKind::list) {  // one element each time, or several with commas between
        plugin::Array elements;
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t comma = std::min(text.find(',', at), text.size());
            if (comma > at) elements.emplace_back(text.substr(at, comma - at));
            at = comma + 1;
        }
        return elements;
    }
    return text;  // what does not fit its kind is named by the check of the parameters
}

/// Whether the registry knows of it: a record of its own, or at least one that refers to it (an owner whom
/// nobody recorded is still an owner).
bool is_known(records::Store& store, const std::string& id) {
    const std::optional<records::StoredRecord> stored = store.find(id);
    if (stored && !records::is_undone(stored->record)) return true;
    return std::ranges::any_of(store.catalogue().record_types(), [&](const auto& declared) {
        return !store.referring_to(id, declared.type->kind).empty();
    });
}

/// A question about a record that is not there would be answered, and the answer would look like one.
void require_known(records::Store& store, const std::string& name, const std::vector<plugin::Field>& fields,
                   const plugin::Object& parameters) {
    Error error{Category::invalid,
                "unknown_record",
                name,
                tr("it is asked about a record that is not there"),
                tr("`xinbu search` and `xinbu list` find records."),
                {}};
    for (const plugin::Field& field : fields) {
        const std::string id(plugin::text_at(parameters, field.id));
        if (field.kind != FieldKind::reference || !host::is_record_id(id) || is_known(store, id)) continue;
        error.details.push_back(
            {"", 0, host::pointer_to("", field.id), "reference.unknown",
             fmt::format(fmt::runtime(tr("there is no such record: {}")), readers::printable(id))});
    }
    if (!error.details.empty()) throw Failure(std::move(error));
}

/// Organisations are named by their credit codes (GB 32100-2015), in records and wherever else they stand.
constexpr std::string_view organisation_kind = "organisation";

/// A record id as it is; a credit code as the organisation's; a name as the one record that bears it.
std::string record_meant(records::Store& store, const std::string& question, const plugin::Field& field,
                         const std::string& text) {
    if (host::is_record_id(text)) return text;
    const bool can_be_organisation = field.target.empty() || field.target == organisation_kind;
    if (can_be_organisation && !plugin::uscc_fault(text)) return std::string(organisation_kind) + "/" + text;
    std::vector<std::string> found;
    for (const auto& [type, provider] : store.catalogue().record_types()) {
        if (!field.target.empty() && type->kind != field.target) continue;
        if (!type->title.empty())
            if (std::optional<std::string> id = store.record_with(type->kind, type->title, text))
                found.push_back(*std::move(id));
    }
    if (found.size() == 1) return found.front();
    const std::string shown = readers::printable(text, 60);
    throw Failure(
        {Category::invalid,
         "no_record_id",
         question,
         tr("its parameters break a rule"),
         fmt::format(fmt::runtime(tr("Give an id, such as organisation/91320100MA0000023K; `xinbu search {}` "
                                     "and `xinbu list` show them in their first column.")),
                     shown),
         {{"", 0, host::pointer_to("", field.id), "reference.invalid",
           fmt::format(
               fmt::runtime(found.empty() ? tr("“{}” is neither the id of a record nor the name of just one")
                                          : tr("several records bear the name “{}”")),
               shown)}}});
}

/// A span that ends before it begins holds nothing, and nothing would look like an answer.
void refuse_reversed(const plugin::Object& parameters) {
    const auto from = plugin::Date::parse(plugin::text_at(parameters, "from"));
    const auto to = plugin::Date::parse(plugin::text_at(parameters, "to"));
    if (from && to && *to < *from)
        throw Failure(Category::usage, "bad_span", "--param",
                      fmt::format(fmt::runtime(tr("the span ends before it begins: from {} to {}")),
                                  from->text(), to->text()));
}

}  // namespace

plugin::Object typed_parameters(records::Store& store, Persons& persons, const std::string& name,
                                const std::vector<plugin::Field>& fields,
                                const std::vector<Condition>& given) {
    plugin::Object values;
    for (const Condition& one : given) {
        const auto field = std::ranges::find(fields, one.field, &plugin::Field::id);
        Value value = field != fields.end() ? parameter_value(*field, one.value) : Value(one.value);
        host::normalise_texts(value);
        const bool is_number = value.text() != nullptr && !host::identity_of(*value.text()).empty();
        if (field != fields.end() && field->kind == FieldKind::reference && !is_number)
            value = record_meant(store, name, *field, *value.text());
        if (is_number)
            if (const std::vector<std::string> known = persons.find(*value.text()); !known.empty())
                value = "person/" + known.front();
        if (plugin::Value* before = values.find(one.field);
            before != nullptr && before->array() != nullptr && value.array() != nullptr) {
            for (Value& element : *value.array()) before->array()->push_back(std::move(element));
            continue;
        }
        if (!values.insert(one.field, std::move(value)))
            throw Failure(Category::usage, "usage", one.field, tr("the parameter was given twice"));
    }
    refuse_reversed(values);
    require_known(store, name, fields, values);
    return values;
}

}  // namespace xinbu::session
