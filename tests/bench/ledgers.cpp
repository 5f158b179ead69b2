#include "ledgers.hpp"

#include <algorithm>
#include <vector>

namespace xinbu::bench {

void for_each_batch(storage::Database& source, std::uint64_t count, std::uint64_t batch,
                    const std::function<void(std::span<const std::string>)>& use) {
    const std::uint64_t all = ledger::Ledger(source).entry_count();
    ledger::EntryCursor entries(source, all - std::min(all, count));
    std::vector<std::string> bytes;
    while (entries.next()) {
        bytes.emplace_back(as_text(entries.bytes()));
        if (bytes.size() < batch) continue;
        use(bytes);
        bytes.clear();
    }
    if (!bytes.empty()) use(bytes);
}

Appender::Appender(storage::Database& database, std::string origin, const crypto::PrivateKey& key)
    : ledger_(database), origin_(std::move(origin)), key_(key) {}

void Appender::append(std::span<const std::string> entries) {
    std::vector<Hash> leaves;
    leaves.reserve(entries.size());
    for (const std::string& bytes : entries) leaves.push_back(ledger::leaf_hash(hasher_, as_bytes(bytes)));
    ledger::Payload payload;
    payload.author = key_.public_key().id();
    payload.entry_count = entries.size();
    payload.entry_root = ledger::tree_root(leaves);
    payload.message = "bench";
    payload.origin = origin_;
    payload.parent_root = ledger_.root();
    payload.parent_size = ledger_.size();
    payload.required = {payload.author};
    payload.time = "2026-03-03T11:00:00Z";
    const std::string envelope = ledger::encode_envelope(ledger::sign_payload(payload, {&key_}));
    ledger_.append(payload, as_bytes(envelope), entries, leaves);
}

std::filesystem::path make_ledger(Workshop& workshop, const std::filesystem::path& source,
                                  std::uint64_t count, std::uint64_t commit_size) {
    constexpr std::uint64_t entries_in_transaction = 16'384;
    std::filesystem::path folder = workshop.create();
    const Keys keys(folder);
    const crypto::PrivateKey key = keys.signing_key();
    storage::Database from = Keys(source).open(storage::Mode::read_only);
    storage::Database database = keys.open(storage::Mode::read_write);
    Appender appender(database, keys.slots.registry(), key);
    for_each_batch(from, count, entries_in_transaction, [&](std::span<const std::string> entries) {
        storage::Transaction transaction(database);
        while (!entries.empty()) {
            const std::size_t size = std::min<std::size_t>(commit_size, entries.size());
            appender.append(entries.first(size));
            entries = entries.subspan(size);
        }
        transaction.commit();
    });
    database.checkpoint();
    return folder;
}

}  // namespace xinbu::bench
