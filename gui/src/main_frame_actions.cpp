// What the menus and buttons of the main window do.
#include <fmt/format.h>
#include <wx/dialog.h>
#include <wx/infobar.h>
#include <wx/menu.h>
#include <wx/simplebook.h>
#include <wx/splitter.h>
#include <wx/srchctrl.h>

#include <algorithm>

#include "audit_dialog.hpp"
#include "check_dialog.hpp"
#include "confirm_dialog.hpp"
#include "day_dialog.hpp"
#include "detail_pane.hpp"
#include "dialogs.hpp"
#include "entry_dialog.hpp"
#include "home_page.hpp"
#include "import_dialog.hpp"
#include "lookup_dialog.hpp"
#include "main_frame.hpp"
#include "main_frame_commands.hpp"
#include "navigation.hpp"
#include "record_table.hpp"
#include "settings.hpp"
#include "texts.hpp"
#include "verify_dialog.hpp"
#include "watch.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/session/fingerprint.hpp"
#include "xinbu/session/render.hpp"

namespace xinbu::gui {
namespace {

constexpr int note_ms = 8000;

}  // namespace

void MainFrame::after_change(const std::string& record, const wxString& what) {
    table_->refresh(record);
    if (home_ != nullptr && book_->GetCurrentPage() == home_) home_->refresh(as_of_);
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
    if (type == nullptr || !GetMenuBar()->IsEnabled(command_new)) return;
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

void MainFrame::watch() {
    const std::optional<session::RecordView> record = detail_->record();
    if (!record || !GetMenuBar()->IsEnabled(command_watch)) return;
    const WatchEntries entries = watch_entries(registry_->plugins().catalogue(), record->type);
    const plugin::EntryType* entry = is_watched(*record) ? entries.unwatch : entries.watch;
    const plugin::Draft draft{entry->type, record->id, session::today().text(), {}};
    worker_.run([this, draft](const std::atomic<bool>&) { return registry_->preview(draft); },
                [this, id = record->id](Result<session::Preview> preview) {
                    if (!preview) {
                        note(sentences(preview.error()));
                        return;
                    }
                    ConfirmDialog dialog(this, *registry_, *preview, {});
                    if (dialog.ShowModal() != wxID_OK || !dialog.added()) return;
                    after_change(id, to_wx(fmt::format(fmt::runtime(tr("Signed and stored as commit {}.")),
                                                       dialog.added()->sequence)));
                });
}

void MainFrame::ask_for_day() {
    const std::optional<ChosenDay> chosen = choose_day(this, as_of_.day);
    if (chosen) set_day(chosen->day);
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

void MainFrame::run_check(const std::string& name) {
    CheckDialog dialog(this, *registry_, name);
    dialog.ShowModal();
}

void MainFrame::search_everywhere() {
    const std::string record = search_everything(this, *registry_);
    if (!record.empty()) open_record(record);
}

void MainFrame::verify(const std::string& file) {
    // Whose files are from one's own registry, or from one that was trusted before, needs nobody's word.
    worker_.run(
        [this](const std::atomic<bool>&) -> Result<std::vector<std::string>> {
            std::vector<std::string> trusted{take(registry_->info()).fingerprint};
            for (const session::FollowedView& followed : take(registry_->followed()))
                if (followed.trusted) trusted.push_back(followed.fingerprint);
            return trusted;
        },
        [this, file](Result<std::vector<std::string>> trusted) {
            VerifyDialog dialog(this, std::filesystem::path(file),
                                trusted ? *trusted : std::vector<std::string>());
            dialog.ShowModal();
        });
}

void MainFrame::show_registry() {
    const session::Info& info = state_.info;
    session::Lines lines{{tr("Organisation"), fmt::format("{} ({})", info.name, info.identifier)},
                         {tr("Kind"), info.kind},
                         {tr("Registry"), info.registry},
                         {tr("Fingerprint"), info.fingerprint},
                         {tr("Fingerprint in words"),
                          session::fingerprint_words(take(session::read_fingerprint(info.fingerprint)))},
                         {tr("Commits"), grouped(info.commits)},
                         {tr("Entries"), grouped(info.entries)},
                         {tr("Size"), fmt::format(fmt::runtime(tr("{} bytes")), grouped(info.bytes))}};
    if (info.checkpoint)
        lines.emplace_back(tr("Last checkpoint"),
                           fmt::format(fmt::runtime(tr("of {} commits")), info.checkpoint->size));
    if (info.audited) lines.emplace_back(tr("Last audit"), session::shown_verdict(info.audited->verdict));
    std::string text;
    for (const auto& [label, value] : lines)
        text += fmt::format(fmt::runtime(tr("{}: {}")), label, value) + "\n";
    show_message(this, to_wx(tr("About this registry")), to_wx(text));
}

void MainFrame::set_purpose(const std::string& code) {
    worker_.run([this, code](const std::atomic<bool>&) { return registry_->set_purpose(code); },
                [this, code](const Done& set) {
                    if (!set) {
                        note(sentences(set.error()));
                        return;
                    }
                    note(to_wx(fmt::format(fmt::runtime(tr("Read for: {}.")), session::purpose_label(code))));
                    // What was refused for want of a purpose is shown now.
                    refresh();
                });
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
    remember_window(this, "main");
    remember_number("navigation", outer_->GetSashPosition());
    if (inner_->IsShownOnScreen())
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
