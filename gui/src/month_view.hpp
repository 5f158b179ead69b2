// One month, with the days marked on which something is to be done.
//
// Drawn here: the native calendar takes its words from the system's locale, not from the language of the
// program, and hardly shows its marks.
#pragma once

#include <wx/panel.h>

#include <functional>
#include <map>

#include "deadline_rows.hpp"

class wxStaticText;

namespace xinbu::gui {

class DayGrid;

/// The arrow keys move by days and weeks, Page Up and Page Down by months, Home and End to the ends of the
/// month; Enter and a click choose. The day under the keyboard is read by screen readers.
class MonthView : public wxPanel {
public:
    using Marks = std::map<plugin::Date, DueOnDay>;
    MonthView(wxWindow* parent, plugin::Date day, const wxString& id,
              std::function<void(plugin::Date)> chosen);

    void set_marks(Marks marks);
    /// Goes to the day; tells nobody.
    void go_to(plugin::Date day);
    plugin::Date day() const;
    /// What a screen reader says of a day.
    wxString words_of(plugin::Date day) const;

private:
    friend class DayGrid;
    void show_month();

    Marks marks_;
    std::function<void(plugin::Date)> chosen_;
    wxStaticText* title_;
    DayGrid* grid_;
};

}  // namespace xinbu::gui
