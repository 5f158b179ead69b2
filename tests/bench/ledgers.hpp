// Ledgers without records: the same entries in commits of any size.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "workshop.hpp"
#include "xinbu/ledger/ledger.hpp"

namespace xinbu::bench {

/// The bytes of the last `count` entries of a ledger, `batch` at a time.
void for_each_batch(storage::Database& source, std::uint64_t count, std::uint64_t batch,
                    const std::function<void(std::span<const std::string>)>& use);

/// Signs and appends commits as a batch of a session does, but for checks and folds.
class Appender {
public:
    Appender(storage::Database& database, std::string origin, const crypto::PrivateKey& key);
    void append(std::span<const std::string> entries);

private:
    ledger::Ledger ledger_;
    std::string origin_;
    const crypto::PrivateKey& key_;
    crypto::Hasher hasher_;
};

/// A new registry that holds, behind its genesis, the last `count` entries of `source` in commits of
/// `commit_size`; many commits go into one transaction, and nothing is folded.
std::filesystem::path make_ledger(Workshop& workshop, const std::filesystem::path& source,
                                  std::uint64_t count, std::uint64_t commit_size);

}  // namespace xinbu::bench
