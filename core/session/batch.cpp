#include "batch.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "instants.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

/// What an entry takes out of the fold must be there, must be a plugin's, and must be the operator's own to
/// sign: else a clerk could annul what only an officer may say, or hide who was enrolled.
plugin::Faults correction_faults(Registry::Impl& registry, const plugin::Draft& draft) {
    const auto refuse = [](std::string rule, plugin::Text why) {
        return plugin::Faults{{"/data/entry", std::move(rule), std::move(why)}};
    };
    const std::optional<Hash> hash = hash_from_hex(plugin::text_at(draft.data, "entry"));
    const std::optional<std::uint64_t> position = hash ? registry.find_entry(*hash) : std::nullopt;
    if (!position)
        return refuse("correction.unknown", {"The ledger has no such entry.", "账本中没有这一条目。"});
    const ledger::Entry wrong = take(ledger::decode_entry(registry.entry_at(*position)));
    if (wrong.type.starts_with("core."))
        return refuse("correction.core", {"Entries of the core cannot be corrected.", "核心条目不可更正。"});
    registry.require_role_for(wrong.type);
    for (const records::Store::EntryOfRecord& one : registry.store->entries_of(wrong.record))
        if (one.position == *position && one.corrected_by)
            return refuse("correction.done", {"This entry was corrected already.", "该条目已被更正。"});
    return {};
}

}  // namespace

Batch::Batch(Registry::Impl& registry) : registry_(registry) {
    registry_.require_writable();
    transaction_.emplace(*registry_.database);
    first_entry_ = registry_.ledger->entry_count();
    registry_.pending = &entries_;
    registry_.first_pending = first_entry_;
}

Batch::~Batch() {
    registry_.pending = nullptr;
    abandon();
}

std::string Batch::encode(const host::PreparedDraft& prepared) {
    const plugin::Draft& draft = prepared.draft;
    return ledger::encode_parts(
        {draft.type, draft.record, draft.effective, draft.data, prepared.attachments, salts_.next()});
}

void Batch::abandon() {
    if (!transaction_) return;
    transaction_.reset();
    registry_.store->forget();
}

Batch::Put Batch::put(host::DraftInput input, bool skip_known) {
    Put result;
    const records::DayView view(*registry_.store, end_of_time);
    const std::optional<host::DraftInput> again = skip_known ? std::optional(input) : std::nullopt;
    auto prepared = host::prepare(registry_.catalogue(), std::move(input), view, *registry_.store);
    if (!prepared) {
        // What was said before may not be said again (its record exists already), and need not: it is known.
        const auto form = again ? host::in_signed_form(registry_.catalogue(), *again, view, *registry_.store)
                                : tl::unexpected(plugin::Faults{});
        const std::optional<std::uint64_t> known =
            form ? registry_.store->find_content(form->draft.record, as_bytes(encode(*form))) : std::nullopt;
        if (known) {
            result.unchanged = true;
            result.known_at = *known;
        } else {
            result.faults = std::move(prepared.error());
        }
        return result;
    }
    std::string bytes = encode(*prepared);
    if (skip_known) {
        if (const auto known = registry_.store->find_content(prepared->draft.record, as_bytes(bytes))) {
            result.unchanged = true;
            result.known_at = *known;
            return result;
        }
    }
    registry_.require_role_for(prepared->draft.type);
    if (prepared->draft.type == ledger::correction_type) {
        result.faults = correction_faults(registry_, prepared->draft);
        if (!result.faults.empty()) return result;
    }
    result.warnings = std::move(prepared->warnings);
    result.added = fold(prepared->draft, std::move(bytes));
    return result;
}

AddedEntry Batch::put_core(const std::string& type, const std::string& record, plugin::Object data) {
    const plugin::Draft draft{type, record, today().text(), std::move(data)};
    return fold(draft, ledger::encode_parts(
                           {draft.type, draft.record, draft.effective, draft.data, {}, salts_.next()}));
}

AddedEntry Batch::fold(const plugin::Draft& draft, std::string bytes) {
    registry_.store->fold(first_entry_ + entries_.size(),
                          plugin::Entry{draft.type, draft.record, draft.effective, draft.data},
                          as_bytes(bytes));
    types_.insert(draft.type);
    if (draft.type.starts_with("core.")) core_entries_.push_back(take(ledger::decode_entry(as_bytes(bytes))));
    leaves_.push_back(ledger::leaf_hash(hasher_, as_bytes(bytes)));
    entries_.push_back(std::move(bytes));
    return {to_hex(leaves_.back()), draft.type, draft.record};
}

Batch::Signed Batch::sign(const std::string& message, const crypto::PrivateKey* also) {
    ledger::Ledger& ledger = *registry_.ledger;
    const crypto::PrivateKey& own = registry_.key();
    std::vector<const crypto::PrivateKey*> keys{&own};
    if (also != nullptr) keys.push_back(also);

    ledger::Payload payload;
    payload.author = own.public_key().id();
    payload.entry_count = entries_.size();
    payload.entry_root = ledger::tree_root(leaves_);
    payload.message = message;
    payload.origin = registry_.slots.registry();
    payload.parent_root = ledger.root();
    payload.parent_size = ledger.size();
    for (const crypto::PrivateKey* key : keys) payload.required.push_back(key->public_key().id());
    std::ranges::sort(payload.required);
    payload.time = now_instant();
    const ledger::Envelope envelope = ledger::sign_payload(payload, keys);
    const std::string bytes = ledger::encode_envelope(envelope);

    // Judged as any auditor will judge it, before it becomes history.
    ledger::Authority next = registry_.authority;
    const auto admission =
        next.admit({payload.parent_size, payload, envelope.signatures, types_, core_entries_});
    if (!admission.faults.empty())
        throw Failure(Category::access, "not_authorised", registry_.operator_name,
                      admission.faults.front().message, tr("Ask an operator whose role may sign this."));
    take(ledger::decode_payload(envelope.payload));
    take(ledger::decode_envelope(as_bytes(bytes)));

    try {
        ledger.append(payload, as_bytes(bytes), entries_, leaves_);
        if (std::ranges::any_of(types_, ledger::is_authority_type))
            ledger.note_authority(payload.parent_size);
        transaction_->commit();
    } catch (...) {
        abandon();
        ledger.reload();
        throw;
    }
    transaction_.reset();
    registry_.authority = std::move(next);
    if (registry_.head) {
        try {
            registry_.remember_head();
        } catch (const Failure& failure) {
            // The commit is durable and stays acknowledged; nothing more is signed that could not be missed
            // later.
            registry_.writable = false;
            registry_.doubt = registry_.read_only_reason =
                fmt::format(fmt::runtime(tr("the last commit cannot be written down outside of it: {}")),
                            failure.error().why);
        }
    }
    return {to_hex(ledger::leaf_hash(as_bytes(bytes))), payload.parent_size};
}

}  // namespace xinbu::session
