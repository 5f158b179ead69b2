// A registry with the plugin brands, its criteria as they lie in the source folder, and commitments.
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "brands/plugin.hpp"
#include "commitments/plugin.hpp"
#include "plugins/support.hpp"

namespace xinbu::brands::test {

using xinbu::test::Bench;
using xinbu::test::json_object;
using xinbu::test::Rules;

inline plugin::Value annex_content() {
    std::ifstream file(std::string(XINBU_BRANDS_RULES_DIR) + "/brands.recognition.rules.json",
                       std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    return xinbu::test::json_value(text);
}

inline std::unique_ptr<plugin::Plugin> brands_with_rules() {
    std::unique_ptr<plugin::Plugin> made = make_brands();
    for (const plugin::Fault& fault : made->use_rules(annex_pack, annex_content()))
        throw std::runtime_error(fault.pointer + ": " + fault.message.en);
    return made;
}

inline Bench make_bench() {
    std::vector<Bench::Loaded> plugins;
    plugins.push_back({"brands", {}, brands_with_rules()});
    plugins.push_back({"commitments", {"brands"}, commitments::make_commitments()});
    return Bench(std::move(plugins));
}

inline constexpr const char* the_brand = "brand/宜兴紫砂匠";

class BrandRecords : public ::testing::Test {
protected:
    Bench bench = make_bench();

    /// Adds an entry that may break no rule.
    void add(const std::string& type, const std::string& data, const std::string& day = "2026-03-01",
             const std::string& record = the_brand) {
        EXPECT_EQ(bench.add(type, record, day, json_object(data)), Rules{}) << type << " " << data;
    }
    Rules rules(const std::string& type, const std::string& data, const std::string& day = "2026-03-01",
                const std::string& record = the_brand) {
        return bench.add(type, record, day, json_object(data));
    }
    void record_brand(const std::string& category = "culture", const std::string& region = "320282") {
        add("brands.organisation.recorded",
            R"({"name":"宜兴市紫砂行业协会","identifier":"51320282MJ000000XL"})", "2026-01-05", "");
        add("brands.brand.recorded",
            R"({"name":"宜兴紫砂匠","region":")" + region + R"(","category":")" + category +
                R"(","lead":"organisation/51320282MJ000000XL"})",
            "2026-01-06", "");
    }
    void report(const std::string& figures, const std::string& day = "2026-03-01") {
        add("brands.brand.figures_reported", R"({"as_of":"2025-12-31",)" + figures + "}", day);
    }
    /// Evidence with a document, that shows `covers`.
    void file(const std::string& criterion, const std::string& covers = "",
              const std::string& day = "2026-03-01") {
        add("brands.evidence.filed",
            R"({"criterion":")" + criterion + R"(","met":true,"documents":[{"title":"文件"}],"covers":[)" +
                covers + "]}",
            day);
    }
    plugin::CheckAnswer recognition(const std::string& day = "2026-12-31") const {
        return bench.check("brands.recognition", R"({"brand":"brand/宜兴紫砂匠"})", day);
    }
    plugin::Finding criterion(const std::string& id, const std::string& day = "2026-12-31") const {
        for (plugin::Finding& finding : recognition(day).findings)
            if (finding.rule == id) return std::move(finding);
        ADD_FAILURE() << "no criterion " << id;
        return {};
    }
    plugin::FindingStatus status(const std::string& id, const std::string& day = "2026-12-31") const {
        return criterion(id, day).status;
    }
};

}  // namespace xinbu::brands::test
