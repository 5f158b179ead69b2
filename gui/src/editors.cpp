// The editors of the kinds of field.
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/gbsizer.h>
#include <wx/sizer.h>
#include <wx/statbox.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <array>

#include "form.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "typed.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::gui {

using plugin::Field;
using plugin::FieldKind;
using plugin::Value;

namespace {

/// Text, identifier, paragraph, date, integer, share, digest.
class LineEditor final : public FieldEditor {
public:
    LineEditor(wxWindow* parent, const Field& field, const std::string& pointer, const FormContext& context,
               bool labelled)
        : FieldEditor(parent, field, pointer, context, labelled) {
        const bool paragraph = field.kind == FieldKind::paragraph;
        text_ = line_entry(this, paragraph ? wxTE_MULTILINE : 0);
        if (paragraph) text_->SetMinSize(wxSize(-1, FromDIP(84)));
        if (!paragraph) text_->SetHint(to_wx(hint_for(field)));
        text_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { context_.changed(); });
        identify_control(text_);
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        row->Add(text_, wxSizerFlags(1).Expand());
        if (field.kind == FieldKind::basis_points)
            row->Add(new wxStaticText(this, wxID_ANY, "%"),
                     wxSizerFlags().CentreVertical().Border(wxLEFT, FromDIP(6)));
        frame(row);
    }
    std::optional<Value> value(std::vector<FormFault>& faults) const override {
        const std::string typed = to_utf8(text_->GetValue());
        if (typed.find_first_not_of(" \t\r\n") == std::string::npos) return std::nullopt;
        tl::expected<Value, std::string> read = typed_value(field_, typed);
        if (read) return std::move(*read);
        faults.push_back({pointer_, read.error()});
        return std::nullopt;
    }
    void set_value(const Value& value) override { text_->ChangeValue(to_wx(text_to_edit(field_, value))); }
    void focus() override { text_->SetFocus(); }
    bool is_narrow() const override {
        return field_.kind != FieldKind::paragraph && field_.kind != FieldKind::sha256 &&
               (field_.kind != FieldKind::text || field_.max_length <= 100);
    }

private:
    wxTextCtrl* text_;
};

class MoneyEditor final : public FieldEditor {
public:
    MoneyEditor(wxWindow* parent, const Field& field, const std::string& pointer, const FormContext& context,
                bool labelled)
        : FieldEditor(parent, field, pointer, context, labelled) {
        amount_ = line_entry(this);
        amount_->SetHint(to_wx(hint_for(field)));
        currency_ = new wxComboBox(this, wxID_ANY, "CNY");
        for (const char* code : {"CNY", "EUR", "HKD", "JPY", "USD"}) currency_->Append(code);
        currency_->SetValue("CNY");
        for (wxWindow* control : {static_cast<wxWindow*>(amount_), static_cast<wxWindow*>(currency_)})
            control->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { context_.changed(); });
        identify_control(amount_, "/amount");
        identify_control(currency_, "/currency");
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        row->Add(amount_, wxSizerFlags(1).Expand());
        row->Add(currency_, wxSizerFlags().Border(wxLEFT, FromDIP(6)));
        frame(row);
    }
    std::optional<Value> value(std::vector<FormFault>& faults) const override {
        const std::string figures = to_utf8(amount_->GetValue());
        if (figures.find_first_not_of(' ') == std::string::npos) return std::nullopt;
        tl::expected<Value, std::string> read = typed_money(figures, to_utf8(currency_->GetValue()));
        if (read) return std::move(*read);
        faults.push_back({pointer_, read.error()});
        return std::nullopt;
    }
    void set_value(const Value& value) override {
        const std::optional<plugin::Money> money = plugin::money_of(value);
        if (!money) return;
        amount_->ChangeValue(to_wx(plugin::figures(money->amount, money->currency)));
        currency_->SetValue(to_wx(money->currency));
    }
    void focus() override { amount_->SetFocus(); }

private:
    wxTextCtrl* amount_;
    wxComboBox* currency_;
};

/// Choices by label, and yes or no; the first line leaves the field empty.
class ChoiceEditor final : public FieldEditor {
public:
    ChoiceEditor(wxWindow* parent, const Field& field, const std::string& pointer, const FormContext& context,
                 bool labelled)
        : FieldEditor(parent, field, pointer, context, labelled) {
        choice_ = new wxChoice(this, wxID_ANY);
        choice_->Append(to_wx(tr("(not stated)")));
        if (field.kind == FieldKind::boolean) {
            add(Value(true), tr("yes"));
            add(Value(false), tr("no"));
        } else {
            for (const plugin::Choice& choice : field.choices)
                add(Value(choice.id), host::shown(choice.label));
        }
        choice_->SetSelection(0);
        choice_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { context_.changed(); });
        identify_control(choice_);
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        row->Add(choice_, wxSizerFlags(1).Expand());
        frame(row);
    }
    std::optional<Value> value(std::vector<FormFault>&) const override {
        const int chosen = choice_->GetSelection();
        if (chosen <= 0) return std::nullopt;
        return values_[static_cast<std::size_t>(chosen) - 1];
    }
    void set_value(const Value& value) override {
        for (std::size_t i = 0; i < values_.size(); ++i)
            if (values_[i] == value) choice_->SetSelection(static_cast<int>(i) + 1);
    }
    void focus() override { choice_->SetFocus(); }

private:
    void add(Value value, const std::string& label) {
        values_.push_back(std::move(value));
        choice_->Append(to_wx(label));
    }
    wxChoice* choice_;
    std::vector<Value> values_;
};

class ReferenceEditor final : public FieldEditor {
public:
    ReferenceEditor(wxWindow* parent, const Field& field, const std::string& pointer,
                    const FormContext& context, bool labelled)
        : FieldEditor(parent, field, pointer, context, labelled) {
        text_ = line_entry(this);
        text_->SetHint(to_wx(hint_for(field)));
        text_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { context_.changed(); });
        auto* look = new wxButton(this, wxID_ANY, to_wx(tr("Choose…")));
        look->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
            const std::string chosen = context_.choose_record(this, field_.target);
            if (!chosen.empty()) text_->SetValue(to_wx(chosen));
        });
        identify_control(text_);
        identify_control(look, "/choose");
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        row->Add(text_, wxSizerFlags(1).Expand());
        row->Add(look, wxSizerFlags().Border(wxLEFT, FromDIP(6)));
        frame(row);
    }
    std::optional<Value> value(std::vector<FormFault>&) const override {
        const std::string typed = to_utf8(text_->GetValue());
        if (typed.find_first_not_of(" \t") == std::string::npos) return std::nullopt;
        return *typed_value(field_, typed);
    }
    void set_value(const Value& value) override { text_->ChangeValue(to_wx(text_to_edit(field_, value))); }
    void focus() override { text_->SetFocus(); }
    bool is_narrow() const override { return false; }

private:
    wxTextCtrl* text_;
};

class PartyEditor final : public FieldEditor {
public:
    PartyEditor(wxWindow* parent, const Field& field, const std::string& pointer, const FormContext& context,
                bool labelled)
        : FieldEditor(parent, field, pointer, context, labelled) {
        name_ = line_entry(this);
        name_->SetHint(to_wx(tr("name")));
        identifier_ = line_entry(this);
        identifier_->SetHint(to_wx(tr("unified social credit code")));
        for (wxTextCtrl* control : {name_, identifier_})
            control->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { context_.changed(); });
        identify_control(name_, "/name");
        identify_control(identifier_, "/identifier");
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        row->Add(name_, wxSizerFlags(3).Expand());
        row->Add(identifier_, wxSizerFlags(2).Expand().Border(wxLEFT, FromDIP(6)));
        frame(row);
    }
    std::optional<Value> value(std::vector<FormFault>&) const override {
        plugin::Object party;
        const auto take = [&](const wxTextCtrl* control, const char* member) {
            wxString typed = control->GetValue();
            typed.Trim(true).Trim(false);
            if (!typed.empty()) party.set(member, to_utf8(typed));
        };
        take(name_, "name");
        take(identifier_, "identifier");
        if (party.empty()) return std::nullopt;
        return Value(std::move(party));
    }
    void set_value(const Value& value) override {
        if (value.object() == nullptr) return;
        name_->ChangeValue(to_wx(plugin::text_at(*value.object(), "name")));
        identifier_->ChangeValue(to_wx(plugin::text_at(*value.object(), "identifier")));
    }
    void focus() override { name_->SetFocus(); }
    bool is_narrow() const override { return false; }

private:
    wxTextCtrl* name_;
    wxTextCtrl* identifier_;
};

class GroupEditor final : public FieldEditor {
public:
    GroupEditor(wxWindow* parent, const Field& field, const std::string& pointer, const FormContext& context,
                bool labelled)
        : FieldEditor(parent, field, pointer, context, labelled) {
        for (const Field& member : field.items)
            members_.push_back(make_editor(this, member, pointer + "/" + member.id, context));
        auto* inset = new wxBoxSizer(wxVERTICAL);
        inset->Add(in_two_columns(members_),
                   wxSizerFlags().Expand().Border(wxLEFT, FromDIP(labelled ? 16 : 0)));
        frame(inset);
    }
    std::optional<Value> value(std::vector<FormFault>& faults) const override {
        plugin::Object group;
        for (const FieldEditor* member : members_)
            if (std::optional<Value> part = member->value(faults))
                group.set(member->field().id, std::move(*part));
        if (group.empty()) return std::nullopt;
        return Value(std::move(group));
    }
    void set_value(const Value& value) override {
        for (FieldEditor* member : members_)
            if (const Value* part = value.at(member->field().id)) member->set_value(*part);
    }
    void set_pointer(const std::string& pointer) override {
        FieldEditor::set_pointer(pointer);
        for (FieldEditor* member : members_) member->set_pointer(pointer + "/" + member->field().id);
    }
    FieldEditor* find(std::string_view pointer) override {
        for (FieldEditor* member : members_)
            if (FieldEditor* found = member->find(pointer)) return found;
        return FieldEditor::find(pointer);
    }
    void clear_faults() override {
        FieldEditor::clear_faults();
        for (FieldEditor* member : members_) member->clear_faults();
    }
    void focus() override {
        if (!members_.empty()) members_.front()->focus();
    }
    bool is_narrow() const override { return false; }

private:
    std::vector<FieldEditor*> members_;
};

class ListEditor final : public FieldEditor {
public:
    ListEditor(wxWindow* parent, const Field& field, const std::string& pointer, const FormContext& context,
               bool labelled)
        : FieldEditor(parent, field, pointer, context, labelled) {
        rows_sizer_ = new wxBoxSizer(wxVERTICAL);
        add_ = new wxButton(this, wxID_ANY, to_wx(tr("Add")));
        add_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
            add_row().editor->focus();
            context_.changed();
            context_.resized();
        });
        identify_control(add_, "/add");
        auto* column = new wxBoxSizer(wxVERTICAL);
        column->Add(rows_sizer_, wxSizerFlags().Expand());
        column->Add(add_);
        frame(column);
        if (field.required && !field.items.empty()) add_row();
    }
    std::optional<Value> value(std::vector<FormFault>& faults) const override {
        plugin::Array elements;
        for (const Row& row : rows_)
            if (std::optional<Value> element = row.editor->value(faults))
                elements.push_back(std::move(*element));
        if (elements.empty()) return std::nullopt;
        return Value(std::move(elements));
    }
    void set_value(const Value& value) override {
        if (value.array() == nullptr || field_.items.empty()) return;
        while (!rows_.empty()) remove_row(rows_.back().editor);
        for (const Value& element : *value.array()) add_row().editor->set_value(element);
    }
    void set_pointer(const std::string& pointer) override {
        FieldEditor::set_pointer(pointer);
        for (std::size_t i = 0; i < rows_.size(); ++i)
            rows_[i].editor->set_pointer(pointer + "/" + std::to_string(i));
    }
    FieldEditor* find(std::string_view pointer) override {
        for (const Row& row : rows_)
            if (FieldEditor* found = row.editor->find(pointer)) return found;
        return FieldEditor::find(pointer);
    }
    void clear_faults() override {
        FieldEditor::clear_faults();
        for (const Row& row : rows_) row.editor->clear_faults();
    }
    void focus() override {
        if (rows_.empty()) {
            add_->SetFocus();
        } else {
            rows_.front().editor->focus();
        }
    }
    bool is_narrow() const override { return false; }

private:
    struct Row {
        FieldEditor* editor;
        wxSizer* sizer;
    };
    Row& add_row() {
        const std::string pointer = pointer_ + "/" + std::to_string(rows_.size());
        FieldEditor* editor = make_editor(this, field_.items.front(), pointer, context_, false);
        auto* remove = new wxButton(this, wxID_ANY, to_wx(tr("Remove")));
        remove->SetName("remove");
        // The button goes with its row, so the row is removed after the button's own event.
        remove->Bind(wxEVT_BUTTON, [this, editor](wxCommandEvent&) {
            CallAfter([this, editor] {
                remove_row(editor);
                context_.changed();
                context_.resized();
            });
        });
        auto* sizer = new wxBoxSizer(wxHORIZONTAL);
        sizer->Add(editor, wxSizerFlags(1));
        sizer->Add(remove, wxSizerFlags().Border(wxLEFT, FromDIP(6)));
        rows_sizer_->Add(sizer, wxSizerFlags().Expand().Border(wxBOTTOM, FromDIP(6)));
        remove->MoveBeforeInTabOrder(add_);
        editor->MoveBeforeInTabOrder(remove);
        rows_.push_back({editor, sizer});
        return rows_.back();
    }
    void remove_row(const FieldEditor* editor) {
        const auto row = std::ranges::find(rows_, editor, &Row::editor);
        if (row == rows_.end()) return;
        row->sizer->Clear(true);
        rows_sizer_->Remove(row->sizer);
        rows_.erase(row);
        set_pointer(pointer_);
    }
    wxBoxSizer* rows_sizer_;
    wxButton* add_;
    std::vector<Row> rows_;
};

}  // namespace

FieldEditor* make_editor(wxWindow* parent, const Field& field, const std::string& pointer,
                         const FormContext& context, bool labelled) {
    switch (field.kind) {
        case FieldKind::money:
            return new MoneyEditor(parent, field, pointer, context, labelled);
        case FieldKind::boolean:
        case FieldKind::choice:
            return new ChoiceEditor(parent, field, pointer, context, labelled);
        case FieldKind::reference:
            return new ReferenceEditor(parent, field, pointer, context, labelled);
        case FieldKind::party:
            return new PartyEditor(parent, field, pointer, context, labelled);
        case FieldKind::group:
            return new GroupEditor(parent, field, pointer, context, labelled);
        case FieldKind::list:
            return new ListEditor(parent, field, pointer, context, labelled);
        default:
            return new LineEditor(parent, field, pointer, context, labelled);
    }
}

}  // namespace xinbu::gui
