// What a time-stamping authority answered, and the certificates that one trusts: both from files of others.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xinbu/crypto/timestamp.hpp"

using namespace xinbu;

namespace {

/// No input can be signed for this digest.
void check(ByteView token, const crypto::TrustAnchors& anchors) {
    const Result<crypto::Timestamp> stamp = crypto::verify_timestamp(token, Hash{}, anchors);
    if (stamp || stamp.error().category != Category::refused) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const Result<crypto::TrustAnchors> anchors = crypto::TrustAnchors::read(bytes);
    if (!anchors && anchors.error().category != Category::invalid) std::abort();
    check(bytes, anchors ? *anchors : crypto::TrustAnchors());
    if (const Result<Bytes> token = crypto::timestamp_token(bytes)) {
        check(*token, {});
    } else if (token.error().category != Category::refused) {
        std::abort();
    }
    return 0;
}
