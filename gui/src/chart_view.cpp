#include "chart_view.hpp"

#include <gtk/gtk.h>
#include <wx/dcclient.h>
#include <wx/settings.h>

#include <cmath>

#include "style.hpp"
#include "texts.hpp"

namespace xinbu::gui {
namespace {

document::Colour colour_of(const wxColour& colour) {
    return {colour.Red() / 255.0, colour.Green() / 255.0, colour.Blue() / 255.0};
}

/// From one colour towards another.
document::Colour between(const document::Colour& from, const document::Colour& to, double part) {
    const auto mixed = [part](double a, double b) { return a + (b - a) * part; };
    return {mixed(from.red, to.red), mixed(from.green, to.green), mixed(from.blue, to.blue)};
}

}  // namespace

ChartView::ChartView(wxWindow* parent, const ShownChart& chart, const wxString& id)
    : wxWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxFULL_REPAINT_ON_RESIZE), chart_(chart) {
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    identify(this, id, chart.words);
    Bind(wxEVT_PAINT, [this](wxPaintEvent&) { paint(); });
    Bind(wxEVT_SET_FOCUS, [this](wxFocusEvent& event) {
        Refresh();
        event.Skip();
    });
    Bind(wxEVT_KILL_FOCUS, [this](wxFocusEvent& event) {
        Refresh();
        event.Skip();
    });
    Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent&) { SetFocus(); });
}

void ChartView::lay_out(int width) {
    const double height = document::chart_height(chart_.chart, width, style());
    SetMinSize(wxSize(width, static_cast<int>(std::ceil(height))));
    Refresh();
}

document::ChartStyle ChartView::style() const {
    // Pixels for each inch of text: the desktop's scale of fonts is in it.
    const double resolution = gdk_screen_get_resolution(gdk_screen_get_default());
    const wxFont font = GetFont();
    document::ChartStyle style;
    style.font = to_utf8(font.GetFaceName());
    style.text_size = font.GetFractionalPointSize() * (resolution > 0 ? resolution : 96) / 72;
    style.paper = colour_of(wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOX));
    style.text = colour_of(wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOXTEXT));
    style.faint = colour_of(quiet_ink());
    style.line = between(style.paper, style.text, 0.18);
    style.neutral = between(colour_of(wxSystemSettings::GetColour(wxSYS_COLOUR_HIGHLIGHT)), style.faint, 0.3);
    style.good = colour_of(ink(plugin::Tone::good));
    style.attention = colour_of(ink(plugin::Tone::attention));
    style.bad = colour_of(ink(plugin::Tone::bad));
    return style;
}

void ChartView::paint() {
    wxPaintDC dc(this);
    const document::ChartStyle wanted = style();
    dc.SetPen(*wxTRANSPARENT_PEN);
    dc.SetBrush(wxBrush(wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOX)));
    dc.DrawRectangle(GetClientSize());
    if (auto* cairo = static_cast<cairo_t*>(dc.GetHandle()))
        document::draw_chart(cairo, chart_.chart, GetClientSize().GetWidth(), wanted);
    if (!HasFocus()) return;
    dc.SetBrush(*wxTRANSPARENT_BRUSH);
    dc.SetPen(wxPen(wxSystemSettings::GetColour(wxSYS_COLOUR_HIGHLIGHT), 1, wxPENSTYLE_DOT));
    dc.DrawRectangle(GetClientSize());
}

}  // namespace xinbu::gui
