#include <array>
#include <cstdint>

#include "xinbu/host/loader.hpp"

namespace xinbu::host {

const crypto::PublicKey& build_key() {
    static constexpr std::array<std::uint8_t, 32> raw{
#include "build_key.inc"
    };
    static const crypto::PublicKey key = take(crypto::PublicKey::from_raw(crypto::Algorithm::ed25519, raw));
    return key;
}

}  // namespace xinbu::host
