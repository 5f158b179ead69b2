// Four eyes: what waits, and a second person's decision on it.
#include <fmt/format.h>

#include <algorithm>

#include "batch.hpp"
#include "corrections.hpp"
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/plugin/people.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t shortest_id = 8;

/// A proposal as the ledger's authority knows it. Throws Failure `unknown_proposal`.
const ledger::Proposal& open_proposal(Registry::Impl& registry, const std::string& wanted) {
    const auto refuse = [&](const char* code, const char* why) {
        throw Failure(Category::usage, code, readers::printable(wanted), why,
                      tr("`xinbu pending` shows what waits."));
    };
    std::optional<Hash> found;
    const bool is_id = wanted.size() >= shortest_id;
    for (const auto& [position, made] : registry.open_proposals()) {
        const Hash hash = ledger::leaf_hash(registry.entry_at(position));
        const std::string_view key = std::string_view(made.record).substr(made.record.find('/') + 1);
        if (wanted != made.record &&
            !(is_id && (to_hex(hash).starts_with(wanted) || key.starts_with(wanted))))
            continue;
        if (found) refuse("ambiguous_proposal", tr("several proposals begin so"));
        found = hash;
    }
    const ledger::Proposal* proposal = found ? registry.authority.find_proposal(*found) : nullptr;
    if (proposal == nullptr) refuse("unknown_proposal", tr("no such proposal is open"));
    return *proposal;
}

ProposalView view_of(Registry::Impl& registry, const ledger::Proposal& proposal) {
    const ReadCommit commit = read_commit(*registry.ledger, proposal.position);
    ProposalView view;
    view.proposal = to_hex(proposal.hash);
    view.record = proposal.record;
    view.status = ledger::open_proposal;
    view.by = proposal.by;
    view.at = commit.payload.time;
    view.message = commit.payload.message;
    view.sequence = proposal.position;
    for (const auto& [name, signature] : proposal.signers)
        if (signature.position != proposal.position) view.approved_by.push_back(name);
    view.needs = registry.authority.shortfall(registry.authority.quorum_types(proposal), proposal.signers);
    if (view.needs.empty()) view.needs = tr("another person must approve it");
    view.may_decide = !registry.authority.decision_fault(proposal, registry.operator_name, registry.role);
    for (const ledger::Entry& draft : proposal.drafts) {
        const plugin::EntryType* type = registry.catalogue().entry_type(draft.type);
        std::string bytes = ledger::encode_entry(draft);
        std::string id = to_hex(ledger::leaf_hash(as_bytes(bytes)));
        plugin::Object data = draft.data;
        registry.note_read(draft.record, registry.persons->show(draft.record, data));
        view.drafts.push_back({std::move(id), draft.type,
                               type != nullptr ? host::shown(type->label) : draft.type, draft.record,
                               draft.effective, std::move(data), std::move(bytes)});
    }
    return view;
}

void require_decision(Registry::Impl& registry, const ledger::Proposal& proposal) {
    const auto fault = registry.authority.decision_fault(proposal, registry.operator_name, registry.role);
    if (!fault) return;
    const bool is_own = fault->rule == "authority.self_approval";
    throw Failure(
        Category::access, is_own ? "self_approval" : "not_authorised", registry.operator_name, fault->message,
        is_own ? tr("Ask another operator to decide.") : tr("Ask an operator whose role may sign this."));
}

/// What was sound when it was proposed may contradict what was signed since.
void require_still_sound(Registry::Impl& registry, const ledger::Proposal& proposal) {
    Batch trial(registry);
    std::vector<Detail> details;
    const auto note = [&](std::size_t index, const plugin::Faults& faults) {
        for (const plugin::Fault& fault : faults) {
            if (fault.warning) continue;
            Detail detail = host::detail_of(fault);
            if (proposal.drafts.size() > 1) detail.pointer = fmt::format("/{}{}", index, detail.pointer);
            details.push_back(std::move(detail));
        }
    };
    const std::vector<ledger::Entry>& drafts = proposal.drafts;
    for (std::size_t index = 0; index < drafts.size(); ++index) note(index, trial.try_draft(drafts[index]));
    for (std::size_t index = 0; details.empty() && index < drafts.size(); ++index)
        note(index, left_without(registry, drafts[index].type, drafts[index].data));
    if (details.empty()) return;
    Error error = host::draft_error({});
    error.what = tr("the proposal");
    error.why = tr("what it proposes does not fit any more to what was signed since");
    error.remedy = tr("Reject it and propose it anew.");
    error.details = std::move(details);
    throw Failure(std::move(error));
}

}  // namespace

std::vector<std::pair<std::uint64_t, ledger::Entry>> Registry::Impl::open_proposals() {
    std::vector<std::pair<std::uint64_t, ledger::Entry>> proposals;
    for (const std::string& id : store->in_state("proposal", ledger::open_proposal)) {
        const auto entries = store->entries_of(id);
        if (entries.empty()) continue;
        ledger::Entry made = take(ledger::decode_entry(entry_at(entries.front().position)));
        if (made.type == ledger::proposal_made_type)
            proposals.emplace_back(entries.front().position, std::move(made));
    }
    return proposals;
}

void Registry::Impl::tidy_slots() {
    std::set<std::string> awaited;
    for (const auto& [position, made] : open_proposals())
        for (const ledger::Entry& draft : ledger::drafts_of(made).value_or(std::vector<ledger::Entry>{}))
            if (draft.type == "core.operator.enrolled")
                awaited.insert(std::string(plugin::text_at(draft.data, "name")));
    storage::KeySlots next = slots;
    bool changed = false;
    for (const storage::KeySlot& slot : slots.slots()) {
        if (slot.holder.empty() || awaited.contains(slot.holder)) continue;
        const ledger::Operator* one = authority.find_active(slot.holder);
        if (one != nullptr && one->key.id() == slot.signing_key_id) continue;
        next.remove(slot.holder);
        changed = true;
    }
    if (changed) replace_slots(std::move(next));
}

Result<std::vector<ProposalView>> Registry::pending() {
    return impl_->guarded([&] {
        const Gathering gathering(*impl_);
        std::vector<ProposalView> views;
        for (const auto& [position, made] : impl_->open_proposals()) {
            const Hash hash = ledger::leaf_hash(impl_->entry_at(position));
            if (const ledger::Proposal* proposal = impl_->authority.find_proposal(hash))
                views.push_back(view_of(*impl_, *proposal));
        }
        impl_->log_question({"pending", {}}, gathering.of(), fmt::format("pending {}", views.size()));
        return views;
    });
}

Result<Decided> Registry::approve(const std::string& proposal) {
    return impl_->guarded([&] {
        impl_->require_writable();
        const ledger::Proposal found = open_proposal(*impl_, proposal);
        require_decision(*impl_, found);
        Decided decided;
        decided.proposal = view_of(*impl_, found);
        const ledger::Operator* self = impl_->authority.find_active(impl_->operator_name);
        const bool completes = impl_->authority.completes(
            found, self->name, {self->role, self->key.id(), impl_->ledger->size()});
        if (completes) require_still_sound(*impl_, found);
        plugin::Object data{{"proposal", to_hex(found.hash)}};
        if (!completes) data.set("partial", true);
        Batch batch(*impl_);
        batch.put_core(std::string(ledger::proposal_approved_type), found.record, std::move(data));
        const Batch::Signed made = batch.sign("proposal approved");
        decided.commit = made.commit;
        decided.sequence = made.sequence;
        decided.proposal.approved_by.push_back(impl_->operator_name);
        decided.proposal.may_decide = false;
        if (completes) {
            decided.proposal.status = "approved";
            decided.proposal.needs.clear();
            if (found.of_authority) impl_->tidy_slots();
            if (std::ranges::find(found.types, ledger::erasure_type) != found.types.end())
                impl_->finish_erasures();
        } else if (const ledger::Proposal* now = impl_->authority.find_proposal(found.hash)) {
            decided.proposal = view_of(*impl_, *now);
        }
        return decided;
    });
}

Result<Decided> Registry::reject(const std::string& proposal, const std::string& reason) {
    return impl_->guarded([&] {
        impl_->require_writable();
        if (reason.empty() || readers::name_fault(reason))
            throw Failure(Category::invalid, "bad_reason",
                          readers::printable(plugin::without_citizen_ids(reason)),
                          tr("the reason is no plain line of text"));
        require_no_citizen_id(reason);
        const ledger::Proposal found = open_proposal(*impl_, proposal);
        require_decision(*impl_, found);
        Decided decided;
        decided.proposal = view_of(*impl_, found);
        Batch batch(*impl_);
        batch.put_core(std::string(ledger::proposal_rejected_type), found.record,
                       {{"proposal", to_hex(found.hash)}, {"reason", readers::nfc(reason)}});
        const Batch::Signed made = batch.sign("proposal rejected");
        decided.commit = made.commit;
        decided.sequence = made.sequence;
        decided.proposal.status = "rejected";
        decided.proposal.needs.clear();
        decided.proposal.may_decide = false;
        if (found.of_authority) impl_->tidy_slots();
        return decided;
    });
}

}  // namespace xinbu::session
