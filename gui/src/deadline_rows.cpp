#include "deadline_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {

using plugin::Date;
using plugin::Tone;

plugin::Tone tone_of_severity(const std::string& severity) {
    if (severity == "block") return Tone::bad;
    if (severity == "warn" || severity == "ack") return Tone::attention;
    return Tone::neutral;
}

std::string severity_in_words(const std::string& severity) {
    switch (tone_of_severity(severity)) {
        case Tone::bad:
            return tr("critical");
        case Tone::attention:
            return tr("pressing");
        default:
            return tr("not pressing");
    }
}

std::string month_in_words(int year, unsigned month) {
    const std::array<const char*, 12> names{tr("January"),   tr("February"), tr("March"),    tr("April"),
                                            tr("May"),       tr("June"),     tr("July"),     tr("August"),
                                            tr("September"), tr("October"),  tr("November"), tr("December")};
    return fmt::format(fmt::runtime(tr("{month} {year}")), fmt::arg("month", names[month - 1]),
                       fmt::arg("year", year));
}

std::vector<DeadlineRow> grouped_by_month(const std::vector<session::DeadlineView>& deadlines, Date day,
                                          const std::vector<session::DeadlineGap>& gaps) {
    std::vector<DeadlineRow> rows;
    std::string month;
    std::size_t caption = 0;
    int count = 0;
    const auto finish = [&] {
        if (count > 0)
            rows[caption].caption =
                fmt::format("{}  ·  {}", rows[caption].caption, grouped(static_cast<std::uint64_t>(count)));
        count = 0;
    };
    for (std::size_t i = 0; i < deadlines.size(); ++i) {
        const std::optional<Date> due = Date::parse(deadlines[i].due);
        const std::string of = !due ? "?" : *due < day ? "past" : due->text().substr(0, 7);
        if (of != month) {
            finish();
            month = of;
            caption = rows.size();
            rows.push_back({!due         ? std::string(tr("Without a date"))
                            : *due < day ? std::string(tr("Past, and still possible"))
                                         : month_in_words(due->year(), due->month())});
        }
        rows.push_back({{}, i});
        ++count;
    }
    finish();
    if (!gaps.empty()) rows.push_back({tr("Not computed")});
    for (std::size_t i = 0; i < gaps.size(); ++i) rows.push_back({{}, std::nullopt, i});
    return rows;
}

std::map<Date, DueOnDay> by_day(const std::vector<session::DeadlineView>& deadlines) {
    const auto weight = [](Tone tone) { return tone == Tone::bad ? 2 : tone == Tone::attention ? 1 : 0; };
    std::map<Date, DueOnDay> days;
    for (const session::DeadlineView& deadline : deadlines) {
        const std::optional<Date> due = Date::parse(deadline.due);
        if (!due) continue;
        DueOnDay& on_day = days[*due];
        const Tone tone = tone_of_severity(deadline.severity);
        if (on_day.count == 0 || weight(tone) > weight(on_day.tone)) on_day.tone = tone;
        ++on_day.count;
    }
    return days;
}

std::string rule_status_in_words(const std::string& status) {
    if (status == "verified") return tr("verified");
    if (status == "unverified") return tr("not verified");
    return status;
}

}  // namespace xinbu::gui
