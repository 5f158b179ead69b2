// SHA-256 (FIPS 180-4), SM3 (GB/T 32905-2016, GM/T 0004), HMAC (RFC 2104), HKDF (RFC 5869), scrypt (RFC
// 7914), AES key wrap (RFC 3394), random bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/secret.hpp"

namespace xinbu::crypto {

/// The digests that a tree may be built with; both give 32 bytes.
enum class Digest {
    sha256,  ///< FIPS 180-4
    sm3,     ///< GB/T 32905-2016
};

Hash sha256(ByteView bytes);
Hash sm3(ByteView bytes);

/// One digest over pieces, with a context that is reused: the quick way for many small hashes. Not
/// thread-safe; give each thread its own.
class Hasher {
public:
    explicit Hasher(Digest digest = Digest::sha256);
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    Hasher& update(ByteView bytes);
    Hasher& update(std::uint8_t byte) { return update(ByteView(&byte, 1)); }
    Hash finish();  ///< the digest; the hasher starts afresh

private:
    struct State;
    std::unique_ptr<State> state_;
};

Hash hmac_sha256(ByteView key, ByteView message);
/// Compares without telling by its time where the first difference is.
bool equal_in_constant_time(ByteView a, ByteView b);
/// HKDF-SHA256 without salt: a key of `size` bytes (1 to 8160) for one purpose, named by `info`.
Secret derive_key(const Secret& key, std::string_view info, std::size_t size = 32);

/// Fills `out` from the generator that OpenSSL seeds from the system; throws Failure where it has no seed.
void fill_random(std::span<std::uint8_t> out);
Bytes random_bytes(std::size_t size);
Secret random_secret(std::size_t size);

/// Cost of scrypt. Memory is 128 * n * r bytes.
struct ScryptCost {
    std::uint64_t n = std::uint64_t{1} << 17;
    std::uint32_t r = 8;
    std::uint32_t p = 1;
};
/// Below it a stored cost is refused as weakened, above it as an attempt to exhaust the machine (threats A2,
/// A3).
inline constexpr ScryptCost scrypt_floor{std::uint64_t{1} << 14, 8, 1};
inline constexpr ScryptCost scrypt_ceiling{std::uint64_t{1} << 20, 16, 4};
/// Whether a stored cost lies between floor and ceiling and n is a power of two. Allocates nothing.
bool is_acceptable(const ScryptCost& cost);
/// A 32-byte key from a passphrase (RFC 7914). Fails with `kdf_parameters` outside floor and ceiling, before
/// it allocates, and with `out_of_memory`.
Result<Secret> scrypt(const Secret& passphrase, ByteView salt, const ScryptCost& cost);

/// AES-256 key wrap of a key whose length is a multiple of 8, at least 16 (RFC 3394): 8 bytes longer than the
/// key. The wrapping key has 32 bytes; other lengths are a Failure.
Bytes wrap_key(const Secret& wrapping_key, const Secret& key);
/// The wrapped key; nothing where the wrapping key is another or the blob was altered or is no such blob.
std::optional<Secret> unwrap_key(const Secret& wrapping_key, ByteView wrapped);

}  // namespace xinbu::crypto
