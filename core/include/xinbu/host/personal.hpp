// Which values of an entry are about a natural person and so stand sealed in it (docs/decisions/persons.md):
// name and identifier of a party who goes by an identity number, whole or masked, and the fields that are
// declared as being about such a party.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::host {

/// A natural person named in a draft.
struct Person {
    /// What the key is found by: "citizen-id:" and the number; of one whose number is masked, that mask and
    /// the name.
    std::string identity;
    std::string name;
};
struct PersonalValue {
    plugin::Value* value = nullptr;  ///< inside the data that was walked
    std::string path;                ///< where it stands, as ledger::SealedPlace::path
    std::size_t person = 0;          ///< among `persons`
};
struct PersonalData {
    std::vector<Person> persons;
    std::vector<PersonalValue> values;
};

/// What is personal in the data of an entry of that type. The data holds by its declared rules.
PersonalData personal_data(const plugin::EntryType& type, plugin::Object& data);

/// A place at which entries about records of one kind may hold a sealed value.
struct PersonalPlace {
    std::string type, path;
};
/// All such places of a kind of records, in the order of declaration.
std::vector<PersonalPlace> personal_places(const Catalogue& catalogue, std::string_view kind);

/// The identity of whom a text names by an identity number, as Person::identity; empty where it is none, or
/// one whose check character is wrong.
std::string identity_of(std::string_view text);

}  // namespace xinbu::host
