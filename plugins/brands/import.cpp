// Lists of organisations and of brands as offices keep them in spreadsheets.
//
// organisations-csv needs 名称 (name), 统一社会信用代码 (identifier) and 登记日期 (effective); it also takes
// 角色 (roles) and 行政区划代码 (region). brands-csv needs 品牌名称 (name), 类别 (category), 行政区划代码
// (region) and 登记日期 (effective); it also takes 牵头单位统一社会信用代码 (lead), 行业代码 (industry), 产品
// (product) and 乡镇或历史地名 (place). Where they are filled, the same row reports figures (as of
// 数据截止日期), enters the brand into a library (入库级别, 入库日期, 入库文号) and recognises it (认定级别,
// 认定年度, 认定日期, 认定文号). Headers stand in either language, so no column can be demanded by one name:
// a row without a needed cell is refused, and so is one with a figure that can be read in two ways.
#include <initializer_list>
#include <string>
#include <vector>

#include "cells.hpp"
#include "declaration.hpp"
#include "plugin.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::brands {

using plugin::Array;
using plugin::Choice;
using plugin::CsvRow;
using plugin::Draft;
using plugin::Field;
using plugin::FieldKind;
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

void reject_missing(std::string_view column, ImportSink& sink) {
    const std::string name(column);
    sink.reject("brands.import.missing",
                {"The cell “" + name + "” is missing or empty.", "缺少“" + name + "”或该单元格为空。"});
}

bool has_all(const CsvRow& row, std::initializer_list<Names> needed, ImportSink& sink) {
    for (const Names& names : needed) {
        if (!cell(row, names).empty()) continue;
        reject_missing(*names.begin(), sink);
        return false;
    }
    return true;
}

/// Where the row is one of another list: a file was taken for another.
bool is_of_another_list(const CsvRow& row, Names foreign, std::string_view adapter, ImportSink& sink) {
    if (cell(row, foreign).empty()) return false;
    const std::string name(adapter);
    sink.reject("brands.import.template", {"The row is of another list; import it with " + name + ".",
                                           "该行属于另一种名录；请使用" + name + "导入。"});
    return true;
}

void import_organisation(const CsvRow& row, ImportSink& sink) {
    const Names name{"名称", "单位名称", "企业名称", "name"};
    const Names identifier{"统一社会信用代码", "identifier", "uscc"};
    const Names effective{"登记日期", "日期", "effective"};
    if (cell(row, identifier).empty() && is_of_another_list(row, {"品牌名称"}, "brands-csv", sink)) return;
    if (!has_all(row, {name, identifier, effective}, sink)) return;
    Draft draft{"brands.organisation.recorded", {}, plugin::date_in_cell(cell(row, effective)), {}};
    draft.data.set("name", cell(row, name));
    draft.data.set("identifier", cell(row, identifier));
    Array roles = roles_of(cell(row, {"角色", "单位角色", "roles"}));
    if (!roles.empty()) draft.data.set("roles", std::move(roles));
    set_if_given(draft.data, "region", cell(row, {"行政区划代码", "行政区划", "region"}));
    sink.draft(std::move(draft));
}

// ---- brands

/// The figure of a cell; nothing where it is empty. Where it cannot be read, the row is refused.
std::optional<plugin::Value> figure_of(const Field& figure, std::string_view cell, bool& is_sound,
                                       ImportSink& sink) {
    if (cell.empty()) return std::nullopt;
    const bool is_money = figure.kind == FieldKind::money;
    const Read<std::int64_t> read = is_money ? read_money(cell)
                                    : figure.kind == FieldKind::basis_points
                                        ? read_share(cell, figure.minimum, figure.maximum)
                                        : read_count(cell);
    if (!read.value) {
        is_sound = false;
        sink.reject("brands.import.figure",
                    {figure.label.en + ": " + read.fault.en, figure.label.zh + "：" + read.fault.zh});
        return std::nullopt;
    }
    return is_money ? plugin::value_of({*read.value, "CNY"}) : plugin::Value(*read.value);
}

/// The drafts of one row, handed over together or not at all.
class BrandRow {
public:
    BrandRow(const CsvRow& row, ImportSink& sink) : row_(row), sink_(sink) {}

    void import() {
        const Names name{"品牌名称", "名称", "name"};
        const Names category{"类别", "品牌类别", "category"};
        const Names region{"行政区划代码", "行政区划", "region"};
        const Names effective{"登记日期", "日期", "effective"};
        if (cell(row_, name).empty() &&
            is_of_another_list(row_, {"统一社会信用代码", "uscc"}, "organisations-csv", sink_))
            return;
        if (!has_all(row_, {name, category, region, effective}, sink_)) return;
        record_ = "brand/" + std::string(cell(row_, name));
        on_ = plugin::date_in_cell(cell(row_, effective));
        data_ = {{"name", cell(row_, name)},
                 {"category", category_of(cell(row_, category))},
                 {"region", cell(row_, region)}};
        recorded();
        figures_reported();
        entered();
        recognised();
        if (!is_sound_) return;
        for (Draft& draft : drafts_) sink_.draft(std::move(draft));
    }

private:
    void recorded() {
        Draft draft{"brands.brand.recorded", {}, on_, std::move(data_)};
        set_if_given(draft.data, "lead", cell(row_, {"牵头单位统一社会信用代码", "牵头单位", "lead"}));
        set_if_given(draft.data, "industry", cell(row_, {"行业代码", "国民经济行业代码", "industry"}));
        set_if_given(draft.data, "product", cell(row_, {"产品", "产品或服务", "product"}));
        set_if_given(draft.data, "place", cell(row_, {"乡镇或历史地名", "place"}));
        drafts_.push_back(std::move(draft));
    }

    void figures_reported() {
        Draft draft{"brands.brand.figures_reported", record_, on_, {}};
        for (const Field& figure : figures())
            if (auto value = figure_of(figure, cell(row_, {figure.label.zh, figure.id}), is_sound_, sink_))
                draft.data.set(figure.id, std::move(*value));
        if (draft.data.empty() || !is_sound_) return;
        const std::string_view as_of = cell(row_, {"数据截止日期", "as_of"});
        if (as_of.empty()) return refuse_missing("数据截止日期");
        draft.data.set("as_of", plugin::date_in_cell(as_of));
        drafts_.push_back(std::move(draft));
    }

    void entered() {
        const std::string_view level = cell(row_, {"入库级别", "library_level"});
        if (level.empty()) return;
        const std::string_view day = cell(row_, {"入库日期", "library_since"});
        const std::string_view decision = cell(row_, {"入库文号", "library_decision"});
        if (decision.empty()) return refuse_missing("入库文号");
        Draft draft{
            "brands.brand.entered_library", record_, day.empty() ? on_ : plugin::date_in_cell(day), {}};
        draft.data = {{"level", choice_of(levels(), level)}, {"decision", decision}};
        drafts_.push_back(std::move(draft));
    }

    void recognised() {
        const std::string_view level = cell(row_, {"认定级别", "recognised_level"});
        if (level.empty()) return;
        const std::string_view year = cell(row_, {"认定年度", "recognised_year"});
        const std::string_view decision = cell(row_, {"认定文号", "recognition_decision"});
        if (year.empty()) return refuse_missing("认定年度");
        if (decision.empty()) return refuse_missing("认定文号");
        std::string_view digits = year;
        if (digits.ends_with("年")) digits.remove_suffix(std::string_view("年").size());
        if (digits.size() != 4 || !plugin::all_digits(digits)) {
            is_sound_ = false;
            const std::string said(year);
            return sink_.reject("brands.import.year", {"“" + said + "” is no year of four digits.",
                                                       "“" + said + "”不是四位数的年度。"});
        }
        const std::string_view day = cell(row_, {"认定日期", "recognised_on"});
        Draft draft{"brands.brand.recognised", record_, day.empty() ? on_ : plugin::date_in_cell(day), {}};
        draft.data = {{"level", choice_of(levels(), level)},
                      {"decision", decision},
                      {"year", std::int64_t{plugin::detail::number_of(digits)}}};
        drafts_.push_back(std::move(draft));
    }

    void refuse_missing(std::string_view column) {
        is_sound_ = false;
        reject_missing(column, sink_);
    }

    const CsvRow& row_;
    ImportSink& sink_;
    std::string record_, on_;
    Object data_;
    std::vector<Draft> drafts_;
    bool is_sound_ = true;
};

}  // namespace

void Brands::import_row(std::string_view adapter, const CsvRow& row, ImportSink& sink) const {
    if (adapter == "organisations-csv") import_organisation(row, sink);
    if (adapter == "brands-csv") BrandRow(row, sink).import();
}

}  // namespace xinbu::brands
