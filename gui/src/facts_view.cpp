#include "facts_view.hpp"

#include <gtk/gtk.h>

#include <algorithm>

#include "style.hpp"
#include "texts.hpp"

namespace xinbu::gui {

FactsView::FactsView(wxWindow* parent, const wxString& id, const wxString& spoken)
    : wxTextCtrl(parent, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize,
                 wxTE_MULTILINE | wxTE_READONLY | wxTE_RICH2 | wxTE_BESTWRAP | wxBORDER_NONE) {
    identify(this, id, spoken);
    add_style_class(this, "xinbu-facts");
    // wx has no spacing between paragraphs for GTK.
    GtkWidget* text = gtk_bin_get_child(GTK_BIN(GetHandle()));
    if (GTK_IS_TEXT_VIEW(text)) gtk_text_view_set_pixels_below_lines(GTK_TEXT_VIEW(text), FromDIP(4));
}

void FactsView::show(const session::Lines& lines) {
    if (lines == lines_) return;
    lines_ = lines;
    write();
}

void FactsView::write() {
    Freeze();
    Clear();
    align_values();
    wxTextAttr quiet;
    quiet.SetTextColour(quiet_ink());
    wxTextAttr plain;
    plain.SetTextColour(ink(plugin::Tone::neutral));
    bool first = true;
    for (const auto& [label, value] : lines_) {
        SetDefaultStyle(quiet);
        AppendText((first ? wxString() : wxString("\n")) + to_wx(label) + "\t");
        SetDefaultStyle(plain);
        wxString shown = to_wx(value);
        shown.Replace("\n", wxString(wxUniChar(0x2028)));  // breaks the line and keeps the paragraph's indent
        AppendText(shown);
        first = false;
    }
    ShowPosition(0);
    Thaw();
}

void FactsView::align_values() {
    int width = 0;
    for (const auto& [label, value] : lines_) width = std::max(width, GetTextExtent(to_wx(label)).GetWidth());
    width = std::min(width, FromDIP(170)) + FromDIP(16);
    // Through GTK, in pixels: wx counts in millimetres and loses the scale of dense screens on the way.
    GtkWidget* text = gtk_bin_get_child(GTK_BIN(GetHandle()));
    if (!GTK_IS_TEXT_VIEW(text)) return;
    PangoTabArray* tabs = pango_tab_array_new_with_positions(1, TRUE, PANGO_TAB_LEFT, width);
    gtk_text_view_set_tabs(GTK_TEXT_VIEW(text), tabs);
    pango_tab_array_free(tabs);
    gtk_text_view_set_indent(GTK_TEXT_VIEW(text), -width);
}

}  // namespace xinbu::gui
