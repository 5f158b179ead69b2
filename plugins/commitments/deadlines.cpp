#include "deadlines.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "choices.hpp"
#include "clocks.hpp"
#include "rules.hpp"
#include "shown.hpp"
#include "xinbu/plugin/work_calendar.hpp"

namespace xinbu::commitments {

using plugin::Array;
using plugin::CheckAnswer;
using plugin::Date;
using plugin::Object;
using plugin::Record;
using plugin::Records;
using plugin::Text;
using plugin::text_at;
using plugin::Value;

namespace {

constexpr int warning_days = 30;
constexpr int default_days = 365;

/// One record on one day, and what was found to fall due on it.
class Desk {
public:
    Desk(const Record& record, const Records& records)
        : record_(record), records_(records), today_(records.as_of()), work_(records) {}

    std::vector<Deadline> take() {
        std::ranges::stable_sort(found_, {},
                                 [](const Deadline& one) { return std::tuple(one.due, one.kind); });
        return std::move(found_);
    }

    void commitment() {
        const std::string& status = record_.status;
        if (status == "signed") acceptance();
        if (status == "in_force") {
            checks();
            validity_end();
        }
        if (status == "expired") finding();
        if (status == "unfulfilled") decision();
        if (status == "rectifying") rectification();
        if (is_breach_open(status)) breach();
        if (status == "repaired") reopening();
    }

    void evaluation() {
        const std::optional<Date> until = day("valid_until");
        if (!until || record_.status == "revoked" || is_followed(*until)) return;
        Deadline deadline = recorded("CD-08", "evaluation_end", *until,
                                     {"From the next day on the grade says nothing any more.",
                                      "次日起该评价等级不再有效，应重新评价。"});
        deadline.steps = {
            {"The evaluation is valid until " + until->text() + ".", "评价有效期至" + until->text() + "。"}};
        found_.push_back(std::move(deadline));
    }

private:
    std::optional<Date> day(std::string_view member) const { return date_at(record_.fields, member); }

    /// A day that the record itself names.
    Deadline recorded(std::string_view id, std::string_view kind, Date due, Words consequence) const {
        const Rule& rule = clock_rule(id);
        return {{&rule, true}, kind, rule.what.text(), due, due, consequence};
    }

    /// A period from a day of the record; an act whose last day is moved on from days off.
    Deadline counted(std::string_view id, std::string_view kind, Date from, Words counted_from,
                     Words consequence) const {
        const Rule& rule = clock_rule(id);
        const Date due = rule.counts_working_days ? work_.after(from, rule.days) : from.plus_days(rule.days);
        Deadline deadline = recorded(id, kind, due, consequence);
        const std::string days = std::to_string(rule.days);
        deadline.steps = {
            {"Counted from " + std::string(counted_from.en) + " on " + from.text() +
                 "; that day is not counted.",
             "自" + std::string(counted_from.zh) + "（" + from.text() + "）起算，开始日不计入。"},
            {days + (rule.counts_working_days ? " working days" : " days") + " end on " + due.text() + ".",
             days + (rule.counts_working_days ? "个工作日" : "日") + "，届满日为" + due.text() + "。"}};
        deadline.last_day = work_.moved(due);
        if (deadline.last_day != due)
            deadline.steps.push_back(
                {due.text() + " is no working day: moved on to " + deadline.last_day.text() + ".",
                 due.text() + "为非工作日，顺延至" + deadline.last_day.text() + "。"});
        if (!work_.is_known(due.year())) {
            const std::string year = std::to_string(due.year());
            deadline.steps.push_back(
                {"No calendar of " + year + " is on file: only weekends are passed over.",
                 "尚未录入" + year + "年工作日历，仅按周末顺延。"});
        }
        return deadline;
    }

    void acceptance() {
        const std::optional<Date> made_on = day("made_on");
        if (!made_on) return;
        found_.push_back(counted("CD-01", "acceptance", *made_on, {"the commitment", "承诺作出之日"},
                                 {"It binds nobody before it is accepted.", "受理前承诺不生效。"}));
    }

    void validity_end() {
        const std::optional<Date> until = day("valid_until");
        if (!until) return;
        Deadline deadline =
            recorded("CD-03", "validity_end", *until,
                     {"It expires without having been kept or broken: whether it was kept has to be found.",
                      "到期不视为已履行，须认定履行状态。"});
        deadline.steps = {
            {"The promisor set " + until->text() + ".", "承诺书载明有效期至" + until->text() + "。"}};
        found_.push_back(std::move(deadline));
    }

    void finding() {
        const std::optional<Date> until = day("valid_until");
        if (!until) return;
        found_.push_back(counted("CD-04", "finding", *until, {"the end of validity", "有效期届满之日"},
                                 {"Nobody can say whether it was kept; it stays under supervision.",
                                  "履行状态不明，持续处于监管中。"}));
    }

    void decision() {
        const std::optional<Date> found_on = day("found_on");
        if (!found_on) return;
        found_.push_back(counted(
            "CD-09", "breach_decision", *found_on,
            {"the finding that nothing was fulfilled", "认定全部未履行之日"},
            {"It counts as not fulfilled, but no term of publication or repair runs before a breach is "
             "found.",
             "已认定全部未履行；未认定违诺前，公示期和修复期限均不起算。"}));
    }

    void rectification() {
        const std::optional<Date> due = day("repair_due");
        if (!due) return;
        Deadline deadline = recorded(
            "CD-05", "rectification", *due,
            {"The rectification is overdue, and the breach stays open.", "整改逾期，违诺持续未了结。"});
        if (const std::optional<Date> planned = day("rectification_planned_on"))
            deadline.steps = {{"Planned on " + planned->text() + ".", planned->text() + "提交整改计划。"}};
        found_.push_back(std::move(deadline));
    }

    static Deadline of_clock(const BreachClock& clock, std::string_view kind, Text what, Date due,
                             Words consequence) {
        Deadline deadline{clock.bearing, kind, std::move(what), due, due, consequence, true, clock.explain()};
        deadline.more.set("breach_severity", clock.bearing.rule->severity);
        return deadline;
    }

    void breach() {
        const std::vector<BreachClock> clocks = breach_clocks(record_.fields, today_);
        const BreachClock* repair = last_to_repair(clocks);
        if (repair != nullptr && record_.status != "repair_applied")
            found_.push_back(of_clock(
                *repair, "repair_possible", {"Repair possible from", "可申请修复"}, repair->repair_from,
                {"From this day on the promisor may apply, with proof and a repair commitment.",
                 "自该日起承诺人可凭履行证明和信用修复承诺申请修复。"}));
        const BreachClock* publication = last_to_publish(clocks);
        if (publication == nullptr) return;
        const Words consequence =
            publication->bearing.rule->is_published
                ? Words{"Publication of the breach ends by itself and its notice is taken down.",
                        "违诺信息公示期届满，自动停止公示。"}
                : Words{"Such a breach is normally not published; if it is, not beyond this day.",
                        "此类违诺原则上不予公示；确需公示的，最迟至该日。"};
        found_.push_back(of_clock(*publication, "publication_end",
                                  {"End of publication of the breach", "违诺信息公示期届满"},
                                  *publication->publish_until, consequence));
    }

    /// Whoever breaks a repair commitment has no repair: the breach is found again.
    void reopening() {
        const std::optional<Record> repair =
            shown_record(text_at(record_.fields, "repair_commitment"), "commitment", records_);
        if (!repair || !is_breach_open(repair->status)) return;
        const Array& breaches = plugin::array_at(repair->fields, "breaches");
        const Object* breach = breaches.empty() ? nullptr : breaches.back().object();
        const std::optional<Date> since = date_at(breach != nullptr ? *breach : repair->fields, "found_on");
        if (!since) return;
        Deadline deadline = recorded("CD-07", "reopening", *since,
                                     {"The repair rests on a broken promise: find the breach again, for the "
                                      "longest term.",
                                      "修复所依据的承诺已被违反：应重新认定违诺，并按最长期限公示。"});
        deadline.steps = {{repair->id + " was found broken on " + since->text() + ".",
                           repair->id + "于" + since->text() + "被认定违诺。"}};
        deadline.more.set("repair_commitment", repair->id);
        found_.push_back(std::move(deadline));
    }

    // ---- checks by clause

    /// The day on which the clause was looked at last; the day of acceptance where it never was.
    std::optional<Date> last_check(std::string_view clause) const {
        std::optional<Date> last;
        for (const Value& value : plugin::array_at(record_.fields, "checks")) {
            if (value.object() == nullptr) continue;
            const Array& named = plugin::array_at(*value.object(), "clauses");
            const bool is_meant = named.empty() || std::ranges::any_of(named, [&](const Value& one) {
                                      return one.text() != nullptr && *one.text() == clause;
                                  });
            const std::optional<Date> on = date_at(*value.object(), "on");
            if (is_meant && on && (!last || *on > *last)) last = on;
        }
        return last;
    }

    static Date next_after(Date day, std::string_view rhythm) {
        if (rhythm == "week") return day.plus_days(7);
        return day.plus_months(rhythm == "month"       ? 1
                               : rhythm == "quarter"   ? 3
                               : rhythm == "half_year" ? 6
                                                       : 12);
    }

    /// When a clause is due; nothing once its commitment ends before, for then a finding takes its place.
    std::optional<Date> check_due(std::string_view clause, std::string_view rhythm) const {
        const std::optional<Date> checked = last_check(clause), until = day("valid_until");
        if (rhythm == "once") return checked ? std::nullopt : until;
        const std::optional<Date> begin = checked ? checked : day("accepted_on");
        if (!begin) return std::nullopt;
        const Date due = next_after(*begin, rhythm);
        return until && due > *until ? std::nullopt : std::optional(due);
    }

    Deadline check_deadline(Date due, std::string_view rhythm,
                            const std::vector<std::string>& clauses) const {
        Deadline deadline = recorded(
            "CD-02", "check", due, {"Nobody looked whether the promise is kept.", "承诺履行情况无人核查。"});
        std::string list;
        Array ids;
        for (const std::string& clause : clauses) {
            list += (list.empty() ? "" : ", ") + clause;
            ids.emplace_back(clause);
        }
        const Text every = label_of(rhythms(), rhythm);
        deadline.what = {"Check of clause " + list, "检查第" + list + "条"};
        deadline.steps = {{"The scheme has this clause checked: " + every.en + ".",
                           "公约约定的检查频次：" + every.zh + "。"}};
        const std::optional<Date> checked = last_check(clauses.front()), accepted = day("accepted_on");
        if (checked)
            deadline.steps.push_back(
                {"Checked last on " + checked->text() + ".", "上次检查：" + checked->text() + "。"});
        else if (accepted)
            deadline.steps.push_back({"Not checked since it was accepted on " + accepted->text() + ".",
                                      "自" + accepted->text() + "受理以来尚未检查。"});
        deadline.more.set("clauses", std::move(ids));
        return deadline;
    }

    /// One deadline for all clauses that are due on the same day in the same rhythm.
    void checks() {
        const std::optional<Record> scheme =
            shown_record(text_at(record_.fields, "scheme"), "scheme", records_);
        if (!scheme) return;
        const auto promised = clauses_promised(record_.fields, records_);
        std::map<std::pair<Date, std::string>, std::vector<std::string>> due;
        for (const Value& value : plugin::array_at(scheme->fields, "clauses")) {
            if (value.object() == nullptr) continue;
            const std::string id(text_at(*value.object(), "id"));
            const std::string rhythm(text_at(*value.object(), "check_every"));
            if (rhythm.empty() || !promised || !promised->contains(id)) continue;
            if (const std::optional<Date> on = check_due(id, rhythm)) due[{*on, rhythm}].push_back(id);
        }
        for (const auto& [when, clauses] : due)
            found_.push_back(check_deadline(when.first, when.second, clauses));
    }

    /// Whether the subject was evaluated again, so that nothing is left to renew.
    bool is_followed(Date until) const {
        const std::string subject(text_at(record_.fields, "subject"));
        return std::ranges::any_of(records_.referring_to(subject, "evaluation"), [&](const Record& other) {
            const std::optional<Date> later = date_at(other.fields, "valid_until");
            return other.id != record_.id && other.status != "revoked" &&
                   text_at(other.fields, "subject") == subject && (!later || *later > until) &&
                   text_at(other.fields, "evaluated_on") >= text_at(record_.fields, "evaluated_on");
        });
    }

    const Record& record_;
    const Records& records_;
    Date today_;
    plugin::WorkCalendar work_;
    std::vector<Deadline> found_;
};

struct Span {
    Date from, to;
};

Span span_of(const Object& parameters, Date as_of) {
    const Date from = date_at(parameters, "from").value_or(as_of);
    const std::int64_t* days = plugin::integer_at(parameters, "days");
    const int ahead = days != nullptr ? static_cast<int>(*days) : default_days;
    return {from, date_at(parameters, "to").value_or(from.plus_days(ahead))};
}

Object fact_of(const Deadline& deadline, const std::string& record, Date as_of) {
    const Rule& rule = *deadline.bearing.rule;
    plugin::DeadlineFact fact{.id = rule.id,
                              .kind = deadline.kind,
                              .what = deadline.what,
                              .due = deadline.due,
                              .last_day = deadline.last_day,
                              .severity = severity_of(deadline, as_of),
                              .consequence = deadline.consequence.text(),
                              .article = rule.article.text(),
                              .law = rule.law,
                              .source = rule.source,
                              .confidence = rule.confidence,
                              .is_verified = deadline.bearing.is_verified(),
                              .is_standing = deadline.is_standing,
                              .steps = deadline.steps,
                              .more = deadline.more};
    fact.more.set("commitment", record);
    return fact.facts(as_of);
}

void tell(const Deadline& deadline, const std::string& record, Date as_of, CheckAnswer& answer) {
    const Rule& rule = *deadline.bearing.rule;
    Text message{deadline.what.en + ": " + deadline.due.text(),
                 deadline.what.zh + "：" + deadline.due.text()};
    if (deadline.last_day != deadline.due) {
        message.en += ", at the latest " + deadline.last_day.text();
        message.zh += "，最迟" + deadline.last_day.text();
    }
    message.en += ". " + std::string(deadline.consequence.en);
    message.zh += "。" + std::string(deadline.consequence.zh);
    if (!deadline.bearing.is_verified()) {
        message.en += " Not verified.";
        message.zh += "（规则待核实）";
    }
    const bool is_pressing = severity_of(deadline, as_of) != "info";
    answer.findings.push_back({std::string(rule.id),
                               plugin::FindingStatus::soft,
                               is_pressing ? plugin::Severity::warn : plugin::Severity::info,
                               std::move(message),
                               rule.article.text(),
                               {record}});
}

}  // namespace

std::vector<Deadline> deadlines_of(const Record& shown, const Records& records) {
    Desk desk(shown, records);
    if (shown.id.starts_with("commitment/")) desk.commitment();
    if (shown.id.starts_with("evaluation/")) desk.evaluation();
    return desk.take();
}

std::string_view severity_of(const Deadline& deadline, Date as_of) {
    if (deadline.is_standing) return "info";
    return deadline.last_day.days_since(as_of) <= warning_days ? "warn" : "info";
}

CheckAnswer answer_deadlines(const Object& parameters, const Records& records) {
    const Date as_of = records.as_of();
    const Span span = span_of(parameters, as_of);
    const std::string id(text_at(parameters, "commitment"));
    CheckAnswer answer;
    Array facts;
    std::optional<Record> record = records.find(id);
    if (record) {
        show_on(*record, as_of);
        for (const Deadline& one : deadlines_of(*record, records)) {
            // What is overdue is still to be done, whatever span is asked for.
            const bool is_ahead = one.last_day >= as_of;
            if (one.due > span.to || (is_ahead && one.last_day < span.from)) continue;
            facts.emplace_back(fact_of(one, id, as_of));
            tell(one, id, as_of, answer);
        }
    } else {
        answer.findings.push_back({"CD-00",
                                   plugin::FindingStatus::soft,
                                   plugin::Severity::info,
                                   {"There is no such record on that day.", "当日没有该记录。"},
                                   {},
                                   {}});
    }
    answer.facts = {{"as_of", as_of.text()},
                    {"from", span.from.text()},
                    {"to", span.to.text()},
                    {"deadlines", std::move(facts)}};
    return answer;
}

CheckAnswer answer_rules(const Object& parameters, const Records& records) {
    const std::optional<Date> day = date_at(parameters, "day");
    CheckAnswer answer;
    Array listed;
    for (const Rule& rule : rules()) {
        const bool holds = !day || ((!rule.valid_from || *rule.valid_from <= *day) &&
                                    (!rule.valid_to || *day <= *rule.valid_to));
        if (!holds) continue;
        listed.emplace_back(described(rule));
        answer.findings.push_back(
            {rule.id, plugin::FindingStatus::met, plugin::Severity::info, said(rule), basis_of(rule), {}});
    }
    answer.facts = {{"as_of", records.as_of().text()}, {"rules", std::move(listed)}};
    return answer;
}

}  // namespace xinbu::commitments
