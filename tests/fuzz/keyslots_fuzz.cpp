// The bytes of keyslots.json, which lie in a folder that others may write to. Nothing may be derived here,
// whatever cost the file names.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "../../core/storage/keyslots_format.hpp"

using namespace xinbu;

namespace {

/// The text with the checksum that its content asks for, so that mutations get past it.
std::string with_checksum(std::string_view text) {
    const std::string opening = "{\"checksum\":\"";
    const std::size_t content = opening.size() + 64 + 2;
    if (text.size() < content) return std::string(text);
    const std::string rest = "{" + std::string(text.substr(content));
    return opening + to_hex(crypto::sha256(as_bytes(rest))) + "\"," + rest.substr(1);
}

void check(std::string_view text) {
    const auto file = storage::parse_keyslots(text);
    if (!file) return;
    // What is accepted has one spelling only, and keeps to the limits.
    if (storage::encode_keyslots(*file) != text) std::abort();
    if (file->slots.empty() || file->slots.size() > storage::most_keyslots) std::abort();
    for (const storage::KeySlot& slot : file->slots) {
        if (storage::fault_of(slot) != nullptr || !crypto::is_acceptable(slot.cost)) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    check(text);
    check(with_checksum(text));
    return 0;
}
