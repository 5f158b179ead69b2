// A report that is asked for, shown, and saved as a file.
#pragma once

#include <wx/panel.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "report_page.hpp"
#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxGauge;
class wxStaticText;

namespace xinbu::gui {

class FlowingText;

class ReportPane : public wxPanel {
public:
    /// What its menu sends; permanent, scripts may send them too.
    enum Command { save_pdf = wxID_HIGHEST + 101, save_html, save_xlsx, save_signed_pdf };

    struct Wanted {
        std::string name;
        std::vector<session::Condition> parameters;
        session::AsOf as_of;
        bool operator==(const Wanted&) const;
    };
    struct Events {
        std::function<void(const std::string& record)> open;
        std::function<void(const wxString&)> note;                       ///< something was done
        std::function<void(const Error&)> failed = [](const Error&) {};  ///< beside what the pane shows of it
    };
    ReportPane(wxWindow* parent, session::Registry& registry, const wxString& id, bool with_title,
               Events events);

    /// Makes the report beside the window and shows it; what was asked before is dropped. What is shown stays
    /// until then where it is the same report of the same thing.
    void ask(const Wanted& wanted);
    void clear();
    bool asking() const { return is_asking_; }

private:
    void finish(Result<std::shared_ptr<const ShownReport>> report);
    void show_problem(const wxString& text);
    void choose_format();
    void save(int command);
    void update();

    session::Registry& registry_;
    Events events_;
    Wanted wanted_;
    bool is_asking_ = false, is_saving_ = false;
    std::atomic<std::uint64_t> asked_ = 0;  ///< read by the worker too: it passes over what nobody waits for
    wxGauge* gauge_;
    wxTimer pulse_;
    wxButton* save_;
    FlowingText* problem_;
    ReportPage* page_;
    Worker worker_;
};

}  // namespace xinbu::gui
