// Chains of X.509 certificates, judged as of a moment. What time stamps and certificates of keys share.
#pragma once

#include <openssl/x509_vfy.h>

#include <ctime>
#include <optional>
#include <string>

#include "x509.hpp"

namespace xinbu::crypto {

using OwnedStore = Owned<X509_STORE, X509_STORE_free>;

/// Certificates that a chain may end at, at a moment; anything in it is enough. `purpose` is one of
/// OpenSSL's.
OwnedStore store_of(std::time_t moment, int purpose);
/// X509_V_OK, or what is wrong with the chain from `own` to one in the store.
int chain_fault(X509_STORE* store, X509* own, STACK_OF(X509) * between);
/// Whether a fault is that a certificate was not valid then.
bool is_about_time(int fault);
/// Whether a fault is that the chain ends at no certificate of the store.
bool is_about_anchor(int fault);

std::optional<std::tm> broken_down(const ASN1_TIME* time);
/// RFC 3339, UTC.
std::string instant_of(const std::tm& parts);
Bytes number_bytes(const ASN1_INTEGER* number);
std::string upper_hex(const Bytes& bytes);

}  // namespace xinbu::crypto
