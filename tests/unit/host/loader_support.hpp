// A folder of plugins that a test fills and spoils.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "signing.hpp"
#include "xinbu/host/loader.hpp"

namespace xinbu::host::test {

namespace fs = std::filesystem;

/// A folder of plugins, made for one test.
class PluginsFolder : public testing::Test {
protected:
    PluginsFolder() {
        std::string name = (fs::temp_directory_path() / "xinbu-plugins-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        fs::permissions(folder_, fs::perms(0755));
        ::unsetenv("XINBU_FIXTURE_RAN");
    }
    ~PluginsFolder() override { fs::remove_all(folder_); }

    fs::path library(const std::string& name) const { return folder_ / (name + ".so"); }
    fs::path manifest(const std::string& name) const { return folder_ / (name + ".plugin.json"); }
    fs::path signature(const std::string& name) const { return folder_ / (name + ".plugin.sig"); }

    void copy(const std::string& id, const std::string& name) {
        fs::copy_file(fs::path(XINBU_FIXTURES) / (id + ".so"), library(name));
    }
    void sign(const std::string& name, SignedManifest manifest = {}) {
        if (manifest.version.empty()) manifest.version = "1.0.0";
        sign_library(library(name), std::move(manifest), build_tree_key(XINBU_SIGNING_DIR));
    }
    void install(const std::string& id, SignedManifest manifest = {}) {
        copy(id, id);
        sign(id, std::move(manifest));
    }

    static SignedManifest requiring(std::vector<std::string> ids) {
        SignedManifest manifest;
        manifest.required = std::move(ids);
        return manifest;
    }

    static void change_last_byte(const fs::path& file) {
        std::string bytes = read_file(file);
        bytes.back() = static_cast<char>(bytes.back() ^ 1);
        write_file(file, bytes);
    }

    /// Loads the folder; `id` must have been refused.
    PluginReport refusal(const std::string& id) const {
        const Host host(folder_.string());
        for (const PluginReport& report : host.report()) {
            if (report.id != id || report.loaded) continue;
            EXPECT_FALSE(report.reason.empty());
            EXPECT_FALSE(report.remedy.empty());
            EXPECT_FALSE(report.reason.ends_with('.')) << report.reason;
            return report;
        }
        return {};
    }
    std::string code(const std::string& id) const { return refusal(id).code; }
    bool loads(const std::string& id) const {
        const Host host(folder_.string());
        return std::ranges::any_of(
                   host.report(),
                   [&](const PluginReport& report) { return report.id == id && report.loaded; }) &&
               host.catalogue().record_type(id) != nullptr;
    }
    static bool ran() { return std::getenv("XINBU_FIXTURE_RAN") != nullptr; }

    fs::path folder_;
};

}  // namespace xinbu::host::test
