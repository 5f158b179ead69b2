#include "form.hpp"

#include <fmt/format.h>
#include <wx/gbsizer.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"

namespace xinbu::gui {

FieldEditor::FieldEditor(wxWindow* parent, const plugin::Field& field, std::string pointer,
                         const FormContext& context, bool labelled)
    : wxPanel(parent), field_(field), pointer_(std::move(pointer)), context_(context), labelled_(labelled) {
    SetName(to_wx("editor:" + pointer_));
}

void FieldEditor::frame(wxSizer* control) {
    auto* column = new wxBoxSizer(wxVERTICAL);
    if (labelled_) {
        const std::string label = host::shown(field_.label);
        auto* text = new wxStaticText(this, wxID_ANY, {});
        text->SetLabelText(to_wx(field_.required ? fmt::format(fmt::runtime(tr("{} *")), label) : label));
        wxFont font = text->GetFont();
        if (field_.required) text->SetFont(font.Bold());
        column->Add(text, wxSizerFlags().Border(wxBOTTOM, FromDIP(3)));
    }
    column->Add(control, wxSizerFlags().Expand());
    if (labelled_ && !host::shown(field_.help).empty()) {
        auto* help = quiet_text(this, to_wx(host::shown(field_.help)));
        help->Wrap(FromDIP(is_narrow() ? 300 : 620));
        column->Add(help, wxSizerFlags().Border(wxTOP, FromDIP(2)));
    }
    fault_ = new wxStaticText(this, wxID_ANY, {});
    fault_->SetForegroundColour(ink(plugin::Tone::bad));
    fault_->Hide();
    column->Add(fault_, wxSizerFlags().Expand().Border(wxTOP, FromDIP(2)));
    SetSizer(column);
    set_pointer(pointer_);
}

void FieldEditor::identify_control(wxWindow* control, const std::string& suffix) {
    controls_.emplace_back(control, suffix);
    identify(control, to_wx("field:" + pointer_ + suffix), to_wx(host::shown(field_.label)));
}

void FieldEditor::set_pointer(const std::string& pointer) {
    pointer_ = pointer;
    SetName(to_wx("editor:" + pointer_));
    for (const auto& [control, suffix] : controls_) control->SetName(to_wx("field:" + pointer_ + suffix));
    if (fault_ != nullptr) fault_->SetName(to_wx("fault:" + pointer_));
}

FieldEditor* FieldEditor::find(std::string_view pointer) {
    const bool inside = pointer.starts_with(pointer_) &&
                        (pointer.size() == pointer_.size() || pointer[pointer_.size()] == '/');
    return inside ? this : nullptr;
}

void FieldEditor::clear_faults() {
    fault_->SetLabelText({});
    fault_->Hide();
}

void FieldEditor::show_fault(const std::string& message) {
    const wxString before = fault_->IsShown() ? fault_->GetLabelText() + "\n" : wxString();
    fault_->SetLabelText(before + to_wx(message));
    fault_->Wrap(std::max(GetSize().GetWidth(), FromDIP(240)));
    fault_->Show();
}

wxString FieldEditor::fault_text() const {
    return fault_->IsShown() ? fault_->GetLabelText() : wxString();
}

wxGridBagSizer* in_two_columns(const std::vector<FieldEditor*>& editors) {
    const int space = editors.empty() ? 0 : editors.front()->FromDIP(16);
    auto* grid = new wxGridBagSizer(space * 3 / 4, space);
    grid->SetEmptyCellSize(wxSize(0, 0));
    int row = 0;
    int column = 0;
    for (FieldEditor* editor : editors) {
        const bool narrow = editor->is_narrow();
        if (!narrow && column == 1) {
            ++row;
            column = 0;
        }
        grid->Add(editor, wxGBPosition(row, column), wxGBSpan(1, narrow ? 1 : 2), wxEXPAND);
        column = narrow ? 1 - column : 0;
        if (column == 0) ++row;
    }
    if (editors.empty()) return grid;
    // Invisible, but they keep the two columns equal where one of them holds nothing of its own.
    const int least = editors.front()->FromDIP(270);
    for (const int side : {0, 1}) {
        grid->Add(least, 0, wxGBPosition(column == 0 ? row : row + 1, side));
        grid->AddGrowableCol(static_cast<std::size_t>(side), 1);
    }
    return grid;
}

wxSizer* in_one_column(const std::vector<FieldEditor*>& editors) {
    auto* column = new wxBoxSizer(wxVERTICAL);
    for (FieldEditor* editor : editors)
        column->Add(editor, wxSizerFlags().Expand().Border(
                                wxTOP, editor == editors.front() ? 0 : editor->FromDIP(12)));
    return column;
}

Form::Form(wxWindow* parent, FormContext context, Columns columns)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL),
      context_(std::move(context)),
      columns_(columns) {
    SetName("form");
    SetScrollRate(0, FromDIP(12));
    context_.changed = [this, outer = std::move(context_.changed)] {
        touched_ = true;
        if (outer) outer();
    };
    context_.resized = [this] { lay_out_again(); };
}

void Form::set_fields(const std::vector<const plugin::Field*>& fields, const std::string& pointer) {
    Freeze();
    SetSizer(nullptr);
    DestroyChildren();
    editors_.clear();
    for (const plugin::Field* field : fields)
        editors_.push_back(make_editor(this, *field, pointer + "/" + field->id, context_));
    auto* column = new wxBoxSizer(wxVERTICAL);
    wxSizer* grid = columns_ == Columns::one ? in_one_column(editors_) : in_two_columns(editors_);
    column->Add(grid, wxSizerFlags().Expand().Border(wxRIGHT, gap(this, 2)));
    SetSizer(column);
    touched_ = false;
    Thaw();
    lay_out_again();
    Scroll(0, 0);
}

void Form::lay_out_again() {
    // Editors inside lists changed their size: every cached best size on the way up is stale.
    for (FieldEditor* editor : editors_) editor->InvalidateBestSize();
    Layout();
    FitInside();
}

plugin::Object Form::data(std::vector<FormFault>& faults) const {
    plugin::Object data;
    for (const FieldEditor* editor : editors_)
        if (std::optional<plugin::Value> value = editor->value(faults))
            data.set(editor->field().id, std::move(*value));
    return data;
}

void Form::set_data(const plugin::Object& data) {
    for (FieldEditor* editor : editors_)
        if (const plugin::Value* value = data.find(editor->field().id)) editor->set_value(*value);
    lay_out_again();
}

FieldEditor* Form::find(std::string_view pointer) {
    for (FieldEditor* editor : editors_)
        if (FieldEditor* found = editor->find(pointer)) return found;
    return nullptr;
}

std::vector<FormFault> Form::show_faults(const std::vector<FormFault>& faults) {
    std::vector<FormFault> elsewhere;
    FieldEditor* first = nullptr;
    for (FieldEditor* editor : editors_) editor->clear_faults();
    for (const FormFault& fault : faults) {
        FieldEditor* editor = find(fault.pointer);
        if (editor == nullptr) {
            elsewhere.push_back(fault);
            continue;
        }
        editor->show_fault(fault.message);
        if (first == nullptr) first = editor;
    }
    lay_out_again();
    if (first != nullptr) first->focus();
    return elsewhere;
}

}  // namespace xinbu::gui
