#include "adapters_common.hpp"

#include <algorithm>
#include <array>

#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Date;
using plugin::Object;
using plugin::Value;

namespace {

bool contains(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
}

std::string upper_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool is_blank = static_cast<unsigned char>(c) <= ' ';
        if (!is_blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string clipped(std::string text, std::size_t code_points) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins_one = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80;
        if (!begins_one || ++count <= code_points) continue;
        // One character makes room for the mark.
        do --at;
        while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80);
        text.resize(at);
        return text + "…";
    }
    return text;
}

SourceDate source_date(std::string_view text) {
    constexpr std::size_t iso_length = 10;
    if (text.empty()) return {};
    if (text.find_first_not_of("0-") == std::string_view::npos) return {};
    const std::optional<Date> date =
        text.size() >= iso_length ? Date::parse(text.substr(0, iso_length)) : plugin::compact_date(text);
    return {date, !date};
}

Value party(std::string_view name) {
    constexpr std::size_t longest_name = 1000;
    return Object{{"name", clipped(one_line(name), longest_name)}};
}

Array parties_in(std::string_view names) {
    Array parties;
    for (std::size_t start = 0; start <= names.size();) {
        const std::size_t end = std::min(names.find('|', start), names.size());
        const std::string name = one_line(names.substr(start, end - start));
        if (!name.empty()) parties.push_back(party(name));
        start = end + 1;
    }
    return parties;
}

std::string_view conveyance_event(std::string_view conveyance) {
    const std::string text = upper_case(conveyance);
    const auto has = [&](auto... words) { return (contains(text, words) || ...); };
    const bool is_security = has("SECURITY", "LIEN", "MORTGAGE", "PLEDGE", "COLLATERAL", "HYPOTHEC");
    const bool is_correction = has("CORRECTIVE", "TO CORRECT");
    // A correction repeats a recordal that exists: it opens nothing anew.
    if (is_correction) return is_security ? "pledge_change" : "change";
    if (has("RELEASE", "TERMINATION", "SATISFACTION", "DISCHARGE")) return "pledge_end";
    if (is_security) return "pledge";
    if (has("CHANGE OF NAME", "CHANGE OF LEGAL ENTITY", "CHANGE OF ADDRESS", "CONVERSION")) return "change";
    if (has("ASSIGN", "MERGER", "CONVEY", "BEQUEST", "COURT ORDER TRANSFER")) return "assignment";
    if (has("LICENSE", "LICENCE")) return "licence";
    return "other";
}

std::string reel_frame_in(std::string_view text) {
    constexpr std::size_t reel_digits = 6, frame_digits = 4, widest_gap = 10;
    std::string_view reel;
    std::size_t reel_end = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (!plugin::is_digit(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && plugin::is_digit(text[end])) ++end;
        const std::string_view digits = text.substr(at, end - at);
        if (!reel.empty() && digits.size() <= frame_digits && digits.size() >= 3 &&
            at - reel_end <= widest_gap)
            return std::string(reel_digits - reel.size(), '0') + std::string(reel) + "/" +
                   std::string(frame_digits - digits.size(), '0') + std::string(digits);
        const bool can_be_reel = digits.size() == reel_digits || digits.size() + 1 == reel_digits;
        reel = can_be_reel ? digits : std::string_view();
        reel_end = end;
        at = end;
    }
    return {};
}

}  // namespace xinbu::ip_status
