// Rule packs beside a plugin: which are taken, and how each one that is not sound refuses its plugin.
#include <algorithm>
#include <filesystem>
#include <string>

#include "host/loader_support.hpp"

namespace xinbu::host {
namespace {

namespace fs = std::filesystem;

constexpr const char* sound =
    R"({"pack": "ruled.CN", "version": "2026-11-20", "valid": {"from": "2020-01-01"}, "rules": []})";

class RulePacks : public test::PluginsFolder {
protected:
    RulePacks() { install("ruled"); }

    fs::path pack(const std::string& id = "ruled.CN") const { return folder_ / (id + ".rules.json"); }
    fs::path pack_signature(const std::string& id = "ruled.CN") const {
        return folder_ / (id + ".rules.sig");
    }

    /// Writes a pack and, whatever is in it, a signature that holds.
    void put(const std::string& text, const std::string& id = "ruled.CN") const {
        const crypto::PrivateKey key = build_tree_key(XINBU_SIGNING_DIR);
        write_file(pack(id), text);
        write_file(pack_signature(id), as_text(key.sign(as_bytes(text))));
    }
    /// The reason for which the plugin is refused with `bad_rules`.
    std::string fault_of(const std::string& text) const {
        put(text);
        const PluginReport report = refusal("ruled");
        EXPECT_EQ(report.code, "bad_rules") << text;
        return report.reason;
    }
};

TEST_F(RulePacks, AreTakenBeforeThePluginDeclares) {
    put(sound);
    EXPECT_TRUE(loads("ruled"));
    const Host host(folder_.string());
    ASSERT_EQ(host.report().size(), 1U);
    ASSERT_EQ(host.report()[0].rules.size(), 1U);
    const RulePack& taken = host.report()[0].rules[0];
    EXPECT_EQ(taken.id, "ruled.CN");
    EXPECT_EQ(taken.version, "2026-11-20");
    EXPECT_EQ(taken.valid_from, "2020-01-01");
    EXPECT_EQ(taken.valid_to, "");
    EXPECT_EQ(taken.sha256, crypto::sha256(as_bytes(sound)));
    EXPECT_EQ(host.catalogue().providers().back().rules.front().sha256, taken.sha256);
    EXPECT_TRUE(host.ignored().empty());
}

TEST_F(RulePacks, ThatAreMissingOrUnsignedRefuseThePlugin) {
    install("beta");
    EXPECT_EQ(code("ruled"), "rules_missing");
    write_file(pack(), sound);
    EXPECT_EQ(code("ruled"), "rules_unsigned");
    put(sound);
    fs::remove(pack());
    EXPECT_EQ(code("ruled"), "rules_missing");
    EXPECT_TRUE(loads("beta"));
}

TEST_F(RulePacks, AreRefusedWithAnyByteAltered) {
    put(sound);
    const std::string whole = read_file(pack());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string altered = whole;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        write_file(pack(), altered);
        ASSERT_EQ(code("ruled"), "bad_rules_signature") << at;
    }
    write_file(pack(), whole + "\n");
    EXPECT_EQ(code("ruled"), "bad_rules_signature");
    put(sound);
    change_last_byte(pack_signature());
    EXPECT_EQ(code("ruled"), "bad_rules_signature");
    write_file(pack_signature(), "");
    EXPECT_EQ(code("ruled"), "bad_rules_signature");
}

TEST_F(RulePacks, OfAnotherKeyAreRefused) {
    put(sound);
    const crypto::PrivateKey other = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    write_file(pack_signature(), as_text(other.sign(as_bytes(sound))));
    EXPECT_EQ(code("ruled"), "bad_rules_signature");
}

TEST_F(RulePacks, SignedForAnotherNameAreRefused) {
    const std::string american = R"({"pack": "ruled.US", "version": "2026-11-20", "rules": []})";
    const std::string reason = fault_of(american);
    EXPECT_NE(reason.find("/pack"), std::string::npos) << reason;
    EXPECT_NE(reason.find("ruled.US"), std::string::npos) << reason;
    // A manifest is signed by the same key, and is no pack.
    fs::copy_file(manifest("ruled"), pack(), fs::copy_options::overwrite_existing);
    fs::copy_file(signature("ruled"), pack_signature(), fs::copy_options::overwrite_existing);
    EXPECT_EQ(code("ruled"), "bad_rules");
}

TEST_F(RulePacks, ThatAreNoStrictJsonAreRefused) {
    for (const char* text :
         {"", "[]", "7", "{}", R"({"pack": "ruled.CN"})", R"({"pack": "ruled.CN", "version": "today"})",
          R"({"pack": "ruled.CN", "version": "2026-11-20", "version": "2026-11-20"})",
          R"({"pack": "ruled.CN", "version": "2026-11-20"} x)", "\xEF\xBB\xBF{}"})
        EXPECT_FALSE(fault_of(text).empty());
    std::string deep = R"({"pack": "ruled.CN", "version": "2026-11-20", "rules": )";
    deep += std::string(100, '[') + std::string(100, ']') + "}";
    EXPECT_FALSE(fault_of(deep).empty());
}

TEST_F(RulePacks, ThatThePluginRefusesNamePlaceAndSentence) {
    const std::string reason = fault_of(R"({"pack": "ruled.CN", "version": "2026-11-20", "bad": 1})");
    EXPECT_EQ(reason, "ruled.CN.rules.json: /bad: Is bad (and 1 more)");
    put(R"({"pack": "ruled.CN", "version": "2026-11-20", "throw": 1})");
    EXPECT_EQ(code("ruled"), "broken");
}

TEST_F(RulePacks, ThatAreLinksOrTooLargeAreRefused) {
    put(sound);
    fs::rename(pack(), folder_ / "kept");
    fs::create_symlink(folder_ / "kept", pack());
    EXPECT_EQ(code("ruled"), "unsafe_file");
    fs::remove(pack());
    put(std::string(sound) + std::string(2 << 20, ' '));
    EXPECT_EQ(code("ruled"), "too_large");
}

TEST_F(RulePacks, OfAnotherPluginAreNotAskedFor) {
    install("greedy");
    put(sound);
    EXPECT_EQ(code("greedy"), "broken");
    EXPECT_NE(refusal("greedy").reason.find("ruled.CN"), std::string::npos);
    EXPECT_TRUE(loads("ruled"));
}

TEST_F(RulePacks, ThatNobodyAsksForAreNamedAsIgnored) {
    put(sound);
    put(R"({"pack": "ruled.DE", "version": "2026-11-20"})", "ruled.DE");
    EXPECT_EQ(Host(folder_.string()).ignored(),
              (std::vector<std::string>{"ruled.DE.rules.json", "ruled.DE.rules.sig"}));
    // Of a plugin that never ran nobody knows which are its own.
    change_last_byte(signature("ruled"));
    EXPECT_TRUE(Host(folder_.string()).ignored().empty());
}

TEST_F(RulePacks, AreSignedOnlyUnderTheNameThatTheyBear) {
    const crypto::PrivateKey key = build_tree_key(XINBU_SIGNING_DIR);
    const fs::path source = folder_ / "source";
    fs::create_directory(source);
    write_file(source / "ruled.US.rules.json", sound);
    EXPECT_THROW(sign_rules(source / "ruled.US.rules.json", folder_, key), std::runtime_error);
    write_file(source / "ruled.CN.rules.json", sound);
    sign_rules(source / "ruled.CN.rules.json", folder_, key);
    EXPECT_TRUE(loads("ruled"));
}

}  // namespace
}  // namespace xinbu::host
