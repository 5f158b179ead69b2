#include "bytes_view.hpp"

#include <algorithm>

#include "style.hpp"
#include "texts.hpp"

namespace xinbu::gui {
namespace {

constexpr int fewest_columns = 20;

/// Chinese, Japanese and Korean characters and full-width forms take two columns.
int columns_of(wxUniChar character) {
    const auto code = static_cast<std::uint32_t>(character.GetValue());
    const bool wide = (code >= 0x1100 && code < 0x1160) || (code >= 0x2E80 && code < 0xD7A4) ||
                      (code >= 0xF900 && code < 0xFB00) || (code >= 0xFE30 && code < 0xFE70) ||
                      (code >= 0xFF00 && code < 0xFF61) || code >= 0x1F300;
    return wide ? 2 : 1;
}

wxString in_lines(const wxString& text, int columns) {
    wxString lines;
    wxString line;
    int used = 0;
    for (const wxUniChar character : text) {
        const int width = columns_of(character);
        if (used + width > columns) {
            // A comma in the last third of the line makes a better end than the middle of a word.
            const auto comma = line.rfind(',');
            const bool at_comma =
                comma != wxString::npos && comma + 1 < line.length() && comma > line.length() * 2 / 3;
            const wxString rest = at_comma ? line.substr(comma + 1) : wxString();
            lines += (at_comma ? line.substr(0, comma + 1) : line) + "\n";
            line = rest;
            used = 0;
            for (const wxUniChar kept : rest) used += columns_of(kept);
        }
        line += character;
        used += width;
    }
    return lines + line;
}

}  // namespace

BytesView::BytesView(wxWindow* parent, const wxString& id, const wxString& spoken)
    : wxTextCtrl(parent, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize,
                 wxTE_MULTILINE | wxTE_READONLY | wxTE_DONTWRAP) {
    wxFont font = GetFont();
    font.SetFamily(wxFONTFAMILY_TELETYPE);
    font.SetFaceName("Monospace");
    SetFont(font);
    identify(this, id, spoken);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        wrap();
        event.Skip();
    });
}

void BytesView::show(const std::string& bytes) {
    bytes_ = bytes;
    columns_ = 0;
    wrap();
}

void BytesView::wrap() {
    const int scroll_bar = FromDIP(24);
    const int columns = std::max(fewest_columns, (GetClientSize().GetWidth() - scroll_bar) /
                                                     std::max(1, GetTextExtent("0").GetWidth()));
    if (columns == columns_) return;
    columns_ = columns;
    ChangeValue(in_lines(to_wx(bytes_), columns));
    ShowPosition(0);
}

}  // namespace xinbu::gui
