// The Merkle tree of RFC 6962 and RFC 9162 over SHA-256, and over SM3 (GB/T 32905) beside it in registries of
// the suite gm: roots, inclusion and consistency proofs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::ledger {

using crypto::Digest;

/// H(0x00 || bytes): the hash of a leaf (RFC 9162 section 2.1.1).
Hash leaf_hash(ByteView bytes, Digest digest = Digest::sha256);
Hash leaf_hash(crypto::Hasher& hasher, ByteView bytes);
/// H(0x01 || left || right).
Hash node_hash(crypto::Hasher& hasher, const Hash& left, const Hash& right);
/// The root of a tree without leaves: the digest of nothing.
Hash empty_root(Digest digest = Digest::sha256);

using Proof = std::vector<Hash>;

/// A tree that grows at its right edge and keeps only the roots of its complete subtrees: memory is
/// logarithmic.
class TreeBuilder {
public:
    explicit TreeBuilder(Digest digest = Digest::sha256) : digest_(digest), hasher_(digest) {}

    /// Told of every subtree that became complete: its level (0: a leaf), its index on that level, its hash.
    using NodeSink = std::function<void(int level, std::uint64_t index, const Hash& hash)>;

    void append(const Hash& leaf, const NodeSink& sink = {});
    std::uint64_t size() const { return size_; }
    Hash root();

    /// The complete subtrees of a tree of `size` leaves, left to right, as (level, index).
    static std::vector<std::pair<int, std::uint64_t>> complete_subtrees(std::uint64_t size);
    /// Goes on from a tree whose complete subtrees are known, in that order; their number must fit `size`.
    static TreeBuilder resume(std::uint64_t size, std::vector<Hash> subtrees, Digest digest = Digest::sha256);

private:
    Digest digest_;
    std::uint64_t size_ = 0;
    std::vector<Hash> subtrees_;
    crypto::Hasher hasher_;
};

/// The root over leaf hashes.
Hash tree_root(std::span<const Hash> leaves, Digest digest = Digest::sha256);

/// Gives the hash of a complete subtree.
using NodeSource = std::function<Hash(int level, std::uint64_t index)>;

/// The root of the first `size` leaves.
Hash root_at(std::uint64_t size, const NodeSource& nodes, Digest digest = Digest::sha256);
/// RFC 9162 section 2.1.3; `index` must be below `size`.
Proof inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeSource& nodes,
                      Digest digest = Digest::sha256);
/// RFC 9162 section 2.1.4 between trees of 0 < `first` <= `second` leaves; empty for equal sizes.
Proof consistency_proof(std::uint64_t first, std::uint64_t second, const NodeSource& nodes,
                        Digest digest = Digest::sha256);

/// The root that an inclusion proof leads to; nothing where index or length do not fit the size.
std::optional<Hash> root_of_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                                      std::span<const Hash> proof, Digest digest = Digest::sha256);
/// Whether `proof` shows that the leaf stands at `index` of the tree with that size and root.
bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, std::span<const Hash> proof,
                      const Hash& root, Digest digest = Digest::sha256);
/// Whether the tree (second, second_root) extends (first, first_root). From size 0 the proof must be empty
/// and `first_root` the empty root, as C2SP tlog-witness demands.
bool verify_consistency(std::uint64_t first, std::uint64_t second, const Hash& first_root,
                        const Hash& second_root, std::span<const Hash> proof, Digest digest = Digest::sha256);

}  // namespace xinbu::ledger
