// Lists of organisations and of brands as offices keep them in spreadsheets.
//
// organisations-csv needs 名称 (name), 统一社会信用代码 (identifier) and 登记日期 (effective); it also takes
// 角色 (roles) and 行政区划代码 (region). brands-csv needs 品牌名称 (name), 类别 (category), 行政区划代码
// (region) and 登记日期 (effective); it also takes 牵头单位统一社会信用代码 (lead), 行业代码 (industry) and
// 产品 (product). Headers stand in either language, so no column can be demanded by one name: a row without a
// needed cell is refused.
#include <initializer_list>
#include <string>

#include "declaration.hpp"
#include "plugin.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {

using plugin::Array;
using plugin::Choice;
using plugin::CsvRow;
using plugin::Draft;
using plugin::ImportSink;
using plugin::Object;

namespace {

using Names = std::initializer_list<std::string_view>;

/// The first filled cell of the columns of these names.
std::string_view cell(const CsvRow& row, Names names) {
    for (const std::string_view name : names)
        if (const std::string_view found = row.cell(name); !found.empty()) return found;
    return {};
}

/// "2026/3/1", "2026.3.1", "2026年3月1日" and "20260301" as dates are written here; others as they are, for
/// the host to name.
std::string date_of(std::string_view cell) {
    std::string parts[3];
    std::size_t part = 0;
    bool in_digits = false;
    for (const char c : cell) {
        if (plugin::is_digit(c)) {
            if (part > 2) return std::string(cell);
            parts[part] += c;
            in_digits = true;
        } else if (in_digits) {
            ++part;
            in_digits = false;
        }
    }
    if (parts[0].size() == 8 && parts[1].empty())
        return parts[0].substr(0, 4) + "-" + parts[0].substr(4, 2) + "-" + parts[0].substr(6, 2);
    if (parts[0].size() != 4 || parts[1].empty() || parts[1].size() > 2 || parts[2].empty() ||
        parts[2].size() > 2)
        return std::string(cell);
    const auto padded = [](const std::string& digits) { return (digits.size() < 2 ? "0" : "") + digits; };
    return parts[0] + "-" + padded(parts[1]) + "-" + padded(parts[2]);
}

/// The id of a choice by its id or either label; the text itself where there is none, for the host to name.
std::string choice_of(const std::vector<Choice>& choices, std::string_view text) {
    for (const Choice& one : choices)
        if (text == one.id || text == one.label.zh || text == one.label.en) return one.id;
    return std::string(text);
}

std::string category_of(std::string_view text) {
    // The opinion's own letters.
    if (text == "T") return "skill";
    if (text == "S") return "service";
    if (text == "C") return "culture";
    if (text == "L") return "livelihood";
    return choice_of(categories(), text);
}

Array roles_of(std::string_view text) {
    Array found;
    std::string part;
    const auto flush = [&] {
        const auto first = part.find_first_not_of(' ');
        if (first != std::string::npos)
            found.emplace_back(
                choice_of(roles(), part.substr(first, part.find_last_not_of(' ') - first + 1)));
        part.clear();
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        if (rest[0] == ';' || rest[0] == ',' || rest[0] == '|') {
            flush();
        } else if (rest.starts_with("；") || rest.starts_with("，") || rest.starts_with("、")) {
            flush();
            at += 2;
        } else {
            part += rest[0];
        }
    }
    flush();
    return found;
}

void set_if_given(Object& data, std::string name, std::string_view text) {
    if (!text.empty()) data.set(std::move(name), text);
}

bool has_all(const CsvRow& row, std::initializer_list<Names> needed, ImportSink& sink) {
    for (const Names& names : needed) {
        if (!cell(row, names).empty()) continue;
        const std::string column(*names.begin());
        sink.reject("brands.import.missing", {"The cell “" + column + "” is missing or empty.",
                                              "缺少“" + column + "”或该单元格为空。"});
        return false;
    }
    return true;
}

void import_organisation(const CsvRow& row, ImportSink& sink) {
    const Names name{"名称", "单位名称", "企业名称", "name"};
    const Names identifier{"统一社会信用代码", "identifier", "uscc"};
    const Names effective{"登记日期", "日期", "effective"};
    if (!has_all(row, {name, identifier, effective}, sink)) return;
    Draft draft{"brands.organisation.recorded", {}, date_of(cell(row, effective)), {}};
    draft.data.set("name", cell(row, name));
    draft.data.set("identifier", cell(row, identifier));
    Array roles = roles_of(cell(row, {"角色", "单位角色", "roles"}));
    if (!roles.empty()) draft.data.set("roles", std::move(roles));
    set_if_given(draft.data, "region", cell(row, {"行政区划代码", "行政区划", "region"}));
    sink.draft(std::move(draft));
}

void import_brand(const CsvRow& row, ImportSink& sink) {
    const Names name{"品牌名称", "名称", "name"};
    const Names category{"类别", "品牌类别", "category"};
    const Names region{"行政区划代码", "行政区划", "region"};
    const Names effective{"登记日期", "日期", "effective"};
    if (!has_all(row, {name, category, region, effective}, sink)) return;
    Draft draft{"brands.brand.recorded", {}, date_of(cell(row, effective)), {}};
    draft.data.set("name", cell(row, name));
    draft.data.set("category", category_of(cell(row, category)));
    draft.data.set("region", cell(row, region));
    set_if_given(draft.data, "lead", cell(row, {"牵头单位统一社会信用代码", "牵头单位", "lead"}));
    set_if_given(draft.data, "industry", cell(row, {"行业代码", "国民经济行业代码", "industry"}));
    set_if_given(draft.data, "product", cell(row, {"产品", "产品或服务", "product"}));
    sink.draft(std::move(draft));
}

}  // namespace

void Brands::import_row(std::string_view adapter, const CsvRow& row, ImportSink& sink) const {
    if (adapter == "organisations-csv") import_organisation(row, sink);
    if (adapter == "brands-csv") import_brand(row, sink);
}

}  // namespace xinbu::brands
