// Tables for people and JSON for programs.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "context.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::cli {

namespace {

using readers::display_width;
using readers::Glyph;
using readers::next_glyph;

/// As much of a text as fits, with "…" for the rest.
std::string fitted(const std::string& text, std::size_t columns) {
    if (display_width(text) <= columns) return text;
    std::size_t end = 0, width = 1;  // of the "…"
    while (end < text.size()) {
        const Glyph glyph = next_glyph(std::string_view(text).substr(end));
        if (width + glyph.columns > columns) break;
        width += glyph.columns;
        end += glyph.bytes;
    }
    return text.substr(0, end) + "…";
}

constexpr std::size_t between_columns = 2, narrowest_cut = 24;

/// Narrows the widest columns, each as far as the next one, until all fit or none may be narrowed further.
void narrow(std::vector<std::size_t>& widths, std::size_t most_columns) {
    std::size_t whole = 0;
    for (const std::size_t width : widths) whole += width + between_columns;
    if (whole > 0) whole -= between_columns;
    while (whole > most_columns) {
        const auto widest = std::ranges::max_element(widths);
        if (widest == widths.end() || *widest <= narrowest_cut) return;
        --*widest;
        --whole;
    }
}

}  // namespace

void print_table(std::ostream& out, const std::vector<std::string>& heading,
                 const std::vector<std::vector<std::string>>& rows, std::size_t most_columns) {
    std::vector<std::vector<std::string>> printed{heading};
    for (const auto& row : rows) printed.push_back(row);
    std::vector<std::size_t> widths(heading.size());
    for (auto& row : printed)
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = printable(row[i]);
            widths[i] = std::max(widths[i], display_width(row[i]));
        }
    if (most_columns > 0) narrow(widths, most_columns);
    for (const auto& row : printed) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string cell = fitted(row[i], widths[i]);
            line += cell;
            if (i + 1 < row.size()) line.append(widths[i] - display_width(cell) + between_columns, ' ');
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

plugin::Value json_of(const Error& error) {
    plugin::Array details;
    for (const Detail& detail : error.details) details.push_back(json_of(detail));
    return plugin::Object{{"code", error.code},
                          {"message", error.what + ": " + error.why},
                          {"remedy", error.remedy},
                          {"details", std::move(details)}};
}

plugin::Value json_of(const session::RecordView& record) {
    plugin::Object object{{"id", record.id},         {"type", record.type},
                          {"status", record.status}, {"overlays", json_of(record.overlays)},
                          {"fields", record.fields}, {"origin", record.origin},
                          {"title", record.title},   {"entries", json_number(record.entries)}};
    if (!record.elsewhere.empty()) object.set("elsewhere", json_of(record.elsewhere));
    if (record.undone)
        object.set("undone", plugin::Object{{"sequence", json_number(record.undone->sequence)},
                                            {"signed_by", record.undone->signed_by},
                                            {"signed_at", record.undone->signed_at},
                                            {"reason", record.undone->reason}});
    return object;
}

plugin::Object json_of(const session::Added& added) {
    plugin::Array entries, warnings;
    for (const session::AddedEntry& entry : added.entries)
        entries.push_back(plugin::Object{{"id", entry.id}, {"type", entry.type}, {"record", entry.record}});
    for (const Detail& warning : added.warnings) warnings.push_back(json_of(warning));
    plugin::Object object{{"commit", added.commit},
                          {"sequence", json_number(added.sequence)},
                          {"status", added.status},
                          {"entries", std::move(entries)},
                          {"warnings", std::move(warnings)}};
    if (!added.proposal.empty()) object.set("proposal", added.proposal);
    return object;
}

void say_outcome(Context& context, const session::Added& added) {
    const bool is_dry_run = added.commit.empty();
    if (added.status == "pending")
        context.say(is_dry_run
                        ? std::string(tr("It would wait for another person's approval."))
                        : fmt::format(fmt::runtime(tr("Proposed; it counts once another person approves "
                                                      "it: xinbu approve {}")),
                                      added.proposal.substr(0, 16)));
    context.say(is_dry_run
                    ? std::string(tr("Nothing was written: this was a dry run."))
                    : fmt::format(fmt::runtime(tr("Signed and stored as commit {}.")), added.sequence));
}

plugin::Value json_of(const session::CheckpointView& checkpoint) {
    plugin::Object object{{"origin", checkpoint.origin},
                          {"size", json_number(checkpoint.size)},
                          {"root", checkpoint.root},
                          {"signatures", checkpoint.signatures}};
    if (!checkpoint.root_sm3.empty()) object.set("root_sm3", checkpoint.root_sm3);
    return object;
}

plugin::Value json_of(const session::AuditRecorded& audit) {
    return plugin::Object{{"sequence", json_number(audit.sequence)},
                          {"commit", audit.commit},
                          {"signed_by", audit.signed_by},
                          {"signed_at", audit.signed_at},
                          {"verdict", audit.verdict},
                          {"size", json_number(audit.size)},
                          {"findings", json_of(audit.findings)}};
}

std::string line_of(const session::AuditFinding& finding) {
    const std::string severity = finding.severity == "note"      ? tr("note")
                                 : finding.severity == "warning" ? tr("warning")
                                 : finding.severity == "error"   ? tr("error")
                                                                 : finding.severity;
    return printable(fmt::format("{}: {}: {} [{}]", severity, finding.place, finding.message, finding.rule));
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
