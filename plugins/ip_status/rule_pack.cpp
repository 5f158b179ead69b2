#include "rule_pack.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "xinbu/plugin/money.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Date;
using plugin::Fault;
using plugin::Faults;
using plugin::Object;
using plugin::Text;
using plugin::Value;

namespace {

constexpr std::size_t most_faults = 20;
constexpr std::size_t longest_text = 1000;  // bytes
constexpr std::int64_t longest_months = 1200;
constexpr std::int64_t longest_days = 3660;
constexpr std::int64_t highest_surcharge = 1000;  // per cent
constexpr std::int64_t last_patent_year = 50;

/// A member of an object in the pack.
struct Place {
    std::string pointer;
    const Value* value = nullptr;  ///< null where it is missing
};

bool is_plain(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

bool is_identifier(std::string_view text) {
    constexpr std::size_t longest = 40;
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

/// Member names as RFC 6901 writes them.
std::string escaped(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

bool overlaps(const Rule& one, const Rule& other) {
    const bool is_before = one.valid_to && *one.valid_to < other.valid_from;
    const bool is_behind = other.valid_to && *other.valid_to < one.valid_from;
    return !is_before && !is_behind;
}

class Reader {
public:
    Reader(const PackSpec& spec, Faults& faults) : spec_(spec), faults_(faults) {}

    RulePack read(const Value& content) {
        const Object* root = object(
            {"", &content}, {"pack", "version", "office", "valid", "laws", "sources", "rules", "fees"});
        if (root == nullptr) return {};
        read_head(*root);
        read_laws(in(*root, "", "laws"));
        read_sources(in(*root, "", "sources"));
        each(in(*root, "", "rules"), [&](const Place& place) { read_rule(place); });
        each(in(*root, "", "fees"), [&](const Place& place) { read_fee(place); });
        if (faults_.empty()) need_everything();
        return std::move(pack_);
    }

private:
    // ---- what is wrong ----

    void fault(std::string pointer, std::string rule, std::string en, std::string zh) {
        if (faults_.size() < most_faults)
            faults_.push_back({std::move(pointer), std::move(rule), {std::move(en), std::move(zh)}});
    }
    void missing(const Place& place) { fault(place.pointer, "rules.required", "Is required.", "为必填项。"); }

    // ---- the grammar ----

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
        for (const plugin::Member& member : *object)
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

    std::string text(const Place& place) {
        if (place.value == nullptr) return missing(place), std::string();
        const std::string* text = place.value->text();
        if (text != nullptr && !text->empty() && text->size() <= longest_text && is_plain(*text))
            return *text;
        fault(place.pointer, "rules.text", "Must be a text of one line, not empty, of at most 1000 bytes.",
              "应为单行文本，不得为空，且不超过1000字节。");
        return {};
    }

    std::string identifier(const Place& place) {
        std::string id = text(place);
        if (id.empty() || is_identifier(id)) return id;
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
    int number(const Place& place, std::int64_t low, std::int64_t high) {
        const std::int64_t* number = place.value != nullptr ? place.value->integer() : nullptr;
        if (number != nullptr && *number >= low && *number <= high) return static_cast<int>(*number);
        fault(place.pointer, "rules.number",
              "Must be a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ".",
              "应为" + std::to_string(low) + "至" + std::to_string(high) + "的整数。");
        return static_cast<int>(low);
    }

    Period period(const Place& place) {
        if (place.value == nullptr) return {};
        const Object* members = object(place, {"months", "days"});
        if (members == nullptr) return {};
        const std::size_t faults_before = faults_.size();
        Period period;
        if (const Place months = in(*members, place.pointer, "months"); months.value != nullptr)
            period.months = number(months, 0, longest_months);
        if (const Place days = in(*members, place.pointer, "days"); days.value != nullptr)
            period.days = number(days, 0, longest_days);
        if (period.is_empty() && faults_.size() == faults_before)
            fault(place.pointer, "rules.period", "A period has months or days.",
                  "期间应包含月数或日数，且大于零。");
        return period;
    }

    std::string sources(const Place& place) {
        std::string joined;
        each(place, [&](const Place& one) {
            const std::string key = identifier(one);
            if (key.empty()) return;
            if (std::ranges::find(sources_, key) == sources_.end())
                return fault(one.pointer, "rules.source", "The pack lists no such source.",
                             "规则包未列出该来源。");
            joined += (joined.empty() ? "" : " ") + key;
        });
        return joined;
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

    std::string kind(const Place& place) {
        if (place.value == nullptr) return {};
        std::string name = text(place);
        if (!name.empty() && name != "invention" && name != "utility_model" && name != "design")
            fault(place.pointer, "rules.kind", "Must be invention, utility_model or design.",
                  "应为invention、utility_model或design之一。");
        return name;
    }

    // ---- the parts ----

    void read_head(const Object& root) {
        const auto must_be = [&](std::string_view name, std::string_view wanted) {
            const Place place = in(root, "", name);
            const std::string said = text(place);
            if (!said.empty() && said != wanted)
                fault(place.pointer, "rules.pack", "Must be “" + std::string(wanted) + "” in this file.",
                      "本文件中应为“" + std::string(wanted) + "”。");
        };
        must_be("pack", spec_.id);
        must_be("office", spec_.office);
        const std::optional<Date> version = date(in(root, "", "version"));
        if (version && *version < spec_.oldest)
            fault("/version", "rules.version",
                  "The plugin was built with the pack of " + spec_.oldest.text() + " and takes no older one.",
                  "本插件随" + spec_.oldest.text() + "版规则包构建，不接受更早的版本。");
        const Place valid = in(root, "", "valid");
        const Object* span = object(valid, {"from", "to"});
        if (span == nullptr) return;
        valid_from_ = date(in(*span, valid.pointer, "from"));
        valid_to_ = date_if_any(in(*span, valid.pointer, "to"));
        check_order(valid_from_, valid_to_, valid.pointer + "/to");
        if (valid_to_ && valid_from_ && *valid_to_ < *valid_from_) valid_to_.reset();  // told once
    }

    void check_order(const std::optional<Date>& from, const std::optional<Date>& to, std::string pointer) {
        if (from && to && *to < *from)
            fault(std::move(pointer), "rules.validity", "Ends before it begins.", "终止日早于起始日。");
    }

    /// An object whose member names are ids; each member goes to `visit`.
    template <class Visit>
    void table(const Place& place, Visit visit) {
        if (place.value == nullptr) return missing(place);
        const Object* members = place.value->object();
        if (members == nullptr) return fault(place.pointer, "rules.type", "Must be an object.", "应为对象。");
        for (const plugin::Member& member : *members) {
            const Place one{place.pointer + "/" + escaped(member.name), &member.value};
            if (!is_identifier(member.name))
                fault(one.pointer, "rules.id", "Must be named by letters, digits, - and _, 40 at most.",
                      "名称只能由字母、数字、“-”和“_”组成，最多40个字符。");
            else
                visit(member.name, one);
        }
    }

    void read_laws(const Place& place) {
        table(place, [&](const std::string& id, const Place& one) { pack_.laws.emplace(id, both(one)); });
    }
    void read_sources(const Place& place) {
        table(place, [&](const std::string& id, const Place& one) {
            text(one);
            sources_.push_back(id);
        });
    }

    void read_rule(const Place& place) {
        const Object* members = object(
            place, {"id", "law", "kind", "what", "article", "sources", "confidence", "counting", "period",
                    "window", "extension", "surcharge_percent", "proposed", "valid_from", "valid_to"});
        if (members == nullptr) return;
        const auto at = [&](std::string_view name) { return in(*members, place.pointer, name); };
        Rule rule;
        rule.id = identifier(at("id"));
        rule.law = identifier(at("law"));
        if (!rule.law.empty() && !pack_.laws.contains(rule.law))
            fault(at("law").pointer, "rules.law", "The pack names no such law.", "规则包未列出该法律。");
        rule.kind = kind(at("kind"));
        rule.what = both(at("what"));
        rule.article = both(at("article"));
        rule.source = sources(at("sources"));
        rule.confidence = confidence(at("confidence"));
        rule.counting = counting(at("counting"));
        rule.period = period(at("period"));
        rule.window = period(at("window"));
        rule.extension = period(at("extension"));
        if (rule.counting == Counting::validity && (rule.period.days != 0 || rule.window.days != 0))
            fault(at("counting").pointer, "rules.counting", "A term of validity is counted in months.",
                  "有效期应以月计。");
        if (at("proposed").value != nullptr) rule.proposed = period(at("proposed"));
        if (at("surcharge_percent").value != nullptr) read_surcharges(at("surcharge_percent"), rule);
        const std::optional<Date> from = date(at("valid_from"));
        rule.valid_to = date_if_any(at("valid_to"));
        check_order(from, rule.valid_to, at("valid_to").pointer);
        if (!from) return;
        rule.valid_from = *from;
        if (!rule.valid_to) rule.valid_to = valid_to_;
        check_validity(rule, place);
        pack_.rules.push_back(std::move(rule));
    }

    Counting counting(const Place& place) {
        if (place.value == nullptr) return Counting::ordinary;
        const std::string name = text(place);
        if (name == "validity") return Counting::validity;
        if (!name.empty() && name != "ordinary")
            fault(place.pointer, "rules.counting", "Must be ordinary or validity.",
                  "应为ordinary或validity之一。");
        return Counting::ordinary;
    }

    void read_surcharges(const Place& place, Rule& rule) {
        each(place, [&](const Place& one) { rule.surcharges.push_back(number(one, 0, highest_surcharge)); });
        if (rule.extension.days != 0 ||
            rule.surcharges.size() != static_cast<std::size_t>(rule.extension.months))
            fault(place.pointer, "rules.surcharge", "Must have one number for each month of the extension.",
                  "应与宽限期的月数一一对应。");
    }

    void check_validity(const Rule& rule, const Place& place) {
        const bool is_early = valid_from_ && rule.valid_from < *valid_from_;
        const bool is_late = valid_to_ && (rule.valid_from > *valid_to_ || *rule.valid_to > *valid_to_);
        if (is_early || is_late)
            fault(place.pointer + (is_early ? "/valid_from" : "/valid_to"), "rules.validity",
                  "Lies outside of the days for which the pack is valid.", "超出规则包的有效期间。");
        for (const Rule& other : pack_.rules)
            if (other.id == rule.id && other.kind == rule.kind && overlaps(rule, other))
                return fault(place.pointer + "/valid_from", "rules.overlap",
                             "Another rule " + rule.id + " is in force on some of its days.",
                             "与另一条规则" + rule.id + "的有效期间重叠。");
    }

    void read_fee(const Place& place) {
        const Object* members = object(place, {"id", "kind", "last_year", "amount", "sources", "confidence"});
        if (members == nullptr) return;
        const auto at = [&](std::string_view name) { return in(*members, place.pointer, name); };
        Fee fee;
        fee.id = identifier(at("id"));
        fee.kind = identifier(at("kind"));
        if (at("last_year").value != nullptr) fee.last_year = number(at("last_year"), 1, last_patent_year);
        if (at("amount").value == nullptr) return missing(at("amount"));
        const std::optional<plugin::Money> money = plugin::money_of(*at("amount").value);
        if (!money || money->currency != "CNY" || money->amount < 0 || money->amount > plugin::largest_amount)
            return fault(at("amount").pointer, "rules.fee", "Must be an amount in CNY, in fen, not negative.",
                         "应为人民币金额（CNY，以分计），不得为负。");
        fee.fen = money->amount;
        fee.source = sources(at("sources"));
        fee.confidence = confidence(at("confidence"));
        // The steps of one fee ascend: the first one whose last year is not passed counts.
        for (const Fee& other : pack_.fees)
            if (other.id == fee.id && other.kind == fee.kind &&
                (other.last_year == 0 || other.last_year >= fee.last_year))
                return fault(place.pointer, "rules.overlap", "Another fee of that name covers these years.",
                             "另一项同名费用已覆盖这些年度。");
        pack_.fees.push_back(std::move(fee));
    }

    // ---- what the code relies on ----

    void need_everything() {
        for (const NeededRule& needed : spec_.rules) need(needed);
        for (const NeededFee& needed : spec_.fees) {
            const bool is_there = std::ranges::any_of(pack_.fees, [&](const Fee& fee) {
                return fee.id == needed.id && fee.kind == needed.kind && fee.last_year >= needed.last_year;
            });
            if (is_there) continue;
            const std::string name = std::string(needed.id) + " (" + std::string(needed.kind) + ")";
            fault("/fees", "rules.missing", "The plugin asks for the fee " + name + ".",
                  "缺少插件所需的费用" + name + "。");
        }
    }

    void need(const NeededRule& needed) {
        const std::string name =
            std::string(needed.id) + (needed.kind.empty() ? "" : " (" + std::string(needed.kind) + ")");
        bool is_there = false;
        for (const Rule& rule : pack_.rules) {
            if (rule.id != needed.id || (!rule.kind.empty() && rule.kind != needed.kind)) continue;
            is_there = true;
            if ((needed.period && rule.period.is_empty()) || (needed.window && rule.window.is_empty()) ||
                (needed.extension && rule.extension.is_empty()))
                fault("/rules", "rules.period",
                      "The rule " + name + " lacks a period, window or extension that is computed with.",
                      "规则" + name + "缺少计算所需的期间、窗口期或宽限期。");
        }
        if (!is_there)
            fault("/rules", "rules.missing", "The plugin asks for the rule " + name + ".",
                  "缺少插件所需的规则" + name + "。");
    }

    const PackSpec& spec_;
    Faults& faults_;
    RulePack pack_;
    std::vector<std::string> sources_;
    std::optional<Date> valid_from_, valid_to_;
};

}  // namespace

RulePack read_rule_pack(const PackSpec& spec, const Value& content, Faults& faults) {
    return Reader(spec, faults).read(content);
}

}  // namespace xinbu::ip_status
