#include "report_page.hpp"

#include <wx/sizer.h>

#include <algorithm>

#include "chart_view.hpp"
#include "flowing_text.hpp"
#include "style.hpp"
#include "table_grid.hpp"
#include "table_view.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

constexpr int heading_size = 2;
constexpr int title_size = 5;

/// The widest label, but never so wide that values have no room.
int label_width(const ShownFacts& facts, const wxWindow* window, int width) {
    int widest = 0;
    for (const ShownFact& fact : facts.facts)
        widest = std::max(widest, window->GetTextExtent(fact.label).GetWidth());
    return std::min(widest + 1, width * 2 / 5);
}

}  // namespace

ReportPage::ReportPage(wxWindow* parent, const wxString& id, bool with_title, Open open)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL),
      id_(id),
      with_title_(with_title),
      open_(std::move(open)) {
    identify(this, id, to_wx(tr("Report")));
    add_style_class(this, "xinbu-card");
    SetScrollRate(0, GetCharHeight());
    // A bar that comes and goes would change the width, and with it the height, without end.
    ShowScrollbars(wxSHOW_SB_NEVER, wxSHOW_SB_ALWAYS);
    // Later: what GTK is asked for while it hands out sizes can be lost.
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        CallAfter(&ReportPage::lay_out);
        event.Skip();
    });
}

void ReportPage::show(std::shared_ptr<const ShownReport> report) {
    // The windows point into the report that goes.
    SetSizer(nullptr);
    DestroyChildren();
    parts_.clear();
    counts_ = {};
    report_ = std::move(report);
    if (report_ != nullptr) build();
    laid_out_for_ = 0;
    lay_out();
    Scroll(0, 0);
}

void ReportPage::clear() {
    if (report_ != nullptr) show(nullptr);
}

void ReportPage::build() {
    SetSizer(new wxBoxSizer(wxVERTICAL));
    if (with_title_) {
        add_text(report_->title, ink(plugin::Tone::neutral), title_size, true, 0);
        if (!report_->subject.empty()) add_text(report_->subject, quiet_ink(), 0, false, gap(this) / 2);
    }
    if (!report_->doubt.empty()) add(ShownParagraph{report_->doubt, plugin::Tone::attention});
    for (const ShownSection& section : report_->sections) {
        if (!section.heading.empty())
            add_text(section.heading, ink(plugin::Tone::neutral), heading_size, true, gap(this, 2));
        for (const ShownBlock& block : section.blocks)
            std::visit([this](const auto& one) { add(one); }, block);
    }
    if (!report_->sources.empty())
        add_text(to_wx(tr("Sources")), ink(plugin::Tone::neutral), heading_size, true, gap(this, 2));
    for (const wxString& source : report_->sources) add_text(source, quiet_ink(), 0, false, gap(this) / 2);
    add_text(report_->made_from, quiet_ink(), -1, false, gap(this, 2));
    GetSizer()->AddSpacer(gap(this));
}

wxString ReportPage::next_name(const char* part, std::size_t& count) {
    return wxString::Format("%s.%s:%zu", id_, part, count++);
}

void ReportPage::add_text(const wxString& text, const wxColour& colour, int larger_by, bool is_bold,
                          int space) {
    auto* label = new FlowingText(this, text);
    wxFont font = label->GetFont();
    font.SetPointSize(font.GetPointSize() + larger_by);
    if (is_bold) font.SetWeight(wxFONTWEIGHT_BOLD);
    label->SetFont(font);
    label->SetForegroundColour(colour);
    if (is_bold) label->SetName(next_name("heading", counts_.headings));
    GetSizer()->Add(label, wxSizerFlags().Border(wxTOP, space));
    parts_.emplace_back([label](int width) { label->lay_out(width); });
}

template <class Part>
void ReportPage::add_part(Part* part) {
    GetSizer()->Add(part, wxSizerFlags().Border(wxTOP, gap(this)));
    parts_.emplace_back([part](int width) { part->lay_out(width); });
}

void ReportPage::add(const ShownParagraph& paragraph) {
    add_text(sign_of(paragraph.tone) + paragraph.text, ink(paragraph.tone), 0, false, gap(this));
}

FlowingText* ReportPage::value_of(const ShownFact& fact) {
    if (fact.cell.record.empty()) {
        auto* value = new FlowingText(this, sign_of(fact.cell.tone) + fact.cell.text);
        value->SetForegroundColour(ink(fact.cell.tone));
        return value;
    }
    auto* link =
        new FlowingLink(this, fact.cell.text, [open = open_, record = fact.cell.record] { open(record); });
    link->SetToolTip(to_wx(fact.cell.record));
    return link;
}

void ReportPage::add(const ShownFacts& facts) {
    auto* grid = new wxFlexGridSizer(2, gap(this) * 3 / 4, gap(this, 2));
    for (const ShownFact& fact : facts.facts) {
        auto* label = new FlowingText(this, fact.label);
        label->SetForegroundColour(quiet_ink());
        FlowingText* value = value_of(fact);
        value->SetName(next_name("fact", counts_.facts));
        auto* right = new wxBoxSizer(wxVERTICAL);
        right->Add(value);
        FlowingText* remark = fact.remark.empty() ? nullptr : new FlowingText(this, fact.remark);
        if (remark != nullptr) {
            remark->SetForegroundColour(quiet_ink());
            remark->SetFont(remark->GetFont().MakeSmaller());
            right->Add(remark);
        }
        grid->Add(label);
        grid->Add(right);
        parts_.emplace_back([this, label, value, remark, &facts](int width) {
            const int left = label_width(facts, this, width);
            const int rest = std::max(1, width - left - gap(this, 2));
            label->fill(left);
            value->lay_out(rest);
            if (remark != nullptr) remark->lay_out(rest);
        });
    }
    GetSizer()->Add(grid, wxSizerFlags().Border(wxTOP, gap(this)));
}

void ReportPage::add(const ShownTable& table) {
    if (!table.title.empty()) add_text(table.title, ink(plugin::Tone::neutral), 0, true, gap(this, 2));
    if (table.rows.empty()) {
        add_text(table.when_empty.empty() ? to_wx(tr("Nothing.")) : table.when_empty, quiet_ink(), 0, false,
                 gap(this));
        return;
    }
    const wxString name = next_name("table", counts_.tables);
    if (TableGrid::fits(table)) {
        add_part(new TableGrid(this, table, name, open_));
    } else {
        add_part(new TableView(this, table, name, open_));
    }
}

void ReportPage::add(const ShownChart& chart) {
    add_part(new ChartView(this, chart, next_name("chart", counts_.charts)));
}

void ReportPage::lay_out() {
    const int width = GetClientSize().GetWidth() - gap(this);
    if (GetSizer() == nullptr || width <= 0 || width == laid_out_for_) return;
    laid_out_for_ = width;
    for (const auto& fit : parts_) fit(width);
    FitInside();
    Layout();
}

}  // namespace xinbu::gui
