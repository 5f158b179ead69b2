// Verifying a file from somebody else: no registry, no passphrase.
#include <fmt/format.h>

#include <algorithm>

#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/document/signed_report.hpp"
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

Verification verify_proof(const std::string& text, const std::vector<std::string>& trusted) {
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
    if (result.valid)
        add_finding(result, "note", "checkpoint.unwitnessed", result.origin,
                    tr("no witness countersigned the checkpoint: nothing here shows that it is the "
                       "registry's latest or only one"));
    for (const ledger::Operator& signer : reading->signers)
        result.signers.push_back({signer.name, signer.role, signer.key.id(), reading->payload.time});
    result.entries.push_back({to_hex(reading->entry_id), reading->entry.type, reading->entry.record,
                              reading->entry.effective, reading->entry_bytes});
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
        const Result<crypto::NoteVerifier> verifier = crypto::NoteVerifier::parse(text_of_key);
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
    add_finding(result, "note", "checkpoint.unwitnessed", result.origin,
                tr("no witness countersigned the checkpoint: nothing here shows that it is the "
                   "registry's latest or only one"));
    if (!report->time.empty())
        add_finding(result, "note", "report.time", report->time,
                    tr("the time of signing is what the signer's clock said"));
    return result;
}

}  // namespace

Result<Verification> verify_file(const std::filesystem::path& file, const std::vector<std::string>& trusted) {
    return xinbu::guarded([&] {
        const std::optional<Bytes> content = storage::read_file(file, largest_file);
        if (!content)
            throw Failure(Category::usage, "file_missing", file.string(), tr("there is no such file"));
        const std::string text = to_text(*content);
        if (text.starts_with("%PDF-")) return verify_report(document::read_signed_pdf(*content), trusted);
        if (text.starts_with("{")) return verify_report(document::read_signed_json(text), trusted);
        return text.starts_with("c2sp.org/tlog-proof@") ? verify_proof(text, trusted)
                                                        : verify_note(text, trusted);
    });
}

}  // namespace xinbu::session
