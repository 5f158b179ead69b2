#include <algorithm>

#include "eligibility.hpp"
#include "text.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::collateral {

using plugin::Object;
using plugin::Severity;

namespace {

Judgement pledgor_not_given() {
    return unknown(said("The pledgor is not given.", "未提供出质人。"));
}

std::string organisation_id(const Case& subject) {
    return "organisation/" + subject.pledgor;
}

Judgement e01_code(const Case& subject) {
    if (subject.pledgor.empty()) return pledgor_not_given();
    if (const auto fault = plugin::party_identifier_fault(subject.pledgor))
        return not_met(said("The pledgor's code {0} is wrong: {1}", "出质人代码{0}有误：{2}",
                            {subject.pledgor, fault->en, fault->zh}));
    return met(said("The pledgor's code {0} has right check characters.", "出质人代码{0}校验通过。",
                    {subject.pledgor}));
}

/// How the pledgor was found among the owners that the register names.
enum class Match { by_code, by_name, undecided, none };
struct OwnerMatch {
    Match match = Match::none;
    std::string name;  ///< of the matching owner, as the register writes it
};

OwnerMatch match_owner(const Case& subject) {
    const std::string own_name =
        subject.organisation ? comparable_name(plugin::text_at(subject.organisation->fields, "name")) : "";
    OwnerMatch best;
    for (const plugin::Value& owner : plugin::array_at(*subject.status, "owners")) {
        const Object* party = owner.object();
        if (party == nullptr) continue;
        const std::string_view identifier = plugin::text_at(*party, "identifier");
        const std::string name(plugin::text_at(*party, "name"));
        if (!identifier.empty()) {
            if (plugin::canonical_uscc(identifier) == subject.pledgor) return {Match::by_code, name};
            continue;
        }
        if (own_name.empty()) {
            if (best.match == Match::none) best = {Match::undecided, name};
        } else if (comparable_name(name) == own_name) {
            best = {Match::by_name, name};
        }
    }
    return best;
}

std::string owner_names(const Case& subject) {
    std::vector<std::string> names;
    for (const plugin::Value& owner : plugin::array_at(*subject.status, "owners"))
        if (owner.object() != nullptr) add_once(names, plugin::text_at(*owner.object(), "name"));
    return joined(names);
}

bool knows_owners(const Case& subject) {
    return subject.status && !plugin::array_at(*subject.status, "owners").empty();
}

Judgement owners_not_known(const Case& subject) {
    return unknown(said("The register's owners of {0} are not known here.", "登记簿所载{0}的权利人未知。",
                        {subject.right}),
                   {subject.right});
}

Judgement e02_owner(const Case& subject) {
    if (subject.pledgor.empty()) return pledgor_not_given();
    if (!knows_owners(subject)) return owners_not_known(subject);
    const OwnerMatch owner = match_owner(subject);
    const std::string owners = owner_names(subject);
    switch (owner.match) {
        case Match::by_code:
            return met(said("The pledgor {0} is the registered owner {1}, by its code.",
                            "出质人{0}即登记权利人{1}（代码一致）。", {subject.pledgor, owner.name}),
                       {subject.right});
        case Match::by_name:
            return met(
                said("The pledgor {0} is the registered owner {1}, by its name; the register gives no code.",
                     "出质人{0}即登记权利人{1}（名称一致，登记簿未载代码）。", {subject.pledgor, owner.name}),
                {subject.right, organisation_id(subject)});
        case Match::undecided:
            return unknown(
                said("The register names {0} without a code, and the name of {1} is not on record.",
                     "登记簿仅载名称{0}，未载代码，且{1}的名称未登记。", {owners, subject.pledgor}),
                {subject.right});
        case Match::none:
            break;
    }
    return not_met(said("The registered owner is {0}; the pledgor {1} is not.",
                        "登记权利人为{0}，与出质人{1}不一致。", {owners, subject.pledgor}),
                   {subject.right});
}

Judgement e03_name(const Case& subject) {
    if (subject.pledgor.empty()) return pledgor_not_given();
    if (!knows_owners(subject)) return owners_not_known(subject);
    if (!subject.organisation)
        return unknown(
            said("The present name of {0} is not on record.", "{0}的现用名称未登记。", {subject.pledgor}));
    const OwnerMatch owner = match_owner(subject);
    const std::string now(plugin::text_at(subject.organisation->fields, "name"));
    const std::vector<std::string> evidence{subject.right, organisation_id(subject)};
    if (owner.match != Match::by_code && owner.match != Match::by_name)
        return unknown(said("The pledgor is not among the registered owners, so no name can be compared.",
                            "出质人不在登记权利人之列，无法比对名称。"),
                       evidence);
    if (comparable_name(owner.name) == comparable_name(now))
        return met(said("The register carries the pledgor's present name {0}.",
                        "登记簿所载名称与出质人现用名称{0}一致。", {now}),
                   evidence);
    return not_met(
        said("The register still names {0}, the pledgor is now {1}: record the change of name first.",
             "登记簿仍载{0}，出质人现名{1}：应先办理名称变更。", {owner.name, now}),
        evidence);
}

Judgement e04_co_owners(const Case& subject) {
    if (!knows_owners(subject)) return owners_not_known(subject);
    const std::size_t count = plugin::array_at(*subject.status, "owners").size();
    if (count == 1) return met(said("There is one owner.", "权利人仅一人，无共有。"), {subject.right});
    const std::string number = std::to_string(count);
    if (is_acknowledged(subject, "E04"))
        return met(said("{0} co-owners; consent is on file in the pledge contract.",
                        "共有人{0}名；质押合同已载明同意情况。", {number}),
                   {subject.right});
    return unknown(said("{0} co-owners ({1}): the consent of all, or their agreement, is not on file.",
                        "共有人{0}名（{1}）：未见全体共有人同意或其约定。", {number, owner_names(subject)}),
                   {subject.right});
}

std::string count_text(const Object& facts, std::string_view name) {
    const std::int64_t* count = plugin::integer_at(facts, name);
    return std::to_string(count != nullptr ? *count : 0);
}

Judgement e38_commitments(const Case& subject) {
    if (subject.pledgor.empty()) return pledgor_not_given();
    if (!subject.standing)
        return unknown(
            said("The commitments of {0} are not known here.", "{0}的承诺履行情况未知。", {subject.pledgor}));
    std::vector<std::string> open;
    for (const plugin::Value& id : plugin::array_at(*subject.standing, "open_breaches"))
        if (id.text() != nullptr) open.push_back(*id.text());
    const std::int64_t* repairing = plugin::integer_at(*subject.standing, "under_repair");
    const std::string in_force = count_text(*subject.standing, "in_force");
    const std::string kept = count_text(*subject.standing, "kept");
    if (!open.empty())
        return not_met(said("Open breaches of commitments: {0} ({1}).", "有{0}项违诺未修复：{1}。",
                            {std::to_string(open.size()), joined(open)}),
                       open);
    if (repairing != nullptr && *repairing > 0)
        return not_met(said("Breached commitments still under repair: {0}.",
                            "有{0}项违诺正在修复，尚未完成。", {std::to_string(*repairing)}),
                       {organisation_id(subject)});
    return met(said("No breach is open. Commitments in force: {0}, kept: {1}.",
                    "无未修复违诺；生效承诺{0}项，已履行{1}项。", {in_force, kept}),
               {organisation_id(subject)});
}

Judgement e39_brands(const Case& subject) {
    if (subject.pledgor.empty()) return pledgor_not_given();
    const auto brands = subject.records.referring_to(organisation_id(subject), "brand");
    if (brands.empty())
        return unknown(said("No brand of {0} is on record.", "{0}名下无登记的劳务品牌。", {subject.pledgor}));
    std::vector<std::string> listed, evidence;
    for (const plugin::Record& brand : brands) {
        evidence.push_back(brand.id);
        std::string line = brand.id;
        for (const std::string_view member : {"category", "library_level", "recognised_level"})
            if (const std::string_view value = plugin::text_at(brand.fields, member); !value.empty())
                line += " · " + std::string(value);
        if (plugin::text_at(brand.fields, "library_level").empty() &&
            plugin::text_at(brand.fields, "recognised_level").empty())
            continue;
        listed.push_back(std::move(line));
    }
    if (!listed.empty())
        return met(said("Brands in the library or recognised: {0}.", "已入库或已认定的劳务品牌：{0}。",
                        {joined(listed)}),
                   evidence);
    // The rule prices the loan; a brand outside the library speaks against nothing.
    return {plugin::FindingStatus::soft,
            said("None of the pledgor's brands is in a brand library: {0}.",
                 "出质人的劳务品牌均未入库：{0}。", {joined(evidence)}),
            evidence};
}

}  // namespace

const std::vector<Rule>& party_rules() {
    static const std::vector<Rule> rules{
        {"E01", Severity::block, Scope::any, "GB 32100-2015; GB 11643-1999", e01_code},
        {"E02", Severity::block, Scope::any,
         "《专利权质押登记办法》 (CNIPA Announcement 461, 2021) refusal ground 1; "
         "《注册商标专用权质押登记程序规定》 (CNIPA Announcement 358, 2020) refusal grounds",
         e02_owner},
        {"E03", Severity::block, Scope::any,
         "Trademark Law (2019) art. 41; 《注册商标专用权质押登记程序规定》 (CNIPA Announcement 358, 2020)",
         e03_name},
        {"E04", Severity::block, Scope::any,
         "《专利权质押登记办法》 (CNIPA Announcement 461, 2021) art. 4, refusal ground 8; "
         "《注册商标专用权质押登记程序规定》 (CNIPA Announcement 358, 2020)",
         e04_co_owners},
        {"E38", Severity::warn, Scope::any, "Bank policy; commitments on record", e38_commitments},
        {"E39", Severity::info, Scope::any, "Bank policy; brand library", e39_brands},
    };
    return rules;
}

}  // namespace xinbu::collateral
