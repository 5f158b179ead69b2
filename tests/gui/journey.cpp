#include "journey.hpp"

#include <unistd.h>
#include <wx/dataview.h>
#include <wx/frame.h>
#include <wx/menu.h>
#include <wx/notebook.h>
#include <wx/stattext.h>

#include "flowing_text.hpp"
#include "main_frame.hpp"
#include "navigation.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/loader.hpp"

namespace xinbu::test {

namespace fs = std::filesystem;

namespace {

/// A pledge and a preservation, so that two things hold beside the patent's status.
constexpr const char* overlays_of_the_patent = R"([
 {"type": "ip.patent.event_recorded", "record": "patent/CN-202110000001.6", "effective": "2026-10-26",
  "data": {"event": "pledge", "date": "2026-10-26", "reference": "Y2026320000123", "until": "2028-10-19"}},
 {"type": "ip.patent.event_recorded", "record": "patent/CN-202110000001.6", "effective": "2026-11-02",
  "data": {"event": "freeze", "date": "2026-11-02", "until": "2029-11-01"}}])";

}  // namespace

std::string read_file(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Folder::Folder() {
    std::string pattern = (fs::temp_directory_path() / "xinbu-window-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
}

Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void make_bank(const fs::path& folder) {
    const host::Host plugins(XINBU_PLUGIN_DIR);
    session::NewRegistry wanted;
    wanted.folder = folder;
    wanted.name = "江南示范银行";
    wanted.identifier = "91320100MA0000023K";
    wanted.kind = "bank";
    wanted.operator_name = operator_name;
    wanted.passphrase = crypto::Secret(std::string_view(passphrase));
    wanted.cost = crypto::scrypt_floor;
    must(session::Registry::create(std::move(wanted), plugins));
    const auto registry =
        must(session::Registry::open(folder, operator_name, crypto::Secret(std::string_view(passphrase)),
                                     session::Access::write, plugins));
    const fs::path sample = XINBU_SAMPLE_DIR;
    const auto add = [&](const char* name) {
        const auto drafts = must(session::Registry::parse_drafts(read_file(sample / name), name));
        must(registry->add(drafts, name));
    };
    add("bank.json");
    session::ImportOptions options;
    options.map = sample / "trademarks.map.json";
    const session::Imported imported = must(registry->import("csv", {sample / "trademarks.csv"}, options));
    if (imported.added != 2) throw std::runtime_error("the two trademarks of the sample were not imported");
    for (const char* name : {"patent.json", "valuations.json", "commitment.json", "fee-paid.json",
                             "pledge.json", "pledge-registered.json"})
        add(name);
    must(
        registry->add(must(session::Registry::parse_drafts(overlays_of_the_patent, "overlays")), "overlays"));
    must(registry->close());
}

void choose_type(DrivenApp& app, const std::string& kind) {
    app.on_window([kind] { find_as<gui::Navigation>("navigation")->choose(kind); });
}

int row_of(DrivenApp& app, const std::string& list, int column, const std::string& wanted) {
    for (int row = 0; row < app.rows(list); ++row)
        if (app.cell(list, row, column) == wanted) return row;
    return -1;
}

void choose_menu(DrivenApp& app, const char* menu, const char* item) {
    app.on_window([menu, item] {
        auto* frame = find_as<wxFrame>("main_frame");
        const int id = frame->GetMenuBar()->FindMenuItem(gui::to_wx(tr(menu)), gui::to_wx(tr(item)));
        wxPostEvent(frame, wxCommandEvent(wxEVT_MENU, id));
    });
}

void show_entries(DrivenApp& app, const std::string& kind) {
    // The first record of a kind brings its overview to the front: turning to another page waits for it.
    app.wait_until("a record of kind " + kind + " is shown", [&kind] {
        const auto* id = find_as<wxStaticText>("detail.id");
        return id != nullptr && gui::to_utf8(id->GetLabelText()).starts_with(kind + "/");
    });
    app.on_window([] {
        auto* pages = find_as<wxNotebook>("detail.pages");
        pages->SetSelection(pages->GetPageCount() - 1);
    });
}

session::Registry& registry_of(DrivenApp& app) {
    return app.on_window(
        []() -> session::Registry& { return find_as<gui::MainFrame>("main_frame")->registry(); });
}

namespace {

bool says(const char* link, const std::string& words) {
    const auto* text = find_as<wxStaticText>(link);
    return text != nullptr && gui::to_utf8(text->GetLabelText()).find(words) != std::string::npos;
}

/// The page may be built anew at any moment: what is found has to be followed at once.
void follow(DrivenApp& app, const char* link) {
    app.wait_until(std::string(link) + " can be followed", [link] {
        auto* found = find_as<gui::FlowingLink>(link);
        if (found != nullptr) found->follow();
        return found != nullptr;
    });
}

}  // namespace

void look_at_home(DrivenApp& app) {
    app.wait_for_window("home.title");
    app.wait_until("two trademarks are on record", [] { return says("home.kind:trademark", "2"); });
    app.wait_until("and two deadlines are past", [] { return says("home.past", "2"); });
    app.wait_until("and what watches over the loans found two things",
                   [] { return says("home.watch:collateral.alerts", "2"); });
    app.picture(std::string("home-") + std::string(language()));
    follow(app, "home.kind:trademark");
    app.wait_until("the list of trademarks is behind the figure", [] {
        const auto* view = find_as<wxDataViewCtrl>("records.table");
        return view != nullptr && dynamic_cast<const wxDataViewListModel*>(view->GetModel())->GetCount() == 2;
    });
    choose_menu(app, "&View", "&Home\tAlt+Home");
    follow(app, "home.past");
    app.wait_for_window("deadlines.list");
    choose_menu(app, "&View", "&Home\tAlt+Home");
    app.wait_for_window("home.audit");
}

void close_window(DrivenApp& app) {
    app.on_window([] { find_as<wxFrame>("main_frame")->Close(); });
    app.wait_until_gone("main_frame");
}

}  // namespace xinbu::test
