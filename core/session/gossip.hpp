// Gossip: what registries state to have seen of each other, compared. Inside session only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "impl.hpp"
#include "xinbu/exchange/followed.hpp"

namespace xinbu::session {

/// Has the next commit say which checkpoint the followed registry showed last, unless an entry does already.
/// Inside the caller's transaction.
void note_seen(Registry::Impl& registry, FollowedLedger& other);

/// Two signed heads of one registry that cannot both be of one history.
struct Contradiction {
    exchange::Fork evidence;  ///< of the registry that showed both; the time of finding is the caller's
    std::string by;           ///< whose ledger holds the other head
    std::string second_by;    ///< and whose the held one, where it is not one's own copy of the ledger
    std::uint64_t size = 0;   ///< commits under the other head
    bool is_own = false;      ///< the registry is one's own: this copy is an older or another one
    bool is_fork = true;      ///< false: an older one
    std::string message;      ///< for people
};
/// Compares every checkpoint that one's own ledger or a followed one says to have seen with the ledgers that
/// are held here, and with each other. Nothing is believed that is not signed by the key of whom it is about.
std::vector<Contradiction> find_contradictions(Registry::Impl& registry);

}  // namespace xinbu::session
