// What other registries record, whose ledgers are held beside one's own: their pledges of a right, what they
// say of its state, and the breaches that they found.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::collateral {

/// A pledge of one right in another registry, agreed or registered, its registered term not over.
struct PledgeElsewhere {
    std::string registry;       ///< whose ledger says so
    bool is_confirmed = false;  ///< whether somebody confirmed that ledger's fingerprint
    std::string pledge;         ///< its id there
    bool is_registered = false;
    std::string pledgee, registered_on, number;
    std::optional<plugin::Money> secured{};

    /// "江南银行: pledge/A-1 · Y1 · 2026-10-26"
    plugin::Text line() const;
};

/// A registration of one's own, as another registry may tell it, too.
struct OwnRegistration {
    std::string number, pledgee;  ///< the pledgee's canonical code
};
std::vector<OwnRegistration> own_registrations(const std::vector<plugin::Record>& pledges);

/// Those of a right that stand on that day; the ones that were registered first. A registration of one's own
/// that another tells is no other pledge; the same number with another pledgee is.
std::vector<PledgeElsewhere> pledges_elsewhere(const plugin::AskCheck& ask, std::string_view right,
                                               plugin::Date day, const std::vector<OwnRegistration>& own);

/// What another registry says of a record, as a line that names the registry.
struct ToldElsewhere {
    std::string record;  ///< its id there
    plugin::Text line;
    bool is_confirmed = false;
    bool is_end = false;  ///< of a right: that it has ended
};

/// That a right has ended, or what stands against it that `status`, one's own facts of ip.status, do not say.
std::vector<ToldElsewhere> right_elsewhere(const plugin::AskCheck& ask, std::string_view right,
                                           const plugin::Object& status);

/// The commitments of an organisation, or of a brand, that other registries record.
struct CommitmentsElsewhere {
    std::size_t count = 0;                     ///< in registries that somebody confirmed
    std::vector<ToldElsewhere> open_breaches;  ///< those among them that are broken and not repaired
};
/// `organisation` is a code, `brand` a record; either may be empty.
CommitmentsElsewhere commitments_elsewhere(const plugin::AskCheck& ask, std::string_view organisation,
                                           std::string_view brand);

/// The lines of all, in both languages.
plugin::Text lines_of(const std::vector<ToldElsewhere>& told);

}  // namespace xinbu::collateral
