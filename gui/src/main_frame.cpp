#include "main_frame.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/infobar.h>
#include <wx/menu.h>
#include <wx/simplebook.h>
#include <wx/sizer.h>
#include <wx/splitter.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>
#include <wx/utils.h>

#include <algorithm>
#include <cstdlib>

#include "deadlines_page.hpp"
#include "detail_pane.hpp"
#include "file_drop.hpp"
#include "home_page.hpp"
#include "main_frame_commands.hpp"
#include "navigation.hpp"
#include "record_table.hpp"
#include "reports_page.hpp"
#include "settings.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "typed.hpp"
#include "watch.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/host/loader.hpp"

namespace xinbu::gui {
namespace {

constexpr int debounce_ms = 150;

}  // namespace

MainFrame::MainFrame(std::shared_ptr<session::Registry> registry, std::function<void(bool again)> left)
    : wxFrame(nullptr, wxID_ANY, to_wx(tr("Xinbu"))), registry_(std::move(registry)), left_(std::move(left)) {
    SetName("main_frame");
    // As on the command line; one that there is not leaves it unstated.
    if (const char* purpose = std::getenv("XINBU_PURPOSE"))
        static_cast<void>(registry_->set_purpose(purpose));
    build_menu();
    CreateStatusBar(3);
    const int widths[] = {-3, -2, -2};
    SetStatusWidths(3, widths);
    GetStatusBar()->SetName("status");
    build();
    restore_window(this, "main", 1280, 780);
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent& event) {
        if (event.CanVeto()) event.Veto();
        leave(false);
    });
    // A native table takes Ctrl+F for a search of its own, before the menu could see it.
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == 'F' && event.GetModifiers() == wxMOD_CONTROL &&
            search_->IsShownOnScreen()) {
            search_->SetFocus();
        } else {
            event.Skip();
        }
    });
    search_timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { table_->search(to_utf8(search_->GetValue())); });
    note_timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { note_bar_->Dismiss(); });
    refresh_info();
}

void MainFrame::build() {
    content_ = new wxPanel(this);
    content_->SetDropTarget(new FileDrop([this](FileDrop::Files files) {
        if (!files.empty()) verify(files.front().string());
    }));
    auto* column = new wxBoxSizer(wxVERTICAL);
    const auto add_bar = [&](const char* name) {
        auto* bar = new wxInfoBar(content_);
        bar->SetName(name);
        column->Add(bar, wxSizerFlags().Expand());
        return bar;
    };
    read_only_bar_ = add_bar("read_only");
    day_bar_ = add_bar("day_bar");
    // A bar's buttons know no mnemonics: the sign of one would stand in the text.
    day_bar_->AddButton(command_no_day,
                        wxStripMenuCodes(to_wx(tr("&No limit")), wxStrip_Mnemonics | wxStrip_CJKMnemonics));
    day_bar_->Bind(
        wxEVT_BUTTON, [this](wxCommandEvent&) { set_day(std::nullopt); }, command_no_day);
    note_bar_ = add_bar("note");
    constexpr long style = wxSP_LIVE_UPDATE | wxSP_NOBORDER;
    outer_ = new wxSplitterWindow(content_, wxID_ANY, wxDefaultPosition, wxDefaultSize, style);
    navigation_ = new Navigation(outer_, registry_->plugins().catalogue(),
                                 [this](const Place& place) { go_to(place); });
    book_ = new wxSimplebook(outer_);
    book_->AddPage(build_records(book_), {});
    outer_->SetMinimumPaneSize(FromDIP(160));
    const int wide_enough = std::max(FromDIP(230), GetCharWidth() * 30);
    outer_->SplitVertically(navigation_, book_,
                            static_cast<int>(remembered_number("navigation", wide_enough)));
    column->Add(outer_, wxSizerFlags(1).Expand());
    content_->SetSizer(column);
    auto* whole = new wxBoxSizer(wxVERTICAL);
    whole->Add(content_, wxSizerFlags(1).Expand());
    SetSizer(whole);
}

wxWindow* MainFrame::build_records(wxWindow* parent) {
    inner_ = new wxSplitterWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                                  wxSP_LIVE_UPDATE | wxSP_NOBORDER);
    inner_->SetMinimumPaneSize(FromDIP(280));
    inner_->SetSashGravity(1.0);
    wxWindow* centre = build_centre(inner_);
    detail_ = new DetailPane(inner_, *registry_,
                             {[this] { add_entry(); }, [this] { watch(); },
                              [this](const std::string& record) { open_record(record); },
                              [this](const wxString& text) { note(text); }});
    inner_->SplitVertically(centre, detail_, -static_cast<int>(remembered_number("detail", FromDIP(470))));
    return inner_;
}

wxWindow* MainFrame::build_centre(wxWindow* parent) {
    auto* panel = new wxPanel(parent);
    title_ = heading(panel, {}, 6);
    identify(title_, "records.title");
    subtitle_ = quiet_text(panel, {});
    identify(subtitle_, "records.count");
    all_ = new wxButton(panel, wxID_ANY, to_wx(tr("Show &all")));
    identify(all_, "records.all", to_wx(tr("Show all records of this type")));
    all_->Hide();
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
    top->Add(all_, wxSizerFlags().CentreVertical().Border(wxLEFT, gap(this)));
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
    all_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { show_records(table_->type(), {}); });
    return panel;
}

void MainFrame::go_to(const Place& place) {
    on_watch_list_ = place.page == Place::Page::watched;
    switch (place.page) {
        case Place::Page::records:
            show_records(place.type, {});
            break;
        case Place::Page::watched:
            show_records(place.type, watched_records(place.type->kind).where);
            break;
        case Place::Page::home:
            show_home();
            break;
        case Place::Page::deadlines:
            show_deadlines();
            break;
        case Place::Page::reports:
            show_reports();
            break;
    }
}

void MainFrame::show_records(const plugin::RecordType* type, std::vector<session::Condition> where) {
    show_page(inner_);
    search_timer_.Stop();
    search_->ChangeValue({});
    detail_->show(nullptr);
    table_->show(type, std::move(where));
    update_title();
    update_actions();
}

void MainFrame::show_home() {
    if (home_ == nullptr) {
        home_ = new HomePage(book_, *registry_,
                             {[this](const Place& place) { navigation_->choose(place); },
                              [this](const std::string& kind, const session::Condition& condition) {
                                  const plugin::RecordType* type =
                                      registry_->plugins().catalogue().record_type(kind);
                                  if (type == nullptr) return;
                                  on_watch_list_ = false;
                                  navigation_->mark({Place::Page::records, type});
                                  show_records(type, {condition});
                              },
                              [this] { import(); }, [this] { audit(); }, [this] { show_registry(); },
                              [this](const std::string& name) { run_check(name); },
                              [this](const Error& error) { note(sentences(error)); }});
        book_->AddPage(home_, {});
    }
    show_page(home_);
    home_->refresh(as_of_);
}

void MainFrame::show_deadlines() {
    if (deadlines_ == nullptr) {
        deadlines_ = new DeadlinesPage(book_, *registry_,
                                       {[this](const std::string& record) { open_record(record); },
                                        [this](const Error& error) { note(sentences(error)); }});
        book_->AddPage(deadlines_, {});
    }
    show_page(deadlines_);
    deadlines_->show(as_of_);
}

void MainFrame::show_reports() {
    if (reports_ == nullptr) {
        reports_ = new ReportsPage(book_, *registry_,
                                   {[this](const std::string& record) { open_record(record); },
                                    [this](const wxString& text) { note(text); }});
        book_->AddPage(reports_, {});
        reports_->set_day(as_of_);
    }
    show_page(reports_);
}

void MainFrame::show_page(wxWindow* page) {
    book_->ChangeSelection(static_cast<std::size_t>(book_->FindPage(page)));
    update_actions();
}

void MainFrame::open_record(const std::string& record) {
    const plugin::RecordType* type = registry_->plugins().catalogue().record_type(host::kind_of(record));
    if (type == nullptr) {
        note(to_wx(fmt::format(fmt::runtime(tr("No loaded plugin knows records such as {}.")), record)));
        return;
    }
    on_watch_list_ = false;
    navigation_->mark({Place::Page::records, type});
    show_records(type, {{"id", record}});
}

void MainFrame::set_day(std::optional<plugin::Date> day) {
    as_of_.day = day;
    if (day) {
        day_bar_->ShowMessage(
            to_wx(fmt::format(fmt::runtime(tr("As of {}: entries that take effect later do not count, and "
                                              "none can be added.")),
                              day->text())),
            wxICON_WARNING);
    } else {
        day_bar_->Dismiss();
    }
    detail_->set_moment(as_of_);
    table_->set_moment(as_of_, detail_->record() ? detail_->record()->id : std::string());
    if (reports_ != nullptr) reports_->set_day(as_of_);
    if (deadlines_ != nullptr && book_->GetCurrentPage() == deadlines_) deadlines_->show(as_of_);
    if (home_ != nullptr && book_->GetCurrentPage() == home_) home_->refresh(as_of_);
    update_actions();
}

void MainFrame::refresh() {
    if (deadlines_ != nullptr && book_->GetCurrentPage() == deadlines_) deadlines_->show(as_of_);
    if (home_ != nullptr && book_->GetCurrentPage() == home_) home_->refresh(as_of_);
    table_->refresh(detail_->record() ? detail_->record()->id : std::string());
    refresh_info();
}

void MainFrame::update_title() {
    const plugin::RecordType* type = table_->type();
    if (type == nullptr) return;
    const std::string plural = host::shown(type->plural);
    title_->SetLabelText(
        to_wx(on_watch_list_ ? fmt::format(fmt::runtime(tr("Watch list: {}")), plural) : plural));
    std::string count = tr("counting…");
    if (!table_->counting()) {
        const auto whole = state_.info.records.find(type->kind);
        const std::string found = grouped(table_->count());
        const bool is_whole = search_->IsEmpty() && (table_->shows_all() || on_watch_list_);
        count = is_whole || whole == state_.info.records.end()
                    ? (table_->count() == 1 ? std::string(tr("1 record"))
                                            : fmt::format(fmt::runtime(tr("{} records")), found))
                    : fmt::format(fmt::runtime(tr("{} of {} records")), found, grouped(whole->second));
    }
    subtitle_->SetLabelText(to_wx(count));
    all_->Show(!table_->shows_all() && !on_watch_list_);
    title_->GetParent()->Layout();
}

void MainFrame::refresh_info() {
    worker_.run([this](const std::atomic<bool>&) { return read_state(); },
                [this](Result<State> state) {
                    if (!state) {
                        note(sentences(state.error()));
                        return;
                    }
                    state_ = std::move(*state);
                    show_state();
                });
}

Result<MainFrame::State> MainFrame::read_state() {
    State state;
    state.info = take(registry_->info());
    for (const session::OperatorView& known : take(registry_->operators()))
        if (known.name == registry_->operator_name() && known.status == "active") state.role = known.role;
    const host::Catalogue& catalogue = registry_->plugins().catalogue();
    for (const auto& declared : catalogue.record_types())
        if (can_be_watched(catalogue, declared.type->kind))
            state.watched[declared.type->kind] = take(registry_->count(watched_records(declared.type->kind)));
    return state;
}

void MainFrame::show_state() {
    const session::Info& info = state_.info;
    SetTitle(to_wx(fmt::format("{} — {}", info.name, tr("Xinbu"))));
    navigation_->set_counts(info.records, state_.watched);
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
        choose_first_place();
    }
    update_title();
    update_actions();
}

void MainFrame::choose_first_place() {
    if (table_->type() != nullptr) return;  // somebody was quicker
    navigation_->choose({Place::Page::home});
}

void MainFrame::update_actions() {
    const plugin::RecordType* type = table_->type();
    const bool on_records = book_->GetCurrentPage() == inner_;
    // What is shown as of another day is no ground to sign on.
    const bool writable =
        state_.info.writable && state_known_ && type != nullptr && !as_of_.day && on_records;
    const host::Catalogue& catalogue = registry_->plugins().catalogue();
    std::vector<const plugin::EntryType*> of_kind;
    if (type != nullptr) of_kind = catalogue.entry_types_of(type->kind);
    const std::optional<session::RecordView>& record = detail_->record();
    const bool can_create = writable && !entry_types_for(of_kind, std::nullopt, state_.role).empty();
    const bool can_add = writable && record && !entry_types_for(of_kind, record->status, state_.role).empty();
    bool can_watch = false;
    if (writable && record) {
        const WatchEntries entries = watch_entries(catalogue, record->type);
        const plugin::EntryType* entry = is_watched(*record) ? entries.unwatch : entries.watch;
        can_watch = entry != nullptr && !entry_types_for({entry}, record->status, state_.role).empty();
    }
    new_->Enable(can_create);
    detail_->allow(can_add, can_watch);
    GetMenuBar()->Enable(command_new, can_create);
    GetMenuBar()->Enable(command_add, can_add);
    GetMenuBar()->Enable(command_watch, can_watch);
    GetMenuBar()->SetLabel(command_watch, to_wx(record && is_watched(*record) ? tr("Stop &watching…\tCtrl+B")
                                                                              : tr("&Watch…\tCtrl+B")));
    GetMenuBar()->Enable(command_import, state_.info.writable && state_known_);
}

}  // namespace xinbu::gui
