// The signed JSON twin of a report.
#include <algorithm>
#include <array>

#include "signed.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/dsse.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::document {

using plugin::Array;
using plugin::Object;
using plugin::Value;

void bad_signed_report(std::string why) {
    throw Failure(Category::refused, "bad_signed_report", tr("signed report"), std::move(why));
}

namespace {

constexpr std::size_t most_path_hashes = 64;
constexpr std::string_view document_type = "application/vnd.xinbu.signed-report.v1+json";

/// The object of a parsed text. What is not covered by the signature could be mistaken for a part of it, so
/// an object has the members that are named here and no other.
template <std::size_t count>
const Object& exactly(const Value* value, const std::array<std::string_view, count>& members) {
    const Object* object = value != nullptr ? value->object() : nullptr;
    if (object == nullptr || object->size() != count ||
        !std::ranges::all_of(members, [&](std::string_view name) { return object->find(name) != nullptr; }))
        bad_signed_report(tr("it has not the members of a signed report"));
    return *object;
}

ledger::Proof hashes_of(const Array& array) {
    ledger::Proof hashes;
    if (array.size() > most_path_hashes) bad_signed_report(tr("a path is longer than any tree is high"));
    for (const Value& element : array) {
        const auto bytes = element.text() != nullptr ? from_base64(*element.text()) : std::nullopt;
        Hash hash{};
        if (!bytes || bytes->size() != hash.size()) bad_signed_report(tr("a hash is malformed"));
        std::ranges::copy(*bytes, hash.begin());
        hashes.push_back(hash);
    }
    return hashes;
}

/// The payload, once its only signature is known to be by `key`.
Bytes verified_payload(const Object& envelope, const crypto::PublicKey& key) {
    const std::string_view type = plugin::text_at(envelope, "payloadType");
    const auto payload = from_base64(plugin::text_at(envelope, "payload"));
    const Array& signatures = plugin::array_at(envelope, "signatures");
    if (type != report_payload_type || !payload || signatures.size() != 1)
        bad_signed_report(tr("its envelope is not one of a report with one signature"));
    const Object& signature =
        exactly<2>(&signatures.front(), std::array<std::string_view, 2>{"keyid", "sig"});
    const auto bytes = from_base64(plugin::text_at(signature, "sig"));
    if (plugin::text_at(signature, "keyid") != key.id())
        bad_signed_report(tr("it is signed by another key than the entry names"));
    if (!bytes || !key.verify_strict(crypto::dsse_pae(type, *payload), *bytes))
        bad_signed_report(tr("the signature does not hold: the report is not what was signed"));
    return *payload;
}

/// Who the ledger says signs documents, under the checkpoint of the proof.
const crypto::Certificate& document_certificate(const ledger::ProofReading& proof) {
    if (!proof.faults.empty()) bad_signed_report(proof.faults.front().message);
    const std::string_view certificate = plugin::text_at(proof.entry.data, "document_certificate");
    if (proof.entry.type != ledger::document_key_type || !proof.document_key)
        bad_signed_report(tr("its proof is not one of an entry that names a document key"));
    if (certificate != to_base64(proof.document_key->certificate.der()))
        bad_signed_report(tr("the registry has named another document key since"));
    return proof.document_key->certificate;
}

/// What the report says of where it comes from, held against the tree of the checkpoint.
void read_report(SignedReport& report, const ledger::Proof& consistency) {
    const Value value = take(json::parse(report.payload, json::Profile::document));
    if (value.object() == nullptr) bad_signed_report(tr("what was signed is no report"));
    const Object& made_from = plugin::object_at(*value.object(), "made_from");
    const std::int64_t* size = plugin::integer_at(made_from, "size");
    const std::optional<Hash> root = hash_from_hex(plugin::text_at(made_from, "root"));
    if (size == nullptr || *size < 0 || !root) bad_signed_report(tr("it does not say what it was made from"));
    report.title = std::string(plugin::text_at(*value.object(), "title"));
    report.subject = std::string(plugin::text_at(*value.object(), "subject"));
    report.as_of = std::string(plugin::text_at(made_from, "as_of"));
    report.size = static_cast<std::uint64_t>(*size);
    report.root = to_hex(*root);
    const ledger::Checkpoint& checkpoint = report.proof.checkpoint;
    if (plugin::text_at(made_from, "origin") != checkpoint.origin)
        bad_signed_report(tr("it was made from another registry than the one that signed it"));
    if (report.size > checkpoint.size ||
        !ledger::verify_consistency(report.size, checkpoint.size, *root, checkpoint.root, consistency))
        bad_signed_report(
            tr("the state that it was made from is no part of the ledger under the checkpoint"));
}

SignedReport read(std::string_view text) {
    if (text.size() > largest_signed_bytes) bad_signed_report(tr("it is larger than any report"));
    const Value value = take(json::parse(text, json::Profile::document));
    const Object& all =
        exactly<4>(&value, std::array<std::string_view, 4>{"consistency", "envelope", "proof", "type"});
    if (plugin::text_at(all, "type") != document_type)
        bad_signed_report(tr("it is of another version than this program reads"));
    const Object& envelope = exactly<3>(
        all.find("envelope"), std::array<std::string_view, 3>{"payload", "payloadType", "signatures"});
    SignedReport report{.proof = take(ledger::read_proof(plugin::text_at(all, "proof")))};
    const crypto::Certificate& certificate = document_certificate(report.proof);
    report.payload = to_text(verified_payload(envelope, certificate.key()));
    report.key = certificate.key().id();
    report.signer = certificate.subject();
    read_report(report, hashes_of(plugin::array_at(all, "consistency")));
    return report;
}

}  // namespace

std::string sign_json(std::string_view report, const Endorsement& endorsement) {
    const ByteView payload = as_bytes(report);
    const crypto::PublicKey& key = endorsement.key.public_key();
    const Bytes signature = endorsement.key.sign(crypto::dsse_pae(report_payload_type, payload));
    Array consistency;
    for (const Hash& hash : endorsement.consistency) consistency.emplace_back(to_base64(hash));
    const Object envelope{{"payload", to_base64(payload)},
                          {"payloadType", report_payload_type},
                          {"signatures", Array{Object{{"keyid", key.id()}, {"sig", to_base64(signature)}}}}};
    return json::canonical(Value(Object{{"consistency", std::move(consistency)},
                                        {"envelope", envelope},
                                        {"proof", endorsement.proof},
                                        {"type", document_type}})) +
           "\n";
}

Result<SignedReport> read_signed_json(std::string_view text) {
    return refusing([&] { return read(text); });
}

}  // namespace xinbu::document
