// What the ledger's policies ask of witnesses, and how far their lines fulfil it.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/exchange/witness.hpp"
#include "xinbu/plugin/date.hpp"

namespace xinbu::session {

namespace {

constexpr const char* policy_record = "core-policy/witnesses";

/// The largest tree that each of the witnesses countersigned, 0 where none: whoever saw it saw what it
/// extends.
std::vector<std::uint64_t> largest_countersigned(
    const std::vector<crypto::NoteVerifier>& witnesses,
    const std::vector<std::pair<std::uint64_t, std::string>>& notes, std::uint64_t size) {
    std::vector<std::uint64_t> largest(witnesses.size());
    for (auto at = notes.rbegin(); at != notes.rend(); ++at) {
        if (at->first > size) continue;
        const Result<crypto::Note> note = crypto::Note::parse(at->second);
        if (!note || note->signatures.size() < 2) continue;
        for (std::size_t i = 0; i < witnesses.size(); ++i)
            if (largest[i] == 0 && exchange::cosigned_at(*note, witnesses[i])) largest[i] = at->first;
    }
    return largest;
}

/// The day of a commit; nothing where it cannot be read.
std::optional<plugin::Date> day_of_commit(ledger::Ledger& ledger, std::uint64_t position) {
    const Result<ledger::Envelope> envelope = ledger::decode_envelope(ledger.commit(position).envelope);
    const Result<ledger::Payload> payload =
        envelope ? ledger::decode_payload(envelope->payload) : fail(envelope.error());
    if (!payload) return std::nullopt;
    return plugin::Date::parse(std::string_view(payload->time).substr(0, 10));
}

}  // namespace

std::vector<WitnessPolicyView> judge_witness_policies(ledger::Ledger& ledger,
                                                      const ledger::Authority& authority, std::uint64_t size,
                                                      plugin::Date day) {
    std::vector<WitnessPolicyView> views;
    if (authority.witness_policies().empty()) return views;
    const std::vector<std::pair<std::uint64_t, std::string>> notes = ledger.checkpoints();
    for (const ledger::WitnessPolicy& policy : authority.witness_policies()) {
        WitnessPolicyView& view = views.emplace_back();
        view.record = policy.record;
        view.position = policy.position;
        view.until = policy.until;
        view.required = policy.required;
        view.within_days = policy.within_days;
        for (const crypto::NoteVerifier& one : policy.witnesses) view.witnesses.push_back(one.name());
        std::vector<std::uint64_t> largest = largest_countersigned(policy.witnesses, notes, size);
        std::ranges::sort(largest, std::greater{});
        view.covered = largest[policy.required - 1];
        const std::uint64_t end = policy.until.value_or(size);
        view.countersigned = static_cast<std::uint64_t>(
            std::ranges::count_if(largest, [&](std::uint64_t seen) { return seen >= end; }));
        const std::uint64_t first_open = std::max(view.covered, policy.position);
        if (first_open >= end) continue;
        view.open = end - first_open;
        const std::optional<plugin::Date> since = day_of_commit(ledger, first_open);
        view.overdue = policy.within_days && since &&
                       static_cast<std::int64_t>(day.days_since(*since)) >
                           static_cast<std::int64_t>(*policy.within_days);
    }
    return views;
}

std::string shown_witness_policy(const WitnessPolicyView& policy) {
    const std::string counts = fmt::format(fmt::runtime(tr("{} of {} witnesses, policy asks {}")),
                                           policy.countersigned, policy.witnesses.size(), policy.required);
    if (policy.fulfilled()) return fmt::format(fmt::runtime(tr("{}: fulfilled")), counts);
    if (policy.overdue)
        return fmt::format(fmt::runtime(tr("{}: not fulfilled for {} commits, and the {} days that it allows "
                                           "are over")),
                           counts, policy.open, policy.within_days.value_or(0));
    if (policy.within_days)
        return fmt::format(fmt::runtime(tr("{}: {} commits wait; it allows {} days")), counts, policy.open,
                           *policy.within_days);
    return fmt::format(fmt::runtime(tr("{}: not fulfilled for {} commits")), counts, policy.open);
}

Result<Added> Registry::require_witnesses(std::uint64_t required, std::optional<std::uint64_t> within_days) {
    return impl_->guarded([&] {
        plugin::Draft draft{"core.policy.set", policy_record, today().text(), {{"rules", plugin::Array{}}}};
        if (required > 0) {
            plugin::Array keys;
            for (const WitnessView& one : witnesses_of(*impl_)) keys.emplace_back(one.key);
            if (keys.empty())
                throw Failure(Category::invalid, "no_witness", std::to_string(required),
                              tr("the ledger names no witness yet"),
                              tr("`xinbu cosignatures name VKEY` names a witness."));
            plugin::Object wanted{{"keys", std::move(keys)},
                                  {"required", static_cast<std::int64_t>(required)}};
            if (within_days) wanted.set("within_days", static_cast<std::int64_t>(*within_days));
            draft.data.set(std::string(ledger::witness_policy_member), std::move(wanted));
        } else if (impl_->authority.witness_policies(impl_->ledger->size()).empty()) {
            throw Failure(Category::usage, "no_witness_policy", "0",
                          tr("no policy asks anything of witnesses"));
        }
        return take(add({draft}, required > 0 ? "witness policy set" : "witness policy lifted"));
    });
}

}  // namespace xinbu::session
