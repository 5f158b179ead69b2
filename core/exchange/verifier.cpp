#include "xinbu/exchange/verifier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "refusal.hpp"

namespace xinbu::exchange {

namespace {

constexpr std::size_t largest_core_bytes = std::size_t{16} << 20;  ///< entries of the core in one commit
constexpr std::size_t most_faults = 1000;
constexpr std::size_t hash_digits = 2 * sizeof(Hash);

[[noreturn]] void refuse_commit(std::uint64_t position, const std::string& why) {
    refuse(fmt::format("{}: {}", fmt::format(fmt::runtime(tr("commit {}")), position), why));
}

}  // namespace

ForeignCommit Verifier::read(std::uint64_t position, std::string_view envelope, std::string_view origin,
                             const NextEntry& next, const EntrySink& sink) {
    ForeignCommit commit;
    commit.position = position;
    commit.envelope_text = envelope;
    commit.leaf = ledger::leaf_hash(hasher_, as_bytes(envelope));
    Result<ledger::Envelope> decoded = ledger::decode_envelope(as_bytes(envelope));
    if (!decoded) refuse_commit(position, decoded.error().why);
    Result<ledger::Payload> payload = ledger::decode_payload(decoded->payload);
    if (!payload) refuse_commit(position, payload.error().why);
    commit.envelope = std::move(*decoded);
    commit.payload = std::move(*payload);
    if (commit.payload.parent_size != position)
        refuse_commit(position, tr("it names another position than it stands at"));
    if (commit.payload.origin != origin) refuse_commit(position, tr("it belongs to another registry"));

    const bool has_sm3 = commit.payload.entry_root_sm3.has_value();
    if (has_sm3) commit.leaf_sm3 = ledger::leaf_hash(hasher_sm3_, as_bytes(envelope));
    std::size_t core_bytes = 0;
    for (std::uint64_t i = 0; i < commit.payload.entry_count; ++i) {
        const std::string_view line = next();
        BundleEntry one{position, i, {}, {}, nullptr, std::nullopt};
        std::optional<ledger::Entry> entry;
        const bool is_hash = line.size() == (has_sm3 ? 2 * hash_digits : hash_digits);
        const auto withheld = is_hash ? hash_from_hex(line.substr(0, hash_digits)) : std::nullopt;
        const auto withheld_sm3 = is_hash && has_sm3 ? hash_from_hex(line.substr(hash_digits)) : std::nullopt;
        if (withheld && withheld_sm3.has_value() == has_sm3) {
            one.id = *withheld;
            one.id_sm3 = withheld_sm3;
        } else {
            Result<ledger::Entry> shown = ledger::decode_entry(as_bytes(line));
            if (!shown) refuse_commit(position, shown.error().why);
            entry = std::move(*shown);
            one.id = ledger::leaf_hash(hasher_, as_bytes(line));
            if (has_sm3) one.id_sm3 = ledger::leaf_hash(hasher_sm3_, as_bytes(line));
            one.bytes = line;
            one.entry = &*entry;
            commit.types.insert(entry->type);
        }
        commit.leaves.push_back(one.id);
        if (one.id_sm3) commit.leaves_sm3.push_back(*one.id_sm3);
        if (sink) sink(one);
        if (!entry || !entry->type.starts_with("core.")) continue;
        core_bytes += line.size();
        if (core_bytes > largest_core_bytes)
            refuse_commit(position, tr("it says more about the registry itself than one commit may"));
        commit.core_entries.push_back(std::move(*entry));
    }
    if (!ledger::states_entries(commit.payload, commit.leaves, commit.leaves_sm3))
        refuse_commit(position, tr("its entries are not those that were signed"));
    return commit;
}

bool Verifier::judge(const ForeignCommit& commit, bool follows) {
    ledger::Authority::Admission admission = authority_.admit(
        {commit.position, commit.payload, commit.envelope.signatures, commit.types, commit.core_entries});
    // The author's signature covers the trees before: nothing was left out, added or moved.
    const bool is_gm = authority_.identity().is_gm();
    const std::optional<Hash>& parent_sm3 = commit.payload.parent_root_sm3;
    if (follows && (commit.payload.parent_root != tree_.root() ||
                    (is_gm && parent_sm3 && *parent_sm3 != tree_sm3_.root())))
        refuse_commit(commit.position, tr("it was not signed on top of the commits before it"));
    for (ledger::AuthorityFault& fault : admission.faults)
        if (faults_.size() < most_faults) faults_.push_back({commit.position, std::move(fault)});
    const Bytes message = ledger::signed_bytes(commit.envelope.payload);
    for (const ledger::Authority::SignatureToVerify& one : admission.signatures) {
        if (!one.key.verify_strict(message, *one.signature))
            refuse_commit(commit.position, tr("a signature does not hold"));
        if (!follows) continue;
        ++signatures_;
        remember_signer(one.key.id(), commit.payload.time);
    }
    approved_.clear();
    for (ledger::Authority::Admission::Approved& one : admission.approved)
        std::ranges::move(one.drafts, std::back_inserter(approved_));
    if (commit.position == 0) fingerprint_ = commit.leaf;
    if (follows) tree_.append(commit.leaf);
    // That it states no SM3 roots was told above; the tree goes on all the same.
    if (follows && is_gm)
        tree_sm3_.append(parent_sm3 ? commit.leaf_sm3
                                    : ledger::leaf_hash(hasher_sm3_, as_bytes(commit.envelope_text)));
    return admission.of_authority;
}

void Verifier::remember_signer(const std::string& key_id, const std::string& time) {
    auto at = std::ranges::find(signers_, key_id,
                                [](const BundleReading::Signer& one) { return one.who.key.id(); });
    if (at == signers_.end()) {
        const ledger::Operator* who = authority_.find_key(key_id);
        at = signers_.insert(signers_.end(), {*who, time, time, 0});
    }
    at->last = time;
    ++at->commits;
}

}  // namespace xinbu::exchange
