// A new entry: choose its type, fill its form, confirm the very text that is signed.
#pragma once

#include <wx/dialog.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "form.hpp"
#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxChoice;
class wxStaticText;
class wxTextCtrl;

namespace xinbu::gui {

class EntryDialog : public wxDialog {
public:
    /// Of a new record of `kind` where `about` is null, else about that record. `role` is the operator's.
    EntryDialog(wxWindow* parent, session::Registry& registry, const std::string& kind,
                const session::RecordView* about, const std::string& role);

    /// Whether there is any entry to choose.
    bool has_types() const { return !types_.empty(); }
    const std::optional<session::Added>& added() const { return added_; }

private:
    void choose_type(int index);
    void go_on();
    void confirm_and_sign(const session::Preview& preview);
    void show_faults(const std::vector<FormFault>& faults);
    bool may_discard();
    void set_busy(bool busy);

    session::Registry& registry_;
    std::vector<const plugin::EntryType*> types_;
    std::string record_;  ///< empty for a new record
    plugin::Field effective_field_;
    plugin::Field message_field_;
    std::optional<session::Added> added_;
    wxChoice* type_;
    Form* head_;
    Form* form_;
    wxStaticText* problem_;
    wxButton* continue_;
    Worker worker_;
};

}  // namespace xinbu::gui
