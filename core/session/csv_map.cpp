#include "csv_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "xinbu/base/i18n.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/readers/text.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::session {

using plugin::Field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Text;
using plugin::Value;

namespace {

constexpr std::size_t largest_map = 1UL << 20;

/// What is wrong with a cell; caught where the row becomes a draft.
struct CellFault {
    std::string rule;
    Text message;
};

bool is_cell(const Object& object) {
    return object.contains("column");
}
bool is_constant(const Object& object) {
    return object.size() == 1 && object.contains("value");
}

void collect_columns(const Value& node, std::vector<std::string>& columns) {
    if (const Object* object = node.object()) {
        if (is_constant(*object)) return;
        if (is_cell(*object)) {
            const std::string column(plugin::text_at(*object, "column"));
            if (std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
            return;
        }
        for (const plugin::Member& member : *object) collect_columns(member.value, columns);
    } else if (const plugin::Array* elements = node.array()) {
        for (const Value& element : *elements) collect_columns(element, columns);
    }
}

std::string date_text(std::string_view cell) {
    std::string digits;
    std::vector<std::string> parts{""};
    for (const char c : cell) {
        if (c >= '0' && c <= '9') {
            digits += c;
            parts.back() += c;
        } else if (c == '/' || c == '-' || c == '.') {
            parts.emplace_back();
        } else {
            return std::string(cell);
        }
    }
    if (parts.size() == 1 && digits.size() == 8)
        return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
    if (parts.size() == 3 && parts[0].size() == 4 && !parts[1].empty() && !parts[2].empty() &&
        parts[1].size() <= 2 && parts[2].size() <= 2)
        return fmt::format("{}-{:0>2}-{:0>2}", parts[0], parts[1], parts[2]);
    return std::string(cell);
}

struct ShareUnit {
    std::string_view name;
    std::size_t places;  ///< behind the point, so that basis points are whole
};
constexpr std::array<ShareUnit, 3> share_units{{{"percent", 2}, {"fraction", 4}, {"basis_points", 0}}};

/// The digits with the point moved to the right by `places`; nothing where that is no whole number.
std::optional<std::int64_t> whole_after(std::string_view figures, std::size_t places) {
    const std::size_t point = figures.find('.');
    std::string digits(figures.substr(0, point));
    std::string behind(point == std::string_view::npos ? std::string_view() : figures.substr(point + 1));
    if (digits.empty() || (point != std::string_view::npos && behind.empty())) return std::nullopt;
    while (behind.size() > places && behind.back() == '0') behind.pop_back();
    if (behind.size() > places) return std::nullopt;
    behind.resize(places, '0');
    digits += behind;
    std::int64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    const bool is_plain = digits.find_first_not_of("0123456789") == std::string::npos;
    return is_plain && error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

/// A share in basis points. A bare number could mean three things, so it needs a unit.
Value share_of(std::string_view cell, std::string_view unit) {
    std::string_view figures = cell;
    for (const std::string_view sign : {"%", "％"})
        if (figures.ends_with(sign)) {
            figures = readers::trim(figures.substr(0, figures.size() - sign.size()));
            unit = "percent";
        }
    if (unit.empty())
        throw CellFault{
            "share.ambiguous",
            {fmt::format("“{}” could be a percentage, a fraction or basis points: write a percent sign, or "
                         "name the unit in the map",
                         readers::printable(cell)),
             fmt::format("“{}”可能是百分数、小数或基点：请写百分号，或在映射文件中指明单位",
                         readers::printable(cell))}};
    const auto known = std::ranges::find(share_units, unit, &ShareUnit::name);
    const std::optional<std::int64_t> points =
        known != share_units.end() ? whole_after(figures, known->places) : std::nullopt;
    if (!points)
        throw CellFault{
            "share.figures",
            {fmt::format("“{}” is no share in {} of whole basis points (0.01 %)", readers::printable(cell),
                         unit),
             fmt::format("“{}”不是以{}计、精确到基点（0.01%）的比例", readers::printable(cell), unit)}};
    return *points;
}

Value convert(const Field* field, std::string_view cell) {
    if (field == nullptr) return std::string(cell);
    switch (field->kind) {
        case FieldKind::basis_points:
            return share_of(cell, {});
        case FieldKind::integer: {
            std::int64_t number = 0;
            const char* end = cell.data() + cell.size();
            const auto [stop, error] = std::from_chars(cell.data(), end, number);
            if (error != std::errc{} || stop != end)
                throw CellFault{"integer.invalid",
                                {fmt::format("“{}” is no whole number", readers::printable(cell)),
                                 fmt::format("“{}”不是整数", readers::printable(cell))}};
            return number;
        }
        case FieldKind::boolean:
            if (cell == "true" || cell == "1" || cell == "是") return true;
            if (cell == "false" || cell == "0" || cell == "否") return false;
            throw CellFault{"boolean.invalid",
                            {fmt::format("“{}” is neither true nor false", readers::printable(cell)),
                             fmt::format("“{}”不是“是”或“否”", readers::printable(cell))}};
        case FieldKind::date:
            return date_text(cell);
        default:
            return std::string(cell);
    }
}

const Field* field_named(const std::vector<Field>& fields, std::string_view id) {
    const auto at = std::ranges::find(fields, id, &Field::id);
    return at == fields.end() ? nullptr : &*at;
}

/// The value that a template node gives for a row; nothing where its cell is empty.
std::optional<Value> fill(const Value& node, const Field* field, const plugin::CsvRow& row);

std::optional<Value> fill_cell(const Object& node, const Field* field, const plugin::CsvRow& row) {
    const std::string_view column = plugin::text_at(node, "column");
    const std::string_view cell = row.cell(column);
    if (cell.empty()) return std::nullopt;
    if (const std::string_view separator = plugin::text_at(node, "split"); !separator.empty()) {
        plugin::Array parts;
        const Field* element = field != nullptr && !field->items.empty() ? &field->items.front() : nullptr;
        for (std::size_t start = 0; start <= cell.size();) {
            const std::size_t end = std::min(cell.find(separator, start), cell.size());
            if (const std::string_view part = readers::trim(cell.substr(start, end - start)); !part.empty())
                parts.push_back(convert(element, part));
            start = end + separator.size();
        }
        return parts;
    }
    if (const Value* choices = node.find("choices"); choices != nullptr && choices->object() != nullptr) {
        const Value* chosen = choices->object()->find(cell);
        if (chosen == nullptr)
            throw CellFault{
                "map.choice",
                {fmt::format("the map has no translation for “{}” in column {}", readers::printable(cell),
                             column),
                 fmt::format("映射文件没有说明 {} 列中的“{}”", column, readers::printable(cell))}};
        return *chosen;
    }
    if (const std::string_view currency = plugin::text_at(node, "currency"); !currency.empty()) {
        const std::optional<std::int64_t> amount = plugin::parse_figures(cell, currency);
        if (!amount)
            throw CellFault{"money.figures",
                            {fmt::format("“{}” is no amount of {} in plain figures such as 3000000.00",
                                         readers::printable(cell), currency),
                             fmt::format("“{}”不是 {} 金额，应写成 3000000.00 的形式",
                                         readers::printable(cell), currency)}};
        return plugin::value_of({*amount, std::string(currency)});
    }
    if (const std::string_view unit = plugin::text_at(node, "unit"); !unit.empty())
        return share_of(cell, unit);
    return convert(field, cell);
}

std::optional<Value> fill(const Value& node, const Field* field, const plugin::CsvRow& row) {
    if (const plugin::Array* elements = node.array()) {
        plugin::Array filled;
        const Field* element = field != nullptr && !field->items.empty() ? &field->items.front() : nullptr;
        for (const Value& one : *elements)
            if (std::optional<Value> value = fill(one, element, row)) filled.push_back(std::move(*value));
        return filled;
    }
    const Object* object = node.object();
    if (object == nullptr) return node;
    if (is_constant(*object)) return *object->find("value");
    if (is_cell(*object)) return fill_cell(*object, field, row);
    Object filled;
    for (const plugin::Member& member : *object) {
        const Field* inner = field != nullptr ? field_named(field->items, member.name) : nullptr;
        if (std::optional<Value> value = fill(member.value, inner, row))
            filled.set(member.name, std::move(*value));
    }
    return filled;
}

std::string text_of(const Value* node, const plugin::CsvRow& row, bool is_date) {
    if (node == nullptr) return {};
    static const Field date = plugin::field("effective", FieldKind::date, {});
    const std::optional<Value> value = fill(*node, is_date ? &date : nullptr, row);
    return value && value->text() != nullptr ? *value->text() : std::string();
}

}  // namespace

CsvMap::CsvMap(const std::filesystem::path& file, const host::Catalogue& catalogue) {
    const auto bad = [&](std::string why) {
        return Failure(Category::invalid, "bad_map", file.string(), std::move(why),
                       tr("docs/import-csv.md shows how a map is written."));
    };
    const std::optional<Bytes> content = storage::read_file(file, largest_map);
    if (!content)
        throw Failure(Category::usage, "file_missing", file.empty() ? "--map" : file.string(),
                      tr("there is no such file"), tr("The format csv needs --map FILE."));
    const Value parsed = take(json::parse(as_text(*content), json::Profile::document));
    if (parsed.object() == nullptr) throw bad(tr("a map is a JSON object"));
    map_ = *parsed.object();
    for (const plugin::Member& member : map_)
        if (member.name != "type" && member.name != "record" && member.name != "effective" &&
            member.name != "data")
            throw bad(fmt::format(fmt::runtime(tr("“{}” is no member of a map")), member.name));
    type_ = catalogue.entry_type(plugin::text_at(map_, "type"));
    if (type_ == nullptr)
        throw bad(fmt::format(fmt::runtime(tr("no loaded plugin declares the type “{}”")),
                              plugin::text_at(map_, "type")));
    const Value* data = map_.find("data");
    if (data == nullptr || data->object() == nullptr) throw bad(tr("“data” must be an object"));
    for (const plugin::Member& member : *data->object())
        if (field_named(type_->fields, member.name) == nullptr)
            throw bad(fmt::format(fmt::runtime(tr("{} has no field “{}”")), type_->type, member.name));
    if (!map_.contains("effective"))
        throw bad(tr("“effective” must say which column holds the business date"));
    collect_columns(Value(map_), columns_);
    if (columns_.empty()) throw bad(tr("it names no column"));
}

void CsvMap::apply(const plugin::CsvRow& row, plugin::ImportSink& sink) const {
    try {
        plugin::Draft draft;
        draft.type = type_->type;
        draft.record = text_of(map_.find("record"), row, false);
        draft.effective = text_of(map_.find("effective"), row, true);
        for (const plugin::Member& member : *map_.find("data")->object())
            if (std::optional<Value> value = fill(member.value, field_named(type_->fields, member.name), row))
                draft.data.set(member.name, std::move(*value));
        sink.draft(std::move(draft));
    } catch (const CellFault& fault) {
        sink.reject(fault.rule, fault.message);
    }
}

}  // namespace xinbu::session
