// How hard a passphrase is to guess, estimated. Knows no window.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::gui {

struct Strength {
    int bits = 0;       ///< of the guesses that it takes, estimated by zxcvbn: words, dates, rows of keys
    int per_mille = 0;  ///< of a meter that is full at 100 bits
    plugin::Tone tone = plugin::Tone::bad;
    std::string words;  ///< one sentence
};

/// `known` are words that whoever guesses will try first: names of the organisation and the operator. Looks
/// at the first 100 bytes: the time that it takes grows with the square of their number.
Strength strength_of(std::string_view passphrase, const std::vector<std::string>& known);

}  // namespace xinbu::gui
