// Campaigns: an association invites its members to a scheme, and sees who has signed it.
//
// Each invitation is a record of its own, named by scheme and member, so nobody is invited twice and every
// line of a list can be found again. That of a natural person has a number of its own there: the identity
// number may stand in no name, and masked it may be many people's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

std::vector<plugin::Field> invitation_fields();
plugin::RecordType invitation();
/// commitments.member.invited and .declined, commitments.scheme.closed.
std::vector<plugin::EntryType> campaign_entries();

/// `invitation/<scheme>:<credit code>`, or `invitation/<scheme>:person-<number>` of a natural person; nothing
/// where the data does not name them.
std::optional<std::string> invitation_id(const plugin::Object& data, plugin::Numbering& numbers);

void check_invitation(const plugin::Draft& draft, const plugin::Records& records, plugin::Faults& faults);
void check_closing(const plugin::Draft& draft, const plugin::Records& records, plugin::Faults& faults);
/// What a scheme says to a commitment that is made under it: it is open on that day, and this promisor has
/// not signed it already. Whether he has.
bool check_joining(const plugin::Draft& draft, const plugin::Records& records, plugin::Faults& faults);

/// How far a campaign has come on a day.
struct Participation {
    struct Member {
        std::string name, identifier;            ///< of a natural person masked
        std::string invitation{}, commitment{};  ///< record ids; empty where there is none
        std::string status{};                    ///< of the commitment
        std::string signed_on{}, answer_by{};
        bool has_declined = false;
    };
    std::vector<Member> members;  ///< in the order of invitations, then those who came uninvited
    std::size_t invited = 0, signed_by_invited = 0, uninvited = 0, declined = 0, open = 0;
    std::size_t overdue = 0;  ///< among the open ones: the day to answer by is past
};
Participation participation_in(std::string_view scheme, const plugin::Records& records);

/// The answer of the check `commitments.participation`; plugin.hpp says what it holds.
plugin::CheckAnswer answer_participation(const plugin::Object& parameters, const plugin::Records& records);
/// The report `commitments.participation`: who has signed, who has not. Nothing for a record that is no
/// scheme.
std::optional<plugin::ReportModel> participation(const plugin::Object& parameters,
                                                 const plugin::Records& records);

}  // namespace xinbu::commitments
