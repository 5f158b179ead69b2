// The plugin brands on any bytes: cells of its lists, names of brands, industries, and its rule pack as if
// the signature held, by itself and as spoiled copies of the real one. What is taken must be usable.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "brands/cells.hpp"
#include "brands/industry.hpp"
#include "brands/name.hpp"
#include "brands/plugin.hpp"
#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/readers/text.hpp"

namespace {

using namespace xinbu;
using plugin::Object;
using plugin::Value;

void require(bool holds) {
    if (!holds) std::abort();
}

Value real_pack() {
    std::ifstream file(std::string(XINBU_BRANDS_RULES_DIR) + "/brands.recognition.rules.json",
                       std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    return take(json::parse(text, json::Profile::document));
}

/// A brand with figures.
class OneBrand final : public plugin::Records {
public:
    std::optional<plugin::Record> find(std::string_view id) const override {
        return plugin::Record{std::string(id),
                              "in_library",
                              {},
                              {{"category", "culture"},
                               {"headcount", 3000},
                               {"debt_ratio", 6000},
                               {"name", "宜兴紫砂匠"},
                               {"region", "320282"}}};
    }
    std::vector<plugin::Record> referring_to(std::string_view, std::string_view) const override { return {}; }
    void for_each(std::string_view kind,
                  const std::function<bool(const plugin::Record&)>& visit) const override {
        if (kind == "brand") visit(*find("brand/宜兴紫砂匠"));
    }
    plugin::Date as_of() const override { return {2026, 1, 1}; }
};

class OneNumber final : public plugin::Numbering {
public:
    std::int64_t next(std::string_view) override { return 1; }
};

class Host final : public plugin::ImportSink {
public:
    explicit Host(const host::Catalogue& catalogue) : catalogue_(catalogue) {}
    void draft(plugin::Draft one) override {
        host::prepare(catalogue_, {std::move(one)}, records_, numbers_);
    }
    void reject(std::string rule, plugin::Text message) override {
        require(!rule.empty() && !message.en.empty() && !message.zh.empty());
    }

private:
    const host::Catalogue& catalogue_;
    OneBrand records_;
    OneNumber numbers_;
};

/// Cells in the order of the columns, one a line.
class Row final : public plugin::CsvRow {
public:
    explicit Row(const std::string& text) {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) cells_.push_back(line);
    }
    std::string_view cell(std::string_view column) const override {
        static constexpr std::string_view columns[]{
            "品牌名称",   "类别",     "行政区划代码", "登记日期", "从业人数",
            "客户满意度", "固定资产", "数据截止日期", "入库级别", "入库文号",
            "认定级别",   "认定年度", "认定文号",     "名称",     "统一社会信用代码"};
        for (std::size_t at = 0; at < std::size(columns) && at < cells_.size(); ++at)
            if (columns[at] == column) return cells_[at];
        return {};
    }

private:
    std::vector<std::string> cells_;
};

void read_texts(const std::string& text) {
    constexpr std::int64_t whole = 10'000;
    const auto share = brands::read_share(text, 0, whole);
    require(share.value ? *share.value >= 0 && *share.value <= whole : !share.fault.en.empty());
    const auto count = brands::read_count(text);
    require(count.value ? *count.value >= 0 : !count.fault.en.empty());
    const auto money = brands::read_money(text);
    require(money.value ? *money.value >= 0 && *money.value <= plugin::largest_amount
                        : !money.fault.en.empty());
    static_cast<void>(plugin::date_in_cell(text));
    const brands::NameParts parts =
        brands::parse_name(text, std::string_view(text).substr(0, text.size() / 2));
    require(parts.region + parts.industry + parts.person == text);
    require(brands::industry_fault(text).has_value() == brands::industry_section(text).is_empty());
    require(!brands::industry_fault(text) || !brands::industry_doubt(text));
}

void offer(const Value& content) {
    brands::Brands plugin;
    const plugin::Faults faults = plugin.use_rules(brands::annex_pack, content);
    for (const plugin::Fault& fault : faults) {
        require(fault.pointer.empty() || fault.pointer.front() == '/');
        require(!fault.rule.empty() && !fault.message.en.empty() && !fault.message.zh.empty());
    }
    if (!faults.empty()) return;
    const OneBrand records;
    plugin.declare();
    for (const char* check : {"brands.recognition", "brands.annex", "brands.coverage"})
        require(plugin.check(check, {{"brand", "brand/宜兴紫砂匠"}}, records, {}).has_value());
    require(plugin.report("brands.recognition", {{"brand", "brand/宜兴紫砂匠"}}, records, {}).has_value());
}

void offer_spoiled(const Object& input, std::uint8_t which) {
    Value root = real_pack();
    for (const plugin::Member& member : input) root.object()->set(member.name, member.value);
    offer(root);
    for (const bool in_test : {false, true}) {
        Value inner = real_pack();
        plugin::Array& criteria = *inner.object()->find("criteria")->array();
        Object* target = criteria[which % criteria.size()].object();
        if (in_test) target = (*target->find("tests")->array())[0].object();
        for (const plugin::Member& member : input) target->set(member.name, member.value);
        offer(inner);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const brands::Brands adapters = [] {
        brands::Brands made;
        require(made.use_rules(brands::annex_pack, real_pack()).empty());
        return made;
    }();
    static const host::Catalogue catalogue({{"brands", "1", {}, &adapters, adapters.declare()}});
    if (size < 2) return 0;
    const std::string text(reinterpret_cast<const char*>(data + 2), size - 2);
    if (readers::is_utf8(text)) {
        read_texts(text);
        Host host(catalogue);
        adapters.import_row(data[0] % 2 == 0 ? "brands-csv" : "organisations-csv", Row(text), host);
    }
    const auto input = json::parse(text, json::Profile::document);
    if (!input) return 0;
    offer(*input);
    if (input->object() != nullptr) offer_spoiled(*input->object(), data[1]);
    return 0;
}
