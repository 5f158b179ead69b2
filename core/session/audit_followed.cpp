// The part of an audit that looks at other organisations' ledgers beside one's own.
#include <fmt/format.h>

#include <algorithm>

#include "audit.hpp"
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/exchange/verifier.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/timestamp.hpp"

namespace xinbu::session {

namespace {

class FollowedAudit {
public:
    FollowedAudit(storage::Database& database, const host::Catalogue& catalogue,
                  const exchange::Followed& row, const crypto::TrustAnchors& anchors, AuditTrail& trail)
        : catalogue_(catalogue),
          other_(database, catalogue, row),
          anchors_(anchors),
          trail_(trail),
          place_(row.origin) {}

    void run() {
        try {
            ledger();
            if (!trail_.stopped()) records();
        } catch (const Failure& failure) {
            // What was taken over was verified then; what fails now was altered here.
            if (failure.error().code != "bad_bundle" && failure.error().code != "registry_damaged") throw;
            trail_.error("followed.altered", place_, failure.error().why);
        }
    }

private:
    void ledger() {
        std::uint64_t entry = 0, bytes = 0, entries = 0, judged_from = 0;
        ledger::Authority::Lookup lookup;
        lookup.corrected = [&](const Hash& hash) {
            const std::optional<ledger::EntryPlace> place = other_.store.place_of(hash);
            return place ? corrected_at(other_.ledger, other_.store, *place, judged_from, true)
                         : std::nullopt;
        };
        exchange::Verifier verifier(std::move(lookup));
        std::string line;
        const auto next = [&]() -> std::string_view {
            const Bytes stored = other_.ledger.entry(entry++);
            bytes += stored.size();
            ++entries;
            line = ledger::is_withheld(stored) ? to_hex(stored) : to_text(stored);
            return line;
        };
        std::vector<std::uint64_t> authority, stamps;
        for (std::uint64_t position = 0; position < other_.ledger.size(); ++position) {
            constexpr std::uint64_t told_every = 256;
            if (position % told_every == 0 &&
                !trail_.go_on(tr("Verifying the ledgers followed"), position, other_.ledger.size()))
                return;
            const ledger::StoredCommit stored = other_.ledger.commit(position);
            if (stored.first_entry != entry)
                trail_.error(
                    "followed.altered", place_,
                    fmt::format(fmt::runtime(tr("commit {}: its entries do not follow those of the commit "
                                                "before")),
                                position));
            entry = judged_from = stored.first_entry;
            bytes += stored.envelope.size();
            const exchange::ForeignCommit commit =
                verifier.read(position, as_text(stored.envelope), other_.row.origin, next,
                              [&](const exchange::BundleEntry& one) {
                                  if (one.entry != nullptr && one.entry->type == ledger::timestamp_type)
                                      stamps.push_back(stored.first_entry + one.index);
                              });
            if (verifier.judge(commit, true)) authority.push_back(position);
            if (other_.ledger.node(0, position) != commit.leaf ||
                (other_.ledger.has_sm3() &&
                 other_.ledger.node(0, position, ledger::Digest::sm3) != commit.leaf_sm3))
                trail_.error(
                    "followed.altered", place_,
                    fmt::format(fmt::runtime(tr("commit {}: its stored hash is another")), position));
        }
        AuditView& result = trail_.result();
        result.commits += other_.ledger.size();
        result.entries += entries;
        result.bytes += bytes;
        result.signatures += verifier.signatures();
        for (const exchange::BundleReading::Fault& fault : verifier.take_faults())
            trail_.error("followed.altered", place_,
                         fmt::format(fmt::runtime(tr("commit {}: {}")), fault.position, fault.fault.message));
        if (verifier.fingerprint() != other_.row.fingerprint ||
            verifier.tree().root() != other_.ledger.root() ||
            verifier.authority().identity().is_gm() != other_.ledger.has_sm3() ||
            (other_.ledger.has_sm3() && verifier.sm3_tree().root() != other_.ledger.root_sm3()) ||
            authority != other_.ledger.authority_commits() || entries != other_.ledger.entry_count())
            trail_.error("followed.altered", place_,
                         tr("what is written beside its commits is not what they say"));
        for (const std::string& table : other_.ledger.tables_with_stray_rows())
            trail_.error("followed.altered", place_ + " " + table,
                         tr("it holds other rows than the commits and entries of the ledger"));
        for (const auto& [size, note] : other_.ledger.checkpoints())
            checkpoint(size, note, verifier.authority());
        audit_timestamps(
            other_.ledger, place_, stamps, anchors_,
            [this](std::uint64_t at) { return fmt::format("{} entry {}", place_, at); }, trail_);
    }

    void checkpoint(std::uint64_t size, const std::string& note, const ledger::Authority& authority) {
        const ledger::CheckpointKeys* key = authority.checkpoint_key(size);
        const Result<ledger::Checkpoint> said =
            key != nullptr ? ledger::verify_checkpoint(note, *key)
                           : fail(Category::refused, "bad_checkpoint", place_, tr("no key was named for it"));
        if (!said || said->size != size || said->origin != place_ ||
            said->root != ledger::root_at(size, other_.ledger.nodes()) ||
            !holds_sm3_note(other_.ledger, *said, *key))
            trail_.error("followed.checkpoint", place_,
                         fmt::format(fmt::runtime(tr("its checkpoint over {} commits does not hold")), size));
    }

    /// Folds all of it again beside what is stored.
    void records() {
        storage::Database scratch = storage::Database::open(
            std::filesystem::temp_directory_path() / ("xinbu-audit-" + to_hex(crypto::random_bytes(16))),
            crypto::random_secret(32), storage::Mode::scratch);
        records::Store fresh(
            scratch, catalogue_,
            [this](const ledger::EntryPlace& place) { return ledger::entry_at(other_.ledger, place); },
            [this](const Hash& hash) { return other_.ledger.find_entry(hash); });
        fresh.create_tables();
        ledger::for_each_entry(other_.tables, 0, [&](std::uint64_t position, ByteView bytes) {
            fold_entry_of_others(fresh, position, bytes);
            return true;
        });
        if (fresh.counts() != other_.store.counts())
            trail_.error("followed.records", place_, tr("it has other records than its entries say"));
        for (const auto& [kind, count] : fresh.counts()) {
            if (catalogue_.record_type(kind) == nullptr) continue;
            fresh.for_each(kind, {}, [&](const plugin::Record& record) {
                const std::optional<records::StoredRecord> stored = other_.store.find(record.id);
                if (!stored || stored->record.status != record.status ||
                    stored->record.fields != record.fields || stored->record.overlays != record.overlays)
                    trail_.error("followed.records", place_ + " " + record.id,
                                 tr("it is stored otherwise than its entries say"));
                return true;
            });
        }
    }

    const host::Catalogue& catalogue_;
    FollowedLedger other_;
    const crypto::TrustAnchors& anchors_;
    AuditTrail& trail_;
    std::string place_;
};

}  // namespace

void audit_followed(storage::Database& database, const host::Catalogue& catalogue,
                    const crypto::TrustAnchors& anchors, AuditTrail& trail) {
    exchange::FollowedList list(database);
    for (const exchange::Followed& row : list.all()) {
        if (trail.stopped()) return;
        FollowedAudit(database, catalogue, row, anchors, trail).run();
        if (!row.trusted)
            trail.note("followed.unconfirmed", row.origin,
                       tr("nobody has confirmed the fingerprint of this registry"));
    }
    for (const exchange::Fork& fork : list.forks())
        trail.warning(
            "exchange.fork", fork.origin,
            fork.position
                ? fmt::format(fmt::runtime(tr("it showed two histories that differ from commit {} on "
                                              "(found at {})")),
                              *fork.position, fork.found)
                : fmt::format(fmt::runtime(tr("it showed two histories (found at {})")), fork.found));
}

}  // namespace xinbu::session
