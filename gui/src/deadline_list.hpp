// The list of what falls due, by month.
#pragma once

#include <wx/dataview.h>
#include <wx/panel.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "deadline_rows.hpp"

namespace xinbu::gui {

class DeadlineModel;

/// A deadline and the title of its record.
struct ShownDeadline {
    session::DeadlineView view;
    std::string title;
};

class DeadlineList : public wxPanel {
public:
    struct Events {
        std::function<void(const ShownDeadline*)> selected;  ///< null: none is
        std::function<void(const ShownDeadline&)> activated;
    };
    DeadlineList(wxWindow* parent, Events events);
    ~DeadlineList() override;

    /// By date; `day` is the day of the question.
    void show(std::vector<ShownDeadline> deadlines, plugin::Date day);
    /// Selects the first one that is due on that day; false where none is.
    bool choose(plugin::Date day);
    const ShownDeadline* selected() const;
    wxDataViewCtrl* view() const { return view_; }

private:
    friend class DeadlineModel;
    void add_columns();
    void fit_columns();
    void select_row(std::size_t row);
    void selection_changed();
    wxString text_of(const ShownDeadline& deadline, unsigned column) const;
    wxString tooltip(unsigned row, unsigned column) const;

    Events events_;
    std::vector<ShownDeadline> deadlines_;
    std::vector<DeadlineRow> rows_;
    std::optional<std::size_t> selected_row_;
    wxDataViewCtrl* view_;
    wxObjectDataPtr<DeadlineModel> model_;
};

/// "12", "today", "3 past".
std::string days_left_in_words(std::int64_t days);

}  // namespace xinbu::gui
