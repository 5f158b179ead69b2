// One record: what its plugin has to say of it, its status, its fields, and every signed entry it was made
// of.
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
class wxNotebook;
class wxStaticText;

namespace xinbu::gui {

class BytesView;
class FactsView;
class FlowingText;
class ReportPane;

class DetailPane : public wxPanel {
public:
    struct Events {
        std::function<void()> add_entry, watch;               ///< by its buttons
        std::function<void(const std::string& record)> open;  ///< a link to another record
        std::function<void(const wxString&)> note;
    };
    DetailPane(wxWindow* parent, session::Registry& registry, Events events);

    /// Shows what is known at once and fetches the rest; null empties the pane.
    void show(const session::RecordView* record);
    const std::optional<session::RecordView>& record() const { return record_; }
    /// What is shown from now on is as of then.
    void set_moment(const session::AsOf& as_of) { as_of_ = as_of; }
    /// Whether entries may be added, and whether the record may be watched or no longer watched.
    void allow(bool entries, bool watching);

private:
    struct Loaded {
        session::RecordView record;
        std::vector<session::HistoryItem> history;
    };
    void build_head();
    wxWindow* build_entries(wxWindow* parent);
    void show_record();
    void show_head();
    void lay_out_head();
    void show_history();
    void show_bytes();
    /// The report of the record's type, where it has one, as the first page.
    void offer_report();
    void ask_report();
    void update_buttons();

    session::Registry& registry_;
    Events events_;
    session::AsOf as_of_;
    std::optional<session::RecordView> record_;
    std::vector<session::HistoryItem> history_;
    std::uint64_t asked_ = 0;
    bool entries_allowed_ = true, watching_allowed_ = false;
    std::string report_name_;     ///< of the first page; empty where there is none
    bool report_wanted_ = false;  ///< the first page still has to be asked for
    FlowingText* title_ = nullptr;
    FlowingText* status_ = nullptr;
    wxStaticText* id_ = nullptr;
    wxButton* add_ = nullptr;
    wxButton* watch_ = nullptr;
    wxNotebook* pages_ = nullptr;
    ReportPane* report_ = nullptr;
    FactsView* fields_ = nullptr;
    wxDataViewListCtrl* list_ = nullptr;
    BytesView* bytes_ = nullptr;
    Worker worker_;
};

}  // namespace xinbu::gui
