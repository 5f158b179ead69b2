#include "fields.hpp"

#include <algorithm>
#include <set>

namespace xinbu::records {

using plugin::Field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Value;

namespace {

void add_line(std::string& text, std::string_view line) {
    if (line.empty()) return;
    text += line;
    text += '\n';
}

void collect_text(const Value& value, std::string& text) {
    if (value.text() != nullptr) {
        add_line(text, *value.text());
    } else if (const plugin::Array* elements = value.array()) {
        for (const Value& element : *elements) collect_text(element, text);
    } else if (const Object* members = value.object()) {
        for (const plugin::Member& member : *members) collect_text(member.value, text);
    }
}

void collect_references(const Field& field, const Value& value, std::set<std::string>& found) {
    switch (field.kind) {
        case FieldKind::reference:
            if (value.text() != nullptr && !value.text()->empty()) found.insert(*value.text());
            break;
        case FieldKind::party:
            if (const Object* party = value.object()) {
                const std::string_view identifier = plugin::text_at(*party, "identifier");
                if (!identifier.empty()) found.insert("organisation/" + std::string(identifier));
            }
            break;
        case FieldKind::list:
            if (value.array() != nullptr && !field.items.empty())
                for (const Value& element : *value.array())
                    collect_references(field.items.front(), element, found);
            break;
        case FieldKind::group:
            if (value.object() != nullptr)
                for (const Field& member : field.items)
                    if (const Value* inner = value.at(member.id)) collect_references(member, *inner, found);
            break;
        default:
            break;
    }
}

}  // namespace

std::string searched_text(const std::vector<Field>& fields, const Object& values) {
    std::string text;
    for (const Field& field : fields)
        if (field.searched)
            if (const Value* value = values.find(field.id)) collect_text(*value, text);
    return text;
}

std::vector<std::string> references_in(const std::vector<Field>& fields, const Object& values) {
    std::set<std::string> found;
    for (const Field& field : fields)
        if (const Value* value = values.find(field.id)) collect_references(field, *value, found);
    return {found.begin(), found.end()};
}

std::string cell_text(const Value& value) {
    if (value.text() != nullptr) return *value.text();
    if (value.integer() != nullptr) return std::to_string(*value.integer());
    if (value.boolean() != nullptr) return *value.boolean() ? "true" : "false";
    if (const plugin::Array* elements = value.array()) {
        std::string text;
        for (const Value& element : *elements) {
            if (!text.empty()) text += ", ";
            text += cell_text(element);
        }
        return text;
    }
    if (const Object* members = value.object()) {
        if (members->contains("name")) return std::string(plugin::text_at(*members, "name"));
        if (const std::int64_t* amount = plugin::integer_at(*members, "amount"))
            return std::to_string(*amount) + " " + std::string(plugin::text_at(*members, "currency"));
    }
    return {};
}

std::optional<std::int64_t> number_of(const Field& field, const Value& value) {
    const std::int64_t* number = nullptr;
    if (field.kind == FieldKind::money) {
        if (value.object() != nullptr) number = plugin::integer_at(*value.object(), "amount");
    } else if (field.kind == FieldKind::integer || field.kind == FieldKind::basis_points) {
        number = value.integer();
    } else if (field.kind == FieldKind::boolean) {
        return value.boolean() != nullptr && *value.boolean() ? 1 : 0;
    }
    return number != nullptr ? std::optional(*number) : std::nullopt;
}

std::string filter_text(const Field& field, const Value& value) {
    if (field.kind == FieldKind::boolean) return cell_text(value);
    const auto number = number_of(field, value);
    return number ? std::to_string(*number) : cell_text(value);
}

void bind_cell(storage::Statement& statement, int parameter, const Field& field, const Value* value) {
    if (value == nullptr || value->is_null()) {
        statement.bind(parameter, nullptr);
        return;
    }
    const bool numeric = field.kind == FieldKind::money || field.kind == FieldKind::integer ||
                         field.kind == FieldKind::basis_points || field.kind == FieldKind::boolean;
    if (const auto number = number_of(field, *value)) {
        statement.bind(parameter, *number);
    } else if (numeric) {
        statement.bind(parameter, nullptr);
    } else {
        statement.bind(parameter, std::string_view(cell_text(*value)));
    }
}

}  // namespace xinbu::records
