#include "xinbu/ledger/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <iterator>
#include <tuple>

#include "schema.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/entry.hpp"

namespace xinbu::ledger {

namespace {

constexpr std::size_t indexed_hash_bytes = 8;

std::int64_t signed_number(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

[[noreturn]] void damaged(std::string why) {
    throw Failure(Category::storage, "registry_damaged", tr("ledger"), std::move(why),
                  tr("Restore the registry from a backup; change nothing in it until then."));
}

bool has_sm3_tables(const storage::Tables& tables) {
    storage::Statement& select = tables.database().cached(sql::has_table);
    select.bind_all(tables.prefix() + "ledger_node_sm3");
    const bool there = select.step() && select.integer(0) != 0;
    select.reset();
    return there;
}

StoredCommit commit_of_row(const storage::Statement& row) {
    return {static_cast<std::uint64_t>(row.integer(0)), static_cast<std::uint64_t>(row.integer(1)),
            static_cast<std::uint64_t>(row.integer(2)), to_bytes(row.blob(3))};
}

}  // namespace

std::int64_t index_key(const Hash& leaf) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < indexed_hash_bytes; ++i) number = number << 8 | leaf[i];
    return static_cast<std::int64_t>(number ^ (std::uint64_t{1} << 63));
}

void Ledger::create_tables(storage::Tables database, bool with_sm3) {
    database.execute(sql::create);
    if (with_sm3) database.execute(sql::create_sm3);
}

void Ledger::drop_tables(storage::Tables database) {
    database.execute(sql::drop);
    if (has_sm3_tables(database)) database.execute(sql::drop_sm3);
}

Ledger::Ledger(storage::Tables database) : database_(database) {
    reload();
}

void Ledger::reload() {
    storage::Statement& last = database_.cached(sql::select_last_commit);
    std::uint64_t size = 0;
    entries_ = 0;
    if (last.step()) {
        size = static_cast<std::uint64_t>(last.integer(0)) + 1;
        entries_ = static_cast<std::uint64_t>(last.integer(1));
    }
    last.reset();
    tree_ = load_tree(size, Digest::sha256);
    tree_sm3_.reset();
    if (has_sm3_tables(database_)) tree_sm3_ = load_tree(size, Digest::sm3);
}

TreeBuilder Ledger::load_tree(std::uint64_t size, Digest digest) {
    std::vector<Hash> subtrees;
    for (const auto& [level, index] : TreeBuilder::complete_subtrees(size))
        subtrees.push_back(node(level, index, digest));
    return TreeBuilder::resume(size, std::move(subtrees), digest);
}

std::optional<Hash> Ledger::root_sm3() {
    return tree_sm3_ ? std::optional(tree_sm3_->root()) : std::nullopt;
}

void Ledger::append(const Payload& payload, ByteView envelope, std::span<const std::string> entries,
                    std::span<const Hash> leaves, std::span<const Hash> leaves_sm3) {
    if (payload.parent_size != size() || payload.parent_root != root() ||
        payload.parent_root_sm3 != root_sm3() || payload.entry_count != entries.size() ||
        !states_entries(payload, leaves, leaves_sm3))
        throw Failure(Category::internal, "ledger_parent", "ledger",
                      "a commit does not continue the tree as it stands");

    const std::uint64_t position = size();
    database_.cached(sql::insert_commit)
        .bind_all(signed_number(position), signed_number(entries_), signed_number(entries.size()), envelope)
        .run();
    storage::Statement& insert_entry = database_.cached(sql::insert_entry);
    for (std::size_t i = 0; i < entries.size(); ++i)
        insert_entry.bind_all(signed_number(entries_ + i), as_bytes(entries[i])).run();
    // In the order of the index: neighbours share a page.
    std::vector<std::pair<std::int64_t, std::int64_t>> indexed;
    indexed.reserve(leaves.size());
    for (std::size_t i = 0; i < leaves.size(); ++i)
        indexed.emplace_back(index_key(leaves[i]), signed_number(entries_ + i));
    std::ranges::sort(indexed);
    storage::Statement& insert_hash = database_.cached(sql::insert_entry_hash);
    for (const auto& [hash, at] : indexed) insert_hash.bind_all(hash, at).run();
    tree_.append(leaf_hash(envelope), [&](int level, std::uint64_t index, const Hash& hash) {
        database_.cached(sql::insert_node).bind_all(level, signed_number(index), ByteView(hash)).run();
    });
    if (tree_sm3_)
        tree_sm3_->append(leaf_hash(envelope, Digest::sm3),
                          [&](int level, std::uint64_t index, const Hash& hash) {
                              database_.cached(sql::insert_node_sm3)
                                  .bind_all(level, signed_number(index), ByteView(hash))
                                  .run();
                          });
    entries_ += entries.size();
}

void Ledger::disclose(std::uint64_t entry_position, ByteView bytes) {
    Bytes held = to_bytes(leaf_hash(bytes));
    if (has_sm3()) std::ranges::copy(leaf_hash(bytes, Digest::sm3), std::back_inserter(held));
    if (entry(entry_position) != held)
        throw Failure(Category::internal, "internal", "ledger", "another entry was withheld at this place");
    database_.cached(sql::update_entry).bind_all(signed_number(entry_position), bytes).run();
}

StoredCommit Ledger::commit(std::uint64_t position) {
    storage::Statement& select = database_.cached(sql::select_commit);
    select.bind_all(signed_number(position));
    if (!select.step()) damaged(fmt::format(fmt::runtime(tr("commit {} is missing")), position));
    StoredCommit commit = commit_of_row(select);
    select.reset();
    return commit;
}

Bytes Ledger::entry(std::uint64_t entry_position) {
    storage::Statement& select = database_.cached(sql::select_entry);
    select.bind_all(signed_number(entry_position));
    if (!select.step()) damaged(fmt::format(fmt::runtime(tr("entry {} is missing")), entry_position));
    Bytes bytes = to_bytes(select.blob(0));
    select.reset();
    return bytes;
}

std::optional<std::uint64_t> Ledger::first_entry_of(std::uint64_t position) {
    storage::Statement& select = database_.cached(sql::select_first_entry);
    select.bind_all(signed_number(position));
    std::optional<std::uint64_t> first;
    if (select.step()) first = static_cast<std::uint64_t>(select.integer(0));
    select.reset();
    return first;
}

std::uint64_t Ledger::commit_of(std::uint64_t entry_position) {
    storage::Statement& select = database_.cached(sql::select_commit_of);
    select.bind_all(signed_number(entry_position));
    const bool found =
        select.step() && select.integer(0) >= 0 && signed_number(entry_position) < select.integer(1);
    if (!found) damaged(fmt::format(fmt::runtime(tr("entry {} belongs to no commit")), entry_position));
    const auto position = static_cast<std::uint64_t>(select.integer(0));
    select.reset();
    return position;
}

std::optional<std::uint64_t> Ledger::find_entry(const Hash& hash) {
    std::vector<std::uint64_t> candidates;
    storage::Statement& select = database_.cached(sql::select_entry_hash);
    select.bind_all(index_key(hash));
    while (select.step()) candidates.push_back(static_cast<std::uint64_t>(select.integer(0)));
    select.reset();
    for (const std::uint64_t position : candidates)
        if (leaf_hash(entry(position)) == hash) return position;
    return std::nullopt;
}

std::vector<std::uint64_t> Ledger::find_entries(std::string_view hex_prefix) {
    // From the smallest to the largest hash that begins so, as far as the index holds it.
    const std::string digits(hex_prefix.substr(0, 2 * indexed_hash_bytes));
    const auto padded = [&](char digit) {
        const auto hash = hash_from_hex(digits + std::string(2 * sizeof(Hash) - digits.size(), digit));
        return index_key(hash.value_or(Hash{}));
    };
    std::vector<std::uint64_t> candidates, found;
    storage::Statement& select = database_.cached(sql::select_entry_hash_range);
    select.bind_all(padded('0'), padded('f'));
    while (select.step()) candidates.push_back(static_cast<std::uint64_t>(select.integer(0)));
    select.reset();
    for (const std::uint64_t position : candidates)
        if (to_hex(leaf_hash(entry(position))).starts_with(hex_prefix)) found.push_back(position);
    return found;
}

Hash Ledger::node(int level, std::uint64_t index, Digest digest) {
    storage::Statement& select =
        database_.cached(digest == Digest::sm3 ? sql::select_node_sm3 : sql::select_node);
    select.bind_all(level, signed_number(index));
    Hash hash{};
    if (!select.step() || select.blob(0).size() != hash.size())
        damaged(fmt::format(fmt::runtime(tr("node {} of level {} of the tree is missing")), index, level));
    std::ranges::copy(select.blob(0), hash.begin());
    select.reset();
    return hash;
}

NodeSource Ledger::nodes(Digest digest) {
    return [this, digest](int level, std::uint64_t index) { return node(level, index, digest); };
}

std::vector<std::uint64_t> Ledger::authority_commits() {
    std::vector<std::uint64_t> positions;
    storage::Statement& select = database_.cached(sql::select_authority);
    while (select.step()) positions.push_back(static_cast<std::uint64_t>(select.integer(0)));
    select.reset();
    return positions;
}

void Ledger::note_authority(std::uint64_t position) {
    database_.cached(sql::insert_authority).bind_all(signed_number(position)).run();
}

std::vector<std::string> Ledger::tables_with_stray_rows() {
    std::vector<std::string> tables;
    storage::Statement& outside = database_.cached(sql::select_outside);
    outside.bind_all(signed_number(size()), signed_number(entries_));
    while (outside.step()) tables.emplace_back(outside.text(0));
    outside.reset();
    const auto holds = [](storage::Statement& statement) {
        const bool any = statement.step() && statement.integer(0) != 0;
        statement.reset();
        return any;
    };
    const auto levels = static_cast<int>(std::bit_width(size()));
    const auto is_stray = [&](std::string_view outside_levels, std::string_view outside_places) {
        bool stray = holds(database_.cached(outside_levels).bind_all(levels));
        for (int level = 0; level < levels && !stray; ++level)
            stray = holds(database_.cached(outside_places).bind_all(level, signed_number(size() >> level)));
        return stray;
    };
    if (is_stray(sql::select_levels_outside, sql::select_nodes_outside)) tables.emplace_back("ledger_node");
    if (!has_sm3()) return tables;
    if (is_stray(sql::select_levels_outside_sm3, sql::select_nodes_outside_sm3))
        tables.emplace_back("ledger_node_sm3");
    if (holds(database_.cached(sql::select_lone_checkpoints_sm3)))
        tables.emplace_back("ledger_checkpoint_sm3");
    return tables;
}

void Ledger::store_checkpoint(std::uint64_t size, std::string_view note, std::string_view sm3) {
    database_.cached(sql::insert_checkpoint).bind_all(signed_number(size), note).run();
    if (!sm3.empty()) database_.cached(sql::insert_checkpoint_sm3).bind_all(signed_number(size), sm3).run();
}

std::optional<std::string> Ledger::sm3_checkpoint(std::uint64_t size) {
    if (!has_sm3()) return std::nullopt;
    storage::Statement& select = database_.cached(sql::select_checkpoint_sm3);
    select.bind_all(signed_number(size));
    std::optional<std::string> note;
    if (select.step()) note = std::string(select.text(0));
    select.reset();
    return note;
}

std::optional<std::string> Ledger::last_checkpoint() {
    storage::Statement& select = database_.cached(sql::select_last_checkpoint);
    std::optional<std::string> note;
    if (select.step()) note = std::string(select.text(0));
    select.reset();
    return note;
}

std::vector<std::pair<std::uint64_t, std::string>> Ledger::checkpoints() {
    std::vector<std::pair<std::uint64_t, std::string>> notes;
    storage::Statement& select = database_.cached(sql::select_checkpoints);
    while (select.step()) notes.emplace_back(static_cast<std::uint64_t>(select.integer(0)), select.text(1));
    select.reset();
    return notes;
}

void Ledger::store_secret(std::string_view name, ByteView wrapped) {
    database_.cached(sql::insert_secret).bind_all(name, wrapped).run();
}

std::optional<Bytes> Ledger::secret(std::string_view name) {
    storage::Statement& select = database_.cached(sql::select_secret);
    select.bind_all(name);
    std::optional<Bytes> wrapped;
    if (select.step()) wrapped = to_bytes(select.blob(0));
    select.reset();
    return wrapped;
}

void for_each_indexed(storage::Tables database, const std::function<void(std::int64_t, std::uint64_t)>& use) {
    storage::Statement select = database.prepare(sql::select_index);
    while (select.step()) use(select.integer(0), static_cast<std::uint64_t>(select.integer(1)));
}

void for_each_node(storage::Tables database, int level, std::uint64_t first, std::uint64_t end,
                   const std::function<void(std::uint64_t, ByteView)>& use, Digest digest) {
    storage::Statement& select =
        database.cached(digest == Digest::sm3 ? sql::select_nodes_sm3 : sql::select_nodes);
    select.bind_all(level, signed_number(first), signed_number(end));
    while (select.step()) use(static_cast<std::uint64_t>(select.integer(0)), select.blob(1));
    select.reset();
}

EntryCursor::EntryCursor(storage::Tables database, std::uint64_t first)
    : select_(database.prepare(sql::select_entries_from)) {
    select_.bind_all(signed_number(first));
}

bool EntryCursor::next() {
    return select_.step();
}

std::uint64_t EntryCursor::position() const {
    return static_cast<std::uint64_t>(select_.integer(0));
}

ByteView EntryCursor::bytes() const {
    return select_.blob(1);
}

void for_each_entry(storage::Tables database, std::uint64_t first,
                    const std::function<bool(std::uint64_t, ByteView)>& use) {
    EntryCursor entries(database, first);
    while (entries.next())
        if (!use(entries.position(), entries.bytes())) return;
}

void for_each_commit(storage::Tables database, std::uint64_t first,
                     const std::function<bool(const StoredCommit&)>& use) {
    storage::Statement select = database.prepare(sql::select_commits_from);
    select.bind_all(signed_number(first));
    while (select.step())
        if (!use(commit_of_row(select))) return;
}

}  // namespace xinbu::ledger
