// A short table of a report, on the screen: every cell shows all of its text, on several lines where it has
// to.
#pragma once

#include <wx/panel.h>

#include <functional>
#include <string>
#include <vector>

#include "report_content.hpp"

namespace xinbu::gui {

class FlowingText;

/// Cells can be selected with the pointer; the button below the table copies all of it. The cells that name a
/// record are links.
class TableGrid : public wxPanel {
public:
    using Open = std::function<void(const std::string& record)>;
    /// The table outlives the grid.
    TableGrid(wxWindow* parent, const ShownTable& table, const wxString& id, const Open& open);

    /// Whether a table is short enough for it.
    static bool fits(const ShownTable& table);
    /// Takes that width and becomes as high as its rows.
    void lay_out(int width);
    /// All of it, as it is copied.
    wxString text() const;

private:
    FlowingText* add_cell(const ShownCell& cell, const ShownTable::Column& column, bool is_total,
                          const Open& open);

    const ShownTable& table_;
    std::vector<std::vector<FlowingText*>> lines_;  ///< the headings first
};

/// Copies text to the clipboard.
void copy_to_clipboard(const wxString& text);

/// Widths for the columns of a table that is `width` wide: as wide as their words, but those that are too
/// wide give way, down to what can still be read. May come out wider than `width` where there are many.
std::vector<int> column_widths(const wxWindow* window, const ShownTable& table, int width, int padding);

}  // namespace xinbu::gui
