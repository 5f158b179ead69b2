// The menus of the main window.
#include <wx/menu.h>
#include <wx/srchctrl.h>

#include "dialogs.hpp"
#include "main_frame.hpp"
#include "main_frame_commands.hpp"
#include "navigation.hpp"
#include "plugins_dialog.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {

void MainFrame::build_menu() {
    auto* bar = new wxMenuBar;
    bar->Append(build_registry_menu(), to_wx(tr("&Registry")));
    bar->Append(build_record_menu(), to_wx(tr("Re&cord")));
    bar->Append(build_view_menu(), to_wx(tr("&View")));
    bar->Append(build_help_menu(), to_wx(tr("&Help")));
    SetMenuBar(bar);
}

void MainFrame::add_command(wxMenu* menu, int id, const char* label, std::function<void()> action) {
    menu->Append(id, to_wx(label));
    Bind(
        wxEVT_MENU, [action = std::move(action)](wxCommandEvent&) { action(); }, id);
}

wxMenu* MainFrame::build_registry_menu() {
    auto* menu = new wxMenu;
    add_command(menu, wxID_OPEN, tr("&Open another…\tCtrl+O"), [this] { leave(true); });
    add_command(menu, command_lock, tr("&Lock\tCtrl+L"), [this] { leave(true); });
    menu->AppendSeparator();
    add_command(menu, command_import, tr("&Import…\tCtrl+I"), [this] { import(); });
    add_command(menu, command_verify, tr("&Verify a file…\tCtrl+Shift+V"), [this] { verify({}); });
    add_command(menu, command_audit, tr("&Audit…\tCtrl+U"), [this] { audit(); });
    add_command(menu, command_about_registry, tr("About this &registry…"), [this] { show_registry(); });
    menu->AppendSeparator();
    add_command(menu, wxID_EXIT, tr("&Quit\tCtrl+Q"), [this] { leave(false); });
    return menu;
}

wxMenu* MainFrame::build_record_menu() {
    auto* menu = new wxMenu;
    add_command(menu, command_new, tr("&New record…\tCtrl+N"), [this] { new_record(); });
    add_command(menu, command_add, tr("Add &entry…\tCtrl+E"), [this] { add_entry(); });
    add_command(menu, command_watch, tr("&Watch…\tCtrl+B"), [this] { watch(); });
    add_command(menu, command_check, tr("&Check…\tCtrl+Shift+K"), [this] { check(); });
    return menu;
}

wxMenu* MainFrame::build_view_menu() {
    auto* menu = new wxMenu;
    add_command(menu, command_home, tr("&Home\tAlt+Home"),
                [this] { navigation_->choose({Place::Page::home}); });
    add_command(menu, command_deadlines, tr("&Deadlines\tCtrl+D"),
                [this] { navigation_->choose({Place::Page::deadlines}); });
    add_command(menu, command_reports, tr("R&eports\tCtrl+R"),
                [this] { navigation_->choose({Place::Page::reports}); });
    menu->AppendSeparator();
    add_command(menu, command_day, tr("As of a da&y…\tCtrl+T"), [this] { ask_for_day(); });
    menu->AppendSeparator();
    add_command(menu, command_search, tr("&Search everything…\tCtrl+K"), [this] { search_everywhere(); });
    add_command(menu, wxID_FIND, tr("&Find\tCtrl+F"), [this] { search_->SetFocus(); });
    add_command(menu, wxID_REFRESH, tr("&Refresh\tF5"), [this] { refresh(); });
    menu->AppendSubMenu(build_purpose_menu(), to_wx(tr("&Purpose of reading")));
    auto* languages = new wxMenu;
    languages->AppendRadioItem(command_english, "English");
    languages->AppendRadioItem(command_chinese, wxString::FromUTF8("中文"));
    languages->Check(language() == "zh_CN" ? command_chinese : command_english, true);
    Bind(
        wxEVT_MENU, [this](wxCommandEvent&) { set_language_choice("en"); }, command_english);
    Bind(
        wxEVT_MENU, [this](wxCommandEvent&) { set_language_choice("zh_CN"); }, command_chinese);
    menu->AppendSubMenu(languages, to_wx(tr("&Language")));
    return menu;
}

wxMenu* MainFrame::build_purpose_menu() {
    auto* menu = new wxMenu;
    std::vector<session::Purpose> all = session::purposes();
    all.insert(all.begin(),
               {std::string(session::purpose_unstated), session::purpose_label(session::purpose_unstated)});
    const std::string stated = registry_->purpose();
    int id = command_purpose;
    for (const session::Purpose& purpose : all) {
        menu->AppendRadioItem(id, to_wx(purpose.label));
        if (purpose.code == stated) menu->Check(id, true);
        const std::string code = purpose.code;
        Bind(
            wxEVT_MENU, [this, code](wxCommandEvent&) { set_purpose(code); }, id);
        ++id;
    }
    return menu;
}

wxMenu* MainFrame::build_help_menu() {
    auto* menu = new wxMenu;
    add_command(menu, command_plugins, tr("&Plugins…"), [this] {
        PluginsDialog dialog(this, registry_->plugins());
        dialog.ShowModal();
    });
    add_command(menu, wxID_ABOUT, tr("&About Xinbu"), [this] {
        show_message(this, to_wx("Xinbu " XINBU_VERSION),
                     to_wx(tr("Signed facts about labour-service brands.")));
    });
    return menu;
}

}  // namespace xinbu::gui
