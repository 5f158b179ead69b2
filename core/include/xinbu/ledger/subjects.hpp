// The keys of natural persons. Each has one, under which what is personal in the entries about them stands
// sealed; its destruction is the erasure of all of it. Keys lie beside the ledger in the same database,
// wrapped under the data key, and are changed in the transaction of the commit that they belong to.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/secret.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::ledger {

/// The subjects of one registry. Not thread-safe: belongs to the thread of its Database. Throws Failure.
class Subjects {
public:
    Subjects(storage::Database& database, const crypto::Secret& data_key);

    static void create_tables(storage::Database& database);
    /// Whether the database has them: one that an earlier version made has none until it is written.
    bool has_tables() const { return has_tables_; }

    /// The id of the key of who goes by `identity`; a new key where there is none. It is found again by
    /// `identity` and by every one of `names` (find()); only keyed hashes of these are stored.
    std::string key_of(std::string_view identity, const std::vector<std::string>& names);
    /// The ids of the living keys of those who go by that identity or name.
    std::vector<std::string> find(std::string_view identity_or_name);
    /// The key; null where it was destroyed or is not of this registry. Lives until the next call.
    const crypto::Secret* key(const std::string& id);

    enum class State { living, destroyed, unknown };
    State state(const std::string& id);
    /// Overwrites the key and what it is found by; the place stays, so that nothing beside it moves. False
    /// where there was nothing left to destroy. Durable with the transaction around it; what lay in the
    /// -wal file and in the pages before is gone after the next Database::checkpoint().
    bool destroy(const std::string& id);
    std::vector<std::string> destroyed();

    /// A key that was made in the transaction under way, or what an older one is found by since then.
    struct Made {
        std::string id;
        Bytes wrapped;  ///< empty for an older key
        std::vector<Hash> lookups;
    };
    /// Since the last settle() or forget(). Who rolls a transaction back and puts what it sealed into another
    /// one takes them along with keep().
    const std::vector<Made>& made() const { return made_; }
    void keep(const std::vector<Made>& made);
    /// Follows a commit.
    void settle() { made_.clear(); }
    /// Must follow every rollback: a key that was made did not come to be.
    void forget();

private:
    Hash lookup_of(std::string_view identity_or_name) const;
    std::vector<std::string> found_by(const Hash& lookup);
    void insert(const Made& made);

    storage::Database& database_;
    crypto::Secret wrapping_, lookup_;
    std::map<std::string, crypto::Secret, std::less<>> keys_;
    std::vector<Made> made_;
    bool has_tables_ = false;
};

}  // namespace xinbu::ledger
