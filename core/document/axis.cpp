#include "axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "xinbu/base/i18n.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::document {

using plugin::Date;

namespace {

constexpr double room_between_labels = 14;

std::string month_label(Date day, int step) {
    if (step % 12 == 0) return fmt::format("{}", day.year());
    if (step == 3) return fmt::format("{} Q{}", day.year(), (day.month() - 1) / 3 + 1);
    return fmt::format("{}-{:02}", day.year(), day.month());
}

/// The first day on or behind `day` that begins a span of `step` months, counted from January of year 0.
Date first_of_span(Date day, int step) {
    const int months = day.year() * 12 + static_cast<int>(day.month()) - 1 + (day.day() > 1 ? 1 : 0);
    const int begin = (months + step - 1) / step * step;
    return {begin / 12, static_cast<unsigned>(begin % 12) + 1, 1};
}

bool fits(const std::vector<Tick>& ticks, const WidthOf& width_of) {
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        const double half = (width_of(ticks[i].label) + width_of(ticks[i - 1].label)) / 2;
        if (ticks[i].at - ticks[i - 1].at < half + room_between_labels) return false;
    }
    return !ticks.empty();
}

/// A step of 1, 2 or 5 times a power of ten, so that `most` of them cover `span`.
double round_step(double span, int most) {
    const double rough = span / most;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (power * factor >= rough * (1 - 1e-9)) return power * factor;
    return power * 10;
}

struct Unit {
    double size;
    const char* name;  ///< a format over the currency
};

/// The unit in which large amounts are told: thousands and millions in English, 万 and 亿 in Chinese.
Unit unit_for(double highest) {
    static constexpr std::array<Unit, 5> english{
        {{1e12, "{} trillion"}, {1e9, "{} billion"}, {1e6, "{} million"}, {1e4, "{} thousand"}, {0, "{}"}}};
    static constexpr std::array<Unit, 4> chinese{
        {{1e12, "{} 万亿"}, {1e8, "{} 亿"}, {1e5, "{} 万"}, {0, "{}"}}};
    const std::span<const Unit> units = language() == "zh_CN" ? std::span<const Unit>(chinese) : english;
    for (const Unit& unit : units) {
        if (highest < unit.size) continue;
        // Ten thousand are told as 10 thousand, a hundred thousand as 10 万: below, as they are.
        const double size = unit.size == 0 ? 1 : unit.size == 1e5 ? 1e4 : unit.size == 1e4 ? 1e3 : unit.size;
        return {size, unit.name};
    }
    return {1, "{}"};
}

}  // namespace

DateAxis::DateAxis(Date from, Date to, double left, double width)
    : from_(from), to_(std::max(from, to)), left_(left), width_(width) {}

double DateAxis::at(double days) const {
    const double all = to_.days_since(from_) + 1;
    return left_ + std::clamp(days / all, 0.0, 1.0) * width_;
}
double DateAxis::begin_of(Date day) const {
    return at(day.days_since(from_));
}
double DateAxis::end_of(Date day) const {
    return at(day.days_since(from_) + 1.0);
}

std::vector<Tick> DateAxis::every_days(int step, const WidthOf& width_of) const {
    std::vector<Tick> ticks;
    const double room = width_of(from_.text()) + room_between_labels;
    const int days = to_.days_since(from_);
    if (days >= step && (end_of(from_) - left_) * step < room) return {};
    for (int day = 0; day <= days; day += step)
        ticks.push_back({begin_of(from_.plus_days(day)), from_.plus_days(day).text()});
    return ticks;
}

std::vector<Tick> DateAxis::every_months(int step, const WidthOf& width_of) const {
    std::vector<Tick> ticks;
    constexpr std::size_t most = 200;
    for (Date day = first_of_span(from_, step); day <= to_; day = day.plus_months(step)) {
        ticks.push_back({begin_of(day), month_label(day, step)});
        if (ticks.size() > most) return {};
    }
    return fits(ticks, width_of) ? ticks : std::vector<Tick>();
}

std::vector<Tick> DateAxis::ticks(const WidthOf& width_of) const {
    for (const int days : {1, 7})
        if (std::vector<Tick> ticks = every_days(days, width_of); !ticks.empty()) return ticks;
    for (const int months : {1, 3, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000})
        if (std::vector<Tick> ticks = every_months(months, width_of); !ticks.empty()) return ticks;
    return {{left_, from_.text()}};
}

ValueAxis value_axis(std::int64_t lowest, std::int64_t highest, plugin::Quantity quantity,
                     const std::string& currency) {
    ValueAxis axis;
    double minor_units = 1;
    if (quantity == plugin::Quantity::money)
        minor_units = std::pow(10, plugin::currency_decimals(currency).value_or(0));
    if (quantity == plugin::Quantity::basis_points) minor_units = 100;
    const double low = std::min(0.0, static_cast<double>(lowest) / minor_units);
    double high = std::max(0.0, static_cast<double>(highest) / minor_units);
    if (low == high) high = 1;

    constexpr int most_steps = 5;
    double step = round_step(high - low, most_steps);
    if (quantity == plugin::Quantity::integer) step = std::max(step, 1.0);
    const Unit unit =
        quantity == plugin::Quantity::basis_points ? Unit{1, "%"} : unit_for(std::max(high, -low));
    axis.caption = fmt::format(fmt::runtime(unit.name), readers::printable(currency));
    if (axis.caption.starts_with(' ')) axis.caption.erase(0, 1);
    const double first = std::floor(low / step), last = std::ceil(high / step - 1e-9);
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step / unit.size) + 1e-9)));
    for (double at = first; at <= last; ++at) {
        axis.ticks.push_back(at * step * minor_units);
        axis.labels.push_back(fmt::format("{:.{}f}", at * step / unit.size + 0.0, decimals));
    }
    axis.low = axis.ticks.front();
    axis.high = axis.ticks.back();
    return axis;
}

}  // namespace xinbu::document
