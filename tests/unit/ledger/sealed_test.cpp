#include "xinbu/ledger/sealed.hpp"

#include <gtest/gtest.h>

#include "xinbu/crypto/digest.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::ledger {
namespace {

const std::string id = "0123456789abcdef0123456789abcdef";
const SealedPlace place{"test.note.written", "note/N-1", "/data/party/name"};

plugin::Value value_of(std::string_view text) {
    return take(json::parse(text, json::Profile::document));
}

TEST(Sealed, opens_at_its_own_place_only) {
    const crypto::Secret key = crypto::random_secret(32);
    const SealedValue sealed = seal("王小明", id, key, place);
    EXPECT_EQ(open_sealed(sealed, key, place), plugin::Value("王小明"));
    EXPECT_FALSE(open_sealed(sealed, crypto::random_secret(32), place));
    EXPECT_FALSE(open_sealed(sealed, key, {"test.note.filed", place.record, place.path}));
    EXPECT_FALSE(open_sealed(sealed, key, {place.type, "note/N-2", place.path}));
    EXPECT_FALSE(open_sealed(sealed, key, {place.type, place.record, "/data/party/identifier"}));
    // The parts are told apart: what one of them loses, the next cannot gain.
    EXPECT_FALSE(open_sealed(sealed, key, {"test.note.written\nnote", "N-1", place.path}));
}

TEST(Sealed, holds_any_value_and_hides_its_length) {
    const crypto::Secret key = crypto::random_secret(32);
    std::set<std::size_t> lengths;
    for (const plugin::Value& value :
         {plugin::Value("李"), plugin::Value("  "), plugin::Value(7),
          plugin::Value(plugin::Object{{"a", plugin::Array{1, true, nullptr}}})}) {
        const SealedValue sealed = seal(value, id, key, place);
        lengths.insert(sealed.ciphertext.size());
        EXPECT_EQ(open_sealed(sealed, key, place), value);
    }
    EXPECT_EQ(lengths, std::set<std::size_t>{32 + 16});
}

TEST(Sealed, never_draws_a_nonce_twice) {
    const crypto::Secret key = crypto::random_secret(32);
    std::set<std::string> nonces;
    for (int i = 0; i < 1000; ++i) nonces.insert(to_hex(seal("x", id, key, place).nonce));
    EXPECT_EQ(nonces.size(), 1000U);
}

TEST(Sealed, stands_in_an_entry_as_the_format_says) {
    const SealedValue sealed = seal("王小明", id, crypto::random_secret(32), place);
    const plugin::Value value = to_value(sealed);
    EXPECT_TRUE(is_sealed(value));
    EXPECT_EQ(sealed_value(value), sealed);
    EXPECT_EQ(json::canonical(value), R"({"sealed":{"alg":"A256GCM","ct":")" + to_base64(sealed.ciphertext) +
                                          R"(","key":")" + id + R"(","nonce":")" + to_base64(sealed.nonce) +
                                          R"("}})");
}

TEST(Sealed, no_other_shape_is_one) {
    const std::string nonce = R"("nonce":"AAAAAAAAAAAAAAAA")", ct = R"("ct":"AAAAAAAAAAAAAAAAAAAAAA==")",
                      key = R"("key":")" + id + "\"", alg = R"("alg":"A256GCM")";
    const auto is_one = [](const std::string& text) { return sealed_value(value_of(text)).has_value(); };
    const auto with = [](const std::string& a, const std::string& b, const std::string& c,
                         const std::string& d, const std::string& more = "") {
        return R"({"sealed":{)" + a + "," + b + "," + c + "," + d + more + "}}";
    };
    ASSERT_TRUE(is_one(with(alg, ct, key, nonce)));
    EXPECT_FALSE(is_one(with(alg, ct, key, nonce, R"(,"x":1)")));
    EXPECT_FALSE(is_one(with(R"("alg":"A128GCM")", ct, key, nonce)));
    EXPECT_FALSE(is_one(with(alg, R"("ct":"AAAA")", key, nonce)));                      // no whole tag
    EXPECT_FALSE(is_one(with(alg, R"("ct":"AAAAAAAAAAAAAAAAAAAAAB==")", key, nonce)));  // loose bits
    EXPECT_FALSE(is_one(with(alg, R"("ct":5)", key, nonce)));
    EXPECT_FALSE(is_one(with(alg, ct, R"("key":"short")", nonce)));
    EXPECT_FALSE(is_one(with(alg, ct, R"("key":"0123456789ABCDEF0123456789ABCDEF")", nonce)));
    EXPECT_FALSE(is_one(with(alg, ct, key, R"("nonce":"AAAA")")));
    for (const char* text : {"1", "\"sealed\"", "[]", "{}", R"({"sealed":1})", R"({"sealed":{}})",
                             R"({"sealed":{"alg":"A256GCM"}})"})
        EXPECT_FALSE(is_one(text)) << text;
    EXPECT_FALSE(is_one(R"({"other":1,"sealed":{)" + alg + "," + ct + "," + key + "," + nonce + "}}"));
}

}  // namespace
}  // namespace xinbu::ledger
