// Comparing sets without showing them: points of P-256 that stand for texts, blinded by secret factors.
//
// Who multiplies the point of a text by a secret number hides the text, even one that could be guessed:
// without the number nobody can try. Two parties who multiply one after the other, in either order, come to
// the same point for the same text, and to unrelated ones for any other (Diffie-Hellman; the security is that
// of the decisional problem on P-256 in the model of a random oracle).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/secret.hpp"

namespace xinbu::crypto {

/// A point of P-256 other than the one at infinity, compressed (SEC 1 section 2.3.3).
using CurvePoint = std::array<std::uint8_t, 33>;

/// expand_message_xmd with SHA-256 (RFC 9380 section 5.3.1). `size` is at most 8160, `dst` at most 255 bytes
/// long; anything else is a Failure.
Bytes expand_message(ByteView message, std::string_view dst, std::size_t size);
/// hash_to_curve of the suite P256_XMD:SHA-256_SSWU_RO_ (RFC 9380 section 8.2). Throws Failure where OpenSSL
/// fails. The time it takes does not depend on secrets of others: who calls it knows the message.
CurvePoint hash_to_curve(ByteView message, std::string_view dst);

/// A secret factor from 1 to the order of the curve less 1. Not thread-safe.
class Blinder {
public:
    /// From a seed of at least 32 random bytes; the same seed gives the same factor.
    explicit Blinder(const Secret& seed);
    ~Blinder();
    Blinder(Blinder&&) noexcept;
    Blinder& operator=(Blinder&&) noexcept;
    /// The point times the factor; nothing for 33 bytes that are no point of the curve.
    std::optional<CurvePoint> blind(const CurvePoint& point) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace xinbu::crypto
