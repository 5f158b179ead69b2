// A report as it is shown: every text is there, so that nothing has to be asked of the registry while it is
// laid out.
#pragma once

#include <wx/string.h>

#include <variant>
#include <vector>

#include "xinbu/document/chart.hpp"
#include "xinbu/session/registry.hpp"

namespace xinbu::gui {

struct ShownCell {
    wxString text;
    plugin::Tone tone = plugin::Tone::neutral;
    std::string record{};  ///< the record that the text leads to; empty for any other cell
};
struct ShownParagraph {
    wxString text;
    plugin::Tone tone = plugin::Tone::neutral;
};
struct ShownFact {
    wxString label;
    ShownCell cell;
    wxString remark;
};
struct ShownFacts {
    std::vector<ShownFact> facts;
};
struct ShownTable {
    struct Column {
        wxString label;
        bool is_number = false;
    };
    wxString title;
    std::vector<Column> columns;
    std::vector<std::vector<ShownCell>> rows;
    bool has_total = false;  ///< the last row sums up
    wxString when_empty;
};
struct ShownChart {
    document::Chart chart;
    wxString words;
};
using ShownBlock = std::variant<ShownParagraph, ShownFacts, ShownTable, ShownChart>;

struct ShownSection {
    wxString heading;
    std::vector<ShownBlock> blocks;
};

struct ShownReport {
    session::ReportView made;  ///< what is written to files
    wxString title{}, subject{};
    wxString doubt{};  ///< empty where nothing speaks against it
    std::vector<ShownSection> sections{};
    std::vector<wxString> sources{};
    wxString made_from{};  ///< day and state of the ledger, one line
};

/// Asks the registry for the titles of records: for a worker's thread. Throws Failure.
ShownReport prepared(session::ReportView report);

/// Cells of a row, or rows, as text for the clipboard: tabs between cells, a line for each row.
wxString as_text(const ShownTable& table, const std::vector<std::size_t>& rows);

/// A sign before words of that tone, for where nothing can be drawn; empty for neutral.
wxString sign_of(plugin::Tone tone);

}  // namespace xinbu::gui
