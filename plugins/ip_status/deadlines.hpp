// What falls due on a right: which act, by when, with which grace, what follows if it is missed, by which
// article, and every step of the computation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "periods.hpp"
#include "right.hpp"
#include "rules.hpp"
#include "situation.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

struct Deadline {
    const Rule* rule = nullptr;
    bool is_verified = false;
    std::string_view kind;                ///< renewal, annual_fee, nonuse_exposure, …
    plugin::Date due;                     ///< the civil date of the rule
    plugin::Date in_time;                 ///< the last day before grace: the due date, moved on from days off
    std::optional<plugin::Date> opens{};  ///< the first day on which it can be done
    std::optional<plugin::Date> grace_until{};  ///< civil date, too
    plugin::Date
        last_day;  ///< the last day on which it can be done at all: grace counted, days off passed over
    Words consequence{};
    bool is_loss = false;      ///< a right or a position is lost when the last day passes
    bool is_standing = false;  ///< begins on its day and stays: an exposure, no act
    bool is_unproved = false;  ///< no record shows that it was met: it stays when its last day is past
    std::vector<plugin::Text> steps{};
    plugin::Object more{};  ///< amount, classes, ladder, …
};

/// "3 months", "10 years", "15 days".
plugin::Text length_of(Period period);

/// One right on one day, under the law that is known.
struct RightOnDay {
    const Rules& rules;
    const RightName& name;
    const plugin::Object& fields;
    const Situation& now;
    plugin::Date as_of;
    const WorkCalendar& calendar;
};

/// Makes the deadlines of a right and keeps those that are added.
class DeadlineDesk : public RightOnDay {
public:
    explicit DeadlineDesk(const RightOnDay& right) : RightOnDay(right) {}

    /// An ordinary period of the rule of that id, from an event; its end moved on from days off.
    Deadline ordinary(std::string_view id, std::string_view kind, plugin::Date event, Words counted_from,
                      Words consequence) const;
    /// The end of a period as the beginning of an exposure: it begins on its day, worked or not, and stays.
    Deadline exposure(std::string_view id, std::string_view kind, plugin::Date event, Words counted_from,
                      Words consequence) const;
    /// A deadline whose date is no period's end: it stands as it is.
    Deadline fixed(const Bearing& rule, std::string_view kind, plugin::Date due, Words consequence) const;
    /// A date that the register itself sets.
    Deadline recorded(std::string_view id, std::string_view kind, plugin::Date until,
                      Words consequence) const;
    /// A deadline whose rule sets a window before the day and a grace behind it.
    Deadline windowed(const Bearing& rule, std::string_view kind, plugin::Date due, Words consequence) const;
    /// Adds a grace of months behind the due date.
    void give_grace(Deadline& deadline, Period grace) const;
    /// Says where days off moved the last day, and whether that year's calendar is on file.
    void explain_move(Deadline& deadline, plugin::Date civil) const;
    void add(Deadline deadline);

    std::vector<Deadline> take() { return std::move(found_); }

private:
    Deadline counted(std::string_view id, std::string_view kind, plugin::Date event, Words counted_from,
                     Words consequence) const;
    void explain_law(Deadline& deadline, bool is_in_force) const;
    /// Marks a deadline on which a law that is not verified bears by that day.
    void explain_later_law(Deadline& deadline, plugin::Date day) const;
    std::vector<Deadline> found_;
};

/// Whether the act is late, by what is recorded.
inline bool is_missed(const Deadline& deadline, plugin::Date day) {
    return deadline.is_unproved && deadline.last_day < day;
}
/// Whether it is late and the right itself ends with it, not a position in a procedure: what is alive by its
/// records then may have ended.
bool puts_life_in_doubt(const Deadline& deadline, plugin::Date day);

/// All that is open on the day or ahead of it up to `to`, and what is late without a record of the act.
std::vector<Deadline> deadlines_of(const RightOnDay& right, plugin::Date to);

/// Both fill the desk with all that is open on the day or ahead of it, up to `to`.
void add_mark_deadlines(DeadlineDesk& desk);
void add_patent_deadlines(DeadlineDesk& desk, plugin::Date to);
/// The same for offices beside China's; of those without a pack only what is recorded.
void add_deadlines_abroad(DeadlineDesk& desk, plugin::Date to);

/// The finding IP-00 where the deadlines of such a right are not computed: silence would look like safety.
std::optional<plugin::Finding> lack_of_rules(const Rules& rules, const RightName& name,
                                             const std::string& right);

/// A fee that will be due.
struct Forecast {
    std::string_view kind;  ///< annual_fee, annual_fee_late, renewal, renewal_late
    int year = 0;           ///< of the patent; 0 for marks
    plugin::Date due;
    std::int64_t fen = 0;
    Confidence confidence = Confidence::confirmed;
};
/// "annual fee of year 5", "surcharge for late renewal": by the kind of a forecast and the patent's year.
plugin::Text fee_label(std::string_view kind, int year);
/// The official fees that fall due from one day to another, by date.
std::vector<Forecast> fee_forecast(const RightOnDay& right, plugin::Date from, plugin::Date to);

/// The answers of the checks `ip.deadlines`, `ip.fees` and `ip.rules`.
plugin::CheckAnswer answer_deadlines(const Rules& rules, const plugin::Object& parameters,
                                     const plugin::Records& records);
plugin::CheckAnswer answer_fees(const Rules& rules, const plugin::Object& parameters,
                                const plugin::Records& records);
plugin::CheckAnswer answer_rules(const Rules& rules, const plugin::Object& parameters,
                                 const plugin::Records& records);

}  // namespace xinbu::ip_status
