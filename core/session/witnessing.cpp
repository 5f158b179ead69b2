// Witnessing: asking others to countersign one's checkpoints, and countersigning theirs.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "batch.hpp"
#include "due.hpp"
#include "impl.hpp"
#include "instants.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/exchange/witness.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/vouching.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

crypto::Secret witness_wrapping(const crypto::Secret& data_key) {
    const crypto::Secret key = crypto::derive_key(data_key, "xinbu witness key v1");
    return crypto::Secret(std::string_view(to_hex(key.view())));
}

namespace {

/// Made when it is first needed.
crypto::PrivateKey witness_key(Registry::Impl& registry) {
    if (const std::optional<Bytes> wrapped = registry.ledger->secret(witness_secret))
        return take(crypto::PrivateKey::from_pkcs8(*wrapped, witness_wrapping(registry.data_key)));
    crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    storage::Transaction transaction(*registry.database);
    registry.ledger->store_secret(witness_secret,
                                  key.to_pkcs8(witness_wrapping(registry.data_key), checkpoint_cost));
    transaction.commit();
    return key;
}

crypto::NoteVerifier verifier_of(const Registry::Impl& registry, const crypto::PrivateKey& key) {
    return {registry.slots.registry(), key.public_key(), crypto::NoteKind::cosignature};
}

/// The witnesses that the ledger names.
std::vector<crypto::NoteVerifier> named_witnesses(Registry::Impl& registry) {
    std::vector<crypto::NoteVerifier> named;
    registry.store->for_each("witness", {}, [&](const plugin::Record& record) {
        Result<crypto::NoteVerifier> one = crypto::NoteVerifier::parse(plugin::text_at(record.fields, "key"));
        if (one && one->kind() == crypto::NoteKind::cosignature) named.push_back(std::move(*one));
        return true;
    });
    return named;
}

std::optional<ledger::Checkpoint> checkpoint_in(const std::optional<std::string>& note) {
    if (!note) return std::nullopt;
    return take(ledger::parse_checkpoint(take(crypto::Note::parse(*note)).text));
}

FollowedLedger* find_trusted(Registry::Impl& registry, const std::string& origin) {
    for (const auto& other : registry.others())
        if (other->row.origin == origin && other->row.trusted) return other.get();
    return nullptr;
}

void keep_evidence(Registry::Impl& registry, const std::string& origin, const std::string& held,
                   const std::string& other) {
    exchange::Fork fork;
    fork.origin = origin;
    fork.found = now_instant();
    fork.held_note = held;
    fork.other_note = other;
    storage::Transaction transaction(*registry.database);
    exchange::FollowedList::create_tables(*registry.database);
    exchange::FollowedList(*registry.database).add_fork(fork);
    transaction.commit();
}

/// The largest tree that the named witness countersigned.
std::uint64_t last_countersigned(Registry::Impl& registry, const std::string& name) {
    const std::vector<crypto::NoteVerifier> witnesses = named_witnesses(registry);
    const auto witness = std::ranges::find(witnesses, name, &crypto::NoteVerifier::name);
    if (witness == witnesses.end())
        throw Failure(Category::usage, "unknown_witness", readers::printable(name),
                      tr("the ledger names no such witness"), tr("`xinbu list witness` names all."));
    const std::vector<std::pair<std::uint64_t, std::string>> notes = registry.ledger->checkpoints();
    for (auto at = notes.rbegin(); at != notes.rend(); ++at) {
        const Result<crypto::Note> note = crypto::Note::parse(at->second);
        if (note && exchange::cosigned_at(*note, *witness)) return at->first;
    }
    return 0;
}

/// Has the next commit say that the line was received, unless an entry does already: what stands in a note
/// alone could be taken out of it unseen.
void vouch_for(Registry::Impl& registry, std::uint64_t size, const crypto::NoteSignature& signature) {
    const std::string record = "witness/" + signature.name;
    const std::string line = exchange::signature_line(signature);
    for (const records::Store::EntryOfRecord& one : registry.store->entries_of(record)) {
        const ledger::Entry entry = take(ledger::decode_entry(registry.entry_at(one.place())));
        if (entry.type == ledger::countersigned_type && plugin::text_at(entry.data, "line") == line) return;
    }
    add_due_entry(
        *registry.ledger,
        {std::string(ledger::countersigned_type),
         record,
         {{"checkpoint_size", static_cast<std::int64_t>(size)}, {"line", line}, {"name", signature.name}}});
}

}  // namespace

std::optional<WitnessedView> last_witnessed(Registry::Impl& registry) {
    const std::vector<crypto::NoteVerifier> witnesses = named_witnesses(registry);
    if (witnesses.empty()) return std::nullopt;
    std::vector<std::pair<std::uint64_t, std::string>> notes = registry.ledger->checkpoints();
    for (auto at = notes.rbegin(); at != notes.rend(); ++at) {
        const Result<crypto::Note> note = crypto::Note::parse(at->second);
        if (!note || note->signatures.size() < 2) continue;
        std::optional<WitnessedView> last;
        for (const crypto::NoteVerifier& witness : witnesses)
            if (const auto seconds = exchange::cosigned_at(*note, witness)) {
                const auto now = static_cast<std::uint64_t>(std::max<std::time_t>(std::time(nullptr), 0));
                const std::uint64_t days = now > *seconds ? (now - *seconds) / 86'400 : 0;
                if (!last || days < last->days)
                    last =
                        WitnessedView{witness.name(), at->first, registry.ledger->size() - at->first, days};
            }
        if (last) return last;
    }
    return std::nullopt;
}

std::vector<WitnessView> witnesses_of(Registry::Impl& registry) {
    std::vector<WitnessView> views;
    for (const crypto::NoteVerifier& one : named_witnesses(registry))
        views.push_back({one.name(), one.vkey()});
    return views;
}

Result<std::string> Registry::witness_request(std::optional<std::uint64_t> old_size,
                                              const std::string& witness) {
    return impl_->guarded([&] {
        const CheckpointView head = checkpoint_of(*impl_);
        exchange::WitnessRequest request;
        if (!old_size && !witness.empty()) {
            old_size = last_countersigned(*impl_, witness);
        } else if (!old_size) {
            const std::optional<WitnessedView> last = last_witnessed(*impl_);
            old_size = last ? last->size : 0;
        }
        if (*old_size > head.size)
            throw Failure(Category::usage, "bad_size", std::to_string(*old_size),
                          fmt::format(fmt::runtime(tr("the ledger has only {} commits")), head.size));
        request.old_size = *old_size;
        request.proof = ledger::consistency_proof(*old_size, head.size, impl_->ledger->nodes());
        request.note = head.note;
        return exchange::encode_request(request);
    });
}

Result<std::string> Registry::witness_vkey() {
    return impl_->guarded([&] {
        impl_->require_writable();
        return verifier_of(*impl_, witness_key(*impl_)).vkey();
    });
}

Result<Cosigned> Registry::witness(std::string_view request_text) {
    return impl_->guarded([&] {
        impl_->require_writable();
        const exchange::WitnessRequest request = take(exchange::decode_request(request_text));
        Cosigned cosigned;
        cosigned.checkpoint = view_of_note(request.note);
        const std::string& origin = cosigned.checkpoint.origin;
        const auto refuse = [&](std::string rule, std::string why) {
            cosigned.findings.push_back(
                {"error", std::move(rule), readers::printable(origin), std::move(why)});
            return cosigned;
        };
        FollowedLedger* other = find_trusted(*impl_, origin);
        const ledger::CheckpointKeys* key =
            other != nullptr ? other->authority.checkpoint_key(other->ledger.size()) : nullptr;
        if (key == nullptr)
            return refuse("witness.unknown_origin",
                          tr("no such registry is followed under a fingerprint that was confirmed"));
        exchange::FollowedList list(*impl_->database);
        const std::optional<std::string> remembered = list.witnessed(origin);
        ledger::Checkpoint checkpoint;
        if (const auto refusal =
                exchange::judge_request(request, *key, checkpoint_in(remembered), checkpoint)) {
            if (refusal->rule == "witness.inconsistent")
                keep_evidence(*impl_, origin, remembered.value_or(""), request.note);
            return refuse(refusal->rule, refusal->why);
        }
        // What is held of it knows more than the checkpoint that was countersigned last.
        if (checkpoint.size <= other->ledger.size() &&
            ledger::root_at(checkpoint.size, other->ledger.nodes()) != checkpoint.root) {
            keep_evidence(*impl_, origin, other->ledger.last_checkpoint().value_or(""), request.note);
            return refuse("exchange.fork", tr("it states another history than the commits that are held"));
        }
        {
            storage::Transaction transaction(*impl_->database);
            list.set_witnessed(origin, checkpoint.size, request.note);
            transaction.commit();
        }
        crypto::Note note = take(crypto::Note::parse(request.note));
        crypto::cosign_note(note, impl_->slots.registry(), witness_key(*impl_),
                            static_cast<std::uint64_t>(std::time(nullptr)));
        cosigned.line = exchange::signature_line(note.signatures.back());
        cosigned.checkpoint = view_of_note(note.encode());
        cosigned.cosigned = true;
        return cosigned;
    });
}

Result<CheckpointView> Registry::add_cosignatures(std::string_view answer) {
    return impl_->guarded([&] {
        impl_->require_writable();
        const std::vector<crypto::NoteSignature> signatures = take(exchange::signatures_in(answer));
        const std::vector<crypto::NoteVerifier> witnesses = named_witnesses(*impl_);
        std::vector<std::pair<std::uint64_t, std::string>> notes = impl_->ledger->checkpoints();
        std::optional<CheckpointView> changed;
        for (auto at = notes.rbegin(); at != notes.rend() && !changed; ++at) {
            crypto::Note note = take(crypto::Note::parse(at->second));
            const std::size_t before = note.signatures.size();
            bool known = false;
            for (const crypto::NoteSignature& signature : signatures) {
                const crypto::Note alone{note.text, {signature}};
                if (std::ranges::none_of(witnesses, [&](const crypto::NoteVerifier& witness) {
                        return exchange::cosigned_at(alone, witness).has_value();
                    }))
                    continue;
                const auto same = [&](const crypto::NoteSignature& one) {
                    return one.key_id == signature.key_id && one.signature == signature.signature;
                };
                known = known || std::ranges::any_of(note.signatures, same);
                if (std::ranges::none_of(note.signatures, same)) note.signatures.push_back(signature);
            }
            if (note.signatures.size() == before && !known) continue;
            if (note.signatures.size() > before) {
                storage::Transaction transaction(*impl_->database);
                impl_->ledger->store_checkpoint(at->first, note.encode());
                for (std::size_t i = before; i < note.signatures.size(); ++i)
                    vouch_for(*impl_, at->first, note.signatures[i]);
                transaction.commit();
            }
            changed = view_of_note(note.encode());
        }
        if (!changed)
            throw Failure(
                Category::refused, "unknown_witness", tr("cosignature"),
                tr("it is by no witness that the ledger names, or over no checkpoint of this registry"),
                tr("`xinbu cosignatures name VKEY` names a witness."));
        return *changed;
    });
}

Result<WitnessView> Registry::name_witness(const std::string& vkey) {
    return impl_->guarded([&] {
        impl_->require_writable();
        if (impl_->role != "admin")
            throw Failure(Category::access, "not_authorised", impl_->operator_name,
                          tr("only an admin names witnesses"), tr("Ask an admin of the registry."));
        const crypto::NoteVerifier witness = take(crypto::NoteVerifier::parse(vkey));
        if (witness.kind() != crypto::NoteKind::cosignature || witness.name() == impl_->slots.registry() ||
            readers::name_fault(witness.name()))
            throw Failure(Category::invalid, "bad_vkey", readers::printable(vkey),
                          tr("this is no key of another organisation that countersigns"),
                          tr("`xinbu witness --key` of the witness shows it."));
        Batch batch(*impl_);
        batch.put_core("core.witness.named", "witness/" + witness.name(),
                       {{"name", witness.name()}, {"key", witness.vkey()}});
        batch.sign("witness named");
        return WitnessView{witness.name(), witness.vkey()};
    });
}

}  // namespace xinbu::session
