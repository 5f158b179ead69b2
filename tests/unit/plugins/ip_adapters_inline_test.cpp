// What the adapters make of codes, numbers, contradictions and hostile input.
#include "ip_status/office_patent.hpp"
#include "plugins/ip_adapters_support.hpp"

namespace xinbu::test {
namespace {

class IpAdapters : public AdapterBench {
protected:
    /// A family member of China with one legal event.
    CollectedImport chinese_event(const std::string& code, const std::string& fields = "") const {
        return xml("epo-ops",
                   R"(<f><family-member><publication-reference><document-id document-id-type="docdb">
            <country>CN</country><doc-number>111111111</doc-number><kind>A</kind></document-id></publication-reference>
            <application-reference><document-id document-id-type="docdb"><country>CN</country>
            <doc-number>202010566088</doc-number><kind>A</kind><date>20200619</date></document-id>
            </application-reference><legal code=")" +
                       code + R"( " desc="D" infl="+"><L001EP>CN</L001EP><L002EP>F</L002EP>
            <L003EP>202010566088</L003EP><L007EP>2022-03-01</L007EP>)" +
                       fields + "</legal></family-member></f>");
    }
};

TEST_F(IpAdapters, inpadoc_codes_of_china_mean_what_they_say) {
    for (const auto& [code, event] : std::map<std::string, std::string>{{"PE01", "pledge"},
                                                                        {"PM01", "pledge_change"},
                                                                        {"PC01", "pledge_end"},
                                                                        {"PP01", "freeze"},
                                                                        {"PD01", "freeze_end"},
                                                                        {"EE01", "licence"},
                                                                        {"EC01", "licence_end"},
                                                                        {"OL01", "open_licence"},
                                                                        {"TR01", "assignment"},
                                                                        {"CF01", "lapse_unpaid"},
                                                                        {"CX01", "expiry"},
                                                                        {"IW01", "invalidation"},
                                                                        {"IP01", "partial_invalidation"},
                                                                        {"RR01", "restoration"},
                                                                        {"GR01", "grant"},
                                                                        {"RJ01", "rejection"},
                                                                        {"WD01", "withdrawal"},
                                                                        {"TG01", "term_adjustment"},
                                                                        {"AV01", "abandonment"},
                                                                        {"PLDC", "other"},
                                                                        {"ZZ99", "other"}}) {
        const CollectedImport sink = chinese_event(code);
        ASSERT_EQ(sink.drafts.size(), 2U) << code;
        EXPECT_EQ(text(sink.drafts[1], "event"), event) << code;
        EXPECT_EQ(text(sink.drafts[1], "office_code"), code);
        // docdb drops the check digit: 202010566088.9.
        EXPECT_EQ(text(sink.drafts[1], "number"), "202010566088.9");
    }
}

TEST_F(IpAdapters, court_preservation_is_no_pledge) {
    add_all(chinese_event("GR01").drafts);
    add_all(chinese_event("PP01").drafts);
    EXPECT_EQ(overlays("patent/CN-202010566088.9", "2022-03-01"), "freeze");
    add_all(chinese_event("PE01").drafts);
    EXPECT_NE(overlays("patent/CN-202010566088.9", "2022-03-01").find("pledge"), std::string::npos);
}

TEST_F(IpAdapters, every_chinese_code_of_the_offices_list_is_in_the_table) {
    if (!read_shared("data/inpadoc-legal-event-codes/inpadoc_codes_CN.csv")) GTEST_SKIP();
    readers::CsvOptions options;
    options.required = {"event_code"};
    readers::CsvReader reader(shared("data/inpadoc-legal-event-codes/inpadoc_codes_CN.csv"), options);
    std::size_t codes = 0;
    while (const readers::CsvLine* line = reader.next()) {
        ++codes;
        EXPECT_NE(ip_status::inpadoc_event("CN", line->cell("event_code")), "") << line->cell("event_code");
    }
    EXPECT_EQ(codes, 110U);
}

TEST_F(IpAdapters, unknown_codes_are_kept_and_warned_about) {
    EXPECT_EQ(warnings(chinese_event("ZZ99").drafts[1]), Rules{"code.unknown"});
    EXPECT_EQ(warnings(chinese_event("PLDC").drafts[1]), Rules{});
    const CollectedImport odd = xml("uspto-trademark-daily",
                                    "<case-file><serial-number>1</serial-number><case-file-header>"
                                    "<filing-date>20100912</filing-date><status-code>999</status-code>"
                                    "</case-file-header></case-file>");
    ASSERT_EQ(odd.drafts.size(), 1U);
    EXPECT_EQ(text(odd.drafts[0], "status_code"), "999");
    EXPECT_EQ(text(odd.drafts[0], "findings"),
              R"([{"field":"status_code","rule":"code.unknown","value":"999"}])");
}

TEST_F(IpAdapters, a_contradiction_is_a_finding_and_no_refusal) {
    const CollectedImport sink = xml("uspto-trademark-daily",
                                     "<case-file><serial-number>1</serial-number><case-file-header>"
                                     "<filing-date>20100912</filing-date><registration-date>20090101"
                                     "</registration-date><status-date>20101399</status-date>"
                                     "</case-file-header></case-file>");
    ASSERT_EQ(sink.drafts.size(), 1U);
    EXPECT_EQ(text(sink.drafts[0], "registration_date"), "2009-01-01");
    EXPECT_EQ(text(sink.drafts[0], "status_date"), "-");
    const plugin::Array& findings = plugin::array_at(sink.drafts[0].data, "findings");
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(plugin::text_at(*findings[0].object(), "rule"), "date.invalid");
    EXPECT_EQ(plugin::text_at(*findings[0].object(), "value"), "20101399");
    EXPECT_EQ(plugin::text_at(*findings[1].object(), "rule"), "ip.date.order");
    EXPECT_EQ(plugin::text_at(*findings[1].object(), "field"), "registration_date");
    EXPECT_EQ(refused(sink.drafts), Rules{});
}

TEST_F(IpAdapters, numbers_that_leave_the_right_in_doubt_are_rejected) {
    // The old docdb form of American numbers drops the series.
    const CollectedImport sink = xml("epo-ops", R"(<f><family-member><application-reference>
        <document-id document-id-type="docdb"><country>US</country><doc-number>56178609</doc-number>
        <kind>A</kind><date>20090917</date></document-id></application-reference></family-member></f>)");
    EXPECT_EQ(sink.rejected, Rules{"ip.import.number"});
    EXPECT_EQ(xml("epo-ops", "<fault><code>404</code><message>none</message></fault>").rejected,
              Rules{"epo.fault"});
}

TEST_F(IpAdapters, a_publication_of_china_names_a_patent_of_its_kind) {
    for (const auto& [number, kind] : std::map<std::string, std::string>{{"CN215792497U", "utility_model"},
                                                                         {"CN111111111A", "invention"},
                                                                         {"CN111111112B", "invention"},
                                                                         {"CN302222222S", "design"},
                                                                         {"CN1234567C", "invention"}}) {
        const CollectedImport sink =
            row("cn-publications-csv",
                {{"publication_numbers", number}, {"title_zh", "一种装置"}, {"ipc_subclasses", "B60S|C02F"}});
        ASSERT_EQ(sink.drafts.size(), 1U) << number;
        EXPECT_EQ(text(sink.drafts[0], "number"), number);
        EXPECT_EQ(text(sink.drafts[0], "kind"), kind) << number;
        EXPECT_EQ(text(sink.drafts[0], "ipc"), R"(["B60S","C02F"])");
        EXPECT_EQ(refused(sink.drafts), Rules{}) << number;
        add_all(sink.drafts);
        EXPECT_EQ(status("patent/CN-" + number, "2026-01-01"), "UNKNOWN")
            << "a list without dates tells no life";
    }
    for (const char* wrong : {"", "CN12345U", "CN215792497X", "US215792497U", "CN215792497", "215792497U"})
        EXPECT_EQ(row("cn-publications-csv", {{"publication_numbers", wrong}}).rejected,
                  Rules{"ip.publication.number"})
            << wrong;
}

TEST_F(IpAdapters, chinese_headings_become_fields) {
    const CollectedImport sink =
        row("cnipa-csv", {{"申请/注册号", " ４０１２８８６６ "},
                          {"商标名称", "陶缘匠坊"},
                          {"国际分类", "第21类；35"},
                          {"申请人名称(中文)", "宜兴陶艺有限公司；南京某行"},
                          {"统一社会信用代码", "91320282MA0000015N；91320100748204660Q"},
                          {"申请日期", "2019年8月2日"},
                          {"初审公告日期", "2020/3/13"},
                          {"专用权期限", "2020年06月14日 至 2030年06月13日"},
                          {"商标类型", "一般"},
                          {"商标形式", "图文组合"},
                          {"商标流程状态", "注册"},
                          {"查询日期", "2026-01-05"},
                          {"类似群", "2101；2102"}});
    ASSERT_EQ(sink.drafts.size(), 1U);
    const plugin::Draft& one = sink.drafts[0];
    EXPECT_EQ(one.record, "trademark/CN-40128866");
    EXPECT_EQ(text(one, "classes"), "[21,35]");
    EXPECT_EQ(text(one, "owners"), R"([{"identifier":"91320282MA0000015N","name":"宜兴陶艺有限公司"},)"
                                   R"({"identifier":"91320100748204660Q","name":"南京某行"}])");
    EXPECT_EQ(text(one, "application_date"), "2019-08-02");
    EXPECT_EQ(text(one, "publication_date"), "2020-03-13");
    EXPECT_EQ(text(one, "registration_date"), "2020-06-14");
    EXPECT_EQ(text(one, "expiry_date"), "2030-06-13");
    EXPECT_EQ(text(one, "kind"), "combined");
    EXPECT_EQ(text(one, "common_status"), "registered");
    EXPECT_EQ(text(one, "similar_groups"), R"(["2101","2102"])");
    EXPECT_EQ(text(one, "findings"), "-");
    EXPECT_EQ(refused(sink.drafts), Rules{});

    // A class that is none, a code with a wrong digit, a day that is none: named with the record.
    const CollectedImport odd = row("cnipa-csv", {{"注册号", "1234567"},
                                                  {"类别", "46"},
                                                  {"申请人", "甲公司"},
                                                  {"统一社会信用代码", "91410100779423456X"},
                                                  {"申请日期", "2019年13月2日"},
                                                  {"注册日期", "2020-06-14"}});
    ASSERT_EQ(odd.drafts.size(), 1U);
    EXPECT_EQ(text(odd.drafts[0], "findings"),
              R"([{"field":"classes","rule":"nice.class","value":"46"},)"
              R"({"field":"owners","rule":"identifier.uscc","value":"91410100779423456X"},)"
              R"({"field":"application_date","rule":"date.invalid","value":"2019-13-02"}])");
    EXPECT_EQ(row("cnipa-csv", {}).rejected, Rules{"ip.import.number"});
}

/// One row for each class, as CNIPA's lists have it.
class IpMarkRows : public AdapterBench {
protected:
    static constexpr const char* id = "trademark/CN-40128866";

    Rules add_row(std::map<std::string, std::string, std::less<>> cells) {
        cells.insert({"注册号", "40128866"});
        cells.insert({"申请人", "甲公司"});
        cells.insert({"注册日期", "2020-06-14"});
        Rules told;
        for (const xinbu::plugin::Draft& draft : row("cnipa-csv", cells).drafts)
            for (std::string& rule : bench.add(draft)) told.push_back(std::move(rule));
        return told;
    }
    std::string field(std::string_view name) const {
        const xinbu::plugin::Record record = bench.at(id, "2026-06-01");
        const xinbu::plugin::Value* value = record.fields.find(name);
        if (value == nullptr) return "-";
        return value->text() != nullptr ? *value->text() : json::canonical(*value);
    }
};

TEST_F(IpMarkRows, rows_of_one_number_are_one_mark) {
    EXPECT_EQ(add_row({{"类别", "35"}, {"商品/服务", "广告"}, {"类似群", "3501"}}), Rules{});
    EXPECT_EQ(add_row({{"类别", "21"}, {"商品/服务", "瓷器"}, {"类似群", "2103；3501"}}), Rules{});
    EXPECT_EQ(add_row({{"类别", "21"}, {"商品/服务", "瓷器"}}), Rules{}) << "said again it adds nothing";
    EXPECT_EQ(field("classes"), "[21,35]");
    EXPECT_EQ(field("goods"), "广告\n瓷器");
    EXPECT_EQ(field("similar_groups"), R"(["3501","2103"])");
    EXPECT_EQ(field("findings"), "-");
    // A list of a later day says all anew.
    EXPECT_EQ(add_row({{"类别", "21"}, {"获取日期", "2026-01-05"}}), Rules{});
    EXPECT_EQ(field("classes"), "[21]");
    EXPECT_EQ(add_row({{"类别", "30"}, {"获取日期", "2026-01-05"}}), Rules{});
    EXPECT_EQ(field("classes"), "[21,30]");
    // And one of an earlier day changes nothing of it.
    EXPECT_EQ(add_row({{"类别", "9"}, {"获取日期", "2025-01-05"}}), Rules{"ip.source.older?"});
    EXPECT_EQ(field("classes"), "[21,30]");
}

TEST_F(IpMarkRows, a_class_that_ended_leaves_the_status_of_the_mark_open) {
    EXPECT_EQ(add_row({{"类别", "35"}, {"商标状态", "注册"}, {"获取日期", "2026-01-05"}}), Rules{});
    EXPECT_EQ(status(id, "2026-02-01").substr(0, 4), "LIVE");
    EXPECT_EQ(add_row({{"类别", "21"}, {"商标状态", "已注册"}, {"获取日期", "2026-01-05"}}), Rules{});
    EXPECT_EQ(status(id, "2026-02-01").substr(0, 4), "LIVE") << "other words of the same status";
    for (const char* class_of : {"30", "9"}) {
        const bool is_ended = class_of == std::string("30");
        EXPECT_EQ(
            add_row(
                {{"类别", class_of}, {"商标状态", is_ended ? "撤销" : "注册"}, {"获取日期", "2026-01-05"}}),
            Rules{"ip.rows.differ?"});
        EXPECT_EQ(status(id, "2026-02-01"), "UNKNOWN") << "in whatever order";
    }
}

TEST_F(IpMarkRows, what_two_rows_say_otherwise_is_a_finding) {
    EXPECT_EQ(add_row({{"类别", "35"}, {"申请日期", "2019-08-05"}}), Rules{});
    EXPECT_EQ(add_row({{"类别", "21"}, {"申请日期", "2019-08-05"}, {"申请人", "乙公司"}}),
              Rules{"ip.rows.differ?"});
    EXPECT_EQ(add_row({{"类别", "30"}, {"申请人", "乙公司"}, {"注册日期", "2020-06-07"}}),
              Rules{"ip.rows.differ?"});
    EXPECT_EQ(field("classes"), "[21,30,35]");
    EXPECT_EQ(field("application_date"), "2019-08-05");
    EXPECT_EQ(field("registration_date"), "2020-06-07");
    EXPECT_EQ(field("findings"),
              R"([{"field":"owners","rule":"ip.rows.differ","value":"甲公司 ≠ 乙公司"},)"
              R"({"field":"registration_date","rule":"ip.rows.differ","value":"2020-06-14 ≠ 2020-06-07"}])");
}

TEST_F(IpAdapters, a_status_that_ended_without_a_day_is_not_life) {
    const std::map<std::string, std::string, std::less<>> cells{{"注册号", "1234567"},
                                                                {"类别", "21"},
                                                                {"申请人", "甲公司"},
                                                                {"注册日期", "2010-06-14"},
                                                                {"商标状态", "注销"}};
    const CollectedImport undated = row("cnipa-csv", cells);
    ASSERT_EQ(undated.drafts.size(), 1U);
    EXPECT_EQ(text(undated.drafts[0], "registration_date"), "-");
    EXPECT_EQ(text(undated.drafts[0], "findings"),
              R"([{"field":"registration_date","rule":"ip.status.undated","value":"2010-06-14"}])");
    add_all(undated.drafts);
    EXPECT_NE(status("trademark/CN-1234567", "2015-01-01").substr(0, 4), "LIVE");
    auto dated_cells = cells;
    dated_cells["注册号"] = "1234568";
    dated_cells["查询日期"] = "2016-01-01";
    add_all(row("cnipa-csv", dated_cells).drafts);
    EXPECT_EQ(status("trademark/CN-1234568", "2015-01-01"), "UNKNOWN") << "it may have ended by then";
    EXPECT_EQ(status("trademark/CN-1234568", "2016-01-01").substr(0, 4), "DEAD");

    // Neither is an application that ended, nor a word that nobody knows.
    auto applied = cells;
    applied["注册号"] = "1234569";
    applied.erase("注册日期");
    applied["申请日期"] = "2009-01-01";
    add_all(row("cnipa-csv", applied).drafts);
    EXPECT_EQ(status("trademark/CN-1234569", "2026-01-01"), "UNKNOWN");

    const CollectedImport hit =
        xml("dpma-register", R"(<l><Entries><RegistrationOfficeCode>DE</RegistrationOfficeCode>
        <ApplicationNumber>928819</ApplicationNumber><MarkCurrentStatusCode>akte-vernichtet</MarkCurrentStatusCode>
        <ApplicationDate>1974-02-21</ApplicationDate><RegistrationDate>1975-03-10</RegistrationDate>
        <Applicant>Planta GmbH &amp; Co, 10965 Berlin, DE</Applicant></Entries></l>)");
    add_all(hit.drafts);
    EXPECT_EQ(status("trademark/DE-928819", "2020-01-01"), "UNKNOWN");
    EXPECT_EQ(text(hit.drafts.at(0), "owners"), R"([{"name":"Planta GmbH & Co"}])");
}

TEST_F(IpAdapters, a_status_in_words_that_no_table_has_is_no_life) {
    const auto of = [&](const std::string& number, const std::string& word, const std::string& day) {
        std::map<std::string, std::string, std::less<>> cells{
            {"注册号", number},         {"类别", "21"},     {"申请人", "甲公司"}, {"申请日期", "2019-02-01"},
            {"注册日期", "2020-06-14"}, {"商标状态", word}, {"查询日期", day}};
        const CollectedImport read = row("cnipa-csv", cells);
        add_all(read.drafts);
        return text(read.drafts.at(0), "findings");
    };
    int number = 2000000;
    for (const char* unknown : {"质押", "查封", "冻结", "有效-查封冻结", "转让中", "注销完成", "期满未续展",
                                "注册（冻结）", "有效(已质押)"}) {
        for (const char* day : {"2026-01-01", ""}) {
            const std::string one = std::to_string(++number);
            EXPECT_EQ(of(one, unknown, day), R"([{"field":"status","rule":"code.unknown","value":")" +
                                                 std::string(unknown) + R"("}])");
            EXPECT_EQ(status("trademark/CN-" + one, "2026-02-01"), "UNKNOWN") << unknown;
        }
    }
    for (const char* ended : {"已撤销", "失效", "已失效", "商标已注销", "无效（宣告无效）", "注销(期满)"}) {
        const std::string one = std::to_string(++number);
        EXPECT_EQ(of(one, ended, "2026-01-01"), "-") << ended;
        EXPECT_EQ(status("trademark/CN-" + one, "2026-02-01").substr(0, 4), "DEAD") << ended;
    }
    // A part that is gone says that the rest lives, and a status without its day must fit the dates.
    for (const char* unknown : {"无效(部分)", "撤销（部分）", "注销(部分商品)"}) {
        const std::string part = std::to_string(++number);
        of(part, unknown, "2026-01-01");
        EXPECT_EQ(status("trademark/CN-" + part, "2026-02-01"), "UNKNOWN") << unknown;
    }
    for (const char* unfit : {"撤销申请审查中", "无效宣告申请审查中", "驳回复审中", "等待实质审查", "驳回"}) {
        const std::string odd = std::to_string(++number);
        EXPECT_NE(of(odd, unfit, ""), "-") << unfit;
        EXPECT_EQ(status("trademark/CN-" + odd, "2026-02-01"), "UNKNOWN") << unfit;
    }
    // A list read in a year to come says at least that the mark has ended by then.
    const std::string mistyped = std::to_string(++number);
    of(mistyped, "撤销", "2027-11-20");
    EXPECT_EQ(status("trademark/CN-" + mistyped, "2026-02-01"), "UNKNOWN");
    // A later list that says it plainly is believed, and an older one that comes in late is not.
    const std::string one = std::to_string(++number), id = "trademark/CN-" + one;
    of(one, "冻结", "2026-01-01");
    of(one, "注册", "2026-03-01");
    EXPECT_EQ(status(id, "2026-03-02").substr(0, 4), "LIVE");
    of(one, "转让中", "2026-02-01");
    EXPECT_EQ(status(id, "2026-03-02").substr(0, 4), "LIVE");
    of(one, "查封", "2026-05-01");
    EXPECT_EQ(status(id, "2026-05-02"), "UNKNOWN") << "the word before it no longer stands";
}

TEST_F(IpAdapters, numbers_have_one_form) {
    const auto canonical = [&](const std::string& type, const std::string& office,
                               const std::string& number) {
        xinbu::plugin::Draft draft{type, "", "2020-01-01", {{"office", office}, {"number", number}}};
        plugin.normalise(draft);
        return std::string(xinbu::plugin::text_at(draft.data, "number"));
    };
    for (const char* same : {"40128866", "第40128866号", "４０１２８８６６", " 4012 8866 ", "040128866"})
        EXPECT_EQ(canonical("ip.trademark.recorded", "CN", same), "40128866") << same;
    EXPECT_EQ(canonical("ip.trademark.recorded", "CN", "g 1234567a"), "G1234567A");
    EXPECT_EQ(canonical("ip.trademark.recorded", "CN", "40128866a"), "40128866A");
    for (const char* same :
         {"ZL 2020 1 0566088.9", "CN202010566088.9", "2020105660889", "２０２０１０５６６０８８．９"})
        EXPECT_EQ(canonical("ip.patent.recorded", "CN", same), "202010566088.9") << same;
    EXPECT_EQ(canonical("ip.patent.recorded", "CN", "cn 215792497 u"), "CN215792497U");
    EXPECT_EQ(canonical("ip.patent.recorded", "US", "14/643,719"), "14643719");
    EXPECT_EQ(canonical("ip.patent.recorded", "US", "PCT/US13/61281"), "PCT/US13/61281");
}

TEST_F(IpAdapters, st96_of_an_older_namespace_is_read_the_same) {
    const CollectedImport sink = xml("tsdr-st96", R"(<ns2:TrademarkTransaction
        xmlns:ns1="http://www.wipo.int/standards/XMLSchema/Common/1" xmlns:ns2="http://www.wipo.int/standards/XMLSchema/Trademark/1">
        <ns2:TrademarkBag><ns2:Trademark><ns1:RegistrationOfficeCode>US</ns1:RegistrationOfficeCode>
        <ns1:ApplicationNumber><ns1:ApplicationNumberText>76044902</ns1:ApplicationNumberText></ns1:ApplicationNumber>
        <ns2:ApplicationDate>2000-05-09-04:00</ns2:ApplicationDate></ns2:Trademark></ns2:TrademarkBag></ns2:TrademarkTransaction>)");
    ASSERT_EQ(sink.drafts.size(), 1U);
    EXPECT_EQ(sink.drafts[0].record, "trademark/US-76044902");
    EXPECT_EQ(text(sink.drafts[0], "application_date"), "2000-05-09");
}

TEST_F(IpAdapters, documents_that_are_something_else_are_rejected) {
    for (const char* name : {"tsdr-json", "uspto-odp-json"})
        for (const char* odd :
             {"null", "[]", "{}", "1", R"({"trademarks":1,"transactionList":{"a":[]}})",
              R"({"trademarks":[1,null],"patentFileWrapperDataBag":"x"})",
              R"({"trademarks":[{"status":{"serialNumber":null}}]})",
              R"({"patentFileWrapperDataBag":[{"applicationNumberText":12.5,"eventDataBag":[null]}]})"}) {
            const CollectedImport sink = document(name, odd);
            EXPECT_TRUE(sink.drafts.empty()) << name << odd;
        }
    // A null in a list is no reason to drop the others.
    const CollectedImport sink = document("uspto-odp-json", R"({"patentFileWrapperDataBag":[{
        "applicationNumberText":"17248024","eventDataBag":[null,{"eventCode":"EXP.","eventDate":"2024-01-02"},
        {"eventCode":"DOCK","eventDate":null}]}]})");
    ASSERT_EQ(sink.drafts.size(), 1U);
    EXPECT_EQ(text(sink.drafts[0], "event"), "lapse_unpaid");
    EXPECT_EQ(sink.rejected, Rules{"date.invalid"});
}

TEST_F(IpAdapters, of_earlier_applications_the_first_that_is_no_provisional_one_is_told) {
    const CollectedImport sink = document("uspto-odp-json", R"({"patentFileWrapperDataBag":[{
        "applicationNumberText":"17248024",
        "applicationMetaData":{"filingDate":"2021-01-05","applicationTypeLabelName":"Utility"},
        "parentContinuityBag":[
            {"claimParentageTypeCode":"CON","parentApplicationFilingDate":"2019-11-25"},
            {"claimParentageTypeCode":"DIV","parentApplicationFilingDate":"2004-04-14"},
            {"claimParentageTypeCode":"CIP","parentApplicationFilingDate":null},null,
            {"claimParentageTypeCode":"PRO","parentApplicationFilingDate":"2004-02-06"}]}]})");
    ASSERT_EQ(sink.drafts.size(), 1U);
    EXPECT_EQ(text(sink.drafts[0], "benefit_date"), "2004-04-14");
}

TEST_F(IpAdapters, empty_elements_of_every_kind_do_no_harm) {
    for (const char* name : {"uspto-patent-grant", "dpma-register", "epo-ops"})
        for (const std::string& element : adapter(name).elements) {
            const CollectedImport sink = xml(name, "<x><" + element + "/></x>");
            EXPECT_TRUE(sink.drafts.empty()) << element;
            // A list without hits is no fault.
            EXPECT_EQ(sink.rejected.size(), element == "DocumentHits" ? 0U : 1U) << element;
        }
}

}  // namespace
}  // namespace xinbu::test
