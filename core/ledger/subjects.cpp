#include "xinbu/ledger/subjects.hpp"

#include <algorithm>

#include "schema.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/aead.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/ledger/sealed.hpp"

namespace xinbu::ledger {

namespace {

/// Keys in use; whoever needs another unwraps it again.
constexpr std::size_t most_keys_kept = 256;
constexpr std::size_t id_bytes = subject_id_digits / 2;

bool is_destroyed(ByteView wrapped) {
    return std::ranges::all_of(wrapped, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

Subjects::Subjects(storage::Database& database, const crypto::Secret& data_key)
    : database_(database),
      wrapping_(crypto::derive_key(data_key, "xinbu subject keys v1")),
      lookup_(crypto::derive_key(data_key, "xinbu subject lookup v1")) {
    storage::Statement tables = database.prepare(sql::select_subject_tables);
    has_tables_ = tables.step() && tables.integer(0) == 2;
}

void Subjects::create_tables(storage::Database& database) {
    database.execute(sql::create_subjects);
}

Hash Subjects::lookup_of(std::string_view identity_or_name) const {
    return crypto::hmac_sha256(lookup_.view(), as_bytes(identity_or_name));
}

std::vector<std::string> Subjects::found_by(const Hash& lookup) {
    std::vector<std::string> ids;
    if (!has_tables_) return ids;
    storage::Statement& select = database_.cached(sql::select_subjects_by_lookup);
    select.bind_all(ByteView(lookup));
    while (select.step()) ids.emplace_back(select.text(0));
    select.reset();
    return ids;
}

std::vector<std::string> Subjects::find(std::string_view identity_or_name) {
    return found_by(lookup_of(identity_or_name));
}

std::string Subjects::key_of(std::string_view identity, const std::vector<std::string>& names) {
    const std::vector<std::string> known = find(identity);
    Made made;
    if (!known.empty()) {
        made.id = known.front();
    } else {
        made.id = to_hex(crypto::random_bytes(id_bytes));
        made.wrapped = crypto::wrap_key(wrapping_, crypto::random_secret(crypto::gcm_key_bytes));
        made.lookups.push_back(lookup_of(identity));
    }
    for (const std::string& name : names)
        if (const Hash lookup = lookup_of(name); !std::ranges::count(found_by(lookup), made.id))
            made.lookups.push_back(lookup);
    std::string id = made.id;
    if (!made.lookups.empty()) {
        insert(made);
        made_.push_back(std::move(made));
    }
    return id;
}

void Subjects::insert(const Made& made) {
    if (!made.wrapped.empty())
        database_.cached(sql::insert_subject).bind_all(made.id, ByteView(made.wrapped)).run();
    for (const Hash& lookup : made.lookups)
        database_.cached(sql::insert_subject_lookup).bind_all(ByteView(lookup), made.id).run();
}

void Subjects::keep(const std::vector<Made>& made) {
    for (const Made& one : made) insert(one);
}

const crypto::Secret* Subjects::key(const std::string& id) {
    if (const auto kept = keys_.find(id); kept != keys_.end()) return &kept->second;
    if (!has_tables_) return nullptr;
    storage::Statement& select = database_.cached(sql::select_subject);
    select.bind_all(id);
    const Bytes wrapped = select.step() ? to_bytes(select.blob(0)) : Bytes();
    select.reset();
    if (wrapped.empty() || is_destroyed(wrapped)) return nullptr;
    std::optional<crypto::Secret> key = crypto::unwrap_key(wrapping_, wrapped);
    if (!key || key->size() != crypto::gcm_key_bytes)
        throw Failure(Category::storage, "registry_damaged", id, tr("the key of a person does not unwrap"),
                      tr("Restore the registry from a backup; change nothing in it until then."));
    if (keys_.size() >= most_keys_kept) keys_.clear();
    return &keys_.emplace(id, std::move(*key)).first->second;
}

Subjects::State Subjects::state(const std::string& id) {
    if (!has_tables_) return State::unknown;
    storage::Statement& select = database_.cached(sql::select_subject);
    select.bind_all(id);
    State state = State::unknown;
    if (select.step()) state = is_destroyed(select.blob(0)) ? State::destroyed : State::living;
    select.reset();
    return state;
}

bool Subjects::destroy(const std::string& id) {
    keys_.erase(id);
    if (state(id) != State::living) return false;
    database_.cached(sql::destroy_subject).bind_all(id).run();
    database_.cached(sql::destroy_subject_lookups).bind_all(id).run();
    return true;
}

std::vector<std::string> Subjects::destroyed() {
    std::vector<std::string> ids;
    if (!has_tables_) return ids;
    storage::Statement& select = database_.cached(sql::select_destroyed_subjects);
    while (select.step()) ids.emplace_back(select.text(0));
    select.reset();
    return ids;
}

void Subjects::forget() {
    keys_.clear();
    made_.clear();
}

}  // namespace xinbu::ledger
