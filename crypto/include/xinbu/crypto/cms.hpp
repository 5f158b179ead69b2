// CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084): files that only named recipients open.
#pragma once

#include <filesystem>
#include <vector>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::crypto {

/// Writes the content of `plain` to `sealed`, which exists, for the holders of the X.509 certificates (PEM or
/// DER; keys RSA of at least 2048 bits, or EC). Opens with `openssl cms -decrypt -binary -inform DER`. Memory
/// does not grow with the file. Whether a certificate is trusted or expired is not asked: that is the
/// sender's to know. Codes: `bad_certificate` (invalid), `io_error`.
Done seal_file(const std::filesystem::path& plain, const std::filesystem::path& sealed,
               const std::vector<Bytes>& certificates);

/// Whether bytes begin as such a file does.
bool looks_sealed(ByteView first_bytes);

}  // namespace xinbu::crypto
