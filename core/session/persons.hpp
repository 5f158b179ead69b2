// Natural persons in a registry: what is personal is sealed on its way into an entry, and opened on its way
// to whoever may see it. Inside session only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/host/personal.hpp"
#include "xinbu/ledger/entry.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/sealed.hpp"
#include "xinbu/ledger/subjects.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::session {

/// The persons of one registry. Not thread-safe; throws Failure.
class Persons {
public:
    /// `root`: see subjects_root().
    Persons(storage::Database& database, const crypto::Secret& root, const host::Catalogue& catalogue)
        : catalogue_(catalogue), subjects_(database, root) {}

    ledger::Subjects& subjects() { return subjects_; }

    /// Whether an entry of that draft would hold a sealed value; changes nothing.
    static bool concerns(host::PreparedDraft& prepared);
    /// Seals all that is personal in a draft. Makes the keys that are missing: inside a transaction.
    void seal(host::PreparedDraft& prepared);
    /// Whether an entry of the ledger says what the draft says, everything opened.
    bool says(const ledger::Entry& entry, const host::PreparedDraft& prepared);

    /// The data of an entry about a record with everything in it opened, as it was before it was sealed;
    /// nothing where something does not open.
    std::optional<plugin::Object> opened(std::string_view record, const plugin::Object& data);

    /// Opens what is sealed in fields of a record, or in the data of an entry about it, for whoever looks.
    /// Numbers are masked unless they are revealed. A party whose person stands sealed gets the member
    /// `person`, its pseudonym, and `erased` where its key was destroyed; what does not open is named so and
    /// its identifier left out. Returns whether anything opened: such a reading is logged.
    bool show(std::string_view record, plugin::Object& fields, Numbers numbers = Numbers::masked);

    /// The pseudonyms of those who go by that identifier of a party: of a whole number one at most, of a
    /// masked one all whose numbers are masked so.
    std::vector<std::string> going_by(std::string_view identifier);
    /// The pseudonyms of those whom a text names: by identity number, whole name, or pseudonym.
    std::vector<std::string> find(std::string_view text);

private:
    std::optional<plugin::Value> open(std::string_view record, const ledger::SealedValue& sealed);
    bool open_all(std::string_view record, plugin::Value& value);
    bool show(std::string_view record, plugin::Value& value, Numbers numbers);
    const std::vector<host::PersonalPlace>& places_of(std::string_view kind);

    const host::Catalogue& catalogue_;
    ledger::Subjects subjects_;
    std::map<std::string, std::vector<host::PersonalPlace>, std::less<>> places_;
};

/// The secret from which the wrapping of persons' keys, and what they are found by, derive: the data key that
/// the registry began with. It outlives an exchange of the data key, wrapped under the new one, for what
/// persons are found by cannot be made anew.
crypto::Secret subjects_root(ledger::Ledger& ledger, const crypto::Secret& data_key);
/// Writes it into the copy that will be read under the new key.
void keep_subjects_root(ledger::Ledger& copy, const crypto::Secret& old_key, const crypto::Secret& new_key);

/// A text about a person as a screen, a list or a report shows it: identity numbers and other long runs of
/// digits (telephones, accounts) with their middle starred.
std::string masked(std::string_view text);

/// The pseudonyms whose destruction the ledger orders, in its order.
std::vector<std::string> erased_subjects(const std::function<Bytes(const ledger::EntryPlace&)>& entry_at,
                                         const std::vector<ledger::EntryPlace>& entries_of_registry);

/// For the few texts that are signed without being a draft's: messages of commits, reasons. Throws Failure
/// `citizen_id_in_clear` where one holds a sound identity number.
void require_no_citizen_id(std::string_view text);

/// Says that a text names more than one person, and who they are.
Failure several_subjects(const std::string& text, const std::vector<std::string>& subjects);

}  // namespace xinbu::session
