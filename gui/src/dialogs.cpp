#include "dialogs.hpp"

#include <wx/filedlg.h>
#include <wx/msgdlg.h>

#include <utility>

#include "texts.hpp"

namespace xinbu::gui {

bool confirm(wxWindow* parent, const wxString& question, const wxString& explanation, const wxString& yes,
             const wxString& no) {
    wxMessageDialog dialog(parent, question, wxEmptyString, wxYES_NO | wxNO_DEFAULT | wxICON_QUESTION);
    dialog.SetExtendedMessage(explanation);
    dialog.SetYesNoLabels(yes, no);
    return dialog.ShowModal() == wxID_YES;
}

void show_error(wxWindow* parent, const Error& error) {
    wxMessageDialog dialog(parent, sentences(error), wxEmptyString, wxOK | wxICON_ERROR);
    dialog.ShowModal();
}

namespace {

std::string& next_file() {
    static std::string file;
    return file;
}

}  // namespace

void answer_next_file_question(const std::string& file) {
    next_file() = file;
}

std::string file_to_save(wxWindow* parent, const wxString& title, const wxString& name,
                         const wxString& extension, const wxString& what) {
    if (!next_file().empty()) return std::exchange(next_file(), {});
    const wxString pattern = "*." + extension;
    wxFileDialog chooser(parent, title, wxEmptyString, name + "." + extension, what + "|" + pattern,
                         wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (chooser.ShowModal() != wxID_OK) return {};
    return to_utf8(chooser.GetPath());
}

std::string file_to_open(wxWindow* parent, const wxString& title) {
    if (!next_file().empty()) return std::exchange(next_file(), {});
    wxFileDialog chooser(parent, title, wxEmptyString, wxEmptyString, wxFileSelectorDefaultWildcardStr,
                         wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    return chooser.ShowModal() == wxID_OK ? to_utf8(chooser.GetPath()) : std::string();
}

void show_message(wxWindow* parent, const wxString& message, const wxString& explanation) {
    wxMessageDialog dialog(parent, message, wxEmptyString, wxOK | wxICON_INFORMATION);
    dialog.SetExtendedMessage(explanation);
    dialog.ShowModal();
}

}  // namespace xinbu::gui
