// Instants: as the ledger writes them, and as people do.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace xinbu::session {

/// The instant that a commit is stamped with: RFC 3339, UTC, whole seconds.
std::string now_instant();

/// An instant of RFC 3339 with its zone, or the end of a day in UTC ("2026-03-03"), as the ledger writes
/// instants: UTC, whole seconds, what lies behind the second cut off. Nothing where it is neither, or lies
/// outside of the years 1000 to 9999.
std::optional<std::string> utc_instant_of(std::string_view text);

}  // namespace xinbu::session
