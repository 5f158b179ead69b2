#include "xinbu/crypto/signature.hpp"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <utility>

#include "openssl.hpp"
#include "pkcs8.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::crypto {
namespace {

constexpr std::size_t signature_bytes = 64;
constexpr std::size_t scalar_bytes = 32;
constexpr std::size_t ed25519_bytes = 32;
constexpr std::size_t point_bytes = 65;  ///< of P-256 and SM2, uncompressed
constexpr std::uint8_t uncompressed_point = 0x04;

using Scalar = std::array<std::uint8_t, scalar_bytes>;

// In every suite the SubjectPublicKeyInfo is a fixed head before the raw key (RFC 8410 section 4, RFC 5480
// section 2 with namedCurve). Comparing it refuses every other algorithm, curve and encoding at once.
constexpr std::array<std::uint8_t, 12> ed25519_head{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                    0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
constexpr std::array<std::uint8_t, 26> p256_head{0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                                 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
                                                 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};

constexpr std::array<std::uint8_t, 26> sm2_head{0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                                0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x81, 0x1c,
                                                0xcf, 0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00};
constexpr std::array<Algorithm, 3> algorithms{Algorithm::ed25519, Algorithm::ecdsa_p256, Algorithm::sm2};

/// Of whoever signs with SM2. OpenSSL 3.0 takes an empty one unless it is told, later versions this one.
constexpr std::string_view sm2_id = "1234567812345678";

ByteView spki_head(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::ecdsa_p256:
            return p256_head;
        case Algorithm::sm2:
            return sm2_head;
        case Algorithm::ed25519:
            break;
    }
    return ed25519_head;
}

std::size_t raw_bytes(Algorithm algorithm) {
    return algorithm == Algorithm::ed25519 ? ed25519_bytes : point_bytes;
}

/// The order n of P-256 (FIPS 186-5) and half of it, big-endian.
constexpr Scalar p256_order{0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                            0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                            0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};
constexpr Scalar p256_half_order{0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff,
                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b,
                                 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8};

/// The order n of the curve of GB/T 32918.5-2017, big-endian.
constexpr Scalar sm2_order{0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                           0xff, 0xff, 0xff, 0xff, 0xff, 0x72, 0x03, 0xdf, 0x6b, 0x21, 0xc6,
                           0x05, 0x2b, 0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5, 0x41, 0x23};

/// Compares big-endian numbers of equal length.
bool is_less(ByteView a, ByteView b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

bool is_zero(ByteView number) {
    return std::all_of(number.begin(), number.end(), [](std::uint8_t byte) { return byte == 0; });
}

const Scalar& order_of(Algorithm algorithm) {
    return algorithm == Algorithm::sm2 ? sm2_order : p256_order;
}

/// Whether r + s = n, with both below n: then t of GB/T 32918.2 section 7.1 is 0, and the public key would
/// not matter.
bool is_sum(ByteView r, ByteView s, const Scalar& n) {
    unsigned carry = 0;
    for (std::size_t i = scalar_bytes; i-- > 0;) {
        const unsigned digit = r[i] + s[i] + carry;
        if ((digit & 0xffU) != n[i]) return false;
        carry = digit >> 8;
    }
    return carry == 0;
}

/// Whether r||s lies where the standard allows it: r and s in 1 to n-1, and for SM2 r + s is not n.
bool is_in_range(Algorithm algorithm, ByteView signature) {
    const Scalar& n = order_of(algorithm);
    const ByteView r = signature.first(scalar_bytes), s = signature.subspan(scalar_bytes);
    for (const ByteView number : {r, s})
        if (is_zero(number) || !is_less(number, n)) return false;
    return algorithm != Algorithm::sm2 || !is_sum(r, s, n);
}

/// y of the points whose order divides 8, little-endian, without the sign bit: 0, 1, p-1 and two of order 8.
/// A key among them verifies signatures over messages that nobody signed.
constexpr std::array<Scalar, 5> low_order_y{{
    {0x00},
    {0x01},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
     0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
     0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
}};

constexpr std::uint8_t sign_bit = 0x80;

/// Whether y is not reduced modulo p = 2^255 - 19. Such a second spelling of a point would be a second key
/// id.
bool is_unreduced(const Scalar& y) {
    return y.front() >= 0xed && y.back() == 0x7f &&
           std::all_of(y.begin() + 1, y.end() - 1, [](std::uint8_t byte) { return byte == 0xff; });
}

BIGNUM* constant(const char* hex) {
    BIGNUM* number = nullptr;
    require(BN_hex2bn(&number, hex) > 0, "Ed25519 constants");
    return number;
}

/// Whether the curve -x^2 + y^2 = 1 + d x^2 y^2 has a point with this y (RFC 8032 section 5.1.3): whether
/// x^2 = u/v with u = y^2 - 1 and v = d y^2 + 1 has a root, which is so when u*v has one. OpenSSL does not
/// look.
bool is_on_ed25519(const Scalar& y_bytes) {
    static const BIGNUM* const p =
        constant("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
    static const BIGNUM* const d =
        constant("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3");
    const Owned<BN_CTX, BN_CTX_free> context(BN_CTX_new());
    const OwnedNumber y(BN_lebin2bn(y_bytes.data(), static_cast<int>(y_bytes.size()), nullptr));
    const OwnedNumber square(BN_new());
    const OwnedNumber u(BN_new());
    const OwnedNumber v(BN_new());
    const OwnedNumber product(BN_new());
    require(context && y && square && u && v && product, "Ed25519 point");
    require(BN_mod_sqr(square.get(), y.get(), p, context.get()) == 1 &&
                BN_mod_sub(u.get(), square.get(), BN_value_one(), p, context.get()) == 1 &&
                BN_mod_mul(v.get(), square.get(), d, p, context.get()) == 1 &&
                BN_mod_add(v.get(), v.get(), BN_value_one(), p, context.get()) == 1 &&
                BN_mod_mul(product.get(), u.get(), v.get(), p, context.get()) == 1,
            "Ed25519 point");
    const int symbol = BN_kronecker(product.get(), p, context.get());
    require(symbol >= -1, "Ed25519 point");
    return symbol >= 0;
}

tl::unexpected<Error> bad_public_key(const char* why) {
    ERR_clear_error();
    return fail(Category::invalid, "bad_public_key", tr("public key"), why,
                tr("Ask the owner for the key again, or for a new one."));
}

/// Why an Ed25519 key must not be enrolled, or nothing.
const char* ed25519_fault(ByteView raw) {
    Scalar y;
    std::copy(raw.begin(), raw.end(), y.begin());
    y.back() &= static_cast<std::uint8_t>(~sign_bit);
    if (is_unreduced(y)) return tr("the point is not in its canonical encoding");
    if (std::find(low_order_y.begin(), low_order_y.end(), y) != low_order_y.end()) {
        return tr("the point is of low order, so anyone could sign with it");
    }
    if (!is_on_ed25519(y)) return tr("the point is not on the curve");
    return nullptr;
}

OwnedKey import_point(Algorithm algorithm, ByteView raw) {
    const bool is_sm2 = algorithm == Algorithm::sm2;
    std::string curve = is_sm2 ? "SM2" : "P-256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), curve.size()),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, const_cast<std::uint8_t*>(raw.data()),
                                          raw.size()),
        OSSL_PARAM_construct_end()};
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
        EVP_PKEY_CTX_new_from_name(nullptr, is_sm2 ? "SM2" : "EC", nullptr));
    require(context && EVP_PKEY_fromdata_init(context.get()) == 1, "public key");
    EVP_PKEY* key = nullptr;
    // Fails for a point off the curve.
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(parameters));
    return OwnedKey(key);
}

/// SM2 hashes the signer's id and public key before the message (GB/T 32918.2 section 5.5).
void set_id(EVP_PKEY_CTX* context, Algorithm algorithm) {
    if (algorithm != Algorithm::sm2) return;
    require(EVP_PKEY_CTX_set1_id(context, sm2_id.data(), static_cast<int>(sm2_id.size())) == 1, "SM2 id");
}

/// The DER form that OpenSSL wants of r||s, both already known to be in range.
Bytes ecdsa_der(ByteView raw) {
    const Owned<ECDSA_SIG, ECDSA_SIG_free> parts(ECDSA_SIG_new());
    OwnedNumber r(BN_bin2bn(raw.data(), scalar_bytes, nullptr));
    OwnedNumber s(BN_bin2bn(raw.data() + scalar_bytes, scalar_bytes, nullptr));
    require(parts && r && s && ECDSA_SIG_set0(parts.get(), r.get(), s.get()) == 1, "ECDSA signature");
    static_cast<void>(r.release());  // they belong to parts now
    static_cast<void>(s.release());
    const int size = i2d_ECDSA_SIG(parts.get(), nullptr);
    require(size > 0, "ECDSA signature");
    Bytes der(static_cast<std::size_t>(size));
    unsigned char* at = der.data();
    require(i2d_ECDSA_SIG(parts.get(), &at) == size, "ECDSA signature");
    return der;
}

/// Of r||s over P-256 and its twin with -s, the one with s at most n/2.
void make_low(std::span<std::uint8_t> raw) {
    static const BIGNUM* const order = BN_bin2bn(p256_order.data(), scalar_bytes, nullptr);
    const std::span<std::uint8_t> s = raw.subspan(scalar_bytes);
    if (!is_less(p256_half_order, s)) return;
    const OwnedNumber number(BN_bin2bn(s.data(), scalar_bytes, nullptr));
    const OwnedNumber negated(BN_new());
    require(order != nullptr && number && negated && BN_sub(negated.get(), order, number.get()) == 1 &&
                BN_bn2binpad(negated.get(), s.data(), scalar_bytes) == scalar_bytes,
            "ECDSA signature");
}

/// r||s from OpenSSL's DER; of ECDSA with s at most n/2.
Bytes ecdsa_raw(Algorithm algorithm, ByteView der) {
    const unsigned char* at = der.data();
    const Owned<ECDSA_SIG, ECDSA_SIG_free> parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    require(parts != nullptr, "ECDSA signature");
    Bytes raw(signature_bytes);
    const std::span<std::uint8_t> s = std::span(raw).subspan(scalar_bytes);
    require(BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), raw.data(), scalar_bytes) == scalar_bytes &&
                BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), s.data(), scalar_bytes) == scalar_bytes,
            "ECDSA signature");
    if (algorithm == Algorithm::ecdsa_p256) make_low(raw);
    return raw;
}

const EVP_MD* digest_of(Algorithm algorithm) {
    if (algorithm == Algorithm::ed25519) return nullptr;
    return algorithm == Algorithm::sm2 ? sm3_algorithm() : sha256_algorithm();
}

Bytes raw_of(EVP_PKEY* key, Algorithm algorithm) {
    Bytes raw(raw_bytes(algorithm));
    std::size_t size = raw.size();
    const bool read = algorithm == Algorithm::ed25519
                          ? EVP_PKEY_get_raw_public_key(key, raw.data(), &size) == 1
                          : EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY,
                                                            raw.data(), raw.size(), &size) == 1;
    require(read && size == raw.size(), "public key");
    return raw;
}

/// The suite of a key that came from a file; nothing where it is none of ours.
std::optional<Algorithm> suite_of(const EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "ED25519") == 1) return Algorithm::ed25519;
    if (EVP_PKEY_is_a(key, "SM2") == 1) return Algorithm::sm2;
    std::array<char, 32> curve{};
    if (EVP_PKEY_is_a(key, "EC") == 1 &&
        EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), curve.size(),
                                       nullptr) == 1 &&
        std::string_view(curve.data()) == "prime256v1") {
        return Algorithm::ecdsa_p256;
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::ecdsa_p256:
            return "ecdsa-p256";
        case Algorithm::sm2:
            return "sm2";
        case Algorithm::ed25519:
            break;
    }
    return "ed25519";
}

std::optional<Algorithm> algorithm_of(std::string_view name) {
    for (const Algorithm algorithm : algorithms) {
        if (name == name_of(algorithm)) return algorithm;
    }
    return std::nullopt;
}

struct PublicKey::Impl {
    Algorithm algorithm;
    OwnedKey key;
    Bytes raw;
    Bytes spki;
    std::string id;
    OwnedDigestContext verification;  ///< ready for a message; copied for each, and never changed
};

Result<PublicKey> PublicKey::from_spki(ByteView der) {
    for (const Algorithm algorithm : algorithms) {
        const ByteView head = spki_head(algorithm);
        if (der.size() == head.size() + raw_bytes(algorithm) &&
            std::equal(head.begin(), head.end(), der.begin())) {
            return from_raw(algorithm, der.subspan(head.size()));
        }
    }
    return bad_public_key(tr("it is no Ed25519, P-256 or SM2 key in canonical DER"));
}

Result<PublicKey> PublicKey::from_raw(Algorithm algorithm, ByteView raw) {
    if (raw.size() != raw_bytes(algorithm)) return bad_public_key(tr("it has the wrong length"));
    OwnedKey key;
    if (algorithm == Algorithm::ed25519) {
        if (const char* fault = ed25519_fault(raw)) return bad_public_key(fault);
        key.reset(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, raw.data(), raw.size()));
        require(key != nullptr, "Ed25519 key");
    } else {
        if (raw.front() != uncompressed_point)
            return bad_public_key(tr("the point is not in its canonical encoding"));
        key = import_point(algorithm, raw);
        if (!key) return bad_public_key(tr("the point is not on the curve"));
    }
    Bytes spki = to_bytes(spki_head(algorithm));
    spki.insert(spki.end(), raw.begin(), raw.end());
    std::string id = to_hex(sha256(spki));
    OwnedDigestContext verification(EVP_MD_CTX_new());
    EVP_PKEY_CTX* settings = nullptr;  // belongs to verification
    require(verification && EVP_DigestVerifyInit(verification.get(), &settings, digest_of(algorithm), nullptr,
                                                 key.get()) == 1,
            "signature verification");
    set_id(settings, algorithm);
    return PublicKey(std::make_shared<const Impl>(Impl{
        algorithm, std::move(key), to_bytes(raw), std::move(spki), std::move(id), std::move(verification)}));
}

Algorithm PublicKey::algorithm() const {
    return impl_->algorithm;
}
const Bytes& PublicKey::spki() const {
    return impl_->spki;
}
const Bytes& PublicKey::raw() const {
    return impl_->raw;
}
const std::string& PublicKey::id() const {
    return impl_->id;
}

bool PublicKey::verify(ByteView message, ByteView signature) const {
    if (signature.size() != signature_bytes) return false;
    Bytes der;
    if (impl_->algorithm != Algorithm::ed25519) {
        if (!is_in_range(impl_->algorithm, signature)) return false;
        der = ecdsa_der(signature);
        signature = der;
    }
    // To begin anew would have OpenSSL look the algorithm up again, which costs a thirtieth of the work.
    const OwnedDigestContext context(EVP_MD_CTX_new());
    require(context && EVP_MD_CTX_copy_ex(context.get(), impl_->verification.get()) == 1,
            "signature verification");
    const bool holds = EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                                        message.size()) == 1;
    if (!holds) ERR_clear_error();
    return holds;
}

bool PublicKey::verify_strict(ByteView message, ByteView signature) const {
    if (signature.size() != signature_bytes) return false;
    const bool low = impl_->algorithm != Algorithm::ecdsa_p256 ||
                     !is_less(p256_half_order, signature.subspan(scalar_bytes));
    return low && verify(message, signature);
}

struct PrivateKey::Impl {
    OwnedKey key;  ///< null where a signer has it
    PublicKey public_key;
    std::unique_ptr<Signer> signer;
};

PrivateKey::PrivateKey(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

PrivateKey PrivateKey::generate(Algorithm algorithm) {
    ensure_secure_heap();
    OwnedKey key(algorithm == Algorithm::ed25519 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                 : algorithm == Algorithm::sm2   ? EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2")
                                                 : EVP_EC_gen("P-256"));
    require(key != nullptr, "key generation");
    PublicKey public_key = take(PublicKey::from_raw(algorithm, raw_of(key.get(), algorithm)));
    return PrivateKey(std::make_unique<Impl>(Impl{std::move(key), std::move(public_key), nullptr}));
}

PrivateKey PrivateKey::elsewhere(PublicKey public_key, std::unique_ptr<Signer> signer) {
    return PrivateKey(std::make_unique<Impl>(Impl{nullptr, std::move(public_key), std::move(signer)}));
}

bool PrivateKey::is_elsewhere() const {
    return impl_->signer != nullptr;
}

Result<PrivateKey> PrivateKey::from_pkcs8(ByteView der, const Secret& passphrase) {
    auto key = decrypt_pkcs8(der, passphrase);
    if (!key) return fail(std::move(key.error()));
    const auto algorithm = suite_of(key->get());
    // The file's encryption does not authenticate, so a damaged one may hold two halves that do not belong
    // together.
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> check(
        EVP_PKEY_CTX_new_from_pkey(nullptr, key->get(), nullptr));
    if (!algorithm || !check || EVP_PKEY_pairwise_check(check.get()) != 1) {
        ERR_clear_error();
        return fail(Category::invalid, "bad_private_key", tr("signing key"),
                    tr("it holds no Ed25519, P-256 or SM2 key that is whole"),
                    tr("Use an unaltered copy of the key file."));
    }
    auto public_key = PublicKey::from_raw(*algorithm, raw_of(key->get(), *algorithm));
    if (!public_key) return fail(std::move(public_key.error()));
    return PrivateKey(std::make_unique<Impl>(Impl{std::move(*key), std::move(*public_key), nullptr}));
}

const PublicKey& PrivateKey::public_key() const {
    return impl_->public_key;
}

Bytes PrivateKey::sign(ByteView message) const {
    const Algorithm algorithm = impl_->public_key.algorithm();
    if (impl_->signer) {
        Bytes made = algorithm == Algorithm::ed25519 ? impl_->signer->sign(message)
                                                     : impl_->signer->sign(sha256(message));
        if (algorithm == Algorithm::ecdsa_p256 && made.size() == signature_bytes) make_low(made);
        // A token is a computer of somebody else's; what it gets wrong must not reach a ledger.
        if (!impl_->public_key.verify_strict(message, made))
            throw Failure(Category::access, "token_failed", impl_->signer->name(),
                          tr("the signature that the token made does not hold"),
                          tr("Try again; if it stays so, ask the token's maker."));
        return made;
    }
    const OwnedDigestContext context(EVP_MD_CTX_new());
    // DER takes at most 72 bytes, Ed25519 64.
    std::array<std::uint8_t, 80> signature{};
    std::size_t size = signature.size();
    EVP_PKEY_CTX* settings = nullptr;  // belongs to context
    require(context && EVP_DigestSignInit(context.get(), &settings, digest_of(algorithm), nullptr,
                                          impl_->key.get()) == 1,
            "signing");
    set_id(settings, algorithm);
    require(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1,
            "signing");
    const ByteView made(signature.data(), size);
    return algorithm == Algorithm::ed25519 ? to_bytes(made) : ecdsa_raw(algorithm, made);
}

EVP_PKEY* PrivateKey::native() const {
    return impl_->key.get();
}

Bytes PrivateKey::to_pkcs8(const Secret& passphrase, const ScryptCost& cost) const {
    require(impl_->key != nullptr, "a key in a token cannot be written");
    return encrypt_pkcs8(impl_->key.get(), passphrase, cost);
}

}  // namespace xinbu::crypto
