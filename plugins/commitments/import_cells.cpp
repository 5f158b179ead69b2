#include "import_cells.hpp"

#include <algorithm>

#include "people.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

std::string Cells::operator[](std::string_view member) const {
    return without_citizen_ids(raw(member));
}

std::string Cells::code(std::string_view member) const {
    // What stands in it with signs between, and what it becomes when its blanks are taken out.
    return without_citizen_ids(plugin::canonical_uscc(without_citizen_ids(raw(member))));
}

std::string_view Cells::raw(std::string_view member) const {
    const auto column = std::ranges::find(columns_, member, &Column::member);
    return column != columns_.end() ? of(*column) : std::string_view();
}

std::string_view Cells::missing() const {
    for (const Column& column : columns_)
        if (column.needed && of(column).empty()) return column.names.front();
    return {};
}

std::string_view Cells::of(const Column& column) const {
    for (const std::string_view name : column.names)
        if (const std::string_view found = row_.cell(name); !found.empty()) return found;
    return {};
}

bool is_refused(const Cells& cells, plugin::ImportSink& sink) {
    const std::string column(cells.missing());
    if (column.empty()) return false;
    sink.reject("commitments.import.missing",
                {"The cell “" + column + "” is missing or empty.", "缺少“" + column + "”或该单元格为空。"});
    return true;
}

plugin::Object party_of(const Cells& cells, std::string_view name, std::string_view identifier) {
    return {{"name", cells[name]}, {"identifier", cells.code(identifier)}};
}

}  // namespace xinbu::commitments
