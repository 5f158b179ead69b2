// Commits of somebody else's ledger, judged one after another: the same for a bundle and for what is kept of
// it.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/exchange/bundle.hpp"

namespace xinbu::exchange {

/// One commit with its entries, shown or withheld.
struct ForeignCommit {
    std::uint64_t position = 0;
    std::string envelope_text;
    ledger::Envelope envelope;
    ledger::Payload payload;
    Hash leaf{};
    std::vector<Hash> leaves;
    Hash leaf_sm3{};  ///< these two only where the payload states SM3 roots
    std::vector<Hash> leaves_sm3;
    std::set<std::string> types;  ///< of the entries that are shown
    std::vector<ledger::Entry> core_entries;
};

/// Everything throws Failure `bad_bundle` (refused) where a hash, signature or number fails; rules of
/// authority that are broken are collected.
class Verifier {
public:
    /// `lookup`: what is known of the ledger beside the commits that are judged.
    explicit Verifier(ledger::Authority::Lookup lookup = {}) : authority_({}, std::move(lookup)) {}

    /// Gives the next entry: its bytes, or its leaf hash in hexadecimal where it is withheld, in the suite gm
    /// followed by the one over SM3. The text lives until the next call.
    using NextEntry = std::function<std::string_view()>;
    using EntrySink = std::function<void(const BundleEntry&)>;

    /// Takes a commit apart: it must name its position and the registry `origin`, and the entries that follow
    /// must be those that were signed.
    ForeignCommit read(std::uint64_t position, std::string_view envelope, std::string_view origin,
                       const NextEntry& next, const EntrySink& sink = {});
    /// Judges who signed it by what was judged before, and verifies the signatures. Where it `follows`, it
    /// must have been signed on top of the tree so far, and is appended to it. True where it is one of the
    /// commits of authority, which every verifier needs.
    bool judge(const ForeignCommit& commit, bool follows);
    /// What was proposed before and counts from the commit on that was judged last.
    const std::vector<ledger::Entry>& approved() const { return approved_; }
    /// The tree that commits follow.
    void begin_tree(ledger::TreeBuilder tree) { tree_ = std::move(tree); }
    void begin_sm3_tree(ledger::TreeBuilder tree) { tree_sm3_ = std::move(tree); }
    ledger::TreeBuilder& tree() { return tree_; }
    ledger::TreeBuilder& sm3_tree() { return tree_sm3_; }  ///< grows only in the suite gm

    const ledger::Authority& authority() const { return authority_; }
    const Hash& fingerprint() const { return fingerprint_; }  ///< once commit 0 was judged
    std::uint64_t signatures() const { return signatures_; }
    std::vector<BundleReading::Signer> take_signers() { return std::move(signers_); }
    std::vector<BundleReading::Fault> take_faults() { return std::move(faults_); }

private:
    void remember_signer(const std::string& key_id, const std::string& time);

    ledger::Authority authority_;
    std::vector<ledger::Entry> approved_;
    ledger::TreeBuilder tree_, tree_sm3_{ledger::Digest::sm3};
    Hash fingerprint_{};
    std::uint64_t signatures_ = 0;
    std::vector<BundleReading::Signer> signers_;
    std::vector<BundleReading::Fault> faults_;
    crypto::Hasher hasher_, hasher_sm3_{ledger::Digest::sm3};
};

}  // namespace xinbu::exchange
