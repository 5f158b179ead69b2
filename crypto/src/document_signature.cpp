#include "xinbu/crypto/document_signature.hpp"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <vector>

#include "openssl.hpp"
#include "x509.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::crypto {

namespace {

constexpr std::size_t largest_certificate_bytes = 65'535;
constexpr std::size_t largest_cms_bytes = 65'535;
constexpr std::size_t longest_name = 64;  // code points (ub-common-name)
constexpr std::size_t serial_bytes = 16;

using OwnedCms = Owned<CMS_ContentInfo, CMS_ContentInfo_free>;
using OwnedExtension = Owned<X509_EXTENSION, X509_EXTENSION_free>;
using OwnedNumberOfCertificate = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using OwnedTime = Owned<ASN1_TIME, ASN1_TIME_free>;
using OwnedEss = Owned<ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free>;

tl::unexpected<Error> bad_signature(const char* why) {
    ERR_clear_error();
    return fail(Category::refused, "bad_signature", tr("signature"), why);
}

/// Not more than OpenSSL and RFC 5280 allow, whole characters.
std::string shortened(const std::string& text) {
    std::size_t points = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80;
        if (begins && points++ == longest_name) return text.substr(0, at);
    }
    return text;
}

void add_name(X509_NAME* name, int nid, const std::string& text) {
    if (text.empty()) return;
    require(X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(text.data()),
                                       static_cast<int>(text.size()), -1, 0) == 1,
            "X.509 name");
}

void add_extension(X509* x509, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, x509, x509, nullptr, nullptr, 0);
    const OwnedExtension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    require(extension && X509_add_ext(x509, extension.get(), -1) == 1, "X.509 extension");
}

/// "2026-09-28T07:12:05Z" as ASN.1 takes it: "20260928071205Z".
OwnedTime asn1_time(std::string_view instant) {
    std::string digits;
    for (const char c : instant)
        if (c >= '0' && c <= '9') digits += c;
    OwnedTime time(ASN1_TIME_new());
    require(time && ASN1_TIME_set_string_X509(time.get(), (digits + "Z").c_str()) == 1, "X.509 validity");
    return time;
}

OwnedNumberOfCertificate new_serial() {
    Bytes bytes = random_bytes(serial_bytes);
    bytes.front() =
        static_cast<std::uint8_t>((bytes.front() & 0x7FU) | 0x40U);  // positive, and of one length
    const OwnedNumber number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    OwnedNumberOfCertificate serial(number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
    require(serial != nullptr, "X.509 serial number");
    return serial;
}

/// The signed attributes as they are signed: a SET OF, in the order of DER (RFC 5652 section 5.4).
Bytes attributes_to_sign(const CMS_SignerInfo* signer) {
    std::vector<std::string> attributes;
    for (int i = 0; i < CMS_signed_get_attr_count(signer); ++i)
        attributes.push_back(
            to_text(der_of(CMS_signed_get_attr(signer, i), i2d_X509_ATTRIBUTE, "CMS attributes")));
    std::ranges::sort(attributes);  // by bytes
    Bytes content;
    for (const std::string& one : attributes) content.insert(content.end(), one.begin(), one.end());
    constexpr std::uint8_t set_of = 0x31;
    const int size = ASN1_object_size(1, static_cast<int>(content.size()), V_ASN1_SET);
    require(size > 0, "CMS attributes");
    Bytes der(static_cast<std::size_t>(size) - content.size());
    unsigned char* at = der.data();
    ASN1_put_object(&at, 1, static_cast<int>(content.size()), V_ASN1_SET, V_ASN1_UNIVERSAL);
    require(der.front() == set_of, "CMS attributes");
    der.insert(der.end(), content.begin(), content.end());
    return der;
}

const ASN1_OCTET_STRING* digest_in(const CMS_SignerInfo* signer) {
    return static_cast<const ASN1_OCTET_STRING*>(
        CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING));
}

/// Whether the attribute signing-certificate-v2 names that certificate: else another one over the same key
/// could be put in its place.
bool names_certificate(const CMS_SignerInfo* signer, X509* x509) {
    const auto* sequence = static_cast<const ASN1_STRING*>(CMS_signed_get0_data_by_OBJ(
        signer, OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2), -3, V_ASN1_SEQUENCE));
    if (sequence == nullptr) return false;
    const unsigned char* at = ASN1_STRING_get0_data(sequence);
    const OwnedEss named(d2i_ESS_SIGNING_CERT_V2(nullptr, &at, ASN1_STRING_length(sequence)));
    const OwnedChain chain(sk_X509_new_null());
    require(chain && sk_X509_push(chain.get(), x509) > 0, "CMS");
    return named && OSSL_ESS_check_signing_certs(nullptr, named.get(), chain.get(), 1) == 1;
}

}  // namespace

Result<Certificate> Certificate::from_der(ByteView der) {
    if (der.size() > largest_certificate_bytes)
        return bad_certificate(tr("it is larger than any certificate"));
    const OwnedX509 x509 = read_x509(der);
    if (!x509) return bad_certificate(tr("it is no X.509 certificate in DER"));
    Result<PublicKey> key =
        PublicKey::from_spki(der_of(X509_get_X509_PUBKEY(x509.get()), i2d_X509_PUBKEY, "X.509 public key"));
    // Readers of PDF know no SM2, so documents are signed in the international way in both suites.
    if (!key || key->algorithm() == Algorithm::sm2)
        return bad_certificate(tr("its key is neither an Ed25519 nor a P-256 key in canonical DER"));
    std::string subject = subject_of(x509.get());
    ERR_clear_error();
    return Certificate(to_bytes(der), std::move(*key), std::move(subject));
}

std::string Certificate::pem() const {
    const OwnedX509 x509 = read_x509(der_);
    const OwnedBio memory(BIO_new(BIO_s_mem()));
    require(x509 && memory && PEM_write_bio_X509(memory.get(), x509.get()) == 1, "PEM");
    return content_of(memory.get());
}

Certificate issue_certificate(const PrivateKey& key, const CertificateSubject& subject,
                              std::string_view not_before) {
    if (key.public_key().algorithm() != Algorithm::ecdsa_p256)
        throw Failure(Category::internal, "bad_certificate", "certificate", "its key must be P-256");
    const OwnedX509 x509(X509_new());
    const OwnedNumberOfCertificate serial = new_serial();
    const OwnedTime begin = asn1_time(not_before), end = asn1_time("99991231235959");
    require(x509 && X509_set_version(x509.get(), X509_VERSION_3) == 1 &&
                X509_set_serialNumber(x509.get(), serial.get()) == 1 &&
                X509_set1_notBefore(x509.get(), begin.get()) == 1 &&
                X509_set1_notAfter(x509.get(), end.get()) == 1 &&
                X509_set_pubkey(x509.get(), key.native()) == 1,
            "X.509 certificate");
    X509_NAME* name = X509_get_subject_name(x509.get());
    add_name(name, NID_countryName, "CN");
    add_name(name, NID_organizationName, shortened(subject.organisation));
    add_name(name, NID_organizationIdentifier,
             subject.identifier.empty() ? "" : "NTRCN-" + subject.identifier);
    add_name(name, NID_organizationalUnitName, shortened(subject.ledger));
    add_name(name, NID_commonName, shortened(subject.organisation));
    require(X509_set_issuer_name(x509.get(), name) == 1, "X.509 certificate");
    add_extension(x509.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(x509.get(), NID_key_usage, "critical,digitalSignature,nonRepudiation");
    add_extension(x509.get(), NID_subject_key_identifier, "hash");
    require(X509_sign(x509.get(), key.native(), sha256_algorithm()) > 0, "X.509 certificate");
    return take(Certificate::from_der(der_of(x509.get(), i2d_X509, "X.509 certificate")));
}

Bytes sign_detached(const Hash& digest, const PrivateKey& key, const Certificate& certificate) {
    const OwnedX509 x509 = read_x509(certificate.der());
    if (!x509 || certificate.key().id() != key.public_key().id())
        throw Failure(Category::internal, "bad_certificate", "certificate", "it belongs to another key");
    const OwnedCms cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_DETACHED | CMS_PARTIAL | CMS_BINARY));
    require(cms != nullptr, "CMS");
    CMS_SignerInfo* signer = CMS_add1_signer(cms.get(), x509.get(), key.native(), sha256_algorithm(),
                                             CMS_PARTIAL | CMS_CADES | CMS_NOSMIMECAP);
    require(signer != nullptr &&
                CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_contentType, V_ASN1_OBJECT,
                                            OBJ_nid2obj(NID_pkcs7_data), -1) == 1 &&
                CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING,
                                            digest.data(), static_cast<int>(digest.size())) == 1,
            "CMS");
    // By hand, since OpenSSL's own way to finish a signature adds a signing time.
    const Bytes message = attributes_to_sign(signer);
    const OwnedDigestContext context(EVP_MD_CTX_new());
    std::size_t size = 0;
    require(context &&
                EVP_DigestSignInit(context.get(), nullptr, sha256_algorithm(), nullptr, key.native()) == 1 &&
                EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) == 1,
            "signing");
    Bytes signature(size);
    require(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1 &&
                ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer), signature.data(),
                                static_cast<int>(size)) == 1,
            "signing");
    return der_of(cms.get(), i2d_CMS_ContentInfo, "CMS");
}

Result<Certificate> verify_detached(const Hash& digest, ByteView cms_bytes) {
    if (cms_bytes.size() > largest_cms_bytes) return bad_signature(tr("it is larger than any signature"));
    const unsigned char* at = cms_bytes.data();
    const OwnedCms cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(cms_bytes.size())));
    if (!cms || OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_pkcs7_signed)
        return bad_signature(tr("it is no CMS signature"));
    if (std::any_of(at, cms_bytes.data() + cms_bytes.size(), [](std::uint8_t byte) { return byte != 0; }))
        return bad_signature(tr("there is something behind it"));
    if (CMS_is_detached(cms.get()) != 1 || OBJ_obj2nid(CMS_get0_eContentType(cms.get())) != NID_pkcs7_data)
        return bad_signature(tr("it is not one over a document"));
    STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms.get());
    const OwnedCertificates certificates(CMS_get1_certs(cms.get()));
    if (sk_CMS_SignerInfo_num(signers) != 1 || !certificates)
        return bad_signature(tr("it has not exactly one signer, with a certificate"));
    CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(signers, 0);
    X509* own = nullptr;
    for (int i = 0; i < sk_X509_num(certificates.get()); ++i)
        if (CMS_SignerInfo_cert_cmp(signer, sk_X509_value(certificates.get(), i)) == 0)
            own = sk_X509_value(certificates.get(), i);
    X509_ALGOR* digest_algorithm = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest_algorithm, nullptr);
    const ASN1_OBJECT* algorithm = nullptr;
    X509_ALGOR_get0(&algorithm, nullptr, nullptr, digest_algorithm);
    if (own == nullptr || OBJ_obj2nid(algorithm) != NID_sha256)
        return bad_signature(tr("it is not one with SHA-256 and the signer's certificate"));
    Result<Certificate> certificate = Certificate::from_der(der_of(own, i2d_X509, "X.509 certificate"));
    if (!certificate) return bad_signature(tr("the signer's certificate cannot be read"));
    if (!names_certificate(signer, own))
        return bad_signature(tr("it names another certificate than it holds"));
    const ASN1_OCTET_STRING* signed_digest = digest_in(signer);
    if (signed_digest == nullptr ||
        !std::ranges::equal(ByteView(ASN1_STRING_get0_data(signed_digest),
                                     static_cast<std::size_t>(ASN1_STRING_length(signed_digest))),
                            ByteView(digest)))
        return bad_signature(tr("the content is not what was signed"));
    CMS_SignerInfo_set1_signer_cert(signer, own);
    if (CMS_SignerInfo_verify(signer) != 1)
        return bad_signature(tr("it is not by the key in the certificate"));
    ERR_clear_error();
    return certificate;
}

}  // namespace xinbu::crypto
