#include "timestamps.hpp"

#include <fmt/format.h>

#include <charconv>

#include "format.hpp"
#include "refusal.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::exchange {

namespace {

/// The size that such a name begins with.
std::uint64_t size_in(const std::string& name) {
    std::uint64_t size = 0;
    const char* begin = name.data() + timestamps_folder.size();
    const auto [stop, error] = std::from_chars(begin, name.data() + name.size(), size);
    const std::string_view rest(stop, static_cast<std::size_t>(name.data() + name.size() - stop));
    const auto hash = rest.starts_with('-') && rest.ends_with(timestamp_ending)
                          ? hash_from_hex(rest.substr(1, rest.size() - 1 - timestamp_ending.size()))
                          : std::nullopt;
    if (error != std::errc{} || !hash || timestamp_name(size, *hash) != name)
        refuse(fmt::format(fmt::runtime(tr("{} belongs to no bundle")), name));
    return size;
}

}  // namespace

std::string timestamp_name(std::uint64_t size, const Hash& token) {
    return std::string(timestamps_folder) + std::to_string(size) + "-" + to_hex(token) +
           std::string(timestamp_ending);
}

Timestamps::Timestamps(const std::vector<std::string>& names, std::uint64_t from, std::uint64_t to)
    : from_(from) {
    for (const std::string& name : names) {
        const std::uint64_t size = size_in(name);
        if (size < from || size > to) refuse(fmt::format(fmt::runtime(tr("{} belongs to no bundle")), name));
        files_.emplace(name, false);
        trees_.emplace(size, Tree{});
    }
}

void Timestamps::take(const BundleEntry& one) {
    if (one.entry == nullptr || one.entry->type != ledger::timestamp_type) return;
    std::optional<ledger::TimestampEntry> entry = ledger::timestamp_in(*one.entry);
    if (!entry || entry->size > one.position) {
        faults_.push_back({one.position, {"timestamp.entry", tr("its time stamp is malformed")}});
        return;
    }
    if (!entry->token) return;  // its hash alone proves nothing to a stranger, and claims nothing
    if (crypto::sha256(*entry->token) != entry->sha256) {
        faults_.push_back(
            {one.position, {"timestamp.hash", tr("its token is another one than its hash names")}});
        return;
    }
    entry->token.reset();
    if (entry->size < from_) {
        ++older_;
        return;
    }
    std::string name = timestamp_name(entry->size, entry->sha256);
    const auto file = files_.find(name);
    if (file == files_.end()) refuse(fmt::format(fmt::runtime(tr("{} is missing")), name));
    if (file->second) return;  // said twice
    file->second = true;
    claims_.push_back({std::move(name), std::move(*entry), one.position, {}});
}

void Timestamps::take_commit(std::uint64_t position, const std::string& time) {
    for (; judged_before_ < claims_.size(); ++judged_before_) claims_[judged_before_].received_time = time;
    if (const auto tree = trees_.find(position + 1); tree != trees_.end()) tree->second.last_time = time;
}

void Timestamps::judge(BundleReading& reading, const crypto::TrustAnchors& anchors,
                       const std::function<Bytes(const std::string& name)>& token_of) {
    constexpr std::size_t most_faults = 1000;
    for (const auto& [name, claimed] : files_)
        if (!claimed) refuse(fmt::format(fmt::runtime(tr("no entry names {}")), name));
    reading.older_stamps = older_;
    for (const Claim& claim : claims_) {
        const Tree& tree = trees_.at(claim.entry.size);
        ledger::JudgedTimestamp judged =
            ledger::judge_timestamp(claim.entry, token_of(claim.name),
                                    {{reading.manifest.origin, claim.entry.size, tree.root},
                                     claim.received,
                                     claim.received_time,
                                     tree.last_time},
                                    anchors);
        for (ledger::AuthorityFault& fault : judged.faults)
            faults_.push_back({claim.received, std::move(fault)});
        if (judged.stamp)
            reading.stamps.push_back(
                {claim.entry.size, claim.received, std::move(*judged.stamp), std::move(judged.suspicions)});
    }
    for (BundleReading::Fault& fault : faults_)
        if (reading.faults.size() < most_faults) reading.faults.push_back(std::move(fault));
}

}  // namespace xinbu::exchange
