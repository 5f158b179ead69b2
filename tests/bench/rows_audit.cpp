#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "audit_parts.hpp"
#include "ledgers.hpp"
#include "rows.hpp"

namespace xinbu::bench {

namespace fs = std::filesystem;

namespace {

/// Ed25519 verifications a second of one core, as OpenSSL's own program measures them.
double openssl_verifications() {
    FILE* pipe = ::popen("openssl speed -seconds 1 ed25519 2>/dev/null", "r");
    if (pipe == nullptr) give_up("openssl speed", "it cannot be started");
    double verifications = 0;
    char line[512];
    while (std::fgets(line, sizeof line, pipe) != nullptr) {
        double sign_time = 0, verify_time = 0, signs = 0, verifies = 0;
        if (std::sscanf(line, " 253 bits EdDSA (Ed25519) %lfs %lfs %lf %lf", &sign_time, &verify_time, &signs,
                        &verifies) == 4)
            verifications = verifies;
    }
    ::pclose(pipe);
    if (verifications <= 0) give_up("openssl speed", "it tells no figure for Ed25519");
    return verifications;
}

/// The seconds of an audit through the session, which must find nothing.
double audit_seconds(session::Registry& registry, std::uint64_t since) {
    session::AuditView view;
    const double seconds = seconds_of([&] { view = take(registry.audit({since, 0})); });
    if (view.ok) return seconds;
    for (const session::AuditFinding& one : view.findings)
        if (one.severity == "error") give_up("audit", one.rule + " " + one.place + ": " + one.message);
    give_up("audit", "it was stopped");
}

struct Incremental {
    Samples full, part;
};
/// Audits of what is new, before and after one of everything if `with_full`.
Incremental incremental_audits(Workshop& workshop, std::uint64_t entries, std::uint64_t added,
                               bool with_full) {
    const fs::path folder = workshop.shared(entries).folder;
    const std::unique_ptr<session::Registry> registry = workshop.open(folder);
    const std::uint64_t before = take(registry->info()).commits;
    workshop.grow(*registry, added);
    Incremental result;
    for (int round = 0; round < workshop.rounds(); ++round) {
        result.part.add(audit_seconds(*registry, before));
        if (with_full && round == 0) result.full.add(audit_seconds(*registry, 0));
    }
    return result;
}

}  // namespace

void measure_audit(Workshop& workshop, const Wanted& wanted, const Emit& emit) {
    const bool with_64 = is_wanted(wanted, "audit_64") || is_wanted(wanted, "audit_64_scaling"),
               with_1 = is_wanted(wanted, "audit_1");
    const std::uint64_t count = workshop.entries();
    // A signature each: what it costs does not depend on how many there are.
    const std::uint64_t singles = std::max<std::uint64_t>(1, count / 10);
    const fs::path source = workshop.shared(count).folder;
    std::optional<fs::path> of_64, of_1;
    if (with_64) of_64 = make_ledger(workshop, source, count, 64);
    if (with_1) of_1 = make_ledger(workshop, source, singles, 1);
    Samples one, two, single, floors;
    for (int round = 0; round < workshop.rounds(); ++round) {
        if (of_64) {
            AuditParts audit(workshop, *of_64);
            one.add(static_cast<double>(count) / audit.ledger(1));
            two.add(static_cast<double>(count) / audit.ledger(2));
        }
        floors.add(openssl_verifications());
        if (of_1) single.add(static_cast<double>(singles) / AuditParts(workshop, *of_1).ledger(1));
    }
    constexpr const char* floor_is = "openssl Ed25519 verify/s, one core";
    if (of_64) {
        fs::remove_all(*of_64);
        emit({"audit_64", "entries/s", spread_of(one), spread_of(floors), floor_is, true, Bound::at_least, 25,
              "one thread"});
        emit({"audit_64_scaling", "entries/s", spread_of(two), spread_of(one), "one thread", true,
              Bound::at_least, 1.8, "two threads"});
    }
    if (of_1) {
        fs::remove_all(*of_1);
        emit({"audit_1", "entries/s", spread_of(single), spread_of(floors), floor_is, true, Bound::at_least,
              0.85, fmt::format("one thread, {} commits", singles)});
    }
}

void measure_audit_since(Workshop& workshop, const Emit& emit) {
    const std::uint64_t entries = workshop.entries(), fewer = std::max<std::uint64_t>(1, entries / 10);
    const std::uint64_t added = std::min<std::uint64_t>(1000, fewer);
    const Incremental small = incremental_audits(workshop, fewer, added, false);
    const Incremental large = incremental_audits(workshop, entries, added, true);
    const double per_new = 1e6 * large.part.median() / static_cast<double>(added);
    const double per_entry = 1e6 * large.full.median() / static_cast<double>(entries + added);
    emit({"audit_since", "s", spread_of(large.part), spread_of(small.part),
          fmt::format("the same after {} entries", fewer), true, Bound::at_most, 1.5,
          fmt::format("{} new of {}; full {:.3f} s; {:.1f} us per new entry, {:.1f} us per entry in full",
                      added, entries + added, large.full.median(), per_new, per_entry)});
    emit({"audit_since_share", "s", spread_of(large.part), spread_of(large.full), "the full audit", true,
          Bound::at_most, 3.0 * static_cast<double>(added) / static_cast<double>(entries + added) + 0.05,
          "3 x new/all + 0.05"});
}

}  // namespace xinbu::bench
