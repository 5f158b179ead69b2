#include "xinbu/ledger/commit.hpp"

#include <algorithm>

#include "xinbu/base/i18n.hpp"
#include "xinbu/base/instant.hpp"
#include "xinbu/crypto/dsse.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/ledger/merkle.hpp"

namespace xinbu::ledger {

using plugin::Array;
using plugin::Object;
using plugin::Value;

namespace {

constexpr std::size_t most_signatures = 100;
constexpr std::size_t key_id_digits = 64;

tl::unexpected<Error> bad(const char* why) {
    return fail(Category::invalid, "bad_commit", tr("commit"), why);
}

bool is_key_id(std::string_view text) {
    return text.size() == key_id_digits && from_hex(text).has_value();
}

/// A list of distinct hex hashes; `sorted` demands their order, too.
std::optional<std::vector<std::string>> hashes_of(const Value* value, bool sorted) {
    if (value == nullptr || value->array() == nullptr || value->array()->empty()) return std::nullopt;
    std::vector<std::string> hashes;
    for (const Value& element : *value->array()) {
        if (element.text() == nullptr || !is_key_id(*element.text())) return std::nullopt;
        if (sorted && !hashes.empty() && !(hashes.back() < *element.text())) return std::nullopt;
        hashes.push_back(*element.text());
    }
    return hashes;
}

/// The member `root_sm3`, which may be absent; false where it is malformed.
bool read_sm3(const Object& object, std::optional<Hash>& root) {
    const Value* member = object.find("root_sm3");
    if (member != nullptr && member->text() != nullptr) root = hash_from_hex(*member->text());
    return root.has_value() == (member != nullptr);
}

Array array_of(const std::vector<std::string>& texts) {
    Array array;
    for (const std::string& text : texts) array.emplace_back(text);
    return array;
}

std::optional<std::uint64_t> count_at(const Object& object, std::string_view name) {
    const std::int64_t* number = plugin::integer_at(object, name);
    return number != nullptr && *number >= 0 ? std::optional(static_cast<std::uint64_t>(*number))
                                             : std::nullopt;
}

}  // namespace

bool is_origin(std::string_view text) {
    constexpr std::string_view prefix = "xinbu/";
    if (!text.starts_with(prefix)) return false;
    const std::string_view rest = text.substr(prefix.size());
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash > 64) return false;
    const std::string_view identifier = rest.substr(0, slash), uuid = rest.substr(slash + 1);
    if (!std::ranges::all_of(identifier, [](char c) { return c > ' ' && c < 0x7F && c != '+'; }))
        return false;
    if (uuid.size() != 36) return false;
    for (std::size_t at = 0; at < uuid.size(); ++at) {
        const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
        const char c = uuid[at];
        const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (dash ? c != '-' : !digit) return false;
    }
    return true;
}

std::string encode_payload(const Payload& payload) {
    Object entries{{"count", static_cast<std::int64_t>(payload.entry_count)},
                   {"root", to_hex(payload.entry_root)}};
    Object parent{{"root", to_hex(payload.parent_root)},
                  {"size", static_cast<std::int64_t>(payload.parent_size)}};
    if (payload.entry_root_sm3) entries.set("root_sm3", to_hex(*payload.entry_root_sm3));
    if (payload.parent_root_sm3) parent.set("root_sm3", to_hex(*payload.parent_root_sm3));
    Object members{{"author", payload.author},    {"entries", std::move(entries)},
                   {"message", payload.message},  {"origin", payload.origin},
                   {"parent", std::move(parent)}, {"requires", array_of(payload.required)},
                   {"time", payload.time},        {"v", 1}};
    if (!payload.anchors.empty()) members.set("anchors", array_of(payload.anchors));
    return json::canonical(Value(std::move(members)));
}

Result<Payload> decode_payload(ByteView bytes) {
    const Result<Value> parsed = json::parse(as_text(bytes), json::Profile::entry);
    if (!parsed) return fail(parsed.error());
    const Object* members = parsed->object();
    if (members == nullptr) return bad(tr("its payload is no JSON object"));
    const Value* anchors = members->find("anchors");
    if (members->size() != (anchors == nullptr ? 8U : 9U))
        return bad(tr("its payload has other members than a commit"));
    const std::int64_t* version = plugin::integer_at(*members, "v");
    if (version == nullptr || *version != 1) return bad(tr("its version is not 1"));

    Payload payload;
    payload.author = std::string(plugin::text_at(*members, "author"));
    if (!is_key_id(payload.author)) return bad(tr("its author is no key id"));
    const Object& entries = plugin::object_at(*members, "entries");
    const auto count = count_at(entries, "count");
    const auto entry_root = hash_from_hex(plugin::text_at(entries, "root"));
    if (!read_sm3(entries, payload.entry_root_sm3) || entries.size() != (payload.entry_root_sm3 ? 3U : 2U) ||
        !count || !entry_root || *count == 0 || *count > largest_commit_entries)
        return bad(tr("the number or root of its entries is malformed"));
    payload.entry_count = *count;
    payload.entry_root = *entry_root;
    const Value* message = members->find("message");
    if (message == nullptr || message->text() == nullptr) return bad(tr("its message is no text"));
    payload.message = *message->text();
    payload.origin = std::string(plugin::text_at(*members, "origin"));
    if (!is_origin(payload.origin)) return bad(tr("its origin is malformed"));
    const Object& parent = plugin::object_at(*members, "parent");
    const auto size = count_at(parent, "size");
    const auto parent_root = hash_from_hex(plugin::text_at(parent, "root"));
    if (!read_sm3(parent, payload.parent_root_sm3) || parent.size() != (payload.parent_root_sm3 ? 3U : 2U) ||
        !size || !parent_root)
        return bad(tr("its parent is malformed"));
    if (payload.entry_root_sm3.has_value() != payload.parent_root_sm3.has_value())
        return bad(tr("it states an SM3 root of its entries or of its parent, but not of both"));
    payload.parent_size = *size;
    payload.parent_root = *parent_root;
    auto required = hashes_of(members->find("requires"), true);
    if (!required || required->size() > most_signatures)
        return bad(tr("the list of keys it requires is malformed"));
    if (!std::ranges::binary_search(*required, payload.author))
        return bad(tr("its author is not among the keys it requires"));
    payload.required = std::move(*required);
    payload.time = std::string(plugin::text_at(*members, "time"));
    if (!is_instant(payload.time)) return bad(tr("its time is no instant in UTC"));
    if (anchors != nullptr) {
        auto hashes = hashes_of(anchors, false);
        if (!hashes) return bad(tr("its anchors are malformed"));
        payload.anchors = std::move(*hashes);
    }
    return payload;
}

bool states_entries(const Payload& payload, std::span<const Hash> sha256, std::span<const Hash> sm3) {
    if (payload.entry_count != sha256.size() || payload.entry_root != tree_root(sha256)) return false;
    if (!payload.entry_root_sm3) return sm3.empty();
    return payload.entry_count == sm3.size() && *payload.entry_root_sm3 == tree_root(sm3, Digest::sm3);
}

std::string encode_envelope(const Envelope& envelope) {
    Array signatures;
    for (const EnvelopeSignature& signature : envelope.signatures)
        signatures.push_back(Object{{"keyid", signature.key_id}, {"sig", to_base64(signature.signature)}});
    return json::canonical(Object{{"payload", to_base64(envelope.payload)},
                                  {"payloadType", commit_payload_type},
                                  {"signatures", std::move(signatures)}});
}

Result<Envelope> decode_envelope(ByteView bytes) {
    const Result<Value> parsed = json::parse(as_text(bytes), json::Profile::entry);
    if (!parsed) return fail(parsed.error());
    const Object* members = parsed->object();
    if (members == nullptr || members->size() != 3)
        return bad(tr("its envelope has other members than DSSE"));
    if (plugin::text_at(*members, "payloadType") != commit_payload_type)
        return bad(tr("its payload is of another type"));
    auto payload = from_base64(plugin::text_at(*members, "payload"));
    if (!payload || payload->empty()) return bad(tr("its payload is no canonical base64"));
    Envelope envelope;
    envelope.payload = std::move(*payload);
    const Array& signatures = plugin::array_at(*members, "signatures");
    if (signatures.empty() || signatures.size() > most_signatures)
        return bad(tr("it has no signature, or too many"));
    for (const Value& element : signatures) {
        const Object* object = element.object();
        if (object == nullptr || object->size() != 2)
            return bad(tr("a signature has other members than DSSE"));
        const std::string_view key_id = plugin::text_at(*object, "keyid");
        auto signature = from_base64(plugin::text_at(*object, "sig"));
        if (!is_key_id(key_id) || !signature || signature->size() != 64)
            return bad(tr("a signature is malformed"));
        if (!envelope.signatures.empty() && !(envelope.signatures.back().key_id < key_id))
            return bad(tr("its signatures are not sorted by key id"));
        envelope.signatures.push_back({std::string(key_id), std::move(*signature)});
    }
    return envelope;
}

Bytes signed_bytes(ByteView payload) {
    return crypto::dsse_pae(commit_payload_type, payload);
}

Envelope sign_payload(const Payload& payload, const std::vector<const crypto::PrivateKey*>& keys) {
    Envelope envelope;
    envelope.payload = to_bytes(as_bytes(encode_payload(payload)));
    const Bytes message = signed_bytes(envelope.payload);
    for (const crypto::PrivateKey* key : keys)
        envelope.signatures.push_back({key->public_key().id(), key->sign(message)});
    std::ranges::sort(envelope.signatures, {}, &EnvelopeSignature::key_id);
    return envelope;
}

}  // namespace xinbu::ledger
