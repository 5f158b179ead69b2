#include "keyslots_format.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "xinbu/base/i18n.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::storage {
namespace {

using plugin::Array;
using plugin::Object;
using plugin::Value;

constexpr std::int64_t first_version = 1;
constexpr std::int64_t exchange_version = 2;  ///< with exchange keys
constexpr std::int64_t version = 3;           ///< with signing keys in tokens
constexpr std::size_t exchange_key_bytes = 32;
constexpr std::size_t shortest_salt = 16;
constexpr std::size_t longest_salt = 64;
constexpr std::size_t wrapped_key_bytes = 40;
constexpr std::size_t longest_name = 256;          // holders, the registry's origin
constexpr std::size_t longest_setting = 64;        // names of algorithms
constexpr std::size_t longest_signing_key = 1024;  // EncryptedPrivateKeyInfo has about 300 bytes
constexpr std::size_t longest_token = 1024;        // a PKCS#11 URI
constexpr std::size_t longest_public_key = 128;    // 91 bytes for P-256
constexpr std::int64_t largest_integer = (std::int64_t{1} << 53) - 1;

Object encode(const CipherSettings& cipher) {
    return {{"page_bytes", cipher.page_bytes},
            {"hmac", cipher.hmac},
            {"kdf", cipher.kdf},
            {"kdf_iterations", cipher.kdf_iterations}};
}

Object encode(const KeySlot& slot) {
    const Object cost{{"n", static_cast<std::int64_t>(slot.cost.n)},
                      {"r", static_cast<std::int64_t>(slot.cost.r)},
                      {"p", static_cast<std::int64_t>(slot.cost.p)}};
    Object members{{"holder", slot.holder},
                   {"salt", to_base64(slot.salt)},
                   {"scrypt", cost},
                   {"data_key", to_base64(slot.wrapped_data_key)},
                   {"signing_key", to_base64(slot.signing_key)},
                   {"signing_key_id", slot.signing_key_id}};
    if (!slot.ephemeral.empty()) members.set("ephemeral", to_base64(slot.ephemeral));
    if (!slot.exchange_key.empty()) {
        members.set("exchange_key", to_base64(slot.exchange_key));
        members.set("exchange_secret", to_base64(slot.exchange_secret));
    }
    if (!slot.token.empty()) {
        members.set("token", slot.token);
        members.set("public_key", to_base64(slot.public_key));
    }
    return members;
}

/// The oldest version that can say it.
std::int64_t version_of(const KeySlotsFile& file) {
    if (std::ranges::any_of(file.slots, [](const KeySlot& slot) { return !slot.token.empty(); }))
        return version;
    const bool exchanges = !file.previous_key.empty() || !file.head_key.empty() ||
                           std::ranges::any_of(file.slots, [](const KeySlot& slot) {
                               return !slot.exchange_key.empty() || !slot.ephemeral.empty();
                           });
    return exchanges ? exchange_version : first_version;
}

/// Everything but MAC and checksum.
Object authenticated_members(const KeySlotsFile& file) {
    Array slots;
    for (const KeySlot& slot : file.slots) slots.emplace_back(encode(slot));
    Object members{{"version", version_of(file)},
                   {"registry", file.registry},
                   {"sequence", static_cast<std::int64_t>(file.sequence)},
                   {"cipher", encode(file.cipher)},
                   {"slots", std::move(slots)}};
    if (file.head) {
        members.set("head", Object{{"size", static_cast<std::int64_t>(file.head->size)},
                                   {"root", to_hex(file.head->root)}});
    }
    if (!file.previous_key.empty()) members.set("previous_key", to_base64(file.previous_key));
    if (!file.head_key.empty()) members.set("head_key", to_base64(file.head_key));
    return members;
}

std::string checksum_of(const Object& members) {
    return to_hex(crypto::sha256(as_bytes(json::canonical(members))));
}

/// A member that has not the shape it must have: the file is no key slot file, or a damaged one.
struct BadShape {};

std::int64_t integer(const Object& object, std::string_view name, std::int64_t least, std::int64_t most) {
    const std::int64_t* value = plugin::integer_at(object, name);
    if (value == nullptr || *value < least || *value > most) throw BadShape();
    return *value;
}

const std::string& text(const Object& object, std::string_view name, std::size_t longest) {
    const Value* value = object.find(name);
    const std::string* found = value != nullptr ? value->text() : nullptr;
    if (found == nullptr || found->size() > longest) throw BadShape();
    return *found;
}

const Object& object_in(const Object& object, std::string_view name) {
    const Value* value = object.find(name);
    const Object* found = value != nullptr ? value->object() : nullptr;
    if (found == nullptr) throw BadShape();
    return *found;
}

Bytes base64(const Object& object, std::string_view name, std::size_t longest) {
    auto bytes = from_base64(text(object, name, (longest + 2) / 3 * 4));
    if (!bytes || bytes->size() > longest) throw BadShape();
    return std::move(*bytes);
}

/// Empty where it is absent; there it has that many bytes.
Bytes base64_if_there(const Object& object, std::string_view name, std::size_t size) {
    if (!object.contains(name)) return {};
    Bytes bytes = base64(object, name, size);
    if (bytes.size() != size) throw BadShape();
    return bytes;
}

Hash hash(const Object& object, std::string_view name) {
    const auto found = hash_from_hex(text(object, name, 64));
    if (!found) throw BadShape();
    return *found;
}

CipherSettings decode_cipher(const Object& object) {
    // Whether this program knows the settings is asked where the database is opened.
    constexpr std::int64_t most = std::numeric_limits<int>::max();
    CipherSettings cipher;
    cipher.page_bytes = static_cast<int>(integer(object, "page_bytes", 0, most));
    cipher.hmac = text(object, "hmac", longest_setting);
    cipher.kdf = text(object, "kdf", longest_setting);
    cipher.kdf_iterations = static_cast<int>(integer(object, "kdf_iterations", 0, most));
    return cipher;
}

KeySlot decode_slot(const Value& value) {
    const Object* object = value.object();
    if (object == nullptr) throw BadShape();
    constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
    const Object& cost = object_in(*object, "scrypt");
    KeySlot slot;
    slot.holder = text(*object, "holder", longest_name);
    slot.salt = base64(*object, "salt", longest_salt);
    slot.cost.n = static_cast<std::uint64_t>(integer(cost, "n", 0, largest_integer));
    slot.cost.r = static_cast<std::uint32_t>(integer(cost, "r", 0, most));
    slot.cost.p = static_cast<std::uint32_t>(integer(cost, "p", 0, most));
    slot.wrapped_data_key = base64(*object, "data_key", wrapped_key_bytes);
    slot.signing_key = base64(*object, "signing_key", longest_signing_key);
    slot.signing_key_id = text(*object, "signing_key_id", 64);
    slot.ephemeral = base64_if_there(*object, "ephemeral", exchange_key_bytes);
    slot.exchange_key = base64_if_there(*object, "exchange_key", exchange_key_bytes);
    slot.exchange_secret = base64_if_there(*object, "exchange_secret", wrapped_key_bytes);
    if (object->contains("token")) {
        slot.token = text(*object, "token", longest_token);
        slot.public_key = base64(*object, "public_key", longest_public_key);
    }
    return slot;
}

KeySlotsFile decode(const Object& members) {
    KeySlotsFile file;
    file.registry = text(members, "registry", longest_name);
    file.sequence = static_cast<std::uint64_t>(integer(members, "sequence", 1, largest_integer));
    file.cipher = decode_cipher(object_in(members, "cipher"));
    const Value* slots = members.find("slots");
    if (slots == nullptr || slots->array() == nullptr || slots->array()->size() > most_keyslots)
        throw BadShape();
    for (const Value& slot : *slots->array()) file.slots.push_back(decode_slot(slot));
    if (members.contains("head")) {
        const Object& head = object_in(members, "head");
        file.head = RememberedHead{static_cast<std::uint64_t>(integer(head, "size", 0, largest_integer)),
                                   hash(head, "root")};
    }
    file.previous_key = base64_if_there(members, "previous_key", wrapped_key_bytes);
    file.head_key = base64_if_there(members, "head_key", wrapped_key_bytes);
    file.mac = to_bytes(hash(members, "mac"));
    return file;
}

tl::unexpected<Error> damaged(std::string why) {
    return fail(Category::storage, "keyslots_damaged", tr("the key slot file"), std::move(why));
}

/// The rules that a checksum cannot prove.
Done check(const KeySlotsFile& file) {
    std::set<std::string_view> holders;
    for (const KeySlot& slot : file.slots) {
        if (!crypto::is_acceptable(slot.cost)) {
            return fail(Category::storage, "kdf_parameters", tr("the key slot file"),
                        tr("the stored cost of a passphrase is outside the accepted range"),
                        tr("Use an unaltered copy of the file."));
        }
        if (fault_of(slot) != nullptr) return damaged(tr("one of its slots breaks the rules for slots"));
        if (!holders.insert(slot.holder).second) return damaged(tr("two of its slots have the same holder"));
    }
    if (file.slots.empty()) return damaged(tr("it has no slot"));
    return {};
}

}  // namespace

const char* fault_of(const KeySlot& slot) {
    if (slot.holder.size() > longest_name) return "the holder's name is too long";
    if (slot.salt.size() < shortest_salt || slot.salt.size() > longest_salt) {
        return "the salt has not 16 to 64 bytes";
    }
    if (!crypto::is_acceptable(slot.cost)) return "the cost is outside the accepted range";
    if (slot.wrapped_data_key.size() != wrapped_key_bytes) return "the wrapped key has not 40 bytes";
    if (slot.signing_key.size() > longest_signing_key) return "the signing key is too long";
    if (slot.exchange_key.empty() != slot.exchange_secret.empty()) return "half an exchange key";
    if (!slot.ephemeral.empty() && slot.exchange_key.empty()) return "a sealed key without an exchange key";
    if (slot.token.empty() != slot.public_key.empty()) return "half a key in a token";
    if (!slot.token.empty()) {
        if (slot.token.size() > longest_token) return "the token's URI is too long";
        if (!slot.signing_key.empty()) return "a signing key in two places";
        if (slot.public_key.size() > longest_public_key ||
            to_hex(crypto::sha256(slot.public_key)) != slot.signing_key_id)
            return "the key in the token has another id";
    }
    if (slot.holder.empty() && slot.signing_key.empty() && slot.signing_key_id.empty()) return nullptr;
    return hash_from_hex(slot.signing_key_id) ? nullptr : "the signing key's id is no SHA-256 in hexadecimal";
}

Result<KeySlotsFile> parse_keyslots(std::string_view bytes) {
    if (bytes.size() > keyslots_limit_bytes) return damaged(tr("it is larger than such a file can be"));
    auto parsed = json::parse(bytes, json::Profile::document);
    if (!parsed || parsed->object() == nullptr)
        return damaged(tr("it is not the JSON text that was written"));
    // The checksum comes first and is the same in every version: only what holds by it may be called newer.
    Object& members = *parsed->object();
    try {
        const std::string checksum = text(members, "checksum", 64);
        members.erase("checksum");
        if (checksum_of(members) != checksum) return damaged(tr("its checksum does not match its content"));
        if (integer(members, "version", 1, largest_integer) > version) {
            return fail(Category::storage, "keyslots_newer", tr("the key slot file"),
                        tr("a newer version of this program wrote it"), tr("Update the program."));
        }
        KeySlotsFile file = decode(members);
        if (Done sound = check(file); !sound) return fail(std::move(sound.error()));
        // White space, further members, another spelling: nothing that was not written here.
        if (encode_keyslots(file) != bytes) return damaged(tr("it is not the JSON text that was written"));
        return file;
    } catch (const BadShape&) {
        return damaged(tr("a part of it is missing or has the wrong form"));
    } catch (const Failure&) {
        // A number that canonical JSON cannot hold.
        return damaged(tr("a part of it is missing or has the wrong form"));
    }
}

std::string encode_keyslots(const KeySlotsFile& file) {
    Object members = authenticated_members(file);
    members.set("mac", to_hex(file.mac));
    std::string checksum = checksum_of(members);
    members.set("checksum", std::move(checksum));
    return json::canonical(members);
}

Hash mac_of(const KeySlotsFile& file, const crypto::Secret& data_key) {
    const crypto::Secret key = crypto::derive_key(data_key, "xinbu keyslots v1");
    return crypto::hmac_sha256(key.view(), as_bytes(json::canonical(authenticated_members(file))));
}

}  // namespace xinbu::storage
