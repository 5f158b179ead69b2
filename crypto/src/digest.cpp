#include "xinbu/crypto/digest.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <bit>
#include <string>

#include "openssl.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::crypto {
namespace {

const EVP_CIPHER* aes_256_wrap() {
    static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-WRAP", nullptr);
    require(cipher != nullptr, "AES key wrap");
    return cipher;
}

using OwnedKdfContext = Owned<EVP_KDF_CTX, EVP_KDF_CTX_free>;

OwnedKdfContext kdf_context(EVP_KDF* kdf, const char* doing) {
    require(kdf != nullptr, doing);
    OwnedKdfContext context(EVP_KDF_CTX_new(kdf));
    require(context != nullptr, doing);
    return context;
}

OSSL_PARAM octets(const char* name, ByteView bytes) {
    // OpenSSL only reads it; its parameter type serves both directions and so has no const.
    return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(bytes.data()), bytes.size());
}

OwnedCipherContext key_wrap_context() {
    OwnedCipherContext context(EVP_CIPHER_CTX_new());
    require(context != nullptr, "AES key wrap");
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    return context;
}

constexpr std::size_t wrap_block_bytes = 8;
constexpr std::size_t wrapping_key_bytes = 32;
// Keys are wrapped here, not documents.
constexpr std::size_t largest_wrapped_bytes = std::size_t{1} << 16;

void check_wrapping_key(const Secret& wrapping_key) {
    if (wrapping_key.size() != wrapping_key_bytes) {
        throw Failure(Category::internal, "key_wrap", "AES key wrap", "the wrapping key has not 32 bytes");
    }
}

}  // namespace

void openssl_failed(const char* doing) {
    const unsigned long error = ERR_peek_last_error();
    ERR_clear_error();
    if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE) throw std::bad_alloc();
    const char* reason = ERR_reason_error_string(error);
    throw Failure(Category::internal, "openssl", doing,
                  reason != nullptr ? reason : "OpenSSL gave no reason");
}

const EVP_MD* sha256_algorithm() {
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    require(algorithm != nullptr, "SHA-256");
    return algorithm;
}

const EVP_MD* sm3_algorithm() {
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SM3", nullptr);
    require(algorithm != nullptr, "SM3");
    return algorithm;
}

const EVP_CIPHER* aes_256_cbc() {
    static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr);
    require(cipher != nullptr, "AES-256-CBC");
    return cipher;
}

struct Hasher::State {
    OwnedDigestContext context{EVP_MD_CTX_new()};
};

Hasher::Hasher(Digest digest) : state_(std::make_unique<State>()) {
    const EVP_MD* const algorithm = digest == Digest::sm3 ? sm3_algorithm() : sha256_algorithm();
    require(state_->context != nullptr && EVP_DigestInit_ex2(state_->context.get(), algorithm, nullptr) == 1,
            "digest");
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

Hasher& Hasher::update(ByteView bytes) {
    require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1, "digest");
    return *this;
}

Hash Hasher::finish() {
    Hash hash;
    require(EVP_DigestFinal_ex(state_->context.get(), hash.data(), nullptr) == 1 &&
                EVP_DigestInit_ex2(state_->context.get(), nullptr, nullptr) == 1,
            "digest");
    return hash;
}

Hash sha256(ByteView bytes) {
    thread_local Hasher hasher;
    return hasher.update(bytes).finish();
}

Hash sm3(ByteView bytes) {
    thread_local Hasher hasher(Digest::sm3);
    return hasher.update(bytes).finish();
}

Hash hmac_sha256(ByteView key, ByteView message) {
    static EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    require(mac != nullptr, "HMAC");
    const Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> context(EVP_MAC_CTX_new(mac));
    std::string digest = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), digest.size()),
        OSSL_PARAM_construct_end()};
    // No address would mean "the key as before", which is not the empty key.
    const std::uint8_t nothing = 0;
    const std::uint8_t* key_data = key.empty() ? &nothing : key.data();
    Hash hash;
    std::size_t size = 0;
    require(context != nullptr && EVP_MAC_init(context.get(), key_data, key.size(), parameters) == 1 &&
                EVP_MAC_update(context.get(), message.data(), message.size()) == 1 &&
                EVP_MAC_final(context.get(), hash.data(), &size, hash.size()) == 1 && size == hash.size(),
            "HMAC");
    return hash;
}

bool equal_in_constant_time(ByteView a, ByteView b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Secret derive_key(const Secret& key, std::string_view info, std::size_t size) {
    static EVP_KDF* const kdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
    const OwnedKdfContext context = kdf_context(kdf, "HKDF");
    std::string digest = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
        octets(OSSL_KDF_PARAM_KEY, key.view()), octets(OSSL_KDF_PARAM_INFO, as_bytes(info)),
        OSSL_PARAM_construct_end()};
    Secret derived(size);
    require(EVP_KDF_derive(context.get(), derived.span().data(), derived.size(), parameters) == 1, "HKDF");
    return derived;
}

void fill_random(std::span<std::uint8_t> out) {
    require(RAND_bytes_ex(nullptr, out.data(), out.size(), 0) == 1, "random bytes");
}

Bytes random_bytes(std::size_t size) {
    Bytes bytes(size);
    fill_random(bytes);
    return bytes;
}

Secret random_secret(std::size_t size) {
    Secret secret(size);
    // The generator that OpenSSL keeps apart for what must stay private.
    require(RAND_priv_bytes_ex(nullptr, secret.span().data(), size, 0) == 1, "random bytes");
    return secret;
}

bool is_acceptable(const ScryptCost& cost) {
    return std::has_single_bit(cost.n) && cost.n >= scrypt_floor.n && cost.n <= scrypt_ceiling.n &&
           cost.r >= scrypt_floor.r && cost.r <= scrypt_ceiling.r && cost.p >= scrypt_floor.p &&
           cost.p <= scrypt_ceiling.p;
}

Result<Secret> scrypt(const Secret& passphrase, ByteView salt, const ScryptCost& cost) {
    if (!is_acceptable(cost)) {
        return fail(Category::invalid, "kdf_parameters", tr("key derivation"),
                    tr("the stored cost of the passphrase is outside the accepted range"),
                    tr("Use an unaltered copy of the file."));
    }
    static EVP_KDF* const kdf = EVP_KDF_fetch(nullptr, "SCRYPT", nullptr);
    const OwnedKdfContext context = kdf_context(kdf, "scrypt");
    std::uint64_t n = cost.n;
    std::uint32_t r = cost.r;
    std::uint32_t p = cost.p;
    // What RFC 7914 needs: the big table, one block per lane, and working room for two.
    std::uint64_t memory_bytes = std::uint64_t{128} * r * (n + p + 2);
    const OSSL_PARAM parameters[] = {octets(OSSL_KDF_PARAM_PASSWORD, passphrase.view()),
                                     octets(OSSL_KDF_PARAM_SALT, salt),
                                     OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
                                     OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
                                     OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
                                     OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory_bytes),
                                     OSSL_PARAM_construct_end()};
    Secret key(wrapping_key_bytes);
    if (EVP_KDF_derive(context.get(), key.span().data(), key.size(), parameters) != 1) {
        // With parameters checked above, memory is all that is left to fail.
        ERR_clear_error();
        return fail(Category::storage, "out_of_memory", tr("key derivation"),
                    tr("there is not enough memory"), tr("Close other programs and try again."));
    }
    return key;
}

Bytes wrap_key(const Secret& wrapping_key, const Secret& key) {
    check_wrapping_key(wrapping_key);
    if (key.size() < 2 * wrap_block_bytes || key.size() % wrap_block_bytes != 0 ||
        key.size() > largest_wrapped_bytes) {
        throw Failure(Category::internal, "key_wrap", "AES key wrap",
                      "the key has a length that cannot be wrapped");
    }
    const OwnedCipherContext context = key_wrap_context();
    Bytes wrapped(key.size() + wrap_block_bytes);
    int size = 0;
    require(EVP_EncryptInit_ex2(context.get(), aes_256_wrap(), wrapping_key.view().data(), nullptr,
                                nullptr) == 1 &&
                EVP_EncryptUpdate(context.get(), wrapped.data(), &size, key.view().data(),
                                  static_cast<int>(key.size())) == 1 &&
                static_cast<std::size_t>(size) == wrapped.size(),
            "AES key wrap");
    return wrapped;
}

std::optional<Secret> unwrap_key(const Secret& wrapping_key, ByteView wrapped) {
    check_wrapping_key(wrapping_key);
    if (wrapped.size() < 3 * wrap_block_bytes || wrapped.size() % wrap_block_bytes != 0 ||
        wrapped.size() > largest_wrapped_bytes + wrap_block_bytes) {
        return std::nullopt;
    }
    const OwnedCipherContext context = key_wrap_context();
    require(
        EVP_DecryptInit_ex2(context.get(), aes_256_wrap(), wrapping_key.view().data(), nullptr, nullptr) == 1,
        "AES key unwrap");
    Secret key(wrapped.size() - wrap_block_bytes);
    int size = 0;
    if (EVP_DecryptUpdate(context.get(), key.span().data(), &size, wrapped.data(),
                          static_cast<int>(wrapped.size())) != 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    require(static_cast<std::size_t>(size) == key.size(), "AES key unwrap");
    return key;
}

}  // namespace xinbu::crypto
