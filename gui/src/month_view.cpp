#include "month_view.hpp"

#include <fmt/format.h>
#include <gtk/gtk.h>
#include <wx/button.h>
#include <wx/dcclient.h>
#include <wx/graphics.h>
#include <wx/settings.h>
#include <wx/sizer.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {

using plugin::Date;
using plugin::Tone;

namespace {

constexpr int week_days = 7;
constexpr int weeks_shown = 6;
const Date first_day(1000, 2, 1);
const Date last_day(9999, 11, 30);

/// Monday is 0.
int weekday_of(Date day) {
    return static_cast<int>(std::chrono::weekday(day.days()).iso_encoding()) - 1;
}
Date begin_of_month(Date day) {
    return Date(day.year(), day.month(), 1);
}

}  // namespace

class DayGrid : public wxWindow {
public:
    DayGrid(MonthView& owner, Date day, const wxString& id)
        : wxWindow(&owner, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                   wxWANTS_CHARS | wxFULL_REPAINT_ON_RESIZE),
          owner_(owner),
          day_(day) {
        SetBackgroundStyle(wxBG_STYLE_PAINT);
        SetName(id);
        const int line = GetCharHeight();
        SetMinSize(wxSize(week_days * line * 2, line * 3 / 2 + weeks_shown * line * 9 / 5));
        Bind(wxEVT_PAINT, [this](wxPaintEvent&) { paint(); });
        Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent& event) { clicked(event.GetPosition()); });
        Bind(wxEVT_MOTION, [this](wxMouseEvent& event) { hover(event.GetPosition()); });
        Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) { key(event); });
        for (const auto type : {wxEVT_SET_FOCUS, wxEVT_KILL_FOCUS})
            Bind(type, [this](wxFocusEvent& event) {
                Refresh();
                event.Skip();
            });
    }
    Date day() const { return day_; }
    void go_to(Date day) {
        const bool is_other_month = begin_of_month(day) != begin_of_month(day_);
        day_ = std::clamp(day, first_day, last_day);
        if (is_other_month) owner_.show_month();
        speak();
        Refresh();
    }
    void speak() { identify(this, GetName(), owner_.words_of(day_)); }

private:
    Date first_shown() const {
        const Date begin = begin_of_month(day_);
        return begin.plus_days(-weekday_of(begin));
    }
    int header_height() const { return GetCharHeight() * 3 / 2; }
    wxRect box_of(int index) const {
        const wxSize size = GetClientSize();
        const int rows = size.GetHeight() - header_height();
        const int column = index % week_days;
        const int row = index / week_days;
        const int left = size.GetWidth() * column / week_days;
        const int top = header_height() + rows * row / weeks_shown;
        return {left, top, size.GetWidth() * (column + 1) / week_days - left,
                header_height() + rows * (row + 1) / weeks_shown - top};
    }
    std::optional<Date> day_at(const wxPoint& point) const {
        for (int index = 0; index < week_days * weeks_shown; ++index)
            if (box_of(index).Contains(point)) return first_shown().plus_days(index);
        return std::nullopt;
    }
    void clicked(const wxPoint& point) {
        SetFocus();
        const std::optional<Date> day = day_at(point);
        if (!day) return;
        go_to(*day);
        owner_.chosen_(day_);
    }
    void hover(const wxPoint& point) {
        const std::optional<Date> day = day_at(point);
        const wxString words = day && owner_.marks_.contains(*day) ? owner_.words_of(*day) : wxString();
        if (GetToolTipText() != words) SetToolTip(words);
    }
    void key(wxKeyEvent& event) {
        switch (event.GetKeyCode()) {
            case WXK_LEFT:
                return go_to(day_.plus_days(-1));
            case WXK_RIGHT:
                return go_to(day_.plus_days(1));
            case WXK_UP:
                return go_to(day_.plus_days(-week_days));
            case WXK_DOWN:
                return go_to(day_.plus_days(week_days));
            case WXK_PAGEUP:
                return go_to(day_.plus_months(-1));
            case WXK_PAGEDOWN:
                return go_to(day_.plus_months(1));
            case WXK_HOME:
                return go_to(begin_of_month(day_));
            case WXK_END:
                return go_to(begin_of_month(day_).plus_months(1).plus_days(-1));
            case WXK_RETURN:
            case WXK_NUMPAD_ENTER:
            case WXK_SPACE:
                return owner_.chosen_(day_);
            case WXK_TAB:
                Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward
                                           : wxNavigationKeyEvent::IsForward);
                return;
            default:
                event.Skip();
        }
    }
    void paint() {
        wxPaintDC dc(this);
        dc.SetPen(*wxTRANSPARENT_PEN);
        dc.SetBrush(wxBrush(wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOX)));
        dc.DrawRectangle(GetClientSize());
        dc.SetFont(GetFont());
        const std::array<const char*, week_days> names{tr("Mo"), tr("Tu"), tr("We"), tr("Th"),
                                                       tr("Fr"), tr("Sa"), tr("Su")};
        dc.SetTextForeground(quiet_ink());
        for (int column = 0; column < week_days; ++column) {
            wxRect box = box_of(column);
            box.SetY(0);
            box.SetHeight(header_height());
            dc.DrawLabel(to_wx(names[static_cast<std::size_t>(column)]), box, wxALIGN_CENTRE);
        }
        for (int index = 0; index < week_days * weeks_shown; ++index)
            paint_day(dc, first_shown().plus_days(index), box_of(index));
    }
    void paint_day(wxDC& dc, Date day, const wxRect& box) {
        wxGraphicsContext* graphics = dc.GetGraphicsContext();
        if (graphics == nullptr) return;
        const auto mark = owner_.marks_.find(day);
        const bool is_marked = mark != owner_.marks_.end();
        const wxColour accent = wxSystemSettings::GetColour(wxSYS_COLOUR_HIGHLIGHT);
        if (day == day_) {
            wxRect frame = box;
            frame.Deflate(2);
            graphics->SetBrush(
                wxBrush(wxColour(accent.Red(), accent.Green(), accent.Blue(), HasFocus() ? 90 : 45)));
            graphics->SetPen(HasFocus() ? wxPen(accent, 2) : *wxTRANSPARENT_PEN);
            graphics->DrawRoundedRectangle(frame.GetX(), frame.GetY(), frame.GetWidth(), frame.GetHeight(),
                                           FromDIP(5));
        }
        const bool is_of_month = begin_of_month(day) == begin_of_month(day_);
        const wxColour colour =
            is_marked && mark->second.tone != Tone::neutral ? ink(mark->second.tone) : ink(Tone::neutral);
        dc.SetFont(is_marked ? GetFont().Bold() : GetFont());
        dc.SetTextForeground(is_of_month || is_marked ? colour : quiet_ink());
        const wxString number = wxString::Format("%u", day.day());
        const wxSize extent = dc.GetTextExtent(number);
        const int x = box.GetX() + (box.GetWidth() - extent.GetWidth()) / 2;
        const int y = box.GetY() + (box.GetHeight() - extent.GetHeight()) / 2 - (is_marked ? 2 : 0);
        dc.DrawText(number, x, y);
        if (!is_marked) return;
        // A bar below the number: wide for what presses, so that it can be told without its colour.
        const int width = mark->second.tone == Tone::neutral ? extent.GetHeight() / 4 : extent.GetHeight();
        const int thickness = std::max(2, extent.GetHeight() / 6);
        graphics->SetPen(*wxTRANSPARENT_PEN);
        graphics->SetBrush(wxBrush(mark->second.tone == Tone::neutral ? quiet_ink() : colour));
        graphics->DrawRoundedRectangle(box.GetX() + (box.GetWidth() - width) / 2.0,
                                       y + extent.GetHeight() - thickness / 2.0, width, thickness,
                                       thickness / 2.0);
    }

    MonthView& owner_;
    Date day_;
};

MonthView::MonthView(wxWindow* parent, Date day, const wxString& id, std::function<void(Date)> chosen)
    : wxPanel(parent), chosen_(std::move(chosen)) {
    SetName(id);
    title_ = heading(this, {}, 1);
    title_->SetName(id + ".title");
    grid_ = new DayGrid(*this, day, id + ".days");
    auto* top = new wxBoxSizer(wxHORIZONTAL);
    const auto add = [&](const char* sign, const char* spoken, const char* name, int months) {
        auto* button = new wxButton(this, wxID_ANY, wxString::FromUTF8(sign), wxDefaultPosition,
                                    wxDefaultSize, wxBU_EXACTFIT | wxBORDER_NONE);
        identify(button, id + name, to_wx(spoken));
        button->SetToolTip(to_wx(spoken));
        button->Bind(wxEVT_BUTTON,
                     [this, months](wxCommandEvent&) { grid_->go_to(grid_->day().plus_months(months)); });
        top->Add(button, wxSizerFlags().CentreVertical());
    };
    top->Add(title_, wxSizerFlags(1).CentreVertical());
    add("‹", tr("Previous month"), ".previous", -1);
    add("›", tr("Next month"), ".next", 1);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(top, wxSizerFlags().Expand());
    column->Add(grid_, wxSizerFlags(1).Expand().Border(wxTOP, gap(this) / 2));
    SetSizer(column);
    show_month();
    grid_->speak();
}

void MonthView::set_marks(Marks marks) {
    marks_ = std::move(marks);
    grid_->speak();
    grid_->Refresh();
}

void MonthView::go_to(Date day) {
    grid_->go_to(day);
}

Date MonthView::day() const {
    return grid_->day();
}

wxString MonthView::words_of(Date day) const {
    const auto mark = marks_.find(day);
    if (mark == marks_.end()) return to_wx(day.text());
    const std::string format = mark->second.count == 1 ? tr("{}: 1 falls due") : tr("{}: {} fall due");
    return to_wx(fmt::format(fmt::runtime(format), day.text(), mark->second.count));
}

void MonthView::show_month() {
    title_->SetLabelText(to_wx(month_in_words(grid_->day().year(), grid_->day().month())));
}

}  // namespace xinbu::gui
