// A long table of a report, on the screen.
#pragma once

#include <wx/dataview.h>
#include <wx/panel.h>

#include <functional>
#include <string>

#include "report_content.hpp"

namespace xinbu::gui {

class TableModel;

/// Rows can be selected and copied (Ctrl+C, all of them where none is); a cell that names a record leads to
/// it, by a click or by Enter on its row.
class TableView : public wxPanel {
public:
    using Open = std::function<void(const std::string& record)>;
    /// The table outlives the view.
    TableView(wxWindow* parent, const ShownTable& table, const wxString& id, Open open);
    ~TableView() override;

    /// Takes that width and becomes as high as its rows; of many rows a dozen are shown at once.
    void lay_out(int width);
    wxDataViewCtrl* view() const { return view_; }
    /// What Ctrl+C copies.
    wxString selected_text() const;
    void follow(unsigned row, unsigned column);

private:
    void copy() const;
    void follow_first_link();
    void show_menu();

    const ShownTable& table_;
    Open open_;
    wxDataViewCtrl* view_;
    wxObjectDataPtr<TableModel> model_;
};

}  // namespace xinbu::gui
