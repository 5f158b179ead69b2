#include "xinbu/crypto/ecdsa_der.hpp"

#include <openssl/ecdsa.h>

#include <algorithm>

#include "openssl.hpp"

namespace xinbu::crypto {

std::optional<Bytes> raw_ecdsa_signature(ByteView der) {
    constexpr int scalar_bytes = 32;
    constexpr std::size_t longest = 72;
    if (der.empty() || der.size() > longest) return std::nullopt;
    const std::uint8_t* at = der.data();
    const Owned<ECDSA_SIG, ECDSA_SIG_free> parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    if (parts == nullptr || at != der.data() + der.size()) return std::nullopt;
    Bytes raw(2 * scalar_bytes);
    if (BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), raw.data(), scalar_bytes) != scalar_bytes ||
        BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), raw.data() + scalar_bytes, scalar_bytes) != scalar_bytes)
        return std::nullopt;
    // One signature has one DER form; what reads the same but is written otherwise is refused.
    std::uint8_t* encoded = nullptr;
    const int size = i2d_ECDSA_SIG(parts.get(), &encoded);
    const bool same = size > 0 && std::ranges::equal(ByteView(encoded, static_cast<std::size_t>(size)), der);
    OPENSSL_free(encoded);
    return same ? std::optional(std::move(raw)) : std::nullopt;
}

}  // namespace xinbu::crypto
