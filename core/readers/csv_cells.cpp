#include "csv_cells.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>

#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::readers {

std::optional<char32_t> forbidden_character(std::string_view text) {
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t c = 0;
        const utf8proc_ssize_t bytes = utf8proc_iterate(at, left, &c);
        const bool c1 = c >= 0x80 && c <= 0x9F;
        const bool noncharacter = (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
        if (c1 || noncharacter || c == 0x2028 || c == 0x2029) return static_cast<char32_t>(c);
        at += bytes;
        left -= bytes;
    }
    return std::nullopt;
}

std::string with_line_feeds(std::string_view text) {
    std::string made;
    made.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r') {
            made += text[at];
        } else if (at + 1 == text.size() || text[at + 1] != '\n') {
            made += '\n';
        }
    }
    return made;
}

namespace {

bool looks_like_formula(std::string_view text) {
    if (text.empty()) return false;
    if (text[0] == '-') return text.size() > 1 && (text[1] < '0' || text[1] > '9');
    return text[0] == '=' || text[0] == '+' || text[0] == '@';
}

}  // namespace

void CsvCells::clear() {
    bytes.clear();
    cells.clear();
    changed_count = 0;
    fault.reset();
}

std::string_view CsvCells::text(const Cell& cell) const {
    if (cell.changed >= 0) return changed[static_cast<std::size_t>(cell.changed)];
    return std::string_view(bytes).substr(cell.begin, cell.end - cell.begin);
}

void CsvCells::change(Cell& cell, std::string text) {
    if (cell.changed < 0) {
        cell.changed = static_cast<int>(changed_count++);
        if (changed.size() < changed_count) changed.emplace_back();
    }
    changed[static_cast<std::size_t>(cell.changed)] = std::move(text);
}

CsvText::CsvText(const CsvOptions& options)
    : named_encoding_(!options.encoding.empty()), exact_(options.exact), guarded_(options.guarded) {
    if (options.encoding == "gb18030") gb18030_.emplace();
}

std::optional<Detail> CsvText::finish(CsvCells& row, const std::vector<std::string>& header,
                                      CsvNotes& notes) {
    for (std::size_t index = 0; index < row.cells.size(); ++index) {
        CsvCells::Cell& cell = row.cells[index];
        if (cell.not_ascii) {
            const std::string column = index < header.size() ? header[index] : std::to_string(index + 1);
            if (std::optional<Detail> fault = decode(row, cell, column)) return fault;
        }
        tidy(row, cell, notes);
    }
    return std::nullopt;
}

namespace {

/// The first bytes; those that are not ASCII by their value.
std::string printable_bytes(std::string_view bytes, std::size_t most) {
    std::string shown;
    for (const char byte : bytes.substr(0, most)) {
        const auto value = static_cast<unsigned char>(byte);
        shown += value < 0x80 ? printable(std::string_view(&byte, 1)) : fmt::format("\\x{:02X}", value);
    }
    return bytes.size() > most ? shown + "…" : shown;
}

}  // namespace

std::optional<Detail> CsvText::decode(CsvCells& row, CsvCells::Cell& cell, const std::string& column) {
    const auto fault = [&](const char* rule, const char* sentence, const std::string& what) {
        return Detail{{}, 0, {}, rule, fmt::format(fmt::runtime(sentence), printable(column, 40), what)};
    };
    if (gb18030_) {
        std::optional<std::string> text = gb18030_->decode(row.text(cell));
        if (!text) {
            return fault("csv.encoding", tr("column `{}` is not GB18030: {}"), printable(row.text(cell), 40));
        }
        row.change(cell, std::move(*text));
    } else if (!is_utf8(row.text(cell))) {
        const char* sentence =
            named_encoding_
                ? tr("column `{}` is not UTF-8: {}")
                : tr("column `{}` is not UTF-8: {} (if the file has another encoding, name it: gb18030)");
        // Some of the bytes may happen to be characters, but not the ones that were meant.
        return fault("csv.encoding", sentence, printable_bytes(row.text(cell), 40));
    }
    if (const std::optional<char32_t> found = forbidden_character(row.text(cell))) {
        return fault("csv.character", tr("column `{}` holds the forbidden character {}"),
                     code_point_name(*found));
    }
    return std::nullopt;
}

void CsvText::tidy(CsvCells& row, CsvCells::Cell& cell, CsvNotes& notes) const {
    if (cell.begin == cell.end) return;
    std::string_view text = row.text(cell);
    bool changed = false;
    if (guarded_ && text.size() > 1 && text[0] == '\'' && needs_spreadsheet_guard(text)) {
        row.change(cell, std::string(text.substr(1)));
        text = row.text(cell);
    }
    if (!exact_) {
        const std::string_view trimmed = trim(text);
        changed = trimmed.size() != text.size();
        if (changed && cell.changed < 0) {
            cell.begin += static_cast<std::size_t>(trimmed.data() - text.data());
            cell.end = cell.begin + trimmed.size();
        } else if (changed) {
            row.change(cell, std::string(trimmed));
        }
        if (cell.not_ascii && !is_nfc(row.text(cell))) {
            row.change(cell, nfc(row.text(cell)));
            changed = true;
        }
        if (cell.line_end && row.text(cell).find('\r') != std::string_view::npos) {
            row.change(cell, with_line_feeds(row.text(cell)));
            changed = true;
        }
        text = row.text(cell);
    }
    if (changed) ++notes.changed_cells;
    if (looks_like_formula(text)) ++notes.formula_cells;
}

}  // namespace xinbu::readers
