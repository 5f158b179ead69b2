#include "gossip.hpp"

#include <fmt/format.h>

#include "due.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/ledger/vouching.hpp"

namespace xinbu::session {

namespace {

/// A head of a registry in the ledger of another one.
struct Sighting {
    std::string by;
    bool is_confirmed = false;  ///< one's own, or of a registry whose fingerprint somebody confirmed
    std::string vkey, note;
    ledger::Checkpoint head;
};

void collect(ledger::Ledger& ledger, records::Store& store, const std::string& by, bool is_confirmed,
             std::vector<Sighting>& all) {
    each_own_entry(ledger, store, ledger::checkpoint_seen_type,
                   [&](std::uint64_t, const ledger::Entry& entry) {
                       Sighting one{by,
                                    is_confirmed,
                                    std::string(plugin::text_at(entry.data, "checkpoint_key")),
                                    std::string(plugin::text_at(entry.data, "note")),
                                    {}};
                       const Result<crypto::Note> note = crypto::Note::parse(one.note);
                       if (!note) return true;
                       const Result<ledger::Checkpoint> head = ledger::parse_checkpoint(note->text);
                       if (!head) return true;
                       one.head = *head;
                       all.push_back(std::move(one));
                       return true;
                   });
}

bool is_signed(const Sighting& sighting, const std::string& vkey) {
    const Result<crypto::NoteVerifier> key = crypto::NoteVerifier::parse(vkey);
    const Result<crypto::Note> note = crypto::Note::parse(sighting.note);
    return key && note && key->name() == sighting.head.origin && note->is_signed_by(*key);
}

/// Where the ledger itself is here: its own, or a followed one's.
void compare_with_ledger(const Sighting& sighting, ledger::Ledger& ledger, const ledger::Authority& authority,
                         bool is_own, std::vector<Contradiction>& found) {
    const ledger::Checkpoint& head = sighting.head;
    const bool is_ahead = head.size > ledger.size();
    // Of a followed ledger that is simply what was not handed on yet.
    if (is_ahead && !is_own) return;
    const ledger::CheckpointKeys* keys = authority.checkpoint_key(is_ahead ? ledger.size() : head.size);
    if (keys == nullptr || !ledger::verify_checkpoint(sighting.note, *keys)) return;
    if (!is_ahead && ledger::root_at(head.size, ledger.nodes()) == head.root) return;
    Contradiction one;
    one.evidence.origin = head.origin;
    one.evidence.held_note = ledger.last_checkpoint().value_or("");
    one.evidence.other_note = sighting.note;
    one.by = sighting.by;
    one.size = head.size;
    one.is_own = is_own;
    one.is_fork = !is_ahead;
    one.message =
        is_ahead ? fmt::format(fmt::runtime(tr("{} holds a head of {} commits that this registry signed, and "
                                               "here are only {}")),
                               sighting.by, head.size, ledger.size())
                 : fmt::format(fmt::runtime(tr("{} was shown another history of it under a head of {} "
                                               "commits: two histories, both signed")),
                               sighting.by, head.size);
    found.push_back(std::move(one));
}

/// Two others' word against each other: only where both name the same key, and it signed both heads.
void compare_with_others(const std::vector<Sighting>& all, std::size_t at,
                         std::vector<Contradiction>& found) {
    const Sighting& one = all[at];
    for (std::size_t i = 0; i < at; ++i) {
        const Sighting& other = all[i];
        if (other.head.origin != one.head.origin || other.head.size != one.head.size ||
            other.head.root == one.head.root || !one.is_confirmed || !other.is_confirmed ||
            one.vkey != other.vkey || !is_signed(one, one.vkey) || !is_signed(other, one.vkey))
            continue;
        Contradiction pair;
        pair.evidence.origin = one.head.origin;
        pair.evidence.held_note = other.note;
        pair.evidence.other_note = one.note;
        pair.by = one.by;
        pair.second_by = other.by;
        pair.size = one.head.size;
        pair.message = fmt::format(fmt::runtime(tr("{} and {} were shown two histories of it under heads of "
                                                   "{} commits, both signed")),
                                   other.by, one.by, one.head.size);
        found.push_back(std::move(pair));
    }
}

}  // namespace

void note_seen(Registry::Impl& registry, FollowedLedger& other) {
    const std::optional<std::string> note = other.ledger.last_checkpoint();
    if (!note) return;
    crypto::Note own = take(crypto::Note::parse(*note));
    const ledger::Checkpoint head = take(ledger::parse_checkpoint(own.text));
    const ledger::CheckpointKeys* keys = other.authority.checkpoint_key(head.size);
    if (keys == nullptr) return;
    // Who countersigned it is between that registry and its witnesses.
    std::erase_if(own.signatures, [&](const crypto::NoteSignature& one) { return one.name != head.origin; });
    std::string text = own.encode();
    bool is_known = false;
    each_own_entry(*registry.ledger, *registry.store, ledger::checkpoint_seen_type,
                   [&](std::uint64_t, const ledger::Entry& entry) {
                       is_known = plugin::text_at(entry.data, "note") == text;
                       return !is_known;
                   });
    if (is_known) return;
    add_due_entry(*registry.ledger,
                  {std::string(ledger::checkpoint_seen_type),
                   registry_record,
                   {{"checkpoint_key", crypto::NoteVerifier(head.origin, keys->ed25519).vkey()},
                    {"fingerprint", to_hex(other.row.fingerprint)},
                    {"note", std::move(text)},
                    {"origin", head.origin}}});
}

std::vector<Contradiction> find_contradictions(Registry::Impl& registry) {
    std::vector<Sighting> all;
    const std::string& own = registry.slots.registry();
    collect(*registry.ledger, *registry.store, own, true, all);
    for (const auto& other : registry.others())
        collect(other->ledger, other->store, other->row.origin, other->row.trusted, all);
    std::vector<Contradiction> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
        // What somebody says of himself is no news.
        if (all[i].by == all[i].head.origin) continue;
        if (all[i].head.origin == own)
            compare_with_ledger(all[i], *registry.ledger, registry.authority, true, found);
        for (const auto& other : registry.others())
            if (other->row.origin == all[i].head.origin)
                compare_with_ledger(all[i], other->ledger, other->authority, false, found);
        compare_with_others(all, i, found);
    }
    return found;
}

}  // namespace xinbu::session
