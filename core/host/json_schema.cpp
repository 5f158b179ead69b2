// JSON Schema 2020-12 made from a declaration.
#include <algorithm>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::host {

using plugin::Array;
using plugin::Field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Value;

namespace {

constexpr const char* record_id_pattern = "^[a-z][a-z0-9_-]*/.+$";
constexpr const char* sha256_pattern = "^[0-9a-f]{64}$";

Object closed_object(Object properties, Array required) {
    Object schema{{"type", "object"}, {"additionalProperties", false}};
    schema.set("properties", std::move(properties));
    if (!required.empty()) schema.set("required", std::move(required));
    return schema;
}

Object bounded(Object schema, const Field& field, const char* least, const char* most) {
    if (field.minimum != INT64_MIN) schema.set(least, field.minimum);
    schema.set(most, std::min(field.maximum, plugin::largest_amount));
    return schema;
}

Object text_schema(const Field& field) {
    return {{"type", "string"}, {"minLength", 1}, {"maxLength", static_cast<std::int64_t>(field.max_length)}};
}

Object schema_of_field(const Field& field);

Object schema_of_fields(const std::vector<Field>& fields) {
    Object properties;
    Array required;
    for (const Field& field : fields) {
        properties.set(field.id, schema_of_field(field));
        if (field.required) required.emplace_back(field.id);
    }
    return closed_object(std::move(properties), std::move(required));
}

Object choice_schema(const Field& field) {
    Array ids;
    for (const plugin::Choice& choice : field.choices) ids.emplace_back(choice.id);
    return {{"type", "string"}, {"enum", std::move(ids)}};
}

Object reference_schema(const Field& field) {
    const std::string pattern = field.target.empty() ? record_id_pattern : "^" + field.target + "/.+$";
    return {{"type", "string"}, {"pattern", pattern}};
}

Object list_schema(const Field& field) {
    Object schema{{"type", "array"}};
    schema.set("items", schema_of_field(field.items.front()));
    if (field.minimum > 0) schema.set("minItems", field.minimum);
    if (field.maximum < plugin::largest_amount) schema.set("maxItems", field.maximum);
    return schema;
}

Object money_schema() {
    return closed_object(
        {{"amount", Object{{"type", "integer"}, {"minimum", 0}, {"maximum", plugin::largest_amount}}},
         {"currency", Object{{"type", "string"}, {"pattern", "^[A-Z]{3}$"}}}},
        {"amount", "currency"});
}

Object party_schema(const Field& field) {
    return closed_object({{"identifier", Object{{"type", "string"}}}, {"name", text_schema(field)}},
                         {"name"});
}

Object bare_schema(const Field& field) {
    switch (field.kind) {
        case FieldKind::text:
        case FieldKind::paragraph:
            return text_schema(field);
        case FieldKind::date:
            return {{"type", "string"}, {"format", "date"}};
        case FieldKind::money:
            return money_schema();
        case FieldKind::integer:
        case FieldKind::basis_points:
            return bounded({{"type", "integer"}}, field, "minimum", "maximum");
        case FieldKind::boolean:
            return {{"type", "boolean"}};
        case FieldKind::choice:
            return choice_schema(field);
        case FieldKind::identifier:
            return {{"type", "string"}, {"minLength", 1}, {"$comment", field.scheme}};
        case FieldKind::reference:
            return reference_schema(field);
        case FieldKind::party:
            return party_schema(field);
        case FieldKind::sha256:
            return {{"type", "string"}, {"pattern", sha256_pattern}};
        case FieldKind::list:
            return list_schema(field);
        case FieldKind::group:
            return schema_of_fields(field.items);
    }
    return {};
}

Object schema_of_field(const Field& field) {
    Object schema = bare_schema(field);
    if (!shown(field.label).empty()) schema.set("title", shown(field.label));
    if (!field.help.en.empty() || !field.help.zh.empty()) schema.set("description", shown(field.help));
    return schema;
}

Object attachments_schema() {
    Object attachment = closed_object({{"bytes", Object{{"type", "integer"}, {"minimum", 0}}},
                                       {"media", Object{{"type", "string"}, {"minLength", 1}}},
                                       {"name", Object{{"type", "string"}, {"minLength", 1}}},
                                       {"sha256", Object{{"type", "string"}, {"pattern", sha256_pattern}}}},
                                      {"bytes", "media", "name", "sha256"});
    return {{"type", "array"}, {"items", std::move(attachment)}};
}

}  // namespace

std::optional<Value> Catalogue::schema_of(std::string_view type) const {
    const plugin::EntryType* declared = entry_type(type);
    if (declared == nullptr) return std::nullopt;
    Object properties{{"type", Object{{"const", declared->type}}},
                      {"record", Object{{"type", "string"}, {"pattern", "^" + declared->record + "/.+$"}}},
                      {"effective", Object{{"type", "string"}, {"format", "date"}}},
                      {"data", schema_of_fields(declared->fields)},
                      {"attachments", attachments_schema()}};
    Object schema = closed_object(std::move(properties), {"type", "effective", "data"});
    schema.set("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.set("title", shown(declared->label));
    return Value(std::move(schema));
}

}  // namespace xinbu::host
