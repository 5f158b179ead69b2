// The part of an audit that reads the ledger itself. Blocks of commits pass three stations: read on one
// thread while the block before is judged; hashed and parsed on all; judged in order on one; signatures
// verified on all.
#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <future>
#include <thread>

#include "audit.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/ledger.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t block_commits = 512;
constexpr std::size_t block_bytes = 8UL << 20;
constexpr std::size_t most_revoked_commits_told = 100;

std::string commit_place(std::uint64_t position) {
    return fmt::format("commit {}", position);
}
std::string entry_place(std::uint64_t position) {
    return fmt::format("entry {}", position);
}

/// Calls `work(i)` for every i below `count`, on several threads; what one throws is thrown here.
template <class Work>
void on_all_threads(unsigned threads, std::size_t count, const Work& work) {
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) work(i);
    };
    std::vector<std::future<void>> others;
    for (unsigned t = 1; t < threads && t < count; ++t) others.push_back(std::async(std::launch::async, run));
    std::exception_ptr failure;
    try {
        run();
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

/// One commit on its way: first what lies in the database, then what it turned out to be.
struct Item {
    ledger::StoredCommit stored;
    std::vector<Bytes> entries;
    std::vector<std::pair<int, Hash>> nodes;  ///< stored nodes that this commit completes, by level
    std::string unreadable;                   ///< why a part of it could not be read
    bool whole = false;  ///< its entries were read, too; else it is only hashed into the tree

    Hash leaf{};
    std::optional<ledger::Envelope> envelope;
    std::optional<ledger::Payload> payload;
    std::set<std::string> types;
    std::vector<ledger::Entry> core_entries;
    std::vector<std::pair<std::string, std::string>> faults;  ///< rule and message of this commit
    std::vector<std::pair<std::uint64_t, std::string>> entry_faults;
    std::vector<ledger::Authority::SignatureToVerify> signatures;
};

class Walk {
public:
    Walk(storage::Database& database, ledger::Authority::MaySign may_sign, std::uint64_t since,
         unsigned threads, AuditTrail& trail)
        : ledger_(database), since_(since), threads_(threads), trail_(trail) {
        walked_.authority = ledger::Authority(std::move(may_sign));
        total_ = ledger_.size();
    }

    WalkedLedger run() {
        std::future<std::vector<Item>> next = std::async(std::launch::async, [this] { return read(0); });
        while (true) {
            std::vector<Item> block = next.get();
            if (block.empty()) break;
            const std::uint64_t after = block.back().stored.position + 1;
            next = std::async(std::launch::async, [this, after] { return read(after); });
            on_all_threads(threads_, block.size(), [&](std::size_t i) { examine(block[i]); });
            for (Item& item : block) judge(item);
            verify(block);
            for (const Item& item : block) tell(item);
            if (!trail_.go_on(tr("Verifying the ledger"), after, total_)) {
                next.wait();
                break;
            }
        }
        walked_.root = tree_.root();
        walked_.size = tree_.size();
        if (!trail_.stopped()) finish();
        return std::move(walked_);
    }

private:
    std::vector<Item> read(std::uint64_t first) {
        std::vector<Item> block;
        std::size_t bytes = 0;
        for (std::uint64_t position = first;
             position < total_ && block.size() < block_commits && (block.empty() || bytes < block_bytes);
             ++position) {
            Item item;
            item.stored.position = position;
            try {
                item.stored = ledger_.commit(position);
                bytes += item.stored.envelope.size();
                item.whole = position >= since_ || is_of_authority(position);
                if (item.whole) {
                    for (std::uint64_t i = 0; i < item.stored.entry_count; ++i) {
                        item.entries.push_back(ledger_.entry(item.stored.first_entry + i));
                        bytes += item.entries.back().size();
                    }
                }
                for (int level = 0; level == 0 || ((position >> (level - 1)) & 1) != 0; ++level)
                    item.nodes.emplace_back(level, ledger_.node(level, position >> level));
            } catch (const Failure& failure) {
                item.unreadable = failure.error().why;
            }
            block.push_back(std::move(item));
        }
        return block;
    }

    bool is_of_authority(std::uint64_t position) {
        if (!authority_read_) {
            const std::vector<std::uint64_t> all = ledger_.authority_commits();
            authority_ = std::set<std::uint64_t>(all.begin(), all.end());
            authority_read_ = true;
        }
        return authority_.contains(position);
    }

    /// All that can be said of one commit alone.
    static void examine(Item& item) {
        crypto::Hasher hasher;
        item.leaf = ledger::leaf_hash(hasher, item.stored.envelope);
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
        if (!item.whole) return;
        std::vector<Hash> leaves;
        leaves.reserve(item.entries.size());
        for (std::size_t i = 0; i < item.entries.size(); ++i) {
            leaves.push_back(ledger::leaf_hash(hasher, item.entries[i]));
            Result<ledger::Entry> entry = ledger::decode_entry(item.entries[i]);
            if (!entry) {
                item.entry_faults.emplace_back(item.stored.first_entry + i, entry.error().why);
                continue;
            }
            item.types.insert(entry->type);
            if (entry->type.starts_with("core.")) item.core_entries.push_back(std::move(*entry));
        }
        if (item.payload->entry_root != ledger::tree_root(leaves))
            item.faults.emplace_back("ledger.entries", tr("its entries are not those that were signed"));
    }

    /// What depends on all that came before.
    void judge(Item& item) {
        const std::uint64_t position = item.stored.position;
        if (item.stored.first_entry != walked_.entries)
            item.faults.emplace_back("ledger.order",
                                     tr("its entries do not follow those of the commit before"));
        walked_.entries = item.stored.first_entry + item.stored.entry_count;
        if (item.payload) {
            if (item.payload->parent_size != position || item.payload->parent_root != tree_.root())
                item.faults.emplace_back("ledger.parent",
                                         tr("it was not signed on top of the commits before it"));
            if (item.whole) {
                ledger::Authority::Admission admission = walked_.authority.admit(
                    {position, *item.payload, item.envelope->signatures, item.types, item.core_entries});
                for (ledger::AuthorityFault& fault : admission.faults)
                    item.faults.emplace_back(std::move(fault.rule), std::move(fault.message));
                item.signatures = std::move(admission.signatures);
                if (std::ranges::any_of(item.types, ledger::is_authority_type))
                    walked_.authority_commits.push_back(position);
            }
            if (!last_time_.empty() && item.payload->time < last_time_)
                trail_.warning(
                    "ledger.clock", commit_place(position),
                    fmt::format(fmt::runtime(tr("its time {} lies before that of the commit before it")),
                                item.payload->time));
            last_time_ = item.payload->time;
        }
        std::size_t seen = 0;
        tree_.append(item.leaf, [&](int level, std::uint64_t, const Hash& hash) {
            if (seen < item.nodes.size() && item.nodes[seen] == std::pair(level, hash)) {
                ++seen;
                return;
            }
            if (item.unreadable.empty())
                item.faults.emplace_back(
                    "ledger.node",
                    fmt::format(
                        fmt::runtime(tr("the stored node of level {} is not the hash of what it covers")),
                        level));
            ++seen;
        });
    }

    void verify(std::vector<Item>& block) {
        on_all_threads(threads_, block.size(), [&](std::size_t i) {
            Item& item = block[i];
            if (item.signatures.empty()) return;
            const Bytes message = ledger::signed_bytes(item.envelope->payload);
            for (const ledger::Authority::SignatureToVerify& one : item.signatures)
                if (!one.key.verify_strict(message, *one.signature))
                    item.faults.emplace_back("ledger.signature", tr("a signature does not hold"));
        });
    }

    void tell(const Item& item) {
        const std::string place = commit_place(item.stored.position);
        if (!item.unreadable.empty()) trail_.error("ledger.missing", place, item.unreadable);
        for (const auto& [rule, message] : item.faults) trail_.error(rule, place, message);
        for (const auto& [position, message] : item.entry_faults)
            trail_.error("ledger.entry", entry_place(position), message);
        AuditView& result = trail_.result();
        ++result.commits;
        result.entries += item.entries.size();
        result.signatures += item.signatures.size();
        result.bytes += item.stored.envelope.size();
        for (const Bytes& entry : item.entries) result.bytes += entry.size();
    }

    void finish() {
        if (since_ == 0 && walked_.authority_commits != ledger_.authority_commits())
            trail_.error("ledger.authority", "ledger",
                         tr("the list of commits that say who may sign is not what the commits say"));
        for (const std::string& table : ledger_.tables_with_stray_rows())
            trail_.error("ledger.stray", table,
                         tr("it holds other rows than the commits and entries of the ledger"));
        for (const auto& [size, note] : ledger_.checkpoints()) checkpoint(size, note);
        for (const auto& [id, one] : walked_.authority.operators())
            if (one.revoked && one.since < *one.revoked) revoked(one);
    }

    void checkpoint(std::uint64_t size, const std::string& note) {
        const std::string place = fmt::format("checkpoint {}", size);
        const crypto::PublicKey* key = walked_.authority.checkpoint_key(size);
        const Result<ledger::Checkpoint> checkpoint =
            key != nullptr ? ledger::verify_checkpoint(note, *key)
                           : Result<ledger::Checkpoint>(fail(Category::refused, "bad_checkpoint", place,
                                                             tr("no key was named for it")));
        if (!checkpoint) {
            trail_.error("checkpoint.signature", place, checkpoint.error().why);
        } else if (checkpoint->origin != walked_.authority.identity().origin || checkpoint->size != size ||
                   size > walked_.size || checkpoint->root != ledger::root_at(size, ledger_.nodes())) {
            trail_.error("checkpoint.root", place, tr("it states another tree than the ledger holds"));
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
    std::uint64_t since_, total_ = 0;
    unsigned threads_;
    AuditTrail& trail_;
    WalkedLedger walked_;
    ledger::TreeBuilder tree_;
    std::string last_time_;
    std::set<std::uint64_t> authority_;  ///< used by the reading thread alone
    bool authority_read_ = false;
};

}  // namespace

WalkedLedger audit_ledger(storage::Database& database, ledger::Authority::MaySign may_sign,
                          std::uint64_t since, unsigned threads, AuditTrail& trail) {
    return Walk(database, std::move(may_sign), since, threads, trail).run();
}

}  // namespace xinbu::session
