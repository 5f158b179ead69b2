#include "manifest.hpp"

#include <algorithm>

#include "xinbu/base/i18n.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::host {

using plugin::Object;
using plugin::Value;

namespace {

constexpr std::size_t longest_id = 64;

[[noreturn]] void refuse(std::string why) {
    throw Failure(Category::access, "bad_manifest", tr("the manifest"), std::move(why),
                  tr("Install the plugin again from where this program came from."));
}

/// An id that is also half of a file name.
bool is_plugin_id(std::string_view id) {
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    return !id.empty() && id.size() <= longest_id && is_lower(id.front()) &&
           std::ranges::all_of(id, [&](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::string text_member(const Object& object, std::string_view name) {
    const std::string_view text = plugin::text_at(object, name);
    if (text.empty()) refuse(tr("it lacks a member"));
    return std::string(text);
}

std::string id_member(const std::string& id) {
    if (!is_plugin_id(id)) refuse(tr("it names a plugin in a way that no plugin is named"));
    return id;
}

}  // namespace

SignedManifest parse_manifest(std::string_view bytes) {
    const Result<Value> value = json::parse(bytes, json::Profile::entry);
    if (!value) refuse(value.error().why);
    const Object* object = value->object();
    constexpr std::size_t members = 8;
    if (object == nullptr || object->size() != members)
        refuse(tr("it has other members than a manifest has"));
    SignedManifest manifest;
    const std::int64_t* api = plugin::integer_at(*object, "api");
    if (api == nullptr || *api < 1) refuse(tr("it names no version of the plugin API"));
    manifest.api = *api;
    manifest.file = text_member(*object, "file");
    manifest.fingerprint = text_member(*object, "fingerprint");
    manifest.id = id_member(text_member(*object, "id"));
    manifest.key = text_member(*object, "key");
    const Value* required = object->find("requires");
    if (required == nullptr || required->array() == nullptr) refuse(tr("it lacks a member"));
    for (const Value& id : *required->array())
        manifest.required.push_back(id_member(id.text() != nullptr ? *id.text() : ""));
    const std::optional<Hash> sha256 = hash_from_hex(text_member(*object, "sha256"));
    if (!sha256) refuse(tr("it names no SHA-256 of the library"));
    manifest.sha256 = *sha256;
    manifest.version = text_member(*object, "version");
    return manifest;
}

std::string manifest_text(const SignedManifest& manifest) {
    plugin::Array required;
    for (const std::string& id : manifest.required) required.emplace_back(id);
    return json::canonical(Object{{"api", manifest.api},
                                  {"file", manifest.file},
                                  {"fingerprint", manifest.fingerprint},
                                  {"id", manifest.id},
                                  {"key", manifest.key},
                                  {"requires", std::move(required)},
                                  {"sha256", to_hex(manifest.sha256)},
                                  {"version", manifest.version}});
}

}  // namespace xinbu::host
