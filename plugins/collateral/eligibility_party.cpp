#include <algorithm>

#include "citations.hpp"
#include "eligibility.hpp"
#include "text.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/work_calendar.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Record;
using plugin::Severity;

namespace {

Judgement pledgor_not_given() {
    return unknown(said("The pledgor is not given.", "未提供出质人。"));
}

std::string organisation_id(const Case& subject) {
    return "organisation/" + subject.asked.pledgor;
}

/// By a citizen's number (GB 11643), or the pseudonym under which it stands sealed.
bool is_person(const Case& subject) {
    const std::string& code = subject.asked.pledgor;
    return code.starts_with("person/") || !plugin::citizen_id_in(code).empty();
}

Judgement e01_code(const Case& subject) {
    if (subject.asked.pledgor.empty()) return pledgor_not_given();
    if (subject.asked.pledgor == subject.asked.pledgee)
        return not_met(said("{0} is both pledgor and pledgee: nobody secures a debt to himself.",
                            "{0}既为出质人又为质权人，不能为自身债权设立质押。", {subject.asked.pledgor}));
    if (is_person(subject))
        return met(
            said("The pledgor {0} is a natural person.", "出质人{0}为自然人。", {subject.asked.pledgor}));
    if (const auto fault = plugin::party_identifier_fault(subject.asked.pledgor))
        return not_met(said("The pledgor's code {0} is wrong: {1}", "出质人代码{0}有误：{2}",
                            {subject.asked.pledgor, fault->en, fault->zh}));
    return met(said("The pledgor's code {0} has right check characters.", "出质人代码{0}校验通过。",
                    {subject.asked.pledgor}));
}

/// How the pledgor was found among the owners that the register names.
enum class Match { by_code, by_name, undecided, none };
struct OwnerMatch {
    Match match = Match::none;
    std::string name;  ///< of the matching owner, as the register writes it
};

OwnerMatch match_owner(const Case& subject) {
    const std::string own_name =
        subject.asked.organisation
            ? comparable_name(plugin::text_at(subject.asked.organisation->fields, "name"))
            : "";
    OwnerMatch best;
    for (const plugin::Value& owner : plugin::array_at(facts_of(subject), "owners")) {
        const Object* party = owner.object();
        if (party == nullptr) continue;
        const std::string_view identifier = plugin::text_at(*party, "identifier");
        const std::string name(plugin::text_at(*party, "name"));
        if (!identifier.empty()) {
            if (is_party(*party, subject.asked.pledgor)) return {Match::by_code, name};
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
    for (const plugin::Value& owner : plugin::array_at(facts_of(subject), "owners"))
        if (owner.object() != nullptr) add_once(names, plugin::text_at(*owner.object(), "name"));
    return joined(names);
}

bool knows_owners(const Case& subject) {
    return !plugin::array_at(facts_of(subject), "owners").empty();
}

Judgement owners_not_known(const Case& subject) {
    return unknown(said("The register's owners of {0} are not known here.", "登记簿所载{0}的权利人未知。",
                        {subject.right}),
                   {subject.right});
}

/// The name in the contract, where neither the register nor the organisation's record writes it so.
std::string other_name_in_contract(const Case& subject, const std::string& owner) {
    if (subject.contract() == nullptr) return {};
    const std::string_view given = plugin::text_at(plugin::object_at(*subject.contract(), "pledgor"), "name");
    const std::string_view now =
        subject.asked.organisation ? plugin::text_at(subject.asked.organisation->fields, "name") : "";
    const std::string name = comparable_name(given);
    const bool is_same =
        name.empty() || owner.empty() || name == comparable_name(owner) || name == comparable_name(now);
    return is_same ? std::string() : std::string(given);
}

Judgement e02_owner(const Case& subject) {
    if (subject.asked.pledgor.empty()) return pledgor_not_given();
    if (!knows_owners(subject)) return owners_not_known(subject);
    const OwnerMatch owner = match_owner(subject);
    if (owner.match == Match::by_code || owner.match == Match::by_name)
        if (const std::string given = other_name_in_contract(subject, owner.name); !given.empty())
            return not_met(
                said("The contract names the pledgor {0}, the register names {1}: name and code must "
                     "both be the owner's.",
                     "合同所载出质人名称为{0}，登记簿所载为{1}：名称与代码均应与登记权利人一致。",
                     {given, owner.name}),
                {subject.right});
    const std::string owners = owner_names(subject);
    switch (owner.match) {
        case Match::by_code:
            return met(said("The pledgor {0} is the registered owner {1}, by its code.",
                            "出质人{0}即登记权利人{1}（代码一致）。", {subject.asked.pledgor, owner.name}),
                       {subject.right});
        case Match::by_name:
            return met(
                said("The pledgor {0} is the registered owner {1}, by its name; the register gives no code.",
                     "出质人{0}即登记权利人{1}（名称一致，登记簿未载代码）。",
                     {subject.asked.pledgor, owner.name}),
                {subject.right, organisation_id(subject)});
        case Match::undecided:
            return unknown(
                said("The register names {0} without a code, and the name of {1} is not on record.",
                     "登记簿仅载名称{0}，未载代码，且{1}的名称未登记。", {owners, subject.asked.pledgor}),
                {subject.right});
        case Match::none:
            break;
    }
    return not_met(said("The registered owner is {0}; the pledgor {1} is not.",
                        "登记权利人为{0}，与出质人{1}不一致。", {owners, subject.asked.pledgor}),
                   {subject.right});
}

/// Whether the register tells of a change of name or address.
bool changed_its_name(const Case& subject) {
    return std::ranges::any_of(plugin::array_at(register_fields(subject), "events"), [](const auto& event) {
        return event.object() != nullptr && plugin::text_at(*event.object(), "event") == "change";
    });
}

Judgement e03_name(const Case& subject) {
    if (subject.asked.pledgor.empty()) return pledgor_not_given();
    if (!knows_owners(subject)) return owners_not_known(subject);
    if (!subject.asked.organisation)
        return unknown(said("The present name of {0} is not on record.", "{0}的现用名称未登记。",
                            {subject.asked.pledgor}));
    const OwnerMatch owner = match_owner(subject);
    const std::string now(plugin::text_at(subject.asked.organisation->fields, "name"));
    const std::vector<std::string> evidence{subject.right, organisation_id(subject)};
    if (owner.match != Match::by_code && owner.match != Match::by_name)
        return unknown(said("The pledgor is not among the registered owners, so no name can be compared.",
                            "出质人不在登记权利人之列，无法比对名称。"),
                       evidence);
    if (comparable_name(owner.name) == comparable_name(now))
        return met(said("The register carries the pledgor's present name {0}.",
                        "登记簿所载名称与出质人现用名称{0}一致。", {now}),
                   evidence);
    if (changed_its_name(subject))
        return unknown(
            said("The register names {0} since a change, the organisation is on record as {1}: one of "
                 "the two is out of date.",
                 "登记簿变更后载为{0}，主体登记为{1}：其一已过时，须核实。", {owner.name, now}),
            evidence);
    return not_met(
        said("The register still names {0}, the pledgor is now {1}: record the change of name first.",
             "登记簿仍载{0}，出质人现名{1}：应先办理名称变更。", {owner.name, now}),
        evidence);
}

/// Whether that owner is the pledgor, or acknowledged over its signature in the contract that it consents.
bool consents(const Case& subject, const Object& owner) {
    const std::string code = canonical_code(plugin::text_at(owner, "identifier"));
    if (is_party(owner, subject.asked.pledgor)) return true;
    if (subject.contract() == nullptr) return false;
    const std::string name = comparable_name(plugin::text_at(owner, "name"));
    for (const plugin::Value& value : plugin::array_at(*subject.contract(), "acknowledgements")) {
        const Object* one = value.object();
        if (one == nullptr || plugin::text_at(*one, "rule") != "E04" || !is_signed(*one)) continue;
        const std::string by = canonical_code(code_at(*one, "by"));
        const std::string by_name = comparable_name(plugin::text_at(plugin::object_at(*one, "by"), "name"));
        if (code.empty() || by.empty() ? by_name == name : by == code) return true;
    }
    return false;
}

Judgement e04_co_owners(const Case& subject) {
    if (!knows_owners(subject)) return owners_not_known(subject);
    const plugin::Array& owners = plugin::array_at(facts_of(subject), "owners");
    if (owners.size() == 1)
        return met(said("There is one owner.", "权利人仅一人，无共有。"), {subject.right});
    const std::string number = std::to_string(owners.size());
    if (is_acknowledged(subject, "E04"))
        return met(said("{0} co-owners; consent is on file in the pledge contract.",
                        "共有人{0}名；质押合同已载明同意情况。", {number}),
                   {subject.right});
    std::vector<std::string> missing;
    for (const plugin::Value& owner : owners)
        if (owner.object() != nullptr && !consents(subject, *owner.object()))
            missing.emplace_back(plugin::text_at(*owner.object(), "name"));
    if (missing.empty())
        return met(said("All {0} co-owners have consented in the pledge contract.",
                        "{0}名共有人均已在质押合同中确认同意。", {number}),
                   {subject.right});
    return unknown(said("{0} co-owners ({1}): the consent of {2}, or their agreement, is not on file.",
                        "共有人{0}名（{1}）：未见{2}的同意或共有人之间的约定。",
                        {number, owner_names(subject), joined(missing)}),
                   {subject.right});
}

/// The resolution by which the pledgor's company secures the debt of another, as the contract records it.
Judgement of_resolution(const Case& subject) {
    const Object& resolution = plugin::object_at(*subject.contract(), "resolution");
    const std::string_view body = plugin::text_at(resolution, "body");
    const std::string_view on = plugin::text_at(resolution, "on");
    const std::string& debtor = subject.asked.debtor;
    if (body.empty() || on.empty())
        return unknown(
            said("The pledgor secures the debt of {0}: no resolution of its board or shareholders is "
                 "on file.",
                 "出质人为{0}的债务提供担保：未见董事会或者股东会决议。", {debtor}));
    const auto for_owner = boolean_at(resolution, "for_owner");
    const std::string day(on);
    if (for_owner == true && (body != "shareholders" || boolean_at(resolution, "owner_excluded") != true))
        return not_met(
            said("The debtor {0} owns or controls the pledgor: the shareholders must resolve, and "
                 "it may not vote; the resolution of {1} does not say so.",
                 "债务人{0}为出质人的股东或者实际控制人：须经股东会决议且其不得参加表决；{1}的决议"
                 "不符合要求。",
                 {debtor, day}));
    if (boolean_at(resolution, "quorum") != true)
        return unknown(said("The resolution of {0} is on file; that its quorum was reached is not.",
                            "{0}的决议在案，但未载明表决是否达到法定比例。", {day}));
    return met(
        said("Resolution of {0} on file, quorum reached.", "{0}的决议在案，表决达到规定比例。", {day}));
}

Judgement e05_resolution(const Case& subject) {
    const Request& asked = subject.asked;
    if (asked.pledgor.empty()) return pledgor_not_given();
    if (asked.debtor.empty())
        return unknown(said("Who owes the debt is not known: the loan is not on record.",
                            "未登记主债务人：贷款记录不存在。"));
    if (is_person(subject))
        return met(said("A natural person secures it: no body need resolve (Company Law art. 15).",
                        "出质人为自然人，无须决议（《公司法》第十五条）。"));
    if (asked.debtor == asked.pledgor)
        return met(said("The pledgor owes the debt itself.", "出质人即债务人，无须担保决议。"));
    if (subject.contract() == nullptr)
        return unknown(
            said("The pledgor secures the debt of {0}: a resolution of its board or shareholders is "
                 "needed in the contract.",
                 "出质人为{0}的债务提供担保：签约时须有董事会或者股东会决议。", {asked.debtor}));
    return of_resolution(subject);
}

std::string count_text(const Object& facts, std::string_view name) {
    const std::int64_t* count = plugin::integer_at(facts, name);
    return std::to_string(count != nullptr ? *count : 0);
}

bool has_promised_nothing(const Object& standing) {
    for (const std::string_view figure :
         {"in_force", "kept", "partly_kept", "broken", "under_repair", "repaired"})
        if (const std::int64_t* count = plugin::integer_at(standing, figure); count != nullptr && *count > 0)
            return false;
    return true;
}

/// Open breaches that followed registries tell; those of registries that nobody confirmed are not known.
std::optional<Judgement> breaches_elsewhere(const Case& subject, bool confirmed) {
    std::vector<ToldElsewhere> told;
    std::vector<std::string> broken;
    for (const ToldElsewhere& one : subject.asked.promised_elsewhere.open_breaches) {
        if (one.is_confirmed != confirmed) continue;
        told.push_back(one);
        broken.push_back(one.record);
    }
    if (told.empty()) return std::nullopt;
    const plugin::Text lines = lines_of(told);
    plugin::Text message = said("Open breaches of commitments, by registries that are followed: {0}.",
                                "所关注登记簿记载有违诺未修复：{1}。", {lines.en, lines.zh});
    return confirmed ? not_met(std::move(message), std::move(broken))
                     : unknown(std::move(message), std::move(broken));
}

Judgement e38_commitments(const Case& subject) {
    if (subject.asked.pledgor.empty()) return pledgor_not_given();
    if (!subject.asked.standing)
        return unknown(said("The commitments of {0} are not known here.", "{0}的承诺履行情况未知。",
                            {subject.asked.pledgor}));
    std::vector<std::string> open;
    for (const plugin::Value& id : plugin::array_at(*subject.asked.standing, "open_breaches"))
        if (id.text() != nullptr) open.push_back(*id.text());
    const std::int64_t* repairing = plugin::integer_at(*subject.asked.standing, "under_repair");
    const std::string in_force = count_text(*subject.asked.standing, "in_force");
    const std::string kept = count_text(*subject.asked.standing, "kept");
    if (auto told = breaches_elsewhere(subject, true)) return *std::move(told);
    if (!open.empty())
        return not_met(said("Open breaches of commitments: {0} ({1}).", "有{0}项违诺未修复：{1}。",
                            {std::to_string(open.size()), joined(open)}),
                       open);
    if (repairing != nullptr && *repairing > 0)
        return not_met(said("Breached commitments still under repair: {0}.",
                            "有{0}项违诺正在修复，尚未完成。", {std::to_string(*repairing)}),
                       {organisation_id(subject)});
    const std::int64_t* unfulfilled = plugin::integer_at(*subject.asked.standing, "unfulfilled");
    if (unfulfilled != nullptr && *unfulfilled > 0)
        return not_met(
            said("Commitments found not fulfilled at all, whether in breach is not decided: {0}.",
                 "已认定全部未履行、尚未认定是否违诺的承诺{0}项。", {std::to_string(*unfulfilled)}),
            {organisation_id(subject)});
    if (auto told = breaches_elsewhere(subject, false)) return *std::move(told);
    const std::int64_t* unverified = plugin::integer_at(*subject.asked.standing, "expired_unverified");
    if (unverified != nullptr && *unverified > 0)
        return unknown(said("{0} commitments ran out and nobody found whether they were kept.",
                            "有{0}项承诺到期而未认定履行情况。", {std::to_string(*unverified)}),
                       {organisation_id(subject)});
    if (has_promised_nothing(*subject.asked.standing) && subject.asked.promised_elsewhere.count == 0)
        return unknown(said("No accepted commitment of {0} is on record: that none is broken says nothing.",
                            "{0}无已受理的在案承诺，无法判断履行情况。", {subject.asked.pledgor}),
                       {organisation_id(subject)});
    return met(said("No breach is open. Commitments in force: {0}, kept: {1}.",
                    "无未修复违诺；生效承诺{0}项，已履行{1}项。", {in_force, kept}),
               {organisation_id(subject)});
}

Judgement e39_brands(const Case& subject) {
    if (subject.asked.pledgor.empty()) return pledgor_not_given();
    const std::vector<Record>& brands = subject.asked.brands;
    if (brands.empty())
        return unknown(
            said("No brand of {0} is on record.", "{0}名下无登记的劳务品牌。", {subject.asked.pledgor}));
    std::vector<std::string> listed, evidence;
    for (const Record& brand : brands) {
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
    return soft(said("None of the pledgor's brands is in a brand library: {0}.",
                     "出质人的劳务品牌均未入库：{0}。", {joined(evidence)}),
                evidence);
}

/// A report that is missing or too old; nothing where there is one to go by.
std::optional<Judgement> without_report(const Case& subject) {
    if (subject.asked.pledgor.empty()) return pledgor_not_given();
    const Record* report = subject.asked.credit.latest();
    if (report == nullptr)
        return unknown(said("No credit report about {0} is on file; a person must look it up.",
                            "未见{0}的信用查询记录，须人工查询。", {subject.asked.pledgor}));
    const Date read = date_at(report->fields, "read_on").value_or(subject.as_of);
    const int limit = static_cast<int>(subject.asked.policy.extract_max_age_days);
    if (plugin::WorkCalendar(subject.records).between(read, subject.as_of, limit + 1) <= limit)
        return std::nullopt;
    return unknown(
        said("The credit report is of {0}, more than {1} working days old: look it up again.",
             "信用查询日期为{0}，已超过{1}个工作日：应重新查询。", {read.text(), std::to_string(limit)}),
        {report->id});
}

/// "On 2026-03-01 … (source)": a list that only its own source can lift is told with its day and place.
Judgement listed(const Record& report, std::string_view en, std::string_view zh) {
    return not_met(
        said("On {0} the pledgor {1} ({2}).", "{0}查询：出质人{3}（{2}）。",
             {plugin::text_at(report.fields, "read_on"), en, plugin::text_at(report.fields, "source"), zh}),
        {report.id});
}

Judgement e37_credit(const Case& subject) {
    const Credit& credit = subject.asked.credit;
    // That it is long ago lifts no list.
    if (const Record* report = credit.listing({"serious_dishonesty", "enforcement"}))
        return listed(*report, "stood on a list of serious dishonesty or of persons under enforcement",
                      "被列入严重失信主体或者被执行人名单");
    if (auto missing = without_report(subject)) return *missing;
    if (const Record* report = credit.listing({"abnormal"}))
        return listed(*report, "stood on the list of abnormal enterprises", "被列入经营异常名录")
            .as(Severity::warn);
    return met(said("On {0} the pledgor stood on none of the lists.", "{0}查询：出质人未被列入相关名单。",
                    {plugin::text_at(credit.latest()->fields, "read_on")}),
               {credit.latest()->id});
}

/// Security for a debt that was there before can be revoked when bankruptcy is accepted within a year.
std::optional<Judgement> clawback(const Case& subject) {
    if (subject.contract() == nullptr || !subject.asked.loan) return std::nullopt;
    const auto opened = date_at(subject.asked.loan->fields, "opened_on");
    const auto agreed = date_at(*subject.contract(), "agreed_on");
    if (!opened || !agreed || *opened >= *agreed) return std::nullopt;
    const Date safe = agreed->plus_years(1);
    if (subject.as_of > safe) return std::nullopt;
    return not_met(
               said("The debt is of {0}, the pledge of {1}: should bankruptcy be accepted until {2}, it can "
                    "be revoked.",
                    "债务发生于{0}，质押设定于{1}：{2}前债务人被受理破产的，该担保可被撤销。",
                    {opened->text(), agreed->text(), safe.text()}),
               {subject.asked.loan->id})
        .as(Severity::warn);
}

Judgement e40_insolvency(const Case& subject) {
    const Credit& credit = subject.asked.credit;
    if (const Record* report = credit.listing({"insolvency"}))
        return listed(*report, "was in bankruptcy or liquidation", "处于破产或者清算程序");
    auto missing = without_report(subject);
    const auto old_debt = clawback(subject);
    if (missing && old_debt) {
        missing->message.en += ' ' + old_debt->message.en;
        missing->message.zh += old_debt->message.zh;
    }
    if (missing) return *missing;
    if (old_debt) return *old_debt;
    return met(said("On {0} the pledgor was in no bankruptcy or liquidation.",
                    "{0}查询：出质人未处于破产或者清算程序。",
                    {plugin::text_at(credit.latest()->fields, "read_on")}),
               {credit.latest()->id});
}

Judgement e43_owners_abroad(const Case& subject) {
    const std::string& pledgor = subject.asked.pledgor;
    if (pledgor.empty()) return pledgor_not_given();
    if (pledgor.find(':') != std::string::npos && !pledgor.starts_with("citizen-id:"))
        return not_met(
            said("The pledgor {0} has no Chinese credit code: an agent must file for a foreign party.",
                 "出质人{0}无统一社会信用代码：境外主体须委托代理机构办理。", {pledgor}));
    const Record* report = subject.asked.credit.latest();
    std::optional<bool> state_owned;
    for (const Record& one : subject.asked.credit.reports)
        if (!state_owned) state_owned = boolean_at(one.fields, "state_owned");
    if (!state_owned)
        return unknown(
            said("Whether the pledgor is state-owned is not on file.", "未登记出质人是否为国有企业。"));
    if (*state_owned)
        return not_met(said("The pledgor is state-owned: approval and filing of the valuation are needed.",
                            "出质人为国有企业：须履行审批和评估备案程序。"),
                       {report->id});
    return met(said("A domestic pledgor that is not state-owned.", "出质人为境内非国有主体。"), {report->id});
}

}  // namespace

const std::vector<Rule>& party_rules() {
    static const std::vector<Rule> rules{
        {"E01",
         Severity::block,
         Scope::any,
         {"GB 32100-2015; GB 11643-1999", "GB 32100-2015；GB 11643-1999"},
         "2015-10-01",
         "pledgor",
         e01_code},
        {"E02", Severity::block, Scope::any,
         both_of(patent_pledge("refusal ground 1", "不予登记情形（一）"),
                 mark_pledge("refusal grounds", "不予登记情形")),
         "2021-11-15", "pledgor owners", e02_owner},
        {"E03", Severity::block, Scope::any,
         both_of({"Trademark Law (2019) art. 41", "《商标法》（2019年）第四十一条"}, mark_pledge()),
         "2020-05-01", "pledgor owners", e03_name},
        {"E04", Severity::block, Scope::any,
         both_of(patent_pledge("art. 4, refusal ground 8", "第四条、不予登记情形（八）"), mark_pledge()),
         "2021-11-15", "owners contract", e04_co_owners},
        {"E05",
         Severity::block,
         Scope::any,
         {"Company Law (2023) art. 15", "《公司法》（2023年）第十五条"},
         "2024-07-01",
         "pledgor debtor loan contract",
         e05_resolution},
        {"E37", Severity::block, Scope::any, bank_policy(), "", "pledgor credit_report extract_max_age_days",
         e37_credit},
        {"E38", Severity::warn, Scope::any, bank_policy("commitments on record", "在案信用承诺"), "",
         "pledgor", e38_commitments},
        {"E39", Severity::info, Scope::any, bank_policy("brand library", "劳务品牌库"), "", "pledgor loan",
         e39_brands},
        {"E40",
         Severity::block,
         Scope::any,
         {"Enterprise Bankruptcy Law (2006) art. 31", "《企业破产法》（2006年）第三十一条"},
         "2007-06-01",
         "pledgor credit_report contract loan",
         e40_insolvency},
        {"E43",
         Severity::info,
         Scope::any,
         {"Rules on state assets and on foreign applicants", "国有资产及涉外申请人相关规定"},
         "",
         "pledgor credit_report",
         e43_owners_abroad},
    };
    return rules;
}

}  // namespace xinbu::collateral
