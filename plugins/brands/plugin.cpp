#include "plugin.hpp"

#include "coverage.hpp"
#include "declaration.hpp"
#include "name.hpp"
#include "recognition.hpp"
#include "reports.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {

using plugin::Draft;
using plugin::Object;
using plugin::text_at;
using plugin::Value;

namespace {

constexpr std::string_view organisation_prefix = "organisation/";

void rewrite(Object& data, std::string_view member, std::string (*canonical)(std::string_view)) {
    Value* value = data.find(member);
    if (value != nullptr && value->text() != nullptr) *value = canonical(*value->text());
}

/// A bare credit code names an organisation as well as its record does.
std::string canonical_organisation(std::string_view text) {
    const bool is_record = text.find('/') != std::string_view::npos;
    if (is_record && !text.starts_with(organisation_prefix)) return std::string(text);
    if (is_record) text.remove_prefix(organisation_prefix.size());
    return text.empty() ? std::string() : std::string(organisation_prefix) + plugin::canonical_uscc(text);
}

/// What a record is named by: the kind of record, and the member of `data`.
struct Naming {
    std::string_view type, kind, member;
};
constexpr Naming namings[]{{"brands.organisation.recorded", "organisation", "identifier"},
                           {"brands.brand.recorded", "brand", "name"},
                           {"brands.park.recorded", "park", "name"},
                           {"brands.leading_enterprise.recorded", "leading-enterprise", "identifier"},
                           {"brands.loan_product.recorded", "loan-product", "name"}};

}  // namespace

std::vector<plugin::RulePackType> Brands::rule_packs() const {
    return {{std::string(annex_pack),
             {"Criteria of recognition of a province", "省级劳务品牌认定条件"},
             schema_of_annex()}};
}

plugin::Faults Brands::use_rules(std::string_view, const Value& content) {
    plugin::Faults faults;
    Annex annex = read_annex(content, faults);
    if (faults.empty()) annex_ = std::move(annex);
    return faults;
}

plugin::Declaration Brands::declare() const {
    return declaration(annex_);
}

void Brands::normalise(Draft& draft) const {
    for (const char* code : {"identifier", "region", "industry"})
        rewrite(draft.data, code, plugin::canonical_uscc);
    for (const char* organisation : {"lead", "operator"})
        rewrite(draft.data, organisation, canonical_organisation);
}

std::optional<std::string> Brands::record_id(const Draft& draft, plugin::Numbering& numbers) const {
    if (draft.type == "brands.support.recorded") {
        const std::string_view from = text_at(draft.data, "from");
        if (!plugin::Date::parse(from)) return std::nullopt;
        const std::string prefix = "support/" + std::string(from.substr(0, 4)) + "-";
        return prefix + std::to_string(numbers.next(prefix));
    }
    if (draft.type == "brands.supervision.held") {
        const std::string_view from = text_at(draft.data, "from"), to = text_at(draft.data, "to");
        if (!plugin::Date::parse(from) || !plugin::Date::parse(to)) return std::nullopt;
        return "supervision/" + std::string(from) + "--" + std::string(to);
    }
    for (const Naming& naming : namings) {
        if (draft.type != naming.type) continue;
        const std::string_view key = text_at(draft.data, naming.member);
        if (key.empty()) return std::nullopt;
        return std::string(naming.kind) + "/" + std::string(key);
    }
    return std::nullopt;
}

std::optional<plugin::CheckAnswer> Brands::check(std::string_view name, const Object& parameters,
                                                 const plugin::Records& records,
                                                 const plugin::AskCheck&) const {
    if (name == "brands.name") return check_name(parameters, records);
    if (name == "brands.recognition") return check_recognition(parameters, annex_, records);
    if (name == "brands.annex") return check_annex(annex_);
    if (name == "brands.coverage") return check_coverage(annex_, records);
    return std::nullopt;
}

std::optional<plugin::ReportModel> Brands::report(std::string_view name, const Object& parameters,
                                                  const plugin::Records& records,
                                                  const plugin::AskCheck&) const {
    if (name == "brands.recognition") return report_recognition(parameters, annex_, records);
    if (name == "brands.library") return report_library(parameters, records);
    if (name == "brands.coverage") return report_coverage(annex_, records);
    if (name == "brands.supervision") return report_supervision(parameters, annex_, records);
    return std::nullopt;
}

std::unique_ptr<plugin::Plugin> make_brands() {
    return std::make_unique<Brands>();
}

}  // namespace xinbu::brands
