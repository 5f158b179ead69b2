// How the window looks: system colours, a little more air, and colours by meaning for both light and dark
// themes.
#pragma once

#include <wx/button.h>
#include <wx/colour.h>
#include <wx/dataview.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include "xinbu/plugin/api.hpp"

namespace xinbu::gui {

/// Loads the style sheet and prefers simplified Chinese glyphs. Once, when the program starts.
void apply_style();

wxColour ink(plugin::Tone tone);
wxColour quiet_ink();
/// One of many inks that differ in hue, all readable on the theme's ground (contrast 4.5 and more).
wxColour hue_ink(std::size_t number);
/// Of words that lead somewhere.
wxColour link_ink();
bool dark_theme();

/// Gives a control its permanent English id, by which tests and scripts find it, and what a screen reader
/// says.
void identify(wxWindow* control, const wxString& id, const wxString& spoken = {});
/// A class of the style sheet.
void add_style_class(wxWindow* control, const char* name);
/// The button that does what the window is for.
void mark_primary(wxButton* button);

wxStaticText* heading(wxWindow* parent, const wxString& text, int larger_by = 4);
wxStaticText* quiet_text(wxWindow* parent, const wxString& text);
/// Sets a text that may hold `&`, wrapped to `width` pixels where that is positive.
void set_text(wxStaticText* control, const wxString& text, int width = 0);
/// A text of one line, as high as a button.
wxTextCtrl* line_entry(wxWindow* parent, long style = 0);
/// What every table and list needs, native or not.
void prepare_view(wxDataViewCtrl* view);
/// How high a row of a native table is, and its header.
int row_height(const wxDataViewCtrl* view);
int header_height(wxDataViewCtrl* view);
/// A list of texts, one selectable row at a time.
wxDataViewListCtrl* list_view(wxWindow* parent, const wxString& id, const wxString& spoken);
void add_column(wxDataViewListCtrl* list, const wxString& title, int width);
void add_row(wxDataViewListCtrl* list, const std::vector<wxString>& cells);

/// Distances, in pixels of this screen.
int gap(const wxWindow* window, int steps = 1);

}  // namespace xinbu::gui
