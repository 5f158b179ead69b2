#include "adapters_common.hpp"

#include <algorithm>
#include <array>

#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Date;
using plugin::ImportSink;
using plugin::Object;
using plugin::Value;
using plugin::XmlElement;

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

void set_text(Object& data, const char* name, std::string text) {
    if (!text.empty()) data.set(name, std::move(text));
}

std::string scalar_text(const Value* value) {
    if (value == nullptr) return {};
    if (value->text() != nullptr) return one_line(*value->text());
    if (value->integer() != nullptr) return std::to_string(*value->integer());
    return {};
}

void Findings::add(std::string_view rule, std::string_view field, std::string_view value) {
    constexpr std::size_t most = 50, longest_value = 120;
    if (list_.size() >= most) return;
    Object finding{{"rule", rule}, {"field", field}};
    set_text(finding, "value", clipped(one_line(value), longest_value));
    Value item(std::move(finding));
    if (std::ranges::find(list_, item) == list_.end()) list_.push_back(std::move(item));
}

void Findings::write(Object& data) const {
    if (!list_.empty()) data.set("findings", list_);
}

void set_date(Object& data, const char* name, std::string_view text, Findings& findings) {
    const SourceDate date = source_date(text);
    if (date.date) data.set(name, date.date->text());
    if (date.is_wrong) findings.add("date.invalid", name, text);
}

void note_order(const Object& data, const char* earlier, const char* later, Findings& findings) {
    const std::string_view first = plugin::text_at(data, earlier), second = plugin::text_at(data, later);
    if (!first.empty() && !second.empty() && second < first)
        findings.add("ip.date.order", later,
                     std::string(second) + " < " + std::string(first) + " (" + earlier + ")");
}

// ---- the wrong format ----

namespace {

/// "a, b, c"; of many the first ones.
class NameList {
public:
    void add(std::string_view name) {
        constexpr std::size_t most = 8, longest_name = 40;
        const std::string shown = clipped(one_line(name), longest_name);
        if (std::ranges::find(names_, shown) != names_.end()) return;
        if (names_.size() < most)
            names_.push_back(shown);
        else
            is_cut_ = true;
    }
    plugin::Text text() const {
        if (names_.empty()) return {"nothing", "空"};
        std::string out;
        for (const std::string& name : names_) out += (out.empty() ? "" : ", ") + name;
        if (is_cut_) out += ", …";
        return {out, out};
    }

private:
    std::vector<std::string> names_;
    bool is_cut_ = false;
};

}  // namespace

void reject_format(ImportSink& sink, const std::string& expected, const plugin::Text& found) {
    sink.reject("adapter.format", {"Not of this format: expected " + expected + ", found " + found.en + ".",
                                   "不是该格式的文件：应有" + expected + "，实际为" + found.zh + "。"});
}

plugin::Text names_in(const Value& document) {
    if (document.array() != nullptr) return {"a list", "列表"};
    if (document.object() == nullptr) return {"a single value", "单个值"};
    NameList names;
    for (const plugin::Member& member : *document.object()) names.add(member.name);
    return names.text();
}

plugin::Text names_in(const XmlElement& element) {
    NameList names;
    for (const XmlElement& child : element.children) names.add(child.name);
    return names.text();
}

// ---- reading elements ----

std::string text_of(const XmlElement& element, std::initializer_list<std::string_view> path) {
    return one_line(element.text_at(path));
}

std::string_view attribute_of(const XmlElement& element, std::string_view name) {
    for (const plugin::Member& attribute : element.attributes) {
        if (attribute.value.text() == nullptr) continue;
        const std::size_t local = attribute.name.rfind('}');
        if ((local == std::string::npos ? attribute.name : attribute.name.substr(local + 1)) == name)
            return *attribute.value.text();
    }
    return {};
}

void each_below(const XmlElement& element, std::string_view name,
                const std::function<void(const XmlElement&)>& use) {
    for (const XmlElement& child : element.children) {
        if (child.name == name)
            use(child);
        else
            each_below(child, name, use);
    }
}

const XmlElement* first_below(const XmlElement& element, std::string_view name) {
    for (const XmlElement& child : element.children) {
        if (child.name == name) return &child;
        if (const XmlElement* found = first_below(child, name)) return found;
    }
    return nullptr;
}

std::string first_text(const XmlElement& element, std::string_view name) {
    for (const XmlElement& child : element.children) {
        if (child.name == name && !child.text.empty()) return one_line(child.text);
        if (std::string found = first_text(child, name); !found.empty()) return found;
    }
    return {};
}

// ---- parties ----

std::string name_without_place(std::string_view text) {
    const std::string whole = one_line(text);
    const std::size_t country = whole.rfind(", ");
    if (country == std::string::npos || country + 4 != whole.size()) return whole;
    for (const char letter : std::string_view(whole).substr(country + 2))
        if (letter < 'A' || letter > 'Z') return whole;
    const std::size_t place = whole.rfind(", ", country - 1);
    return place == std::string::npos || place == 0 ? whole : whole.substr(0, place);
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
