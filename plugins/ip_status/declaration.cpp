#include "declaration.hpp"

#include "patents.hpp"
#include "right.hpp"
#include "trademarks.hpp"

namespace xinbu::ip_status {

using plugin::choice;
using plugin::Choice;
using plugin::Declaration;
using plugin::EntryType;
using plugin::field;
using plugin::Field;
using plugin::FieldKind;
using plugin::group;
using plugin::list_of;
using plugin::RecordType;
using plugin::reference;
using plugin::State;
using plugin::Text;
using plugin::Tone;

namespace {

constexpr std::size_t longest_goods = 12000;  // code points; an entry holds 64 KiB

Field date(std::string id, Text label) {
    return field(std::move(id), FieldKind::date, std::move(label));
}

Field office() {
    return field("office", FieldKind::text, {"Office", "受理局"})
        .require()
        .at_most(2)
        .in_table()
        .with_help({"Two capital letters by WIPO ST.3: CN, EM, US, KR, IB.",
                    "WIPO ST.3 两位大写代码：CN、EM、US、KR、IB。"});
}

Field number(Text label) {
    return field("number", FieldKind::text, std::move(label)).require().at_most(100).search().in_table();
}

Field classes(std::string id, Text label) {
    return list_of(std::move(id), std::move(label),
                   field("class", FieldKind::integer, {"Class", "类别"}).between(1, 45))
        .between(0, 45);
}

Field parties(std::string id, Text label) {
    return list_of(std::move(id), std::move(label), field("party", FieldKind::party, {"Party", "主体"}));
}

Field owners() {
    return parties("owners", {"Owners", "权利人"}).search();
}

Field source() {
    return group("source", {"Source", "数据来源"},
                 {field("system", FieldKind::text, {"System", "系统"}).at_most(200),
                  date("retrieved_on", {"Retrieved on", "获取日期"})});
}

Field other_numbers() {
    return list_of("other_numbers", {"Other numbers", "其他号码"},
                   field("number", FieldKind::text, {"Number", "号码"}).at_most(100))
        .search()
        .with_help({"Application, registration and publication numbers beside the one that names the right.",
                    "除记录所用号码外的申请号、注册号、公布号等。"});
}

/// What a source said that no field can hold, or that contradicts itself.
Field findings() {
    return list_of("findings", {"Findings on the source", "来源数据疑点"},
                   group("finding", {"Finding", "疑点"},
                         {field("rule", FieldKind::text, {"Rule", "规则"}).require().at_most(60),
                          field("field", FieldKind::text, {"Field", "字段"}).require().at_most(60),
                          field("value", FieldKind::text, {"As written", "原文"}).at_most(200)}))
        .between(0, 100);
}

Field status_text() {
    return field("status", FieldKind::text, {"Status as the office words it", "官方状态原文"}).at_most(500);
}

std::vector<Choice> mark_kinds() {
    return {{"word", {"Word", "文字"}},
            {"figurative", {"Figurative", "图形"}},
            {"combined", {"Combined", "图文组合"}},
            {"three_dimensional", {"Three-dimensional", "三维标志"}},
            {"sound", {"Sound", "声音"}},
            {"collective", {"Collective", "集体商标"}},
            {"certification", {"Certification", "证明商标"}}};
}

std::vector<Choice> patent_kinds() {
    return {{"invention", {"Invention", "发明"}},
            {"utility_model", {"Utility model", "实用新型"}},
            {"design", {"Design", "外观设计"}}};
}

std::vector<Choice> standing_choices() {
    std::vector<Choice> choices;
    for (const Standing& standing : trademark_standings())
        if (standing.is_known)
            choices.push_back(
                {std::string(standing.id), {std::string(standing.en), std::string(standing.zh)}});
    return choices;
}

std::vector<State> states(const std::vector<Standing>& standings) {
    std::vector<State> made;
    for (const Standing& one : standings)
        made.push_back({std::string(one.path), {std::string(one.en), std::string(one.zh)}, one.tone});
    return made;
}

/// What events of marks and of patents have in common, behind `event` and `date`.
void add_event_details(std::vector<Field>& fields) {
    fields.push_back(field("office", FieldKind::text, {"Office", "受理局"}).at_most(2));
    fields.push_back(
        field("number", FieldKind::text, {"Number of the right", "申请/注册号"})
            .at_most(100)
            .with_help({"By which number the source names the right: with the office it finds the record.",
                        "来源所用的权利号码，与受理局一并用于查找记录。"}));
    fields.push_back(field("office_code", FieldKind::text, {"Code of the office", "官方代码"}).at_most(100));
    fields.push_back(date("until", {"Until", "截止日期"}));
    fields.push_back(
        date("received_on", {"Received on", "送达日期"})
            .with_help({"The day on which the party received the document: periods to answer run "
                        "from it.",
                        "当事人收到官方文件之日，答复期限自该日起算。"}));
    fields.push_back(parties("shares", {"Co-owners whose share is concerned", "涉及的共有人份额"}));
    fields.push_back(field("counterparty", FieldKind::party, {"Counterparty", "相对方"})
                         .with_help({"The new owner, the pledgee, the licensee, whoever made the request.",
                                     "受让人、质权人、被许可人或提出请求的人。"}));
    fields.push_back(parties("counterparties", {"All counterparties", "全部相对方"})
                         .with_help({"Where there are several; the first one is the counterparty.",
                                     "有多个相对方时填写；第一个即“相对方”。"}));
    fields.push_back(parties("holders", {"Holders of the right", "权利人一方"})
                         .with_help({"Who assigned or burdened it; of a release, to whom it was released.",
                                     "转让人、出质人；解除登记中为受让返还的权利人。"}));
    fields.push_back(
        field("reference", FieldKind::text, {"Number of the recordal", "登记或备案号"}).at_most(100));
    fields.push_back(
        field("refers_to", FieldKind::text, {"Number of the recordal it ends or changes", "所涉登记或备案号"})
            .at_most(100));
    fields.push_back(field("sequence", FieldKind::integer, {"Number in the office's file", "官方案卷序号"})
                         .between(0, 1000000));
    fields.push_back(field("detail", FieldKind::paragraph, {"Detail", "说明"}));
    fields.push_back(source());
}

std::vector<Field> trademark_event_fields() {
    std::vector<Field> fields{choice("event", {"Event", "事项"}, trademark_events()).require(),
                              date("date", {"Date", "日期"}).require(),
                              classes("scope", {"Classes concerned", "涉及类别"})};
    add_event_details(fields);
    return fields;
}

std::vector<Field> patent_event_fields() {
    std::vector<Field> fields{
        choice("event", {"Event", "事项"}, patent_events()).require(),
        date("date", {"Date", "日期"}).require(),
        list_of("claims", {"Claims concerned", "涉及的权利要求"},
                field("claim", FieldKind::integer, {"Claim", "权利要求"}).between(1, 10000)),
        field("year", FieldKind::integer, {"Year of the annual fee", "年费年度"}).between(1, 25),
        field("days", FieldKind::integer, {"Days by which the term is adjusted", "期限调整日数"})
            .between(1, 7300),
        field("amount", FieldKind::money, {"Amount", "金额"}),
        field("territory", FieldKind::text, {"State concerned", "涉及国家"})
            .at_most(2)
            .with_help({"Where a European patent is concerned in one of its states only; WIPO ST.3.",
                        "欧洲专利仅涉及某一指定国时填写；WIPO ST.3 代码。"})};
    add_event_details(fields);
    return fields;
}

Field watch_reason(std::string id) {
    return field(std::move(id), FieldKind::paragraph, {"Reason", "理由"}).at_most(1000);
}

std::vector<Field> use_evidence_fields() {
    return {date("date", {"Date of use", "使用日期"}).require(),
            classes("classes", {"Classes", "类别"}).require(),
            field("kind", FieldKind::text, {"Kind of evidence", "证据种类"}).require().at_most(200)};
}

std::vector<Field> trademark_fields() {
    return {
        office(),
        number({"Number", "申请/注册号"}),
        field("mark", FieldKind::text, {"Mark", "商标"}).search().in_table(),
        choice("kind", {"Kind", "商标类型"}, mark_kinds()).in_table(),
        classes("classes", {"Classes", "类别"}).require(),
        owners().require(),
        list_of("similar_groups", {"Similar groups", "类似群"},
                field("group", FieldKind::text, {"Group", "类似群"}).at_most(10)),
        field("goods", FieldKind::paragraph, {"Goods and services", "商品和服务项目"}).at_most(longest_goods),
        list_of("vienna", {"Figurative elements (Vienna)", "图形要素（维也纳分类）"},
                field("code", FieldKind::text, {"Code", "代码"}).at_most(10)),
        field("registration_number", FieldKind::text, {"Registration number", "注册号"})
            .at_most(50)
            .search()
            .in_table(),
        date("application_date", {"Filed on", "申请日期"}).in_table(),
        date("publication_date", {"Published on", "初审公告日期"}),
        date("registration_date", {"Registered on", "注册日期"}).in_table(),
        date("expiry_date", {"Term ends on, as the source says", "来源所载专用期限截止日"}),
        status_text(),
        field("status_code", FieldKind::text, {"Status code of the office", "官方状态代码"}).at_most(20),
        choice("common_status", {"Common status (TM5)", "通用状态（TM5）"}, standing_choices()),
        date("status_date", {"Status since", "状态日期"}),
        other_numbers(),
        findings(),
        source()};
}

std::vector<Field> patent_fields() {
    return {
        office(), number({"Application number", "申请号"}),
        choice("kind", {"Kind", "专利类型"}, patent_kinds()).require().in_table(),
        field("title", FieldKind::text, {"Title", "名称"}).search().in_table(),
        // Lists of publication numbers tell no day of filing; validate() warns of one that is missing.
        date("filing_date", {"Filed on", "申请日"}).in_table(),
        date("benefit_date", {"Earliest application whose benefit is claimed", "所要求利益的最早在先申请日"}),
        owners().require(), date("grant_date", {"Granted on", "授权公告日"}).in_table(),
        field("publication_number", FieldKind::text, {"Publication number", "公布/公告号"})
            .at_most(100)
            .search()
            .in_table(),
        list_of("ipc", {"IPC", "国际专利分类"},
                field("symbol", FieldKind::text, {"Symbol", "分类号"}).at_most(50)),
        status_text(),
        field("status_code", FieldKind::text, {"Status code of the office", "官方状态代码"}).at_most(20),
        date("status_date", {"Status since", "状态日期"}), other_numbers(), findings(), source()};
}

/// Where a value comes from that the latest extract does not hold.
Field older_values() {
    return list_of(
        "older_values", {"Values of other extracts", "取自其他来源的字段"},
        group("value", {"Value", "字段"},
              {field("field", FieldKind::text, {"Field", "字段"}).require(),
               field("system", FieldKind::text, {"System", "系统"}), date("as_of", {"As of", "截至"}),
               field("retrieved", FieldKind::boolean, {"On the day it was retrieved", "为获取日期"})}));
}

/// A record holds what its entries say, now optional (events of an office may come alone), and what follows.
std::vector<Field> record_fields(std::vector<Field> recorded, std::vector<Field> event_fields) {
    for (Field& one : recorded) one.required = one.id == "office" || one.id == "number";
    event_fields.push_back(list_of("also_in", {"Told by these sources, too", "其他来源亦有记载"},
                                   field("system", FieldKind::text, {"System", "系统"})));
    recorded.push_back(date("last_day", {"Last day of the term", "保护期届满日"}).in_table());
    recorded.push_back(date("ended_on", {"Ended on", "终止日期"}));
    recorded.push_back(date("grace_until", {"Grace until", "宽展（宽限）期至"}));
    recorded.push_back(parties("recorded_owners", {"Owners as recorded", "登记记载的权利人"}));
    recorded.push_back(date("recorded_on", {"Record counts from", "记录计自"}));
    recorded.push_back(older_values());
    recorded.push_back(
        list_of("events", {"Events", "事项"}, group("event", {"Event", "事项"}, std::move(event_fields))));
    recorded.push_back(field("watched", FieldKind::boolean, {"Watched", "关注"}).in_table());
    recorded.push_back(date("watched_since", {"Watched since", "关注起始日"}));
    recorded.push_back(watch_reason("watch_reason"));
    return recorded;
}

std::vector<Field> standard_fields() {
    return {field("number", FieldKind::text, {"Number", "标准号"}).require().at_most(100).search(),
            field("title", FieldKind::text, {"Title", "名称"}).require().search().in_table(),
            list_of("patents", {"Patents", "相关专利"},
                    reference("patent", {"Patent", "专利"}, std::string(patent_kind))),
            choice("level", {"Level", "层级"},
                   {{"national", {"National", "国家标准"}},
                    {"local", {"Local", "地方标准"}},
                    {"group", {"Group", "团体标准"}}})
                .in_table()};
}

std::vector<RecordType> record_types() {
    std::vector<Field> marks = record_fields(trademark_fields(), trademark_event_fields());
    marks.push_back(list_of("use_evidence", {"Evidence of use", "使用证据"},
                            group("evidence", {"Evidence", "证据"}, use_evidence_fields())));
    std::vector<Field> patents = record_fields(patent_fields(), patent_event_fields());
    patents.push_back(
        field("paid_through_year", FieldKind::integer, {"Fees paid through year", "年费缴至年度"}));
    patents.push_back(
        field("published_as", FieldKind::text, {"Found by publication", "可据以查找的公布（公告）号"})
            .at_most(100)
            .in_table());
    patents.push_back(field("also_published_as", FieldKind::text,
                            {"Found by second publication", "可据以查找的另一公布（公告）号"})
                          .at_most(100)
                          .in_table());
    patents.push_back(date("fee_due", {"Next fee payable by", "下次年费缴纳期限"}));

    RecordType trademark{
        std::string(trademark_kind),  {"Trademark", "商标"}, {"Trademarks", "商标"}, std::move(marks), "mark",
        states(trademark_standings())};
    RecordType patent{
        std::string(patent_kind),  {"Patent", "专利"}, {"Patents", "专利"}, std::move(patents), "title",
        states(patent_standings())};
    for (RecordType* type : {&trademark, &patent}) {
        type->page = certificate_report;
        type->life_begin = type == &trademark ? "registration_date" : "filing_date";
        type->life_end = "last_day";
        type->is_shared = true;
    }
    RecordType standard{std::string(standard_kind),
                        {"Standard", "标准"},
                        {"Standards", "标准"},
                        standard_fields(),
                        "title",
                        {{"recorded", {"Recorded", "已登记"}, Tone::neutral}}};
    return {std::move(trademark), std::move(patent), std::move(standard)};
}

EntryType entry(std::string_view type, Text label, std::string_view record, std::vector<Field> fields,
                bool creates) {
    EntryType made{std::string(type), std::move(label), std::string(record), std::move(fields)};
    made.creates = creates;
    return made;
}

std::vector<EntryType> entry_types() {
    return {
        entry(trademark_recorded, {"Record a trademark", "登记商标信息"}, trademark_kind, trademark_fields(),
              true),
        // Files of events come without the record, so an event may be the first that is known of a right.
        entry(trademark_event, {"Record an event of a trademark", "登记商标事项"}, trademark_kind,
              trademark_event_fields(), true),
        entry(patent_recorded, {"Record a patent", "登记专利信息"}, patent_kind, patent_fields(), true),
        entry(patent_event, {"Record an event of a patent", "登记专利事项"}, patent_kind,
              patent_event_fields(), true),
        entry(standard_recorded, {"Record a standard", "登记标准"}, standard_kind, standard_fields(), true),
        entry(use_evidence_filed, {"File evidence of use", "提交使用证据"}, trademark_kind,
              use_evidence_fields(), false),
        entry(trademark_watched, {"Watch a trademark", "关注商标"}, trademark_kind, {watch_reason("reason")},
              false),
        entry(trademark_unwatched, {"Watch a trademark no longer", "取消关注商标"}, trademark_kind,
              {watch_reason("reason")}, false),
        entry(patent_watched, {"Watch a patent", "关注专利"}, patent_kind, {watch_reason("reason")}, false),
        entry(patent_unwatched, {"Watch a patent no longer", "取消关注专利"}, patent_kind,
              {watch_reason("reason")}, false)};
}

}  // namespace

Declaration declaration() {
    return {record_types(), entry_types(), checks(), adapters(), reports(), overlays()};
}

Text field_label(std::string_view kind, std::string_view field) {
    static const std::vector<RecordType> types = record_types();
    for (const RecordType& type : types)
        for (const Field& one : type.fields)
            if (type.kind == kind && one.id == field) return one.label;
    return {std::string(field), std::string(field)};
}

}  // namespace xinbu::ip_status
