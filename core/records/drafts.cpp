// Entries that do not stand in the ledger themselves, and those that do not count any more: drafts of
// approved proposals, and corrections.
#include <algorithm>

#include "fields.hpp"
#include "rows.hpp"
#include "schema.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/merkle.hpp"
#include "xinbu/ledger/proposal.hpp"
#include "xinbu/records/store.hpp"

namespace xinbu::records {

using plugin::Record;
using plugin::RecordType;

/// What was proposed counts from its approval on, as if it had been signed there.
void Store::fold_drafts(std::uint64_t position, const plugin::Entry& approval) {
    const ledger::Entry decision{std::string(approval.type),
                                 std::string(approval.record),
                                 std::string(approval.effective),
                                 approval.data,
                                 {},
                                 {}};
    if (!ledger::is_deciding(decision)) return;
    const auto made = ledger::proposal_of(
        decision, position, [&](std::uint64_t at) { return ledger_entry_(at); }, find_entry_);
    if (!made) return;
    std::uint32_t number = 0;
    for (const std::string& text : ledger::draft_texts(*made)) {
        const ledger::EntryPlace place(position, ++number);
        const ledger::Entry draft = take(ledger::decode_entry(as_bytes(text)));
        fold_at(place, plugin::Entry{draft.type, draft.record, draft.effective, draft.data}, as_bytes(text));
        database_.cached(sql::insert_approved_draft)
            .bind_all(ledger::index_key(ledger::leaf_hash(as_bytes(text))),
                      static_cast<std::int64_t>(position), static_cast<std::int64_t>(number))
            .run();
    }
}

void Store::correct(const ledger::EntryPlace& place, const plugin::Entry& entry) {
    const std::optional<Hash> hash = hash_from_hex(plugin::text_at(entry.data, "entry"));
    const std::optional<ledger::EntryPlace> wrong = hash ? place_of(*hash) : std::nullopt;
    if (!wrong || *wrong >= place) return;
    const ledger::Entry corrected = take(ledger::decode_entry(ledger_entry_(*wrong)));
    if (corrected.type.starts_with("core."))
        return;  // who may sign, and what was corrected, stays as it was said
    database_.cached(sql::insert_corrected)
        .bind_all(static_cast<std::int64_t>(wrong->position), static_cast<std::int64_t>(wrong->draft),
                  static_cast<std::int64_t>(place.position), static_cast<std::int64_t>(place.draft))
        .run();
    std::optional<Row> row = load(corrected.record);
    Kind* kind = find_kind(host::kind_of(corrected.record));
    if (!row || kind == nullptr) return;
    const Record before = row->record;
    row->record = refold(corrected.record, {});
    save(*row, *kind, &before, std::nullopt);
}

std::optional<ledger::EntryPlace> Store::place_of(const Hash& hash) {
    if (const auto own = find_entry_(hash)) return ledger::EntryPlace(*own);
    for (const ledger::EntryPlace& place : drafts_with(to_hex(hash))) return place;
    return std::nullopt;
}

std::vector<ledger::EntryPlace> Store::drafts_with(std::string_view hex_prefix) {
    const auto padded = [&](char digit) {
        const std::string digits(hex_prefix.substr(0, 2 * sizeof(std::int64_t)));
        const auto hash = hash_from_hex(digits + std::string(2 * sizeof(Hash) - digits.size(), digit));
        return ledger::index_key(hash.value_or(Hash{}));
    };
    std::vector<ledger::EntryPlace> candidates;
    storage::Statement& select = database_.cached(sql::select_approved_drafts);
    select.bind_all(padded('0'), padded('f'));
    while (select.step())
        candidates.emplace_back(static_cast<std::uint64_t>(select.integer(0)),
                                static_cast<std::uint32_t>(select.integer(1)));
    select.reset();
    std::erase_if(candidates, [&](const ledger::EntryPlace& place) {
        return !to_hex(ledger::leaf_hash(ledger_entry_(place))).starts_with(hex_prefix);
    });
    return candidates;
}

std::vector<std::string> Store::in_state(std::string_view kind, std::string_view status) {
    std::vector<std::string> ids;
    const RecordType* type = catalogue_.record_type(kind);
    if (type == nullptr) return ids;
    storage::Statement& select = database_.cached(sql::select_in_state(*type));
    records::bind(select, 1, status_cell(*type, status));
    while (select.step()) ids.emplace_back(select.text(0));
    select.reset();
    return ids;
}

}  // namespace xinbu::records
