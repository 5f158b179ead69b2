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
/// Where to write a file; empty where none was chosen. `name` comes without its extension. Asks before an
/// existing file is replaced.
std::string file_to_save(wxWindow* parent, const wxString& title, const wxString& name,
                         const wxString& extension, const wxString& what);
/// Which file to read; empty where none was chosen.
std::string file_to_open(wxWindow* parent, const wxString& title);
/// The next one is answered so and not shown: the native chooser cannot be answered from inside.
void answer_next_file_question(const std::string& file);
void show_message(wxWindow* parent, const wxString& message, const wxString& explanation);

}  // namespace xinbu::gui
