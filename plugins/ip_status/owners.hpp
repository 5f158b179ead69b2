// Whose rights these are: those that bear the owner's identifier, and apart from them those that only bear
// its name, now or formerly, each with the evidence. Nothing is merged: whether a name means this body a
// person decides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "owner_names.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// A name that the owner bears or bore, and how that is known.
struct KnownName {
    std::string name;
    bool is_former = false;
    plugin::Text evidence;
    std::string record;  ///< that it rests on; empty where none does
};

/// A right whose owner bears the identifier.
struct IdentifiedRight {
    std::string right;
    std::string name;  ///< of the owner, as recorded with the right
};

/// A right that an owner without identifier bears under such a name.
struct NamedRight {
    std::string right;
    std::string name;  ///< as recorded with the right
    KnownName known;
    NameMatch match;
    /// "Recorded as “…”, the same but for …; former name until 2021-03-01 (patent/CN-…)."
    plugin::Text evidence() const;
};

/// A right whose owner bears the name and another identifier: another body's.
struct OthersRight {
    std::string right, name, identifier;
};

struct Ownership {
    std::string owner;       ///< organisation/…
    std::string identifier;  ///< what stands behind the slash
    bool is_recorded = false;
    std::string name;  ///< as the organisation's record has it; else as a right with its identifier has it
    std::vector<KnownName> names;
    std::vector<IdentifiedRight> by_identifier;
    std::vector<NamedRight> by_name;
    std::vector<OthersRight> others;
};

/// The owners of a right on that day: those recorded, and what assignments and changes made of them.
plugin::Array present_owners(const plugin::Object& fields, plugin::Date day);

/// Looks through all rights. `owner` is a record id; empty results where it is none of an organisation.
Ownership ownership_of(std::string_view owner, const plugin::Records& records);

/// The answer of the check `ip.owner`.
plugin::CheckAnswer answer_owner(const plugin::Object& parameters, const plugin::Records& records);

}  // namespace xinbu::ip_status
