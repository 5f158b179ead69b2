#include "xinbu/crypto/note.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace xinbu::crypto {
namespace {

const std::string dash = "\xE2\x80\x94";

PrivateKey ed25519_key() {
    return PrivateKey::generate(Algorithm::ed25519);
}

Note note_of(std::string text) {
    Note note;
    note.text = std::move(text);
    return note;
}

std::string signed_by(const PrivateKey& key, std::string text, const std::string& name = "log.example") {
    Note note = note_of(std::move(text));
    sign_note(note, name, key);
    return note.encode();
}

std::string code_of(std::string_view bytes) {
    const auto note = Note::parse(bytes);
    return note ? "none" : note.error().code;
}

TEST(Note, SignedHereParsesAndHolds) {
    const PrivateKey key = ed25519_key();
    const NoteVerifier verifier("log.example", key.public_key());
    const std::string bytes = signed_by(key, "登记库\n\ntext with an empty line\n");
    const auto note = Note::parse(bytes);
    ASSERT_TRUE(note) << note.error().why;
    EXPECT_EQ(note->text, "登记库\n\ntext with an empty line\n");
    EXPECT_EQ(note->encode(), bytes);
    ASSERT_EQ(note->signatures.size(), 1u);
    EXPECT_EQ(note->signatures[0].name, "log.example");
    EXPECT_EQ(note->signatures[0].key_id, verifier.key_id());
    EXPECT_EQ(note->signatures[0].signature.size(), 64u);
    EXPECT_TRUE(note->is_signed_by(verifier));
}

TEST(Note, HoldsForItsSignersOnly) {
    const PrivateKey key = ed25519_key();
    const auto note = Note::parse(signed_by(key, "text\n"));
    ASSERT_TRUE(note);
    EXPECT_FALSE(note->is_signed_by(NoteVerifier("log.example", ed25519_key().public_key())));
    EXPECT_FALSE(note->is_signed_by(NoteVerifier("other.example", key.public_key())));
    EXPECT_FALSE(note->is_signed_by(NoteVerifier("log.example", key.public_key(), NoteKind::cosignature)));
    EXPECT_FALSE(note_of("text\n").is_signed_by(NoteVerifier("log.example", key.public_key())));
}

TEST(Note, AnAlteredTextHoldsForNobody) {
    const PrivateKey key = ed25519_key();
    auto note = Note::parse(signed_by(key, "text\n"));
    ASSERT_TRUE(note);
    note->text = "texu\n";
    EXPECT_FALSE(note->is_signed_by(NoteVerifier("log.example", key.public_key())));
}

TEST(Note, CarriesSignersOfOneNameAndIgnoresUnknownOnes) {
    const PrivateKey one = ed25519_key();
    const PrivateKey two = ed25519_key();
    Note note = note_of("text\n");
    sign_note(note, "log.example", one);
    sign_note(note, "log.example", two);
    note.signatures.push_back({"log.example", 7, Bytes(64, 1)});
    note.signatures.push_back(
        {"unknown.example", NoteVerifier("log.example", one.public_key()).key_id(), Bytes(9, 1)});
    const auto back = Note::parse(note.encode());
    ASSERT_TRUE(back);
    EXPECT_EQ(back->signatures.size(), 4u);
    EXPECT_TRUE(back->is_signed_by(NoteVerifier("log.example", one.public_key())));
    EXPECT_TRUE(back->is_signed_by(NoteVerifier("log.example", two.public_key())));
}

TEST(Note, OneBadSignatureOfAKnownKeySpoilsIt) {
    const PrivateKey key = ed25519_key();
    const NoteVerifier verifier("log.example", key.public_key());
    Note note = note_of("text\n");
    sign_note(note, "log.example", key);
    sign_note(note, "log.example", key);
    EXPECT_TRUE(note.is_signed_by(verifier));
    ++note.signatures[1].signature[0];
    EXPECT_FALSE(note.is_signed_by(verifier));
    std::swap(note.signatures[0], note.signatures[1]);
    EXPECT_FALSE(note.is_signed_by(verifier));
}

TEST(Note, RefusesMalformedBytes) {
    const std::string line = dash + " log.example AAAAAAAA\n";
    ASSERT_EQ(code_of("text\n\n" + line), "none");
    ASSERT_EQ(code_of("\n\n" + line), "none");
    const std::pair<const char*, std::string> refused[] = {
        {"nothing", ""},
        {"no signature", "text\n"},
        {"no signature after the empty line", "text\n\n"},
        {"no empty line", "text\n" + line},
        {"no text", "\n" + line},
        {"no final newline", "text\n\n" + line.substr(0, line.size() - 1)},
        {"a line that is no signature", "text\n\n" + line + "more\n"},
        {"an empty line after the signatures", "text\n\n" + line + "\n"},
        {"carriage returns", "text\r\n\r\n" + line},
        {"a tab", "te\txt\n\n" + line},
        {"a NUL", std::string("te\0xt\n\n", 7) + line},
        {"not UTF-8", "te\xff\n\n" + line},
        {"an overlong encoding", "te\xc0\xaf\n\n" + line},
        {"a surrogate", "te\xed\xa0\x80\n\n" + line},
        {"a cut-off character", "te\n\n" + dash + " n\xe2\x80 AAAAAAAA\n"},
        {"a hyphen for the dash", "text\n\n- log.example AAAAAAAA\n"},
        {"two spaces", "text\n\n" + dash + "  log.example AAAAAAAA\n"},
        {"two spaces before the base64", "text\n\n" + dash + " log.example  AAAAAAAA\n"},
        {"a trailing space", "text\n\n" + dash + " log.example AAAAAAAA \n"},
        {"no base64", "text\n\n" + dash + " log.example\n"},
        {"an empty base64", "text\n\n" + dash + " log.example \n"},
        {"an empty name", "text\n\n" + dash + "  AAAAAAAA\n"},
        {"a plus in the name", "text\n\n" + dash + " log+example AAAAAAAA\n"},
        {"a wide space in the name", "text\n\n" + dash +
                                         " log\xe3\x80\x80"
                                         "example AAAAAAAA\n"},
        {"a base64 that is not canonical", "text\n\n" + dash + " log.example AAAAAAB=\n"},
        {"a base64 for addresses", "text\n\n" + dash + " log.example AAAA-AAA\n"},
        {"a key id alone", "text\n\n" + dash + " log.example AAAAAA==\n"},
        {"half a key id", "text\n\n" + dash + " log.example AAAA\n"},
    };
    for (const auto& [what, bytes] : refused) EXPECT_EQ(code_of(bytes), "bad_note") << what;
}

TEST(Note, HasLimits) {
    const std::string line = dash + " log.example AAAAAAAA\n";
    std::string lines;
    for (int i = 0; i < 100; ++i) lines += line;
    EXPECT_EQ(code_of("text\n\n" + lines), "none");
    EXPECT_EQ(code_of("text\n\n" + lines + line), "bad_note");
    const std::size_t room = 1'000'000 - line.size() - 2;
    EXPECT_EQ(code_of(std::string(room, 'a') + "\n\n" + line), "none");
    EXPECT_EQ(code_of(std::string(room + 1, 'a') + "\n\n" + line), "bad_note");
}

TEST(Note, IsNotSignedWhereItCouldNotBeRead) {
    const PrivateKey key = ed25519_key();
    for (const char* text : {"", "no newline", "a\tb\n", "\xff\n"}) {
        Note note = note_of(text);
        EXPECT_THROW(sign_note(note, "log.example", key), Failure) << text;
        EXPECT_THROW(cosign_note(note, "log.example", key, 1), Failure) << text;
        EXPECT_TRUE(note.signatures.empty());
    }
    Note note = note_of("text\n");
    for (const char* name : {"", "a b", "a+b", "a\nb"})
        EXPECT_THROW(sign_note(note, name, key), Failure) << name;
    EXPECT_THROW(sign_note(note, "log.example", PrivateKey::generate(Algorithm::ecdsa_p256)), Failure);
    EXPECT_THROW(cosign_note(note, "log.example", key, std::uint64_t{1} << 63), Failure);
    note.signatures.resize(100, {"x", 1, Bytes(1)});
    EXPECT_THROW(sign_note(note, "log.example", key), Failure);
}

TEST(Cosignature, SignsTheTimeBeforeTheText) {
    const PrivateKey key = ed25519_key();
    Note note = note_of("origin\n1\nAAAA\n");
    cosign_note(note, "witness.example", key, 1679315147);
    ASSERT_EQ(note.signatures.size(), 1u);
    const Bytes& blob = note.signatures[0].signature;
    ASSERT_EQ(blob.size(), 72u);
    EXPECT_EQ(to_hex(ByteView(blob).first(8)), "00000000641850cb");
    EXPECT_TRUE(key.public_key().verify(as_bytes("cosignature/v1\ntime 1679315147\norigin\n1\nAAAA\n"),
                                        ByteView(blob).subspan(8)));
    EXPECT_TRUE(note.is_signed_by(NoteVerifier("witness.example", key.public_key(), NoteKind::cosignature)));
    EXPECT_FALSE(note.is_signed_by(NoteVerifier("witness.example", key.public_key(), NoteKind::ed25519)));
}

TEST(Cosignature, AnAlteredTimeOrLengthDoesNotHold) {
    const PrivateKey key = ed25519_key();
    const NoteVerifier verifier("witness.example", key.public_key(), NoteKind::cosignature);
    Note note = note_of("origin\n1\nAAAA\n");
    cosign_note(note, "witness.example", key, 1679315147);
    Note altered = note;
    ++altered.signatures[0].signature[7];
    EXPECT_FALSE(altered.is_signed_by(verifier));
    altered = note;
    altered.signatures[0].signature.pop_back();
    EXPECT_FALSE(altered.is_signed_by(verifier));
    altered = note;
    altered.signatures[0].signature.resize(3);
    EXPECT_FALSE(altered.is_signed_by(verifier));
}

TEST(Cosignature, OfATimeBeyondTheSignedRangeDoesNotHold) {
    const PrivateKey key = ed25519_key();
    Bytes blob(8, 0xff);
    const Bytes signature = key.sign(as_bytes("cosignature/v1\ntime 18446744073709551615\ntext\n"));
    blob.insert(blob.end(), signature.begin(), signature.end());
    const NoteVerifier verifier("witness.example", key.public_key(), NoteKind::cosignature);
    Note note = note_of("text\n");
    note.signatures.push_back({"witness.example", verifier.key_id(), blob});
    EXPECT_FALSE(note.is_signed_by(verifier));
}

TEST(NoteVerifier, ComesBackFromItsText) {
    const PrivateKey key = ed25519_key();
    for (const auto kind : {NoteKind::ed25519, NoteKind::cosignature}) {
        const NoteVerifier verifier("log.example/登记", key.public_key(), kind);
        const auto back = NoteVerifier::parse(verifier.vkey());
        ASSERT_TRUE(back) << back.error().why;
        EXPECT_EQ(back->name(), "log.example/登记");
        EXPECT_EQ(back->kind(), kind);
        EXPECT_EQ(back->key_id(), verifier.key_id());
        EXPECT_EQ(back->key().id(), key.public_key().id());
        EXPECT_EQ(back->vkey(), verifier.vkey());
    }
}

TEST(NoteVerifier, RefusesMalformedText) {
    const std::string good = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    ASSERT_TRUE(NoteVerifier::parse(good));
    for (const std::string& bad :
         {std::string(), std::string("PeterNeumann"), std::string("PeterNeumann+c74f20a3"), good.substr(12),
          std::string("PeterNeumann+c74f20a3+"), good + "\n", " " + good, good.substr(0, good.size() - 4),
          std::string("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
          std::string("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
          std::string("PeterNeumann+74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
          std::string("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")}) {
        const auto verifier = NoteVerifier::parse(bad);
        ASSERT_FALSE(verifier) << bad;
        EXPECT_EQ(verifier.error().code, "bad_vkey") << bad;
    }
}

TEST(NoteVerifier, RefusesUnknownTypesAndKeysOfLowOrderWithAMatchingId) {
    const auto text = [](std::uint8_t type, const Bytes& key) {
        Bytes typed{type};
        typed.insert(typed.end(), key.begin(), key.end());
        Hasher hasher;
        const Hash hash = hasher.update(as_bytes("a\n")).update(typed).finish();
        return "a+" + to_hex(ByteView(hash).first(4)) + '+' + to_base64(typed);
    };
    const Bytes key = ed25519_key().public_key().raw();
    EXPECT_TRUE(NoteVerifier::parse(text(1, key)));
    for (const int type : {0, 2, 3, 5, 6, 255})
        EXPECT_FALSE(NoteVerifier::parse(text(static_cast<std::uint8_t>(type), key))) << type;
    Bytes identity(32, 0);
    identity.front() = 1;
    EXPECT_FALSE(NoteVerifier::parse(text(1, identity)));
    EXPECT_FALSE(NoteVerifier::parse(text(1, {})));
    EXPECT_FALSE(NoteVerifier::parse(text(4, Bytes(key.begin(), key.end() - 1))));
}

TEST(NoteVerifier, IsOnlyMadeOfAnEd25519KeyAndAProperName) {
    EXPECT_THROW(NoteVerifier("a b", ed25519_key().public_key()), Failure);
    EXPECT_THROW(NoteVerifier("a", PrivateKey::generate(Algorithm::ecdsa_p256).public_key()), Failure);
}

TEST(NoteName, HasNoSpaceOfAnyKindAndNoPlus) {
    for (const char* name : {"a", "example.com/log", "xinbu/91110000/1", "登记库"})
        EXPECT_TRUE(is_note_name(name)) << name;
    for (const char* name :
         {"", "a b", "a+b", "a\tb", "a\nb", "a\x01", "a\xc2\xa0", "a\xc2\x85", "a\xe2\x80\xa8",
          "a\xe2\x80\xa9", "a\xe3\x80\x80", "a\xe1\x9a\x80", "\xff", "a\xc3"}) {
        EXPECT_FALSE(is_note_name(name)) << name;
    }
}

}  // namespace
}  // namespace xinbu::crypto
