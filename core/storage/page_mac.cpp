#include "page_mac.hpp"

#include <array>

namespace xinbu::storage {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t block_bytes = 16;
constexpr std::size_t iv_bytes = 16;
// What SQLCipher does to the salt, so that the key of the codes is not derived from the salt of the other
// one.
constexpr std::uint8_t salt_mask = 0x3a;
constexpr int mac_key_iterations = 2;

crypto::Sha2 code_digest(const CipherSettings& settings) {
    return settings.hmac == "HMAC_SHA512" ? crypto::Sha2::sha512 : crypto::Sha2::sha256;
}

}  // namespace

crypto::Secret page_mac_key(const crypto::Secret& data_key, ByteView salt, const CipherSettings& settings) {
    Bytes masked = to_bytes(salt);
    for (std::uint8_t& byte : masked) byte ^= salt_mask;
    const crypto::Sha2 digest =
        settings.kdf == "PBKDF2_HMAC_SHA512" ? crypto::Sha2::sha512 : crypto::Sha2::sha256;
    return crypto::pbkdf2(digest, data_key, masked, mac_key_iterations, key_bytes);
}

PageMac::PageMac(const crypto::Secret& mac_key, const CipherSettings& settings)
    : hasher_(code_digest(settings), mac_key),
      code_bytes_(code_digest(settings) == crypto::Sha2::sha512 ? 64 : 32) {
    // A page ends with the IV, the code, and what fills them up to whole cipher blocks.
    const std::size_t reserved = (iv_bytes + code_bytes_ + block_bytes - 1) / block_bytes * block_bytes;
    code_at_ = static_cast<std::size_t>(settings.page_bytes) - reserved + iv_bytes;
}

bool PageMac::matches(std::int64_t number, ByteView page) {
    ByteView covered = page.first(code_at_);
    if (number == 1) covered = covered.subspan(salt_bytes_of_file);
    std::array<std::uint8_t, 4> little_endian{};
    for (std::size_t at = 0; at < little_endian.size(); ++at)
        little_endian[at] = static_cast<std::uint8_t>(number >> (8 * at));
    return hasher_.update(covered).update(little_endian).finish_with(page.subspan(code_at_, code_bytes_));
}

}  // namespace xinbu::storage
