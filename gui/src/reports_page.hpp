// The reports that plugins declare: choose one, fill in what it asks for, look at it and save it.
#pragma once

#include <wx/panel.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "form.hpp"
#include "report_pane.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxDataViewListCtrl;

namespace xinbu::gui {

class ReportsPage : public wxPanel {
public:
    ReportsPage(wxWindow* parent, session::Registry& registry, ReportPane::Events events);

    /// The day that forms propose from now on.
    void set_day(const session::AsOf& as_of);
    bool asking() const { return pane_->asking(); }

private:
    /// A report as its form asks for it.
    struct Offered {
        std::string name;
        std::vector<plugin::Field> fields{};  ///< its own, and the dates
        bool is_periodic = false;
    };
    wxWindow* build_choice(wxWindow* parent);
    void choose(int row);
    plugin::Object known_dates(const Offered& report) const;
    void run();

    session::Registry& registry_;
    session::AsOf as_of_;
    std::vector<Offered> reports_;  ///< fixed from the start: forms point into it
    int chosen_ = -1;
    wxDataViewListCtrl* list_ = nullptr;
    Form* form_ = nullptr;
    wxButton* run_ = nullptr;
    ReportPane* pane_ = nullptr;
};

}  // namespace xinbu::gui
