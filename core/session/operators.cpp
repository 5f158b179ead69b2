// Who may open a registry, and sign what.
#include <fmt/format.h>

#include "batch.hpp"
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

OperatorView view_of(const ledger::Operator& one) {
    return {one.name, one.role, one.key.id(), one.revoked ? "revoked" : "active", one.enrolled};
}

void require_admin(const Registry::Impl& registry) {
    const ledger::Operator* one = registry.authority.find_active(registry.operator_name);
    if (registry.role != "admin" || one == nullptr)
        throw Failure(Category::access, "not_authorised", registry.operator_name,
                      tr("only an admin decides who may sign"), tr("Ask an admin of the registry."));
}

}  // namespace

Result<std::vector<OperatorView>> Registry::operators() {
    return impl_->guarded([&] {
        std::vector<OperatorView> all;
        for (const auto& [id, one] : impl_->authority.operators()) all.push_back(view_of(one));
        std::ranges::stable_sort(all, {}, &OperatorView::since);
        return all;
    });
}

Result<OperatorView> Registry::add_operator(const std::string& name, const std::string& role,
                                            crypto::Secret new_passphrase) {
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
        if (impl_->authority.find_active(name) != nullptr)
            throw Failure(Category::invalid, "operator_exists", name,
                          tr("an operator of this name may sign already"));
        take(check_new_passphrase(new_passphrase, impl_->authority.identity().name));

        const crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
        const std::string id = key.public_key().id();
        const crypto::ScryptCost cost = impl_->slots.find(impl_->operator_name)->cost;
        // The slot comes first: a slot without enrolment opens nothing, an enrolment without its key would be
        // lost.
        storage::KeySlots next = impl_->slots;
        next.put(name, new_passphrase, impl_->data_key, key.to_pkcs8(new_passphrase, cost), id, cost);
        impl_->replace_slots(std::move(next));
        try {
            Batch batch(*impl_);
            batch.put_core("core.operator.enrolled", "operator/" + name,
                           {{"name", name},
                            {"role", role},
                            {"algorithm", crypto::name_of(key.public_key().algorithm())},
                            {"public_key", to_base64(key.public_key().spki())}});
            batch.sign("operator " + name + " enrolled", &key);
        } catch (...) {
            next = impl_->slots;
            next.remove(name);
            impl_->replace_slots(std::move(next));
            throw;
        }
        return view_of(*impl_->authority.find_active(name));
    });
}

Done Registry::revoke_operator(const std::string& name, const std::string& reason) {
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
            throw Failure(Category::invalid, "bad_reason", readers::printable(reason),
                          tr("the reason is no plain line of text"));
        Batch batch(*impl_);
        batch.put_core("core.operator.revoked", "operator/" + name,
                       {{"name", name}, {"key", one->key.id()}, {"reason", reason}});
        batch.sign("operator " + name + " revoked");
        storage::KeySlots next = impl_->slots;
        next.remove(name);
        impl_->replace_slots(std::move(next));
    });
}

Done Registry::change_passphrase(crypto::Secret new_passphrase) {
    return impl_->guarded([&] {
        impl_->require_writable();
        take(check_new_passphrase(new_passphrase, impl_->authority.identity().name));
        if (impl_->slots.find(impl_->operator_name) == nullptr)
            throw Failure(Category::access, "revoked_operator", impl_->operator_name,
                          tr("the ledger gives this operator no right to sign or read any more"),
                          tr("Ask an admin of the registry to enrol you."));
        const crypto::PrivateKey& key = impl_->key();
        const crypto::ScryptCost cost = impl_->slots.find(impl_->operator_name)->cost;
        storage::KeySlots next = impl_->slots;
        next.put(impl_->operator_name, new_passphrase, impl_->data_key, key.to_pkcs8(new_passphrase, cost),
                 key.public_key().id(), cost);
        impl_->replace_slots(std::move(next));
    });
}

}  // namespace xinbu::session
