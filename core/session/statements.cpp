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

}  // namespace

Hash NumberedStatements::said_by(const host::PreparedDraft& prepared) {
    const plugin::Draft& draft = prepared.draft;
    return statement_of(draft.type, draft.effective, draft.data, prepared.attachments);
}

std::map<Hash, std::uint64_t>& NumberedStatements::known(const std::string& prefix) {
    const auto [place, is_new] = known_.try_emplace(prefix);
    if (!is_new) return place->second;
    for (const std::string& id : registry_.store->numbered(prefix))
        for (const records::Store::EntryOfRecord& one : registry_.store->entries_of(id)) {
            const ledger::Entry entry = take(ledger::decode_entry(registry_.entry_at(one.place())));
            const std::optional<plugin::Object> data = registry_.persons->opened(id, entry.data);
            if (!data) continue;  // whoever it was about is erased: nothing says the same any more
            place->second.emplace(statement_of(entry.type, entry.effective, *data, entry.attachments),
                                  one.position);
        }
    return place->second;
}

std::optional<std::uint64_t> NumberedStatements::find(const std::string& prefix, const Hash& said) {
    const std::map<Hash, std::uint64_t>& all = known(prefix);
    const auto found = all.find(said);
    return found != all.end() ? std::optional(found->second) : std::nullopt;
}

void NumberedStatements::add(const std::string& prefix, const Hash& said, std::uint64_t position) {
    known(prefix).emplace(said, position);
}

}  // namespace xinbu::session
