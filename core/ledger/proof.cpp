#include "xinbu/ledger/proof.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "xinbu/base/i18n.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::ledger {

using plugin::Array;
using plugin::Object;
using plugin::Value;

namespace {

constexpr std::size_t largest_proof_bytes = 16UL << 20;
constexpr std::size_t most_path_hashes = 64;

[[noreturn]] void bad(const char* why) {
    throw Failure(Category::refused, "bad_proof", tr("proof"), why);
}

// ---- writing ----

Array path_json(const Proof& path) {
    Array array;
    for (const Hash& hash : path) array.emplace_back(to_base64(hash));
    return array;
}

/// A commit's entries, with their leaf hashes under every digest that the ledger keeps a tree of.
struct EntriesOf {
    StoredCommit commit;
    std::vector<std::string> bytes;
    std::vector<Hash> leaves, leaves_sm3;

    EntriesOf(Ledger& ledger, std::uint64_t position) : commit(ledger.commit(position)) {
        crypto::Hasher hasher, hasher_sm3(Digest::sm3);
        for (std::uint64_t i = 0; i < commit.entry_count; ++i) {
            bytes.push_back(to_text(ledger.entry(commit.first_entry + i)));
            leaves.push_back(leaf_hash(hasher, as_bytes(bytes.back())));
            if (ledger.has_sm3()) leaves_sm3.push_back(leaf_hash(hasher_sm3, as_bytes(bytes.back())));
        }
    }
};

/// The way from an entry to its commit's root: a small tree that is held nowhere but in its leaves.
Array entry_path(std::uint64_t index, const std::vector<Hash>& leaves, Digest digest) {
    const NodeSource nodes = [&](int level, std::uint64_t place) {
        const std::uint64_t width = std::uint64_t{1} << level;
        return tree_root(std::span(leaves).subspan(place * width, width), digest);
    };
    return path_json(inclusion_proof(index, leaves.size(), nodes, digest));
}

Object entry_json(const EntriesOf& entries, std::uint64_t index) {
    Object object{{"bytes", entries.bytes[index]},
                  {"index", static_cast<std::int64_t>(index)},
                  {"path", entry_path(index, entries.leaves, Digest::sha256)}};
    if (!entries.leaves_sm3.empty())
        object.set("path_sm3", entry_path(index, entries.leaves_sm3, Digest::sm3));
    return object;
}

Array commit_path(Ledger& ledger, std::uint64_t position, std::uint64_t size, Digest digest) {
    return path_json(inclusion_proof(position, size, ledger.nodes(digest), digest));
}

Object authority_json(Ledger& ledger, std::uint64_t position, std::uint64_t size) {
    const EntriesOf all(ledger, position);
    Array entries;
    for (std::uint64_t i = 0; i < all.commit.entry_count; ++i) entries.push_back(entry_json(all, i));
    Object object{{"entries", std::move(entries)},
                  {"envelope", as_text(all.commit.envelope)},
                  {"index", static_cast<std::int64_t>(position)},
                  {"path", commit_path(ledger, position, size, Digest::sha256)}};
    if (ledger.has_sm3()) object.set("path_sm3", commit_path(ledger, position, size, Digest::sm3));
    return object;
}

// ---- reading ----

std::string_view next_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) bad(tr("it ends in the middle"));
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

Hash hash_of(std::string_view base64) {
    const auto bytes = from_base64(base64);
    Hash hash{};
    if (!bytes || bytes->size() != hash.size()) bad(tr("a hash is malformed"));
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

std::uint64_t number_of(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || (text.size() > 1 && text.front() == '0'))
        bad(tr("an index is malformed"));
    return number;
}

std::uint64_t number_at(const Object& object, std::string_view name) {
    const std::int64_t* number = plugin::integer_at(object, name);
    if (number == nullptr || *number < 0) bad(tr("an index is malformed"));
    return static_cast<std::uint64_t>(*number);
}

Proof path_at(const Object& object, std::string_view name) {
    const Array& array = plugin::array_at(object, name);
    if (array.size() > most_path_hashes) bad(tr("a path is longer than any tree is high"));
    Proof path;
    for (const Value& element : array) {
        if (element.text() == nullptr) bad(tr("a hash is malformed"));
        path.push_back(hash_of(*element.text()));
    }
    return path;
}

struct Lines {
    Object extra;
    std::uint64_t index = 0;
    Proof path;
    std::string_view note;
};

Lines take_apart(std::string_view text) {
    if (text.size() > largest_proof_bytes) bad(tr("it is larger than any proof"));
    Lines lines;
    if (next_line(text) != proof_magic) bad(tr("it does not begin as a proof does"));
    std::string_view line = next_line(text);
    constexpr std::string_view extra = "extra ", index = "index ";
    if (!line.starts_with(extra)) bad(tr("it does not carry the entry"));
    const auto bytes = from_base64(line.substr(extra.size()));
    if (!bytes) bad(tr("its extra line is malformed"));
    Result<Value> value = json::parse(as_text(*bytes), json::Profile::document);
    if (!value || value->object() == nullptr) bad(tr("its extra line is malformed"));
    lines.extra = std::move(*value->object());
    const std::int64_t* version = plugin::integer_at(lines.extra, "v");
    if (version == nullptr || *version != 1) bad(tr("it is of another version than this program reads"));
    line = next_line(text);
    if (!line.starts_with(index)) bad(tr("it has no index"));
    lines.index = number_of(line.substr(index.size()));
    for (line = next_line(text); !line.empty(); line = next_line(text)) {
        if (lines.path.size() == most_path_hashes) bad(tr("a path is longer than any tree is high"));
        lines.path.push_back(hash_of(line));
    }
    lines.note = text;
    return lines;
}

/// The trees that commits must stand in: over SM3, too, where the proof is of a registry of the suite gm.
struct Trees {
    Checkpoint sha256;
    std::optional<Checkpoint> sm3;
};

/// A commit of the proof: its bytes, where it stands, and those of its entries that are shown.
struct ShownCommit {
    std::uint64_t index = 0;
    Hash leaf{};
    Envelope envelope;
    Payload payload;
    std::set<std::string> types;
    std::vector<Entry> core_entries;

    ShownCommit(std::string_view bytes, std::uint64_t position, const Proof& path, const Object& shown,
                const Trees& trees)
        : index(position), leaf(leaf_hash(as_bytes(bytes))) {
        if (!verify_inclusion(position, trees.sha256.size, leaf, path, trees.sha256.root) ||
            (trees.sm3 &&
             !verify_inclusion(position, trees.sm3->size, leaf_hash(as_bytes(bytes), Digest::sm3),
                               path_at(shown, "path_sm3"), trees.sm3->root, Digest::sm3)))
            bad(tr("a commit does not stand in the tree of the checkpoint"));
        envelope = take(decode_envelope(as_bytes(bytes)));
        payload = take(decode_payload(envelope.payload));
        if (payload.parent_size != position) bad(tr("a commit names another position than it stands at"));
        if (payload.origin != trees.sha256.origin)
            bad(tr("a commit belongs to another registry than the checkpoint"));
    }
    Entry show(const Object& shown) {
        const std::string_view bytes = plugin::text_at(shown, "bytes");
        const std::uint64_t position = number_at(shown, "index");
        const auto leads_to = [&](const Hash& root, std::string_view path, Digest digest) {
            return root_of_inclusion(position, payload.entry_count, leaf_hash(as_bytes(bytes), digest),
                                     path_at(shown, path), digest) == root;
        };
        if (!leads_to(payload.entry_root, "path", Digest::sha256) ||
            (payload.entry_root_sm3 && !leads_to(*payload.entry_root_sm3, "path_sm3", Digest::sm3)))
            bad(tr("an entry does not belong to its commit"));
        Entry entry = take(decode_entry(as_bytes(bytes)));
        types.insert(entry.type);
        if (entry.type.starts_with("core.")) core_entries.push_back(entry);
        return entry;
    }
    void show(const Array& entries) {
        for (const Value& element : entries) {
            if (element.object() == nullptr) bad(tr("its extra line is malformed"));
            show(*element.object());
        }
    }
};

/// The drafts that count from the commit on.
std::vector<Entry> judge(Authority& authority, const ShownCommit& commit,
                         std::vector<AuthorityFault>& faults) {
    Authority::Admission admission = authority.admit(
        {commit.index, commit.payload, commit.envelope.signatures, commit.types, commit.core_entries});
    const Bytes message = signed_bytes(commit.envelope.payload);
    for (const Authority::SignatureToVerify& one : admission.signatures)
        if (!one.key.verify_strict(message, *one.signature)) bad(tr("a signature does not hold"));
    std::ranges::move(admission.faults, std::back_inserter(faults));
    std::vector<Entry> approved;
    for (Authority::Admission::Approved& one : admission.approved)
        std::ranges::move(one.drafts, std::back_inserter(approved));
    return approved;
}

ProofReading read(std::string_view text) {
    const Lines lines = take_apart(text);
    ProofReading reading;
    reading.checkpoint = take(parse_checkpoint(take(crypto::Note::parse(lines.note)).text));
    reading.note = lines.note;
    Trees trees{reading.checkpoint, std::nullopt};
    const Value* second = lines.extra.find("note_sm3");
    if (second != nullptr)
        trees.sm3 =
            take(parse_checkpoint(take(crypto::Note::parse(plugin::text_at(lines.extra, "note_sm3"))).text));

    ShownCommit commit(plugin::text_at(lines.extra, "envelope"), lines.index, lines.path, lines.extra, trees);
    const Object& shown = plugin::object_at(lines.extra, "entry");
    reading.entry_bytes = std::string(plugin::text_at(shown, "bytes"));
    reading.entry_id = leaf_hash(as_bytes(reading.entry_bytes));

    // In ledger order, so that each commit is judged by what was signed before it; the proven one takes its
    // place.
    Authority authority;
    bool judged = false;
    std::optional<std::uint64_t> before;
    for (const Value& element : plugin::array_at(lines.extra, "authority")) {
        const Object* object = element.object();
        if (object == nullptr) bad(tr("its extra line is malformed"));
        const std::uint64_t index = number_at(*object, "index");
        if (before ? index <= *before : index != 0)
            bad(tr("its commits of authority do not begin with the first, in order"));
        ShownCommit one(plugin::text_at(*object, "envelope"), index, path_at(*object, "path"), *object,
                        trees);
        one.show(plugin::array_at(*object, "entries"));
        // All of them: an entry left out could be the one that takes somebody's right away.
        if (plugin::array_at(*object, "entries").size() != one.payload.entry_count)
            bad(tr("a commit of authority is not shown whole"));
        if (index == 0) reading.fingerprint = one.leaf;
        if (!judged && index >= lines.index) {
            judged = true;
            if (index == lines.index) {
                reading.entry = one.show(shown);
                // Shown twice where it is one of authority itself; it counts once.
                if (reading.entry.type.starts_with("core.")) one.core_entries.pop_back();
            } else {
                reading.entry = commit.show(shown);
                reading.approved = judge(authority, commit, reading.faults);
            }
        }
        std::vector<Entry> approved = judge(authority, one, reading.faults);
        if (index == lines.index) reading.approved = std::move(approved);
        before = index;
    }
    if (!before) bad(tr("it does not carry the first commit"));
    if (!judged) {
        reading.entry = commit.show(shown);
        reading.approved = judge(authority, commit, reading.faults);
    }

    const CheckpointKeys* keys = authority.checkpoint_key(reading.checkpoint.size);
    if (keys == nullptr) bad(tr("it names no checkpoint key"));
    take(verify_checkpoint(lines.note, *keys));
    if (trees.sm3.has_value() != authority.identity().is_gm())
        bad(tr("a second note, over SM3, stands in it where there must be none, or is missing"));
    if (trees.sm3)
        take(verify_sm3_checkpoint(plugin::text_at(lines.extra, "note_sm3"), *keys, reading.checkpoint));
    for (const EnvelopeSignature& signature : commit.envelope.signatures)
        if (const Operator* one = authority.find_key(signature.key_id)) {
            reading.signers.push_back(*one);
            if (one->revoked && lines.index >= one->since && reading.faults.empty())
                reading.faults.push_back(
                    {"authority.revoked",
                     tr("the signer's key was later revoked from before this commit on")});
        }
    reading.payload = std::move(commit.payload);
    reading.registry = authority.identity();
    if (const Authority::DocumentKey* named = authority.document_key(reading.checkpoint.size))
        reading.document_key = *named;
    reading.witness_policies = authority.witness_policies(reading.checkpoint.size);
    return reading;
}

}  // namespace

std::string make_proof(Ledger& ledger, std::uint64_t entry_position, std::string_view note,
                       std::uint64_t size, const std::vector<std::uint64_t>& proposal_commits) {
    const std::uint64_t position = ledger.commit_of(entry_position);
    const EntriesOf entries(ledger, position);
    std::set<std::uint64_t> needed;
    for (const std::uint64_t of_authority : ledger.authority_commits())
        if (of_authority < size) needed.insert(of_authority);
    for (const std::uint64_t of_proposal : proposal_commits) needed.insert(of_proposal);
    Array authority;
    for (const std::uint64_t one : needed) authority.push_back(authority_json(ledger, one, size));
    Object extra{{"authority", std::move(authority)},
                 {"entry", entry_json(entries, entry_position - entries.commit.first_entry)},
                 {"envelope", as_text(entries.commit.envelope)},
                 {"v", 1}};
    if (const std::optional<std::string> second = ledger.sm3_checkpoint(size)) {
        extra.set("note_sm3", *second);
        extra.set("path_sm3", commit_path(ledger, position, size, Digest::sm3));
    }
    std::string text(proof_magic);
    text += "\nextra " + to_base64(as_bytes(json::canonical(Value(extra)))) + "\nindex " +
            std::to_string(position) + "\n";
    for (const Hash& hash : inclusion_proof(position, size, ledger.nodes())) text += to_base64(hash) + "\n";
    text += "\n";
    return text.append(note);
}

Result<ProofReading> read_proof(std::string_view text) {
    Result<ProofReading> reading = guarded([&] { return read(text); });
    if (!reading && reading.error().category == Category::invalid) {
        Error error = reading.error();  // malformed inside: still the answer no
        error.category = Category::refused;
        return fail(std::move(error));
    }
    return reading;
}

}  // namespace xinbu::ledger
