#include "chain.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace xinbu::crypto {

namespace {

constexpr int deepest_chain = 5;   ///< certificates between the first one and the anchor
constexpr int security_level = 2;  ///< of OpenSSL: 112 bits, RSA from 2048 on, no SHA-1

using OwnedStoreContext = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;

}  // namespace

OwnedStore store_of(std::time_t moment, int purpose) {
    OwnedStore store(X509_STORE_new());
    require(store != nullptr, "X.509 store");
    X509_VERIFY_PARAM* rules = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_time(rules, moment);
    X509_VERIFY_PARAM_set_depth(rules, deepest_chain);
    X509_VERIFY_PARAM_set_auth_level(rules, security_level);
    require(X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN) == 1 &&
                X509_VERIFY_PARAM_set_purpose(rules, purpose) == 1,
            "X.509 store");
    return store;
}

int chain_fault(X509_STORE* store, X509* own, STACK_OF(X509) * between) {
    const OwnedStoreContext context(X509_STORE_CTX_new());
    require(context && X509_STORE_CTX_init(context.get(), store, own, between) == 1, "X.509 chain");
    const int held = X509_verify_cert(context.get());
    const int fault = X509_STORE_CTX_get_error(context.get());
    ERR_clear_error();
    return held == 1 ? X509_V_OK : fault == X509_V_OK ? X509_V_ERR_UNSPECIFIED : fault;
}

bool is_about_time(int fault) {
    return fault == X509_V_ERR_CERT_HAS_EXPIRED || fault == X509_V_ERR_CERT_NOT_YET_VALID;
}

bool is_about_anchor(int fault) {
    return fault == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT || fault == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ||
           fault == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
           fault == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT ||
           fault == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE;
}

std::optional<std::tm> broken_down(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return parts;
}

std::string instant_of(const std::tm& parts) {
    constexpr int first_year = 1900;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + first_year,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    return text.data();
}

Bytes number_bytes(const ASN1_INTEGER* number) {
    const OwnedNumber big(ASN1_INTEGER_to_BN(number, nullptr));
    require(big != nullptr, "ASN.1 number");
    Bytes bytes(static_cast<std::size_t>(BN_num_bytes(big.get())));
    BN_bn2bin(big.get(), bytes.data());
    return bytes;
}

std::string upper_hex(const Bytes& bytes) {
    std::string text = to_hex(bytes);
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

}  // namespace xinbu::crypto
