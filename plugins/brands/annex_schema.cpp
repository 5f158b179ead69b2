// The schema of the pack, for whoever writes one for another province.
#include "annex.hpp"
#include "declaration.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/plugin/pack_reader.hpp"

namespace xinbu::brands {

using plugin::Array;
using plugin::Object;
using plugin::Value;

namespace {

using namespace plugin::pack_schema;

Object limit_schema() {
    Object money = closed({{"amount", count(0, plugin::largest_amount)},
                           {"currency", Object{{"type", "string"}, {"pattern", "^[A-Z]{3}$"}}}},
                          {"amount", "currency"});
    return {{"oneOf", Array{Object{{"type", "integer"}}, std::move(money)}}};
}

Object test_schema() {
    Array names;
    for (const plugin::Field& figure : figures()) names.emplace_back(figure.id);
    Object cover =
        closed({{"id", reference("id")}, {"what", reference("both")}, {"fed_by", one_of({"commitments"})}},
               {"id", "what"});
    return closed({{"kind", one_of({"documents", "figure", "name"})},
                   {"covers", list_of(std::move(cover))},
                   {"any", Object{{"type", "boolean"}}},
                   {"figures", list_of(one_of(std::move(names)))},
                   {"at_least", reference("limit")},
                   {"above", reference("limit")},
                   {"at_most", reference("limit")},
                   {"below", reference("limit")},
                   {"counted", one_of({"park", "leading-enterprise"})}},
                  {"kind"});
}

Object criterion_schema() {
    return closed({{"id", reference("id")},
                   {"category", one_of({"skill", "service", "culture", "livelihood"})},
                   {"law", reference("id")},
                   {"what", reference("both")},
                   {"article", reference("both")},
                   {"sources", list_of(reference("id"))},
                   {"confidence", one_of({"confirmed", "firm", "unsure"})},
                   {"soft", Object{{"type", "boolean"}}},
                   {"per", one_of({"leading-enterprise"})},
                   {"tests", list_of(reference("test"))},
                   {"valid_from", reference("date")},
                   {"valid_to", reference("date")}},
                  {"id", "law", "what", "article", "sources", "confidence", "tests", "valid_from"});
}

Object definitions() {
    return {
        {"id", Object{{"type", "string"}, {"pattern", "^[A-Za-z0-9_-]{1,40}$"}}},
        {"date", Object{{"type", "string"}, {"format", "date"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}},
        {"text", Object{{"type", "string"}, {"minLength", 1}, {"maxLength", 1000}}},
        {"both", closed({{"en", reference("text")}, {"zh", reference("text")}}, {"en", "zh"})},
        {"limit", limit_schema()},
        {"test", test_schema()}};
}

}  // namespace

Object schema_of_annex() {
    Object schema =
        closed({{"pack", Object{{"const", annex_pack}}},
                {"version", reference("date")},
                {"province", count(11, 82)},
                {"valid", closed({{"from", reference("date")}, {"to", reference("date")}}, {"from"})},
                {"laws", table_of(reference("both"))},
                {"sources", table_of(reference("text"))},
                {"target", closed({{"brands", count(1, 100'000)},
                                   {"first_batch", count(0, 100'000)},
                                   {"first_year", count(2000, 2999)},
                                   {"last_year", count(2000, 2999)}},
                                  {"brands", "first_batch", "first_year", "last_year"})},
                {"criteria", list_of(criterion_schema())}},
               {"pack", "version", "province", "valid", "laws", "sources", "criteria"});
    schema.set("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.set("title", std::string(annex_pack) + ".rules.json");
    schema.set("$defs", definitions());
    return schema;
}

}  // namespace xinbu::brands
