// What the sources of this layer share about X.509 certificates.
#pragma once

#include <openssl/bio.h>
#include <openssl/x509.h>

#include <string>

#include "openssl.hpp"
#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::crypto {

inline void free_certificates(STACK_OF(X509) * certificates) {
    sk_X509_pop_free(certificates, X509_free);
}
inline void free_unowned_certificates(STACK_OF(X509) * certificates) {
    sk_X509_free(certificates);
}

using OwnedX509 = Owned<X509, X509_free>;
using OwnedBio = Owned<BIO, BIO_free_all>;
using OwnedCertificates = Owned<STACK_OF(X509), free_certificates>;
using OwnedChain = Owned<STACK_OF(X509), free_unowned_certificates>;

/// The DER of an object, by OpenSSL's function for its type.
template <class T, class Encode>
Bytes der_of(const T* object, Encode encode, const char* doing) {
    const int size = encode(object, nullptr);
    require(size > 0, doing);
    Bytes der(static_cast<std::size_t>(size));
    unsigned char* at = der.data();
    require(encode(object, &at) == size, doing);
    return der;
}

/// Why what was given is no certificate, or no file of them.
tl::unexpected<Error> bad_certificate(const char* why);
/// The whole of `der` as a certificate; null where it is none.
OwnedX509 read_x509(ByteView der);
/// The subject as RFC 4514 writes it; empty where it cannot be written.
std::string subject_of(const X509* x509);
std::string issuer_of(const X509* x509);
/// What was written into a memory BIO.
std::string content_of(BIO* memory);

}  // namespace xinbu::crypto
