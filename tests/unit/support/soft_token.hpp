// A token in software for one test: SoftHSM2's, in a folder of its own. While it lives, SOFTHSM2_CONF names
// it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "programs.hpp"
#include "temporary_folder.hpp"

namespace xinbu::test {

inline constexpr const char* token_pin = "2468-kiwi";

class SoftToken {
public:
    explicit SoftToken(std::string label = "office") : label_(std::move(label)) {
        std::filesystem::create_directories(folder_ / "tokens");
        std::ofstream(folder_ / "softhsm2.conf") << "directories.tokendir = " << (folder_ / "tokens").string()
                                                 << "\nobjectstore.backend = file\nlog.level = ERROR\n";
        use();
        add_token(label_);
    }

    /// Has this process, and what it starts, see this token and no other.
    void use() const { ::setenv("SOFTHSM2_CONF", (folder_ / "softhsm2.conf").c_str(), 1); }

    void add_token(const std::string& label) const {
        run("softhsm2-util --init-token --free --label '" + label + "' --so-pin 87654321 --pin " + token_pin);
    }

    /// Makes a key, "ed25519" or "p256", and puts it into the token. Its private half stays beside it as
    /// `<object>.pem`.
    void add_key(const std::string& object, const std::string& id, const std::string& kind = "ed25519",
                 const std::string& token = {}) const {
        const std::string file = (folder_ / (object + ".pem")).string();
        run("openssl genpkey -out " + file + " -algorithm " +
            (kind == "p256" ? "EC -pkeyopt ec_paramgen_curve:P-256" : "ed25519"));
        import_key(file, object, id, token);
    }
    void import_key(const std::string& file, const std::string& object, const std::string& id,
                    const std::string& token = {}) const {
        run("softhsm2-util --import " + file + " --token '" + (token.empty() ? label_ : token) + "' --pin " +
            token_pin + " --label " + object + " --id " + id);
    }

    /// Takes the token out, as if it were unplugged, or puts it in again.
    void unplug() const {
        std::filesystem::rename(folder_ / "tokens", folder_ / "drawer");
        std::filesystem::create_directory(folder_ / "tokens");
    }
    void plug_in() const {
        std::filesystem::remove(folder_ / "tokens");
        std::filesystem::rename(folder_ / "drawer", folder_ / "tokens");
    }

    std::string uri(const std::string& object) const {
        return "pkcs11:token=" + label_ + ";object=" + object + "?module-name=softhsm2";
    }
    std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

private:
    static void run(const std::string& command) { output_of(command + " 2>&1"); }

    TemporaryFolder folder_;
    std::string label_;
};

}  // namespace xinbu::test

/// Skips a test where there is no token in software.
#define XINBU_NEEDS_SOFTHSM()             \
    XINBU_NEEDS_PROGRAM("softhsm2-util"); \
    XINBU_NEEDS_PROGRAM("openssl")
