#include "xinbu/crypto/cms.hpp"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>

#include "openssl.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::crypto {
namespace {

constexpr std::size_t largest_certificate_bytes = std::size_t{64} << 10;
constexpr std::size_t most_recipients = 100;
constexpr int smallest_rsa_bits = 2048;

using OwnedBio = Owned<BIO, BIO_free_all>;
using OwnedMessage = Owned<CMS_ContentInfo, CMS_ContentInfo_free>;

void free_certificates(STACK_OF(X509) * stack) {
    sk_X509_pop_free(stack, X509_free);
}
using OwnedCertificates = Owned<STACK_OF(X509), free_certificates>;

[[noreturn]] void bad_certificate(const char* why) {
    ERR_clear_error();
    throw Failure(Category::invalid, "bad_certificate", tr("certificate"), why,
                  tr("Ask the recipient for the certificate again."));
}

X509* read_certificate(ByteView bytes) {
    if (bytes.empty() || bytes.size() > largest_certificate_bytes)
        bad_certificate(tr("it has not the size of a certificate"));
    const OwnedBio source(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
    require(source != nullptr, "reading a certificate");
    X509* certificate = PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr);
    if (certificate == nullptr) {
        const unsigned char* at = bytes.data();
        certificate = d2i_X509(nullptr, &at, static_cast<long>(bytes.size()));
    }
    ERR_clear_error();
    if (certificate == nullptr) bad_certificate(tr("it is no X.509 certificate"));
    return certificate;
}

void require_sealing_key(const X509* certificate) {
    const EVP_PKEY* key = X509_get0_pubkey(certificate);
    const int type = key != nullptr ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;
    if (type == EVP_PKEY_EC) return;
    if (type != EVP_PKEY_RSA) bad_certificate(tr("nothing can be sealed to its kind of key"));
    if (EVP_PKEY_get_bits(key) < smallest_rsa_bits)
        bad_certificate(tr("its RSA key has fewer than 2048 bits"));
}

}  // namespace

Done seal_file(const std::filesystem::path& plain, const std::filesystem::path& sealed,
               const std::vector<Bytes>& certificates) {
    return guarded([&] {
        if (certificates.empty() || certificates.size() > most_recipients)
            bad_certificate(tr("there is no recipient, or there are too many"));
        const OwnedCertificates recipients(sk_X509_new_null());
        require(recipients != nullptr, "sealing");
        for (const Bytes& bytes : certificates) {
            X509* certificate = read_certificate(bytes);
            require(sk_X509_push(recipients.get(), certificate) > 0, "sealing");
            require_sealing_key(certificate);
        }
        const OwnedBio in(BIO_new_file(plain.c_str(), "rb")), out(BIO_new_file(sealed.c_str(), "r+b"));
        if (!in || !out) {
            ERR_clear_error();
            throw Failure(Category::storage, "io_error", sealed.string(), tr("it cannot be opened"));
        }
        constexpr unsigned flags = CMS_BINARY | CMS_STREAM;
        const OwnedMessage message(
            CMS_encrypt(recipients.get(), in.get(), EVP_aes_256_gcm(), flags | CMS_PARTIAL));
        require(message != nullptr, "sealing");
        require(i2d_CMS_bio_stream(out.get(), message.get(), in.get(), static_cast<int>(flags)) == 1,
                "sealing");
        if (BIO_flush(out.get()) != 1) {
            ERR_clear_error();
            throw Failure(Category::storage, "io_error", sealed.string(), tr("it could not be written"));
        }
    });
}

bool looks_sealed(ByteView first_bytes) {
    // SEQUENCE of indefinite or definite length, then the object identifier id-ct-authEnvelopedData.
    constexpr std::array<std::uint8_t, 13> object{0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7,
                                                  0x0d, 0x01, 0x09, 0x10, 0x01, 0x17};
    if (first_bytes.size() < 2 || first_bytes[0] != 0x30) return false;
    const std::size_t length_bytes = first_bytes[1] > 0x80 ? first_bytes[1] & 0x7FU : 0;
    const std::size_t at = 2 + length_bytes;
    return length_bytes <= 8 && first_bytes.size() >= at + object.size() &&
           std::ranges::equal(first_bytes.subspan(at, object.size()), object);
}

}  // namespace xinbu::crypto
