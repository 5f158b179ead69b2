// The main window: record types at the left, their table, one record at the right.
#pragma once

#include <wx/frame.h>
#include <wx/timer.h>

#include <functional>
#include <memory>
#include <string>

#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxInfoBar;
class wxSearchCtrl;
class wxSplitterWindow;
class wxStaticText;

namespace xinbu::gui {

class DetailPane;
class Navigation;
class RecordTable;

class MainFrame : public wxFrame {
public:
    /// `left` is called when the registry is closed: with true where another one is to be opened.
    MainFrame(std::shared_ptr<session::Registry> registry, std::function<void(bool again)> left);

    session::Registry& registry() const { return *registry_; }

private:
    struct State {
        session::Info info;
        std::string role;
    };
    void build_menu();
    void build();
    wxWindow* build_centre(wxWindow* parent);
    void choose_type(const plugin::RecordType* type);
    void update_title();
    void refresh_info();
    void show_state();
    void update_actions();
    void after_change(const std::string& record, const wxString& what);
    void note(const wxString& text);

    void new_record();
    void add_entry();
    void audit();
    void import();
    void check();
    void show_registry();
    void set_language_choice(const std::string& language);
    void leave(bool again);

    std::shared_ptr<session::Registry> registry_;
    std::function<void(bool again)> left_;
    State state_;
    bool state_known_ = false, leaving_ = false;
    wxPanel* content_ = nullptr;
    wxInfoBar* read_only_bar_ = nullptr;
    wxInfoBar* note_bar_ = nullptr;
    wxSplitterWindow* outer_ = nullptr;
    wxSplitterWindow* inner_ = nullptr;
    Navigation* navigation_ = nullptr;
    RecordTable* table_ = nullptr;
    DetailPane* detail_ = nullptr;
    wxStaticText* title_ = nullptr;
    wxStaticText* subtitle_ = nullptr;
    wxSearchCtrl* search_ = nullptr;
    wxButton* new_ = nullptr;
    wxTimer search_timer_, note_timer_;
    Worker worker_;
};

}  // namespace xinbu::gui
