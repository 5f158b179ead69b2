// Time stamps of RFC 3161 on checkpoints: asking for them, taking them over, judging those that are held.
#include "timestamping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "audit.hpp"
#include "batch.hpp"
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t nonce_bytes = 8;

/// The same request for the same checkpoint, whenever it is written, and no other registry's: so nothing
/// about it need be kept until the answer comes (docs/decisions/time-stamps.md).
Bytes nonce_for(const Registry::Impl& registry, const Hash& digest) {
    const crypto::Secret key =
        crypto::derive_key(registry.data_key, "xinbu time-stamp nonce v1 " + to_hex(digest), nonce_bytes);
    Bytes nonce = to_bytes(key.view());
    nonce.front() = static_cast<std::uint8_t>((nonce.front() & 0x7FU) | 0x40U);  // positive, of one length
    return nonce;
}

/// The checkpoint that a digest is over.
std::optional<ledger::Checkpoint> stamped_checkpoint(Registry::Impl& registry, const Hash& digest) {
    std::vector<std::pair<std::uint64_t, std::string>> notes = registry.ledger->checkpoints();
    for (auto at = notes.rbegin(); at != notes.rend(); ++at) {
        const ledger::Checkpoint checkpoint{registry.slots.registry(), at->first,
                                            ledger::root_at(at->first, registry.ledger->nodes())};
        if (ledger::stamped_digest(checkpoint) == digest) return checkpoint;
    }
    return std::nullopt;
}

/// The positions of the entries that hold stamps, in order.
std::vector<std::uint64_t> stamp_entries(Registry::Impl& registry) {
    std::vector<std::uint64_t> positions;
    each_own_entry(*registry.ledger, *registry.store, ledger::timestamp_type,
                   [&](std::uint64_t position, const ledger::Entry&) {
                       positions.push_back(position);
                       return true;
                   });
    std::ranges::reverse(positions);
    return positions;
}

TimestampView view_of(Registry::Impl& registry, std::uint64_t position, const crypto::TrustAnchors& anchors) {
    const HeldTimestamp held = judge_held(*registry.ledger, registry.slots.registry(), position, anchors);
    const std::string place = fmt::format("entry {}", position);
    TimestampView view;
    view.received = held.received;
    if (held.entry) {
        view.size = held.entry->size;
        view.token_sha256 = to_hex(held.entry->sha256);
    }
    for (const ledger::AuthorityFault& fault : held.judged.faults)
        view.findings.push_back({"error", fault.rule, place, fault.message});
    for (const ledger::AuthorityFault& one : held.judged.suspicions)
        view.findings.push_back({"warning", one.rule, place, one.message});
    if (!held.judged.stamp) {
        if (held.judged.faults.empty())
            view.findings.push_back(
                {"note", "timestamp.hash_only", place, tr("only the hash of its token is held")});
        return view;
    }
    const crypto::Timestamp& stamp = *held.judged.stamp;
    set_stamp(view, stamp);
    if (!stamp.trusted) view.findings.push_back(finding_of_trust(stamp, view.size, place, anchors));
    return view;
}

[[noreturn]] void refuse(const char* code, const char* why, const char* remedy) {
    throw Failure(Category::refused, code, tr("time stamp"), why, remedy);
}

}  // namespace

std::string told(std::uint64_t size, const crypto::Timestamp& stamp) {
    return fmt::format(fmt::runtime(tr("the first {} commits were there at {}, says {}")), size, stamp.time,
                       readers::printable(stamp.authority));
}

void set_stamp(TimestampView& view, const crypto::Timestamp& stamp) {
    view.valid = true;
    view.trusted = stamp.trusted;
    view.time = stamp.time;
    view.authority = stamp.authority;
    view.policy = stamp.policy;
    view.serial = stamp.serial;
    view.certificate = stamp.certificate;
    view.valid_until = stamp.valid_until;
}

AuditFinding finding_of_trust(const crypto::Timestamp& stamp, std::uint64_t size, std::string place,
                              const crypto::TrustAnchors& anchors) {
    if (stamp.trusted) return {"note", "timestamp.trusted", std::move(place), told(size, stamp)};
    if (anchors.empty())
        return {"note", "timestamp.unknown_authority", std::move(place),
                fmt::format(fmt::runtime(tr("{}; signature valid, authority not known")), told(size, stamp))};
    return {"warning", "timestamp.untrusted", std::move(place),
            fmt::format("{}; {}", told(size, stamp), stamp.distrust)};
}

HeldTimestamp judge_held(ledger::Ledger& ledger, const std::string& origin, std::uint64_t position,
                         const crypto::TrustAnchors& anchors) {
    HeldTimestamp held;
    held.received = ledger.commit_of(position);
    held.entry = ledger::timestamp_in(take(ledger::decode_entry(ledger.entry(position))));
    if (!held.entry || held.entry->size > held.received) {
        held.judged.faults.push_back(
            {"timestamp.entry", tr("it names no checkpoint that was there before it")});
        return held;
    }
    if (!held.entry->token) return held;
    const auto time_of = [&](std::uint64_t commit) {
        const ledger::Envelope envelope = take(ledger::decode_envelope(ledger.commit(commit).envelope));
        return take(ledger::decode_payload(envelope.payload)).time;
    };
    const ledger::TimestampPlace place{
        {origin, held.entry->size, ledger::root_at(held.entry->size, ledger.nodes())},
        held.received,
        time_of(held.received),
        time_of(held.entry->size - 1)};
    held.judged = ledger::judge_timestamp(*held.entry, *held.entry->token, place, anchors);
    return held;
}

void audit_timestamps(ledger::Ledger& ledger, const std::string& origin,
                      const std::vector<std::uint64_t>& entries, const crypto::TrustAnchors& anchors,
                      const std::function<std::string(std::uint64_t entry)>& place_of, AuditTrail& trail) {
    std::uint64_t of_unknown = 0;
    for (const std::uint64_t position : entries) {
        const HeldTimestamp held = judge_held(ledger, origin, position, anchors);
        for (const ledger::AuthorityFault& fault : held.judged.faults)
            trail.error(fault.rule, place_of(position), fault.message);
        for (const ledger::AuthorityFault& one : held.judged.suspicions)
            trail.warning(one.rule, place_of(position), one.message);
        if (!held.judged.stamp) {
            if (held.judged.faults.empty())
                trail.note("timestamp.hash_only", place_of(position),
                           tr("only the hash of its token is held"));
            continue;
        }
        if (held.judged.stamp->trusted) continue;
        if (anchors.empty()) {
            ++of_unknown;
        } else {
            const AuditFinding finding =
                finding_of_trust(*held.judged.stamp, held.entry->size, place_of(position), anchors);
            trail.warning(finding.rule, finding.place, finding.message);
        }
    }
    if (of_unknown > 0)
        trail.note("timestamp.unknown_authority", origin,
                   fmt::format(fmt::runtime(tr("{} time stamps hold; whose they are is not known, since no "
                                               "certificate of an authority was given")),
                               of_unknown));
}

std::optional<TimestampedView> last_timestamped(Registry::Impl& registry) {
    const auto self = registry.store->find(registry_record);
    if (!self || plugin::text_at(self->record.fields, "token_sha256").empty()) return std::nullopt;
    std::optional<TimestampedView> last;
    each_own_entry(*registry.ledger, *registry.store, ledger::timestamp_type,
                   [&](std::uint64_t position, const ledger::Entry&) {
                       const HeldTimestamp held =
                           judge_held(*registry.ledger, registry.slots.registry(), position, {});
                       if (!held.judged.stamp) return true;
                       constexpr std::int64_t day = 86'400;
                       const std::int64_t ago =
                           std::max<std::int64_t>(std::time(nullptr) - held.judged.stamp->seconds, 0);
                       last = TimestampedView{held.judged.stamp->authority, held.judged.stamp->time,
                                              held.entry->size, registry.ledger->size() - held.entry->size,
                                              static_cast<std::uint64_t>(ago / day)};
                       return false;
                   });
    return last;
}

Result<TimestampRequest> Registry::timestamp_request(const std::string& policy) {
    return impl_->guarded([&] {
        impl_->require_writable();
        impl_->require_role_for(ledger::timestamp_type);
        const CheckpointView head = checkpoint_of(*impl_);
        const Hash digest = ledger::stamped_digest({head.origin, head.size, *hash_from_hex(head.root)});
        return TimestampRequest{take(crypto::timestamp_request(digest, nonce_for(*impl_, digest), policy)),
                                head, to_hex(digest)};
    });
}

Result<TimestampAdded> Registry::add_timestamp(ByteView reply, const crypto::TrustAnchors& anchors,
                                               const std::string& policy) {
    return impl_->guarded([&] {
        impl_->require_writable();
        impl_->require_role_for(ledger::timestamp_type);
        const Bytes token = take(crypto::timestamp_token(reply));
        const Hash digest = take(crypto::read_timestamp(token, anchors)).digest;
        const std::optional<ledger::Checkpoint> checkpoint = stamped_checkpoint(*impl_, digest);
        if (!checkpoint)
            refuse("timestamp_digest", tr("it is over no checkpoint of this registry"),
                   tr("`xinbu timestamp request` writes what an authority must be asked."));
        const crypto::Timestamp stamp =
            take(crypto::verify_timestamp(token, ledger::stamped_digest(*checkpoint), anchors));
        if (stamp.nonce != nonce_for(*impl_, digest))
            refuse("timestamp_nonce", tr("it answers another request than this registry's"),
                   tr("Ask again with `xinbu timestamp request`; after an exchange of the data key, older "
                      "requests are void."));
        if (!policy.empty() && stamp.policy != policy)
            refuse("timestamp_policy",
                   tr("it was made under another policy of the authority than was asked for"),
                   tr("Ask the authority under which policies it stamps."));
        if (!anchors.empty() && !stamp.trusted)
            refuse("timestamp_untrusted", stamp.distrust.c_str(),
                   tr("Check that the reply and the certificates are of the same authority."));
        for (const std::uint64_t position : stamp_entries(*impl_)) {
            const auto known =
                ledger::timestamp_in(take(ledger::decode_entry(impl_->ledger->entry(position))));
            if (known && known->sha256 == crypto::sha256(token))
                return TimestampAdded{view_of(*impl_, position, anchors), false, {}};
        }
        Batch batch(*impl_);
        batch.put_core(std::string(ledger::timestamp_type), registry_record,
                       ledger::timestamp_data(checkpoint->size, token));
        const std::uint64_t position = impl_->ledger->entry_count();
        const Batch::Signed made = batch.sign("time stamp received");
        return TimestampAdded{view_of(*impl_, position, anchors), true, made.commit};
    });
}

Result<std::vector<TimestampView>> Registry::timestamps(const crypto::TrustAnchors& anchors) {
    return impl_->guarded([&] {
        std::vector<TimestampView> views;
        for (const std::uint64_t position : stamp_entries(*impl_))
            views.push_back(view_of(*impl_, position, anchors));
        return views;
    });
}

}  // namespace xinbu::session
