// commitments.standing: how an organisation or a brand keeps what it promised, on a day.
#include <set>
#include <vector>

#include "plugin.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

using plugin::Array;
using plugin::CheckAnswer;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Record;
using plugin::Records;
using plugin::Severity;
using plugin::text_at;

namespace {

constexpr std::string_view organisation_prefix = "organisation/";

/// Ids by what a commitment counts as.
struct Standing {
    std::vector<std::string> in_force, kept, partly_kept, broken, under_repair, repaired, expired, pending;
    std::vector<std::string> refused;   ///< among the broken: a repair was refused
    std::vector<std::string> disputed;  ///< beside whatever else they are
    std::vector<std::string> weak;      ///< those that count now and rest on a statement only

    bool empty() const {
        return in_force.empty() && kept.empty() && partly_kept.empty() && broken.empty() &&
               under_repair.empty() && repaired.empty() && expired.empty() && pending.empty();
    }
};

void count(const Record& commitment, Standing& standing) {
    const std::string& status = commitment.status;
    const std::string& id = commitment.id;
    if (status == "in_force" || status == "accepted" || status == "published")
        standing.in_force.push_back(id);
    if (status == "fulfilled") standing.kept.push_back(id);
    if (status == "partly_fulfilled") standing.partly_kept.push_back(id);
    if (status == "breached" || status == "repair_refused") standing.broken.push_back(id);
    if (status == "repair_refused") standing.refused.push_back(id);
    if (status == "rectifying" || status == "repair_applied") standing.under_repair.push_back(id);
    if (status == "repaired") standing.repaired.push_back(id);
    if (status == "expired") standing.expired.push_back(id);
    if (status == "signed") standing.pending.push_back(id);
    for (const std::string& overlay : commitment.overlays)
        if (overlay == "disputed") standing.disputed.push_back(id);
    if ((status == "in_force" || status == "signed") &&
        text_at(commitment.fields, "proof_strength") == "weak")
        standing.weak.push_back(id);
}

/// Commitments that `organisation` made; parties also refer as acceptor or finder, and those are not meant.
std::vector<Record> made_by(std::string_view organisation, const Records& records, bool without_brand_only) {
    std::vector<Record> made;
    const std::string reference = std::string(organisation_prefix) + std::string(organisation);
    for (Record& record : records.referring_to(reference, "commitment")) {
        if (text_at(plugin::object_at(record.fields, "promisor"), "identifier") != organisation) continue;
        if (without_brand_only && record.fields.contains("brand")) continue;
        made.push_back(std::move(record));
    }
    return made;
}

std::vector<Record> of_brand(const std::string& brand, const Records& records) {
    std::vector<Record> found;
    for (Record& record : records.referring_to(brand, "commitment"))
        if (text_at(record.fields, "brand") == brand) found.push_back(std::move(record));
    const std::optional<Record> known = records.find(brand);
    const std::string_view lead = known ? text_at(known->fields, "lead") : std::string_view();
    if (lead.starts_with(organisation_prefix))
        for (Record& record : made_by(lead.substr(organisation_prefix.size()), records, true))
            found.push_back(std::move(record));
    return found;
}

std::vector<std::string> both(const std::vector<std::string>& one, const std::vector<std::string>& other) {
    std::vector<std::string> all = one;
    all.insert(all.end(), other.begin(), other.end());
    return all;
}

std::string number(const std::vector<std::string>& ids) {
    return std::to_string(ids.size());
}

Finding finding(std::string rule, FindingStatus status, Severity severity, std::string en, std::string zh,
                std::vector<std::string> evidence = {}) {
    return {
        std::move(rule),    status, severity, {std::move(en), std::move(zh)}, "苏人社发〔2022〕40号 三（六）",
        std::move(evidence)};
}

Finding open_breaches(const Standing& standing) {
    const std::vector<std::string> open = both(standing.broken, standing.under_repair);
    if (open.empty())
        return finding("C-01", FindingStatus::met, Severity::warn, "There is no open breach.",
                       "无未了结的违诺。");
    return finding("C-01", FindingStatus::not_met, Severity::warn, "Open breaches: " + number(open) + ".",
                   "未了结的违诺" + number(open) + "项。", open);
}

Finding repairs(const Standing& standing) {
    if (!standing.refused.empty())
        return finding("C-02", FindingStatus::not_met, Severity::warn,
                       "Repairs refused: " + number(standing.refused) + ".",
                       "不予修复" + number(standing.refused) + "项。", standing.refused);
    if (!standing.under_repair.empty())
        return finding("C-02", FindingStatus::soft, Severity::info,
                       "Repairs under way: " + number(standing.under_repair) + ".",
                       "修复进行中" + number(standing.under_repair) + "项。", standing.under_repair);
    return finding("C-02", FindingStatus::met, Severity::info,
                   "No repair is outstanding; done: " + number(standing.repaired) + ".",
                   "无待完成的修复；已修复" + number(standing.repaired) + "项。", standing.repaired);
}

Finding expiries(const Standing& standing) {
    if (standing.expired.empty())
        return finding("C-03", FindingStatus::met, Severity::warn, "No commitment ended without a finding.",
                       "无到期未认定的承诺。");
    return finding("C-03", FindingStatus::unknown, Severity::warn,
                   "Ended without a finding whether they were kept: " + number(standing.expired) + ".",
                   "已到期但未认定履行状态" + number(standing.expired) + "项。", standing.expired);
}

CheckAnswer answer_of(const Standing& standing) {
    CheckAnswer answer;
    answer.findings = {open_breaches(standing), repairs(standing), expiries(standing)};
    if (!standing.disputed.empty())
        answer.findings.push_back(finding("C-04", FindingStatus::soft, Severity::info,
                                          "Objections not settled yet: " + number(standing.disputed) + ".",
                                          "异议处理中" + number(standing.disputed) + "项。",
                                          standing.disputed));
    answer.findings.push_back(
        standing.empty()
            ? finding("C-05", FindingStatus::unknown, Severity::info, "No commitment is recorded.",
                      "未登记信用承诺。")
            : finding("C-05", FindingStatus::soft, Severity::info,
                      "In force: " + number(standing.in_force) + "; kept: " + number(standing.kept) +
                          "; kept in part: " + number(standing.partly_kept) + "; broken: " +
                          number(standing.broken) + "; under repair: " + number(standing.under_repair) +
                          "; repaired: " + number(standing.repaired) + ".",
                      "履行中" + number(standing.in_force) + "项，全部履行" + number(standing.kept) +
                          "项，部分履行" + number(standing.partly_kept) + "项，违诺" +
                          number(standing.broken) + "项，修复中" + number(standing.under_repair) +
                          "项，已修复" + number(standing.repaired) + "项。"));
    if (!standing.weak.empty())
        answer.findings.push_back(finding("C-06", FindingStatus::soft, Severity::info,
                                          "Proven by a statement only: " + number(standing.weak) + ".",
                                          "仅有陈述、无签名或承诺书的" + number(standing.weak) + "项。",
                                          standing.weak));

    const auto figure = [](const std::vector<std::string>& ids) {
        return static_cast<std::int64_t>(ids.size());
    };
    const auto list = [](const std::vector<std::string>& ids) { return Array(ids.begin(), ids.end()); };
    answer.facts = {{"in_force", figure(standing.in_force)},
                    {"kept", figure(standing.kept)},
                    {"partly_kept", figure(standing.partly_kept)},
                    {"broken", figure(standing.broken)},
                    {"under_repair", figure(standing.under_repair)},
                    {"repaired", figure(standing.repaired)},
                    {"expired_unverified", figure(standing.expired)},
                    {"pending", figure(standing.pending)},
                    {"open_breaches", list(both(standing.broken, standing.under_repair))},
                    {"disputed", list(standing.disputed)}};
    return answer;
}

CheckAnswer nobody_named() {
    CheckAnswer answer = answer_of({});
    answer.findings = {finding("C-05", FindingStatus::unknown, Severity::warn,
                               "Name an organisation or a brand.", "请指定单位或劳务品牌。")};
    return answer;
}

std::string identifier_of(std::string_view organisation) {
    if (organisation.starts_with(organisation_prefix)) organisation.remove_prefix(organisation_prefix.size());
    return organisation.find(':') == std::string_view::npos ? plugin::canonical_uscc(organisation)
                                                            : std::string(organisation);
}

}  // namespace

std::optional<CheckAnswer> Commitments::check(std::string_view name, const Object& parameters,
                                              const Records& records, const plugin::AskCheck&) const {
    if (name != "commitments.standing") return std::nullopt;
    const std::string organisation = identifier_of(text_at(parameters, "organisation"));
    const std::string brand(text_at(parameters, "brand"));
    if (organisation.empty() && brand.empty()) return nobody_named();

    std::vector<Record> found;
    if (!organisation.empty()) found = made_by(organisation, records, false);
    if (!brand.empty())
        for (Record& record : of_brand(brand, records)) found.push_back(std::move(record));

    Standing standing;
    std::set<std::string> seen;
    for (Record& record : found) {
        if (!seen.insert(record.id).second) continue;
        present(record, records.as_of());
        count(record, standing);
    }
    return answer_of(standing);
}

}  // namespace xinbu::commitments
