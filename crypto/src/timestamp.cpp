#include "xinbu/crypto/timestamp.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <optional>

#include "chain.hpp"
#include "openssl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::crypto {

namespace {

constexpr std::size_t most_anchors = 100;
constexpr std::size_t most_nonce_bytes = 20;
constexpr std::size_t longest_subject = 1000;
constexpr int most_certificates = 20;  ///< in a token

using OwnedRequest = Owned<TS_REQ, TS_REQ_free>;
using OwnedImprint = Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using OwnedReply = Owned<TS_RESP, TS_RESP_free>;
using OwnedStatement = Owned<TS_TST_INFO, TS_TST_INFO_free>;
using OwnedToken = Owned<PKCS7, PKCS7_free>;
using OwnedObject = Owned<ASN1_OBJECT, ASN1_OBJECT_free>;
using OwnedInteger = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using OwnedAlgorithm = Owned<X509_ALGOR, X509_ALGOR_free>;

tl::unexpected<Error> bad_timestamp(const char* why) {
    ERR_clear_error();
    return fail(Category::refused, "bad_timestamp", tr("time stamp"), why);
}

/// One element of DER at the beginning of `rest`, its head and content; `rest` is moved behind it. Nothing
/// where there is none of definite length.
struct Element {
    ByteView whole, content;
};
std::optional<Element> next_element(ByteView& rest) {
    const unsigned char* at = rest.data();
    long size = 0;
    int tag = 0, kind = 0;
    constexpr int failed = 0x80, indefinite = 0x01;
    const int head = ASN1_get_object(&at, &size, &tag, &kind, static_cast<long>(rest.size()));
    if ((head & (failed | indefinite)) != 0 || size < 0) return std::nullopt;
    const auto head_bytes = static_cast<std::size_t>(at - rest.data());
    const Element element{rest.first(head_bytes + static_cast<std::size_t>(size)),
                          rest.subspan(head_bytes, static_cast<std::size_t>(size))};
    rest = rest.subspan(element.whole.size());
    return element;
}

/// Why an authority refused (RFC 3161, 2.4.2: PKIFailureInfo).
const char* refusal_of(const TS_STATUS_INFO* status) {
    const ASN1_BIT_STRING* bits = TS_STATUS_INFO_get0_failure_info(status);
    const auto is_set = [&](int bit) { return bits != nullptr && ASN1_BIT_STRING_get_bit(bits, bit) == 1; };
    if (is_set(TS_INFO_UNACCEPTED_POLICY)) return tr("the authority does not stamp under that policy");
    if (is_set(TS_INFO_BAD_ALG)) return tr("the authority does not stamp SHA-256 digests");
    if (is_set(TS_INFO_TIME_NOT_AVAILABLE) || is_set(TS_INFO_SYSTEM_FAILURE))
        return tr("the authority cannot stamp at the moment");
    return tr("the authority refused the request");
}

std::string dotted(const ASN1_OBJECT* object) {
    std::array<char, 256> text{};
    const int size = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
    return size > 0 && static_cast<std::size_t>(size) < text.size() ? text.data() : "";
}

bool is_sha256(const X509_ALGOR* algorithm) {
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    return OBJ_obj2nid(object) == NID_sha256;
}

const char* why_own_fails(int fault) {
    if (is_about_time(fault))
        return tr("its authority's certificate was not valid at the time that it states");
    if (fault == X509_V_ERR_INVALID_PURPOSE)
        return tr("its authority's certificate is not one for time stamps alone");
    if (fault == X509_V_ERR_EE_KEY_TOO_SMALL || fault == X509_V_ERR_CA_MD_TOO_WEAK)
        return tr("its authority's key is too weak");
    return tr("its authority's certificate does not hold");
}

const char* why_chain_fails(int fault) {
    if (is_about_time(fault))
        return tr("a certificate of its authority's chain was not valid at the time that it states");
    if (is_about_anchor(fault))
        return tr("its authority's chain ends at none of the certificates that are trusted");
    return tr("its authority's chain does not hold");
}

/// Whether the one signature is made with a digest that is still worth something.
bool has_strong_digest(PKCS7* token) {
    const PKCS7_SIGNER_INFO* signer = sk_PKCS7_SIGNER_INFO_value(PKCS7_get_signer_info(token), 0);
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, signer->digest_alg);
    const int digest = OBJ_obj2nid(object);
    return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512;
}

}  // namespace

Result<TrustAnchors> TrustAnchors::read(ByteView content) {
    if (content.empty() || content.size() > largest_anchors_file)
        return bad_certificate(tr("it has not the size of a file of certificates"));
    TrustAnchors anchors;
    if (const OwnedX509 single = read_x509(content)) {
        anchors.certificates_.push_back(to_bytes(content));
        return anchors;
    }
    ERR_clear_error();
    const OwnedBio source(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
    require(source != nullptr, "reading certificates");
    while (const OwnedX509 one{PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr)}) {
        if (anchors.certificates_.size() == most_anchors)
            return bad_certificate(tr("it holds more than 100 certificates"));
        anchors.certificates_.push_back(der_of(one.get(), i2d_X509, "X.509 certificate"));
    }
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (!at_end || anchors.empty()) return bad_certificate(tr("it holds no certificate, or a malformed one"));
    ERR_clear_error();
    return anchors;
}

Result<Bytes> timestamp_request(const Hash& digest, ByteView nonce, const std::string& policy) {
    if (nonce.empty() || nonce.size() > most_nonce_bytes || nonce.front() == 0)
        throw Failure(Category::internal, "bad_nonce", "time stamp", "the nonce is malformed");
    const OwnedRequest request(TS_REQ_new());
    const OwnedImprint imprint(TS_MSG_IMPRINT_new());
    const OwnedAlgorithm algorithm(X509_ALGOR_new());
    const OwnedNumber number(BN_bin2bn(nonce.data(), static_cast<int>(nonce.size()), nullptr));
    const OwnedInteger integer(number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
    require(request && imprint && algorithm && integer, "time-stamp request");
    require(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
                TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
                TS_MSG_IMPRINT_set_msg(imprint.get(), const_cast<unsigned char*>(digest.data()),
                                       static_cast<int>(digest.size())) == 1 &&
                TS_REQ_set_version(request.get(), 1) == 1 &&
                TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
                TS_REQ_set_nonce(request.get(), integer.get()) == 1 &&
                TS_REQ_set_cert_req(request.get(), 1) == 1,
            "time-stamp request");
    if (!policy.empty()) {
        const OwnedObject object(OBJ_txt2obj(policy.c_str(), 1));
        if (!object || dotted(object.get()) != policy) {
            ERR_clear_error();
            return fail(Category::usage, "bad_policy", tr("policy"),
                        tr("it is no object identifier, such as 1.2.3.4.1"));
        }
        require(TS_REQ_set_policy_id(request.get(), object.get()) == 1, "time-stamp request");
    }
    return der_of(request.get(), i2d_TS_REQ, "time-stamp request");
}

Result<Bytes> timestamp_token(ByteView reply) {
    if (reply.size() > largest_timestamp_reply) return bad_timestamp(tr("it is larger than any reply"));
    const unsigned char* at = reply.data();
    const OwnedReply parsed(d2i_TS_RESP(nullptr, &at, static_cast<long>(reply.size())));
    if (!parsed || at != reply.data() + reply.size())
        return bad_timestamp(tr("it is no reply of a time-stamping authority (RFC 3161)"));
    const TS_STATUS_INFO* status = TS_RESP_get_status_info(parsed.get());
    const long said = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status));
    if (said != TS_STATUS_GRANTED && said != TS_STATUS_GRANTED_WITH_MODS) {
        const char* why = refusal_of(status);
        ERR_clear_error();
        return fail(Category::refused, "timestamp_refused", tr("time stamp"), why,
                    tr("Ask again later, or ask another authority."));
    }
    // The token as it stands there: encoded again, it might be another one than the authority's.
    ByteView rest = reply;
    const std::optional<Element> outer = next_element(rest);
    ByteView inside = outer ? outer->content : ByteView();
    const bool has_status = outer && next_element(inside);
    const std::optional<Element> token = has_status ? next_element(inside) : std::nullopt;
    if (!token || !inside.empty()) return bad_timestamp(tr("the reply holds no token"));
    ERR_clear_error();
    return to_bytes(token->whole);
}

Result<Timestamp> read_timestamp(ByteView token_bytes, const TrustAnchors& anchors) {
    if (token_bytes.size() > largest_timestamp_token)
        return bad_timestamp(tr("it is larger than an entry of the ledger can hold"));
    const unsigned char* at = token_bytes.data();
    const OwnedToken token(d2i_PKCS7(nullptr, &at, static_cast<long>(token_bytes.size())));
    if (!token || at != token_bytes.data() + token_bytes.size() || !PKCS7_type_is_signed(token.get()) ||
        token->d.sign == nullptr)
        return bad_timestamp(tr("it is no token of a time-stamping authority (RFC 3161)"));
    if (sk_PKCS7_SIGNER_INFO_num(PKCS7_get_signer_info(token.get())) != 1)
        return bad_timestamp(tr("it has not exactly one signature"));
    if (sk_X509_num(token->d.sign->cert) > most_certificates)
        return bad_timestamp(tr("it holds more certificates than any chain has"));
    if (!has_strong_digest(token.get()))
        return bad_timestamp(tr("its signature is not made with SHA-256 or a stronger digest"));
    const OwnedStatement statement(PKCS7_to_TS_TST_INFO(token.get()));
    if (!statement || TS_TST_INFO_get_version(statement.get()) != 1)
        return bad_timestamp(tr("it is no token of a time-stamping authority (RFC 3161)"));
    if (TS_TST_INFO_get_ext_by_critical(statement.get(), 1, -1) >= 0)
        return bad_timestamp(tr("it holds a critical extension that is not known here"));

    Timestamp stamp;
    TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(statement.get());
    const ASN1_OCTET_STRING* digest = TS_MSG_IMPRINT_get_msg(imprint);
    if (!is_sha256(TS_MSG_IMPRINT_get_algo(imprint)) ||
        ASN1_STRING_length(digest) != static_cast<int>(stamp.digest.size()))
        return bad_timestamp(tr("it is not over a SHA-256 digest"));
    std::copy_n(ASN1_STRING_get0_data(digest), stamp.digest.size(), stamp.digest.begin());
    const ASN1_GENERALIZEDTIME* time = TS_TST_INFO_get_time(statement.get());
    std::optional<std::tm> parts = broken_down(time);
    const ByteView digits(ASN1_STRING_get0_data(time), static_cast<std::size_t>(ASN1_STRING_length(time)));
    constexpr int year_1970 = 70;
    if (!parts || digits.back() != 'Z' || parts->tm_year < year_1970)
        return bad_timestamp(tr("the time that it states is malformed"));
    stamp.time = instant_of(*parts);
    stamp.seconds = ::timegm(&*parts);
    stamp.policy = dotted(TS_TST_INFO_get_policy_id(statement.get()));
    stamp.serial = upper_hex(number_bytes(TS_TST_INFO_get_serial(statement.get())));
    if (const ASN1_INTEGER* nonce = TS_TST_INFO_get_nonce(statement.get())) stamp.nonce = number_bytes(nonce);

    const OwnedChain none(sk_X509_new_null());
    require(none != nullptr, "X.509 chain");
    const OwnedChain own_list(PKCS7_get0_signers(token.get(), none.get(), 0));
    if (!own_list || sk_X509_num(own_list.get()) != 1)
        return bad_timestamp(tr("it does not hold its authority's certificate"));
    X509* own = sk_X509_value(own_list.get(), 0);
    const OwnedStore alone = store_of(stamp.seconds, X509_PURPOSE_TIMESTAMP_SIGN);
    require(X509_STORE_add_cert(alone.get(), own) == 1, "X.509 store");
    if (const int fault = chain_fault(alone.get(), own, nullptr); fault != X509_V_OK)
        return bad_timestamp(why_own_fails(fault));
    // Binds the certificate (ESS) and verifies the signature over what it states.
    X509* signer = nullptr;
    const int held = TS_RESP_verify_signature(token.get(), none.get(), alone.get(), &signer);
    const OwnedX509 signer_again(signer);
    if (held != 1) return bad_timestamp(tr("its signature does not hold"));
    stamp.authority = subject_of(own);
    if (stamp.authority.size() > longest_subject)
        return bad_timestamp(tr("its authority's name is longer than any name"));
    stamp.certificate = to_hex(sha256(der_of(own, i2d_X509, "X.509 certificate")));
    const std::optional<std::tm> end = broken_down(X509_get0_notAfter(own));
    stamp.valid_until = end ? instant_of(*end) : "";

    if (anchors.empty()) {
        stamp.distrust = tr("no certificate of an authority that is trusted was given");
    } else {
        const OwnedStore store = store_of(stamp.seconds, X509_PURPOSE_TIMESTAMP_SIGN);
        for (const Bytes& der : anchors.certificates()) {
            const OwnedX509 anchor = read_x509(der);
            require(anchor && X509_STORE_add_cert(store.get(), anchor.get()) == 1, "X.509 store");
        }
        const int fault = chain_fault(store.get(), own, token->d.sign->cert);
        stamp.trusted = fault == X509_V_OK;
        if (!stamp.trusted) stamp.distrust = why_chain_fails(fault);
    }
    ERR_clear_error();
    return stamp;
}

Result<Timestamp> verify_timestamp(ByteView token, const Hash& digest, const TrustAnchors& anchors) {
    Result<Timestamp> stamp = read_timestamp(token, anchors);
    if (stamp && stamp->digest != digest)
        return fail(Category::refused, "timestamp_digest", tr("time stamp"),
                    tr("it is over something else than was to be stamped"));
    return stamp;
}

}  // namespace xinbu::crypto
