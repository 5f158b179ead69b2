#include "declaration.hpp"

#include "patents.hpp"
#include "right.hpp"
#include "trademarks.hpp"

namespace xinbu::ip_status {

using plugin::Adapter;
using plugin::Check;
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
using plugin::SourceFormat;
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

std::vector<Choice> trademark_events() {
    return {{"acceptance", {"Application accepted", "受理"}},
            {"examination", {"Substantive examination", "实质审查"}},
            {"correction_notice", {"Notice to explain or amend", "说明或修正通知"}},
            {"response", {"Answer or evidence filed", "答复或提交证据"}},
            {"preliminary_publication", {"Preliminary publication", "初步审定公告"}},
            {"opposition", {"Opposition", "异议"}},
            {"nonregistration", {"Registration refused after opposition", "不予注册决定"}},
            {"registration", {"Registration", "注册公告"}},
            {"renewal", {"Renewal", "续展"}},
            {"assignment_request", {"Assignment asked for", "转让或移转申请"}},
            {"assignment", {"Assignment or transmission", "转让或移转"}},
            {"change_request", {"Change asked for", "变更申请"}},
            {"change", {"Change of name, address or agent", "变更名义、地址或代理人"}},
            {"formality_refused", {"Assignment or change not approved", "转让或变更不予核准（视为放弃）"}},
            {"licence", {"Licence recorded", "许可备案"}},
            {"licence_end", {"Licence ended", "许可终止"}},
            {"pledge", {"Pledge registered", "质权登记"}},
            {"pledge_change", {"Pledge changed", "质权登记事项变更"}},
            {"pledge_extension", {"Pledge extended", "质权登记期限延期"}},
            {"pledge_end", {"Pledge cancelled", "质权登记注销"}},
            {"freeze", {"Frozen by a court", "法院查封"}},
            {"freeze_end", {"Freeze lifted", "解除查封"}},
            {"refusal", {"Refusal", "驳回"}},
            {"review", {"Review requested", "申请复审"}},
            {"court_action", {"Action in court", "提起行政诉讼"}},
            {"nonuse_request", {"Cancellation for non-use requested", "撤销连续三年不使用申请"}},
            {"generic_request", {"Cancellation as a generic name requested", "撤销通用名称申请"}},
            {"invalidation_request", {"Invalidation requested", "无效宣告申请"}},
            {"request_decided", {"Request decided, right maintained", "程序审结（权利维持）"}},
            {"partial_cancellation", {"Cancelled in part", "部分撤销"}},
            {"cancellation", {"Cancelled", "撤销"}},
            {"invalidation", {"Invalidated", "宣告无效"}},
            {"surrender", {"Surrendered", "申请注销"}},
            {"lapse", {"Lapsed, not renewed", "期满未续展注销"}},
            {"withdrawal", {"Withdrawn", "撤回"}},
            {"other", {"Other step of the procedure", "其他程序事项"}}};
}

std::vector<Choice> patent_events() {
    return {{"publication", {"Publication", "公布"}},
            {"examination", {"Examination", "实质审查"}},
            {"grant", {"Grant", "授权公告"}},
            {"annual_fee", {"Annual or maintenance fee paid", "缴纳年费"}},
            {"assignment", {"Assignment", "权利转移"}},
            {"change", {"Change of name, address or agent", "著录事项变更"}},
            {"licence", {"Licence recorded", "实施许可合同备案"}},
            {"licence_end", {"Licence ended", "许可备案注销"}},
            {"open_licence", {"Open licence declared", "开放许可声明"}},
            {"pledge", {"Pledge registered", "质押登记"}},
            {"pledge_change", {"Pledge changed", "质押登记变更"}},
            {"pledge_end", {"Pledge cancelled", "质押登记注销"}},
            {"freeze", {"Preservation by a court", "财产保全"}},
            {"freeze_end", {"Preservation lifted", "解除保全"}},
            {"suspension", {"Proceedings suspended", "程序中止"}},
            {"suspension_end", {"Suspension ended", "恢复程序"}},
            {"invalidation_request", {"Invalidation requested", "无效宣告请求"}},
            {"request_decided", {"Request decided, right maintained", "审查决定（维持有效）"}},
            {"partial_invalidation", {"Invalidated in part", "部分无效"}},
            {"invalidation", {"Invalidated", "宣告无效"}},
            {"abandonment", {"Abandoned", "放弃"}},
            {"lapse_unpaid", {"Lapsed for an unpaid fee", "未缴年费终止"}},
            {"expiry", {"Term expired", "期限届满终止"}},
            {"restoration", {"Restored", "权利恢复"}},
            {"term_adjustment", {"Term adjusted", "期限补偿"}},
            {"rejection", {"Application rejected", "驳回申请"}},
            {"review", {"Re-examination requested", "请求复审"}},
            {"court_action", {"Action in court", "提起行政诉讼"}},
            {"withdrawal", {"Withdrawn or deemed withdrawn", "撤回或视为撤回"}},
            {"other", {"Other step of the procedure", "其他程序事项"}}};
}

/// What events of marks and of patents have in common, behind `event` and `date`.
void add_event_details(std::vector<Field>& fields) {
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
        field("amount", FieldKind::money, {"Amount", "金额"}),
        field("territory", FieldKind::text, {"State concerned", "涉及国家"})
            .at_most(2)
            .with_help({"Where a European patent is concerned in one of its states only; WIPO ST.3.",
                        "欧洲专利仅涉及某一指定国时填写；WIPO ST.3 代码。"})};
    add_event_details(fields);
    return fields;
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
        field("registration_number", FieldKind::text, {"Registration number", "注册号"}).at_most(50).search(),
        date("application_date", {"Filed on", "申请日期"}).in_table(),
        date("publication_date", {"Published on", "初审公告日期"}),
        date("registration_date", {"Registered on", "注册日期"}).in_table(),
        date("expiry_date", {"Term ends on", "专用期限截止日"}),
        status_text(),
        field("status_code", FieldKind::text, {"Status code of the office", "官方状态代码"}).at_most(20),
        choice("common_status", {"Common status (TM5)", "通用状态（TM5）"}, standing_choices()),
        date("status_date", {"Status since", "状态日期"}),
        other_numbers(),
        findings(),
        source()};
}

std::vector<Field> patent_fields() {
    return {office(), number({"Application number", "申请号"}),
            choice("kind", {"Kind", "专利类型"}, patent_kinds()).require().in_table(),
            field("title", FieldKind::text, {"Title", "名称"}).search().in_table(),
            // Lists of publication numbers tell no day of filing; validate() warns of one that is missing.
            date("filing_date", {"Filed on", "申请日"}).in_table(), owners().require(),
            date("grant_date", {"Granted on", "授权公告日"}).in_table(),
            field("publication_number", FieldKind::text, {"Publication number", "公布/公告号"})
                .at_most(100)
                .search(),
            list_of("ipc", {"IPC", "国际专利分类"},
                    field("symbol", FieldKind::text, {"Symbol", "分类号"}).at_most(50)),
            status_text(),
            field("status_code", FieldKind::text, {"Status code of the office", "官方状态代码"}).at_most(20),
            date("status_date", {"Status since", "状态日期"}), other_numbers(), findings(), source()};
}

/// A record holds what its entries say, now optional (events of an office may come alone), and what follows.
std::vector<Field> record_fields(std::vector<Field> recorded, std::vector<Field> event_fields) {
    for (Field& one : recorded) one.required = one.id == "office" || one.id == "number";
    recorded.push_back(date("last_day", {"Last day of the term", "保护期届满日"}).in_table());
    recorded.push_back(date("ended_on", {"Ended on", "终止日期"}));
    recorded.push_back(date("grace_until", {"Grace until", "宽展（宽限）期至"}));
    recorded.push_back(parties("recorded_owners", {"Owners as recorded", "登记记载的权利人"}));
    recorded.push_back(date("recorded_on", {"Extract of", "登记信息日期"}));
    recorded.push_back(
        list_of("events", {"Events", "事项"}, group("event", {"Event", "事项"}, std::move(event_fields))));
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
    patents.push_back(date("fee_due", {"Next fee payable by", "下次年费缴纳期限"}));

    RecordType trademark{
        std::string(trademark_kind),  {"Trademark", "商标"}, {"Trademarks", "商标"}, std::move(marks), "mark",
        states(trademark_standings())};
    RecordType patent{
        std::string(patent_kind),  {"Patent", "专利"}, {"Patents", "专利"}, std::move(patents), "title",
        states(patent_standings())};
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
              use_evidence_fields(), false)};
}

std::vector<Adapter> adapters() {
    return {
        {"uspto-trademark-daily",
         {"USPTO trademarks, daily XML", "美国专利商标局商标每日数据（XML）"},
         SourceFormat::xml,
         {},
         {"case-file"}},
        {"tsdr-st66",
         {"USPTO trademark status, ST.66", "美国专利商标局商标状态（ST.66）"},
         SourceFormat::xml,
         {},
         {"TransactionData"}},
        {"tsdr-st96",
         {"USPTO trademark status, ST.96", "美国专利商标局商标状态（ST.96）"},
         SourceFormat::xml,
         {},
         {"Trademark"}},
        {"tsdr-json", {"USPTO trademark status, JSON", "美国专利商标局商标状态（JSON）"}, SourceFormat::json},
        {"uspto-odp-json",
         {"USPTO patents, Open Data Portal JSON", "美国专利商标局专利开放数据（JSON）"},
         SourceFormat::json},
        {"uspto-patent-grant",
         {"USPTO patents, grant XML", "美国专利商标局专利授权公告（XML）"},
         SourceFormat::xml,
         {},
         {"us-patent-grant"}},
        {"dpma-register",
         {"DPMA register: marks, designs, patents", "德国专利商标局登记簿（商标、外观设计、专利）"},
         SourceFormat::xml,
         {},
         {"TradeMark", "Entries", "DesignApplication", "DesignHitListRecord", "dpma-patent-document",
          "PatentHitListRecord"}},
        {"epo-ops",
         {"EPO Open Patent Services: family, legal status, register",
          "欧洲专利局开放专利服务（同族、法律状态、登记簿）"},
         SourceFormat::xml,
         {},
         {"family-member", "exchange-document", "register-document", "fault"}},
        {"uspto-patent-applications",
         {"USPTO patents, applications", "美国专利商标局专利申请"},
         SourceFormat::csv,
         {"application_number", "title", "filing_date", "status", "app_type"}},
        {"cn-publications-csv",
         {"Chinese patents by publication number", "中国专利公开（公告）号列表"},
         SourceFormat::csv,
         {"publication_numbers", "title_zh"}},
        {"cnipa-csv",
         {"CNIPA trademarks, Chinese headings", "国家知识产权局商标列表（中文表头）"},
         SourceFormat::csv},
        {"uspto-patent-events",
         {"USPTO patents, events", "美国专利商标局专利事项"},
         SourceFormat::csv,
         {"application_number", "event_date", "event_code", "event_description", "source"}},
        {"uspto-patent-assignments",
         {"USPTO patents, assignments", "美国专利商标局专利权转让登记"},
         SourceFormat::csv,
         {"reel_frame", "application_number", "recorded_date", "conveyance_text", "assignors",
          "execution_date", "assignees", "source"}},
        {"euipo-csv",
         {"EUIPO trademarks", "欧盟知识产权局商标"},
         SourceFormat::csv,
         {"trademark_id", "filing_date", "text", "vienna_codes"}}};
}

/// Whose deadlines or fees, and of which span of time.
std::vector<Field> span_parameters() {
    return {reference("right", {"Trademark or patent", "商标或专利"}, ""),
            reference("owner", {"All rights of", "权利人（全部权利）"}, ""), date("from", {"From", "自"}),
            date("to", {"To", "至"}),
            field("days", FieldKind::integer, {"Days ahead", "未来天数"}).between(0, 36500)};
}

std::vector<Check> checks() {
    return {{"ip.status",
             {"Is the right alive, whose is it, until when", "权利是否有效、归谁所有、至何时"},
             {reference("right", {"Trademark or patent", "商标或专利"}, "").require()}},
            {"ip.deadlines", {"What falls due", "期限"}, span_parameters()},
            {"ip.fees", {"Official fees ahead", "应缴官费预测"}, span_parameters()},
            {"ip.rules", {"The rules in use", "适用规则"}, {date("day", {"In force on", "施行日期"})}}};
}

}  // namespace

Declaration declaration() {
    return {record_types(), entry_types(), checks(), adapters()};
}

}  // namespace xinbu::ip_status
