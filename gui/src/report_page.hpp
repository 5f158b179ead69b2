// The content of a report: headings, facts, paragraphs, tables and drawings, one below the other.
#pragma once

#include <wx/scrolwin.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "report_content.hpp"

namespace xinbu::gui {

class FlowingText;

/// Everything in it is a native control or has words of its own. Its parts are named `<id>.heading:N`,
/// `<id>.fact:N`, `<id>.table:N` and `<id>.chart:N`, counted from 0 over the whole report.
class ReportPage : public wxScrolledWindow {
public:
    using Open = std::function<void(const std::string& record)>;
    /// `open` follows a link to a record. Without a title, the window around it tells what the report is
    /// about.
    ReportPage(wxWindow* parent, const wxString& id, bool with_title, Open open);

    void show(std::shared_ptr<const ShownReport> report);
    void clear();
    const std::shared_ptr<const ShownReport>& report() const { return report_; }

private:
    void build();
    void add(const ShownParagraph& paragraph);
    void add(const ShownFacts& facts);
    void add(const ShownTable& table);
    void add(const ShownChart& chart);
    void add_text(const wxString& text, const wxColour& colour, int larger_by, bool is_bold, int space);
    template <class Part>
    void add_part(Part* part);
    FlowingText* value_of(const ShownFact& fact);
    wxString next_name(const char* part, std::size_t& count);
    void lay_out();

    wxString id_;
    bool with_title_;
    Open open_;
    std::shared_ptr<const ShownReport> report_;
    std::vector<std::function<void(int width)>> parts_;  ///< fits a part into the width of the page
    struct Counts {
        std::size_t headings = 0, facts = 0, tables = 0, charts = 0;
    } counts_;
    int laid_out_for_ = 0;
};

}  // namespace xinbu::gui
