// The ledger in its database: commits, entries, stored tree nodes, checkpoints. Append-only. Everything
// throws Failure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/merkle.hpp"
#include "xinbu/storage/tables.hpp"

namespace xinbu::ledger {

/// Of another organisation's entry one may hold nothing but its leaf hash, in the suite gm followed by the
/// one over SM3, which then stands where its bytes would: no entry is that short.
inline constexpr std::size_t withheld_entry_bytes = sizeof(Hash), withheld_gm_entry_bytes = 2 * sizeof(Hash);
inline bool is_withheld(ByteView stored) {
    return stored.size() == withheld_entry_bytes || stored.size() == withheld_gm_entry_bytes;
}

/// One commit as it is stored.
struct StoredCommit {
    std::uint64_t position = 0;
    std::uint64_t first_entry = 0, entry_count = 0;
    Bytes envelope;  ///< exactly as signed: the leaf
};

/// Not thread-safe: belongs to the thread of its Database, which must outlive it.
class Ledger {
public:
    /// `with_sm3`: for a registry of the suite gm, which has a second tree over SM3.
    static void create_tables(storage::Tables database, bool with_sm3 = false);
    static void drop_tables(storage::Tables database);
    /// The state of an existing ledger: reads a handful of rows, whatever its size.
    explicit Ledger(storage::Tables database);

    std::uint64_t size() const { return tree_.size(); }  ///< commits
    std::uint64_t entry_count() const { return entries_; }
    Hash root() { return tree_.root(); }
    /// Whether it keeps a second tree, over SM3, of the same leaves.
    bool has_sm3() const { return tree_sm3_.has_value(); }
    /// The root of that tree; nothing where there is none.
    std::optional<Hash> root_sm3();

    /// Appends one commit inside the caller's transaction. The payload's parent must be the tree as it stands
    /// and its entries root that of `leaves`, the leaf hashes of `entries`, and the same with SM3 where it
    /// keeps that tree, too; who signed it is the caller's to judge (Authority). Throws `ledger_parent`.
    void append(const Payload& payload, ByteView envelope, std::span<const std::string> entries,
                std::span<const Hash> leaves, std::span<const Hash> leaves_sm3 = {});
    /// In place of the hash of an entry that was withheld (is_withheld), its bytes, which must have that
    /// hash.
    void disclose(std::uint64_t entry_position, ByteView bytes);
    /// Must follow every rollback of a transaction that appended.
    void reload();

    StoredCommit commit(std::uint64_t position);
    Bytes entry(std::uint64_t entry_position);
    /// The first entry of a commit, as its row says; nothing where it has none.
    std::optional<std::uint64_t> first_entry_of(std::uint64_t position);
    /// The commit that an entry belongs to.
    std::uint64_t commit_of(std::uint64_t entry_position);
    /// The position of the entry with that leaf hash; nothing where there is none.
    std::optional<std::uint64_t> find_entry(const Hash& hash);
    /// Positions of the entries whose leaf hash begins with these hexadecimal digits (2 or more); at most two
    /// are looked for.
    std::vector<std::uint64_t> find_entries(std::string_view hex_prefix);
    Hash node(int level, std::uint64_t index, Digest digest = Digest::sha256);
    NodeSource nodes(Digest digest = Digest::sha256);
    /// Positions of the commits that say who may sign what (is_authority_type), in order.
    std::vector<std::uint64_t> authority_commits();
    /// Remembers, inside the caller's transaction, that the commit at `position` is one of them.
    void note_authority(std::uint64_t position);

    /// The tables with rows beside those that the commits 0 to size()-1 and their entries need. Rows that are
    /// missing are noticed by who reads them all.
    std::vector<std::string> tables_with_stray_rows();

    /// `sm3`: the second note, where there is one.
    void store_checkpoint(std::uint64_t size, std::string_view note, std::string_view sm3 = {});
    /// The second note of the checkpoint over so many commits, whose root is over SM3.
    std::optional<std::string> sm3_checkpoint(std::uint64_t size);
    /// The note over the largest tree; nothing where none was signed.
    std::optional<std::string> last_checkpoint();
    std::vector<std::pair<std::uint64_t, std::string>> checkpoints();

    /// A small secret of the registry, wrapped by the caller: the checkpoint key.
    void store_secret(std::string_view name, ByteView wrapped);
    std::optional<Bytes> secret(std::string_view name);

private:
    storage::Tables database_;
    TreeBuilder load_tree(std::uint64_t size, Digest digest);

    TreeBuilder tree_;
    std::optional<TreeBuilder> tree_sm3_;
    std::uint64_t entries_ = 0;
};

/// Entries in ledger order, from a position on, one at a time.
class EntryCursor {
public:
    EntryCursor(storage::Tables database, std::uint64_t first);
    bool next();  ///< false: there are no more
    std::uint64_t position() const;
    ByteView bytes() const;  ///< lives until the next call of next()

private:
    storage::Statement select_;
};

/// The records module's reader: entries in ledger order, from `first` on, in one pass. `use` returns false to
/// stop.
void for_each_entry(storage::Tables database, std::uint64_t first,
                    const std::function<bool(std::uint64_t position, ByteView bytes)>& use);
/// The same for commits.
void for_each_commit(storage::Tables database, std::uint64_t first,
                     const std::function<bool(const StoredCommit& commit)>& use);
/// The nodes of a level from `first` up to and without `end`, as far as they are stored.
void for_each_node(storage::Tables database, int level, std::uint64_t first, std::uint64_t end,
                   const std::function<void(std::uint64_t place, ByteView hash)>& use,
                   Digest digest = Digest::sha256);
/// The index by leaf hash, row by row in its own order: the key (index_key) and the entry it leads to.
void for_each_indexed(storage::Tables database,
                      const std::function<void(std::int64_t key, std::uint64_t position)>& use);
/// Under which key that index holds a leaf hash: its first 8 bytes, as a number that sorts as they do.
std::int64_t index_key(const Hash& leaf);
}  // namespace xinbu::ledger
