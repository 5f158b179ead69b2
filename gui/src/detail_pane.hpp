// One record: its status, its fields, and every signed entry it was made of.
#pragma once

#include <wx/panel.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxDataViewListCtrl;
class wxStaticText;

namespace xinbu::gui {

class BytesView;
class FactsView;

class DetailPane : public wxPanel {
public:
    /// `add_entry` is called by the pane's button.
    DetailPane(wxWindow* parent, session::Registry& registry, std::function<void()> add_entry);

    /// Shows what is known at once and fetches the rest; null empties the pane.
    void show(const session::RecordView* record);
    const std::optional<session::RecordView>& record() const { return record_; }
    /// Whether entries may be added at all.
    void allow_entries(bool allowed);

private:
    struct Loaded {
        session::RecordView record;
        std::vector<session::HistoryItem> history;
    };
    void show_record();
    void show_history();
    void show_bytes();

    session::Registry& registry_;
    std::optional<session::RecordView> record_;
    std::vector<session::HistoryItem> history_;
    std::uint64_t asked_ = 0;
    bool entries_allowed_ = true;
    wxStaticText* title_;
    wxStaticText* status_;
    wxStaticText* id_;
    FactsView* fields_;
    wxButton* add_;
    wxDataViewListCtrl* list_;
    BytesView* bytes_;
    Worker worker_;
};

}  // namespace xinbu::gui
