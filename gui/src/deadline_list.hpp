// The list of what falls due, by month.
#pragma once

#include <wx/dataview.h>
#include <wx/panel.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cells.hpp"
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
        /// One of the two, or neither.
        std::function<void(const ShownDeadline*, const session::DeadlineGap*)> selected;
        std::function<void(const ShownDeadline&)> activated;
    };
    DeadlineList(wxWindow* parent, Events events);
    ~DeadlineList() override;

    /// By date; `day` is the day of the question. `gaps` is what could not be computed.
    void show(std::vector<ShownDeadline> deadlines, std::vector<session::DeadlineGap> gaps, plugin::Date day);
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
    bool is_caption(std::size_t row) const { return !rows_[row].one && !rows_[row].missing; }
    const session::DeadlineGap* selected_gap() const;
    CellLook look(const DeadlineRow& row) const;
    wxString text_of(const session::DeadlineGap& gap, unsigned column) const;
    wxString text_of(const ShownDeadline& deadline, unsigned column) const;
    wxString tooltip(unsigned row, unsigned column) const;

    Events events_;
    std::vector<ShownDeadline> deadlines_;
    std::vector<session::DeadlineGap> gaps_;
    std::vector<DeadlineRow> rows_;
    std::optional<std::size_t> selected_row_;
    wxDataViewCtrl* view_;
    wxObjectDataPtr<DeadlineModel> model_;
};

/// "12", "today", "3 past".
std::string days_left_in_words(std::int64_t days);

}  // namespace xinbu::gui
