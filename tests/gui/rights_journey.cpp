// What the window shows of rights: the register with its signs, bars and badges, the page of one right, what
// falls due, the watch list, reports, and all of it as of another day.
#include <wx/button.h>
#include <wx/frame.h>
#include <wx/notebook.h>
#include <wx/stattext.h>
#include <wx/uiaction.h>

#include <filesystem>

#include "chart_view.hpp"
#include "deadline_list.hpp"
#include "journey.hpp"
#include "main_frame.hpp"
#include "month_view.hpp"
#include "navigation.hpp"
#include "report_page.hpp"
#include "report_pane.hpp"
#include "table_grid.hpp"
#include "texts.hpp"
#include "watch.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/loader.hpp"

namespace xinbu::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* patent = "patent/CN-202110000001.6";

const gui::ReportPage* shown_report(const std::string& name) {
    const auto* page = find_as<gui::ReportPage>(name);
    return page != nullptr && page->report() != nullptr ? page : nullptr;
}

bool is_listed(const std::string& list, unsigned count) {
    const auto* view = find_as<wxDataViewCtrl>(list);
    const auto* model =
        view != nullptr ? dynamic_cast<const wxDataViewListModel*>(view->GetModel()) : nullptr;
    return model != nullptr && model->GetCount() == count;
}

void look_at_the_register(DrivenApp& app) {
    choose_type(app, "patent");
    app.wait_until("the patent is listed", [] { return is_listed("records.table", 1); });
    for (const char* heading : {tr("Status"), tr("Term left"), tr("Also")}) {
        const int column = app.column_of("records.table", heading);
        app.expect(column > 0, std::string("the register has a column ") + heading);
        const std::string shown = app.cell("records.table", 0, column);
        app.expect(!shown.empty(), std::string("it says something under ") + heading);
        app.expect_equal(app.spoken_cell("records.table", 0, column), shown,
                         std::string("a screen reader is told the same under ") + heading);
    }
    const std::string left = app.cell("records.table", 0, app.column_of("records.table", tr("Term left")));
    app.expect(left.find("2041-05-17") != std::string::npos, "what is left of the term names its last day");
    app.picture("rights-register");
}

void read_the_page(DrivenApp& app) {
    app.wait_until("the page of the right is shown", [] { return shown_report("detail.report") != nullptr; });
    app.on_window([&app] {
        const gui::ReportPage* page = shown_report("detail.report");
        app.expect(!page->report()->sections.empty(), "the report has sections");
        const auto* chart = find_as<gui::ChartView>("detail.report.chart:0");
        app.expect(chart != nullptr && !chart->words().empty(), "its timeline is drawn, and has words");
        const auto* table = find_as<gui::TableGrid>("detail.report.table:0");
        app.expect(table != nullptr && table->text().Contains("\t"), "a table can be copied");
    });
    app.picture("rights-page");
    app.on_window([] { find_as<wxNotebook>("detail.pages")->SetSelection(1); });
    app.wait_until("the signed history is shown", [] {
        const auto* list = find_as<wxDataViewListCtrl>("detail.history");
        return list != nullptr && list->GetItemCount() > 1;
    });
    app.on_window([] { find_as<wxNotebook>("detail.pages")->SetSelection(0); });
}

void save_as(DrivenApp& app, const std::string& pane, int command, const fs::path& file,
             const std::string& begin) {
    const std::string button = pane.substr(0, pane.rfind('.')) + ".save";
    app.wait_until("the report can be saved", [button] {
        const wxWindow* save = find(button);
        return save != nullptr && save->IsEnabled();
    });
    app.answer_file_chooser(file.string());
    app.on_window([pane, command] {
        wxWindow* window = find(pane);
        wxPostEvent(window, wxCommandEvent(wxEVT_MENU, command));
    });
    app.wait_until(file.filename().string() + " is saved", [file] { return fs::exists(file); });
    app.expect(read_file(file).starts_with(begin), file.filename().string() + " is what it is named");
}

void watch_the_patent(DrivenApp& app) {
    app.click("detail.watch");
    app.wait_for_window("confirm_dialog");
    app.expect(app.text_of("confirm.bytes").find("ip.patent.watched") != std::string::npos,
               "the star is signed like any other entry");
    app.picture("rights-watch");
    app.click("confirm.sign");
    app.wait_until_gone("confirm_dialog");
    app.wait_until("the star is full", [] {
        return find_as<wxButton>("detail.watch")->GetLabelText().StartsWith(gui::to_wx("★"));
    });
    app.expect(gui::is_watched(must(registry_of(app).show(patent))), "the record is watched");
    app.on_window([] {
        const auto& frame = *find_as<gui::MainFrame>("main_frame");
        const plugin::RecordType* type = frame.registry().plugins().catalogue().record_type("trademark");
        find_as<gui::Navigation>("navigation")->choose({gui::Place::Page::watched, type});
    });
    app.wait_until("no trademark is watched", [] { return is_listed("records.table", 0); });
    app.on_window([] {
        const auto& frame = *find_as<gui::MainFrame>("main_frame");
        const plugin::RecordType* type = frame.registry().plugins().catalogue().record_type("patent");
        find_as<gui::Navigation>("navigation")->choose({gui::Place::Page::watched, type});
    });
    app.wait_until("the watch list holds the patent", [] { return is_listed("records.table", 1); });
    app.wait_until("which is shown",
                   [] { return find_as<wxStaticText>("detail.id")->GetLabelText() == patent; });
}

void look_at_deadlines(DrivenApp& app) {
    choose_menu(app, "&View", "&Deadlines\tCtrl+D");
    app.wait_for_window("deadlines.list");
    app.choose("deadlines.days", 2);
    app.wait_until("something falls due within a year", [] {
        const auto* list = find_as<gui::DeadlineList>("deadlines.panel");
        return list != nullptr && list->selected() != nullptr;
    });
    app.expect(app.rows("deadlines.list") > 1, "there is a caption and what is due below it");
    app.expect_equal(app.spoken_cell("deadlines.list", 1, 0), app.cell("deadlines.list", 1, 0),
                     "a screen reader is told what falls due");
    const auto first =
        app.on_window([] { return find_as<gui::DeadlineList>("deadlines.panel")->selected()->view; });
    const std::string facts = app.text_of("deadlines.facts");
    app.expect(facts.find(first.due) != std::string::npos, "the explanation names the day");
    for (const std::string& step : first.explanation)
        app.expect(facts.find(step) != std::string::npos, "every step of the computation is told: " + step);
    const plugin::Date due = *plugin::Date::parse(first.due);
    app.on_window([&app, due] {
        const auto* month = find_as<gui::MonthView>("deadlines.month");
        app.expect(month->day() == due, "the calendar goes to its day");
        app.expect(month->words_of(due).length() > due.text().size(), "the day is marked, and says so");
    });
    app.picture("rights-deadlines");
    app.click("deadlines.open");
    app.wait_until("its record is opened", [record = first.record] {
        const auto* id = find_as<wxStaticText>("detail.id");
        return id != nullptr && id->GetLabelText() == gui::to_wx(record);
    });
    app.expect(app.rows("records.table") == 1, "alone in its table");
    app.click("records.all");
    app.wait_until("all of its type are shown again", [] { return !find("records.all"); });
}

/// With the keyboard, through the X server.
void walk_through_the_calendar(DrivenApp& app) {
    choose_menu(app, "&View", "As of a da&y…\tCtrl+T");
    app.wait_for_window("day_dialog");
    app.wait_until("the keyboard is in the dialog", [] {
        const wxWindow* focus = wxWindow::FindFocus();
        return focus != nullptr && focus->GetName() == "day.text";
    });
    app.on_window([] { find("day.month.days")->SetFocus(); });
    app.wait_until("the calendar has the keyboard", [] {
        const wxWindow* focus = wxWindow::FindFocus();
        return focus != nullptr && focus->GetName() == "day.month.days";
    });
    app.on_window([] { find_as<gui::MonthView>("day.month")->go_to(plugin::Date(2024, 3, 31)); });
    for (const auto& [key, day] : {std::pair(WXK_PAGEUP, "2024-02-29"), std::pair(WXK_RIGHT, "2024-03-01"),
                                   std::pair(WXK_UP, "2024-02-23"), std::pair(WXK_HOME, "2024-02-01"),
                                   std::pair(WXK_END, "2024-02-29")}) {
        app.on_window([key = key] {
            wxUIActionSimulator keyboard;
            keyboard.Char(key);
        });
        app.wait_until(std::string("the calendar is at ") + day,
                       [day = day] { return find_as<gui::MonthView>("day.month")->day().text() == day; });
    }
    app.picture("rights-day");
    app.type("day.text", "2022-01-01");
    app.click("day.choose");
    app.wait_until_gone("day_dialog");
}

void look_at_another_day(DrivenApp& app) {
    choose_type(app, "patent");
    app.wait_until("the patent is listed", [] { return is_listed("records.table", 1); });
    walk_through_the_calendar(app);
    app.wait_until("nothing was recorded of it by then", [] { return is_listed("records.table", 0); });
    app.expect(!app.on_window([] { return find("records.new")->IsEnabled(); }),
               "nothing can be signed while another day is shown");
    app.picture("rights-as-of");
    app.on_window([] { find_as<gui::MainFrame>("main_frame")->set_day(std::nullopt); });
    app.wait_until("without a limit the patent is listed again",
                   [] { return is_listed("records.table", 1); });
}

void make_a_report(DrivenApp& app, const fs::path& folder) {
    choose_menu(app, "&View", "R&eports\tCtrl+R");
    app.wait_for_window("reports.list");
    const auto reports = registry_of(app).reports();
    const auto found = std::ranges::find(reports, "ip.deadlines", &session::ReportInfo::name);
    app.expect(found != reports.end(), "the report of deadlines is offered");
    app.choose_row("reports.list", static_cast<int>(found - reports.begin()));
    app.wait_for_window("field:/days");
    app.type("field:/days", "365");
    app.click("reports.run");
    app.wait_until("the report is shown", [] { return shown_report("reports.report") != nullptr; });
    app.picture("rights-report");
    save_as(app, "reports.report.pane", gui::ReportPane::save_pdf, folder / "report.pdf", "%PDF-");
    save_as(app, "reports.report.pane", gui::ReportPane::save_html, folder / "report.html",
            "<!DOCTYPE html>");
    save_as(app, "reports.report.pane", gui::ReportPane::save_xlsx, folder / "report.xlsx", "PK");
    app.type("field:/days", "400000");
    app.click("reports.run");
    app.wait_until("what cannot be is told of", [] {
        const auto* problem = find_as<wxStaticText>("reports.report.problem");
        return problem != nullptr && !problem->GetLabelText().empty();
    });
}

void walk(DrivenApp& app) {
    const Folder folder;
    app.wait_for_window("main_frame");
    app.wait_for_window("home.title");
    look_at_the_register(app);
    read_the_page(app);
    save_as(app, "detail.report.pane", gui::ReportPane::save_pdf, folder / "certificate.pdf", "%PDF-");
    watch_the_patent(app);
    look_at_deadlines(app);
    look_at_another_day(app);
    make_a_report(app, folder / "");
    close_window(app);
}

}  // namespace

void rights_in_english(DrivenApp& app) {
    walk(app);
}

void rights_in_chinese(DrivenApp& app) {
    walk(app);
}

}  // namespace xinbu::test
