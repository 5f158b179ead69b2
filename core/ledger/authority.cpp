#include "xinbu/ledger/authority.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "authority_keys.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/vouching.hpp"

namespace xinbu::ledger {

using Faults = std::vector<AuthorityFault>;

namespace {

constexpr std::array<std::string_view, 4> roles{"admin", "clerk", "officer", "auditor"};
constexpr std::array<std::string_view, 4> kinds{"association", "bank", "regulator", "enterprise"};
constexpr std::array<std::string_view, 6> authority_types{
    "core.registry.created",  "core.checkpoint_key.rotated",
    "core.operator.enrolled", "core.operator.revoked",
    "core.policy.set",        document_key_type};

template <std::size_t size>
bool lists(const std::array<std::string_view, size>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

std::string short_id(std::string_view key_id) {
    return std::string(key_id.substr(0, 16));
}

/// The key of that id among those that proposals would enrol.
std::optional<crypto::PublicKey> proposed_key(const std::vector<Proposal>& proposals, std::string_view id) {
    for (const Proposal& proposal : proposals) {
        if (!proposal.new_keys.contains(std::string(id))) continue;
        for (const Entry& draft : proposal.drafts)
            if (draft.type == enrolled_type)
                if (auto key = key_at(draft.data, "public_key"); key && key->id() == id) return key;
    }
    return std::nullopt;
}

}  // namespace

bool is_authority_type(std::string_view type) {
    return lists(authority_types, type);
}

bool decides_nothing(std::string_view type) {
    return type == reads_anchored_type || type == countersigned_type || type == checkpoint_seen_type;
}

bool is_operator_name(std::string_view name) {
    if (name.empty() || name.size() > 192) return false;
    std::size_t points = 0;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) != 0x80) ++points;
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        if (!plain && byte < 0x80) return false;
    }
    return points <= 64;
}

const Operator* Authority::find_key(std::string_view key_id) const {
    const auto at = operators_.find(std::string(key_id));
    return at == operators_.end() ? nullptr : &at->second;
}

const Operator* Authority::find_active(std::string_view name) const {
    for (const auto& [id, one] : operators_)
        if (one.name == name && !one.revoked) return &one;
    return nullptr;
}

bool Authority::is_valid_at(const Operator& one, std::uint64_t position) {
    return position >= one.enrolled && (!one.revoked || position < one.since);
}

const CheckpointKeys* Authority::checkpoint_key(std::uint64_t size) const {
    const CheckpointKeys* key = nullptr;
    for (const auto& [position, named] : checkpoint_keys_)
        if (position < size) key = &named;
    return key;
}

const Authority::DocumentKey* Authority::document_key(std::uint64_t size) const {
    const DocumentKey* named = nullptr;
    for (const DocumentKey& one : document_keys_)
        if (one.position < size) named = &one;
    return named;
}

std::vector<WitnessPolicy> Authority::witness_policies(std::uint64_t size) const {
    std::vector<WitnessPolicy> in_force;
    for (const WitnessPolicy& one : witness_policies_)
        if (one.position < size && (!one.until || *one.until >= size)) in_force.push_back(one);
    return in_force;
}

bool Authority::may_sign(std::string_view role, std::string_view type) const {
    if (is_proposal_type(type)) return true;  // what it proposes or decides on is asked for instead
    if (decides_nothing(type)) return true;
    if (type == "core.audit.recorded") return role == "auditor" || role == "admin";
    if (role == "auditor") return false;
    if (type == "core.correction.made" || type == "core.calendar.set" || type == export_allowed_type)
        return true;
    if (type.starts_with("core.")) return role == "admin";
    return !may_sign_ || may_sign_(role, type);
}

Authority::Admission Authority::admit(const Commit& commit) {
    Admission admission;
    Faults& faults = admission.faults;
    if (commit.position == 0) {
        admit_genesis(commit, faults);
    } else if (commit.payload.origin != identity_.origin) {
        faults.push_back({"authority.origin", tr("it belongs to another registry")});
    }
    // Both roots or none were stated: decode_payload sees to that.
    if (commit.payload.entry_root_sm3.has_value() != identity_.is_gm())
        faults.push_back({"authority.suite", identity_.is_gm()
                                                 ? tr("it states no SM3 roots, which the suite gm demands")
                                                 : tr("it states SM3 roots, which only the suite gm has")});
    admission.of_authority = std::ranges::any_of(commit.types, is_authority_type);
    // What the commit itself enrols counts for its own signatures: a new key proves that it is possessed.
    std::vector<Proposal> proposals;
    for (const Entry& entry : commit.core_entries) {
        if (entry.type == enrolled_type) enrol(commit, entry, {}, faults);
        if (entry.type != proposal_made_type) continue;
        if (std::optional<Proposal> proposal = proposal_in(commit, entry)) {
            admission.of_authority = admission.of_authority || proposal->of_authority;
            proposals.push_back(std::move(*proposal));
        } else {
            faults.push_back({"authority.entry", tr("a proposal is malformed")});
        }
    }

    std::vector<std::string> signers;
    for (const EnvelopeSignature& signature : commit.signatures) signers.push_back(signature.key_id);
    if (signers != commit.payload.required)
        faults.push_back({"authority.signers", tr("its signatures are not those of the keys it requires")});
    for (const EnvelopeSignature& signature : commit.signatures) {
        const Operator* signer = find_key(signature.key_id);
        if (signer == nullptr) {
            if (const auto proposed = proposed_key(proposals, signature.key_id)) {
                admission.signatures.push_back({*proposed, &signature.signature});
                continue;
            }
            faults.push_back(
                {"authority.unknown_key",
                 fmt::format(fmt::runtime(tr("key {} was never enrolled")), short_id(signature.key_id))});
            continue;
        }
        if (!is_valid_at(*signer, commit.position))
            faults.push_back({"authority.revoked",
                              fmt::format(fmt::runtime(tr("the key of {} did not count at this position")),
                                          signer->name)});
        admission.signatures.push_back({signer->key, &signature.signature});
    }
    const Persons persons = persons_of(commit);
    judge_types(commit, persons, faults);

    for (const Entry& entry : commit.core_entries) {
        if (entry.type == proposal_approved_type || entry.type == proposal_rejected_type) {
            decide(commit, entry, persons, admission);
        } else if (entry.type != enrolled_type) {
            apply(commit, entry, faults);
        }
    }
    for (Proposal& proposal : proposals) {
        judge_proposal(commit, proposal, faults);
        open_.insert_or_assign(proposal.hash, std::move(proposal));
    }
    return admission;
}

void Authority::admit_genesis(const Commit& commit, Faults& faults) {
    identity_.origin = commit.payload.origin;
    const bool shaped =
        commit.core_entries.size() == 2 && commit.core_entries[0].type == "core.registry.created" &&
        commit.core_entries[1].type == "core.operator.enrolled" && commit.payload.entry_count == 2;
    if (!shaped) {
        faults.push_back(
            {"authority.genesis", tr("the first commit must create the registry and enrol one operator")});
        return;
    }
    const plugin::Object& data = commit.core_entries[0].data;
    identity_.name = std::string(plugin::text_at(data, "name"));
    identity_.identifier = std::string(plugin::text_at(data, "identifier"));
    identity_.kind = std::string(plugin::text_at(data, "kind"));
    identity_.suite = std::string(plugin::text_at(data, "suite"));
    if (identity_.name.empty() || !lists(kinds, identity_.kind) ||
        (identity_.suite != intl_suite && !identity_.is_gm()))
        faults.push_back({"authority.genesis", tr("the registry's name, kind or suite is malformed")});
    if (!identity_.origin.starts_with("xinbu/" + identity_.identifier + "/"))
        faults.push_back({"authority.genesis", tr("the origin does not name the registry's organisation")});
}

void Authority::apply(const Commit& commit, const Entry& entry, Faults& faults) {
    if (entry.type == "core.registry.created") {
        if (commit.position != 0) {
            faults.push_back({"authority.entry", tr("a registry is created only once")});
        } else {
            set_checkpoint_key(commit.position, entry, faults);
        }
    } else if (entry.type == "core.checkpoint_key.rotated") {
        set_checkpoint_key(commit.position, entry, faults);
    } else if (entry.type == document_key_type) {
        set_document_key(commit.position, entry, faults);
    } else if (entry.type == "core.operator.revoked") {
        revoke(commit, entry, faults);
    } else if (entry.type == "core.policy.set") {
        set_policy(commit.position, entry, faults);
    }
}

void Authority::set_checkpoint_key(std::uint64_t position, const Entry& entry, Faults& faults) {
    const auto key = key_at(entry.data, "checkpoint_key");
    if (!key || key->algorithm() != crypto::Algorithm::ed25519 || find_key(key->id()) != nullptr) {
        faults.push_back({"authority.entry", tr("the checkpoint key is no Ed25519 key of its own")});
        return;
    }
    const auto sm2 = key_at(entry.data, "checkpoint_key_sm2");
    const bool is_own = sm2 && sm2->algorithm() == crypto::Algorithm::sm2 && !has_use(sm2->id());
    if (identity_.is_gm() ? !is_own : entry.data.find("checkpoint_key_sm2") != nullptr) {
        faults.push_back(
            {"authority.entry", identity_.is_gm()
                                    ? tr("the second checkpoint key is no SM2 key of its own")
                                    : tr("only a registry of the suite gm has an SM2 checkpoint key")});
        return;
    }
    checkpoint_keys_.emplace_back(position, CheckpointKeys(*key, sm2));
}

void Authority::set_document_key(std::uint64_t position, const Entry& entry, Faults& faults) {
    const auto key = key_at(entry.data, "document_key");
    const auto der = from_base64(plugin::text_at(entry.data, "document_certificate"));
    const Result<crypto::Certificate> certificate =
        crypto::Certificate::from_der(der ? ByteView(*der) : ByteView());
    if (!key || !certificate || certificate->key().id() != key->id() || entry.record != "registry/self") {
        faults.push_back({"authority.entry", tr("the document key is malformed, or its certificate is of "
                                                "another key")});
        return;
    }
    if (has_use(key->id())) {
        faults.push_back({"authority.entry", tr("the document key has another use already")});
        return;
    }
    document_keys_.push_back({position, *certificate});
}

bool Authority::has_use(std::string_view key_id) const {
    return find_key(key_id) != nullptr ||
           std::ranges::any_of(checkpoint_keys_,
                               [&](const auto& named) {
                                   const CheckpointKeys& keys = named.second;
                                   return keys.id() == key_id || (keys.sm2 && keys.sm2->id() == key_id);
                               }) ||
           std::ranges::any_of(document_keys_, [&](const DocumentKey& named) {
               return named.certificate.key().id() == key_id;
           });
}

void Authority::enrol(const Commit& commit, const Entry& entry, const std::set<std::string>& signed_before,
                      Faults& faults) {
    const std::string name(plugin::text_at(entry.data, "name")), role(plugin::text_at(entry.data, "role"));
    const auto key = key_at(entry.data, "public_key");
    if (!key || !lists(roles, role) || !is_operator_name(name) || entry.record != "operator/" + name ||
        plugin::text_at(entry.data, "algorithm") != crypto::name_of(key->algorithm())) {
        faults.push_back({"authority.entry", tr("an enrolment is malformed")});
        return;
    }
    if (has_use(key->id())) {
        faults.push_back({"authority.enrolment",
                          fmt::format(fmt::runtime(tr("the key of {} has another use already")), name)});
        return;
    }
    if ((key->algorithm() == crypto::Algorithm::sm2) != identity_.is_gm())
        faults.push_back({"authority.enrolment",
                          fmt::format(fmt::runtime(tr("the key of {} is of no algorithm of the suite {}")),
                                      name, identity_.suite)});
    if (find_active(name) != nullptr)
        faults.push_back(
            {"authority.enrolment", fmt::format(fmt::runtime(tr("{} has a valid key already")), name)});
    if (!signed_before.contains(key->id()) && !std::ranges::binary_search(commit.payload.required, key->id()))
        faults.push_back(
            {"authority.enrolment",
             fmt::format(fmt::runtime(tr("the new key of {} did not sign its own enrolment")), name)});
    if (commit.position == 0) {
        if (role != "admin" || commit.payload.author != key->id())
            faults.push_back(
                {"authority.genesis", tr("the first operator must be an admin who signs the first commit")});
    } else if (commit.payload.author == key->id()) {
        faults.push_back({"authority.enrolment", fmt::format(fmt::runtime(tr("{} enrolled itself")), name)});
    }
    operators_.emplace(key->id(),
                       Operator{name, role, *key, commit.position, std::nullopt, 0, commit.payload.time,
                                std::string(plugin::text_at(entry.data, "certificate"))});
}

void Authority::revoke(const Commit& commit, const Entry& entry, Faults& faults) {
    const auto at = operators_.find(std::string(plugin::text_at(entry.data, "key")));
    const std::int64_t* since = plugin::integer_at(entry.data, "since");
    if (at == operators_.end() || at->second.name != plugin::text_at(entry.data, "name") ||
        at->second.revoked ||
        (since != nullptr && (*since < 0 || static_cast<std::uint64_t>(*since) > commit.position + 1))) {
        faults.push_back({"authority.entry", tr("a revocation names no valid key")});
        return;
    }
    at->second.revoked = commit.position;
    // The commit that revokes a key may be the last one that the key itself signed.
    at->second.since = since != nullptr ? static_cast<std::uint64_t>(*since) : commit.position + 1;
}

}  // namespace xinbu::ledger
