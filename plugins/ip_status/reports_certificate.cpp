// The status certificate of one right: what it is today, why, and from which source of which age each fact
// is.
#include <algorithm>

#include "adapters_common.hpp"
#include "declaration.hpp"
#include "events.hpp"
#include "reports.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::array_at;
using plugin::CheckAnswer;
using plugin::Date;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Quantity;
using plugin::Record;
using plugin::ReportFact;
using plugin::ReportFacts;
using plugin::ReportModel;
using plugin::ReportParagraph;
using plugin::ReportTable;
using plugin::Severity;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;
using plugin::Value;

namespace {

constexpr int years_of_deadlines = 3;  // that the table lists

Tone tone_of(const Finding& finding) {
    const bool counts = finding.severity != Severity::info && finding.severity != Severity::post;
    switch (finding.status) {
        case FindingStatus::met:
            return finding.rule == "IP-ALIVE" ? Tone::good : Tone::neutral;
        case FindingStatus::not_met:
            return finding.severity == Severity::block ? Tone::bad : counts ? Tone::attention : Tone::neutral;
        case FindingStatus::unknown:
        case FindingStatus::soft:
            return counts ? Tone::attention : Tone::neutral;
    }
    return Tone::neutral;
}

class Certificate {
public:
    Certificate(const ReportDesk& desk, const Record& record, const RightName& name)
        : desk_(desk),
          record_(record),
          fields_(record.fields),
          name_(name),
          answer_(desk.ask("ip.status", {{"right", record.id}})),
          status_(answer_.facts),
          deadlines_(desk.deadlines_of(record.id, horizon_of(desk, status_))) {}

    ReportModel make() {
        ReportModel model;
        model.title = {"Status certificate", "权利状态说明"};
        model.subject = subject();
        model.sections.push_back(status());
        model.sections.push_back({{"Facts", "基本信息"}, {facts()}});
        model.sections.push_back({{"What stands beside the status", "权利负担与程序"}, {overlays()}});
        if (auto timeline = timeline_of(desk_, record_, status_, deadlines_))
            model.sections.push_back({{"Timeline", "时间轴"}, {*std::move(timeline)}});
        model.sections.push_back({{"Deadlines of the next three years", "未来三年期限"}, {deadlines()}});
        model.sections.push_back(events());
        SourceList sources;
        sources.add_record(record_);
        for (const Value& one : deadlines_)
            if (one.object() != nullptr) sources.add_article(*one.object());
        model.sources = sources.take();
        return model;
    }

private:
    Text subject() const {
        const std::string title = title_of(record_), number(text_at(fields_, "number"));
        const std::string code = number.starts_with(name_.office) ? "" : std::string(name_.office) + " ";
        const Text kind = name_.is_trademark() ? Text{"trademark", "商标"} : Text{"patent", "专利"};
        Text text{kind.en + " " + code + number, kind.zh + "，" + code + number};
        if (!title.empty()) text = {"“" + title + "”, " + text.en, "“" + title + "”（" + text.zh + "）"};
        return text;
    }

    // ---- status ----

    plugin::ReportSection status() const {
        const plugin::State state = state_of(name_.kind, text_at(status_, "status"));
        const std::string day = desk_.today().text();
        plugin::ReportSection section{{"Status on " + day, day + "的权利状态"}, {}};
        const std::string_view since = text_at(status_, "uncertain_since");
        if (since.empty()) {
            section.blocks.push_back(ReportParagraph{state.label, state.tone});
        } else {
            const std::string last(since);
            section.blocks.push_back(ReportParagraph{
                {state.label.en + " by what is recorded; since " + last + " that is not certain",
                 "按现有记录为" + state.label.zh + "；自" + last + "起不能确定"},
                Tone::attention});
        }
        section.blocks.push_back(explanation());
        section.blocks.push_back(ReportParagraph{
            {"Made from the entries of this registry; it does not replace a certificate of the "
             "office.",
             "依据本登记簿的条目生成，不代替主管机关出具的登记簿副本或注册证明。"}});
        return section;
    }

    ReportTable explanation() const {
        ReportTable table;
        table.title = {"Why", "依据与说明"};
        table.columns = {{{"Statement", "说明"}}, {{"Basis", "法律依据"}}};
        for (const Finding& finding : answer_.findings)
            table.rows.push_back({cell(finding.message, tone_of(finding)), cell(finding.basis)});
        if (!text_at(status_, "ended_on").empty() || !is_known_by_publication()) return table;
        table.rows.push_back({cell(Text{"Known by its publication number only: its application number is not "
                                        "recorded.",
                                        "仅以公布（公告）号登记，尚无申请号。"},
                                   Tone::attention),
                              {}});
        return table;
    }

    bool is_known_by_publication() const {
        return !name_.is_trademark() && is_publication(name_.office, text_at(fields_, "number"));
    }

    // ---- facts ----

    ReportFacts facts() const {
        ReportFacts all;
        all.facts.push_back({{"Office", "受理局"}, cell(office_label(name_.office))});
        add_text(all, "number", number_label(), false);
        add_text(all, "registration_number", {"Registration number", "注册号"});
        add_text(all, "publication_number", {"Publication number", "公布/公告号"});
        add_kind(all);
        add_owners(all);
        if (name_.is_trademark()) add_classes(all);
        add_text(all, "goods", {"Goods and services", "商品和服务项目"});
        add_date(all, "application_date", {"Filed on", "申请日期"});
        add_date(all, "filing_date", {"Filed on", "申请日"});
        add_date(all, "publication_date", {"Published on", "初审公告日期"});
        add_date(all, "registration_date", {"Registered on", "注册日期"});
        add_date(all, "grant_date", {"Granted on", "授权公告日"});
        add_term(all);
        add_fees(all);
        add_text(all, "status", {"Status in the office's words", "官方状态原文"});
        add_grammars(all);
        return all;
    }

    Text number_label() const {
        if (name_.is_trademark()) return {"Number", "申请/注册号"};
        if (is_known_by_publication()) return {"Number", "号码"};
        return {"Application number", "申请号"};
    }

    void add(ReportFacts& all, const char* field, const Text& label, plugin::Cell value,
             Quantity quantity = Quantity::text) const {
        all.facts.push_back({label, std::move(value), quantity, desk_.age_of(origin_of(fields_, field))});
    }
    void add_text(ReportFacts& all, const char* field, const Text& label, bool with_age = true) const {
        constexpr std::size_t longest_shown = 800;
        std::string text = clipped(std::string(text_at(fields_, field)), longest_shown);
        if (text.empty()) return;
        if (with_age)
            add(all, field, label, cell(std::move(text)));
        else
            all.facts.push_back({label, cell(std::move(text))});
    }
    void add_date(ReportFacts& all, const char* field, const Text& label) const {
        if (!text_at(fields_, field).empty()) add(all, field, label, cell_in(fields_, field), Quantity::date);
    }

    void add_kind(ReportFacts& all) const {
        const std::string_view kind = text_at(fields_, "kind");
        if (!kind.empty()) add(all, "kind", {"Kind", "类型"}, cell(choice_label(name_.kind, "kind", kind)));
    }

    void add_owners(ReportFacts& all) const {
        const Array& owners = array_at(status_, "owners");
        for (const Value& one : owners) {
            if (one.object() == nullptr) continue;
            const std::string name(text_at(*one.object(), "name"));
            const std::string identifier(text_at(*one.object(), "identifier"));
            const Text text = identifier.empty()
                                  ? Text{name + " (no identifier recorded)", name + "（未登记识别码）"}
                                  : Text{name + " (" + identifier + ")", name + "（" + identifier + "）"};
            add(all, "owners", {"Owner", "权利人"}, cell(text));
        }
        if (owners.empty())
            all.facts.push_back({{"Owner", "权利人"}, cell(Text{"not recorded", "未记录"}, Tone::attention)});
    }

    void add_classes(ReportFacts& all) const {
        const std::string recorded = numbers_in(fields_, "classes"), now = numbers_in(status_, "classes");
        if (recorded.empty()) {
            all.facts.push_back({{"Classes", "类别"}, cell(Text{"not recorded", "未记录"}, Tone::attention)});
            return;
        }
        add(all, "classes", {"Classes", "类别"}, cell(recorded));
        if (!now.empty() && now != recorded && text_at(status_, "ended_on").empty())
            all.facts.push_back({{"Classes still in force", "现仍有效的类别"}, cell(now, Tone::attention)});
    }

    void add_term(ReportFacts& all) const {
        if (!text_at(status_, "last_day").empty()) {
            Text remark = desk_.age_of(origin_of(fields_, "last_day"));
            if (!fields_.contains("expiry_date"))
                remark = {"computed; what it counts from: " + remark.en, "推算得出；起算日：" + remark.zh};
            const bool ended_before = !text_at(status_, "ended_on").empty() &&
                                      text_at(status_, "ended_on") <= text_at(status_, "last_day");
            const Text label = ended_before ? Text{"Last day of the term, had the right not ended before",
                                                   "若未提前终止的保护期届满日"}
                                            : Text{"Last day of the term", "保护期届满日"};
            all.facts.push_back({label, cell_in(status_, "last_day"), Quantity::date, remark});
        }
        const auto add_fact = [&](const char* fact, const Text& label, Tone tone) {
            if (!text_at(status_, fact).empty())
                all.facts.push_back({label, cell_in(status_, fact, tone), Quantity::date});
        };
        if (is_set(status_, "in_grace"))
            add_fact("grace_until", {"Grace until", "宽展（宽限）期至"}, Tone::bad);
        add_fact("ended_on", {"Ended on", "终止日期"}, Tone::bad);
    }

    void add_fees(ReportFacts& all) const {
        if (const std::int64_t* year = plugin::integer_at(fields_, "paid_through_year"))
            all.facts.push_back(
                {{"Annual fees paid through patent year", "年费已缴至年度"}, {*year}, Quantity::integer});
        if (!text_at(status_, "fee_due").empty())
            all.facts.push_back({{"Next annual fee payable by", "下次年费缴纳期限"},
                                 cell_in(status_, "fee_due"),
                                 Quantity::date});
        if (status_.contains("fee_amount"))
            all.facts.push_back(
                {{"Its full amount", "全额年费"}, cell_in(status_, "fee_amount"), Quantity::money});
    }

    /// The public grammars of status, each with how sure it is.
    void add_grammars(ReportFacts& all) const {
        const Object& tm5 = plugin::object_at(status_, "tm5");
        if (const std::int64_t* number = plugin::integer_at(tm5, "number"))
            all.facts.push_back(
                {{"Common status descriptor (TM5)", "通用状态描述（TM5）"},
                 cell(std::to_string(*number) + " · " + std::string(text_at(status_, "status"))),
                 Quantity::text,
                 confidence_label(text_at(tm5, "confidence"))});
        std::vector<Text> states;
        for (const Value& one : array_at(status_, "cn_states"))
            if (one.object() != nullptr)
                states.push_back(
                    {std::string(text_at(*one.object(), "en")), std::string(text_at(*one.object(), "zh"))});
        if (!states.empty())
            all.facts.push_back({{"Procedure before CNIPA", "国家知识产权局程序状态"}, cell(joined(states))});
        const Object& stage = plugin::object_at(status_, "stage");
        const std::int64_t *now = plugin::integer_at(stage, "stage"),
                           *before = plugin::integer_at(stage, "previous_stage");
        if (now == nullptr || before == nullptr) return;
        const std::string standard(text_at(stage, "standard"));
        all.facts.push_back({{"Stage (WIPO " + standard + ")", "阶段（WIPO " + standard + "）"},
                             cell(std::string(text_at(stage, "state")) + "-" + std::to_string(*before) + "-" +
                                  std::to_string(*now) + "-" + std::string(text_at(stage, "key_event")))});
    }

    // ---- tables ----

    ReportTable overlays() const {
        ReportTable table;
        table.columns = {{{"What", "事项"}},
                         {{"Since", "起始"}, Quantity::date},
                         {{"Until", "截止"}, Quantity::date},
                         {{"Scope", "范围"}},
                         {{"Counterparty", "相对方"}}};
        for (const Value& one : array_at(status_, "overlays")) {
            if (one.object() == nullptr) continue;
            const Object& overlay = *one.object();
            const std::string_view kind = text_at(overlay, "kind");
            table.rows.push_back({cell(overlay_label(kind), overlay_tone(kind)), cell_in(overlay, "since"),
                                  cell_in(overlay, "until"), cell(scope_of(overlay)),
                                  cell(party_in(overlay, "counterparty"))});
        }
        table.when_empty = {"Nothing, by what is recorded here. Silence of a source is no proof.",
                            "现有记录中没有。来源未提及不等于不存在。"};
        return table;
    }

    static Text scope_of(const Object& overlay) {
        const Text scope = overlay_scope(overlay);
        return scope.is_empty() ? Text{"the whole right", "全部权利"} : scope;
    }

    ReportTable deadlines() const {
        const Date to = desk_.today().plus_years(years_of_deadlines);
        std::vector<const Object*> listed;
        for (const Value& one : deadlines_) {
            const std::optional<Date> due =
                one.object() != nullptr ? date_at(*one.object(), "due") : std::nullopt;
            if (due && *due <= to) listed.push_back(one.object());
        }
        return deadline_table(listed, false);
    }

    plugin::ReportSection events() const {
        ReportTable table;
        table.columns = {{{"Date", "日期"}, Quantity::date},
                         {{"Event", "事项"}},
                         {{"Until", "截止"}, Quantity::date},
                         {{"Counterparty", "相对方"}},
                         {{"Reference", "登记号"}},
                         {{"Code of the office", "官方代码"}},
                         {{"Source", "来源"}}};
        std::size_t steps = 0;
        const std::vector<Event> events = events_of(fields_, desk_.today());
        for (auto at = events.rbegin(); at != events.rend(); ++at) {
            if (at->kind == "other") {
                ++steps;
                continue;
            }
            const Object& event = *at->data;
            table.rows.push_back({cell_in(event, "date"), cell(label_of(*at)), cell_in(event, "until"),
                                  cell(party_in(event, "counterparty")), cell_in(event, "reference"),
                                  cell_in(event, "office_code"), cell(sources_of(event))});
        }
        table.when_empty = {"No event is recorded.", "未记录任何事项。"};
        plugin::ReportSection section{{"Events", "事项"}, {std::move(table)}};
        if (steps > 0)
            section.blocks.push_back(
                ReportParagraph{{"Further steps of the procedure on file: " + std::to_string(steps) + ".",
                                 "另有" + std::to_string(steps) + "项其他程序事项在案。"}});
        return section;
    }

    Text label_of(const Event& event) const {
        Text label = event_label(name_.kind, event.kind);
        if (const std::int64_t* year = plugin::integer_at(*event.data, "year")) {
            label.en += " (year " + std::to_string(*year) + ")";
            label.zh += "（第" + std::to_string(*year) + "年度）";
        }
        if (const std::string classes = numbers_in(*event.data, "scope"); !classes.empty()) {
            const Text scope = classes_text(classes);
            label.en += " (" + scope.en + ")";
            label.zh += "（" + scope.zh + "）";
        }
        return label;
    }

    static std::string sources_of(const Object& event) {
        std::string systems(text_at(plugin::object_at(event, "source"), "system"));
        for (const Value& one : array_at(event, "also_in"))
            if (one.text() != nullptr) systems += (systems.empty() ? "" : ", ") + *one.text();
        return systems;
    }

    const ReportDesk& desk_;
    const Record& record_;
    const Object& fields_;
    const RightName& name_;
    CheckAnswer answer_;
    const Object& status_;
    Array deadlines_;
};

}  // namespace

std::optional<ReportModel> certificate(const ReportDesk& desk, std::string_view right) {
    const std::optional<RightName> name = parse_right(right);
    const std::optional<Record> record = name ? desk.records().find(right) : std::nullopt;
    if (!record) return std::nullopt;
    return Certificate(desk, *record, *name).make();
}

}  // namespace xinbu::ip_status
