#include "report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "xinbu/json/json.hpp"

namespace xinbu::bench {

namespace {

/// Enough digits for any size of number, and no more.
std::string figure(double value) {
    const double size = std::fabs(value);
    if (size >= 1000) return fmt::format("{:.0f}", value);
    if (size >= 10) return fmt::format("{:.1f}", value);
    return fmt::format("{:.3f}", value);
}

std::string range(const Spread& spread) {
    if (spread.low == spread.high) return "";
    return fmt::format("{}–{}", figure(spread.low), figure(spread.high));
}

const char* met(const Row& row, const char* yes, const char* no, const char* not_judged) {
    if (!row.is_judged) return not_judged;
    return row.is_met() ? yes : no;
}

std::string number(double value) {
    return std::isfinite(value) ? fmt::format("{:.6g}", value) : "null";
}

std::string quoted(const std::string& text) {
    return json::text(plugin::Value(text));
}

}  // namespace

void print_heading() {
    fmt::print("{:<18} {:>9} {:<10} {:>17}  {:>9} {:>17}  {:>7} {:>9}  {:<4} {}\n", "row", "median", "unit",
               "spread", "floor", "spread", "ratio", "target", "met", "floor is; note");
}

void print_row(const Row& row) {
    const auto ratio = row.ratio();
    fmt::print("{:<18} {:>9} {:<10} {:>17}  {:>9} {:>17}  {:>7} {:>9}  {:<4} {}\n", row.name,
               figure(row.value.value), row.unit, range(row.value), row.floor ? figure(row.floor->value) : "",
               row.floor ? range(*row.floor) : "", ratio ? figure(*ratio) : "",
               (row.bound == Bound::at_least ? ">= " : "<= ") + fmt::format("{:.4g}", row.target),
               met(row, "yes", "NO", "-"),
               row.floor_is + (row.floor_is.empty() || row.note.empty() ? "" : "; ") + row.note);
    std::fflush(stdout);
}

std::string json_of(const Row& row) {
    const auto ratio = row.ratio();
    return fmt::format(
        "{{\"name\":{},\"value\":{},\"floor\":{},\"ratio\":{},\"target\":{},\"met\":{},\"unit\":{},"
        "\"bound\":\"{}\",\"bound_on\":\"{}\",\"spread\":[{},{}],\"floor_is\":{},\"note\":{}}}",
        quoted(row.name), number(row.value.value), row.floor ? number(row.floor->value) : "null",
        ratio ? number(*ratio) : "null", number(row.target), met(row, "true", "false", "null"),
        quoted(row.unit), row.bound == Bound::at_least ? "at least" : "at most",
        row.on_ratio ? "ratio" : "value", number(row.value.low), number(row.value.high), quoted(row.floor_is),
        quoted(row.note));
}

}  // namespace xinbu::bench
