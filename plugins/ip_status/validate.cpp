#include <algorithm>
#include <array>
#include <set>

#include "adapters.hpp"
#include "declaration.hpp"
#include "events.hpp"
#include "extracts.hpp"
#include "identity.hpp"
#include "list_rows.hpp"
#include "offices.hpp"
#include "patents.hpp"
#include "plugin.hpp"
#include "status_words.hpp"
#include "trademarks.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Date;
using plugin::Draft;
using plugin::Fault;
using plugin::Faults;
using plugin::Object;
using plugin::Text;
using plugin::text_at;
using plugin::Value;

namespace {

void refuse(Faults& faults, std::string pointer, std::string rule, std::string en, std::string zh) {
    faults.push_back({std::move(pointer), std::move(rule), {std::move(en), std::move(zh)}});
}
void warn(Faults& faults, std::string pointer, std::string rule, std::string en, std::string zh) {
    faults.push_back({std::move(pointer), std::move(rule), {std::move(en), std::move(zh)}, true});
}

/// "^\d{1,8}[A-Z]?$", or G with six or seven digits and perhaps a letter: Madrid marks that designate China.
bool is_chinese_mark_number(std::string_view number) {
    const bool is_madrid = number.starts_with('G');
    if (is_madrid) number.remove_prefix(1);
    if (!number.empty() && number.back() >= 'A' && number.back() <= 'Z') number.remove_suffix(1);
    if (!plugin::all_digits(number)) return false;
    return is_madrid ? number.size() == 6 || number.size() == 7 : number.size() <= 8;
}

bool is_foreign_number(std::string_view number) {
    constexpr std::size_t longest = 20;
    return !number.empty() && number.size() <= longest && std::ranges::all_of(number, [](char c) {
        return plugin::is_digit(c) || (c >= 'A' && c <= 'Z') || c == '/' || c == '-' || c == '.';
    });
}

/// The right's name in a record id: the same rules hold for numbers that come as data and as an id.
void check_name(const RightName& name, const std::string& pointer, Faults& faults) {
    if (!name.is_chinese()) {
        if (!is_foreign_number(name.number))
            refuse(faults, pointer, "ip.number", "A number has 1 to 20 digits, capital letters, /, - or .",
                   "号码应为1至20位数字、大写字母或/、-、.。");
    } else if (name.is_trademark()) {
        if (!is_chinese_mark_number(name.number))
            refuse(faults, pointer, "ip.trademark.number",
                   "A Chinese trademark number has up to 8 digits and perhaps a letter behind them, or G and "
                   "6 or 7 "
                   "digits for a Madrid mark.",
                   "中国商标号为不超过8位数字（可带后缀字母），马德里国际注册商标为G加6至7位数字。");
    } else if (is_chinese_publication(name.number)) {
        return;  // known by its publication only: such a number has no check digit
    } else if (auto fault = plugin::patent_fault(name.number)) {
        faults.push_back({pointer, "identifier.cn-patent", *std::move(fault)});
    }
}

/// True where the draft's record is a well-formed id; what is wrong with it otherwise.
std::optional<RightName> check_record(const Draft& draft, Faults& faults) {
    const std::optional<RightName> name = parse_right(draft.record);
    if (!name) {
        refuse(faults, "/record", "ip.record",
               "Expected kind/OFFICE-number with an office of two capital letters, such as "
               "trademark/CN-40128866.",
               "应为“类型/局代码-号码”，局代码为两位大写字母，如trademark/CN-40128866。");
        return std::nullopt;
    }
    return name;
}

/// An office that nobody knows is kept as it was told, and told of: no rule is guessed for it.
void check_office(const RightName& name, Faults& faults) {
    if (is_office(name.office)) return;
    const std::string office(name.office);
    warn(faults, "/data/office", "ip.office.unknown",
         "No office has the code " + office + " (WIPO ST.3): is it a slip?",
         "WIPO ST.3 中没有代码" + office + "，请核对。");
}

/// Office and number as data must be the record's, or numbers that it is known to have beside its own.
void check_own_name(const Draft& draft, const RightName& name, const plugin::Records& records,
                    Faults& faults) {
    const std::string_view office = text_at(draft.data, "office"), number = text_at(draft.data, "number");
    if (office == name.office && number == name.number) return;
    const std::optional<plugin::Record> record =
        office == name.office ? records.find(draft.record) : std::nullopt;
    if (record && can_mean(*record, name, draft.data)) {
        check_name({name.kind, office, number}, "/data/number", faults);
        return;
    }
    refuse(faults, "/record", "ip.record.mismatch",
           "The record is " + draft.record + ", but office and number say something else.",
           "记录为" + draft.record + "，与受理局和号码不一致。");
}

/// A patent that was recorded by its publication before, while this draft is about another record.
void check_same_right(const Draft& draft, const RightName& name, const plugin::Records& records,
                      Faults& faults) {
    for (const std::string& one : publications_in(name.office, draft.data)) {
        const std::string other = right_id(patent_kind, name.office, one);
        if (other == draft.record || !records.find(other)) continue;
        warn(faults, "/data/publication_number", "ip.same_right",
             other + " bears this publication number: it may be the same right under two records.",
             other + "具有相同的公布（公告）号，可能是同一权利的两条记录。");
    }
}

/// What an office's extract says is kept as it is; who types a record can be asked to look again.
bool is_extract(const Object& data) {
    return !plugin::text_at(plugin::object_at(data, "source"), "system").empty();
}

void check_order(const Object& data, const char* earlier, const char* later, Faults& faults) {
    const std::optional<Date> first = date_at(data, earlier), second = date_at(data, later);
    if (!first || !second || *second >= *first) return;
    const auto complain = is_extract(data) ? warn : refuse;
    complain(faults, std::string("/data/") + later, "ip.date.order",
             second->text() + " is before " + first->text() + " (" + earlier + ").",
             second->text() + "早于" + first->text() + "（" + earlier + "）。");
}

/// What an extract tells had happened by the day on which it was retrieved.
void check_not_ahead(const Object& data, std::initializer_list<const char*> members, Faults& faults) {
    const std::optional<Date> retrieved = date_at(plugin::object_at(data, "source"), "retrieved_on");
    if (!retrieved) return;
    for (const char* member : members)
        if (const std::optional<Date> day = date_at(data, member); day && *day > *retrieved)
            warn(faults, std::string("/data/") + member, "ip.date.ahead",
                 "The source was retrieved on " + retrieved->text() + " and tells of " + day->text() +
                     ", which was still to come.",
                 "来源获取于" + retrieved->text() + "，却记载尚未到来的" + day->text() + "。");
}

bool has_finding(const Object& data, std::string_view rule) {
    return std::ranges::any_of(plugin::array_at(data, "findings"), [&](const Value& one) {
        return one.object() != nullptr && text_at(*one.object(), "rule") == rule;
    });
}

struct FindingWords {
    std::string_view rule, en, zh;
};
/// What became of what the source says, behind the field and the value.
constexpr std::array<FindingWords, 7> finding_words{
    {{"date.invalid", "is no day and was left out", "不是有效日期，未予收录"},
     {"nice.class", "is no class of the Nice classification (1 to 45) and was left out",
      "不是尼斯分类的类别（1至45），未予收录"},
     {"locarno.class", "is a class of designs, for which there is no field",
      "为外观设计分类，无对应字段，未予收录"},
     {"code.unknown", "is in no table of ours: it is kept as written, and nothing is concluded from it",
      "不在已知代码表中：原样保留，不据此作出判断"},
     {"identifier.uscc", "is no credit code and was left out", "不是有效的统一社会信用代码，未予收录"},
     {"party.identifier", "are not as many codes as names: nobody knows whose is whose, and none is taken",
      "与名称数目不符，无法对应，均未收录"},
     {"ip.status.undated", "was left out, since the right has ended on a day that the source does not tell",
      "未予收录：权利已终止，而来源未载明终止日期"}}};

Text words_of(std::string_view rule, std::string_view value) {
    const auto known = std::ranges::find(finding_words, rule, &FindingWords::rule);
    Text words = known != finding_words.end() ? Text{std::string(known->en), std::string(known->zh)}
                                              : Text{"cannot be taken as it stands: a person must look at it",
                                                     "无法直接采用，须人工核对"};
    words.en += ".";
    words.zh += "。";
    if (rule == "identifier.uscc")
        if (const std::optional<Text> fault = plugin::uscc_fault(value)) {
            words.en += " " + fault->en;
            words.zh += fault->zh;
        }
    return words;
}

/// Whoever imports is told what the source says that the record cannot hold.
void tell_findings(const Draft& draft, std::string_view kind, Faults& faults) {
    for (const Value& one : plugin::array_at(draft.data, "findings")) {
        if (one.object() == nullptr) continue;
        const std::string rule(text_at(*one.object(), "rule")), value(text_at(*one.object(), "value"));
        const std::string_view field = text_at(*one.object(), "field");
        const std::string pointer = "/data/" + std::string(field);
        const bool is_told = std::ranges::any_of(
            faults, [&](const Fault& fault) { return fault.rule == rule && fault.pointer == pointer; });
        // Several values of one field may be wrong by one rule; a contradiction of dates is told by itself.
        if (is_told && rule == "ip.date.order") continue;
        const Text label = field_label(kind, field), words = words_of(rule, value);
        warn(faults, pointer, rule, label.en + ": “" + value + "” " + words.en,
             label.zh + "：“" + value + "”" + words.zh);
    }
}

void check_classes(const Object& data, const char* member, Faults& faults) {
    std::set<std::int64_t> seen;
    const plugin::Array& classes = plugin::array_at(data, member);
    for (std::size_t at = 0; at < classes.size(); ++at)
        if (const std::int64_t* number = classes[at].integer();
            number != nullptr && !seen.insert(*number).second)
            refuse(faults, std::string("/data/") + member + "/" + std::to_string(at), "nice.duplicate",
                   "Class " + std::to_string(*number) + " is named twice.",
                   "第" + std::to_string(*number) + "类重复。");
}

void check_owners(const Object& data, Faults& faults) {
    if (plugin::array_at(data, "owners").empty())
        warn(faults, "/data/owners", "ip.owners.missing", "The source names no owner.", "来源未载明权利人。");
}

/// What the row of a list says otherwise than the rows of the same number before it.
void check_rows(const Draft& draft, const plugin::Records& records, Faults& faults) {
    const std::optional<plugin::Record> record = records.find(draft.record);
    if (!record || !is_further_row(draft.data, record->fields)) return;
    for (const RowContradiction& one : row_contradictions(draft.data, record->fields))
        warn(faults, "/data/" + std::string(one.field), std::string(rows_differ),
             "Another row of " + draft.record + " says “" + one.before + "”, this one “" + one.now +
                 "”: this one stands, and a person must look at it.",
             draft.record + "在另一行中的记载为“" + one.before + "”，本行为“" + one.now +
                 "”：以本行为准，须人工核对。");
}

void check_trademark(const Rules& rules, const Draft& draft, const RightName& name, Faults& faults) {
    const Object& data = draft.data;
    check_classes(data, "classes", faults);
    if (plugin::array_at(data, "classes").empty() && !has_finding(data, "nice.class"))
        warn(faults, "/data/classes", "nice.missing", "The source names no class.", "来源未载明类别。");
    check_owners(data, faults);
    check_order(data, "application_date", "publication_date", faults);
    check_order(data, "application_date", "registration_date", faults);
    check_order(data, "registration_date", "expiry_date", faults);
    check_not_ahead(data, {"application_date", "publication_date", "registration_date", "status_date"},
                    faults);
    const std::optional<Date> registration = date_at(data, "registration_date");
    const std::optional<Date> expiry = date_at(data, "expiry_date");
    if (!name.is_chinese() || is_madrid(name) || !registration || !expiry || *expiry < *registration) return;
    const MarkTerms terms(rules, name);
    const std::optional<Date> expected = terms.nearest_end(*registration, *expiry);
    if (expected && *expected != *expiry)
        warn(faults, "/data/expiry_date", "ip.trademark.term",
             "Ten years from " + registration->text() + ", renewed or not, do not end on " + expiry->text() +
                 "; expected " + expected->text() + ".",
             "自" + registration->text() + "起每十年为一期，不应于" + expiry->text() + "届满；应为" +
                 expected->text() + "。");
}

/// What people call a kind of patent; its id where there is none such.
Text kind_label(std::string_view kind) {
    static const plugin::Declaration declared = declaration();
    for (const plugin::RecordType& type : declared.records)
        for (const plugin::Field& field : type.fields)
            if (type.kind == patent_kind && field.id == "kind")
                for (const plugin::Choice& choice : field.choices)
                    if (choice.id == kind) return choice.label;
    return {std::string(kind), std::string(kind)};
}

void check_patent(const Draft& draft, const RightName& name, Faults& faults) {
    const Object& data = draft.data;
    check_owners(data, faults);
    check_order(data, "filing_date", "grant_date", faults);
    check_not_ahead(data, {"filing_date", "grant_date", "status_date"}, faults);
    // An extract may not have it (lists of publications do not); who types a patent in must know it.
    if (!data.contains("filing_date")) {
        if (is_extract(data))
            warn(faults, "/data/filing_date", "ip.filing.missing",
                 "Without the day of filing neither term nor fees can be computed.",
                 "缺少申请日，无法计算保护期和年费。");
        else
            refuse(faults, "/data/filing_date", "schema.required", "Is required.", "为必填项。");
    }
    if (!name.is_chinese()) return;
    const std::string_view said = plugin::text_at(data, "kind");
    const std::string_view shown = kind_of_patent_number(name.office, name.number);
    if (!shown.empty() && shown != said) {
        const Text meant = kind_label(shown), given = kind_label(said);
        refuse(faults, "/data/kind", "ip.patent.kind",
               "The number is one of kind " + meant.en + ", not " + given.en + ".",
               "该申请号的种类为" + meant.zh + "，与所填" + given.zh + "不符。");
    }
}

/// A word of which nobody knows what it says of the patent's life: it is kept, and its status is unknown.
void check_words(const Draft& draft, const RightName& name, const plugin::Records& records, Faults& faults) {
    const std::string words(text_at(draft.data, "status"));
    const std::optional<plugin::Record> record = records.find(draft.record);
    const bool is_granted =
        draft.data.contains("grant_date") || (record && record->fields.contains("grant_date"));
    if (!name.is_chinese() || words.empty() || tells_life_of_patent(words, is_granted)) return;
    warn(faults, "/data/status", std::string(unknown_code),
         "“" + words +
             "” does not say that the patent lives: until a source says so plainly, or an event tells "
             "what happened, its status is unknown.",
         "“" + words + "”不能说明专利权有效：在有明确来源或事项记录之前，其状态不明。");
}

/// What was read before the source on record: it fills gaps, and replaces nothing.
void check_age(const Draft& draft, const plugin::Records& records, Faults& faults) {
    const std::optional<plugin::Record> record = records.find(draft.record);
    if (!record || is_further_row(draft.data, record->fields)) return;
    const std::string day = extract_day(draft.data, draft.effective);
    const std::string before(text_at(record->fields, "recorded_on"));
    if (day < before)
        warn(faults, "/data/source", "ip.source.older",
             "What is on record is of " + before + ", this of " + day + ": it only fills gaps.",
             "在案信息截至" + before + "，本条截至" + day + "，仅用于补充空缺。");
}

/// Classes that the mark does not have: the decision may be another mark's.
void check_scope(const Object& data, const char* member, const plugin::Record& record, Faults& faults) {
    const std::vector<std::int64_t> of_mark = classes_at(record.fields, "classes");
    if (of_mark.empty()) return;
    const plugin::Array& named = plugin::array_at(data, member);
    for (std::size_t at = 0; at < named.size(); ++at)
        if (const std::int64_t* number = named[at].integer();
            number != nullptr && !std::ranges::binary_search(of_mark, *number))
            warn(faults, std::string("/data/") + member + "/" + std::to_string(at), "ip.scope",
                 "The mark is not recorded for class " + std::to_string(*number) + ".",
                 "该商标未登记第" + std::to_string(*number) + "类。");
}

std::optional<Date> first_date_of(const RightName& name, const plugin::Record& record) {
    return date_at(record.fields, name.is_trademark() ? "application_date" : "filing_date");
}

void check_event(const Draft& draft, const RightName& name, const plugin::Records& records, Faults& faults) {
    const Object& data = draft.data;
    const std::string_view event = plugin::text_at(data, "event");
    check_classes(data, "scope", faults);
    check_order(data, "date", "until", faults);
    check_order(data, "date", "received_on", faults);
    if (event == "annual_fee" && !data.contains("year"))
        refuse(faults, "/data/year", "ip.fee.year", "The payment of an annual fee needs its year.",
               "缴纳年费须填写年度。");
    const std::string_view code = plugin::text_at(data, "office_code");
    if (event == "other" && !code.empty() && !is_known_code(name, code))
        warn(faults, "/data/office_code", "code.unknown",
             "No event is mapped to the code " + std::string(code) + " of office " +
                 std::string(name.office) + ": it is kept and changes no status.",
             "受理局" + std::string(name.office) + "的代码" + std::string(code) +
                 "未对应任何事项：原样保留，不影响状态。");
    if (event == "term_adjustment" && !data.contains("until") && !data.contains("days"))
        warn(faults, "/data/until", "ip.term.until",
             "Without the new last day or the days of adjustment the term stays as it is.",
             "未填写新的届满日或调整日数，保护期不作调整。");
    const std::optional<Date> date = date_at(data, "date");
    const std::optional<plugin::Record> record = records.find(draft.record);
    if (record && name.is_trademark()) check_scope(data, "scope", *record, faults);
    const std::optional<Date> filing = record ? first_date_of(name, *record) : std::nullopt;
    if (date && filing && *date < *filing)
        warn(faults, "/data/date", "ip.event.before_filing",
             "The event is of " + date->text() + ", before the filing on " + filing->text() + ".",
             "事项日期" + date->text() + "早于申请日" + filing->text() + "。");
    if (date && date->text() > draft.effective)
        warn(faults, "/effective", "ip.event.effective",
             "The entry takes effect on " + draft.effective + ", before the event on " + date->text() + ".",
             "条目生效日" + draft.effective + "早于事项日期" + date->text() + "。");
}

void check_watching(const Draft& draft, const plugin::Records& records, Faults& faults) {
    const bool is_begin = draft.type == trademark_watched || draft.type == patent_watched;
    const bool is_end = draft.type == trademark_unwatched || draft.type == patent_unwatched;
    if (!is_begin && !is_end) return;
    const std::optional<plugin::Record> record = records.find(draft.record);
    const bool is_watched = record && record->fields.contains("watched");
    if (is_begin && is_watched)
        warn(faults, "/record", "ip.watch.already", draft.record + " is watched already.",
             draft.record + "已在关注清单中。");
    if (is_end && !is_watched)
        warn(faults, "/record", "ip.watch.not", draft.record + " is not watched.",
             draft.record + "不在关注清单中。");
}

}  // namespace

void IpStatus::validate(const Draft& draft, const plugin::Records& records, Faults& faults) const {
    if (draft.type == standard_recorded) return;
    const std::optional<RightName> name = check_record(draft, faults);
    if (!name) return;
    const bool is_recorded = draft.type == trademark_recorded || draft.type == patent_recorded;
    check_name(*name, is_recorded ? "/data/number" : "/record", faults);
    check_office(*name, faults);
    if (is_recorded) check_own_name(draft, *name, records, faults);
    if (draft.type == trademark_recorded) {
        check_trademark(rules_, draft, *name, faults);
        check_rows(draft, records, faults);
    }
    if (draft.type == patent_recorded) {
        check_patent(draft, *name, faults);
        check_same_right(draft, *name, records, faults);
    }
    if (draft.type == trademark_event || draft.type == patent_event) {
        if (draft.data.contains("number")) check_own_name(draft, *name, records, faults);
        check_event(draft, *name, records, faults);
    }
    if (is_recorded) tell_findings(draft, name->kind, faults);
    if (is_recorded) check_age(draft, records, faults);
    if (draft.type == patent_recorded) check_words(draft, *name, records, faults);
    check_watching(draft, records, faults);
    if (draft.type == use_evidence_filed) {
        check_classes(draft.data, "classes", faults);
        if (const std::optional<plugin::Record> record = records.find(draft.record))
            check_scope(draft.data, "classes", *record, faults);
    }
}

}  // namespace xinbu::ip_status
