#include "patents.hpp"

#include <algorithm>

#include "events.hpp"
#include "extracts.hpp"
#include "stages.hpp"
#include "status_facts.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::ip_status {

using plugin::Date;
using plugin::Object;
using plugin::Tone;

namespace {

/// No office that we know protects for longer without an extension that its record would show.
constexpr int longest_term_years = 20;
/// Per cent of a fee that the highest reduction for one applicant leaves to be paid.
constexpr int least_share_of_fee = 15;
/// The USPTO's word for an application of which a patent was granted (its status 150).
constexpr std::string_view us_granted = "Patented Case";

/// Replays what happened to one patent.
class Replay {
public:
    Replay(const Rules& rules, const RightName& name, const Object& fields, std::optional<Date> day,
           const WorkCalendar& calendar)
        : rules_(rules),
          name_(name),
          fields_(fields),
          day_(day),
          calendar_(calendar),
          owners_(fields),
          kind_(plugin::text_at(fields, "kind")),
          filing_(date_at(fields, "filing_date")) {
        if (kind_.empty()) kind_ = kind_of_patent_number(name.office, name.number);
        if (filing_ && name_.is_chinese())
            if (const Rule* term = patent_term_rule(rules, kind_, *filing_).rule)
                last_day_ = term_end(*filing_, term->period);
    }

    Situation run() {
        std::vector<Event> events = events_of(fields_, day_);
        add_recorded_date(events, fields_, "grant_date", "grant", day_);
        add_recorded_date(events, fields_, "filing_date", "filing", day_);
        add_ownership_doubts(events, fields_, doubts_);
        for (const Event& event : events) {
            add_doubt_of_transfer(name_, event, book_, owners_as_of(fields_), doubts_);
            note_stop(event);
            book_.apply(event);
            owners_.apply(event);
            apply(event);
            track_.after(event.kind, standing());
        }
        if (is_told_granted()) live("in_force");
        return result();
    }

private:
    const Standing& standing() const { return standing_of(patent_standings(), state_); }
    bool is_dead() const { return standing().is_known && !standing().is_live; }
    bool is_granted() const { return standing().is_granted; }

    /// A source that has no day of the grant may tell of it by the status alone.
    bool is_told_granted() const {
        const std::optional<Date> since = date_at(fields_, "status_date");
        const bool is_to_come = day_ && since && *since > *day_;
        return name_.office == "US" && plugin::text_at(fields_, "status") == us_granted && !is_granted() &&
               !is_dead() && !is_to_come;
    }

    void live(std::string_view state) {
        state_ = state;
        ended_.reset();
    }
    void dead(std::string_view state, Date on) {
        if (is_dead()) return;
        state_ = state;
        ended_ = on;
    }

    void apply(const Event& event) {
        const std::string_view kind = event.kind;
        if (kind == "filing") {
            if (name_.is_chinese() && !standing().is_known) live("filed");
        } else if (kind == "publication") {
            if (state_ == "filed" || state_ == "unknown") live("published");
        } else if (kind == "examination") {
            if (!is_granted() && (!is_dead() || state_ == "rejected")) live("under_examination");
        } else if (kind == "grant") {
            if (is_dead())
                doubts_.push_back(
                    {"Granted on " + event.date.text() + ", after the application had ended (" +
                         std::string(standing().en) + ").",
                     event.date.text() + "授权，而此前申请已终止（" + std::string(standing().zh) + "）。"});
            live("in_force");
            if (!granted_on_) granted_on_ = event.date;
        } else if (kind == "annual_fee") {
            if (!is_dead() && !is_granted()) live("in_force");
            pay(event);
        } else if (kind == "invalidation_request") {
            if (!is_dead()) live("invalidation_pending");
        } else if (kind == "request_decided" && tells_loss(event)) {
            if (is_dead()) return;
            doubts_.push_back(doubt_of_decision(event));
            state_ = "unknown";
        } else if (kind == "request_decided" || kind == "partial_invalidation") {
            is_reduced_ = is_reduced_ || kind == "partial_invalidation";
            if (kind == "request_decided" && is_end_contested_ && state_ == "invalidation_pending") {
                doubts_.push_back(
                    {"The invalidation was contested and that was decided; how, is not recorded.",
                     "对宣告无效决定的争议已有结论，但结果未记录。"});
                state_ = "unknown";
            } else if (!is_dead() && !book_.has_pending_request() &&
                       (is_granted() || kind == "partial_invalidation"))
                live("in_force");
        } else if (kind == "invalidation") {
            // Void from the beginning, whatever ended it before.
            state_ = "invalidated";
            ended_ = event.date;
        } else if (kind == "lapse_unpaid") {
            dead("lapsed_unpaid", event.date);
            is_lapse_recorded_ = true;
        } else if (kind == "restoration") {
            restore(event);
        } else if (kind == "term_adjustment") {
            adjust_term(*event.data);
        } else {
            leave(event);
        }
    }

    /// The ways in which applications, and rights by their owner's will or by time, come to an end.
    void leave(const Event& event) {
        const std::string_view kind = event.kind;
        if (kind == "abandonment" && is_of_part(event)) {
            is_reduced_ = true;
            return;
        }
        if (kind == "abandonment") dead(is_granted() ? "abandoned" : "withdrawn", event.date);
        if (kind == "expiry") dead(is_granted() ? "expired" : "withdrawn", event.date);
        if (kind == "rejection") reject(event.date);
        if (kind == "review" || kind == "court_action") contest();
        if (kind == "withdrawal") {
            if (!is_granted())
                dead("withdrawn", event.date);
            else if (!is_dead() && !had_request_)
                doubts_.push_back({"A withdrawal is recorded on " + event.date.text() +
                                       ", after the grant, and no request that it could end.",
                                   "授权之后记载" + event.date.text() + "撤回，而无可撤回的请求。"});
            else if (!is_dead() && !book_.has_pending_request())
                live("in_force");  // a request against the patent was withdrawn
        }
    }

    /// Whether a co-owner gave up its share, or the owner some claims: the patent lives on.
    static bool is_of_part(const Event& event) {
        return event.data != nullptr && (!plugin::array_at(*event.data, "shares").empty() ||
                                         !plugin::array_at(*event.data, "claims").empty());
    }

    /// While proceedings are stopped, an early end is stopped, too (Implementing Rules, r. 103 to 105).
    void note_stop(const Event& event) {
        if (event.kind == "freeze" || event.kind == "suspension") {
            stops_.push_back({event.date, date_at(*event.data, "until")});
        } else if (event.kind == "freeze_end" || event.kind == "suspension_end") {
            for (Stop& one : stops_)
                if (!one.until || *one.until > event.date) one.until = event.date;
        }
        had_request_ = book_.has_pending_request();
    }
    bool was_stopped(Date from, Date to) const {
        return std::ranges::any_of(
            stops_, [&](const Stop& one) { return one.since <= to && (!one.until || *one.until >= from); });
    }

    void reject(Date on) {
        if (!is_granted()) return dead("rejected", on);
        doubts_.push_back(
            {"A rejection of the application is recorded on " + on.text() +
                 ", after the grant: one of the two is wrong, and the rejection is not counted.",
             "授权之后又记载" + on.text() + "驳回申请，两者必有一误，未按驳回处理。"});
    }

    /// A rejection or an invalidation under review or before the court has no effect yet.
    void contest() {
        if (state_ == "rejected") live("under_examination");
        if (state_ == "invalidated") {
            is_end_contested_ = true;
            live("invalidation_pending");
        }
    }

    void adjust_term(const Object& data) {
        const std::int64_t* days = plugin::integer_at(data, "days");
        if (const std::optional<Date> until = date_at(data, "until"))
            last_day_ = until;
        else if (days != nullptr && last_day_)
            last_day_ = last_day_->plus_days(static_cast<int>(*days));
    }

    struct Payment {
        int year;
        Date on;
        std::optional<std::int64_t> amount{};  ///< CNY fen
        bool is_foreign = false;               ///< in another currency
    };
    void pay(const Event& event) {
        const std::int64_t* year = plugin::integer_at(*event.data, "year");
        if (year != nullptr && *year >= 1 && *year <= longest_term_years)
            note_payment({static_cast<int>(*year), event.date, amount_of(*event.data),
                          event.data->contains("amount") && !amount_of(*event.data)});
    }
    /// What is paid for one year in several parts adds up, and counts from the day of the last one.
    void note_payment(Payment payment) {
        const auto known = std::ranges::find(payments_, payment.year, &Payment::year);
        if (known == payments_.end() || !known->amount || !payment.amount) {
            payments_.push_back(payment);
        } else if (known->on != payment.on || *known->amount != *payment.amount) {
            const std::optional<std::int64_t> full = annual_fee(rules_, kind_, payment.year);
            // What was paid in full is not made late by what was added.
            if (!full || *known->amount < *full) known->on = payment.on;
            *known->amount += *payment.amount;
        }
    }
    static std::optional<std::int64_t> amount_of(const Object& data) {
        const plugin::Value* amount = data.find("amount");
        const std::optional<plugin::Money> money =
            amount != nullptr ? plugin::money_of(*amount) : std::nullopt;
        return money && money->currency == "CNY" ? std::optional(money->amount) : std::nullopt;
    }

    void restore(const Event& event) {
        if (state_ == "invalidated") return;
        const bool was_granted = is_granted() || granted_on_.has_value();
        live(was_granted ? "in_force" : "under_examination");
        is_lapse_recorded_ = false;
        restored_on_ = event.date;
    }

    /// Fees of which somebody keeps the account: grant and filing are known, and the office is China's.
    std::optional<Fees> fees() {
        if (!name_.is_chinese() || !filing_ || !granted_on_ || *granted_on_ < *filing_) return std::nullopt;
        const int years = patent_term_years(rules_, kind_, *filing_);
        if (years == 0) return std::nullopt;
        Fees fees;
        fees.paid_through = patent_year(*filing_, *granted_on_);  // paid when the grant was registered
        const int first_due = fees.paid_through + 1;
        bool is_any_counted = false;
        for (const Payment& payment : payments_) is_any_counted = take(payment, fees) || is_any_counted;
        // Restoring a right takes every fee that was due before it.
        if (restored_on_)
            fees.paid_through = std::max(fees.paid_through, patent_year(*filing_, *restored_on_));
        fees.is_recorded = is_any_counted || restored_on_;
        fees.is_known =
            fees.is_recorded || !day_ || *day_ <= calendar_.moved(annual_fee_due(*filing_, first_due));
        if (fees.paid_through < years) {
            fees.next_year = fees.paid_through + 1;
            fees.due = annual_fee_due(*filing_, fees.next_year);
            fees.payable_by = calendar_.moved(*fees.due);
            fees.grace_until = calendar_.moved(fee_grace_end(rules_, *fees.due));
            fees.amount = annual_fee(rules_, kind_, fees.next_year);
        }
        return fees;
    }

    /// Whether it counts. A payment that the office took means that the years before are paid, too; one after
    /// the grace period saves nothing.
    bool take(const Payment& payment, Fees& fees) {
        const Date due = annual_fee_due(*filing_, payment.year);
        if (payment.year <= patent_year(*filing_, *granted_on_)) return true;  // payable with the grant
        if (payment.on < *granted_on_ && payment.year > fees.paid_through) {
            doubt_payment(payment, {"before the grant: it is not counted", "早于授权公告日，未予计入"});
            return false;
        }
        // A fee that the office takes about its time shows that those before are paid; one far ahead shows
        // nothing.
        if (payment.year > fees.paid_through + 1 && payment.on < annual_fee_due(*filing_, payment.year - 2)) {
            doubt_payment(payment,
                          {"years ahead, and the years before it are not recorded as paid: it is not "
                           "counted",
                           "提前多年，而此前年度无缴费记录，未予计入"});
            return false;
        }
        const std::optional<std::int64_t> full = annual_fee(rules_, kind_, payment.year);
        if (payment.is_foreign || (payment.amount && full && *payment.amount > *full * 2))
            doubt_payment(payment, {"in an amount that is no fee of this office", "金额与该局年费标准不符"});
        if (payment.amount && full && *payment.amount * 100 < *full * least_share_of_fee)
            doubt_payment(
                payment,
                {"with less than any reduction leaves of it (" + plugin::figures(*payment.amount, "CNY") +
                     " CNY of " + plugin::figures(*full, "CNY") + " CNY)",
                 "金额" + plugin::figures(*payment.amount, "CNY") + "元，低于任何减缴比例下的应缴额（全额" +
                     plugin::figures(*full, "CNY") + "元）"});
        const Date last = calendar_.moved(fee_grace_end(rules_, due));
        if (payment.on > last && restored_on_ && *restored_on_ >= payment.on) return true;
        if (payment.on > last) {
            const std::string year = std::to_string(payment.year), on = payment.on.text();
            doubts_.push_back({"The fee of year " + year + " was paid on " + on +
                                   ", after its grace had ended on " + last.text() +
                                   ": without a restoration that saves nothing.",
                               "第" + year + "年度年费于" + on + "缴纳，晚于宽限期届满日" + last.text() +
                                   "；未恢复权利的，该缴费无效。"});
            return true;
        }
        fees.paid_through = std::max(fees.paid_through, payment.year);
        if (payment.on <= calendar_.moved(due)) return true;
        const int percent = surcharge_on(rules_, due, payment.on);
        fees.paid_late.push_back({payment.year, payment.on, percent, payment.amount,
                                  full ? std::optional(*full + *full * percent / 100) : std::nullopt});
        return true;
    }

    void doubt_payment(const Payment& payment, const plugin::Text& why) {
        const std::string year = std::to_string(payment.year), on = payment.on.text();
        doubts_.push_back({"The fee of year " + year + " is recorded as paid on " + on + ", " + why.en + ".",
                           "第" + year + "年度年费记载于" + on + "缴纳，" + why.zh + "。"});
    }

    Situation result() {
        Situation found;
        found.kind = kind_;
        found.filing = filing_;
        found.granted_on = granted_on_;
        const bool was_granted = is_granted() || granted_on_;
        if (was_granted) found.last_day = last_day_;
        if (std::optional<Fees> account = fees()) settle(*account, found);
        end_by_time();
        track_.after(is_dead() ? "end_of_term" : "other", standing());
        found.standing = &standing();
        found.stage = track_.take();
        found.ended_on = ended_;
        found.owners = owners_.take();
        if (found.filing && found.granted_on && *found.granted_on < *found.filing)
            doubts_.push_back(
                {"Granted on " + found.granted_on->text() + ", before it was filed on " +
                     found.filing->text() + ".",
                 "授权公告日" + found.granted_on->text() + "早于申请日" + found.filing->text() + "。"});
        found.is_reduced = is_reduced_;
        add_doubt_of_return(fields_, found.standing->is_live, doubts_);
        add_doubts_of_dates(name_, fields_, doubts_);
        for (plugin::Text& doubt : owners_.take_doubts()) doubts_.push_back(std::move(doubt));
        for (plugin::Text& doubt : book_.take_doubts()) doubts_.push_back(std::move(doubt));
        found.doubts = std::move(doubts_);
        found.overlays = book_.open_on(day_, true);
        found.securities = book_.securities();
        return found;
    }

    void settle(const Fees& account, Situation& found) {
        if (is_lapse_recorded_ && state_ == "lapsed_unpaid") {
            // The gazette tells it later; the right ended on the day the fee was due.
            if (account.due && *account.due < *ended_) ended_ = account.due;
            return;
        }
        if (is_dead()) return;
        found.fees = account;
        if (!day_ || !account.is_known || !account.due) return;
        const bool is_within_term = !last_day_ || *account.due <= *last_day_;
        if (!is_within_term || *day_ <= *account.payable_by) return;
        if (*day_ > *account.grace_until && was_stopped(*account.due, *account.grace_until)) {
            state_ = "unknown";
            const std::string year = std::to_string(account.next_year);
            doubts_.push_back(
                {"The fee of year " + year +
                     " is not recorded as paid; proceedings were stopped while it was due or in "
                     "grace, so that whether the right has ended is not known.",
                 "第" + year +
                     "年度年费无缴费记录，但应缴期或宽限期内程序中止或财产保全，权利是否终止不能确定。"});
        } else if (*day_ > *account.grace_until) {
            dead("lapsed_unpaid", *account.due);
            found.is_ended_by_time = true;
            found.fees.reset();
        } else {
            found.in_grace = true;
            found.grace_until = account.grace_until;
        }
    }

    void end_by_time() {
        // Words that tell of an end without its day, or that nobody knows.
        if (!is_dead() && fields_.contains(status_unclear)) state_ = "unknown";
        if (!day_ || is_dead()) return;
        if (last_day_) {
            if (*day_ <= *last_day_) return;
            if (is_granted())
                dead("expired", last_day_->plus_days(1));
            else
                state_ = "unknown";  // no application lives that long, and nobody told how it ended
            return;
        }
        // The terms of other offices are not computed; beyond twenty years nothing is certain any more.
        const std::optional<Date> start = filing_ ? filing_ : granted_on_;
        if (start && *day_ > term_end(*start, {12 * longest_term_years, 0})) state_ = "unknown";
    }

    const Rules& rules_;
    const RightName& name_;
    const Object& fields_;
    std::optional<Date> day_;
    const WorkCalendar& calendar_;
    OverlayBook book_;
    Owners owners_;
    std::string_view kind_;
    std::optional<Date> filing_, granted_on_, last_day_, ended_, restored_on_;
    std::string_view state_ = "unknown";
    struct Stop {
        Date since;
        std::optional<Date> until;
    };
    std::vector<Stop> stops_;   ///< preservations and suspensions
    bool had_request_ = false;  ///< one was pending before the event
    bool is_lapse_recorded_ = false, is_end_contested_ = false, is_reduced_ = false;
    std::vector<plugin::Text> doubts_;
    std::vector<Payment> payments_;
    StageTrack track_;
};

}  // namespace

Bearing patent_term_rule(const Rules& rules, std::string_view kind, Date filing) {
    const Bearing term = rules.on("PD-01", filing, kind);
    // The transition's rule on designs filed before has an id of its own.
    const bool is_before = kind == "design" && term.rule != nullptr && filing < term.rule->valid_from;
    return is_before ? rules.on("PD-02", filing, kind) : term;
}

int patent_term_years(const Rules& rules, std::string_view kind, Date filing) {
    const Rule* rule = patent_term_rule(rules, kind, filing).rule;
    return rule != nullptr ? rule->period.months / 12 : 0;
}

Date fee_grace_end(const Rules& rules, Date due) {
    return period_end(due, rules.on("AF-01", due).rule->extension);
}

std::optional<int> surcharge_percent(const Rules& rules, Date due, Date paid_on) {
    if (paid_on <= due) return 0;
    int month = 0;
    for (const int percent : rules.on("AF-01", due).rule->surcharges)
        if (paid_on <= due.plus_months(++month)) return percent;
    return std::nullopt;
}

int highest_surcharge(const Rules& rules, Date due) {
    const std::vector<int>& ladder = rules.on("AF-01", due).rule->surcharges;
    return ladder.empty() ? 0 : ladder.back();
}

std::optional<std::int64_t> annual_fee(const Rules& rules, std::string_view kind, int year) {
    const Fee* fee = year >= 1 ? rules.fee("annual", kind, year) : nullptr;
    return fee != nullptr ? std::optional(fee->fen) : std::nullopt;
}

std::string_view kind_of_patent_number(std::string_view office, std::string_view number) {
    if (office == china && is_chinese_publication(number)) {
        const char kind = number[2];
        return kind == '2' ? "utility_model" : kind == '3' ? "design" : kind == '1' ? "invention" : "";
    }
    if (office == china) {
        const std::size_t dot = number.find('.');
        if (dot != 12 && dot != 8) return {};
        switch (number[dot == 12 ? 4 : 2]) {
            case '1':
            case '8':
                return "invention";
            case '2':
            case '9':
                return "utility_model";
            case '3':
                return "design";
            default:
                return {};
        }
    }
    // Series 29 holds the designs of the USPTO, 35 those that come through the Hague system.
    if (office == "US" && number.size() == 8)
        return number.starts_with("29") || number.starts_with("35") ? "design" : "invention";
    return {};
}

const std::vector<Standing>& patent_standings() {
    static const std::vector<Standing> all{
        {"filed", "LIVE/APPLICATION/Filed", "Application filed", "申请已受理", Tone::neutral, true, true,
         false},
        {"published", "LIVE/APPLICATION/Published", "Application published", "申请已公布", Tone::neutral,
         true, true, false},
        {"under_examination", "LIVE/APPLICATION/Under Examination", "Application under examination",
         "申请审查中", Tone::neutral, true, true, false},
        {"in_force", "LIVE/REGISTRATION/In Force", "In force", "授权有效", Tone::good, true, true, true},
        {"invalidation_pending", "LIVE/REGISTRATION/Invalidation Pending", "In force, invalidation requested",
         "授权有效·无效宣告程序中", Tone::attention, true, true, true},
        {"rejected", "DEAD/APPLICATION/Rejected", "Application rejected", "申请被驳回", Tone::bad, true,
         false, false},
        {"withdrawn", "DEAD/APPLICATION/Withdrawn-Abandoned", "Application withdrawn or abandoned",
         "申请撤回或视为撤回", Tone::bad, true, false, false},
        {"lapsed_unpaid", "DEAD/REGISTRATION/Lapsed - Fee Unpaid", "Lapsed for an unpaid annual fee",
         "未缴年费专利权终止", Tone::bad, true, false, true},
        {"expired", "DEAD/REGISTRATION/Expired", "Term expired", "专利权有效期届满", Tone::bad, true, false,
         true},
        {"invalidated", "DEAD/REGISTRATION/Invalidated", "Invalidated", "专利权被宣告无效", Tone::bad, true,
         false, true},
        {"abandoned", "DEAD/REGISTRATION/Abandoned", "Abandoned by the owner", "专利权人放弃专利权",
         Tone::bad, true, false, true},
        {"unknown", "UNKNOWN", "Status unknown", "状态不明", Tone::attention, false, false, false}};
    return all;
}

Situation patent_situation(const Rules& rules, const RightName& name, const Object& fields,
                           std::optional<Date> day, const WorkCalendar& calendar) {
    return Replay(rules, name, fields, day, calendar).run();
}

}  // namespace xinbu::ip_status
