// The part of an audit that derives everything again and compares.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <future>

#include "audit.hpp"
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/records/store.hpp"

namespace xinbu::session {

namespace {

constexpr std::int64_t records_at_once = 4096;

std::filesystem::path scratch_file() {
    return std::filesystem::temp_directory_path() / ("xinbu-audit-" + to_hex(crypto::random_bytes(16)));
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

/// Compares with what this program and these plugins would make of an empty database.
void audit_schema(storage::Database& database, const host::Catalogue& catalogue, AuditTrail& trail) {
    storage::Database scratch =
        storage::Database::open(scratch_file(), crypto::random_secret(32), storage::Mode::scratch);
    ledger::Ledger::create_tables(scratch, ledger::Ledger(database).has_sm3());
    ledger::Subjects::create_tables(scratch);
    ReadLog::create_table(scratch);
    records::Store(scratch, catalogue, {}, {}).create_tables();
    if (exchange::FollowedList::has_tables(database)) exchange::FollowedList::create_tables(scratch);
    for (const exchange::Followed& other : exchange::FollowedList(database).all()) {
        const storage::Tables tables(scratch, other.prefix());
        ledger::Ledger::create_tables(tables,
                                      ledger::Ledger(storage::Tables(database, other.prefix())).has_sm3());
        records::Store(tables, catalogue, {}, {}).create_tables();
    }
    compare_schemas(database, scratch, trail);
}

void audit_index(storage::Database& database, const WalkedLedger& walked, AuditTrail& trail) {
    records::SetSum found;
    std::int64_t last = INT64_MIN;
    bool ascending = true;
    ledger::for_each_indexed(database, [&](std::int64_t key, std::uint64_t position) {
        ascending = ascending && key >= last;
        last = key;
        found.add(walked.key, index_element(key, position));
    });
    if (!ascending || !(found == walked.index))
        trail.error("ledger.index", "ledger",
                    tr("the index of entry hashes holds other entries than the ledger"));
}

void tell(const std::vector<records::Difference>& differences, AuditTrail& trail) {
    for (const records::Difference& difference : differences)
        trail.error("records.differ", difference.place, difference.message);
}

records::EntryReader reader_of(ledger::Ledger& ledger) {
    return [&ledger](const ledger::EntryPlace& place) { return ledger::entry_at(ledger, place); };
}

/// All records, in ranges on all threads, and the b-trees beside them.
void audit_all(std::span<storage::Database> connections, const records::Check& check,
               std::set<std::string>& subjects, AuditTrail& trail) {
    const std::int64_t last = records::Check::last_record(connections.front());
    const auto ranges = static_cast<std::size_t>((last + records_at_once - 1) / records_at_once);
    std::vector<ledger::Ledger> ledgers;
    ledgers.reserve(connections.size());
    for (storage::Database& connection : connections) ledgers.emplace_back(connection);
    std::vector<records::Check::Part> parts(ranges);
    std::vector<std::string> structure;
    std::atomic<bool> stop = false;
    // The b-trees first: it is the longest piece of work. Progress is told by the caller's thread alone.
    on_all_threads(connections.size(), ranges + 1, [&](std::size_t thread, std::size_t i) {
        const bool tells = thread == 0;
        const auto go_on = [&] {
            if (tells && !trail.go_on(tr("Folding the records again"), i, ranges)) stop = true;
            return !stop;
        };
        if (!go_on()) return;
        if (i == 0) {
            structure = connections[thread].verify_structure([&](auto, auto) { return go_on(); });
            return;
        }
        const std::int64_t first = 1 + static_cast<std::int64_t>(i - 1) * records_at_once;
        parts[i - 1] = check.check_range(connections[thread], reader_of(ledgers[thread]), first,
                                         std::min(last, first + records_at_once - 1));
    });
    for (const records::Check::Part& part : parts)
        subjects.insert(part.subjects.begin(), part.subjects.end());
    for (std::string& fault : structure) trail.error("storage.structure", database_file, std::move(fault));
    if (!trail.stopped()) tell(check.finish(connections.front(), std::move(parts)), trail);
}

}  // namespace

void audit_records(std::span<storage::Database> connections, const host::Catalogue& catalogue,
                   const crypto::Secret& data_key, const WalkedLedger& walked, bool whole,
                   AuditTrail& trail) {
    storage::Database& database = connections.front();
    records::Store stored(database, catalogue, {}, {});
    if (stored.is_outdated() || stored.has_absent_kinds()) {
        // An audit that compared nothing must not look like one that found nothing.
        trail.error(
            "records.outdated", "records",
            tr("the tables were made by other plugins than those loaded now, so they could not be compared"));
        return;
    }
    audit_schema(database, catalogue, trail);
    std::vector<records::Correction> corrections = walked.corrections;
    if (!whole)
        for (const std::string& id : walked.records)
            for (const records::Store::EntryOfRecord& one : stored.entries_of(id))
                if (one.corrected_by && one.corrected_by->position < walked.first_entry)
                    corrections.push_back({one.place(), *one.corrected_by});
    const records::Check check(catalogue, walked.entries, walked.approved, std::move(corrections));
    std::set<std::string> subjects;
    if (whole) {
        audit_index(database, walked, trail);
        audit_all(connections, check, subjects, trail);
    } else {
        ledger::Ledger ledger(database);
        tell(check.check_some(database, reader_of(ledger), walked.records), trail);
    }
    if (!trail.stopped()) audit_persons(database, catalogue, data_key, subjects, trail);
}

}  // namespace xinbu::session
