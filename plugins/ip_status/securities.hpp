// Pledges and security interests in a right, each with how it ended: releases are paired with what they
// release, the ground of every pairing is kept, and what cannot be paired is told.
//
// Offices record who gave security to whom and who released it, seldom which recordal a release means. The
// grounds, the surest first:
//   reference  the release names the reel and frame (or registration number) of the interest
//   parties    the same secured party and the same holder of the right, changes of name counted
//   secured_party  the same secured party, and of the holder one side says nothing
//   successor  the same secured party, and a later holder, by the assignments on record
//   other_holder   the same secured party, but another holder: a person must look
//   spelling   a secured party of nearly that name (`distance` letters), and the same holder: a person must
//              look
//   only_one   a release that names nobody, where only one interest is open: a person must look
// A release that names a recordal ends no other. Of two that may be meant, both stay open: who lends on a
// right that is still burdened loses more than who asks once too often.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "situation.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// The parties of an event on the side of `counterparty`; all of them where several are named.
plugin::Array counterparties_of(const plugin::Object& event);
/// "GOLDMAN SACHS BANK USA; …"
std::string names_of(const plugin::Array& parties);
/// The ground's name in facts, as listed above.
std::string_view name_of(PairedBy ground);

/// Changes of name and assignments so far: who became whom.
class Succession {
public:
    void note(bool is_change, const plugin::Object& event);
    enum class Kinship { same, unknown, successor, other };
    Kinship between(const plugin::Array& earlier, const plugin::Array& later) const;

private:
    struct Step {
        bool is_change;
        plugin::Array from, to;
    };
    bool leads(const plugin::Array& from, const plugin::Array& to, bool only_changes) const;
    std::vector<Step> steps_{};
};

/// An open interest that a release means, and why.
struct Pairing {
    std::size_t at;  ///< place among the candidates
    PairedBy ground;
    int distance = 0;  ///< letters between the names of the secured party
};
/// The interests that a release means, among those that are open; empty where nothing tells it.
std::vector<Pairing> interests_meant(const std::vector<const Overlay*>& open, const plugin::Object& release,
                                     const Succession& succession);

/// Notes on a new interest that it says what one that is open says, recorded under another number: same day,
/// holder and secured party.
void note_twin(Overlay& opened, const std::vector<Overlay>& open);

/// Facts of the check ip.status, beside those that plugin.hpp tells. `securities`, by the day they were
/// given: since, holders, secured, reference, until, state (open or released), released_on, release,
/// paired_by, distance, partial, twin, twin_distance. `unpaired_releases`: date, secured, holders, reference,
/// refers_to, open, nearest, distance.
plugin::Array securities_facts(const Securities& securities);
plugin::Array unpaired_facts(const Securities& securities);

/// What a person must look at: rules IP-RELEASE (a release without its interest), IP-PAIRING (paired on a
/// weak ground), IP-TWIN (recorded twice, one of them still open).
std::vector<plugin::Finding> securities_findings(const Securities& securities, const std::string& right);

}  // namespace xinbu::ip_status
