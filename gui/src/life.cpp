#include "life.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

using plugin::Date;
using plugin::Tone;

constexpr int months_of_a_year = 12;
/// Below that many months a column counts months, not years: "1 year" would hide eleven of them.
constexpr int months_counted = 24;

int whole_months(Date from, Date to) {
    int months = (to.year() - from.year()) * months_of_a_year + static_cast<int>(to.month()) -
                 static_cast<int>(from.month());
    while (months > 0 && from.plus_months(months) > to) --months;
    return months;
}

std::string years(int count) {
    return count == 1 ? std::string(tr("1 year")) : fmt::format(fmt::runtime(tr("{} years")), count);
}
std::string months(int count) {
    return count == 1 ? std::string(tr("1 month")) : fmt::format(fmt::runtime(tr("{} months")), count);
}
std::string days(int count) {
    return count == 1 ? std::string(tr("1 day")) : fmt::format(fmt::runtime(tr("{} days")), count);
}

/// The largest unit alone.
std::string rounded_span(Date from, Date to) {
    const int count = whole_months(from, to);
    if (count >= months_counted) return years(count / months_of_a_year);
    return count > 0 ? months(count) : days(to.days_since(from));
}

int per_mille_left(Date begin, Date end, Date day) {
    const int whole = end.days_since(begin);
    const int left = end.days_since(std::clamp(day, begin, end));
    return static_cast<int>(static_cast<std::int64_t>(left) * 1000 / whole);
}

}  // namespace

std::string span_in_words(Date from, Date to) {
    const int count = whole_months(from, to);
    if (count == 0) return days(to.days_since(from));
    if (count < months_of_a_year) return months(count);
    const std::string whole = years(count / months_of_a_year);
    if (count % months_of_a_year == 0) return whole;
    // TRANSLATORS: years and months, such as "8 years 3 months".
    return fmt::format(fmt::runtime(tr("{0} {1}")), whole, months(count % months_of_a_year));
}

std::optional<LifeLeft> life_left(const session::RecordView& record, Date day) {
    if (!record.life_end) return std::nullopt;
    const Date end = *record.life_end;
    LifeLeft life;
    if (record.life_begin && *record.life_begin < end)
        life.left = per_mille_left(*record.life_begin, end, day);
    if (record.tone == Tone::bad) {
        life.stage = LifeLeft::Stage::ended;
        life.left = life.left ? std::optional(0) : std::nullopt;
        life.words = fmt::format(fmt::runtime(end < day ? tr("{}; the term ended on {}")
                                                        : tr("{}; the term would have run until {}")),
                                 record.status_label, end.text());
        life.brief = tr("ended");
    } else if (end < day) {
        life.stage = LifeLeft::Stage::over;
        life.words =
            fmt::format(fmt::runtime(tr("{}; the term ended on {}")), record.status_label, end.text());
        life.brief = tr("term over");
    } else {
        const bool in_last_year = end <= day.plus_months(months_of_a_year);
        life.stage = in_last_year ? LifeLeft::Stage::last_year : LifeLeft::Stage::running;
        life.words = end == day ? fmt::format(fmt::runtime(tr("ends today, {}")), end.text())
                                : fmt::format(fmt::runtime(tr("{} left, until {}")), span_in_words(day, end),
                                              end.text());
        life.brief = end == day ? std::string(tr("ends today")) : rounded_span(day, end);
    }
    return life;
}

std::size_t badges_that_fit(const std::vector<int>& widths, int room, int gap, int more) {
    int used = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        used += widths[i] + (i > 0 ? gap : 0);
        const bool is_last = i + 1 == widths.size();
        if (used + (is_last ? 0 : gap + more) <= room) continue;
        // The ones before fitted with their remark: what does not fit is this one.
        return i;
    }
    return widths.size();
}

}  // namespace xinbu::gui
