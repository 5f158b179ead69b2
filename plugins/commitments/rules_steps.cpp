// What follows on a signed commitment: acceptance, publication, checks, findings, objections, its end.
#include <algorithm>

#include "clocks.hpp"
#include "faults.hpp"
#include "rules.hpp"
#include "shown.hpp"
#include "wording.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/work_calendar.hpp"

namespace xinbu::commitments {

using plugin::Draft;
using plugin::Faults;
using plugin::Object;
using plugin::object_at;
using plugin::Record;
using plugin::Records;
using plugin::text_at;

void check_day(const Draft& draft, std::string_view member, const Record& commitment, Faults& faults) {
    const std::string pointer = "/data/" + std::string(member);
    const std::string_view day = text_at(draft.data, member);
    check_order(day, draft.effective, pointer, "commitments.date", "This day is after the entry's date.",
                "该日期晚于条目日期。", faults);
    check_order(text_at(commitment.fields, "made_on"), day, pointer, "commitments.date",
                "This day is before the commitment was made.", "该日期早于承诺作出日期。", faults);
}

namespace {

std::string_view promisor_of(const Record& commitment) {
    return text_at(object_at(commitment.fields, "promisor"), "identifier");
}

/// Whoever looks into a promise is not who made it.
void check_judge(const Object& data, const char* member, const Record& commitment, Faults& faults) {
    std::string judge(text_at(object_at(data, member), "identifier"));
    // The promisor's number is known masked only; better refuse two in whom it looks the same.
    if (const std::string_view number = plugin::citizen_id_in(judge); !number.empty())
        judge = plugin::mask_citizen_id(number);
    if (!judge.empty() && judge == promisor_of(commitment))
        refuse(faults, "/data/" + std::string(member) + "/identifier", "commitments.finder_is_promisor",
               "The promisor cannot find whether its own promise was kept.",
               "承诺人不能认定自己的履行情况。");
}

/// The association's own measures are never an authority's; those that an authority took may be called so.
void check_measures(const Object& data, Faults& faults) {
    if (!is_authority(object_at(data, "finder"))) check_wording(data, "measures", "/data", faults);
    check_wording(data, "association_measure", "/data", faults);
}

// ---- acceptance, publication, end

/// The host knows the stored status; that the validity is over follows from the day.
void check_not_over(const Draft& draft, const Record& commitment, Faults& faults) {
    const std::string_view until = text_at(commitment.fields, "valid_until");
    check_order(
        draft.effective, until, "/record", "commitments.over",
        "The commitment ended on " + std::string(until) + "; what is left is to find whether it was kept.",
        "该承诺已于" + std::string(until) + "到期，应先认定履行状态。", faults);
}

void check_publication(const Record& commitment, Faults& faults) {
    if (text_at(commitment.fields, "publication") == "withheld")
        refuse(faults, "/record", "commitments.publication", "This commitment is not to be published.",
               "该承诺的公开类型为“不可公开”。");
    if (commitment.fields.contains("published_on"))
        refuse(faults, "/record", "commitments.published_already", "This commitment is published already.",
               "该承诺已公开。");
    if (text_at(commitment.fields, "promisor_category") == "person")
        warn(faults, "/record", "commitments.publication.person",
             "This promisor is a natural person: a second person checks what is masked before it is "
             "published.",
             "承诺人为自然人：公开前应由第二人复核脱敏情况。");
}

/// Who acts on a promise relies on it. An authority does with its acceptance, for it gives what was asked for
/// in place of a paper or an approval; and so does whoever granted a repair on a repair commitment.
bool is_relied_on(const Record& commitment, const Records& records) {
    const std::string_view type = text_at(commitment.fields, "type");
    const bool stands_for_a_paper =
        type == "approval_replacing" || type == "deficiency_tolerant" || type == "certificate_replacing";
    if (stands_for_a_paper && commitment.status != "signed") return true;
    return std::ranges::any_of(records.referring_to(commitment.id, "commitment"), [&](const Record& other) {
        return text_at(other.fields, "repair_commitment") == commitment.id &&
               (other.status == "repair_applied" || other.status == "repaired");
    });
}

void check_withdrawal(const Draft& draft, const Record& commitment, const Records& records, Faults& faults) {
    if (text_at(draft.data, "reason").empty())
        refuse(faults, "/data/reason", "commitments.reason", "A withdrawal gives its reason.",
               "撤回承诺应说明理由。");
    if (is_relied_on(commitment, records))
        refuse(faults, "/record", "commitments.relied_on",
               "Others have acted on this commitment; it cannot be withdrawn any more.",
               "该承诺已被他方据以办理事项，不得撤回。");
}

// ---- findings

void check_check(const Draft& draft, const Record& commitment, const Records& records, Faults& faults) {
    check_day(draft, "on", commitment, faults);
    check_judge(draft.data, "checker", commitment, faults);
    check_clauses(draft.data, clauses_promised(commitment.fields, records), faults);
    if (text_at(draft.data, "result") == "shortcomings" && text_at(draft.data, "remark").empty())
        warn(faults, "/data/remark", "commitments.check.remark", "Say what the shortcomings are.",
             "应说明发现的问题。");
}

void check_fulfilment(const Draft& draft, const Record& commitment, Faults& faults) {
    const Object& data = draft.data;
    const bool full = text_at(data, "status") == "full";
    for (const std::string_view member : {"unmet", "measures"}) {
        const bool given = !text_at(data, member).empty();
        const std::string pointer = "/data/" + std::string(member);
        if (full && given)
            refuse(faults, pointer, "commitments.fulfilment.full",
                   "Fulfilled in full: nothing is left to say here.", "全部履行时不填此项。");
        if (!full && !given)
            refuse(faults, pointer, "commitments.fulfilment.missing",
                   "Required unless it was fulfilled in full.", "非全部履行时必填。");
    }
    if (full && !text_at(data, "association_measure").empty())
        refuse(faults, "/data/association_measure", "commitments.fulfilment.full",
               "Fulfilled in full: nothing is left to say here.", "全部履行时不填此项。");
    if (text_at(data, "status") == "none")
        warn(faults, "/data/status", "commitments.fulfilment.breach",
             "That nothing was fulfilled does not find a breach: that has its notice, its class and its "
             "term of publication, and is an entry of its own.",
             "认定全部未履行不等于认定违诺：违诺认定须履行告知程序，并确定违诺程度和公示期限，应另行作出。");
    check_day(draft, "found_on", commitment, faults);
    const std::string_view before = text_at(commitment.fields, "found_on");
    check_order(before, text_at(data, "found_on"), "/data/found_on", "commitments.date",
                "How it was fulfilled was found on " + std::string(before) +
                    " already: an earlier finding does not replace that one.",
                "已于" + std::string(before) + "认定履行状态，较早的认定不能替代。", faults);
    check_judge(data, "finder", commitment, faults);
    check_measures(data, faults);
}

/// The promisor is told, and may speak, before it is found to have broken its word.
void check_hearing(const Object& data, const Records& records, Faults& faults) {
    const std::string_view notice = text_at(data, "notice_on"), until = text_at(data, "statement_until");
    const std::string_view found_on = text_at(data, "found_on");
    check_order(notice, until, "/data/statement_until", "commitments.date",
                "The time for a statement ends before the notice was served.",
                "陈述申辩截止日期早于告知书送达日期。", faults);
    check_order(notice, found_on, "/data/found_on", "commitments.date",
                "The breach was found before the notice was served.", "认定日期早于告知书送达日期。", faults);
    if (notice.empty()) {
        warn(faults, "/data/notice_on", "commitments.breach.notice",
             "No notice to the promisor is recorded; a finding without one is open to objection.",
             "未登记告知书送达日期；未经告知的认定易引发异议。");
        return;
    }
    if (!text_at(data, "statement").empty()) return;  // it has spoken, so nothing is left to wait for
    const std::optional<plugin::Date> served = plugin::Date::parse(notice);
    const Rule& rule = clock_rule("CD-06");
    const std::string usual =
        served ? plugin::WorkCalendar(records).after(*served, rule.days).text() : std::string();
    const auto warn_of_short_time = [&](const char* pointer) {
        const std::string days = std::to_string(rule.days);
        warn(faults, pointer, "commitments.breach.window",
             "A promisor usually has " + days + " working days for its statement, until " + usual + ".",
             "陈述申辩期通常为" + days + "个工作日，至" + usual + "届满。");
    };
    if (!until.empty()) {
        if (notice <= until && until < usual) warn_of_short_time("/data/statement_until");
        if (found_on <= until)
            refuse(faults, "/data/found_on", "commitments.breach.window",
                   "The promisor may make its statement until " + std::string(until) +
                       "; the finding comes after it.",
                   "陈述申辩期至" + std::string(until) + "届满，认定应在其后作出。");
        return;
    }
    if (served && found_on <= usual) warn_of_short_time("/data/found_on");
}

/// A repair commitment that is broken takes the repair with it, and that is the other commitment's to tell.
void check_repairs_behind(const Record& commitment, const Records& records, Faults& faults) {
    if (text_at(commitment.fields, "type") != "credit_repair") return;
    for (const Record& other : records.referring_to(commitment.id, "commitment")) {
        const bool rests_on_it =
            other.status == "repaired" && text_at(other.fields, "repair_commitment") == commitment.id;
        if (rests_on_it)
            warn(faults, "/record", "commitments.repair_rests_on_it",
                 "The repair of " + other.id +
                     " rests on this commitment: find its breach again, for the "
                     "longest term.",
                 other.id + "的信用修复以本承诺为依据：应重新认定其违诺，并按最长期限公示。");
    }
}

/// Items 11 and 13 of the national template come from the finding, and from nowhere else.
void check_for_template(const Object& data, const Record& commitment, Faults& faults) {
    if (text_at(data, "fulfilment").empty() && text_at(commitment.fields, "fulfilment").empty())
        warn(faults, "/data/fulfilment", "commitments.breach.template",
             "It does not say whether the promise was kept in part or not at all: item 11 of the national "
             "template stays empty.",
             "未填写承诺履行状态（部分履行或全部未履行），国家统一模板第11项将为空。");
    if (text_at(data, "measures").empty() && text_at(data, "association_measure").empty())
        warn(faults, "/data/measures", "commitments.breach.template",
             "It names no measures: item 13 of the national template stays empty.",
             "未填写违诺责任追究内容，国家统一模板第13项将为空。");
}

void check_breach(const Draft& draft, const Record& commitment, const Records& records, Faults& faults) {
    check_day(draft, "found_on", commitment, faults);
    check_judge(draft.data, "finder", commitment, faults);
    check_hearing(draft.data, records, faults);
    // What happened may well have been penalised by an authority; the association's measures are its own.
    check_measures(draft.data, faults);
    check_clauses(draft.data, clauses_promised(commitment.fields, records), faults);
    check_for_template(draft.data, commitment, faults);
    check_repairs_behind(commitment, records, faults);
}

void check_settlement(const Draft& draft, const Record& commitment, Faults& faults) {
    if (!has_overlay(commitment, "disputed"))
        refuse(faults, "/record", "commitments.not_disputed", "There is no objection to settle.",
               "没有待处理的异议。");
    if (text_at(draft.data, "decision") == "upheld" && is_breach_open(commitment.status))
        warn(faults, "/data/decision", "commitments.dispute.upheld",
             "The finding of the breach stands until it is corrected: add a core.correction.made that names "
             "it.",
             "异议成立后，原违诺认定在更正前仍然有效：请以core.correction.made更正该认定条目。");
}

}  // namespace

void check_step(std::string_view step, const Draft& draft, const Records& records, Faults& faults) {
    const std::optional<Record> commitment = records.find(draft.record);
    if (!commitment) return;  // the host's to say
    check_order(text_at(commitment->fields, "made_on"), draft.effective, "/effective", "commitments.date",
                "This day is before the commitment was made.", "该日期早于承诺作出日期。", faults);
    if (step == "published" || step == "accepted" || step == "withdrawn")
        check_not_over(draft, *commitment, faults);
    if (step == "published") return check_publication(*commitment, faults);
    if (step == "checked") return check_check(draft, *commitment, records, faults);
    if (step == "fulfilment_found") return check_fulfilment(draft, *commitment, faults);
    if (step == "breach_found") return check_breach(draft, *commitment, records, faults);
    if (step == "dispute_settled") return check_settlement(draft, *commitment, faults);
    if (step == "withdrawn") return check_withdrawal(draft, *commitment, records, faults);
    if (step == "superseded" && text_at(draft.data, "reason").empty())
        warn(faults, "/data/reason", "commitments.reason", "No reason is given.", "未填写理由。");
    if (step == "rectification_planned" || step.starts_with("repair"))
        check_repair(step, draft, *commitment, records, faults);
}

}  // namespace xinbu::commitments
