// The hot paths of one entry, alone.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <memory>
#include <string>

#include "trademarks.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/merkle.hpp"
#include "xinbu/records/store.hpp"

namespace {

using namespace xinbu;

ledger::Entry sample_entry(std::uint64_t index) {
    plugin::Draft draft = bench::draft_of(bench::trademark(index));
    return {draft.type,
            "trademark/CN-" + std::string(plugin::text_at(draft.data, "number")),
            draft.effective,
            std::move(draft.data),
            {},
            ledger::new_salt()};
}

std::string sample_bytes() {
    return ledger::encode_entry(sample_entry(0));
}

void decode_entry(benchmark::State& state) {
    const std::string bytes = sample_bytes();
    for (auto _ : state) benchmark::DoNotOptimize(ledger::decode_entry(as_bytes(bytes)));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}
BENCHMARK(decode_entry);

void encode_entry(benchmark::State& state) {
    const std::string bytes = sample_bytes();
    const ledger::Entry entry = take(ledger::decode_entry(as_bytes(bytes)));
    for (auto _ : state) benchmark::DoNotOptimize(ledger::encode_entry(entry));
}
BENCHMARK(encode_entry);

void check_canonical(benchmark::State& state) {
    const std::string bytes = sample_bytes();
    for (auto _ : state) benchmark::DoNotOptimize(json::check_canonical(bytes));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}
BENCHMARK(check_canonical);

void scan_entry(benchmark::State& state) {
    const std::string bytes = sample_bytes();
    ledger::EntryScanner scanner;
    for (auto _ : state) benchmark::DoNotOptimize(scanner.scan(as_bytes(bytes)));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}
BENCHMARK(scan_entry);

void hash_leaf(benchmark::State& state) {
    const std::string bytes = sample_bytes();
    crypto::Hasher hasher;
    for (auto _ : state) benchmark::DoNotOptimize(ledger::leaf_hash(hasher, as_bytes(bytes)));
}
BENCHMARK(hash_leaf);

void tree_of_1000(benchmark::State& state) {
    std::vector<Hash> leaves(1000);
    for (auto _ : state) benchmark::DoNotOptimize(ledger::tree_root(leaves));
}
BENCHMARK(tree_of_1000);

void verify_ed25519(benchmark::State& state) {
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    const Bytes message = crypto::random_bytes(600), signature = key.sign(message);
    for (auto _ : state) benchmark::DoNotOptimize(key.public_key().verify_strict(message, signature));
}
BENCHMARK(verify_ed25519);

/// A database without a name: it ends with its connection.
storage::Database scratch_database() {
    const std::string name = "xinbu-bench-" + to_hex(crypto::random_bytes(8));
    return storage::Database::open(std::filesystem::temp_directory_path() / name, crypto::random_secret(32),
                                   storage::Mode::scratch);
}

/// One entry into a record of its own: rows, indexes, words. Commits and the disk stay out of it.
void fold_entry(benchmark::State& state) {
    constexpr std::size_t samples = 1000;
    const host::Host plugins{std::string(XINBU_PLUGINS)};
    if (plugins.catalogue().record_type(bench::kind) == nullptr) {
        state.SkipWithError("the plugin ip_status was not loaded");
        return;
    }
    std::vector<ledger::Entry> entries;
    std::vector<std::string> bytes;
    for (std::size_t i = 0; i < samples; ++i) {
        entries.push_back(sample_entry(i));
        bytes.push_back(ledger::encode_entry(entries.back()));
    }
    storage::Database database = scratch_database();
    records::Store store(
        database, plugins.catalogue(), [](const ledger::EntryPlace&) { return Bytes{}; },
        [](const Hash&) { return std::nullopt; });
    store.create_tables();
    std::uint64_t position = 0;
    auto transaction = std::make_unique<storage::Transaction>(database);
    for (auto _ : state) {
        const std::size_t at = position % samples;
        const ledger::Entry& entry = entries[at];
        const std::string record = "trademark/CN-" + std::to_string(position);
        store.fold(position, plugin::Entry{entry.type, record, entry.effective, entry.data},
                   as_bytes(bytes[at]));
        if (++position % samples != 0) continue;
        state.PauseTiming();
        transaction->commit();
        transaction = std::make_unique<storage::Transaction>(database);
        state.ResumeTiming();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(position));
}
BENCHMARK(fold_entry);

}  // namespace

BENCHMARK_MAIN();
