// A value that must be erasable stands sealed in its place in an entry (docs/decisions/persons.md):
// {"sealed":{"alg":"A256GCM","ct":"<base64>","key":"<subject-key id>","nonce":"<base64>"}}. Whoever lacks the
// subject's key sees these bytes and no more; entry, hashes and proofs hold with the key and without it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/secret.hpp"
#include "xinbu/plugin/value.hpp"

namespace xinbu::ledger {

/// The entry that orders the destruction of a subject's key.
inline constexpr std::string_view erasure_type = "core.subject.erased";

inline constexpr std::size_t subject_id_digits = 32;
/// Whether that is the id of a subject's key: 32 lower-case hex digits.
bool is_subject_id(std::string_view text);

struct SealedValue {
    std::string key;   ///< id of the subject's key
    Bytes nonce;       ///< 12 bytes
    Bytes ciphertext;  ///< with the tag of 16 bytes at its end (RFC 5116)
    bool operator==(const SealedValue&) const = default;
};

/// The sealed value that stands there; nothing where the value is another one, or has any other member, form
/// of base64, or length than a sealed value has.
std::optional<SealedValue> sealed_value(const plugin::Value& value);
/// The same value as entries hold it.
plugin::Value to_value(const SealedValue& sealed);
/// Whether a value looks like a sealed one: cheap, for walks over many.
inline bool is_sealed(const plugin::Value& value) {
    const plugin::Object* members = value.object();
    return members != nullptr && members->size() == 1 && members->begin()->name == "sealed";
}

/// Adds the ids of the keys under which values at any depth stand sealed.
void collect_subjects(const plugin::Value& value, std::set<std::string>& into);
void collect_subjects(const plugin::Object& object, std::set<std::string>& into);

/// Where a sealed value stands. It is bound to that place: moved to another one it does not open.
struct SealedPlace {
    std::string_view type;    ///< of the entry
    std::string_view record;  ///< that the entry is about
    std::string_view path;  ///< RFC 6901 in the entry, "-" for the elements of a list: "/data/owners/-/name"
};

/// Seals a value under a subject's key of 32 bytes with a fresh random nonce. Its length is hidden: blanks
/// fill the plaintext up to a multiple of 32 bytes. Throws Failure for a value that no entry can hold.
SealedValue seal(const plugin::Value& value, std::string key_id, const crypto::Secret& key,
                 const SealedPlace& place);
/// The value; nothing where it was sealed under another key or at another place, or was altered.
std::optional<plugin::Value> open_sealed(const SealedValue& sealed, const crypto::Secret& key,
                                         const SealedPlace& place);

}  // namespace xinbu::ledger
