// Proposals, and policies with what they ask of signers and witnesses, as an entry of somebody else brings
// them. The input is tried as a whole entry, as a draft inside one, and as the data of a policy.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xinbu/json/json.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/merkle.hpp"

using namespace xinbu;
using ledger::Entry;

namespace {

constexpr const char* origin = "xinbu/91320100748204660Q/01234567-89ab-4cde-8f01-23456789abcd";

Entry core(const std::string& type, const std::string& record, plugin::Object data) {
    return {type, record, "2026-03-01", std::move(data), {}, std::string(32, '0')};
}

const crypto::PrivateKey& admin() {
    static const auto key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    return key;
}
const crypto::PrivateKey& second() {
    static const auto key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    return key;
}

/// A registry with two admins; signatures are nobody's matter here.
class Judge {
public:
    Judge() {
        const auto checkpoint = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
        const auto enrolment = [](const std::string& name, const crypto::PrivateKey& key) {
            return core("core.operator.enrolled", "operator/" + name,
                        {{"name", name},
                         {"role", "admin"},
                         {"algorithm", "ed25519"},
                         {"public_key", to_base64(key.public_key().spki())}});
        };
        admit({&admin()},
              core("core.registry.created", "registry/self",
                   {{"name", "Association"},
                    {"identifier", "91320100748204660Q"},
                    {"kind", "association"},
                    {"suite", "intl"},
                    {"checkpoint_key", to_base64(checkpoint.public_key().spki())}}),
              enrolment("chair", admin()));
        admit({&admin(), &second()}, enrolment("second", second()));
    }
    /// The faults of the next commit.
    template <class... Entries>
    std::vector<ledger::AuthorityFault> admit(std::vector<const crypto::PrivateKey*> keys,
                                              const Entries&... entries) {
        const std::vector<Entry> all{entries...};
        ledger::Payload payload;
        payload.author = keys.front()->public_key().id();
        payload.entry_count = all.size();
        payload.origin = origin;
        payload.parent_size = position_;
        payload.time = "2026-03-01T00:00:00Z";
        for (const auto* key : keys) payload.required.push_back(key->public_key().id());
        std::sort(payload.required.begin(), payload.required.end());
        std::vector<ledger::EnvelopeSignature> signatures;
        for (const std::string& id : payload.required) signatures.push_back({id, Bytes(64)});
        std::set<std::string> types;
        for (const Entry& entry : all) types.insert(entry.type);
        return authority_.admit({position_++, payload, signatures, types, all}).faults;
    }
    ledger::Authority& authority() { return authority_; }

private:
    ledger::Authority authority_;
    std::uint64_t position_ = 0;
};

/// Proposed by one, approved by the other: what of it counts was proposed so.
void propose(const std::string& draft) {
    static const Judge beginning;
    Judge judge = beginning;
    const std::vector<std::string> drafts{draft};
    const Entry made = core("core.proposal.made", ledger::proposal_record(drafts),
                            {{"drafts", plugin::Array(drafts.begin(), drafts.end())}});
    const auto read = ledger::drafts_of(made);
    if (!read) {
        if (judge.admit({&admin()}, made).empty()) std::abort();
        return;
    }
    if (read->size() != 1 || ledger::encode_entry(read->front()) != draft) std::abort();
    const bool is_sound = judge.admit({&admin()}, made).empty();
    const Hash hash = ledger::leaf_hash(as_bytes(ledger::encode_entry(made)));
    if (judge.authority().find_proposal(hash) == nullptr) std::abort();
    const Entry approval = core("core.proposal.approved", made.record, {{"proposal", to_hex(hash)}});
    // Nobody approves his own.
    Judge alone = judge;
    if (alone.admit({&admin()}, approval).empty()) std::abort();
    const auto faults = judge.admit({&second()}, approval);
    if (is_sound && faults.empty() && judge.authority().find_proposal(hash) != nullptr) std::abort();
}

void set_policy(const plugin::Object& data) {
    static const Judge beginning;
    Judge judge = beginning;
    const auto rules = ledger::policy_rules(data);
    const auto witnesses = ledger::witness_policy_in(data);
    if (witnesses && (witnesses->required < 1 || witnesses->required > witnesses->witnesses.size()))
        std::abort();
    const bool is_sound = judge.admit({&admin()}, core("core.policy.set", "core-policy/self", data)).empty();
    const bool asks = data.find(ledger::witness_policy_member) != nullptr;
    if (is_sound != (rules && (!asks || witnesses))) std::abort();
    if (is_sound && judge.authority().witness_policies(3).size() != (asks ? 1U : 0U)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text = to_text({data, size});
    propose(text);
    if (const auto entry = ledger::decode_entry({data, size})) {
        if (const auto drafts = ledger::drafts_of(*entry))
            for (const Entry& draft : *drafts) propose(ledger::encode_entry(draft));
        set_policy(entry->data);
    }
    if (const auto value = json::parse(text, json::Profile::entry); value && value->object() != nullptr)
        set_policy(*value->object());
    return 0;
}
