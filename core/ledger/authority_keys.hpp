// Keys that entries of the core name. Inside ledger only.
#pragma once

#include <optional>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/signature.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::ledger {

inline constexpr std::string_view enrolled_type = "core.operator.enrolled";

/// A SubjectPublicKeyInfo in base64; nothing where it is none.
inline std::optional<crypto::PublicKey> key_at(const plugin::Object& data, std::string_view name) {
    const auto spki = from_base64(plugin::text_at(data, name));
    if (!spki) return std::nullopt;
    Result<crypto::PublicKey> key = crypto::PublicKey::from_spki(*spki);
    return key ? std::optional(std::move(*key)) : std::nullopt;
}

}  // namespace xinbu::ledger
