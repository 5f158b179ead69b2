#include "fields.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "xinbu/ledger/sealed.hpp"

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

/// Under whose key a value stands sealed; empty where it does not. This pseudonym is all that is stored of
/// whom it is about.
std::string pseudonym(const Value& value) {
    const auto sealed = ledger::is_sealed(value) ? ledger::sealed_value(value) : std::nullopt;
    return sealed ? sealed->key : std::string();
}

void collect_text(const Value& value, std::string& text) {
    if (ledger::is_sealed(value)) {
        add_line(text, pseudonym(value));
    } else if (value.text() != nullptr) {
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
                if (const Value* sealed = party->find("identifier"))
                    if (const std::string person = pseudonym(*sealed); !person.empty())
                        found.insert("person/" + person);
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

std::vector<std::string> references_in(const std::vector<Field>& fields, const Object& values) {
    std::set<std::string> found;
    for (const Field& field : fields)
        if (const Value* value = values.find(field.id)) collect_references(field, *value, found);
    return {found.begin(), found.end()};
}

/// A value as one line of text, for a cell that sorts and filters as text.
std::string cell_text(const Value& value) {
    if (ledger::is_sealed(value)) return pseudonym(value);
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
        if (const Value* name = members->find("name")) return cell_text(*name);
        if (const std::int64_t* amount = plugin::integer_at(*members, "amount"))
            return std::to_string(*amount) + " " + std::string(plugin::text_at(*members, "currency"));
    }
    return {};
}

/// The number that a value is sorted by; nothing where its field sorts as text.
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

std::int64_t days_of(plugin::Date date) {
    return date.days().time_since_epoch().count();
}

bool is_numeric(FieldKind kind) {
    return kind == FieldKind::money || kind == FieldKind::integer || kind == FieldKind::basis_points ||
           kind == FieldKind::boolean;
}

/// A text as a cell of the field's column holds it.
Cell cell_of_text(const Field& field, std::string text) {
    if (field.kind == FieldKind::date)
        if (const auto day = plugin::Date::parse(text)) return days_of(*day);
    if (field.kind == FieldKind::choice) {
        const auto at = std::ranges::find(field.choices, text, &plugin::Choice::id);
        if (at != field.choices.end()) return at - field.choices.begin();
    }
    return text;
}

}  // namespace

std::int64_t day_number(std::string_view date) {
    const auto day = plugin::Date::parse(date);
    return day ? days_of(*day) : INT64_MIN;
}
std::int64_t day_number(plugin::Date date) {
    return days_of(date);
}

Cell cell_of(const Field& field, const Value* value) {
    if (value == nullptr || value->is_null()) return {};
    if (const auto number = number_of(field, *value)) return *number;
    if (is_numeric(field.kind)) return {};
    return cell_of_text(field, cell_text(*value));
}

Cell status_cell(const plugin::RecordType& type, std::string_view status) {
    const auto at = std::ranges::find(type.states, status, &plugin::State::id);
    if (at == type.states.end()) return std::string(status);
    return at - type.states.begin();
}

bool is_empty(const Cell& cell) {
    const std::string* text = std::get_if<std::string>(&cell);
    return std::holds_alternative<std::monostate>(cell) || (text != nullptr && text->empty());
}

Cell sought_cell(const Field& field, std::string_view text) {
    if (field.kind == FieldKind::boolean) return text == "true" || text == "1" ? 1 : 0;
    if (is_numeric(field.kind)) {
        std::int64_t number = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        if (error == std::errc{} && stop == end) return number;
    }
    return cell_of_text(field, std::string(text));
}

void bind(storage::Statement& statement, int parameter, const Cell& cell) {
    if (const std::int64_t* number = std::get_if<std::int64_t>(&cell)) {
        statement.bind(parameter, *number);
    } else if (const std::string* text = std::get_if<std::string>(&cell)) {
        statement.bind(parameter, std::string_view(*text));
    } else {
        statement.bind(parameter, nullptr);
    }
}

bool holds(const storage::Statement& row, int column, const Cell& cell) {
    if (const std::int64_t* number = std::get_if<std::int64_t>(&cell))
        return row.is_integer(column) && row.integer(column) == *number;
    if (const std::string* text = std::get_if<std::string>(&cell))
        return row.is_text(column) && row.text(column) == *text;
    return row.is_null(column);
}

std::string key_of(std::string_view id) {
    const std::size_t slash = id.find('/');
    return std::string(slash == std::string_view::npos ? id : id.substr(slash + 1));
}

Derived derive(const plugin::RecordType* type, const plugin::Record& record) {
    Derived derived;
    derived.text = key_of(record.id) + "\n";
    if (type == nullptr) return derived;
    derived.cells.push_back(status_cell(*type, record.status));
    for (const Field& field : type->fields) {
        const Value* value = record.fields.find(field.id);
        if (field.column) derived.cells.push_back(cell_of(field, value));
        if (field.searched && value != nullptr) collect_text(*value, derived.text);
    }
    derived.references = references_in(type->fields, record.fields);
    return derived;
}

}  // namespace xinbu::records
