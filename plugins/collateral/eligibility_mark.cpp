#include <algorithm>

#include "citations.hpp"
#include "eligibility.hpp"
#include "pledge_dates.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Record;
using plugin::Severity;

namespace {

Judgement e09_mark_term(const Case& subject) {
    if (boolean_at(facts_of(subject), "in_grace") == true) {
        return not_met(
            said("The mark is in the grace period for renewal until {0}: renew it before filing the pledge.",
                 "商标处于续展宽展期（至{0}）：应先续展再办理质押登记。",
                 {plugin::text_at(facts_of(subject), "grace_until")}),
            {subject.right});
    }
    const auto expiry = date_at(facts_of(subject), "last_day");
    if (!expiry) return status_not_known(subject);
    if (!subject.asked.due) return due_not_given();
    if (auto past = due_before(subject)) return *std::move(past);
    const std::string buffer = std::to_string(subject.asked.policy.renewal_buffer_months);
    const Date needed =
        subject.asked.due->plus_months(static_cast<int>(subject.asked.policy.renewal_buffer_months));
    if (*expiry >= needed)
        return met(said("Expires on {0}, not before {1}: the debt falls due on {2}, with a buffer of {3} "
                        "months.",
                        "有效期至{0}，不早于{1}（债务到期日{2}加缓冲期{3}个月）。",
                        {expiry->text(), needed.text(), subject.asked.due->text(), buffer}),
                   {subject.right})
            .as(Severity::warn);
    return not_met(said("Expires on {0}, before {1} (the debt falls due on {2}, with a buffer of {3} "
                        "months): ask for "
                        "an undertaking to renew.",
                        "有效期至{0}，早于{1}（债务到期日{2}加缓冲期{3}个月）：应取得续展承诺。",
                        {expiry->text(), needed.text(), subject.asked.due->text(), buffer}),
                   {subject.right})
        .as(Severity::warn);
}

Judgement e15_mark_pledged(const Case& subject) {
    const Pledges pledges = pledges_of(subject);
    if (!pledges.shown.empty()) {
        const std::string rank = std::to_string(pledges.shown.size() + 1);
        const plugin::Text shown = joined_texts(pledges.shown);
        Judgement judgement = not_met(
            said("The mark is already pledged: {0}. A new pledge ranks at place {1} by the time of "
                 "registration; "
                 "whether the office registers a second one must be confirmed.",
                 "该商标已设立质押：{2}。新质押按登记时间顺位为第{1}；登记机关是否办理后顺位质押须确认。",
                 {shown.en, rank, shown.zh}),
            pledges.evidence);
        if (const auto left = subject.security.left()) {
            const std::string amount = amount_text(*left, subject.security.valuation->currency);
            judgement.message.en += " Behind them " + amount + " of the value is left.";
            judgement.message.zh += "扣除先顺位担保额后剩余价值" + amount + "。";
        } else if (subject.security.valuation) {
            judgement.message.en += " What is left of the value behind them is not known.";
            judgement.message.zh += "扣除先顺位担保额后的剩余价值未知。";
        }
        return judgement;
    }
    if (!pledges.is_known) return status_not_known(subject);
    if (auto doubt = doubt_of_pledges(subject, pledges)) return *std::move(doubt);
    return met(said("No pledge stands on the mark.", "该商标无存续质押。"), {subject.right});
}

Judgement e17_mark_invalidation(const Case& subject) {
    return absent(subject, {"invalidation_request"},
                  said("No invalidation request is pending.", "无待决的无效宣告请求。"),
                  "An invalidation request is pending: {0}.", "存在待决的无效宣告请求：{0}。");
}

Judgement e18_cancellation(const Case& subject) {
    return absent(subject, {"nonuse_request", "generic_request"},
                  said("No request for cancellation is pending.", "无待决的撤销申请。"),
                  "A request for cancellation (non-use or generic name) is pending: {0}.",
                  "存在待决的撤销申请（连续三年不使用或成为通用名称）：{0}。");
}

/// Use evidence of the mark, where ip_status passes it on or keeps it in the record.
const plugin::Array& use_evidence(const Case& subject) {
    const plugin::Array& passed = plugin::array_at(facts_of(subject), "use_evidence");
    return !passed.empty() ? passed : plugin::array_at(register_fields(subject), "use_evidence");
}

/// The classes in force where the register tells them, else those of the registration.
std::vector<std::string> classes_of(const Case& subject) {
    const plugin::Array& in_force = plugin::array_at(facts_of(subject), "classes");
    std::vector<std::string> classes;
    for (const plugin::Value& value :
         !in_force.empty() ? in_force : plugin::array_at(register_fields(subject), "classes"))
        if (value.integer() != nullptr) add_once(classes, std::to_string(*value.integer()));
    return classes;
}

std::vector<std::string> classes_without_use(const Case& subject) {
    std::vector<std::string> missing = classes_of(subject);
    const Date since = subject.as_of.plus_years(-3);
    for (const plugin::Value& one : use_evidence(subject)) {
        if (one.object() == nullptr) continue;
        const auto date = date_at(*one.object(), "date");
        if (!date || *date < since || *date > subject.as_of) continue;
        for (const plugin::Value& used : plugin::array_at(*one.object(), "classes"))
            if (used.integer() != nullptr) std::erase(missing, std::to_string(*used.integer()));
    }
    return missing;
}

std::optional<Date> registration_of(const Case& subject) {
    return date_at(facts_of(subject), "registration_date");
}

Judgement e19_use(const Case& subject) {
    const auto registered = registration_of(subject);
    if (!registered) return status_not_known(subject);
    const Date exposed = registered->plus_years(3);
    if (subject.as_of < exposed)
        return met(
            said("Registered on {0}: cancellation for non-use is possible only from {1}.",
                 "注册日{0}：{1}起方可因连续三年不使用被申请撤销。", {registered->text(), exposed.text()}),
            {subject.right});
    const auto missing = classes_without_use(subject);
    if (!use_evidence(subject).empty() && missing.empty())
        return met(said("Dated evidence of use within three years is on file for every class.",
                        "各类别均有近三年内的使用证据在案。"),
                   {subject.right});
    // Nothing says that the mark is unused: the evidence is not on file, and what is not known warns.
    return unknown(
        said("Registered on {0}, more than three years ago; no evidence of use within three years is on "
             "file for class {1}: ask the pledgor for it.",
             "注册日{0}，注册已满三年；第{1}类无近三年内的使用证据在案：应要求出质人提供。",
             {registered->text(), missing.empty() ? "?" : joined(missing)}),
        {subject.right});
}

Judgement e20_young_mark(const Case& subject) {
    const auto registered = registration_of(subject);
    if (!registered) return status_not_known(subject);
    const Date settled = registered->plus_years(5);
    if (subject.as_of > settled)
        return met(said("Registered on {0}: five years are over since {1}.",
                        "注册日{0}：五年争议期已于{1}届满。", {registered->text(), settled.text()}),
                   {subject.right});
    return not_met(
        said("Registered on {0}: invalidation on relative grounds is open until {1}.",
             "注册日{0}：{1}前仍可因相对理由被请求宣告无效。", {registered->text(), settled.text()}),
        {subject.right});
}

/// Whether it is asked about together with this one, or listed beside it in the contract.
bool is_pledged_along(const Case& subject, std::string_view other) {
    const auto& rights = subject.asked.rights;
    if (std::find(rights.begin(), rights.end(), other) != rights.end()) return true;
    if (subject.contract() != nullptr) return pledges_right(*subject.contract(), other);
    return std::any_of(subject.pledges.begin(), subject.pledges.end(), [&](const Record& pledge) {
        return (pledge.status == "agreed" || pledge.status == "registered") &&
               pledges_right(pledge.fields, other);
    });
}

/// Why the pledgee found that a candidate need not go along. Without naming it, an acknowledgement speaks of
/// the one there is.
std::optional<std::string> signed_off_by_pledgee(const Case& subject, std::string_view candidate) {
    if (auto reason = noted_by_pledgee(subject, "E21", candidate)) return reason;
    return subject.bundle.marks.size() == 1 ? noted_by_pledgee(subject, "E21", "") : std::nullopt;
}

Judgement e21_bundle(const Case& subject) {
    if (!subject.bundle.is_known)
        return unknown(
            said("{0} is not recorded here with an owner who has a code; the owner's other marks are not "
                 "known.",
                 "{0}未登记或其权利人未载明代码，无法检索同一权利人的其他商标。", {subject.right}),
            {subject.right});
    std::vector<std::string> alike, figures, signed_off, evidence;
    for (const BundleMark& mark : subject.bundle.marks) {
        if (is_pledged_along(subject, mark.record)) continue;
        const auto reason = signed_off_by_pledgee(subject, mark.record);
        const std::string words = mark.mark.empty() ? std::string() : " " + mark.mark;
        if (reason)
            signed_off.push_back(mark.record + words + ": " + *reason);
        else if (mark.likeness)
            alike.push_back(mark.record + words + " (" + std::string(mark.likeness->ground) + ")");
        else
            figures.push_back(mark.record);
        evidence.push_back(mark.record);
    }
    if (!alike.empty())
        return not_met(
            said("{0} marks of the owner are alike and share a class or similar group: {1}. Pledge each "
                 "along, or have the pledgee sign it off with a reason.",
                 "同一权利人有{0}件相同或近似商标与之同类别或同类似群：{1}"
                 "。须一并质押，或者由质权人逐件说明理由"
                 "确认。",
                 {std::to_string(alike.size()), joined(alike)}),
            evidence);
    if (!figures.empty())
        return unknown(
            said("{0} marks of the owner share a class or similar group and have no words to compare: {1}. A "
                 "person must judge which are similar; those must be pledged along.",
                 "同一权利人有{0}件商标与之同类别或同类似群而无文字可比：{1}"
                 "。须人工判断是否近似，是则须一并质押。",
                 {std::to_string(figures.size()), joined(figures)}),
            evidence);
    if (!signed_off.empty())
        return met(said("Marks of the owner that are alike were signed off by the pledgee: {0}",
                        "同一权利人的近似商标已由质权人确认：{0}", {joined(signed_off, "; ")}),
                   evidence);
    return met(
        said("Every other live mark of the owner on record that is alike and shares a class or similar "
             "group is pledged along, or there is none.",
             "登记在册的同一权利人其他有效商标中，相同或近似且类别或类似群重合者均已一并质押，或不存在。"),
        {subject.right});
}

Judgement e24_collective(const Case& subject) {
    const std::string_view kind = plugin::text_at(register_fields(subject), "kind");
    if (kind.empty())
        return unknown(said("Whether this is a collective or certification mark is not on record.",
                            "未登记该商标是否为集体商标或证明商标。"),
                       {subject.right});
    if (kind == "collective" || kind == "certification")
        return not_met(
            said("This is a {0} mark: only a qualified transferee may take it over, and its proceeds do "
                 "not belong to one firm.",
                 "该商标为{1}：受让人须具备主体资格，收益亦不归单一企业，通常不宜质押。",
                 {kind, kind == "collective" ? "集体商标" : "证明商标"}),
            {subject.right});
    return met(said("Neither a collective nor a certification mark.", "非集体商标或证明商标。"),
               {subject.right});
}

/// Classes for which use is evidenced, and the words by which the pledgor's brands name what they render.
Judgement e22_classes(const Case& subject) {
    const std::vector<std::string> classes = classes_of(subject);
    if (classes.empty()) return status_not_known(subject);
    std::vector<std::string> used, outside;
    for (const plugin::Value& one : use_evidence(subject))
        if (one.object() != nullptr)
            for (const plugin::Value& number : plugin::array_at(*one.object(), "classes"))
                if (number.integer() != nullptr) add_once(used, std::to_string(*number.integer()));
    for (const std::string& one : used)
        if (std::find(classes.begin(), classes.end(), one) == classes.end()) outside.push_back(one);
    if (!outside.empty())
        return not_met(
            said("Use is evidenced for class {0}, for which the mark is not registered (class {1}).",
                 "使用证据涉及第{0}类，超出核定类别（第{1}类）。", {joined(outside), joined(classes)}),
            {subject.right});
    for (const Record& brand : subject.asked.brands) {
        const std::string_view product = plugin::text_at(brand.fields, "product");
        if (holds_words(plugin::text_at(register_fields(subject), "goods"), product))
            return met(said("The registered goods name what the brand renders: {0}.",
                            "核定商品或服务包含品牌的产品或服务：{0}。", {product}),
                       {subject.right, brand.id});
    }
    if (!used.empty())
        return met(said("The use on file lies within the registered classes: {0}.",
                        "在案使用均在核定类别之内：第{0}类。", {joined(used)}),
                   {subject.right});
    if (const auto reason = noted_by_pledgee(subject, "E22"))
        return met(said("Examined by the pledgee: {0}", "质权人已核查：{0}", {*reason}), {subject.right});
    return unknown(
        said("Neither use evidence nor the registered goods say whether class {0} covers what the "
             "brand renders: a person must check.",
             "使用证据及核定商品均未说明第{0}类是否覆盖品牌实际提供的服务，须人工核对。", {joined(classes)}),
        {subject.right});
}

Judgement e23_as_registered(const Case& subject) {
    if (const auto reason = noted_by_pledgee(subject, "E23"))
        return met(said("Examined by the pledgee: {0}", "质权人已核查：{0}", {*reason}), {subject.right});
    return unknown(
        said("Whether the mark is used as it is registered takes a person's eye; the pledgee notes "
             "the result in the contract as an acknowledgement of E23.",
             "商标实际使用样式与注册样式是否一致须人工比对，质权人在合同中以E23知情确认载明结论。"),
        {subject.right});
}

}  // namespace

const std::vector<Rule>& mark_rules() {
    static const std::vector<Rule> rules{
        {"E09", Severity::block, Scope::marks,
         both_of({"Trademark Law (2019) art. 40", "《商标法》（2019年）第四十条"}, mark_pledge()),
         "2020-05-01", "last_day due renewal_buffer_months in_grace grace_until", e09_mark_term},
        {"E15",
         Severity::warn,
         Scope::marks,
         {"Civil Code (2020) art. 414(2) (office practice to be confirmed)",
          "《民法典》（2020年）第四百一十四条第二款（登记实务待核实）"},
         "2021-01-01",
         "overlays valuation",
         e15_mark_pledged},
        {"E17",
         Severity::warn,
         Scope::marks,
         {"Trademark Law (2019) art. 44–45", "《商标法》（2019年）第四十四条、第四十五条"},
         "2019-11-01",
         "overlays",
         e17_mark_invalidation},
        {"E18",
         Severity::warn,
         Scope::marks,
         {"Trademark Law (2019) art. 49; from 2027-01-01 Trademark Law (2026) art. 57",
          "《商标法》（2019年）第四十九条；自2027年1月1日起《商标法》（2026年）第五十七条"},
         "2019-11-01",
         "overlays",
         e18_cancellation},
        {"E19",
         Severity::warn,
         Scope::marks,
         {"Trademark Law (2019) art. 49; Implementing Regulations (2014) art. 66",
          "《商标法》（2019年）第四十九条；《商标法实施条例》（2014年）第六十六条"},
         "2019-11-01",
         "registration_date classes use_evidence",
         e19_use},
        {"E20",
         Severity::warn,
         Scope::marks,
         {"Trademark Law (2019) art. 45", "《商标法》（2019年）第四十五条"},
         "2019-11-01",
         "registration_date",
         e20_young_mark},
        {"E21", Severity::block, Scope::marks, bundle_basis(), "2020-05-01",
         "owners classes similar_groups contract", e21_bundle},
        {"E22",
         Severity::warn,
         Scope::marks,
         {"Trademark Law (2019) art. 56", "《商标法》（2019年）第五十六条"},
         "2019-11-01",
         "classes goods use_evidence",
         e22_classes},
        {"E23",
         Severity::warn,
         Scope::marks,
         {"Trademark Law (2019) art. 49; from 2027-01-01 Trademark Law (2026) art. 56",
          "《商标法》（2019年）第四十九条；自2027年1月1日起《商标法》（2026年）第五十六条"},
         "2019-11-01",
         "contract",
         e23_as_registered},
        {"E24",
         Severity::block,
         Scope::marks,
         {"Trademark Law (2019) art. 10; Rules on the Registration and Administration of Collective and "
          "Certification Marks",
          "《商标法》（2019年）第十条；《集体商标、证明商标注册和管理规定》"},
         "2019-11-01",
         "mark_kind",
         e24_collective},
    };
    return rules;
}

}  // namespace xinbu::collateral
