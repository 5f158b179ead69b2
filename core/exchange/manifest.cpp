#include <fmt/format.h>

#include "refusal.hpp"
#include "xinbu/exchange/bundle.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::exchange {

using plugin::Object;
using plugin::Value;

namespace {

constexpr std::size_t longest_recipient = 500;

std::int64_t number_of(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

std::uint64_t count_at(const Object& object, std::string_view name) {
    const std::int64_t* number = plugin::integer_at(object, name);
    if (number == nullptr || *number < 0) refuse(tr("a number in its manifest is malformed"));
    return static_cast<std::uint64_t>(*number);
}

Hash hash_at(const Object& object, std::string_view name) {
    const auto hash = hash_from_hex(plugin::text_at(object, name));
    if (!hash) refuse(tr("a hash in its manifest is malformed"));
    return *hash;
}

}  // namespace

std::string encode_manifest(const Manifest& manifest) {
    Object files;
    for (const auto& [name, file] : manifest.files)
        files.set(name, Object{{"bytes", number_of(file.bytes)}, {"sha256", to_hex(file.sha256)}});
    return json::canonical(Object{
        {"checkpoint", Object{{"root", to_hex(manifest.root)}, {"size", number_of(manifest.to)}}},
        {"entries", Object{{"count", number_of(manifest.entries)}, {"shown", number_of(manifest.shown)}}},
        {"exporter", manifest.exporter},
        {"files", std::move(files)},
        {"from", number_of(manifest.from)},
        {"origin", manifest.origin},
        {"recipient", manifest.recipient},
        {"to", number_of(manifest.to)},
        {"v", 1}});
}

Manifest decode_manifest(ByteView bytes) {
    const Result<Value> parsed = json::parse(as_text(bytes), json::Profile::document);
    if (!parsed || parsed->object() == nullptr) refuse(tr("its manifest is no JSON object"));
    const Object& members = *parsed->object();
    const std::int64_t* version = plugin::integer_at(members, "v");
    if (version == nullptr || *version != 1)
        refuse(tr("it is of another version than this program reads; update the program"));
    Manifest manifest;
    manifest.origin = std::string(plugin::text_at(members, "origin"));
    manifest.recipient = std::string(plugin::text_at(members, "recipient"));
    manifest.exporter = std::string(plugin::text_at(members, "exporter"));
    manifest.from = count_at(members, "from");
    manifest.to = count_at(members, "to");
    const Object& checkpoint = plugin::object_at(members, "checkpoint");
    const Object& entries = plugin::object_at(members, "entries");
    manifest.root = hash_at(checkpoint, "root");
    manifest.entries = count_at(entries, "count");
    manifest.shown = count_at(entries, "shown");
    if (!ledger::is_origin(manifest.origin)) refuse(tr("its manifest names no registry"));
    if (count_at(checkpoint, "size") != manifest.to || manifest.from >= manifest.to)
        refuse(tr("the range that its manifest states is none"));
    if (manifest.shown > manifest.entries || manifest.recipient.size() > longest_recipient)
        refuse(tr("a number in its manifest is malformed"));
    for (const plugin::Member& member : plugin::object_at(members, "files")) {
        if (member.value.object() == nullptr || !is_member_name(member.name))
            refuse(tr("a name in its manifest is malformed"));
        manifest.files.emplace(member.name, Manifest::File{count_at(*member.value.object(), "bytes"),
                                                           hash_at(*member.value.object(), "sha256")});
    }
    // Whatever was not understood above, or stood there in another form, is not written again.
    if (encode_manifest(manifest) != as_text(bytes))
        refuse(tr("its manifest is not in the one form that it may have"));
    return manifest;
}

}  // namespace xinbu::exchange
