// EncryptedPrivateKeyInfo (RFC 5958) with PBES2 (RFC 8018), scrypt (RFC 7914) and AES-256-CBC.
#pragma once

#include "openssl.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::crypto {

/// The key in `der`, of whatever algorithm. Codes: `wrong_passphrase`, `bad_private_key`, `kdf_parameters`,
/// `out_of_memory`. Nothing is derived before the cost was found acceptable.
Result<OwnedKey> decrypt_pkcs8(ByteView der, const Secret& passphrase);

Bytes encrypt_pkcs8(const EVP_PKEY* key, const Secret& passphrase, const ScryptCost& cost);

}  // namespace xinbu::crypto
