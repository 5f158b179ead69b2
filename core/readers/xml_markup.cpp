#include "xml_markup.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "xinbu/base/i18n.hpp"

namespace xinbu::readers {
namespace {

constexpr std::string_view comment_start = "<!--";
constexpr std::string_view cdata_start = "<![CDATA[";
constexpr std::string_view doctype_start = "<!DOCTYPE";
constexpr std::string_view entity_start = "<!ENTITY";
constexpr std::string_view blanks = " \t\r\n";
// Longer than every reference that can be right: those with a number may have leading zeros.
constexpr std::size_t reference_limit_bytes = 128;

long lines_in(std::string_view text) {
    return std::count(text.begin(), text.end(), '\n');
}

std::optional<std::size_t> behind(std::string_view text, std::string_view end, std::size_t from) {
    const std::size_t at = text.find(end, from);
    if (at == std::string_view::npos) return std::nullopt;
    return at + end.size();
}

}  // namespace

std::size_t XmlMarkup::scan(std::string& bytes) {
    std::size_t whole = 0;
    while (whole < bytes.size() && !fault_ && !broken_) {
        const std::string_view rest = std::string_view(bytes).substr(whole);
        const Kind kind = kind_of(rest);
        const std::optional<std::size_t> end = end_of(kind, rest);
        if (fault_ || broken_) break;
        check_length(kind, end.value_or(rest.size()));
        if (!end || fault_) break;
        pass(kind, bytes.data() + whole, *end);
        whole += *end;
    }
    return whole;
}

XmlMarkup::Kind XmlMarkup::kind_of(std::string_view rest) const {
    if (rest[0] == '&') return Kind::reference;
    if (rest[0] != '<') return Kind::text;
    if (rest.size() == 1) return Kind::unknown;
    if (rest[1] == '?') return Kind::instruction;
    if (rest[1] != '!') return Kind::tag;
    if (rest.starts_with(comment_start)) return Kind::comment;
    if (rest.starts_with(cdata_start)) return Kind::cdata;
    if (rest.starts_with(doctype_start)) return Kind::doctype;
    const bool open =
        comment_start.starts_with(rest) || cdata_start.starts_with(rest) || doctype_start.starts_with(rest);
    return open ? Kind::unknown : Kind::broken;
}

std::optional<std::size_t> XmlMarkup::end_of(Kind kind, std::string_view rest) {
    switch (kind) {
        case Kind::text:
            return end_of_text(rest);
        case Kind::reference:
            return end_of_reference(rest);
        case Kind::tag:
            return end_of_tag(rest);
        case Kind::comment:
            return behind(rest, "-->", comment_start.size());
        case Kind::instruction:
            return behind(rest, "?>", 2);
        case Kind::cdata:
            return behind(rest, "]]>", cdata_start.size());
        case Kind::doctype:
            return end_of_doctype(rest);
        case Kind::broken:
            broken_ = true;
            return std::nullopt;
        case Kind::unknown:
            return std::nullopt;
    }
    return std::nullopt;
}

// Text may be cut anywhere but inside of a character and of the sequence that must not stand in it.
std::optional<std::size_t> XmlMarkup::end_of_text(std::string_view rest) const {
    const std::size_t end = rest.find_first_of("<&");
    if (end != std::string_view::npos) return end;
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(rest[at]); };
    std::size_t cut = rest.size();
    while (cut > 0 && rest.size() - cut < 3 && (byte(cut - 1) & 0xC0U) == 0x80) --cut;
    if (cut > 0 && byte(cut - 1) >= 0xC0) --cut;
    while (cut > 0 && rest.size() - cut < 2 && rest[cut - 1] == ']') --cut;
    if (cut == 0) return std::nullopt;
    return cut;
}

std::optional<std::size_t> XmlMarkup::end_of_reference(std::string_view rest) {
    const std::string_view looked_at = rest.substr(0, reference_limit_bytes);
    const std::size_t end = looked_at.find(';');
    if (end != std::string_view::npos) return end + 1;
    broken_ = looked_at.size() == reference_limit_bytes;
    return std::nullopt;
}

std::optional<std::size_t> XmlMarkup::end_of_tag(std::string_view rest) {
    for (std::size_t at = rest.find_first_of("\"'<>", 1); at != std::string_view::npos;
         at = rest.find_first_of("\"'<>", at + 1)) {
        if (rest[at] == '>') return at + 1;
        if (rest[at] == '<') {
            broken_ = true;
            return std::nullopt;
        }
        const char quote = rest[at];
        const char stops[] = {quote, '<', '\0'};
        at = rest.find_first_of(stops, at + 1);
        if (at == std::string_view::npos) return std::nullopt;
        if (rest[at] == '<') {
            broken_ = true;
            return std::nullopt;
        }
    }
    return std::nullopt;
}

void XmlMarkup::check_doctype(std::string_view rest) {
    const std::size_t behind_it = doctype_start.size();
    const bool named = rest.size() == behind_it || blanks.find(rest[behind_it]) != std::string_view::npos;
    if (!limits_.doctype) {
        refuse("xml.doctype", tr("a document type (DOCTYPE) is not allowed in this format"));
    } else if (has_content_ || has_doctype_ || !named) {
        refuse_doctype();
    }
}

std::optional<std::size_t> XmlMarkup::end_of_doctype(std::string_view rest) {
    check_doctype(rest);
    bool inside = false;  // of the internal subset
    for (std::size_t at = doctype_start.size(); at < rest.size() && !fault_;) {
        const std::string_view here = rest.substr(at);
        std::optional<std::size_t> end = 1;
        if (here[0] == '"' || here[0] == '\'') {
            end = behind(here, here.substr(0, 1), 1);
        } else if (!inside && here[0] == '>') {
            return at + 1;
        } else if (here[0] == '[' || here[0] == ']') {
            if (inside == (here[0] == '[')) refuse_doctype();
            inside = !inside;
        } else if (inside && here[0] == '%') {
            refuse("xml.entity_reference", tr("the document type refers to a parameter entity"),
                   lines_in(rest.substr(0, at)));
        } else if (here[0] == '<') {
            end = end_of_declaration(here, inside);
            if (fault_) fault_->line += lines_in(rest.substr(0, at));
        }
        if (!end) return std::nullopt;
        at += *end;
    }
    return std::nullopt;
}

// Comments and processing instructions are passed over as a whole; of a declaration only its beginning, for
// what follows is looked at like the rest.
std::optional<std::size_t> XmlMarkup::end_of_declaration(std::string_view here, bool inside) {
    if (here.size() < entity_start.size()) return std::nullopt;
    if (here.starts_with(comment_start)) return behind(here, "-->", comment_start.size());
    if (here.starts_with("<?")) return behind(here, "?>", 2);
    if (here.starts_with(entity_start)) {
        refuse("xml.entity_declaration", tr("the document type declares an entity"));
    } else if (!inside || here[1] != '!') {
        refuse_doctype();
    }
    return 2;
}

void XmlMarkup::refuse_doctype() {
    refuse("xml.not_well_formed",
           fmt::format(fmt::runtime(tr("column {}: {}")), column_,
                       tr("the document type (DOCTYPE) is not right, or does not stand where it may")));
}

void XmlMarkup::end_of_file(std::string_view rest) {
    if (rest.starts_with(doctype_start) && !fault_) refuse_doctype();
}

void XmlMarkup::check_length(Kind kind, std::size_t bytes) {
    // A CDATA section is text and waits here until it is whole, so its limit is that of text.
    if (kind == Kind::cdata && bytes > limits_.text_bytes + cdata_start.size() + 3) {
        refuse("xml.text_length",
               fmt::format(fmt::runtime(tr("a text is longer than {} bytes")), limits_.text_bytes));
    } else if (kind != Kind::text && kind != Kind::cdata && bytes > limits_.markup_bytes) {
        refuse(
            "xml.markup_length",
            fmt::format(fmt::runtime(tr("a tag, comment, processing instruction or DOCTYPE is longer than {} "
                                        "bytes")),
                        limits_.markup_bytes));
    }
}

void XmlMarkup::refuse(const char* rule, std::string message, long lines_below) {
    fault_ = XmlFault{line_ + lines_below, rule, std::move(message)};
}

void XmlMarkup::move_on(std::string_view piece) {
    const long lines = lines_in(piece);
    if (lines != 0) {
        line_ += lines;
        column_ = 1;
        piece.remove_prefix(piece.rfind('\n') + 1);
    }
    column_ += static_cast<std::size_t>(std::count_if(
        piece.begin(), piece.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

void XmlMarkup::pass(Kind kind, char* bytes, std::size_t size) {
    const std::string_view piece(bytes, size);
    if (kind == Kind::tag && piece[1] != '/') tag_lines_.push_back(line_);
    move_on(piece);
    if (kind == Kind::doctype) {
        has_doctype_ = true;
        // Line ends stay, so that later places are right.
        std::replace_if(
            bytes, bytes + size, [](char c) { return c != '\n'; }, ' ');
    } else if (kind == Kind::text) {
        has_content_ = has_content_ || piece.find_first_not_of(blanks) != std::string_view::npos;
    } else {
        has_content_ = has_content_ || (kind != Kind::comment && kind != Kind::instruction);
    }
}

}  // namespace xinbu::readers
