// Four eyes: the policy's rules, and proposals that wait for another person (threats B7, B13).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "authority_keys.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/merkle.hpp"
#include "xinbu/ledger/vouching.hpp"

namespace xinbu::ledger {

using Faults = std::vector<AuthorityFault>;

namespace {

constexpr std::string_view policy_type = "core.policy.set";
constexpr std::int64_t most_signers = 16;
constexpr std::size_t fewest_persons = 2;  ///< under any proposal, whatever the policy says
constexpr std::array<std::string_view, 4> roles{"admin", "clerk", "officer", "auditor"};

bool is_pattern(std::string_view text) {
    if (text.empty()) return false;
    const std::string_view fixed = text.back() == '*' ? text.substr(0, text.size() - 1) : text;
    return std::ranges::all_of(fixed, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

bool names_type(std::string_view pattern, std::string_view type) {
    constexpr std::string_view core = "core.";
    if (decides_nothing(type)) return false;
    if (is_proposal_type(type) || (type.starts_with(core) && !pattern.starts_with(core))) return false;
    if (pattern.ends_with('*')) return type.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == type;
}

std::optional<std::vector<PolicyRule>> policy_rules(const plugin::Object& data) {
    const plugin::Value* all = data.find("rules");
    if (all == nullptr || all->array() == nullptr) return std::nullopt;
    std::vector<PolicyRule> rules;
    for (const plugin::Value& value : *all->array()) {
        if (value.object() == nullptr) return std::nullopt;
        PolicyRule rule;
        rule.types = std::string(plugin::text_at(*value.object(), "types"));
        const std::int64_t* signers = plugin::integer_at(*value.object(), "signers");
        if (!is_pattern(rule.types) || signers == nullptr || *signers < 1 || *signers > most_signers)
            return std::nullopt;
        rule.signers = static_cast<std::uint64_t>(*signers);
        if (const plugin::Value* of = value.object()->find("roles")) {
            if (of->array() == nullptr) return std::nullopt;
            for (const plugin::Value& role : *of->array()) {
                if (role.text() == nullptr || std::ranges::find(roles, *role.text()) == roles.end())
                    return std::nullopt;
                rule.roles.push_back(*role.text());
            }
        }
        rules.push_back(std::move(rule));
    }
    return rules;
}

void Authority::set_policy(std::uint64_t position, const Entry& entry, Faults& faults) {
    std::optional<std::vector<PolicyRule>> rules = policy_rules(entry.data);
    std::optional<WitnessPolicy> witnesses = witness_policy_in(entry.data);
    if (!rules || !entry.record.starts_with("core-policy/") ||
        (entry.data.find(witness_policy_member) != nullptr && !witnesses)) {
        faults.push_back({"authority.entry", tr("a policy is malformed")});
        return;
    }
    for (WitnessPolicy& earlier : witness_policies_)
        if (earlier.record == entry.record && !earlier.until) earlier.until = position;
    if (witnesses) {
        witnesses->record = entry.record;
        witnesses->position = position;
        witness_policies_.push_back(std::move(*witnesses));
    }
    policies_.insert_or_assign(entry.record, std::move(*rules));
}

std::vector<PolicyRule> Authority::rules() const {
    std::vector<PolicyRule> all;
    for (const auto& [record, rules] : policies_) all.insert(all.end(), rules.begin(), rules.end());
    return all;
}

std::vector<std::string> Authority::types_of(const Entry& entry) const {
    std::vector<std::string> types{entry.type};
    if (entry.type != correction_type || !lookup_.corrected) return types;
    if (const auto hash = hash_from_hex(plugin::text_at(entry.data, "entry")))
        if (auto corrected = lookup_.corrected(*hash)) types.push_back(std::move(corrected->type));
    return types;
}

std::vector<std::string> Authority::types_on(const Hash& entry) const {
    std::vector<std::string> types;
    if (policies_.empty() || !lookup_.corrected) return types;
    if (const std::optional<Corrected> corrected = lookup_.corrected(entry))
        for (const Corrected::Later& one : corrected->later)
            if (std::ranges::find(types, one.type) == types.end()) types.push_back(one.type);
    return types;
}

std::vector<std::string> Authority::quorum_types(const Proposal& proposal) const {
    std::vector<std::string> types = proposal.types;
    for (const Hash& entry : proposal.corrects)
        for (std::string& type : types_on(entry)) types.push_back(std::move(type));
    return types;
}

std::string Authority::shortfall(const std::vector<std::string>& types, const Persons& persons) const {
    for (const std::string& type : types) {
        // Whoever could weaken a rule alone would be bound by none: a new policy needs all old quorums.
        const bool is_policy = type == policy_type;
        for (const auto& [record, rules] : policies_) {
            for (const PolicyRule& rule : rules) {
                if (!is_policy && !names_type(rule.types, type)) continue;
                const auto counts = [&](const Persons::value_type& person) {
                    const std::string& role = person.second.role;
                    if (!rule.roles.empty()) return std::ranges::find(rule.roles, role) != rule.roles.end();
                    return is_policy ? role != "auditor" : may_sign(role, type);
                };
                if (static_cast<std::uint64_t>(std::ranges::count_if(persons, counts)) >= rule.signers)
                    continue;
                return rule.roles.empty()
                           ? fmt::format(fmt::runtime(tr("entries of type {} need the signatures of {} "
                                                         "persons")),
                                         type, rule.signers)
                           : fmt::format(fmt::runtime(tr("entries of type {} need the signatures of {} "
                                                         "persons of the role {}")),
                                         type, rule.signers, joined(rule.roles));
            }
        }
    }
    return {};
}

/// Whoever signed a commit and was enrolled before it, with a key that counted there: a key that is just
/// being enrolled is nobody's second opinion.
Persons Authority::persons_of(const Commit& commit) const {
    Persons persons;
    for (const EnvelopeSignature& signature : commit.signatures) {
        const Operator* one = find_key(signature.key_id);
        if (one != nullptr && one->enrolled < commit.position && is_valid_at(*one, commit.position))
            persons.emplace(one->name, Signed{one->role, signature.key_id, commit.position});
    }
    return persons;
}

void Authority::judge_types(const Commit& commit, const Persons& persons, Faults& faults) const {
    if (const Operator* author = find_key(commit.payload.author))
        for (const std::string& type : commit.types)
            if (!may_sign(author->role, type))
                faults.push_back({"authority.role",
                                  fmt::format(fmt::runtime(tr("{} as {} may not sign entries of type {}")),
                                              author->name, author->role, type)});
    if (policies_.empty() || commit.position == 0) return;
    std::vector<std::string> types(commit.types.begin(), commit.types.end());
    for (const Entry& entry : commit.core_entries)
        if (entry.type == correction_type) {
            for (std::string& type : types_of(entry)) types.push_back(std::move(type));
            if (const auto hash = hash_from_hex(plugin::text_at(entry.data, "entry")))
                for (std::string& type : types_on(*hash)) types.push_back(std::move(type));
        }
    if (std::string why = shortfall(types, persons); !why.empty())
        faults.push_back({"authority.policy", std::move(why)});
}

std::optional<Proposal> Authority::proposal_in(const Commit& commit, const Entry& made) const {
    std::optional<std::vector<Entry>> drafts = drafts_of(made);
    if (!drafts) return std::nullopt;
    Proposal proposal;
    proposal.hash = leaf_hash(as_bytes(encode_entry(made)));
    proposal.position = commit.position;
    proposal.record = made.record;
    const Operator* author = find_key(commit.payload.author);
    proposal.by = author != nullptr ? author->name : commit.payload.author;
    for (const Entry& draft : *drafts) {
        for (std::string& type : types_of(draft))
            if (std::ranges::find(proposal.types, type) == proposal.types.end())
                proposal.types.push_back(std::move(type));
        if (draft.type == correction_type)
            if (const auto hash = hash_from_hex(plugin::text_at(draft.data, "entry")))
                proposal.corrects.push_back(*hash);
        proposal.of_authority = proposal.of_authority || is_authority_type(draft.type);
        if (draft.type != enrolled_type) continue;
        const auto key = key_at(draft.data, "public_key");
        if (key && std::ranges::find(commit.signatures, key->id(), &EnvelopeSignature::key_id) !=
                       commit.signatures.end())
            proposal.new_keys.insert(key->id());
    }
    proposal.drafts = std::move(*drafts);
    proposal.signers = persons_of(commit);
    return proposal;
}

void Authority::judge_proposal(const Commit& commit, const Proposal& proposal, Faults& faults) const {
    const Operator* author = find_key(commit.payload.author);
    if (author == nullptr) return;
    for (const std::string& type : proposal.types)
        if (!may_sign(author->role, type))
            faults.push_back(
                {"authority.role", fmt::format(fmt::runtime(tr("{} as {} may not sign entries of type {}")),
                                               author->name, author->role, type)});
    for (const Entry& draft : proposal.drafts) {
        if (draft.type != enrolled_type) continue;
        const auto key = key_at(draft.data, "public_key");
        if (!key || !proposal.new_keys.contains(key->id()))
            faults.push_back(
                {"authority.enrolment", fmt::format(fmt::runtime(tr("the new key of {} did not sign its own "
                                                                    "enrolment")),
                                                    plugin::text_at(draft.data, "name"))});
    }
}

const Proposal* Authority::find_proposal(const Hash& hash) {
    if (const auto known = open_.find(hash); known != open_.end()) return &known->second;
    if (lookup_.recall) lookup_.recall(hash, *this);
    const auto recalled = open_.find(hash);
    return recalled != open_.end() ? &recalled->second : nullptr;
}

void Authority::recall(const Commit& commit) {
    const Persons persons = persons_of(commit);
    for (const Entry& entry : commit.core_entries) {
        if (entry.type == proposal_made_type) {
            if (auto proposal = proposal_in(commit, entry)) open_.emplace(proposal->hash, *proposal);
        } else if (entry.type == proposal_approved_type && !is_deciding(entry)) {
            const auto hash = proposal_named_by(entry);
            if (const auto open = hash ? open_.find(*hash) : open_.end(); open != open_.end())
                open->second.signers.insert(persons.begin(), persons.end());
        }
    }
}

Persons Authority::still_valid(const Proposal& proposal) const {
    Persons valid;
    for (const auto& [name, signature] : proposal.signers) {
        const Operator* one = find_key(signature.key);
        if (one != nullptr && is_valid_at(*one, signature.position)) valid.emplace(name, signature);
    }
    return valid;
}

bool Authority::may_decide(std::string_view role, std::string_view type) const {
    if (may_sign(role, type)) return true;
    for (const PolicyRule& rule : rules()) {
        if (type != policy_type && !names_type(rule.types, type)) continue;
        if (std::ranges::find(rule.roles, role) != rule.roles.end()) return true;
        if (type == policy_type && rule.roles.empty() && role != "auditor") return true;
    }
    return false;
}

std::optional<AuthorityFault> Authority::decision_fault(const Proposal& proposal, const std::string& name,
                                                        const std::string& role) const {
    if (name == proposal.by || proposal.signers.contains(name))
        return AuthorityFault{
            "authority.self_approval",
            fmt::format(fmt::runtime(tr("{} signed the proposal already; another person decides on it")),
                        name)};
    for (const std::string& type : proposal.types)
        if (!may_decide(role, type))
            return AuthorityFault{
                "authority.role",
                fmt::format(fmt::runtime(tr("{} as {} may not sign entries of type {}")), name, role, type)};
    return std::nullopt;
}

bool Authority::completes(const Proposal& proposal, const std::string& name, const Signed& signature) const {
    Persons persons = still_valid(proposal);
    persons.emplace(name, signature);
    return persons.size() >= fewest_persons && shortfall(quorum_types(proposal), persons).empty();
}

void Authority::decide(const Commit& commit, const Entry& decision, const Persons& persons,
                       Admission& admission) {
    Faults& faults = admission.faults;
    const std::optional<Hash> hash = proposal_named_by(decision);
    const Proposal* known = hash ? find_proposal(*hash) : nullptr;
    if (known == nullptr || known->record != decision.record) {
        faults.push_back({"authority.proposal", tr("it decides on a proposal that is not open")});
        return;
    }
    Proposal proposal = *known;
    admission.of_authority = admission.of_authority || proposal.of_authority;
    const Operator* author = find_key(commit.payload.author);
    if (author == nullptr) return;
    if (auto fault = decision_fault(proposal, author->name, author->role))
        faults.push_back(std::move(*fault));
    if (decision.type == proposal_rejected_type) {
        if (plugin::text_at(decision.data, "reason").empty())
            faults.push_back({"authority.entry", tr("a rejection gives no reason")});
        open_.erase(proposal.hash);
        return;
    }
    proposal.signers = still_valid(proposal);
    if (!proposal.signers.contains(proposal.by))
        faults.push_back({"authority.revoked",
                          fmt::format(fmt::runtime(tr("the key of {} did not count where it signed the "
                                                      "proposal")),
                                      proposal.by)});
    proposal.signers.insert(persons.begin(), persons.end());
    const bool enough = proposal.signers.size() >= fewest_persons;
    std::string wanting = shortfall(quorum_types(proposal), proposal.signers);
    if (!is_deciding(decision)) {
        if (enough && wanting.empty())
            faults.push_back({"authority.proposal", tr("it calls itself partial, but completes the quorum")});
        open_.insert_or_assign(proposal.hash, std::move(proposal));
        return;
    }
    if (!enough || !wanting.empty())
        faults.push_back({"authority.policy", wanting.empty()
                                                  ? std::string(tr("only one person signed the proposal"))
                                                  : std::move(wanting)});
    for (const Entry& draft : proposal.drafts) {
        if (draft.type == enrolled_type) {
            enrol(commit, draft, proposal.new_keys, faults);
        } else {
            apply(commit, draft, faults);
        }
    }
    open_.erase(proposal.hash);
    admission.approved.push_back(
        {static_cast<std::size_t>(&decision - commit.core_entries.data()), std::move(proposal.drafts)});
}

}  // namespace xinbu::ledger
