#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include "corrections.hpp"
#include "format.hpp"
#include "refusal.hpp"
#include "timestamps.hpp"
#include "xinbu/crypto/dsse.hpp"
#include "xinbu/exchange/verifier.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::exchange {

namespace {

constexpr std::size_t most_path_hashes = 64;
constexpr std::uint64_t most_commits = std::uint64_t{1} << 40;
constexpr std::size_t hash_digits = 2 * sizeof(Hash);

std::string place_of(std::uint64_t position) {
    return fmt::format(fmt::runtime(tr("commit {}")), position);
}

[[noreturn]] void refuse_commit(std::uint64_t position, const std::string& why) {
    refuse(fmt::format("{}: {}", place_of(position), why));
}

std::uint64_t number_of(std::string_view digits) {
    std::uint64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc{} || stop != end || (digits.size() > 1 && digits.front() == '0'))
        refuse(tr("a number is malformed"));
    return number;
}

/// The members of a bundle, each compared with what the manifest says of it.
class Members {
public:
    Members(const ZipReader& zip, const Manifest& manifest) : zip_(zip), manifest_(manifest) {
        for (const ZipReader::Member& member : zip.members()) {
            if (member.name == manifest_name || member.name == envelope_name) continue;
            const auto listed = manifest.files.find(member.name);
            if (listed == manifest.files.end())
                refuse(fmt::format(fmt::runtime(tr("its manifest does not name {}")), member.name));
            if (listed->second.bytes != member.bytes)
                refuse(
                    fmt::format(fmt::runtime(tr("{} has another size than its manifest says")), member.name));
            left_.insert(member.name);
        }
        if (left_.size() != manifest.files.size()) refuse(tr("a file that its manifest names is missing"));
    }

    Bytes take_out(std::string_view name) {
        std::optional<Bytes> content = take_if_there(name);
        if (!content) refuse(fmt::format(fmt::runtime(tr("{} is missing")), name));
        return std::move(*content);
    }
    std::optional<Bytes> take_if_there(std::string_view name) {
        const auto at = left_.find(std::string(name));
        if (at == left_.end()) return std::nullopt;
        left_.erase(at);
        Bytes content = zip_.read(*zip_.find(name));
        if (crypto::sha256(content) != manifest_.files.at(std::string(name)).sha256)
            refuse(fmt::format(fmt::runtime(tr("{} is not what its manifest says")), name));
        return content;
    }
    /// Names in a folder that were not taken out yet.
    std::vector<std::string> names_in(std::string_view folder) const {
        std::vector<std::string> names;
        for (auto at = left_.lower_bound(std::string(folder)); at != left_.end() && at->starts_with(folder);
             ++at)
            names.push_back(*at);
        return names;
    }
    void require_none_left() const {
        if (!left_.empty()) refuse(fmt::format(fmt::runtime(tr("{} belongs to no bundle")), *left_.begin()));
    }

private:
    const ZipReader& zip_;
    const Manifest& manifest_;
    std::set<std::string> left_;
};

/// The lines of one text, or of all parts in a folder one after another; one part is held at a time.
class Lines {
public:
    Lines(Members& members, std::string_view folder) : members_(&members), folder_(folder) {}
    explicit Lines(Bytes content) : content_(std::move(content)) {}

    /// Lives until the next call. Refuses where there is none.
    std::string_view next() {
        if (!more()) refuse(tr("it ends in the middle"));
        const std::string_view rest = as_text(content_).substr(at_);
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) refuse(tr("a part of it does not end with its line"));
        at_ += end + 1;
        return rest.substr(0, end);
    }
    bool more() {
        while (at_ == content_.size()) {
            if (members_ == nullptr) return false;
            std::optional<Bytes> part = members_->take_if_there(part_name(folder_, number_));
            if (!part) return false;
            if (part->empty()) refuse(tr("a part of it is empty"));
            ++number_;
            content_ = std::move(*part);
            at_ = 0;
        }
        return true;
    }

private:
    Members* members_ = nullptr;
    std::string_view folder_;
    std::uint64_t number_ = 0;
    Bytes content_;
    std::size_t at_ = 0;
};

class Reader {
public:
    /// `corrections` are noted, or once they are `known`, judged.
    Reader(const ByteSource& source, const BundleVisitor& visitor, const crypto::TrustAnchors& anchors,
           Corrections& corrections, bool known)
        : zip_(source),
          visitor_(visitor),
          anchors_(anchors),
          corrections_(corrections),
          are_corrections_known_(known),
          verifier_(known ? corrections.lookup() : ledger::Authority::Lookup()) {}

    BundleReading run() {
        const std::string signed_text = manifest();
        Members members(zip_, reading_.manifest);
        checkpoint(members);
        if (reading_.manifest.from > 0) old_authority(members);
        Timestamps stamps(members.names_in(timestamps_folder), reading_.manifest.from, reading_.manifest.to);
        range(members, stamps);
        finish_checkpoint();
        proofs_of_old_trees(members);
        keys(members);
        reading_.knows_script = as_text(members.take_out(script_name)) == verify_script();
        static_cast<void>(members.take_out(text_name));
        exporter(signed_text);
        reading_.registry = verifier_.authority().identity();
        reading_.fingerprint = verifier_.fingerprint();
        reading_.signatures = verifier_.signatures();
        reading_.signers = verifier_.take_signers();
        reading_.faults = verifier_.take_faults();
        stamps.judge(reading_, anchors_, [&](const std::string& name) { return members.take_out(name); });
        members.require_none_left();
        return std::move(reading_);
    }

private:
    Bytes unlisted(std::string_view name) const {
        const ZipReader::Member* member = zip_.find(name);
        if (member == nullptr) refuse(fmt::format(fmt::runtime(tr("{} is missing")), name));
        return zip_.read(*member);
    }

    std::string manifest() {
        const Bytes text = unlisted(manifest_name);
        reading_.manifest = decode_manifest(text);
        if (reading_.manifest.to > most_commits) refuse(tr("a number in its manifest is malformed"));
        return to_text(text);
    }

    /// Signed at last: only the ledger inside says whose key that is.
    void exporter(const std::string& signed_text) {
        const Bytes text = unlisted(envelope_name);
        const Result<plugin::Value> parsed = json::parse(as_text(text), json::Profile::document);
        if (!parsed || parsed->object() == nullptr) refuse(tr("the envelope of its manifest is malformed"));
        const plugin::Array& signatures = plugin::array_at(*parsed->object(), "signatures");
        if (signatures.size() != 1 || signatures.front().object() == nullptr)
            refuse(tr("the envelope of its manifest is malformed"));
        const std::string_view encoded = plugin::text_at(*signatures.front().object(), "sig");
        const plugin::Object expected{
            {"payload", to_base64(as_bytes(signed_text))},
            {"payloadType", bundle_payload_type},
            {"signatures",
             plugin::Array{plugin::Object{{"keyid", reading_.manifest.exporter}, {"sig", encoded}}}}};
        const auto signature = from_base64(encoded);
        if (!signature || json::canonical(expected) != as_text(text))
            refuse(tr("the envelope of its manifest holds another manifest, or is malformed"));
        const ledger::Operator* one = verifier_.authority().find_key(reading_.manifest.exporter);
        if (one == nullptr || !ledger::Authority::is_valid_at(*one, reading_.manifest.to))
            refuse(tr("who exported it may not sign for the registry"));
        if (!one->key.verify_strict(crypto::dsse_pae(bundle_payload_type, as_bytes(signed_text)), *signature))
            refuse(tr("the signature of its manifest does not hold"));
        reading_.exporter = one->name;
        reading_.exporter_role = one->role;
    }

    static ledger::Checkpoint checkpoint_in(std::string_view name, const std::string& text) {
        const Result<crypto::Note> note = crypto::Note::parse(text);
        Result<ledger::Checkpoint> said = note ? ledger::parse_checkpoint(note->text) : fail(note.error());
        if (!said) refuse(fmt::format("{}: {}", name, said.error().why));
        return std::move(*said);
    }

    void checkpoint(Members& members) {
        reading_.note = to_text(members.take_out(note_name));
        reading_.checkpoint = checkpoint_in(note_name, reading_.note);
        // Whether there must be a second one, the first commit says, which is read later.
        if (const std::optional<Bytes> second = members.take_if_there(sm3_note_name)) {
            reading_.note_sm3 = to_text(*second);
            sm3_ = checkpoint_in(sm3_note_name, reading_.note_sm3);
        }
        const ledger::Checkpoint* said = &reading_.checkpoint;
        if (said->origin != reading_.manifest.origin || said->size != reading_.manifest.to ||
            said->root != reading_.manifest.root)
            refuse(tr("its checkpoint states another tree than its manifest"));
    }

    void finish_checkpoint() {
        const ledger::CheckpointKeys* keys = verifier_.authority().checkpoint_key(reading_.checkpoint.size);
        if (keys == nullptr) refuse(tr("it names no checkpoint key"));
        if (const auto verified = ledger::verify_checkpoint(reading_.note, *keys); !verified)
            refuse(fmt::format("{}: {}", note_name, verified.error().why));
        reading_.witness_policies = verifier_.authority().witness_policies(reading_.checkpoint.size);
        reading_.checkpoint_key = crypto::NoteVerifier(reading_.checkpoint.origin, keys->ed25519).vkey();
        if (sm3_.has_value() != verifier_.authority().identity().is_gm())
            refuse(tr("a second note, over SM3, stands in it where there must be none, or is missing"));
        if (!sm3_) return;
        const auto second = ledger::verify_sm3_checkpoint(reading_.note_sm3, *keys, reading_.checkpoint);
        if (!second) refuse(fmt::format("{}: {}", sm3_note_name, second.error().why));
    }

    /// A line of paths.txt: the position, then the hashes of the proof.
    static ledger::Proof path_in(std::string_view line, std::uint64_t& position) {
        const std::size_t end = std::min(line.find(' '), line.size());
        position = number_of(line.substr(0, end));
        line.remove_prefix(end);
        ledger::Proof proof;
        while (!line.empty()) {
            const auto hash =
                line.size() > hash_digits ? hash_from_hex(line.substr(1, hash_digits)) : std::nullopt;
            if (!hash || line.front() != ' ' || proof.size() == most_path_hashes)
                refuse(tr("a hash is malformed"));
            proof.push_back(*hash);
            line.remove_prefix(1 + hash_digits);
        }
        return proof;
    }

    void require_in_tree(const ForeignCommit& commit, const Hash& leaf, const ledger::Proof& proof,
                         const ledger::Checkpoint& checkpoint, ledger::Digest digest) const {
        if (!ledger::verify_inclusion(commit.position, reading_.checkpoint.size, leaf, proof, checkpoint.root,
                                      digest))
            refuse_commit(commit.position, tr("it does not stand in the tree of the checkpoint"));
    }

    void old_authority(Members& members) {
        Lines commits(members.take_out(old_commits_name)), lines(members.take_out(old_entries_name)),
            paths(members.take_out(old_paths_name)),
            paths_sm3(sm3_ ? members.take_out(sm3_old_paths_name) : Bytes());
        std::optional<std::uint64_t> before;
        while (paths.more()) {
            std::uint64_t position = 0, position_sm3 = 0;
            const ledger::Proof proof = path_in(paths.next(), position);
            if (before ? position <= *before : position != 0)
                refuse(tr("its commits of authority do not begin with the first, in order"));
            if (position >= reading_.manifest.from)
                refuse(tr("a commit of authority of its range stands before it, too"));
            before = position;
            const ForeignCommit commit = verifier_.read(position, commits.next(), reading_.manifest.origin,
                                                        [&] { return lines.next(); });
            require_in_tree(commit, commit.leaf, proof, reading_.checkpoint, ledger::Digest::sha256);
            if (sm3_) {
                const ledger::Proof second = path_in(paths_sm3.next(), position_sm3);
                if (position_sm3 != position)
                    refuse(tr("its paths over SM3 are of other commits than those over SHA-256"));
                require_in_tree(commit,
                                ledger::leaf_hash(as_bytes(commit.envelope_text), ledger::Digest::sm3),
                                second, *sm3_, ledger::Digest::sm3);
            }
            static_cast<void>(verifier_.judge(commit, false));
        }
        if (!before) refuse(tr("it does not carry the first commit"));
        if (commits.more() || lines.more() || paths_sm3.more())
            refuse(tr("there are lines that belong to no commit"));
    }

    /// The tree before the range, from the roots of its complete subtrees.
    ledger::TreeBuilder old_tree(Bytes content, ledger::Digest digest) const {
        const std::uint64_t from = reading_.manifest.from;
        Lines lines(std::move(content));
        std::vector<Hash> subtrees;
        for (std::size_t i = ledger::TreeBuilder::complete_subtrees(from).size(); i > 0; --i) {
            const auto hash = hash_from_hex(lines.next());
            if (!hash) refuse(tr("a hash is malformed"));
            subtrees.push_back(*hash);
        }
        if (lines.more()) refuse(tr("there are more subtrees than the tree before its range has"));
        return ledger::TreeBuilder::resume(from, std::move(subtrees), digest);
    }

    void begin_trees(Members& members) {
        verifier_.begin_tree(old_tree(members.take_out(subtrees_name), ledger::Digest::sha256));
        old_root_ = verifier_.tree().root();
        if (!sm3_) return;
        verifier_.begin_sm3_tree(old_tree(members.take_out(sm3_subtrees_name), ledger::Digest::sm3));
        old_sm3_root_ = verifier_.sm3_tree().root();
    }

    void range(Members& members, Timestamps& stamps) {
        begin_trees(members);
        if (stamps.wants(reading_.manifest.from)) stamps.take_root(reading_.manifest.from, old_root_);
        Lines commits(members, commits_folder), lines(members, entries_folder);
        const auto count_entry = [&](const BundleEntry& one) {
            ++entries_;
            if (one.entry != nullptr) ++shown_;
            stamps.take(one);
            if (are_corrections_known_)
                corrections_.take(one);
            else if (one.entry != nullptr)
                corrections_.note(*one.entry);
            if (visitor_.entry) visitor_.entry(one);
        };
        for (std::uint64_t position = reading_.manifest.from; position < reading_.manifest.to; ++position) {
            const ForeignCommit commit = verifier_.read(
                position, commits.next(), reading_.manifest.origin, [&] { return lines.next(); },
                count_entry);
            const bool is_authority = verifier_.judge(commit, true);
            if (are_corrections_known_) {
                corrections_.take_approved(verifier_.approved());
                corrections_.end_commit();
            }
            stamps.take_commit(position, commit.payload.time);
            if (stamps.wants(position + 1)) stamps.take_root(position + 1, verifier_.tree().root());
            if (visitor_.commit)
                visitor_.commit({position, commit.envelope_text, commit.leaf, commit.payload, commit.leaves,
                                 is_authority, commit.leaves_sm3});
        }
        if (commits.more() || lines.more()) refuse(tr("there are lines that belong to no commit"));
        if (verifier_.tree().root() != reading_.checkpoint.root ||
            (sm3_ && verifier_.sm3_tree().root() != sm3_->root))
            refuse(tr("its commits do not make the tree of its checkpoint"));
        if (entries_ != reading_.manifest.entries || shown_ != reading_.manifest.shown)
            refuse(tr("its manifest states another number of entries"));
    }

    void proofs_of_old_trees(Members& members) {
        proof_of_old_tree(members.take_out(consistency_name), old_root_, reading_.checkpoint.root,
                          ledger::Digest::sha256);
        if (sm3_)
            proof_of_old_tree(members.take_out(sm3_consistency_name), old_sm3_root_, sm3_->root,
                              ledger::Digest::sm3);
    }

    void proof_of_old_tree(Bytes content, const Hash& old_root, const Hash& root,
                           ledger::Digest digest) const {
        Lines lines(std::move(content));
        if (lines.next() != "old " + std::to_string(reading_.manifest.from))
            refuse(tr("its proof of consistency begins elsewhere"));
        ledger::Proof proof;
        while (lines.more()) {
            const auto bytes = from_base64(lines.next());
            if (!bytes || bytes->size() != sizeof(Hash) || proof.size() == most_path_hashes)
                refuse(tr("a hash is malformed"));
            std::ranges::copy(*bytes, proof.emplace_back().begin());
        }
        if (!ledger::verify_consistency(reading_.manifest.from, reading_.manifest.to, old_root, root, proof,
                                        digest))
            refuse(tr("its proof of consistency fails"));
    }

    void keys(Members& members) {
        const ledger::CheckpointKeys* own = verifier_.authority().checkpoint_key(reading_.checkpoint.size);
        std::set<std::string> wanted{own->id()};
        if (own->sm2) wanted.insert(own->sm2->id());
        for (const auto& [id, one] : verifier_.authority().operators()) wanted.insert(id);
        for (const std::string& name : members.names_in(keys_folder)) {
            const std::string id = to_hex(crypto::sha256(members.take_out(name)));
            if (name != std::string(keys_folder) + id + std::string(key_ending) || wanted.erase(id) == 0)
                refuse(fmt::format(fmt::runtime(tr("{} is no key of the registry")), name));
        }
        if (!wanted.empty()) refuse(tr("a key of the registry is missing"));
    }

    ZipReader zip_;
    const BundleVisitor& visitor_;
    const crypto::TrustAnchors& anchors_;
    Corrections& corrections_;
    bool are_corrections_known_;
    BundleReading reading_;
    Verifier verifier_;
    std::optional<ledger::Checkpoint> sm3_;  ///< what the second note states
    Hash old_root_{}, old_sm3_root_{};
    std::uint64_t entries_ = 0, shown_ = 0;
};

}  // namespace

BundleReading read_bundle(const ByteSource& source, const BundleVisitor& visitor,
                          const crypto::TrustAnchors& anchors, const KnownEntries& held) {
    Corrections corrections(held);
    BundleReading reading = Reader(source, visitor, anchors, corrections, false).run();
    if (!corrections.any()) return reading;
    corrections.begin();
    BundleReading again = Reader(source, {}, anchors, corrections, true).run();
    if (encode_manifest(again.manifest) != encode_manifest(reading.manifest))
        refuse(tr("it changed while it was read"));
    return again;
}

bool is_bundle_file(const std::filesystem::path& file) {
    std::error_code none;
    if (!std::filesystem::is_regular_file(file, none)) return false;
    const storage::InputFile input(file);
    std::array<std::uint8_t, 4> mark{};
    if (input.size() < mark.size()) return false;
    input.read(0, mark);
    return as_text(mark).starts_with("PK");
}

}  // namespace xinbu::exchange
