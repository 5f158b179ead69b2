#include "alerts.hpp"

#include <algorithm>

#include "deadlines.hpp"
#include "eligibility.hpp"
#include "elsewhere.hpp"
#include "gather.hpp"
#include "pledge_dates.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Record;
using plugin::Severity;
using plugin::Text;

namespace {

/// Rules of eligibility that no other alert tells of.
constexpr std::string_view rules_without_alert[] = {"E01", "E02", "E03", "E04", "E05", "E08",
                                                    "E21", "E24", "E30", "E31", "E41"};

constexpr int days_before_fee = 30, days_before_renewal = 180;

/// What holds beside the status of a right and threatens it.
struct Threat {
    std::string_view overlay, id;
    const char *en, *zh;
    const char *todo_en, *todo_zh;
};
constexpr Threat threats[] = {
    {"invalidation_request", "CA-ATTACK", "invalidation is requested", "被请求宣告无效",
     "Read the request, have the owner answer it in time, and value the right again.",
     "查阅请求书，督促权利人按期答辩，并重新评估。"},
    {"nonuse_request", "CA-ATTACK", "cancellation for non-use is requested", "被申请撤销（连续三年不使用）",
     "Have the owner file evidence of use within two months, and keep copies.",
     "督促权利人在两个月内提交使用证据并留存副本。"},
    {"generic_request", "CA-ATTACK", "cancellation as a generic name is requested", "被申请撤销（通用名称）",
     "Have the owner answer in time, and value the right again.", "督促权利人按期答辩，并重新评估。"},
    {"opposition", "CA-ATTACK", "it is opposed", "被提出异议",
     "Follow the proceedings and value the right again.", "跟踪异议程序并重新评估。"},
    {"court_action", "CA-ATTACK", "it is before the court", "处于行政诉讼", "Follow the proceedings.",
     "跟踪诉讼进展。"},
    {"freeze", "CA-FREEZE", "a court has frozen it", "被法院查封（保全）",
     "Tell the court of the registered pledge and its rank; review the borrower.",
     "向法院申报已登记质权及顺位，并复核借款人状况。"},
    {"suspension", "CA-DISPUTE", "proceedings are suspended for a dispute of ownership", "因权属纠纷中止程序",
     "Find out who claims the right; ask for other security.", "核实权属主张，要求补充担保。"},
    {"assignment_request", "CA-TRANSFER", "its transfer is asked for at the office", "正在办理转让",
     "Object: without the pledgee's consent a pledged right is not transferred (Civil Code art. 444).",
     "提出异议：未经质权人同意，出质权利不得转让（《民法典》第四百四十四条）。"},
};

/// Events after the contract that change what was pledged.
struct Happening {
    std::string_view event;
    const char *en, *zh;
    const char *todo_en, *todo_zh;
    bool changes_value = true;
};
constexpr Happening happenings[] = {
    {"assignment", "it was transferred", "权利已转移",
     "Check the consent; proceeds go to early repayment or deposit (Civil Code art. 444).",
     "核实是否经同意；价款应提前清偿或者提存（《民法典》第四百四十四条）。", false},
    {"change", "name or address was changed", "著录（名义、地址）变更",
     "Record the new name in the pledge's registration.", "办理质押登记事项变更。", false},
    {"licence", "a licence was recorded", "许可备案", "Check the consent and what it does to the value.",
     "核实是否经同意并评估对价值的影响。"},
    {"open_licence", "an open licence was declared", "声明开放许可",
     "Check the consent and what it does to the value.", "核实是否经同意并评估对价值的影响。"},
    {"partial_cancellation", "it was cancelled in part", "部分撤销", "Have it valued again.", "重新评估。"},
    {"partial_invalidation", "it was invalidated in part", "部分无效", "Have it valued again.", "重新评估。"},
};

class AlertDesk {
public:
    AlertDesk(const Exposure& exposure, const plugin::Records& records, const plugin::AskCheck& ask)
        : exposure_(exposure), records_(records), ask_(ask), day_(records.as_of()) {}

    std::vector<Alert> take() {
        for (const Cover& cover : exposure_.covers) look_at(cover);
        for (const Record& pledge : exposure_.pledges) look_at(pledge);
        look_at_rules();
        look_at_default();
        if (exposure_.is_owed() || exposure_.loan.status == "repaid")
            look_at_dues(exposure_.loan);
        else
            tell_settled();
        for (const Record& insurance : records_.referring_to(exposure_.loan.id, "insurance"))
            look_at_dues(insurance);
        if (exposure_.is_owed()) {
            look_at_claims();
            look_at_value();
            look_at_arrears();
            look_at_credit();
            look_at_commitments();
            look_at_commitments_elsewhere();
        }
        std::stable_sort(found_.begin(), found_.end(), [](const Alert& left, const Alert& right) {
            if (left.severity != right.severity) return left.severity < right.severity;
            return left.since < right.since;
        });
        return std::move(found_);
    }

private:
    void add(Alert alert) {
        alert.loan = exposure_.loan.id;
        if (alert.evidence.empty())
            alert.evidence.push_back(!alert.right.empty()    ? alert.right
                                     : !alert.pledge.empty() ? alert.pledge
                                                             : alert.loan);
        found_.push_back(std::move(alert));
    }
    void add_of(const Cover& cover, std::string_view id, Severity severity, std::string_view since, Text what,
                Text todo) {
        Alert alert{id, severity, std::string(since)};
        alert.pledge = cover.pledge;
        alert.right = cover.right;
        alert.what = std::move(what);
        alert.todo = std::move(todo);
        add(std::move(alert));
    }

    const Record* pledge_of(const Cover& cover) const {
        for (const Record& pledge : exposure_.pledges)
            if (pledge.id == cover.pledge) return &pledge;
        return nullptr;
    }

    void look_at(const Cover& cover) {
        if (!exposure_.is_owed()) return;
        const bool is_over = cover.pledged_until && *cover.pledged_until < day_;
        if (is_over) return;  // told once, of the pledge
        if (boolean_at(cover.status, "alive") == false) return tell_ended(cover);
        if (cover.last_day && *cover.last_day < day_) return tell_ended(cover);
        tell_uncertain(cover);
        tell_doubts(cover);
        tell_right_elsewhere(cover);
        tell_grace(cover);
        tell_due(cover);
        for (const Threat& threat : threats) tell_threat(cover, threat);
        tell_owner(cover);
        tell_others(cover);
        tell_others_on_register(cover);
        tell_others_elsewhere(cover);
        tell_cancelled(cover);
        tell_events(cover);
        tell_valuation(cover);
    }

    void tell_ended(const Cover& cover) {
        const std::string_view ended = plugin::text_at(cover.status, "ended_on");
        const std::string since = !ended.empty()   ? std::string(ended)
                                  : cover.last_day ? cover.last_day->plus_days(1).text()
                                                   : "";
        add_of(
            cover, "CA-ENDED", Severity::block, since,
            said("{0} has ended ({1}): it secures nothing any more.", "{0}已终止（{1}），不再提供担保。",
                 {cover.right, since.empty() ? "?" : since}),
            {"Ask for more security or early repayment (Civil Code art. 433); find out whether the right can "
             "be restored.",
             "要求补充担保或者提前清偿（《民法典》第四百三十三条），并核实能否恢复权利。"});
    }

    /// Nothing on record says that it has ended, and nothing that it lives.
    void tell_uncertain(const Cover& cover) {
        if (cover.status.contains("alive")) return;
        const std::string_view since = plugin::text_at(cover.status, "uncertain_since");
        add_of(
            cover, "CA-UNCERTAIN", Severity::block, since,
            since.empty()
                ? said("{0}: whether it is in force is not known here.", "{0}是否有效未知。", {cover.right})
                : said("{0}: nothing on record shows an act without which it ended; the last day for it was "
                       "{1}.",
                       "{0}：维持有效所需事项无已办理记录，最后期限为{1}，可能已终止。",
                       {cover.right, since}),
            {"Read the register today; if it has ended, ask for more security (Civil Code art. 433).",
             "立即查询登记簿；如已终止，要求补充担保（《民法典》第四百三十三条）。"});
    }

    void tell_doubts(const Cover& cover) {
        for (const plugin::Value& value : plugin::array_at(cover.status, "doubts"))
            if (value.object() != nullptr)
                add_of(cover, "CA-DOUBT", Severity::warn, {},
                       said("{0}: {1}", "{0}：{2}",
                            {cover.right, plugin::text_at(*value.object(), "en"),
                             plugin::text_at(*value.object(), "zh")}),
                       {"Read the register again and record what it says.", "重新查询登记簿并登记结果。"});
    }

    void tell_right_elsewhere(const Cover& cover) {
        for (const ToldElsewhere& one : right_elsewhere(ask_, cover.right, cover.status)) {
            const bool is_grave = one.is_end && one.is_confirmed;
            add_of(cover, "CA-ELSEWHERE", is_grave ? Severity::block : Severity::warn, {},
                   said("{0} by a registry that is followed: {1}.", "所关注登记簿对{0}另有记载：{2}。",
                        {cover.right, one.line.en, one.line.zh}),
                   {"Read the office's register and record what it says.", "查询官方登记簿并登记结果。"});
        }
    }

    void tell_grace(const Cover& cover) {
        if (boolean_at(cover.status, "in_grace") != true) return;
        const bool is_mark = is_trademark(cover.right);
        const std::string_view since = plugin::text_at(cover.status, is_mark ? "last_day" : "fee_due");
        const std::string_view until = plugin::text_at(cover.status, "grace_until");
        add_of(cover, "CA-GRACE", Severity::warn, since,
               is_mark ? said("{0} was not renewed; its grace runs until {1}.",
                              "{0}到期未续展，宽展期至{1}。", {cover.right, until})
                       : said("{0}: the annual fee is unpaid; the grace period runs until {1}.",
                              "{0}年费未缴，滞纳期至{1}。", {cover.right, until}),
               is_mark ? said("Have it renewed by {0}, or renew it at the pledgor's cost.",
                              "督促在{0}前续展，必要时代为办理。", {until})
                       : said("Have the fee with its surcharge paid by {0}, or pay it at the pledgor's cost.",
                              "督促在{0}前补缴年费及滞纳金，必要时代缴。", {until}));
    }

    /// What keeps the right alive falls due: told while it is still cheap to do.
    void tell_due(const Cover& cover) {
        if (boolean_at(cover.status, "in_grace") == true) return;
        const bool is_mark = is_trademark(cover.right);
        const auto due = date_at(cover.status, is_mark ? "last_day" : "fee_due");
        const int ahead = is_mark ? days_before_renewal : days_before_fee;
        if (!due || *due < day_ || due->days_since(day_) > ahead) return;
        const std::string day = due->text(), left = std::to_string(due->days_since(day_));
        add_of(
            cover, "CA-NEAR", Severity::info, day_.text(),
            is_mark ? said("{0}: its term ends on {1}, {2} days from now.",
                           "{0}注册有效期于{1}届满（尚有{2}日）。", {cover.right, day, left})
                    : said("{0}: an annual fee falls due on {1}, {2} days from now.",
                           "{0}年费于{1}到期（尚有{2}日）。", {cover.right, day, left}),
            is_mark ? Text{"Have it renewed.", "督促办理续展。"} : Text{"Have it paid.", "督促缴纳年费。"});
    }

    void tell_threat(const Cover& cover, const Threat& threat) {
        for (const plugin::Value& value : plugin::array_at(cover.status, "overlays")) {
            const Object* overlay = value.object();
            if (overlay == nullptr || plugin::text_at(*overlay, "kind") != threat.overlay) continue;
            add_of(cover, threat.id, Severity::warn, plugin::text_at(*overlay, "since"),
                   said("{0}: {1}.", "{0}{2}。", {cover.right, threat.en, threat.zh}),
                   {threat.todo_en, threat.todo_zh});
        }
    }

    void tell_owner(const Cover& cover) {
        const Record* pledge = pledge_of(cover);
        const std::string pledgor =
            pledge != nullptr ? canonical_code(code_at(pledge->fields, "pledgor")) : std::string();
        bool has_code = false, is_owner = false;
        for (const plugin::Value& owner : plugin::array_at(cover.status, "owners")) {
            const std::string_view code =
                owner.object() != nullptr ? plugin::text_at(*owner.object(), "identifier") : "";
            has_code = has_code || !code.empty();
            is_owner = is_owner || (!code.empty() && is_party(*owner.object(), pledgor));
        }
        if (cover.status.contains("alive") && plugin::array_at(cover.status, "owners").empty())
            add_of(cover, "CA-OWNER", Severity::warn, {},
                   said("{0}: who owns it is not on record.", "{0}：权利人未登记。", {cover.right}),
                   {"Read the register today and record what it says.", "立即查询登记簿并登记结果。"});
        if (pledgor.empty() || !has_code || is_owner) return;
        add_of(cover, "CA-OWNER", Severity::block, {},
               said("{0}: the register no longer names the pledgor as an owner.", "{0}登记权利人已非出质人。",
                    {cover.right}),
               {"Check the transfer; a pledge follows the right, but the register must show it.",
                "核实转让情况；质权随权利存在，但登记应当相应变更。"});
    }

    void tell_others(const Cover& cover) {
        for (const Record& other : records_.referring_to(cover.right, "pledge")) {
            const auto until = last_pledged_day(other.fields, cover.right);
            const bool is_other = plugin::text_at(other.fields, "loan") != exposure_.loan.id;
            if (!is_other || other.status != "registered" || (until && *until < day_) ||
                !lists(other.fields, "rights", cover.right))
                continue;
            const bool is_mark = is_trademark(cover.right);
            Alert alert{"CA-DOUBLE", is_mark ? Severity::warn : Severity::block,
                        std::string(plugin::text_at(other.fields, "registered_on"))};
            alert.pledge = cover.pledge;
            alert.right = cover.right;
            alert.evidence = {cover.pledge, other.id};
            alert.what = said("{0} is pledged for another loan, too: {1}.", "{0}同时为其他贷款出质：{1}。",
                              {cover.right, other.id});
            alert.todo = {"Compare the days of registration: they decide the rank (Civil Code art. 414).",
                          "比对登记时间：先登记的优先（《民法典》第四百一十四条）。"};
            add(std::move(alert));
        }
    }

    void add_double(const Cover& cover, std::string_view since, std::string evidence, Text what) {
        Alert alert{"CA-DOUBLE", is_trademark(cover.right) ? Severity::warn : Severity::block,
                    std::string(since)};
        alert.pledge = cover.pledge;
        alert.right = cover.right;
        alert.evidence = {cover.pledge, std::move(evidence)};
        alert.what = std::move(what);
        alert.todo = {"Compare the days of registration: they decide the rank (Civil Code art. 414).",
                      "比对登记时间：先登记的优先（《民法典》第四百一十四条）。"};
        add(std::move(alert));
    }

    /// Registrations of ours are recorded as pledges; what else the register tells is somebody else's.
    void tell_others_on_register(const Cover& cover) {
        const std::vector<Record> ours = records_.referring_to(cover.right, "pledge");
        for (const plugin::Value& value : plugin::array_at(cover.status, "overlays")) {
            const Object* overlay = value.object();
            if (overlay == nullptr || plugin::text_at(*overlay, "kind") != "pledge") continue;
            // One that is not recorded as registered yet may be ours.
            const bool is_ours = std::any_of(ours.begin(), ours.end(), [&](const Record& pledge) {
                return pledge.status == "agreed" || is_registration_of(*overlay, pledge.fields);
            });
            if (is_ours) continue;
            const std::string_view since = plugin::text_at(*overlay, "since");
            const std::string_view name =
                plugin::text_at(plugin::object_at(*overlay, "counterparty"), "name");
            add_double(cover, since, cover.right,
                       said("{0}: the register tells of another pledge ({1} {2}).",
                            "{0}：登记簿载有另一质押（{1} {2}）。", {cover.right, since, name}));
        }
    }

    void tell_others_elsewhere(const Cover& cover) {
        const auto own = own_registrations(records_.referring_to(cover.right, "pledge"));
        for (const PledgeElsewhere& one : pledges_elsewhere(ask_, cover.right, day_, own)) {
            const Text line = one.line();
            add_double(cover, one.registered_on, one.pledge,
                       said("{0} is pledged in a registry that is followed, too: {1}.",
                            "所关注登记簿载有{0}的另一质押：{2}。", {cover.right, line.en, line.zh}));
        }
    }

    /// The office tells that our pledge was cancelled, and nobody here released it.
    void tell_cancelled(const Cover& cover) {
        if (!cover.cancelled_on) return;
        const std::string day = cover.cancelled_on->text();
        add_of(
            cover, "CA-CANCELLED", Severity::block, day,
            said("{0}: the register tells that a pledge was cancelled on {1}; {2} is not released here.",
                 "{0}：登记簿载明质押已于{1}注销，而本登记簿中{2}未解除。", {cover.right, day, cover.pledge}),
            {"Find out who cancelled it; register the pledge anew, or record the release.",
             "核实注销情况；重新办理质押登记，或登记解除。"});
    }

    void tell_events(const Cover& cover) {
        const Record* pledge = pledge_of(cover);
        const auto agreed = pledge != nullptr ? date_at(pledge->fields, "agreed_on") : std::nullopt;
        const auto right = records_.find(cover.right);
        if (!agreed || !right) return;
        for (const plugin::Value& value : plugin::array_at(right->fields, "events")) {
            const Object* event = value.object();
            const auto date = event != nullptr ? date_at(*event, "date") : std::nullopt;
            if (!date || *date > day_) continue;
            // What came before the contract and was learnt after it is not in the value either.
            const bool is_unvalued = cover.latest && *date > cover.latest->base_date;
            for (const Happening& one : happenings)
                if (one.event == plugin::text_at(*event, "event") &&
                    (*date > *agreed || (one.changes_value && is_unvalued)))
                    add_of(cover, "CA-EVENT", Severity::warn, date->text(),
                           said("{0}: {1} on {2}.", "{0}于{2}{3}。",
                                {cover.right, one.en, date->text(), one.zh}),
                           {one.todo_en, one.todo_zh});
        }
    }

    void tell_valuation(const Cover& cover) {
        if (!cover.latest) return;
        const Date last = cover.latest->last_valid_day(exposure_.policy);
        if (last >= day_) return;
        add_of(cover, "CA-REVALUE", Severity::warn, last.plus_days(1).text(),
               said("{0}: no valuation is valid since {1}.", "{0}自{1}起无有效评估。",
                    {cover.right, last.plus_days(1).text()}),
               {"Have the right valued again.", "重新评估。"});
    }

    /// Less is secured than is owed: what is registered is all that is secured.
    void look_at_claims() {
        const auto secured = exposure_.registered_claims();
        if (!secured || *secured >= exposure_.principal.amount) return;
        std::string_view since, changed = plugin::text_at(exposure_.loan.fields, "restructured_on");
        std::vector<std::string> pledges;
        for (const Record& pledge : exposure_.pledges) {
            if (pledge.status != "registered") continue;
            since = std::max(since, plugin::text_at(pledge.fields, "registered_on"));
            changed = std::max(changed, plugin::text_at(pledge.fields, "changed_on"));
            pledges.push_back(pledge.id);
        }
        const bool is_changed = changed > since;
        Alert alert{"CA-CLAIM", Severity::warn, std::string(is_changed ? changed : since)};
        if (pledges.size() == 1) alert.pledge = pledges.front();
        alert.evidence = pledges;
        alert.what = said("{0} secures {1}, and {2} is owed.", "{0}担保数额{1}，低于尚欠{2}。",
                          {joined(pledges), amount_text(*secured, exposure_.principal.currency),
                           amount_text(exposure_.principal.amount, exposure_.principal.currency)});
        alert.todo = {"Register the whole claim, or ask for other security.",
                      "办理变更登记，或要求补充担保。"};
        add(std::move(alert));
    }

    /// The registered term of marks ends before the debt falls due.
    void tell_short_term(const Record& pledge) {
        const auto ends = unsecured_from(pledge.fields);
        if (pledge.status != "registered" || !ends || *ends <= day_ || !exposure_.due ||
            *ends > *exposure_.due || !exposure_.is_owed())
            return;
        const std::string_view registered = plugin::text_at(pledge.fields, "registered_on"),
                               changed = plugin::text_at(exposure_.loan.fields, "restructured_on");
        for (const Due& due : dues_of(pledge, records_))
            if (due.id == "CL-TERM" && due.day.days_since(day_) <= due.warning_days) return;  // told as near
        const bool is_changed = changed > registered;
        add_of_pledge(pledge, "CA-SHORT", is_changed ? Severity::warn : Severity::info,
                      is_changed ? changed : registered,
                      said("The registered term of {0} ends before the loan falls due on {1}: its trademarks "
                           "are unsecured from {2}.",
                           "{0}登记期限先于贷款到期日{1}届满：商标自{2}起无担保。",
                           {pledge.id, exposure_.due->text(), ends->text()}),
                      {"Have the registration extended before its term ends (CNIPA Announcement 358).",
                       "应在登记期限届满前办理延期（国家知识产权局公告第358号）。"});
    }

    /// A pledge secures the claim of its pledgee, which is nobody's else (Civil Code art. 407).
    void tell_other_pledgee(const Record& pledge) {
        const std::string pledgee = canonical_code(code_at(pledge.fields, "pledgee")),
                          lender = canonical_code(code_at(exposure_.loan.fields, "lender"));
        if (pledgee.empty() || lender.empty() || pledgee == lender || !exposure_.is_owed()) return;
        add_of_pledge(
            pledge, "CA-PLEDGEE", Severity::warn, plugin::text_at(pledge.fields, "agreed_on"),
            said("The pledgee {0} of {2} is not the lender {1}.", "{2}的质权人{0}并非贷款人{1}。",
                 {pledgee, lender, pledge.id}),
            {"Find out whether it holds the pledge for the lender; if not, nothing secures this loan.",
             "核实是否代贷款人持有质权；否则本贷款无担保。"});
    }

    void look_at(const Record& pledge) {
        tell_other_pledgee(pledge);
        tell_short_term(pledge);
        if (pledge.status == "agreed" && exposure_.is_owed() && exposure_.opened && *exposure_.opened <= day_)
            add_of_pledge(pledge, "CA-UNREGISTERED", Severity::warn,
                          plugin::text_at(pledge.fields, "agreed_on"),
                          said("{0} is agreed and not registered: no pledge exists yet.",
                               "{0}已签约未登记：质权尚未设立。", {pledge.id}),
                          {"Register it with CNIPA (Civil Code art. 444).",
                           "向国家知识产权局办理登记（《民法典》第四百四十四条）。"});
        const auto ends = unsecured_from(pledge.fields);
        const bool is_over = pledge.status == "registered" && ends && *ends <= day_ && exposure_.is_owed();
        if (is_over)
            add_of_pledge(pledge, "CA-TERM", Severity::block, ends->text(),
                          said("The registered term of {0} is over: the trademarks are unsecured from {1}.",
                               "{0}登记期限已届满：商标自{1}起无担保。", {pledge.id, ends->text()}),
                          {"Register the pledge anew, and ask for other security until then.",
                           "重新办理质权登记，其间要求补充担保。"});
        look_at_dues(pledge, is_over ? "CL-TERM" : "");
    }

    void add_of_pledge(const Record& pledge, std::string_view id, Severity severity, std::string_view since,
                       Text what, Text todo) {
        Alert alert{id, severity, std::string(since)};
        alert.pledge = pledge.id;
        alert.what = std::move(what);
        alert.todo = std::move(todo);
        add(std::move(alert));
    }

    /// Deadlines that are missed, or so near that they want something done; but for one told otherwise.
    void look_at_dues(const Record& record, std::string_view told = {}) {
        for (const Due& due : dues_of(record, records_)) {
            const int left = due.day.days_since(day_);
            if (due.id == told || left > due.warning_days) continue;
            const bool is_missed = left < 0;
            Alert alert{is_missed ? "CA-MISSED" : "CA-NEAR"};
            const bool is_grave = due.id == "CL-LOAN" || due.id == "CL-LIMIT";
            alert.severity = !is_missed ? Severity::info : is_grave ? Severity::block : Severity::warn;
            if (!is_missed && due.id == "CL-TERM") alert.severity = Severity::warn;
            alert.since = is_missed ? due.day.plus_days(1).text() : day_.text();
            if (record.id.starts_with("pledge/")) alert.pledge = record.id;
            alert.right = due.right;
            alert.evidence = {record.id};
            const std::string day = due.day.text();
            if (is_missed) {
                alert.what = said("Not done by {1}: {0}. {2}", "逾期未办（{1}）：{3}。{4}",
                                  {due.what.en, day, due.consequence.en, due.what.zh, due.consequence.zh});
                alert.todo = {"See that it is done now, and note why it was late.",
                              "立即办理，并记录逾期原因。"};
            } else {
                alert.what = said("Due on {1}, {2} days from now: {0}.", "{1}到期（尚有{2}日）：{3}。",
                                  {due.what.en, day, std::to_string(left), due.what.zh});
                alert.todo = said("See that it is done by then. If not: {0}", "应按期办理，否则：{1}",
                                  {due.consequence.en, due.consequence.zh});
            }
            add(std::move(alert));
        }
    }

    /// Whether no alert tells of it already.
    bool is_news(std::string_view rule, const std::string& right) const {
        if (std::ranges::find(rules_without_alert, rule) == std::end(rules_without_alert)) return false;
        return rule != "E02" || std::ranges::none_of(found_, [&](const Alert& told) {
                   return told.id == "CA-OWNER" && told.right == right;
               });
    }

    /// What the check of eligibility would block today, of the contracts behind the loan; but for what has an
    /// alert of its own.
    void look_at_rules() {
        if (!exposure_.is_owed()) return;
        for (const Record& pledge : exposure_.pledges)
            for (const Obstacle& one :
                 blocked_now(ask_, Contract{pledge.id, pledge.status, pledge.fields}, records_)) {
                const std::vector<std::string> rights = texts_at(pledge.fields, "rights");
                const std::string right = one.right < rights.size() ? rights[one.right] : std::string();
                if (!is_news(one.finding.rule, right)) continue;
                Alert alert{"CA-RULE"};
                alert.pledge = pledge.id;
                alert.right = right;
                alert.evidence = one.finding.evidence;
                alert.what =
                    said("{0}, {1}: {2}", "{0}，{1}：{3}",
                         {one.finding.rule, alert.right, one.finding.message.en, one.finding.message.zh});
                alert.todo = {"Mend it, and ask the check of eligibility again.",
                              "予以补正后重新进行准入检查。"};
                add(std::move(alert));
            }
    }

    /// Paid, or enforced, to the last cent, and still open on record.
    void tell_settled() {
        if (!exposure_.opened || *exposure_.opened > day_) return;
        Alert alert{"CA-SETTLED"};
        alert.what = {"Nothing is owed any more, and it is not recorded as repaid.",
                      "已无欠款，但未登记结清。"};
        alert.todo = {"Record the repayment, then release what is still pledged.",
                      "登记贷款结清，并解除尚存的质押。"};
        add(std::move(alert));
    }

    void look_at_default() {
        if (exposure_.loan.status != "defaulted" || !exposure_.is_owed()) return;
        const std::string_view since = plugin::text_at(exposure_.loan.fields, "defaulted_on");
        Alert alert{"CA-DEFAULT", Severity::block, std::string(since)};
        alert.what = said("In default since {0}; {1} is owed.", "自{0}起违约，尚欠{1}。",
                          {since, amount_text(exposure_.principal.amount, exposure_.principal.currency)});
        alert.todo = {
            "Claim it, and enforce the pledge or agree on new terms before the claim is time-barred.",
            "催收，在诉讼时效届满前实现质权或者重组。"};
        add(std::move(alert));
    }

    void look_at_value() {
        const Worth worth = exposure_.worth_on(day_);
        const std::string owed = amount_text(exposure_.principal.amount, exposure_.principal.currency);
        Alert alert{"CA-VALUE"};
        if (worth.is_known() && worth.value == 0) {
            alert.severity = Severity::block;
            alert.what = said("{0} is owed and nothing of value secures it.",
                              "贷款余额{0}，已无有价值的担保。", {owed});
            alert.todo = {"Ask for other security or early repayment (Civil Code art. 433).",
                          "要求补充担保或者提前清偿（《民法典》第四百三十三条）。"};
        } else if (worth.is_known() && worth.lendable < exposure_.principal.amount) {
            const std::string value = amount_text(worth.value, exposure_.principal.currency);
            alert.what = said("{0} is owed of a value of {1} ({2}), more than the caps allow.",
                              "贷款余额{0}／价值{1}（{2}），超过质押率上限。",
                              {owed, value, percent(ratio_of(exposure_.principal.amount, worth.value))});
            alert.todo = {"Ask for more security, or let a part be repaid.", "要求补充担保或者部分还款。"};
        } else if (!worth.is_known() && worth.lendable < exposure_.principal.amount) {
            // That a value is not known covers for nothing.
            alert.what = said(
                "{0} is owed; by the values that are known the caps allow {1}, and {2} of the "
                "rights have no value that counts.",
                "贷款余额{0}；按已知价值质押率上限仅可贷{1}，另有{2}项权利无有效价值。",
                {owed, amount_text(worth.lendable, exposure_.principal.currency),
                 std::to_string(worth.unknown)});
            alert.todo = {"Have the rights valued, or ask for more security.",
                          "对该权利进行评估，或要求补充担保。"};
        } else {
            return;
        }
        add(std::move(alert));
    }

    void look_at_arrears() {
        const Repayment& repayment = exposure_.repayment;
        if (repayment.arrears() == 0) return;
        Alert alert{"CA-ARREARS"};
        alert.what = said("In arrears with {0} since {1}.", "自{1}起拖欠分期还款{0}。",
                          {amount_text(repayment.arrears(), exposure_.principal.currency),
                           repayment.arrears_since()->text()});
        alert.todo = {"Claim it, and see whether the contract lets the whole loan fall due.",
                      "催收，并核查合同是否约定全部债务提前到期。"};
        add(std::move(alert));
    }

    /// Borrower and pledgors on a list, by the latest that somebody looked up.
    void look_at_credit() {
        std::vector<std::string> codes;
        add_once(codes, canonical_code(code_at(exposure_.loan.fields, "borrower")));
        for (const Record& pledge : exposure_.pledges)
            add_once(codes, canonical_code(code_at(pledge.fields, "pledgor")));
        for (const std::string& code : codes) {
            const Credit credit = credit_of("organisation/" + code, records_, day_);
            const Record* insolvency = credit.listing({"insolvency"});
            const Record* report =
                insolvency != nullptr ? insolvency : credit.listing({"serious_dishonesty", "enforcement"});
            if (report == nullptr) continue;
            const bool is_insolvent = insolvency != nullptr;
            const std::string_view read = plugin::text_at(report->fields, "read_on");
            Alert alert{"CA-CREDIT", is_insolvent ? Severity::block : Severity::warn, std::string(read)};
            alert.evidence = {report->id};
            alert.what = is_insolvent
                             ? said("{0} is in bankruptcy or liquidation, as read on {1}.",
                                    "{0}处于破产或者清算程序（{1}查询）。", {code, read})
                             : said(
                                   "{0} stands on a list of serious dishonesty or is under enforcement, as "
                                   "read on {1}.",
                                   "{0}被列入严重失信主体或者被执行人名单（{1}查询）。", {code, read});
            alert.todo = is_insolvent
                             ? Text{"Lodge the claim with its pledge in time; review the loan.",
                                    "按期申报债权及质权，并复核贷款。"}
                             : Text{"Review the loan and ask for more security.", "复核贷款，要求补充担保。"};
            add(std::move(alert));
        }
    }

    void look_at_commitments_elsewhere() {
        const CommitmentsElsewhere others =
            commitments_elsewhere(ask_, code_at(exposure_.loan.fields, "borrower"),
                                  plugin::text_at(exposure_.loan.fields, "brand"));
        for (const ToldElsewhere& one : others.open_breaches) {
            Alert alert{"CA-COMMITMENT"};
            alert.evidence = {one.record};
            alert.what = said("By a registry that is followed: {0}.", "所关注登记簿记载：{1}。",
                              {one.line.en, one.line.zh});
            alert.todo = {"Ask for the plan of repair and its day; review the rating.",
                          "要求提供整改计划和期限，并复核评级。"};
            add(std::move(alert));
        }
    }

    void look_at_commitments() {
        const std::string_view borrower = code_at(exposure_.loan.fields, "borrower");
        const std::string_view brand = plugin::text_at(exposure_.loan.fields, "brand");
        Object about;
        if (!borrower.empty()) about.set("organisation", borrower);
        if (!brand.empty()) about.set("brand", brand);
        const auto answer = about.empty() ? std::nullopt : ask_("commitments.standing", about);
        if (!answer) return;
        const std::vector<std::string> open = texts_at(answer->facts, "open_breaches");
        const std::int64_t* lapsed = plugin::integer_at(answer->facts, "expired_unverified");
        if (!open.empty()) {
            Alert alert{"CA-COMMITMENT"};
            alert.evidence = open;
            alert.what =
                said("Commitments broken and not repaired: {0}.", "违诺尚未修复：{0}。", {joined(open)});
            alert.todo = {"Ask for the plan of repair and its day; review the rating.",
                          "要求提供整改计划和期限，并复核评级。"};
            add(std::move(alert));
        }
        if (lapsed != nullptr && *lapsed > 0) {
            Alert alert{"CA-COMMITMENT-LAPSED", Severity::info};
            alert.what = said("{0} commitments ran out without a finding whether they were kept.",
                              "有{0}项承诺到期而未认定履行情况。", {std::to_string(*lapsed)});
            alert.todo = {"Ask the association for its finding.", "请协会认定履行情况。"};
            add(std::move(alert));
        }
    }

    const Exposure& exposure_;
    const plugin::Records& records_;
    const plugin::AskCheck& ask_;
    Date day_;
    std::vector<Alert> found_;
};

}  // namespace

std::vector<Alert> alerts_of(const Exposure& exposure, const plugin::Records& records,
                             const plugin::AskCheck& ask) {
    return AlertDesk(exposure, records, ask).take();
}

void for_each_exposure(const plugin::Records& records, const plugin::AskCheck& ask,
                       const std::function<void(const Exposure&)>& visit) {
    records.for_each("loan", [&](const Record& loan) {
        const Exposure exposure = exposure_of(loan, records, ask);
        const bool is_pledged =
            std::any_of(exposure.pledges.begin(), exposure.pledges.end(),
                        [](const Record& pledge) { return pledge.status == "registered"; });
        if (exposure.is_owed() || is_pledged || loan.status != "repaid") visit(exposure);
        return true;
    });
}

}  // namespace xinbu::collateral
