#include "xinbu/crypto/aead.hpp"

#include <openssl/err.h>

#include <limits>

#include "openssl.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::crypto {
namespace {

constexpr const char* doing = "AES-256-GCM";
constexpr std::size_t largest_message = std::numeric_limits<int>::max() / 2;

const EVP_CIPHER* aes_256_gcm() {
    static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    require(cipher != nullptr, doing);
    return cipher;
}

OwnedCipherContext new_context() {
    OwnedCipherContext context(EVP_CIPHER_CTX_new());
    require(context != nullptr, doing);
    return context;
}

void check_key(const Secret& key) {
    if (key.size() != gcm_key_bytes)
        throw Failure(Category::internal, "gcm_key", doing, "the key has not 32 bytes");
}

int length_of(ByteView bytes) {
    if (bytes.size() > largest_message)
        throw Failure(Category::internal, "gcm_size", doing, "the message is too long");
    return static_cast<int>(bytes.size());
}

}  // namespace

Bytes seal_gcm(const Secret& key, ByteView nonce, ByteView plaintext, ByteView associated) {
    check_key(key);
    if (nonce.size() != gcm_nonce_bytes)
        throw Failure(Category::internal, "gcm_nonce", doing, "the nonce has not 12 bytes");
    const OwnedCipherContext context = new_context();
    Bytes sealed(plaintext.size() + gcm_tag_bytes);
    int size = 0, rest = 0;
    require(EVP_EncryptInit_ex2(context.get(), aes_256_gcm(), key.view().data(), nonce.data(), nullptr) == 1,
            doing);
    // OpenSSL takes an empty piece without an address for the end.
    if (!associated.empty())
        require(
            EVP_EncryptUpdate(context.get(), nullptr, &size, associated.data(), length_of(associated)) == 1,
            doing);
    size = 0;
    if (!plaintext.empty())
        require(EVP_EncryptUpdate(context.get(), sealed.data(), &size, plaintext.data(),
                                  length_of(plaintext)) == 1,
                doing);
    require(EVP_EncryptFinal_ex(context.get(), sealed.data() + size, &rest) == 1 && rest == 0 &&
                static_cast<std::size_t>(size) == plaintext.size() &&
                EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(gcm_tag_bytes),
                                    sealed.data() + plaintext.size()) == 1,
            doing);
    return sealed;
}

std::optional<Secret> open_gcm(const Secret& key, ByteView nonce, ByteView ciphertext_and_tag,
                               ByteView associated) {
    check_key(key);
    if (nonce.size() != gcm_nonce_bytes || ciphertext_and_tag.size() < gcm_tag_bytes) return std::nullopt;
    const ByteView ciphertext = ciphertext_and_tag.first(ciphertext_and_tag.size() - gcm_tag_bytes);
    Bytes tag = to_bytes(ciphertext_and_tag.last(gcm_tag_bytes));
    const OwnedCipherContext context = new_context();
    Secret plaintext(ciphertext.size());
    std::uint8_t nowhere = 0;
    int size = 0, rest = 0;
    require(EVP_DecryptInit_ex2(context.get(), aes_256_gcm(), key.view().data(), nonce.data(), nullptr) == 1,
            doing);
    if (!associated.empty())
        require(
            EVP_DecryptUpdate(context.get(), nullptr, &size, associated.data(), length_of(associated)) == 1,
            doing);
    if (!ciphertext.empty())
        require(EVP_DecryptUpdate(context.get(), plaintext.span().data(), &size, ciphertext.data(),
                                  length_of(ciphertext)) == 1,
                doing);
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(gcm_tag_bytes),
                                tag.data()) == 1,
            doing);
    if (EVP_DecryptFinal_ex(context.get(), &nowhere, &rest) != 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    return plaintext;
}

}  // namespace xinbu::crypto
