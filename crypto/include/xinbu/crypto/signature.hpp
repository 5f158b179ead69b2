// Signing keys and their verification. One small interface for every suite (docs/decisions/suites.md).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/crypto/secret.hpp"

typedef struct evp_pkey_st EVP_PKEY;

namespace xinbu::crypto {

enum class Algorithm {
    ed25519,     ///< RFC 8032, pure Ed25519
    ecdsa_p256,  ///< FIPS 186-5 over P-256 with SHA-256; signatures raw r||s, 64 bytes (IEEE P1363)
    /// GB/T 32918.2-2016 over its recommended curve (GB/T 32918.5) with SM3; signatures raw r||s, 64 bytes.
    /// The signer's distinguishing id is always the 16 bytes `1234567812345678` (GM/T 0009-2012 section 10).
    sm2,
};
/// The name used in entries: "ed25519", "ecdsa-p256", "sm2".
std::string_view name_of(Algorithm algorithm);
std::optional<Algorithm> algorithm_of(std::string_view name);

/// A public key. Cheap to copy; verification is safe from several threads at once.
class PublicKey {
public:
    /// From SubjectPublicKeyInfo DER (RFC 5280, RFC 5480, RFC 8410; SM2 with the curve of GM/T 0006, OID
    /// 1.2.156.10197.1.301) in its one canonical form, so that one key has one id: a named curve, an
    /// uncompressed point. Refuses other algorithms and encodings, trailing
    /// bytes, points off the curve, and Ed25519 points of low order or in non-canonical encoding (code
    /// `bad_public_key`).
    static Result<PublicKey> from_spki(ByteView der);
    /// From the raw form: 32 bytes for Ed25519, the 65-byte uncompressed point for P-256 and SM2. Same
    /// refusals.
    static Result<PublicKey> from_raw(Algorithm algorithm, ByteView raw);

    Algorithm algorithm() const;
    const Bytes& spki() const;  ///< SubjectPublicKeyInfo DER
    const Bytes& raw() const;
    /// Lower-case hex SHA-256 of the SubjectPublicKeyInfo: the ledger's key id.
    const std::string& id() const;
    /// Whether `signature` (64 bytes) is this key's over `message`. Refuses Ed25519 signatures with S >= L,
    /// ECDSA and SM2 signatures with r or s outside 1 to n-1, and SM2 signatures with r + s = n. Never throws
    /// on bad signatures.
    bool verify(ByteView message, ByteView signature) const;
    /// As verify, and the signature is in the only form that sign() makes: ECDSA with s at most n/2. Whoever
    /// holds an ECDSA signature can negate s and has another valid one (FIPS 186-5 allows both), so signed
    /// bytes that are themselves hashed or compared are verified with this one. SM2 has no such twin: s
    /// enters the point s*G + (r + s)*P, which -s would move, so every signature in range is in its one form.
    bool verify_strict(ByteView message, ByteView signature) const;

    struct Impl;

private:
    explicit PublicKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
    std::shared_ptr<const Impl> impl_;
    friend class PrivateKey;
};

/// Signs with a key that this process never sees (xinbu/crypto/token.hpp). Throws Failure.
class Signer {
public:
    virtual ~Signer() = default;
    /// Over the message itself for Ed25519, over its SHA-256 digest for P-256; what should be r||s.
    virtual Bytes sign(ByteView message) = 0;
    virtual std::string name() const = 0;  ///< for errors
};

/// A signing key. In memory its material lies in OpenSSL's own structures and is cleansed on release; or it
/// lies elsewhere, in a token.
class PrivateKey {
public:
    static PrivateKey generate(Algorithm algorithm);
    /// With a key that lies elsewhere; never SM2.
    static PrivateKey elsewhere(PublicKey public_key, std::unique_ptr<Signer> signer);
    /// From EncryptedPrivateKeyInfo DER (PKCS#8, PBES2 with scrypt and AES-256-CBC; RFC 5958, RFC 8018, RFC
    /// 7914). Codes: `wrong_passphrase` (category access), `bad_private_key`, `kdf_parameters`.
    static Result<PrivateKey> from_pkcs8(ByteView der, const Secret& passphrase);
    PrivateKey(PrivateKey&&) noexcept;
    PrivateKey& operator=(PrivateKey&&) noexcept;
    ~PrivateKey();

    const PublicKey& public_key() const;
    /// 64 bytes: RFC 8032; r||s with s at most n/2; or r||s of SM2. A key elsewhere may throw a Failure: what
    /// its signer throws, or `token_failed` (access) where what came back does not hold.
    Bytes sign(ByteView message) const;
    /// Whether it lies elsewhere: then it can be neither written nor handed to OpenSSL.
    bool is_elsewhere() const;
    /// EncryptedPrivateKeyInfo DER, as from_pkcs8 reads it. Throws Failure for a cost that is not acceptable.
    Bytes to_pkcs8(const Secret& passphrase, const ScryptCost& cost = {}) const;
    /// OpenSSL's own object, for the sources of this layer; lives as long as this. Null for a key elsewhere.
    EVP_PKEY* native() const;

private:
    struct Impl;
    explicit PrivateKey(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace xinbu::crypto
