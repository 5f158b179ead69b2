// Reports and overlays: what of them is declared, and how a report is asked for.
#include <gtest/gtest.h>

#include "support.hpp"
#include "xinbu/host/catalogue.hpp"

namespace xinbu::host {
namespace {

using plugin::Declaration;
using plugin::FieldKind;
using plugin::Object;
using plugin::ReportModel;
using test::failure_of;
using test::FakePlugin;
using test::FakeRecords;
using test::provider_of;

/// A record type with a page and a life, a report about a period, an overlay.
Declaration sound(const std::string& id = "sample") {
    Declaration declaration;
    declaration.records.push_back({id + "-thing",
                                   {"Thing", "事物"},
                                   {"Things", "事物"},
                                   {plugin::field("name", FieldKind::text, {"Name", "名称"}),
                                    plugin::field("begun", FieldKind::date, {"Begun", "开始"}),
                                    plugin::field("ends", FieldKind::date, {"Ends", "结束"})},
                                   "name",
                                   {}});
    declaration.records[0].page = id + ".page";
    declaration.records[0].life_begin = "begun";
    declaration.records[0].life_end = "ends";
    declaration.checks.push_back({id + ".question", {"Question", "问题"}, {}});
    declaration.reports = {
        {id + ".page",
         {"Page", "详情"},
         {plugin::reference("thing", {"Thing", "事物"}, id + "-thing").require()}},
        {id + ".year", {"Year", "年报"}, {plugin::field("place", FieldKind::text, {"Place", "地点"})}, true}};
    declaration.overlays = {{"pledged", {"Pledged", "已质押"}},
                            {"frozen", {"Frozen", "已冻结"}, plugin::Tone::bad}};
    return declaration;
}

/// The faults of a sound declaration after `change`, one line each.
template <class Change>
std::string faults_after(Change&& change) {
    Declaration declaration = sound();
    change(declaration);
    std::string faults;
    for (const std::string& fault : declaration_faults("sample", declaration, Catalogue().providers()))
        faults += fault + "\n";
    return faults;
}

TEST(Declarations, OfReportsAndOverlaysAreExamined) {
    EXPECT_EQ(faults_after([](Declaration&) {}), "");
    const auto says = [](auto change, const std::string& part) {
        const std::string faults = faults_after(change);
        return std::count(faults.begin(), faults.end(), '\n') == 1 && faults.find(part) != std::string::npos;
    };
    EXPECT_TRUE(says([](Declaration& one) { one.reports[1].name = "year"; }, "no name of a report"));
    EXPECT_TRUE(says([](Declaration& one) { one.reports[1].label.zh.clear(); }, "label"));
    EXPECT_TRUE(says([](Declaration& one) { one.reports.push_back(one.reports[1]); }, "declared twice"));
    EXPECT_TRUE(says([](Declaration& one) { one.reports[1].parameters[0].label = {}; }, "label"));
    EXPECT_TRUE(says([](Declaration& one) { one.reports[1].parameters[0].id = "from"; }, "its period takes"));
    EXPECT_TRUE(
        says([](Declaration& one) { one.records[0].page = "sample.none"; }, "no report of this plugin"));
    EXPECT_TRUE(says([](Declaration& one) { one.records[0].page = "sample.year"; }, "no such record"));
    EXPECT_TRUE(
        says([](Declaration& one) { one.reports[0].parameters[0].target = "operator"; }, "no such record"));
    EXPECT_TRUE(says([](Declaration& one) { one.records[0].life_begin = "name"; }, "none of its dates"));
    EXPECT_TRUE(says([](Declaration& one) { one.records[0].life_end = "never"; }, "none of its dates"));
    EXPECT_TRUE(says([](Declaration& one) { one.overlays[1].id = "pledged"; }, "overlay without a name"));
    EXPECT_TRUE(says([](Declaration& one) { one.overlays[1].id.clear(); }, "overlay without a name"));
    EXPECT_TRUE(says([](Declaration& one) { one.overlays[0].label.en.clear(); }, "label"));
}

TEST(Declarations, OfReportsMayNotClashWithOthers) {
    FakePlugin fake;
    fake.declaration = sound();
    const Catalogue catalogue({provider_of(fake, "sample")});
    Declaration other = sound("other");
    other.reports[1].name = "sample.year";
    const std::vector<std::string> faults = declaration_faults("other", other, catalogue.providers());
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_NE(faults[0].find("already declared by sample"), std::string::npos) << faults[0];
}

TEST(Catalogue, FindsReportsAndOverlays) {
    FakePlugin fake;
    fake.declaration = sound();
    const Catalogue catalogue({provider_of(fake, "sample")});
    ASSERT_EQ(catalogue.reports().size(), 2U);
    EXPECT_EQ(catalogue.report("sample.year")->label.en, "Year");
    EXPECT_EQ(catalogue.report("none"), nullptr);
    EXPECT_EQ(catalogue.provider_of_report("sample.year")->id, "sample");
    EXPECT_EQ(catalogue.provider_of_report("none"), nullptr);
    EXPECT_EQ(catalogue.overlay_label("sample-thing", "frozen"), "Frozen");
    EXPECT_EQ(catalogue.overlay_label("sample-thing", "unheard"), "unheard");
    EXPECT_EQ(catalogue.overlay_label("operator", "frozen"), "frozen") << "another plugin's records";
    EXPECT_EQ(catalogue.overlay("sample-thing", "frozen")->tone, plugin::Tone::bad);
    EXPECT_EQ(catalogue.overlay("unheard", "frozen"), nullptr);
    EXPECT_EQ(report_parameters(*catalogue.report("sample.page")).size(), 1U);
    EXPECT_EQ(report_parameters(*catalogue.report("sample.year")).size(), 3U);
}

TEST(Reports, ValidateTheirParameters) {
    FakePlugin fake;
    fake.declaration = sound();
    Object asked;
    fake.on_report = [&](const Object& parameters, const plugin::AskCheck&) {
        asked = parameters;
        return ReportModel{};
    };
    const Catalogue catalogue({provider_of(fake, "sample")});
    const auto code = [&](std::string_view name, const Object& parameters) {
        return failure_of([&] { catalogue.run_report(name, parameters, FakeRecords()); });
    };
    EXPECT_EQ(code("none", {}), "unknown_report");
    EXPECT_EQ(code("sample.question", {}), "unknown_report") << "a check is no report";
    EXPECT_EQ(code("sample.page", {}), "bad_parameters");
    EXPECT_EQ(code("sample.page", {{"thing", "operator/x"}}), "bad_parameters");
    EXPECT_EQ(code("sample.page", {{"thing", "sample-thing/x"}, {"from", "2026-01-01"}}), "bad_parameters");
    EXPECT_EQ(code("sample.page", {{"thing", "sample-thing/x"}}), "none");
    EXPECT_EQ(code("sample.year", {{"from", "2026-01-01"}}), "bad_parameters");
    EXPECT_EQ(code("sample.year", {{"from", "2026-01-01"}, {"to", "2026-02-30"}}), "bad_parameters");
    EXPECT_EQ(code("sample.year", {{"from", "2026-01-02"}, {"to", "2026-01-01"}}), "bad_parameters");
    EXPECT_EQ(code("sample.year", {{"from", "2026-01-01"}, {"to", "2026-01-01"}}), "none")
        << "a day is a period";
    EXPECT_EQ(plugin::text_at(asked, "to"), "2026-01-01");
}

TEST(Reports, MayBeAboutNothingAndMayFail) {
    FakePlugin fake;
    fake.declaration = sound();
    const Catalogue catalogue({provider_of(fake, "sample")});
    const Object thing{{"thing", "sample-thing/x"}};
    const auto code = [&] {
        return failure_of([&] { catalogue.run_report("sample.page", thing, FakeRecords()); });
    };
    EXPECT_EQ(code(), "no_report");
    fake.on_report = [](const Object&, const plugin::AskCheck&) -> std::optional<ReportModel> {
        throw std::runtime_error("broken report");
    };
    EXPECT_EQ(code(), "plugin_failed");
}

TEST(Reports, AskTheChecksThatTheirPluginMayAsk) {
    FakePlugin asker, required, stranger;
    asker.declaration = sound("asker");
    required.declaration = sound("required");
    stranger.declaration = sound("stranger");
    const auto answer = [](std::string_view, const plugin::AskCheck&) { return plugin::CheckAnswer{}; };
    asker.on_check = required.on_check = stranger.on_check = answer;
    std::string answered;
    asker.on_report = [&](const Object&, const plugin::AskCheck& ask) {
        for (const char* name : {"asker.question", "required.question", "stranger.question", "none"})
            answered += ask(name, {}) ? "yes " : "no ";
        return ReportModel{};
    };
    const Catalogue catalogue({provider_of(asker, "asker", {"required"}), provider_of(required, "required"),
                               provider_of(stranger, "stranger")});
    catalogue.run_report("asker.page", {{"thing", "asker-thing/x"}}, FakeRecords());
    EXPECT_EQ(answered, "yes yes no no ");
}

}  // namespace
}  // namespace xinbu::host
