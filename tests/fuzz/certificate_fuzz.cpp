// Certificates that authorities issued for signing keys: files of others, and what other organisations'
// ledgers hold.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xinbu/crypto/key_certificate.hpp"

using namespace xinbu;

namespace {

/// A key that no input is a certificate over, unless it copies this one.
const crypto::PublicKey& key() {
    static const crypto::PrivateKey made = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    return made.public_key();
}

void check(std::string_view chain, const crypto::TrustAnchors& anchors) {
    const auto said = crypto::judge_chain(chain, key(), "2026-01-01T00:00:00Z", anchors);
    if (said || said.error().category != Category::refused) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const Result<crypto::TrustAnchors> read = crypto::TrustAnchors::read(bytes);
    const crypto::TrustAnchors anchors = read ? *read : crypto::TrustAnchors();
    check(as_text(bytes), anchors);
    const Result<std::string> chain = crypto::read_chain(bytes);
    if (!chain) {
        if (chain.error().category != Category::invalid) std::abort();
        return 0;
    }
    if (chain->size() > crypto::largest_chain) std::abort();
    const Result<std::string> again = crypto::read_chain(as_bytes(*chain));
    if (!again || *again != *chain) std::abort();  // one spelling
    check(*chain, anchors);
    return 0;
}
