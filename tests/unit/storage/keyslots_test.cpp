#include "xinbu/storage/keyslots.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "support.hpp"

namespace xinbu::storage {
namespace {

constexpr crypto::ScryptCost low_cost{std::uint64_t{1} << 14, 8, 1};
const std::string key_id(64, 'a');
const std::string origin = "xinbu:ledger:0123456789abcdef";

crypto::Secret passphrase(std::string_view text = "a passphrase of an operator") {
    return crypto::Secret(text);
}

const crypto::Secret& data_key() {
    static const crypto::Secret key(ByteView(Bytes(32, 9)));
    return key;
}

std::string name_at(const std::filesystem::path& folder, int copy) {
    return (folder / (copy == 0 ? "keyslots.json" : "keyslots.bak.json")).string();
}

class KeySlotFolder : public ::testing::Test {
protected:
    void SetUp() override {
        KeySlots slots = KeySlots::create(origin, {});
        slots.put("operator 张三", passphrase(), data_key(), Bytes{1, 2, 3}, key_id, low_cost);
        slots.put("", passphrase("recovery words"), data_key(), {}, {}, low_cost);
        slots.remember({12, Hash{1, 2, 3}});
        slots.write(folder, data_key());
        text = content_of(name(0));
    }
    std::string name(int copy) const { return name_at(folder, copy); }
    std::string read_code() const {
        return code_of([&] { KeySlots::read(folder); });
    }
    void put_both(const std::string& content) const {
        put_content(name(0), content);
        put_content(name(1), content);
    }
    /// The file's text with a part replaced and the checksum made to hold again: what anybody can do.
    std::string forged(const std::string& from, const std::string& to) const {
        std::string result = text;
        const std::size_t place = result.find(from);
        if (place == std::string::npos) {
            ADD_FAILURE() << "nothing to replace: " << from;
            return result;
        }
        result.replace(place, from.size(), to);
        return with_checksum(result);
    }
    static std::string with_checksum(const std::string& content) {
        // The checksum is the first member, and covers the text as it is without it.
        const std::string opening = "{\"checksum\":\"";
        const std::string rest = "{" + content.substr(opening.size() + 64 + 2);
        return opening + to_hex(crypto::sha256(as_bytes(rest))) + "\"," + rest.substr(1);
    }
    std::string unlock_code(const std::string& holder, std::string_view word) const {
        const auto key = KeySlots::read(folder).unlock(holder, passphrase(word));
        return key ? "none" : key.error().code;
    }

    TemporaryFolder temporary;
    std::filesystem::path folder = temporary.path();
    std::string text;
};

TEST_F(KeySlotFolder, KeepsWhatWasPut) {
    const KeySlots slots = KeySlots::read(folder);
    EXPECT_EQ(slots.registry(), origin);
    EXPECT_EQ(slots.cipher().page_bytes, 4096);
    EXPECT_EQ(slots.cipher().hmac, "HMAC_SHA256");
    EXPECT_EQ(slots.cipher().kdf, "PBKDF2_HMAC_SHA512");
    EXPECT_EQ(slots.cipher().kdf_iterations, 256000);
    EXPECT_TRUE(slots.damaged_copies().empty());
    ASSERT_EQ(slots.slots().size(), 2u);
    const KeySlot* slot = slots.find("operator 张三");
    ASSERT_NE(slot, nullptr);
    EXPECT_EQ(slot->signing_key, (Bytes{1, 2, 3}));
    EXPECT_EQ(slot->signing_key_id, key_id);
    EXPECT_EQ(slot->salt.size(), 16u);
    EXPECT_EQ(slot->wrapped_data_key.size(), 40u);
    EXPECT_EQ(slots.find("nobody"), nullptr);
    EXPECT_EQ(slots.head(), (RememberedHead{12, Hash{1, 2, 3}}));
    EXPECT_EQ(content_of(name(0)), content_of(name(1)));
    EXPECT_EQ(files_in(folder), 2u);
    EXPECT_EQ(with_checksum(text), text);
}

TEST_F(KeySlotFolder, OpensWithEachPassphrase) {
    const KeySlots slots = KeySlots::read(folder);
    for (const auto& [holder, word] :
         {std::pair{"operator 张三", "a passphrase of an operator"}, std::pair{"", "recovery words"}}) {
        const auto key = slots.unlock(holder, passphrase(word));
        ASSERT_TRUE(key) << key.error().why;
        EXPECT_EQ(to_bytes(key->view()), to_bytes(data_key().view()));
    }
}

TEST_F(KeySlotFolder, TellsNotWhetherNameOrPassphraseIsWrong) {
    const KeySlots slots = KeySlots::read(folder);
    const auto wrong = slots.unlock("operator 张三", passphrase("wrong"));
    const auto swapped = slots.unlock("", passphrase());
    const auto unknown = slots.unlock("nobody", passphrase());
    for (const auto* result : {&wrong, &swapped, &unknown}) {
        ASSERT_FALSE(*result);
        EXPECT_EQ(result->error().code, "wrong_passphrase");
        EXPECT_EQ(result->error().category, Category::access);
        EXPECT_EQ(result->error().what, wrong.error().what);
        EXPECT_EQ(result->error().why, wrong.error().why);
        EXPECT_EQ(result->error().remedy, wrong.error().remedy);
    }
}

TEST_F(KeySlotFolder, CostsTheSameForAnUnknownHolder) {
    const KeySlots slots = KeySlots::read(folder);
    const auto quickest = [&](const std::string& holder) {
        auto best = std::chrono::steady_clock::duration::max();
        for (int round = 0; round < 5; ++round) {
            const auto start = std::chrono::steady_clock::now();
            static_cast<void>(slots.unlock(holder, passphrase("wrong")));
            best = std::min(best, std::chrono::steady_clock::now() - start);
        }
        return best;
    };
    const auto known = quickest("operator 张三");
    const auto unknown = quickest("nobody");
    EXPECT_LT(unknown, known * 3);
    EXPECT_GT(unknown * 3, known);
}

TEST_F(KeySlotFolder, ReplacesAndRemovesSlots) {
    KeySlots slots = KeySlots::read(folder);
    slots.put("operator 张三", passphrase("a new passphrase"), data_key(), Bytes{4}, key_id, low_cost);
    slots.remove("");
    slots.remove("nobody");
    slots.write(folder, data_key());
    EXPECT_EQ(KeySlots::read(folder).slots().size(), 1u);
    EXPECT_EQ(unlock_code("operator 张三", "a new passphrase"), "none");
    EXPECT_EQ(unlock_code("operator 张三", "a passphrase of an operator"), "wrong_passphrase");
    EXPECT_EQ(unlock_code("", "recovery words"), "wrong_passphrase");
}

TEST_F(KeySlotFolder, MayBeUnlockedBeforeItIsWritten) {
    KeySlots slots = KeySlots::create(origin, {});
    EXPECT_FALSE(slots.unlock("a", passphrase()));
    slots.put("a", passphrase(), data_key(), {}, key_id, low_cost);
    EXPECT_TRUE(slots.unlock("a", passphrase()));
}

TEST_F(KeySlotFolder, HoldsAtMost32Slots) {
    KeySlots slots = KeySlots::create(origin, {});
    const auto put = [&](int number) {
        slots.put("operator " + std::to_string(number), passphrase(), data_key(), Bytes(400, 1), key_id,
                  low_cost);
    };
    for (int number = 0; number < 32; ++number) put(number);
    EXPECT_EQ(code_of([&] { put(32); }), "too_many_keyslots");
    put(31);
    slots.write(folder, data_key());
    EXPECT_EQ(KeySlots::read(folder).slots().size(), 32u);
}

TEST_F(KeySlotFolder, RefusesToPutOrWriteWhatItWouldNotRead) {
    KeySlots slots = KeySlots::create(origin, {});
    EXPECT_NE(code_of([&] { slots.write(folder, data_key()); }), "none");
    const auto put = [&](const std::string& holder, Bytes signing_key, const std::string& id,
                         const crypto::ScryptCost& cost = low_cost) {
        return code_of(
            [&] { slots.put(holder, passphrase(), data_key(), std::move(signing_key), id, cost); });
    };
    EXPECT_EQ(put(std::string(300, 'x'), {}, key_id), "bad_keyslot");
    EXPECT_EQ(put("a", {}, "not hexadecimal"), "bad_keyslot");
    EXPECT_EQ(put("a", Bytes(5000), key_id), "bad_keyslot");
    EXPECT_EQ(put("", Bytes{1}, ""), "bad_keyslot");
    EXPECT_EQ(put("a", {}, key_id, {1 << 10, 8, 1}), "kdf_parameters");
    EXPECT_EQ(code_of([&] { slots.put("a", passphrase(), passphrase("short"), {}, key_id, low_cost); }),
              "bad_key");
    EXPECT_TRUE(slots.slots().empty());
    EXPECT_EQ(content_of(name(0)), text);
}

TEST_F(KeySlotFolder, EitherCopyServesAlone) {
    for (int copy = 0; copy < 2; ++copy) {
        for (const std::string& damage : {std::string(), std::string("{}"), text.substr(0, text.size() - 1),
                                          text + "\n", std::string(70'000, ' '), std::string("\0\0\0", 3)}) {
            put_both(text);
            put_content(name(copy), damage);
            const KeySlots slots = KeySlots::read(folder);
            ASSERT_EQ(slots.damaged_copies().size(), 1u);
            EXPECT_TRUE(slots.damaged_copies().front().starts_with(copy == 0 ? "keyslots.json"
                                                                             : "keyslots.bak.json"));
            EXPECT_EQ(slots.slots().size(), 2u);
        }
        put_both(text);
        std::filesystem::remove(name(copy));
        EXPECT_EQ(KeySlots::read(folder).damaged_copies().size(), 1u);
        EXPECT_EQ(unlock_code("", "recovery words"), "none");
    }
}

TEST_F(KeySlotFolder, TellsMissingFromDamaged) {
    std::filesystem::remove(name(0));
    put_content(name(1), text.substr(0, 500));
    try {
        KeySlots::read(folder);
        ADD_FAILURE() << "read a damaged file";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "keyslots_damaged");
        EXPECT_NE(failure.error().why.find("cannot be decrypted"), std::string::npos);
    }
    std::filesystem::remove(name(1));
    EXPECT_EQ(read_code(), "keyslots_missing");
    EXPECT_EQ(code_of([&] { KeySlots::read(folder / "absent"); }), "keyslots_missing");
}

TEST_F(KeySlotFolder, RefusesEveryTruncation) {
    for (std::size_t size = 0; size < text.size(); ++size) {
        put_both(text.substr(0, size));
        ASSERT_EQ(read_code(), "keyslots_damaged") << size;
    }
}

TEST_F(KeySlotFolder, RefusesEveryFlippedByte) {
    for (std::size_t place = 0; place < text.size(); ++place) {
        std::string altered = text;
        altered[place] = static_cast<char>(altered[place] ^ (1 << place % 8));
        put_both(altered);
        ASSERT_EQ(read_code(), "keyslots_damaged") << place;
        put_content(name(1), text);
        ASSERT_EQ(KeySlots::read(folder).damaged_copies().size(), 1u) << place;
    }
}

TEST_F(KeySlotFolder, TheNewestSoundCopyWins) {
    KeySlots slots = KeySlots::read(folder);
    slots.remember({13, Hash{4}});
    slots.write(folder, data_key());
    const std::string newer = content_of(name(0));
    for (int old_copy = 0; old_copy < 2; ++old_copy) {
        put_both(newer);
        put_content(name(old_copy), text);
        const KeySlots read = KeySlots::read(folder);
        EXPECT_EQ(read.head()->size, 13u);
        EXPECT_EQ(read.damaged_copies().size(), 1u);
    }
    // Writing heals, and rises above both.
    KeySlots healed = KeySlots::read(folder);
    healed.write(folder, data_key());
    EXPECT_TRUE(healed.damaged_copies().empty());
    EXPECT_TRUE(KeySlots::read(folder).damaged_copies().empty());
    EXPECT_NE(content_of(name(0)).find("\"sequence\":3,"), std::string::npos);
}

TEST_F(KeySlotFolder, NoticesCopiesOfOneNumberThatDiffer) {
    put_content(name(1), forged("\"size\":12", "\"size\":11"));
    const KeySlots slots = KeySlots::read(folder);
    EXPECT_EQ(slots.damaged_copies().size(), 1u);
    EXPECT_EQ(slots.head()->size, 12u);
}

TEST_F(KeySlotFolder, NoticesAListForgedWithARightChecksum) {
    // Another holder, another remembered head, another registry, weaker settings.
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"张三", "李四"},
                                   {"\"size\":12", "\"size\":11"},
                                   {"0123456789abcdef\"", "0123456789abcdee\""},
                                   {"HMAC_SHA256", "HMAC_SHA512"},
                                   {"\"page_bytes\":4096", "\"page_bytes\":1024"},
                                   {"\"sequence\":1", "\"sequence\":2"},
                                   {key_id, std::string(64, 'b')}}) {
        put_both(forged(from, to));
        EXPECT_EQ(read_code(), "none") << to;
        EXPECT_EQ(unlock_code("", "recovery words"), "keyslots_forged") << to;
    }
}

TEST_F(KeySlotFolder, NoticesASlotAddedOrTakenAway) {
    // Whoever knows another data key can add a slot for it, and write a whole file: but not this file's MAC.
    const crypto::Secret other_key(ByteView(Bytes(32, 1)));
    KeySlots slots = KeySlots::read(folder);
    slots.put("intruder", passphrase(), other_key, {}, key_id, low_cost);
    slots.write(folder, other_key);
    EXPECT_EQ(unlock_code("", "recovery words"), "keyslots_forged");
    put_both(text);
    slots = KeySlots::read(folder);
    slots.remove("operator 张三");
    slots.write(folder, other_key);
    EXPECT_EQ(unlock_code("", "recovery words"), "keyslots_forged");
}

TEST_F(KeySlotFolder, RefusesCostsOutOfRange) {
    for (const char* n : {"0", "1", "8192", "16385", "2097152", "1099511627776", "9007199254740991"}) {
        put_both(forged("\"n\":16384", std::string("\"n\":") + n));
        EXPECT_EQ(read_code(), "kdf_parameters") << n;
        // A sound copy still serves.
        put_content(name(1), text);
        EXPECT_EQ(unlock_code("", "recovery words"), "none");
    }
    for (const char* r : {"0", "7", "17", "4294967295"}) {
        put_both(forged("\"r\":8", std::string("\"r\":") + r));
        EXPECT_EQ(read_code(), "kdf_parameters") << r;
    }
    for (const char* p : {"0", "5", "4294967295"}) {
        put_both(forged("\"p\":1", std::string("\"p\":") + p));
        EXPECT_EQ(read_code(), "kdf_parameters") << p;
    }
}

TEST_F(KeySlotFolder, TakesNothingForANumberButAnInteger) {
    for (const char* n : {"\"16384\"", "016384", "+16384", "0x4000", "-1", "-16384", "16384.0", "1.6384e4",
                          "1e5", "null", "true", "[16384]", "99999999999999999999", "4294967296000000000"}) {
        put_both(forged("\"n\":16384", std::string("\"n\":") + n));
        EXPECT_EQ(read_code(), "keyslots_damaged") << n;
    }
    put_both(forged("\"r\":8", "\"r\":4294967304"));
    EXPECT_EQ(read_code(), "keyslots_damaged");
    for (const char* sequence : {"0", "-1", "\"1\"", "1.0", "9007199254740993"}) {
        put_both(forged("\"sequence\":1", std::string("\"sequence\":") + sequence));
        EXPECT_EQ(read_code(), "keyslots_damaged") << sequence;
    }
}

TEST_F(KeySlotFolder, RefusesSlotsThatBreakTheRules) {
    const KeySlot slot = *KeySlots::read(folder).find("");
    const auto salt = [](std::size_t size) { return to_base64(Bytes(size, 3)); };
    for (const std::size_t size : {0u, 1u, 15u, 65u}) {
        put_both(forged(to_base64(slot.salt), salt(size)));
        EXPECT_EQ(read_code(), "keyslots_damaged") << size;
    }
    put_both(forged(to_base64(slot.salt), salt(64)));
    EXPECT_EQ(read_code(), "none");
    put_both(forged(to_base64(slot.wrapped_data_key), to_base64(Bytes(32, 1))));
    EXPECT_EQ(read_code(), "keyslots_damaged");
    put_both(forged("\"holder\":\"\"", "\"holder\":\"operator 张三\""));
    EXPECT_EQ(read_code(), "keyslots_damaged");

    const std::size_t from = text.find("\"slots\":[") + 9;
    const std::size_t to = text.find("],\"version\"");
    std::string without = text;
    put_both(with_checksum(without.replace(from, to - from, "")));
    EXPECT_EQ(read_code(), "keyslots_damaged");
    std::string many;
    for (int number = 0; number < 33; ++number) {
        std::string one = text.substr(from, text.find("},{", from) + 1 - from);
        one.replace(one.find("张三"), std::string("张三").size(), std::to_string(number));
        many += (number == 0 ? "" : ",") + one;
    }
    std::string full = text;
    put_both(with_checksum(full.replace(from, to - from, many)));
    EXPECT_EQ(read_code(), "keyslots_damaged");
}

TEST_F(KeySlotFolder, RefusesAnythingThatItWouldNotHaveWritten) {
    put_both(forged("\"version\":2", "\"version\":2,\"zusatz\":0"));
    EXPECT_EQ(read_code(), "keyslots_damaged");
    put_both(forged("\"version\":2", "\"version\": 2"));
    EXPECT_EQ(read_code(), "keyslots_damaged");
    put_both(forged("\"version\":2", "\"version\":2,\"version\":2"));
    EXPECT_EQ(read_code(), "keyslots_damaged");
    for (const char* other : {"", "null", "[]", "\"x\"", "{\"checksum\":7}", "\xef\xbb\xbf{}"}) {
        put_both(other);
        EXPECT_EQ(read_code(), "keyslots_damaged") << other;
    }
    put_both(std::string(50'000, '['));
    EXPECT_EQ(read_code(), "keyslots_damaged");
}

TEST_F(KeySlotFolder, TellsANewerFile) {
    put_both(forged("\"version\":2", "\"version\":4"));
    EXPECT_EQ(read_code(), "keyslots_newer");
    put_content(name(0), text);
    EXPECT_EQ(read_code(), "keyslots_newer");
    // Without a checksum that holds it is damage.
    std::string altered = text;
    altered.replace(altered.find("\"version\":2"), 11, "\"version\":4");
    put_content(name(1), altered);
    EXPECT_EQ(read_code(), "none");
}

TEST_F(KeySlotFolder, KeepsAKeyThatIsInAToken) {
    const Bytes public_key(44, 7);
    const std::string uri = "pkcs11:token=office;object=k?module-name=softhsm2";
    KeySlots slots = KeySlots::read(folder);
    ASSERT_EQ(text.find("\"token\""), std::string::npos);
    slots.put("token", passphrase(), data_key(), {{}, to_hex(crypto::sha256(public_key)), uri, public_key},
              low_cost);
    slots.write(folder, data_key());
    text = content_of(name(0));
    EXPECT_NE(text.find("\"version\":3"), std::string::npos) << "older programs refuse it";
    const KeySlots read = KeySlots::read(folder);
    ASSERT_NE(read.find("token"), nullptr);
    EXPECT_EQ(read.find("token")->token, uri);
    EXPECT_EQ(read.find("token")->public_key, public_key);
    EXPECT_TRUE(read.unlock("token", passphrase()));

    const auto refused = [&](const std::string& from, const std::string& to) {
        put_both(forged(from, to));
        return read_code();
    };
    EXPECT_EQ(refused(",\"token\":\"" + uri + "\"", ""), "keyslots_damaged");
    EXPECT_EQ(refused("\"token\":\"" + uri + "\"", "\"token\":\"\""), "keyslots_damaged");
    EXPECT_EQ(refused(uri, uri + std::string(1024, 'x')), "keyslots_damaged");
    EXPECT_EQ(refused(to_base64(public_key), to_base64(Bytes(44, 8))), "keyslots_damaged") << "another id";
    EXPECT_EQ(refused("\"public_key\":\"" + to_base64(public_key) + "\",", ""), "keyslots_damaged");
    // With its checksum made to hold, another URI still has not the MAC.
    put_both(forged("object=k", "object=j"));
    const auto unlocked = KeySlots::read(folder).unlock("token", passphrase());
    ASSERT_FALSE(unlocked);
    EXPECT_EQ(unlocked.error().code, "keyslots_forged");
}

TEST_F(KeySlotFolder, MovesAKeyIntoAToken) {
    const Bytes public_key(44, 7);
    KeySlots slots = KeySlots::read(folder);
    slots.put("mover", passphrase(), data_key(), Bytes{1, 2, 3}, to_hex(crypto::sha256(public_key)),
              low_cost);
    EXPECT_THROW(slots.move_to_token("nobody", "pkcs11:", public_key), Failure);
    EXPECT_THROW(KeySlots(slots).move_to_token("mover", "pkcs11:", Bytes(44, 8)), Failure) << "another key";
    slots.move_to_token("mover", "pkcs11:token=a", public_key);
    slots.write(folder, data_key());
    const KeySlots read = KeySlots::read(folder);
    EXPECT_TRUE(read.find("mover")->signing_key.empty());
    EXPECT_TRUE(read.unlock("mover", passphrase())) << "the passphrase is the same";
}

}  // namespace
}  // namespace xinbu::storage
