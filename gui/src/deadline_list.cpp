#include "deadline_list.hpp"

#include <fmt/format.h>
#include <wx/sizer.h>

#include <algorithm>

#include "cells.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

enum Column : unsigned { what, record, due, last_day, left, rule, consequence, basis, column_count };

wxString records_in_words(std::uint64_t count) {
    return to_wx(count == 1 ? std::string(tr("1 record"))
                            : fmt::format(fmt::runtime(tr("{} records")), grouped(count)));
}

}  // namespace

class DeadlineModel : public wxDataViewVirtualListModel {
public:
    explicit DeadlineModel(DeadlineList& list) : list_(list) {}
    unsigned GetColumnCount() const override { return column_count; }
    wxString GetColumnType(unsigned column) const override { return column == what ? look_type : "string"; }
    void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override {
        const DeadlineRow& line = list_.rows_[row];
        if (column == what) {
            value = variant_of(list_.look(line));
        } else if (line.one) {
            value = list_.text_of(list_.deadlines_[*line.one], column);
        } else {
            value = line.missing ? list_.text_of(list_.gaps_[*line.missing], column) : wxString();
        }
    }
    bool SetValueByRow(const wxVariant&, unsigned, unsigned) override { return false; }
    bool GetAttrByRow(unsigned row, unsigned column, wxDataViewItemAttr& attributes) const override {
        const DeadlineRow& line = list_.rows_[row];
        if (!line.one) return false;
        const session::DeadlineView& deadline = list_.deadlines_[*line.one].view;
        const bool is_past = column == left && deadline.days < 0;
        const bool is_doubtful = column == rule && deadline.rule_status == "unverified";
        if (!is_past && !is_doubtful) return false;
        attributes.SetColour(ink(is_past ? plugin::Tone::bad : plugin::Tone::attention));
        return true;
    }

private:
    DeadlineList& list_;
};

std::string days_left_in_words(std::int64_t days) {
    if (days == 0) return tr("today");
    return days > 0 ? grouped(static_cast<std::uint64_t>(days))
                    : fmt::format(fmt::runtime(tr("{} past")), grouped(static_cast<std::uint64_t>(-days)));
}

DeadlineList::DeadlineList(wxWindow* parent, Events events) : wxPanel(parent), events_(std::move(events)) {
    SetName("deadlines.panel");
    view_ = new wxDataViewCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxDV_SINGLE | wxBORDER_NONE);
    identify(view_, "deadlines.list", to_wx(tr("Deadlines")));
    prepare_view(view_);
    model_ = new DeadlineModel(*this);
    view_->AssociateModel(model_.get());
    add_columns();
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(view_, wxSizerFlags(1).Expand());
    SetSizer(column);
    show_tooltips(view_, [this](unsigned row, unsigned at) { return tooltip(row, at); });
    view_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) { selection_changed(); });
    view_->Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent&) {
        if (const ShownDeadline* deadline = selected()) events_.activated(*deadline);
    });
}

DeadlineList::~DeadlineList() {
    view_->AssociateModel(nullptr);
}

void DeadlineList::add_columns() {
    const auto add = [this](Column column, const char* title, wxAlignment align = wxALIGN_LEFT) {
        wxDataViewRenderer* renderer =
            column == what ? look_renderer()
                           : new wxDataViewTextRenderer("string", wxDATAVIEW_CELL_INERT, align);
        if (column != what) renderer->EnableEllipsize(wxELLIPSIZE_END);
        view_->AppendColumn(
            new wxDataViewColumn(to_wx(title), renderer, column, -1, align, wxDATAVIEW_COL_RESIZABLE));
    };
    add(what, tr("What falls due"));
    add(record, tr("Record"));
    add(due, tr("Due"));
    add(last_day, tr("Last day"));
    add(left, tr("Days left"), wxALIGN_RIGHT);
    add(rule, tr("Rule"));
    add(consequence, tr("Otherwise"));
    add(basis, tr("Legal basis"));
}

void DeadlineList::show(std::vector<ShownDeadline> deadlines, std::vector<session::DeadlineGap> gaps,
                        plugin::Date day) {
    std::vector<session::DeadlineView> views;
    for (const ShownDeadline& deadline : deadlines) views.push_back(deadline.view);
    deadlines_ = std::move(deadlines);
    gaps_ = std::move(gaps);
    rows_ = grouped_by_month(views, day, gaps_);
    selected_row_.reset();
    model_->Reset(static_cast<unsigned>(rows_.size()));
    fit_columns();
    if (rows_.size() > 1) {
        select_row(1);
    } else {
        events_.selected(nullptr, nullptr);
    }
}

CellLook DeadlineList::look(const DeadlineRow& row) const {
    CellLook look;
    if (row.one) {
        const session::DeadlineView& deadline = deadlines_[*row.one].view;
        look.words = to_wx(deadline.what);
        look.tone = tone_of_severity(deadline.severity);
        look.has_sign = true;
    } else if (row.missing) {
        look.words = to_wx(gaps_[*row.missing].message);
        look.tone = plugin::Tone::attention;
        look.has_sign = true;
    } else {
        look.words = to_wx(row.caption);
        look.is_strong = true;
    }
    return look;
}

void DeadlineList::fit_columns() {
    constexpr std::size_t rows_measured = 200;
    const int padding = FromDIP(28);
    for (unsigned at = 0; at < view_->GetColumnCount(); ++at) {
        wxDataViewColumn* column = view_->GetColumn(at);
        const unsigned model_column = column->GetModelColumn();
        const int sign = model_column == what ? GetCharHeight() : 0;
        int width = view_->GetTextExtent(column->GetTitle()).GetWidth();
        for (std::size_t i = 0; i < std::min(rows_measured, deadlines_.size()); ++i)
            width =
                std::max(width, sign + view_->GetTextExtent(text_of(deadlines_[i], model_column)).GetWidth());
        const int most = GetCharWidth() * (model_column == what ? 31 : 19);
        column->SetWidth(std::min(width, most) + padding);
    }
}

bool DeadlineList::choose(plugin::Date day) {
    const auto found = std::ranges::find_if(rows_, [&](const DeadlineRow& row) {
        return row.one && deadlines_[*row.one].view.due == day.text();
    });
    if (found == rows_.end()) return false;
    select_row(static_cast<std::size_t>(found - rows_.begin()));
    return true;
}

void DeadlineList::select_row(std::size_t row) {
    const wxDataViewItem item = model_->GetItem(static_cast<unsigned>(row));
    view_->SetCurrentItem(item);
    view_->Select(item);
    // The native view lays out its new rows first. With its caption, where that stands right above.
    CallAfter([this, row] {
        if (row >= rows_.size()) return;
        if (row > 0 && is_caption(row - 1))
            view_->EnsureVisible(model_->GetItem(static_cast<unsigned>(row - 1)));
        view_->EnsureVisible(model_->GetItem(static_cast<unsigned>(row)));
    });
    selection_changed();
}

const ShownDeadline* DeadlineList::selected() const {
    const bool is_deadline = selected_row_ && *selected_row_ < rows_.size() && rows_[*selected_row_].one;
    return is_deadline ? &deadlines_[*rows_[*selected_row_].one] : nullptr;
}

const session::DeadlineGap* DeadlineList::selected_gap() const {
    const bool is_gap = selected_row_ && *selected_row_ < rows_.size() && rows_[*selected_row_].missing;
    return is_gap ? &gaps_[*rows_[*selected_row_].missing] : nullptr;
}

void DeadlineList::selection_changed() {
    const wxDataViewItem item = view_->GetSelection();
    if (!item.IsOk()) return;
    std::size_t row = model_->GetRow(item);
    if (row >= rows_.size()) return;
    if (is_caption(row)) {
        // Captions are passed over, in the direction the arrow keys were going.
        const bool goes_up = selected_row_ && row < *selected_row_ && row > 0;
        row = goes_up ? row - 1 : row + 1;
        const wxDataViewItem next = model_->GetItem(static_cast<unsigned>(row));
        view_->Select(next);
        view_->SetCurrentItem(next);
    }
    if (selected_row_ == row) return;
    selected_row_ = row;
    events_.selected(selected(), selected_gap());
}

wxString DeadlineList::text_of(const ShownDeadline& deadline, unsigned column) const {
    const session::DeadlineView& view = deadline.view;
    switch (column) {
        case what:
            return to_wx(view.what);
        case record:
            return to_wx(deadline.title.empty() ? view.record : deadline.title);
        case due:
            return to_wx(view.due);
        case last_day:
            return to_wx(view.last_day);
        case left:
            return to_wx(days_left_in_words(view.days));
        case rule:
            return to_wx(rule_status_in_words(view.rule_status));
        case consequence:
            return to_wx(view.consequence);
        default:
            return to_wx(view.basis);
    }
}

wxString DeadlineList::text_of(const session::DeadlineGap& gap, unsigned column) const {
    if (column == what) return to_wx(gap.message);
    return column == record ? records_in_words(gap.records) : wxString();
}

wxString DeadlineList::tooltip(unsigned row, unsigned column) const {
    if (row >= rows_.size() || is_caption(row)) return {};
    if (rows_[row].missing) return text_of(gaps_[*rows_[row].missing], column);
    const ShownDeadline& deadline = deadlines_[*rows_[row].one];
    if (column == what)
        return to_wx(fmt::format("{} ({})", deadline.view.what, severity_in_words(deadline.view.severity)));
    return text_of(deadline, column);
}

}  // namespace xinbu::gui
