// The audit: everything that can be checked, checked again from the bytes up.
#include "audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "impl.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::session {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_findings = 1000;

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Runs one part; damage that stops it is a finding, not the end of the audit.
template <class Part>
void examine(AuditTrail& trail, const char* place, const Part& part) {
    if (trail.stopped()) return;
    try {
        part();
    } catch (const Failure& failure) {
        if (failure.error().code == "cancelled") {
            trail.result().stopped = true;
        } else if (failure.error().category == Category::storage &&
                   failure.error().code != "registry_damaged" && failure.error().code != "not_a_registry") {
            throw;
        } else {
            trail.error("storage.damaged", place, failure.error().why);
        }
    }
}

storage::Database::Progress pages_told_to(AuditTrail& trail) {
    return [&trail](std::int64_t done, std::int64_t total) {
        return trail.go_on(tr("Verifying the pages"), static_cast<std::uint64_t>(done),
                           static_cast<std::uint64_t>(total));
    };
}

void audit_pages(storage::Database& database, AuditTrail& trail) {
    for (const std::string& fault : database.verify_pages(pages_told_to(trail)))
        trail.error("storage.page", database_file, fault);
}

/// The pages that nothing has read yet, so that no part of the file is left unseen.
void audit_other_pages(std::span<storage::Database> connections, bool some_failed, AuditTrail& trail) {
    const std::vector<bool> seen = some_failed ? std::vector<bool>() : pages_read_by(connections);
    const auto threads = static_cast<unsigned>(connections.size());
    for (const std::string& fault :
         connections.front().verify_page_codes(threads, pages_told_to(trail), seen))
        trail.error("storage.page", database_file, fault);
}

/// As many connections to the same state as there are threads; one, where a writer beside us never lets two
/// see the same.
std::vector<storage::Database> open_connections(Registry::Impl& registry, unsigned threads) {
    constexpr int most_tries = 10;
    for (int tries = 0;; ++tries) {
        std::vector<storage::Database> connections;
        std::set<std::uint64_t> sizes;
        for (unsigned i = 0; i < threads; ++i) {
            storage::Database& database = connections.emplace_back(
                storage::Database::open(registry.folder / database_file, registry.key_of_database(),
                                        storage::Mode::read_only, registry.slots.cipher()));
            database.hold_snapshot();
            sizes.insert(ledger::Ledger(database).size());
        }
        if (sizes.size() == 1) return connections;
        if (tries == most_tries) {
            connections.erase(connections.begin() + 1, connections.end());
            return connections;
        }
    }
}

void audit_slots(const storage::KeySlots& slots, const crypto::Secret& data_key,
                 const ledger::Authority& authority, AuditTrail& trail) {
    if (!slots.is_authentic(data_key))
        trail.error("keyslots.forged", "keyslots.json", tr("it was altered by someone without the data key"));
    for (const std::string& damage : slots.damaged_copies())
        trail.warning("keyslots.copy", "keyslots.json", damage);
    if (slots.registry() != authority.identity().origin)
        trail.error("keyslots.registry", "keyslots.json", tr("it belongs to another registry"));
    bool recovery = false;
    for (const storage::KeySlot& slot : slots.slots()) {
        recovery = recovery || slot.holder.empty();
        if (slot.holder.empty()) continue;
        const ledger::Operator* one = authority.find_active(slot.holder);
        if (one == nullptr || one->key.id() != slot.signing_key_id)
            trail.warning(
                "keyslots.stranger", "keyslots.json",
                fmt::format(fmt::runtime(
                                tr("the slot of {} opens the registry, but the ledger gives no right to it")),
                            slot.holder));
    }
    if (!recovery) trail.warning("keyslots.recovery", "keyslots.json", tr("there is no recovery slot"));
}

/// The key that signs checkpoints must be there, and be the one that the ledger names.
void audit_checkpoint_key(ledger::Ledger& ledger, const crypto::Secret& data_key,
                          const ledger::Authority& authority, AuditTrail& trail) {
    const ledger::CheckpointKeys* named = authority.checkpoint_key(ledger.size());
    const auto is_there = [&](const char* secret, const crypto::PublicKey& public_key) {
        const std::optional<Bytes> wrapped = ledger.secret(secret);
        const Result<crypto::PrivateKey> key =
            crypto::PrivateKey::from_pkcs8(wrapped.value_or(Bytes{}), checkpoint_wrapping(data_key));
        return key && key->public_key().id() == public_key.id();
    };
    if (named == nullptr || !is_there(checkpoint_secret, named->ed25519) ||
        (named->sm2 && !is_there(checkpoint_secret_sm2, *named->sm2)))
        trail.error("checkpoint.key", "ledger",
                    tr("the key that signs checkpoints is missing or is another than the ledger names"));
}

void audit_head(const std::optional<storage::RememberedHead>& known, const char* place,
                const WalkedLedger& walked, ledger::Ledger& ledger, AuditTrail& trail) {
    if (!known) return;
    if (known->size > walked.size) {
        trail.error(
            "ledger.head", place,
            fmt::format(fmt::runtime(tr("commit {} was acknowledged, but the ledger ends after commit {}")),
                        known->size, walked.size));
    } else if (ledger::root_at(known->size, ledger.nodes()) != known->root) {
        trail.error(
            "ledger.head", place,
            fmt::format(fmt::runtime(tr("the history up to commit {} is another one than was acknowledged")),
                        known->size));
    }
}

/// What ledger it was, and what the audit before said of it. What cannot be read stays unsaid: the findings
/// name it already.
/// What mathematics in one folder cannot see: an older or another history that nobody outside has seen.
void tell_unwitnessed(const std::optional<WitnessedView>& last, std::uint64_t size, AuditTrail& trail) {
    if (!last)
        trail.note(
            "witness.none", "ledger",
            tr("no witness has countersigned: an exchange of all files for an older or another history "
               "would not be noticed"));
    else if (last->size < size)
        trail.note(
            "witness.since", fmt::format(fmt::runtime(tr("commit {}")), last->size),
            fmt::format(fmt::runtime(tr("unwitnessed from here on: {} commits since {} countersigned")),
                        size - last->size, last->name));
}

/// Without a limit of days what is not fulfilled wants attention at once, else when they are over.
void tell_witness_policies(const std::vector<WitnessPolicyView>& policies, AuditTrail& trail) {
    for (const WitnessPolicyView& policy : policies) {
        if (policy.until && policy.fulfilled()) continue;
        const std::string place = fmt::format(fmt::runtime(tr("commit {}")), policy.position);
        const bool is_short = !policy.fulfilled() && (policy.overdue || !policy.within_days);
        if (is_short)
            trail.warning("witness.policy_short", place, shown_witness_policy(policy));
        else
            trail.note("witness.policy", place, shown_witness_policy(policy));
    }
}

/// By which the registries are compared: of the same state the same is found, whenever somebody asks.
plugin::Date day_of_last_commit(storage::Database& database, const WalkedLedger& walked) {
    ledger::Ledger ledger(database);
    const std::string time = time_of_commit_before(ledger, walked.size);
    return plugin::Date::parse(std::string_view(time).substr(0, 10)).value_or(today());
}

void describe(AuditView& result, storage::Database& database, const host::Catalogue& catalogue,
              const WalkedLedger& walked, const AuditTrail& trail) {
    result.organisation = walked.authority.identity().name;
    result.origin = walked.authority.identity().origin;
    result.size = walked.size;
    result.root = to_hex(walked.root);
    static_cast<void>(xinbu::guarded([&] {
        ledger::Ledger ledger(database);
        result.time = time_of_commit_before(ledger, walked.size);
        records::Store store(
            database, catalogue,
            [&](const ledger::EntryPlace& place) { return ledger::entry_at(ledger, place); },
            [&](const Hash& hash) { return ledger.find_entry(hash); });
        if (!trail.stopped()) compare_with(result, last_audit(ledger, store, walked.authority));
    }));
}

}  // namespace

std::string time_of_commit_before(ledger::Ledger& ledger, std::uint64_t position) {
    if (position == 0) return {};
    const Bytes envelope = ledger.commit(position - 1).envelope;
    return take(ledger::decode_payload(take(ledger::decode_envelope(envelope)).payload)).time;
}

std::vector<bool> pages_read_by(std::span<storage::Database> connections) {
    std::vector<bool> seen;
    for (const storage::Database& connection : connections) {
        const std::vector<bool>& read = connection.pages_read();
        if (seen.size() < read.size()) seen.resize(read.size());
        for (std::size_t page = 0; page < read.size(); ++page)
            if (read[page]) seen[page] = true;
    }
    return seen;
}

void AuditTrail::add(std::string severity, std::string rule, std::string place, std::string message) {
    if (severity == "error") ++errors_;
    if (result_.findings.size() < most_findings)
        result_.findings.push_back(
            {std::move(severity), std::move(rule), std::move(place), std::move(message)});
}

void AuditTrail::count_errors() {
    errors_ =
        static_cast<std::size_t>(std::ranges::count(result_.findings, "error", &AuditFinding::severity));
}

Result<AuditView> Registry::audit(const AuditOptions& options, const Progress& progress) {
    return xinbu::guarded([&] {
        const double started = seconds_now();
        AuditView result;
        AuditTrail trail(result, progress);
        const unsigned threads =
            options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());

        std::vector<storage::Database> connections;
        std::optional<storage::RememberedHead> kept_outside, reads_kept;
        std::string head_fault, reads_fault;
        std::optional<storage::KeySlots> slots;
        {
            const std::scoped_lock mine(impl_->turn);
            impl_->require_open();
            // The heads come first: a writer beside us may go on between the two.
            try {
                kept_outside = impl_->head->read();
            } catch (const Failure& failure) {
                head_fault = failure.error().why;
            }
            const storage::HeadFile of_reads = reads_head_file(*impl_);
            try {
                reads_kept = of_reads.read();
            } catch (const Failure& failure) {
                reads_fault = failure.error().why;
            }
            slots = storage::KeySlots::read(impl_->folder);
            if (impl_->writable) checkpoint_if_free(*impl_->database);
            connections = open_connections(*impl_, threads);
        }
        const host::Catalogue& catalogue = impl_->catalogue();
        storage::Database& database = connections.front();
        if (const std::uint64_t commits = ledger::Ledger(database).size(); options.since > commits)
            throw Failure(Category::usage, "bad_since", std::to_string(options.since),
                          fmt::format(fmt::runtime(tr("the ledger has only {} commits")), commits),
                          tr("`xinbu log` shows their numbers."));
        const bool whole = options.since == 0;

        WalkedLedger walked;
        examine(trail, "ledger", [&] {
            for (storage::Database& connection : connections) connection.record_pages_read();
            walked = audit_ledger(connections, catalogue, options.since, trail, options.anchors);
        });
        if (whole) {
            // Over altered pages nothing else can be said: every other finding would be an echo.
            AuditView pages;
            AuditTrail page_trail(pages, progress);
            examine(page_trail, database_file,
                    [&] { audit_other_pages(connections, trail.has_errors(), page_trail); });
            if (page_trail.has_errors()) result.findings = std::move(pages.findings);
            result.stopped = result.stopped || pages.stopped;
            if (page_trail.has_errors()) trail.count_errors();
        }
        const bool pages_hold = std::ranges::none_of(result.findings, [](const AuditFinding& finding) {
            return finding.rule == "storage.page" || finding.rule == "storage.damaged";
        });
        if (pages_hold && !trail.stopped()) {
            examine(trail, "keyslots.json",
                    [&] { audit_slots(*slots, impl_->data_key, walked.authority, trail); });
            examine(trail, "ledger", [&] {
                if (!head_fault.empty()) trail.error("ledger.head", impl_->head->file().string(), head_fault);
                ledger::Ledger ledger(database);
                audit_head(slots->head(), "keyslots.json", walked, ledger, trail);
                audit_head(kept_outside, impl_->head->file().c_str(), walked, ledger, trail);
                if (!kept_outside && head_fault.empty())
                    trail.note("ledger.head_unknown", impl_->head->file().string(),
                               tr("this machine remembers no head of the ledger: an older copy of the whole "
                                  "folder would not be noticed"));
                audit_checkpoint_key(ledger, impl_->key_of_database(), walked.authority, trail);
            });
            examine(trail, "records", [&] {
                audit_records(connections, catalogue, impl_->key_of_database(), walked, whole, trail);
            });
            if (whole)
                examine(trail, "read_log", [&] {
                    if (!reads_fault.empty()) trail.error("read_log.head", "read_log", reads_fault);
                    audit_reads(database, catalogue, impl_->slots.registry(), reads_kept, trail);
                });
            if (whole)
                examine(trail, "followed",
                        [&] { audit_followed(database, catalogue, options.anchors, trail); });
            if (whole && !trail.stopped())
                examine(trail, "witnesses", [&] {
                    ledger::Ledger ledger(database);
                    tell_witness_policies(judge_witness_policies(ledger, walked.authority, walked.size,
                                                                 day_of_last_commit(database, walked)),
                                          trail);
                    records::Store store(
                        database, catalogue,
                        [&](const ledger::EntryPlace& at) { return ledger::entry_at(ledger, at); },
                        [&](const Hash& hash) { return ledger.find_entry(hash); });
                    audit_witness_lines(ledger, store, impl_->slots.registry(), trail);
                    const std::scoped_lock mine(impl_->turn);
                    tell_unwitnessed(last_witnessed(*impl_), walked.size, trail);
                    audit_gossip(*impl_, trail);
                });
            if (whole && !trail.stopped())
                examine(trail, "cross", [&] {
                    const plugin::Date day = day_of_last_commit(database, walked);
                    const std::scoped_lock mine(impl_->turn);
                    audit_across(*impl_, day, trail);
                });
            if (!whole)
                trail.note("audit.part", "ledger",
                           tr("only a part of the ledger was asked for: pages, indexes and records of which "
                              "it says nothing were not looked at"));
        }
        result.ok = !trail.has_errors() && !result.stopped;
        describe(result, connections.front(), catalogue, walked, trail);
        result.since = options.since;
        {
            const std::scoped_lock mine(impl_->turn);
            result.doubt = impl_->doubt;
        }
        result.seconds = seconds_now() - started;
        return result;
    });
}

Result<AuditView> Registry::audit_damaged(const fs::path& folder, const std::string& operator_name,
                                          const crypto::Secret& passphrase, const Progress& progress) {
    return xinbu::guarded([&] {
        const double started = seconds_now();
        const storage::KeySlots slots = storage::KeySlots::read(folder);
        const crypto::Secret data_key =
            take(slots.unlock(operator_name == recovery_operator ? "" : operator_name, passphrase));
        AuditView result;
        AuditTrail trail(result, progress);
        examine(trail, "page 1", [&] {
            storage::Database database = storage::Database::open(folder / database_file, data_key,
                                                                 storage::Mode::read_only, slots.cipher());
            audit_pages(database, trail);
            if (trail.has_errors()) return;
            ledger::Ledger ledger(database);
            ledger::Authority authority;
            static_cast<void>(replay_authority(ledger, authority));
        });
        if (!trail.has_errors() && !result.stopped)
            trail.error("storage.damaged", folder.string(),
                        tr("the registry does not open, though its pages are sound"));
        result.seconds = seconds_now() - started;
        return result;
    });
}

}  // namespace xinbu::session
