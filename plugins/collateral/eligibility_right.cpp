#include <algorithm>

#include "eligibility.hpp"
#include "text.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Record;
using plugin::Severity;

namespace {

Judgement status_not_known(const Case& subject) {
    return unknown(
        said("The register status of {0} is not known here.", "{0}的登记状态未知。", {subject.right}),
        {subject.right});
}

Judgement due_not_given() {
    return unknown(said("The day the debt falls due is not given.", "未提供债务到期日。"));
}

/// Facts of ip.status; an empty object where the right is not known.
const Object& facts_of(const Case& subject) {
    static const Object none;
    return subject.status ? *subject.status : none;
}

Judgement e06_granted(const Case& subject) {
    const auto granted = boolean_at(facts_of(subject), "granted");
    if (!granted) return status_not_known(subject);
    const std::string_view status = plugin::text_at(facts_of(subject), "status");
    if (*granted)
        return met(said("The right is registered or granted ({0}).", "权利已注册或已授权（{0}）。", {status}),
                   {subject.right});
    return not_met(said("The right is only applied for, not registered or granted ({0}).",
                        "权利尚在申请中，未获注册或授权（{0}）。", {status}),
                   {subject.right});
}

Judgement e07_in_force(const Case& subject) {
    const auto alive = boolean_at(facts_of(subject), "alive");
    if (!alive) return status_not_known(subject);
    const std::string today = subject.as_of.text();
    if (*alive) return met(said("In force on {0}.", "{0}权利有效。", {today}), {subject.right});
    const std::string_view ended = plugin::text_at(facts_of(subject), "ended_on");
    const std::string_view status = plugin::text_at(facts_of(subject), "status");
    return not_met(ended.empty()
                       ? said("Not in force on {0}: {1}.", "{0}权利已非有效：{1}。", {today, status})
                       : said("Ended on {0}: {1}.", "权利已于{0}终止：{1}。", {ended, status}),
                   {subject.right});
}

Judgement e08_patent_term(const Case& subject) {
    const auto last = date_at(facts_of(subject), "last_day");
    if (!last) return status_not_known(subject);
    if (!subject.due) return due_not_given();
    if (*last >= *subject.due)
        return met(said("Protected until {0}; the debt falls due on {1}.", "保护期至{0}，债务于{1}到期。",
                        {last->text(), subject.due->text()}),
                   {subject.right});
    return not_met(said("Protection ends on {0}, before the debt falls due on {1}.",
                        "保护期于{0}届满，早于债务到期日{1}。", {last->text(), subject.due->text()}),
                   {subject.right});
}

Judgement e09_mark_term(const Case& subject) {
    if (boolean_at(facts_of(subject), "in_grace") == true) {
        Judgement judgement = not_met(
            said("The mark is in the grace period for renewal until {0}: renew it before filing the pledge.",
                 "商标处于续展宽展期（至{0}）：应先续展再办理质押登记。",
                 {plugin::text_at(facts_of(subject), "grace_until")}),
            {subject.right});
        judgement.severity = Severity::block;
        return judgement;
    }
    const auto expiry = date_at(facts_of(subject), "last_day");
    if (!expiry) return status_not_known(subject);
    if (!subject.due) return due_not_given();
    const std::string buffer = std::to_string(subject.policy.renewal_buffer_months);
    const Date needed = subject.due->plus_months(static_cast<int>(subject.policy.renewal_buffer_months));
    if (*expiry >= needed)
        return met(
            said("Expires on {0}, not before {1}: the debt falls due on {2}, with a buffer of {3} months.",
                 "有效期至{0}，不早于{1}（债务到期日{2}加缓冲期{3}个月）。",
                 {expiry->text(), needed.text(), subject.due->text(), buffer}),
            {subject.right});
    return not_met(
        said("Expires on {0}, before {1} (the debt falls due on {2}, with a buffer of {3} months): ask for "
             "an undertaking to renew.",
             "有效期至{0}，早于{1}（债务到期日{2}加缓冲期{3}个月）：应取得续展承诺。",
             {expiry->text(), needed.text(), subject.due->text(), buffer}),
        {subject.right});
}

std::string number_at(const Object& facts, std::string_view name) {
    const std::int64_t* number = plugin::integer_at(facts, name);
    return number != nullptr ? std::to_string(*number) : std::string("?");
}

std::string fee_text(const Object& facts) {
    const plugin::Value* amount = facts.find("fee_amount");
    const auto money = amount != nullptr ? plugin::money_of(*amount) : std::nullopt;
    return money ? " (" + amount_text(money->amount, money->currency) + ")" : std::string();
}

Judgement e10_annual_fee(const Case& subject) {
    const Object& facts = facts_of(subject);
    const auto paid = boolean_at(facts, "fee_paid");
    const auto in_grace = boolean_at(facts, "in_grace");
    if (!paid && in_grace != true) return status_not_known(subject);
    const std::string year = number_at(facts, "fee_year");
    const std::string due(plugin::text_at(facts, "fee_due"));
    const std::string amount = fee_text(facts);
    if (in_grace == true)
        return not_met(
            said("The annual fee of year {0}{1}, due on {2}, is unpaid; the grace period runs until {3} and "
                 "counts as unpaid.",
                 "第{0}年度年费{1}应于{2}前缴纳，尚未缴纳；滞纳期至{3}，期间视为未缴。",
                 {year, amount, due, plugin::text_at(facts, "grace_until")}),
            {subject.right});
    if (!*paid)
        return not_met(said("The annual fee of year {0}{1}, due on {2}, is unpaid.",
                            "第{0}年度年费{1}应于{2}前缴纳，尚未缴纳。", {year, amount, due}),
                       {subject.right});
    return met(said("Annual fees are paid through the current patent year on {0}.",
                    "截至{0}，当前年度年费已缴纳。", {subject.as_of.text()}),
               {subject.right});
}

Judgement patent_dues(const Case& subject, Date filed, Date due) {
    std::vector<std::string> dates;
    const auto last = date_at(facts_of(subject), "last_day");
    for (int year = 1; year < 20; ++year) {
        const Date falls_due = filed.plus_years(year);
        if (falls_due > due || (last && falls_due > *last)) break;
        if (falls_due > subject.as_of) dates.push_back(falls_due.text());
    }
    if (dates.empty())
        return met(said("No annual fee falls due until {0}.", "至{0}前无年费到期。", {due.text()}),
                   {subject.right});
    return met(said("{0} annual fees fall due until {1}: {2}. Agree who pays them.",
                    "至{1}前有{0}次年费到期：{2}。应约定缴费责任人。",
                    {std::to_string(dates.size()), due.text(), joined(dates)}),
               {subject.right});
}

Judgement e11_calendar(const Case& subject) {
    if (!subject.due) return due_not_given();
    if (subject.is_mark) {
        const auto expiry = date_at(facts_of(subject), "last_day");
        if (!expiry) return status_not_known(subject);
        return met(*expiry <= *subject.due
                       ? said("One renewal falls due until {0}: by {1}.", "至{0}前须续展一次：最迟{1}。",
                              {subject.due->text(), expiry->text()})
                       : said("No renewal falls due until {0}; the mark expires on {1}.",
                              "至{0}前无须续展；商标有效期至{1}。", {subject.due->text(), expiry->text()}),
                   {subject.right});
    }
    const auto filed = date_at(facts_of(subject), "filing_date");
    return filed ? patent_dues(subject, *filed, *subject.due) : status_not_known(subject);
}

std::string overlay_text(const std::vector<const Object*>& found) {
    std::vector<std::string> lines;
    for (const Object* overlay : found) {
        std::string line(plugin::text_at(*overlay, "since"));
        const plugin::Value* counterparty = overlay->find("counterparty");
        const std::string* plain = counterparty != nullptr ? counterparty->text() : nullptr;
        const std::string name(plain != nullptr
                                   ? std::string_view(*plain)
                                   : plugin::text_at(plugin::object_at(*overlay, "counterparty"), "name"));
        if (!name.empty()) line += (line.empty() ? "" : " ") + name;
        lines.push_back(line.empty() ? "—" : line);
    }
    return joined(lines);
}

/// A rule that is met while the register shows nothing of those kinds.
Judgement absent(const Case& subject, std::initializer_list<std::string_view> kinds, plugin::Text none,
                 std::string_view some_en, std::string_view some_zh) {
    if (!subject.status) return status_not_known(subject);
    std::vector<const Object*> found;
    for (const std::string_view kind : kinds)
        for (const Object* overlay : overlays(subject, kind)) found.push_back(overlay);
    if (found.empty()) return met(std::move(none), {subject.right});
    return not_met(said(some_en, some_zh, {overlay_text(found)}), {subject.right});
}

Judgement e12_freeze(const Case& subject) {
    return absent(subject, {"freeze"}, said("No preservation or seizure is in force.", "无财产保全或查封。"),
                  "A preservation or seizure is in force: {0}.", "存在财产保全或查封：{0}。");
}

Judgement e13_suspension(const Case& subject) {
    return absent(subject, {"suspension"},
                  said("No suspension for a dispute of ownership.", "无权属纠纷中止程序。"),
                  "Proceedings are suspended for a dispute of ownership: {0}.", "因权属纠纷中止程序：{0}。");
}

/// Pledges of the right, from the office's register and from our own records.
struct Pledges {
    std::vector<std::string> shown, evidence;
};
Pledges pledges_of(const Case& subject) {
    Pledges pledges;
    for (const Record* pledge : standing_pledges(subject)) {
        std::string line = pledge->id;
        const std::string_view number = plugin::text_at(pledge->fields, "registration_number");
        const std::string_view since = plugin::text_at(pledge->fields, "registered_on");
        if (!number.empty()) line += " · " + std::string(number);
        if (!since.empty()) line += " · " + std::string(since);
        pledges.shown.push_back(std::move(line));
        pledges.evidence.push_back(pledge->id);
    }
    const auto registered = overlays(subject, "pledge");
    if (!registered.empty()) {
        pledges.shown.push_back(subject.right + " · " + overlay_text(registered));
        pledges.evidence.push_back(subject.right);
    }
    return pledges;
}

Judgement e14_patent_pledged(const Case& subject) {
    const Pledges pledges = pledges_of(subject);
    if (!pledges.shown.empty())
        return not_met(
            said("The patent is already pledged: {0}. No second pledge is registered while one stands.",
                 "该专利已设立质押：{0}。原质押存续期间不予办理新的质押登记。", {joined(pledges.shown)}),
            pledges.evidence);
    if (!subject.status) return status_not_known(subject);
    return met(said("No pledge stands on the patent.", "该专利无存续质押。"), {subject.right});
}

Judgement e15_mark_pledged(const Case& subject) {
    const Pledges pledges = pledges_of(subject);
    if (!pledges.shown.empty())
        return not_met(
            said("The mark is already pledged: {0}. A new pledge ranks behind it, by the time of "
                 "registration; whether the office registers a second one must be confirmed.",
                 "该商标已设立质押：{0}。新质押按登记时间顺位在后；登记机关是否办理后顺位质押须确认。",
                 {joined(pledges.shown)}),
            pledges.evidence);
    if (!subject.status) return status_not_known(subject);
    return met(said("No pledge stands on the mark.", "该商标无存续质押。"), {subject.right});
}

Judgement e16_patent_invalidation(const Case& subject) {
    Judgement judgement =
        absent(subject, {"invalidation_request"},
               said("No invalidation request is pending.", "无待决的无效宣告请求。"),
               "An invalidation request is pending ({0}): both parties must acknowledge it in the contract.",
               "存在待决的无效宣告请求（{0}）：双方应在合同中确认知情并同意。");
    if (judgement.status == plugin::FindingStatus::not_met && is_acknowledged(subject, "E16"))
        return met(said("An invalidation request is pending, and both parties have acknowledged it.",
                        "存在待决的无效宣告请求，双方已确认知情并同意。"),
                   {subject.right});
    return judgement;
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
    static const Object none;
    const plugin::Array& passed = plugin::array_at(facts_of(subject), "use_evidence");
    if (!passed.empty()) return passed;
    return plugin::array_at(subject.register_record ? subject.register_record->fields : none, "use_evidence");
}

std::vector<std::string> classes_without_use(const Case& subject) {
    static const Object none;
    std::vector<std::string> missing;
    for (const plugin::Value& value :
         plugin::array_at(subject.register_record ? subject.register_record->fields : none, "classes"))
        if (value.integer() != nullptr) missing.push_back(std::to_string(*value.integer()));
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
    // Nothing says that the mark is unused; the evidence only is not on file. So it is reported, not failed.
    return {plugin::FindingStatus::soft,
            said("Registered on {0}, more than three years ago; no evidence of use within three years is on "
                 "file for "
                 "class {1}: ask the pledgor for it.",
                 "注册日{0}，注册已满三年；第{1}类无近三年内的使用证据在案：应要求出质人提供。",
                 {registered->text(), missing.empty() ? "?" : joined(missing)}),
            {subject.right}};
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

/// Rights that are already listed together with this one in a pledge that is agreed or registered.
bool is_pledged_along(const Case& subject, std::string_view other) {
    return std::any_of(subject.pledges.begin(), subject.pledges.end(), [&](const Record& pledge) {
        if (pledge.status != "agreed" && pledge.status != "registered") return false;
        const plugin::Array& rights = plugin::array_at(pledge.fields, "rights");
        return std::any_of(rights.begin(), rights.end(), [&](const plugin::Value& right) {
            return right.text() != nullptr && *right.text() == other;
        });
    });
}

Judgement e21_bundle(const Case& subject) {
    if (!subject.bundle.is_known)
        return unknown(
            said("{0} is not recorded here with an owner who has a code; the owner's other marks are not "
                 "known.",
                 "{0}未登记或其权利人未载明代码，无法检索同一权利人的其他商标。", {subject.right}),
            {subject.right});
    std::vector<std::string> missing;
    for (const BundleMark& mark : subject.bundle.marks)
        if (!is_pledged_along(subject, mark.record)) missing.push_back(mark.record);
    if (missing.empty())
        return met(
            said("Every other live mark of the owner on record with a common class or similar group is "
                 "pledged along, or there is none.",
                 "登记在册的同一权利人其他有效商标中，同类别或同类似群者均已一并质押，或不存在此类商标。"),
            {subject.right});
    return unknown(
        said("{0} marks of the owner share a class or similar group: {1}. A person must judge which are "
             "identical or similar; those must be pledged along.",
             "同一权利人有{0}件商标与之同类别或同类似群：{1}。须人工判断是否相同或近似，是则须一并质押。",
             {std::to_string(missing.size()), joined(missing)}),
        missing);
}

Judgement e24_collective(const Case& subject) {
    const std::string_view kind = subject.register_record
                                      ? plugin::text_at(subject.register_record->fields, "kind")
                                      : std::string_view();
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

Judgement e26_evaluation(const Case& subject) {
    if (subject.kind == RightKind::invention)
        return met(
            said("Does not apply to invention patents, which are examined.", "发明专利经实质审查，不适用。"),
            {subject.right});
    if (subject.kind == RightKind::unknown) return status_not_known(subject);
    return unknown(
        said("Granted without substantive examination: ask the owner for a patent evaluation report; "
             "none is known here.",
             "该专利未经实质审查：应要求权利人提供专利权评价报告，目前未见。"),
        {subject.right});
}

Judgement e27_licences(const Case& subject) {
    return absent(subject, {"licence"}, said("No licence is recorded.", "无备案的许可。"),
                  "Licences are recorded: {0}. Value and consents must be examined.",
                  "存在备案的许可：{0}。应核查对价值的影响及同意情况。");
}

Judgement e28_open_licence(const Case& subject) {
    return absent(subject, {"open_licence"}, said("No open licence is in force.", "无有效的开放许可。"),
                  "An open licence is in force ({0}): once pledged, it needs the pledgee's consent.",
                  "开放许可有效（{0}）：质押后须经质权人同意。");
}

}  // namespace

const std::vector<Rule>& right_rules() {
#define XINBU_PATENT_PLEDGE "《专利权质押登记办法》 (CNIPA Announcement 461, 2021) refusal ground "
#define XINBU_MARK_PLEDGE "《注册商标专用权质押登记程序规定》 (CNIPA Announcement 358, 2020)"
    static const std::vector<Rule> rules{
        {"E06", Severity::block, Scope::any, "Civil Code (2020) art. 440(5); " XINBU_PATENT_PLEDGE "3",
         e06_granted},
        {"E07", Severity::block, Scope::any, XINBU_PATENT_PLEDGE "2; " XINBU_MARK_PLEDGE ", refusal grounds",
         e07_in_force},
        {"E08", Severity::block, Scope::patents, XINBU_PATENT_PLEDGE "6", e08_patent_term},
        {"E09", Severity::warn, Scope::marks, "Trademark Law (2019) art. 40; " XINBU_MARK_PLEDGE,
         e09_mark_term},
        {"E10", Severity::block, Scope::patents, XINBU_PATENT_PLEDGE "4", e10_annual_fee},
        {"E11", Severity::info, Scope::any,
         "Implementing Rules of the Patent Law (2023) r. 115; Trademark Law (2019) art. 40", e11_calendar},
        {"E12", Severity::block, Scope::any, XINBU_PATENT_PLEDGE "5; " XINBU_MARK_PLEDGE ", refusal grounds",
         e12_freeze},
        {"E13", Severity::block, Scope::any,
         XINBU_PATENT_PLEDGE "5; Implementing Rules of the Patent Law (2023) r. 103–105", e13_suspension},
        {"E14", Severity::block, Scope::patents, XINBU_PATENT_PLEDGE "9", e14_patent_pledged},
        {"E15", Severity::warn, Scope::marks,
         "Civil Code (2020) art. 414(2) (office practice to be confirmed)", e15_mark_pledged},
        {"E16", Severity::ack, Scope::patents, XINBU_PATENT_PLEDGE "11", e16_patent_invalidation},
        {"E17", Severity::warn, Scope::marks, "Trademark Law (2019) art. 44–45", e17_mark_invalidation},
        {"E18", Severity::warn, Scope::marks,
         "Trademark Law (2019) art. 49; from 2027-01-01 Trademark Law (2026) art. 57", e18_cancellation},
        {"E19", Severity::warn, Scope::marks,
         "Trademark Law (2019) art. 49; Implementing Regulations (2014) art. 66", e19_use},
        {"E20", Severity::warn, Scope::marks, "Trademark Law (2019) art. 45", e20_young_mark},
        {"E21", Severity::block, Scope::marks, bundle_basis, e21_bundle},
        {"E24", Severity::warn, Scope::marks,
         "Trademark Law (2019) art. 10; 《集体商标、证明商标注册和管理规定》", e24_collective},
        {"E26", Severity::warn, Scope::patents, "Patent Law (2020) art. 66", e26_evaluation},
        {"E27", Severity::warn, Scope::any, "Civil Code (2020) art. 444(2); Trademark Law (2019) art. 43",
         e27_licences},
        {"E28", Severity::warn, Scope::patents, "Implementing Rules of the Patent Law (2023) r. 86",
         e28_open_licence},
    };
#undef XINBU_PATENT_PLEDGE
#undef XINBU_MARK_PLEDGE
    return rules;
}

}  // namespace xinbu::collateral
