// Rows of commitments and of invitations with any cells: a sound row, some of whose cells are other texts, in
// which “#” stands for an identity number in one of its writings. What an adapter makes of it goes the host's
// one way in. A number may stand where the host seals it, and nowhere else: neither in a draft nor in the
// words of a fault.
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "brands/plugin.hpp"
#include "commitments/people.hpp"
#include "commitments/plugin.hpp"
#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/host/personal.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/readers/text.hpp"

namespace {

using namespace xinbu;
using plugin::Object;
using plugin::Value;

void require(bool holds) {
    if (!holds) std::abort();
}

/// One number, sound, as people write it. A blank before it parts it from what stands there.
constexpr const char* digits_of_number = "320102180001010010";
constexpr const char* writings[]{" 320102180001010010 ",
                                 " 320102 18000101 0010 ",
                                 " 320102-1800-01-01-0010 ",
                                 " 320102\t18000101\t0010 ",
                                 " ３２０１０２１８０００１０１００１０ ",
                                 " 320102\u00A018000101\u00A00010 ",
                                 " 32010218\u200B0001010010 ",
                                 " 3201 0218 0001 0100 10 "};

/// Whether the number stands there once every sign between its digits is out.
bool holds_digits(std::string_view text) {
    std::string digits;
    for (const char c : plugin::half_width(text))
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '*') digits += c;
    return digits.find(digits_of_number) != std::string::npos;
}
bool holds_number(std::string_view text) {
    return holds_digits(text) || commitments::holds_citizen_id(text);
}

struct Cell {
    const char *column, *sound;
};
constexpr Cell commitment_cells[]{{"承诺编码", "32028220260301000001"},
                                  {"承诺人名称", "宜兴陶缘紫砂有限公司"},
                                  {"承诺人类别", "法人及非法人组织"},
                                  {"承诺人代码", "91320282MA0000015N"},
                                  {"承诺类型", "行业自律型"},
                                  {"承诺事由", "参加公约"},
                                  {"承诺内容", "遵守公约"},
                                  {"违诺责任", "接受协会提醒"},
                                  {"承诺作出日期", "2026-03-01"},
                                  {"承诺有效期", "2099/12/31"},
                                  {"承诺履行状态", "部分履行"},
                                  {"未履行的承诺内容", "未按时支付工资"},
                                  {"违诺责任追究内容", "提醒"},
                                  {"履行状态认定日期", "2026-05-12"},
                                  {"认定单位", "宜兴市紫砂行业协会"},
                                  {"认定单位代码", "51320282MJ000000XL"},
                                  {"承诺受理单位", "宜兴市紫砂行业协会"},
                                  {"承诺受理单位代码", "51320282MJ000000XL"},
                                  {"公开类型", "可向社会公开"},
                                  {"备注", ""},
                                  {"受理地行政区划代码", "320282"},
                                  {"承诺公约", "zisha-2026"},
                                  {"劳务品牌", "宜兴紫砂匠"},
                                  {"签署人", "负责人"}};
constexpr Cell invitation_cells[]{
    {"会员名称", "宜兴陶缘紫砂有限公司"}, {"统一社会信用代码", "91320282MA0000015N"},
    {"承诺公约", "zisha-2026"},           {"邀请日期", "2026-02-10"},
    {"回复截止日期", "2026-03-10"},       {"备注", ""}};

/// The sound cells, but for those of which a line of the text says otherwise: "-" for an empty one.
/// `writing` is the one of the number.
class Row final : public plugin::CsvRow {
public:
    template <std::size_t N>
    Row(const Cell (&cells)[N], std::string text, const std::string& writing) {
        for (std::size_t at = 0; (at = text.find('#', at)) != std::string::npos; at += writing.size())
            text.replace(at, 1, writing);
        std::istringstream lines(std::move(text));
        for (const Cell& cell : cells) {
            std::string line;
            std::getline(lines, line);
            cells_.emplace_back(cell.column, line == "-" ? "" : line.empty() ? cell.sound : line);
        }
    }
    std::string_view cell(std::string_view column) const override {
        for (const auto& [name, content] : cells_)
            if (name == column) return content;
        return {};
    }

private:
    std::vector<std::pair<std::string, std::string>> cells_;
};

/// A scheme that is open, and nothing else.
class OneScheme final : public plugin::Records {
public:
    std::optional<plugin::Record> find(std::string_view id) const override {
        if (id != "scheme/zisha-2026") return std::nullopt;
        return plugin::Record{
            std::string(id),
            "open",
            {},
            {{"name", "紫砂行业诚信自律公约"},
             {"association", Object{{"name", "宜兴市紫砂行业协会"}, {"identifier", "51320282MJ000000XL"}}},
             {"opened_on", "2026-02-01"},
             {"clauses", plugin::Array{Object{{"id", "1"}, {"text", "按时支付工资"}}}}}};
    }
    std::vector<plugin::Record> referring_to(std::string_view, std::string_view) const override { return {}; }
    void for_each(std::string_view, const std::function<bool(const plugin::Record&)>&) const override {}
    plugin::Date as_of() const override { return {2026, 6, 1}; }
};

class OneNumber final : public plugin::Numbering {
public:
    std::int64_t next(std::string_view) override { return 1; }
};

bool tells_number(const Value& value) {
    if (value.text() != nullptr) return holds_number(*value.text());
    if (value.array() != nullptr)
        for (const Value& element : *value.array())
            if (tells_number(element)) return true;
    if (value.object() != nullptr)
        for (const plugin::Member& member : *value.object())
            if (tells_number(member.value)) return true;
    return false;
}

class Host final : public plugin::ImportSink {
public:
    explicit Host(const host::Catalogue& catalogue) : catalogue_(catalogue) {}
    void draft(plugin::Draft one) override {
        auto prepared = host::prepare(catalogue_, {std::move(one), {}}, records_, numbers_);
        if (!prepared) {
            for (const plugin::Fault& fault : prepared.error()) {
                require(!fault.message.en.empty() && !fault.message.zh.empty());
                require(!holds_number(fault.message.en) && !holds_number(fault.message.zh));
                require(!holds_number(fault.pointer));
            }
            return;
        }
        Object& data = prepared->draft.data;
        for (const host::PersonalValue& sealed : host::personal_data(*prepared->type, data).values)
            *sealed.value = Object{};
        // Codes of 18 digits may read as identity numbers; they stand in identifiers of organisations, and in
        // the names of their invitations.
        for (plugin::Member& member : data)
            if (Object* party = member.value.object())
                if (!plugin::uscc_fault(plugin::text_at(*party, "identifier"))) party->erase("identifier");
        require(!tells_number(data));
        if (prepared->draft.type != "commitments.member.invited")
            require(!holds_number(prepared->draft.record));
    }
    void reject(std::string rule, plugin::Text message) override {
        require(!rule.empty() && !message.en.empty() && !message.zh.empty());
        require(!holds_number(message.en) && !holds_number(message.zh));
    }

private:
    const host::Catalogue& catalogue_;
    OneScheme records_;
    OneNumber numbers_;
};

commitments::Commitments with_rules() {
    std::ifstream file(std::string(XINBU_COMMITMENTS_RULES_DIR) + "/commitments.CN.rules.json",
                       std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    commitments::Commitments made;
    require(made.use_rules("commitments.CN", take(json::parse(text, json::Profile::document))).empty());
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const commitments::Commitments plugin = with_rules();
    // Commitments refer to brands.
    static const brands::Brands others;
    static const host::Catalogue catalogue({{"brands", "1", {}, &others, others.declare()},
                                            {"commitments", "1", {"brands"}, &plugin, plugin.declare()}});
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
    // Within a longer row of digits it is no number; the writings part it from what stands beside it.
    if (!readers::is_utf8(text) || holds_digits(text)) return 0;
    const std::string writing = writings[data[0] / 4 % std::size(writings)];
    Host host(catalogue);
    if (data[0] % 4 == 0) {
        plugin.import_row("invitations-csv", Row(invitation_cells, text, writing), host);
    } else {
        plugin.import_row("commitments-csv", Row(commitment_cells, text, writing), host);
    }
    return 0;
}
