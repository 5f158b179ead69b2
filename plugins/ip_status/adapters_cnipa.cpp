// Chinese lists: marks under CNIPA's headings, patents by publication number.
#include <algorithm>
#include <array>

#include "adapters.hpp"
#include "list_rows.hpp"
#include "office_mark.hpp"
#include "office_patent.hpp"
#include "right.hpp"
#include "status_words.hpp"
#include "trademarks.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::CsvRow;
using plugin::Date;
using plugin::ImportSink;

namespace {

/// The Patent Law of China took effect on it. A list without any date counts from here, so that it never
/// stands against a source that tells its day.
constexpr const char* first_day_of_chinese_patents = "1985-04-01";

/// The first of these columns that says something.
std::string cell_of(const CsvRow& row, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (std::string text = one_line(row.cell(name)); !text.empty()) return text;
    return {};
}

/// "2020年6月14日", "2020/6/14", "2020.06.14", "２０２０-06-14" as ISO; anything else as it is.
std::string iso_date(std::string_view text) {
    const std::string plain = plugin::half_width(text);
    std::array<std::string, 3> parts{};
    std::size_t part = 0;
    bool in_digits = false;
    for (const char c : plain) {
        if (plugin::is_digit(c)) {
            if (part >= parts.size()) return std::string(text);
            parts[part] += c;
            in_digits = true;
        } else if (in_digits) {
            ++part;
            in_digits = false;
        }
    }
    const bool is_three = parts[0].size() == 4 && !parts[1].empty() && parts[1].size() <= 2 &&
                          !parts[2].empty() && parts[2].size() <= 2;
    if (!is_three) return plain;
    const auto two = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
    return parts[0] + "-" + two(parts[1]) + "-" + two(parts[2]);
}

/// "2020年06月14日 至 2030年06月13日": both ends.
std::pair<std::string, std::string> span_of(const std::string& text) {
    for (const std::string_view separator : {"至", "到", "~", "—", "–"}) {
        const std::size_t at = text.find(separator);
        if (at != std::string::npos)
            return {iso_date(one_line(text.substr(0, at))),
                    iso_date(one_line(text.substr(at + separator.size())))};
    }
    return {"", iso_date(text)};
}

/// Calls `use` with each part between any of the separators of a Chinese list.
template <class Use>
void each_part(std::string text, Use use) {
    for (const std::string_view separator : {"；", "、", "，", ";", ",", "|", " "})
        for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, at))
            text.replace(at, separator.size(), "\n");
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        if (const std::string part = one_line(text.substr(start, end - start)); !part.empty()) use(part);
        start = end + 1;
    }
}

void read_owners(const std::string& names, const std::string& codes, OfficeMark& mark) {
    std::vector<std::string> identifiers;
    each_part(codes, [&](const std::string& code) { identifiers.push_back(plugin::canonical_uscc(code)); });
    std::string list = names;
    for (const std::string_view separator : {"；", ";", "|"})
        for (std::size_t at = list.find(separator); at != std::string::npos; at = list.find(separator, at))
            list.replace(at, separator.size(), "\n");
    for (std::size_t start = 0; start <= list.size();) {
        const std::size_t end = std::min(list.find('\n', start), list.size());
        if (const std::string name = one_line(list.substr(start, end - start)); !name.empty())
            mark.owners.push_back(party(name));
        start = end + 1;
    }
    // Codes stand in the order of the names; another number of them tells nobody's.
    if (identifiers.empty()) return;
    if (identifiers.size() != mark.owners.size()) {
        mark.findings.add("party.identifier", "owners", codes);
        return;
    }
    for (std::size_t at = 0; at < identifiers.size(); ++at) {
        if (plugin::uscc_fault(identifiers[at]))
            mark.findings.add("identifier.uscc", "owners", identifiers[at]);
        else
            mark.owners[at].object()->set("identifier", identifiers[at]);
    }
}

struct Word {
    std::string_view zh, id;
};
constexpr std::array<Word, 11> kinds{{{"文字", "word"},
                                      {"文字商标", "word"},
                                      {"图形", "figurative"},
                                      {"图形商标", "figurative"},
                                      {"图文组合", "combined"},
                                      {"组合", "combined"},
                                      {"组合商标", "combined"},
                                      {"三维标志", "three_dimensional"},
                                      {"声音", "sound"},
                                      {"集体", "collective"},
                                      {"证明", "certification"}}};
constexpr std::array<Word, 4> special_kinds{{{"集体商标", "collective"},
                                             {"证明商标", "certification"},
                                             {"三维标志商标", "three_dimensional"},
                                             {"声音商标", "sound"}}};
template <std::size_t size>
std::string word_of(const std::array<Word, size>& words, const std::string& text) {
    const auto known = std::ranges::find(words, text, &Word::zh);
    return known != words.end() ? std::string(known->id) : std::string();
}

/// What the list says of the status, and since when.
void read_status(const CsvRow& row, OfficeMark& mark) {
    mark.status_text = cell_of(row, {"商标流程状态", "商标状态", "法律状态", "状态"});
    mark.status_date = iso_date(cell_of(row, {"状态日期"}));
    if (mark.status_text.empty()) return;
    // A status counts from the day on which it was read where the list tells no other.
    if (mark.status_date.empty()) mark.status_date = mark.retrieved;
    const std::string_view standing = chinese_standing(mark.status_text, !mark.registration.empty());
    if (standing.empty()) {
        mark.findings.add(unknown_code, "status", mark.status_text);
        return;
    }
    if (mark.status_date.empty()) {
        const Standing& known = standing_of(trademark_standings(), standing);
        if (!known.is_live)
            leave_out_registration(mark);
        else if (!is_borne_out_by_dates(known, !mark.registration.empty()))
            mark.findings.add(undated_status, "status", mark.status_text);
        return;
    }
    mark.common_status = standing;
}

}  // namespace

void import_cnipa_mark(const CsvRow& row, ImportSink& sink) {
    OfficeMark mark;
    mark.office = china;
    mark.serial = number_of(
        cell_of(row, {"申请/注册号", "注册号/申请号", "申请号/注册号", "注册号", "申请号", "商标注册号"}));
    mark.mark = cell_of(row, {"商标名称", "商标"});
    each_part(plugin::half_width(cell_of(row, {"国际分类", "国际分类号", "类别", "商标类别", "类号"})),
              [&](std::string part) {
                  // "第21类" is 21.
                  if (part.starts_with("第")) part.erase(0, std::string_view("第").size());
                  if (part.ends_with("类")) part.erase(part.size() - std::string_view("类").size());
                  add_class(mark, part);
              });
    const std::string names =
        cell_of(row, {"申请人名称(中文)", "申请人名称（中文）", "申请人名称", "申请人", "注册人", "权利人"});
    read_owners(names, cell_of(row, {"统一社会信用代码", "申请人统一社会信用代码"}), mark);
    mark.application = iso_date(cell_of(row, {"申请日期", "申请日"}));
    mark.publication = iso_date(cell_of(row, {"初审公告日期", "初步审定公告日期", "初审公告日"}));
    mark.registration = iso_date(cell_of(row, {"注册公告日期", "注册日期", "注册公告日"}));
    const auto [from, until] =
        span_of(cell_of(row, {"专用权期限", "专用期限", "专用权截止日期", "有效期至"}));
    mark.expiry = until;
    if (mark.registration.empty()) mark.registration = from;
    const std::string type = cell_of(row, {"商标类型"}), form = cell_of(row, {"商标形式", "商标形态"});
    mark.kind = word_of(special_kinds, type);
    if (mark.kind.empty()) mark.kind = word_of(kinds, form);
    mark.goods = cell_of(row, {"商品/服务项目", "商品/服务", "商品服务", "核定使用商品"});
    mark.retrieved = iso_date(cell_of(row, {"获取日期", "查询日期"}));
    each_part(cell_of(row, {"类似群", "类似群组"}),
              [&](const std::string& group) { mark.similar_groups.emplace_back(clipped(group, 10)); });
    read_status(row, mark);
    emit(mark, cnipa_system, sink);
}

void import_cn_publication(const CsvRow& row, ImportSink& sink) {
    OfficePatent patent;
    patent.office = china;
    patent.number = plugin::canonical_uscc(row.cell("publication_numbers"));
    if (!is_chinese_publication(patent.number)) {
        const std::string shown = clipped(patent.number, 40);
        sink.reject("ip.publication.number",
                    {"“" + shown + "” is no publication number of China (CN, 7 to 9 digits, kind).",
                     "“" + shown + "”不是中国专利公开（公告）号（CN加7至9位数字及文献种类代码）。"});
        return;
    }
    patent.publication_number = patent.number;
    patent.title = row.cell("title_zh");
    patent.undated = first_day_of_chinese_patents;
    each_part(std::string(row.cell("ipc_subclasses")), [&](const std::string& one) { add_ipc(patent, one); });
    emit(patent, "CNIPA publications", sink);
}

}  // namespace xinbu::ip_status
