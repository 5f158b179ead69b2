// A ledger as far as authority sees it: no tree, no bytes, signatures that nobody looks at.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/merkle.hpp"

namespace xinbu::ledger {

using plugin::Object;

inline constexpr const char* origin = "xinbu/91320100748204660Q/01234567-89ab-4cde-8f01-23456789abcd";

inline crypto::PrivateKey new_key() {
    return crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
}

inline Entry core(const std::string& type, const std::string& record, Object data) {
    return {type, record, "2026-03-01", std::move(data), {}, new_salt()};
}

inline Entry enrolment(const std::string& name, const std::string& role, const crypto::PublicKey& key) {
    return core("core.operator.enrolled", "operator/" + name,
                {{"name", name},
                 {"role", role},
                 {"algorithm", crypto::name_of(key.algorithm())},
                 {"public_key", to_base64(key.spki())}});
}

inline Entry revocation(const std::string& name, const crypto::PublicKey& key) {
    return core("core.operator.revoked", "operator/" + name,
                {{"name", name}, {"key", key.id()}, {"reason", "left"}});
}

class AuthorityRules : public ::testing::Test {
protected:
    AuthorityRules() : admin(new_key()), clerk(new_key()), checkpoint(new_key()) {}

    /// What is wrong with the next commit: its rules, sorted, each once, with blanks between.
    std::string admit(const crypto::PrivateKey& author, std::vector<const crypto::PrivateKey*> others,
                      std::vector<Entry> entries,
                      const std::function<void(Payload&, std::vector<EnvelopeSignature>&)>& change = {}) {
        Payload payload;
        payload.author = author.public_key().id();
        payload.entry_count = entries.size();
        payload.origin = origin;
        payload.parent_size = position;
        payload.time = "2026-03-01T00:00:00Z";
        payload.required = {payload.author};
        for (const crypto::PrivateKey* other : others) payload.required.push_back(other->public_key().id());
        std::ranges::sort(payload.required);
        std::vector<EnvelopeSignature> signatures;
        for (const std::string& id : payload.required) signatures.push_back({id, Bytes(64)});
        if (change) change(payload, signatures);
        std::set<std::string> types;
        std::vector<Entry> core_entries;
        for (const Entry& entry : entries) {
            types.insert(entry.type);
            if (entry.type.starts_with("core.")) core_entries.push_back(entry);
        }
        admission = authority.admit({position, payload, signatures, types, core_entries});
        ++position;
        verified = admission.signatures.size();
        std::set<std::string> rules;
        for (const AuthorityFault& fault : admission.faults) {
            EXPECT_FALSE(fault.message.empty());
            rules.insert(fault.rule);
        }
        std::string text;
        for (const std::string& rule : rules) text += (text.empty() ? "" : " ") + rule;
        return text;
    }

    Entry created(const std::string& identifier = "91320100748204660Q") {
        return core("core.registry.created", "registry/self",
                    {{"name", "Association"},
                     {"identifier", identifier},
                     {"kind", "association"},
                     {"suite", "intl"},
                     {"checkpoint_key", to_base64(checkpoint.public_key().spki())}});
    }
    void begin() {
        ASSERT_EQ(admit(admin, {}, {created(), enrolment("chair", "admin", admin.public_key())}), "");
        ASSERT_EQ(admit(admin, {&clerk}, {enrolment("clerk", "clerk", clerk.public_key())}), "");
    }
    static Entry note() {
        return {"test.note.written", "note/a", "2026-03-01", {{"text", "x"}}, {}, new_salt()};
    }

    crypto::PrivateKey admin, clerk, checkpoint;
    Authority authority;
    Authority::Admission admission;  ///< of the last commit
    std::uint64_t position = 0;
    std::size_t verified = 0;
};

}  // namespace xinbu::ledger
