#include "xinbu/ledger/merkle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "support/vectors.hpp"
#include "xinbu/ledger/checkpoint.hpp"

namespace xinbu::ledger {
namespace {

namespace fs = std::filesystem;

std::vector<Hash> numbered_leaves(std::uint64_t count) {
    std::vector<Hash> leaves;
    for (std::uint64_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(as_bytes(std::to_string(i))));
    return leaves;
}

/// The definition of RFC 9162 section 2.1.1, word for word: what the quick ways are compared with.
Hash defined_root(std::span<const Hash> leaves) {
    if (leaves.empty()) return empty_root();
    if (leaves.size() == 1) return leaves[0];
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    crypto::Hasher hasher;
    return node_hash(hasher, defined_root(leaves.first(k)), defined_root(leaves.subspan(k)));
}

NodeSource nodes_of(const std::vector<Hash>& leaves) {
    return [&leaves](int level, std::uint64_t index) {
        return defined_root(std::span(leaves).subspan(index << level, std::uint64_t{1} << level));
    };
}

TEST(Merkle, roots_agree_with_the_classic_leaves) {
    // The eight leaves of the certificate transparency reference tests.
    const std::vector<std::string> leaves{
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    TreeBuilder builder;
    for (const std::string& leaf : leaves) builder.append(leaf_hash(*from_hex(leaf)));
    EXPECT_EQ(to_hex(builder.root()), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    EXPECT_EQ(to_hex(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    XINBU_READ_SHARED_JSON(vectors, "vectors/rfc6962-merkle/roots.json");
    TreeBuilder again;
    const auto& roots = vectors["roots_hex_by_size"];
    EXPECT_EQ(to_hex(again.root()), roots[0].GetString());
    for (rapidjson::SizeType i = 0; i < vectors["leaves_hex"].Size(); ++i) {
        again.append(leaf_hash(*from_hex(vectors["leaves_hex"][i].GetString())));
        EXPECT_EQ(to_hex(again.root()), roots[i + 1].GetString());
    }
}

TEST(Merkle, over_sm3_is_a_tree_of_its_own) {
    EXPECT_EQ(to_hex(empty_root(Digest::sm3)), to_hex(crypto::sm3({})));
    std::vector<Hash> leaves;
    for (std::uint8_t i = 0; i < 20; ++i) leaves.push_back(leaf_hash(Bytes{i}, Digest::sm3));
    EXPECT_EQ(leaves[3], crypto::sm3(Bytes{0, 3}));
    const NodeSource nodes = [&](int level, std::uint64_t index) {
        const std::uint64_t width = std::uint64_t{1} << level;
        return tree_root(std::span(leaves).subspan(index * width, width), Digest::sm3);
    };
    Bytes pair{1};
    for (const Hash& leaf : {leaves[0], leaves[1]}) pair.insert(pair.end(), leaf.begin(), leaf.end());
    EXPECT_EQ(root_at(2, nodes, Digest::sm3), crypto::sm3(pair));
    TreeBuilder builder(Digest::sm3);
    for (std::uint64_t size = 0; size <= leaves.size(); ++size) {
        const Hash root = root_at(size, nodes, Digest::sm3);
        EXPECT_EQ(builder.root(), root) << size;
        std::vector<Hash> subtrees;
        for (const auto& [level, index] : TreeBuilder::complete_subtrees(size))
            subtrees.push_back(nodes(level, index));
        EXPECT_EQ(TreeBuilder::resume(size, subtrees, Digest::sm3).root(), root) << size;
        for (std::uint64_t index = 0; index < size; ++index) {
            const Proof proof = inclusion_proof(index, size, nodes, Digest::sm3);
            EXPECT_TRUE(verify_inclusion(index, size, leaves[index], proof, root, Digest::sm3));
            EXPECT_TRUE(size == 1 || !verify_inclusion(index, size, leaves[index], proof, root));
        }
        for (std::uint64_t first = 0; first <= size; ++first) {
            const Proof proof = consistency_proof(first, size, nodes, Digest::sm3);
            EXPECT_TRUE(verify_consistency(first, size, root_at(first, nodes, Digest::sm3), root, proof,
                                           Digest::sm3));
        }
        if (size < leaves.size()) builder.append(leaves[size]);
    }
}

TEST(Merkle, every_size_builds_resumes_and_proves) {
    constexpr std::uint64_t most = 70;
    const std::vector<Hash> leaves = numbered_leaves(most);
    TreeBuilder builder;
    for (std::uint64_t size = 0; size <= most; ++size) {
        const std::span<const Hash> part = std::span(leaves).first(size);
        const Hash root = defined_root(part);
        EXPECT_EQ(builder.root(), root) << size;
        const NodeSource nodes = nodes_of(leaves);
        EXPECT_EQ(root_at(size, nodes), root) << size;
        std::vector<Hash> subtrees;
        for (const auto& [level, index] : TreeBuilder::complete_subtrees(size))
            subtrees.push_back(nodes(level, index));
        TreeBuilder resumed = TreeBuilder::resume(size, subtrees);
        EXPECT_EQ(resumed.root(), root) << size;
        for (std::uint64_t index = 0; index < size; ++index) {
            Proof proof = inclusion_proof(index, size, nodes);
            EXPECT_TRUE(verify_inclusion(index, size, leaves[index], proof, root)) << index << "/" << size;
            EXPECT_FALSE(verify_inclusion(index + 1, size, leaves[index], proof, root));
            if (!proof.empty()) {
                proof.back()[0] ^= 1;
                EXPECT_FALSE(verify_inclusion(index, size, leaves[index], proof, root));
                proof.pop_back();
                EXPECT_FALSE(verify_inclusion(index, size, leaves[index], proof, root));
            }
        }
        for (std::uint64_t first = 1; first <= size; ++first) {
            Proof proof = consistency_proof(first, size, nodes);
            const Hash old_root = defined_root(part.first(first));
            EXPECT_TRUE(verify_consistency(first, size, old_root, root, proof)) << first << "/" << size;
            proof.push_back(root);
            EXPECT_FALSE(verify_consistency(first, size, old_root, root, proof));
        }
        if (size < most) builder.append(leaves[size]);
    }
}

TEST(Merkle, tells_of_each_complete_subtree_once) {
    const std::vector<Hash> leaves = numbered_leaves(11);
    const NodeSource nodes = nodes_of(leaves);
    TreeBuilder builder;
    std::size_t told = 0;
    for (const Hash& leaf : leaves)
        builder.append(leaf, [&](int level, std::uint64_t index, const Hash& hash) {
            ++told;
            EXPECT_EQ(hash, nodes(level, index)) << level << "/" << index;
        });
    EXPECT_EQ(told, 11U + 5 + 2 + 1);
}

/// A hash in base64; one of another length is kept as nothing, since no proof can hold it.
std::optional<Hash> hash_of(const rapidjson::Value& value) {
    const auto bytes = from_base64(value.GetString());
    if (!bytes || bytes->size() != 32) return std::nullopt;
    Hash hash{};
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

std::optional<Proof> proof_of(const rapidjson::Value& array) {
    Proof proof;
    if (array.IsNull()) return proof;
    for (const auto& element : array.GetArray()) {
        const auto hash = hash_of(element);
        if (!hash) return std::nullopt;
        proof.push_back(*hash);
    }
    return proof;
}

std::vector<fs::path> vectors_in(const char* folder) {
    std::vector<fs::path> files;
    const fs::path root = fs::path(XINBU_SHARED_DIR) / "vectors/rfc6962-merkle/testdata" / folder;
    if (!fs::is_directory(root)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(root))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    return files;
}

rapidjson::Document document_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    rapidjson::Document document;
    document.Parse(text.data(), text.size());
    EXPECT_FALSE(document.HasParseError()) << file;
    return document;
}

TEST(Merkle, agrees_with_the_inclusion_vectors) {
    const std::vector<fs::path> files = vectors_in("inclusion");
    if (files.empty()) GTEST_SKIP() << "the inclusion vectors are not here";
    EXPECT_EQ(files.size(), 98U);
    for (const fs::path& file : files) {
        const rapidjson::Document vector = document_of(file);
        const auto root = hash_of(vector["root"]), leaf = hash_of(vector["leafHash"]);
        const auto proof = proof_of(vector["proof"]);
        const bool holds = root && leaf && proof &&
                           verify_inclusion(vector["leafIdx"].GetUint64(), vector["treeSize"].GetUint64(),
                                            *leaf, *proof, *root);
        EXPECT_EQ(holds, !vector["wantErr"].GetBool()) << file;
    }
}

TEST(Merkle, agrees_with_the_consistency_vectors) {
    const std::vector<fs::path> files = vectors_in("consistency");
    if (files.empty()) GTEST_SKIP() << "the consistency vectors are not here";
    EXPECT_EQ(files.size(), 98U);
    // Proofs from size 0 follow C2SP tlog-witness: an empty proof from the empty root holds.
    // One vector compares two equal texts that are no hashes at all, which cannot be written here.
    const std::set<std::string> passed_over{
        "sizes-are-equal-one-and-proof-is-empty.json", "size1-is-zero-and-size2-is-not-zero.json",
        "size1-is-zero-and-does-not-equal-size2.json", "sizes-are-equal-zero-and-proof-is-empty.json"};
    for (const fs::path& file : files) {
        if (passed_over.contains(file.filename().string())) continue;
        const rapidjson::Document vector = document_of(file);
        const auto first = hash_of(vector["root1"]), second = hash_of(vector["root2"]);
        const auto proof = proof_of(vector["proof"]);
        const bool holds = first && second && proof &&
                           verify_consistency(vector["size1"].GetUint64(), vector["size2"].GetUint64(),
                                              *first, *second, *proof);
        EXPECT_EQ(holds, !vector["wantErr"].GetBool()) << file;
    }
}

TEST(Merkle, agrees_with_a_published_log) {
    XINBU_READ_SHARED_JSON(vectors, "vectors/tlog-tiles/vkey.json");
    const Result<crypto::NoteVerifier> verifier = crypto::NoteVerifier::parse(vectors["vkey"].GetString());
    ASSERT_TRUE(verifier);
    TreeBuilder builder;
    int seen = 0;
    for (std::uint64_t size = 0; size <= vectors["leaves_utf8"].Size(); ++size) {
        if (const auto note =
                test::read_shared("vectors/tlog-tiles/testdata/log/checkpoint." + std::to_string(size))) {
            const Result<Checkpoint> checkpoint = verify_checkpoint(*note, verifier->key());
            ASSERT_TRUE(checkpoint) << size << checkpoint.error().why;
            EXPECT_EQ(checkpoint->size, size);
            EXPECT_EQ(checkpoint->root, builder.root()) << size;
            ++seen;
        }
        if (size < vectors["leaves_utf8"].Size())
            builder.append(leaf_hash(
                as_bytes(vectors["leaves_utf8"][static_cast<rapidjson::SizeType>(size)].GetString())));
    }
    EXPECT_GE(seen, 12);
}

}  // namespace
}  // namespace xinbu::ledger
