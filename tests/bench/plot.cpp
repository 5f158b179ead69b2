#include "plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <thread>

#include "audit_parts.hpp"
#include "measure.hpp"

namespace xinbu::bench {

namespace {

struct Point {
    double entries = 0, microseconds = 0;
};
struct Series {
    const char* label;
    const char* colour;
    const char* dashes;
    char marker;  ///< o circle, s square, t triangle
    std::vector<Point> points;
};

constexpr int width = 720, height = 440, left = 80, right = 170, top = 50, bottom = 70;

/// A range of powers of ten along one side of the picture.
struct Axis {
    int first_power = 0, last_power = 1;
    double begin = 0, end = 0;
    double at(double value) const {
        return begin + (std::log10(value) - first_power) / (last_power - first_power) * (end - begin);
    }
};

std::string marker_of(const Series& series, double x, double y) {
    constexpr double r = 5;
    switch (series.marker) {
        case 's':
            return fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{}" height="{}" fill="{}"/>)", x - r,
                               y - r, 2 * r, 2 * r, series.colour);
        case 't':
            return fmt::format(R"(<path d="M{:.1f} {:.1f}l{} {}h-{}z" fill="{}"/>)", x, y - r - 1, r + 1,
                               2 * r + 1, 2 * r + 2, series.colour);
        default:
            return fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{}" fill="{}"/>)", x, y, r,
                               series.colour);
    }
}

std::string line_of(const Series& series, const std::vector<std::pair<double, double>>& at) {
    std::string points;
    for (const auto& [x, y] : at) points += fmt::format("{}{:.1f},{:.1f}", points.empty() ? "" : " ", x, y);
    std::string text =
        fmt::format(
            R"(<polyline points="{}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="{}"/>)",
            points, series.colour, series.dashes) +
        "\n";
    for (const auto& [x, y] : at) text += marker_of(series, x, y) + "\n";
    return text;
}

std::string power_text(int power) {
    constexpr std::array<const char*, 7> digits{"1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"};
    if (power >= 0 && static_cast<std::size_t>(power) < digits.size())
        return digits[static_cast<std::size_t>(power)];
    return fmt::format("1e{}", power);
}

std::string draw(const std::vector<Series>& all) {
    double least = 1e300, most = 0, fewest = 1e300, largest = 0;
    for (const Series& series : all)
        for (const Point& point : series.points) {
            least = std::min(least, point.microseconds);
            most = std::max(most, point.microseconds);
            fewest = std::min(fewest, point.entries);
            largest = std::max(largest, point.entries);
        }
    const auto power_below = [](double value) {
        return static_cast<int>(std::floor(std::log10(value) + 1e-9));
    };
    const auto power_above = [](double value) {
        return static_cast<int>(std::ceil(std::log10(value) - 1e-9));
    };
    Axis x{power_below(fewest), power_above(largest), left, width - right};
    Axis y{power_below(least), power_above(most), height - bottom, top};
    x.last_power = std::max(x.last_power, x.first_power + 1);
    y.last_power = std::max(y.last_power, y.first_power + 1);

    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
        "font-family=\"sans-serif\" font-size=\"13\" role=\"img\" aria-labelledby=\"title\">\n"
        "<title id=\"title\">Cost per entry over the size of the registry</title>\n"
        "<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n"
        "<text x=\"{2}\" y=\"28\" font-size=\"16\" font-weight=\"bold\">Cost per entry over the size of the "
        "registry</text>\n",
        width, height, left);
    for (int power = x.first_power; power <= x.last_power; ++power) {
        const double at = x.at(std::pow(10, power));
        svg += fmt::format(
            "<path d=\"M{0:.1f} {1}V{2}\" stroke=\"#dddddd\"/>\n"
            "<text x=\"{0:.1f}\" y=\"{3}\" text-anchor=\"middle\">{4}</text>\n",
            at, top, height - bottom, height - bottom + 20, power_text(power));
    }
    for (int power = y.first_power; power <= y.last_power; ++power) {
        const double at = y.at(std::pow(10, power));
        svg += fmt::format(
            "<path d=\"M{0} {1:.1f}H{2}\" stroke=\"#cccccc\"/>\n"
            "<text x=\"{3}\" y=\"{4:.1f}\" text-anchor=\"end\">{5}</text>\n",
            left, at, width - right, left - 8, at + 4.5, power_text(power));
        if (power == y.last_power) continue;
        for (const int step : {2, 5}) {
            const double between = y.at(step * std::pow(10, power));
            svg += fmt::format(
                "<path d=\"M{0} {1:.1f}H{2}\" stroke=\"#eeeeee\"/>\n"
                "<text x=\"{3}\" y=\"{4:.1f}\" text-anchor=\"end\" fill=\"#666666\" "
                "font-size=\"11\">{5:g}</text>\n",
                left, between, width - right, left - 8, between + 4, step * std::pow(10, power));
        }
    }
    svg += fmt::format("<path d=\"M{0} {1}V{2}H{3}\" fill=\"none\" stroke=\"#333333\"/>\n", left, top,
                       height - bottom, width - right);
    svg += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">Entries in the registry</text>\n",
                       (left + width - right) / 2, height - 18);
    svg += fmt::format(
        "<text transform=\"translate(22 {}) rotate(-90)\" text-anchor=\"middle\">Microseconds per "
        "entry</text>\n",
        (top + height - bottom) / 2);
    constexpr int legend_x = width - right + 20, legend_step = 26;
    int legend_y = top + 12;
    for (const Series& series : all) {
        std::vector<std::pair<double, double>> at;
        for (const Point& point : series.points)
            at.emplace_back(x.at(point.entries), y.at(point.microseconds));
        svg += line_of(series, at);
        svg += fmt::format(
            "<path d=\"M{0} {1}h40\" stroke=\"{2}\" stroke-width=\"2\" stroke-dasharray=\"{3}\"/>\n",
            legend_x, legend_y, series.colour, series.dashes);
        svg += marker_of(series, legend_x + 20, legend_y) + "\n";
        svg += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", legend_x + 50, legend_y + 4, series.label);
        legend_y += legend_step;
    }
    return svg + "</svg>\n";
}

}  // namespace

void plot_cost_per_entry(Workshop& workshop, const std::filesystem::path& file) {
    constexpr std::uint64_t large = 1'000'000;  // minutes each, and steadier than the small ones
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    std::vector<Series> all{{"import", "#1b4f9c", "none", 'o', {}},
                            {"audit, whole", "#a8420f", "7 4", 's', {}},
                            {"refold of it", "#2c7a3f", "2 4", 't', {}}};
    for (std::uint64_t entries = 1000; entries <= std::max<std::uint64_t>(workshop.entries(), 1000);
         entries *= 10) {
        std::vector<Samples> costs(all.size());
        const auto add = [&](std::size_t series, double seconds) {
            costs[series].add(1e6 * seconds / static_cast<double>(entries));
        };
        const int rounds = entries < large ? 3 : 1;
        for (int round = 0; round < rounds; ++round) {
            const Imported imported = workshop.import(entries);
            add(0, imported.seconds);
            AuditParts audit(workshop, imported.folder);
            const double of_ledger = audit.ledger(threads), of_records = audit.records();
            add(1, of_ledger + of_records);
            add(2, of_records);
            std::filesystem::remove_all(imported.folder);
        }
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i].points.push_back({static_cast<double>(entries), costs[i].median()});
    }
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << draw(all);
    if (!stream.flush()) give_up(file.string(), "it cannot be written");
}

}  // namespace xinbu::bench
