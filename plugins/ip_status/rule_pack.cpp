#include "rule_pack.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "xinbu/plugin/money.hpp"
#include "xinbu/plugin/pack_reader.hpp"

namespace xinbu::ip_status {

using plugin::Date;
using plugin::Faults;
using plugin::Object;
using plugin::Value;

namespace {

constexpr std::int64_t highest_surcharge = 1000;  // per cent
constexpr std::int64_t last_patent_year = 50;

bool overlaps(const Rule& one, const Rule& other) {
    const bool is_before = one.valid_to && *one.valid_to < other.valid_from;
    const bool is_behind = other.valid_to && *other.valid_to < one.valid_from;
    return !is_before && !is_behind;
}

class Reader : plugin::PackReader {
public:
    Reader(const PackSpec& spec, Faults& faults) : PackReader(faults), spec_(spec) {}

    RulePack read(const Value& content) {
        const Object* root = object(
            {"", &content}, {"pack", "version", "office", "valid", "laws", "sources", "rules", "fees"});
        if (root == nullptr) return {};
        must_be(*root, "pack", spec_.id);
        must_be(*root, "office", spec_.office);
        static_cast<void>(version(*root, spec_.oldest));
        read_span(*root);
        table(in(*root, "", "laws"),
              [&](const std::string& id, const Place& one) { pack_.laws.emplace(id, both(one)); });
        read_sources(*root);
        each(in(*root, "", "rules"), [&](const Place& place) { read_rule(place); });
        each(in(*root, "", "fees"), [&](const Place& place) { read_fee(place); });
        if (faults_.empty()) need_everything();
        return std::move(pack_);
    }

private:
    int whole(const Place& place, std::int64_t low, std::int64_t high) {
        return static_cast<int>(number(place, low, high));
    }

    Period period(const Place& place) {
        if (place.value == nullptr) return {};
        const Object* members = object(place, {"months", "days"});
        if (members == nullptr) return {};
        const std::size_t faults_before = faults_.size();
        Period period;
        if (const Place months = in(*members, place.pointer, "months"); months.value != nullptr)
            period.months = whole(months, 0, longest_months);
        if (const Place days = in(*members, place.pointer, "days"); days.value != nullptr)
            period.days = whole(days, 0, longest_days);
        if (period.is_empty() && faults_.size() == faults_before)
            fault(place.pointer, "rules.period", "A period has months or days.",
                  "期间应包含月数或日数，且大于零。");
        return period;
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
        each(place, [&](const Place& one) { rule.surcharges.push_back(whole(one, 0, highest_surcharge)); });
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
        if (at("last_year").value != nullptr) fee.last_year = whole(at("last_year"), 1, last_patent_year);
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
    RulePack pack_;
};

}  // namespace

RulePack read_rule_pack(const PackSpec& spec, const Value& content, Faults& faults) {
    return Reader(spec, faults).read(content);
}

}  // namespace xinbu::ip_status
