// Finds, verifies and loads plugins. Nothing of a library runs before its signature, its build and its bytes
// were verified; what was verified is exactly what is loaded.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "xinbu/base/result.hpp"
#include "xinbu/crypto/signature.hpp"
#include "xinbu/host/catalogue.hpp"

namespace xinbu::host {

/// What became of one library, or of the folder itself (then `id` is empty).
struct PluginReport {
    std::string id;       ///< from its manifest, else its file name without ".so"
    std::string version;  ///< empty where no trusted manifest names it
    bool loaded = false;
    std::string signer{};  ///< key id that signed its manifest; empty where no known key did
    std::string file{};    ///< path of the library, or of the folder
    std::string code{};    ///< why it was refused, stable: see docs/decisions/plugins.md; empty when loaded
    std::string reason{};  ///< the same as a sentence without its full stop
    std::string remedy{};  ///< what to do about it, one sentence
    std::vector<RulePack> rules{};  ///< the packs it works by; of a refused one none
};

/// The plugins of one folder, loaded, with the catalogue of everything they declare. Plugin objects live as
/// long as the host; their libraries and the sealed memory they were loaded from stay for the life of the
/// process (a reused descriptor number would make the loader return the old library).
class Host {
public:
    /// The core's own types and no plugin.
    Host();
    /// Loads every `<id>.so` of `folder` that has a manifest `<id>.plugin.json` and its signature
    /// `<id>.plugin.sig` by the key of this build, with the rule packs it asks for, which the same key has
    /// signed. Never throws for what lies in the folder: each refusal stands in report(), the rest is loaded.
    explicit Host(const std::string& folder);
    /// For hosts that bring their plugins with them, as tests do: objects that outlive this and were given
    /// their rules already.
    explicit Host(std::vector<Provider> plugins);
    Host(Host&&) noexcept;
    Host& operator=(Host&&) = delete;
    ~Host();

    const Catalogue& catalogue() const;
    /// Every library found, loaded ones in dependency order, then refused ones by file name.
    const std::vector<PluginReport>& report() const;
    /// Names of the other files of the folder, sorted: neither libraries, manifests nor rule packs that one
    /// asks for, nor signatures of those.
    const std::vector<std::string>& ignored() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The folder of the plugins that belong to this program: `../lib/xinbu/plugins` from the folder of the
/// running binary, installed and built alike. Neither the environment nor the working directory has a say.
std::string default_plugin_folder();

/// The only key whose plugins this build loads.
const crypto::PublicKey& build_key();

}  // namespace xinbu::host
