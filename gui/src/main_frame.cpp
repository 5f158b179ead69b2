#include "main_frame.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/dialog.h>
#include <wx/infobar.h>
#include <wx/menu.h>
#include <wx/sizer.h>
#include <wx/splitter.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>

#include <algorithm>

#include "audit_dialog.hpp"
#include "check_dialog.hpp"
#include "detail_pane.hpp"
#include "dialogs.hpp"
#include "entry_dialog.hpp"
#include "import_dialog.hpp"
#include "navigation.hpp"
#include "plugins_dialog.hpp"
#include "record_table.hpp"
#include "settings.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "typed.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/session/render.hpp"

namespace xinbu::gui {
namespace {

constexpr const char* window_name = "main";
constexpr int debounce_ms = 150;
constexpr int note_ms = 8000;

// Permanent: scripts may send them.
enum Command {
    command_new = wxID_HIGHEST + 1,
    command_add,
    command_check,
    command_import,
    command_audit,
    command_lock,
    command_about_registry,
    command_plugins,
    command_english,
    command_chinese,
};

}  // namespace

MainFrame::MainFrame(std::shared_ptr<session::Registry> registry, std::function<void(bool again)> left)
    : wxFrame(nullptr, wxID_ANY, to_wx(tr("Xinbu"))), registry_(std::move(registry)), left_(std::move(left)) {
    SetName("main_frame");
    build_menu();
    CreateStatusBar(3);
    const int widths[] = {-3, -2, -2};
    SetStatusWidths(3, widths);
    GetStatusBar()->SetName("status");
    build();
    restore_window(this, window_name, 1280, 780);
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent& event) {
        if (event.CanVeto()) event.Veto();
        leave(false);
    });
    // A native table takes Ctrl+F for a search of its own, before the menu could see it.
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == 'F' && event.GetModifiers() == wxMOD_CONTROL) {
            search_->SetFocus();
        } else {
            event.Skip();
        }
    });
    search_timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { table_->search(to_utf8(search_->GetValue())); });
    note_timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { note_bar_->Dismiss(); });
    refresh_info();
}

void MainFrame::build_menu() {
    const auto add = [this](wxMenu* menu, int id, const char* label, std::function<void()> action) {
        menu->Append(id, to_wx(label));
        Bind(
            wxEVT_MENU, [action = std::move(action)](wxCommandEvent&) { action(); }, id);
    };
    auto* registry = new wxMenu;
    add(registry, wxID_OPEN, tr("&Open another…\tCtrl+O"), [this] { leave(true); });
    add(registry, command_lock, tr("&Lock\tCtrl+L"), [this] { leave(true); });
    registry->AppendSeparator();
    add(registry, command_import, tr("&Import…\tCtrl+I"), [this] { import(); });
    add(registry, command_audit, tr("&Audit…\tCtrl+U"), [this] { audit(); });
    add(registry, command_about_registry, tr("About this &registry…"), [this] { show_registry(); });
    registry->AppendSeparator();
    add(registry, wxID_EXIT, tr("&Quit\tCtrl+Q"), [this] { leave(false); });
    auto* record = new wxMenu;
    add(record, command_new, tr("&New record…\tCtrl+N"), [this] { new_record(); });
    add(record, command_add, tr("Add &entry…\tCtrl+E"), [this] { add_entry(); });
    add(record, command_check, tr("&Check…\tCtrl+K"), [this] { check(); });
    auto* view = new wxMenu;
    add(view, wxID_FIND, tr("&Find\tCtrl+F"), [this] { search_->SetFocus(); });
    add(view, wxID_REFRESH, tr("&Refresh\tF5"), [this] {
        table_->refresh(detail_->record() ? detail_->record()->id : std::string());
        refresh_info();
    });
    auto* languages = new wxMenu;
    languages->AppendRadioItem(command_english, "English");
    languages->AppendRadioItem(command_chinese, wxString::FromUTF8("中文"));
    languages->Check(language() == "zh_CN" ? command_chinese : command_english, true);
    Bind(
        wxEVT_MENU, [this](wxCommandEvent&) { set_language_choice("en"); }, command_english);
    Bind(
        wxEVT_MENU, [this](wxCommandEvent&) { set_language_choice("zh_CN"); }, command_chinese);
    view->AppendSubMenu(languages, to_wx(tr("&Language")));
    auto* help = new wxMenu;
    add(help, command_plugins, tr("&Plugins…"), [this] {
        PluginsDialog dialog(this, registry_->plugins());
        dialog.ShowModal();
    });
    add(help, wxID_ABOUT, tr("&About Xinbu"), [this] {
        show_message(this, to_wx("Xinbu " XINBU_VERSION),
                     to_wx(tr("Signed facts about labour-service brands.")));
    });
    auto* bar = new wxMenuBar;
    bar->Append(registry, to_wx(tr("&Registry")));
    bar->Append(record, to_wx(tr("Re&cord")));
    bar->Append(view, to_wx(tr("&View")));
    bar->Append(help, to_wx(tr("&Help")));
    SetMenuBar(bar);
}

void MainFrame::build() {
    content_ = new wxPanel(this);
    read_only_bar_ = new wxInfoBar(content_);
    read_only_bar_->SetName("read_only");
    note_bar_ = new wxInfoBar(content_);
    note_bar_->SetName("note");
    constexpr long style = wxSP_LIVE_UPDATE | wxSP_NOBORDER;
    outer_ = new wxSplitterWindow(content_, wxID_ANY, wxDefaultPosition, wxDefaultSize, style);
    inner_ = new wxSplitterWindow(outer_, wxID_ANY, wxDefaultPosition, wxDefaultSize, style);
    navigation_ = new Navigation(outer_, registry_->plugins().catalogue(),
                                 [this](const plugin::RecordType* type) { choose_type(type); });
    wxWindow* centre = build_centre(inner_);
    detail_ = new DetailPane(inner_, *registry_, [this] { add_entry(); });
    outer_->SetMinimumPaneSize(FromDIP(160));
    inner_->SetMinimumPaneSize(FromDIP(280));
    inner_->SetSashGravity(1.0);
    outer_->SplitVertically(navigation_, inner_,
                            static_cast<int>(remembered_number("navigation", FromDIP(230))));
    inner_->SplitVertically(centre, detail_, -static_cast<int>(remembered_number("detail", FromDIP(470))));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(read_only_bar_, wxSizerFlags().Expand());
    column->Add(note_bar_, wxSizerFlags().Expand());
    column->Add(outer_, wxSizerFlags(1).Expand());
    content_->SetSizer(column);
    auto* whole = new wxBoxSizer(wxVERTICAL);
    whole->Add(content_, wxSizerFlags(1).Expand());
    SetSizer(whole);
}

wxWindow* MainFrame::build_centre(wxWindow* parent) {
    auto* panel = new wxPanel(parent);
    title_ = heading(panel, {}, 6);
    identify(title_, "records.title");
    subtitle_ = quiet_text(panel, {});
    identify(subtitle_, "records.count");
    search_ = new wxSearchCtrl(panel, wxID_ANY);
    search_->SetDescriptiveText(to_wx(tr("Search")));
    search_->ShowCancelButton(true);
    identify(search_, "records.search", to_wx(tr("Search")));
    new_ = new wxButton(panel, wxID_ANY, to_wx(tr("&New…")));
    identify(new_, "records.new", to_wx(tr("New record")));
    add_style_class(new_, "suggested-action");
    table_ = new RecordTable(
        panel, *registry_,
        {[this] { update_title(); },
         [this](const session::RecordView* record) {
             detail_->show(record);
             update_actions();
         },
         [this] { detail_->SetFocus(); }, [this](const Error& error) { note(sentences(error)); }});
    auto* words = new wxBoxSizer(wxVERTICAL);
    words->Add(title_);
    words->Add(subtitle_, wxSizerFlags().Border(wxTOP, FromDIP(2)));
    auto* top = new wxBoxSizer(wxHORIZONTAL);
    top->Add(words, wxSizerFlags(2).CentreVertical());
    top->Add(search_, wxSizerFlags(3).CentreVertical().Border(wxLEFT, gap(this)));
    top->Add(new_, wxSizerFlags().CentreVertical().Border(wxLEFT, gap(this)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(top, wxSizerFlags().Expand().Border(wxALL, gap(this, 2)));
    column->Add(table_, wxSizerFlags(1).Expand());
    panel->SetSizer(column);

    search_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { search_timer_.StartOnce(debounce_ms); });
    search_->Bind(wxEVT_SEARCH_CANCEL, [this](wxCommandEvent&) { search_->Clear(); });
    search_->Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_ESCAPE) {
            search_->Clear();
        } else if (event.GetKeyCode() == WXK_DOWN) {
            table_->view()->SetFocus();
        } else {
            event.Skip();
        }
    });
    new_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { new_record(); });
    return panel;
}

void MainFrame::choose_type(const plugin::RecordType* type) {
    search_timer_.Stop();
    search_->ChangeValue({});
    detail_->show(nullptr);
    table_->show(type);
    update_title();
    update_actions();
}

void MainFrame::update_title() {
    const plugin::RecordType* type = table_->type();
    if (type == nullptr) return;
    title_->SetLabelText(to_wx(host::shown(type->plural)));
    std::string count = tr("counting…");
    if (!table_->counting()) {
        const auto whole = state_.info.records.find(type->kind);
        const std::string found = grouped(table_->count());
        count = search_->IsEmpty() || whole == state_.info.records.end()
                    ? (table_->count() == 1 ? std::string(tr("1 record"))
                                            : fmt::format(fmt::runtime(tr("{} records")), found))
                    : fmt::format(fmt::runtime(tr("{} of {} records")), found, grouped(whole->second));
    }
    subtitle_->SetLabelText(to_wx(count));
    title_->GetParent()->Layout();
}

void MainFrame::refresh_info() {
    worker_.run(
        [this](const std::atomic<bool>&) -> Result<State> {
            State state{take(registry_->info()), {}};
            for (const session::OperatorView& known : take(registry_->operators()))
                if (known.name == registry_->operator_name() && known.status == "active")
                    state.role = known.role;
            return state;
        },
        [this](Result<State> state) {
            if (!state) {
                note(sentences(state.error()));
                return;
            }
            state_ = std::move(*state);
            show_state();
        });
}

void MainFrame::show_state() {
    const session::Info& info = state_.info;
    SetTitle(to_wx(fmt::format("{} — {}", info.name, tr("Xinbu"))));
    navigation_->set_counts(info.records);
    SetStatusText(to_wx(fmt::format(fmt::runtime(tr("{} commits, {} entries")), grouped(info.commits),
                                    grouped(info.entries))),
                  1);
    SetStatusText(to_wx(fmt::format("{}  ·  {}", registry_->operator_name(), state_.role)), 2);
    if (!info.writable) {
        read_only_bar_->ShowMessage(wxControl::EscapeMnemonics(to_wx(fmt::format(
                                        fmt::runtime(tr("Read-only: {}")), info.read_only_reason))),
                                    wxICON_WARNING);
    }
    if (!state_known_) {
        state_known_ = true;
        table_->view()->SetFocus();
        // Start where there is something to see.
        for (const auto& declared : registry_->plugins().catalogue().record_types()) {
            const auto found = info.records.find(declared.type->kind);
            if (declared.provider->plugin == nullptr || found == info.records.end() || found->second == 0)
                continue;
            navigation_->choose(declared.type->kind);
            break;
        }
        if (table_->type() == nullptr && !registry_->plugins().catalogue().record_types().empty())
            navigation_->choose(registry_->plugins().catalogue().record_types().back().type->kind);
    }
    update_title();
    update_actions();
}

void MainFrame::update_actions() {
    const plugin::RecordType* type = table_->type();
    const bool writable = state_.info.writable && state_known_ && type != nullptr;
    std::vector<const plugin::EntryType*> of_kind;
    if (type != nullptr) of_kind = registry_->plugins().catalogue().entry_types_of(type->kind);
    const std::optional<session::RecordView>& record = detail_->record();
    const bool can_create = writable && !entry_types_for(of_kind, std::nullopt, state_.role).empty();
    const bool can_add = writable && record && !entry_types_for(of_kind, record->status, state_.role).empty();
    new_->Enable(can_create);
    detail_->allow_entries(can_add);
    GetMenuBar()->Enable(command_new, can_create);
    GetMenuBar()->Enable(command_add, can_add);
    GetMenuBar()->Enable(command_import, state_.info.writable && state_known_);
}

void MainFrame::after_change(const std::string& record, const wxString& what) {
    table_->refresh(record);
    refresh_info();
    note(what);
}

void MainFrame::note(const wxString& text) {
    SetStatusText(text.BeforeFirst('\n'), 0);
    note_bar_->ShowMessage(wxControl::EscapeMnemonics(text), wxICON_INFORMATION);
    note_timer_.StartOnce(note_ms);
}

void MainFrame::new_record() {
    const plugin::RecordType* type = table_->type();
    if (type == nullptr || !new_->IsEnabled()) return;
    EntryDialog dialog(this, *registry_, type->kind, nullptr, state_.role);
    if (dialog.ShowModal() != wxID_OK || !dialog.added()) return;
    const session::Added& added = *dialog.added();
    after_change(added.entries.empty() ? std::string() : added.entries.front().record,
                 to_wx(fmt::format(fmt::runtime(tr("Signed and stored as commit {}.")), added.sequence)));
}

void MainFrame::add_entry() {
    const std::optional<session::RecordView> record = detail_->record();
    if (!record || !GetMenuBar()->IsEnabled(command_add)) return;
    EntryDialog dialog(this, *registry_, record->type, &*record, state_.role);
    if (dialog.ShowModal() != wxID_OK || !dialog.added()) return;
    after_change(record->id, to_wx(fmt::format(fmt::runtime(tr("Signed and stored as commit {}.")),
                                               dialog.added()->sequence)));
}

void MainFrame::audit() {
    AuditDialog dialog(this, *registry_);
    dialog.ShowModal();
}

void MainFrame::import() {
    ImportDialog dialog(this, *registry_);
    dialog.ShowModal();
    if (dialog.changed_registry()) after_change({}, to_wx(tr("The import is stored.")));
}

void MainFrame::check() {
    const std::optional<session::RecordView> record = detail_->record();
    CheckDialog dialog(this, *registry_, record ? &*record : nullptr);
    dialog.ShowModal();
}

void MainFrame::show_registry() {
    const session::Info& info = state_.info;
    session::Lines lines{{tr("Organisation"), fmt::format("{} ({})", info.name, info.identifier)},
                         {tr("Kind"), info.kind},
                         {tr("Registry"), info.registry},
                         {tr("Fingerprint"), info.fingerprint},
                         {tr("Commits"), grouped(info.commits)},
                         {tr("Entries"), grouped(info.entries)},
                         {tr("Size"), fmt::format(fmt::runtime(tr("{} bytes")), grouped(info.bytes))}};
    if (info.checkpoint)
        lines.emplace_back(tr("Last checkpoint"),
                           fmt::format(fmt::runtime(tr("of {} commits")), info.checkpoint->size));
    if (!info.last_audit.empty()) lines.emplace_back(tr("Last audit"), info.last_audit);
    std::string text;
    for (const auto& [label, value] : lines)
        text += fmt::format(fmt::runtime(tr("{}: {}")), label, value) + "\n";
    show_message(this, to_wx(tr("About this registry")), to_wx(text));
}

void MainFrame::set_language_choice(const std::string& language) {
    choose_language(language);
    note(to_wx(tr("The language changes when the program is started next.")));
}

void MainFrame::leave(bool again) {
    // An open dialog lives on the stack of one of our functions: the frame must outlive it.
    const wxWindowList& children = GetChildren();
    const bool in_dialog = std::any_of(children.begin(), children.end(), [](wxWindow* child) {
        return dynamic_cast<wxDialog*>(child) != nullptr;
    });
    if (leaving_ || in_dialog) return;
    leaving_ = true;
    remember_window(this, window_name);
    remember_number("navigation", outer_->GetSashPosition());
    remember_number("detail", inner_->GetClientSize().GetWidth() - inner_->GetSashPosition());
    search_timer_.Stop();
    note_timer_.Stop();
    Hide();
    // The panes go first: their workers must not ask a registry that is being closed.
    content_->Destroy();
    worker_.run([this](const std::atomic<bool>&) { return registry_->close(); },
                [this, again](const Done& closed) {
                    if (!closed) show_error(nullptr, closed.error());
                    left_(again);
                    Destroy();
                });
}

}  // namespace xinbu::gui
