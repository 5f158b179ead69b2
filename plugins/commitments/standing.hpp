// How an organisation or a brand keeps what it promised, on a day.
#pragma once

#include <string_view>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

/// The entry that made a commitment what it is on a day, and that entry's own day. Both live as long as the
/// record.
struct Saying {
    std::string_view entry;  ///< the last part of its type
    std::string_view day;
};
Saying saying(const plugin::Record& shown);

/// The answer of the check `commitments.standing`; plugin.hpp says what it holds. `ask`: for what followed
/// registries record.
plugin::CheckAnswer answer_standing(const plugin::Object& parameters, const plugin::Records& records,
                                    const plugin::AskCheck& ask);

}  // namespace xinbu::commitments
