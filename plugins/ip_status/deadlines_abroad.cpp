// Deadlines of the offices beside China's: the USPTO's and the EUIPO's by their packs; of any other office
// what is recorded, and a word that nothing is computed.
#include <algorithm>
#include <array>

#include "deadlines.hpp"
#include "events.hpp"
#include "extracts.hpp"
#include "trademarks.hpp"

namespace xinbu::ip_status {

using plugin::Date;
using plugin::Finding;
using plugin::Object;
using plugin::Text;

namespace {

constexpr std::string_view united_states = "US";

/// Codes of the USPTO's prosecution history and of its status table by which a declaration of use (section 8
/// or 71) was accepted.
constexpr std::array<std::string_view, 19> accepted_declarations{
    "71AG", "8.OK", "8.PR", "89AG", "8OKT", "8PRT", "C15A", "C15P", "C75A", "C75P",
    "S71A", "S85A", "S85R", "S86A", "S89G", "S89R", "S8OA", "SP1A", "SP6A"};
constexpr std::array<std::string_view, 6> statuses_with_declaration{"701", "702", "704", "705", "739", "800"};

/// The last day on which a source said that the registration is in force: what had to be done before was
/// done.
std::optional<Date> told_in_force_on(const DeadlineDesk& desk) {
    const std::string_view said = plugin::text_at(desk.fields, "common_status");
    if (said.empty() || desk.fields.contains(status_unclear)) return std::nullopt;
    const Standing& standing = standing_of(trademark_standings(), said);
    if (!standing.is_live || !standing.is_granted) return std::nullopt;
    const Origin origin = origin_of(desk.fields, "common_status");
    const std::optional<Date> retrieved =
        origin.is_retrieved ? Date::parse(origin.as_of) : std::optional<Date>();
    const std::optional<Date> day = retrieved ? retrieved : date_at(desk.fields, "status_date");
    return day && *day > desk.as_of ? std::nullopt : day;
}

class DeadlinesAbroad {
public:
    DeadlinesAbroad(DeadlineDesk& desk, Date to)
        : desk_(desk),
          to_(to),
          events_(events_of(desk.fields, desk.as_of)),
          terms_(desk.rules, desk.name),
          in_force_on_(told_in_force_on(desk)) {}

    void add() {
        const Standing& standing = *desk_.now.standing;
        if (!standing.is_known || !standing.is_granted) return;
        if (!standing.is_live && !desk_.now.is_ended_by_time) return;
        if (!desk_.rules.cover(desk_.name) || is_madrid_extension(desk_.name))
            add_recorded_renewal();
        else if (!desk_.name.is_trademark())
            add_us_patent();
        else if (desk_.name.office == united_states)
            add_us_mark();
        else
            add_eu_mark();
    }

private:
    // ---- marks ----

    /// By the Paris Convention there are six months of grace; more is not known of that office.
    void add_recorded_renewal() {
        if (!desk_.name.is_trademark() || !desk_.now.last_day) return;
        Deadline deadline =
            desk_.windowed(desk_.rules.on("XX-01", desk_.as_of), "renewal", *desk_.now.last_day,
                           {"Not renewed, the registration ends by the law of its office.",
                            "未续展的，依所在局的法律注册失效。"});
        deadline.is_unproved = desk_.now.is_ended_by_time;
        explain_first(deadline, recorded_end(*desk_.now.last_day));
        desk_.add(std::move(deadline));
    }

    void add_us_mark() {
        if (desk_.now.granted_on && desk_.now.standing->is_live) add_us_declaration(*desk_.now.granted_on);
        add_renewal(
            "UT-02", desk_.now.granted_on,
            {"Not renewed within grace, the registration expires; without its declaration of use it is "
             "cancelled.",
             "宽限期满仍未续展的，注册失效；未提交使用声明的，注册被撤销。"});
    }

    /// Section 8: between the fifth and the sixth year.
    void add_us_declaration(Date registered) {
        const Bearing rule = desk_.rules.on("UT-01", registered);
        const Date due = period_end(registered, rule.rule->period);
        Deadline deadline = desk_.windowed(
            rule, "declaration_of_use", due,
            {"Without the declaration the registration is cancelled.", "未提交使用声明的，注册被撤销。"});
        if (is_declaration_accepted(registered) || was_in_force_after(deadline)) return;
        deadline.is_unproved = true;
        deadline.more.set("filed", "unknown");
        explain_first(deadline, counted_from({"the registration", "注册日"}, registered, *rule.rule, due));
        deadline.steps.push_back(
            {"That the declaration was accepted is not recorded here.", "本系统无该声明已被接受的记录。"});
        constexpr std::size_t serial_digits = 8;
        if (desk_.name.number.size() < serial_digits)
            deadline.steps.push_back(
                {"Known by its registration number alone: whether it came through Madrid, so that other "
                 "rules "
                 "apply, does not show.",
                 "仅以注册号登记，无法判断是否经马德里体系指定；如是，则适用其他规则。"});
        desk_.add(std::move(deadline));
    }

    bool is_declaration_accepted(Date registered) const {
        const auto is_one_of = [](const auto& codes, std::string_view code) {
            return std::ranges::find(codes, code) != codes.end();
        };
        // A renewal takes a declaration, too.
        return is_one_of(statuses_with_declaration, plugin::text_at(desk_.fields, "status_code")) ||
               std::ranges::any_of(events_, [&](const Event& event) {
                   if (event.data == nullptr || event.date <= registered) return false;
                   return event.kind == "renewal" ||
                          is_one_of(accepted_declarations, plugin::text_at(*event.data, "office_code"));
               });
    }

    bool was_in_force_after(const Deadline& deadline) const {
        return in_force_on_ && *in_force_on_ > deadline.last_day;
    }

    void add_eu_mark() {
        add_renewal(
            "ET-01", desk_.now.filing,
            {"Not renewed within grace, the registration expires.", "宽展期满仍未续展的，注册失效。"});
    }

    /// The end of the term as recorded; else those that follow from the day on which terms began: the first
    /// whose renewal nothing shows, and the one that is open.
    void add_renewal(std::string_view id, std::optional<Date> begin, Words consequence) {
        const std::optional<Date> recorded = desk_.now.last_day;
        if (!recorded && !begin) return;
        const Bearing rule = desk_.rules.on(id, desk_.as_of);
        if (recorded) {
            Deadline deadline = desk_.windowed(rule, "renewal", *recorded, consequence);
            deadline.is_unproved = desk_.now.is_ended_by_time;
            explain_first(deadline, recorded_end(*recorded));
            desk_.add(std::move(deadline));
            return;
        }
        bool is_one_missed = false;
        for (std::optional<Date> end = terms_.first_end(*begin); end; end = terms_.next_end(*end)) {
            Deadline deadline = desk_.windowed(rule, "renewal", *end, consequence);
            const bool is_over = deadline.last_day < desk_.as_of;
            if (is_renewed_after(*deadline.opens)) continue;
            if (is_over && (is_one_missed || was_in_force_after(deadline))) continue;
            is_one_missed = deadline.is_unproved = true;
            deadline.more.set("filed", "unknown");
            explain_first(deadline,
                          {"The end of the term is not recorded; counted on from " + begin->text() +
                               " it is " + end->text() + ".",
                           "未记录有效期届满日；自" + begin->text() + "起推算为" + end->text() + "。"});
            desk_.add(std::move(deadline));
            if (!is_over) return;
        }
    }

    /// Whether the term that could be renewed from that day on, or a later one, was.
    bool is_renewed_after(Date opens) const {
        return std::ranges::any_of(
            events_, [&](const Event& event) { return event.kind == "renewal" && event.date >= opens; });
    }

    // ---- patents of the United States ----

    void add_us_patent() {
        if (!desk_.now.granted_on) return;
        const Date granted = *desk_.now.granted_on;
        add_us_term(granted);
        if (desk_.now.kind == "invention") add_maintenance(granted);
    }

    void add_us_term(Date granted) {
        const std::optional<Date> filed = desk_.now.filing, benefit = date_at(desk_.fields, "benefit_date");
        Bearing rule;
        Date end = granted;
        if (desk_.now.kind == "design") {
            rule = desk_.rules.on("UP-15", filed.value_or(granted), "design");
            end = period_end(granted, rule.rule->period);
        } else if (desk_.now.kind == "invention" && filed) {
            rule = desk_.rules.on("UP-01", *filed, "invention");
            end = period_end(benefit.value_or(*filed), rule.rule->period);
            // Of what was filed before 8 June 1995 the longer term holds.
            const Bearing older = desk_.rules.on("UP-02", *filed, "invention");
            const Date from_grant = period_end(granted, older.rule->period);
            if (older.is_in_force && from_grant > end) {
                rule = older;
                end = from_grant;
            }
        } else {
            return;
        }
        const bool is_recorded = desk_.now.last_day.has_value();
        const Date unadjusted = end;
        const std::int64_t adjusted = is_recorded ? 0 : days_of_adjustment();
        end = is_recorded ? *desk_.now.last_day : end.plus_days(static_cast<int>(adjusted));
        Deadline deadline = desk_.fixed(
            rule, "term_end", end,
            {"The right ends with that day; it cannot be renewed.", "专利权于该日届满，不得续展。"});
        deadline.is_verified = deadline.is_verified && is_recorded;
        const bool is_from_grant = desk_.now.kind == "design" || rule.rule->id == "UP-02";
        explain_first(deadline,
                      is_recorded     ? recorded_end(end)
                      : is_from_grant ? counted_from({"the grant", "授权日"}, granted, *rule.rule, unadjusted)
                      : benefit ? counted_from({"the filing of the earliest application whose benefit is "
                                                "claimed",
                                                "所要求利益的最早在先申请日"},
                                               *benefit, *rule.rule, unadjusted)
                                : counted_from({"the filing", "申请日"}, *filed, *rule.rule, unadjusted));
        if (adjusted > 0)
            deadline.steps.insert(deadline.steps.begin() + 1,
                                  {"Adjusted by " + std::to_string(adjusted) +
                                       " days, as recorded (35 U.S.C. 154(b)): " + end.text() + ".",
                                   "按登记的期限调整延长" + std::to_string(adjusted) +
                                       "日（美国法典第35编第154条(b)）：" + end.text() + "。"});
        deadline.is_unproved = !is_recorded;
        if (!is_recorded)
            deadline.steps.push_back(
                benefit ? Text{"A disclaimer moves it; none is recorded here.",
                               "期限放弃声明会改变届满日；此处无记录。"}
                : adjusted > 0
                    ? Text{"An earlier application whose benefit is claimed or a disclaimer moves it; "
                           "neither "
                           "is recorded here.",
                           "在先申请或期限放弃声明会改变届满日；此处均无记录。"}
                    : Text{"An earlier application whose benefit is claimed, an adjustment of the term or a "
                           "disclaimer moves it; none is recorded here.",
                           "在先申请、期限调整或期限放弃声明会改变届满日；此处均无记录。"});
        desk_.add(std::move(deadline));
    }

    /// As the latest event tells it; designs have none.
    std::int64_t days_of_adjustment() const {
        std::int64_t days = 0;
        if (desk_.now.kind != "invention") return days;
        for (const Event& event : events_)
            if (event.kind == "term_adjustment" && event.data != nullptr)
                if (const std::int64_t* told = plugin::integer_at(*event.data, "days")) days = *told;
        return days;
    }

    /// Each fee keeps the patent alive through a year: the fourth, the eighth, the twelfth.
    void add_maintenance(Date granted) {
        const Date law_of = desk_.now.filing.value_or(granted);
        for (const std::string_view id : {"UP-03", "UP-07", "UP-11"}) {
            const Bearing rule = desk_.rules.on(id, law_of, "invention");
            if (!rule.is_in_force) continue;  // filed before there were such fees
            const Date due = period_end(granted, rule.rule->period);
            const int year = (rule.rule->period.months + rule.rule->extension.months) / 12;
            if (due > to_) return;
            if (year > paid_through() && !add_maintenance_fee(rule, year, granted, due)) return;
        }
    }
    /// False where it is late without a payment on record: of what would be due afterwards nobody can tell.
    bool add_maintenance_fee(const Bearing& rule, int year, Date granted, Date due) {
        Deadline deadline =
            desk_.windowed(rule, "maintenance_fee", due,
                           {"Unpaid at the end of grace, in which a surcharge is due, the patent expires.",
                            "宽限期内应同时缴纳附加费；期满仍未缴纳的，专利权终止。"});
        deadline.is_unproved = true;
        deadline.more.set("payment", "unknown");
        deadline.more.set("year", year);
        explain_first(deadline, counted_from({"the grant", "授权日"}, granted, *rule.rule, due));
        deadline.steps.push_back({"No payment of this fee is recorded here.", "此处无该笔费用的缴纳记录。"});
        const bool is_late = is_missed(deadline, desk_.as_of);
        desk_.add(std::move(deadline));
        return !is_late;
    }
    /// A fee cannot be paid before its window opens, a year before its patent year ends.
    int paid_through() const {
        std::int64_t last = 0;
        for (const Event& event : events_) {
            const std::int64_t* year =
                event.kind == "annual_fee" ? plugin::integer_at(*event.data, "year") : nullptr;
            if (year != nullptr &&
                event.date >= desk_.now.granted_on->plus_years(static_cast<int>(*year) - 1))
                last = std::max(last, *year);
        }
        return static_cast<int>(last);
    }

    // ---- words ----

    static void explain_first(Deadline& deadline, Text step) {
        deadline.steps.insert(deadline.steps.begin(), std::move(step));
    }
    static Text recorded_end(Date end) {
        return {"Recorded with an end on " + end.text() + ".", "登记记载的截止日期为" + end.text() + "。"};
    }
    static Text counted_from(Words event, Date day, const Rule& rule, Date end) {
        const Text length = length_of(rule.period);
        return {length.en + " from " + std::string(event.en) + " on " + day.text() + " end on " + end.text() +
                    ".",
                "自" + std::string(event.zh) + "（" + day.text() + "）起" + length.zh + "，届满日为" +
                    end.text() + "。"};
    }

    DeadlineDesk& desk_;
    Date to_;
    std::vector<Event> events_;
    MarkTerms terms_;
    std::optional<Date> in_force_on_;
};

}  // namespace

void add_deadlines_abroad(DeadlineDesk& desk, Date to) {
    DeadlinesAbroad(desk, to).add();
}

std::optional<Finding> lack_of_rules(const Rules& rules, const RightName& name, const std::string& right) {
    const std::string office(name.office);
    Text message;
    if (is_madrid_extension(name))
        message = {
            "The mark came to the office through Madrid: its declarations of use and its renewal at WIPO "
            "are not computed.",
            "该商标经马德里体系指定，其使用声明及在WIPO的续展期限不作推算。"};
    else if (!rules.cover(name))
        message = {"No rules of the office " + office +
                       " are loaded; deadlines are not computed. Only an end that is recorded is shown.",
                   "未载入" + office + "局的规则，期限不作推算，仅显示已记载的届满日。"};
    else
        return std::nullopt;
    return Finding{"IP-00", plugin::FindingStatus::unknown, plugin::Severity::info, std::move(message), {},
                   {right}};
}

}  // namespace xinbu::ip_status
