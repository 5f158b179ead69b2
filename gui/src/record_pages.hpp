// The rows of a table of any length: pages of the registry's answer, fetched when they are looked at.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <unordered_map>
#include <vector>

#include "worker.hpp"
#include "xinbu/session/registry.hpp"

namespace xinbu::gui {

/// For the window's thread. Never holds more than a few thousand rows.
class RecordPages {
public:
    static constexpr std::uint64_t page_rows = 200;

    struct Events {
        std::function<void()> counted;  ///< count() is of the query now
        std::function<void()> fetched;  ///< rows that were missing are there
        std::function<void(const Error&)> failed;
    };
    RecordPages(session::Registry& registry, Events events)
        : registry_(registry), events_(std::move(events)) {}

    /// Forgets everything and asks anew.
    void ask(session::Query query);
    std::uint64_t count() const { return count_; }
    bool counting() const { return counting_; }
    /// Goes up with each question.
    std::uint64_t asked() const { return asked_; }
    /// Null while the row is on its way: fetched() tells when to look again.
    const session::RecordView* row(std::uint64_t index);

private:
    using Page = std::vector<session::RecordView>;
    struct Held {
        std::uint64_t number;
        Page rows;
    };
    void want(std::uint64_t page);
    void fetch_next();
    void keep(std::uint64_t page, Page rows);

    session::Registry& registry_;
    Events events_;
    session::Query query_;
    std::uint64_t count_ = 0;
    bool counting_ = false;
    std::uint64_t asked_ = 0;  ///< answers to earlier questions are dropped
    std::list<Held> pages_;    ///< the one looked at last comes first
    std::unordered_map<std::uint64_t, std::list<Held>::iterator> index_;
    std::vector<std::uint64_t> wanted_;  ///< the newest wish last; it is served first
    bool fetching_ = false;
    Worker worker_;
};

}  // namespace xinbu::gui
