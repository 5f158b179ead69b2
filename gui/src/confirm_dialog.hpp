// The last look before signing: the entry as a person reads it, and the exact text that is signed.
#pragma once

#include <wx/dialog.h>

#include <optional>
#include <string>

#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxStaticText;

namespace xinbu::gui {

class ConfirmDialog : public wxDialog {
public:
    ConfirmDialog(wxWindow* parent, session::Registry& registry, const session::Preview& preview,
                  const std::string& message);
    /// Where the answer was wxID_OK: what was signed and written.
    const std::optional<session::Added>& added() const { return added_; }

private:
    void sign();

    session::Registry& registry_;
    plugin::Draft draft_;
    std::string message_;
    std::optional<session::Added> added_;
    wxStaticText* problem_;
    wxButton* back_;
    wxButton* sign_;
    Worker worker_;
};

}  // namespace xinbu::gui
