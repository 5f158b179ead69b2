// Deadlines of Chinese trademarks: TD-01 to TD-27 of the domain's list, as far as a date follows from them.
#include <algorithm>

#include "deadlines.hpp"
#include "events.hpp"
#include "trademarks.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::ip_status {

using plugin::Date;
using plugin::Object;
using plugin::Text;
using plugin::Value;

namespace {

constexpr Words from_receipt{"the receipt of the document", "收到官方文件之日"};
constexpr Words from_event{"the event", "事项发生之日"};

constexpr Words refusal_final{"Without it the refusal becomes final.", "逾期未申请的，驳回决定生效。"};
constexpr Words decision_final{"Without it the decision becomes final.", "逾期未起诉的，决定或裁定生效。"};

/// One mark's deadlines, found from its events.
class MarkDeadlines {
public:
    explicit MarkDeadlines(DeadlineDesk& desk)
        : desk_(desk), events_(events_of(desk.fields, desk.as_of)), standing_(*desk.now.standing) {}

    void add() {
        if (!standing_.is_known) return;
        if (standing_.is_live && !standing_.is_granted) add_application();
        if (standing_.is_live && standing_.is_granted) add_registration();
        add_answers();
        add_decisions();
        if (desk_.now.is_ended_by_time) add_renewal(is_madrid(desk_.name) ? "TD-26R" : "TD-12");
        if (!standing_.is_live && standing_.is_granted) add_quarantine();
        if (standing_.is_live) add_overlay_ends();
    }

private:
    /// The latest event of that kind with none of the `after` kinds behind it.
    const Event* open_event(std::string_view kind, std::initializer_list<std::string_view> after) const {
        for (auto at = events_.rbegin(); at != events_.rend(); ++at) {
            if (at->kind == kind) return &*at;
            if (std::ranges::find(after, at->kind) != after.end()) return nullptr;
        }
        return nullptr;
    }
    bool has_event(std::string_view kind) const {
        return std::ranges::find(events_, kind, &Event::kind) != events_.end();
    }
    bool has_overlay(std::string_view kind) const {
        return std::ranges::find(desk_.now.overlays, kind, &Overlay::kind) != desk_.now.overlays.end();
    }

    /// A period to answer: it runs from the receipt, where that is recorded.
    Deadline answer(std::string_view id, std::string_view kind, const Event& event, Words consequence) const {
        const std::optional<Date> received = date_at(*event.data, "received_on");
        Deadline deadline = desk_.ordinary(id, kind, received.value_or(event.date),
                                           received ? from_receipt : from_event, consequence);
        deadline.is_loss = true;
        if (!received) {
            deadline.more.set("receipt", "unknown");
            deadline.steps.push_back(
                {"When the document was received is not recorded: the period may end later.",
                 "未记录文件的送达日期，实际期限可能更晚。"});
        }
        if (const auto scope = classes_at(*event.data, "scope"); !scope.empty()) set_classes(deadline, scope);
        return deadline;
    }
    static void set_classes(Deadline& deadline, const std::vector<std::int64_t>& classes) {
        plugin::Array array;
        for (const std::int64_t one : classes) array.emplace_back(one);
        deadline.more.set("classes", std::move(array));
    }

    void add_application() {
        const std::optional<Date> filed = desk_.now.filing;
        const std::optional<Date> published = publication();
        if (filed && !published && !has_event("refusal"))
            desk_.add(desk_.ordinary("TD-01", "office_examination", *filed, {"the filing", "申请日"},
                                     {"The Office's own time limit; nothing is lost when it passes.",
                                      "系商标局审查时限，逾期不影响申请。"}));
        if (filed)
            desk_.add(desk_.ordinary("TD-27", "priority", *filed, {"the first filing", "首次申请日"},
                                     {"Later filings abroad can no longer claim its priority.",
                                      "此后在外国申请不能再主张优先权。"}));
        if (published) add_opposition_end(*published);
        if (published && has_overlay("opposition"))
            add_office_time("TD-08",
                            period_end(*published, desk_.rules.on("TD-06", desk_.as_of).rule->period),
                            {"the end of the publication period", "初步审定公告期满之日"});
    }

    std::optional<Date> publication() const {
        const Event* event = open_event("preliminary_publication", {});
        if (event != nullptr) return event->date;
        const std::optional<Date> recorded = date_at(desk_.fields, "publication_date");
        return recorded && *recorded <= desk_.as_of ? recorded : std::nullopt;
    }

    void add_opposition_end(Date published) {
        constexpr Words unopposed{"Where nobody opposes, the mark is registered (TD-09).",
                                  "期满无异议的，予以核准注册（TD-09）。"};
        if (!is_madrid(desk_.name)) {
            desk_.add(desk_.ordinary("TD-06", "opposition_end", published,
                                     {"the preliminary publication", "初步审定公告日"}, unopposed));
            return;
        }
        const Date first_of_next = Date(published.year(), published.month(), 1).plus_months(1);
        desk_.add(desk_.ordinary("TD-26", "opposition_end", first_of_next,
                                 {"the first of the month after the gazette", "公告出版次月1日"}, unopposed));
    }

    /// A time limit of the Office, which may prolong it.
    void add_office_time(std::string_view id, Date from, Words counted_from) {
        Deadline deadline = desk_.ordinary(
            id, "office_decision", from, counted_from,
            {"The Office's own time limit; it may be prolonged.", "系商标局审查时限，可依法延长。"});
        if (!deadline.rule->extension.is_empty())
            deadline.more.set("prolonged_until", period_end(deadline.due, deadline.rule->extension).text());
        desk_.add(std::move(deadline));
    }

    void add_registration() {
        add_renewal(is_madrid(desk_.name) ? "TD-26R" : desk_.now.in_grace ? "TD-12" : "TD-11");
        if (!desk_.now.granted_on) return;
        const Date registered = *desk_.now.granted_on;
        add_nonuse(registered);
        desk_.add(
            desk_.ordinary("TD-19", "relative_grounds_end", registered, {"the registration", "核准注册日"},
                           {"Afterwards holders of earlier rights can no longer ask for invalidation; "
                            "the owner of a well-known mark still can, against a registration in bad "
                            "faith, and absolute grounds have no limit (TD-20).",
                            "期满后在先权利人不得再请求宣告无效；对恶意注册的，驰名商标所有人不受此限。绝"
                            "对理由无期限限制（TD-20）。"}));
    }

    void add_renewal(std::string_view id) {
        if (!desk_.now.last_day) return;
        const Date expiry = *desk_.now.last_day;
        const MarkTerms terms(desk_.rules, desk_.name);
        Deadline deadline = desk_.fixed(desk_.rules.on(id, desk_.as_of), "renewal", expiry,
                                        {"Not renewed within grace, the mark is struck off (rule TD-14).",
                                         "宽展期满仍未办理续展的，注销其注册商标（规则TD-14）。"});
        deadline.is_loss = true;
        deadline.is_unproved = desk_.now.is_ended_by_time;
        deadline.opens = terms.opens(expiry);
        const std::string opens = deadline.opens->text(), renewed = terms.next_end(expiry)->text();
        const std::vector<Text> steps{
            {"The term ends on " + expiry.text() + ", that day included; no day off moves it.",
             "有效期至" + expiry.text() + "（含当日），不因节假日顺延。"},
            {"Renewal can be asked for from " + opens +
                 " (within 12 months before expiry; of two readings the later one is taken).",
             "自" + opens + "起可申请续展（期满前十二个月内；两种算法取较晚者）。"},
            {"A renewed term runs until " + renewed + " (rule TD-13).",
             "续展后新的有效期至" + renewed + "（规则TD-13）。"}};
        deadline.steps.insert(deadline.steps.begin(), steps.begin(), steps.end());
        desk_.give_grace(deadline, desk_.rules.on("TD-11", desk_.as_of).rule->extension);
        if (!is_madrid(desk_.name)) add_renewal_fee(deadline);
        desk_.add(std::move(deadline));
    }

    void add_renewal_fee(Deadline& deadline) const {
        const auto classes = static_cast<std::int64_t>(desk_.now.classes.size());
        const Fee* fee = desk_.rules.fee("renewal", trademark_kind);
        const Fee* late = desk_.rules.fee("renewal_late", trademark_kind);
        if (classes == 0) return;
        set_classes(deadline, desk_.now.classes);
        deadline.more.set("amount", plugin::value_of(plugin::Money{fee->fen * classes, "CNY"}));
        deadline.more.set("surcharge", plugin::value_of(plugin::Money{late->fen * classes, "CNY"}));
        deadline.more.set("amount_confidence", name_of(fee->confidence));
    }

    /// From when on anybody may ask for cancellation of a class for want of use.
    void add_nonuse(Date registered) {
        for (const std::int64_t number : desk_.now.classes) add_nonuse_of(number, registered);
        if (desk_.now.classes.empty()) add_nonuse_of(std::nullopt, registered);
    }
    /// Of one class; of the mark, where its classes are not recorded.
    void add_nonuse_of(std::optional<std::int64_t> number, Date registered) {
        const std::optional<Date> used = last_use(number);
        const bool is_used = used && *used > registered;
        Deadline deadline = desk_.exposure(
            "TD-15", "nonuse_exposure", is_used ? *used : registered,
            is_used ? Words{"the last use on file", "在案最近使用证据日期"}
                    : Words{"the announcement of the registration", "注册公告日"},
            {"From then on the class can be cancelled at anybody's request, from 2027 also of the Office's "
             "own motion, unless use or a good reason is shown.",
             "自该日起任何人可申请撤销该类别注册（2027年起商标局亦可依职权撤销），能证明使用或有正当理由的除"
             "外。"});
        if (number) set_classes(deadline, {*number});
        if (used) deadline.more.set("last_use", used->text());
        desk_.add(std::move(deadline));
    }

    std::optional<Date> last_use(std::optional<std::int64_t> number) const {
        std::optional<Date> last;
        for (const Value& one : plugin::array_at(desk_.fields, "use_evidence")) {
            if (one.object() == nullptr) continue;
            const std::optional<Date> date = date_at(*one.object(), "date");
            const std::vector<std::int64_t> classes = classes_at(*one.object(), "classes");
            if (!date || *date > desk_.as_of) continue;
            if (number && !std::ranges::binary_search(classes, *number)) continue;
            if (!last || *last < *date) last = date;
        }
        return last;
    }

    /// What an open request or notice wants answered.
    void add_answers() {
        if (standing_.is_live && !standing_.is_granted) {
            const Event* notice = open_event("correction_notice", {"response", "preliminary_publication",
                                                                   "refusal", "registration", "withdrawal"});
            if (notice != nullptr)
                desk_.add(answer("TD-02", "notice_answer", *notice,
                                 {"Unanswered, the Office decides without it.",
                                  "未作出说明或者修正的，不影响商标局作出审查决定。"}));
        }
        if (!standing_.is_live) return;
        add_answer_to(
            "opposition", "TD-07", "opposition_defence",
            {"The Office decides without a defence; evidence announced in it may follow within three "
             "months.",
             "逾期未答辩的，不影响审查；声明补充证据的，可自提交答辩之日起三个月内提交。"});
        add_answer_to("nonuse_request", "TD-16", "nonuse_evidence",
                      {"Without evidence of use or a good reason the mark is cancelled.",
                       "期满不提供使用证据或者证据无效且无正当理由的，撤销其注册商标。"});
        add_answer_to("generic_request", "TD-18", "generic_answer",
                      {"Unanswered, the Office decides without it.", "期满未答辩的，不影响商标局作出决定。"});
        for (const std::string_view kind : {"nonuse_request", "generic_request"})
            if (const Event* request = has_overlay(kind) ? open_event(kind, {}) : nullptr)
                add_office_time("TD-17", request->date, {"the request", "收到申请之日"});
    }
    void add_answer_to(std::string_view request, std::string_view id, std::string_view kind,
                       Words consequence) {
        if (!has_overlay(request)) return;
        if (const Event* event = open_event(request, {"response"})) {
            Deadline deadline = answer(id, kind, *event, consequence);
            deadline.is_unproved = true;
            desk_.add(std::move(deadline));
        }
    }

    /// What can be done against decisions: only the time to do it tells whether it is still open.
    void add_decisions() {
        bool is_reviewed = false;
        for (const Event& event : events_) {
            if (event.kind == "review") is_reviewed = true;
            if (is_contested(event)) {
                if (event.kind == "refusal") is_reviewed = false;
                continue;
            }
            if (event.kind == "refusal" || event.kind == "nonregistration") add_refusal(event, is_reviewed);
            if (event.kind == "cancellation" || event.kind == "partial_cancellation")
                desk_.add(is_reviewed ? answer("TD-05", "court_action", event, decision_final)
                                      : answer("TD-17R", "cancellation_review", event,
                                               {"Without it the cancellation becomes final.",
                                                "逾期未申请复审的，撤销决定生效。"}));
            if (event.kind == "invalidation")
                desk_.add(answer("TD-05", "court_action", event, decision_final));
        }
    }
    void add_refusal(const Event& event, bool is_reviewed) {
        if (is_reviewed) {
            desk_.add(answer("TD-05", "court_action", event, decision_final));
            return;
        }
        if (!classes_at(*event.data, "scope").empty())
            desk_.add(answer("TD-03", "division", event,
                             {"Without it what was approved waits for the review of what was refused.",
                              "逾期未申请分割的，初步审定部分须待驳回部分复审结束。"}));
        desk_.add(answer("TD-04", "refusal_review", event, refusal_final));
    }
    /// Whether somebody acted against the decision afterwards, or another event made it void.
    bool is_contested(const Event& decision) const {
        for (const Event& event : events_)
            if (&event > &decision &&
                (event.kind == "review" || event.kind == "court_action" || event.kind == "registration" ||
                 event.kind == "preliminary_publication"))
                return true;
        return false;
    }

    void add_quarantine() {
        if (!desk_.now.ended_on) return;
        desk_.add(desk_.ordinary("TD-21", "quarantine_end", *desk_.now.ended_on,
                                 {"the end of the registration", "注册商标被撤销、宣告无效或者注销之日"},
                                 {"Until then identical and similar marks of others are not registered.",
                                  "期满前对他人相同或者近似商标的注册申请不予核准。"}));
    }

    void add_overlay_ends() {
        for (const Overlay& overlay : desk_.now.overlays) {
            if (overlay.kind == "freeze")
                add_freeze_end(overlay);
            else if (overlay.until)
                add_recorded_end(overlay);
        }
    }

    void add_freeze_end(const Overlay& overlay) {
        constexpr Words lapses{"Not renewed by the court, the preservation lapses by itself.",
                               "法院未续行保全的，期满自动解除。"};
        Deadline deadline = overlay.until ? desk_.recorded("TD-25", "freeze_end", *overlay.until, lapses)
                                          : desk_.ordinary("TD-25", "freeze_end", overlay.since,
                                                           {"the order", "保全裁定协助执行之日"}, lapses);
        if (!overlay.until) {
            deadline.is_unproved = true;
            deadline.steps.push_back(
                {"The order's end is not recorded; the rule's longest period is counted.",
                 "未记录保全期限，按规定的最长期限推算。"});
        }
        describe(deadline, overlay);
        desk_.add(std::move(deadline));
    }

    void add_recorded_end(const Overlay& overlay) {
        constexpr Words pledge_over{"Without an extension the registered term of the pledge is over.",
                                    "未办理延期的，质权登记期限届满。"};
        constexpr Words licence_over{"The licensee may no longer use the mark.", "被许可人不得继续使用。"};
        const bool is_pledge = overlay.kind == "pledge";
        if (!is_pledge && overlay.kind != "licence") return;
        Deadline deadline = is_pledge ? desk_.recorded("OV-01", "pledge_end", *overlay.until, pledge_over)
                                      : desk_.recorded("TD-23", "licence_end", *overlay.until, licence_over);
        deadline.is_loss = is_pledge;
        describe(deadline, overlay);
        desk_.add(std::move(deadline));
    }

    static void describe(Deadline& deadline, const Overlay& overlay) {
        if (overlay.counterparty) deadline.more.set("counterparty", *overlay.counterparty);
        if (!overlay.reference.empty()) deadline.more.set("reference", overlay.reference);
        if (!overlay.classes.empty()) set_classes(deadline, overlay.classes);
    }

    DeadlineDesk& desk_;
    std::vector<Event> events_;
    const Standing& standing_;
};

}  // namespace

void add_mark_deadlines(DeadlineDesk& desk) {
    MarkDeadlines(desk).add();
}

}  // namespace xinbu::ip_status
