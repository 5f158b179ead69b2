#include "strength.hpp"

#include <fmt/format.h>
#include <zxcvbn.h>

#include <algorithm>

#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/secret.hpp"

namespace xinbu::gui {
namespace {

constexpr std::size_t most_bytes = 100;
constexpr int full_meter = 100;
/// Below this, one computer is done within days, however slow the key derivation is.
constexpr int weak_below = 45;
constexpr int fair_below = 65;

}  // namespace

Strength strength_of(std::string_view passphrase, const std::vector<std::string>& known) {
    std::string looked_at(passphrase.substr(0, most_bytes));
    std::vector<const char*> dictionary;
    for (const std::string& word : known)
        if (!word.empty()) dictionary.push_back(word.c_str());
    dictionary.push_back(nullptr);
    Strength strength;
    strength.bits = static_cast<int>(ZxcvbnMatch(looked_at.c_str(), dictionary.data(), nullptr));
    crypto::cleanse({reinterpret_cast<std::uint8_t*>(looked_at.data()), looked_at.size()});
    strength.per_mille = std::clamp(strength.bits * 1000 / full_meter, 0, 1000);
    const char* verdict = tr("strong");
    strength.tone = plugin::Tone::good;
    if (strength.bits < weak_below) {
        verdict = tr("weak: one computer may guess it");
        strength.tone = plugin::Tone::bad;
    } else if (strength.bits < fair_below) {
        verdict = tr("fair: another word makes it strong");
        strength.tone = plugin::Tone::attention;
    }
    strength.words = fmt::format(fmt::runtime(tr("Estimated at {} bits, {}")), strength.bits, verdict);
    return strength;
}

}  // namespace xinbu::gui
