// The events of a right, replayed in the order of their dates.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "right.hpp"
#include "securities.hpp"
#include "situation.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// The numbers in the list member `name`, sorted.
std::vector<std::int64_t> classes_at(const plugin::Object& object, std::string_view name);

/// An event, or a date of the record that works like one. `data` belongs to the record.
struct Event {
    std::string_view kind;
    plugin::Date date;
    const plugin::Object* data = nullptr;  ///< null for a date of the record
};

/// The events of a record up to `day`, by date; those of one date as they were recorded.
std::vector<Event> events_of(const plugin::Object& fields, std::optional<plugin::Date> day);

/// Adds the date member `name` of the record as an event `kind`, before the events of the same date.
void add_recorded_date(std::vector<Event>& events, const plugin::Object& fields, std::string_view name,
                       std::string_view kind, std::optional<plugin::Date> day);

/// Inserts an event's data into the record's list behind those of the same or an earlier date.
void insert_by_date(plugin::Object& fields, std::string_view list, plugin::Object item);

/// What stands open beside the status while events are replayed.
class OverlayBook {
public:
    /// `is_partial`: the decision leaves some of the right's classes alive.
    void apply(const Event& event, bool is_partial = false);
    bool has(std::string_view kind) const;
    /// The same on a day on which it may have ended by its own `until`; not of a co-owner's share alone.
    bool has_on(std::string_view kind, plugin::Date day) const;
    /// Whether a request or an opposition waits for its decision.
    bool has_pending_request() const;
    /// What is open on the day; without a day, whatever no event ended. An overlay ends with its `until`,
    /// but for a pledge where `pledge_outlives_term`.
    std::vector<Overlay> open_on(std::optional<plugin::Date> day, bool pledge_outlives_term) const;
    /// Every pledge so far with its end, and the releases that fit none.
    Securities securities() const;
    /// Where the end of a preservation or of a suspension fits none.
    std::vector<plugin::Text> take_doubts() { return std::move(doubts_); }

private:
    void open(const Event& event);
    void end(std::string_view kinds, const Event& event);
    void end_pledge(const Event& event);
    void change_pledge(const Event& event);
    std::vector<std::size_t> open_pledges() const;
    std::vector<Pairing> pledges_meant(const Event& event) const;
    std::vector<std::size_t> meant_by(std::string_view kinds, const Event& event) const;
    std::vector<Overlay> open_;
    Securities ended_;  ///< pledges that were released, and what could not be paired
    Succession succession_;
    std::vector<std::pair<std::string, plugin::Date>> told_ends_;  ///< of preservations and suspensions
    std::vector<plugin::Text> doubts_;
};

/// Whether the words of a decision tell that the right was lost, though the event tells that it was upheld.
bool tells_loss(const Event& decision);
/// What must then be said.
plugin::Text doubt_of_decision(const Event& decision);

/// Adds what assignments leave open: to whom one went, or whose the classes are that it did not concern.
void add_ownership_doubts(const std::vector<Event>& events, const plugin::Object& fields,
                          std::vector<plugin::Text>& doubts);

/// Adds the doubt about an assignment that no source which names the owner has confirmed (`owners_as_of`),
/// where `before` shows that the office could not record it, or that a pledgee had to consent.
void add_doubt_of_transfer(const RightName& name, const Event& event, const OverlayBook& before,
                           std::string_view owners_as_of, std::vector<plugin::Text>& doubts);

/// Who owns the right: those recorded, and what later assignments and changes of name made of them.
class Owners {
public:
    explicit Owners(const plugin::Object& fields);
    void apply(const Event& event);
    plugin::Array take() { return std::move(owners_); }
    /// Where what is recorded of owners leaves open whose the right is.
    std::vector<plugin::Text> take_doubts() { return std::move(doubts_); }

private:
    void assign(const Event& event);
    void rename(const Event& event);
    static bool is_one_of(const plugin::Value& owner, const plugin::Array& parties);
    plugin::Array owners_;
    std::vector<plugin::Text> doubts_;
    std::optional<plugin::Date> last_assigned_;
    std::string_view recorded_on_;  ///< events up to this day are in the recorded owners already
};

}  // namespace xinbu::ip_status
