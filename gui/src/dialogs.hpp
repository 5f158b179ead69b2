// Questions and file choosers: one way for all windows, so that a test can answer them (wxTEST_DIALOG).
#pragma once

#include <wx/window.h>

#include <string>

#include "xinbu/base/result.hpp"

namespace xinbu::gui {

/// A question with two answers; true for the one named `yes`, which is not the default.
bool confirm(wxWindow* parent, const wxString& question, const wxString& explanation, const wxString& yes,
             const wxString& no);
void show_error(wxWindow* parent, const Error& error);
void show_message(wxWindow* parent, const wxString& message, const wxString& explanation);

}  // namespace xinbu::gui
