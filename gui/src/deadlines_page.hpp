// What falls due in all records: the list, a calendar beside it, and how the date of the selected one comes
// about.
#pragma once

#include <wx/panel.h>

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "deadline_list.hpp"
#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxChoice;
class wxGauge;
class wxStaticText;

namespace xinbu::gui {

class FactsView;
class MonthView;

class DeadlinesPage : public wxPanel {
public:
    struct Events {
        std::function<void(const std::string& record)> open;
        std::function<void(const Error&)> failed;
    };
    DeadlinesPage(wxWindow* parent, session::Registry& registry, Events events);

    /// Asks anew, for that moment.
    void show(const session::AsOf& as_of);
    bool asking() const { return is_asking_; }

private:
    struct Found {
        std::vector<ShownDeadline> deadlines;
        std::vector<session::DeadlineGap> gaps;
    };
    wxWindow* build_list(wxWindow* parent);
    wxWindow* build_side(wxWindow* parent);
    void ask();
    void finish(Result<Found> found);
    void explain(const ShownDeadline* deadline, const session::DeadlineGap* gap);

    session::Registry& registry_;
    Events events_;
    session::AsOf as_of_;
    bool is_asking_ = false;
    std::atomic<std::uint64_t> asked_ = 0;  ///< read by the worker too: it passes over what nobody waits for
    wxStaticText* count_ = nullptr;
    wxChoice* days_ = nullptr;
    wxGauge* gauge_ = nullptr;
    wxStaticText* step_ = nullptr;
    DeadlineList* list_ = nullptr;
    MonthView* month_ = nullptr;
    FactsView* facts_ = nullptr;
    wxButton* open_ = nullptr;
    Worker worker_;
};

}  // namespace xinbu::gui
