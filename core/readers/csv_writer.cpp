#include "csv_cells.hpp"
#include "xinbu/readers/csv.hpp"

namespace xinbu::readers {

bool needs_spreadsheet_guard(std::string_view cell) {
    const std::size_t at = cell.find_first_not_of('\'');
    return at != std::string_view::npos &&
           std::string_view("=+-@\t\r").find(cell[at]) != std::string_view::npos;
}

void append_csv_row(std::string& out, std::span<const std::string> cells, CsvProfile profile,
                    char separator) {
    const std::string quoted_for = std::string("\"\r\n") + separator;
    bool first = true;
    for (const std::string& cell : cells) {
        if (!first) out += separator;
        first = false;
        const bool guard = profile == CsvProfile::spreadsheet && needs_spreadsheet_guard(cell);
        const bool outer_blank = !cell.empty() && (cell.front() == ' ' || cell.front() == '\t' ||
                                                   cell.back() == ' ' || cell.back() == '\t');
        // A row of one empty cell would be a blank line, which readers pass over.
        const bool lone = cell.empty() && cells.size() == 1;
        const bool quoted = lone || outer_blank || cell.find_first_of(quoted_for) != std::string::npos;
        if (quoted) out += '"';
        if (guard) out += '\'';
        for (const char character : cell) {
            if (character == '"') out += '"';
            out += character;
        }
        if (quoted) out += '"';
    }
    out += "\r\n";
}

}  // namespace xinbu::readers
