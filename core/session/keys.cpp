// Keys over time: passphrases, recovery, and the exchange of the data key.
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace fs = std::filesystem;

namespace {

void remove_next(const fs::path& folder) {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"})
        fs::remove(folder / (std::string(next_database_file) + suffix), ignored);
}

/// The keys that sign for the registry lie wrapped under the data key.
void rewrap(ledger::Ledger& ledger, const char* secret, const crypto::Secret& old_wrapping,
            const crypto::Secret& new_wrapping) {
    const std::optional<Bytes> wrapped = ledger.secret(secret);
    if (!wrapped) return;  // never made, or missing: the audit tells it
    const crypto::PrivateKey key = take(crypto::PrivateKey::from_pkcs8(*wrapped, old_wrapping));
    ledger.store_secret(secret, key.to_pkcs8(new_wrapping, checkpoint_cost));
}

}  // namespace

crypto::PrivateKey new_token_key(const std::string& uri, const crypto::AskPin& ask_pin, bool is_gm,
                                 const crypto::PublicKey* enrolled) {
    if (is_gm)
        throw Failure(
            Category::invalid, "token_suite", uri,
            tr("a registry of the suite gm signs with SM2, which this program cannot ask of a token"),
            tr("Enrol the operator without --token."));
    return take(crypto::open_token_key(uri, ask_pin, enrolled));
}

storage::SigningKey slot_key(const crypto::PrivateKey& key, const std::string& token,
                             const crypto::Secret& passphrase, const crypto::ScryptCost& cost) {
    const std::string& id = key.public_key().id();
    if (key.is_elsewhere()) return {{}, id, token, key.public_key().spki()};
    return {key.to_pkcs8(passphrase, cost), id, {}, {}};
}

void Registry::Impl::exchange_data_key(const Progress& progress) {
    require_writable();
    const fs::path next_file = folder / next_database_file;
    remove_next(folder);
    crypto::Secret new_key = crypto::random_secret(data_key.size());
    storage::KeySlots next = slots;
    next.remember({ledger->size(), ledger->root()});
    take(next.exchange(data_key, new_key));
    // Nothing may be left in the -wal file: under the new database it would be read as part of it.
    database->checkpoint();
    const Hash root = ledger->root();
    try {
        database->copy_to(next_file, new_key, slots.cipher(), [&](std::int64_t done, std::int64_t total) {
            return !progress || progress({tr("Encrypting anew"), done, total});
        });
        storage::Database copy =
            storage::Database::open(next_file, new_key, storage::Mode::read_write, slots.cipher());
        storage::Transaction transaction(copy);
        ledger::Ledger copied(copy);
        rewrap(copied, checkpoint_secret, checkpoint_wrapping(data_key), checkpoint_wrapping(new_key));
        rewrap(copied, checkpoint_secret_sm2, checkpoint_wrapping(data_key), checkpoint_wrapping(new_key));
        rewrap(copied, witness_secret, witness_wrapping(data_key), witness_wrapping(new_key));
        rewrap(copied, document_secret, document_wrapping(data_key), document_wrapping(new_key));
        keep_subjects_root(copied, data_key, new_key);
        // What nobody could read again must not become the only copy.
        if (copied.root() != root || copied.size() != ledger->size())
            throw Failure(Category::storage, "registry_damaged", next_file.string(),
                          tr("the newly encrypted copy is not what was copied"));
        transaction.commit();
        copy.checkpoint();
        for (const std::string& fault : copy.verify_page_codes(1))
            throw Failure(Category::storage, "registry_damaged", next_file.string(), fault);
    } catch (...) {
        remove_next(folder);
        throw;
    }
    // From the slots on, an exchange that is cut short is finished at the next opening.
    next.write(folder, new_key);
    slots = std::move(next);
    slots_head_written = slots.head();
    data_key = std::move(new_key);
    followed.reset();
    store.reset();
    persons.reset();
    ledger.reset();
    database.reset();
    storage::replace_file(next_file, folder / database_file);
    database_key.reset();
    open_database(storage::Mode::read_write);
    load();
    storage::KeySlots done = slots;
    done.forget_previous();
    replace_slots(std::move(done));
}

void Registry::Impl::finish_exchange() {
    std::error_code ignored;
    if (!fs::exists(folder / next_database_file, ignored)) return;
    if (lock) {
        storage::replace_file(folder / next_database_file, folder / database_file);
    } else {
        database_key = slots.previous_key(data_key);
    }
}

Done Registry::exchange_data_key(const Progress& progress) {
    return impl_->guarded([&] {
        if (impl_->role != "admin")
            throw Failure(Category::access, "not_authorised", impl_->operator_name,
                          tr("only an admin exchanges the data key"), tr("Ask an admin of the registry."));
        impl_->exchange_data_key(progress);
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
        const storage::KeySlot old = *impl_->slots.find(impl_->operator_name);
        storage::KeySlots next = impl_->slots;
        next.put(impl_->operator_name, new_passphrase, impl_->data_key,
                 slot_key(key, old.token, new_passphrase, old.cost), old.cost);
        impl_->replace_slots(std::move(next));
    });
}

Result<std::string> Registry::recover(const crypto::Secret& recovery_passphrase,
                                      crypto::Secret new_passphrase) {
    return impl_->guarded([&] {
        Impl& impl = *impl_;
        const storage::KeySlot* slot = impl.slots.find("");
        if (impl.operator_name != recovery_operator || slot == nullptr ||
            (slot->signing_key.empty() && slot->token.empty()))
            throw Failure(Category::access, "no_signing_key", impl.operator_name,
                          tr("this passphrase opens no signing key"),
                          tr("Open the registry with --operator recovery and the recovery passphrase."));
        if (!impl.doubt.empty() || !impl.lock) impl.require_writable();
        take(check_new_passphrase(new_passphrase, impl.authority.identity().name));
        // Of a key in a token the recovery passphrase is half: who has not the token becomes nobody by it.
        const crypto::PrivateKey key =
            slot->token.empty() ? take(crypto::PrivateKey::from_pkcs8(slot->signing_key, recovery_passphrase))
                                : impl.key_in_token(*slot);
        const ledger::Operator* one = impl.authority.find_key(key.public_key().id());
        if (one == nullptr || one->revoked)
            throw Failure(Category::access, "revoked_operator", readers::printable(recovery_operator),
                          tr("the key in the recovery slot was revoked"),
                          tr("Ask an admin of the registry to enrol you."));
        const std::string name = one->name;
        const crypto::ScryptCost cost = slot->cost;
        storage::KeySlots next = impl.slots;
        next.put(name, new_passphrase, impl.data_key, slot_key(key, slot->token, new_passphrase, cost), cost);
        impl.open_database(storage::Mode::read_write);
        impl.load();
        impl.replace_slots(std::move(next));
        checkpoint_if_free(*impl.database);
        impl.open_database(storage::Mode::read_only);
        impl.load();
        return name;
    });
}

Result<crypto::Secret> Registry::renew_recovery() {
    return impl_->guarded([&] {
        impl_->require_writable();
        if (impl_->role != "admin")
            throw Failure(Category::access, "not_authorised", impl_->operator_name,
                          tr("only an admin makes a recovery passphrase"),
                          tr("Ask an admin of the registry."));
        const crypto::PrivateKey& key = impl_->key();
        const storage::KeySlot own = *impl_->slots.find(impl_->operator_name);
        crypto::Secret passphrase = new_recovery_passphrase();
        storage::KeySlots next = impl_->slots;
        next.put("", passphrase, impl_->data_key, slot_key(key, own.token, passphrase, own.cost), own.cost);
        impl_->replace_slots(std::move(next));
        return passphrase;
    });
}

Done Registry::use_token(const std::string& uri) {
    return impl_->guarded([&] {
        impl_->require_writable();
        const std::string token = take(crypto::checked_token_uri(uri));
        const ledger::Operator* one = impl_->authority.find_active(impl_->operator_name);
        if (one == nullptr || impl_->slots.find(impl_->operator_name) == nullptr)
            throw Failure(Category::access, "revoked_operator", impl_->operator_name,
                          tr("the ledger gives this operator no right to sign or read any more"),
                          tr("Ask an admin of the registry to enrol you."));
        const crypto::PublicKey enrolled = one->key;
        crypto::PrivateKey key =
            new_token_key(token, impl_->ask_pin, impl_->authority.identity().is_gm(), &enrolled);
        storage::KeySlots next = impl_->slots;
        next.move_to_token(impl_->operator_name, token, enrolled.spki());
        // A copy that the recovery passphrase opens would make the token worthless.
        const storage::KeySlot* recovery = next.find("");
        if (recovery != nullptr && recovery->signing_key_id == enrolled.id())
            next.move_to_token("", token, enrolled.spki());
        impl_->replace_slots(std::move(next));
        impl_->signing_key = std::move(key);
        impl_->passphrase = crypto::Secret();
    });
}

}  // namespace xinbu::session
