#include "deadlines.hpp"

#include <algorithm>
#include <tuple>

#include "events.hpp"
#include "owners.hpp"
#include "patents.hpp"
#include "trademarks.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::both;
using plugin::CheckAnswer;
using plugin::Date;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Severity;
using plugin::Text;
using plugin::Value;

namespace {

constexpr int warning_days = 90;
constexpr int default_days = 365;

/// How pressing a deadline is: block, once only its grace is left; warn, when it is near; else info.
std::string_view severity_of(const Deadline& deadline, Date as_of) {
    if (deadline.is_standing) return deadline.due <= as_of ? "warn" : "info";
    if (is_missed(deadline, as_of)) return deadline.is_loss ? "block" : "warn";
    if (!deadline.is_loss) return "info";
    if (deadline.grace_until && as_of > deadline.in_time) return "block";
    return deadline.last_day.days_since(as_of) <= warning_days ||
                   deadline.due.days_since(as_of) <= warning_days
               ? "warn"
               : "info";
}

/// What it is, with the class where it concerns one alone.
Text named(Text text, const Object& more) {
    const Array& classes = plugin::array_at(more, "classes");
    if (classes.size() != 1 || classes.front().integer() == nullptr) return text;
    const std::string number = std::to_string(*classes.front().integer());
    return {text.en + " (class " + number + ")", text.zh + "（第" + number + "类）"};
}

Object fact_of(const Deadline& deadline, std::string_view right, Date as_of) {
    const Rule& rule = *deadline.rule;
    Text what = named(rule.what, deadline.more);
    if (is_missed(deadline, as_of))
        what = {what.en + ": over, no act on record", what.zh + "：已届满，无办理记录"};
    plugin::DeadlineFact fact{.id = rule.id,
                              .kind = deadline.kind,
                              .what = std::move(what),
                              .due = deadline.due,
                              .grace_until = deadline.grace_until,
                              .last_day = deadline.last_day,
                              .severity = severity_of(deadline, as_of),
                              .consequence = deadline.consequence.text(),
                              .article = rule.article,
                              .law = rule.law,
                              .source = rule.source,
                              .confidence = rule.confidence,
                              .is_verified = deadline.is_verified,
                              .is_standing = deadline.is_standing,
                              .steps = deadline.steps,
                              .more = deadline.more};
    fact.more.set("right", right);
    if (deadline.opens) fact.more.set("opens", deadline.opens->text());
    if (is_missed(deadline, as_of)) fact.more.set("missed", true);
    return fact.facts(as_of);
}

struct Span {
    Date from, to;
};

Span span_of(const Object& parameters, Date as_of) {
    const Date from = date_at(parameters, "from").value_or(as_of);
    const std::int64_t* days = plugin::integer_at(parameters, "days");
    const int ahead = days != nullptr ? static_cast<int>(*days) : default_days;
    return {from, date_at(parameters, "to").value_or(from.plus_days(ahead))};
}

/// Where no right is asked about, or a span that ends before it begins, there is nothing to tell, and nothing
/// would look like an answer.
bool tell_nothing_asked(CheckAnswer& answer, const Object& parameters, Span span) {
    if (!parameters.contains("right") && !parameters.contains("owner")) {
        answer.findings.push_back({"IP-ASKED",
                                   FindingStatus::not_met,
                                   Severity::block,
                                   {"Name a right or an owner.", "请指定权利或权利人。"},
                                   {},
                                   {}});
        return true;
    }
    if (span.from <= span.to) return false;
    answer.findings.push_back(
        {"IP-ASKED",
         FindingStatus::not_met,
         Severity::block,
         {"The span ends before it begins: from " + span.from.text() + " to " + span.to.text() + ".",
          "期间的截止日早于起始日：自" + span.from.text() + "至" + span.to.text() + "。"},
         {},
         {}});
    return true;
}

bool falls_into(const Deadline& deadline, Span span) {
    return deadline.due <= span.to &&
           (deadline.is_standing || deadline.is_unproved || deadline.last_day >= span.from);
}

Situation situation_of(const Rules& rules, const RightName& name, const Object& fields, Date day,
                       const WorkCalendar& calendar) {
    return name.is_trademark() ? trademark_situation(rules, name, fields, day, calendar)
                               : patent_situation(rules, name, fields, day, calendar);
}

/// Whether it owns the right on the day of the records; a pledgee or a former owner is named there, too.
bool is_owned_by(std::string_view owner, const plugin::Record& right, const plugin::Records& records) {
    const std::string_view identifier = owner.substr(owner.find('/') + 1);
    return std::ranges::any_of(present_owners(right.fields, records.as_of()), [&](const Value& one) {
        return one.object() != nullptr && plugin::text_at(*one.object(), "identifier") == identifier;
    });
}

/// The rights that are asked about: one, or all of an owner. Ids, for a record that is not there is told.
std::vector<std::string> rights_asked(const Object& parameters, const plugin::Records& records) {
    std::vector<std::string> rights;
    if (const std::string_view right = plugin::text_at(parameters, "right"); !right.empty())
        rights.emplace_back(right);
    if (const std::string_view owner = plugin::text_at(parameters, "owner"); !owner.empty())
        for (const std::string_view kind : {trademark_kind, patent_kind})
            for (const plugin::Record& record : records.referring_to(owner, kind))
                if (is_owned_by(owner, record, records)) rights.push_back(record.id);
    return rights;
}

void tell_unknown(CheckAnswer& answer, const std::string& right) {
    answer.findings.push_back({"IP-KNOWN",
                               FindingStatus::not_met,
                               Severity::block,
                               {"Nothing is recorded about “" + right + "” on that day.",
                                "截至该日，没有关于“" + right + "”的记录。"},
                               {},
                               {}});
}

/// Only China's offices take fees that are known here; a Madrid mark's are paid to WIPO.
bool has_known_fees(const RightName& name) {
    return name.is_chinese() && !is_madrid(name);
}

/// A sum that leaves a right out must not look like one that has it.
void tell_no_fees(CheckAnswer& answer, const RightName& name, const std::string& right) {
    const std::string office(is_madrid(name) ? "WIPO" : name.office);
    answer.findings.push_back(
        {"IP-00",
         FindingStatus::unknown,
         Severity::info,
         {"The fees of the office " + office + " are not known here: they are not in the sum.",
          "未载入" + office + "局的官费标准，合计中不含该权利的费用。"},
         {},
         {right}});
}

void tell_no_life(CheckAnswer& answer, const std::string& right) {
    answer.findings.push_back({"IP-00",
                               FindingStatus::unknown,
                               Severity::warn,
                               {"Whether the right is alive is not known, and so neither are its fees.",
                                "权利是否有效不明，其应缴官费亦无法得知。"},
                               {},
                               {right}});
}

/// Calls `with` for every right that is asked about and known.
template <class With>
void for_each_right(const Rules& rules, const Object& parameters, const plugin::Records& records,
                    CheckAnswer& answer, With with) {
    const WorkCalendar chinese(records), weekends;
    for (const std::string& right : rights_asked(parameters, records)) {
        const std::optional<RightName> name = parse_right(right);
        const std::optional<plugin::Record> record = name ? records.find(right) : std::nullopt;
        if (!record) {
            tell_unknown(answer, right);
            continue;
        }
        const WorkCalendar& calendar = name->is_chinese() ? chinese : weekends;
        const Situation now = situation_of(rules, *name, record->fields, records.as_of(), calendar);
        with(right, RightOnDay{rules, *name, record->fields, now, records.as_of(), calendar});
    }
}

Severity finding_severity(std::string_view severity) {
    return severity == "info" ? Severity::info : Severity::warn;
}

void tell(const Deadline& deadline, const std::string& right, Date as_of, CheckAnswer& answer) {
    const Rule& rule = *deadline.rule;
    const Text what = named(rule.what, deadline.more);
    Text message{what.en + ": " + deadline.due.text(), what.zh + "：" + deadline.due.text()};
    if (deadline.last_day != deadline.due) {
        message.en += ", at the latest " + deadline.last_day.text();
        message.zh += "，最迟" + deadline.last_day.text();
    }
    const bool is_late = is_missed(deadline, as_of);
    if (is_late && deadline.kind != "term_end") {
        message.en += ", and no record shows that it was done";
        message.zh += "，且无已办理的记录";
    }
    message.en += ". " + std::string(deadline.consequence.en);
    message.zh += "。" + std::string(deadline.consequence.zh);
    if (!deadline.is_verified) {
        message.en += " The rule is not verified.";
        message.zh += "（规则待核实）";
    }
    answer.findings.push_back({rule.id,
                               is_late ? FindingStatus::unknown : FindingStatus::soft,
                               finding_severity(severity_of(deadline, as_of)),
                               std::move(message),
                               rule.article,
                               {right}});
}

}  // namespace

Text length_of(Period period) {
    const bool is_years = period.months != 0 && period.months % 12 == 0;
    const int count = period.days != 0 ? period.days : is_years ? period.months / 12 : period.months;
    const std::string number = std::to_string(count);
    const Words unit = period.days != 0 ? Words{" days", "日"}
                       : is_years       ? Words{count == 1 ? " year" : " years", "年"}
                                        : Words{" months", "个月"};
    return {number + std::string(unit.en), number + std::string(unit.zh)};
}

Deadline DeadlineDesk::fixed(const Bearing& bearing, std::string_view kind, Date due,
                             Words consequence) const {
    Deadline deadline{.rule = bearing.rule,
                      .is_verified = bearing.is_verified(),
                      .kind = kind,
                      .due = due,
                      .in_time = due,
                      .last_day = due,
                      .consequence = consequence};
    explain_law(deadline, bearing.is_in_force);
    return deadline;
}

Deadline DeadlineDesk::recorded(std::string_view id, std::string_view kind, Date until,
                                Words consequence) const {
    Deadline deadline = fixed(rules.on(id, as_of), kind, until, consequence);
    deadline.steps.insert(deadline.steps.begin(), {"Recorded with an end on " + until.text() + ".",
                                                   "登记记载的截止日期为" + until.text() + "。"});
    return deadline;
}

Deadline DeadlineDesk::windowed(const Bearing& bearing, std::string_view kind, Date due,
                                Words consequence) const {
    Deadline deadline = fixed(bearing, kind, due, consequence);
    deadline.is_loss = true;
    const Rule& rule = *bearing.rule;
    if (!rule.window.is_empty()) {
        deadline.opens = window_begin(due, rule.window, rule.counting);
        const Text length = length_of(rule.window);
        deadline.steps.push_back(
            {"It can be done from " + deadline.opens->text() + ", " + length.en + " before that day.",
             "自" + deadline.opens->text() + "（届满前" + length.zh + "）起可办理。"});
    }
    explain_move(deadline, due);
    deadline.in_time = calendar.moved(due);
    if (deadline.in_time != due) deadline.more.set("payable_by", deadline.in_time.text());
    if (!rule.extension.is_empty()) give_grace(deadline, rule.extension);
    return deadline;
}

Deadline DeadlineDesk::ordinary(std::string_view id, std::string_view kind, Date event, Words counted_from,
                                Words consequence) const {
    Deadline deadline = counted(id, kind, event, counted_from, consequence);
    deadline.last_day = calendar.moved(deadline.due);
    explain_move(deadline, deadline.due);
    return deadline;
}

Deadline DeadlineDesk::exposure(std::string_view id, std::string_view kind, Date event, Words counted_from,
                                Words consequence) const {
    Deadline deadline = counted(id, kind, event, counted_from, consequence);
    deadline.is_standing = true;
    return deadline;
}

Deadline DeadlineDesk::counted(std::string_view id, std::string_view kind, Date event, Words counted_from,
                               Words consequence) const {
    const Bearing bearing = rules.on(id, as_of);
    const Date end = period_end(event, bearing.rule->period);
    Deadline deadline = fixed(bearing, kind, end, consequence);
    const Text length = length_of(bearing.rule->period);
    std::vector<Text> steps{
        {"Counted from " + std::string(counted_from.en) + " on " + event.text() +
             "; that day is not counted.",
         "自" + std::string(counted_from.zh) + "（" + event.text() + "）起算，开始日不计入。"},
        {"The period of " + length.en + " ends on " + end.text() + ".",
         "期限" + length.zh + "，届满日为" + end.text() + "。"}};
    deadline.steps.insert(deadline.steps.begin(), steps.begin(), steps.end());
    if (const auto& proposed = bearing.rule->proposed) {
        const std::string other = period_end(event, *proposed).text();
        deadline.more.set("unverified_due", other);
        const Text shorter = length_of(*proposed);
        deadline.steps.push_back(
            {"A draft of the law had a period of " + shorter.en + ", which would end on " + other +
                 "; whether the final text has it is not verified.",
             "修订草案曾规定为" + shorter.zh + "（届满日为" + other + "），正式文本是否采纳待核实。"});
    }
    return deadline;
}

void DeadlineDesk::give_grace(Deadline& deadline, Period grace) const {
    deadline.grace_until = period_end(deadline.due, grace);
    deadline.last_day = calendar.moved(*deadline.grace_until);
    const Text length = length_of(grace);
    deadline.steps.push_back({"A grace of " + length.en + " ends on " + deadline.grace_until->text() + ".",
                              "宽展（宽限）期" + length.zh + "，至" + deadline.grace_until->text() + "。"});
    explain_move(deadline, *deadline.grace_until);
    explain_later_law(deadline, *deadline.grace_until);
}

void DeadlineDesk::explain_move(Deadline& deadline, Date civil) const {
    const Date moved = calendar.moved(civil);
    if (moved != civil)
        deadline.steps.push_back({civil.text() + " is no working day: moved on to " + moved.text() + ".",
                                  civil.text() + "为非工作日，顺延至" + moved.text() + "。"});
    if (calendar.is_known(civil.year())) return;
    const std::string year = std::to_string(civil.year());
    const Text note{"No calendar of " + year + " is on file: only weekends are passed over.",
                    "尚未录入" + year + "年工作日历，仅按周末顺延。"};
    if (std::ranges::find(deadline.steps, note.en, &Text::en) == deadline.steps.end())
        deadline.steps.push_back(note);
}

void DeadlineDesk::explain_law(Deadline& deadline, bool is_in_force) const {
    const Rule& rule = *deadline.rule;
    if (!is_in_force)
        deadline.steps.push_back(
            {"No rule of " + as_of.text() + " is on file; the nearest one, valid from " +
                 rule.valid_from.text() + ", is shown.",
             "未收录" + as_of.text() + "适用的规则，暂按自" + rule.valid_from.text() + "起施行的规则列示。"});
    explain_later_law(deadline, deadline.due);
}

void DeadlineDesk::explain_later_law(Deadline& deadline, Date day) const {
    const Rule* next = rules.successor_on(*deadline.rule, day);
    const Rule& bearing = next != nullptr ? *next : *deadline.rule;
    if (bearing.confidence != Confidence::confirmed) deadline.is_verified = false;
    // A law whose text is in doubt and that carries the dates of an earlier one on.
    const bool is_carried_over =
        bearing.confidence == Confidence::unsure &&
        rules.on(bearing.id, bearing.valid_from.plus_days(-1), bearing.kind).is_in_force;
    if (!is_carried_over || deadline.more.contains("later_law")) return;
    const Text law = rules.law_name(bearing.law);
    deadline.more.set("later_law", bearing.law);
    deadline.steps.push_back({"From " + bearing.valid_from.text() + " the " + law.en +
                                  " applies; its period and its transition are not verified, so the date of "
                                  "the earlier law stands.",
                              "自" + bearing.valid_from.text() + "起适用" + law.zh +
                                  "，其期限及过渡规定尚未核实，此处沿用此前法律规定的日期。"});
}

void DeadlineDesk::add(Deadline deadline) {
    found_.push_back(std::move(deadline));
}

bool puts_life_in_doubt(const Deadline& deadline, Date day) {
    static constexpr std::string_view kinds[]{
        "annual_fee", "declaration_of_use", "examination_request", "maintenance_fee", "renewal", "term_end"};
    return is_missed(deadline, day) && std::ranges::find(kinds, deadline.kind) != std::end(kinds);
}

std::vector<Deadline> deadlines_of(const RightOnDay& right, Date to) {
    DeadlineDesk desk(right);
    if (!right.name.is_chinese())
        add_deadlines_abroad(desk, to);
    else if (right.name.is_trademark())
        add_mark_deadlines(desk);
    else
        add_patent_deadlines(desk, to);
    return desk.take();
}

Text fee_label(std::string_view kind, int year) {
    const std::string number = std::to_string(year);
    if (kind == "annual_fee_late")
        return {"surcharge on the fee of year " + number + ", if paid today",
                "第" + number + "年度年费滞纳金（按当日缴纳计）"};
    if (kind == "annual_fee") return {"annual fee of year " + number, "第" + number + "年度年费"};
    return kind == "renewal_late" ? Text{"surcharge for late renewal", "续展延迟费"}
                                  : Text{"renewal", "续展费"};
}

CheckAnswer answer_deadlines(const Rules& rules, const Object& parameters, const plugin::Records& records) {
    const Date as_of = records.as_of();
    const Span span = span_of(parameters, as_of);
    CheckAnswer answer;
    if (tell_nothing_asked(answer, parameters, span)) return answer;
    struct Found {
        std::string right;
        Deadline deadline;
    };
    std::vector<Found> found;
    for_each_right(rules, parameters, records, answer,
                   [&](const std::string& right, const RightOnDay& on_day) {
                       if (auto lack = lack_of_rules(rules, on_day.name, right))
                           answer.findings.push_back(*std::move(lack));
                       for (Deadline& one : deadlines_of(on_day, span.to))
                           if (falls_into(one, span)) found.push_back({right, std::move(one)});
                   });
    std::ranges::stable_sort(found, {}, [](const Found& one) {
        return std::tuple(one.deadline.due, std::string_view(one.right),
                          std::string_view(one.deadline.rule->id));
    });
    Array facts;
    for (const Found& one : found) {
        facts.emplace_back(fact_of(one.deadline, one.right, as_of));
        tell(one.deadline, one.right, as_of, answer);
    }
    answer.facts.set("as_of", as_of.text());
    answer.facts.set("from", span.from.text());
    answer.facts.set("to", span.to.text());
    answer.facts.set("deadlines", std::move(facts));
    return answer;
}

namespace {

void tell_fee(CheckAnswer& answer, const std::string& right, const Forecast& fee) {
    const std::string amount = plugin::figures(fee.fen, "CNY"), due = fee.due.text();
    const Text what = fee_label(fee.kind, fee.year);
    answer.findings.push_back({"IP-FEE-DUE",
                               FindingStatus::met,
                               Severity::info,
                               {due + ": " + right + ", " + what.en + ": " + amount + " CNY.",
                                due + "：" + right + "，" + what.zh + amount + "元。"},
                               {},
                               {right}});
}

/// What is not known is not nothing: a sum of nothing that is known is told as not known.
void tell_sum(CheckAnswer& answer, Span span, std::int64_t total, std::int64_t unknown) {
    const bool is_known = unknown == 0 || total > 0;
    const std::string sum = plugin::figures(total, "CNY"), from = span.from.text(), to = span.to.text();
    Text message{
        "Official fees from " + from + " to " + to + ": " +
            (is_known ? sum + " CNY, without reductions." : "not known."),
        from + "至" + to + "应缴官费合计" + (is_known ? sum + "元（未计费用减缴）。" : "无法得知。")};
    if (is_known) answer.facts.set("total", plugin::value_of(plugin::Money{total, "CNY"}));
    if (unknown > 0) {
        const std::string left_out = std::to_string(unknown);
        message.en += " Left out, since their fees are not known here: " + left_out +
                      (unknown == 1 ? " right." : " rights.");
        message.zh += "其中" + left_out + "项权利的官费标准未载入，未计入。";
    }
    answer.findings.push_back({"IP-FEES",
                               is_known ? FindingStatus::met : FindingStatus::unknown,
                               is_known ? Severity::info : Severity::warn,
                               std::move(message),
                               {},
                               {}});
}

}  // namespace

CheckAnswer answer_fees(const Rules& rules, const Object& parameters, const plugin::Records& records) {
    const Span span = span_of(parameters, records.as_of());
    CheckAnswer answer;
    if (tell_nothing_asked(answer, parameters, span)) return answer;
    Array items;
    std::int64_t total = 0, unknown = 0;
    for_each_right(rules, parameters, records, answer,
                   [&](const std::string& right, const RightOnDay& on_day) {
                       if (!has_known_fees(on_day.name)) {
                           tell_no_fees(answer, on_day.name, right);
                           ++unknown;
                       } else if (!on_day.now.standing->is_known) {
                           tell_no_life(answer, right);
                           ++unknown;
                       }
                       for (const Forecast& one : fee_forecast(on_day, span.from, span.to)) {
                           total += one.fen;
                           Object item{{"amount", plugin::value_of(plugin::Money{one.fen, "CNY"})},
                                       {"confidence", name_of(one.confidence)},
                                       {"due", one.due.text()},
                                       {"kind", one.kind},
                                       {"right", right}};
                           if (one.year != 0) item.set("year", one.year);
                           items.emplace_back(std::move(item));
                           tell_fee(answer, right, one);
                       }
                   });
    answer.facts.set("from", span.from.text());
    answer.facts.set("to", span.to.text());
    answer.facts.set("items", std::move(items));
    answer.facts.set("unknown", unknown);
    tell_sum(answer, span, total, unknown);
    return answer;
}

CheckAnswer answer_rules(const Rules& rules, const Object& parameters, const plugin::Records& records) {
    const bool is_all = !parameters.contains("day");
    const Date day = date_at(parameters, "day").value_or(records.as_of());
    CheckAnswer answer;
    Array listed;
    for (const Rule& rule : rules.all())
        if (is_all || (rule.valid_from <= day && (!rule.valid_to || day <= *rule.valid_to))) {
            listed.emplace_back(described(rule));
            const std::string from = rule.valid_from.text(), to = rule.valid_to ? rule.valid_to->text() : "";
            answer.findings.push_back(
                {rule.id,
                 FindingStatus::met,
                 Severity::info,
                 {rule.what.en + "; in force from " + from + (to.empty() ? "" : " to ") + to,
                  rule.what.zh + "；自" + from + "起" + (to.empty() ? "" : "至" + to) + "施行"},
                 rule.article,
                 {}});
        }
    answer.facts.set("rules", std::move(listed));
    return answer;
}

}  // namespace xinbu::ip_status
