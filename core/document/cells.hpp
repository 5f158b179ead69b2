// What all forms of a report share: the words of its cells and of the frame around it. Inside document only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xinbu/document/chart.hpp"
#include "xinbu/document/report.hpp"

namespace xinbu::document {

/// Lines of text, hostile characters made visible; LF stays what it is.
std::string shown_lines(std::string_view text);
std::string shown_lines(const plugin::Text& text);

/// A number as people read it: `currency` is that of money.
std::string quantity_text(std::int64_t value, plugin::Quantity quantity, std::string_view currency);

/// Whether cells of that quantity stand at the right of their column.
bool is_number(plugin::Quantity quantity);

/// What a tone is called, for who cannot see it; empty for neutral.
std::string tone_word(plugin::Tone tone);
/// The sign that stands before a cell of that tone: ✓ ! ✗; empty for neutral.
std::string_view tone_sign(plugin::Tone tone);

/// The cells of a row, as many as there are columns: what is missing is empty.
const plugin::Cell& cell_at(const std::vector<plugin::Cell>& row, std::size_t column);

/// What stands in a table without rows.
std::string when_empty(const plugin::ReportTable& table);

/// The code in a block as it is drawn and read; nothing where it holds none.
struct ShownCode {
    std::string caption, content;
};
std::optional<ShownCode> code_in(const plugin::ReportBlock& block, const plugin::ReportModel& model,
                                 const Frame& frame);

/// The chart in a block; nothing where it holds none.
std::optional<Chart> chart_in(const plugin::ReportBlock& block);
const plugin::Text& title_of(const Chart& chart);

/// Where a report comes from, as labels and values: organisation, day, ledger, size, root, time.
using Provenance = std::vector<std::pair<std::string, std::string>>;
Provenance provenance(const Frame& frame);
/// The sentence that warns of a doubtful state; empty where there is none.
std::string doubt_sentence(const Frame& frame);
/// A source as one line.
std::string source_line(const plugin::ReportSource& source);

/// The instant inside files (RFC 3339 UTC): that of the frame, else the begin of the day of the question.
std::string document_time(const Frame& frame);
/// "Xinbu"
inline constexpr const char* program_name = "Xinbu";

/// Throws Failure `document_failed`.
[[noreturn]] void drawing_failed(std::string_view why);

}  // namespace xinbu::document
