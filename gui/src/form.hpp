// A form made from the declaration of an entry type or a check.
#pragma once

#include <wx/panel.h>
#include <wx/scrolwin.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/result.hpp"
#include "xinbu/plugin/api.hpp"

class wxGridBagSizer;
class wxSizer;
class wxStaticText;

namespace xinbu::gui {

/// Something that does not hold, at a JSON pointer such as "/data/classes/0".
struct FormFault {
    std::string pointer, message;
};

/// What editors ask of the window around them.
struct FormContext {
    std::function<void()> changed;  ///< something was typed or chosen
    std::function<void()> resized;  ///< an editor grew or shrank
    /// Lets a person choose a record of `kind` (any kind where empty); empty where none was chosen.
    std::function<std::string(wxWindow* parent, const std::string& kind)> choose_record;
};

/// The editor of one field. The field and the context outlive it.
class FieldEditor : public wxPanel {
public:
    /// The value typed; nothing where the field was left empty. What cannot be read adds a fault.
    virtual std::optional<plugin::Value> value(std::vector<FormFault>& faults) const = 0;
    virtual void set_value(const plugin::Value& value) = 0;
    /// Moves the editor, and those inside it, to another pointer: rows of a list move up.
    virtual void set_pointer(const std::string& pointer);
    /// The innermost editor that `pointer` lies in; null where it lies elsewhere.
    virtual FieldEditor* find(std::string_view pointer);
    virtual void clear_faults();
    /// Where the keyboard should go to mend a fault.
    virtual void focus() { SetFocus(); }
    /// Whether two of its kind fit side by side.
    virtual bool is_narrow() const { return true; }

    void show_fault(const std::string& message);
    wxString fault_text() const;
    const plugin::Field& field() const { return field_; }
    const std::string& pointer() const { return pointer_; }

protected:
    FieldEditor(wxWindow* parent, const plugin::Field& field, std::string pointer, const FormContext& context,
                bool labelled);
    /// Builds label, `control`, help and the place of faults; the constructors of editors end with it.
    void frame(wxSizer* control);
    /// The name and spoken label of the control that holds what is typed.
    void identify_control(wxWindow* control, const std::string& suffix = {});

    const plugin::Field& field_;
    std::string pointer_;
    const FormContext& context_;

private:
    bool labelled_;
    wxStaticText* fault_ = nullptr;
    std::vector<std::pair<wxWindow*, std::string>> controls_;
};

/// An editor for `field`; unlabelled for the rows of a list.
FieldEditor* make_editor(wxWindow* parent, const plugin::Field& field, const std::string& pointer,
                         const FormContext& context, bool labelled = true);
/// Puts editors side by side in two columns, wide ones over both.
wxGridBagSizer* in_two_columns(const std::vector<FieldEditor*>& editors);
/// Puts them one below the other.
wxSizer* in_one_column(const std::vector<FieldEditor*>& editors);

class Form : public wxScrolledWindow {
public:
    enum class Columns { one, two };
    Form(wxWindow* parent, FormContext context, Columns columns = Columns::two);

    /// Replaces the fields. They outlive the form; `pointer` is the one of the object they fill.
    void set_fields(const std::vector<const plugin::Field*>& fields, const std::string& pointer);
    /// What was typed; faults are appended. Fields left empty are missing, required ones too: the registry's
    /// own check names them.
    plugin::Object data(std::vector<FormFault>& faults) const;
    void set_data(const plugin::Object& data);
    /// Shows faults beside their fields and goes to the first; returns those that belong to no field.
    std::vector<FormFault> show_faults(const std::vector<FormFault>& faults);
    FieldEditor* find(std::string_view pointer);
    bool touched() const { return touched_; }

private:
    void lay_out_again();

    FormContext context_;
    Columns columns_;
    std::vector<FieldEditor*> editors_;
    bool touched_ = false;
};

}  // namespace xinbu::gui
