// The part of an audit that looks after the keys of natural persons.
#include <fmt/format.h>

#include <algorithm>

#include "audit.hpp"
#include "impl.hpp"
#include "persons.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/records/store.hpp"

namespace xinbu::session {

namespace {

std::set<std::string> ordered_erasures(storage::Database& database, const host::Catalogue& catalogue) {
    ledger::Ledger ledger(database);
    records::Store store(database, catalogue, {}, {});
    std::vector<ledger::EntryPlace> places;
    for (const records::Store::EntryOfRecord& one : store.entries_of(registry_record))
        places.push_back(one.place());
    const std::vector<std::string> ids = erased_subjects(
        [&](const ledger::EntryPlace& place) { return ledger::entry_at(ledger, place); }, places);
    return {ids.begin(), ids.end()};
}

}  // namespace

void audit_persons(storage::Database& database, const host::Catalogue& catalogue,
                   const crypto::Secret& data_key, const std::set<std::string>& used, AuditTrail& trail) {
    using State = ledger::Subjects::State;
    ledger::Ledger ledger(database);
    ledger::Subjects subjects(database, subjects_root(ledger, data_key));
    const std::set<std::string> ordered = ordered_erasures(database, catalogue);
    const auto place = [](const std::string& id) { return fmt::format("person {}", id); };
    for (const std::string& id : ordered)
        if (subjects.state(id) == State::living)
            trail.error("persons.key_kept", place(id),
                        tr("the ledger orders the erasure of this person, but the key is still there"));
    for (const std::string& id : subjects.destroyed())
        if (!ordered.contains(id))
            trail.error("persons.key_lost", place(id),
                        tr("the key of this person was destroyed, which no entry orders"));
    for (const std::string& id : used) {
        if (subjects.state(id) == State::unknown && !ordered.contains(id)) {
            trail.error("persons.key_lost", place(id),
                        tr("entries hold values that are sealed for this person, but the key is missing"));
            continue;
        }
        try {
            static_cast<void>(subjects.key(id));
        } catch (const Failure& failure) {
            trail.error("persons.key_damaged", place(id), failure.error().why);
        }
    }
}

}  // namespace xinbu::session
