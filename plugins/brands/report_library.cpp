// The library of brands on a day, and the batch of a year.
#include <algorithm>

#include "declaration.hpp"
#include "reports.hpp"

namespace xinbu::brands {

using plugin::Object;
using plugin::Quantity;
using plugin::Record;
using plugin::ReportModel;
using plugin::ReportTable;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;
using plugin::Value;

namespace {

Tone tone_of(std::string_view step) {
    return step == "entered" || step == "promoted" ? Tone::good : Tone::attention;
}

class Library {
public:
    Library(const Object& parameters, const plugin::Records& records)
        : level_(text_at(parameters, "level")), records_(records) {
        if (const std::int64_t* year = plugin::integer_at(parameters, "year")) year_ = std::to_string(*year);
    }

    ReportModel take() {
        records_.for_each("brand", [&](const Record& brand) {
            look_at(brand);
            return true;
        });
        ReportModel model;
        model.title = {"Library of labour-service brands", "劳务品牌资源库"};
        model.subject = subject();
        plugin::ReportBars bars{{"Brands in the libraries", "在库品牌数"}, Quantity::integer, {}, {}};
        for (std::size_t at = 0; at < levels().size(); ++at)
            bars.bars.push_back({levels()[at].label, in_level_[at], Tone::good});
        model.sections.push_back({{"In the libraries", "在库品牌"}, {std::move(bars), std::move(inside_)}});
        if (!year_.empty())
            model.sections.push_back({{"Changes of " + year_, year_ + "年度变动"}, {std::move(steps_)}});
        model.sections.push_back({{"Recognised", "认定情况"}, {std::move(recognised_)}});
        model.sections.push_back({{"Left", "已出库"}, {std::move(left_)}});
        return model;
    }

private:
    Text subject() const {
        Text text{"On " + records_.as_of().text(), records_.as_of().text()};
        if (!level_.empty()) {
            const Text label = label_of(levels(), level_);
            text.en += ", " + label.en;
            text.zh += "，" + label.zh;
        }
        if (!year_.empty()) {
            text.en += ", changes of " + year_;
            text.zh += "，" + year_ + "年度变动";
        }
        return text;
    }

    bool is_meant(std::string_view level) const { return level_.empty() || level == level_; }

    void look_at(const Record& brand) {
        const Object& fields = brand.fields;
        const std::string_view level = text_at(fields, "library_level");
        if (!level.empty() && is_meant(level)) {
            if (const int rank = rank_of_level(level); rank >= 0) ++in_level_[static_cast<std::size_t>(rank)];
            inside_.rows.push_back({cell(brand.id), cell(label_of(levels(), level)),
                                    cell(label_at(fields, "category", categories())),
                                    cell(division_name(text_at(fields, "region"))),
                                    cell(text_at(fields, "library_since")),
                                    cell(text_at(fields, "library_decision"))});
        }
        std::string_view last;
        for (const Value& value : plugin::array_at(fields, "library_history")) {
            if (value.object() == nullptr) continue;
            add_step(brand, *value.object());
            if (text_at(*value.object(), "step") == "left") last = text_at(*value.object(), "level");
        }
        if (level.empty() && !last.empty() && is_meant(last))
            left_.rows.push_back(
                {cell(brand.id), cell(label_of(levels(), last)), cell(text_at(fields, "library_left_on")),
                 cell(text_at(fields, "library_decision")), cell(text_at(fields, "library_reason"))});
        for (const Value& value : plugin::array_at(fields, "recognitions"))
            if (value.object() != nullptr) add_recognition(brand, *value.object());
    }

    void add_step(const Record& brand, const Object& step) {
        const std::string_view on = text_at(step, "on"), what = text_at(step, "step");
        if (year_.empty() || !on.starts_with(year_) || !is_meant(text_at(step, "level"))) return;
        const std::int64_t* batch = plugin::integer_at(step, "batch");
        steps_.rows.push_back({cell(on), cell(brand.id), cell(label_of(library_steps(), what), tone_of(what)),
                               cell(label_at(step, "level", levels())),
                               batch != nullptr ? cell(*batch) : plugin::Cell{},
                               cell(text_at(step, "decision")), cell(text_at(step, "reason"))});
    }

    void add_recognition(const Record& brand, const Object& recognition) {
        const std::int64_t* year = plugin::integer_at(recognition, "year");
        const std::string of = year != nullptr ? std::to_string(*year) : std::string();
        if (!is_meant(text_at(recognition, "level")) || (!year_.empty() && of != year_)) return;
        const std::int64_t* batch = plugin::integer_at(recognition, "batch");
        recognised_.rows.push_back({cell(brand.id), cell(label_at(recognition, "level", levels())), cell(of),
                                    batch != nullptr ? cell(*batch) : plugin::Cell{},
                                    cell(label_at(recognition, "form", recognition_forms())),
                                    cell(text_at(recognition, "decision"))});
    }

    std::string level_, year_;
    const plugin::Records& records_;
    std::int64_t in_level_[4] = {};
    ReportTable inside_{{},
                        {{{"Brand", "劳务品牌"}, Quantity::record},
                         {{"Level", "级别"}},
                         {{"Category", "类别"}},
                         {{"Division", "行政区划"}},
                         {{"Since", "入库日期"}, Quantity::date},
                         {{"Decision", "决定文号"}}},
                        {},
                        {},
                        {"No brand is in a library.", "暂无在库品牌。"}};
    ReportTable steps_{{},
                       {{{"On", "日期"}, Quantity::date},
                        {{"Brand", "劳务品牌"}, Quantity::record},
                        {{"Change", "变动"}},
                        {{"Level", "级别"}},
                        {{"Batch", "批次"}, Quantity::integer},
                        {{"Decision", "决定文号"}},
                        {{"Reason", "理由"}}},
                       {},
                       {},
                       {"Nothing changed in that year.", "该年度无变动。"}};
    ReportTable recognised_{{},
                            {{{"Brand", "劳务品牌"}, Quantity::record},
                             {{"Level", "级别"}},
                             {{"Year", "年度"}},
                             {{"Batch", "批次"}, Quantity::integer},
                             {{"Form", "形式"}},
                             {{"Decision", "决定文号"}}},
                            {},
                            {},
                            {"No brand was recognised.", "暂无认定。"}};
    ReportTable left_{{},
                      {{{"Brand", "劳务品牌"}, Quantity::record},
                       {{"Level", "级别"}},
                       {{"Left on", "出库日期"}, Quantity::date},
                       {{"Decision", "决定文号"}},
                       {{"Reason", "理由"}}},
                      {},
                      {},
                      {"No brand has left.", "暂无出库品牌。"}};
};

}  // namespace

ReportModel report_library(const Object& parameters, const plugin::Records& records) {
    return Library(parameters, records).take();
}

}  // namespace xinbu::brands
