#include "xinbu/ledger/merkle.hpp"

#include <bit>

namespace xinbu::ledger {

namespace {

constexpr std::uint8_t leaf_prefix = 0x00;
constexpr std::uint8_t node_prefix = 0x01;

/// The largest power of two below `size`, for size > 1.
std::uint64_t split_of(std::uint64_t size) {
    return std::bit_floor(size - 1);
}

/// The root over the leaves [begin, begin + size): its left part is always a complete subtree.
Hash range_root(std::uint64_t begin, std::uint64_t size, const NodeSource& nodes, crypto::Hasher& hasher) {
    if (std::has_single_bit(size)) {
        const int level = std::countr_zero(size);
        return nodes(level, begin >> level);
    }
    const std::uint64_t left = split_of(size);
    const Hash left_root = range_root(begin, left, nodes, hasher);
    return node_hash(hasher, left_root, range_root(begin + left, size - left, nodes, hasher));
}

void collect_inclusion(std::uint64_t index, std::uint64_t begin, std::uint64_t size, const NodeSource& nodes,
                       crypto::Hasher& hasher, Proof& proof) {
    if (size == 1) return;
    const std::uint64_t left = split_of(size);
    if (index < left) {
        collect_inclusion(index, begin, left, nodes, hasher, proof);
        proof.push_back(range_root(begin + left, size - left, nodes, hasher));
    } else {
        collect_inclusion(index - left, begin + left, size - left, nodes, hasher, proof);
        proof.push_back(range_root(begin, left, nodes, hasher));
    }
}

/// SUBPROOF of RFC 9162 section 2.1.4.1: `known` tells that the root of the first leaves is what the reader
/// has.
void collect_consistency(std::uint64_t first, std::uint64_t begin, std::uint64_t size, bool known,
                         const NodeSource& nodes, crypto::Hasher& hasher, Proof& proof) {
    if (first == size) {
        if (!known) proof.push_back(range_root(begin, size, nodes, hasher));
        return;
    }
    const std::uint64_t left = split_of(size);
    if (first <= left) {
        collect_consistency(first, begin, left, known, nodes, hasher, proof);
        proof.push_back(range_root(begin + left, size - left, nodes, hasher));
    } else {
        collect_consistency(first - left, begin + left, size - left, false, nodes, hasher, proof);
        proof.push_back(range_root(begin, left, nodes, hasher));
    }
}

}  // namespace

Hash leaf_hash(crypto::Hasher& hasher, ByteView bytes) {
    return hasher.update(leaf_prefix).update(bytes).finish();
}

Hash leaf_hash(ByteView bytes, Digest digest) {
    crypto::Hasher hasher(digest);
    return leaf_hash(hasher, bytes);
}

Hash node_hash(crypto::Hasher& hasher, const Hash& left, const Hash& right) {
    return hasher.update(node_prefix).update(ByteView(left)).update(ByteView(right)).finish();
}

Hash empty_root(Digest digest) {
    return crypto::Hasher(digest).finish();
}

void TreeBuilder::append(const Hash& leaf, const NodeSink& sink) {
    if (sink) sink(0, size_, leaf);
    subtrees_.push_back(leaf);
    // Each trailing one of the old size is a complete subtree as large as the one just made: they join.
    int level = 0;
    for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
        const Hash right = subtrees_.back();
        subtrees_.pop_back();
        subtrees_.back() = node_hash(hasher_, subtrees_.back(), right);
        ++level;
        if (sink) sink(level, size_ >> level, subtrees_.back());
    }
    ++size_;
}

Hash TreeBuilder::root() {
    if (subtrees_.empty()) return empty_root(digest_);
    Hash root = subtrees_.back();
    for (std::size_t i = subtrees_.size() - 1; i-- > 0;) root = node_hash(hasher_, subtrees_[i], root);
    return root;
}

std::vector<std::pair<int, std::uint64_t>> TreeBuilder::complete_subtrees(std::uint64_t size) {
    std::vector<std::pair<int, std::uint64_t>> subtrees;
    for (std::uint64_t begin = 0; begin < size;) {
        const std::uint64_t width = std::bit_floor(size - begin);
        const int level = std::countr_zero(width);
        subtrees.emplace_back(level, begin >> level);
        begin += width;
    }
    return subtrees;
}

TreeBuilder TreeBuilder::resume(std::uint64_t size, std::vector<Hash> subtrees, Digest digest) {
    TreeBuilder builder(digest);
    builder.size_ = size;
    builder.subtrees_ = std::move(subtrees);
    return builder;
}

Hash tree_root(std::span<const Hash> leaves, Digest digest) {
    TreeBuilder builder(digest);
    for (const Hash& leaf : leaves) builder.append(leaf);
    return builder.root();
}

Hash root_at(std::uint64_t size, const NodeSource& nodes, Digest digest) {
    if (size == 0) return empty_root(digest);
    crypto::Hasher hasher(digest);
    return range_root(0, size, nodes, hasher);
}

Proof inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeSource& nodes, Digest digest) {
    Proof proof;
    crypto::Hasher hasher(digest);
    collect_inclusion(index, 0, size, nodes, hasher, proof);
    return proof;
}

Proof consistency_proof(std::uint64_t first, std::uint64_t second, const NodeSource& nodes, Digest digest) {
    Proof proof;
    crypto::Hasher hasher(digest);
    if (first != 0 && first != second) collect_consistency(first, 0, second, true, nodes, hasher, proof);
    return proof;
}

std::optional<Hash> root_of_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                                      std::span<const Hash> proof, Digest digest) {
    if (index >= size) return std::nullopt;
    crypto::Hasher hasher(digest);
    std::uint64_t node = index, last = size - 1;
    Hash hash = leaf;
    for (const Hash& sibling : proof) {
        if (last == 0) return std::nullopt;
        if ((node & 1) != 0 || node == last) {
            hash = node_hash(hasher, sibling, hash);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hasher, hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 ? std::optional(hash) : std::nullopt;
}

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, std::span<const Hash> proof,
                      const Hash& root, Digest digest) {
    return root_of_inclusion(index, size, leaf, proof, digest) == root;
}

bool verify_consistency(std::uint64_t first, std::uint64_t second, const Hash& first_root,
                        const Hash& second_root, std::span<const Hash> proof, Digest digest) {
    if (first > second) return false;
    if (first == second) return proof.empty() && first_root == second_root;
    if (first == 0) return proof.empty() && first_root == empty_root(digest);
    if (proof.empty()) return false;

    crypto::Hasher hasher(digest);
    std::uint64_t node = first - 1, last = second - 1;
    while ((node & 1) != 0) {
        node >>= 1;
        last >>= 1;
    }
    std::size_t used = 0;
    // A first tree that is one complete subtree is its own starting point and stands not in the proof.
    Hash old_hash = std::has_single_bit(first) ? first_root : proof[used++];
    Hash new_hash = old_hash;
    for (; used < proof.size(); ++used) {
        if (last == 0) return false;
        if ((node & 1) != 0 || node == last) {
            old_hash = node_hash(hasher, proof[used], old_hash);
            new_hash = node_hash(hasher, proof[used], new_hash);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(hasher, new_hash, proof[used]);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && old_hash == first_root && new_hash == second_root;
}

}  // namespace xinbu::ledger
