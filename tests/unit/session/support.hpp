// What the tests of a session share: a folder with a state folder of its own, and registries that open fast.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "support/note_plugin.hpp"
#include "support/temporary_folder.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/session/registry.hpp"
#include "xinbu/storage/database.hpp"
#include "xinbu/storage/keyslots.hpp"

namespace xinbu::session {

namespace fs = std::filesystem;

inline constexpr crypto::ScryptCost low_cost = crypto::scrypt_floor;
inline constexpr const char* admin_words = "copper lantern drifts past orchard";
inline constexpr const char* other_words = "seven quiet herons fold the map";

inline crypto::Secret secret(std::string_view text) {
    return crypto::Secret(text);
}

inline std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline void put_content(const fs::path& file, std::string_view content) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!stream.flush()) ADD_FAILURE() << "cannot write " << file;
}

inline void flip_byte(const fs::path& file, std::size_t offset) {
    std::string content = content_of(file);
    ASSERT_LT(offset, content.size()) << file;
    content[offset] = static_cast<char>(static_cast<unsigned char>(content[offset]) ^ 1U);
    put_content(file, content);
}

using test::TemporaryFolder;

/// A host with the plugin of notes, and a folder in which heads are remembered, too.
struct Place {
    Place() { use_state("state"); }
    /// With another plugin.
    explicit Place(host::Provider provider) : host{std::vector<host::Provider>{std::move(provider)}} {
        use_state("state");
    }

    /// As if on a machine that remembers nothing, or what was remembered under that name.
    void use_state(const std::string& name) { ::setenv("XDG_STATE_HOME", (folder / name).c_str(), 1); }

    /// An association's, with chair as its admin.
    NewRegistry wanted(const std::string& name) const {
        NewRegistry wanted;
        wanted.folder = folder / name;
        wanted.name = "某某劳务协会";
        wanted.identifier = "91320100748204660Q";
        wanted.kind = "association";
        wanted.operator_name = "chair";
        wanted.passphrase = secret(admin_words);
        wanted.cost = low_cost;
        return wanted;
    }
    Result<Created> create(const std::string& name) { return Registry::create(wanted(name), host); }
    Result<std::unique_ptr<Registry>> open(const std::string& name, Access access = Access::write,
                                           const std::string& who = "chair",
                                           std::string_view words = admin_words) {
        return Registry::open(folder / name, who, secret(words), access, host);
    }
    /// Opens for writing; a failure ends the test with its reason.
    std::unique_ptr<Registry> writer(const std::string& name, const std::string& who = "chair",
                                     std::string_view words = admin_words) {
        auto opened = open(name, Access::write, who, words);
        if (!opened) throw std::runtime_error(opened.error().code + ": " + opened.error().why);
        return std::move(*opened);
    }
    void copy(const std::string& from, const std::string& to) {
        fs::remove_all(folder / to);
        fs::copy(folder / from, folder / to, fs::copy_options::recursive);
    }

    TemporaryFolder folder;
    test::NotePlugin notes;
    host::Host host{std::vector<host::Provider>{test::note_provider(notes)}};
};

inline plugin::Draft note(const std::string& text, const std::string& record = {},
                          const std::string& day = "2026-03-01") {
    return {"test.note.written", record, day, {{"text", text}}};
}

template <class T>
std::string code_of(const Result<T>& result) {
    return result ? "none" : result.error().code;
}

/// Whether a finding of that severity and rule is there.
inline bool says(const std::vector<AuditFinding>& findings, std::string_view severity,
                 std::string_view rule) {
    for (const AuditFinding& finding : findings)
        if (finding.severity == severity && finding.rule == rule) return true;
    return false;
}

inline std::string told(const std::vector<AuditFinding>& findings) {
    std::string text;
    for (const AuditFinding& one : findings)
        text += one.severity + " " + one.rule + " " + one.place + ": " + one.message + "\n";
    return text;
}

}  // namespace xinbu::session
