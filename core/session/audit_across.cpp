// The part of an audit that compares what several registries record.
#include <fmt/format.h>

#include <set>

#include "audit.hpp"
#include "elsewhere.hpp"
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"

namespace xinbu::session {

namespace {

/// Told one by one up to here; beyond, only counted.
constexpr std::size_t most_told = 200;

class AcrossAudit {
public:
    AcrossAudit(Registry::Impl& registry, plugin::Date day, AuditTrail& trail)
        : registry_(registry), day_(day), trail_(trail) {}

    void run() {
        const auto& others = registry_.others();
        if (others.empty()) return;
        for (const auto& other : others)
            if (other->row.trusted) compare_states(*other);
        watch();
        if (told_ > most_told)
            trail_.warning(
                "cross.more", "registries",
                fmt::format(fmt::runtime(tr("{} more contradictions were found and are not listed")),
                            told_ - most_told));
    }

private:
    void tell(std::string rule, std::string place, std::string message) {
        if (++told_ <= most_told) trail_.warning(std::move(rule), std::move(place), std::move(message));
    }

    std::string state_of(const plugin::Record& record) const {
        return registry_.catalogue().state_label(host::kind_of(record.id), record.status);
    }

    void compare_states(FollowedLedger& other) {
        const records::DayView own(*registry_.store, day_);
        const records::DayView theirs(other.store, day_);
        const std::string name = other.row.name.empty() ? other.row.origin : other.row.name;
        for (const auto& declared : registry_.catalogue().record_types()) {
            if (!declared.type->is_shared) continue;
            theirs.for_each(declared.type->kind, [&](const plugin::Record& told) {
                auto mine = own.find(told.id);
                if (!mine) return trail_.go_on(tr("Comparing registries"), 0, 0);
                plugin::Record shown = told;
                registry_.catalogue().present(shown, day_);
                registry_.catalogue().present(*mine, day_);
                if (shown.status != mine->status)
                    tell("cross.state", mine->id,
                         fmt::format(fmt::runtime(tr("recorded here as “{}”, by {} as “{}”")),
                                     state_of(*mine), name, state_of(shown)));
                return !trail_.stopped();
            });
        }
    }

    /// What a watching check answers with the others' word and does not answer without it.
    void watch() {
        const records::DayView view(*registry_.store, day_);
        for (const auto& declared : registry_.catalogue().checks()) {
            if (!declared.type->watches || trail_.stopped()) continue;
            const auto answer = [&](const host::Catalogue::Elsewhere& elsewhere) {
                return registry_.catalogue().run_check(declared.type->name, {}, view, elsewhere);
            };
            std::set<std::string> alone;
            for (const plugin::Finding& one : answer({}).findings) alone.insert(one.rule + one.message.en);
            for (const plugin::Finding& one : answer(elsewhere_on(registry_, day_)).findings) {
                if (alone.contains(one.rule + one.message.en)) continue;
                tell("cross.told", one.evidence.empty() ? declared.type->name : one.evidence.front(),
                     one.rule + ": " + host::shown(one.message));
            }
        }
    }

    Registry::Impl& registry_;
    plugin::Date day_;
    AuditTrail& trail_;
    std::size_t told_ = 0;
};

}  // namespace

void audit_across(Registry::Impl& registry, plugin::Date day, AuditTrail& trail) {
    AcrossAudit(registry, day, trail).run();
}

}  // namespace xinbu::session
