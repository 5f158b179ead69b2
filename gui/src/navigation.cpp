#include "navigation.hpp"

#include <wx/sizer.h>

#include <algorithm>

#include "style.hpp"
#include "texts.hpp"
#include "watch.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"

namespace xinbu::gui {
namespace {

/// Plugins declare no name of their own for people; these are the ones this program ships.
wxString caption(const host::Provider& provider) {
    if (provider.id == "core") return to_wx(tr("Registry"));
    if (provider.id == "brands") return to_wx(tr("Brands"));
    if (provider.id == "commitments") return to_wx(tr("Commitments"));
    if (provider.id == "ip_status") return to_wx(tr("Intellectual property"));
    if (provider.id == "collateral") return to_wx(tr("Collateral"));
    return to_wx(provider.id);
}

}  // namespace

class NavigationModel : public wxDataViewVirtualListModel {
public:
    explicit NavigationModel(Navigation& navigation) : navigation_(navigation) {}
    unsigned GetColumnCount() const override { return 2; }
    wxString GetColumnType(unsigned) const override { return "string"; }
    void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override {
        const Navigation::Line& line = navigation_.lines_[row];
        value = column == 0 ? (line.is_caption ? line.label : "   " + line.label) : line.count;
    }
    bool SetValueByRow(const wxVariant&, unsigned, unsigned) override { return false; }
    bool GetAttrByRow(unsigned row, unsigned column, wxDataViewItemAttr& attributes) const override {
        const bool is_caption = navigation_.lines_[row].is_caption;
        if (!is_caption && column == 0) return false;
        attributes.SetColour(quiet_ink());
        if (is_caption) attributes.SetBold(true);
        return true;
    }

private:
    Navigation& navigation_;
};

Navigation::Navigation(wxWindow* parent, const host::Catalogue& catalogue,
                       std::function<void(const Place&)> chosen)
    : wxPanel(parent), chosen_(std::move(chosen)) {
    add_lines(catalogue);
    view_ = new wxDataViewCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                               wxDV_SINGLE | wxDV_NO_HEADER | wxBORDER_NONE);
    SetName("navigation");
    identify(view_, "navigation.list", to_wx(tr("Pages and record types")));
    prepare_view(view_);
    model_ = new NavigationModel(*this);
    view_->AssociateModel(model_.get());
    view_->AppendTextColumn(wxString(), 0, wxDATAVIEW_CELL_INERT, FromDIP(170));
    view_->GetColumn(0)->GetRenderer()->EnableEllipsize(wxELLIPSIZE_END);
    view_->AppendTextColumn(wxString(), 1, wxDATAVIEW_CELL_INERT, FromDIP(56), wxALIGN_RIGHT);
    model_->Reset(static_cast<unsigned>(lines_.size()));
    add_style_class(this, "xinbu-side");
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(view_, wxSizerFlags(1).Expand());
    SetSizer(column);
    view_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) { selection_changed(); });
    view_->Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        CallAfter(&Navigation::fit_columns);
        event.Skip();
    });
}

void Navigation::fit_columns() {
    int count = GetTextExtent("999").GetWidth();
    for (const Line& line : lines_) count = std::max(count, GetTextExtent(line.count).GetWidth());
    count += FromDIP(8);
    view_->GetColumn(1)->SetWidth(count);
    view_->GetColumn(0)->SetWidth(std::max(FromDIP(80), view_->GetSize().GetWidth() - count - FromDIP(8)));
}

Navigation::~Navigation() {
    view_->AssociateModel(nullptr);
}

void Navigation::add_lines(const host::Catalogue& catalogue) {
    const auto add_caption = [this](const wxString& label) { lines_.push_back({label, {}, true, {}}); };
    const auto add = [this](const wxString& label, Place place) {
        lines_.push_back({label, {}, false, place});
    };
    add_caption(to_wx(tr("Overview")));
    add(to_wx(tr("Home")), {Place::Page::home});
    add(to_wx(tr("Deadlines")), {Place::Page::deadlines});
    add(to_wx(tr("Reports")), {Place::Page::reports});
    std::vector<const plugin::RecordType*> watchable;
    for (const auto& declared : catalogue.record_types())
        if (can_be_watched(catalogue, declared.type->kind)) watchable.push_back(declared.type);
    if (!watchable.empty()) add_caption(to_wx(tr("Watch list")));
    for (const plugin::RecordType* type : watchable)
        add(to_wx(host::shown(type->plural)), {Place::Page::watched, type});
    // The registry's own records last: they are the least looked at.
    std::vector<const host::Provider*> providers;
    for (const host::Provider& provider : catalogue.providers()) providers.push_back(&provider);
    std::stable_partition(providers.begin(), providers.end(),
                          [](const host::Provider* provider) { return provider->id != "core"; });
    for (const host::Provider* provider : providers) {
        if (provider->declaration.records.empty()) continue;
        add_caption(caption(*provider));
        for (const plugin::RecordType& type : provider->declaration.records)
            add(to_wx(host::shown(type.plural)), {Place::Page::records, &type});
    }
}

void Navigation::set_counts(const std::map<std::string, std::uint64_t>& records,
                            const std::map<std::string, std::uint64_t>& watched) {
    for (std::size_t row = 0; row < lines_.size(); ++row) {
        Line& line = lines_[row];
        if (line.place.type == nullptr) continue;
        const auto& counts = line.place.page == Place::Page::watched ? watched : records;
        const auto found = counts.find(line.place.type->kind);
        line.count = found != counts.end() ? to_wx(grouped(found->second)) : wxString();
        model_->RowChanged(static_cast<unsigned>(row));
    }
    fit_columns();
}

void Navigation::choose(const Place& place) {
    const int before = selected_;
    mark(place);
    if (selected_ != before) chosen_(place);
}

void Navigation::mark(const Place& place) {
    for (std::size_t row = 0; row < lines_.size(); ++row) {
        if (lines_[row].is_caption || lines_[row].place != place) continue;
        selected_ = static_cast<int>(row);
        const wxDataViewItem item = model_->GetItem(static_cast<unsigned>(row));
        view_->Select(item);
        view_->EnsureVisible(item);
        return;
    }
}

void Navigation::choose(const std::string& kind) {
    for (const Line& line : lines_)
        if (line.place.page == Place::Page::records && line.place.type != nullptr &&
            line.place.type->kind == kind)
            return choose(Place(line.place));
}

void Navigation::selection_changed() {
    const wxDataViewItem item = view_->GetSelection();
    if (!item.IsOk()) return;
    auto row = static_cast<int>(model_->GetRow(item));
    if (lines_[static_cast<std::size_t>(row)].is_caption) {
        // Captions are passed over, in the direction the arrow keys were going.
        row += row < selected_ ? -1 : 1;
        if (row < 0) row = 1;
        if (lines_[static_cast<std::size_t>(row)].is_caption) return;
        const wxDataViewItem next = model_->GetItem(static_cast<unsigned>(row));
        view_->Select(next);
        view_->SetCurrentItem(next);
    }
    if (row == selected_) return;
    selected_ = row;
    const Place place = lines_[static_cast<std::size_t>(row)].place;
    chosen_(place);
}

}  // namespace xinbu::gui
