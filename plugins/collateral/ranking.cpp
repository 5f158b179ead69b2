#include "ranking.hpp"

#include <algorithm>

#include "citations.hpp"
#include "elsewhere.hpp"
#include "gather.hpp"
#include "pledge_dates.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Object;
using plugin::Record;
using plugin::text_at;

namespace {

struct Standing {
    std::string pledge{}, pledgee{}, registered_on{}, number{};
    std::optional<plugin::Money> secured{};
    std::string registry{};  ///< that is followed and says so; empty for one's own
    plugin::Text line{};     ///< of such a one
    std::string code{};      ///< of the pledgee, where it is known

    /// What is_registration_of() asks for.
    Object told() const {
        return {{"pledgee", Object{{"identifier", code}, {"name", pledgee}}},
                {"registered_on", registered_on},
                {"registration_number", number}};
    }
};

std::vector<Standing> pledges_on_record(std::string_view right, const plugin::Records& records) {
    std::vector<Standing> found;
    for (const Record& pledge : records.referring_to(right, "pledge")) {
        const auto last = last_pledged_day(pledge.fields, right);
        const bool is_registered = pledge.status == "registered";
        const bool is_over = is_registered && last && *last < records.as_of();
        if ((!is_registered && pledge.status != "agreed") || is_over || !pledges_right(pledge.fields, right))
            continue;
        found.push_back({pledge.id,
                         std::string(text_at(plugin::object_at(pledge.fields, "pledgee"), "name")),
                         is_registered ? std::string(text_at(pledge.fields, "registered_on")) : std::string(),
                         std::string(text_at(pledge.fields, "registration_number")),
                         claim_of(pledge.fields),
                         {},
                         {},
                         std::string(code_at(pledge.fields, "pledgee"))});
    }
    return found;
}

/// Pledges that the register tells and no record of ours does: neither by number nor by day.
void add_from_register(const Object& status, std::vector<Standing>& pledges) {
    for (const plugin::Value& one : plugin::array_at(status, "overlays")) {
        if (one.object() == nullptr || text_at(*one.object(), "kind") != "pledge") continue;
        const std::string since(text_at(*one.object(), "since")), number(text_at(*one.object(), "reference"));
        const bool is_told = std::any_of(pledges.begin(), pledges.end(), [&](const Standing& pledge) {
            return !pledge.pledge.empty() && is_registration_of(*one.object(), pledge.told());
        });
        if (is_told) continue;
        pledges.push_back({{},
                           std::string(text_at(plugin::object_at(*one.object(), "counterparty"), "name")),
                           since,
                           number,
                           {}});
    }
}

/// Pledges in registries that are followed, but for registrations that are on record here.
void add_from_followed(const plugin::AskCheck& ask, std::string_view right, plugin::Date day,
                       std::vector<Standing>& pledges) {
    std::vector<OwnRegistration> own;
    for (const Standing& pledge : pledges) own.push_back({pledge.number, canonical_code(pledge.code)});
    for (PledgeElsewhere& one : pledges_elsewhere(ask, right, day, own))
        pledges.push_back(
            {one.pledge, one.pledgee, one.registered_on, one.number, one.secured, one.registry, one.line()});
}

}  // namespace

plugin::CheckAnswer ranking(const Object& parameters, const plugin::Records& records,
                            const plugin::AskCheck& ask) {
    const std::string right(text_at(parameters, "right"));
    std::vector<Standing> pledges = pledges_on_record(right, records);
    add_from_followed(ask, right, records.as_of(), pledges);
    if (const auto answer = ask("ip.status", Object{{"right", right}}))
        add_from_register(answer->facts, pledges);
    std::stable_sort(pledges.begin(), pledges.end(), [](const Standing& left, const Standing& other) {
        if (left.registered_on.empty() != other.registered_on.empty()) return other.registered_on.empty();
        return left.registered_on < other.registered_on;
    });
    const Policy policy = policy_for({}, records);
    const auto valuation = security_of(right, {}, policy, records, records.as_of()).valuation;
    std::optional<std::int64_t> left;
    if (valuation) left = valuation->amount;
    plugin::CheckAnswer answer;
    plugin::Array ranks;
    std::vector<plugin::Text> lines;
    std::vector<std::string> evidence;
    std::int64_t rank = 0;
    for (std::size_t at = 0; at < pledges.size(); ++at) {
        const Standing& one = pledges[at];
        Object fact{{"pledgee", one.pledgee}};
        if (!one.registered_on.empty()) {
            if (at == 0 || pledges[at - 1].registered_on != one.registered_on)
                rank = static_cast<std::int64_t>(at) + 1;
            fact.set("rank", rank);
            fact.set("registered_on", one.registered_on);
        }
        if (!one.pledge.empty()) fact.set("pledge", one.pledge);
        if (!one.number.empty()) fact.set("registration_number", one.number);
        if (one.secured) fact.set("secured", plugin::value_of(*one.secured));
        if (left) fact.set("left", plugin::value_of(plugin::Money{*left, valuation->currency}));
        const bool is_comparable = left && one.secured && one.secured->currency == valuation->currency;
        left = is_comparable ? std::optional(std::max<std::int64_t>(0, *left - one.secured->amount))
                             : std::nullopt;
        if (!one.registry.empty()) fact.set("registry", one.registry);
        const std::string place = one.registered_on.empty() ? "—" : std::to_string(rank) + ".";
        const std::string own = " " + (one.registered_on.empty() ? "" : one.registered_on + " ") +
                                (one.pledge.empty() ? one.pledgee : one.pledge);
        lines.push_back(one.registry.empty()
                            ? plugin::Text{place + own, place + own}
                            : plugin::Text{place + " " + one.line.en, place + " " + one.line.zh});
        if (!one.pledge.empty()) evidence.push_back(one.pledge);
        ranks.emplace_back(std::move(fact));
    }
    answer.facts.set("ranks", std::move(ranks));
    const plugin::Text shown = joined_texts(lines);
    const bool is_too_many = is_patent(right) && pledges.size() > 1;
    answer.findings.push_back(
        {"CR-01", is_too_many ? plugin::FindingStatus::not_met : plugin::FindingStatus::met,
         is_too_many ? plugin::Severity::block : plugin::Severity::info,
         pledges.empty() ? said("No pledge stands on {0}.", "{0}无存续质押。", {right})
         : is_too_many
             ? said("{0} bears {1} pledges; the office registers one: {2}.",
                    "{0}有{1}项质押；登记机关仅办理一项：{3}。",
                    {right, std::to_string(pledges.size()), shown.en, shown.zh})
             : said("Pledges of {0} by rank: {1}.", "{0}的质押顺位：{2}。", {right, shown.en, shown.zh}),
         both_of({"Civil Code (2020) art. 414", "《民法典》（2020年）第四百一十四条"},
                 patent_pledge("refusal ground 9", "不予登记情形（九）")),
         evidence});
    return answer;
}

}  // namespace xinbu::collateral
