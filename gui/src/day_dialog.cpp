#include "day_dialog.hpp"

#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include "flowing_text.hpp"
#include "month_view.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/session/registry.hpp"

namespace xinbu::gui {
namespace {

class DayDialog final : public wxDialog {
public:
    DayDialog(wxWindow* parent, std::optional<plugin::Date> now)
        : wxDialog(parent, wxID_ANY, to_wx(tr("As of which day?"))) {
        SetName("day_dialog");
        const plugin::Date shown = now.value_or(session::today());
        auto* what = new FlowingText(
            this, to_wx(tr("Everything is shown as it stood on that day, by the law in force on it: "
                           "entries that take effect later do not count.")));
        text_ = line_entry(this);
        text_->ChangeValue(to_wx(shown.text()));
        identify(text_, "day.text", to_wx(tr("Day")));
        month_ = new MonthView(this, shown, "day.month", [this](plugin::Date day) {
            text_->ChangeValue(to_wx(day.text()));
            check();
        });
        problem_ = quiet_text(this, {});
        problem_->SetForegroundColour(ink(plugin::Tone::bad));
        problem_->SetName("day.problem");
        auto* today = new wxButton(this, wxID_CLEAR, to_wx(tr("&No limit")));
        identify(today, "day.today");
        auto* cancel = new wxButton(this, wxID_CANCEL);
        identify(cancel, "day.cancel");
        auto* choose = new wxButton(this, wxID_OK, to_wx(tr("&Show that day")));
        identify(choose, "day.choose");
        mark_primary(choose);
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->Add(today);
        buttons->AddStretchSpacer();
        buttons->Add(cancel, wxSizerFlags().Border(wxLEFT, gap(this, 2)));
        buttons->Add(choose, wxSizerFlags().Border(wxLEFT, gap(this)));
        auto* column = new wxBoxSizer(wxVERTICAL);
        column->Add(what);
        column->Add(text_, wxSizerFlags().Expand().Border(wxTOP, gap(this)));
        column->Add(problem_, wxSizerFlags().Expand());
        column->Add(month_, wxSizerFlags(1).Expand().Border(wxTOP, gap(this)));
        column->Add(buttons, wxSizerFlags().Expand().Border(wxTOP, gap(this, 2)));
        auto* outer = new wxBoxSizer(wxVERTICAL);
        outer->Add(column, wxSizerFlags(1).Expand().Border(wxALL, gap(this, 2)));
        SetSizer(outer);
        what->lay_out(std::max(buttons->CalcMin().GetWidth(), GetCharHeight() * 24));
        Fit();
        CentreOnParent();
        text_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { check(); });
        choose->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
            if (check()) EndModal(wxID_OK);
        });
        today->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { EndModal(wxID_CLEAR); });
        text_->SetFocus();
        text_->SelectAll();
    }
    std::optional<plugin::Date> day() const { return plugin::Date::parse(to_utf8(text_->GetValue())); }

private:
    bool check() {
        const std::optional<plugin::Date> typed = day();
        if (typed && *typed != month_->day()) month_->go_to(*typed);
        problem_->SetLabelText(typed ? wxString()
                                     : to_wx(tr("Write the day as YYYY-MM-DD, such as 2026-03-01.")));
        return typed.has_value();
    }

    wxTextCtrl* text_;
    MonthView* month_;
    wxStaticText* problem_;
};

}  // namespace

std::optional<ChosenDay> choose_day(wxWindow* parent, std::optional<plugin::Date> now) {
    DayDialog dialog(parent, now);
    switch (dialog.ShowModal()) {
        case wxID_OK:
            return ChosenDay{dialog.day()};
        case wxID_CLEAR:
            return ChosenDay{};
        default:
            return std::nullopt;
    }
}

}  // namespace xinbu::gui
