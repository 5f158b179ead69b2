// SM2 with SM3 (GB/T 32918, GB/T 32905): the worked example of the standard, the ranges, and openssl.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "support/programs.hpp"
#include "support/temporary_folder.hpp"
#include "support/vectors.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/crypto/note.hpp"
#include "xinbu/crypto/signature.hpp"

namespace xinbu::crypto {
namespace {

namespace fs = std::filesystem;
using test::text_of;

constexpr std::string_view order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

Bytes hex_of(const rapidjson::Value& object, const char* name) {
    return from_hex(lower(text_of(object, name))).value();
}

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

void write(const fs::path& file, ByteView bytes) {
    std::ofstream(file, std::ios::binary) << as_text(bytes);
}

Bytes read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(in), {});
}

TEST(Sm3, AgreesWithTheWorkedExamples) {
    XINBU_READ_SHARED_JSON(file, "vectors/sm2/gmt0003_5_annexA.json");
    EXPECT_EQ(to_hex(sm3(as_bytes("abc"))), text_of(file, "sm3_abc"));
    std::string sixteen_times;
    for (int i = 0; i < 16; ++i) sixteen_times += "abcd";
    EXPECT_EQ(to_hex(sm3(as_bytes(sixteen_times))), text_of(file, "sm3_abcd_x16"));
    Hasher pieces(Digest::sm3);
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 16; ++i) pieces.update(as_bytes("abcd"));
        EXPECT_EQ(to_hex(pieces.finish()), text_of(file, "sm3_abcd_x16")) << round;
    }
}

TEST(Sm3, IsNotSha256) {
    EXPECT_NE(sm3(as_bytes("abc")), sha256(as_bytes("abc")));
    EXPECT_EQ(Hasher().update(as_bytes("abc")).finish(), sha256(as_bytes("abc")));
}

TEST(Sm2, AgreesWithTheWorkedExample) {
    XINBU_READ_SHARED_JSON(file, "vectors/sm2/gmt0003_5_annexA.json");
    const auto key =
        PublicKey::from_raw(Algorithm::sm2, joined({{0x04}, hex_of(file, "x"), hex_of(file, "y")}));
    ASSERT_TRUE(key) << key.error().why;
    const std::string message = text_of(file, "message_ascii");
    const Bytes signature = joined({hex_of(file, "r"), hex_of(file, "s")});
    EXPECT_TRUE(key->verify(as_bytes(message), signature));
    EXPECT_TRUE(key->verify_strict(as_bytes(message), signature));
    for (std::size_t place = 0; place < signature.size(); ++place) {
        Bytes altered = signature;
        altered[place] ^= 1;
        EXPECT_FALSE(key->verify(as_bytes(message), altered)) << place;
    }
    // What ECDSA allows: the same signature with s negated.
    Bytes twin = signature;
    const Bytes n = from_hex(order).value();
    int borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
        const int digit = n[i] - twin[32 + i] - borrow;
        borrow = digit < 0 ? 1 : 0;
        twin[32 + i] = static_cast<std::uint8_t>(digit + 256 * borrow);
    }
    EXPECT_FALSE(key->verify(as_bytes(message), twin));
}

TEST(Sm2, RefusesWhatIsOutOfRange) {
    const PrivateKey key = PrivateKey::generate(Algorithm::sm2);
    const Bytes good = key.sign(as_bytes("m"));
    const Bytes n = from_hex(order).value(), zero(32, 0), high(32, 0xff);
    const Bytes r(good.begin(), good.begin() + 32), s(good.begin() + 32, good.end());
    for (const Bytes& bad : {zero, n, high}) {
        EXPECT_FALSE(key.public_key().verify(as_bytes("m"), joined({bad, s}))) << to_hex(bad);
        EXPECT_FALSE(key.public_key().verify(as_bytes("m"), joined({r, bad}))) << to_hex(bad);
    }
    // r + s = n: then the public key would not enter.
    Bytes one(32, 0), rest = n;
    one.back() = 1;
    --rest.back();
    EXPECT_FALSE(key.public_key().verify(as_bytes("m"), joined({one, rest})));
    EXPECT_FALSE(key.public_key().verify(as_bytes("m"), joined({rest, one})));
    EXPECT_FALSE(key.public_key().verify(as_bytes("m"), ByteView(good).first(63)));
    EXPECT_FALSE(key.public_key().verify(as_bytes("m"), joined({good, {0}})));
    EXPECT_TRUE(key.public_key().verify(as_bytes("m"), good));
}

TEST(Sm2, SignsOtherwiseEachTime) {
    const PrivateKey key = PrivateKey::generate(Algorithm::sm2);
    EXPECT_NE(key.sign(as_bytes("m")), key.sign(as_bytes("m")));
    for (int i = 0; i < 200; ++i) {
        const std::string message = std::to_string(i);
        EXPECT_TRUE(key.public_key().verify(as_bytes(message), key.sign(as_bytes(message))));
    }
}

TEST(Sm2, RefusesPointsThatAreNone) {
    const auto refused = [](const Bytes& raw) {
        const auto key = PublicKey::from_raw(Algorithm::sm2, raw);
        return !key && key.error().code == "bad_public_key";
    };
    Bytes raw = PrivateKey::generate(Algorithm::sm2).public_key().raw();
    ASSERT_EQ(raw.size(), 65U);
    EXPECT_FALSE(refused(raw));
    Bytes off = raw;
    off.back() ^= 1;
    EXPECT_TRUE(refused(off));
    Bytes nothing(65, 0);
    nothing.front() = 4;
    EXPECT_TRUE(refused(nothing));
    Bytes beyond(65, 0xff);
    beyond.front() = 4;
    EXPECT_TRUE(refused(beyond));
    for (const std::uint8_t form : Bytes{0x00, 0x02, 0x03, 0x06, 0x07}) {
        Bytes other = raw;
        other.front() = form;
        EXPECT_TRUE(refused(other)) << int{form};
    }
    EXPECT_TRUE(refused(Bytes(raw.begin(), raw.begin() + 33)));
    // A point of the one curve is none of the other.
    EXPECT_TRUE(refused(PrivateKey::generate(Algorithm::ecdsa_p256).public_key().raw()));
    EXPECT_FALSE(PublicKey::from_raw(Algorithm::ecdsa_p256, raw));
}

TEST(Sm2, AgreesWithOpenssl) {
    XINBU_NEEDS_PROGRAM("openssl");
    const test::TemporaryFolder folder;
    const std::string at = folder.path().string() + "/";
    const std::string options = " -rawin -digest sm3 -pkeyopt distid:1234567812345678 ";
    write(at + "message", as_bytes("what is signed 所签之文"));

    // Signed here, verified there.
    const PrivateKey own = PrivateKey::generate(Algorithm::sm2);
    const Bytes raw = own.sign(read(at + "message"));
    write(at + "own.der", own.public_key().spki());
    std::ofstream(at + "form") << "asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x" << to_hex(ByteView(raw).first(32))
                               << "\ns=INTEGER:0x" << to_hex(ByteView(raw).subspan(32)) << '\n';
    test::output_of("openssl asn1parse -genconf " + at + "form -noout -out " + at + "signature");
    const std::string verify = "openssl pkeyutl -verify -pubin -keyform DER -inkey " + at + "own.der -in " +
                               at + "message -sigfile " + at + "signature -rawin -digest sm3 ";
    EXPECT_NE(test::output_of(verify + "-pkeyopt distid:1234567812345678").find("Success"),
              std::string::npos);
    // Under another id it is no signature.
    EXPECT_NE(std::system((verify + "-pkeyopt distid:8765432187654321 >/dev/null 2>&1").c_str()), 0);

    // Signed there, verified here: the key, its encrypted file, and the digest.
    test::output_of("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out " + at + "key.pem");
    test::output_of("openssl pkey -in " + at + "key.pem -pubout -outform DER -out " + at + "key.der");
    test::output_of("openssl pkeyutl -sign -inkey " + at + "key.pem -in " + at + "message -out " + at +
                    "theirs" + options);
    test::output_of("openssl pkcs8 -topk8 -scrypt -v2 aes-256-cbc -in " + at + "key.pem -outform DER -out " +
                    at + "key.p8 -passout pass:secret");
    const auto key = PublicKey::from_spki(read(at + "key.der"));
    ASSERT_TRUE(key) << key.error().why;
    EXPECT_EQ(key->algorithm(), Algorithm::sm2);
    const Bytes der = read(at + "theirs");
    write(at + "parts", as_bytes(test::output_of("openssl asn1parse -inform DER -in " + at + "theirs")));
    Bytes theirs;
    std::ifstream lines(at + "parts");
    for (std::string line; std::getline(lines, line);)
        if (const std::size_t place = line.rfind("INTEGER"); place != std::string::npos) {
            std::string digits = lower(line.substr(line.rfind(':') + 1));
            digits.insert(0, 64 - digits.size(), '0');
            const Bytes number = from_hex(digits).value();
            theirs.insert(theirs.end(), number.begin(), number.end());
        }
    EXPECT_TRUE(key->verify(read(at + "message"), theirs));
    EXPECT_FALSE(key->verify(as_bytes("another"), theirs));
    const auto opened = PrivateKey::from_pkcs8(read(at + "key.p8"), Secret("secret"));
    ASSERT_TRUE(opened) << opened.error().why;
    EXPECT_EQ(opened->public_key().id(), key->id());
    EXPECT_EQ(test::output_of("openssl dgst -sm3 -r " + at + "message").substr(0, 64),
              to_hex(sm3(read(at + "message"))));
}

TEST(Sm2, SignsALineOfANote) {
    const PrivateKey first = PrivateKey::generate(Algorithm::ed25519),
                     second = PrivateKey::generate(Algorithm::sm2);
    Note note;
    note.text = "xinbu/test\n1\n";
    sign_note(note, "xinbu/test", first);
    sign_note(note, "xinbu/test", second);
    const auto back = Note::parse(note.encode());
    ASSERT_TRUE(back);
    const NoteVerifier plain("xinbu/test", first.public_key()),
        sm2("xinbu/test", second.public_key(), NoteKind::sm2);
    EXPECT_TRUE(back->is_signed_by(plain));
    EXPECT_TRUE(back->is_signed_by(sm2));
    Note altered = *back;
    altered.signatures[1].signature[7] ^= 1;
    EXPECT_TRUE(altered.is_signed_by(plain));
    EXPECT_FALSE(altered.is_signed_by(sm2));

    // keyid4 = SHA-256(name || 0x0A || 0xff || "SM2-SM3-GMT0009" || key).
    const Bytes typed = joined({{0xff}, to_bytes(as_bytes("SM2-SM3-GMT0009")), second.public_key().raw()});
    const Hash hash = sha256(joined({to_bytes(as_bytes("xinbu/test\n")), typed}));
    EXPECT_EQ(sm2.vkey(), "xinbu/test+" + to_hex(ByteView(hash).first(4)) + "+" + to_base64(typed));
    const auto parsed = NoteVerifier::parse(sm2.vkey());
    ASSERT_TRUE(parsed) << parsed.error().why;
    EXPECT_EQ(parsed->kind(), NoteKind::sm2);
    EXPECT_EQ(parsed->vkey(), sm2.vkey());
    EXPECT_TRUE(back->is_signed_by(*parsed));
    // Another name behind 0xff is another signature.
    const Bytes other = joined({{0xff}, to_bytes(as_bytes("SM2-SM3-GMT0010")), second.public_key().raw()});
    const Hash other_hash = sha256(joined({to_bytes(as_bytes("xinbu/test\n")), other}));
    EXPECT_FALSE(
        NoteVerifier::parse("xinbu/test+" + to_hex(ByteView(other_hash).first(4)) + "+" + to_base64(other)));
    EXPECT_THROW(NoteVerifier("xinbu/test", first.public_key(), NoteKind::sm2), Failure);
    EXPECT_THROW(NoteVerifier("xinbu/test", second.public_key()), Failure);
    EXPECT_THROW(cosign_note(note, "xinbu/test", second, 1), Failure);
}

}  // namespace
}  // namespace xinbu::crypto
