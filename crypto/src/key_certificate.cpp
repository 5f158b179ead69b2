#include "xinbu/crypto/key_certificate.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <optional>

#include "chain.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/base/instant.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::crypto {

namespace {

constexpr std::size_t largest_file = std::size_t{64} << 10;
constexpr std::size_t longest_name = 1000;

tl::unexpected<Error> refuse(const char* code, const char* why) {
    ERR_clear_error();
    return fail(Category::refused, code, tr("certificate"), why);
}

/// All certificates of a PEM text; null where one is malformed, there are none, or too many.
OwnedCertificates read_pem(ByteView text) {
    OwnedCertificates all(sk_X509_new_null());
    const OwnedBio source(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    require(all && source, "reading certificates");
    while (OwnedX509 one{PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr)}) {
        if (sk_X509_num(all.get()) == static_cast<int>(most_chain_certificates)) return nullptr;
        require(sk_X509_push(all.get(), one.get()) > 0, "reading certificates");
        static_cast<void>(one.release());
    }
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    return at_end && sk_X509_num(all.get()) > 0 ? std::move(all) : nullptr;
}

std::string pem_of(STACK_OF(X509) * certificates) {
    const OwnedBio memory(BIO_new(BIO_s_mem()));
    require(memory != nullptr, "writing certificates");
    for (int i = 0; i < sk_X509_num(certificates); ++i)
        require(PEM_write_bio_X509(memory.get(), sk_X509_value(certificates, i)) == 1,
                "writing certificates");
    return content_of(memory.get());
}

bool is_of(const X509* certificate, const PublicKey& key) {
    return der_of(X509_get_X509_PUBKEY(certificate), i2d_X509_PUBKEY, "X.509 public key") == key.spki();
}

/// Whether it may be used for signatures: it says so, or says nothing of its use.
bool is_for_signatures(X509* certificate) {
    return (X509_get_key_usage(certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

std::string instant_at(const ASN1_TIME* time) {
    const std::optional<std::tm> parts = broken_down(time);
    return parts ? instant_of(*parts) : std::string();
}

const char* why_untrusted(int fault) {
    if (is_about_time(fault)) return tr("a certificate of its chain was not valid when the key was enrolled");
    return is_about_anchor(fault) ? tr("its chain ends at none of the certificates that are trusted")
                                  : tr("its chain does not hold");
}

}  // namespace

Result<std::string> read_chain(ByteView file) {
    if (file.empty() || file.size() > largest_file)
        return bad_certificate(tr("it has not the size of a file of certificates"));
    OwnedCertificates all;
    if (OwnedX509 single = read_x509(file)) {
        all.reset(sk_X509_new_null());
        require(all && sk_X509_push(all.get(), single.get()) > 0, "reading certificates");
        static_cast<void>(single.release());
    } else {
        ERR_clear_error();
        all = read_pem(file);
    }
    if (!all) return bad_certificate(tr("it holds no certificate, more than five, or a malformed one"));
    std::string pem = pem_of(all.get());
    if (pem.size() > largest_chain)
        return bad_certificate(tr("its certificates are larger than an entry of the ledger can hold"));
    return pem;
}

Result<KeyCertificate> judge_chain(std::string_view pem, const PublicKey& key, std::string_view instant,
                                   const TrustAnchors& anchors) {
    const OwnedCertificates all = pem.size() <= largest_chain ? read_pem(as_bytes(pem)) : nullptr;
    const std::optional<std::int64_t> moment = seconds_of(instant);
    if (!all || pem_of(all.get()) != pem || !moment)
        return refuse("certificate_form", tr("it is no chain of certificates in the form that is kept"));
    X509* own = sk_X509_value(all.get(), 0);
    KeyCertificate said;
    said.subject = subject_of(own);
    said.issuer = issuer_of(own);
    if (said.subject.size() > longest_name || said.issuer.size() > longest_name)
        return refuse("certificate_form", tr("a name in it is longer than any name"));
    if (!is_of(own, key))
        return refuse("certificate_key", tr("it is over another key than the one that signs"));
    said.serial = upper_hex(number_bytes(X509_get0_serialNumber(own)));
    said.sha256 = to_hex(sha256(der_of(own, i2d_X509, "X.509 certificate")));
    said.valid_from = instant_at(X509_get0_notBefore(own));
    said.valid_until = instant_at(X509_get0_notAfter(own));
    // Texts of that one form compare as the instants do.
    if (said.valid_from.empty() || said.valid_until.empty() || instant < said.valid_from ||
        instant > said.valid_until)
        return refuse("certificate_time", tr("it was not valid when the key was enrolled"));
    if (!is_for_signatures(own)) return refuse("certificate_use", tr("it is not for signatures"));
    if (anchors.empty()) {
        said.distrust = tr("no certificate of an authority that is trusted was given");
        return said;
    }
    const OwnedStore store = store_of(*moment, X509_PURPOSE_ANY);
    for (const Bytes& der : anchors.certificates()) {
        const OwnedX509 anchor = read_x509(der);
        require(anchor && X509_STORE_add_cert(store.get(), anchor.get()) == 1, "X.509 store");
    }
    const int fault = chain_fault(store.get(), own, all.get());
    said.trusted = fault == X509_V_OK;
    if (!said.trusted) said.distrust = why_untrusted(fault);
    ERR_clear_error();
    return said;
}

}  // namespace xinbu::crypto
