#include "rules.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "patents.hpp"
#include "trademarks.hpp"

namespace xinbu::ip_status {

using plugin::Date;
using plugin::Object;

namespace {

constexpr Date trademark_law_2019{2019, 11, 1};
constexpr Date patent_law_2020{2021, 6, 1};
constexpr Date patent_rules_2023{2024, 1, 20};
constexpr Date patent_law_1992{1993, 1, 1};  // terms of 20 and 10 years for what was filed since

constexpr Period months(int count) {
    return {count, 0};
}
constexpr Period days(int count) {
    return {0, count};
}
constexpr Period years(int count) {
    return {12 * count, 0};
}

constexpr Confidence sure = Confidence::confirmed;
constexpr Confidence firm = Confidence::firm;
constexpr Confidence unsure = Confidence::unsure;

/// A rule of the Trademark Law of 2019 or its Implementing Regulations.
Rule mark(std::string_view id, Words what, Words article, std::string_view source, Confidence confidence,
          Period period = {}, Period extension = {}) {
    return {id,
            "TML2019",
            "",
            what,
            article,
            source,
            confidence,
            period,
            extension,
            {},
            trademark_law_2019,
            trademark_law_2026.plus_days(-1)};
}

/// A rule of the Patent Law of 2020.
Rule law(std::string_view id, Words what, Words article, std::string_view source, Confidence confidence,
         Period period = {}, Period extension = {}) {
    return {id, "PL2020", "", what, article, source, confidence, period, extension, {}, patent_law_2020, {}};
}

/// A rule of the Implementing Rules of 2023.
Rule implementing(std::string_view id, Words what, Words article, std::string_view source,
                  Confidence confidence, Period period = {}, Period extension = {}) {
    Rule rule = law(id, what, article, source, confidence, period, extension);
    rule.law = "PR2023";
    rule.valid_from = patent_rules_2023;
    return rule;
}

/// A term of protection: it goes by the day of filing.
Rule term(std::string_view id, std::string_view kind, Words what, Words article, std::string_view source,
          Confidence confidence, Period period, Date from, std::optional<Date> to = {}) {
    return {id, "PL2020", kind, what, article, source, confidence, period, {}, {}, from, to};
}

constexpr Words art(std::string_view en, std::string_view zh) {
    return {en, zh};
}

std::vector<Rule> trademark_rules() {
    return {
        mark("TD-01", {"Examination by the Office", "商标局审查期限"},
             art("Trademark Law (2019) art. 28", "《商标法》（2019年修正）第二十八条"), "S3", sure,
             months(9)),
        mark("TD-02", {"Answer to a notice to explain or amend", "说明或修正答复期限"},
             art("Implementing Regulations (2014) art. 23", "《商标法实施条例》（2014年修订）第二十三条"),
             "S4", sure, days(15)),
        mark("TD-03", {"Request to divide after a partial refusal", "部分驳回后的分割申请期限"},
             art("Implementing Regulations (2014) art. 22", "《商标法实施条例》（2014年修订）第二十二条"),
             "S4", sure, days(15)),
        mark("TD-04", {"Request for review of a refusal", "驳回复审申请期限"},
             art("Trademark Law (2019) art. 34", "《商标法》（2019年修正）第三十四条"), "S3", sure, days(15)),
        mark("TD-05", {"Action in court against a review decision", "对复审决定或裁定提起诉讼的期限"},
             art("Trademark Law (2019) art. 34, 35, 44, 45, 54",
                 "《商标法》（2019年修正）第三十四条、第三十五条、第四十四条、第四十五条、第五十四条"),
             "S3", sure, days(30)),
        mark("TD-06", {"End of the opposition period", "异议期届满"},
             art("Trademark Law (2019) art. 33", "《商标法》（2019年修正）第三十三条"), "S3", sure,
             months(3)),
        mark("TD-07", {"Defence against an opposition", "异议答辩期限"},
             art("Implementing Regulations (2014) art. 27", "《商标法实施条例》（2014年修订）第二十七条"),
             "S4", sure, days(30), months(3)),
        mark("TD-08", {"Decision on the opposition", "异议审查决定期限"},
             art("Trademark Law (2019) art. 35", "《商标法》（2019年修正）第三十五条"), "S3", sure,
             months(12), months(6)),
        mark("TD-09", {"Registration where nobody opposed", "无异议的核准注册"},
             art("Trademark Law (2019) art. 33", "《商标法》（2019年修正）第三十三条"), "S3", sure),
        mark("TD-10", {"Term of the registration", "注册商标有效期"},
             art("Trademark Law (2019) art. 39", "《商标法》（2019年修正）第三十九条"), "S3", sure,
             years(trademark_term_years)),
        mark("TD-11", {"Renewal", "续展注册"},
             art("Trademark Law (2019) art. 40", "《商标法》（2019年修正）第四十条"), "S3", sure,
             months(renewal_window_months), months(renewal_grace_months)),
        mark("TD-12", {"Renewal within grace", "宽展期内续展"},
             art("Trademark Law (2019) art. 40", "《商标法》（2019年修正）第四十条"), "S3", sure,
             months(renewal_grace_months)),
        mark("TD-13", {"New term after a renewal", "续展后的新有效期"},
             art("Trademark Law (2019) art. 40", "《商标法》（2019年修正）第四十条"), "S3", sure,
             years(trademark_term_years)),
        mark("TD-14", {"Struck off where not renewed", "期满未续展注销"},
             art("Trademark Law (2019) art. 40", "《商标法》（2019年修正）第四十条"), "S3", sure),
        mark("TD-15", {"Open to cancellation for non-use", "连续三年不使用撤销风险起始日"},
             art("Trademark Law (2019) art. 49; Implementing Regulations (2014) art. 66",
                 "《商标法》（2019年修正）第四十九条第二款、《商标法实施条例》（2014年修订）第六十六条"),
             "S3 S4", sure, years(3)),
        mark("TD-16", {"Evidence of use after a non-use notice", "撤销三年不使用案件提交使用证据期限"},
             art("Implementing Regulations (2014) art. 66, 67",
                 "《商标法实施条例》（2014年修订）第六十六条、第六十七条"),
             "S4", sure, months(2)),
        mark("TD-17", {"Decision on the request to cancel", "撤销申请审查决定期限"},
             art("Trademark Law (2019) art. 49", "《商标法》（2019年修正）第四十九条"), "S3", sure, months(9),
             months(3)),
        mark("TD-17R", {"Request for review of a cancellation", "撤销复审申请期限"},
             art("Trademark Law (2019) art. 54", "《商标法》（2019年修正）第五十四条"), "S3", sure, days(15)),
        mark("TD-18", {"Answer to a request on genericness", "通用名称撤销案件答辩期限"},
             art("Implementing Regulations (2014) art. 65", "《商标法实施条例》（2014年修订）第六十五条"),
             "S4", sure, months(2)),
        mark("TD-19", {"End of invalidation on relative grounds", "相对理由无效宣告请求期限届满"},
             art("Trademark Law (2019) art. 45", "《商标法》（2019年修正）第四十五条"), "S3", sure, years(5)),
        mark("TD-20", {"Invalidation on absolute grounds, at any time", "绝对理由无效宣告（无期限）"},
             art("Trademark Law (2019) art. 44", "《商标法》（2019年修正）第四十四条"), "S3", sure),
        mark("TD-21", {"End of the year in which similar marks of others are refused", "一年隔离期届满"},
             art("Trademark Law (2019) art. 50", "《商标法》（2019年修正）第五十条"), "S3", sure, years(1)),
        mark("TD-22", {"Change of name, address or other items", "变更注册人名义、地址或其他注册事项"},
             art("Trademark Law (2019) art. 41, 49", "《商标法》（2019年修正）第四十一条、第四十九条第一款"),
             "S3", sure),
        mark("TD-23", {"End of a recorded licence", "许可备案期限届满"},
             art("Trademark Law (2019) art. 43; Implementing Regulations (2014) art. 69",
                 "《商标法》（2019年修正）第四十三条、《商标法实施条例》（2014年修订）第六十九条"),
             "S3 S4", sure),
        mark(
            "TD-24", {"Assignment together with identical and similar marks", "近似商标一并转让"},
            art("Trademark Law (2019) art. 42; Implementing Regulations (2014) art. 31, 32",
                "《商标法》（2019年修正）第四十二条、《商标法实施条例》（2014年修订）第三十一条、第三十二条"),
            "S3 S4", sure),
        mark("TD-25", {"End of a court's preservation", "财产保全期限届满"},
             art("SPC interpretation on the preservation of registered marks (2020)",
                 "《最高人民法院关于人民法院对注册商标权进行财产保全的解释》（2020年修正）"),
             "S8", unsure, years(1)),
        mark("TD-26", {"End of the opposition period of a Madrid mark", "马德里国际注册商标异议期届满"},
             art("Implementing Regulations (2014) art. 45, 46",
                 "《商标法实施条例》（2014年修订）第四十五条、第四十六条"),
             "S4", sure, months(3)),
        mark("TD-27", {"End of the right of priority", "优先权期限届满"},
             art("Trademark Law (2019) art. 25", "《商标法》（2019年修正）第二十五条"), "", firm, months(6))};
}

/// What the law of 2026 has made of a rule. Its periods are not known: those of 2019 stand, in doubt.
Rule carried_over(const Rule& rule) {
    Rule next = rule;
    next.law = "TML2026";
    next.source = "S29";
    next.confidence = unsure;
    next.article = {"Trademark Law (2026), article not verified", "《商标法》（2026年修订），条文号待核实"};
    next.valid_from = trademark_law_2026;
    next.valid_to.reset();
    if (rule.id == "TD-06") next.proposed = months(2);
    if (rule.id == "TD-15")
        next.article = {"Trademark Law (2026) art. 57: also of the Office's own motion; period not verified",
                        "《商标法》（2026年修订）第五十七条：商标局亦可依职权撤销；期限待核实"};
    return next;
}

std::vector<Rule> patent_rules() {
    constexpr Words terms = {"Patent Law (2020) art. 42", "《专利法》（2020年修正）第四十二条"};
    return {
        term("PD-01", "invention", {"End of the term", "专利权期限届满"}, terms, "S5", sure, years(20),
             patent_law_1992),
        term("PD-01", "utility_model", {"End of the term", "专利权期限届满"}, terms, "S5", sure, years(10),
             patent_law_1992),
        term("PD-01", "design", {"End of the term", "专利权期限届满"}, terms, "S5", sure, years(15),
             long_design_term_from),
        term("PD-02", "design", {"End of the term", "专利权期限届满"},
             {"Patent Law (2020), transition for designs filed before 2021-06-01",
              "《专利法》（2020年修正）施行前申请外观设计的过渡规定"},
             "", firm, years(10), patent_law_1992, long_design_term_from.plus_days(-1)),
        law("PD-03", {"Request for patent term adjustment", "专利权期限补偿请求期限"},
            {"Patent Law (2020) art. 42; Implementing Rules of the Patent Law (2023) r. 77, 78",
             "《专利法》（2020年修正）第四十二条第二款、《专利法实施细则》（2023年修订）第七十七条、第七十八"
             "条"},
            "S5 S6", sure, months(3)),
        law("PD-04", {"Extension for the approval of a drug", "药品专利权期限补偿"},
            {"Patent Law (2020) art. 42; Implementing Rules of the Patent Law (2023) r. 80 to 84",
             "《专利法》（2020年修正）第四十二条第三款、《专利法实施细则》（2023年修订）第八十条至第八十四"
             "条"},
            "S5 S6", sure, years(5)),
        law("PD-05", {"Last day of a term, moved by no holiday", "保护期届满日（不因节假日顺延）"},
            {"Patent Examination Guidelines part V ch. 9", "《专利审查指南》第五部分第九章"}, "", firm),
        law("PD-06", {"Request for substantive examination", "实质审查请求期限"},
            {"Patent Law (2020) art. 35", "《专利法》（2020年修正）第三十五条"}, "S5", sure, years(3)),
        law("PD-06P", {"Publication of the application", "发明专利申请公布"},
            {"Patent Law (2020) art. 34", "《专利法》（2020年修正）第三十四条"}, "S5", sure, months(18)),
        law("PD-07", {"Request for re-examination", "复审请求期限"},
            {"Patent Law (2020) art. 41", "《专利法》（2020年修正）第四十一条"}, "S5", sure, months(3)),
        law("PD-08", {"Grant, effective on its announcement", "授权公告之日起生效"},
            {"Patent Law (2020) art. 39, 40", "《专利法》（2020年修正）第三十九条、第四十条"}, "S5", sure),
        law("PD-09", {"Action in court against an invalidation decision", "对无效宣告决定提起诉讼的期限"},
            {"Patent Law (2020) art. 45 to 47", "《专利法》（2020年修正）第四十五条至第四十七条"}, "S5", sure,
            months(3)),
        law("PD-10", {"End before the term", "专利权提前终止"},
            {"Patent Law (2020) art. 44", "《专利法》（2020年修正）第四十四条"}, "S5", sure),
        law("PD-11", {"Utility model given up for the invention of the same day", "同日申请放弃实用新型"},
            {"Patent Law (2020) art. 9", "《专利法》（2020年修正）第九条"}, "S5", sure),
        law("PD-12", {"Assignment, effective on registration", "专利权转让自登记之日起生效"},
            {"Patent Law (2020) art. 10", "《专利法》（2020年修正）第十条"}, "S5", sure),
        law("PD-13", {"Co-owners", "专利权共有"},
            {"Patent Law (2020) art. 14", "《专利法》（2020年修正）第十四条"}, "S5", sure),
        implementing("PD-14", {"Recordal of a licence contract", "实施许可合同备案期限"},
                     {"Implementing Rules of the Patent Law (2023)", "《专利法实施细则》（2023年修订）"},
                     "S6", sure, months(3)),
        implementing("PD-15", {"Bars to an open licence", "不得实行开放许可的情形"},
                     {"Implementing Rules of the Patent Law (2023) r. 86",
                      "《专利法实施细则》（2023年修订）第八十六条"},
                     "S6", sure),
        implementing("PD-16", {"End of a suspension or preservation", "程序中止或财产保全期限届满"},
                     {"Implementing Rules of the Patent Law (2023) r. 103 to 105",
                      "《专利法实施细则》（2023年修订）第一百零三条至第一百零五条"},
                     "S6", sure, years(1)),
        implementing("PD-17", {"What register and gazette show", "专利登记簿和专利公报的记载事项"},
                     {"Implementing Rules of the Patent Law (2023) r. 106, 107",
                      "《专利法实施细则》（2023年修订）第一百零六条、第一百零七条"},
                     "S6", sure),
        implementing(
            "PD-18", {"How periods are counted", "期限的计算"},
            {"Implementing Rules of the Patent Law (2023) r. 5", "《专利法实施细则》（2023年修订）第五条"},
            "S6", sure),
        implementing(
            "PD-19", {"Posted documents, deemed received", "邮寄文件推定收到日"},
            {"Implementing Rules of the Patent Law (2023) r. 4", "《专利法实施细则》（2023年修订）第四条"},
            "S6", sure, days(15)),
        implementing(
            "PD-20", {"Restoration of the right", "恢复权利请求期限"},
            {"Implementing Rules of the Patent Law (2023) r. 6", "《专利法实施细则》（2023年修订）第六条"},
            "S6", sure, months(2), years(2)),
        implementing("AF-01", {"Annual fee", "专利年费"},
                     {"Implementing Rules of the Patent Law (2023) r. 115",
                      "《专利法实施细则》（2023年修订）第一百一十五条"},
                     "S6 S22", sure, years(1), months(fee_grace_months))};
}

std::vector<Rule> other_rules() {
    return {Rule{"XX-01",
                 "Paris",
                 "",
                 {"Renewal by the law of the office", "依所在局法律续展"},
                 {"Paris Convention art. 5bis", "《保护工业产权巴黎公约》第五条之二"},
                 "",
                 firm,
                 {},
                 months(renewal_grace_months),
                 {},
                 Date(1967, 7, 14)},
            Rule{"OV-01",
                 "record",
                 "",
                 {"End of what is recorded on the right", "权利负担登记期限届满"},
                 {"As recorded by the office", "以登记记载为准"},
                 "",
                 sure,
                 {},
                 {},
                 {},
                 Date(1985, 4, 1)}};
}

std::vector<Rule> all_rules() {
    std::vector<Rule> all = trademark_rules();
    const std::size_t of_2019 = all.size();
    for (std::size_t at = 0; at < of_2019; ++at) all.push_back(carried_over(all[at]));
    for (const std::vector<Rule>& more : {patent_rules(), other_rules()})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

constexpr std::array<Fee, 19> official_fees{{{"annual", "invention", 3, 90000, "S20", sure},
                                             {"annual", "invention", 6, 120000, "S20", sure},
                                             {"annual", "invention", 9, 200000, "S20", sure},
                                             {"annual", "invention", 12, 400000, "S20", sure},
                                             {"annual", "invention", 15, 600000, "S20", sure},
                                             {"annual", "invention", 20, 800000, "S20", sure},
                                             {"annual", "utility_model", 3, 60000, "S20", sure},
                                             {"annual", "utility_model", 5, 90000, "S20", sure},
                                             {"annual", "utility_model", 8, 120000, "S20", sure},
                                             {"annual", "utility_model", 10, 200000, "S20", sure},
                                             {"annual", "design", 3, 60000, "S20", sure},
                                             {"annual", "design", 5, 90000, "S20", sure},
                                             {"annual", "design", 8, 120000, "S20", sure},
                                             {"annual", "design", 10, 200000, "S20", sure},
                                             {"annual", "design", 15, 300000, "S20", sure},
                                             {"restoration", "patent", 0, 100000, "S20", sure},
                                             {"renewal", "trademark", 0, 50000, "", unsure},
                                             {"renewal_late", "trademark", 0, 25000, "", unsure},
                                             {"pledge", "trademark", 0, 0, "S12", sure}}};

bool holds_on(const Rule& rule, Date day) {
    return rule.valid_from <= day && (!rule.valid_to || day <= *rule.valid_to);
}

int days_away(const Rule& rule, Date day) {
    if (day < rule.valid_from) return rule.valid_from.days_since(day);
    return rule.valid_to && *rule.valid_to < day ? day.days_since(*rule.valid_to) : 0;
}

void set_period(Object& object, std::string_view name, Period period) {
    if (period.is_empty()) return;
    object.set(std::string(name), Object{{"days", period.days}, {"months", period.months}});
}

}  // namespace

std::string_view name_of(Confidence confidence) {
    switch (confidence) {
        case Confidence::confirmed:
            return "confirmed";
        case Confidence::firm:
            return "firm";
        case Confidence::unsure:
            return "unsure";
    }
    return "unsure";
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = all_rules();
    return all;
}

Bearing rule_on(std::string_view id, Date day, std::string_view kind) {
    Bearing nearest;
    for (const Rule& rule : rules()) {
        if (rule.id != id || (!rule.kind.empty() && rule.kind != kind)) continue;
        if (holds_on(rule, day)) return {&rule, true};
        if (nearest.rule == nullptr || days_away(rule, day) < days_away(*nearest.rule, day))
            nearest.rule = &rule;
    }
    return nearest;
}

const Rule* successor_on(const Rule& rule, Date day) {
    if (!rule.valid_to || day <= *rule.valid_to) return nullptr;
    const Bearing next = rule_on(rule.id, day, rule.kind);
    return next.rule != &rule && next.is_in_force ? next.rule : nullptr;
}

std::span<const Fee> fees() {
    return official_fees;
}

const Fee* fee_of(std::string_view id, std::string_view kind, int year) {
    for (const Fee& fee : official_fees)
        if (fee.id == id && fee.kind == kind && (fee.last_year == 0 || year <= fee.last_year)) return &fee;
    return nullptr;
}

Object described(const Rule& rule) {
    const auto words = [](Words both) { return Object{{"en", both.en}, {"zh", both.zh}}; };
    Object object{{"article", words(rule.article)},
                  {"confidence", name_of(rule.confidence)},
                  {"id", rule.id},
                  {"law", rule.law},
                  {"source", rule.source},
                  {"valid_from", rule.valid_from.text()},
                  {"what", words(rule.what)}};
    if (!rule.kind.empty()) object.set("kind", rule.kind);
    if (rule.valid_to) object.set("valid_to", rule.valid_to->text());
    set_period(object, "period", rule.period);
    set_period(object, "extension", rule.extension);
    if (rule.proposed) set_period(object, "proposed", *rule.proposed);
    return object;
}

}  // namespace xinbu::ip_status
