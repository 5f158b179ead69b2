#include "xinbu/ledger/timestamp.hpp"

#include <fmt/format.h>

#include "xinbu/base/i18n.hpp"
#include "xinbu/base/instant.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::ledger {

namespace {

constexpr std::int64_t clock_tolerance = 300;  // seconds

void suspect_clocks(JudgedTimestamp& judged, const TimestampPlace& place) {
    const crypto::Timestamp& stamp = *judged.stamp;
    const auto last = seconds_of(place.last_time), received = seconds_of(place.received_time);
    if (last && *last > stamp.seconds + clock_tolerance)
        judged.suspicions.push_back(
            {"timestamp.clock",
             fmt::format(fmt::runtime(tr("commit {} states {}, but an authority had stamped it at {}: the "
                                         "clock ran ahead")),
                         place.checkpoint.size - 1, place.last_time, stamp.time)});
    if (received && *received < stamp.seconds - clock_tolerance)
        judged.suspicions.push_back(
            {"timestamp.clock",
             fmt::format(fmt::runtime(tr("commit {} states {}, but holds a time stamp of {}: it was dated "
                                         "back, or the clock was slow")),
                         place.received, place.received_time, stamp.time)});
}

}  // namespace

Hash stamped_digest(const Checkpoint& checkpoint) {
    return crypto::sha256(as_bytes(checkpoint_text(checkpoint)));
}

std::optional<TimestampEntry> timestamp_in(const Entry& entry) {
    if (entry.type != timestamp_type) return std::nullopt;
    TimestampEntry found;
    const std::int64_t* size = plugin::integer_at(entry.data, "checkpoint_size");
    const auto hash = hash_from_hex(plugin::text_at(entry.data, "token_sha256"));
    if (size == nullptr || *size < 1 || !hash) return std::nullopt;
    found.size = static_cast<std::uint64_t>(*size);
    found.sha256 = *hash;
    if (const plugin::Value* token = entry.data.find("token")) {
        if (token->text() == nullptr) return std::nullopt;
        found.token = from_base64(*token->text());
        if (!found.token) return std::nullopt;
    }
    return found;
}

plugin::Object timestamp_data(std::uint64_t size, ByteView token) {
    return {{"checkpoint_size", static_cast<std::int64_t>(size)},
            {"token", to_base64(token)},
            {"token_sha256", to_hex(crypto::sha256(token))}};
}

JudgedTimestamp judge_timestamp(const TimestampEntry& entry, ByteView token, const TimestampPlace& place,
                                const crypto::TrustAnchors& anchors) {
    JudgedTimestamp judged;
    const auto fault = [&](const char* rule, std::string why) {
        judged.faults.push_back({rule, std::move(why)});
        return judged;
    };
    if (entry.size == 0 || entry.size > place.received || entry.size != place.checkpoint.size)
        return fault("timestamp.entry", tr("it names a checkpoint that was not there before it"));
    if (crypto::sha256(token) != entry.sha256)
        return fault("timestamp.hash", tr("its token is another one than its hash names"));
    Result<crypto::Timestamp> stamp =
        crypto::verify_timestamp(token, stamped_digest(place.checkpoint), anchors);
    if (!stamp)
        return stamp.error().code == "timestamp_digest"
                   ? fault("timestamp.imprint",
                           fmt::format(fmt::runtime(tr("it is over something else than the checkpoint of {} "
                                                       "commits")),
                                       entry.size))
                   : fault("timestamp.token", stamp.error().why);
    judged.stamp = std::move(*stamp);
    suspect_clocks(judged, place);
    return judged;
}

}  // namespace xinbu::ledger
