// Deadlines of Chinese patents, PD-01 to PD-20 and the annual fees, and the fees ahead of any right.
#include <algorithm>

#include "deadlines.hpp"
#include "events.hpp"
#include "patents.hpp"
#include "status_facts.hpp"
#include "trademarks.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Date;
using plugin::Object;
using plugin::Text;

namespace {

constexpr Words from_receipt{"the receipt of the document", "收到官方文件之日"};
constexpr Words from_event{"the event", "事项发生之日"};

plugin::Value yuan(std::int64_t fen) {
    return plugin::value_of(plugin::Money{fen, "CNY"});
}

/// What is paid in each month of the grace period that begins behind `due`, by the rule on annual fees.
Array ladder(const Rule& rule, Date due, std::int64_t fee) {
    Array rungs;
    int month = 0;
    for (const int percent : rule.surcharges) {
        const Date from = due.plus_months(month).plus_days(1), until = due.plus_months(month + 1);
        ++month;
        const std::int64_t surcharge = fee * percent / 100;
        rungs.emplace_back(Object{{"from", from.text()},
                                  {"percent", percent},
                                  {"surcharge", yuan(surcharge)},
                                  {"total", yuan(fee + surcharge)},
                                  {"until", until.text()}});
    }
    return rungs;
}

/// The first year whose fee is open: the next unpaid one; where no payment is recorded, the first one whose
/// grace is not over.
int first_open_year(const RightOnDay& right) {
    const Fees& fees = *right.now.fees;
    int year = fees.next_year;
    if (fees.is_known || year == 0) return year;
    const auto grace_end = [&] {
        return right.calendar.moved(fee_grace_end(right.rules, annual_fee_due(*right.now.filing, year)));
    };
    while (grace_end() < right.as_of) ++year;
    return year;
}

class PatentDeadlines {
public:
    PatentDeadlines(DeadlineDesk& desk, Date to)
        : desk_(desk), to_(to), events_(events_of(desk.fields, desk.as_of)), standing_(*desk.now.standing) {}

    void add() {
        if (!standing_.is_known) return;
        if (standing_.is_live && !standing_.is_granted) add_application();
        if (standing_.is_live && standing_.is_granted) add_grant();
        add_decisions();
        if (desk_.now.is_ended_by_time) add_missed_fee();
        if (standing_.id == "lapsed_unpaid") add_restoration();
        if (standing_.is_live) add_overlay_ends();
    }

private:
    bool has_event(std::string_view kind) const {
        return std::ranges::find(events_, kind, &Event::kind) != events_.end();
    }
    const Event* last_event(std::string_view kind) const {
        const auto at = std::ranges::find(events_.rbegin(), events_.rend(), kind, &Event::kind);
        return at != events_.rend() ? &*at : nullptr;
    }

    Deadline answer(std::string_view id, std::string_view kind, const Event& event, Words consequence) const {
        const std::optional<Date> received = date_at(*event.data, "received_on");
        Deadline deadline = desk_.ordinary(id, kind, received.value_or(event.date),
                                           received ? from_receipt : from_event, consequence);
        deadline.is_loss = true;
        if (received) return deadline;
        deadline.more.set("receipt", "unknown");
        deadline.steps.push_back(
            {"When the document was received is not recorded. Posted, it counts as received 15 days after "
             "its "
             "dispatch: the period may end later (PD-19).",
             "未记录文件的送达日期；邮寄文件自发文之日起满15日推定为收到，实际期限可能更晚（PD-19）。"});
        return deadline;
    }

    void add_application() {
        if (!desk_.now.filing || desk_.now.kind != "invention") return;
        const Date filed = *desk_.now.filing;
        constexpr Words filing{"the filing", "申请日"};
        const Text no_priority{"An earlier day of priority is not recorded; the period would begin with it.",
                               "未记录优先权日；有优先权的，自优先权日起算。"};
        if (!has_event("publication") && standing_.id == "filed") {
            Deadline deadline = desk_.ordinary("PD-06P", "office_publication", filed, filing,
                                               {"The application becomes public.", "申请予以公布。"});
            deadline.steps.push_back(no_priority);
            desk_.add(std::move(deadline));
        }
        if (has_event("examination") || standing_.id == "under_examination") return;
        Deadline deadline = desk_.ordinary("PD-06", "examination_request", filed, filing,
                                           {"Not asked for, the application is deemed withdrawn.",
                                            "无正当理由逾期不请求的，该申请即被视为撤回。"});
        deadline.steps.push_back(no_priority);
        deadline.is_loss = deadline.is_unproved = true;
        desk_.add(std::move(deadline));
    }

    void add_grant() {
        add_term_end();
        add_fees();
        if (desk_.now.kind == "invention" && desk_.now.filing && desk_.now.granted_on) add_term_adjustment();
    }

    void add_term_end() {
        if (!desk_.now.last_day || !desk_.now.filing) return;
        const Date last = *desk_.now.last_day, filed = *desk_.now.filing;
        const Bearing rule = patent_term_rule(desk_.rules, desk_.now.kind, filed);
        Deadline deadline = desk_.fixed(rule, "term_end", last,
                                        {"The right ends on the following day; it cannot be renewed.",
                                         "自次日起专利权因期限届满终止，不得续展。"});
        const Period term = rule.rule->period;
        const std::string years = std::to_string(term.months / 12);
        const std::vector<Text> steps{
            {years + " years from the filing on " + filed.text() +
                 " (not from priority or grant) end on the day before the anniversary.",
             "自申请日" + filed.text() + "起" + years + "年，届满于对应日的前一日。"},
            {"The last day is " + last.text() + "; no day off moves it (PD-05).",
             "届满日为" + last.text() + "，不因节假日顺延（PD-05）。"}};
        deadline.steps.insert(deadline.steps.begin(), steps.begin(), steps.end());
        if (last != term_end(filed, term))
            deadline.steps.push_back({"A recorded adjustment has moved it.", "已按登记的期限补偿调整。"});
        desk_.add(std::move(deadline));
    }

    /// Art. 42: granted later than four years from filing and three from the request for examination.
    void add_term_adjustment() {
        const Date filed = *desk_.now.filing, granted = *desk_.now.granted_on;
        if (granted <= filed.plus_years(4) || has_event("term_adjustment")) return;
        const auto asked = std::ranges::find(events_, std::string_view("examination"), &Event::kind);
        if (asked != events_.end() && granted <= asked->date.plus_years(3)) return;
        Deadline deadline = desk_.ordinary("PD-03", "term_adjustment_request", granted,
                                           {"the announcement of the grant", "授权公告日"},
                                           {"Not asked for, delays of the Office are not made good.",
                                            "逾期未请求的，不再给予专利权期限补偿。"});
        deadline.steps.push_back(asked == events_.end()
                                     ? Text{"Granted more than four years after filing; when examination was "
                                            "asked for is not recorded.",
                                            "授权距申请日已满四年；未记录实质审查请求日。"}
                                     : Text{"Granted more than four years after filing and three after the "
                                            "request for examination.",
                                            "授权距申请日已满四年，且距实质审查请求日已满三年。"});
        if (asked == events_.end()) deadline.is_verified = false;
        desk_.add(std::move(deadline));
    }

    void add_fees() {
        if (!desk_.now.fees || !desk_.now.filing) return;
        const Date filed = *desk_.now.filing;
        const int years = patent_term_years(desk_.rules, desk_.now.kind, filed);
        const int open = first_open_year(desk_);
        const int missing = desk_.now.fees->next_year;
        if (missing != 0 && missing < open) add_fee(missing, filed, annual_fee_due(filed, missing), open - 1);
        for (int year = open; year != 0 && year <= years; ++year) {
            const Date due = annual_fee_due(filed, year);
            if (due > to_) return;
            add_fee(year, filed, due);
        }
    }

    /// The fee for want of which the right has ended, as far as the record tells.
    void add_missed_fee() {
        if (!desk_.now.filing || !desk_.now.ended_on) return;
        const Date filed = *desk_.now.filing, due = *desk_.now.ended_on;
        const int year = patent_year(filed, due);
        const int years = patent_term_years(desk_.rules, desk_.now.kind, filed);
        int through = year;
        while (through < years && desk_.calendar.moved(fee_grace_end(
                                      desk_.rules, annual_fee_due(filed, through + 1))) < desk_.as_of)
            ++through;
        add_fee(year, filed, due, through);
    }

    /// `missing_through`: the last of the years from this one on whose grace is over without a payment on
    /// record.
    void add_fee(int year, Date filed, Date due, int missing_through = 0) {
        const bool has_ended = desk_.now.is_ended_by_time;
        const bool is_known = has_ended || desk_.now.fees->is_known;
        const std::int64_t fee = annual_fee(desk_.rules, desk_.now.kind, year).value_or(0);
        Deadline deadline = desk_.fixed(
            desk_.rules.on("AF-01", desk_.as_of), "annual_fee", due,
            {"Unpaid at the end of grace, the right ends as of the due date; restoration takes the fee, the "
             "highest surcharge and the fee for restoration.",
             "期满未缴的，专利权自应当缴纳年费期满之日起终止；请求恢复须补缴年费、最高档滞纳金及恢复费。"});
        deadline.is_loss = true;
        const std::string number = std::to_string(year);
        const std::vector<Text> steps{{"Patent years count from the filing on " + filed.text() +
                                           "; the fee of year " + number + " is payable before year " +
                                           std::to_string(year - 1) + " ends: by " + due.text() + ".",
                                       "专利年度自申请日" + filed.text() + "起算，第" + number +
                                           "年度年费应在上一年度期满前缴纳，即" + due.text() + "前。"}};
        deadline.steps.insert(deadline.steps.begin(), steps.begin(), steps.end());
        desk_.explain_move(deadline, due);
        desk_.give_grace(deadline, deadline.rule->extension);
        if (missing_through != 0) {
            deadline.is_unproved = true;
            deadline.more.set("missing_through", missing_through);
            const std::string last = std::to_string(missing_through);
            deadline.steps.push_back(
                {(has_ended ? "No payment of this fee or of a later one is on record, nor a restoration. "
                            : "No payment since the grant is on record. ") +
                     ("A receipt for year " + last) +
                     ", the last one whose grace is over, would show the years before it to be paid, too.",
                 (has_ended ? "该年度及以后年度均无缴费记录，亦无权利恢复记录。" : "授权后无任何缴费记录。") +
                     ("如能提供第" + last) +
                     "年度（宽限期已届满的最近年度）的缴费凭证，可推定此前各年度均已缴纳。"});
        }
        const Date payable = desk_.calendar.moved(due);
        deadline.in_time = payable;
        deadline.more.set("amount", yuan(fee));
        deadline.more.set("payable_by", payable.text());
        deadline.more.set("payment", is_known ? "unpaid" : "unknown");
        deadline.more.set("year", year);
        deadline.more.set("ladder", ladder(*deadline.rule, due, fee));
        deadline.more.set("restoration", yuan(fee + fee * highest_surcharge(desk_.rules, due) / 100 +
                                              desk_.rules.fee("restoration", patent_kind)->fen));
        if (payable != due) {
            // Whether the ladder starts at the due date or where a day off moved it is open: both are shown.
            deadline.more.set("ladder_from_working_day", ladder(*deadline.rule, payable, fee));
            deadline.steps.push_back(
                {"Whether the surcharge counts from " + due.text() + " or from " + payable.text() +
                     " is open; both ladders are given.",
                 "滞纳金自" + due.text() + "还是自" + payable.text() + "起算存在不同理解，两种结果均列出。"});
        }
        desk_.add(std::move(deadline));
    }

    void add_decisions() {
        bool is_reviewed = false;
        for (const Event& event : events_) {
            if (event.kind == "review") is_reviewed = true;
            const bool is_contested = std::ranges::any_of(events_, [&](const Event& later) {
                return &later > &event && (later.kind == "review" || later.kind == "court_action" ||
                                           later.kind == "grant" || later.kind == "restoration");
            });
            if (is_contested) continue;
            if (event.kind == "rejection")
                desk_.add(
                    answer("PD-07", is_reviewed ? "court_action" : "reexamination", event,
                           {"Without it the rejection becomes final.", "逾期未提出的，驳回决定生效。"}));
            if (event.kind == "invalidation" || event.kind == "partial_invalidation")
                desk_.add(answer("PD-09", "court_action", event,
                                 {"Without it the decision is final, and what was invalidated never existed.",
                                  "期满未起诉的，决定生效，被宣告无效的专利权视为自始不存在。"}));
        }
    }

    /// PD-20: two months from the notice; for force majeure two years from the missed day at most.
    void add_restoration() {
        constexpr Words lost{"Afterwards the right cannot be restored.", "期满后不得再请求恢复权利。"};
        const Event* lapse = last_event("lapse_unpaid");
        if (lapse != nullptr) desk_.add(answer("PD-20", "restoration", *lapse, lost));
        if (!desk_.now.ended_on) return;
        const Date missed = fee_grace_end(desk_.rules, *desk_.now.ended_on);
        if (lapse == nullptr) {
            Deadline deadline =
                desk_.ordinary("PD-20", "restoration", missed, {"the end of grace", "宽限期届满日"}, lost);
            deadline.is_loss = true;
            deadline.more.set("receipt", "unknown");
            deadline.steps.push_back(
                {"The office's notice of the lapse is not recorded; the period begins with its receipt.",
                 "未记录专利权终止通知；期限自收到该通知之日起算。"});
            desk_.add(std::move(deadline));
        }
        const Bearing rule = desk_.rules.on("PD-20", desk_.as_of);
        Deadline deadline =
            desk_.fixed(rule, "restoration_force_majeure", period_end(missed, rule.rule->extension), lost);
        deadline.last_day = desk_.calendar.moved(deadline.due);
        const std::vector<Text> steps{
            {"Only for force majeure: two months from its end, and two years at most from the missed day " +
                 missed.text() + ".",
             "仅限不可抗力：自障碍消除之日起两个月内，且自期限届满日" + missed.text() + "起两年内。"}};
        deadline.steps.insert(deadline.steps.begin(), steps.begin(), steps.end());
        desk_.explain_move(deadline, deadline.due);
        desk_.add(std::move(deadline));
    }

    void add_overlay_ends() {
        for (const Overlay& overlay : desk_.now.overlays) {
            if (overlay.kind == "freeze") add_stop_end(overlay, "freeze_end");
            if (overlay.kind == "suspension") add_stop_end(overlay, "suspension_end");
            if (overlay.kind == "pledge")
                add_recorded_end(
                    overlay, "pledge_end", true,
                    {"The registered term of the pledge is over; the pledge stands in the register "
                     "until it is cancelled.",
                     "质押登记期限届满；在办理注销登记前登记仍存在。"});
            if (overlay.kind == "licence")
                add_recorded_end(overlay, "licence_end", false,
                                 {"The licensee may no longer work the patent.", "被许可人不得继续实施。"});
        }
    }
    /// A preservation or a suspension: by its order, or a year where none is recorded.
    void add_stop_end(const Overlay& overlay, std::string_view kind) {
        constexpr Words goes_on{"Not prolonged, it ends by itself and proceedings go on.",
                                "期满未续行的，自动恢复有关程序。"};
        Deadline deadline = overlay.until ? desk_.recorded("PD-16", kind, *overlay.until, goes_on)
                                          : desk_.ordinary("PD-16", kind, overlay.since,
                                                           {"the request", "请求中止之日"}, goes_on);
        deadline.is_unproved = !overlay.until;
        add_described(std::move(deadline), overlay);
    }
    void add_recorded_end(const Overlay& overlay, std::string_view kind, bool is_loss, Words consequence) {
        if (!overlay.until) return;
        Deadline deadline = desk_.recorded("OV-01", kind, *overlay.until, consequence);
        deadline.is_loss = is_loss;
        deadline.is_unproved = overlay.kind == "pledge";  // it stands in the register until it is cancelled
        add_described(std::move(deadline), overlay);
    }
    void add_described(Deadline deadline, const Overlay& overlay) {
        if (overlay.counterparty) deadline.more.set("counterparty", *overlay.counterparty);
        if (!overlay.reference.empty()) deadline.more.set("reference", overlay.reference);
        desk_.add(std::move(deadline));
    }

    DeadlineDesk& desk_;
    Date to_;
    std::vector<Event> events_;
    const Standing& standing_;
};

void forecast_mark(const RightOnDay& right, Date from, Date to, std::vector<Forecast>& found) {
    if (!right.now.last_day || right.name.number.starts_with('G')) return;
    const auto classes = static_cast<std::int64_t>(right.now.classes.size());
    const auto add = [&](std::string_view id, Date due) {
        const Fee* fee = right.rules.fee(id, trademark_kind);
        found.push_back({id, 0, due, fee->fen * classes, fee->confidence});
    };
    const MarkTerms terms(right.rules, right.name);
    std::optional<Date> expiry = right.now.last_day;
    if (right.now.in_grace && *right.now.grace_until >= from) {
        add("renewal", *expiry);
        add("renewal_late", *expiry);
        expiry = terms.next_end(*expiry);
    }
    for (; expiry && *expiry <= to; expiry = terms.next_end(*expiry))
        if (*expiry >= from) add("renewal", *expiry);
}

void forecast_patent(const RightOnDay& right, Date from, Date to, std::vector<Forecast>& found) {
    if (!right.now.fees || !right.now.filing) return;
    const Date filed = *right.now.filing;
    const int years = patent_term_years(right.rules, right.now.kind, filed);
    for (int year = first_open_year(right); year != 0 && year <= years; ++year) {
        const Date due = annual_fee_due(filed, year);
        if (due > to) return;
        // What is late already still has to be paid.
        const bool is_late = due < right.as_of && from <= right.as_of;
        if (due < from && !is_late) continue;
        const Fee* fee = right.rules.fee("annual", right.now.kind, year);
        if (fee == nullptr) continue;
        found.push_back({"annual_fee", year, due, fee->fen, fee->confidence});
        if (!is_late || right.as_of <= right.calendar.moved(due)) continue;
        const std::int64_t surcharge = fee->fen * surcharge_on(right.rules, due, right.as_of) / 100;
        found.push_back({"annual_fee_late", year, due, surcharge, fee->confidence});
    }
}

}  // namespace

void add_patent_deadlines(DeadlineDesk& desk, Date to) {
    PatentDeadlines(desk, to).add();
}

std::vector<Forecast> fee_forecast(const RightOnDay& right, Date from, Date to) {
    std::vector<Forecast> found;
    const Standing& standing = *right.now.standing;
    if (!right.name.is_chinese() || !standing.is_live || !standing.is_granted) return found;
    if (right.name.is_trademark())
        forecast_mark(right, from, to, found);
    else
        forecast_patent(right, from, to, found);
    return found;
}

}  // namespace xinbu::ip_status
