// What the sources of this layer share about OpenSSL: owners of its objects, algorithms fetched once, faults.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace xinbu::crypto {

template <auto Free>
struct FreeWith {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, FreeWith<Free>>;

using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedDigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using OwnedCipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using OwnedNumber = Owned<BIGNUM, BN_free>;

/// Throws a Failure that says what was being done and OpenSSL's own reason; std::bad_alloc where that is it.
[[noreturn]] void openssl_failed(const char* doing);
/// For calls that fail only through a fault of ours or the machine's.
inline void require(bool succeeded, const char* doing) {
    if (!succeeded) openssl_failed(doing);
}

/// Opens the secure heap at the first call. Whoever makes OpenSSL hold private keys calls it before.
void ensure_secure_heap();

// Fetching costs more than a small hash, so it happens once. They are never freed: the end of the process
// does it, and no order of destruction can then matter.
const EVP_MD* sha256_algorithm();
const EVP_MD* sm3_algorithm();
const EVP_CIPHER* aes_256_cbc();

}  // namespace xinbu::crypto
