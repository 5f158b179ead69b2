#include "texts.hpp"

#include <fmt/format.h>

#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

bool deceives(wxUniChar character) {
    const auto code = static_cast<std::uint32_t>(character.GetValue());
    if (code < 0x20) return code != '\n' && code != '\t';
    return code == 0x7F || (code >= 0x80 && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

wxString to_wx(std::string_view utf8) {
    wxString text = wxString::FromUTF8(utf8.data(), utf8.size());
    // Bytes that are no UTF-8 (a file name from elsewhere) must not vanish.
    if (text.empty() && !utf8.empty()) text = wxString::From8BitData(utf8.data(), utf8.size());
    for (wxString::iterator at = text.begin(); at != text.end(); ++at)
        if (deceives(*at)) *at = wxUniChar(0xFFFD);
    return text;
}

std::string to_utf8(const wxString& text) {
    const wxScopedCharBuffer bytes = text.utf8_str();
    return {bytes.data(), bytes.length()};
}

wxString sentence(const Detail& detail) {
    std::string place = detail.file;
    if (detail.line > 0) place += fmt::format(":{}", detail.line);
    std::string text = place.empty() ? detail.message : fmt::format("{}  {}", place, detail.message);
    if (!detail.rule.empty()) text += fmt::format("  [{}]", detail.rule);
    return to_wx(text);
}

wxString sentences(const Error& error) {
    wxString text =
        to_wx(error.what.empty() ? fmt::format(fmt::runtime(tr("{}.")), error.why)
                                 : fmt::format(fmt::runtime(tr("{}: {}.")), error.what, error.why));
    for (const Detail& detail : error.details) text += "\n" + sentence(detail);
    if (!error.remedy.empty()) text += "\n" + to_wx(error.remedy);
    return text;
}

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

}  // namespace xinbu::gui
