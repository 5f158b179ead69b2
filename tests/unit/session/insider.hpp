// What an insider with the admin's key and the data key writes past the program.
#pragma once

#include "session/support.hpp"
#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/merkle.hpp"

namespace xinbu::session {

/// Appends a commit of that one entry, as if signed at `time`; the records are not folded.
inline void append_past_the_program(const Place& place, const std::string& name, const ledger::Entry& entry,
                                    const std::string& time) {
    const storage::KeySlots slots = storage::KeySlots::read(place.folder / name);
    const crypto::PrivateKey key =
        take(crypto::PrivateKey::from_pkcs8(slots.find("chair")->signing_key, secret(admin_words)));
    storage::Database database = storage::Database::open(place.folder / name / "registry.db",
                                                         take(slots.unlock("chair", secret(admin_words))),
                                                         storage::Mode::read_write, slots.cipher());
    ledger::Ledger ledger(database);
    const std::vector<std::string> bytes{ledger::encode_entry(entry)};
    const std::vector<Hash> leaves{ledger::leaf_hash(as_bytes(bytes.front()))};
    ledger::Payload payload;
    payload.author = key.public_key().id();
    payload.entry_count = 1;
    payload.entry_root = ledger::tree_root(leaves);
    payload.origin = slots.registry();
    payload.parent_root = ledger.root();
    payload.parent_size = ledger.size();
    payload.required = {payload.author};
    payload.time = time;
    const std::string envelope = ledger::encode_envelope(ledger::sign_payload(payload, {&key}));
    storage::Transaction transaction(database);
    ledger.append(payload, as_bytes(envelope), bytes, leaves);
    transaction.commit();
}

}  // namespace xinbu::session
