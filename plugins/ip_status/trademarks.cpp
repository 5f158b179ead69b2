#include "trademarks.hpp"

#include <algorithm>
#include <set>

#include "events.hpp"

namespace xinbu::ip_status {

using plugin::Date;
using plugin::Object;
using plugin::Tone;

namespace {

constexpr int refusal_review_days = 15;  // Trademark Law (2019) art. 34
constexpr int postal_delivery_days = 15;

/// Whether a decision speaks of some of the mark's classes only.
bool is_partial(const Object& fields, const Event& event) {
    if (event.data == nullptr) return false;
    const auto numbers = [](const plugin::Array& classes) {
        std::set<std::int64_t> found;
        for (const plugin::Value& one : classes)
            if (one.integer() != nullptr) found.insert(*one.integer());
        return found;
    };
    const std::set<std::int64_t> scope = numbers(plugin::array_at(*event.data, "scope"));
    return !scope.empty() && !std::ranges::includes(scope, numbers(plugin::array_at(fields, "classes")));
}

/// Replays what happened to one mark.
class Replay {
public:
    Replay(const RightName& name, const Object& fields, std::optional<Date> day)
        : name_(name), fields_(fields), day_(day), owners_(fields), expiry_(date_at(fields, "expiry_date")) {}

    Situation run() {
        std::vector<Event> events = events_of(fields_, day_);
        add_recorded_date(events, fields_, "registration_date", "registration", day_);
        add_recorded_date(events, fields_, "publication_date", "preliminary_publication", day_);
        add_recorded_date(events, fields_, "application_date", "application", day_);
        const std::optional<Date> status_date = date_at(fields_, "status_date");
        bool told = false;
        for (const Event& event : events) {
            // What the office said of the status on a day covers all events up to it.
            if (status_date && !told && event.date > *status_date) told = tell_status(*status_date);
            book_.apply(event);
            owners_.apply(event);
            apply(event);
        }
        if (status_date && !told && (!day_ || *status_date <= *day_)) tell_status(*status_date);
        return result();
    }

private:
    const Standing& standing() const { return standing_of(trademark_standings(), state_); }
    bool is_dead() const { return standing().is_known && !standing().is_live; }
    bool is_registered() const { return standing().is_granted; }

    void live(std::string_view state) {
        state_ = state;
        ended_.reset();
    }
    void dead(std::string_view state, Date on) {
        if (is_dead()) return;
        state_ = state;
        ended_ = on;
    }

    bool tell_status(Date on) {
        const std::string_view said = plugin::text_at(fields_, "common_status");
        if (said.empty()) return true;
        const Standing& told = standing_of(trademark_standings(), said);
        if (!told.is_known) return true;
        if (told.is_live) {
            live(told.id);
        } else if (!is_dead() || told.id != state_) {
            state_ = told.id;
            ended_ = on;
        }
        return true;
    }

    void apply(const Event& event) {
        const std::string_view kind = event.kind;
        if (kind == "application") {
            // Silence of another office's file is no news; CNIPA's own procedure has one first stage.
            if (name_.is_chinese() && !standing().is_known) live("awaiting_examination");
        } else if (kind == "preliminary_publication") {
            if (!is_dead()) live(is_registered() ? "registered_published" : "published_for_opposition");
        } else if (kind == "registration") {
            live("registered");
            if (!registered_on_) registered_on_ = event.date;
            if (!expiry_ && name_.is_chinese()) expiry_ = trademark_expiry(event.date);
        } else if (kind == "renewal") {
            renew(event);
        } else if (kind == "opposition") {
            if (!is_dead()) live(is_registered() ? "registered_opposed" : "opposition_pending");
        } else if (kind == "refusal") {
            refuse(event);
        } else if (kind == "review") {
            review();
        } else if (kind == "nonuse_request" || kind == "generic_request" || kind == "invalidation_request") {
            if (!is_dead()) live("cancellation_pending");
        } else if (kind == "request_decided" || kind == "partial_cancellation") {
            decide(kind == "partial_cancellation");
        } else if (kind == "cancellation" || kind == "invalidation" || kind == "surrender") {
            if (is_partial(fields_, event))
                decide(true);
            else
                dead(kind == "surrender" ? "surrendered" : "cancelled", event.date);
        } else if (kind == "lapse") {
            lapse(event);
        } else if (kind == "withdrawal") {
            withdraw(event);
        } else if (kind == "pledge" && !standing().is_known) {
            live("registered");  // nothing else can be pledged
        }
    }

    void renew(const Event& event) {
        if (state_ == "expired" || !is_dead()) {
            if (!is_registered()) live("registered");
        }
        const std::optional<Date> until =
            event.data != nullptr ? date_at(*event.data, "until") : std::nullopt;
        if (until) {
            expiry_ = expiry_ ? std::max(*expiry_, *until) : *until;
        } else if (expiry_ && event.date >= renewal_opens(*expiry_)) {
            // Before that day it is the last renewal once more, as another source tells it.
            expiry_ = renewed_expiry(*expiry_);
        }
    }

    void refuse(const Event& event) {
        if (is_dead() || is_registered()) return;
        if (is_partial(fields_, event)) {
            live("under_examination");
            return;
        }
        // The applicant has fifteen days from receipt, and the post counts as fifteen at most.
        const Date final_after =
            next_working_day(event.date.plus_days(postal_delivery_days + refusal_review_days));
        if (name_.is_chinese() && day_ && *day_ <= final_after)
            live("under_examination");
        else
            dead("refused", event.date);
    }

    void review() {
        if (state_ == "cancelled" || is_registered())
            live("cancellation_pending");  // art. 55: a decision under review has no effect yet
        else if (state_ == "refused" || !is_dead())
            live("appeal_pending");
    }

    void decide(bool implies_registration) {
        if (is_dead()) return;
        if (implies_registration && !is_registered()) live("registered");
        if (book_.has_pending_request()) return;
        if (is_registered())
            live("registered");
        else if (state_ == "opposition_pending")
            live("published_for_opposition");
        else if (state_ == "appeal_pending")
            live("under_examination");
    }

    void lapse(const Event& event) {
        const bool is_application = standing().is_known && !is_registered();
        if (is_application)
            dead("withdrawn", event.date);
        else
            dead("expired", expiry_ && *expiry_ < event.date ? expiry_->plus_days(1) : event.date);
    }

    void withdraw(const Event& event) {
        // Of a registered mark only a request against it can be withdrawn: the book has ended it.
        if (is_registered())
            decide(false);
        else
            dead("withdrawn", event.date);
    }

    Situation result() {
        Situation found;
        found.kind = trademark_kind;
        found.filing = date_at(fields_, "application_date");
        if (is_registered() || registered_on_) {
            found.granted_on = registered_on_;
            found.last_day = expiry_;
        }
        if (expiry_ && is_registered()) {
            found.grace_until = next_working_day(renewal_grace_end(*expiry_));
            if (day_ && *day_ > *found.grace_until)
                dead("expired", expiry_->plus_days(1));
            else
                found.in_grace = day_ && *day_ > *expiry_;
        }
        found.standing = &standing();
        found.ended_on = ended_;
        found.owners = owners_.take();
        found.overlays = book_.open_on(day_, false);
        return found;
    }

    const RightName& name_;
    const Object& fields_;
    std::optional<Date> day_;
    OverlayBook book_;
    Owners owners_;
    std::string_view state_ = "unknown";
    std::optional<Date> expiry_, registered_on_, ended_;
};

}  // namespace

const std::vector<Standing>& trademark_standings() {
    static const std::vector<Standing> all{
        {"awaiting_examination", "LIVE/APPLICATION/Awaiting Examination", "Application awaiting examination",
         "申请中·待审查", Tone::neutral, true, true, false},
        {"under_examination", "LIVE/APPLICATION/Under Examination", "Application under examination",
         "申请中·审查中", Tone::neutral, true, true, false},
        {"appeal_pending", "LIVE/APPLICATION/Appeal of Refusal Pending", "Refusal under review",
         "申请中·驳回复审中", Tone::attention, true, true, false},
        {"published_for_opposition", "LIVE/APPLICATION/Published for Opposition", "Published for opposition",
         "申请中·初步审定公告", Tone::neutral, true, true, false},
        {"opposition_pending", "LIVE/APPLICATION/Opposition Pending", "Opposed before registration",
         "申请中·异议中", Tone::attention, true, true, false},
        {"registered_published", "LIVE/REGISTRATION/Published for Opposition",
         "Registered, published for opposition", "已注册·异议公告期", Tone::good, true, true, true},
        {"registered_opposed", "LIVE/REGISTRATION/Opposition Pending", "Registered, opposition pending",
         "已注册·异议中", Tone::attention, true, true, true},
        {"registered", "LIVE/REGISTRATION/Issued and Active", "Registered and in force", "注册有效",
         Tone::good, true, true, true},
        {"cancellation_pending", "LIVE/REGISTRATION/Cancellation-Invalidation Pending",
         "In force, cancellation or invalidation requested", "注册有效·撤销或无效宣告程序中", Tone::attention,
         true, true, true},
        {"refused", "DEAD/APPLICATION/Refused/Dismissed or Invalidated", "Application refused", "申请被驳回",
         Tone::bad, true, false, false},
        {"withdrawn", "DEAD/APPLICATION/Withdrawn-Abandoned", "Application withdrawn or abandoned",
         "申请撤回或视为放弃", Tone::bad, true, false, false},
        {"cancelled", "DEAD/REGISTRATION/Cancelled/Invalidated", "Registration cancelled or invalidated",
         "注册被撤销或宣告无效", Tone::bad, true, false, true},
        {"surrendered", "DEAD/REGISTRATION/Surrendered", "Registration surrendered", "注册人申请注销",
         Tone::bad, true, false, true},
        {"expired", "DEAD/REGISTRATION/Expired", "Expired and not renewed", "期满未续展", Tone::bad, true,
         false, true},
        {"unknown", "UNKNOWN", "Status unknown", "状态不明", Tone::attention, false, false, false}};
    return all;
}

Situation trademark_situation(const RightName& name, const Object& fields, std::optional<Date> day) {
    return Replay(name, fields, day).run();
}

}  // namespace xinbu::ip_status
