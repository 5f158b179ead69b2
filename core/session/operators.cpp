// Who may open a registry, and sign what.
#include <fmt/format.h>

#include "batch.hpp"
#include "impl.hpp"
#include "instants.hpp"
#include "key_certificates.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/key_certificate.hpp"
#include "xinbu/plugin/people.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

OperatorView view_of(const ledger::Operator& one, const crypto::TrustAnchors& anchors = {}) {
    OperatorView view{
        one.name, one.role, one.key.id(), one.revoked ? "revoked" : "active", one.enrolled, {}, {}, {}, {}};
    view.certificate = certificate_of(one, anchors);
    if (one.revoked) view.revoked_since = one.since;
    return view;
}

/// What waits for a second person to be enrolled, or to be revoked.
void add_proposed(Registry::Impl& registry, std::vector<OperatorView>& all) {
    for (const auto& [position, made] : registry.open_proposals()) {
        const std::string id = to_hex(ledger::leaf_hash(registry.entry_at(position)));
        for (const ledger::Entry& draft : ledger::drafts_of(made).value_or(std::vector<ledger::Entry>{})) {
            if (draft.type == "core.operator.enrolled") {
                const auto spki = from_base64(plugin::text_at(draft.data, "public_key"));
                all.push_back({std::string(plugin::text_at(draft.data, "name")),
                               std::string(plugin::text_at(draft.data, "role")),
                               spki ? to_hex(crypto::sha256(*spki)) : std::string(),
                               "pending",
                               registry.ledger->commit_of(position),
                               {},
                               id,
                               {},
                               {}});
            } else if (draft.type == "core.operator.revoked") {
                const auto at =
                    std::ranges::find(all, plugin::text_at(draft.data, "key"), &OperatorView::key);
                if (at != all.end()) at->proposal = id;
            }
        }
    }
}

/// Where keys are that are in tokens, as the key slots say.
void add_tokens(const storage::KeySlots& slots, std::vector<OperatorView>& all) {
    for (OperatorView& one : all) {
        const storage::KeySlot* slot = slots.find(one.name);
        if (slot != nullptr && slot->signing_key_id == one.key) one.token = slot->token;
    }
}

/// The chain that goes into the enrolment of a key; empty where none was given. Throws Failure.
std::string chain_for(const NewKey& wanted, const crypto::PublicKey& key) {
    if (wanted.certificate.empty()) return {};
    std::string chain = take(crypto::read_chain(wanted.certificate));
    const crypto::KeyCertificate said = take(crypto::judge_chain(chain, key, now_instant(), wanted.anchors));
    if (!wanted.anchors.empty() && !said.trusted)
        throw Failure(Category::refused, "certificate_untrusted", readers::printable(said.subject),
                      said.distrust,
                      tr("Check that the file holds the whole chain and that --ca names its authority."));
    return chain;
}

/// Signs an entry about an operator; where the policy wants more persons, proposes it. True: it counts.
bool sign_or_propose(Registry::Impl& registry, const std::string& type, const std::string& name,
                     const plugin::Object& data, const std::string& message,
                     const crypto::PrivateKey* also = nullptr) {
    const std::string record = "operator/" + name;
    Batch batch(registry);
    const bool waits = !registry.needs_others({type}).empty();
    if (waits) {
        batch.put_proposal({batch.encode_core(type, record, data)});
    } else {
        batch.put_core(type, record, data);
    }
    batch.sign(message, also);
    return !waits;
}

void require_admin(const Registry::Impl& registry) {
    const ledger::Operator* one = registry.authority.find_active(registry.operator_name);
    if (registry.role != "admin" || one == nullptr)
        throw Failure(Category::access, "not_authorised", registry.operator_name,
                      tr("only an admin decides who may sign"), tr("Ask an admin of the registry."));
}

/// The operator with that key, enrolled or proposed.
OperatorView operator_now(Registry::Impl& registry, const std::string& key) {
    std::vector<OperatorView> all;
    for (const auto& [id, one] : registry.authority.operators())
        if (id == key) all.push_back(view_of(one));
    add_proposed(registry, all);
    add_tokens(registry.slots, all);
    const auto at = std::ranges::find(all, key, &OperatorView::key);
    if (at == all.end())
        throw Failure(Category::internal, "operator_unknown", key, "it was enrolled just now");
    return *at;
}

}  // namespace

Result<std::vector<OperatorView>> Registry::operators(const crypto::TrustAnchors& anchors) {
    return impl_->guarded([&] {
        std::vector<OperatorView> all;
        for (const auto& [id, one] : impl_->authority.operators()) all.push_back(view_of(one, anchors));
        std::ranges::stable_sort(all, {}, &OperatorView::since);
        add_proposed(*impl_, all);
        add_tokens(impl_->slots, all);
        return all;
    });
}

Result<OperatorView> Registry::add_operator(const std::string& name, const std::string& role,
                                            crypto::Secret new_passphrase, const NewKey& wanted) {
    return impl_->guarded([&] {
        impl_->require_writable();
        require_admin(*impl_);
        if (role != "admin" && role != "clerk" && role != "officer" && role != "auditor")
            throw Failure(Category::usage, "role_unknown", role,
                          tr("a role is one of admin, clerk, officer or auditor"));
        if (!ledger::is_operator_name(name) || name == recovery_operator || readers::name_fault(name))
            throw Failure(Category::invalid, "invalid_operator", readers::printable(name),
                          tr("a name of an operator has lower-case letters, digits, dots, dashes or Chinese "
                             "characters"));
        require_no_citizen_id(name);
        if (impl_->authority.find_active(name) != nullptr)
            throw Failure(Category::invalid, "operator_exists", name,
                          tr("an operator of this name may sign already"));
        if (impl_->slots.find(name) != nullptr)
            throw Failure(Category::invalid, "operator_exists", name,
                          tr("an operator of this name waits to be approved"),
                          tr("`xinbu pending` shows what waits."));
        take(check_new_passphrase(new_passphrase, impl_->authority.identity().name));

        // A key that is made here was not there when the certificate was issued.
        if (wanted.token.empty() && !wanted.certificate.empty())
            throw Failure(Category::usage, "certificate_no_token", name,
                          tr("a certificate is attached to a key that is there already, in a token"),
                          tr("Give --token URI, too."));
        impl_->key();  // a wrong PIN of one's own is told before anything is written
        const bool is_gm = impl_->authority.identity().is_gm();
        const std::string token =
            wanted.token.empty() ? std::string() : take(crypto::checked_token_uri(wanted.token));
        const crypto::PrivateKey key = token.empty() ? crypto::PrivateKey::generate(signing_algorithm(is_gm))
                                                     : new_token_key(token, wanted.ask_pin, is_gm);
        const std::string id = key.public_key().id();
        const std::string chain = chain_for(wanted, key.public_key());
        const crypto::ScryptCost cost = impl_->slots.find(impl_->operator_name)->cost;
        // The slot comes first: a slot without enrolment opens nothing, an enrolment without its key would be
        // lost.
        storage::KeySlots next = impl_->slots;
        next.put(name, new_passphrase, impl_->data_key, slot_key(key, token, new_passphrase, cost), cost);
        impl_->replace_slots(std::move(next));
        try {
            plugin::Object enrolment{{"name", name},
                                     {"role", role},
                                     {"algorithm", crypto::name_of(key.public_key().algorithm())},
                                     {"public_key", to_base64(key.public_key().spki())}};
            if (!chain.empty()) enrolment.set("certificate", chain);
            sign_or_propose(*impl_, "core.operator.enrolled", name, enrolment,
                            "operator " + name + " enrolled", &key);
        } catch (...) {
            next = impl_->slots;
            next.remove(name);
            impl_->replace_slots(std::move(next));
            throw;
        }
        return operator_now(*impl_, id);
    });
}

Result<OperatorView> Registry::revoke_operator(const std::string& name, const std::string& reason,
                                               std::optional<std::uint64_t> since) {
    return impl_->guarded([&] {
        impl_->require_writable();
        require_admin(*impl_);
        const ledger::Operator* one = impl_->authority.find_active(name);
        if (one == nullptr)
            throw Failure(Category::usage, "operator_unknown", name, tr("no operator of this name may sign"),
                          tr("`xinbu operator list` names all."));
        std::size_t admins = 0;
        for (const auto& [id, other] : impl_->authority.operators())
            if (!other.revoked && other.role == "admin") ++admins;
        if (one->role == "admin" && admins == 1)
            throw Failure(Category::invalid, "last_admin", name,
                          tr("this is the last admin; nobody could enrol anyone after that"),
                          tr("Enrol another admin first."));
        if (reason.empty() || readers::name_fault(reason))
            throw Failure(Category::invalid, "bad_reason",
                          readers::printable(plugin::without_citizen_ids(reason)),
                          tr("the reason is no plain line of text"));
        require_no_citizen_id(reason);
        const std::uint64_t next = impl_->ledger->size();
        if (since && (*since > next + 1 || *since < one->enrolled))
            throw Failure(
                Category::usage, "bad_since", std::to_string(*since),
                fmt::format(fmt::runtime(tr("the key of {} was enrolled with commit {}, and the next "
                                            "commit is {}")),
                            name, one->enrolled, next),
                tr("`xinbu log` shows their numbers."));
        const std::string key = one->key.id();
        plugin::Object revocation{{"name", name}, {"key", key}, {"reason", reason}};
        if (since) revocation.set("since", static_cast<std::int64_t>(*since));
        if (sign_or_propose(*impl_, "core.operator.revoked", name, revocation,
                            "operator " + name + " revoked"))
            impl_->tidy_slots();
        return operator_now(*impl_, key);
    });
}

}  // namespace xinbu::session
