#include "xinbu/readers/text.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "xinbu/base/i18n.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::readers {
namespace {

struct Step {
    char32_t code_point = 0;
    std::size_t bytes = 1;
    bool valid = false;
};

Step step_at(std::string_view text, std::size_t offset) {
    const auto first = static_cast<unsigned char>(text[offset]);
    if (first < 0x80) return {first, 1, true};
    utf8proc_int32_t read = -1;
    const utf8proc_ssize_t bytes = utf8proc_iterate(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data() + offset),
        static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size() - offset, 4)), &read);
    if (bytes <= 0) return {};
    return {static_cast<char32_t>(read), static_cast<std::size_t>(bytes), true};
}

bool between(char32_t code_point, char32_t low, char32_t high) {
    return low <= code_point && code_point <= high;
}

// Extension I is younger than the tables of utf8proc; it was made for names in Chinese civil registers.
bool is_extension_i(char32_t c) {
    return between(c, 0x2EBF0, 0x2EE5D);
}

bool is_ideograph(char32_t c) {
    return between(c, 0x4E00, 0x9FFF) || between(c, 0x3400, 0x4DBF) || between(c, 0xF900, 0xFAFF) ||
           between(c, 0x20000, 0x3FFFD);
}

bool is_ideographic_selector(char32_t c) {
    return between(c, 0xE0100, 0xE01EF);
}

bool is_variation_selector(char32_t c) {
    return between(c, 0xFE00, 0xFE0F) || between(c, 0x180B, 0x180D) || c == 0x180F ||
           is_ideographic_selector(c);
}

bool is_bidi_control(char32_t c) {
    return between(c, 0x202A, 0x202E) || between(c, 0x2066, 0x2069) || c == 0x200E || c == 0x200F ||
           c == 0x061C;
}

bool is_noncharacter(char32_t c) {
    return between(c, 0xFDD0, 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

// Ranges without any character that composes with what stands before it or decomposes canonically
// (NFC_Quick_Check=Yes, combining class 0): nearly all that Chinese and Latin registers hold.
bool never_changes_in_nfc(char32_t c) {
    static constexpr std::array<std::pair<char32_t, char32_t>, 9> ranges{{{0x0000, 0x02FF},
                                                                          {0x2010, 0x205E},
                                                                          {0x3001, 0x3029},
                                                                          {0x3041, 0x3096},
                                                                          {0x3400, 0x4DBF},
                                                                          {0x4E00, 0x9FFF},
                                                                          {0xAC00, 0xD7A3},
                                                                          {0xFF01, 0xFFEF},
                                                                          {0x20000, 0x2F7FF}}};
    return std::any_of(ranges.begin(), ranges.end(),
                       [c](const auto& range) { return between(c, range.first, range.second); });
}

// Walks over a text and says which rule each character breaks; the rules need a little of what went before.
class Inspector {
public:
    const char* rule(char32_t c) {
        const char* broken = rule_of(c);
        const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
        const bool mark = category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
                          category == UTF8PROC_CATEGORY_ME;
        if (!is_variation_selector(c)) marks_ = mark ? marks_ + 1 : 0;
        previous_ = c;
        if (broken == nullptr && marks_ > 2) return "text.combining";
        return broken;
    }

private:
    const char* rule_of(char32_t c) const {
        if (between(c, 0x20, 0x7E)) return nullptr;
        if (c < 0x20 || between(c, 0x7F, 0x9F)) return "text.control";
        if (c == 0x2028 || c == 0x2029) return "text.line_separator";
        if (is_bidi_control(c)) return "text.bidi";
        if (c == 0xAD) return "text.soft_hyphen";
        if (is_ideographic_selector(c)) return is_ideograph(previous_) ? nullptr : "text.variation_selector";
        if (is_variation_selector(c)) return "text.variation_selector";
        if (is_noncharacter(c)) return "text.noncharacter";
        if (between(c, 0xE0000, 0xE007F)) return "text.tag";
        const utf8proc_property_t* property = utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
        if (property->ignorable || between(c, 0xFFF9, 0xFFFB)) return "text.invisible";
        if (property->category == UTF8PROC_CATEGORY_CN && !is_extension_i(c)) return "text.unassigned";
        return nullptr;
    }

    char32_t previous_ = 0;
    int marks_ = 0;
};

std::optional<TextFault> first_fault(std::string_view text, bool several_lines) {
    Inspector inspector;
    for (std::size_t offset = 0; offset < text.size();) {
        const Step step = step_at(text, offset);
        if (!step.valid) return TextFault{"text.utf8", 0, offset};
        const bool line_character = several_lines && (step.code_point == '\n' || step.code_point == '\t');
        const char* rule = inspector.rule(step.code_point);
        if (rule != nullptr && !line_character) return TextFault{rule, step.code_point, offset};
        offset += step.bytes;
    }
    return std::nullopt;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t offset = 0; offset < bytes.size();) {
        const Step step = step_at(bytes, offset);
        if (!step.valid) return false;
        offset += step.bytes;
    }
    return true;
}

bool is_nfc(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        const Step step = step_at(text, offset);
        if (!step.valid || !never_changes_in_nfc(step.code_point)) return nfc(text) == text;
        offset += step.bytes;
    }
    return true;
}

namespace {

std::string mapped(std::string_view text, int options) {
    utf8proc_uint8_t* made = nullptr;
    const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                               static_cast<utf8proc_ssize_t>(text.size()), &made,
                                               static_cast<utf8proc_option_t>(options));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(made, &std::free);
    if (size == UTF8PROC_ERROR_NOMEM) throw std::bad_alloc();
    if (size < 0) {
        throw Failure(Category::invalid, "not_utf8", printable(text, 40), tr("the text is not UTF-8"),
                      tr("Save it as UTF-8."));
    }
    return {reinterpret_cast<const char*>(made), static_cast<std::size_t>(size)};
}

}  // namespace

std::string nfc(std::string_view text) {
    return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string case_folded(std::string_view text) {
    return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t offset = 0; offset < text.size(); ++count) offset += step_at(text, offset).bytes;
    return count;
}

std::string TextFault::message() const {
    const char* sentence = tr("the character {} is not allowed here");
    if (rule == "text.utf8") return tr("the text is not UTF-8");
    if (rule == "text.control") sentence = tr("the control character {} is not allowed here");
    if (rule == "text.line_separator") sentence = tr("the line separator {} is not allowed here");
    if (rule == "text.bidi") {
        sentence =
            tr("the character {} turns the direction of writing, so the text is not what it seems to be");
    }
    if (rule == "text.soft_hyphen" || rule == "text.invisible" || rule == "text.tag") {
        sentence = tr("the character {} is invisible, so the text is not what it seems to be");
    }
    if (rule == "text.variation_selector") sentence = tr("the variation selector {} is not allowed here");
    if (rule == "text.noncharacter") sentence = tr("{} is no character");
    if (rule == "text.unassigned") sentence = tr("{} is not assigned to a character");
    if (rule == "text.combining") sentence = tr("{} is the third combining mark in a row");
    return fmt::format(fmt::runtime(sentence), code_point_name(code_point));
}

Glyph next_glyph(std::string_view text) {
    const Step step = step_at(text, 0);
    if (!step.valid) return {1, 1};
    const int columns = utf8proc_charwidth(static_cast<utf8proc_int32_t>(step.code_point));
    return {step.bytes, static_cast<std::size_t>(std::max(columns, 0))};
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Glyph glyph = next_glyph(text);
        width += glyph.columns;
        text.remove_prefix(glyph.bytes);
    }
    return width;
}

std::optional<TextFault> name_fault(std::string_view text) {
    return first_fault(text, false);
}

std::optional<TextFault> paragraph_fault(std::string_view text) {
    return first_fault(text, true);
}

std::optional<char32_t> rare_character(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        const Step step = step_at(text, offset);
        const char32_t c = step.code_point;
        const bool private_use = between(c, 0xE000, 0xF8FF) || between(c, 0xF0000, 0x10FFFF);
        if (step.valid && (private_use || is_ideographic_selector(c))) return c;
        offset += step.bytes;
    }
    return std::nullopt;
}

std::string_view trim(std::string_view text) {
    static constexpr std::array<std::string_view, 7> blanks{" ", "\t", "\n", "\r", "\v", "\u00A0", "\u3000"};
    const auto at_begin = [&](std::string_view blank) { return text.starts_with(blank); };
    const auto at_end = [&](std::string_view blank) { return text.ends_with(blank); };
    for (auto found = std::find_if(blanks.begin(), blanks.end(), at_begin); found != blanks.end();
         found = std::find_if(blanks.begin(), blanks.end(), at_begin)) {
        text.remove_prefix(found->size());
    }
    for (auto found = std::find_if(blanks.begin(), blanks.end(), at_end); found != blanks.end();
         found = std::find_if(blanks.begin(), blanks.end(), at_end)) {
        text.remove_suffix(found->size());
    }
    return text;
}

std::string code_point_name(char32_t code_point) {
    return fmt::format("U+{:04X}", static_cast<std::uint32_t>(code_point));
}

std::string printable(std::string_view text, std::size_t limit) {
    std::string shown;
    Inspector inspector;
    std::size_t count = 0;
    for (std::size_t offset = 0; offset < text.size(); ++count) {
        if (count == limit) return shown + "…";
        const Step step = step_at(text, offset);
        const auto byte = static_cast<unsigned char>(text[offset]);
        // What stands in place of a character is what the next one follows upon.
        if (!step.valid || byte < 0x20 || byte == 0x7F) {
            shown += fmt::format("\\x{:02X}", byte);
            inspector = {};
        } else if (inspector.rule(step.code_point) != nullptr) {
            shown += "⟦" + code_point_name(step.code_point) + "⟧";
            inspector = {};
        } else {
            shown += text.substr(offset, step.bytes);
        }
        offset += step.bytes;
    }
    return shown;
}

}  // namespace xinbu::readers
