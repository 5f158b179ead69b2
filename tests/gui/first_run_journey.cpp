// The first run: nothing is named and nothing remembered. Somebody verifies a file that was sent, then makes
// a registry of his own, step by step.
#include <wx/checkbox.h>
#include <wx/stattext.h>
#include <wx/uiaction.h>

#include <filesystem>
#include <fstream>

#include "journey.hpp"
#include "main_frame.hpp"
#include "start_frame.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/loader.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* fresh_passphrase = "seven kilns under an old camphor tree";

struct Sent {
    fs::path file;
    std::string fingerprint;
};

/// A bundle of the demo's bank.
Sent send_a_bundle(const Folder& folder) {
    make_bank(folder / "sender");
    const host::Host plugins(XINBU_PLUGIN_DIR);
    const auto registry = must(session::Registry::open(folder / "sender", operator_name,
                                                       crypto::Secret(std::string_view(passphrase)),
                                                       session::Access::write, plugins));
    must(registry->create_bundle(folder / "sent.xinbu", {}));
    Sent sent{folder / "sent.xinbu", must(registry->info()).fingerprint};
    must(registry->close());
    return sent;
}

void verify(DrivenApp& app, const fs::path& file, const std::string& fingerprint, const char* verdict) {
    app.type("verify.file", gui::to_wx(file.string()));
    app.type("verify.fingerprint", gui::to_wx(fingerprint));
    app.click("verify.run");
    app.wait_until(std::string("the verdict is: ") + verdict, [verdict] {
        const auto* headline = find_as<wxStaticText>("verify.headline");
        return headline != nullptr && headline->GetLabelText().EndsWith(gui::to_wx(tr(verdict)));
    });
    app.expect(!app.text_of("verify.reason").empty(), "the verdict has its reason");
}

void verify_what_was_sent(DrivenApp& app, const Folder& folder) {
    const Sent sent = send_a_bundle(folder);
    app.click("start.verify");
    app.wait_for_window("verify_dialog");
    verify(app, sent.file, {}, "Unaltered, but from whom is not certain");
    app.expect(app.text_of("verify.facts").find(sent.fingerprint) != std::string::npos,
               "the fingerprint to compare is shown");
    verify(app, sent.file, sent.fingerprint, "Genuine");
    app.picture("first-run-verify");
    std::string bytes = read_file(sent.file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    std::ofstream(folder / "altered.xinbu", std::ios::binary) << bytes;
    app.type("verify.file", gui::to_wx((folder / "altered.xinbu").string()));
    app.click("verify.run");
    app.wait_until("an altered file is not called genuine", [] {
        const wxString shown = find_as<wxStaticText>("verify.headline")->GetLabelText();
        return shown.EndsWith(gui::to_wx(tr("Do not rely on this file"))) ||
               shown.EndsWith(gui::to_wx(tr("This file cannot be verified")));
    });
    std::ofstream(folder / "letter.txt") << "Dear colleague,\n";
    verify(app, folder / "letter.txt", {}, "Do not rely on this file");
    app.click("verify.close");
    app.wait_until_gone("verify_dialog");
}

bool ends_with(const char* control, const char* words) {
    const auto* label = find_as<wxStaticText>(control);
    return label != nullptr && label->GetLabelText().Contains(gui::to_wx(words));
}

void fill_the_form(DrivenApp& app, const fs::path& folder) {
    app.type("create.name", gui::to_wx("宜兴市紫砂行业协会"));
    app.type("create.identifier", "51320282MJ000000XX");
    app.wait_until("the right check character is told while typing",
                   [] { return ends_with("create.identifier.words", "L"); });
    app.type("create.identifier", "51320282mj000000xl");
    app.wait_until("small letters are no fault", [] {
        return ends_with("create.identifier.words", tr("The check characters are right."));
    });
    app.type("create.operator", "wang");
    app.type("create.passphrase", "too short");
    app.wait_until("a short passphrase is told of",
                   [] { return ends_with("create.strength", tr("the new passphrase")); });
    app.picture("first-run-weak");
    app.type("create.passphrase", fresh_passphrase);
    app.wait_until("a long one is strong", [] { return ends_with("create.strength", tr("strong")); });
    app.type("create.repeated", "seven kilns under an old camphor treee");
    app.wait_until("a slip is told of",
                   [] { return ends_with("create.strength", tr("The two passphrases differ.")); });
    app.type("create.repeated", fresh_passphrase);
    app.type("create.folder", gui::to_wx(folder.string()));
    app.picture("first-run-create");
}

/// By the keyboard: Enter is the button that makes the registry.
void press_enter(DrivenApp& app) {
    app.on_window([] { find("create.folder")->SetFocus(); });
    app.wait_until("the keyboard is in the form", [] {
        const wxWindow* focus = wxWindow::FindFocus();
        return focus != nullptr && focus->GetName() == "create.folder";
    });
    app.on_window([] {
        wxUIActionSimulator keyboard;
        keyboard.Char(WXK_RETURN);
    });
}

void create(DrivenApp& app, const Folder& folder) {
    app.click("start.create");
    app.wait_for_window("create_dialog");
    fill_the_form(app, folder / "own");
    press_enter(app);
    app.wait_for_window("create.recovery");
    const std::string recovery = app.text_of("create.recovery");
    app.expect(recovery.size() > 20, "the recovery passphrase is shown");
    app.expect(!app.on_window([] { return find("create.next")->IsEnabled(); }),
               "nobody goes on before the sheet is kept");
    app.picture("first-run-recovery");
    app.answer_file_chooser((folder / "sheet.pdf").string());
    app.click("create.save_sheet");
    app.wait_until("the sheet is saved", [&folder] { return fs::exists(folder / "sheet.pdf"); });
    app.expect(read_file(folder / "sheet.pdf").starts_with("%PDF-"), "as a PDF");
    app.wait_until("the dialog is at rest again", [] { return find("create.kept")->IsEnabled(); });
    app.on_window([] {
        auto* kept = find_as<wxCheckBox>("create.kept");
        kept->SetValue(true);
        wxCommandEvent event(wxEVT_CHECKBOX, kept->GetId());
        event.SetEventObject(kept);
        wxPostEvent(kept, event);
    });
    app.click("create.next");
    app.wait_for_window("main_frame");
    app.wait_until_gone("start_frame");
    const session::Info info = must(registry_of(app).info());
    app.expect_equal(info.name, "宜兴市紫砂行业协会", "the registry is of that organisation");
    app.expect_equal(info.identifier, "51320282MJ000000XL", "with its code as it is written");
    app.expect_equal(registry_of(app).operator_name(), "wang", "opened by its first operator");
    app.wait_for_window("home.import");
    app.picture("first-run-empty");
}

}  // namespace

void first_run(DrivenApp& app) {
    const Folder folder;
    app.wait_for_window("start_frame");
    app.wait_until("the keyboard is at the first door", [] {
        const wxWindow* focus = wxWindow::FindFocus();
        return focus != nullptr && focus->GetName() == "start.create";
    });
    app.picture("first-run-start");
    verify_what_was_sent(app, folder);
    create(app, folder);
    close_window(app);
}

}  // namespace xinbu::test
