// The grammar that every pack of rules has in common (docs/rule-packs.md). A plugin derives its reader from
// this one and adds the parts that are its own; whatever breaks a rule is told with the place of it, as a
// pointer (RFC 6901), and the reading goes on.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/date.hpp"
#include "xinbu/plugin/law.hpp"

namespace xinbu::plugin {

/// Names of rules, laws and sources: letters, digits, - and _, 40 at most.
inline bool is_pack_identifier(std::string_view text) {
    constexpr std::size_t longest = 40;
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

class PackReader {
public:
    static constexpr std::int64_t longest_months = 1200, longest_days = 3660;

protected:
    static constexpr std::size_t most_faults = 20;     ///< that are told of one pack
    static constexpr std::size_t longest_text = 1000;  ///< bytes

    /// `faults` outlives the reader.
    explicit PackReader(Faults& faults) : faults_(faults) {}

    /// A member of an object in the pack.
    struct Place {
        std::string pointer;
        const Value* value = nullptr;  ///< null where it is missing
    };

    // ---- what is wrong ----

    void fault(std::string pointer, std::string rule, std::string en, std::string zh) {
        if (faults_.size() < most_faults)
            faults_.push_back({std::move(pointer), std::move(rule), {std::move(en), std::move(zh)}});
    }
    void missing(const Place& place) { fault(place.pointer, "rules.required", "Is required.", "为必填项。"); }

    // ---- values ----

    static Place in(const Object& object, const std::string& pointer, std::string_view name) {
        return {pointer + "/" + escaped(name), object.find(name)};
    }

    /// An object with no members but these; null where there is none, which is told.
    const Object* object(const Place& place, std::initializer_list<std::string_view> known) {
        if (place.value == nullptr) return missing(place), nullptr;
        const Object* object = place.value->object();
        if (object == nullptr) {
            fault(place.pointer, "rules.type", "Must be an object.", "应为对象。");
            return nullptr;
        }
        for (const Member& member : *object)
            if (std::ranges::find(known, member.name) == known.end())
                fault(place.pointer + "/" + escaped(member.name), "rules.member",
                      "A pack has no such member here.", "此处不应有该成员。");
        return object;
    }

    template <class Visit>
    void each(const Place& place, Visit visit) {
        if (place.value == nullptr) return missing(place);
        const Array* array = place.value->array();
        if (array == nullptr) return fault(place.pointer, "rules.type", "Must be an array.", "应为数组。");
        for (std::size_t at = 0; at < array->size() && faults_.size() < most_faults; ++at)
            visit(Place{place.pointer + "/" + std::to_string(at), &(*array)[at]});
    }

    /// An object whose member names are ids; each member goes to `visit`.
    template <class Visit>
    void table(const Place& place, Visit visit) {
        if (place.value == nullptr) return missing(place);
        const Object* members = place.value->object();
        if (members == nullptr) return fault(place.pointer, "rules.type", "Must be an object.", "应为对象。");
        for (const Member& member : *members) {
            const Place one{place.pointer + "/" + escaped(member.name), &member.value};
            if (!is_pack_identifier(member.name))
                fault(one.pointer, "rules.id", "Must be named by letters, digits, - and _, 40 at most.",
                      "名称只能由字母、数字、“-”和“_”组成，最多40个字符。");
            else
                visit(member.name, one);
        }
    }

    std::string text(const Place& place) {
        if (place.value == nullptr) return missing(place), std::string();
        const std::string* text = place.value->text();
        const bool is_sound =
            text != nullptr && !text->empty() && text->size() <= longest_text &&
            std::ranges::none_of(*text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
        if (is_sound) return *text;
        fault(place.pointer, "rules.text", "Must be a text of one line, not empty, of at most 1000 bytes.",
              "应为单行文本，不得为空，且不超过1000字节。");
        return {};
    }

    std::string identifier(const Place& place) {
        std::string id = text(place);
        if (id.empty() || is_pack_identifier(id)) return id;
        fault(place.pointer, "rules.id", "Must be of letters, digits, - and _, 40 at most.",
              "只能由字母、数字、“-”和“_”组成，最多40个字符。");
        return {};
    }

    Text both(const Place& place) {
        const Object* members = object(place, {"en", "zh"});
        if (members == nullptr) return {};
        return {text(in(*members, place.pointer, "en")), text(in(*members, place.pointer, "zh"))};
    }

    std::optional<Date> date(const Place& place) {
        if (place.value == nullptr) return missing(place), std::nullopt;
        const std::string* text = place.value->text();
        std::optional<Date> date = text != nullptr ? Date::parse(*text) : std::nullopt;
        if (!date)
            fault(place.pointer, "rules.date", "Must be a day that exists, as YYYY-MM-DD.",
                  "应为实际存在的日期，格式为YYYY-MM-DD。");
        return date;
    }
    std::optional<Date> date_if_any(const Place& place) {
        return place.value != nullptr ? date(place) : std::nullopt;
    }

    /// A whole number from `low` to `high`; `low` where it is none, which is told.
    std::int64_t number(const Place& place, std::int64_t low, std::int64_t high) {
        const std::int64_t* number = place.value != nullptr ? place.value->integer() : nullptr;
        if (number != nullptr && *number >= low && *number <= high) return *number;
        fault(place.pointer, "rules.number",
              "Must be a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ".",
              "应为" + std::to_string(low) + "至" + std::to_string(high) + "的整数。");
        return low;
    }

    bool truth(const Place& place) {
        if (place.value != nullptr && place.value->boolean() != nullptr) return *place.value->boolean();
        fault(place.pointer, "rules.type", "Must be true or false.", "应为true或false。");
        return false;
    }

    Confidence confidence(const Place& place) {
        const std::string name = text(place);
        for (const Confidence one : {Confidence::confirmed, Confidence::firm, Confidence::unsure})
            if (name == name_of(one)) return one;
        if (!name.empty())
            fault(place.pointer, "rules.confidence", "Must be confirmed, firm or unsure.",
                  "应为confirmed、firm或unsure之一。");
        return Confidence::unsure;
    }

    /// The sources that a rule names, joined by spaces: each one of the pack's own. One that the pack does
    /// not list is told and joined, so that it is not missed a second time.
    std::string sources(const Place& place) {
        std::string joined;
        each(place, [&](const Place& one) {
            const std::string key = identifier(one);
            if (key.empty()) return;
            if (std::ranges::find(sources_, key) == sources_.end())
                fault(one.pointer, "rules.source", "The pack lists no such source.", "规则包未列出该来源。");
            joined += (joined.empty() ? "" : " ") + key;
        });
        return joined;
    }

    // ---- the head ----

    /// `pack` or `office`, which the file's own name says.
    void must_be(const Object& root, std::string_view name, std::string_view wanted) {
        const Place place = in(root, "", name);
        const std::string said = text(place);
        if (!said.empty() && said != wanted)
            fault(place.pointer, "rules.pack", "Must be “" + std::string(wanted) + "” in this file.",
                  "本文件中应为“" + std::string(wanted) + "”。");
    }

    /// `oldest`: the edition that the plugin was built with.
    std::optional<Date> version(const Object& root, Date oldest) {
        const std::optional<Date> version = date(in(root, "", "version"));
        if (version && *version < oldest)
            fault("/version", "rules.version",
                  "The plugin was built with the pack of " + oldest.text() + " and takes no older one.",
                  "本插件随" + oldest.text() + "版规则包构建，不接受更早的版本。");
        return version;
    }

    /// `valid`: the days about which the pack speaks.
    void read_span(const Object& root) {
        const Place valid = in(root, "", "valid");
        const Object* span = object(valid, {"from", "to"});
        if (span == nullptr) return;
        valid_from_ = date(in(*span, valid.pointer, "from"));
        valid_to_ = date_if_any(in(*span, valid.pointer, "to"));
        check_order(valid_from_, valid_to_, valid.pointer + "/to");
        if (valid_to_ && valid_from_ && *valid_to_ < *valid_from_) valid_to_.reset();  // told once
    }

    void read_sources(const Object& root) {
        table(in(root, "", "sources"), [&](const std::string& id, const Place& one) {
            text(one);
            sources_.push_back(id);
        });
    }

    void check_order(const std::optional<Date>& from, const std::optional<Date>& to, std::string pointer) {
        if (from && to && *to < *from)
            fault(std::move(pointer), "rules.validity", "Ends before it begins.", "终止日早于起始日。");
    }

    Faults& faults_;
    std::vector<std::string> sources_;  ///< ids
    std::optional<Date> valid_from_, valid_to_;

private:
    /// Member names as RFC 6901 writes them.
    static std::string escaped(std::string_view name) {
        std::string out;
        for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        return out;
    }
};

/// What the schemas of packs (JSON Schema 2020-12) are put together from.
namespace pack_schema {

inline Object reference(const char* name) {
    return {{"$ref", std::string("#/$defs/") + name}};
}
inline Object closed(Object properties, Array required) {
    Object schema{{"type", "object"}, {"additionalProperties", false}};
    schema.set("properties", std::move(properties));
    if (!required.empty()) schema.set("required", std::move(required));
    return schema;
}
inline Object list_of(Object items) {
    Object schema{{"type", "array"}};
    schema.set("items", std::move(items));
    return schema;
}
inline Object table_of(Object values) {
    Object schema{{"type", "object"}};
    schema.set("propertyNames", reference("id"));
    schema.set("additionalProperties", std::move(values));
    return schema;
}
inline Object one_of(Array words) {
    Object schema{{"type", "string"}};
    schema.set("enum", std::move(words));
    return schema;
}
inline Object count(std::int64_t low, std::int64_t high) {
    return {{"type", "integer"}, {"minimum", low}, {"maximum", high}};
}

}  // namespace pack_schema

}  // namespace xinbu::plugin
