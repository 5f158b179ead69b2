// The first page of an open registry: what has to be done today, how much there is of what matters to this
// kind of organisation, and how well the ledger is looked after. Every figure leads to the list behind it.
#pragma once

#include <wx/scrolwin.h>

#include <functional>
#include <string>
#include <vector>

#include "navigation.hpp"
#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxBoxSizer;

namespace xinbu::gui {

class FlowingText;

class HomePage : public wxScrolledWindow {
public:
    struct Events {
        std::function<void(const Place&)> go;
        /// The records of that kind that meet the condition.
        std::function<void(const std::string& kind, const session::Condition&)> list;
        std::function<void()> import, audit, registry;
        std::function<void(const std::string& name)> check;  ///< asks that check
        std::function<void(const Error&)> failed;
    };
    HomePage(wxWindow* parent, session::Registry& registry, Events events);

    /// Asks for everything anew; what was shown stays until the answers are there.
    void refresh(const session::AsOf& as_of);

private:
    struct Found {
        session::Info info;
        std::size_t to_approve = 0, waiting = 0;  ///< proposals: for this operator, and for others
    };
    struct Due {
        std::size_t past = 0, soon = 0;
        std::uint64_t not_computed = 0;
    };
    /// What a check says that watches over the registry.
    struct Watched {
        std::string name, label;
        std::size_t grave = 0, others = 0;  ///< findings that want something done today, or in time
    };
    Result<Found> read() const;
    void ask_watching_checks(std::uint64_t asked);
    void show_watched();
    void build(const Found& found);
    void show_due();
    void add_title(const Found& found);
    void add_tasks(const Found& found);
    void add_first_steps();
    void add_figures(const Found& found);
    void add_ledger(const Found& found);
    FlowingText* add_text(const wxString& text, bool is_quiet = false);
    void add_heading(const char* text);
    void add_link(const wxString& id, const wxString& text, std::function<void()> follow);
    void lay_out();

    session::Registry& registry_;
    Events events_;
    session::AsOf as_of_;
    std::uint64_t asked_ = 0;
    bool is_due_known_ = false;
    Due due_;
    std::vector<Watched> watched_;
    wxBoxSizer* column_ = nullptr;
    wxBoxSizer* due_lines_ = nullptr;
    wxBoxSizer* watched_lines_ = nullptr;
    std::vector<FlowingText*> texts_;
    Worker worker_;
};

}  // namespace xinbu::gui
