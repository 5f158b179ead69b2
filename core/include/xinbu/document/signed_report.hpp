// Reports that a registry signed: for strangers who verify them without it, and with programs that are not
// ours (docs/decisions/paper.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/document_signature.hpp"
#include "xinbu/ledger/merkle.hpp"
#include "xinbu/ledger/proof.hpp"

namespace xinbu::document {

inline constexpr std::string_view report_payload_type = "application/vnd.xinbu.report.v1+json";
/// The name of the signed JSON twin among the attachments of a signed PDF.
inline constexpr std::string_view twin_name = "xinbu-report.json";

/// What a registry puts under a report.
struct Endorsement {
    const crypto::PrivateKey& key;  ///< the document key
    const crypto::Certificate& certificate;
    std::string proof;          ///< C2SP tlog-proof of the entry that names the key
    ledger::Proof consistency;  ///< from the state that the report was made from to the proof's checkpoint
    std::string organisation;   ///< who signs, as PDF readers show it
    std::string time;           ///< when, by the signer's clock: RFC 3339, UTC
};

/// The JSON twin: one JSON object that holds a DSSE envelope over the bytes of to_json_text(), and what says
/// that the key may sign for the registry and that the report's state of the ledger is part of it.
std::string sign_json(std::string_view report, const Endorsement& endorsement);

/// `pdf` as to_pdf() wrote it, with an incremental update behind it: a PAdES signature over the whole file
/// (ETSI EN 319 142-1, baseline B-B) and the JSON twin as an attachment. The first bytes stay those of
/// `pdf`. Throws Failure `document_failed` for a PDF that is not of ours.
Bytes sign_pdf(ByteView pdf, std::string_view twin, const Endorsement& endorsement);

/// A signed report, verified but for what only a reader can say: whether he trusts the registry.
struct SignedReport {
    ledger::ProofReading proof;  ///< of the entry that names the key; `faults` are empty
    std::string payload{};       ///< the report, as to_json_text() wrote it
    std::string title{}, subject{}, as_of{};
    std::uint64_t size = 0;  ///< commits that the report counted
    std::string root{};      ///< hex, of the tree over them
    std::string key{};       ///< hex key id of who signed
    std::string signer{};    ///< the subject of the certificate
    std::string time{};      ///< when, as the signer says; empty for JSON
};

/// Code `bad_signed_report` (refused), with the reason, where anything does not hold: the signature, the
/// proof, that the key is the registry's document key under the proof's checkpoint, or that the report's
/// state of the ledger is part of the one under the checkpoint.
Result<SignedReport> read_signed_json(std::string_view text);

/// The same for a PDF: its signature covers the whole file, and is by the key of the twin inside it. Only
/// what sign_pdf() writes is taken.
Result<SignedReport> read_signed_pdf(ByteView pdf);

}  // namespace xinbu::document
