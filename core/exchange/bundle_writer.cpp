#include <fmt/format.h>

#include <algorithm>

#include "format.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/dsse.hpp"
#include "xinbu/exchange/bundle.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::exchange {

namespace {

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
        put(note_name, as_bytes(note_));
        Parts commits(commits_folder, put);
        for (std::uint64_t at = request_.from; at < to_; ++at) {
            commits.line(as_text(ledger_.commit(at).envelope));
            go_on(at, 0);
        }
        commits.flush();
        put(consistency_name, as_bytes(consistency()));
        Parts entries(entries_folder, put);
        manifest_.entries = manifest_.shown = 0;
        for (std::uint64_t at = request_.from; at < to_; ++at) {
            entries_of(ledger_.commit(at), entries);
            go_on(at, 1);
        }
        entries.flush();
        std::map<std::string, Bytes> keys;
        for (const auto& [id, one] : authority_.operators()) keys.emplace(id, one.key.spki());
        if (const crypto::PublicKey* key = authority_.checkpoint_key(to_))
            keys.emplace(key->id(), key->spki());
        for (const auto& [id, spki] : keys)
            put(std::string(keys_folder) + id + std::string(key_ending), spki);
        put(subtrees_name, as_bytes(subtrees()));
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
            const std::string line = line_of(ledger_.entry(commit.first_entry + i));
            ++manifest_.entries;
            if (line.front() == '{') ++manifest_.shown;
            parts.line(line);
        }
    }

    /// An entry's bytes, or its hash where it is withheld.
    std::string line_of(ByteView bytes) {
        if (!request_.shows) return to_text(bytes);
        const ledger::Entry entry = take(ledger::decode_entry(bytes));
        return ledger::is_authority_type(entry.type) || request_.shows(entry)
                   ? to_text(bytes)
                   : to_hex(ledger::leaf_hash(hasher_, bytes));
    }

    /// Who may sign was partly said before the range.
    void old_authority(const Put& put) {
        std::string commits, entries, paths;
        for (const std::uint64_t position : ledger_.authority_commits()) {
            if (position >= request_.from) break;
            const ledger::StoredCommit commit = ledger_.commit(position);
            commits.append(as_text(commit.envelope)).push_back('\n');
            for (std::uint64_t i = 0; i < commit.entry_count; ++i)
                entries.append(line_of(ledger_.entry(commit.first_entry + i))).push_back('\n');
            paths += std::to_string(position);
            for (const Hash& hash : ledger::inclusion_proof(position, to_, ledger_.nodes()))
                paths += " " + to_hex(hash);
            paths.push_back('\n');
        }
        put(old_commits_name, as_bytes(commits));
        put(old_entries_name, as_bytes(entries));
        put(old_paths_name, as_bytes(paths));
    }

    /// As the beginning of a request to a witness (C2SP tlog-witness): the old size, then the proof.
    std::string consistency() {
        std::string text = "old " + std::to_string(request_.from) + "\n";
        for (const Hash& hash : ledger::consistency_proof(request_.from, to_, ledger_.nodes()))
            text += to_base64(hash) + "\n";
        return text;
    }

    /// The roots of the complete subtrees before the range: with them the tree grows on.
    std::string subtrees() {
        std::string text;
        for (const auto& [level, index] : ledger::TreeBuilder::complete_subtrees(request_.from))
            text += to_hex(ledger_.node(level, index)) + "\n";
        return text;
    }

    ledger::Ledger& ledger_;
    const ledger::Authority& authority_;
    std::string_view note_;
    const BundleRequest& request_;
    std::uint64_t to_ = 0;
    int pass_ = 0;
    Manifest manifest_;
    crypto::Hasher hasher_;
};

}  // namespace

Manifest write_bundle(ledger::Ledger& ledger, const ledger::Authority& authority, std::string_view note,
                      const BundleRequest& request, const crypto::PrivateKey& exporter,
                      const ZipWriter::Sink& sink) {
    return Writer(ledger, authority, note, request).run(exporter, sink);
}

}  // namespace xinbu::exchange
