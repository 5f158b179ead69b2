// Bundles: a stretch of a ledger that another organisation checks without us (docs/decisions/exchange.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/crypto/signature.hpp"
#include "xinbu/crypto/timestamp.hpp"
#include "xinbu/exchange/zip.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/ledger.hpp"

namespace xinbu::exchange {

inline constexpr std::string_view bundle_payload_type = "application/vnd.xinbu.bundle.v1+json";

/// What the exporter signs: MANIFEST.json, canonical JSON.
struct Manifest {
    std::string origin;
    std::uint64_t from = 0, to = 0;  ///< commits [from, to); `to` is the checkpoint's size
    Hash root{};                     ///< of the checkpoint
    std::uint64_t entries = 0;       ///< of those commits
    std::uint64_t shown = 0;         ///< so many with their bytes; the others as hashes
    std::string recipient;           ///< whom it is meant for; may be empty
    std::string exporter;            ///< key id
    struct File {
        std::uint64_t bytes = 0;
        Hash sha256{};
    };
    std::map<std::string, File> files;  ///< all members but the manifest and its envelope
};
std::string encode_manifest(const Manifest& manifest);
/// Strict: canonical bytes, exactly the known members. Throws Failure `bad_bundle`.
Manifest decode_manifest(ByteView bytes);

/// What goes into a bundle.
struct BundleRequest {
    std::uint64_t from = 0;
    std::string recipient;
    /// Whether an entry is shown; else it stands there as its hash. Entries that say who may sign, and time
    /// stamps, are shown whatever it says. Empty: all are shown.
    std::function<bool(const ledger::Entry&)> shows;
    /// Told how many commits were gathered; false stops the work, which then throws `cancelled`.
    std::function<bool(std::uint64_t done, std::uint64_t total)> progress;
};

/// Writes the commits from `request.from` up to the checkpoint `note`, which covers the whole of `ledger` as
/// `authority` knows it, signed by `exporter`. The same state, request and key give the same bytes. Throws
/// Failure `bad_since`, `too_large`, and what `sink` throws.
Manifest write_bundle(ledger::Ledger& ledger, const ledger::Authority& authority, std::string_view note,
                      const BundleRequest& request, const crypto::PrivateKey& exporter,
                      const ZipWriter::Sink& sink);

/// One entry as a bundle shows it.
struct BundleEntry {
    std::uint64_t position = 0;  ///< of its commit
    std::uint64_t index = 0;     ///< in its commit
    Hash id{};                   ///< leaf hash
    std::string_view bytes;      ///< empty: withheld
    const ledger::Entry* entry = nullptr;
    std::optional<Hash> id_sm3{};  ///< leaf hash over SM3, in the suite gm
};
/// One commit of the range, once all of it was checked but what comes after.
struct BundleCommit {
    std::uint64_t position = 0;
    std::string_view envelope;
    Hash leaf{};
    const ledger::Payload& payload;  ///< its parent's root is that of the tree before it
    const std::vector<Hash>& leaves;
    bool is_authority = false;
    const std::vector<Hash>& leaves_sm3;  ///< empty but in the suite gm
};
/// Called in ledger order: the entries of a commit, then the commit. What is called may throw.
struct BundleVisitor {
    std::function<void(const BundleEntry&)> entry;
    std::function<void(const BundleCommit&)> commit;
};

/// What a bundle says, and what of it does not hold.
struct BundleReading {
    Manifest manifest;
    ledger::Checkpoint checkpoint;
    std::string note;
    std::string note_sm3;  ///< the second note, over SM3; empty but in the suite gm
    Hash fingerprint{};    ///< leaf hash of the genesis commit: trust rests on it
    ledger::Identity registry;
    std::string checkpoint_key;  ///< C2SP vkey of the Ed25519 key
    std::string exporter, exporter_role;
    /// Who signed commits of the range, in the order of first signing.
    struct Signer {
        ledger::Operator who;
        std::string first, last;  ///< the times that their first and last commit state
        std::uint64_t commits = 0;
    };
    std::vector<Signer> signers;
    std::uint64_t signatures = 0;
    bool knows_script = false;  ///< its verify.sh is the one that this program writes
    struct Fault {
        std::uint64_t position = 0;
        ledger::AuthorityFault fault;
    };
    /// Broken rules of authority, and time stamps that do not hold; the first thousand. Empty: all holds.
    std::vector<Fault> faults;
    /// A time stamp over the first `size` commits, which the commit at `received` holds.
    struct Stamp {
        std::uint64_t size = 0, received = 0;
        crypto::Timestamp stamp;
        std::vector<ledger::AuthorityFault> suspicions;  ///< clocks that contradict it
    };
    /// What the policies in force under the checkpoint ask of witnesses.
    std::vector<ledger::WitnessPolicy> witness_policies;
    std::vector<Stamp> stamps;       ///< that hold, in the order of the ledger
    std::uint64_t older_stamps = 0;  ///< in its entries, over trees before the range: not judged
};
/// What is known of the entry with that leaf hash from commits before a bundle's range.
using KnownEntries = std::function<std::optional<ledger::Authority::Corrected>(const Hash& entry)>;

/// Reads all of a bundle in one pass: form, hashes, the exporter's signature, every commit's signatures and
/// authority, that the range is complete and ends in the checkpoint. Memory stays below 64 MiB whatever the
/// file says of itself. Throws Failure `bad_bundle` (refused) where a hash, signature, number or proof fails;
/// rules of authority that are broken stand in `faults`. Where it corrects entries, it is read once more to
/// judge whether enough persons signed that; what the range does not hold, `held` may tell. `anchors`: whose
/// time stamps are trusted.
BundleReading read_bundle(const ByteSource& source, const BundleVisitor& visitor = {},
                          const crypto::TrustAnchors& anchors = {}, const KnownEntries& held = {});

/// Whether a file begins as a bundle does. False where there is none.
bool is_bundle_file(const std::filesystem::path& file);

/// The files that explain and check a bundle without this program.
std::string_view verify_script();
std::string_view verify_text();

}  // namespace xinbu::exchange
