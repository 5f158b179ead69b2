// ECDSA signatures as other tools write them.
#pragma once

#include <optional>

#include "xinbu/base/bytes.hpp"

namespace xinbu::crypto {

/// r||s, 64 bytes, of a P-256 signature in DER (RFC 3279: SEQUENCE of two INTEGERs), as `openssl pkeyutl` and
/// cards give it. Nothing where it is none, or not in its one DER form.
std::optional<Bytes> raw_ecdsa_signature(ByteView der);

}  // namespace xinbu::crypto
