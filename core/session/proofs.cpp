// Checkpoints and proofs: what a registry hands to strangers.
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/proof.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

CheckpointView view_of_note(const std::string& note) {
    const crypto::Note parsed = take(crypto::Note::parse(note));
    const ledger::Checkpoint checkpoint = take(ledger::parse_checkpoint(parsed.text));
    return {checkpoint.origin, checkpoint.size, to_hex(checkpoint.root), note,
            static_cast<int>(parsed.signatures.size())};
}

namespace {

/// The key of checkpoints that lies in the database under that name, which must be the one that is named.
crypto::PrivateKey checkpoint_key(Registry::Impl& registry, const char* secret,
                                  const crypto::PublicKey* named) {
    const std::optional<Bytes> wrapped = registry.ledger->secret(secret);
    if (!wrapped)
        throw Failure(Category::storage, "registry_damaged", tr("ledger"),
                      tr("its checkpoint key is missing"));
    crypto::PrivateKey key =
        take(crypto::PrivateKey::from_pkcs8(*wrapped, checkpoint_wrapping(registry.data_key)));
    if (named == nullptr || named->id() != key.public_key().id())
        throw Failure(Category::storage, "registry_damaged", tr("ledger"),
                      tr("its checkpoint key is another than the ledger names"));
    return key;
}

/// With the second note, where there is one.
CheckpointView with_sm3(CheckpointView view, ledger::Ledger& ledger) {
    if (const std::optional<std::string> second = ledger.sm3_checkpoint(view.size)) {
        view.note_sm3 = *second;
        view.root_sm3 = view_of_note(*second).root;
    }
    return view;
}

}  // namespace

CheckpointView checkpoint_of(Registry::Impl& registry) {
    // A head is signed only as it is re-read from disk, and only where it extends the one that was signed
    // last.
    ledger::Ledger& ledger = *registry.ledger;
    ledger.reload();
    if (const auto last = ledger.last_checkpoint()) {
        CheckpointView signed_before = view_of_note(*last);
        if (signed_before.size > ledger.size() ||
            to_hex(ledger::root_at(signed_before.size, ledger.nodes())) != signed_before.root)
            throw Failure(Category::storage, "registry_damaged", tr("ledger"),
                          tr("it does not extend the last checkpoint that was signed"),
                          tr("Keep the folder as evidence and restore the registry from a backup."));
        if (signed_before.size == ledger.size()) return with_sm3(std::move(signed_before), ledger);
    }
    registry.require_writable();
    const ledger::CheckpointKeys* named = registry.authority.checkpoint_key(ledger.size());
    const crypto::PrivateKey key =
        checkpoint_key(registry, checkpoint_secret, named != nullptr ? &named->ed25519 : nullptr);
    const ledger::Checkpoint head{registry.slots.registry(), ledger.size(), ledger.root()};
    std::string note, second;
    if (const std::optional<Hash> root_sm3 = ledger.root_sm3()) {
        const crypto::PrivateKey sm2 = checkpoint_key(
            registry, checkpoint_secret_sm2, named != nullptr && named->sm2 ? &*named->sm2 : nullptr);
        note = ledger::sign_checkpoint(head, key, &sm2).encode();
        second = ledger::sign_checkpoint({ledger::sm3_origin(head.origin), head.size, *root_sm3}, key, &sm2)
                     .encode();
    } else {
        note = ledger::sign_checkpoint(head, key).encode();
    }
    storage::Transaction transaction(*registry.database);
    ledger.store_checkpoint(head.size, note, second);
    transaction.commit();
    return with_sm3(view_of_note(note), ledger);
}

namespace {

constexpr std::size_t shortest_entry_id = 8;

/// The commits that a decision on a proposal rests on: those with earlier entries of its record.
std::vector<std::uint64_t> proposal_commits(Registry::Impl& registry, std::uint64_t position) {
    const ledger::Entry entry = take(ledger::decode_entry(registry.ledger->entry(position)));
    std::vector<std::uint64_t> commits;
    if (!ledger::is_proposal_type(entry.type)) return commits;
    for (const records::Store::EntryOfRecord& one : registry.store->entries_of(entry.record))
        if (one.draft == 0 && one.position < position)
            commits.push_back(registry.ledger->commit_of(one.position));
    return commits;
}

}  // namespace

Result<CheckpointView> Registry::checkpoint() {
    return impl_->guarded([&] {
        // A registry that lost commits would hand out a note that looks whole.
        impl_->require_writable();
        return checkpoint_of(*impl_);
    });
}

Result<std::string> Registry::prove(const std::string& entry) {
    return impl_->guarded([&] {
        if (entry.size() < shortest_entry_id || entry.size() > 64 ||
            entry.find_first_not_of("0123456789abcdef") != std::string::npos)
            throw Failure(Category::usage, "bad_entry_id", readers::printable(entry),
                          tr("an entry's id has 64 lower-case hexadecimal digits, of which the first 8 or "
                             "more may be given"),
                          tr("`xinbu history` shows the ids."));
        std::vector<std::uint64_t> found = impl_->ledger->find_entries(entry);
        // An approved draft is proven by the approval that made it count, with the proposal beside it.
        for (const ledger::EntryPlace& place : impl_->store->drafts_with(entry))
            found.push_back(place.position);
        if (found.size() > 1)
            throw Failure(Category::usage, "ambiguous_entry", entry, tr("several entries begin so"),
                          tr("Give more digits."));
        const std::optional<std::uint64_t> position =
            found.empty() ? std::nullopt : std::optional(found.front());
        if (!position)
            throw Failure(Category::usage, "unknown_entry", entry, tr("the ledger has no such entry"),
                          tr("`xinbu history` shows the ids."));
        const Gathering gathering(*impl_);
        const ledger::Entry shown = take(ledger::decode_entry(impl_->ledger->entry(*position)));
        impl_->note_leaving(shown);
        if (shown.type == ledger::proposal_approved_type)
            for (const ledger::EntryPlace& place : impl_->store->drafts_with(entry))
                impl_->note_leaving(take(ledger::decode_entry(impl_->entry_at(place))));
        impl_->log_reading({"prove", entry}, gathering.of());
        const CheckpointView checkpoint = checkpoint_of(*impl_);
        return ledger::make_proof(*impl_->ledger, *position, checkpoint.note, checkpoint.size,
                                  proposal_commits(*impl_, *position));
    });
}

}  // namespace xinbu::session
