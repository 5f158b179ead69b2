#include "xinbu/storage/keyslots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "keyslots_format.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/exchange.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::storage {
namespace {

constexpr std::size_t data_key_bytes = 32;
constexpr std::size_t salt_bytes = 16;
constexpr std::string_view exchange_purpose = "xinbu data key v1";
constexpr std::array<const char*, 2> copy_names{"keyslots.json", "keyslots.bak.json"};

/// One copy as found: its content, or what is wrong with it.
struct Copy {
    const char* name = nullptr;
    std::optional<KeySlotsFile> content;
    bool is_missing = false;
    Error error;
};

Copy read_copy(const std::filesystem::path& folder, const char* name) {
    Copy copy;
    copy.name = name;
    try {
        if (const auto bytes = read_file(folder / name, keyslots_limit_bytes)) {
            copy.content = take(parse_keyslots(as_text(*bytes)));
        } else {
            copy.is_missing = true;
            copy.error.why = tr("the file is missing");
        }
    } catch (const Failure& failure) {
        copy.error = failure.error();
    }
    return copy;
}

[[noreturn]] void throw_unusable(const std::filesystem::path& folder, const std::array<Copy, 2>& copies) {
    const std::string what = (folder / copy_names[0]).string();
    if (copies[0].is_missing && copies[1].is_missing) {
        throw Failure(Category::storage, "keyslots_missing", what,
                      tr("there is no such file; without it nobody can decrypt the data"),
                      tr("Put back keyslots.json from a backup."));
    }
    // What can be helped without a backup is told before damage.
    for (const char* code : {"keyslots_newer", "kdf_parameters", "io_error"}) {
        for (const Copy& copy : copies) {
            if (copy.error.code != code) continue;
            Error error = copy.error;
            error.what = (folder / copy.name).string();
            throw Failure(std::move(error));
        }
    }
    throw Failure(
        Category::storage, "keyslots_damaged", what,
        fmt::format(fmt::runtime(tr("neither copy can be used ({}: {}; {}: {}), and without a copy of "
                                    "this file the data cannot be decrypted")),
                    copies[0].name, copies[0].error.why, copies[1].name, copies[1].error.why),
        tr("Put back keyslots.json from a backup; change nothing in the folder until then."));
}

/// What is wrong with a copy that is not the one in use; empty where they are the same.
std::string difference(const Copy& other, const KeySlotsFile& used) {
    if (!other.content) return fmt::format("{}: {}", other.name, other.error.why);
    if (other.content->sequence < used.sequence) {
        return fmt::format(fmt::runtime(tr("{}: it is older than the other copy")), other.name);
    }
    if (encode_keyslots(*other.content) != encode_keyslots(used)) {
        return fmt::format(fmt::runtime(tr("{}: it differs from the other copy")), other.name);
    }
    return {};
}

/// A slot that no passphrase opens, as costly to try as the ones that are there.
KeySlot decoy(const std::string& holder, const std::string& registry, const std::vector<KeySlot>& slots) {
    const auto filler = [&](std::string_view purpose) {
        crypto::Hasher hasher;
        return hasher.update(as_bytes(purpose))
            .update(as_bytes(registry))
            .update(0)
            .update(as_bytes(holder))
            .finish();
    };
    KeySlot slot;
    slot.holder = holder;
    if (!slots.empty()) slot.cost = slots.front().cost;
    const Hash salt = filler("xinbu unknown holder: salt");
    const Hash key = filler("xinbu unknown holder: key");
    slot.salt.assign(salt.begin(), salt.begin() + salt_bytes);
    slot.wrapped_data_key.assign(key.begin(), key.end());
    slot.wrapped_data_key.resize(data_key_bytes + 8);
    return slot;
}

/// Nothing where the passphrase was another.
std::optional<crypto::Secret> data_key_of(const KeySlot& slot, const crypto::Secret& wrapping_key) {
    if (slot.ephemeral.empty()) return crypto::unwrap_key(wrapping_key, slot.wrapped_data_key);
    const auto secret = crypto::unwrap_key(wrapping_key, slot.exchange_secret);
    if (!secret) return std::nullopt;
    Result<crypto::Secret> opened =
        crypto::open_key(*secret, {slot.ephemeral, slot.wrapped_data_key}, exchange_purpose);
    if (!opened) return std::nullopt;
    return std::move(*opened);
}

tl::unexpected<Error> wrong_passphrase() {
    return fail(Category::access, "wrong_passphrase", tr("the registry"),
                tr("the operator's name or the passphrase is wrong"), tr("Check both and try again."));
}

void check_data_key(const crypto::Secret& data_key) {
    if (data_key.size() != data_key_bytes) {
        throw Failure(Category::internal, "bad_key", "keyslots.json", "the data key must have 32 bytes");
    }
}

}  // namespace

crypto::Secret head_mac_key(const crypto::Secret& data_key) {
    return crypto::derive_key(data_key, "xinbu head v1");
}

KeySlotsFile KeySlots::content() const {
    return {registry_, cipher_, sequence_, slots_, head_, previous_key_, head_key_, {}};
}

Done KeySlots::exchange(const crypto::Secret& old_key, const crypto::Secret& new_key) {
    check_data_key(new_key);
    std::vector<KeySlot> sealed_slots = slots_;
    for (KeySlot& slot : sealed_slots) {
        if (slot.exchange_key.empty())
            return fail(
                Category::invalid, "slot_too_old", slot.holder.empty() ? "recovery" : slot.holder,
                tr("this key slot was made by an older program, which knew no exchange of the data key"),
                tr("Let its holder change the passphrase once; then exchange the key."));
        crypto::SealedKey sealed = take(crypto::seal_key(slot.exchange_key, new_key, exchange_purpose));
        slot.ephemeral = std::move(sealed.ephemeral);
        slot.wrapped_data_key = std::move(sealed.wrapped);
    }
    const crypto::Secret of_head = head_key(old_key);
    slots_ = std::move(sealed_slots);
    head_key_ = crypto::wrap_key(new_key, of_head);
    previous_key_ = crypto::wrap_key(new_key, old_key);
    mac_ = to_bytes(mac_of(content(), new_key));
    return {};
}

std::optional<crypto::Secret> KeySlots::previous_key(const crypto::Secret& data_key) const {
    return previous_key_.empty() ? std::nullopt : crypto::unwrap_key(data_key, previous_key_);
}

crypto::Secret KeySlots::head_key(const crypto::Secret& data_key) const {
    if (head_key_.empty()) return head_mac_key(data_key);
    std::optional<crypto::Secret> key = crypto::unwrap_key(data_key, head_key_);
    if (!key)
        throw Failure(Category::storage, "keyslots_forged", "keyslots.json",
                      tr("the key of the remembered head was altered by someone without the data key"));
    return std::move(*key);
}

KeySlots KeySlots::create(std::string registry, const CipherSettings& cipher) {
    KeySlots created;
    created.registry_ = std::move(registry);
    created.cipher_ = cipher;
    return created;
}

KeySlots KeySlots::read(const std::filesystem::path& folder) {
    std::array<Copy, 2> copies{read_copy(folder, copy_names[0]), read_copy(folder, copy_names[1])};
    const bool is_newer =
        std::ranges::any_of(copies, [](const Copy& copy) { return copy.error.code == "keyslots_newer"; });
    if (is_newer || (!copies[0].content && !copies[1].content)) throw_unusable(folder, copies);

    const bool second = !copies[0].content ||
                        (copies[1].content && copies[1].content->sequence > copies[0].content->sequence);
    KeySlotsFile& used = *copies[second ? 1 : 0].content;
    KeySlots result;
    if (std::string fault = difference(copies[second ? 0 : 1], used); !fault.empty()) {
        result.damaged_copies_.push_back(std::move(fault));
    }
    result.registry_ = std::move(used.registry);
    result.cipher_ = std::move(used.cipher);
    result.sequence_ = used.sequence;
    result.slots_ = std::move(used.slots);
    result.head_ = used.head;
    result.previous_key_ = std::move(used.previous_key);
    result.head_key_ = std::move(used.head_key);
    result.mac_ = std::move(used.mac);
    return result;
}

void KeySlots::write(const std::filesystem::path& folder, const crypto::Secret& data_key) {
    check_data_key(data_key);
    // It rises even where writing fails: a copy of the failed write may lie there all the same.
    ++sequence_;
    KeySlotsFile file = content();
    file.mac = to_bytes(mac_of(file, data_key));
    const std::string text = encode_keyslots(file);
    // What read() would refuse must never replace what it accepts: nobody could open the registry again.
    if (const auto readable = parse_keyslots(text); !readable) {
        throw Failure(Category::internal, "keyslots_unwritable", (folder / copy_names[0]).string(),
                      readable.error().why);
    }
    for (const char* name : copy_names) write_file_atomically(folder / name, as_bytes(text));
    mac_ = std::move(file.mac);
    damaged_copies_.clear();
}

void KeySlots::put(const std::string& holder, const crypto::Secret& passphrase,
                   const crypto::Secret& data_key, SigningKey signing_key, const crypto::ScryptCost& cost) {
    check_data_key(data_key);
    KeySlot slot;
    slot.holder = holder;
    slot.salt = crypto::random_bytes(salt_bytes);
    slot.cost = cost;
    const crypto::Secret wrapping_key = take(crypto::scrypt(passphrase, slot.salt, cost));
    slot.wrapped_data_key = crypto::wrap_key(wrapping_key, data_key);
    const crypto::ExchangeKey pair = crypto::new_exchange_key();
    slot.exchange_key = pair.public_key;
    slot.exchange_secret = crypto::wrap_key(wrapping_key, pair.private_key);
    slot.signing_key = std::move(signing_key.encrypted);
    slot.signing_key_id = std::move(signing_key.id);
    slot.token = std::move(signing_key.token);
    slot.public_key = std::move(signing_key.public_key);
    if (const char* fault = fault_of(slot)) {
        throw Failure(Category::internal, "bad_keyslot", "keyslots.json", fault);
    }
    const auto old = std::ranges::find(slots_, holder, &KeySlot::holder);
    if (old != slots_.end()) {
        *old = std::move(slot);
    } else if (slots_.size() < most_keyslots) {
        slots_.push_back(std::move(slot));
    } else {
        throw Failure(Category::invalid, "too_many_keyslots", holder,
                      fmt::format(fmt::runtime(tr("a registry has at most {} key slots")), most_keyslots),
                      tr("Revoke an operator who no longer needs access."));
    }
    // From here on the content is ours, and may be unlocked before it is written.
    mac_ = to_bytes(mac_of(content(), data_key));
}

void KeySlots::move_to_token(const std::string& holder, std::string token, Bytes public_key) {
    const auto slot = std::ranges::find(slots_, holder, &KeySlot::holder);
    if (slot == slots_.end())
        throw Failure(Category::internal, "bad_keyslot", "keyslots.json", "there is no such slot");
    slot->signing_key.clear();
    slot->token = std::move(token);
    slot->public_key = std::move(public_key);
    if (const char* fault = fault_of(*slot))
        throw Failure(Category::internal, "bad_keyslot", "keyslots.json", fault);
}

void KeySlots::remove(const std::string& holder) {
    std::erase_if(slots_, [&](const KeySlot& slot) { return slot.holder == holder; });
}

const KeySlot* KeySlots::find(const std::string& holder) const {
    const auto found = std::ranges::find(slots_, holder, &KeySlot::holder);
    return found != slots_.end() ? &*found : nullptr;
}

bool KeySlots::is_authentic(const crypto::Secret& data_key) const {
    const Hash mac = mac_of(content(), data_key);
    return crypto::equal_in_constant_time(mac, mac_);
}

Result<crypto::Secret> KeySlots::unlock(const std::string& holder, const crypto::Secret& passphrase) const {
    const KeySlot* known = find(holder);
    // Both cases run the same steps, so that neither time nor answer tells who has a slot.
    const KeySlot slot = known != nullptr ? *known : decoy(holder, registry_, slots_);
    auto wrapping_key = crypto::scrypt(passphrase, slot.salt, slot.cost);
    if (!wrapping_key) return fail(std::move(wrapping_key.error()));
    auto data_key = data_key_of(slot, *wrapping_key);
    if (!data_key || known == nullptr) return wrong_passphrase();
    if (!is_authentic(*data_key)) {
        return fail(Category::storage, "keyslots_forged", "keyslots.json",
                    tr("the list of key slots was altered by someone without the data key"),
                    tr("Keep the file as evidence and put back keyslots.json from a backup."));
    }
    return std::move(*data_key);
}

}  // namespace xinbu::storage
