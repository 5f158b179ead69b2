#include "xinbu/ledger/commit.hpp"

#include <gtest/gtest.h>

#include "xinbu/ledger/merkle.hpp"

#include "xinbu/json/json.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/merkle.hpp"

namespace xinbu::ledger {
namespace {

using plugin::Object;
using plugin::Value;

Entry sample_entry() {
    return {
        "ip.trademark.recorded", "trademark/CN-1234567", "2026-03-01", {{"mark", "陶缘"}}, {}, new_salt()};
}

TEST(Entry, is_the_documented_form_byte_for_byte) {
    Entry entry = sample_entry();
    entry.salt = "dc90cf07de907ccc64636ceddb38e552";
    EXPECT_EQ(encode_entry(entry),
              R"({"data":{"mark":"陶缘"},"effective":"2026-03-01","record":"trademark/CN-1234567",)"
              R"("salt":"dc90cf07de907ccc64636ceddb38e552","type":"ip.trademark.recorded","v":1})");
    const Result<Entry> again = decode_entry(as_bytes(encode_entry(entry)));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->data, entry.data);
}

TEST(Entry, refuses_every_departure_from_its_form) {
    const std::string good = encode_entry(sample_entry());
    const auto refused = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
        EXPECT_FALSE(decode_entry(as_bytes(text))) << text;
    };
    refused("\"v\":1", "\"v\":2");
    refused("\"v\":1", "\"v\":1,\"w\":1");
    refused("2026-03-01", "2026-02-29");
    refused("ip.trademark.recorded", "trademark");
    refused("ip.trademark.recorded", "Ip.trademark");
    refused("trademark/CN-1234567", "trademark");
    refused("trademark/CN-1234567", "/CN-1234567");
    refused("\"salt\":\"", "\"salt\":\"A");
    refused("{\"mark\":\"陶缘\"}", "[]");
    refused("{\"data\"", " {\"data\"");
    Entry large = sample_entry();
    large.data.set("text", std::string(largest_entry_bytes, 'x'));
    EXPECT_THROW(encode_entry(large), Failure);
}

Payload sample_payload(const crypto::PrivateKey& key) {
    Payload payload;
    payload.author = key.public_key().id();
    payload.entry_count = 5;
    payload.message = "示例";
    payload.origin = "xinbu/91320100MA0000023K/01234567-89ab-4cde-8f01-23456789abcd";
    payload.parent_size = 4;
    payload.required = {key.public_key().id()};
    payload.time = "2026-03-03T11:00:00Z";
    return payload;
}

TEST(Commit, survives_a_round_trip_and_verifies) {
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    const Payload payload = sample_payload(key);
    const std::string bytes = encode_envelope(sign_payload(payload, {&key}));
    const Result<Envelope> envelope = decode_envelope(as_bytes(bytes));
    ASSERT_TRUE(envelope);
    const Result<Payload> again = decode_payload(envelope->payload);
    ASSERT_TRUE(again) << again.error().why;
    EXPECT_EQ(encode_payload(*again), as_text(envelope->payload));
    EXPECT_EQ(again->parent_size, 4U);
    EXPECT_TRUE(key.public_key().verify_strict(signed_bytes(envelope->payload),
                                               envelope->signatures.at(0).signature));
    // What a stranger hashes and verifies by hand.
    EXPECT_EQ(as_text(signed_bytes(envelope->payload)).substr(0, 45),
              "DSSEv1 36 application/vnd.xinbu.commit.v1+jso");
}

TEST(Commit, refuses_every_departure_from_its_form) {
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    const std::string good = encode_payload(sample_payload(key));
    ASSERT_TRUE(decode_payload(as_bytes(good)));
    const auto refused = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
        EXPECT_FALSE(decode_payload(as_bytes(text))) << text;
    };
    refused("\"v\":1", "\"v\":2");
    refused("\"count\":5", "\"count\":0");
    refused("\"count\":5", "\"count\":100001");
    refused("\"size\":4", "\"size\":-1");
    refused("2026-03-03T11:00:00Z", "2026-03-03T24:00:00Z");
    refused("2026-03-03T11:00:00Z", "2026-03-03T11:00:00+08:00");
    refused("xinbu/9132", "other/9132");
    refused("01234567-89ab", "01234567_89ab");
    refused("\"message\":\"示例\"", "\"message\":7");
    refused("\"requires\":[",
            "\"requires\":[\"" + std::string(64, '0') + "\",\"" + std::string(64, '0') + "\",");

    const std::string envelope = encode_envelope(sign_payload(sample_payload(key), {&key}));
    const auto envelope_refused = [&](const std::string& from, const std::string& to) {
        std::string text = envelope;
        text.replace(text.find(from), from.size(), to);
        EXPECT_FALSE(decode_envelope(as_bytes(text))) << text;
    };
    envelope_refused("commit.v1+json", "commit.v2+json");
    envelope_refused("\"payload\":\"", "\"payload\":\"!");
    envelope_refused("\"signatures\":[", "\"signatures\":[],\"x\":[");
    envelope_refused("\"sig\":\"", "\"sig\":\"AAAA");
}

TEST(Commit, is_in_intl_what_it_always_was) {
    Payload payload;
    payload.author = std::string(64, 'a');
    payload.required = {payload.author};
    payload.entry_count = 1;
    payload.message = "m";
    payload.origin = "xinbu/91320100MA0000023K/01234567-89ab-4cde-8f01-23456789abcd";
    payload.time = "2026-03-03T11:00:00Z";
    const std::string zeros(64, '0');
    EXPECT_EQ(encode_payload(payload),
              "{\"author\":\"" + payload.author + "\",\"entries\":{\"count\":1,\"root\":\"" + zeros +
                  "\"},\"message\":\"m\",\"origin\":\"" + payload.origin + "\",\"parent\":{\"root\":\"" +
                  zeros + "\",\"size\":0},\"requires\":[\"" + payload.author +
                  "\"],\"time\":\"2026-03-03T11:00:00Z\",\"v\":1}");
}

TEST(Commit, states_both_sm3_roots_or_none) {
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::sm2);
    Payload payload = sample_payload(key);
    payload.entry_root_sm3 = leaf_hash({}, Digest::sm3);
    payload.parent_root_sm3 = empty_root(Digest::sm3);
    const std::string good = encode_payload(payload);
    const std::string entries = "\",\"root_sm3\":\"" + to_hex(*payload.entry_root_sm3),
                      parent = "\",\"root_sm3\":\"" + to_hex(*payload.parent_root_sm3);
    const std::size_t first = good.find(entries), second = good.find(parent);
    ASSERT_NE(first, std::string::npos);
    ASSERT_NE(second, std::string::npos);
    EXPECT_EQ(good.substr(second + parent.size(), 11), "\",\"size\":4}");
    const Result<Payload> again = decode_payload(as_bytes(good));
    ASSERT_TRUE(again) << again.error().why;
    EXPECT_EQ(again->entry_root_sm3, payload.entry_root_sm3);
    EXPECT_EQ(again->parent_root_sm3, payload.parent_root_sm3);
    EXPECT_EQ(encode_payload(*again), good);

    std::string bad = good;
    EXPECT_FALSE(decode_payload(as_bytes(bad.erase(second, parent.size()))));
    bad = good;
    EXPECT_FALSE(decode_payload(as_bytes(bad.erase(first, entries.size()))));
    for (const std::size_t at : {first, second}) {
        bad = good;
        bad[at + entries.size() - 1] = 'X';
        EXPECT_FALSE(decode_payload(as_bytes(bad))) << bad;
        bad = good;
        bad.replace(at + 3, 8, "root_sm4");
        EXPECT_FALSE(decode_payload(as_bytes(bad))) << bad;
    }

    const std::vector<Hash> leaves{leaf_hash(as_bytes("a")), leaf_hash(as_bytes("b"))},
        leaves_sm3{leaf_hash(as_bytes("a"), Digest::sm3), leaf_hash(as_bytes("b"), Digest::sm3)};
    payload.entry_count = 2;
    payload.entry_root = tree_root(leaves);
    payload.entry_root_sm3 = tree_root(leaves_sm3, Digest::sm3);
    EXPECT_TRUE(states_entries(payload, leaves, leaves_sm3));
    EXPECT_FALSE(states_entries(payload, leaves, {}));
    EXPECT_FALSE(states_entries(payload, leaves, leaves));
    EXPECT_FALSE(states_entries(payload, leaves_sm3, leaves_sm3));
    payload.entry_root_sm3.reset();
    EXPECT_TRUE(states_entries(payload, leaves, {}));
    EXPECT_FALSE(states_entries(payload, leaves, leaves_sm3));
}

TEST(Checkpoint, of_gm_needs_both_lines_and_a_second_note) {
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519),
                             sm2 = crypto::PrivateKey::generate(crypto::Algorithm::sm2),
                             other = crypto::PrivateKey::generate(crypto::Algorithm::sm2);
    const Checkpoint head{"xinbu/91320100MA0000023K/01234567-89ab-4cde-8f01-23456789abcd", 12, leaf_hash({})};
    const Checkpoint second{sm3_origin(head.origin), 12, leaf_hash({}, Digest::sm3)};
    EXPECT_EQ(second.origin, head.origin + "/sm3");
    const CheckpointKeys keys(key.public_key(), sm2.public_key());
    const std::string both = sign_checkpoint(head, key, &sm2).encode(),
                      one = sign_checkpoint(head, key).encode();
    EXPECT_TRUE(verify_checkpoint(both, keys));
    EXPECT_TRUE(verify_checkpoint(both, key.public_key()));
    EXPECT_FALSE(verify_checkpoint(one, keys));
    EXPECT_FALSE(verify_checkpoint(sign_checkpoint(head, key, &other).encode(), keys));
    EXPECT_FALSE(verify_sm3_checkpoint(both, keys, head)) << "it is the first one";
    EXPECT_TRUE(verify_sm3_checkpoint(sign_checkpoint(second, key, &sm2).encode(), keys, head));
    EXPECT_FALSE(verify_sm3_checkpoint(sign_checkpoint(second, key).encode(), keys, head));
    EXPECT_FALSE(verify_sm3_checkpoint(sign_checkpoint({second.origin, 11, second.root}, key, &sm2).encode(),
                                       keys, head));
}

TEST(Checkpoint, is_the_documented_text_and_nothing_else) {
    const Checkpoint head{"xinbu/91320100MA0000023K/01234567-89ab-4cde-8f01-23456789abcd", 12, leaf_hash({})};
    const std::string text = checkpoint_text(head);
    EXPECT_EQ(text, head.origin + "\n12\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n");
    ASSERT_TRUE(parse_checkpoint(text));
    for (const std::string& bad :
         {head.origin + "\n012\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n", text + "extra\n",
          text.substr(0, text.size() - 1), std::string("\n1\n\n"), head.origin + "\n-1\nAA==\n"})
        EXPECT_FALSE(parse_checkpoint(bad)) << bad;

    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    const crypto::PrivateKey other = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    std::string note = sign_checkpoint(head, key).encode();
    EXPECT_TRUE(verify_checkpoint(note, key.public_key()));
    EXPECT_FALSE(verify_checkpoint(note, other.public_key()));
    note.replace(note.find("\n12\n"), 4, "\n13\n");
    EXPECT_FALSE(verify_checkpoint(note, key.public_key()));
}

}  // namespace
}  // namespace xinbu::ledger
