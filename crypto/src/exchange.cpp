#include "xinbu/crypto/exchange.hpp"

#include <openssl/evp.h>

#include <string>

#include "openssl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::crypto {

namespace {

constexpr const char* doing = "X25519";

tl::unexpected<Error> bad_key() {
    return fail(Category::storage, "bad_exchange_key", tr("a sealed key"),
                tr("it was sealed to another key, or altered"));
}

Bytes public_of(const EVP_PKEY* key) {
    Bytes raw(exchange_key_bytes);
    std::size_t size = raw.size();
    require(EVP_PKEY_get_raw_public_key(key, raw.data(), &size) == 1 && size == raw.size(), doing);
    return raw;
}

/// The key for one message; empty where the other side's public key is none (all zero bytes, RFC 7748 section
/// 6).
Secret wrapping_key(EVP_PKEY* own, EVP_PKEY* other, ByteView ephemeral, ByteView recipient,
                    std::string_view purpose) {
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new(own, nullptr));
    require(context != nullptr && EVP_PKEY_derive_init(context.get()) == 1, doing);
    Secret shared(exchange_key_bytes);
    std::size_t size = shared.size();
    if (EVP_PKEY_derive_set_peer(context.get(), other) != 1 ||
        EVP_PKEY_derive(context.get(), shared.span().data(), &size) != 1 || size != shared.size())
        return Secret();
    // Both public keys are bound into the key, as HPKE does (RFC 9180).
    return derive_key(shared, std::string(purpose) + " " + to_hex(ephemeral) + " " + to_hex(recipient));
}

}  // namespace

ExchangeKey new_exchange_key() {
    ensure_secure_heap();
    Secret raw = random_secret(exchange_key_bytes);
    const OwnedKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, raw.view().data(), raw.size()));
    require(key != nullptr, doing);
    return {public_of(key.get()), std::move(raw)};
}

Result<SealedKey> seal_key(ByteView public_key, const Secret& key, std::string_view purpose) {
    if (public_key.size() != exchange_key_bytes) return bad_key();
    const OwnedKey recipient(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, public_key.data(), public_key.size()));
    if (recipient == nullptr) return bad_key();
    const ExchangeKey pair = new_exchange_key();
    const OwnedKey own(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, pair.private_key.view().data(),
                                                    pair.private_key.size()));
    require(own != nullptr, doing);
    const Secret wrapping = wrapping_key(own.get(), recipient.get(), pair.public_key, public_key, purpose);
    if (wrapping.empty()) return bad_key();
    return SealedKey{pair.public_key, wrap_key(wrapping, key)};
}

Result<Secret> open_key(const Secret& private_key, const SealedKey& sealed, std::string_view purpose) {
    if (private_key.size() != exchange_key_bytes || sealed.ephemeral.size() != exchange_key_bytes)
        return bad_key();
    const OwnedKey own(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, private_key.view().data(),
                                                    private_key.size()));
    const OwnedKey other(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, sealed.ephemeral.data(),
                                                     sealed.ephemeral.size()));
    if (own == nullptr || other == nullptr) return bad_key();
    const Secret wrapping =
        wrapping_key(own.get(), other.get(), sealed.ephemeral, public_of(own.get()), purpose);
    if (wrapping.empty()) return bad_key();
    std::optional<Secret> key = unwrap_key(wrapping, sealed.wrapped);
    if (!key) return bad_key();
    return std::move(*key);
}

}  // namespace xinbu::crypto
