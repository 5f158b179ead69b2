#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "format.hpp"
#include "timestamps.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/dsse.hpp"
#include "xinbu/exchange/bundle.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/ledger/proposal.hpp"

namespace xinbu::exchange {

namespace {

/// With which their names begin.
constexpr std::string_view proposal_types = "core.proposal.";

using Put = std::function<void(std::string_view name, ByteView content)>;

/// Lines in parts of a few megabytes.
class Parts {
public:
    Parts(std::string_view folder, const Put& put) : folder_(folder), put_(put) {}
    void line(std::string_view text) {
        content_.append(text).push_back('\n');
        if (content_.size() >= part_bytes) flush();
    }
    void flush() {
        if (content_.empty()) return;
        put_(part_name(folder_, number_++), as_bytes(content_));
        content_.clear();
    }

private:
    std::string_view folder_;
    const Put& put_;
    std::string content_;
    std::uint64_t number_ = 0;
};

class Writer {
public:
    Writer(ledger::Ledger& ledger, const ledger::Authority& authority, std::string_view note,
           const BundleRequest& request)
        : ledger_(ledger), authority_(authority), note_(note), request_(request) {
        to_ = ledger.size();
        const std::vector<std::uint64_t> positions = ledger.authority_commits();
        of_authority_.insert(positions.begin(), positions.end());
        if (request.from >= to_)
            throw Failure(Category::usage, "bad_since", std::to_string(request.from),
                          fmt::format(fmt::runtime(tr("the ledger has only {} commits")), to_),
                          tr("`xinbu log` shows their numbers."));
    }

    Manifest run(const crypto::PrivateKey& exporter, const ZipWriter::Sink& sink) {
        // The manifest stands before what it names, so everything is gathered twice: once for its hashes.
        manifest_.origin = authority_.identity().origin;
        manifest_.from = request_.from;
        manifest_.to = to_;
        manifest_.root = ledger_.root();
        manifest_.recipient = request_.recipient;
        manifest_.exporter = exporter.public_key().id();
        pass_ = 0;
        gather([&](std::string_view name, ByteView content) {
            manifest_.files.emplace(std::string(name),
                                    Manifest::File{content.size(), crypto::sha256(content)});
        });
        const std::string signed_text = encode_manifest(manifest_);
        const Bytes message = crypto::dsse_pae(bundle_payload_type, as_bytes(signed_text));
        const std::string envelope = json::canonical(plugin::Object{
            {"payload", to_base64(as_bytes(signed_text))},
            {"payloadType", bundle_payload_type},
            {"signatures", plugin::Array{plugin::Object{{"keyid", manifest_.exporter},
                                                        {"sig", to_base64(exporter.sign(message))}}}}});
        ZipWriter zip(sink);
        zip.add(envelope_name, as_bytes(envelope));
        zip.add(manifest_name, as_bytes(signed_text));
        pass_ = 1;
        gather([&](std::string_view name, ByteView content) { zip.add(name, content); });
        zip.finish();
        return manifest_;
    }

private:
    /// All members but the first two, in the order of their names.
    void gather(const Put& put) {
        put(text_name, as_bytes(verify_text()));
        if (request_.from > 0) old_authority(put);
        if (ledger_.has_sm3()) put(sm3_note_name, as_bytes(sm3_note()));
        put(note_name, as_bytes(note_));
        Parts commits(commits_folder, put);
        for (std::uint64_t at = request_.from; at < to_; ++at) {
            commits.line(as_text(ledger_.commit(at).envelope));
            go_on(at, 0);
        }
        commits.flush();
        if (ledger_.has_sm3()) put(sm3_consistency_name, as_bytes(consistency(ledger::Digest::sm3)));
        put(consistency_name, as_bytes(consistency(ledger::Digest::sha256)));
        Parts entries(entries_folder, put);
        manifest_.entries = manifest_.shown = 0;
        stamps_.clear();
        for (std::uint64_t at = request_.from; at < to_; ++at) {
            entries_of(ledger_.commit(at), entries);
            go_on(at, 1);
        }
        entries.flush();
        std::map<std::string, Bytes> keys;
        for (const auto& [id, one] : authority_.operators()) keys.emplace(id, one.key.spki());
        if (const ledger::CheckpointKeys* own = authority_.checkpoint_key(to_)) {
            keys.emplace(own->id(), own->ed25519.spki());
            if (own->sm2) keys.emplace(own->sm2->id(), own->sm2->spki());
        }
        for (const auto& [id, spki] : keys)
            put(std::string(keys_folder) + id + std::string(key_ending), spki);
        if (ledger_.has_sm3()) put(sm3_subtrees_name, as_bytes(subtrees(ledger::Digest::sm3)));
        put(subtrees_name, as_bytes(subtrees(ledger::Digest::sha256)));
        for (const auto& [name, entry] : stamps_)
            put(name, *ledger::timestamp_in(take(ledger::decode_entry(ledger_.entry(entry))))->token);
        put(script_name, as_bytes(verify_script()));
    }

    void go_on(std::uint64_t at, int part) {
        constexpr std::uint64_t told_every = 256;
        if (!request_.progress || at % told_every != 0) return;
        const std::uint64_t range = to_ - request_.from;
        const auto steps = static_cast<std::uint64_t>(2 * pass_ + part);
        if (!request_.progress(range * steps + at - request_.from, range * 4))
            throw Failure(Category::refused, "cancelled", tr("bundle"), tr("it was stopped"));
    }

    void entries_of(const ledger::StoredCommit& commit, Parts& parts) {
        for (std::uint64_t i = 0; i < commit.entry_count; ++i) {
            const std::string line = line_of(ledger_.entry(commit.first_entry + i), commit.position);
            if (may_be_timestamp(line)) note_timestamp(line, commit, commit.first_entry + i);
            ++manifest_.entries;
            if (line.front() == '{') ++manifest_.shown;
            parts.line(line);
        }
    }

    std::string sm3_note() {
        std::optional<std::string> note = ledger_.sm3_checkpoint(to_);
        if (!note)
            throw Failure(Category::storage, "registry_damaged", tr("ledger"),
                          tr("the second note of its checkpoint, over SM3, is missing"));
        return std::move(*note);
    }

    /// An entry's bytes, or its hash where it is withheld.
    std::string line_of(ByteView bytes, std::uint64_t commit) {
        if (!request_.shows) return to_text(bytes);
        const ledger::Entry entry = take(ledger::decode_entry(bytes));
        return is_authority(entry, commit) || entry.type == ledger::timestamp_type || request_.shows(entry)
                   ? to_text(bytes)
                   : to_hex(ledger::leaf_hash(hasher_, bytes)) +
                         (ledger_.has_sm3() ? to_hex(ledger::leaf_hash(hasher_sm3_, bytes)) : "");
    }

    static bool may_be_timestamp(std::string_view line) {
        return line.find(ledger::timestamp_type) != std::string_view::npos;
    }
    /// A token lies beside the entries, too, where openssl reads it, if the tree that it is over is in the
    /// range.
    void note_timestamp(const std::string& line, const ledger::StoredCommit& commit, std::uint64_t entry) {
        const auto stamp = ledger::timestamp_in(take(ledger::decode_entry(as_bytes(line))));
        if (!stamp || !stamp->token || stamp->size < request_.from || stamp->size > commit.position ||
            crypto::sha256(*stamp->token) != stamp->sha256)
            return;
        stamps_.emplace(timestamp_name(stamp->size, stamp->sha256), entry);
    }

    /// Proposals about authority, and the decisions on them, stand in its commits like what it says at once.
    bool is_authority(const ledger::Entry& entry, std::uint64_t commit) const {
        return ledger::is_authority_type(entry.type) ||
               (ledger::is_proposal_type(entry.type) && of_authority_.contains(commit));
    }

    /// Who may sign was partly said before the range.
    void old_authority(const Put& put) {
        std::string commits, entries;
        std::set<std::uint64_t> needed = decided_before();
        needed.insert(of_authority_.begin(), of_authority_.lower_bound(request_.from));
        for (const std::uint64_t position : needed) {
            const ledger::StoredCommit commit = ledger_.commit(position);
            commits.append(as_text(commit.envelope)).push_back('\n');
            for (std::uint64_t i = 0; i < commit.entry_count; ++i)
                entries.append(line_of(ledger_.entry(commit.first_entry + i), position)).push_back('\n');
        }
        put(old_commits_name, as_bytes(commits));
        put(old_entries_name, as_bytes(entries));
        if (ledger_.has_sm3()) put(sm3_old_paths_name, as_bytes(paths_of(needed, ledger::Digest::sm3)));
        put(old_paths_name, as_bytes(paths_of(needed, ledger::Digest::sha256)));
    }

    std::string paths_of(const std::set<std::uint64_t>& commits, ledger::Digest digest) {
        std::string paths;
        for (const std::uint64_t position : commits) {
            paths += std::to_string(position);
            for (const Hash& hash : ledger::inclusion_proof(position, to_, ledger_.nodes(digest), digest))
                paths += " " + to_hex(hash);
            paths.push_back('\n');
        }
        return paths;
    }

    /// The commits before the range in which stands what is decided on in it: proposals, and their approvals
    /// by others.
    std::set<std::uint64_t> decided_before() {
        std::set<std::uint64_t> commits;
        std::set<std::string> proposals;
        for (std::uint64_t at = request_.from; at < to_; ++at)
            for_each_decision(ledger_.commit(at), [&](const ledger::Entry& decision) {
                const std::string hash(plugin::text_at(decision.data, "proposal"));
                const std::optional<Hash> id = hash_from_hex(hash);
                const std::optional<std::uint64_t> made = id ? ledger_.find_entry(*id) : std::nullopt;
                if (!made || ledger_.commit_of(*made) >= request_.from || !proposals.insert(hash).second)
                    return;
                commits.insert(ledger_.commit_of(*made));
            });
        if (proposals.empty()) return commits;
        for (std::uint64_t at = *commits.begin(); at < request_.from; ++at)
            for_each_decision(ledger_.commit(at), [&](const ledger::Entry& decision) {
                if (proposals.contains(std::string(plugin::text_at(decision.data, "proposal"))))
                    commits.insert(at);
            });
        return commits;
    }

    /// The entries of a commit that decide on a proposal and are shown.
    template <class Visit>
    void for_each_decision(const ledger::StoredCommit& commit, const Visit& visit) {
        for (std::uint64_t i = 0; i < commit.entry_count; ++i) {
            const Bytes bytes = ledger_.entry(commit.first_entry + i);
            if (as_text(bytes).find(proposal_types) == std::string_view::npos) continue;
            const ledger::Entry entry = take(ledger::decode_entry(bytes));
            if (!ledger::is_proposal_type(entry.type) || entry.type == ledger::proposal_made_type) continue;
            if (!request_.shows || is_authority(entry, commit.position) || request_.shows(entry))
                visit(entry);
        }
    }

    /// As the beginning of a request to a witness (C2SP tlog-witness): the old size, then the proof.
    std::string consistency(ledger::Digest digest) {
        std::string text = "old " + std::to_string(request_.from) + "\n";
        for (const Hash& hash : ledger::consistency_proof(request_.from, to_, ledger_.nodes(digest), digest))
            text += to_base64(hash) + "\n";
        return text;
    }

    /// The roots of the complete subtrees before the range: with them the tree grows on.
    std::string subtrees(ledger::Digest digest) {
        std::string text;
        for (const auto& [level, index] : ledger::TreeBuilder::complete_subtrees(request_.from))
            text += to_hex(ledger_.node(level, index, digest)) + "\n";
        return text;
    }

    ledger::Ledger& ledger_;
    const ledger::Authority& authority_;
    std::string_view note_;
    const BundleRequest& request_;
    std::uint64_t to_ = 0;
    int pass_ = 0;
    std::set<std::uint64_t> of_authority_;         ///< the commits
    std::map<std::string, std::uint64_t> stamps_;  ///< the entries that hold them, by name of the file
    Manifest manifest_;
    crypto::Hasher hasher_, hasher_sm3_{ledger::Digest::sm3};
};

}  // namespace

Manifest write_bundle(ledger::Ledger& ledger, const ledger::Authority& authority, std::string_view note,
                      const BundleRequest& request, const crypto::PrivateKey& exporter,
                      const ZipWriter::Sink& sink) {
    return Writer(ledger, authority, note, request).run(exporter, sink);
}

}  // namespace xinbu::exchange
