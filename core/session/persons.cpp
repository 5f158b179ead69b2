#include "persons.hpp"

#include <algorithm>

#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/people.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

using plugin::Object;
using plugin::Value;

namespace {

std::string name_key(std::string_view name) {
    return "name:" + std::string(name);
}

/// Of a person known by the whole number as of one who was recorded with a masked one.
std::string mask_key(std::string_view number) {
    return "mask:" +
           (plugin::is_masked_citizen_id(number) ? std::string(number) : plugin::mask_citizen_id(number));
}

/// The number in a person's identity, whole or masked.
std::string_view number_of(std::string_view identity) {
    identity = identity.substr(0, identity.find('\n'));
    const std::string_view number = plugin::citizen_id_in(identity);
    return number.empty() ? identity : number;
}

/// Applies `change` to each value at any depth of an object.
template <class Change>
void each_member(Object& object, const Change& change) {
    for (plugin::Member& member : object) change(member.value);
}

}  // namespace

bool Persons::concerns(host::PreparedDraft& prepared) {
    return !host::personal_data(*prepared.type, prepared.draft.data).values.empty();
}

void Persons::seal(host::PreparedDraft& prepared) {
    plugin::Draft& draft = prepared.draft;
    const host::PersonalData personal = host::personal_data(*prepared.type, draft.data);
    std::vector<std::string> ids;
    for (const host::Person& person : personal.persons)
        ids.push_back(
            subjects_.key_of(person.identity, {name_key(person.name), mask_key(number_of(person.identity))}));
    for (const host::PersonalValue& one : personal.values) {
        const std::string& id = ids[one.person];
        const crypto::Secret* key = subjects_.key(id);
        if (key == nullptr)
            throw Failure(Category::internal, "no_subject_key", draft.record,
                          "a key that was made is not there");
        *one.value =
            ledger::to_value(ledger::seal(*one.value, id, *key, {draft.type, draft.record, one.path}));
    }
}

bool Persons::says(const ledger::Entry& entry, const host::PreparedDraft& prepared) {
    const plugin::Draft& draft = prepared.draft;
    if (entry.type != draft.type || entry.record != draft.record || entry.effective != draft.effective ||
        entry.attachments != prepared.attachments)
        return false;
    Value data = entry.data;
    return open_all(entry.record, data) && *data.object() == draft.data;
}

std::optional<Object> Persons::opened(std::string_view record, const Object& data) {
    Value value = data;
    if (!open_all(record, value)) return std::nullopt;
    return std::move(*value.object());
}

const std::vector<host::PersonalPlace>& Persons::places_of(std::string_view kind) {
    const auto known = places_.find(kind);
    if (known != places_.end()) return known->second;
    return places_.emplace(std::string(kind), host::personal_places(catalogue_, kind)).first->second;
}

/// A fold may have moved a value within its record, so each place where it may have come from is tried: only
/// the right one opens it.
std::optional<Value> Persons::open(std::string_view record, const ledger::SealedValue& sealed) {
    const crypto::Secret* key = subjects_.key(sealed.key);
    if (key == nullptr) return std::nullopt;
    for (const host::PersonalPlace& place : places_of(host::kind_of(record)))
        if (auto value = ledger::open_sealed(sealed, *key, {place.type, record, place.path})) return value;
    return std::nullopt;
}

/// False where something does not open.
bool Persons::open_all(std::string_view record, Value& value) {
    if (const auto sealed = ledger::sealed_value(value)) {
        std::optional<Value> opened = open(record, *sealed);
        if (!opened) return false;
        value = std::move(*opened);
        return true;
    }
    bool all = true;
    if (Object* object = value.object())
        each_member(*object, [&](Value& inner) { all = all && open_all(record, inner); });
    if (plugin::Array* array = value.array())
        for (Value& element : *array) all = all && open_all(record, element);
    return all;
}

bool Persons::show(std::string_view record, Object& fields, Numbers numbers) {
    if (places_of(host::kind_of(record)).empty()) return false;
    bool any = false;
    each_member(fields, [&](Value& value) { any = show(record, value, numbers) || any; });
    return any;
}

bool Persons::show(std::string_view record, Value& value, Numbers numbers) {
    if (const auto sealed = ledger::sealed_value(value)) {
        std::optional<Value> opened = open(record, *sealed);
        if (!opened) {
            value = subjects_.state(sealed->key) == ledger::Subjects::State::destroyed ? tr("[erased]")
                                                                                       : tr("[sealed]");
            return false;
        }
        if (numbers == Numbers::masked && opened->text() != nullptr) *opened = masked(*opened->text());
        value = std::move(*opened);
        return true;
    }
    bool any = false;
    if (plugin::Array* array = value.array())
        for (Value& element : *array) any = show(record, element, numbers) || any;
    Object* object = value.object();
    if (object == nullptr) return any;
    const Value* identifier = object->find("identifier");
    const auto party = identifier != nullptr ? ledger::sealed_value(*identifier) : std::nullopt;
    each_member(*object, [&](Value& inner) { any = show(record, inner, numbers) || any; });
    if (!party) return any;
    object->set("person", party->key);
    if (subjects_.key(party->key) != nullptr) return any;
    object->erase("identifier");
    if (subjects_.state(party->key) == ledger::Subjects::State::destroyed) object->set("erased", true);
    return any;
}

std::vector<std::string> Persons::going_by(std::string_view identifier) {
    if (const std::string identity = host::identity_of(identifier); !identity.empty())
        return subjects_.find(identity);
    const std::string_view number = plugin::citizen_id_in(identifier);
    return number.empty() ? std::vector<std::string>() : subjects_.find(mask_key(number));
}

std::vector<std::string> Persons::find(std::string_view text) {
    if (const std::string identity = host::identity_of(text); !identity.empty())
        return subjects_.find(identity);
    if (ledger::is_subject_id(text)) {
        const std::string id(text);
        return subjects_.state(id) == ledger::Subjects::State::unknown ? std::vector<std::string>()
                                                                       : std::vector<std::string>{id};
    }
    return subjects_.find(name_key(readers::nfc(readers::trim(text))));
}

namespace {

constexpr const char* subjects_secret = "subjects-root";

crypto::Secret subjects_wrapping(const crypto::Secret& data_key) {
    return crypto::derive_key(data_key, "xinbu subjects root v1");
}

}  // namespace

crypto::Secret subjects_root(ledger::Ledger& ledger, const crypto::Secret& data_key) {
    const std::optional<Bytes> wrapped = ledger.secret(subjects_secret);
    if (!wrapped) return data_key.clone();
    std::optional<crypto::Secret> root = crypto::unwrap_key(subjects_wrapping(data_key), *wrapped);
    if (!root)
        throw Failure(Category::storage, "registry_damaged", subjects_secret,
                      tr("the key of a person does not unwrap"),
                      tr("Restore the registry from a backup; change nothing in it until then."));
    return std::move(*root);
}

void keep_subjects_root(ledger::Ledger& copy, const crypto::Secret& old_key, const crypto::Secret& new_key) {
    copy.store_secret(subjects_secret,
                      crypto::wrap_key(subjects_wrapping(new_key), subjects_root(copy, old_key)));
}

std::string masked(std::string_view text) {
    const std::string_view number = plugin::citizen_id_in(text);
    if (!number.empty()) return plugin::mask_citizen_id(number);
    constexpr std::size_t shortest_run = 7, most_before = 3, most_behind = 4;
    std::string shown(text);
    for (std::size_t at = 0; at < shown.size();) {
        std::size_t end = at;
        while (end < shown.size() && plugin::is_digit(shown[end])) ++end;
        if (const std::size_t length = end - at; length >= shortest_run) {
            const std::size_t before = std::min(most_before, length / 3),
                              behind = std::min(most_behind, length / 3);
            std::fill(shown.begin() + static_cast<std::ptrdiff_t>(at + before),
                      shown.begin() + static_cast<std::ptrdiff_t>(end - behind), '*');
        }
        at = end == at ? at + 1 : end;
    }
    return shown;
}

std::vector<std::string> erased_subjects(const std::function<Bytes(const ledger::EntryPlace&)>& entry_at,
                                         const std::vector<ledger::EntryPlace>& entries_of_registry) {
    std::vector<std::string> ids;
    for (const ledger::EntryPlace& place : entries_of_registry) {
        const Bytes bytes = entry_at(place);
        // Nearly all entries about the registry itself are others.
        if (as_text(bytes).find(ledger::erasure_type) == std::string_view::npos) continue;
        const ledger::Entry entry = take(ledger::decode_entry(bytes));
        if (entry.type == ledger::erasure_type) ids.emplace_back(plugin::text_at(entry.data, "subject_key"));
    }
    return ids;
}

void require_no_citizen_id(std::string_view text) {
    if (!plugin::holds_citizen_id(text, plugin::IdentityNumbers::sound)) return;
    throw Failure(Category::invalid, "citizen_id_in_clear",
                  readers::printable(plugin::without_citizen_ids(text)),
                  tr("a person's identity number would be signed in clear"),
                  tr("Mask it like 320102********0010, or leave it out."));
}

Failure several_subjects(const std::string& text, const std::vector<std::string>& subjects) {
    Error error{Category::usage,
                "several_subjects",
                readers::printable(masked(text)),
                tr("more than one person goes by that"),
                tr("Name one of those listed, or give the identity number."),
                {}};
    for (const std::string& id : subjects) error.details.push_back({"", 0, "", "subject", id});
    return Failure(std::move(error));
}

}  // namespace xinbu::session
