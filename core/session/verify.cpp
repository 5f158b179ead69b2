// Verifying a file from somebody else: no registry, no passphrase.
#include <fmt/format.h>

#include <algorithm>

#include "impl.hpp"
#include "key_certificates.hpp"
#include "timestamping.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/cms.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/document/signed_report.hpp"
#include "xinbu/exchange/bundle.hpp"
#include "xinbu/exchange/witness.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/proof.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t largest_file = 32UL << 20;

void add_finding(Verification& result, std::string severity, std::string rule, std::string place,
                 std::string message) {
    result.findings.push_back({std::move(severity), std::move(rule), std::move(place), std::move(message)});
}

bool names(const std::vector<std::string>& trusted, std::string_view text) {
    return std::ranges::find(trusted, text) != trusted.end();
}

/// Whether a witness that the reader named countersigned the checkpoint.
void add_witnesses(Verification& result, const std::string& note_text,
                   const std::vector<std::string>& trusted) {
    const Result<crypto::Note> note = crypto::Note::parse(note_text);
    bool witnessed = false;
    for (const std::string& text : trusted) {
        const Result<crypto::NoteVerifier> witness = crypto::NoteVerifier::parse(text);
        if (!note || !witness || !exchange::cosigned_at(*note, *witness)) continue;
        witnessed = true;
        add_finding(result, "note", "checkpoint.witnessed", result.origin,
                    fmt::format(fmt::runtime(tr("{} countersigned the checkpoint")), witness->name()));
    }
    if (witnessed) return;
    add_finding(
        result, "note", "checkpoint.unwitnessed", result.origin,
        note && std::ranges::any_of(
                    note->signatures,
                    [&](const crypto::NoteSignature& one) { return one.name != result.origin; })
            ? tr("it holds signatures of witnesses, of which none was named with --trust")
            : tr("no witness countersigned the checkpoint: nothing here shows that it is the registry's "
                 "latest or only one"));
}

/// Whether as many witnesses countersigned as the registry's own policy asks, by their keys as it names them.
/// On how many days they had, one checkpoint says nothing: an earlier one may have been in time.
void add_witness_policies(Verification& result, const std::string& note_text,
                          const std::vector<ledger::WitnessPolicy>& policies) {
    const Result<crypto::Note> note = crypto::Note::parse(note_text);
    for (const ledger::WitnessPolicy& policy : policies) {
        const auto lines = static_cast<std::uint64_t>(
            std::ranges::count_if(policy.witnesses, [&](const crypto::NoteVerifier& witness) {
                return note && exchange::cosigned_at(*note, witness).has_value();
            }));
        const bool is_enough = lines >= policy.required;
        add_finding(result, is_enough ? "note" : "warning",
                    is_enough ? "checkpoint.policy" : "checkpoint.policy_short", result.origin,
                    fmt::format(fmt::runtime(is_enough ? tr("{} of the {} witnesses that the registry names "
                                                            "countersigned; its policy asks {}")
                                                       : tr("only {} of the {} witnesses that the registry "
                                                            "names countersigned; its policy asks {}")),
                                lines, policy.witnesses.size(), policy.required));
    }
}

/// Whose certificate the key of a signer has. It decides nothing: who may sign is told by the ledger.
void add_certificate(Verification& result, const ledger::Operator& signer,
                     const crypto::TrustAnchors& anchors) {
    std::optional<AuditFinding> finding = finding_of_certificate(signer, anchors);
    if (!finding) return;
    // Here it is a remark about a registry that holds all the same.
    if (finding->severity == "error") finding->severity = "warning";
    result.findings.push_back(std::move(*finding));
}

Verification verify_proof(const std::string& text, const std::vector<std::string>& trusted,
                          const crypto::TrustAnchors& anchors) {
    Verification result;
    result.kind = "proof";
    const Result<ledger::ProofReading> reading = ledger::read_proof(text);
    if (!reading) {
        add_finding(result, "error", reading.error().code, tr("proof"), reading.error().why);
        return result;
    }
    result.origin = reading->checkpoint.origin;
    result.size = reading->checkpoint.size;
    result.root = to_hex(reading->checkpoint.root);
    result.fingerprint = to_hex(reading->fingerprint);
    for (const ledger::AuthorityFault& fault : reading->faults)
        add_finding(result, "error", fault.rule,
                    fmt::format(fmt::runtime(tr("commit {}")), reading->payload.parent_size), fault.message);
    result.valid = reading->faults.empty();
    result.trusted = result.valid && names(trusted, result.fingerprint);
    if (result.valid) {
        add_witnesses(result, reading->note, trusted);
        add_witness_policies(result, reading->note, reading->witness_policies);
        for (const ledger::Operator& signer : reading->signers) add_certificate(result, signer, anchors);
    }
    for (const ledger::Operator& signer : reading->signers)
        result.signers.push_back({signer.name, signer.role, signer.key.id(), reading->payload.time});
    result.entries.push_back({to_hex(reading->entry_id), reading->entry.type, reading->entry.record,
                              reading->entry.effective, reading->entry_bytes});
    for (const ledger::Entry& draft : reading->approved) {
        std::string bytes = ledger::encode_entry(draft);
        std::string id = to_hex(ledger::leaf_hash(as_bytes(bytes)));
        result.entries.push_back(
            {std::move(id), draft.type, draft.record, draft.effective, std::move(bytes)});
    }
    if (reading->entry.type == ledger::proposal_made_type)
        add_finding(result, "note", "proposal.open", reading->entry.record,
                    tr("a proposal: what it holds counts only once another person approved it"));
    return result;
}

/// Who saw the registry's trees, and when.
void add_timestamps(Verification& result, const exchange::BundleReading& reading,
                    const crypto::TrustAnchors& anchors) {
    for (const exchange::BundleReading::Stamp& one : reading.stamps) {
        const std::string place = fmt::format(fmt::runtime(tr("commit {}")), one.received);
        TimestampView view;
        view.size = one.size;
        view.received = one.received;
        set_stamp(view, one.stamp);
        result.timestamps.push_back(std::move(view));
        result.findings.push_back(finding_of_trust(one.stamp, one.size, place, anchors));
        for (const ledger::AuthorityFault& suspicion : one.suspicions)
            add_finding(result, "warning", suspicion.rule, place, suspicion.message);
    }
    if (reading.older_stamps > 0)
        add_finding(result, "note", "timestamp.older", result.origin,
                    fmt::format(fmt::runtime(tr("{} time stamps are over trees before its range: ask for a "
                                                "bundle that begins earlier to have them judged")),
                                reading.older_stamps));
}

Verification verify_bundle(const exchange::ByteSource& source, const std::vector<std::string>& trusted,
                           const crypto::TrustAnchors& anchors) {
    constexpr std::size_t most_entries_listed = 10'000;
    Verification result;
    result.kind = "bundle";
    exchange::BundleVisitor visitor;
    visitor.entry = [&](const exchange::BundleEntry& one) {
        if (one.entry != nullptr && result.entries.size() < most_entries_listed)
            result.entries.push_back(
                {to_hex(one.id), one.entry->type, one.entry->record, one.entry->effective, {}});
    };
    const Result<exchange::BundleReading> reading =
        xinbu::guarded([&] { return exchange::read_bundle(source, visitor, anchors); });
    if (!reading) {
        if (reading.error().category != Category::refused) throw Failure(reading.error());
        result.entries.clear();
        add_finding(result, "error", reading.error().code, tr("bundle"), reading.error().why);
        return result;
    }
    const exchange::Manifest& manifest = reading->manifest;
    result.origin = manifest.origin;
    result.size = manifest.to;
    result.root = to_hex(manifest.root);
    result.fingerprint = to_hex(reading->fingerprint);
    result.bundle = Verification::Bundle{reading->registry.name, reading->registry.kind, reading->exporter,
                                         manifest.recipient,     manifest.from,          manifest.to,
                                         manifest.entries,       manifest.shown,         reading->signatures};
    for (const exchange::BundleReading::Fault& fault : reading->faults)
        add_finding(result, "error", fault.fault.rule,
                    fmt::format(fmt::runtime(tr("commit {}")), fault.position), fault.fault.message);
    result.valid = reading->faults.empty();
    result.trusted = result.valid && names(trusted, result.fingerprint);
    for (const exchange::BundleReading::Signer& signer : reading->signers)
        result.signers.push_back({signer.who.name, signer.who.role, signer.who.key.id(), signer.last});
    if (!result.valid) return result;
    if (manifest.shown < manifest.entries)
        add_finding(result, "note", "bundle.withheld", result.origin,
                    fmt::format(fmt::runtime(tr("{} of {} entries are withheld: what they say about who may "
                                                "sign, if anything, was not checked")),
                                manifest.entries - manifest.shown, manifest.entries));
    if (manifest.from > 0)
        add_finding(result, "note", "bundle.part", result.origin,
                    fmt::format(fmt::runtime(tr("it begins with commit {}; of those before it only what it "
                                                "shows about who may sign was checked")),
                                manifest.from));
    if (!reading->knows_script)
        add_finding(result, "note", "bundle.script", result.origin,
                    tr("the script inside is another than this program writes; do not run it unread"));
    add_witnesses(result, reading->note, trusted);
    add_witness_policies(result, reading->note, reading->witness_policies);
    add_timestamps(result, *reading, anchors);
    for (const exchange::BundleReading::Signer& signer : reading->signers)
        add_certificate(result, signer.who, anchors);
    return result;
}

/// A checkpoint alone does not say whose key signed it: the reader must bring the vkey.
Verification verify_note(const std::string& text, const std::vector<std::string>& trusted) {
    Verification result;
    result.kind = "checkpoint";
    const Result<crypto::Note> note = crypto::Note::parse(text);
    Result<ledger::Checkpoint> checkpoint = note ? ledger::parse_checkpoint(note->text) : fail(note.error());
    if (!checkpoint) {
        add_finding(result, "error", checkpoint.error().code, tr("checkpoint"), checkpoint.error().why);
        return result;
    }
    result.origin = checkpoint->origin;
    result.size = checkpoint->size;
    result.root = to_hex(checkpoint->root);
    bool tried = false;
    for (const std::string& text_of_key : trusted) {
        Result<crypto::NoteVerifier> verifier = crypto::NoteVerifier::parse(text_of_key);
        // The second note, over SM3, is signed with the same keys under an origin of its own.
        if (verifier && checkpoint->origin == ledger::sm3_origin(verifier->name()))
            verifier = crypto::NoteVerifier(checkpoint->origin, verifier->key(), verifier->kind());
        if (!verifier || verifier->name() != checkpoint->origin) continue;
        tried = true;
        if (note->is_signed_by(*verifier)) {
            result.valid = result.trusted = true;
            result.signers.push_back({verifier->name(), "checkpoint", verifier->key().id(), ""});
            return result;
        }
    }
    if (tried) {
        add_finding(result, "error", "checkpoint.signature", result.origin,
                    tr("none of the keys that were given signed it"));
        return result;
    }
    add_finding(result, "error", "checkpoint.key", result.origin,
                tr("no key that could verify it was given: name the registry's checkpoint key (`xinbu info` "
                   "shows it) with --trust"));
    return result;
}

Verification verify_report(const Result<document::SignedReport>& report,
                           const std::vector<std::string>& trusted) {
    Verification result;
    result.kind = "report";
    if (!report) {
        add_finding(result, "error", report.error().code, tr("report"), report.error().why);
        return result;
    }
    result.origin = report->proof.checkpoint.origin;
    result.size = report->proof.checkpoint.size;
    result.root = to_hex(report->proof.checkpoint.root);
    result.fingerprint = to_hex(report->proof.fingerprint);
    result.valid = true;
    result.trusted = names(trusted, result.fingerprint);
    result.signers.push_back({report->signer, "document", report->key, report->time});
    result.report = {report->title, report->subject, report->as_of,
                     report->size,  report->root,    to_hex(crypto::sha256(as_bytes(report->payload)))};
    add_witnesses(result, report->proof.note, trusted);
    add_witness_policies(result, report->proof.note, report->proof.witness_policies);
    if (!report->time.empty())
        add_finding(result, "note", "report.time", report->time,
                    tr("the time of signing is what the signer's clock said"));
    return result;
}

}  // namespace

Result<Verification> verify_file(const std::filesystem::path& file, const std::vector<std::string>& trusted,
                                 const crypto::TrustAnchors& anchors) {
    return xinbu::guarded([&] {
        if (exchange::is_bundle_file(file))
            return verify_bundle(exchange::FileSource(file), trusted, anchors);
        const std::optional<Bytes> content = storage::read_file(file, largest_file);
        if (!content)
            throw Failure(Category::usage, "file_missing", file.string(), tr("there is no such file"));
        if (crypto::looks_sealed(*content)) {
            Verification sealed;
            sealed.kind = "sealed";
            add_finding(
                sealed, "error", "bundle.sealed", file.string(),
                tr("it is sealed to somebody's certificate: open it with `openssl cms -decrypt -binary "
                   "-inform DER -in FILE -inkey KEY -out BUNDLE` first"));
            return sealed;
        }
        const std::string text = to_text(*content);
        if (text.starts_with("%PDF-")) return verify_report(document::read_signed_pdf(*content), trusted);
        if (text.starts_with("{")) return verify_report(document::read_signed_json(text), trusted);
        return text.starts_with("c2sp.org/tlog-proof@") ? verify_proof(text, trusted, anchors)
                                                        : verify_note(text, trusted);
    });
}

}  // namespace xinbu::session
