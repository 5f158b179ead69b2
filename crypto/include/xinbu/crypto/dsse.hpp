// DSSE v1 (Dead Simple Signing Envelope): what its signatures cover.
#pragma once

#include <string_view>

#include "xinbu/base/bytes.hpp"

namespace xinbu::crypto {

/// The pre-authentication encoding: "DSSEv1 " len(type) " " type " " len(payload) " " payload, lengths in
/// ASCII decimal.
Bytes dsse_pae(std::string_view payload_type, ByteView payload);

}  // namespace xinbu::crypto
