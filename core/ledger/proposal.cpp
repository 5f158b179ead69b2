#include "xinbu/ledger/proposal.hpp"

#include <algorithm>

#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/merkle.hpp"

namespace xinbu::ledger {

bool is_proposal_type(std::string_view type) {
    return type == proposal_made_type || type == proposal_approved_type || type == proposal_rejected_type;
}

std::string proposal_record(std::span<const std::string> drafts) {
    std::vector<Hash> leaves;
    for (const std::string& draft : drafts) leaves.push_back(leaf_hash(as_bytes(draft)));
    return "proposal/" + to_hex(tree_root(leaves));
}

std::vector<std::string> draft_texts(const Entry& made) {
    std::vector<std::string> texts;
    for (const plugin::Value& draft : plugin::array_at(made.data, "drafts")) {
        if (draft.text() == nullptr) return {};
        texts.push_back(*draft.text());
    }
    return texts;
}

std::optional<std::vector<Entry>> drafts_of(const Entry& made) {
    const std::vector<std::string> texts = draft_texts(made);
    if (texts.empty() || made.record != proposal_record(texts)) return std::nullopt;
    std::vector<Entry> drafts;
    for (const std::string& text : texts) {
        Result<Entry> draft = decode_entry(as_bytes(text));
        if (!draft || is_proposal_type(draft->type) || draft->type == "core.registry.created")
            return std::nullopt;
        drafts.push_back(std::move(*draft));
    }
    return drafts;
}

std::optional<Hash> proposal_named_by(const Entry& decision) {
    return hash_from_hex(plugin::text_at(decision.data, "proposal"));
}

bool is_deciding(const Entry& approval) {
    const plugin::Value* partial = approval.data.find("partial");
    return partial == nullptr || partial->boolean() == nullptr || !*partial->boolean();
}

std::optional<Entry> proposal_of(const Entry& decision, std::uint64_t position, const OwnEntryReader& entry,
                                 const OwnEntryFinder& find) {
    const std::optional<Hash> hash = proposal_named_by(decision);
    const std::optional<std::uint64_t> at = hash ? find(*hash) : std::nullopt;
    if (!at || *at >= position) return std::nullopt;
    Result<Entry> made = decode_entry(entry(*at));
    if (!made || made->type != proposal_made_type || made->record != decision.record) return std::nullopt;
    return std::move(*made);
}

Bytes entry_at(const EntryPlace& place, const OwnEntryReader& entry, const OwnEntryFinder& find) {
    Bytes bytes = entry(place.position);
    if (place.draft == 0) return bytes;
    const Result<Entry> approval = decode_entry(bytes);
    if (approval && approval->type == proposal_approved_type && is_deciding(*approval)) {
        if (const std::optional<Entry> made = proposal_of(*approval, place.position, entry, find)) {
            const std::vector<std::string> texts = draft_texts(*made);
            if (place.draft <= texts.size()) return to_bytes(as_bytes(texts[place.draft - 1]));
        }
    }
    throw Failure(Category::storage, "registry_damaged", tr("ledger"),
                  tr("an approved draft is not where it is said to be"), tr("`xinbu audit` says more."));
}

Bytes entry_at(Ledger& ledger, const EntryPlace& place) {
    return entry_at(
        place, [&](std::uint64_t position) { return ledger.entry(position); },
        [&](const Hash& hash) { return ledger.find_entry(hash); });
}

}  // namespace xinbu::ledger
