// gui_tests SCENARIO: the main journeys through the window, on a registry made of the demo's sample data.
#include <unistd.h>
#include <wx/dataview.h>
#include <wx/frame.h>
#include <wx/init.h>
#include <wx/menu.h>
#include <wx/stattext.h>
#include <wx/uiaction.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>

#include "bytes_view.hpp"
#include "driver.hpp"
#include "form.hpp"
#include "journey.hpp"
#include "main_frame.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::test {
namespace {

constexpr const char* association = "51320282MJ000000XL";

/// The bytes of an entry without its salt member, as the confirmation shows them.
std::string without_salt(const std::string& bytes) {
    const std::string member = "\"salt\":\"";
    const std::size_t at = bytes.find(member);
    if (at == std::string::npos) return bytes;
    const std::size_t end = bytes.find('"', at + member.size());
    return bytes.substr(0, at) + bytes.substr(end + 2);
}

void unlock(DrivenApp& app) {
    app.wait_for_window("open_dialog");
    app.type("open.passphrase", "not the passphrase at all");
    app.click("open.unlock");
    app.wait_until("the wrong passphrase is told of", [] {
        const auto* problem = find_as<wxStaticText>("open.problem");
        return problem != nullptr && !problem->GetLabelText().empty();
    });
    app.picture("open-refused");
    app.type("open.passphrase", passphrase);
    app.click("open.unlock");
    app.wait_for_window("main_frame");
    app.wait_for_window("home.title");
}

void read_and_search(DrivenApp& app) {
    choose_type(app, "trademark");
    app.wait_until("two trademarks are listed", [] {
        const auto* view = find_as<wxDataViewCtrl>("records.table");
        return dynamic_cast<const wxDataViewListModel*>(view->GetModel())->GetCount() == 2;
    });
    show_entries(app, "trademark");
    app.expect(row_of(app, "records.table", 0, "陶缘匠坊") >= 0, "the table shows the mark 陶缘匠坊");
    app.expect(!app.cell("records.table", 0, 1).empty(), "the table shows a status");
    app.wait_until("the first record's history is shown", [] {
        const auto* list = find_as<wxDataViewListCtrl>("detail.history");
        return list != nullptr && list->GetItemCount() > 0;
    });
    app.picture("trademarks");

    app.type("records.search", gui::to_wx("匠坊"));
    app.wait_until("the search leaves one trademark", [] {
        const auto* view = find_as<wxDataViewCtrl>("records.table");
        return dynamic_cast<const wxDataViewListModel*>(view->GetModel())->GetCount() == 1;
    });
    app.wait_until("the one found is shown in detail", [] {
        return find_as<wxStaticText>("detail.title")->GetLabelText() == gui::to_wx("陶缘匠坊");
    });
    app.wait_until("its history is shown", [] {
        const auto* bytes = find_as<gui::BytesView>("detail.bytes");
        return bytes != nullptr && bytes->bytes().find("40128867") != std::string::npos;
    });
    app.expect(app.text_of("detail.fields").find("宜兴陶缘紫砂有限公司") != std::string::npos,
               "the owner is among the fields");
    app.expect(app.text_of("detail.status").size() > 4, "the status is a word");
    app.expect(app.cell("detail.history", 0, 2) == operator_name, "the history names who signed");
    app.expect(app.text_of("detail.bytes").find("\"type\":\"ip.trademark.recorded\"") != std::string::npos,
               "the bytes are the entry");
}

/// With the keyboard, through the X server.
void search_with_the_keyboard(DrivenApp& app) {
    app.on_window([] { find_as<wxTopLevelWindow>("main_frame")->Raise(); });
    app.wait_until("the window is active",
                   [] { return find_as<wxTopLevelWindow>("main_frame")->IsActive(); });
    app.on_window([] {
        wxUIActionSimulator keyboard;
        keyboard.Char('F', wxMOD_CONTROL);
    });
    app.wait_until("Ctrl+F goes to the search", [] {
        const wxWindow* focused = wxWindow::FindFocus();
        const wxWindow* search = find("records.search");
        return focused != nullptr && (focused == search || focused->GetParent() == search);
    });
    app.on_window([] {
        wxUIActionSimulator keyboard;
        keyboard.Char('A', wxMOD_CONTROL);
        keyboard.Text("zzz");
    });
    app.wait_until("what was typed leaves no record", [] {
        const auto* view = find_as<wxDataViewCtrl>("records.table");
        return dynamic_cast<const wxDataViewListModel*>(view->GetModel())->GetCount() == 0;
    });
    app.on_window([] {
        wxUIActionSimulator keyboard;
        keyboard.Char(WXK_ESCAPE);
    });
    app.wait_until("Escape clears the search", [] {
        const auto* view = find_as<wxDataViewCtrl>("records.table");
        return dynamic_cast<const wxDataViewListModel*>(view->GetModel())->GetCount() == 2;
    });
}

/// By Ctrl+K, from wherever one is.
void search_everything(DrivenApp& app) {
    app.on_window([] {
        find_as<wxTopLevelWindow>("main_frame")->Raise();
        wxUIActionSimulator keyboard;
        keyboard.Char('K', wxMOD_CONTROL);
    });
    app.wait_for_window("lookup_dialog");
    app.type("lookup.search", gui::to_wx("匠坊"));
    app.wait_until("the mark is the first of what was found", [] {
        const auto* list = find_as<wxDataViewListCtrl>("lookup.list");
        return list->GetItemCount() == 1 && list->GetSelectedRow() == 0;
    });
    app.picture("search-everything");
    const std::string record = app.cell("lookup.list", 0, 2);
    app.on_window([] { find("lookup.search")->SetFocus(); });
    app.on_window([] {
        wxUIActionSimulator keyboard;
        keyboard.Char(WXK_RETURN);
    });
    app.wait_until_gone("lookup_dialog");
    app.wait_until("Enter opens it", [record] {
        const auto* id = find_as<wxStaticText>("detail.id");
        return id != nullptr && id->GetLabelText() == gui::to_wx(record);
    });
}

void sign_an_entry(DrivenApp& app) {
    choose_type(app, "organisation");
    app.click("records.new");
    app.wait_for_window("entry_dialog");
    app.type("field:/data/name", gui::to_wx("宜兴市紫砂行业协会"));
    app.type("field:/data/identifier", "51320282MJ000000XX");
    app.type("field:/effective", "2026-08-03");
    app.click("entry.continue");
    app.wait_until("the wrong check digit is told of beside its field", [] {
        const auto* editor = find_as<gui::FieldEditor>("editor:/data/identifier");
        return editor != nullptr && !editor->fault_text().empty();
    });
    app.picture("form-fault");
    app.type("field:/data/identifier", association);
    app.click("entry.continue");
    app.wait_for_window("confirm_dialog");
    const std::string shown = app.text_of("confirm.bytes");
    app.expect(shown.find(association) != std::string::npos,
               "the confirmation shows the text that is signed");
    app.expect(app.text_of("confirm.lines").find("宜兴市紫砂行业协会") != std::string::npos,
               "the confirmation shows the entry as a person reads it");
    app.picture("confirm");
    app.click("confirm.sign");
    app.wait_until_gone("confirm_dialog");
    app.wait_until_gone("entry_dialog");
    const std::string record = std::string("organisation/") + association;
    app.wait_until("the new record is selected", [record] {
        return find_as<wxStaticText>("detail.id")->GetLabelText() == gui::to_wx(record);
    });
    session::Registry& registry = registry_of(app);
    const auto history = must(registry.history(record));
    app.expect(history.size() == 1, "one entry was stored");
    if (!history.empty())
        app.expect_equal(without_salt(history.front().bytes), shown, "what was confirmed is what is stored");
}

void run_a_check(DrivenApp& app) {
    choose_type(app, "patent");
    app.wait_until("the patent is shown", [] {
        return find_as<wxStaticText>("detail.id")->GetLabelText() == "patent/CN-202110000001.6";
    });
    choose_menu(app, "Re&cord", "&Check…\tCtrl+Shift+K");
    app.wait_for_window("check_dialog");
    const auto wanted =
        app.on_window([] { return find_as<gui::MainFrame>("main_frame")->registry().checks(); });
    const auto found = std::ranges::find(wanted, "collateral.eligibility", &session::CheckInfo::name);
    app.expect(found != wanted.end(), "the check of collateral is offered");
    app.choose("check.name", static_cast<int>(found - wanted.begin()));
    app.wait_for_window("field:/pledgor");
    app.expect_equal(app.text_of("field:/right"), "patent/CN-202110000001.6",
                     "the selected right is asked about");
    app.type("field:/pledgor", "91320282MA0000015N");
    app.type("field:/pledgee", "91320100MA0000023K");
    app.type("field:/due", "2028-10-19");
    app.type("field:/principal", "300000000");
    app.type("field:/as_of", "2026-10-14");
    app.click("check.run");
    app.wait_until("the check answers", [] {
        const auto* list = find_as<wxDataViewListCtrl>("check.findings");
        return list != nullptr && list->GetItemCount() > 0;
    });
    app.picture("check");
    app.expect(app.text_of("check.verdict") != tr("Blocked"), "the patent with its fees paid is not blocked");
    app.click("check.close");
    app.wait_until_gone("check_dialog");
}

void look_at_the_rest(DrivenApp& app) {
    choose_menu(app, "&Help", "&Plugins…");
    app.wait_for_window("plugins_dialog");
    app.expect(app.rows("plugins.list") == 4, "four plugins are listed");
    app.expect_equal(app.cell("plugins.list", 0, 2), tr("loaded"), "the first plugin is loaded");
    app.picture("plugins");
    app.click("plugins.close");
    app.wait_until_gone("plugins_dialog");
    choose_menu(app, "&Registry", "&Import…\tCtrl+I");
    app.wait_for_window("import_dialog");
    app.picture("import");
    app.click("import.close");
    app.wait_until_gone("import_dialog");
}

/// The widest form there is: groups in lists, parties, choices, money.
void open_a_large_form(DrivenApp& app) {
    choose_type(app, "commitment");
    app.wait_until("the commitments are shown", [] {
        return find_as<wxStaticText>("detail.id")->GetLabelText().StartsWith("commitment/");
    });
    app.click("records.new");
    app.wait_for_window("entry_dialog");
    app.picture("form-large");
    app.click("entry.cancel");
    app.wait_until_gone("entry_dialog");
}

void audit(DrivenApp& app) {
    choose_menu(app, "&Registry", "&Audit…\tCtrl+U");
    app.wait_for_window("audit_dialog");
    app.wait_until("the audit ends", [] {
        const auto* verdict = find_as<wxStaticText>("audit.verdict");
        return verdict != nullptr && verdict->GetLabelText() != gui::to_wx(tr("Auditing…"));
    });
    app.picture("audit");
    app.expect_equal(app.text_of("audit.verdict"), tr("No error found"), "the audit finds no error");
    app.click("audit.stop");
    app.wait_until_gone("audit_dialog");
}

void whole_journey(DrivenApp& app) {
    unlock(app);
    look_at_home(app);
    read_and_search(app);
    search_with_the_keyboard(app);
    search_everything(app);
    sign_an_entry(app);
    open_a_large_form(app);
    run_a_check(app);
    look_at_the_rest(app);
    audit(app);
    close_window(app);
}

void in_chinese(DrivenApp& app) {
    app.wait_for_window("main_frame");
    look_at_home(app);
    choose_type(app, "trademark");
    app.wait_until("the heading is Chinese", [] {
        return find_as<wxStaticText>("records.title")->GetLabelText() == gui::to_wx("商标");
    });
    show_entries(app, "trademark");
    app.wait_until("a history is shown", [] {
        const auto* list = find_as<wxDataViewListCtrl>("detail.history");
        return list != nullptr && list->GetItemCount() > 0;
    });
    app.expect(app.text_of("records.new").starts_with("新建"), "the button is translated");
    choose_type(app, "patent");
    show_entries(app, "patent");
    app.wait_until("the patent's history is shown", [] {
        const auto* list = find_as<wxDataViewListCtrl>("detail.history");
        return list != nullptr && list->GetItemCount() > 1;
    });
    app.picture("window-zh");
    close_window(app);
}

}  // namespace
}  // namespace xinbu::test

int main(int argc, char** argv) {
    using namespace xinbu;
    const std::map<std::string, std::function<void(test::DrivenApp&)>> scenarios{
        {"window", test::whole_journey},     {"language", test::in_chinese},
        {"rights", test::rights_in_english}, {"rights_zh", test::rights_in_chinese},
        {"first_run", test::first_run},      {"first_run_zh", test::first_run}};
    const std::string scenario = argc > 1 ? argv[1] : "window";
    if (!scenarios.contains(scenario)) {
        std::cerr << "no such scenario: " << scenario << '\n';
        return 2;
    }
    const test::Folder folder;
    gui::Options options;
    options.registry = (folder / "bank").string();
    options.operator_name = test::operator_name;
    options.plugins = XINBU_PLUGIN_DIR;
    options.language = "en";
    try {
        set_language("en", gui::catalogue_folder());
        test::make_bank(folder / "bank");
    } catch (const std::exception& thrown) {
        std::cerr << "FAILED: the registry could not be made: " << thrown.what() << '\n';
        return 1;
    }
    if (scenario.starts_with("first_run")) {
        options.registry.clear();
        options.operator_name.clear();
        options.language = scenario == "first_run" ? "en" : "zh_CN";
    } else if (scenario != "window") {
        options.language = scenario == "rights" ? "en" : "zh_CN";
        options.passphrase_file = (folder / "passphrase").string();
        std::ofstream(options.passphrase_file) << test::passphrase << '\n';
    }
    wxApp::SetInstance(new test::DrivenApp(options, scenarios.at(scenario)));
    int toolkit_argc = 1;
    wxEntry(toolkit_argc, argv);
    if (test::DrivenApp::failures() == 0) std::cout << "passed: " << scenario << '\n';
    return test::DrivenApp::failures() == 0 ? 0 : 1;
}
