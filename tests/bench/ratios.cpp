// Whole paths against a floor that is measured in the same run: raw SQLCipher for what is stored, `openssl
// speed` for what is verified. Usage: bench_ratios [ENTRIES]
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <vector>

#include "xinbu/host/loader.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/session/registry.hpp"
#include "xinbu/storage/database.hpp"

namespace {

using namespace xinbu;
namespace fs = std::filesystem;

constexpr std::size_t commit_entries = 1000;
constexpr const char* passphrase = "seven quiet ledgers by the lake";

class Clock {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    }

private:
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

plugin::Draft draft_of(std::size_t number) {
    return {"ip.trademark.recorded",
            "",
            "2020-06-14",
            {{"office", "CN"},
             {"number", std::to_string(10'000'000 + number)},
             {"mark", "陶缘" + std::to_string(number)},
             {"classes", plugin::Array{21, 35}},
             {"owners", plugin::Array{plugin::Object{{"name", "宜兴陶缘紫砂有限公司"},
                                                     {"identifier", "91320282MA0000015N"}}}},
             {"goods", "茶壶；紫砂陶器；日用陶器（包括盆、碗、盘、壶、餐具、缸、坛、罐）；瓷器；陶器；" +
                           std::string(160, 'g')},
             {"application_date", "2019-08-05"},
             {"registration_date", "2020-06-14"},
             {"expiry_date", "2030-06-13"}}};
}

std::vector<std::vector<plugin::Draft>> drafts_of(std::size_t entries) {
    std::vector<std::vector<plugin::Draft>> commits;
    for (std::size_t first = 0; first < entries; first += commit_entries) {
        commits.emplace_back();
        for (std::size_t i = first; i < std::min(entries, first + commit_entries); ++i)
            commits.back().push_back(draft_of(i));
    }
    return commits;
}

std::unique_ptr<session::Registry> open(const fs::path& folder, const host::Host& plugins) {
    return take(session::Registry::open(folder, "bench", crypto::Secret(std::string_view(passphrase)),
                                        session::Access::write, plugins));
}

/// The same entry bytes into one table of a database with the same cipher settings, in the same batches.
double raw_inserts(const fs::path& file, const std::vector<std::string>& entries) {
    storage::Database database =
        storage::Database::open(file, crypto::random_secret(32), storage::Mode::create);
    database.execute("CREATE TABLE entry(position INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
    storage::Statement& insert = database.cached("INSERT INTO entry(position, bytes) VALUES(?1, ?2)");
    const Clock clock;
    for (std::size_t first = 0; first < entries.size(); first += commit_entries) {
        storage::Transaction transaction(database);
        for (std::size_t i = first; i < std::min(entries.size(), first + commit_entries); ++i)
            insert.bind_all(static_cast<std::int64_t>(i), as_bytes(entries[i])).run();
        transaction.commit();
    }
    return clock.seconds();
}

/// Appending entries that are ready: hashes, tree, signature, index of hashes; no check and no fold.
double ledger_appends(const fs::path& file, const std::vector<std::string>& entries) {
    storage::Database database =
        storage::Database::open(file, crypto::random_secret(32), storage::Mode::create);
    ledger::Ledger::create_tables(database);
    ledger::Ledger ledger(database);
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    const Clock clock;
    for (std::size_t first = 0; first < entries.size(); first += commit_entries) {
        const std::span<const std::string> batch =
            std::span(entries).subspan(first, std::min(commit_entries, entries.size() - first));
        std::vector<Hash> leaves;
        for (const std::string& bytes : batch) leaves.push_back(ledger::leaf_hash(as_bytes(bytes)));
        const ledger::Payload payload{key.public_key().id(),
                                      batch.size(),
                                      ledger::tree_root(leaves),
                                      "bench",
                                      "xinbu/91320100MA0000023K/01234567-89ab-4cde-8f01-23456789abcd",
                                      ledger.root(),
                                      ledger.size(),
                                      {key.public_key().id()},
                                      "2026-03-03T11:00:00Z"};
        storage::Transaction transaction(database);
        ledger.append(payload, as_bytes(ledger::encode_envelope(ledger::sign_payload(payload, {&key}))),
                      batch);
        transaction.commit();
    }
    return clock.seconds();
}

/// Ed25519 verifications a second of one core, as OpenSSL itself measures them; 0 where the program is
/// missing.
double openssl_verifications() {
    FILE* pipe = popen("openssl speed -seconds 1 ed25519 2>/dev/null", "r");
    if (pipe == nullptr) return 0;
    double verifications = 0;
    char line[512];
    while (std::fgets(line, sizeof line, pipe) != nullptr) {
        double sign_time = 0, verify_time = 0, signs = 0, verifies = 0;
        if (std::sscanf(line, " 253 bits EdDSA (Ed25519) %lfs %lfs %lf %lf", &sign_time, &verify_time, &signs,
                        &verifies) == 4)
            verifications = verifies;
    }
    pclose(pipe);
    return verifications;
}

void row(const char* what, double value, const char* unit, double floor, const char* floor_is) {
    fmt::print("{:<44} {:>12.1f} {:<12} {:>12.1f} {:<28} {:>7.2f}\n", what, value, unit, floor, floor_is,
               floor > 0 ? value / floor : 0.0);
}

int run(std::size_t entry_count) {
    const fs::path place = fs::temp_directory_path() / ("xinbu-bench-" + to_hex(crypto::random_bytes(8)));
    fs::create_directories(place);
    setenv("XDG_STATE_HOME", (place / "state").c_str(), 1);
    const host::Host plugins{std::string(XINBU_PLUGINS)};

    session::NewRegistry wanted;
    wanted.folder = place / "registry";
    wanted.name = "示范银行";
    wanted.identifier = "91320100MA0000023K";
    wanted.kind = "bank";
    wanted.operator_name = "bench";
    wanted.passphrase = crypto::Secret(std::string_view(passphrase));
    take(session::Registry::create(std::move(wanted), plugins));

    std::unique_ptr<session::Registry> registry = open(place / "registry", plugins);
    const auto commits = drafts_of(entry_count);
    take(registry->add({draft_of(entry_count)}, "the signing key is derived here, before the clock starts"));
    const Clock import_clock;
    for (const auto& drafts : commits) take(registry->add(drafts, "bench"));
    const double import_seconds = import_clock.seconds();

    const Clock audit_clock;
    session::Registry::AuditOptions one_thread;
    one_thread.threads = 1;
    const session::AuditView audit = take(registry->audit(one_thread));
    const double audit_seconds = audit_clock.seconds();
    if (!audit.ok)
        throw Failure(Category::internal, "bench", "audit", "the audit of the bench's own registry failed");
    const Clock threads_clock;
    take(registry->audit({}));
    const double threads_seconds = threads_clock.seconds();
    const auto bytes = take(registry->info()).bytes;
    take(registry->close());
    registry.reset();

    std::vector<std::string> entries;
    std::size_t entry_bytes = 0;
    for (std::size_t i = 0; i < entry_count; ++i) {
        plugin::Draft draft = draft_of(i);
        entries.push_back(ledger::encode_entry({draft.type,
                                                "trademark/CN-" + std::to_string(10'000'000 + i),
                                                draft.effective,
                                                std::move(draft.data),
                                                {},
                                                ledger::new_salt()}));
        entry_bytes += entries.back().size();
    }
    const double raw_seconds = raw_inserts(place / "raw.db", entries);
    const double append_seconds = ledger_appends(place / "ledger.db", entries);

    // Opening costs two derivations: the data key's here, the signing key's at the first signature.
    const crypto::Secret secret{std::string_view(passphrase)};
    const Clock derivation_clock;
    static_cast<void>(crypto::scrypt(secret, crypto::random_bytes(16), {}));
    const double derivation_seconds = derivation_clock.seconds();
    const Clock open_clock;
    registry = open(place / "registry", plugins);
    session::Query query;
    query.kind = "trademark";
    take(registry->list(query, 0, 50));
    const double open_seconds = open_clock.seconds();
    registry.reset();

    const auto count = static_cast<double>(entry_count);
    const double verifications = openssl_verifications();
    fmt::print("{} entries of {} bytes on average, commits of {}\n\n", entry_count,
               entry_bytes / std::max<std::size_t>(entry_count, 1), commit_entries);
    fmt::print("{:<44} {:>12} {:<12} {:>12} {:<28} {:>7}\n", "path", "figure", "", "floor", "", "ratio");
    row("drafts checked, folded, signed, stored", count / import_seconds, "entries/s", count / raw_seconds,
        "raw SQLCipher inserts/s");
    row("ready entries appended and signed", count / append_seconds, "entries/s", count / raw_seconds,
        "raw SQLCipher inserts/s");
    row("full audit, one thread", count / audit_seconds, "entries/s", verifications,
        "openssl Ed25519 verify/s");
    row("full audit, all threads", count / threads_seconds, "entries/s", verifications,
        "openssl Ed25519 verify/s");
    row("unlock to first 50 rows", open_seconds * 1000, "ms", derivation_seconds * 1000,
        "ms, one key derivation");
    row("registry on disk", static_cast<double>(bytes), "bytes", static_cast<double>(entry_bytes),
        "bytes of entries");
    fs::remove_all(place);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    constexpr std::size_t default_entries = 100'000;
    const Result<int> result = guarded([&] {
        return run(argc > 1 ? static_cast<std::size_t>(std::strtoull(argv[1], nullptr, 10))
                            : default_entries);
    });
    if (result) return *result;
    fmt::print(stderr, "bench_ratios: {}: {}\n", result.error().what, result.error().why);
    return 1;
}
