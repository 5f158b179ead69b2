#include "xinbu/host/party_proof.hpp"

#include <algorithm>

#include "xinbu/crypto/ecdsa_der.hpp"
#include "xinbu/crypto/signature.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::host {

using plugin::Field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Value;

namespace {

bool is_proof(const Field& field) {
    const auto has = [&](std::string_view id) {
        return std::ranges::find(field.items, id, &Field::id) != field.items.end();
    };
    return field.kind == FieldKind::group && has("kind") && has("public_key") && has("signature");
}

/// Calls `use(field, value, pointer)` for every proof below `value`; false takes it out of its object.
template <class Use>
void visit(const Field& field, Value& value, const std::string& pointer, const Use& use);

template <class Use>
void visit(const std::vector<Field>& fields, Object& object, const std::string& pointer, const Use& use) {
    for (const Field& field : fields) {
        Value* value = object.find(field.id);
        if (value == nullptr) continue;
        const std::string at = pointer_to(pointer, field.id);
        if (!is_proof(field)) {
            visit(field, *value, at, use);
        } else if (value->object() != nullptr && !use(field, *value->object(), at)) {
            object.erase(field.id);
        }
    }
}

template <class Use>
void visit(const Field& field, Value& value, const std::string& pointer, const Use& use) {
    if (field.kind == FieldKind::group && value.object() != nullptr) {
        visit(field.items, *value.object(), pointer, use);
    } else if (field.kind == FieldKind::list && value.array() != nullptr) {
        std::size_t index = 0;
        for (Value& element : *value.array())
            visit(field.items.front(), element, pointer_to(pointer, index++), use);
    }
}

bool holds_proofs(const std::vector<Field>& fields) {
    return std::ranges::any_of(
        fields, [](const Field& field) { return is_proof(field) || holds_proofs(field.items); });
}

void find_places(const std::vector<Field>& fields, const std::string& pointer,
                 std::vector<std::string>& places) {
    for (const Field& field : fields) {
        const std::string at = pointer_to(pointer, field.id);
        if (is_proof(field)) {
            places.push_back(at);
        } else if (field.kind == FieldKind::group) {
            find_places(field.items, at, places);
        } else if (field.kind == FieldKind::list && field.items.front().kind == FieldKind::group) {
            find_places(field.items.front().items, pointer_to(at, std::size_t{0}), places);
        }
    }
}

std::optional<plugin::Fault> fault_of(const plugin::EntryType& type, const Object& data,
                                      const PartyProof& one) {
    const auto key_bytes = from_base64(plugin::text_at(one.proof, "public_key"));
    const auto key = key_bytes ? crypto::PublicKey::from_spki(*key_bytes) : fail(Error{});
    if (!key || crypto::name_of(key->algorithm()) != plugin::text_at(one.proof, "algorithm"))
        return plugin::Fault{
            pointer_to(one.pointer, "public_key"),
            "proof.key",
            {"Is no public key of that algorithm; expected a SubjectPublicKeyInfo in base64, of ed25519, "
             "ecdsa-p256 or sm2.",
             "不是该算法的公钥；应为Base64编码的SubjectPublicKeyInfo，算法为ed25519、ecdsa-p256或sm2。"}};
    auto signature = from_base64(plugin::text_at(one.proof, "signature"));
    if (signature && key->algorithm() != crypto::Algorithm::ed25519)
        if (auto raw = crypto::raw_ecdsa_signature(*signature)) signature = std::move(raw);
    if (!signature || !key->verify(as_bytes(party_text(type, data, one.pointer)), *signature))
        return plugin::Fault{
            pointer_to(one.pointer, "signature"),
            "proof.signature",
            {"Is no signature by this key over this text; `xinbu statement` writes what is to be signed.",
             "不是该密钥对此文本的签名；可用 xinbu statement 导出待签文本。"}};
    return std::nullopt;
}

bool is_signature(const PartyProof& one) {
    return plugin::text_at(one.proof, "kind") == "signature";
}

}  // namespace

std::vector<PartyProof> party_proofs(const plugin::EntryType& type, const Object& data) {
    std::vector<PartyProof> proofs;
    if (!may_hold_party_proofs(type)) return proofs;  // most types: an import asks for each row
    Object copy = data;
    visit(type.fields, copy, "/data", [&](const Field& field, const Object& proof, const std::string& at) {
        proofs.push_back({at, field.label, proof});
        return true;
    });
    return proofs;
}

std::vector<std::string> party_proof_places(const plugin::EntryType& type) {
    std::vector<std::string> places;
    find_places(type.fields, "/data", places);
    return places;
}

bool may_hold_party_proofs(const plugin::EntryType& type) {
    return holds_proofs(type.fields);
}

std::string party_text(const plugin::EntryType& type, const Object& data, std::string_view pointer) {
    Object said = data;
    visit(type.fields, said, "/data", [](const Field&, const Object&, const std::string&) { return false; });
    return json::canonical(
        Object{{"data", std::move(said)}, {"proof", pointer}, {"type", type.type}, {"v", 1}});
}

plugin::Faults party_proof_faults(const plugin::EntryType& type, const Object& data) {
    plugin::Faults faults;
    for (const PartyProof& one : party_proofs(type, data))
        if (is_signature(one))
            if (auto fault = fault_of(type, data, one)) faults.push_back(std::move(*fault));
    return faults;
}

std::string_view strength_of(const plugin::EntryType& type, const Object& data, const PartyProof& proof) {
    if (is_signature(proof)) return fault_of(type, data, proof) ? "weak" : "strong";
    return plugin::text_at(proof.proof, "kind") == "letter" ? "documented" : "weak";
}

}  // namespace xinbu::host
