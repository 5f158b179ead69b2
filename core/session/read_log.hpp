// The table of readings inside a registry's database: a chain of hashes, appended to and never changed.
// Inside session only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "xinbu/crypto/digest.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/session/reads.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::session {

using ledger::reads_anchored_type;
/// How many records one row names; how many were read it says of any number.
inline constexpr std::size_t most_records_named = 50;

/// The records that one answer is made of, as far as who reads them is written down.
class Gathered {
public:
    void note(const std::string& record) {
        if (!seen_.insert(record).second || named_.size() == most_records_named) return;
        named_.push_back(record);
    }
    std::uint64_t count() const { return seen_.size(); }
    const std::vector<std::string>& named() const { return named_; }

private:
    std::unordered_set<std::string> seen_;
    std::vector<std::string> named_;
};

/// A reading that is about to be answered.
struct LoggedReading {
    std::string_view action;
    std::string question{};
    bool unsealed = false;
    std::uint64_t count = 0;  ///< how many records the whole answer has, where it has more than were gathered
    bool leaves = false;      ///< as a file: the policy may want a second person for it
};

/// What the policy says of reading (`reading` of core.policy.set).
struct ReadingPolicy {
    bool purpose_required = false;
    std::optional<std::uint64_t>
        export_limit;  ///< more records than that leave with a second person's consent
    int hours_from = 8, hours_until = 18;
};

/// What the ledger says of the log: up to row `last` its hash was `root`.
struct ReadsAnchor {
    std::string day;
    std::uint64_t first = 0, last = 0, count = 0;
    Hash root{};
};
std::optional<ReadsAnchor> anchor_in(std::string_view type, const plugin::Object& data);

/// When the day of an instant began in China's time zone, as the log writes instants.
std::string day_began(std::string_view instant);

/// Not thread-safe; throws Failure.
class ReadLog {
public:
    /// `origin` of the registry: the chain begins with its hash, so rows of another one do not fit.
    ReadLog(storage::Database& database, std::string_view origin);

    static void create_table(storage::Database& database);
    bool has_table();

    struct Head {
        std::uint64_t sequence = 0;  ///< 0: no row
        Hash hash{};
        bool operator==(const Head&) const = default;
    };
    Head head();
    std::optional<Hash> hash_of(std::uint64_t sequence);
    std::optional<std::string> time_of(std::uint64_t sequence);
    /// Appends a row behind the last one, in the caller's transaction; fills in its sequence.
    Head append(ReadView& row);
    /// Before the first row.
    const Hash& beginning() const { return beginning_; }
    static Hash hash_of(const ReadView& row, const Hash& previous);

    /// A row as it is stored, with the hash beside it; nothing where it is no row that was ever written.
    struct Stored {
        ReadView row;
        std::optional<Hash> hash;
        bool well_formed = true;
    };
    /// Every row, the first one first, until `visit` returns false.
    void for_each(const std::function<bool(const Stored& stored)>& visit);
    /// Rows from instant `since` on, before `until`, of one operator or of all (empty), the latest first.
    void for_each_backwards(std::string_view since, std::string_view until, std::string_view operator_name,
                            const std::function<bool(const Stored& stored)>& visit);

private:
    storage::Database& database_;
    Hash beginning_;
};

}  // namespace xinbu::session
