#include "cells.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "xinbu/base/i18n.hpp"
#include "xinbu/base/instant.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::document {

using plugin::Cell;
using plugin::Quantity;
using plugin::Tone;
using plugin::Value;

namespace {

/// A value that is not of its column's quantity: nothing is hidden, whatever it is.
std::string plain(const Value& value) {
    if (const std::string* text = value.text()) return *text;
    if (const std::int64_t* number = value.integer()) return std::to_string(*number);
    if (const bool* truth = value.boolean()) return *truth ? tr("yes") : tr("no");
    if (const plugin::Decimal* decimal = value.decimal()) return decimal->text;
    std::string text;
    if (const plugin::Array* elements = value.array())
        for (const Value& element : *elements) text += (text.empty() ? "" : "; ") + plain(element);
    if (const plugin::Object* members = value.object())
        for (const plugin::Member& member : *members)
            text += (text.empty() ? "" : ", ") + member.name + ": " + plain(member.value);
    return text;
}

/// The text of {"en", "zh"} in the language in force; nothing for any other value.
std::optional<std::string> in_both_languages(const Value& value) {
    const Value* en = value.at("en");
    const Value* zh = value.at("zh");
    if (en == nullptr || zh == nullptr || value.object()->size() != 2 || en->text() == nullptr ||
        zh->text() == nullptr)
        return std::nullopt;
    return host::shown(plugin::Text{*en->text(), *zh->text()});
}

std::string raw_text(const Cell& cell, Quantity quantity, const Frame& frame) {
    const Value& value = cell.value;
    if (const std::optional<std::string> text = in_both_languages(value)) return *text;
    const std::int64_t* number = value.integer();
    switch (quantity) {
        case Quantity::money:
            if (const std::optional<plugin::Money> money = plugin::money_of(value))
                return quantity_text(money->amount, quantity, money->currency);
            break;
        case Quantity::integer:
        case Quantity::basis_points:
            if (number != nullptr) return quantity_text(*number, quantity, {});
            break;
        case Quantity::record:
            if (value.text() != nullptr && frame.title_of)
                if (std::string title = frame.title_of(*value.text()); !title.empty()) return title;
            break;
        case Quantity::text:
        case Quantity::date:
            break;
    }
    return plain(value);
}

}  // namespace

std::string shown_lines(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        shown += readers::printable(text.substr(at, end - at), SIZE_MAX);
        if (end < text.size()) shown += '\n';
        at = end + 1;
    }
    return shown;
}

std::string shown_lines(const plugin::Text& text) {
    return shown_lines(host::shown(text));
}

std::string quantity_text(std::int64_t value, Quantity quantity, std::string_view currency) {
    if (quantity == Quantity::money)
        return (currency.empty() ? "" : readers::printable(currency) + " ") +
               plugin::figures(value, currency);
    if (quantity != Quantity::basis_points) return plugin::figures(value, {});
    // The magnitude of INT64_MIN has no signed counterpart.
    const std::uint64_t points =
        value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    return fmt::format("{}{}.{:02} %", value < 0 ? "-" : "", points / 100, points % 100);
}

bool is_number(Quantity quantity) {
    return quantity == Quantity::money || quantity == Quantity::integer || quantity == Quantity::basis_points;
}

std::string tone_word(Tone tone) {
    switch (tone) {
        case Tone::good:
            return tr("in order");
        case Tone::attention:
            return tr("needs attention");
        case Tone::bad:
            return tr("adverse");
        case Tone::neutral:
            break;
    }
    return {};
}

std::string_view tone_sign(Tone tone) {
    switch (tone) {
        case Tone::good:
            return "✓";
        case Tone::attention:
            return "!";
        case Tone::bad:
            return "✗";
        case Tone::neutral:
            break;
    }
    return {};
}

const Cell& cell_at(const std::vector<Cell>& row, std::size_t column) {
    static const Cell nothing;
    return column < row.size() ? row[column] : nothing;
}

std::string when_empty(const plugin::ReportTable& table) {
    return table.when_empty.is_empty() ? std::string(tr("Nothing to show.")) : shown_lines(table.when_empty);
}

std::optional<Chart> chart_in(const plugin::ReportBlock& block) {
    if (const auto* timeline = std::get_if<plugin::ReportTimeline>(&block)) return *timeline;
    if (const auto* bars = std::get_if<plugin::ReportBars>(&block)) return *bars;
    if (const auto* curves = std::get_if<plugin::ReportCurves>(&block)) return *curves;
    return std::nullopt;
}

std::string code_content(const plugin::ReportCode& code, const plugin::ReportModel& model, const Frame& frame,
                         bool with_digest) {
    std::string content = frame.origin;
    if (!code.record.empty()) {
        const std::string entry = frame.entry_of ? frame.entry_of(code.record, code.entry_type) : "";
        content += " entry=" + entry;
    } else {
        content += fmt::format(" size={} root={}", frame.size, frame.root);
        if (with_digest) content += " report=" + to_hex(crypto::sha256(as_bytes(to_json_text(model, frame))));
    }
    return readers::printable(content, SIZE_MAX);
}

std::optional<ShownCode> code_in(const plugin::ReportBlock& block, const plugin::ReportModel& model,
                                 const Frame& frame) {
    const auto* code = std::get_if<plugin::ReportCode>(&block);
    if (code == nullptr) return std::nullopt;
    return ShownCode{shown_lines(code->caption), code_content(*code, model, frame, true)};
}

std::string cell_text(const Cell& cell, Quantity quantity, const Frame& frame) {
    return shown_lines(raw_text(cell, quantity, frame));
}

std::uint64_t rows_of(const plugin::ReportModel& model) {
    std::uint64_t rows = 0;
    for (const plugin::ReportSection& section : model.sections)
        for (const plugin::ReportBlock& block : section.blocks)
            if (const auto* table = std::get_if<plugin::ReportTable>(&block)) rows += table->rows.size();
    return rows;
}

Provenance provenance(const Frame& frame) {
    Provenance lines{{tr("Organisation"), shown_lines(frame.organisation)},
                     {tr("As of"), frame.as_of.text()},
                     {tr("Ledger"), shown_lines(frame.origin)},
                     {tr("Commits counted"), fmt::format("{}", frame.size)},
                     {tr("Root of the tree over them"), shown_lines(frame.root)},
                     {tr("Signed until"), shown_lines(frame.time)},
                     {tr("Exported"), shown_lines(frame.mark)}};
    std::erase_if(lines, [](const auto& line) { return line.second.empty(); });
    return lines;
}

std::string doubt_sentence(const Frame& frame) {
    if (frame.doubt.empty()) return {};
    return fmt::format(fmt::runtime(tr("This may not be the whole or the latest history: {}.")),
                       shown_lines(frame.doubt));
}

std::string source_line(const plugin::ReportSource& source) {
    const std::string what = shown_lines(source.what);
    if (source.retrieved.empty()) return what;
    return fmt::format(fmt::runtime(tr("{}, as of {}")), what, shown_lines(source.retrieved));
}

std::string document_time(const Frame& frame) {
    return is_instant(frame.time) ? frame.time : frame.as_of.text() + "T00:00:00Z";
}

void drawing_failed(std::string_view why) {
    throw Failure(Category::internal, "document_failed", tr("the report"),
                  fmt::format(fmt::runtime(tr("it could not be written: {}")), why));
}

}  // namespace xinbu::document
