#include "xinbu/crypto/exchange.hpp"

#include <gtest/gtest.h>

#include "xinbu/crypto/digest.hpp"
#include "xinbu/crypto/ecdsa_der.hpp"

namespace xinbu::crypto {
namespace {

TEST(Exchange, gives_a_key_to_its_recipient_alone) {
    const ExchangeKey recipient = new_exchange_key(), other = new_exchange_key();
    const Secret key = random_secret(32);
    const SealedKey sealed = take(seal_key(recipient.public_key, key, "test"));
    const Result<Secret> opened = open_key(recipient.private_key, sealed, "test");
    ASSERT_TRUE(opened);
    EXPECT_TRUE(equal_in_constant_time(opened->view(), key.view()));
    EXPECT_FALSE(open_key(other.private_key, sealed, "test"));
    EXPECT_FALSE(open_key(recipient.private_key, sealed, "another purpose"));
    const SealedKey again = take(seal_key(recipient.public_key, key, "test"));
    EXPECT_NE(again.ephemeral, sealed.ephemeral);
    EXPECT_NE(again.wrapped, sealed.wrapped);
}

TEST(Exchange, refuses_what_was_altered) {
    const ExchangeKey recipient = new_exchange_key();
    const Secret key = random_secret(32);
    const SealedKey sealed = take(seal_key(recipient.public_key, key, "test"));
    for (std::size_t at = 0; at < sealed.ephemeral.size(); ++at) {
        SealedKey altered = sealed;
        altered.ephemeral[at] ^= 1;
        EXPECT_FALSE(open_key(recipient.private_key, altered, "test")) << at;
    }
    for (std::size_t at = 0; at < sealed.wrapped.size(); ++at) {
        SealedKey altered = sealed;
        altered.wrapped[at] ^= 1;
        EXPECT_FALSE(open_key(recipient.private_key, altered, "test")) << at;
    }
    SealedKey cut = sealed;
    cut.wrapped.pop_back();
    EXPECT_FALSE(open_key(recipient.private_key, cut, "test"));
    cut = sealed;
    cut.ephemeral.pop_back();
    EXPECT_FALSE(open_key(recipient.private_key, cut, "test"));
}

TEST(Exchange, refuses_public_keys_of_low_order) {
    const Secret key = random_secret(32);
    EXPECT_FALSE(seal_key(Bytes(32, 0), key, "test"));
    Bytes one(32, 0);
    one[0] = 1;
    EXPECT_FALSE(seal_key(one, key, "test"));
    EXPECT_FALSE(seal_key(Bytes(31, 9), key, "test"));
}

TEST(EcdsaDer, has_one_form) {
    const Bytes der = *from_hex("3006020101020102");
    const auto raw = raw_ecdsa_signature(der);
    ASSERT_TRUE(raw);
    EXPECT_EQ(to_hex(*raw), std::string(63, '0') + "1" + std::string(63, '0') + "2");
    for (const char* bad : {"", "3006020101020102ff", "30810602010102010", "300702020001020102", "3006020101",
                            "30080202000102020002", "3006020181020102ff"})
        EXPECT_FALSE(raw_ecdsa_signature(from_hex(bad).value_or(Bytes{1}))) << bad;
    EXPECT_FALSE(raw_ecdsa_signature(*from_hex("3006020181020102"))) << "a negative number";
    EXPECT_FALSE(raw_ecdsa_signature(Bytes(100, 0x30)));
}

}  // namespace
}  // namespace xinbu::crypto
