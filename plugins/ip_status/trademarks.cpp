#include "trademarks.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "events.hpp"
#include "extracts.hpp"
#include "rules.hpp"
#include "stages.hpp"

namespace xinbu::ip_status {

using plugin::Date;
using plugin::Object;
using plugin::Tone;

namespace {

/// The post counts as fifteen days at most (Implementing Regulations (2014) art. 10).
constexpr int postal_delivery_days = 15;

/// No office that we know takes a renewal earlier before the end of a term.
constexpr Period longest_window{12, 0};

/// By how much days off in a row move the end of a period at most.
constexpr int days_off_at_most = 15;

/// CNIPA's own procedure.
constexpr std::array<CnState, 23> cn_states{
    {{"awaiting_acceptance", "Application awaiting acceptance", "申请中·待受理"},
     {"accepted", "Application accepted", "申请中·已受理"},
     {"under_examination", "Under substantive examination", "申请中·实质审查中"},
     {"notice_pending", "Notice to explain or amend unanswered", "申请中·说明或补正待答复"},
     {"partial_refusal", "Refused in part", "申请中·部分驳回"},
     {"refusal_open", "Refused, open to review", "申请中·驳回待复审"},
     {"refusal_review", "Refusal under review", "申请中·驳回复审中"},
     {"published", "Preliminarily approved and published", "申请中·初步审定公告（异议期）"},
     {"opposition", "Opposed", "申请中·异议中"},
     {"nonregistration_review", "Refusal after opposition under review", "申请中·不予注册复审中"},
     {"refused", "Refused for good", "驳回申请（已生效）"},
     {"withdrawn", "Application withdrawn or abandoned", "申请撤回或视为放弃"},
     {"grace", "In force, within grace for renewal", "有效·宽展期"},
     {"invalidation_pending", "In force, invalidation requested", "有效·无效宣告中"},
     {"nonuse_defence", "In force, non-use to be answered", "有效·撤三答辩中"},
     {"generic_pending", "In force, genericness to be answered", "有效·通用名称撤销中"},
     {"decision_contested", "In force, decision under review or in court", "有效·复审或诉讼中"},
     {"renewal_window", "In force, open to renewal", "有效·续展窗口"},
     {"partly_valid", "In force in part", "部分有效（部分撤销、无效或注销）"},
     {"registered", "Registered and in force", "注册（有效）"},
     {"cancelled", "Cancelled", "撤销"},
     {"void", "Invalidated, deemed never to have existed", "无效（视为自始不存在）"},
     {"struck_off", "Struck off: not renewed, or given up", "注销（期满未续展或申请注销）"}}};

/// Replays what happened to one mark.
class Replay {
public:
    Replay(const Rules& rules, const RightName& name, const Object& fields, std::optional<Date> day,
           const WorkCalendar& calendar)
        : rules_(rules),
          terms_(rules, name),
          name_(name),
          fields_(fields),
          day_(day),
          calendar_(calendar),
          owners_(fields),
          expiry_(date_at(fields, "expiry_date")),
          classes_(classes_at(fields, "classes")) {}

    Situation run() {
        std::vector<Event> events = events_of(fields_, day_);
        add_recorded_date(events, fields_, "registration_date", "registration", day_);
        add_recorded_date(events, fields_, "publication_date", "preliminary_publication", day_);
        add_recorded_date(events, fields_, "application_date", "application", day_);
        const std::optional<Date> status_date = date_at(fields_, "status_date");
        bool told = false;
        add_ownership_doubts(events, fields_, doubts_);
        for (const Event& event : events) {
            // What the office said of the status on a day covers all events up to it.
            if (status_date && !told && event.date > *status_date) told = tell_status(*status_date);
            add_doubt_of_transfer(name_, event, book_, owners_as_of(fields_), doubts_);
            had_request_ = book_.has_pending_request();
            book_.apply(event, is_partial(event));
            owners_.apply(event);
            apply(event);
            track_.after(event.kind, standing());
        }
        if (status_date && !told && (!day_ || *status_date <= *day_)) told = tell_status(*status_date);
        if (told) told_on_ = status_date;
        if (!status_date && fields_.contains(status_unclear)) forget_status();
        if (!told && is_end_seen_later()) forget_status();
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

    /// A list read after that day says that the mark has ended, and not since when: it may have by then.
    bool is_end_seen_later() const {
        const Standing& told = standing_of(trademark_standings(), plugin::text_at(fields_, "common_status"));
        return day_ && told.is_known && !told.is_live && is_status_date_of_reading(fields_);
    }

    /// Nobody knows what the source's word means, and it may mean the end.
    void forget_status() {
        state_ = "unknown";
        ended_.reset();
    }

    bool tell_status(Date on) {
        if (fields_.contains(status_unclear)) forget_status();
        const std::string_view said = plugin::text_at(fields_, "common_status");
        if (said.empty()) return true;
        const Standing& told = standing_of(trademark_standings(), said);
        if (!told.is_known) return true;
        if (told.is_live) {
            is_last_class_reduced_ = false;
            live(told.id);
        } else if (!is_dead() || told.id != state_) {
            state_ = told.id;
            ended_ = on;
            is_end_at_latest_ = is_status_date_of_reading(fields_);
        }
        return true;
    }

    void apply(const Event& event) {
        const std::string_view kind = event.kind;
        note_procedure(kind);
        if (kind == "application") {
            // Silence of another office's file is no news; CNIPA's own procedure has one first stage.
            if (name_.is_chinese() && !standing().is_known) live("awaiting_examination");
        } else if (kind == "preliminary_publication") {
            if (!is_dead()) live(is_registered() ? "registered_published" : "published_for_opposition");
        } else if (kind == "acceptance") {
            if (!standing().is_known) live("awaiting_examination");
        } else if (kind == "examination" || kind == "correction_notice") {
            if (!is_dead() && !is_registered()) live("under_examination");
        } else if (kind == "registration") {
            if (state_ == "withdrawn" || state_ == "refused")
                doubts_.push_back(
                    {"Registered on " + event.date.text() + ", after the application had ended (" +
                         std::string(standing().en) + ").",
                     event.date.text() + "注册，而此前申请已终止（" + std::string(standing().zh) + "）。"});
            live("registered");
            keep_registered_classes(event);
            drop_refused_classes(event.date);
            if (registered_on_ && *registered_on_ != event.date)
                doubts_.push_back({"Registered on " + registered_on_->text() + " and once more on " +
                                       event.date.text() + ": the term is counted from the former.",
                                   "注册日期先后记载为" + registered_on_->text() + "和" + event.date.text() +
                                       "，有效期自前者起算。"});
            if (!registered_on_) registered_on_ = event.date;
            if (!expiry_ && name_.is_chinese()) expiry_ = terms_.first_end(event.date);
        } else if (kind == "renewal") {
            renew(event);
        } else if (kind == "opposition") {
            if (!is_dead()) live(is_registered() ? "registered_opposed" : "opposition_pending");
        } else if (kind == "refusal" || kind == "nonregistration") {
            refuse(event);
        } else if (kind == "review" || kind == "court_action") {
            review();
        } else if (kind == "nonuse_request" || kind == "generic_request" || kind == "invalidation_request") {
            if (!is_dead()) live("cancellation_pending");
        } else if (kind == "request_decided" || kind == "partial_cancellation") {
            if (kind == "partial_cancellation") lose_classes(event);
            if (kind == "request_decided" && tells_loss(event)) return doubt_decision(event);
            decide(kind == "partial_cancellation");
        } else if (kind == "cancellation" || kind == "invalidation" || kind == "surrender") {
            end_registration(event);
        } else if (kind == "lapse") {
            lapse(event);
        } else if (kind == "withdrawal") {
            withdraw(event);
        } else if (kind == "pledge" && !standing().is_known) {
            live("registered");  // nothing else can be pledged
        }
    }

    void renew(const Event& event) {
        is_last_class_reduced_ = false;
        if (state_ == "expired" || !is_dead()) {
            if (!is_registered()) live("registered");
        }
        if (is_partial(event) && renew_some_classes(event)) return;
        const std::optional<Date> until =
            event.data != nullptr ? date_at(*event.data, "until") : std::nullopt;
        if (until) {
            expiry_ = expiry_ ? std::max(*expiry_, *until) : *until;
        } else if (expiry_) {
            renew_by_one_term(event.date);
        }
    }

    /// A renewal of some classes: the term of the others ends. True where it concerns only classes that an
    /// earlier one left out: the mark's term is counted on already.
    bool renew_some_classes(const Event& event) {
        const std::vector<std::int64_t> scope = classes_at(*event.data, "scope");
        const auto is_left = [&](std::int64_t one) { return left_out_.contains(one); };
        if (!left_out_.empty() && std::ranges::all_of(scope, is_left)) {
            for (const std::int64_t one : scope)
                if (event.date <= calendar_.moved(terms_.grace_end(left_out_.at(one)))) left_out_.erase(one);
            return true;
        }
        if (expiry_)
            for (const std::int64_t one : classes_)
                if (!std::ranges::binary_search(scope, one)) left_out_.emplace(one, *expiry_);
        return false;
    }

    /// Classes that were not renewed with the others.
    void end_left_out_classes() {
        for (const auto& [number, expiry] : left_out_) {
            const Date last = calendar_.moved(terms_.grace_end(expiry));
            const bool is_over = day_ && *day_ > last;
            if (is_over) std::erase(classes_, number);
            is_reduced_ = is_reduced_ || is_over;
            const std::string one = std::to_string(number);
            doubts_.push_back({"The renewal on record leaves out class " + one + ", whose term ended on " +
                                   expiry.text() + " and whose grace ends on " + last.text() +
                                   (is_over ? ": it is not counted any more." : "."),
                               "在案续展未包括第" + one + "类，该类有效期至" + expiry.text() + "，宽展期至" +
                                   last.text() + (is_over ? "，不再计入。" : "。")});
        }
    }

    void renew_by_one_term(Date on) {
        skip_terms_without_renewal(on);
        const Date opens =
            terms_.opens(*expiry_).value_or(window_begin(*expiry_, longest_window, Counting::validity));
        const Date last = calendar_.moved(terms_.grace_end(*expiry_));
        if (on < opens) {
            if (!is_of_earlier_term(on))
                doubts_.push_back({"A renewal of " + on.text() +
                                       " is recorded, before it could be asked for (from " + opens.text() +
                                       "): it does not count for the term that ends on " + expiry_->text() +
                                       ".",
                                   "记录有" + on.text() + "的续展，早于可申请续展之日（" + opens.text() +
                                       "），不计入至" + expiry_->text() + "届满的有效期。"});
            return;
        }
        if (on > last)
            doubts_.push_back({"The renewal of " + on.text() + " came after the grace of the term ended on " +
                                   last.text() + "; it is counted all the same.",
                               on.text() + "的续展晚于宽展期届满日" + last.text() + "，仍按已续展计算。"});
        expiry_ = terms_.next_end(*expiry_);
    }

    /// A renewal within the window of a later term shows that the terms before it were renewed, too.
    void skip_terms_without_renewal(Date on) {
        Date end = *expiry_;
        while (on > calendar_.moved(terms_.grace_end(end))) {
            const std::optional<Date> next = terms_.next_end(end);
            if (!next ||
                on < terms_.opens(*next).value_or(window_begin(*next, longest_window, Counting::validity)))
                return;
            doubts_.push_back({"The renewal of the term that ended on " + end.text() +
                                   " is not on record; the one of " + on.text() + " shows that it was made.",
                               end.text() + "届满的有效期无续展记录，由" + on.text() + "的续展推知已续展。"});
            end = *next;
        }
        expiry_ = end;
    }

    /// Whether a renewal of that day is the one by which this term, or one before it, began: another source
    /// tells it once more, or the end on record counts it already.
    bool is_of_earlier_term(Date on) const {
        constexpr int term_months = 120;  // of every office whose terms are known
        for (Date end = expiry_->plus_months(-term_months); end.plus_months(term_months) > on;
             end = end.plus_months(-term_months)) {
            const Date opens = window_begin(end, longest_window, Counting::validity);
            if (opens <= on && on <= terms_.grace_end(end).plus_days(days_off_at_most)) return true;
        }
        return !terms_.first_end(on);
    }

    /// What only the Office's own procedure tells apart.
    void note_procedure(std::string_view kind) {
        if (kind == "acceptance") is_accepted_ = true;
        if (kind == "correction_notice") is_notice_open_ = true;
        if (kind == "nonregistration") is_nonregistration_ = true;
        const bool answers = kind == "response" || kind == "preliminary_publication" || kind == "refusal" ||
                             kind == "registration" || kind == "withdrawal";
        if (answers) is_notice_open_ = false;
        if (kind == "preliminary_publication" || kind == "registration") is_refused_in_part_ = false;
    }

    /// Whether a decision speaks of some of the mark's classes only.
    bool is_partial(const Event& event) const {
        if (event.data == nullptr) return false;
        const std::vector<std::int64_t> scope = classes_at(*event.data, "scope");
        return !scope.empty() && !std::ranges::includes(scope, classes_);
    }
    void lose_classes(const Event& event) {
        if (event.data == nullptr) return;
        const std::vector<std::int64_t> scope = classes_at(*event.data, "scope");
        is_reduced_ = true;
        if (std::ranges::includes(scope, classes_)) {
            // Where every class is named, or none, some goods are gone and the classes live on. Where the
            // other classes went before, this may be the end.
            is_last_class_reduced_ = has_lost_classes_ && !scope.empty() && !classes_.empty();
            return;
        }
        has_lost_classes_ = true;
        std::erase_if(classes_, [&](std::int64_t one) { return std::ranges::binary_search(scope, one); });
    }
    void keep_registered_classes(const Event& event) {
        if (event.data == nullptr) return;
        const std::vector<std::int64_t> scope = classes_at(*event.data, "scope");
        if (!scope.empty() && std::ranges::includes(classes_, scope)) {
            classes_ = scope;
            refused_.clear();
        }
    }
    /// What was refused is not registered, unless a later source says so.
    void drop_refused_classes(Date registered) {
        if (refused_.empty() || plugin::text_at(fields_, "recorded_on") >= registered.text()) return;
        const auto is_refused = [&](std::int64_t one) {
            return std::ranges::find(refused_, one) != refused_.end();
        };
        if (std::ranges::all_of(classes_, is_refused)) return;
        if (!is_refusal_contested_) std::erase_if(classes_, is_refused);
        std::string numbers_en, numbers_zh;
        for (const std::int64_t one : refused_) {
            numbers_en += (numbers_en.empty() ? "" : ", ") + std::to_string(one);
            numbers_zh += (numbers_zh.empty() ? "" : "、") + std::to_string(one);
        }
        doubts_.push_back(
            is_refusal_contested_
                ? plugin::Text{"Class " + numbers_en +
                                   " was refused before the registration; that was contested, and how it was "
                                   "decided is not recorded.",
                               "第" + numbers_zh + "类在注册前被驳回，已申请复审或起诉，但结果未记录。"}
                : plugin::Text{"Class " + numbers_en +
                                   " was refused before the registration, and no source tells that it was "
                                   "registered all the same: it is not counted.",
                               "第" + numbers_zh + "类在注册前被驳回，且无来源载明仍获注册，未予计入。"});
    }

    void end_registration(const Event& event) {
        if (event.kind == "surrender" && event.data != nullptr &&
            !plugin::array_at(*event.data, "shares").empty()) {
            is_reduced_ = true;  // a co-owner gave up its share
            return;
        }
        if (is_partial(event)) {
            lose_classes(event);
            return decide(true);
        }
        if (event.kind == "invalidation") {
            // Void from the beginning, whatever ended it before.
            state_ = "cancelled";
            ended_ = event.date;
            is_void_ = true;
            return;
        }
        dead(event.kind == "surrender" ? "surrendered" : "cancelled", event.date);
    }

    /// A refusal has no effect before the time to contest it is over.
    void refuse(const Event& event) {
        if (is_dead()) return;
        if (is_registered()) {
            if (!name_.is_chinese()) return;  // elsewhere also of a later filing about the registration
            doubts_.push_back(
                {"A refusal is recorded on " + event.date.text() +
                     ", after the registration: one of the two is wrong, and the refusal is not counted.",
                 "注册之后又记载" + event.date.text() + "驳回或不予注册，两者必有一误，未按驳回处理。"});
            return;
        }
        if (is_partial(event)) {
            for (const std::int64_t one : classes_at(*event.data, "scope")) refused_.push_back(one);
            is_refused_in_part_ = std::ranges::any_of(classes_, [&](std::int64_t one) {
                return std::ranges::find(refused_, one) == refused_.end();
            });
            if (is_refused_in_part_) return live("under_examination");
        }
        const bool was_reviewed = state_ == "appeal_pending";
        const std::string_view pending = was_reviewed                      ? "appeal_pending"
                                         : event.kind == "nonregistration" ? "opposition_pending"
                                                                           : "under_examination";
        if (name_.is_chinese() && day_ && *day_ <= final_after(event, was_reviewed ? "TD-05" : "TD-04")) {
            live(pending);
            is_refusal_open_ = !was_reviewed;
        } else {
            dead("refused", event.date);
        }
    }

    /// The last day to act against a decision, by the rule of that id.
    Date final_after(const Event& decision, std::string_view id) const {
        const Period contest = rules_.on(id, decision.date).rule->period;
        const std::optional<Date> received = date_at(*decision.data, "received_on");
        const Date at_latest = received.value_or(decision.date.plus_days(postal_delivery_days));
        return calendar_.moved(period_end(at_latest, contest));
    }

    void review() {
        is_refusal_open_ = false;
        is_refusal_contested_ = is_refusal_contested_ || !refused_.empty();
        if (state_ == "cancelled" || is_registered()) {
            is_end_contested_ = is_end_contested_ || state_ == "cancelled";
            is_void_ = false;
            live("cancellation_pending");  // art. 55: a decision under review has no effect yet
        } else if (state_ == "refused" || !is_dead()) {
            live("appeal_pending");
        }
    }

    void decide(bool implies_registration) {
        if (is_dead()) return;
        if (implies_registration && !is_registered()) live("registered");
        if (book_.has_pending_request()) return;
        if (is_end_contested_ && is_registered()) {
            doubts_.push_back(
                {"The end of the registration was contested and that was decided; how, is not "
                 "recorded.",
                 "对注册商标终止的争议已有决定，但结果未记录。"});
            forget_status();
        } else if (is_registered())
            live("registered");
        else if (state_ == "opposition_pending")
            live("published_for_opposition");
        else if (state_ == "appeal_pending")
            live("under_examination");
    }

    /// The words of the decision say otherwise than the event.
    void doubt_decision(const Event& event) {
        if (is_dead()) return;
        doubts_.push_back(doubt_of_decision(event));
        forget_status();
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
        if (name_.is_chinese() && is_registered() && !is_dead() && !had_request_)
            doubts_.push_back({"A withdrawal is recorded on " + event.date.text() +
                                   ", after the registration, and no request that it could end.",
                               "注册之后记载" + event.date.text() + "撤回，而无可撤回的请求。"});
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
        if (expiry_ && is_registered() && !is_dead()) {
            found.grace_until = calendar_.moved(terms_.grace_end(*expiry_));
            if (day_ && *day_ > *found.grace_until)
                end_by_time(*found.grace_until, found);
            else
                found.in_grace = day_ && *day_ > *expiry_;
        }
        end_left_out_classes();
        note_last_class();
        found.is_end_at_latest = is_end_at_latest_ && is_dead();
        found.is_reduced = is_reduced_;
        note_dates(found);
        add_doubt_of_return(fields_, standing().is_live, doubts_);
        add_doubts_of_dates(name_, fields_, doubts_);
        for (plugin::Text& doubt : owners_.take_doubts()) doubts_.push_back(std::move(doubt));
        for (plugin::Text& doubt : book_.take_doubts()) doubts_.push_back(std::move(doubt));
        found.doubts = std::move(doubts_);
        track_.after(is_dead() ? "end_of_term" : "other", standing());
        found.standing = &standing();
        found.ended_on = ended_;
        found.owners = owners_.take();
        found.overlays = book_.open_on(day_, false);
        found.securities = book_.securities();
        found.stage = track_.take();
        found.classes = classes_;
        if (name_.is_chinese()) found.cn_states = own_states(found);
        return found;
    }

    /// One decision after another named each of the mark's classes, each a part only.
    void note_last_class() {
        if (!is_last_class_reduced_ || is_dead()) return;
        doubts_.push_back(
            {"Each class of the mark was cancelled, at least in part, by one decision or "
             "another: whether anything is left, the decisions tell.",
             "各类别已先后被部分撤销或宣告无效，是否尚有剩余须核对各决定书。"});
        forget_status();
    }

    /// Dates on record that cannot all be true.
    void note_dates(const Situation& found) {
        if (found.filing && found.granted_on && *found.granted_on < *found.filing)
            doubts_.push_back(
                {"Registered on " + found.granted_on->text() + ", before it was filed on " +
                     found.filing->text() + ".",
                 "注册日期" + found.granted_on->text() + "早于申请日期" + found.filing->text() + "。"});
        const std::optional<Date> recorded = date_at(fields_, "expiry_date");
        if (!name_.is_chinese() || is_madrid(name_) || !found.granted_on || !recorded) return;
        const std::optional<Date> expected = terms_.nearest_end(*found.granted_on, *recorded);
        if (expected && *expected != *recorded)
            doubts_.push_back({"The term is recorded to end on " + recorded->text() +
                                   "; counted from the registration it ends on " + expected->text() + ".",
                               "登记的专用期限截止日为" + recorded->text() + "，自注册日推算应为" +
                                   expected->text() + "。"});
    }

    /// The term ended without a renewal on file. An office that says afterwards that the mark is registered
    /// knows of one, or is wrong: nobody can tell from here.
    void end_by_time(Date grace_end, Situation& found) {
        const std::string_view said = plugin::text_at(fields_, "common_status");
        const bool is_said_alive = told_on_ && *told_on_ > grace_end && !said.empty() &&
                                   !fields_.contains(status_unclear) &&
                                   standing_of(trademark_standings(), said).is_live;
        if (!is_said_alive) {
            dead("expired", expiry_->plus_days(1));
            found.is_ended_by_time = true;
            return;
        }
        forget_status();
        const std::string words(plugin::text_at(fields_, "status"));
        doubts_.push_back({"The office said on " + told_on_->text() + " that the mark is registered" +
                               (words.empty() ? "" : " (“" + words + "”)") + ", but its term ended on " +
                               expiry_->text() + " and no renewal is recorded.",
                           "主管机关于" + told_on_->text() + "记载该商标有效" +
                               (words.empty() ? "" : "（“" + words + "”）") + "，但有效期已于" +
                               expiry_->text() + "届满且无续展记录。"});
    }

    std::vector<const CnState*> own_states(const Situation& found) const {
        std::vector<const CnState*> held;
        const auto add = [&](std::string_view id, bool holds = true) {
            if (holds) held.push_back(&*std::ranges::find(cn_states, id, &CnState::id));
        };
        if (state_ == "unknown") return held;
        if (is_dead()) {
            if (state_ == "refused" || state_ == "withdrawn")
                add(state_);
            else if (state_ == "cancelled")
                add(is_void_ ? "void" : "cancelled");
            else
                add("struck_off");
        } else if (is_registered()) {
            const bool is_open = day_ && expiry_ && terms_.is_open_on(*day_, *expiry_);
            add("grace", found.in_grace);
            add("invalidation_pending", book_.has("invalidation_request"));
            add("nonuse_defence", book_.has("nonuse_request"));
            add("generic_pending", book_.has("generic_request"));
            add("decision_contested", book_.has("review") || book_.has("court_action"));
            add("renewal_window", is_open);
            add("partly_valid", is_reduced_);
            if (held.empty()) add("registered");
        } else {
            add("notice_pending", is_notice_open_);
            add("partial_refusal", is_refused_in_part_);
            add("refusal_open", is_refusal_open_);
            add(procedure_state());
        }
        return held;
    }

    std::string_view procedure_state() const {
        if (state_ == "appeal_pending")
            return is_nonregistration_ ? "nonregistration_review" : "refusal_review";
        if (state_ == "published_for_opposition") return "published";
        if (state_ == "opposition_pending") return "opposition";
        if (state_ == "under_examination") return "under_examination";
        return is_accepted_ ? "accepted" : "awaiting_acceptance";
    }

    const Rules& rules_;
    const MarkTerms terms_;
    const RightName& name_;
    const Object& fields_;
    std::optional<Date> day_;
    const WorkCalendar& calendar_;
    OverlayBook book_;
    Owners owners_;
    std::string_view state_ = "unknown";
    std::optional<Date> expiry_, registered_on_, ended_, told_on_;
    std::vector<plugin::Text> doubts_;
    std::vector<std::int64_t> classes_;  ///< that no partial decision took away
    StageTrack track_;
    bool is_accepted_ = false, is_notice_open_ = false, is_refused_in_part_ = false, is_refusal_open_ = false;
    bool is_nonregistration_ = false, is_reduced_ = false, is_void_ = false;
    bool is_end_at_latest_ = false, is_end_contested_ = false;
    std::map<std::int64_t, Date>
        left_out_;                       ///< classes that a renewal did not name, with the end of their term
    std::vector<std::int64_t> refused_;  ///< classes, before the registration
    bool is_refusal_contested_ = false;
    bool had_request_ = false;  ///< one was pending before the event
    bool has_lost_classes_ = false, is_last_class_reduced_ = false;
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

int tm5_descriptor(const Standing& standing) {
    const std::vector<Standing>& all = trademark_standings();  // in the order of the descriptors
    return static_cast<int>(&standing - all.data()) + 1;
}

Confidence tm5_confidence(int descriptor) {
    if (descriptor == 15) return Confidence::unsure;
    const bool is_read = descriptor <= 8 || descriptor == 10 || descriptor == 12;
    return is_read ? Confidence::confirmed : Confidence::firm;
}

Situation trademark_situation(const Rules& rules, const RightName& name, const Object& fields,
                              std::optional<Date> day, const WorkCalendar& calendar) {
    return Replay(rules, name, fields, day, calendar).run();
}

}  // namespace xinbu::ip_status
