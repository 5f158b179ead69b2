#include "x509.hpp"

#include <openssl/err.h>

#include "xinbu/base/i18n.hpp"

namespace xinbu::crypto {

std::string content_of(BIO* memory) {
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory, &text);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

tl::unexpected<Error> bad_certificate(const char* why) {
    ERR_clear_error();
    return fail(Category::invalid, "bad_certificate", tr("certificate"), why);
}

OwnedX509 read_x509(ByteView der) {
    const unsigned char* at = der.data();
    OwnedX509 x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    return x509 && at == der.data() + der.size() ? std::move(x509) : nullptr;
}

namespace {

std::string written(const X509_NAME* name) {
    const OwnedBio memory(BIO_new(BIO_s_mem()));
    require(memory != nullptr, "X.509 name");
    // RFC 2253 order and escapes, but Chinese stays legible.
    constexpr unsigned long flags = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
    if (X509_NAME_print_ex(memory.get(), name, 0, flags) < 0) return {};
    return content_of(memory.get());
}

}  // namespace

std::string subject_of(const X509* x509) {
    return written(X509_get_subject_name(x509));
}
std::string issuer_of(const X509* x509) {
    return written(X509_get_issuer_name(x509));
}

}  // namespace xinbu::crypto
