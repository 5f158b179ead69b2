#include <algorithm>

#include "citations.hpp"
#include "eligibility.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Record;
using plugin::Severity;

namespace {

/// The status in the words of ip.status; where only the record is known, in few.
plugin::Text status_text(const Case& subject) {
    const Object& facts = facts_of(subject);
    const std::string_view path = plugin::text_at(facts, "status");
    if (const std::string_view en = plugin::text_at(facts, "status_en"); !en.empty())
        return {std::string(en), std::string(plugin::text_at(facts, "status_zh"))};
    if (path.starts_with("DEAD/")) return {"ended", "已失效"};
    if (path.starts_with("LIVE/APPLICATION/")) return {"applied for", "申请中"};
    if (path.starts_with("LIVE/")) return {"registered or granted", "已注册或已授权"};
    return {"not known", "未知"};
}

Judgement e06_granted(const Case& subject) {
    const auto granted = boolean_at(facts_of(subject), "granted");
    if (!granted) return status_not_known(subject);
    const plugin::Text status = status_text(subject);
    if (*granted)
        return met(said("The right is registered or granted: {0}.", "权利已注册或已授权：{1}。",
                        {status.en, status.zh}),
                   {subject.right});
    return not_met(said("The right is only applied for, not registered or granted: {0}.",
                        "权利尚在申请中，未获注册或授权：{1}。", {status.en, status.zh}),
                   {subject.right});
}

/// In force by what is recorded: but nothing that a source leaves open may be read past.
Judgement in_force_by_all(const Case& subject, const std::string& today) {
    const plugin::Text doubts = doubts_of(subject, false);
    if (!doubts.en.empty())
        return unknown(said("In force on {0} by what is recorded, but not for certain: {1}",
                            "按现有记录{0}权利有效，但不能确定：{2}", {today, doubts.en, doubts.zh}),
                       {subject.right});
    if (!subject.told_elsewhere.empty()) {
        const plugin::Text told = lines_of(subject.told_elsewhere);
        return unknown(
            said("In force on {0} by what is recorded here, but registries that are followed record "
                 "otherwise: {1}.",
                 "按本登记簿{0}权利有效，但所关注登记簿另有记载：{2}。", {today, told.en, told.zh}),
            {subject.right});
    }
    return met(said("In force on {0}.", "{0}权利有效。", {today}), {subject.right});
}

Judgement e07_in_force(const Case& subject) {
    const auto alive = boolean_at(facts_of(subject), "alive");
    if (!alive) return status_not_known(subject);
    const std::string today = subject.as_of.text();
    if (*alive) return in_force_by_all(subject, today);
    const std::string_view ended = plugin::text_at(facts_of(subject), "ended_on");
    const plugin::Text status = status_text(subject);
    return not_met(
        ended.empty()
            ? said("Not in force on {0}: {1}.", "{0}权利已非有效：{2}。", {today, status.en, status.zh})
            : said("Ended on {0}: {1}.", "权利已于{0}终止：{2}。", {ended, status.en, status.zh}),
        {subject.right});
}

Judgement e08_patent_term(const Case& subject) {
    const auto last = date_at(facts_of(subject), "last_day");
    if (!last) return status_not_known(subject);
    if (!subject.asked.due) return due_not_given();
    if (auto past = due_before(subject)) return *std::move(past);
    if (*last >= *subject.asked.due)
        return met(said("Protected until {0}; the debt falls due on {1}.", "保护期至{0}，债务于{1}到期。",
                        {last->text(), subject.asked.due->text()}),
                   {subject.right});
    return not_met(said("Protection ends on {0}, before the debt falls due on {1}.",
                        "保护期于{0}届满，早于债务到期日{1}。", {last->text(), subject.asked.due->text()}),
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
    if (boolean_at(facts, "alive") == false)
        return soft(
            said("The right has ended: no annual fee keeps it any more.", "权利已终止，无须再缴纳年费。"),
            {subject.right});
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

/// The official fees that fall due until the debt does, as ip_status reckons them.
std::string cost_text(const Case& subject) {
    const auto total = subject.fees ? money_at(*subject.fees, "total") : std::nullopt;
    return total && total->amount > 0 ? amount_text(total->amount, total->currency) : std::string();
}

void add_cost(const Case& subject, Judgement& judgement) {
    const std::string cost = cost_text(subject);
    if (cost.empty()) return;
    judgement.message.en += " Official fees until then: " + cost + ".";
    judgement.message.zh += "期间官费合计" + cost + "。";
}

/// Who pays them, as the contract says.
void add_payer(const Case& subject, Judgement& judgement) {
    if (subject.contract() == nullptr) return;
    const std::string_view payer =
        plugin::text_at(plugin::object_at(*subject.contract(), "clauses"), "fees_paid_by");
    if (payer.empty()) return;
    const bool by_bank = payer == "pledgee";
    judgement.message.en += by_bank             ? " By the contract the pledgee pays them."
                            : payer == "escrow" ? " By the contract they are paid from escrow."
                                                : " By the contract the pledgor pays them.";
    judgement.message.zh += by_bank             ? "合同约定由质权人缴纳。"
                            : payer == "escrow" ? "合同约定自专户缴纳。"
                                                : "合同约定由出质人缴纳。";
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

Judgement calendar_of(const Case& subject) {
    if (!subject.asked.due) return due_not_given();
    if (subject.is_mark) {
        const auto expiry = date_at(facts_of(subject), "last_day");
        if (!expiry) return status_not_known(subject);
        return met(
            *expiry <= *subject.asked.due
                ? said("One renewal falls due until {0}: by {1}.", "至{0}前须续展一次：最迟{1}。",
                       {subject.asked.due->text(), expiry->text()})
                : said("No renewal falls due until {0}; the mark expires on {1}.",
                       "至{0}前无须续展；商标有效期至{1}。", {subject.asked.due->text(), expiry->text()}),
            {subject.right});
    }
    const auto filed = date_at(facts_of(subject), "filing_date");
    return filed ? patent_dues(subject, *filed, *subject.asked.due) : status_not_known(subject);
}

Judgement e11_calendar(const Case& subject) {
    Judgement judgement = calendar_of(subject);
    if (judgement.status != plugin::FindingStatus::met) return judgement;
    add_cost(subject, judgement);
    add_payer(subject, judgement);
    return judgement;
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

Judgement e14_patent_pledged(const Case& subject) {
    const Pledges pledges = pledges_of(subject);
    const plugin::Text shown = joined_texts(pledges.shown);
    if (!pledges.shown.empty())
        return not_met(
            said("The patent is already pledged: {0}. No second pledge is registered while one stands.",
                 "该专利已设立质押：{1}。原质押存续期间不予办理新的质押登记。", {shown.en, shown.zh}),
            pledges.evidence);
    if (!pledges.is_known) return status_not_known(subject);
    if (auto doubt = doubt_of_pledges(subject, pledges)) return *std::move(doubt);
    return met(said("No pledge stands on the patent.", "该专利无存续质押。"), {subject.right});
}

Judgement e16_patent_invalidation(const Case& subject) {
    Judgement judgement = absent(subject, {"invalidation_request"},
                                 said("No invalidation request is pending.", "无待决的无效宣告请求。"),
                                 "An invalidation request is pending ({0}): both parties must acknowledge it "
                                 "in the contract over their signatures.",
                                 "存在待决的无效宣告请求（{0}）：双方应在合同中签章确认知情并同意。");
    if (judgement.status == plugin::FindingStatus::not_met && is_acknowledged(subject, "E16"))
        return met(said("An invalidation request is pending, and both parties have acknowledged it.",
                        "存在待决的无效宣告请求，双方已确认知情并同意。"),
                   {subject.right});
    return judgement;
}

/// Patents of the same owners that were filed on the same day: of an invention the utility models, of a
/// utility model the inventions.
std::vector<Record> same_day_filings(const Case& subject, std::string_view other_kind) {
    std::vector<Record> found;
    const std::string_view filed = plugin::text_at(facts_of(subject), "filing_date");
    for (const plugin::Value& owner : plugin::array_at(facts_of(subject), "owners")) {
        const std::string code(owner.object() != nullptr ? plugin::text_at(*owner.object(), "identifier")
                                                         : "");
        if (code.empty()) continue;
        for (Record& other : subject.records.referring_to("organisation/" + code, "patent"))
            if (other.id != subject.right && plugin::text_at(other.fields, "kind") == other_kind &&
                plugin::text_at(other.fields, "filing_date") == filed)
                found.push_back(std::move(other));
    }
    return found;
}

Judgement e25_same_day(const Case& subject) {
    if (subject.kind == RightKind::design)
        return met(said("Does not apply to designs.", "不适用于外观设计专利。"), {subject.right});
    if (subject.kind == RightKind::unknown || !facts_of(subject).contains("filing_date"))
        return status_not_known(subject);
    const auto others =
        same_day_filings(subject, subject.kind == RightKind::invention ? "utility_model" : "invention");
    if (others.empty())
        return met(said("No invention and utility model of the owner on record were filed on the same day.",
                        "登记在册的权利人专利中无同日申请的发明与实用新型。"),
                   {subject.right});
    std::vector<std::string> evidence{subject.right};
    bool is_same_title = false;
    for (const Record& other : others) {
        evidence.push_back(other.id);
        is_same_title = is_same_title || holds_words(plugin::text_at(other.fields, "title"),
                                                     plugin::text_at(register_fields(subject), "title"));
    }
    const std::string names = joined({evidence.begin() + 1, evidence.end()});
    if (is_acknowledged(subject, "E25"))
        return met(said("Filed on the same day as {0}; both parties have acknowledged it.",
                        "与{0}同日申请，双方已确认知情并同意。", {names}),
                   evidence);
    if (is_same_title)
        return not_met(
            said("Filed on the same day under the same title as {0}: the utility model may have to "
                 "give way; both parties must acknowledge it over their signatures.",
                 "与{0}同日申请且名称相同：实用新型可能被放弃，双方应签章确认知情并同意。", {names}),
            evidence);
    return unknown(said("Filed on the same day as {0}: a person must judge whether it is the same thing.",
                        "与{0}同日申请：须人工判断是否为同样的发明创造。", {names}),
                   evidence);
}

Judgement e26_evaluation(const Case& subject) {
    if (subject.kind == RightKind::invention)
        return met(
            said("Does not apply to invention patents, which are examined.", "发明专利经实质审查，不适用。"),
            {subject.right});
    if (subject.kind == RightKind::unknown) return status_not_known(subject);
    if (const auto seen = noted_by_pledgee(subject, "E26"))
        return met(said("The pledgee has seen the patent evaluation report: {0}",
                        "质权人已查阅专利权评价报告：{0}", {*seen}),
                   {subject.right});
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

Judgement e29_pending(const Case& subject) {
    return absent(subject, {"assignment_request", "change_request"},
                  said("No transfer or change is pending at the office.", "无审查中的转让或者变更申请。"),
                  "A transfer or change is pending at the office ({0}): finish it first.",
                  "存在审查中的转让或者变更申请（{0}）：应待办结后再质押。");
}

}  // namespace

const std::vector<Rule>& right_rules() {
    static const std::vector<Rule> rules{
        {"E06", Severity::block, Scope::any,
         both_of({"Civil Code (2020) art. 440(5)", "《民法典》（2020年）第四百四十条第五项"},
                 patent_pledge("refusal ground 3", "不予登记情形（三）")),
         "2021-11-15", "status granted", e06_granted},
        {"E07", Severity::block, Scope::any,
         both_of(patent_pledge("refusal ground 2", "不予登记情形（二）"),
                 mark_pledge("refusal grounds", "不予登记情形")),
         "2021-11-15", "status alive ended_on", e07_in_force},
        {"E08", Severity::block, Scope::patents, patent_pledge("refusal ground 6", "不予登记情形（六）"),
         "2021-11-15", "last_day due", e08_patent_term},
        {"E10", Severity::block, Scope::patents, patent_pledge("refusal ground 4", "不予登记情形（四）"),
         "2021-11-15", "fee_paid fee_year fee_due fee_amount in_grace grace_until", e10_annual_fee},
        {"E11",
         Severity::info,
         Scope::any,
         {"Implementing Rules of the Patent Law (2023) r. 115; Trademark Law (2019) art. 40",
          "《专利法实施细则》（2023年）第一百一十五条；《商标法》（2019年）第四十条"},
         "2024-01-20",
         "filing_date last_day due",
         e11_calendar},
        {"E12", Severity::block, Scope::any,
         both_of(patent_pledge("refusal ground 5", "不予登记情形（五）"),
                 mark_pledge("refusal grounds", "不予登记情形")),
         "2021-11-15", "overlays", e12_freeze},
        {"E13", Severity::block, Scope::any,
         both_of(patent_pledge("refusal ground 5", "不予登记情形（五）"),
                 {"Implementing Rules of the Patent Law (2023) r. 103–105",
                  "《专利法实施细则》（2023年）第一百零三条至第一百零五条"}),
         "2024-01-20", "overlays", e13_suspension},
        {"E14", Severity::block, Scope::patents, patent_pledge("refusal ground 9", "不予登记情形（九）"),
         "2021-11-15", "overlays", e14_patent_pledged},
        {"E16", Severity::ack, Scope::patents, patent_pledge("refusal ground 11", "不予登记情形（十一）"),
         "2021-11-15", "overlays contract", e16_patent_invalidation},
        {"E25", Severity::ack, Scope::patents,
         both_of(patent_pledge("refusal ground 10", "不予登记情形（十）"),
                 {"Patent Law (2020) art. 9", "《专利法》（2020年）第九条"}),
         "2021-11-15", "filing_date owners kind contract", e25_same_day},
        {"E26",
         Severity::warn,
         Scope::patents,
         {"Patent Law (2020) art. 66", "《专利法》（2020年）第六十六条"},
         "2021-06-01",
         "kind contract",
         e26_evaluation},
        {"E27",
         Severity::warn,
         Scope::any,
         {"Civil Code (2020) art. 444(2); Trademark Law (2019) art. 43",
          "《民法典》（2020年）第四百四十四条第二款；《商标法》（2019年）第四十三条"},
         "2021-01-01",
         "overlays",
         e27_licences},
        {"E28",
         Severity::warn,
         Scope::patents,
         {"Implementing Rules of the Patent Law (2023) r. 86", "《专利法实施细则》（2023年）第八十六条"},
         "2024-01-20",
         "overlays",
         e28_open_licence},
        {"E29",
         Severity::block,
         Scope::any,
         {"Register identity of pledgor and right", "出质人与登记簿权利主体一致"},
         "",
         "overlays",
         e29_pending},
    };
    return rules;
}

}  // namespace xinbu::collateral
