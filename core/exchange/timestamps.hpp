// The time stamps of a bundle. Inside exchange only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/exchange/bundle.hpp"
#include "xinbu/ledger/timestamp.hpp"

namespace xinbu::exchange {

/// "timestamps/<size>-<hex SHA-256 of the token>.tst".
std::string timestamp_name(std::uint64_t size, const Hash& token);

/// What the files of a bundle and the entries of its range say of time stamps, gathered in one pass: the
/// files name the sizes beforehand, so that no more of the tree is kept than they need. Throws Failure
/// `bad_bundle` where files and entries do not belong to each other.
class Timestamps {
public:
    /// `names` of the files in the folder; the range is [from, to).
    Timestamps(const std::vector<std::string>& names, std::uint64_t from, std::uint64_t to);

    /// An entry of the range, before its commit.
    void take(const BundleEntry& one);
    void take_commit(std::uint64_t position, const std::string& time);
    /// Whether the root over so many commits is needed.
    bool wants(std::uint64_t size) const { return trees_.contains(size); }
    void take_root(std::uint64_t size, const Hash& root) { trees_[size].root = root; }

    /// Judges all, and adds what became of them to `reading`. `token_of` gives the content of a file.
    void judge(BundleReading& reading, const crypto::TrustAnchors& anchors,
               const std::function<Bytes(const std::string& name)>& token_of);

private:
    struct Tree {
        Hash root{};
        std::string last_time;  ///< what its last commit states
    };
    struct Claim {
        std::string name;  ///< of its file
        ledger::TimestampEntry entry;
        std::uint64_t received = 0;
        std::string received_time;
    };
    std::uint64_t from_;
    std::map<std::string, bool> files_;  ///< whether an entry claims it
    std::map<std::uint64_t, Tree> trees_;
    std::vector<Claim> claims_;
    std::size_t judged_before_ = 0;  ///< claims whose commit is known
    std::vector<BundleReading::Fault> faults_;
    std::uint64_t older_ = 0;
};

}  // namespace xinbu::exchange
