// The hot paths of one entry, alone.
#include <benchmark/benchmark.h>

#include "xinbu/json/json.hpp"
#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/merkle.hpp"

namespace {

using namespace xinbu;

std::string sample_bytes() {
    plugin::Object data{{"office", "CN"},
                        {"number", "40128866"},
                        {"mark", "陶缘"},
                        {"classes", plugin::Array{21, 35}},
                        {"owners", plugin::Array{plugin::Object{{"name", "宜兴陶缘紫砂有限公司"},
                                                                {"identifier", "91320282MA0000015N"}}}},
                        {"goods", std::string(300, 'x')}};
    return ledger::encode_entry({"ip.trademark.recorded",
                                 "trademark/CN-40128866",
                                 "2020-06-14",
                                 std::move(data),
                                 {},
                                 ledger::new_salt()});
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

}  // namespace

BENCHMARK_MAIN();
