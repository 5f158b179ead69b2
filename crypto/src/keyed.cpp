#include "xinbu/crypto/keyed.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <string>

#include "openssl.hpp"

namespace xinbu::crypto {

namespace {

constexpr const char* doing = "HMAC";

void begin(EVP_MAC_CTX* context) {
    // Without a key OpenSSL begins anew with the state that it keeps of the key.
    require(EVP_MAC_init(context, nullptr, 0, nullptr) == 1, doing);
}

}  // namespace

struct KeyedHasher::State {
    Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> context;
};

KeyedHasher::KeyedHasher(Sha2 digest, const Secret& key) : state_(std::make_unique<State>()) {
    // Fetched once and never freed: a fetch costs as much as the code of a page.
    static EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    require(mac != nullptr, doing);
    state_->context.reset(EVP_MAC_CTX_new(mac));
    std::string name = digest == Sha2::sha512 ? "SHA512" : "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), name.size()),
        OSSL_PARAM_construct_end()};
    require(state_->context != nullptr &&
                EVP_MAC_init(state_->context.get(), key.view().data(), key.size(), parameters) == 1,
            doing);
}

KeyedHasher::~KeyedHasher() = default;
KeyedHasher::KeyedHasher(KeyedHasher&&) noexcept = default;
KeyedHasher& KeyedHasher::operator=(KeyedHasher&&) noexcept = default;

KeyedHasher& KeyedHasher::update(ByteView bytes) {
    require(EVP_MAC_update(state_->context.get(), bytes.data(), bytes.size()) == 1, doing);
    return *this;
}

bool KeyedHasher::finish_with(ByteView code) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> made{};
    std::size_t size = 0;
    require(EVP_MAC_final(state_->context.get(), made.data(), &size, made.size()) == 1, doing);
    begin(state_->context.get());
    return size == code.size() && CRYPTO_memcmp(made.data(), code.data(), size) == 0;
}

Secret pbkdf2(Sha2 digest, const Secret& password, ByteView salt, int iterations, std::size_t size) {
    Secret key(size);
    require(PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.view().data()),
                              static_cast<int>(password.size()), salt.data(), static_cast<int>(salt.size()),
                              iterations, digest == Sha2::sha512 ? EVP_sha512() : EVP_sha256(),
                              static_cast<int>(size), key.span().data()) == 1,
            "PBKDF2");
    return key;
}

}  // namespace xinbu::crypto
