// The axes of charts: days and amounts, with ticks where people look for them. Inside document only.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "xinbu/plugin/report.hpp"

namespace xinbu::document {

struct Tick {
    double at = 0;  ///< on the surface
    std::string label;
};
/// How wide a label is, in units of the surface.
using WidthOf = std::function<double(const std::string&)>;

/// Days from left to right, the first and the last one included whole.
class DateAxis {
public:
    /// `to` counts as `from` where it lies before it.
    DateAxis(plugin::Date from, plugin::Date to, double left, double width);

    double begin_of(plugin::Date day) const;  ///< clamped to the axis
    double end_of(plugin::Date day) const;
    bool holds(plugin::Date day) const { return from_ <= day && day <= to_; }
    plugin::Date from() const { return from_; }
    plugin::Date to() const { return to_; }
    double left() const { return left_; }
    double right() const { return left_ + width_; }

    /// As many ticks as have room for their labels: days, weeks, months, quarters, years or more. At least
    /// one.
    std::vector<Tick> ticks(const WidthOf& width_of) const;

private:
    double at(double days) const;
    std::vector<Tick> every_days(int step, const WidthOf& width_of) const;
    std::vector<Tick> every_months(int step, const WidthOf& width_of) const;

    plugin::Date from_, to_;
    double left_, width_;
};

/// Amounts from the bottom up, between round numbers.
struct ValueAxis {
    double low = 0, high = 1;  ///< in the quantity's own units
    std::vector<double> ticks;
    std::string caption;              ///< what the labels count: "CNY million", "%"; may be empty
    std::vector<std::string> labels;  ///< of the ticks
};
/// An axis over values from `lowest` to `highest` that holds zero.
ValueAxis value_axis(std::int64_t lowest, std::int64_t highest, plugin::Quantity quantity,
                     const std::string& currency);

}  // namespace xinbu::document
