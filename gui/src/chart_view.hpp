// One drawing of a report, on the screen.
#pragma once

#include <wx/window.h>

#include "report_content.hpp"

namespace xinbu::gui {

/// Takes the keyboard, so that a screen reader can stop at it and read its words.
class ChartView : public wxWindow {
public:
    /// The chart outlives the view.
    ChartView(wxWindow* parent, const ShownChart& chart, const wxString& id);
    /// Takes that width and becomes as high as the drawing is then.
    void lay_out(int width);
    const wxString& words() const { return chart_.words; }

private:
    document::ChartStyle style() const;
    void paint();

    const ShownChart& chart_;
};

}  // namespace xinbu::gui
