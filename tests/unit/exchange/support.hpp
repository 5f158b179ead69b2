// What the tests of exchange share: a ledger that anybody signs as he likes, the bundle of it, and how
// verify.sh judges it.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "support/programs.hpp"
#include "support/temporary_folder.hpp"
#include "xinbu/crypto/dsse.hpp"
#include "xinbu/exchange/bundle.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::exchange {

namespace fs = std::filesystem;

inline constexpr const char* origin = "xinbu/91320100748204660Q/01234567-89ab-4cde-8f01-23456789abcd";

inline crypto::PrivateKey new_key(crypto::Algorithm algorithm = crypto::Algorithm::ed25519) {
    return crypto::PrivateKey::generate(algorithm);
}

inline void put_file(const fs::path& file, std::string_view content) {
    fs::create_directories(file.parent_path());
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
}

using test::TemporaryFolder;

/// A ledger in the making. Nothing is judged before it is appended.
class Book {
public:
    explicit Book(std::string_view suite = ledger::intl_suite)
        : is_gm(suite == ledger::gm_suite),
          admin(new_key(signing_algorithm())),
          clerk(new_key(signing_algorithm())),
          checkpoint_key(new_key()),
          checkpoint_key_sm2(new_key(crypto::Algorithm::sm2)),
          database_(storage::Database::open(folder_ / "book.db", crypto::random_secret(32),
                                            storage::Mode::scratch)) {
        ledger::Ledger::create_tables(database_, is_gm);
        ledger_.emplace(database_);
    }

    static ledger::Entry core(const std::string& type, const std::string& record, plugin::Object data) {
        return {type, record, "2026-03-01", std::move(data), {}, ledger::new_salt()};
    }
    static ledger::Entry note(const std::string& text, const std::string& record = "note/a") {
        return {"test.note.written", record, "2026-03-01", {{"text", text}}, {}, ledger::new_salt()};
    }
    static ledger::Entry enrolment(const std::string& name, const std::string& role,
                                   const crypto::PublicKey& key) {
        return core("core.operator.enrolled", "operator/" + name,
                    {{"name", name},
                     {"role", role},
                     {"algorithm", crypto::name_of(key.algorithm())},
                     {"public_key", to_base64(key.spki())}});
    }
    static ledger::Entry revocation(const std::string& name, const crypto::PublicKey& key) {
        return core("core.operator.revoked", "operator/" + name,
                    {{"name", name}, {"key", key.id()}, {"reason", "left the \"office\", for good"}});
    }
    crypto::Algorithm signing_algorithm() const {
        return is_gm ? crypto::Algorithm::sm2 : crypto::Algorithm::ed25519;
    }
    ledger::Entry created() const {
        plugin::Object data{{"name", "某某\"劳务\"协会"},
                            {"identifier", "91320100748204660Q"},
                            {"kind", "association"},
                            {"suite", is_gm ? ledger::gm_suite : ledger::intl_suite},
                            {"checkpoint_key", to_base64(checkpoint_key.public_key().spki())}};
        if (is_gm) data.set("checkpoint_key_sm2", to_base64(checkpoint_key_sm2.public_key().spki()));
        return core("core.registry.created", "registry/self", std::move(data));
    }
    /// Signs and appends; `change` may spoil the payload before it is signed, and the envelope after.
    void commit(const crypto::PrivateKey& author, std::vector<const crypto::PrivateKey*> others,
                const std::vector<ledger::Entry>& entries,
                const std::function<void(ledger::Payload&)>& change = {},
                const std::function<void(ledger::Envelope&)>& spoil = {}) {
        std::vector<std::string> texts;
        std::vector<Hash> leaves, leaves_sm3;
        for (const ledger::Entry& entry : entries) {
            texts.push_back(ledger::encode_entry(entry));
            leaves.push_back(ledger::leaf_hash(as_bytes(texts.back())));
            leaves_sm3.push_back(ledger::leaf_hash(as_bytes(texts.back()), ledger::Digest::sm3));
        }
        others.push_back(&author);
        ledger::Payload payload;
        payload.author = author.public_key().id();
        payload.entry_count = entries.size();
        payload.entry_root = ledger::tree_root(leaves);
        payload.message = "tricky \",\"origin\":\" message\\";
        payload.origin = origin;
        payload.parent_root = ledger_->root();
        payload.parent_size = ledger_->size();
        payload.parent_root_sm3 = ledger_->root_sm3();
        last_root_sm3 = ledger::tree_root(leaves_sm3, ledger::Digest::sm3);
        if (is_gm) payload.entry_root_sm3 = last_root_sm3;
        if (!is_gm) leaves_sm3.clear();
        for (const crypto::PrivateKey* key : others) payload.required.push_back(key->public_key().id());
        std::ranges::sort(payload.required);
        payload.time = "2026-03-01T00:00:00Z";
        ledger::Payload stored = payload;
        if (change) change(payload);
        ledger::Envelope envelope = ledger::sign_payload(payload, others);
        if (spoil) spoil(envelope);
        ledger_->append(stored, as_bytes(ledger::encode_envelope(envelope)), texts, leaves, leaves_sm3);
        if (std::ranges::any_of(entries,
                                [](const auto& entry) { return ledger::is_authority_type(entry.type); }))
            ledger_->note_authority(stored.parent_size);
        if (stored.parent_size == 0)
            fingerprint = to_hex(ledger::leaf_hash(as_bytes(ledger::encode_envelope(envelope))));
    }
    void begin() {
        commit(admin, {}, {created(), enrolment("chair", "admin", admin.public_key())});
        commit(admin, {&clerk}, {enrolment("clerk", "clerk", clerk.public_key())});
    }
    /// Some commits of notes, of one to five entries.
    void write_notes(int commits) {
        for (int i = 0; i < commits; ++i) {
            std::vector<ledger::Entry> entries;
            for (int k = 0; k <= i % 5; ++k)
                entries.push_back(note("第" + std::to_string(i) + " note", "note/" + std::to_string(k)));
            commit(clerk, {}, entries);
        }
    }

    std::string bundle(const BundleRequest& request = {}, const crypto::PrivateKey* exporter = nullptr) {
        ledger::Authority authority;
        for (const std::uint64_t position : ledger_->authority_commits()) judge(authority, position);
        const crypto::PrivateKey* sm2 = is_gm ? &checkpoint_key_sm2 : nullptr;
        const std::string text =
            ledger::sign_checkpoint({origin, ledger_->size(), ledger_->root()}, checkpoint_key, sm2).encode();
        if (is_gm)
            ledger_->store_checkpoint(
                ledger_->size(), text,
                ledger::sign_checkpoint({ledger::sm3_origin(origin), ledger_->size(), *ledger_->root_sm3()},
                                        checkpoint_key, sm2)
                    .encode());
        std::string zip;
        write_bundle(*ledger_, authority, text, request, exporter != nullptr ? *exporter : admin,
                     [&](ByteView bytes) { zip.append(as_text(bytes)); });
        return zip;
    }

    ledger::Ledger& ledger() { return *ledger_; }

private:
    TemporaryFolder folder_;

public:
    bool is_gm;
    crypto::PrivateKey admin, clerk, checkpoint_key, checkpoint_key_sm2;  ///< the last one for the suite gm
    std::string fingerprint;
    Hash last_root_sm3{};  ///< over the entries of the last commit, whatever the suite

private:
    void judge(ledger::Authority& authority, std::uint64_t position) {
        const ledger::StoredCommit commit = ledger_->commit(position);
        const ledger::Envelope envelope = take(ledger::decode_envelope(commit.envelope));
        const ledger::Payload payload = take(ledger::decode_payload(envelope.payload));
        std::set<std::string> types;
        std::vector<ledger::Entry> core_entries;
        for (std::uint64_t i = 0; i < commit.entry_count; ++i) {
            ledger::Entry entry = take(ledger::decode_entry(ledger_->entry(commit.first_entry + i)));
            types.insert(entry.type);
            if (entry.type.starts_with("core.")) core_entries.push_back(std::move(entry));
        }
        authority.admit({position, payload, envelope.signatures, types, core_entries});
    }

    storage::Database database_;
    std::optional<ledger::Ledger> ledger_;
};

struct Answer {
    std::string refused;  ///< why it is no bundle at all; empty where it is read
    std::string rules;    ///< broken rules of authority, each once, with blanks between
    BundleReading reading;
    bool holds() const { return refused.empty() && rules.empty(); }
};
inline Answer answer_to(std::string_view zip) {
    Answer answer;
    try {
        answer.reading = read_bundle(MemorySource(as_bytes(zip)));
        std::set<std::string> rules;
        for (const BundleReading::Fault& fault : answer.reading.faults) rules.insert(fault.fault.rule);
        for (const std::string& rule : rules) answer.rules += (answer.rules.empty() ? "" : " ") + rule;
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "bad_bundle") << failure.what();
        EXPECT_EQ(failure.error().category, Category::refused) << failure.what();
        answer.refused = failure.error().why;
    }
    return answer;
}

/// The members of a bundle, taken out without looking at them.
inline std::map<std::string, std::string> members_of(std::string_view zip) {
    const MemorySource source(as_bytes(zip));
    const ZipReader reader(source);
    std::map<std::string, std::string> members;
    for (const ZipReader::Member& member : reader.members())
        members.emplace(member.name, to_text(reader.read(member)));
    return members;
}
inline std::string zip_of(const std::map<std::string, std::string>& members) {
    std::string zip;
    ZipWriter writer([&](ByteView bytes) { zip.append(as_text(bytes)); });
    for (const auto& [name, content] : members) writer.add(name, as_bytes(content));
    writer.finish();
    return zip;
}
/// The bundle of altered members, its manifest made to fit and signed again by an insider.
inline std::string signed_again(std::map<std::string, std::string> members,
                                const crypto::PrivateKey& exporter) {
    Manifest manifest = decode_manifest(as_bytes(members.at("MANIFEST.json")));
    members.erase("MANIFEST.json");
    members.erase("MANIFEST.dsse");
    manifest.files.clear();
    for (const auto& [name, content] : members)
        manifest.files.emplace(name, Manifest::File{content.size(), crypto::sha256(as_bytes(content))});
    manifest.exporter = exporter.public_key().id();
    const std::string text = encode_manifest(manifest);
    const Bytes signature = exporter.sign(crypto::dsse_pae(bundle_payload_type, as_bytes(text)));
    members["MANIFEST.json"] = text;
    members["MANIFEST.dsse"] = json::canonical(plugin::Object{
        {"payload", to_base64(as_bytes(text))},
        {"payloadType", bundle_payload_type},
        {"signatures",
         plugin::Array{plugin::Object{{"keyid", manifest.exporter}, {"sig", to_base64(signature)}}}}});
    return zip_of(members);
}

/// What the second verifier says about some bundles, in order: a fingerprint, or nothing where it refuses.
inline std::vector<std::string> independent_answers(const std::vector<std::string>& bundles) {
    TemporaryFolder folder;
    std::string command = "python3 '" XINBU_INDEPENDENT "'";
    for (std::size_t i = 0; i < bundles.size(); ++i) {
        const fs::path file = folder / std::to_string(i);
        put_file(file, bundles[i]);
        command += " '" + file.string() + "'";
    }
    std::vector<std::string> answers;
    std::istringstream lines(test::output_of(command + " || true"));
    for (std::string line; std::getline(lines, line);) {
        EXPECT_TRUE(line.starts_with("valid ") || line.starts_with("refused ")) << line;
        answers.push_back(line.starts_with("valid ") ? line.substr(6, 64) : "");
    }
    EXPECT_EQ(answers.size(), bundles.size());
    return answers;
}

/// A folder with the few programs that verify.sh names, and a place to unpack bundles: nothing else is in
/// reach.
class Court {
public:
    explicit Court(const std::string& shell = "sh") {
        fs::create_directories(folder_ / "bin");
        for (const std::string& name :
             {shell, std::string("openssl"), std::string("sha256sum"), std::string("cat"),
              std::string("head"), std::string("tail"), std::string("od"), std::string("tr"),
              std::string("wc"), std::string("expr"), std::string("mktemp"), std::string("rm")}) {
            const std::string path = test::output_of("command -v " + name);
            fs::create_symlink(path.substr(0, path.find('\n')), folder_ / "bin" / name);
        }
        shell_ = (folder_ / "bin" / shell).string();
    }
    /// The exit code of the script, this program's own, in the unpacked bundle; what it printed in `said`.
    /// `authorities`: a file of certificates, or empty.
    int judge(std::string_view zip, const std::string& fingerprint, const std::string& authorities = {}) {
        fs::remove_all(folder_ / "bundle");
        for (const auto& [name, content] : members_of(zip)) put_file(folder_ / "bundle" / name, content);
        put_file(folder_ / "verify.sh", verify_script());
        const std::string command = "cd '" + (folder_ / "bundle").string() + "' && exec env -i PATH='" +
                                    (folder_ / "bin").string() + "' TMPDIR=/tmp '" + shell_ +
                                    "' ../verify.sh '" + fingerprint + "'" +
                                    (authorities.empty() ? "" : " '" + authorities + "'") + " >../said 2>&1";
        const int status = std::system(command.c_str());
        std::ifstream stream(folder_ / "said");
        said.assign(std::istreambuf_iterator<char>(stream), {});
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::string said;

private:
    TemporaryFolder folder_;
    std::string shell_;
};

}  // namespace xinbu::exchange
