#include "parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "xinbu/base/i18n.hpp"
#include "xinbu/host/draft.hpp"
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

}  // namespace

plugin::Object typed_parameters(records::Store& store, Persons& persons, const std::string& name,
                                const std::vector<plugin::Field>& fields,
                                const std::vector<Condition>& given) {
    plugin::Object values;
    for (const Condition& one : given) {
        const auto field = std::ranges::find(fields, one.field, &plugin::Field::id);
        Value value = field != fields.end() ? parameter_value(*field, one.value) : Value(one.value);
        host::normalise_texts(value);
        if (value.text() != nullptr && !host::identity_of(*value.text()).empty())
            if (const std::vector<std::string> known = persons.find(*value.text()); !known.empty())
                value = "person/" + known.front();
        if (!values.insert(one.field, std::move(value)))
            throw Failure(Category::usage, "usage", one.field, tr("the parameter was given twice"));
    }
    require_known(store, name, fields, values);
    return values;
}

}  // namespace xinbu::session
