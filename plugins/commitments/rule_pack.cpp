// The pack of terms and clocks: how it is read, what must be in it, and its schema.
#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>

#include "law.hpp"
#include "xinbu/plugin/pack_reader.hpp"

namespace xinbu::commitments {

using plugin::Array;
using plugin::Date;
using plugin::Faults;
using plugin::Object;
using plugin::Text;
using plugin::Value;

namespace {

/// The pack's edition when this plugin was built: it takes no older one.
constexpr Date oldest_version{2026, 11, 30};

constexpr std::array<std::string_view, 3> all_severities{"minor", "general", "serious"};

struct NeededClock {
    std::string_view id;
    bool days = false;
};
constexpr std::array<NeededClock, 9> needed_clocks{{{"CD-01", true},
                                                    {"CD-02"},
                                                    {"CD-03"},
                                                    {"CD-04", true},
                                                    {"CD-05"},
                                                    {"CD-06", true},
                                                    {"CD-07"},
                                                    {"CD-08"},
                                                    {"CD-09", true}}};

RuleText kept(Text text) {
    return {std::move(text.en), std::move(text.zh)};
}

class Reader : plugin::PackReader {
public:
    explicit Reader(Faults& faults) : PackReader(faults) {}

    RulePack read(const Value& content) {
        const Object* root = object(
            {"", &content}, {"pack", "version", "office", "valid", "laws", "sources", "terms", "clocks"});
        if (root == nullptr) return {};
        must_be(*root, "pack", pack_id);
        must_be(*root, "office", "CN");
        static_cast<void>(version(*root, oldest_version));
        read_span(*root);
        table(in(*root, "", "laws"), [&](const std::string& id, const Place& one) {
            pack_.laws.emplace(id, both(one));
            laws_.insert(id);
        });
        read_sources(*root);
        each(in(*root, "", "terms"), [&](const Place& place) { read_term(place); });
        each(in(*root, "", "clocks"), [&](const Place& place) { read_clock(place); });
        if (faults_.empty()) check_whole();
        return std::move(pack_);
    }

private:
    std::string one_of(const Place& place, const std::set<std::string, std::less<>>& known,
                       const char* rule) {
        const std::string name = text(place);
        if (!name.empty() && !known.contains(name))
            fault(place.pointer, rule, "“" + name + "” is not among those that the pack may name here.",
                  "此处不能填写“" + name + "”。");
        return name;
    }

    /// What terms and clocks have in common.
    Rule common(const Object& members, const std::string& pointer) {
        Rule rule;
        rule.id = text(in(members, pointer, "id"));
        rule.law = one_of(in(members, pointer, "law"), laws_, "rules.law");
        rule.what = kept(both(in(members, pointer, "what")));
        rule.article = kept(both(in(members, pointer, "article")));
        rule.confidence = confidence(in(members, pointer, "confidence"));
        if (members.contains("article_confidence"))
            rule.is_article_verified =
                confidence(in(members, pointer, "article_confidence")) == Confidence::confirmed;
        else
            rule.is_article_verified = rule.confidence == Confidence::confirmed;
        if (!rule.is_article_verified) {
            rule.article.en += " (article not verified)";
            rule.article.zh += "（条号未核实）";
        }
        rule.source = sources(in(members, pointer, "sources"));
        if (rule.confidence == Confidence::confirmed && rule.source.empty() && rule.law != "HOUSE" &&
            rule.law != "SCHEME")
            fault(pointer + "/sources", "rules.source", "What is confirmed names where it was read.",
                  "已确认的规则应注明来源。");
        return rule;
    }

    void read_term(const Place& place) {
        const Object* members =
            object(place, {"id", "law", "severity", "what", "article", "article_confidence", "confidence",
                           "sources", "least_months", "most_months", "published", "valid_from", "valid_to"});
        if (members == nullptr) return;
        const std::string& at = place.pointer;
        Rule rule = common(*members, at);
        rule.severity = one_of(in(*members, at, "severity"), {all_severities.begin(), all_severities.end()},
                               "rules.severity");
        rule.least_months = static_cast<int>(number(in(*members, at, "least_months"), 0, longest_months));
        rule.most_months = static_cast<int>(number(in(*members, at, "most_months"), 0, longest_months));
        rule.is_published = truth(in(*members, at, "published"));
        if (rule.most_months < rule.least_months)
            fault(at + "/most_months", "rules.period", "The longest term is shorter than the shortest.",
                  "最长期限短于最短期限。");
        rule.valid_from = date(in(*members, at, "valid_from"));
        if (members->contains("valid_to")) rule.valid_to = date(in(*members, at, "valid_to"));
        check_order(rule.valid_from, rule.valid_to, at + "/valid_to");
        if (rule.valid_from && valid_from_ && *rule.valid_from < *valid_from_)
            fault(at + "/valid_from", "rules.validity", "Is before the pack's own time.",
                  "早于规则包自身的有效期。");
        // No rule reaches beyond the days about which its pack speaks.
        if (valid_to_ && (!rule.valid_to || *rule.valid_to > *valid_to_)) rule.valid_to = valid_to_;
        pack_.rules.push_back(std::move(rule));
    }

    void read_clock(const Place& place) {
        const Object* members = object(place, {"id", "law", "what", "article", "article_confidence",
                                               "confidence", "sources", "days", "working_days"});
        if (members == nullptr) return;
        Rule rule = common(*members, place.pointer);
        const Place days = in(*members, place.pointer, "days"),
                    working = in(*members, place.pointer, "working_days");
        if (days.value != nullptr && working.value != nullptr)
            fault(working.pointer, "rules.period", "Days are counted in one way or the other.",
                  "不能同时规定日数和工作日数。");
        rule.counts_working_days = working.value != nullptr;
        const Place& given = rule.counts_working_days ? working : days;
        if (given.value != nullptr) rule.days = static_cast<int>(number(given, 1, longest_days));
        pack_.rules.push_back(std::move(rule));
    }

    // ---- what the code asks for

    void check_whole() {
        std::ranges::stable_sort(pack_.rules, {}, [](const Rule& one) {
            return one.valid_from.value_or(Date{9999, 1, 1});
        });
        for (const std::string_view severity : all_severities) check_terms(severity);
        for (const NeededClock& needed : needed_clocks) {
            const auto count = std::ranges::count(pack_.rules, needed.id, &Rule::id);
            const std::string id(needed.id);
            if (count != 1)
                fault("/clocks", "rules.needed", "The clock " + id + " must stand there once.",
                      "应有且仅有一条" + id + "。");
            else if (needed.days && std::ranges::find(pack_.rules, needed.id, &Rule::id)->days == 0)
                fault("/clocks", "rules.needed", "The clock " + id + " needs its days.", id + "应规定日数。");
        }
    }

    /// One after the other, without a day of two or of none between them.
    void check_terms(std::string_view severity) {
        const Rule* last = nullptr;
        for (const Rule& rule : pack_.rules) {
            if (rule.severity != severity) continue;
            if (last != nullptr && (!last->valid_to || last->valid_to->plus_days(1) != *rule.valid_from))
                fault("/terms", "rules.overlap",
                      "The terms “" + std::string(severity) + "” from " + rule.valid_from->text() +
                          " do not begin on the day after those before end.",
                      "类别“" + std::string(severity) + "”自" + rule.valid_from->text() +
                          "起的期限与前一规定不衔接。");
            last = &rule;
        }
        if (last == nullptr)
            fault("/terms", "rules.needed", "There are no terms “" + std::string(severity) + "”.",
                  "缺少类别“" + std::string(severity) + "”的期限。");
    }

    RulePack pack_;
    std::set<std::string, std::less<>> laws_;
};

// ---- the schema

Object object_of(Object properties, std::initializer_list<const char*> required) {
    Array names;
    for (const char* name : required) names.emplace_back(name);
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(names)},
            {"additionalProperties", false}};
}

Object ref(const char* name) {
    return {{"$ref", "#/$defs/" + std::string(name)}};
}

Object whole_number(std::int64_t low, std::int64_t high) {
    return {{"type", "integer"}, {"minimum", low}, {"maximum", high}};
}

Object array_of(Object items) {
    return {{"type", "array"}, {"items", std::move(items)}};
}

Object common_properties() {
    return {{"id", ref("text")},
            {"law", ref("text")},
            {"what", ref("both")},
            {"article", ref("both")},
            {"confidence", ref("confidence")},
            {"article_confidence", ref("confidence")},
            {"sources", array_of(ref("text"))}};
}

}  // namespace

RulePack read_rule_pack(const Value& content, Faults& faults) {
    return Reader(faults).read(content);
}

Object schema_of_pack() {
    Object term = common_properties(), clock = common_properties();
    Array severities;
    for (const std::string_view one : all_severities) severities.emplace_back(one);
    term.set("severity", Object{{"enum", std::move(severities)}});
    term.set("least_months", whole_number(0, plugin::PackReader::longest_months));
    term.set("most_months", whole_number(0, plugin::PackReader::longest_months));
    term.set("published", Object{{"type", "boolean"}});
    term.set("valid_from", ref("date"));
    term.set("valid_to", ref("date"));
    clock.set("days", whole_number(1, plugin::PackReader::longest_days));
    clock.set("working_days", whole_number(1, plugin::PackReader::longest_days));
    const Object map{{"type", "object"}};
    Object laws = map, sources = map;
    laws.set("additionalProperties", ref("both"));
    sources.set("additionalProperties", ref("text"));
    Object schema = object_of(
        {{"pack", Object{{"const", pack_id}}},
         {"version", ref("date")},
         {"office", Object{{"const", "CN"}}},
         {"valid", object_of({{"from", ref("date")}, {"to", ref("date")}}, {"from"})},
         {"laws", std::move(laws)},
         {"sources", std::move(sources)},
         {"terms", array_of(object_of(std::move(term),
                                      {"id", "law", "severity", "what", "article", "confidence", "sources",
                                       "least_months", "most_months", "published", "valid_from"}))},
         {"clocks",
          array_of(object_of(std::move(clock), {"id", "law", "what", "article", "confidence", "sources"}))}},
        {"pack", "version", "office", "valid", "laws", "sources", "terms", "clocks"});
    schema.set("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.set("title", "Rule pack " + std::string(pack_id));
    schema.set("$defs", Object{{"text", Object{{"type", "string"}, {"minLength", 1}, {"maxLength", 1000}}},
                               {"both", object_of({{"en", ref("text")}, {"zh", ref("text")}}, {"en", "zh"})},
                               {"date", Object{{"type", "string"}, {"format", "date"}}},
                               {"confidence", Object{{"enum", Array{"confirmed", "firm", "unsure"}}}}});
    return schema;
}

}  // namespace xinbu::commitments
