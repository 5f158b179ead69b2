// The part of an audit that looks at what outsiders signed and said: the lines of witnesses under one's own
// checkpoints, and the checkpoints that other registries saw.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit.hpp"
#include "gossip.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/exchange/witness.hpp"
#include "xinbu/ledger/vouching.hpp"

namespace xinbu::session {

namespace {

std::string checkpoint_place(std::uint64_t size) {
    return fmt::format("checkpoint {}", size);
}

/// What the ledger says of its witnesses: the keys that each ever had, and the lines that it received.
struct Told {
    struct Line {
        std::string witness, line;
        std::uint64_t size = 0, position = 0;  ///< position: of the commit that says so
    };
    std::multimap<std::string, crypto::NoteVerifier> keys;
    std::vector<Line> lines;

    Told(ledger::Ledger& ledger, records::Store& store) {
        std::vector<std::string> records;
        store.for_each("witness", {}, [&](const plugin::Record& record) {
            records.push_back(record.id);
            return true;
        });
        for (const std::string& record : records)
            for (const records::Store::EntryOfRecord& one : store.entries_of(record))
                take_entry(take(ledger::decode_entry(ledger::entry_at(ledger, one.place()))),
                           ledger.commit_of(one.position));
    }

private:
    void take_entry(const ledger::Entry& entry, std::uint64_t position) {
        std::string name(plugin::text_at(entry.data, "name"));
        if (entry.type == ledger::countersigned_type) {
            const std::int64_t* size = plugin::integer_at(entry.data, "checkpoint_size");
            lines.push_back({std::move(name), std::string(plugin::text_at(entry.data, "line")),
                             size != nullptr ? static_cast<std::uint64_t>(*size) : 0, position});
            return;
        }
        Result<crypto::NoteVerifier> key = crypto::NoteVerifier::parse(plugin::text_at(entry.data, "key"));
        if (key && key->kind() == crypto::NoteKind::cosignature) keys.emplace(key->name(), std::move(*key));
    }
};

void audit_line(const Told& told, const crypto::Note& note, const crypto::NoteSignature& signature,
                std::uint64_t size, AuditTrail& trail) {
    const auto [first, last] = told.keys.equal_range(signature.name);
    const crypto::Note alone{note.text, {signature}};
    const bool holds = std::any_of(
        first, last, [&](const auto& one) { return exchange::cosigned_at(alone, one.second).has_value(); });
    if (holds) return;
    trail.error("witness.forged", checkpoint_place(size),
                fmt::format(fmt::runtime(first == last
                                             ? tr("a line in the name of {}, whom the ledger names as no "
                                                  "witness, was put under it")
                                             : tr("the line in the name of {} does not hold: no key of that "
                                                  "witness made it")),
                            signature.name));
}

}  // namespace

void audit_witness_lines(ledger::Ledger& ledger, records::Store& store, const std::string& origin,
                         AuditTrail& trail) {
    const Told told(ledger, store);
    std::map<std::uint64_t, std::set<std::string>> there;
    for (const auto& [size, text] : ledger.checkpoints()) {
        const Result<crypto::Note> note = crypto::Note::parse(text);
        if (!note) continue;  // told as checkpoint.signature
        for (const crypto::NoteSignature& signature : note->signatures) {
            if (signature.name == origin) continue;
            there[size].insert(exchange::signature_line(signature));
            audit_line(told, *note, signature, size, trail);
        }
    }
    for (const Told::Line& one : told.lines) {
        const auto at = there.find(one.size);
        if (at != there.end() && at->second.contains(one.line)) continue;
        trail.error("witness.removed", checkpoint_place(one.size),
                    fmt::format(fmt::runtime(tr("{} countersigned it, as commit {} says, and its line is not "
                                                "here any more")),
                                one.witness, one.position));
    }
}

void audit_gossip(Registry::Impl& registry, AuditTrail& trail) {
    const std::vector<exchange::Fork> kept = exchange::FollowedList(*registry.database).forks();
    for (const Contradiction& one : find_contradictions(registry)) {
        if (one.is_own) {
            trail.error("ledger.head", one.by, one.message);
            continue;
        }
        // The evidence that was kept is told with the ledgers that are followed.
        const bool is_kept = std::ranges::any_of(kept, [&](const exchange::Fork& fork) {
            return fork.origin == one.evidence.origin && fork.other_note == one.evidence.other_note;
        });
        if (!is_kept) trail.warning("exchange.fork", one.evidence.origin, one.message);
    }
}

}  // namespace xinbu::session
