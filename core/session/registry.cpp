#include "xinbu/session/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::session {

Registry::Registry(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Registry::~Registry() {
    if (impl_) static_cast<void>(close());
}

Done Registry::close() {
    const std::scoped_lock mine(impl_->turn);
    return xinbu::guarded([&] { impl_->close(); });
}

const host::Host& Registry::plugins() const {
    return impl_->plugins;
}
const std::string& Registry::operator_name() const {
    return impl_->operator_name;
}

std::string Registry::origin() const {
    const std::scoped_lock mine(impl_->turn);
    return impl_->slots.registry();
}

void Registry::ask_pin_by(crypto::AskPin ask_pin) {
    const std::scoped_lock mine(impl_->turn);
    impl_->ask_pin = std::move(ask_pin);
}

bool Registry::signs_with_token() const {
    const std::scoped_lock mine(impl_->turn);
    const storage::KeySlot* slot = impl_->slots.find(impl_->operator_name);
    return slot != nullptr && !slot->token.empty();
}

Done Registry::unlock_signing_key() {
    return impl_->guarded([&] { impl_->key(); });
}

std::string Registry::doubt() const {
    const std::scoped_lock mine(impl_->turn);
    return impl_->doubt;
}

std::string json_text(const plugin::Value& value) {
    return json::text(value) + "\n";
}

void Registry::Impl::require_open() const {
    if (!database)
        throw Failure(Category::internal, "closed", folder.string(), tr("the registry was closed"));
}

void Registry::Impl::require_writable() const {
    if (writable) return;
    throw Failure(Category::storage, "read_only", folder.string(),
                  read_only_reason.empty() ? tr("the registry is open for reading only") : read_only_reason,
                  doubt.empty() ? tr("Close the program that writes to it, or wait until its work is done.")
                                : tr("Look for the newer copy or a backup; `xinbu audit` says more."));
}

void Registry::Impl::require_role_for(std::string_view type) const {
    if (authority.may_sign(role, type)) return;
    throw Failure(
        Category::access, "not_authorised", operator_name,
        fmt::format(fmt::runtime(tr("{} as {} may not sign entries of type {}")), operator_name, role, type),
        tr("Ask an operator whose role may sign this."));
}

const crypto::PrivateKey& Registry::Impl::key() {
    if (signing_key) return *signing_key;
    const storage::KeySlot* slot = slots.find(operator_name);
    if (slot != nullptr && !slot->token.empty()) {
        signing_key = key_in_token(*slot);
        passphrase = crypto::Secret();
        return *signing_key;
    }
    if (slot == nullptr || slot->signing_key.empty() || passphrase.empty())
        throw Failure(Category::access, "no_signing_key", operator_name,
                      tr("this passphrase opens no signing key"), tr("Ask an admin to enrol you again."));
    signing_key = take(crypto::PrivateKey::from_pkcs8(slot->signing_key, passphrase));
    if (signing_key->public_key().id() != slot->signing_key_id)
        throw Failure(Category::storage, "keyslots_forged", operator_name,
                      tr("the key-slot file holds another signing key than it says"));
    passphrase = crypto::Secret();
    return *signing_key;
}

crypto::PrivateKey Registry::Impl::key_in_token(const storage::KeySlot& slot) const {
    const crypto::PublicKey enrolled = take(crypto::PublicKey::from_spki(slot.public_key));
    return take(crypto::open_token_key(slot.token, ask_pin, &enrolled));
}

void Registry::Impl::open_database(storage::Mode mode) {
    followed.reset();
    store.reset();
    persons.reset();
    ledger.reset();
    database.reset();
    database = std::make_unique<storage::Database>(
        storage::Database::open(folder / database_file, key_of_database(), mode, slots.cipher()));
}

void Registry::Impl::load() {
    ledger.emplace(*database);
    if (database && !database->is_read_only()) {
        ledger::Subjects::create_tables(*database);
        ReadLog::create_table(*database);
    }
    reads_anchor_known = false;
    persons.emplace(*database, subjects_root(*ledger, key_of_database()), catalogue());
    store.emplace(
        *database, catalogue(), [this](const ledger::EntryPlace& place) { return entry_at(place); },
        [this](const Hash& hash) { return find_entry(hash); });
    store->show_persons_by(
        [this](plugin::Record& record) { note_read(record.id, persons->show(record.id, record.fields)); });
    store->find_persons_by([this](std::string_view identifier) { return persons->going_by(identifier); });
    load_authority();
}

std::string Registry::Impl::needs_others(const std::vector<std::string>& types) const {
    if (authority.rules().empty()) return {};
    const ledger::Operator* one = authority.find_active(operator_name);
    if (one == nullptr) return {};
    return authority.shortfall(types, {{operator_name, {role, one->key.id(), ledger->size()}}});
}

Bytes Registry::Impl::entry_at(const ledger::EntryPlace& place) {
    const auto own = [this](std::uint64_t position) {
        const bool is_pending =
            pending != nullptr && position >= first_pending && position - first_pending < pending->size();
        return is_pending ? to_bytes(as_bytes((*pending)[position - first_pending]))
                          : ledger->entry(position);
    };
    return place.draft == 0
               ? own(place.position)
               : ledger::entry_at(place, own, [this](const Hash& hash) { return find_entry(hash); });
}

std::optional<std::uint64_t> Registry::Impl::find_entry(const Hash& hash) {
    if (pending != nullptr)
        for (std::size_t i = 0; i < pending->size(); ++i)
            if (ledger::leaf_hash(as_bytes((*pending)[i])) == hash) return first_pending + i;
    return ledger->find_entry(hash);
}

void Registry::Impl::replace_slots(storage::KeySlots next) {
    try {
        next.write(folder, data_key);
    } catch (...) {
        // The first copy may be the new one already. What could not be put back is told by the audit.
        static_cast<void>(xinbu::guarded([&] { slots.write(folder, data_key); }));
        throw;
    }
    slots = std::move(next);
    slots_head_written = slots.head();
    note_slots_sequence();
}

void Registry::Impl::note_slots_sequence() {
    storage::Transaction transaction(*database);
    ledger->store_secret(slots_secret, as_bytes(std::to_string(slots.sequence())));
    transaction.commit();
}

bool Registry::Impl::slots_are_current() {
    const std::optional<Bytes> stored = ledger->secret(slots_secret);
    std::uint64_t sequence = 0;
    if (stored) {
        const std::string_view digits = as_text(*stored);
        std::from_chars(digits.data(), digits.data() + digits.size(), sequence);
    }
    return slots.sequence() >= sequence;
}

ledger::Authority::MaySign signers_of(const host::Catalogue& catalogue) {
    return [&catalogue](std::string_view role, std::string_view type) {
        const plugin::EntryType* declared = catalogue.entry_type(type);
        if (declared == nullptr) return true;
        return std::ranges::any_of(declared->signers,
                                   [&](plugin::Role signer) { return role == host::role_name(signer); });
    };
}

namespace {

bool is_withheld(ledger::Ledger& ledger, std::uint64_t entry) {
    return ledger::is_withheld(ledger.entry(entry));
}

/// Takes over the hashes that stand in place of an entry.
void add_withheld(ReadCommit& commit, ByteView held) {
    std::ranges::copy(held.first(sizeof(Hash)), commit.leaves.emplace_back().begin());
    const ByteView second = held.subspan(sizeof(Hash));
    if (!second.empty()) std::ranges::copy(second, commit.leaves_sm3.emplace_back().begin());
}

}  // namespace

ReadCommit read_commit(ledger::Ledger& ledger, std::uint64_t position, bool may_withhold) {
    ReadCommit commit;
    commit.stored = ledger.commit(position);
    commit.envelope = take(ledger::decode_envelope(commit.stored.envelope));
    commit.payload = take(ledger::decode_payload(commit.envelope.payload));
    for (std::uint64_t i = 0; i < commit.stored.entry_count; ++i) {
        const Bytes bytes = ledger.entry(commit.stored.first_entry + i);
        if (may_withhold && ledger::is_withheld(bytes)) {
            add_withheld(commit, bytes);
            continue;
        }
        commit.leaves.push_back(ledger::leaf_hash(bytes));
        if (commit.payload.entry_root_sm3)
            commit.leaves_sm3.push_back(ledger::leaf_hash(bytes, ledger::Digest::sm3));
        ledger::Entry entry = take(ledger::decode_entry(bytes));
        commit.types.insert(entry.type);
        if (entry.type.starts_with("core.")) commit.core_entries.push_back(std::move(entry));
    }
    return commit;
}

ledger::Authority::Lookup lookup_in(ledger::Ledger& ledger, records::Store& store, std::uint64_t entries,
                                    bool may_withhold) {
    ledger::Authority::Lookup lookup;
    lookup.recall = [&ledger, &store, entries, may_withhold](const Hash& hash, ledger::Authority& authority) {
        const std::uint64_t end = std::min(entries, ledger.entry_count());
        const std::optional<std::uint64_t> at = ledger.find_entry(hash);
        if (!at || *at >= end || (may_withhold && is_withheld(ledger, *at))) return;
        const ledger::Entry made = take(ledger::decode_entry(ledger.entry(*at)));
        if (made.type != ledger::proposal_made_type) return;
        std::vector<std::uint64_t> commits{ledger.commit_of(*at)};
        for (const records::Store::EntryOfRecord& one : store.entries_of(made.record)) {
            if (one.draft != 0 || one.position >= end || one.position == *at) continue;
            const ledger::Entry entry = take(ledger::decode_entry(ledger.entry(one.position)));
            if (entry.type != ledger::proposal_approved_type || ledger::is_deciding(entry)) return;
            commits.push_back(ledger.commit_of(one.position));
        }
        for (const std::uint64_t commit : commits)
            authority.recall(read_commit(ledger, commit, may_withhold).for_authority());
    };
    lookup.corrected = [&ledger, &store, entries, may_withhold](const Hash& hash) {
        const std::optional<ledger::EntryPlace> place = store.place_of(hash);
        return place ? corrected_at(ledger, store, *place, std::min(entries, ledger.entry_count()),
                                    may_withhold)
                     : std::nullopt;
    };
    return lookup;
}

std::optional<ledger::Authority::Corrected> corrected_at(ledger::Ledger& ledger, records::Store& store,
                                                         const ledger::EntryPlace& place, std::uint64_t end,
                                                         bool may_withhold) {
    const auto is_shown = [&](const ledger::EntryPlace& at) {
        return at.position < end && !(may_withhold && is_withheld(ledger, at.position));
    };
    if (!is_shown(place)) return std::nullopt;
    const ledger::Entry entry = take(ledger::decode_entry(ledger::entry_at(ledger, place)));
    ledger::Authority::Corrected corrected{entry.type, entry.record, {}};
    for (const records::Store::EntryOfRecord& one : store.entries_of(entry.record)) {
        const bool counts = !one.corrected_by || one.corrected_by->position >= end;
        if (one.place() <= place || !counts || !is_shown(one.place())) continue;
        const Bytes bytes = ledger::entry_at(ledger, one.place());
        corrected.later.push_back({ledger::leaf_hash(bytes), take(ledger::decode_entry(bytes)).type});
    }
    return corrected;
}

std::string replay_authority(ledger::Ledger& ledger, ledger::Authority& authority, std::uint64_t end,
                             bool may_withhold) {
    std::string broken;
    for (const std::uint64_t position : ledger.authority_commits()) {
        if (position >= end) break;
        const ReadCommit commit = read_commit(ledger, position, may_withhold);
        const auto admission = authority.admit(commit.for_authority());
        if (!broken.empty()) continue;
        if (!admission.faults.empty()) broken = admission.faults.front().message;
        if (commit.payload.parent_size != position ||
            !ledger::states_entries(commit.payload, commit.leaves, commit.leaves_sm3))
            broken = tr("its entries are not those that were signed");
        const Bytes message = ledger::signed_bytes(commit.envelope.payload);
        for (const ledger::Authority::SignatureToVerify& one : admission.signatures)
            if (!one.key.verify_strict(message, *one.signature)) broken = tr("a signature does not hold");
        if (!broken.empty()) broken = fmt::format(fmt::runtime(tr("commit {}: {}")), position, broken);
    }
    return broken;
}

void Registry::Impl::load_authority() {
    authority = ledger::Authority(signers_of(catalogue()), lookup_in(*ledger, *store));
    authority_fault = replay_authority(*ledger, authority);
}

void Registry::Impl::refold() {
    storage::Transaction transaction(*database);
    store->drop_tables();
    store->create_tables();
    ledger::for_each_entry(*database, 0, [&](std::uint64_t position, ByteView bytes) {
        const ledger::Entry entry = take(ledger::decode_entry(bytes));
        store->fold(position, plugin::Entry{entry.type, entry.record, entry.effective, entry.data}, bytes);
        return true;
    });
    transaction.commit();
}

void Registry::Impl::finish_erasures() {
    std::vector<ledger::EntryPlace> places;
    for (const records::Store::EntryOfRecord& one : store->entries_of(registry_record))
        places.push_back(one.place());
    const std::vector<std::string> ids =
        erased_subjects([this](const ledger::EntryPlace& place) { return entry_at(place); }, places);
    if (ids.empty()) return;
    storage::Transaction transaction(*database);
    for (const std::string& id : ids) persons->subjects().destroy(id);
    transaction.commit();
    checkpoint_if_free(*database);
}

void Registry::Impl::remember_head() {
    const storage::RememberedHead now{ledger->size(), ledger->root()};
    slots.remember(now);
    if (head) head->write(now);
}

void Registry::Impl::close() {
    if (!database) return;
    if (writable) {
        Done slots_kept;
        if (ledger && slots.head() != slots_head_written)
            slots_kept = xinbu::guarded([&] { replace_slots(slots); });
        checkpoint_if_free(*database);
        take(std::move(slots_kept));
    }
    followed.reset();
    store.reset();
    persons.reset();
    ledger.reset();
    database.reset();
    lock.reset();
}

void each_own_entry(ledger::Ledger& ledger, records::Store& store, std::string_view type,
                    const std::function<bool(std::uint64_t position, const ledger::Entry& entry)>& visit) {
    const std::vector<records::Store::EntryOfRecord> entries = store.entries_of(registry_record);
    for (auto at = entries.rbegin(); at != entries.rend(); ++at) {
        // What a commit in the making folded already is no entry of the ledger yet.
        if (at->draft != 0 || at->position >= ledger.entry_count()) continue;
        const ledger::Entry entry = take(ledger::decode_entry(ledger.entry(at->position)));
        if (entry.type == type && !visit(at->position, entry)) return;
    }
}

bool checkpoint_if_free(storage::Database& database) {
    try {
        database.checkpoint();
    } catch (const Failure& failure) {
        if (failure.error().code != "registry_locked") throw;
        return false;
    }
    return true;
}

crypto::Secret checkpoint_wrapping(const crypto::Secret& data_key) {
    const crypto::Secret key = crypto::derive_key(data_key, "xinbu checkpoint key v1");
    return crypto::Secret(std::string_view(to_hex(key.view())));
}

}  // namespace xinbu::session
