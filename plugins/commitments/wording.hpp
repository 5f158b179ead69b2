// What an association may call its measures. It is no authority: it reminds, suspends honours and reports to
// the competent body, but declares nobody dishonest, keeps no blacklist and penalises nobody (国办发〔2020〕
// 49号: measures against dishonesty follow the published lists and nothing else).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

/// A word that is for authorities, or that sounds like one.
struct ReservedWord {
    std::string_view word;     ///< simplified characters or lower-case letters, without blanks
    plugin::Text reason;       ///< why an association does not say it
    plugin::Text instead;      ///< what it may say
    bool is_reserved = false;  ///< else it is only doubtful
};

/// The words found in a text, each reason once, also where they are written full-width, in traditional
/// characters, or with blanks and signs between the characters.
std::vector<const ReservedWord*> reserved_words_in(std::string_view text);

/// Faults of the text member `member`, at `pointer`/member.
void check_wording(const plugin::Object& object, std::string_view member, const std::string& pointer,
                   plugin::Faults& faults);

/// Whether the party is an authority, which may speak of penalties.
bool is_authority(const plugin::Object& party);

}  // namespace xinbu::commitments
