// Public keys in enrolments and key files of operators. A key file may name a cost up to the ceiling, so run
// it with -rss_limit_mb=4096 and a -timeout that suits; a cost outside the range must be refused before
// anything is derived, which the limits would show.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xinbu/crypto/signature.hpp"

using namespace xinbu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    if (const auto key = crypto::PublicKey::from_spki(input)) {
        // What is accepted has one spelling only, and verifies nothing by accident.
        if (!std::equal(input.begin(), input.end(), key->spki().begin(), key->spki().end())) std::abort();
        if (key->verify(as_bytes("message"), Bytes(64, 1))) std::abort();
    }
    static const crypto::Secret passphrase("passphrase");
    if (const auto key = crypto::PrivateKey::from_pkcs8(input, passphrase)) {
        if (!key->public_key().verify(as_bytes("message"), key->sign(as_bytes("message")))) std::abort();
    }
    return 0;
}
