#include "style.hpp"

#include <gtk/gtk.h>
#include <wx/settings.h>

#include <array>
#include <string>

namespace xinbu::gui {
namespace {

// Colours come from the theme, so that dark and high-contrast themes stay whole.
constexpr const char* sheet = R"css(
treeview.view { -GtkTreeView-vertical-separator: 12; -GtkTreeView-horizontal-separator: 10; }
treeview.view header button { padding: 6px 8px; font-weight: normal; color: alpha(@theme_fg_color, 0.7); }
.xinbu-side, .xinbu-side treeview.view { background-color: shade(@theme_bg_color, 0.985); }
.xinbu-side treeview.view { -GtkTreeView-vertical-separator: 14; }
.xinbu-facts, .xinbu-facts text { background-color: transparent; }
button { padding: 5px 12px; border-radius: 6px; }
treeview.view header button { border-radius: 0; }
.xinbu-card, .xinbu-card textview text { background-color: @theme_base_color; }
entry { border-radius: 6px; }
paned > separator { background-color: @borders; background-image: none; min-width: 1px; min-height: 1px; }
treeview.view:selected { background-color: alpha(@theme_selected_bg_color, 0.14); color: @theme_fg_color; }
treeview.view:selected:focus { background-color: alpha(@theme_selected_bg_color, 0.26); color: @theme_fg_color; }
.xinbu-side treeview.view:selected { background-color: alpha(@theme_selected_bg_color, 0.16); }
.xinbu-card notebook > header { background-color: transparent; border-color: @borders; }
.xinbu-card notebook > header tab { background-color: transparent; }
.xinbu-card notebook, .xinbu-card notebook > stack { background-color: transparent; border: none; }
infobar.info > revealer > box { background-color: mix(@theme_bg_color, @theme_selected_bg_color, 0.14); }
scrollbar.vertical slider { min-height: 16px; }
scrollbar.horizontal slider { min-width: 16px; }
.xinbu-table { border: 1px solid @borders; border-radius: 6px; }
)css";

// The same Han character is drawn differently in Japan: name fonts with mainland shapes behind the theme's
// own.
void prefer_simplified_glyphs() {
    GtkSettings* settings = gtk_settings_get_default();
    if (settings == nullptr) return;
    gchar* current = nullptr;
    g_object_get(settings, "gtk-font-name", &current, nullptr);
    const std::string font = current != nullptr ? current : "Sans 10";
    g_free(current);
    const std::size_t blank = font.rfind(' ');
    if (blank == std::string::npos || font.find(',') != std::string::npos) return;
    const std::string listed =
        font.substr(0, blank) + ", Noto Sans CJK SC, Noto Sans SC, WenQuanYi Micro Hei" + font.substr(blank);
    g_object_set(settings, "gtk-font-name", listed.c_str(), nullptr);
}

}  // namespace

void apply_style() {
    GdkScreen* screen = gdk_screen_get_default();
    if (screen == nullptr) return;
    GtkCssProvider* provider = gtk_css_provider_new();
    gtk_css_provider_load_from_data(provider, sheet, -1, nullptr);
    gtk_style_context_add_provider_for_screen(screen, GTK_STYLE_PROVIDER(provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    g_object_unref(provider);
    prefer_simplified_glyphs();
}

bool dark_theme() {
    return wxSystemSettings::GetAppearance().IsDark();
}

wxColour ink(plugin::Tone tone) {
    const bool dark = dark_theme();
    switch (tone) {
        case plugin::Tone::good:
            return dark ? wxColour(0x6F, 0xCF, 0x97) : wxColour(0x1B, 0x7F, 0x4B);
        case plugin::Tone::attention:
            return dark ? wxColour(0xF2, 0xC1, 0x4E) : wxColour(0xA8, 0x5B, 0x00);
        case plugin::Tone::bad:
            return dark ? wxColour(0xFF, 0x8A, 0x80) : wxColour(0xB3, 0x26, 0x1E);
        case plugin::Tone::neutral:
            break;
    }
    return wxSystemSettings::GetColour(wxSYS_COLOUR_WINDOWTEXT);
}

wxColour quiet_ink() {
    return dark_theme() ? wxColour(0xA6, 0xAD, 0xB8) : wxColour(0x5B, 0x64, 0x72);
}

wxColour hue_ink(std::size_t number) {
    // Far apart, and in an order that keeps neighbours unlike each other; the first two are those of pledges
    // and of court orders.
    constexpr std::array<std::array<unsigned char, 3>, 8> on_light{{{0x8A, 0x4B, 0x00},
                                                                    {0xA8, 0x1F, 0x2D},
                                                                    {0x1A, 0x5F, 0xB4},
                                                                    {0x1B, 0x6E, 0x55},
                                                                    {0x6F, 0x3A, 0x9E},
                                                                    {0x9C, 0x27, 0x72},
                                                                    {0x4F, 0x5D, 0x15},
                                                                    {0x3C, 0x54, 0x6B}}};
    constexpr std::array<std::array<unsigned char, 3>, 8> on_dark{{{0xF2, 0xC1, 0x4E},
                                                                   {0xFF, 0x8A, 0x80},
                                                                   {0x8A, 0xB4, 0xF8},
                                                                   {0x6F, 0xCF, 0xB0},
                                                                   {0xC9, 0xA6, 0xF5},
                                                                   {0xF3, 0x9A, 0xD0},
                                                                   {0xC3, 0xD1, 0x6B},
                                                                   {0xB4, 0xC3, 0xD2}}};
    const auto& colour = (dark_theme() ? on_dark : on_light)[number % on_light.size()];
    return wxColour(colour[0], colour[1], colour[2]);
}

wxColour link_ink() {
    return dark_theme() ? wxColour(0x8A, 0xB4, 0xF8) : wxColour(0x1A, 0x5F, 0xB4);
}

void identify(wxWindow* control, const wxString& id, const wxString& spoken) {
    control->SetName(id);
    // wx does not hand names to the accessibility layer of GTK.
    auto* widget = static_cast<GtkWidget*>(control->GetHandle());
    if (widget == nullptr || spoken.empty()) return;
    if (AtkObject* accessible = gtk_widget_get_accessible(widget))
        atk_object_set_name(accessible, wxControl::RemoveMnemonics(spoken).utf8_str());
}

void add_style_class(wxWindow* control, const char* name) {
    gtk_style_context_add_class(gtk_widget_get_style_context(control->GetHandle()), name);
}

void mark_primary(wxButton* button) {
    button->SetDefault();
    add_style_class(button, "suggested-action");
}

wxStaticText* heading(wxWindow* parent, const wxString& text, int larger_by) {
    auto* label = new wxStaticText(parent, wxID_ANY, {});
    wxFont font = label->GetFont();
    font.SetPointSize(font.GetPointSize() + larger_by);
    font.SetWeight(wxFONTWEIGHT_BOLD);
    label->SetFont(font);
    label->SetLabelText(text);
    return label;
}

wxStaticText* quiet_text(wxWindow* parent, const wxString& text) {
    auto* label = new wxStaticText(parent, wxID_ANY, {});
    label->SetForegroundColour(quiet_ink());
    label->SetLabelText(text);
    return label;
}

void set_text(wxStaticText* control, const wxString& text, int width) {
    control->SetLabelText(text);
    if (width > 0) control->Wrap(width);
}

wxTextCtrl* line_entry(wxWindow* parent, long style) {
    auto* entry = new wxTextCtrl(parent, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize, style);
    // wx measures an entry without the padding of its theme; beside buttons it would look squeezed.
    entry->SetMinSize(wxSize(-1, entry->FromDIP(34)));
    return entry;
}

void prepare_view(wxDataViewCtrl* view) {
    // GTK's own search would take every letter for itself.
    gtk_tree_view_set_enable_search(GTK_TREE_VIEW(view->GtkGetTreeView()), FALSE);
}

int row_height(const wxDataViewCtrl* view) {
    int separator = 0;
    gtk_widget_style_get(const_cast<wxDataViewCtrl*>(view)->GtkGetTreeView(), "vertical-separator",
                         &separator, nullptr);
    constexpr int cell_padding = 2;
    return view->GetTextExtent(wxString::FromUTF8("Ág国")).GetHeight() + 2 * cell_padding + separator;
}

int header_height(wxDataViewCtrl* view) {
    if (view->GetColumnCount() == 0) return 0;
    int least = 0;
    int natural = 0;
    auto* column = GTK_TREE_VIEW_COLUMN(view->GetColumn(0)->GetGtkHandle());
    gtk_widget_get_preferred_height(gtk_tree_view_column_get_button(column), &least, &natural);
    return natural;
}

wxDataViewListCtrl* list_view(wxWindow* parent, const wxString& id, const wxString& spoken) {
    auto* list = new wxDataViewListCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxDV_SINGLE);
    identify(list, id, spoken);
    prepare_view(list);
    return list;
}

void add_column(wxDataViewListCtrl* list, const wxString& title, int width) {
    wxDataViewColumn* column = list->AppendTextColumn(title, wxDATAVIEW_CELL_INERT, list->FromDIP(width),
                                                      wxALIGN_LEFT, wxDATAVIEW_COL_RESIZABLE);
    column->GetRenderer()->EnableEllipsize(wxELLIPSIZE_END);
}

void add_row(wxDataViewListCtrl* list, const std::vector<wxString>& cells) {
    wxVector<wxVariant> row;
    for (const wxString& cell : cells) row.push_back(cell);
    list->AppendItem(row);
}

int gap(const wxWindow* window, int steps) {
    return window->FromDIP(8 * steps);
}

}  // namespace xinbu::gui
