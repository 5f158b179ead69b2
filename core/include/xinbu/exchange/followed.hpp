// Which other organisations' ledgers are held beside one's own, and what was found against them. Everything
// throws Failure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/storage/tables.hpp"

namespace xinbu::exchange {

/// A registry whose ledger is held in tables of its own.
struct Followed {
    std::int64_t number = 0;
    std::string origin, name, kind;
    Hash fingerprint{};
    bool trusted = false;
    std::string received;  ///< when the last bundle of it was taken over; RFC 3339, UTC
    /// Before the names of its tables.
    std::string prefix() const { return "f" + std::to_string(number) + "_"; }
};

/// Two histories of one registry: a bundle that does not extend what is held.
struct Fork {
    std::string origin, found;              ///< found: when
    std::optional<std::uint64_t> position;  ///< the first commit that differs, where both sides have it
    std::string held_note, other_note;      ///< both signed by the registry's checkpoint key
    Bytes held_commit, other_commit;        ///< envelopes at that position; empty where it is not known
};

/// The list in its database. Not thread-safe: belongs to the thread of its Database, which must outlive it.
class FollowedList {
public:
    /// Makes the tables where they are missing; inside the caller's transaction.
    static void create_tables(storage::Database& database);
    static bool has_tables(storage::Database& database);

    explicit FollowedList(storage::Database& database) : database_(database) {}
    std::vector<Followed> all();  ///< in the order in which they came
    /// Takes a registry in and gives it a number. `one.number` counts for nothing.
    Followed add(const Followed& one);
    void set_trusted(const Followed& one, bool trusted);
    void set_received(const Followed& one, std::string_view when);
    void remove(const Followed& one);  ///< from the list; its tables are the caller's to drop

    std::vector<Fork> forks();
    /// Keeps the evidence; the same twice is kept once.
    void add_fork(const Fork& fork);

    /// The note that was last countersigned for a registry.
    std::optional<std::string> witnessed(std::string_view origin);
    std::vector<std::pair<std::string, std::string>> all_witnessed();  ///< origin and note
    void set_witnessed(std::string_view origin, std::uint64_t size, std::string_view note);

private:
    storage::Database& database_;
};

}  // namespace xinbu::exchange
