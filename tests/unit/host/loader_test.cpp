#include "xinbu/host/loader.hpp"

#include <algorithm>
#include <filesystem>
#include <string>

#include "host/loader_support.hpp"

namespace xinbu::host {
namespace {

namespace fs = std::filesystem;

using Loader = test::PluginsFolder;

TEST_F(Loader, LoadsAndReportsASignedPlugin) {
    install("alpha");
    const Host host(folder_.string());
    ASSERT_EQ(host.report().size(), 1U);
    const PluginReport& report = host.report().front();
    EXPECT_TRUE(report.loaded) << report.code << ": " << report.reason;
    EXPECT_EQ(report.id, "alpha");
    EXPECT_EQ(report.version, "1.0.0");
    EXPECT_EQ(report.signer, build_key().id());
    EXPECT_EQ(report.file, library("alpha").string());
    EXPECT_TRUE(report.code.empty());
    ASSERT_NE(host.catalogue().entry_type("alpha.thing.recorded"), nullptr);
    EXPECT_EQ(host.catalogue().provider_of_entry("alpha.thing.recorded")->id, "alpha");
    EXPECT_TRUE(ran());
}

TEST_F(Loader, ServesWithoutAnyPlugin) {
    EXPECT_NE(Host().catalogue().record_type("registry"), nullptr);
    const Host host(folder_.string());
    EXPECT_TRUE(host.report().empty());
    EXPECT_NE(host.catalogue().entry_type("core.correction.made"), nullptr);
}

TEST_F(Loader, MovesWithItsPlugins) {
    install("alpha");
    Host first(folder_.string());
    const plugin::RecordType* type = first.catalogue().record_type("alpha");
    const Host second(std::move(first));
    EXPECT_EQ(second.catalogue().record_type("alpha"), type);
}

TEST_F(Loader, RefusesWhatIsNotSigned) {
    copy("alpha", "alpha");
    install("beta");
    EXPECT_EQ(code("alpha"), "unsigned");
    EXPECT_TRUE(refusal("alpha").signer.empty());
    EXPECT_TRUE(refusal("alpha").version.empty());
    sign("alpha");
    fs::remove(signature("alpha"));
    EXPECT_EQ(code("alpha"), "unsigned");
    EXPECT_TRUE(loads("beta"));
}

TEST_F(Loader, RunsNothingOfARefusedLibrary) {
    copy("alpha", "alpha");
    EXPECT_EQ(code("alpha"), "unsigned");
    sign("alpha");
    change_last_byte(library("alpha"));
    EXPECT_EQ(code("alpha"), "altered");
    EXPECT_FALSE(ran());
}

TEST_F(Loader, RefusesAnAlteredSignature) {
    install("alpha");
    change_last_byte(signature("alpha"));
    EXPECT_EQ(code("alpha"), "bad_signature");
    write_file(signature("alpha"), "");
    EXPECT_EQ(code("alpha"), "bad_signature");
}

TEST_F(Loader, RefusesTheSignatureOfAnotherKey) {
    copy("alpha", "alpha");
    SignedManifest manifest;
    manifest.version = "1.0.0";
    sign_library(library("alpha"), manifest, crypto::PrivateKey::generate(crypto::Algorithm::ed25519));
    EXPECT_EQ(code("alpha"), "bad_signature");
    EXPECT_TRUE(refusal("alpha").signer.empty());
}

TEST_F(Loader, RefusesEveryAlteredByteOfAManifest) {
    install("alpha");
    const std::string whole = read_file(manifest("alpha"));
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string altered = whole;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        write_file(manifest("alpha"), altered);
        ASSERT_EQ(code("alpha"), "bad_signature") << at;
    }
}

TEST_F(Loader, RefusesALibraryThatWasAltered) {
    install("alpha");
    const std::string whole = read_file(library("alpha"));
    for (std::size_t at = 0; at < whole.size(); at += whole.size() / 16) {
        std::string altered = whole;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        write_file(library("alpha"), altered);
        ASSERT_EQ(code("alpha"), "altered") << at;
    }
    write_file(library("alpha"), whole + '\0');
    EXPECT_EQ(code("alpha"), "altered");
}

TEST_F(Loader, RefusesSignedTextThatIsNoManifest) {
    install("alpha");
    const crypto::PrivateKey key = build_tree_key(XINBU_SIGNING_DIR);
    const std::string whole = read_file(manifest("alpha"));
    const std::string spaced = "{ " + whole.substr(1);
    for (const std::string& text : {std::string(), std::string("{}"), std::string("[]"), spaced}) {
        write_file(manifest("alpha"), text);
        write_file(signature("alpha"), as_text(key.sign(as_bytes(text))));
        EXPECT_EQ(code("alpha"), "bad_manifest") << text;
    }
}

TEST_F(Loader, RefusesAnotherApi) {
    SignedManifest manifest;
    manifest.api = plugin::api_version + 1;
    install("alpha", manifest);
    const PluginReport report = refusal("alpha");
    EXPECT_EQ(report.code, "wrong_api");
    EXPECT_NE(report.reason.find(std::to_string(plugin::api_version + 1)), std::string::npos);
    EXPECT_FALSE(ran());
}

TEST_F(Loader, RefusesAnotherBuildAndNamesBothSides) {
    SignedManifest manifest;
    manifest.fingerprint = "another";
    install("alpha", manifest);
    const PluginReport report = refusal("alpha");
    EXPECT_EQ(report.code, "wrong_build");
    EXPECT_NE(report.reason.find("another"), std::string::npos);
    EXPECT_NE(report.reason.find(XINBU_FINGERPRINT), std::string::npos);
    EXPECT_FALSE(ran());
}

TEST_F(Loader, RefusesALibraryOfAnotherBuildBehindARightManifest) {
    install("foreign");
    const PluginReport report = refusal("foreign");
    EXPECT_EQ(report.code, "wrong_build");
    EXPECT_NE(report.reason.find("another|"), std::string::npos);
}

TEST_F(Loader, RefusesAVersionThatTheLibraryDoesNotHave) {
    SignedManifest manifest;
    manifest.version = "9.9.9";
    install("alpha", manifest);
    EXPECT_EQ(code("alpha"), "wrong_plugin");
}

TEST_F(Loader, RefusesSwappedFiles) {
    install("alpha");
    install("beta");
    const fs::path aside = folder_ / "aside";
    const auto swap = [&](const fs::path& one, const fs::path& other) {
        fs::rename(one, aside);
        fs::rename(other, one);
        fs::rename(aside, other);
    };
    swap(library("alpha"), library("beta"));
    EXPECT_EQ(code("alpha"), "altered");
    EXPECT_EQ(code("beta"), "altered");
    swap(manifest("alpha"), manifest("beta"));
    EXPECT_EQ(refusal("alpha").code, "bad_signature");
    swap(signature("alpha"), signature("beta"));
    EXPECT_EQ(code("alpha"), "wrong_plugin");
    EXPECT_EQ(code("beta"), "wrong_plugin");
    EXPECT_FALSE(ran());
}

TEST_F(Loader, RefusesLinksAndFolders) {
    install("alpha");
    fs::rename(library("alpha"), folder_ / "kept library");
    fs::create_symlink(folder_ / "kept library", library("alpha"));
    install("beta");
    install("unsound");
    fs::remove(library("unsound"));
    fs::create_directory(library("unsound"));
    EXPECT_EQ(code("alpha"), "unsafe_file");
    EXPECT_EQ(code("unsound"), "unsafe_file");
    fs::rename(manifest("alpha"), folder_ / "kept");
    fs::create_symlink(folder_ / "kept", manifest("alpha"));
    EXPECT_EQ(code("alpha"), "unsafe_file");
    EXPECT_TRUE(loads("beta"));
}

TEST_F(Loader, RefusesBothOfOneId) {
    install("alpha");
    install("beta");
    for (const char* ending : {".so", ".plugin.json", ".plugin.sig"})
        fs::copy_file(folder_ / (std::string("alpha") + ending), folder_ / (std::string("older") + ending));
    const Host host(folder_.string());
    ASSERT_EQ(host.report().size(), 3U);
    EXPECT_EQ(host.report()[0].id, "beta");
    EXPECT_EQ(host.report()[1].code, "duplicate_id");
    EXPECT_EQ(host.report()[2].code, "duplicate_id");
}

TEST_F(Loader, RefusesACopyUnderAnotherName) {
    install("alpha");
    for (const char* ending : {".so", ".plugin.json", ".plugin.sig"})
        fs::rename(folder_ / (std::string("alpha") + ending), folder_ / (std::string("older") + ending));
    EXPECT_EQ(code("alpha"), "wrong_plugin");
}

TEST_F(Loader, RefusesAFolderThatOthersMayWrite) {
    install("alpha");
    for (const int mode : {0757, 0775}) {
        fs::permissions(folder_, fs::perms(mode));
        const Host host(folder_.string());
        ASSERT_EQ(host.report().size(), 1U);
        EXPECT_EQ(host.report()[0].code, "folder_writable");
        EXPECT_TRUE(host.report()[0].id.empty());
        EXPECT_EQ(host.catalogue().record_type("alpha"), nullptr);
    }
    EXPECT_FALSE(ran());
}

TEST_F(Loader, ReportsAMissingFolder) {
    for (const std::string& path : {(folder_ / "none").string(), std::string(), std::string("/dev/null")}) {
        const Host host(path);
        ASSERT_EQ(host.report().size(), 1U);
        EXPECT_EQ(host.report()[0].code, "folder_missing") << path;
    }
}

TEST_F(Loader, RefusesWhatIsNoLibrary) {
    write_file(library("alpha"), "not an ELF file");
    sign("alpha");
    install("undefined");
    install("beta");
    EXPECT_EQ(code("alpha"), "not_a_library");
    const PluginReport undefined = refusal("undefined");
    EXPECT_EQ(undefined.code, "not_a_library");
    EXPECT_NE(undefined.reason.find("defined_nowhere"), std::string::npos) << undefined.reason;
    EXPECT_TRUE(loads("beta"));
}

TEST_F(Loader, RefusesALibraryWithoutOurSymbols) {
    install("incomplete");
    const PluginReport report = refusal("incomplete");
    EXPECT_EQ(report.code, "not_a_plugin");
    EXPECT_NE(report.reason.find("xinbu_manifest"), std::string::npos);
}

TEST_F(Loader, RefusesWhatDoesNotStart) {
    install("lifeless");
    install("throwing");
    install("unsound");
    install("beta");
    EXPECT_EQ(code("lifeless"), "init_failed");
    const PluginReport throwing = refusal("throwing");
    EXPECT_EQ(throwing.code, "broken");
    EXPECT_NE(throwing.reason.find("nothing to declare"), std::string::npos);
    const PluginReport unsound = refusal("unsound");
    EXPECT_EQ(unsound.code, "bad_declaration");
    EXPECT_NE(unsound.reason.find("nowhere"), std::string::npos);
    EXPECT_TRUE(loads("beta"));
}

TEST_F(Loader, LoadsInOrderOfDependency) {
    install("alpha", requiring({"beta"}));
    install("beta");
    const Host host(folder_.string());
    ASSERT_EQ(host.report().size(), 2U);
    EXPECT_EQ(host.report()[0].id, "beta");
    EXPECT_EQ(host.report()[1].id, "alpha");
    ASSERT_EQ(host.catalogue().providers().size(), 3U);
    EXPECT_EQ(host.catalogue().providers()[0].id, "core");
    EXPECT_EQ(host.catalogue().providers()[2].id, "alpha");
}

TEST_F(Loader, RefusesCircles) {
    install("alpha", requiring({"beta"}));
    install("beta", requiring({"alpha"}));
    EXPECT_EQ(code("alpha"), "requirement_circle");
    EXPECT_EQ(code("beta"), "requirement_circle");
}

TEST_F(Loader, RefusesWhatRequiresAMissingOrRefusedPlugin) {
    install("alpha", requiring({"absent"}));
    EXPECT_EQ(code("alpha"), "requirement_missing");
    EXPECT_NE(refusal("alpha").reason.find("absent"), std::string::npos);
    fs::remove(library("alpha"));
    install("alpha", requiring({"unsound"}));
    install("unsound");
    install("beta");
    EXPECT_EQ(code("unsound"), "bad_declaration");
    EXPECT_EQ(code("alpha"), "requirement_missing");
    EXPECT_TRUE(loads("beta"));
}

TEST_F(Loader, NamesWhatItIgnores) {
    install("alpha");
    write_file(folder_ / "readme.txt", "");
    write_file(folder_ / "orphan.plugin.json", "");
    write_file(folder_ / ".so", "");
    fs::create_directory(folder_ / "below");
    const Host host(folder_.string());
    EXPECT_EQ(host.ignored(), (std::vector<std::string>{".so", "below", "orphan.plugin.json", "readme.txt"}));
}

TEST(DefaultPluginFolder, BelongsToTheRunningProgram) {
    EXPECT_EQ(default_plugin_folder(), XINBU_PLUGIN_DIR);
}

}  // namespace
}  // namespace xinbu::host
