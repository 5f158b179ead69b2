// Where the bench works: a folder, the plugins, and registries that rows share, each made when it is first
// asked for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xinbu/host/loader.hpp"
#include "xinbu/session/registry.hpp"
#include "xinbu/storage/database.hpp"
#include "xinbu/storage/keyslots.hpp"

namespace xinbu::bench {

inline constexpr const char* operator_name = "bench";
inline constexpr const char* passphrase = "seven quiet ledgers by the lake";
inline constexpr std::uint64_t commit_entries = 1000;

crypto::Secret secret();

/// A registry whose last `entries` entries are trademarks, and how long the import of them took.
struct Imported {
    std::filesystem::path folder;
    std::uint64_t entries = 0;
    double seconds = 0;
};

/// How much is measured.
struct Extent {
    std::uint64_t entries = 0;
    int rounds = 1;             ///< how often a row of a whole ledger measures itself and its floor
    std::uint64_t singles = 0;  ///< commits of one entry, of which proofs are made
};

class Workshop {
public:
    Workshop(std::filesystem::path folder, const Extent& extent);

    std::uint64_t entries() const { return extent_.entries; }
    int rounds() const { return extent_.rounds; }
    std::uint64_t singles() const { return extent_.singles; }
    const host::Host& plugins() const { return plugins_; }
    const std::filesystem::path& folder() const { return folder_; }
    /// A name under the folder that nothing has yet.
    std::filesystem::path fresh(const std::string& name);

    /// Creates a registry and gives its folder. Its key derivation is as quick as the program accepts, unless
    /// `cost` says otherwise: no row counts it, and its own spread would hide what is counted.
    std::filesystem::path create(const crypto::ScryptCost& cost = crypto::scrypt_floor);
    std::unique_ptr<session::Registry> open(const std::filesystem::path& folder,
                                            session::Access access = session::Access::write) const;
    /// The CSV of the trademarks `first` and on, and the map for it.
    const std::filesystem::path& csv(std::uint64_t first, std::uint64_t count);
    const std::filesystem::path& map();

    /// A new registry of the first `entries` trademarks. The clock runs while Registry::import does.
    Imported import(std::uint64_t entries);
    /// One of that size that may be shared; it may have grown by a few entries.
    const Imported& shared(std::uint64_t entries);
    /// Takes over a registry as the shared one of its size.
    void share(Imported imported);
    /// Appends `count` further trademarks to a registry, numbered from where no import goes.
    void grow(session::Registry& registry, std::uint64_t count);
    /// A trademark that no registry holds yet.
    plugin::Draft new_draft();

private:
    std::filesystem::path folder_;
    Extent extent_;
    host::Host plugins_;
    std::uint64_t next_name_ = 0;
    std::uint64_t next_mark_;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::filesystem::path> csvs_;
    std::optional<std::filesystem::path> map_;
    std::map<std::uint64_t, Imported> shared_;
};

/// The keys of a registry that the bench has made.
struct Keys {
    explicit Keys(const std::filesystem::path& folder);
    storage::KeySlots slots;
    crypto::Secret data_key;
    crypto::PrivateKey signing_key() const;
    storage::Database open(storage::Mode mode) const;

private:
    std::filesystem::path folder_;
};

/// The file's pages leave the system's cache.
void drop_from_cache(const std::filesystem::path& file);
/// Reads a file once, so that what is measured next does not wait for the disk.
void read_into_cache(const std::filesystem::path& file);

/// Ends the bench where something that it relies on does not hold.
[[noreturn]] void give_up(const std::string& what, const std::string& why);

}  // namespace xinbu::bench
