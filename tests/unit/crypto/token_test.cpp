#include "xinbu/crypto/token.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/soft_token.hpp"

namespace xinbu::crypto {
namespace {

namespace fs = std::filesystem;

Secret right_pin(const std::string&) {
    return Secret(std::string_view(test::token_pin));
}

AskPin pin(std::string text) {
    return [text = std::move(text)](const std::string&) { return Secret(std::string_view(text)); };
}

std::string code_of(const Result<PrivateKey>& key) {
    return key ? "none" : key.error().code;
}

std::string code_of_signing(const PrivateKey& key) {
    try {
        key.sign(as_bytes("text"));
    } catch (const Failure& failure) {
        return failure.error().code;
    }
    return "none";
}

TEST(TokenUri, HasOneSpelling) {
    EXPECT_EQ(take(checked_token_uri("pkcs11:object=k;token=a%20b?module-name=softhsm2")),
              take(checked_token_uri("pkcs11:token=%61%20b;object=k?module-name=softhsm2")));
    const std::string once = take(checked_token_uri("pkcs11:token=令牌;id=%01?module-path=/usr/lib/x.so"));
    EXPECT_EQ(take(checked_token_uri(once)), once);
}

TEST(TokenUri, IsRefusedWhereItHoldsAPinOrSaysTooLittle) {
    for (const std::string text :
         {"", "pkcs11", "file:/x", "pkcs11:token=a", "pkcs11:token=a?pin-value=1234&module-name=m",
          "pkcs11:token=a?module-name=m&pin-source=/etc/pin", "pkcs11:token=a?module-path=m.so",
          "pkcs11:token=a?module-name=../m", "pkcs11:token=a?module-name=m&module-path=/m.so",
          "pkcs11:token=a;type=public?module-name=m", "pkcs11:token=%zz?module-name=m",
          "pkcs11:token=a;unheard=of?module-name=m", "pkcs11:token=a?module-name="}) {
        const auto checked = checked_token_uri(text);
        ASSERT_FALSE(checked) << text;
        EXPECT_EQ(checked.error().code, "token_uri") << text;
        EXPECT_EQ(checked.error().why.find("1234"), std::string::npos);
    }
    EXPECT_FALSE(checked_token_uri("pkcs11:token=" + std::string(2000, 'a') + "?module-name=m"));
    using namespace std::string_view_literals;
    EXPECT_FALSE(checked_token_uri("pkcs11:token=a?module-name=m\0"sv));
}

TEST(TokenModule, IsLoadedOnlyWhereRootAlonePutIt) {
    const auto code = [](const std::string& module) {
        return code_of(open_token_key("pkcs11:token=a?" + module, right_pin));
    };
    EXPECT_EQ(code("module-name=surely-not-installed"), "token_module_missing");
    EXPECT_EQ(code("module-path=/usr/lib/surely-not-installed.so"), "token_module_missing");
    EXPECT_EQ(code("module-path=/usr/lib"), "token_module_unsafe");
    // p11-kit's proxy would load what the user's configuration names.
    for (const char* proxy :
         {"/usr/lib/x86_64-linux-gnu/libp11-kit.so.0", "/usr/lib/x86_64-linux-gnu/p11-kit-proxy.so"})
        if (fs::exists(proxy)) {
            EXPECT_EQ(code("module-path=" + std::string(proxy)), "token_module_unsafe") << proxy;
        }

    const test::TemporaryFolder folder;
    fs::copy_file(XINBU_FAULTY_TOKEN, folder / "m.so");
    const std::string module = "module-path=" + (folder / "m.so").string();
    ::chmod((folder / "m.so").c_str(), 0666);
    EXPECT_EQ(code(module), "token_module_unsafe");
    ::chmod((folder / "m.so").c_str(), 0644);
    ::chmod(folder.path().c_str(), 0777);
    EXPECT_EQ(code(module), "token_module_unsafe");
    ::chmod(folder.path().c_str(), 0755);
    if (::geteuid() != 0) {
        EXPECT_EQ(code(module), "token_module_unsafe");
        GTEST_SKIP() << "the rest as root only";
    }
    ASSERT_EQ(::chown((folder / "m.so").c_str(), 65534, 65534), 0);
    EXPECT_EQ(code(module), "token_module_unsafe");
    test::output_of("printf nothing > " + (folder / "m.so").string() + " && chown 0:0 " +
                    (folder / "m.so").string());
    EXPECT_EQ(code(module), "token_module_failed") << "no library at all";
}

TEST(Token, SignsWithBothKindsOfKeys) {
    XINBU_NEEDS_SOFTHSM();
    const test::SoftToken token;
    token.add_key("edwards", "a1");
    token.add_key("weierstrass", "a2", "p256");
    for (const auto& [object, algorithm] :
         {std::pair{"edwards", Algorithm::ed25519}, std::pair{"weierstrass", Algorithm::ecdsa_p256}}) {
        const PrivateKey key = take(open_token_key(token.uri(object), right_pin));
        EXPECT_TRUE(key.is_elsewhere());
        EXPECT_EQ(key.native(), nullptr);
        EXPECT_EQ(key.public_key().algorithm(), algorithm);
        // The key id is that of the key as openssl knows it.
        EXPECT_EQ(test::output_of("openssl pkey -in " + (token / (std::string(object) + ".pem")).string() +
                                  " -pubout -outform DER | sha256sum | cut -c1-64"),
                  key.public_key().id() + "\n");
        // As many as make both halves of s come up.
        for (int i = 0; i < 20; ++i) {
            const std::string text =
                "entry " + std::to_string(i) + std::string(static_cast<std::size_t>(i) * 997, 'x');
            EXPECT_TRUE(key.public_key().verify_strict(as_bytes(text), key.sign(as_bytes(text))))
                << object << i;
        }
        EXPECT_TRUE(key.public_key().verify_strict({}, key.sign({})));
        EXPECT_THROW(key.to_pkcs8(Secret(std::string_view("anything at all")), scrypt_floor), Failure);
    }
}

TEST(Token, SaysWhatIsWrong) {
    XINBU_NEEDS_SOFTHSM();
    const test::SoftToken token;
    token.add_key("k", "a1");
    const auto other = PrivateKey::generate(Algorithm::ed25519);
    EXPECT_EQ(code_of(open_token_key(token.uri("k"), pin("0000-0000"))), "wrong_pin");
    EXPECT_EQ(code_of(open_token_key(token.uri("k"), pin("1"))), "wrong_pin");
    EXPECT_EQ(code_of(open_token_key(token.uri("k"), pin(""))), "pin_missing");
    EXPECT_EQ(code_of(open_token_key(token.uri("k"), {})), "pin_missing");
    EXPECT_EQ(code_of(open_token_key(token.uri("nothing"), right_pin)), "token_key_missing");
    EXPECT_EQ(code_of(open_token_key(token.uri("k"), right_pin, &other.public_key())), "token_other_key");
    EXPECT_EQ(code_of(open_token_key("pkcs11:token=elsewhere?module-name=softhsm2", right_pin)),
              "token_absent");
    const PrivateKey good = take(open_token_key(token.uri("k"), right_pin));
    EXPECT_EQ(code_of_signing(good), "none");
}

TEST(Token, IsNotAskedForAPinBeforeItIsThere) {
    XINBU_NEEDS_SOFTHSM();
    const test::SoftToken token;
    token.add_key("k", "a1");
    int asked = 0;
    const AskPin ask = [&](const std::string& label) {
        ++asked;
        EXPECT_EQ(label, "office");
        return right_pin(label);
    };
    token.unplug();
    EXPECT_EQ(code_of(open_token_key(token.uri("k"), ask)), "token_absent");
    EXPECT_EQ(asked, 0);
    token.plug_in();
    EXPECT_EQ(code_of(open_token_key(token.uri("k"), ask)), "none");
    EXPECT_EQ(asked, 1);
}

TEST(Token, WithSeveralKeysTakesTheEnrolledOne) {
    XINBU_NEEDS_SOFTHSM();
    const test::SoftToken token;
    token.add_key("one", "a1");
    token.add_key("two", "a2", "p256");
    token.add_token("second");
    const std::string all = "pkcs11:token=office?module-name=softhsm2";
    EXPECT_EQ(code_of(open_token_key(all, right_pin)), "token_ambiguous");
    const PrivateKey two = take(open_token_key(token.uri("two"), right_pin));
    // While the token is in use already: two operators may share one at enrolment.
    const PrivateKey chosen = take(open_token_key(all, right_pin, &two.public_key()));
    EXPECT_EQ(chosen.public_key().id(), two.public_key().id());
    EXPECT_EQ(code_of_signing(chosen), "none");
    EXPECT_EQ(code_of_signing(two), "none");
    EXPECT_EQ(code_of(open_token_key("pkcs11:object=one?module-name=softhsm2", right_pin)),
              "token_ambiguous");
}

/// Through the module that fails on demand, which must be root's.
class FaultyToken : public ::testing::Test {
protected:
    void SetUp() override {
        XINBU_NEEDS_SOFTHSM();
        if (::geteuid() != 0) GTEST_SKIP() << "only root can install a module";
        ::chmod(folder.path().c_str(), 0755);
        fs::copy_file(XINBU_FAULTY_TOKEN, folder / "faulty.so");
        ::chmod((folder / "faulty.so").c_str(), 0755);
        token.emplace();
        token->add_key("k", "a1");
        uri = "pkcs11:token=office;object=k?module-path=" + (folder / "faulty.so").string();
    }
    void TearDown() override { fault(""); }
    static void fault(const char* name) { ::setenv("XINBU_TOKEN_FAULT", name, 1); }
    std::string code(const char* name, const AskPin& ask = right_pin) const {
        fault(name);
        return code_of(open_token_key(uri, ask));
    }

    test::TemporaryFolder folder;
    std::optional<test::SoftToken> token;
    std::string uri;
};

TEST_F(FaultyToken, IsToldAtTheLogin) {
    EXPECT_EQ(code("none"), "none");
    EXPECT_EQ(code("initialize"), "token_module_failed");
    EXPECT_EQ(code("locked"), "pin_locked");
    EXPECT_EQ(code("locked before",
                   [](const std::string&) -> Secret {
                       ADD_FAILURE() << "no PIN is asked for";
                       return {};
                   }),
              "pin_locked");
    EXPECT_EQ(code("expired"), "pin_unusable");
    EXPECT_EQ(code("keypad", {}), "pin_missing") << "the keypad asks, and was cancelled";
    fault("last try");
    const auto refused = open_token_key(uri, pin("0000-0000"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "wrong_pin");
    EXPECT_NE(refused.error().remedy.find("One more"), std::string::npos);
}

TEST_F(FaultyToken, NoBadSignatureIsHandedOn) {
    const PrivateKey key = take(open_token_key(uri, right_pin));
    fault("wrong");
    EXPECT_EQ(code_of_signing(key), "token_failed");
    fault("short");
    EXPECT_EQ(code_of_signing(key), "token_failed");
    fault("removed");
    EXPECT_EQ(code_of_signing(key), "token_absent");
    fault("none");
    EXPECT_EQ(code_of_signing(key), "none");
}

}  // namespace
}  // namespace xinbu::crypto
