// Clocks, samples and what a row of the table is.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace xinbu::bench {

class Clock {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    }

private:
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

/// How long `work` takes.
template <class Work>
double seconds_of(Work&& work) {
    const Clock clock;
    work();
    return clock.seconds();
}

/// Repeated measurements of one thing.
class Samples {
public:
    void add(double value) { values_.push_back(value); }
    bool empty() const { return values_.empty(); }
    std::size_t size() const { return values_.size(); }
    /// Of an even number the mean of the two in the middle.
    double median() const;
    double lowest() const { return quantile(0); }
    double highest() const { return quantile(1); }
    /// Nearest rank; 0 where nothing was measured.
    double quantile(double share) const;

private:
    std::vector<double> values_;
};

struct Spread {
    double value = 0, low = 0, high = 0;
};
Spread spread_of(const Samples& samples);

enum class Bound { at_least, at_most };

/// One line of the table. The target binds the ratio where there is a floor and `on_ratio`, else the value.
struct Row {
    std::string name, unit;
    Spread value;
    std::optional<Spread> floor;
    std::string floor_is;
    bool on_ratio = true;
    Bound bound = Bound::at_least;
    double target = 0;
    std::string note;
    /// Not where the target says nothing at this size; the note says why.
    bool is_judged = true;

    std::optional<double> ratio() const;
    bool is_met() const;
};

}  // namespace xinbu::bench
