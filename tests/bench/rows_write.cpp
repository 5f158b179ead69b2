#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "audit_parts.hpp"
#include "ledgers.hpp"
#include "replay.hpp"
#include "rows.hpp"

namespace xinbu::bench {

namespace fs = std::filesystem;

namespace {

/// Removes what a round has made.
void discard(const fs::path& path) {
    std::error_code ignored;
    fs::remove_all(path, ignored);
    for (const char* suffix : {"-wal", "-shm"}) fs::remove(path.string() + suffix, ignored);
}

/// The position of the first imported entry.
std::uint64_t first_imported(storage::Database& database, std::uint64_t imported) {
    return ledger::Ledger(database).entry_count() - imported;
}

}  // namespace

void measure_import(Workshop& workshop, const Wanted& wanted, const Emit& emit) {
    const auto count = static_cast<double>(workshop.entries());
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    const int rounds = workshop.rounds();
    Samples imports, floors, refolds;
    for (int round = 0; round < rounds; ++round) {
        const Imported imported = workshop.import(workshop.entries());
        imports.add(count / imported.seconds);
        if (is_wanted(wanted, "import")) {
            const Keys keys(imported.folder);
            storage::Database source = keys.open(storage::Mode::read_only);
            const fs::path file = workshop.fresh("raw.db");
            const Replay raw =
                replay(source, keys.slots.cipher(), file, first_imported(source, imported.entries),
                       &workshop.plugins().catalogue());
            floors.add(static_cast<double>(raw.entries) / raw.seconds);
            discard(file);
        }
        if (is_wanted(wanted, "refold")) {
            AuditParts audit(workshop, imported.folder);
            audit.ledger(threads);
            refolds.add(count / audit.records());
        }
        if (round + 1 < rounds) {
            discard(imported.folder);
        } else {
            workshop.share(imported);
        }
    }
    if (is_wanted(wanted, "import"))
        emit({"import", "entries/s", spread_of(imports), spread_of(floors),
              "raw SQLCipher, same rows and indexes", true, Bound::at_least, 0.5, ""});
    if (is_wanted(wanted, "refold"))
        emit({"refold", "entries/s", spread_of(refolds), spread_of(imports), "import", true, Bound::at_least,
              2, fmt::format("{} threads", threads)});
}

void measure_append(Workshop& workshop, const Emit& emit) {
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    storage::Database source =
        Keys(workshop.shared(workshop.entries()).folder).open(storage::Mode::read_only);
    Samples appends, floors;
    for (int round = 0; round < workshop.rounds(); ++round) {
        const fs::path file = workshop.fresh("ledger.db"), raw_file = workshop.fresh("raw.db");
        const crypto::Secret data_key = crypto::random_secret(32);
        {
            storage::Database database = storage::Database::open(file, data_key, storage::Mode::create);
            ledger::Ledger::create_tables(database);
            Appender appender(database, "xinbu/91320100MA0000023K/01234567-89ab-4cde-8f01-23456789abcd", key);
            double seconds = 0;
            for_each_batch(source, workshop.entries(), commit_entries,
                           [&](std::span<const std::string> entries) {
                               seconds += seconds_of([&] {
                                   storage::Transaction transaction(database);
                                   appender.append(entries);
                                   transaction.commit();
                               });
                           });
            appends.add(static_cast<double>(workshop.entries()) / seconds);
            const Replay raw = replay(database, {}, raw_file, 0, nullptr);
            floors.add(static_cast<double>(raw.entries) / raw.seconds);
        }
        discard(file);
        discard(raw_file);
    }
    emit({"append", "entries/s", spread_of(appends), spread_of(floors), "raw SQLCipher, the ledger's rows",
          true, Bound::at_least, 0.8, ""});
}

void measure_append_one(Workshop& workshop, const Emit& emit) {
    constexpr int pairs = 200;
    const std::unique_ptr<session::Registry> registry =
        workshop.open(workshop.shared(workshop.entries()).folder);
    const std::string bytes = take(registry->preview(workshop.new_draft())).canonical;
    take(registry->add({workshop.new_draft()}, "the signing key is derived here"));

    const fs::path file = workshop.fresh("raw.db");
    const crypto::Secret data_key = crypto::random_secret(32);
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    storage::HeadFile head("xinbu/91320100MA0000023K/89abcdef-89ab-4cde-8f01-23456789abcd", data_key);
    Samples appends, floors;
    {
        storage::Database database = storage::Database::open(file, data_key, storage::Mode::create);
        database.execute("CREATE TABLE entry(position INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
        storage::Statement& insert = database.cached("INSERT INTO entry(bytes) VALUES(?1)");
        for (int i = 0; i < pairs; ++i) {
            const std::vector<plugin::Draft> drafts{workshop.new_draft()};
            appends.add(1e3 * seconds_of([&] { take(registry->add(drafts, "bench")); }));
            floors.add(1e3 * seconds_of([&] {
                           storage::Transaction transaction(database);
                           insert.bind_all(as_bytes(bytes)).run();
                           static_cast<void>(key.sign(as_bytes(bytes)));
                           transaction.commit();
                           head.write({static_cast<std::uint64_t>(i) + 1, crypto::sha256(as_bytes(bytes))});
                       }));
        }
    }
    discard(file);
    emit({"append_one", "ms", spread_of(appends), spread_of(floors), "insert, signature, head file", true,
          Bound::at_most, 1.3, fmt::format("{} pairs", pairs)});
}

void measure_size(Workshop& workshop, const Emit& emit) {
    const fs::path folder = workshop.shared(workshop.entries()).folder;
    storage::Database database = Keys(folder).open(storage::Mode::read_only);
    storage::Statement sum = database.prepare("SELECT sum(length(bytes)), count(*) FROM ledger_entry");
    sum.step();
    const auto entry_bytes = static_cast<double>(sum.integer(0));
    const auto file_bytes = static_cast<double>(fs::file_size(folder / "registry.db"));
    const auto entries = static_cast<double>(sum.integer(1));
    const double each = file_bytes / entries, floor = entry_bytes / entries;
    emit({"size",
          "bytes/entry",
          {each, each, each},
          Spread{floor, floor, floor},
          "bytes of the entry",
          true,
          Bound::at_most,
          2.2,
          ""});
}

}  // namespace xinbu::bench
