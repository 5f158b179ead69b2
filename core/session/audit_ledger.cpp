// The part of an audit that reads the ledger itself. Blocks of commits pass three stations: read, hashed and
// parsed on all threads, each with a connection of its own; judged in order on one; signatures verified on
// all.
#include <fmt/format.h>

#include <atomic>
#include <bit>
#include <exception>
#include <future>
#include <map>

#include "audit.hpp"
#include "impl.hpp"
#include "key_certificates.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/host/party_proof.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/sealed.hpp"
#include "xinbu/ledger/timestamp.hpp"

namespace xinbu::session {

namespace {

constexpr std::uint64_t block_commits = 256;
constexpr std::uint64_t block_entries = 2048;
constexpr std::size_t blocks_per_thread = 4;  ///< in one go, so that no thread waits long for the others
constexpr std::size_t most_revoked_commits_told = 100;

std::string commit_place(std::uint64_t position) {
    return fmt::format("commit {}", position);
}
std::string entry_place(std::uint64_t position) {
    return fmt::format("entry {}", position);
}

/// One commit on its way: what lies in the database, and what it turned out to be.
struct Item {
    ledger::StoredCommit stored;
    std::string unreadable;  ///< why a part of it could not be read

    Hash leaf{}, leaf_sm3{};  ///< the second where there is a second tree
    std::optional<ledger::Envelope> envelope;
    std::optional<ledger::Payload> payload;
    std::set<std::string> types;
    std::vector<ledger::Entry> core_entries;
    std::vector<std::uint64_t> core_positions;                ///< of those, in the ledger
    std::vector<std::pair<std::uint64_t, Hash>> corrections;  ///< the entry that corrects, and what it names
    std::vector<std::pair<std::string, std::string>> faults;  ///< rule and message of this commit
    std::vector<std::pair<std::uint64_t, std::string>> entry_faults;
    std::vector<std::pair<std::uint64_t, plugin::Fault>> unproven;  ///< proofs of others that do not hold
    std::vector<ledger::Authority::SignatureToVerify> signatures;
    std::uint64_t entries = 0, bytes = 0;  ///< what was read of it
};

/// Some commits in a row, with the nodes of the tree that they complete.
struct Block {
    std::uint64_t first = 0, end = 0;
    std::vector<Item> items;
    using Nodes = std::vector<std::vector<std::optional<Hash>>>;
    Nodes nodes, nodes_sm3;  ///< by level, from the place of `first` on
    records::SetSum index;   ///< what its entries put into the index of hashes
    std::set<std::string> records;

    /// Whether that hash is what is stored in its place.
    bool has(const Nodes& stored, int level, std::uint64_t place, const Hash& hash) const {
        const auto at = static_cast<std::size_t>(level);
        const std::uint64_t from = first >> level;
        return at < stored.size() && place >= from && place - from < stored[at].size() &&
               stored[at][place - from] == hash;
    }
};

/// Entries in the order of the ledger, from one connection.
class EntryReader {
public:
    explicit EntryReader(storage::Database& database) : database_(database) {}
    /// The entry at `position`; nothing where there is none. Cheap where positions come in order.
    std::optional<ByteView> at(std::uint64_t position) {
        if (!cursor_ || position != next_) cursor_.emplace(database_, position);
        next_ = position + 1;
        if (!cursor_->next() || cursor_->position() != position) {
            cursor_.reset();
            return std::nullopt;
        }
        return cursor_->bytes();
    }

private:
    storage::Database& database_;
    std::optional<ledger::EntryCursor> cursor_;
    std::uint64_t next_ = 0;
};

/// Reads a block of commits and says all that can be said of each alone. One per thread.
class Examination {
public:
    Examination(storage::Database& database, const records::SetSum::Key& key,
                const host::Catalogue& catalogue, bool names_records, bool has_sm3)
        : database_(database), key_(key), names_records_(names_records), has_sm3_(has_sm3) {
        for (const auto& [type, provider] : catalogue.entry_types())
            if (host::may_hold_party_proofs(*type)) with_proofs_.emplace(type->type, type);
    }

    void examine(Block& block) {
        EntryReader entries(database_);
        ledger::for_each_commit(database_, block.first, [&](const ledger::StoredCommit& stored) {
            if (stored.position >= block.end) return false;
            while (block.first + block.items.size() < stored.position) miss(block);
            block.items.emplace_back().stored = stored;
            examine(block.items.back(), entries, block);
            return block.first + block.items.size() < block.end;
        });
        while (block.first + block.items.size() < block.end) miss(block);
        block.nodes = read_nodes(block, ledger::Digest::sha256);
        if (has_sm3_) block.nodes_sm3 = read_nodes(block, ledger::Digest::sm3);
    }

private:
    static void miss(Block& block) {
        Item item;
        item.stored.position = block.first + block.items.size();
        item.unreadable = fmt::format(fmt::runtime(tr("commit {} is missing")), item.stored.position);
        block.items.push_back(std::move(item));
    }

    Block::Nodes read_nodes(const Block& block, ledger::Digest digest) {
        Block::Nodes levels;
        for (int level = 0; block.end >> level != 0; ++level) {
            const std::uint64_t from = block.first >> level, end = block.end >> level;
            std::vector<std::optional<Hash>>& nodes = levels.emplace_back(end - from);
            ledger::for_each_node(
                database_, level, from, end,
                [&](std::uint64_t place, ByteView bytes) {
                    if (bytes.size() == sizeof(Hash))
                        std::ranges::copy(bytes, nodes[place - from].emplace().begin());
                },
                digest);
        }
        return levels;
    }

    void examine(Item& item, EntryReader& entries, Block& block) {
        item.leaf = ledger::leaf_hash(hasher_, item.stored.envelope);
        if (has_sm3_) item.leaf_sm3 = ledger::leaf_hash(hasher_sm3_, item.stored.envelope);
        item.bytes += item.stored.envelope.size();
        read_signed(item);
        read_entries(item, entries, block);
    }

    static void read_signed(Item& item) {
        Result<ledger::Envelope> envelope = ledger::decode_envelope(item.stored.envelope);
        if (!envelope) {
            item.faults.emplace_back("ledger.envelope", envelope.error().why);
            return;
        }
        Result<ledger::Payload> payload = ledger::decode_payload(envelope->payload);
        if (!payload) {
            item.faults.emplace_back("ledger.payload", payload.error().why);
            return;
        }
        item.envelope = std::move(*envelope);
        item.payload = std::move(*payload);
        // Nobody but the signed payload says how many entries there are.
        if (item.payload->entry_count != item.stored.entry_count)
            item.faults.emplace_back("ledger.entries", tr("its entries are not those that were signed"));
    }

    void read_entries(Item& item, EntryReader& entries, Block& block) {
        const bool states_sm3 = item.payload && item.payload->entry_root_sm3;
        leaves_.clear();
        leaves_sm3_.clear();
        for (std::uint64_t i = 0; i < item.stored.entry_count; ++i) {
            const std::uint64_t position = item.stored.first_entry + i;
            const std::optional<ByteView> bytes = entries.at(position);
            if (!bytes) {
                item.unreadable = fmt::format(fmt::runtime(tr("entry {} is missing")), position);
                break;
            }
            ++item.entries;
            item.bytes += bytes->size();
            leaves_.push_back(ledger::leaf_hash(hasher_, *bytes));
            if (states_sm3) leaves_sm3_.push_back(ledger::leaf_hash(hasher_sm3_, *bytes));
            add_to_index(block, leaves_.back(), position);
            read_entry(item, position, *bytes, block);
        }
        if (item.payload && (item.payload->entry_root != ledger::tree_root(leaves_) ||
                             (states_sm3 && *item.payload->entry_root_sm3 !=
                                                ledger::tree_root(leaves_sm3_, ledger::Digest::sm3))))
            item.faults.emplace_back("ledger.entries", tr("its entries are not those that were signed"));
    }

    void add_to_index(Block& block, const Hash& leaf, std::uint64_t position) const {
        const auto element = index_element(ledger::index_key(leaf), position);
        block.index.add(key_, element);
    }

    void read_entry(Item& item, std::uint64_t position, ByteView bytes, Block& block) {
        if (!scanner_.scan(bytes)) {
            const Result<ledger::Entry> entry = ledger::decode_entry(bytes);
            item.entry_faults.emplace_back(position, entry ? tr("it is no entry") : entry.error().why);
            return;
        }
        const std::string_view type = scanner_.type();
        if (item.types.empty() || last_type_ != type) item.types.insert(last_type_ = type);
        const bool is_core = type.starts_with("core.");
        const auto proven = with_proofs_.find(type);
        if (!is_core && !names_records_ && proven == with_proofs_.end()) return;
        ledger::Entry entry = take(ledger::decode_entry(bytes));
        if (proven != with_proofs_.end()) read_proofs(item, position, *proven->second, entry.data);
        if (type == ledger::proposal_made_type) read_drafts(item, position, entry);
        if (names_records_) block.records.insert(entry.record);
        if (!is_core) return;
        if (type == ledger::correction_type)
            if (const auto wrong = hash_from_hex(plugin::text_at(entry.data, "entry")))
                item.corrections.emplace_back(position, *wrong);
        item.core_entries.push_back(std::move(entry));
        item.core_positions.push_back(position);
    }

    /// What is proposed holds proofs like what is said at once.
    void read_drafts(Item& item, std::uint64_t position, const ledger::Entry& made) {
        for (const ledger::Entry& draft : ledger::drafts_of(made).value_or(std::vector<ledger::Entry>{}))
            if (const auto proven = with_proofs_.find(draft.type); proven != with_proofs_.end())
                read_proofs(item, position, *proven->second, draft.data);
    }

    /// Where a natural person stands sealed, the text that was signed is not here to be read: its proof was
    /// verified before it was sealed, and an erasure must not turn it red.
    static void read_proofs(Item& item, std::uint64_t position, const plugin::EntryType& type,
                            const plugin::Object& data) {
        std::set<std::string> sealed;
        ledger::collect_subjects(data, sealed);
        if (!sealed.empty()) return;
        for (const plugin::Fault& fault : host::party_proof_faults(type, data))
            item.unproven.emplace_back(position, fault);
    }

    storage::Database& database_;
    const records::SetSum::Key& key_;
    bool names_records_, has_sm3_;
    std::map<std::string, const plugin::EntryType*, std::less<>> with_proofs_;
    crypto::Hasher hasher_, hasher_sm3_{ledger::Digest::sm3};
    ledger::EntryScanner scanner_;
    std::string last_type_;
    std::vector<Hash> leaves_, leaves_sm3_;
};

class Walk {
public:
    Walk(std::span<storage::Database> connections, const host::Catalogue& catalogue, std::uint64_t since,
         AuditTrail& trail, const crypto::TrustAnchors& anchors)
        : ledger_(connections.front()),
          store_(
              connections.front(), catalogue,
              [this](const ledger::EntryPlace& place) { return ledger::entry_at(ledger_, place); },
              [this](const Hash& hash) { return ledger_.find_entry(hash); }),
          since_(since),
          trail_(trail),
          anchors_(anchors) {
        ledger::Authority::Lookup lookup;
        lookup.corrected = [this](const Hash& hash) { return corrected(hash); };
        walked_.authority = ledger::Authority(signers_of(catalogue), std::move(lookup));
        walked_.key = records::SetSum::new_key();
        total_ = ledger_.size();
        for (storage::Database& connection : connections)
            examinations_.emplace_back(connection, walked_.key, catalogue, since > 0, ledger_.has_sm3());
    }

    WalkedLedger run() {
        begin();
        for (std::uint64_t next = tree_.size(); next < total_;) {
            std::vector<Block> blocks;
            for (std::size_t i = 0; i < blocks_per_thread * examinations_.size() && next < total_; ++i) {
                Block& block = blocks.emplace_back();
                block.first = next;
                next = block.end = end_of_block(next);
            }
            on_all_threads(examinations_.size(), blocks.size(), [&](std::size_t thread, std::size_t i) {
                examinations_[thread].examine(blocks[i]);
            });
            for (Block& block : blocks) {
                for (Item& item : block.items) judge(item, block);
                walked_.index.merge(block.index);
                walked_.records.merge(block.records);
            }
            verify(blocks);
            for (const Block& block : blocks)
                for (const Item& item : block.items) tell(item);
            if (!trail_.go_on(tr("Verifying the ledger"), next, total_)) break;
        }
        walked_.root = tree_.root();
        walked_.size = tree_.size();
        if (!trail_.stopped()) finish();
        return std::move(walked_);
    }

private:
    /// Where only a later part is asked for: the tree and the authority that it stands on.
    void begin() {
        if (since_ == 0) return;
        since_ = std::min(since_, total_);
        tree_ = tree_before(since_, ledger::Digest::sha256);
        if (ledger_.has_sm3()) tree_sm3_ = tree_before(since_, ledger::Digest::sm3);
        walked_.entries = since_ < total_ ? ledger_.commit(since_).first_entry : ledger_.entry_count();
        walked_.first_entry = walked_.entries;
        // What lies before is not read again: its proposals are those that the records know.
        ledger::Authority::Lookup lookup = lookup_in(ledger_, store_, walked_.entries);
        lookup.corrected = [this](const Hash& hash) { return corrected(hash); };
        walked_.authority = ledger::Authority(signers_of(store_.catalogue()), std::move(lookup));
        const std::string broken = replay_authority(ledger_, walked_.authority, since_);
        if (!broken.empty()) trail_.error("ledger.authority", "ledger", broken);
        for (const std::uint64_t position : ledger_.authority_commits())
            if (position < since_) walked_.authority_commits.push_back(position);
    }

    ledger::TreeBuilder tree_before(std::uint64_t size, ledger::Digest digest) {
        std::vector<Hash> subtrees;
        for (const auto& [level, place] : ledger::TreeBuilder::complete_subtrees(size))
            subtrees.push_back(ledger_.node(level, place, digest));
        return ledger::TreeBuilder::resume(size, std::move(subtrees), digest);
    }

    /// So many commits that all threads have about the same to do. What the table says of entries decides
    /// nothing else.
    std::uint64_t end_of_block(std::uint64_t first) {
        std::uint64_t end = std::min(total_, first + block_commits), entries = 0;
        if (const auto begin = ledger_.first_entry_of(first))
            if (const auto last = ledger_.first_entry_of(end - 1))
                entries = *last > *begin ? *last - *begin : 0;
        while (entries > block_entries && end - first > 1) {
            end = first + (end - first) / 2;
            entries /= 2;
        }
        return end;
    }

    /// What depends on all that came before.
    void judge(Item& item, const Block& block) {
        const std::uint64_t position = item.stored.position;
        if (item.unreadable.empty() && item.stored.first_entry != walked_.entries)
            item.faults.emplace_back("ledger.order",
                                     tr("its entries do not follow those of the commit before"));
        judged_from_ = item.stored.first_entry;
        walked_.entries = item.stored.first_entry + item.stored.entry_count;
        if (item.payload) {
            const std::optional<Hash>& parent_sm3 = item.payload->parent_root_sm3;
            if (item.payload->parent_size != position || item.payload->parent_root != tree_.root() ||
                (parent_sm3 && ledger_.has_sm3() && *parent_sm3 != tree_sm3_.root()))
                item.faults.emplace_back("ledger.parent",
                                         tr("it was not signed on top of the commits before it"));
            ledger::Authority::Admission admission = walked_.authority.admit(
                {position, *item.payload, item.envelope->signatures, item.types, item.core_entries});
            for (ledger::AuthorityFault& fault : admission.faults)
                item.faults.emplace_back(std::move(fault.rule), std::move(fault.message));
            item.signatures = std::move(admission.signatures);
            if (admission.of_authority) walked_.authority_commits.push_back(position);
            for (std::size_t i = 0; i < item.core_entries.size(); ++i)
                if (item.core_entries[i].type == ledger::timestamp_type)
                    stamps_.push_back(item.core_positions[i]);
            for (const auto& [by, wrong] : item.corrections) correction(item, by, wrong);
            for (const ledger::Authority::Admission::Approved& one : admission.approved) approval(item, one);
            if (!last_time_.empty() && item.payload->time < last_time_)
                trail_.warning(
                    "ledger.clock", commit_place(position),
                    fmt::format(fmt::runtime(tr("its time {} lies before that of the commit before it")),
                                item.payload->time));
            last_time_ = item.payload->time;
        }
        const auto compare = [&](const Block::Nodes& stored, int level, std::uint64_t place,
                                 const Hash& hash) {
            if (block.has(stored, level, place, hash) || !item.unreadable.empty()) return;
            item.faults.emplace_back(
                "ledger.node",
                fmt::format(fmt::runtime(tr("the stored node of level {} is not the hash of what it covers")),
                            level));
        };
        tree_.append(item.leaf, [&](int level, std::uint64_t place, const Hash& hash) {
            compare(block.nodes, level, place, hash);
        });
        if (ledger_.has_sm3())
            tree_sm3_.append(item.leaf_sm3, [&](int level, std::uint64_t place, const Hash& hash) {
                compare(block.nodes_sm3, level, place, hash);
            });
    }

    /// What was proposed counts from here on.
    void approval(Item& item, const ledger::Authority::Admission::Approved& approved) {
        const std::uint64_t position = item.core_positions[approved.core_entry];
        std::uint32_t number = 0;
        for (const ledger::Entry& draft : approved.drafts) {
            const ledger::EntryPlace place(position, ++number);
            ++walked_.approved;
            const Hash leaf = ledger::leaf_hash(as_bytes(ledger::encode_entry(draft)));
            approved_.emplace(ledger::index_key(leaf), place);
            if (since_ > 0) walked_.records.insert(draft.record);
            if (draft.type != ledger::correction_type) continue;
            if (const auto wrong = hash_from_hex(plugin::text_at(draft.data, "entry")))
                correction(item, place, *wrong);
        }
    }

    /// Where an entry stands that the walk has passed: the ledger's own, or an approved draft.
    std::optional<ledger::EntryPlace> place_of(const Hash& hash) {
        if (const auto own = ledger_.find_entry(hash)) return ledger::EntryPlace(*own);
        const auto [first, last] = approved_.equal_range(ledger::index_key(hash));
        for (auto at = first; at != last; ++at)
            if (ledger::leaf_hash(ledger::entry_at(ledger_, at->second)) == hash) return at->second;
        return since_ > 0 ? store_.place_of(hash) : std::nullopt;
    }

    /// What a correction takes away, as the ledger stands before the commit that is judged. The table of a
    /// record's entries is compared with a second fold later, so it is only believed here.
    std::optional<ledger::Authority::Corrected> corrected(const Hash& hash) {
        const std::optional<ledger::EntryPlace> place = place_of(hash);
        return place ? corrected_at(ledger_, store_, *place, judged_from_) : std::nullopt;
    }

    /// Whoever takes an entry out of the fold must be one who may sign its type.
    void correction(Item& item, const ledger::EntryPlace& by, const Hash& hash) {
        const std::optional<ledger::EntryPlace> wrong = place_of(hash);
        if (!wrong || *wrong >= by) return;
        const ledger::Entry corrected = take(ledger::decode_entry(ledger::entry_at(ledger_, *wrong)));
        if (!corrected.type.starts_with("core.")) walked_.corrections.push_back({*wrong, by});
        if (by.draft != 0) return;  // its proposal was judged as one of that type, too
        const ledger::Operator* author = walked_.authority.find_key(item.payload->author);
        if (author == nullptr || !walked_.authority.may_sign(author->role, corrected.type))
            trail_.error("authority.correction", entry_place(by.position),
                         tr("it corrects an entry of a type that its author may not sign"));
    }

    void verify(std::vector<Block>& blocks) {
        std::vector<Item*> items;
        for (Block& block : blocks)
            for (Item& item : block.items)
                if (!item.signatures.empty()) items.push_back(&item);
        on_all_threads(examinations_.size(), items.size(), [&](std::size_t, std::size_t i) {
            const Bytes message = ledger::signed_bytes(items[i]->envelope->payload);
            for (const ledger::Authority::SignatureToVerify& one : items[i]->signatures)
                if (!one.key.verify_strict(message, *one.signature))
                    items[i]->faults.emplace_back("ledger.signature", tr("a signature does not hold"));
        });
    }

    void tell(const Item& item) {
        const std::string place = commit_place(item.stored.position);
        if (!item.unreadable.empty()) trail_.error("ledger.missing", place, item.unreadable);
        for (const auto& [rule, message] : item.faults) trail_.error(rule, place, message);
        for (const auto& [position, message] : item.entry_faults)
            trail_.error("ledger.entry", entry_place(position), message);
        for (const auto& [position, fault] : item.unproven)
            trail_.error(fault.rule, entry_place(position), host::shown(fault.message));
        AuditView& result = trail_.result();
        ++result.commits;
        result.entries += item.entries;
        result.signatures += item.signatures.size();
        result.bytes += item.bytes;
    }

    void finish() {
        if (since_ == 0 && walked_.authority_commits != ledger_.authority_commits())
            trail_.error("ledger.authority", "ledger",
                         tr("the list of commits that say who may sign is not what the commits say"));
        for (const std::string& table : ledger_.tables_with_stray_rows())
            trail_.error("ledger.stray", table,
                         tr("it holds other rows than the commits and entries of the ledger"));
        if (walked_.authority.identity().is_gm() != ledger_.has_sm3())
            trail_.error("ledger.node", "ledger",
                         tr("its second tree, over SM3, is missing, or is there where none must be"));
        for (const auto& [size, note] : ledger_.checkpoints()) checkpoint(size, note);
        audit_timestamps(ledger_, walked_.authority.identity().origin, stamps_, anchors_, entry_place,
                         trail_);
        for (const auto& [id, one] : walked_.authority.operators())
            if (one.revoked && one.since < *one.revoked) revoked(one);
        if (since_ == 0)
            for (const auto& [id, one] : walked_.authority.operators())
                if (const auto finding = finding_of_certificate(one, anchors_)) trail_.add(*finding);
    }

    void checkpoint(std::uint64_t size, const std::string& note) {
        const std::string place = fmt::format("checkpoint {}", size);
        const ledger::CheckpointKeys* key = walked_.authority.checkpoint_key(size);
        const Result<ledger::Checkpoint> checkpoint =
            key != nullptr ? ledger::verify_checkpoint(note, *key)
                           : Result<ledger::Checkpoint>(fail(Category::refused, "bad_checkpoint", place,
                                                             tr("no key was named for it")));
        if (!checkpoint) {
            trail_.error("checkpoint.signature", place, checkpoint.error().why);
        } else if (checkpoint->origin != walked_.authority.identity().origin || checkpoint->size != size ||
                   size > walked_.size || checkpoint->root != ledger::root_at(size, ledger_.nodes())) {
            trail_.error("checkpoint.root", place, tr("it states another tree than the ledger holds"));
        } else if (!holds_sm3_note(ledger_, *checkpoint, *key)) {
            trail_.error("checkpoint.sm3", place,
                         tr("its second note, over SM3, is missing, does not hold or states another tree"));
        }
    }

    /// Commits that a key signed after the day it was stolen, before anybody knew.
    void revoked(const ledger::Operator& one) {
        std::size_t told = 0;
        for (std::uint64_t position = one.since; position < *one.revoked && told < most_revoked_commits_told;
             ++position) {
            const Result<ledger::Envelope> envelope =
                ledger::decode_envelope(ledger_.commit(position).envelope);
            if (!envelope) continue;
            for (const ledger::EnvelopeSignature& signature : envelope->signatures)
                if (signature.key_id == one.key.id()) {
                    trail_.warning(
                        "authority.revoked_since", commit_place(position),
                        fmt::format(
                            fmt::runtime(
                                tr("it is signed with the key of {}, which was later revoked from here on")),
                            one.name));
                    ++told;
                }
        }
    }

    ledger::Ledger ledger_;
    records::Store store_;
    std::multimap<std::int64_t, ledger::EntryPlace> approved_;  ///< drafts by the key of their leaf hash
    std::vector<Examination> examinations_;
    std::uint64_t since_, total_ = 0;
    std::uint64_t judged_from_ = 0;  ///< the first entry of the commit that is judged
    AuditTrail& trail_;
    const crypto::TrustAnchors& anchors_;
    std::vector<std::uint64_t> stamps_;  ///< entries that hold time stamps
    WalkedLedger walked_;
    ledger::TreeBuilder tree_, tree_sm3_{ledger::Digest::sm3};
    std::string last_time_;
};

}  // namespace

std::array<std::uint8_t, 16> index_element(std::int64_t key, std::uint64_t position) {
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(key) >> (8 * i));
        bytes[8 + i] = static_cast<std::uint8_t>(position >> (8 * i));
    }
    return bytes;
}

void on_all_threads(std::size_t threads, std::size_t count,
                    const std::function<void(std::size_t, std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    const auto run = [&](std::size_t thread) {
        for (std::size_t i = next++; i < count; i = next++) work(thread, i);
    };
    std::vector<std::future<void>> others;
    for (std::size_t thread = 1; thread < threads && thread < count; ++thread)
        others.push_back(std::async(std::launch::async, run, thread));
    std::exception_ptr failure;
    try {
        run(0);
    } catch (...) {
        failure = std::current_exception();
    }
    for (std::future<void>& other : others) {
        try {
            other.get();
        } catch (...) {
            failure = std::current_exception();
        }
    }
    if (failure) std::rethrow_exception(failure);
}

bool holds_sm3_note(ledger::Ledger& ledger, const ledger::Checkpoint& first,
                    const ledger::CheckpointKeys& keys) {
    if (!ledger.has_sm3()) return true;
    const std::optional<std::string> note = ledger.sm3_checkpoint(first.size);
    const Result<ledger::Checkpoint> second =
        note ? ledger::verify_sm3_checkpoint(*note, keys, first) : Result<ledger::Checkpoint>(fail(Error{}));
    return second && second->root ==
                         ledger::root_at(first.size, ledger.nodes(ledger::Digest::sm3), ledger::Digest::sm3);
}

WalkedLedger audit_ledger(std::span<storage::Database> connections, const host::Catalogue& catalogue,
                          std::uint64_t since, AuditTrail& trail, const crypto::TrustAnchors& anchors) {
    return Walk(connections, catalogue, since, trail, anchors).run();
}

}  // namespace xinbu::session
