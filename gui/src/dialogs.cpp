#include "dialogs.hpp"

#include <wx/msgdlg.h>

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

void show_message(wxWindow* parent, const wxString& message, const wxString& explanation) {
    wxMessageDialog dialog(parent, message, wxEmptyString, wxOK | wxICON_INFORMATION);
    dialog.SetExtendedMessage(explanation);
    dialog.ShowModal();
}

}  // namespace xinbu::gui
