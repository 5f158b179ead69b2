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

void audit_pages(storage::Database& database, AuditTrail& trail) {
    const auto progress = [&](std::int64_t done, std::int64_t total) {
        return trail.go_on(tr("Verifying the pages"), static_cast<std::uint64_t>(done),
                           static_cast<std::uint64_t>(total));
    };
    for (const std::string& fault : database.verify_pages(progress))
        trail.error("storage.page", database_file, fault);
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
    const std::optional<Bytes> wrapped = ledger.secret(checkpoint_secret);
    const Result<crypto::PrivateKey> key =
        crypto::PrivateKey::from_pkcs8(wrapped.value_or(Bytes{}), checkpoint_wrapping(data_key));
    const crypto::PublicKey* named = authority.checkpoint_key(ledger.size());
    if (!key || named == nullptr || key->public_key().id() != named->id())
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

}  // namespace

void AuditTrail::add(std::string severity, std::string rule, std::string place, std::string message) {
    if (severity == "error") ++errors_;
    if (result_.findings.size() < most_findings)
        result_.findings.push_back(
            {std::move(severity), std::move(rule), std::move(place), std::move(message)});
}

Result<AuditView> Registry::audit(const AuditOptions& options, const Progress& progress) {
    return xinbu::guarded([&] {
        const double started = seconds_now();
        AuditView result;
        AuditTrail trail(result, progress);
        const unsigned threads =
            options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());

        std::optional<storage::Database> database;
        std::optional<storage::RememberedHead> kept_outside;
        std::string head_fault;
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
            slots = storage::KeySlots::read(impl_->folder);
            if (impl_->writable) checkpoint_if_free(*impl_->database);
            database = storage::Database::open(impl_->folder / database_file, impl_->data_key,
                                               storage::Mode::read_only, impl_->slots.cipher());
            // One state for all that is read below, whatever is added meanwhile.
            database->hold_snapshot();
        }
        const host::Catalogue& catalogue = impl_->catalogue();

        examine(trail, database_file, [&] { audit_pages(*database, trail); });
        // Over altered pages nothing else can be said: every further finding would be an echo.
        if (!trail.has_errors() && !trail.stopped()) {
            WalkedLedger walked;
            examine(trail, "ledger", [&] {
                walked = audit_ledger(*database, signers_of(catalogue), options.since, threads, trail);
            });
            examine(trail, "keyslots.json",
                    [&] { audit_slots(*slots, impl_->data_key, walked.authority, trail); });
            examine(trail, "ledger", [&] {
                if (!head_fault.empty()) trail.error("ledger.head", impl_->head->file().string(), head_fault);
                ledger::Ledger ledger(*database);
                audit_head(slots->head(), "keyslots.json", walked, ledger, trail);
                audit_head(kept_outside, impl_->head->file().c_str(), walked, ledger, trail);
                if (!kept_outside && head_fault.empty())
                    trail.note("ledger.head_unknown", impl_->head->file().string(),
                               tr("this machine remembers no head of the ledger: an older copy of the whole "
                                  "folder would not be noticed"));
                audit_checkpoint_key(ledger, impl_->data_key, walked.authority, trail);
            });
            if (options.since == 0) {
                examine(trail, "records", [&] { audit_records(*database, catalogue, walked, trail); });
            } else {
                trail.note("records.skipped", "records",
                           tr("records were not folded again, since a part of the ledger was asked for"));
            }
        }
        result.ok = !trail.has_errors() && !result.stopped;
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
