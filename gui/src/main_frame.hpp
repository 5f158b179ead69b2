// The main window: places to go at the left, beside them the records of one type with one of them in detail,
// or a page over all records.
#pragma once

#include <wx/frame.h>
#include <wx/timer.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxInfoBar;
class wxMenu;
class wxPanel;
class wxSearchCtrl;
class wxSimplebook;
class wxSplitterWindow;
class wxStaticText;

namespace xinbu::gui {

class DeadlinesPage;
class DetailPane;
class HomePage;
class Navigation;
class RecordTable;
class ReportsPage;
struct Place;

class MainFrame : public wxFrame {
public:
    /// `left` is called when the registry is closed: with true where another one is to be opened.
    MainFrame(std::shared_ptr<session::Registry> registry, std::function<void(bool again)> left);

    session::Registry& registry() const { return *registry_; }
    /// Shows that record among those of its type.
    void open_record(const std::string& record);
    /// Shows everything as of that day; without one, all that is known.
    void set_day(std::optional<plugin::Date> day);

private:
    struct State {
        session::Info info;
        std::string role;
        std::map<std::string, std::uint64_t> watched;  ///< by record kind
    };
    void build_menu();
    void add_command(wxMenu* menu, int id, const char* label, std::function<void()> action);
    wxMenu* build_registry_menu();
    wxMenu* build_record_menu();
    wxMenu* build_view_menu();
    wxMenu* build_help_menu();
    wxMenu* build_purpose_menu();
    void build();
    wxWindow* build_bars();
    wxWindow* build_centre(wxWindow* parent);
    wxWindow* build_records(wxWindow* parent);
    void go_to(const Place& place);
    void show_records(const plugin::RecordType* type, std::vector<session::Condition> where);
    void show_home();
    void show_deadlines();
    void show_reports();
    void show_page(wxWindow* page);
    void refresh();
    void update_title();
    void refresh_info();
    Result<State> read_state();
    void show_state();
    void choose_first_place();
    void update_actions();
    void after_change(const std::string& record, const wxString& what);
    void note(const wxString& text);

    void new_record();
    void add_entry();
    void watch();
    void audit();
    void import();
    void check();
    void run_check(const std::string& name);
    void search_everywhere();
    void verify(const std::string& file);
    void show_registry();
    void ask_for_day();
    void set_purpose(const std::string& code);
    void set_language_choice(const std::string& language);
    void leave(bool again);

    std::shared_ptr<session::Registry> registry_;
    std::function<void(bool again)> left_;
    State state_;
    session::AsOf as_of_;
    bool state_known_ = false, leaving_ = false;
    bool on_watch_list_ = false;
    wxPanel* content_ = nullptr;
    wxInfoBar* read_only_bar_ = nullptr;
    wxInfoBar* day_bar_ = nullptr;
    wxInfoBar* note_bar_ = nullptr;
    wxSplitterWindow* outer_ = nullptr;
    wxSplitterWindow* inner_ = nullptr;
    wxSimplebook* book_ = nullptr;
    Navigation* navigation_ = nullptr;
    RecordTable* table_ = nullptr;
    DetailPane* detail_ = nullptr;
    HomePage* home_ = nullptr;            ///< made when it is first gone to
    DeadlinesPage* deadlines_ = nullptr;  ///< likewise
    ReportsPage* reports_ = nullptr;      ///< likewise
    wxStaticText* title_ = nullptr;
    wxStaticText* subtitle_ = nullptr;
    wxSearchCtrl* search_ = nullptr;
    wxButton* all_ = nullptr;
    wxButton* new_ = nullptr;
    wxTimer search_timer_, note_timer_;
    Worker worker_;
};

}  // namespace xinbu::gui
