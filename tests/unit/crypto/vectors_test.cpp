// What other people published about these formats.
#include "support/vectors.hpp"

#include <gtest/gtest.h>

#include <string>

#include "xinbu/crypto/dsse.hpp"
#include "xinbu/crypto/note.hpp"
#include "xinbu/crypto/signature.hpp"

namespace xinbu::crypto {
namespace {

using test::text_of;

Bytes hex_of(const rapidjson::Value& object, const char* name) {
    return from_hex(text_of(object, name)).value();
}

struct Count {
    int held = 0;
    int refused = 0;
};

/// Runs every case of a Wycheproof file; `acceptable` ones may go either way, and there is none of them so
/// far.
Count run_wycheproof(const rapidjson::Document& file, Algorithm algorithm, const char* raw_name) {
    Count count;
    for (const auto& group : file["testGroups"].GetArray()) {
        const auto key = PublicKey::from_raw(algorithm, hex_of(group["publicKey"], raw_name));
        const auto same = PublicKey::from_spki(hex_of(group, "publicKeyDer"));
        if (!key || !same) {
            ADD_FAILURE() << "a key is refused: " << text_of(group["publicKey"], raw_name);
            continue;
        }
        EXPECT_EQ(key->id(), same->id());
        for (const auto& test : group["tests"].GetArray()) {
            const bool holds = key->verify(hex_of(test, "msg"), hex_of(test, "sig"));
            const std::string expected = text_of(test, "result");
            if (expected != "acceptable") {
                EXPECT_EQ(holds, expected == "valid")
                    << test["tcId"].GetInt() << ' ' << text_of(test, "comment");
            }
            ++(holds ? count.held : count.refused);
        }
    }
    return count;
}

TEST(Wycheproof, Ed25519Agrees) {
    XINBU_READ_SHARED_JSON(file, "vectors/wycheproof/testvectors_v1/ed25519_test.json");
    const Count count = run_wycheproof(file, Algorithm::ed25519, "pk");
    EXPECT_EQ(count.held + count.refused, file["numberOfTests"].GetInt());
    EXPECT_GT(count.held, 50);
    EXPECT_GT(count.refused, 50);
}

TEST(Wycheproof, EcdsaP256InP1363FormAgrees) {
    XINBU_READ_SHARED_JSON(file, "vectors/wycheproof/testvectors_v1/ecdsa_secp256r1_sha256_p1363_test.json");
    const Count count = run_wycheproof(file, Algorithm::ecdsa_p256, "uncompressed");
    EXPECT_EQ(count.held + count.refused, file["numberOfTests"].GetInt());
    EXPECT_GT(count.held, 150);
    EXPECT_GT(count.refused, 50);
}

TEST(Ed25519Speccheck, WhatWouldBeAmbiguousIsRefused) {
    XINBU_READ_SHARED_JSON(file, "vectors/ed25519-edge/speccheck_cases.json");
    ASSERT_EQ(file["cases"].Size(), 10u);
    // 0, 1: a key of low order, refused before anything is verified. 2, 3: parts of mixed order, which the
    // equation of RFC 8032 without cofactor accepts. 4, 5: hold with the cofactor only. 6, 7: S >= L.
    // 8, 9: R in an encoding that is not canonical.
    for (rapidjson::SizeType i = 0; i < 10; ++i) {
        const auto& test = file["cases"][i];
        const auto key = PublicKey::from_raw(Algorithm::ed25519, hex_of(test, "pub_key"));
        ASSERT_EQ(key.has_value(), i > 1) << i;
        if (!key) continue;
        EXPECT_EQ(key->verify(hex_of(test, "message"), hex_of(test, "signature")), i == 2 || i == 3) << i;
    }
}

TEST(Dsse, ThePublishedExampleHolds) {
    XINBU_READ_SHARED_JSON(file, "vectors/dsse/pae.json");
    const std::string payload = text_of(file, "payload");
    const Bytes pae = dsse_pae(text_of(file, "payloadType"), as_bytes(payload));
    EXPECT_EQ(as_text(pae), text_of(file, "pae"));
    // Its coordinates are published in decimal; this is the same point.
    const auto key = PublicKey::from_raw(
        Algorithm::ecdsa_p256, from_hex("04"
                                        "67cd390f77aa359cb08c2235f652270493a9ed832b0abcc01f70954c0390d238"
                                        "0c782bd54e269125a44f4433aff1432ce94e12bca73aa67ac80cea12608ddf74")
                                   .value());
    ASSERT_TRUE(key);
    const auto signature = from_base64(text_of(file, "sig_b64"));
    ASSERT_TRUE(signature);
    EXPECT_TRUE(key->verify(pae, *signature));
    EXPECT_TRUE(key->verify_strict(pae, *signature));
    EXPECT_FALSE(key->verify(as_bytes(payload), *signature));
}

TEST(SignedNote, PublishedNotesHoldOrDoNot) {
    XINBU_READ_SHARED_JSON(file, "vectors/signed-note/notes.json");
    int held = 0;
    for (const auto& test : file["cases"].GetArray()) {
        const auto verifier = NoteVerifier::parse(text_of(test, "vkey"));
        bool ok = verifier.has_value();
        if (ok && test["note"].IsString()) {
            const std::string bytes = text_of(test, "note");
            const auto note = Note::parse(bytes);
            ok = note && note->is_signed_by(*verifier);
            if (note) {
                EXPECT_EQ(note->encode(), bytes);
            }
        }
        EXPECT_EQ(ok, test["ok"].GetBool()) << text_of(test, "name");
        held += ok ? 1 : 0;
    }
    EXPECT_GE(held, 5);
}

TEST(TlogTiles, EveryCheckpointHoldsAndNoAlteredOneDoes) {
    XINBU_READ_SHARED_JSON(key_file, "vectors/tlog-tiles/vkey.json");
    const auto verifier = NoteVerifier::parse(text_of(key_file, "vkey"));
    ASSERT_TRUE(verifier);
    EXPECT_EQ(verifier->vkey(), text_of(key_file, "vkey"));
    for (int number = -1; number < 16; ++number) {
        const std::string name =
            "vectors/tlog-tiles/testdata/log/checkpoint" + (number < 0 ? "" : '.' + std::to_string(number));
        const auto bytes = test::read_shared(name);
        if (!bytes) continue;
        const auto note = Note::parse(*bytes);
        ASSERT_TRUE(note) << name << ": " << note.error().why;
        EXPECT_TRUE(note->is_signed_by(*verifier)) << name;
        EXPECT_EQ(note->encode(), *bytes);
        for (std::size_t place = 0; place < bytes->size(); ++place) {
            std::string altered = *bytes;
            altered[place] = static_cast<char>(altered[place] ^ 0x01);
            const auto other = Note::parse(altered);
            EXPECT_FALSE(other && other->is_signed_by(*verifier)) << name << " at " << place;
        }
    }
}

}  // namespace
}  // namespace xinbu::crypto
