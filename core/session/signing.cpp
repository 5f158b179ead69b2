// Reports that are signed for others: with a key of the registry that its ledger names.
#include <fmt/format.h>

#include "batch.hpp"
#include "impl.hpp"
#include "instants.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/document/signed_report.hpp"
#include "xinbu/ledger/proof.hpp"

namespace xinbu::session {

crypto::Secret document_wrapping(const crypto::Secret& data_key) {
    const crypto::Secret key = crypto::derive_key(data_key, "xinbu document key v1");
    return crypto::Secret(std::string_view(to_hex(key.view())));
}

namespace {

DocumentKeyView view_of(const ledger::Authority::DocumentKey& named) {
    return {named.certificate.key().id(), named.certificate.subject(), named.certificate.pem(),
            named.position};
}

/// Makes a key and its certificate, and has the ledger name them, all or nothing.
void name_document_key(Registry::Impl& registry, const std::string& reason) {
    registry.require_writable();
    require_no_citizen_id(reason);
    registry.require_role_for(ledger::document_key_type);
    const ledger::Identity& identity = registry.authority.identity();
    const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ecdsa_p256);
    const crypto::Certificate certificate =
        crypto::issue_certificate(key, {identity.name, identity.identifier, identity.origin}, now_instant());
    plugin::Object data{{"document_key", to_base64(key.public_key().spki())},
                        {"document_certificate", to_base64(certificate.der())}};
    if (!reason.empty()) data.set("reason", reason);
    Batch batch(registry);
    registry.ledger->store_secret(document_secret,
                                  key.to_pkcs8(document_wrapping(registry.data_key), checkpoint_cost));
    batch.put_core(std::string(ledger::document_key_type), registry_record, std::move(data));
    batch.sign("document key named");
}

crypto::PrivateKey document_key_of(Registry::Impl& registry, const ledger::Authority::DocumentKey& named) {
    const std::optional<Bytes> wrapped = registry.ledger->secret(document_secret);
    Result<crypto::PrivateKey> key =
        crypto::PrivateKey::from_pkcs8(wrapped.value_or(Bytes()), document_wrapping(registry.data_key));
    if (!key || key->public_key().id() != named.certificate.key().id())
        throw Failure(Category::storage, "registry_damaged", tr("ledger"),
                      tr("its document key is missing, or another than the ledger names"),
                      tr("An admin can name a new one: `xinbu document-key --new`."));
    return std::move(*key);
}

/// The entry that names the key in force.
std::uint64_t naming_entry(Registry::Impl& registry, const ledger::Authority::DocumentKey& named) {
    const ledger::StoredCommit commit = registry.ledger->commit(named.position);
    for (std::uint64_t i = 0; i < commit.entry_count; ++i) {
        const ledger::Entry entry =
            take(ledger::decode_entry(registry.ledger->entry(commit.first_entry + i)));
        if (entry.type == ledger::document_key_type) return commit.first_entry + i;
    }
    throw Failure(Category::storage, "registry_damaged", tr("ledger"),
                  tr("the entry that names its document key is missing"));
}

}  // namespace

Result<std::optional<DocumentKeyView>> Registry::document_key() {
    return impl_->guarded([&]() -> std::optional<DocumentKeyView> {
        const ledger::Authority::DocumentKey* named = impl_->authority.document_key(impl_->ledger->size());
        if (named == nullptr) return std::nullopt;
        return view_of(*named);
    });
}

Result<DocumentKeyView> Registry::new_document_key(const std::string& reason) {
    return impl_->guarded([&] {
        const bool is_first = impl_->authority.document_key(impl_->ledger->size()) == nullptr;
        if (!is_first && reason.empty())
            throw Failure(Category::usage, "bad_reason", tr("the reason"),
                          tr("another document key is named already, and no reason to replace it was given"),
                          tr("Give --reason."));
        name_document_key(*impl_, reason);
        return view_of(*impl_->authority.document_key(impl_->ledger->size()));
    });
}

Done Registry::prepare_signing() {
    return impl_->guarded([&] {
        impl_->require_writable();
        if (impl_->role == "auditor")
            throw Failure(Category::access, "not_authorised", impl_->operator_name,
                          tr("an auditor signs nothing in the name of the organisation"),
                          tr("Ask an operator whose role may sign this."));
        if (impl_->authority.document_key(impl_->ledger->size()) != nullptr) return;
        if (!impl_->authority.may_sign(impl_->role, ledger::document_key_type))
            throw Failure(Category::access, "no_document_key", impl_->folder.string(),
                          tr("the ledger names no key that documents are signed with, and only an admin can "
                             "name one"),
                          tr("Ask an admin to run `xinbu document-key --new` once."));
        name_document_key(*impl_, {});
    });
}

Result<Bytes> Registry::sign_report(const ReportView& report, SignedForm form) {
    if (Done ready = prepare_signing(); !ready) return fail(std::move(ready.error()));
    return impl_->guarded([&] {
        if (report.frame.origin != impl_->slots.registry())
            throw Failure(Category::usage, "foreign_report", report.frame.origin,
                          tr("it was made from another registry"));
        const ledger::Authority::DocumentKey named = *impl_->authority.document_key(impl_->ledger->size());
        const crypto::PrivateKey key = document_key_of(*impl_, named);
        const CheckpointView checkpoint = checkpoint_of(*impl_);
        ledger::Proof consistency;
        if (report.frame.size > 0)
            consistency =
                ledger::consistency_proof(report.frame.size, checkpoint.size, impl_->ledger->nodes());
        const document::Endorsement endorsement{
            key,
            named.certificate,
            ledger::make_proof(*impl_->ledger, naming_entry(*impl_, named), checkpoint.note, checkpoint.size),
            std::move(consistency),
            report.frame.organisation,
            now_instant()};
        const std::string twin =
            document::sign_json(document::to_json_text(report.model, report.frame), endorsement);
        return form == SignedForm::json
                   ? to_bytes(as_bytes(twin))
                   : document::sign_pdf(document::to_pdf(report.model, report.frame), twin, endorsement);
    });
}

}  // namespace xinbu::session
