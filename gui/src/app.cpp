#include "app.hpp"

#include <wx/toplevel.h>
#include <wx/translation.h>

#include <iostream>

#include "create_dialog.hpp"
#include "dialogs.hpp"
#include "main_frame.hpp"
#include "open_dialog.hpp"
#include "second_layout.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

/// wx's own words (Cancel, Copy, …) in the language of ours. A wxLocale would want an installed system
/// locale.
void translate_toolkit() {
    auto* translations = new wxTranslations;
    wxTranslations::Set(translations);
    translations->SetLanguage(wxString::FromUTF8(std::string(language())));
    if (language() != "en") translations->AddStdCatalog();
}

}  // namespace

bool App::OnInit() {
    SetAppName("xinbu");
    SetAppDisplayName("Xinbu");
    open_settings();
    // Here and not earlier: starting GTK has set the locale of the environment meanwhile.
    set_language(options_.language.empty() ? chosen_language() : options_.language, catalogue_folder());
    translate_toolkit();
    apply_style();
    plugins_ = std::make_unique<host::Host>(options_.plugins.empty() ? host::default_plugin_folder()
                                                                     : options_.plugins);

    if (options_.registry.empty()) {
        show_start();
    } else {
        ask_for_registry({options_.registry, options_.operator_name});
    }
    return true;
}

int App::FilterEvent(wxEvent& event) {
    if (event.GetEventType() == wxEVT_SHOW)
        if (auto* window = dynamic_cast<wxTopLevelWindow*>(event.GetEventObject())) lay_out_twice(window);
    return Event_Skip;
}

void App::show_start() {
    start_ = new StartFrame(
        {[this] { create_registry(); }, [this](const RecentRegistry& one) { ask_for_registry(one); }});
    start_->Show();
}

void App::create_registry() {
    CreateDialog dialog(start_, *plugins_);
    if (dialog.ShowModal() == wxID_OK) show_frame(dialog.registry(), dialog.place());
}

void App::ask_for_registry(const RecentRegistry& preset) {
    auto* dialog = new OpenDialog(*plugins_, preset, [this](std::shared_ptr<session::Registry> registry) {
        show_frame(std::move(registry), recent_registries().front());
    });
    dialog->Show();
    if (options_.passphrase_file.empty()) return;
    Result<crypto::Secret> passphrase = read_passphrase(options_.passphrase_file);
    options_.passphrase_file.clear();  // once: after locking, the passphrase is asked for
    if (passphrase) {
        dialog->unlock(std::move(*passphrase));
    } else {
        show_error(dialog, passphrase.error());
    }
}

void App::show_frame(std::shared_ptr<session::Registry> registry, const RecentRegistry& origin) {
    auto* frame = new MainFrame(std::move(registry), [this, origin](bool again) {
        if (again) ask_for_registry(origin);
    });
    frame->Show();
    frame->Raise();
    if (start_) start_->Close(true);
}

void App::OnAssertFailure(const wxChar* file, int line, const wxChar* function, const wxChar* condition,
                          const wxChar* message) {
    std::cerr << "xinbu-window: assertion failed: " << wxString(file).utf8_str() << ':' << line << ": "
              << wxString(function).utf8_str() << ": " << wxString(condition).utf8_str();
    if (message != nullptr) std::cerr << ": " << wxString(message).utf8_str();
    std::cerr << std::endl;
}

}  // namespace xinbu::gui
