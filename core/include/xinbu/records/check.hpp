// Whether everything that is stored about records is what the entries say: each record is folded again from
// its own entries and compared, and every index is compared with the sum of what it should hold. Nothing is
// written, nothing is sorted, and memory does not grow with the registry.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/records/set_sum.hpp"
#include "xinbu/records/store.hpp"
#include "xinbu/storage/tables.hpp"

namespace xinbu::records {

/// An entry that a correction took out of the fold: both by their position.
struct Correction {
    std::uint64_t entry = 0, by = 0;
};

/// What is stored otherwise than the entries say.
struct Difference {
    std::string place, message;
};

/// The check of one registry. Several threads may check one range of records each, on a connection of their
/// own to the same state; then one of them finishes. Throws Failure where the database cannot be read.
class Check {
public:
    /// `entries`: how many the ledger has, each of which is known to be readable. `corrections`: those of the
    /// ledger, in order of `by`.
    Check(const host::Catalogue& catalogue, std::uint64_t entries, std::vector<Correction> corrections);

    /// The number of the last record. Records are numbered from 1.
    static std::int64_t last_record(storage::Tables database);

    /// What one range of records should have put into every index, and what is wrong in the range.
    class Part {
    public:
        std::vector<Difference> differences;

    private:
        friend class Check;
        struct Kind {
            std::uint64_t records = 0;
            std::int64_t last_effective = INT64_MIN, first_record = 0;
        };
        void merge(Part&& other);
        SetSum ids, references, words, lengths;
        std::map<std::pair<std::string, std::string>, SetSum> columns;  ///< by kind and field; "" the status
        std::map<std::string, Kind> kinds;
        std::uint64_t entries = 0;
        std::int64_t first_entry = -1, last_first_entry = -1;
    };
    /// Folds the records `first` to `last` again and compares them.
    Part check_range(storage::Tables database, EntryReader entry_at, std::int64_t first,
                     std::int64_t last) const;
    /// The same for some records alone, by their ids; the indexes are left alone.
    std::vector<Difference> check_some(storage::Tables database, EntryReader entry_at,
                                       const std::set<std::string>& ids) const;
    /// Compares every index with what the parts, in order, should have put there; gives their differences,
    /// too.
    std::vector<Difference> finish(storage::Tables database, std::vector<Part> parts) const;

private:
    class Range;
    const host::Catalogue& catalogue_;
    std::uint64_t entries_;
    std::map<std::uint64_t, std::uint64_t> corrected_;  ///< by the entry that was taken out
    SetSum::Key key_;
};

}  // namespace xinbu::records
