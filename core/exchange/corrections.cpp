#include "corrections.hpp"

#include <algorithm>

#include "refusal.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/merkle.hpp"
#include "xinbu/ledger/proposal.hpp"

namespace xinbu::exchange {

namespace {

// Together they bound what a bundle can make us hold.
constexpr std::size_t most_corrections = 100'000;
constexpr std::size_t most_followed = 400'000;

std::optional<Hash> corrected_by(const ledger::Entry& entry) {
    return entry.type == ledger::correction_type ? hash_from_hex(plugin::text_at(entry.data, "entry"))
                                                 : std::nullopt;
}

}  // namespace

void Corrections::note(const ledger::Entry& entry) {
    if (entry.type == ledger::proposal_made_type) {
        if (const auto drafts = ledger::drafts_of(entry))
            for (const ledger::Entry& draft : *drafts) note(draft);
        return;
    }
    if (const auto hash = corrected_by(entry)) wanted_.insert(*hash);
    if (wanted_.size() > most_corrections) refuse(tr("it corrects more entries than any registry does"));
}

std::size_t Corrections::follow(Followed& record, const std::string& type) {
    if (++followed_ > most_followed) refuse(tr("it corrects more entries than any registry does"));
    record.counting[type].insert(record.next);
    return record.next++;
}

void Corrections::begin_with(const Hash& id, const ledger::Authority::Corrected& known,
                             std::map<Hash, std::size_t>& numbers) {
    Followed& record = records_[known.record];
    const auto numbered = numbers.find(id);
    const std::size_t number =
        numbered != numbers.end() ? numbered->second : (numbers[id] = follow(record, known.type));
    std::size_t rests_from = record.next;
    for (const ledger::Authority::Corrected::Later& one : known.later) {
        const auto [at, is_new] = numbers.try_emplace(one.entry, 0);
        if (is_new) at->second = follow(record, one.type);
        rests_from = std::min(rests_from, at->second);
    }
    targets_.emplace(id, Target{known.type, known.record, number, rests_from});
}

void Corrections::begin() {
    if (!held_) return;
    std::vector<std::pair<Hash, ledger::Authority::Corrected>> known;
    for (const Hash& id : wanted_)
        if (std::optional<ledger::Authority::Corrected> one = held_(id))
            known.emplace_back(id, std::move(*one));
    // Of one record, the earliest first: on it rests all that rests on the others.
    std::ranges::stable_sort(known, std::ranges::greater(),
                             [](const auto& one) { return one.second.later.size(); });
    std::map<Hash, std::size_t> numbers;
    for (const auto& [id, one] : known) begin_with(id, one, numbers);
}

void Corrections::take(const BundleEntry& one) {
    if (one.entry == nullptr) return;
    const bool concerns = wanted_.contains(one.id) || records_.contains(one.entry->record) ||
                          corrected_by(*one.entry).has_value();
    if (concerns) pending_.push_back({one.id, *one.entry});
}

void Corrections::take_approved(const std::vector<ledger::Entry>& drafts) {
    for (const ledger::Entry& draft : drafts)
        pending_.push_back({ledger::leaf_hash(as_bytes(ledger::encode_entry(draft))), draft});
}

void Corrections::end_commit() {
    for (const Seen& one : pending_) take(one.id, one.entry);
    for (const Seen& one : pending_)
        if (const auto hash = corrected_by(one.entry)) correct(*hash);
    pending_.clear();
}

void Corrections::take(const Hash& id, const ledger::Entry& entry) {
    const bool is_target = wanted_.contains(id) && !targets_.contains(id);
    const auto known = records_.find(entry.record);
    if (known == records_.end() && !is_target) return;
    const std::size_t number =
        follow(known != records_.end() ? known->second : records_[entry.record], entry.type);
    if (is_target) targets_.emplace(id, Target{entry.type, entry.record, number, number + 1});
}

/// It counts no longer, and rests on nothing.
void Corrections::correct(const Hash& id) {
    const auto found = targets_.find(id);
    if (found == targets_.end()) return;
    const Target& target = found->second;
    records_[target.record].counting[target.type].erase(target.number);
}

ledger::Authority::Lookup Corrections::lookup() {
    ledger::Authority::Lookup lookup;
    lookup.corrected = [this](const Hash& id) -> std::optional<ledger::Authority::Corrected> {
        const auto found = targets_.find(id);
        if (found == targets_.end()) return std::nullopt;
        const Target& target = found->second;
        ledger::Authority::Corrected corrected{target.type, target.record, {}};
        // Only the types are asked for, so one entry of each is enough.
        for (const auto& [type, numbers] : records_[target.record].counting)
            if (!numbers.empty() && *numbers.rbegin() >= target.rests_from)
                corrected.later.push_back({{}, type});
        return corrected;
    };
    return lookup;
}

}  // namespace xinbu::exchange
