#include "flowing_text.hpp"

#include <gtk/gtk.h>
#include <wx/app.h>
#include <wx/fontutil.h>

#include <algorithm>
#include <string>

namespace xinbu::gui {
namespace {

gboolean on_link(GtkLabel*, const gchar*, gpointer link) {
    static_cast<FlowingLink*>(link)->follow();
    return TRUE;
}

}  // namespace

FlowingText::FlowingText(wxWindow* parent, const wxString& text)
    : wxStaticText(parent, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize, wxST_NO_AUTORESIZE) {
    auto* label = GTK_LABEL(GetHandle());
    gtk_label_set_line_wrap(label, TRUE);
    gtk_label_set_line_wrap_mode(label, PANGO_WRAP_WORD_CHAR);
    gtk_label_set_selectable(label, TRUE);
    gtk_label_set_xalign(label, 0);
    gtk_label_set_yalign(label, 0);
    SetLabelText(text);
}

void FlowingText::lay_out(int width) {
    // Measured beside the label: GTK would answer for the size that the label has at the moment.
    PangoLayout* layout = pango_layout_copy(gtk_label_get_layout(GTK_LABEL(GetHandle())));
    // A font that was set just now reaches the label with its next drawing only.
    pango_layout_set_font_description(layout, GetFont().GetNativeFontInfo()->description);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, std::max(1, width) * PANGO_SCALE);
    int used_width = 0;
    int used_height = 0;
    pango_layout_get_pixel_size(layout, &used_width, &used_height);
    g_object_unref(layout);
    SetMinSize(wxSize(std::min(width, used_width + 1), used_height));
}

void FlowingText::fill(int width) {
    lay_out(width);
    SetMinSize(wxSize(width, GetMinSize().GetHeight()));
}

void FlowingText::set_pieces(const std::vector<Piece>& pieces) {
    wxString plain;
    std::string markup;
    for (const Piece& piece : pieces) {
        if (!plain.empty()) {
            plain += "  ";
            markup += "  ";
        }
        plain += piece.text;
        const wxString ink = piece.colour.GetAsString(wxC2S_HTML_SYNTAX);
        constexpr const char* bare = "<span foreground=\"%s\">%s</span>";
        // The blanks that do not break belong to the badge, as its padding.
        constexpr const char* badge =
            "<span foreground=\"%s\" background=\"%s\" background_alpha=\"12%%\">\u00A0%s\u00A0</span>";
        gchar* made =
            piece.is_badge
                ? g_markup_printf_escaped(badge, ink.utf8_str().data(), ink.utf8_str().data(),
                                          piece.text.utf8_str().data())
                : g_markup_printf_escaped(bare, ink.utf8_str().data(), piece.text.utf8_str().data());
        markup += made;
        g_free(made);
    }
    SetLabelText(plain);
    gtk_label_set_markup(GTK_LABEL(GetHandle()), markup.c_str());
}

void FlowingText::end_at_the_right() {
    gtk_label_set_xalign(GTK_LABEL(GetHandle()), 1);
    gtk_label_set_justify(GTK_LABEL(GetHandle()), GTK_JUSTIFY_RIGHT);
}

FlowingLink::FlowingLink(wxWindow* parent, const wxString& text, std::function<void()> follow)
    : FlowingText(parent, text), follow_(std::move(follow)) {
    gchar* markup = g_markup_printf_escaped("<a href=\"record:\">%s</a>", text.utf8_str().data());
    gtk_label_set_markup(GTK_LABEL(GetHandle()), markup);
    g_free(markup);
    gtk_label_set_track_visited_links(GTK_LABEL(GetHandle()), FALSE);
    g_signal_connect(GetHandle(), "activate-link", G_CALLBACK(on_link), this);
}

void FlowingLink::follow() {
    wxTheApp->CallAfter(follow_);
}

}  // namespace xinbu::gui
