// The import adapters of ip_status on any bytes: the first one chooses the adapter, the rest is the file.
// What an adapter hands over goes the way of every draft.
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "ip_status/plugin.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/readers/text.hpp"
#include "xinbu/readers/xml.hpp"

namespace {

using namespace xinbu;

class NoRecords final : public plugin::Records {
public:
    std::optional<plugin::Record> find(std::string_view) const override { return std::nullopt; }
    std::vector<plugin::Record> referring_to(std::string_view, std::string_view) const override { return {}; }
    void for_each(std::string_view, const std::function<bool(const plugin::Record&)>&) const override {}
    plugin::Date as_of() const override { return {2026, 1, 1}; }
};

class OneNumber final : public plugin::Numbering {
public:
    std::int64_t next(std::string_view) override { return 1; }
};

/// Prepares every draft as the host does.
class Host final : public plugin::ImportSink {
public:
    explicit Host(const host::Catalogue& catalogue) : catalogue_(catalogue) {}
    void draft(plugin::Draft one) override {
        host::prepare(catalogue_, {std::move(one)}, records_, numbers_);
    }
    void reject(std::string rule, plugin::Text message) override {
        if (rule.empty() || message.en.empty() || message.zh.empty()) __builtin_trap();
    }

private:
    const host::Catalogue& catalogue_;
    NoRecords records_;
    OneNumber numbers_;
};

/// Cells in the order of the columns, one a line.
class Row final : public plugin::CsvRow {
public:
    Row(const std::vector<std::string>& columns, std::string_view text) : columns_(columns) {
        std::istringstream lines{std::string(text)};
        for (std::string line; cells_.size() < columns_.size() && std::getline(lines, line);)
            cells_.push_back(line);
    }
    std::string_view cell(std::string_view column) const override {
        for (std::size_t at = 0; at < cells_.size(); ++at)
            if (columns_[at] == column) return cells_[at];
        return {};
    }

private:
    const std::vector<std::string>& columns_;
    std::vector<std::string> cells_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ip_status::IpStatus adapters;
    static const plugin::Declaration declaration = adapters.declare();
    static const std::vector<std::string> chinese{"申请/注册号",      "商标名称", "国际分类",   "申请人名称",
                                                  "统一社会信用代码", "申请日期", "专用权期限", "商标形式",
                                                  "商标状态",         "类似群"};
    static const host::Catalogue catalogue({{"ip_status", "1", {}, &adapters, declaration}});
    if (size == 0) return 0;
    const plugin::Adapter& adapter = declaration.adapters[data[0] % declaration.adapters.size()];
    const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
    Host host(catalogue);
    switch (adapter.format) {
        case plugin::SourceFormat::csv:
            if (!readers::is_utf8(text)) break;  // the reader hands over no such cell
            adapters.import_row(adapter.name, Row(adapter.columns.empty() ? chinese : adapter.columns, text),
                                host);
            break;
        case plugin::SourceFormat::xml: {
            std::istringstream stream(text);
            try {
                readers::read_xml(stream, "input", adapter.elements, [&](const plugin::XmlElement& element) {
                    adapters.import_element(adapter.name, element, host);
                    return true;
                });
            } catch (const Failure&) {
            }
            break;
        }
        case plugin::SourceFormat::json:
            if (const auto document = json::parse(text, json::Profile::document))
                adapters.import_document(adapter.name, *document, host);
            break;
    }
    return 0;
}
