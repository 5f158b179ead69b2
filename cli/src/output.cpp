// Tables for people and JSON for programs.
#include <fmt/format.h>

#include <algorithm>
#include <cwchar>
#include <ostream>

#include "context.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::cli {

namespace {

/// Columns of a terminal that a text takes: two for most Chinese characters. Needs a UTF-8 locale, which
/// set_language sets.
std::size_t display_width(const std::string& text) {
    std::size_t width = 0;
    std::mbstate_t state{};
    const char* at = text.data();
    const char* end = at + text.size();
    while (at < end) {
        wchar_t character = 0;
        const std::size_t bytes = std::mbrtowc(&character, at, static_cast<std::size_t>(end - at), &state);
        if (bytes == 0 || bytes > static_cast<std::size_t>(end - at))
            return width + static_cast<std::size_t>(end - at);
        const int columns = wcwidth(character);
        width += columns > 0 ? static_cast<std::size_t>(columns) : 0;
        at += bytes;
    }
    return width;
}

}  // namespace

void print_table(std::ostream& out, const std::vector<std::string>& heading,
                 const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::vector<std::string>> printed{heading};
    for (const auto& row : rows) printed.push_back(row);
    std::vector<std::size_t> widths(heading.size());
    for (auto& row : printed)
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = printable(row[i]);
            widths[i] = std::max(widths[i], display_width(row[i]));
        }
    for (const auto& row : printed) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) line.append(widths[i] - display_width(row[i]) + 2, ' ');
        }
        out << line << '\n';
    }
}

std::string printable(std::string_view text) {
    return readers::printable(text, SIZE_MAX);
}

plugin::Value json_of(const std::vector<std::string>& texts) {
    plugin::Array array;
    for (const std::string& text : texts) array.emplace_back(text);
    return array;
}

plugin::Value json_of(const Detail& detail) {
    plugin::Object object{{"rule", detail.rule}, {"message", detail.message}};
    if (!detail.file.empty()) object.set("file", detail.file);
    if (detail.line > 0) object.set("line", static_cast<std::int64_t>(detail.line));
    if (!detail.pointer.empty()) object.set("pointer", detail.pointer);
    return object;
}

plugin::Value json_of(const session::RecordView& record) {
    return plugin::Object{{"id", record.id},         {"type", record.type},
                          {"status", record.status}, {"overlays", json_of(record.overlays)},
                          {"fields", record.fields}, {"origin", record.origin},
                          {"title", record.title},   {"entries", json_number(record.entries)}};
}

plugin::Value json_of(const session::CheckpointView& checkpoint) {
    return plugin::Object{{"origin", checkpoint.origin},
                          {"size", json_number(checkpoint.size)},
                          {"root", checkpoint.root},
                          {"signatures", checkpoint.signatures}};
}

plugin::Value json_of(const session::AuditFinding& finding) {
    return plugin::Object{{"severity", finding.severity},
                          {"rule", finding.rule},
                          {"place", finding.place},
                          {"message", finding.message}};
}

plugin::Value json_number(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

plugin::Value json_seconds(double seconds) {
    return plugin::Decimal{fmt::format("{:.3f}", seconds)};
}

}  // namespace xinbu::cli
