// The bytes of keyslots.json. Inside storage only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/storage/keyslots.hpp"

namespace xinbu::storage {

inline constexpr std::size_t keyslots_limit_bytes = 64 * 1024;
inline constexpr std::size_t most_keyslots = 32;

/// One copy, taken apart.
struct KeySlotsFile {
    std::string registry;
    CipherSettings cipher;
    std::uint64_t sequence = 0;
    std::vector<KeySlot> slots;
    std::optional<RememberedHead> head;
    Bytes previous_key, head_key;  ///< empty until the data key was exchanged
    Bytes mac;
};

/// Strict: canonical JSON of this one shape, a checksum that holds, 1 to 32 slots of different holders, salts
/// of at least 16 bytes, costs that are acceptable. Nothing is derived. What it accepts, encode_keyslots()
/// gives back byte for byte. Codes: `keyslots_damaged`, `keyslots_newer`, `kdf_parameters`.
Result<KeySlotsFile> parse_keyslots(std::string_view text);

std::string encode_keyslots(const KeySlotsFile& file);

/// What the head outside is authenticated with before any exchange of the data key.
crypto::Secret head_mac_key(const crypto::Secret& data_key);

/// The MAC over everything but itself and the checksum.
Hash mac_of(const KeySlotsFile& file, const crypto::Secret& data_key);

/// What is wrong with one slot, as a sentence of our own for a defect report; null where it may be stored.
const char* fault_of(const KeySlot& slot);

}  // namespace xinbu::storage
