#include "statements.hpp"

#include "xinbu/crypto/digest.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::session {

namespace {

Hash statement_of(const std::string& type, const std::string& effective, const plugin::Object& data,
                  const plugin::Array& attachments) {
    return crypto::sha256(as_bytes(json::canonical(plugin::Object{
        {"attachments", attachments}, {"data", data}, {"effective", effective}, {"type", type}})));
}

/// Puts nothing in the place of what stands sealed.
void clear_sealed(plugin::Value& value) {
    if (ledger::sealed_value(value)) {
        value = plugin::Value();
    } else if (plugin::Object* object = value.object()) {
        for (plugin::Member& member : *object) clear_sealed(member.value);
    } else if (plugin::Array* array = value.array()) {
        for (plugin::Value& element : *array) clear_sealed(element);
    }
}

}  // namespace

Hash NumberedStatements::said_by(const host::PreparedDraft& prepared) {
    const plugin::Draft& draft = prepared.draft;
    return statement_of(draft.type, draft.effective, draft.data, prepared.attachments);
}

NumberedStatements::Known& NumberedStatements::known(const std::string& prefix) {
    const auto [place, is_new] = known_.try_emplace(prefix);
    if (!is_new) return place->second;
    for (const std::string& id : registry_.store->numbered(prefix))
        for (const records::Store::EntryOfRecord& one : registry_.store->entries_of(id)) {
            const ledger::Entry entry = take(ledger::decode_entry(registry_.entry_at(one.place())));
            if (const std::optional<plugin::Object> data = registry_.persons->opened(id, entry.data)) {
                place->second.said.emplace(
                    statement_of(entry.type, entry.effective, *data, entry.attachments), one.position);
                continue;
            }
            plugin::Value rest = entry.data;
            clear_sealed(rest);
            place->second.of_erased.insert(
                statement_of(entry.type, entry.effective, *rest.object(), entry.attachments));
        }
    return place->second;
}

std::optional<std::uint64_t> NumberedStatements::find(const std::string& prefix, const Hash& said) {
    const std::map<Hash, std::uint64_t>& all = known(prefix).said;
    const auto found = all.find(said);
    return found != all.end() ? std::optional(found->second) : std::nullopt;
}

bool NumberedStatements::is_like_erased(const std::string& prefix, const host::PreparedDraft& prepared) {
    const std::set<Hash>& all = known(prefix).of_erased;
    if (all.empty()) return false;
    plugin::Object data = prepared.draft.data;
    const host::PersonalData personal = host::personal_data(*prepared.type, data);
    for (const host::PersonalValue& one : personal.values) *one.value = plugin::Value();
    return !personal.values.empty() &&
           all.contains(
               statement_of(prepared.draft.type, prepared.draft.effective, data, prepared.attachments));
}

void NumberedStatements::add(const std::string& prefix, const Hash& said, std::uint64_t position) {
    known(prefix).said.emplace(said, position);
}

}  // namespace xinbu::session
