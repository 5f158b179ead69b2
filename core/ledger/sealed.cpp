#include "xinbu/ledger/sealed.hpp"

#include <algorithm>

#include "xinbu/crypto/aead.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::ledger {

namespace {

constexpr std::string_view algorithm = "A256GCM";
constexpr std::size_t padded_to = 32;

/// Neither a type nor a record id nor a path holds a line break, so the lines cannot be taken for others.
std::string associated_data(const SealedPlace& place) {
    std::string text = "xinbu sealed value v1\n";
    for (const std::string_view part : {place.type, place.record, place.path}) text.append(part).append("\n");
    return text;
}

std::optional<Bytes> bytes_at(const plugin::Object& members, std::string_view name) {
    const plugin::Value* value = members.find(name);
    return value != nullptr && value->text() != nullptr ? from_base64(*value->text()) : std::nullopt;
}

}  // namespace

bool is_subject_id(std::string_view text) {
    return text.size() == subject_id_digits &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::optional<SealedValue> sealed_value(const plugin::Value& value) {
    if (!is_sealed(value)) return std::nullopt;
    const plugin::Object* members = value.object()->begin()->value.object();
    constexpr std::size_t member_count = 4;
    if (members == nullptr || members->size() != member_count ||
        plugin::text_at(*members, "alg") != algorithm || !is_subject_id(plugin::text_at(*members, "key")))
        return std::nullopt;
    std::optional<Bytes> nonce = bytes_at(*members, "nonce"), ciphertext = bytes_at(*members, "ct");
    if (!nonce || nonce->size() != crypto::gcm_nonce_bytes || !ciphertext ||
        ciphertext->size() < crypto::gcm_tag_bytes)
        return std::nullopt;
    return SealedValue{std::string(plugin::text_at(*members, "key")), std::move(*nonce),
                       std::move(*ciphertext)};
}

plugin::Value to_value(const SealedValue& sealed) {
    return plugin::Object{{"sealed", plugin::Object{{"alg", algorithm},
                                                    {"ct", to_base64(sealed.ciphertext)},
                                                    {"key", sealed.key},
                                                    {"nonce", to_base64(sealed.nonce)}}}};
}

void collect_subjects(const plugin::Value& value, std::set<std::string>& into) {
    if (is_sealed(value)) {
        if (auto sealed = sealed_value(value)) into.insert(std::move(sealed->key));
    } else if (const plugin::Array* array = value.array()) {
        for (const plugin::Value& element : *array) collect_subjects(element, into);
    } else if (value.object() != nullptr) {
        collect_subjects(*value.object(), into);
    }
}

void collect_subjects(const plugin::Object& object, std::set<std::string>& into) {
    for (const plugin::Member& member : object) collect_subjects(member.value, into);
}

SealedValue seal(const plugin::Value& value, std::string key_id, const crypto::Secret& key,
                 const SealedPlace& place) {
    std::string plaintext = json::canonical(value);
    plaintext.resize((plaintext.size() + padded_to - 1) / padded_to * padded_to, ' ');
    SealedValue sealed{std::move(key_id), crypto::random_bytes(crypto::gcm_nonce_bytes), {}};
    sealed.ciphertext =
        crypto::seal_gcm(key, sealed.nonce, as_bytes(plaintext), as_bytes(associated_data(place)));
    crypto::cleanse({reinterpret_cast<std::uint8_t*>(plaintext.data()), plaintext.size()});
    return sealed;
}

std::optional<plugin::Value> open_sealed(const SealedValue& sealed, const crypto::Secret& key,
                                         const SealedPlace& place) {
    const std::optional<crypto::Secret> plaintext =
        crypto::open_gcm(key, sealed.nonce, sealed.ciphertext, as_bytes(associated_data(place)));
    if (!plaintext) return std::nullopt;
    std::string_view text = as_text(plaintext->view());
    text = text.substr(0, text.find_last_not_of(' ') + 1);
    Result<plugin::Value> value = json::parse(text, json::Profile::document);
    return value ? std::optional(std::move(*value)) : std::nullopt;
}

}  // namespace xinbu::ledger
