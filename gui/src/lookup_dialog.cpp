#include "lookup_dialog.hpp"

#include <wx/dialog.h>
#include <wx/sizer.h>
#include <wx/timer.h>

#include <algorithm>

#include "style.hpp"
#include "texts.hpp"
#include "worker.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/host/loader.hpp"

namespace xinbu::gui {
namespace {

constexpr std::uint64_t most_shown = 200;
constexpr int debounce_ms = 150;

class LookupDialog final : public wxDialog {
public:
    LookupDialog(wxWindow* parent, session::Registry& registry, const std::string& kind,
                 const wxString& title)
        : wxDialog(parent, wxID_ANY, title, wxDefaultPosition, wxDefaultSize,
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          registry_(registry),
          kind_(kind) {
        SetName("lookup_dialog");
        search_ = new wxSearchCtrl(this, wxID_ANY);
        search_->SetDescriptiveText(to_wx(tr("Search")));
        identify(search_, "lookup.search", to_wx(tr("Search")));
        list_ = list_view(this, "lookup.list", to_wx(tr("Records")));
        add_column(list_, to_wx(tr("Name")), 300);
        add_column(list_, to_wx(tr("Kind")), 120);
        add_column(list_, to_wx(tr("Record")), 240);
        auto* column = new wxBoxSizer(wxVERTICAL);
        column->Add(search_, wxSizerFlags().Expand().Border(wxALL, gap(this, 2)));
        column->Add(list_, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT, gap(this, 2)));
        column->Add(CreateStdDialogButtonSizer(wxOK | wxCANCEL),
                    wxSizerFlags().Expand().Border(wxALL, gap(this, 2)));
        SetSizer(column);
        SetSize(FromDIP(wxSize(720, 480)));
        CentreOnParent();
        FindWindow(wxID_OK)->Disable();
        search_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { timer_.StartOnce(debounce_ms); });
        timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { fill(); });
        list_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED,
                    [this](wxDataViewEvent&) { FindWindow(wxID_OK)->Enable(list_->GetSelectedRow() >= 0); });
        list_->Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent&) {
            if (list_->GetSelectedRow() >= 0) EndModal(wxID_OK);
        });
        // The keyboard stays where it types: arrows walk through what was found, Enter takes it.
        search_->Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
            const bool is_enter = event.GetKeyCode() == WXK_RETURN || event.GetKeyCode() == WXK_NUMPAD_ENTER;
            if (is_enter && list_->GetSelectedRow() >= 0) return EndModal(wxID_OK);
            const int step = event.GetKeyCode() == WXK_DOWN ? 1 : event.GetKeyCode() == WXK_UP ? -1 : 0;
            if (step == 0) {
                event.Skip();
                return;
            }
            select(std::clamp(list_->GetSelectedRow() + step, 0, list_->GetItemCount() - 1));
        });
        search_->SetFocus();
        fill();
    }
    std::string chosen() const {
        const int row = list_->GetSelectedRow();
        return row < 0 ? std::string() : ids_[static_cast<std::size_t>(row)];
    }

private:
    struct Found {
        std::string label, id;
        std::size_t place = 0;  ///< of its kind among the record types
    };
    void select(int row) {
        if (row < 0 || row >= list_->GetItemCount()) return;
        list_->SelectRow(static_cast<unsigned>(row));
        list_->EnsureVisible(list_->RowToItem(row));
        FindWindow(wxID_OK)->Enable();
    }
    const auto& types() const { return registry_.plugins().catalogue().record_types(); }
    std::size_t place_of(const std::string& kind) const {
        const auto at =
            std::ranges::find(types(), kind, [](const auto& declared) { return declared.type->kind; });
        return static_cast<std::size_t>(at - types().begin());
    }
    void fill() {
        const std::uint64_t asked = ++asked_;
        worker_.run(
            [this, text = to_utf8(search_->GetValue())](const std::atomic<bool>&) { return find(text); },
            [this, asked](Result<std::vector<Found>> found) {
                if (asked != asked_) return;
                list_->DeleteAllItems();
                ids_.clear();
                if (!found) return;
                for (const Found& record : *found) {
                    ids_.push_back(record.id);
                    const wxString kind = record.place < types().size()
                                              ? to_wx(host::shown(types()[record.place].type->label))
                                              : wxString();
                    add_row(list_, {to_wx(record.label), kind, to_wx(record.id)});
                }
                FindWindow(wxID_OK)->Disable();
                select(0);
            });
    }
    /// On the worker's thread.
    Result<std::vector<Found>> find(const std::string& text) {
        std::vector<Found> found;
        if (kind_.empty() && !text.empty()) {
            for (session::Hit& hit : take(registry_.search(text, most_shown)))
                found.push_back({std::move(hit.label), hit.id, place_of(std::string(host::kind_of(hit.id)))});
            std::ranges::stable_sort(found, {}, &Found::place);
            return found;
        }
        std::vector<std::string> kinds{kind_};
        if (kind_.empty()) {
            kinds.clear();
            for (const auto& declared : registry_.plugins().catalogue().record_types())
                if (declared.provider->plugin != nullptr) kinds.push_back(declared.type->kind);
        }
        for (const std::string& kind : kinds) {
            session::Query query;
            query.kind = kind;
            query.search = text;
            for (session::RecordView& record : take(registry_.list(query, 0, most_shown - found.size())))
                found.push_back({std::move(record.title), std::move(record.id), place_of(kind)});
            if (found.size() >= most_shown) break;
        }
        return found;
    }

    session::Registry& registry_;
    std::string kind_;
    wxSearchCtrl* search_;
    wxDataViewListCtrl* list_;
    std::vector<std::string> ids_;
    std::uint64_t asked_ = 0;
    wxTimer timer_;
    Worker worker_;
};

}  // namespace

std::string choose_record(wxWindow* parent, session::Registry& registry, const std::string& kind) {
    LookupDialog dialog(parent, registry, kind, to_wx(tr("Choose a record")));
    return dialog.ShowModal() == wxID_OK ? dialog.chosen() : std::string();
}

std::string search_everything(wxWindow* parent, session::Registry& registry) {
    LookupDialog dialog(parent, registry, {}, to_wx(tr("Search everything")));
    return dialog.ShowModal() == wxID_OK ? dialog.chosen() : std::string();
}

}  // namespace xinbu::gui
