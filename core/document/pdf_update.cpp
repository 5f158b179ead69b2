#include "pdf_update.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "cells.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::document {

namespace {

constexpr std::size_t row_bytes = 20;  // of the table of cross-references
constexpr int most_objects = 1'000'000;

[[noreturn]] void not_ours(std::string_view what) {
    drawing_failed(fmt::format("PDF: {}", what));
}

/// The number that follows `name` in a piece of PDF; nothing where there is none.
std::optional<int> number_behind(std::string_view text, std::string_view name) {
    const std::size_t at = text.find(name);
    if (at == std::string_view::npos) return std::nullopt;
    text.remove_prefix(at + name.size());
    text.remove_prefix(std::min(text.find_first_not_of(" \n[<"), text.size()));
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end == text.data()) return std::nullopt;
    return number;
}

/// The code point of a well-formed character.
char32_t point_of(std::string_view character) {
    auto point = static_cast<char32_t>(static_cast<unsigned char>(character.front()));
    if (character.size() > 1) point &= 0x7FU >> character.size();
    for (const char c : character.substr(1)) point = (point << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
    return point;
}

int require_number(std::string_view text, std::string_view name) {
    const std::optional<int> number = number_behind(text, name);
    if (!number || *number < 0) not_ours(name);
    return *number;
}

}  // namespace

PdfUpdate::PdfUpdate(ByteView pdf) : text_(as_text(pdf)) {
    const std::size_t start = text_.rfind("startxref\n");
    if (start == std::string::npos || !text_.ends_with("%%EOF\n")) not_ours("startxref");
    table_ = static_cast<std::size_t>(require_number(std::string_view(text_).substr(start), "startxref"));
    const std::string_view table = std::string_view(text_).substr(std::min(table_, text_.size()));
    constexpr std::string_view head = "xref\n0 ";
    if (!table.starts_with(head)) not_ours("xref");
    const int count = require_number(table, "xref\n0");
    const std::size_t rows = table.find('\n', head.size()) + 1;
    if (count == 0 || count > most_objects || rows == 0 ||
        rows + static_cast<std::size_t>(count) * row_bytes > table.size())
        not_ours("xref");
    for (int i = 0; i < count; ++i) {
        const std::string_view row = table.substr(rows + static_cast<std::size_t>(i) * row_bytes, row_bytes);
        std::size_t offset = 0;
        std::from_chars(row.data(), row.data() + 10, offset);
        offsets_.push_back(offset);
    }
    const std::string_view trailer = table.substr(rows + static_cast<std::size_t>(count) * row_bytes);
    if (!trailer.starts_with("trailer") || trailer.find("/Prev") != std::string_view::npos)
        not_ours("trailer");
    root_ = require_number(trailer, "/Root");
    info_ = fmt::format("{} 0 R", require_number(trailer, "/Info"));
    next_ = count;
    const int pages = require_number(dictionary(root_), "/Pages");
    first_page_ = require_number(dictionary(pages), "/Kids");
    for (const char* taken : {"/AcroForm", "/Names", "/AF"})
        if (dictionary(root_).find(taken) != std::string::npos) not_ours(taken);
    if (dictionary(first_page_).find("/Annots") != std::string::npos) not_ours("/Annots");
}

std::string_view PdfUpdate::object(int number) const {
    if (number <= 0 || static_cast<std::size_t>(number) >= offsets_.size()) not_ours("object");
    const std::string_view text =
        std::string_view(text_).substr(std::min(offsets_[static_cast<std::size_t>(number)], text_.size()));
    if (!text.starts_with(fmt::format("{} 0 obj", number))) not_ours("object");
    const std::size_t end = text.find("endobj");
    if (end == std::string_view::npos) not_ours("endobj");
    return text.substr(0, end);
}

std::string PdfUpdate::dictionary(int number) const {
    const std::string_view text = object(number);
    const std::size_t begin = text.find("<<"), end = text.rfind(">>");
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin + 2)
        not_ours("dictionary");
    return std::string(text.substr(begin + 2, end - begin - 2));
}

void PdfUpdate::put(int number, std::string_view body) {
    put_[number] = text_.size();
    text_ += fmt::format("{} 0 obj\n", number);
    text_ += body;
    text_ += "\nendobj\n";
}

std::string PdfUpdate::finish() {
    const std::size_t table = text_.size();
    text_ += "xref\n";
    for (auto first = put_.begin(); first != put_.end();) {
        auto end = first;
        int count = 0;
        while (end != put_.end() && end->first == first->first + count) ++end, ++count;
        text_ += fmt::format("{} {}\n", first->first, count);
        for (; first != end; ++first) text_ += fmt::format("{:010} 00000 n \n", first->second);
    }
    text_ += fmt::format(
        "trailer\n<< /Size {}\n   /Root {} 0 R\n   /Info {}\n   /Prev {}\n>>\nstartxref\n{}\n%%EOF\n", next_,
        root_, info_, table_, table);
    return std::move(text_);
}

std::string pdf_text(std::string_view utf8) {
    const std::string shown = readers::printable(utf8, SIZE_MAX);
    std::string hex = "<FEFF";
    for (std::size_t at = 0, bytes = 0; at < shown.size(); at += bytes) {
        bytes = readers::next_glyph(std::string_view(shown).substr(at)).bytes;
        const char32_t point = point_of(std::string_view(shown).substr(at, bytes));
        if (point < 0x10000) {
            hex += fmt::format("{:04X}", static_cast<unsigned>(point));
        } else {
            const auto above = static_cast<unsigned>(point) - 0x10000U;
            hex += fmt::format("{:04X}{:04X}", 0xD800U + (above >> 10U), 0xDC00U + (above & 0x3FFU));
        }
    }
    return hex + ">";
}

std::string pdf_date(std::string_view instant) {
    std::string date = "(D:";
    for (const char c : instant)
        if (c >= '0' && c <= '9') date += c;
    return date + "Z)";
}

}  // namespace xinbu::document
