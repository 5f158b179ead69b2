// A bundle from somebody else. The input is tried as a whole file, and as the inside of one that is framed
// well.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

#include "xinbu/exchange/bundle.hpp"

using namespace xinbu;

namespace {

void check(std::string_view zip) {
    try {
        const exchange::MemorySource source(as_bytes(zip));
        std::uint64_t entries = 0;
        exchange::BundleVisitor visitor;
        visitor.entry = [&](const exchange::BundleEntry&) { ++entries; };
        const exchange::BundleReading reading = exchange::read_bundle(source, visitor);
        if (entries != reading.manifest.entries) std::abort();
    } catch (const Failure& failure) {
        if (failure.error().category != Category::refused) std::abort();
    }
}

/// A manifest that names exactly these members, so that what is behind it is reached.
std::string framed(const std::map<std::string, std::string>& members) {
    exchange::Manifest manifest;
    manifest.origin = "xinbu/91320100748204660Q/01234567-89ab-4cde-8f01-23456789abcd";
    manifest.to = 1;
    manifest.exporter = std::string(64, '0');
    for (const auto& [name, content] : members)
        manifest.files.emplace(name,
                               exchange::Manifest::File{content.size(), crypto::sha256(as_bytes(content))});
    std::string zip;
    exchange::ZipWriter writer([&](ByteView bytes) { zip.append(as_text(bytes)); });
    writer.add("MANIFEST.dsse", as_bytes("{}"));
    writer.add("MANIFEST.json", as_bytes(exchange::encode_manifest(manifest)));
    for (const auto& [name, content] : members) writer.add(name, as_bytes(content));
    writer.finish();
    return zip;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(as_text({data, size}));
    check(text);
    try {
        static_cast<void>(exchange::decode_manifest({data, size}));
    } catch (const Failure& failure) {
        if (failure.error().category != Category::refused) std::abort();
    }
    const std::string note =
        "xinbu/91320100748204660Q/01234567-89ab-4cde-8f01-23456789abcd\n1\n" + to_base64(Hash{}) +
        "\n\n\xE2\x80\x94 xinbu/91320100748204660Q/01234567-89ab-4cde-8f01-23456789abcd " +
        std::string(91, 'A') + "=\n";
    const std::size_t half = size / 2;
    check(framed({{"checkpoint.note", note},
                  {"commits/000000.ndjson", text.substr(0, half)},
                  {"entries/000000.ndjson", text.substr(half)},
                  {"subtrees.txt", ""}}));
    return 0;
}
