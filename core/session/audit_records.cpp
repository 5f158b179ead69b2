// The part of an audit that derives everything again and compares.
#include <fmt/format.h>

#include "audit.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/records/store.hpp"

namespace xinbu::session {

namespace {

constexpr std::uint64_t entries_between_reports = 256;
constexpr std::uint64_t entries_per_transaction = 10'000;

std::filesystem::path scratch_file() {
    return std::filesystem::temp_directory_path() / ("xinbu-audit-" + to_hex(crypto::random_bytes(16)));
}

/// Whoever takes an entry out of the fold must be one who may sign its type.
void check_correction(ledger::Ledger& ledger, const ledger::Authority& authority, std::uint64_t position,
                      const ledger::Entry& entry, AuditTrail& trail) {
    const std::optional<Hash> hash = hash_from_hex(plugin::text_at(entry.data, "entry"));
    const std::optional<std::uint64_t> wrong = hash ? ledger.find_entry(*hash) : std::nullopt;
    if (!wrong) return;
    const ledger::Entry corrected = take(ledger::decode_entry(ledger.entry(*wrong)));
    const ledger::Envelope envelope =
        take(ledger::decode_envelope(ledger.commit(ledger.commit_of(position)).envelope));
    const ledger::Operator* author =
        authority.find_key(take(ledger::decode_payload(envelope.payload)).author);
    if (author == nullptr || !authority.may_sign(author->role, corrected.type))
        trail.error("authority.correction", fmt::format("entry {}", position),
                    tr("it corrects an entry of a type that its author may not sign"));
}

void compare_schemas(storage::Database& stored, storage::Database& expected, AuditTrail& trail) {
    const std::vector<storage::Database::SchemaObject> have = stored.schema(), want = expected.schema();
    for (const auto& object : have)
        if (std::ranges::find(want, object) == want.end())
            trail.error("storage.schema", fmt::format("{} {}", object.type, object.name),
                        tr("this program did not make it so"));
    for (const auto& object : want)
        if (std::ranges::find(have, object.name, &storage::Database::SchemaObject::name) == have.end())
            trail.error("storage.schema", fmt::format("{} {}", object.type, object.name),
                        tr("it is missing"));
}

}  // namespace

void audit_records(storage::Database& database, const host::Catalogue& catalogue, const WalkedLedger& walked,
                   AuditTrail& trail) {
    const std::uint64_t entries = walked.entries;
    ledger::Ledger ledger(database);
    const auto entry_at = [&](std::uint64_t position) { return ledger.entry(position); };
    const auto find = [&](const Hash& hash) { return ledger.find_entry(hash); };
    records::Store stored(database, catalogue, entry_at, find);
    if (stored.is_outdated() || stored.has_absent_kinds()) {
        // An audit that compared nothing must not look like one that found nothing.
        trail.error(
            "records.outdated", "records",
            tr("the tables were made by other plugins than those loaded now, so they could not be compared"));
        return;
    }
    storage::Database scratch =
        storage::Database::open(scratch_file(), crypto::random_secret(32), storage::Mode::scratch);
    ledger::Ledger::create_tables(scratch);
    records::Store again(scratch, catalogue, entry_at, find);
    again.create_tables();
    compare_schemas(database, scratch, trail);

    std::optional<storage::Transaction> transaction(std::in_place, scratch);
    crypto::Hasher hasher;
    ledger::for_each_entry(database, 0, [&](std::uint64_t position, ByteView bytes) {
        if (position >= entries) {
            trail.error("ledger.entry", fmt::format("entry {}", position), tr("it belongs to no commit"));
            return false;
        }
        const ledger::Entry entry = take(ledger::decode_entry(bytes));
        if (entry.type == ledger::correction_type)
            check_correction(ledger, walked.authority, position, entry, trail);
        again.fold(position, plugin::Entry{entry.type, entry.record, entry.effective, entry.data}, bytes);
        if (!ledger.is_indexed(ledger::leaf_hash(hasher, bytes), position))
            trail.error("ledger.index", fmt::format("entry {}", position),
                        tr("it is not found by its own hash"));
        if ((position + 1) % entries_per_transaction == 0) {
            transaction->commit();
            transaction.emplace(scratch);
        }
        return position % entries_between_reports != 0 ||
               trail.go_on(tr("Folding the records again"), position, entries);
    });
    transaction->commit();
    if (trail.stopped()) return;
    if (ledger.indexed_entries() != entries)
        trail.error("ledger.index", "ledger",
                    tr("the index of entry hashes holds other entries than the ledger"));

    for (const records::Difference& difference : records::compare_search(database, scratch))
        trail.error("records.differ", fmt::format("record_text {}", difference.row), difference.message);
    const std::vector<records::Store::DerivedTable> tables = again.tables();
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (!trail.go_on(tr("Comparing the records"), i, tables.size())) return;
        for (const records::Difference& difference : records::compare_table(database, scratch, tables[i]))
            trail.error("records.differ", fmt::format("{} {}", tables[i].name, difference.row),
                        difference.message);
    }
}

}  // namespace xinbu::session
