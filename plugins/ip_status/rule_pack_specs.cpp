// Which packs the plugin works by, what it asks of each, and their schema.
#include <algorithm>
#include <array>

#include "rule_pack.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/plugin/pack_reader.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Object;
using plugin::Value;

namespace {

constexpr plugin::Date packs_of_this_build{2026, 11, 20};

constexpr NeededRule by_name(std::string_view id, std::string_view kind = {}) {
    return {id, kind};
}
constexpr NeededRule with_period(std::string_view id, std::string_view kind = {}) {
    return {id, kind, true};
}
constexpr NeededRule with_window_and_grace(std::string_view id) {
    return {id, {}, false, true, true};
}
constexpr NeededRule with_all(std::string_view id, std::string_view kind = {}) {
    return {id, kind, true, true, true};
}

constexpr std::array rules_of_china{with_period("TD-01"),
                                    with_period("TD-02"),
                                    with_period("TD-03"),
                                    with_period("TD-04"),
                                    with_period("TD-05"),
                                    with_period("TD-06"),
                                    with_period("TD-07"),
                                    with_period("TD-08"),
                                    with_period("TD-10"),
                                    with_window_and_grace("TD-11"),
                                    by_name("TD-12"),
                                    with_period("TD-13"),
                                    by_name("TD-14"),
                                    with_period("TD-15"),
                                    with_period("TD-16"),
                                    with_period("TD-17"),
                                    with_period("TD-17R"),
                                    with_period("TD-18"),
                                    with_period("TD-19"),
                                    by_name("TD-20"),
                                    with_period("TD-21"),
                                    by_name("TD-23"),
                                    with_period("TD-25"),
                                    with_period("TD-26"),
                                    NeededRule{"TD-26R", {}, false, false, true},
                                    with_period("TD-27"),
                                    with_period("PD-01", "invention"),
                                    with_period("PD-01", "utility_model"),
                                    with_period("PD-01", "design"),
                                    with_period("PD-02", "design"),
                                    with_period("PD-03"),
                                    by_name("PD-05"),
                                    with_period("PD-06"),
                                    with_period("PD-06P"),
                                    with_period("PD-07"),
                                    with_period("PD-09"),
                                    by_name("PD-10"),
                                    with_period("PD-16"),
                                    NeededRule{"PD-20", {}, true, false, true},
                                    NeededRule{"AF-01", {}, true, false, true},
                                    by_name("OV-01"),
                                    NeededRule{"XX-01", {}, false, false, true}};
constexpr std::array fees_of_china{
    NeededFee{"annual", "invention", 20}, NeededFee{"annual", "utility_model", 10},
    NeededFee{"annual", "design", 15},    NeededFee{"restoration", "patent"},
    NeededFee{"renewal", "trademark"},    NeededFee{"renewal_late", "trademark"}};

constexpr std::array rules_of_the_us{with_all("UT-01"),
                                     with_all("UT-02"),
                                     with_period("UP-01", "invention"),
                                     with_period("UP-02", "invention"),
                                     with_period("UP-15", "design"),
                                     with_all("UP-03", "invention"),
                                     with_all("UP-07", "invention"),
                                     with_all("UP-11", "invention")};

constexpr std::array rules_of_the_eu{with_all("ET-01")};

constexpr std::array<PackSpec, 3> specs{
    {{"ip_status.CN",
      "CN",
      {"Trademarks and patents of China", "中国商标和专利规则"},
      true,
      packs_of_this_build,
      rules_of_china,
      fees_of_china},
     {"ip_status.US",
      "US",
      {"Trademarks and patents of the USPTO", "美国专利商标局商标和专利规则"},
      true,
      packs_of_this_build,
      rules_of_the_us,
      {}},
     {"ip_status.EM",
      "EM",
      {"Trade marks of the European Union", "欧盟商标规则"},
      false,
      packs_of_this_build,
      rules_of_the_eu,
      {}}}};

// ---- the schema ----

using namespace plugin::pack_schema;

Object definitions() {
    return {
        {"id", Object{{"type", "string"}, {"pattern", "^[A-Za-z0-9_-]{1,40}$"}}},
        {"date", Object{{"type", "string"}, {"format", "date"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}},
        {"text", Object{{"type", "string"}, {"minLength", 1}, {"maxLength", 1000}}},
        {"both", closed({{"en", reference("text")}, {"zh", reference("text")}}, {"en", "zh"})},
        {"period",
         [] {
             Object schema = closed({{"months", count(0, 1200)}, {"days", count(0, 3660)}}, {});
             schema.set("minProperties", 1);
             return schema;
         }()},
        {"sources", list_of(reference("id"))},
        {"confidence", one_of({"confirmed", "firm", "unsure"})}};
}

Object rule_schema() {
    return closed({{"id", reference("id")},
                   {"law", reference("id")},
                   {"kind", one_of({"invention", "utility_model", "design"})},
                   {"what", reference("both")},
                   {"article", reference("both")},
                   {"sources", reference("sources")},
                   {"confidence", reference("confidence")},
                   {"counting", one_of({"ordinary", "validity"})},
                   {"period", reference("period")},
                   {"window", reference("period")},
                   {"extension", reference("period")},
                   {"surcharge_percent", list_of(count(0, 1000))},
                   {"proposed", reference("period")},
                   {"valid_from", reference("date")},
                   {"valid_to", reference("date")}},
                  {"id", "law", "what", "article", "sources", "confidence", "valid_from"});
}

Object fee_schema() {
    Object money =
        closed({{"amount", count(0, plugin::largest_amount)}, {"currency", Object{{"const", "CNY"}}}},
               {"amount", "currency"});
    return closed({{"id", reference("id")},
                   {"kind", reference("id")},
                   {"last_year", count(1, 50)},
                   {"amount", std::move(money)},
                   {"sources", reference("sources")},
                   {"confidence", reference("confidence")}},
                  {"id", "kind", "amount", "sources", "confidence"});
}

}  // namespace

std::span<const PackSpec> pack_specs() {
    return specs;
}

const PackSpec* pack_spec(std::string_view id) {
    const auto found = std::ranges::find(specs, id, &PackSpec::id);
    return found != specs.end() ? &*found : nullptr;
}

Object schema_of_pack(const PackSpec& spec) {
    Object schema =
        closed({{"pack", Object{{"const", spec.id}}},
                {"version", reference("date")},
                {"office", Object{{"const", spec.office}}},
                {"valid", closed({{"from", reference("date")}, {"to", reference("date")}}, {"from"})},
                {"laws", table_of(reference("both"))},
                {"sources", table_of(reference("text"))},
                {"rules", list_of(rule_schema())},
                {"fees", list_of(fee_schema())}},
               {"pack", "version", "office", "valid", "laws", "sources", "rules", "fees"});
    schema.set("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.set("title", std::string(spec.id) + ".rules.json");
    schema.set("$defs", definitions());
    return schema;
}

}  // namespace xinbu::ip_status
