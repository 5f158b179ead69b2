#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"
#include "xinbu/session/registry.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t shortest = 15;   // code points; NIST SP 800-63B-4 for a passphrase that stands alone
constexpr std::size_t longest = 1024;  // bytes

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

/// Whether `text` is one short piece over and over: "passwordpassword".
bool repeats(std::string_view text) {
    for (std::size_t period = 1; period <= text.size() / 2; ++period) {
        bool same = true;
        for (std::size_t i = period; same && i < text.size(); ++i) same = text[i] == text[i - period];
        if (same) return true;
    }
    return false;
}

/// Whether each character follows its neighbour on the number row, the alphabet or the keyboard.
bool is_sequence(std::string_view text) {
    constexpr std::array<std::string_view, 4> rows{"01234567890", "abcdefghijklmnopqrstuvwxyz",
                                                   "qwertyuiopasdfghjklzxcvbnm",
                                                   "1qaz2wsx3edc4rfv5tgb6yhn7ujm"};
    std::size_t steps = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const std::string pair{text[i], text[i + 1]};
        const std::string reversed{text[i + 1], text[i]};
        if (std::ranges::any_of(rows, [&](std::string_view row) {
                return row.find(pair) != std::string_view::npos ||
                       row.find(reversed) != std::string_view::npos;
            }))
            ++steps;
    }
    return steps * 10 >= (text.size() - 1) * 9;
}

}  // namespace

Done check_new_passphrase(const crypto::Secret& passphrase, std::string_view organisation) {
    const auto weak = [](std::string why) {
        return fail(Category::invalid, "passphrase_weak", tr("the new passphrase"), std::move(why),
                    tr("Take six words that do not belong together, or at least 15 characters."));
    };
    const std::string_view text = as_text(passphrase.view());
    if (!readers::is_utf8(text)) return weak(tr("it is not valid UTF-8 text"));
    if (text.find('\0') != std::string_view::npos) return weak(tr("it holds a NUL character"));
    if (readers::code_points(text) < shortest) return weak(tr("it has fewer than 15 characters"));
    if (text.size() > longest) return weak(tr("it is longer than 1024 bytes"));
    const std::string folded = lower(text);
    if (std::set<char>(folded.begin(), folded.end()).size() < 5)
        return weak(tr("it uses fewer than five different characters"));
    if (repeats(folded) || is_sequence(folded))
        return weak(tr("it is a repetition or a sequence that is tried first"));
    if (!organisation.empty() && folded == lower(organisation))
        return weak(tr("it is the organisation's own name"));
    return {};
}

plugin::Date today() {
    // China has had one time zone without daylight saving since 1991 (GB/T 7408).
    const auto in_china = std::chrono::system_clock::now() + std::chrono::hours(8);
    return plugin::Date(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(in_china)));
}

}  // namespace xinbu::session
