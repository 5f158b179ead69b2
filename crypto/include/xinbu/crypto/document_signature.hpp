// Signatures that other people's programs verify: X.509 certificates (RFC 5280) and detached CMS signatures
// (RFC 5652) with the attributes that PAdES asks for (ETSI EN 319 142-1, baseline B-B).
#pragma once

#include <string>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/signature.hpp"

namespace xinbu::crypto {

/// A certificate over a key of a known suite. Who issued it, and until when it is valid, is not judged: what
/// a key may do is told by the ledger.
class Certificate {
public:
    /// From DER of at most 65,535 bytes. Code `bad_certificate` (invalid).
    static Result<Certificate> from_der(ByteView der);

    const Bytes& der() const { return der_; }
    const PublicKey& key() const { return key_; }
    /// The subject as RFC 4514 writes it, UTF-8, from the most to the least specific part.
    const std::string& subject() const { return subject_; }
    /// PEM (RFC 7468), as `openssl x509` reads it.
    std::string pem() const;

private:
    Certificate(Bytes der, PublicKey key, std::string subject)
        : der_(std::move(der)), key_(std::move(key)), subject_(std::move(subject)) {}
    Bytes der_;
    PublicKey key_;
    std::string subject_;
};

/// Whom a certificate is about.
struct CertificateSubject {
    std::string organisation;  ///< CN and O; what is longer than 64 characters is cut (RFC 5280, appendix A)
    std::string identifier;    ///< a unified social credit code: organizationIdentifier (ETSI EN 319 412-1)
    std::string ledger;        ///< the origin: OU
};
/// A certificate that `key` issues to itself for signing documents, valid from `not_before` (RFC 3339, UTC)
/// and without an end (99991231235959Z, RFC 5280 4.1.2.5). `key` must be P-256: programs that read documents
/// know no Ed25519. Throws Failure.
Certificate issue_certificate(const PrivateKey& key, const CertificateSubject& subject,
                              std::string_view not_before);

/// A CMS SignedData in DER over content that lies elsewhere and has this SHA-256: one signer, its
/// certificate, and as signed attributes content type, message digest and signing certificate v2. There is no
/// signing time among them: PAdES wants it in the document. Throws Failure where the certificate is not the
/// key's.
Bytes sign_detached(const Hash& digest, const PrivateKey& key, const Certificate& certificate);

/// The certificate of who signed; the signature holds over content with this SHA-256. Takes what
/// sign_detached() makes, and zero bytes behind it. Code `bad_signature` (refused).
Result<Certificate> verify_detached(const Hash& digest, ByteView cms);

}  // namespace xinbu::crypto
