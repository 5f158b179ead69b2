#include "securities.hpp"

#include <algorithm>

#include "party_names.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Severity;
using plugin::Text;
using plugin::text_at;
using plugin::Value;

namespace {

bool share_a_party(const Array& some, const Array& others) {
    return std::ranges::any_of(some, [&](const Value& one) {
        return std::ranges::any_of(others, [&](const Value& other) { return is_same_party(one, other); });
    });
}

/// The smallest distance between a party of the one list and one of the other.
template <class Measure>
std::optional<int> nearest(const Array& some, const Array& others, Measure measure) {
    std::optional<int> best;
    for (const Value& one : some)
        for (const Value& other : others)
            if (const std::optional<int> between = measure(one, other);
                between && (!best || *between < *best))
                best = between;
    return best;
}

/// Who released stands on the secured party's side; letters between it and the secured party.
int distance_between(const Overlay& pledge, const Array& released_by) {
    if (share_a_party(pledge.parties, released_by)) return 0;
    return nearest(pledge.parties, released_by, spelling_distance).value_or(0);
}

bool is_known_as(const Overlay& pledge, std::string_view number) {
    return pledge.reference == number ||
           std::ranges::find(pledge.corrected_as, number) != pledge.corrected_as.end();
}

PairedBy ground_of(Succession::Kinship kinship) {
    switch (kinship) {
        case Succession::Kinship::same:
            return PairedBy::parties;
        case Succession::Kinship::unknown:
            return PairedBy::secured_party;
        case Succession::Kinship::successor:
            return PairedBy::successor;
        case Succession::Kinship::other:
            break;
    }
    return PairedBy::other_holder;
}

/// Interests that say the same as one that is meant were released with it, where no number says which.
void add_twins(const std::vector<const Overlay*>& open, std::vector<Pairing>& meant) {
    const std::size_t told = meant.size();
    for (std::size_t at = 0; at < open.size(); ++at) {
        const bool is_meant =
            std::any_of(meant.begin(), meant.end(), [&](const Pairing& one) { return one.at == at; });
        for (std::size_t place = 0; place < told && !is_meant; ++place) {
            const Overlay &one = *open[at], &other = *open[meant[place].at];
            const bool names_it = !one.twin.empty() && one.twin == other.reference;
            const bool is_named = !other.twin.empty() && other.twin == one.reference;
            if (!names_it && !is_named) continue;
            meant.push_back({at, PairedBy::spelling, names_it ? one.twin_distance : other.twin_distance});
            break;
        }
    }
}

std::vector<Pairing> by_parties(const std::vector<const Overlay*>& open,
                                const std::vector<std::size_t>& candidates, const Object& release,
                                const Succession& succession) {
    const Array released_by = counterparties_of(release);
    const Array& holders = plugin::array_at(release, "holders");
    std::vector<Pairing> meant;
    for (const std::size_t at : candidates) {
        if (!share_a_party(open[at]->parties, released_by)) continue;
        const PairedBy ground = ground_of(succession.between(open[at]->holders, holders));
        // Only those on the surest ground: the others may well go on.
        if (!meant.empty() && ground > meant.front().ground) continue;
        if (!meant.empty() && ground < meant.front().ground) meant.clear();
        meant.push_back({at, ground});
    }
    if (!meant.empty()) {
        add_twins(open, meant);
        return meant;
    }
    for (const std::size_t at : candidates) {
        const auto distance = nearest(open[at]->parties, released_by, misspelling);
        const bool is_same_holder =
            succession.between(open[at]->holders, holders) == Succession::Kinship::same;
        if (distance && is_same_holder) meant.push_back({at, PairedBy::spelling, *distance});
    }
    return meant;
}

Text text(std::string en, std::string zh) {
    return {std::move(en), std::move(zh)};
}

}  // namespace

Array counterparties_of(const Object& event) {
    const Array& all = plugin::array_at(event, "counterparties");
    if (!all.empty()) return all;
    const Value* one = event.find("counterparty");
    return one != nullptr && one->object() != nullptr ? Array{*one} : Array{};
}

std::string names_of(const Array& parties) {
    std::string names;
    for (const Value& party : parties)
        if (party.object() != nullptr)
            names += (names.empty() ? "" : "; ") + std::string(text_at(*party.object(), "name"));
    return names;
}

std::string_view name_of(PairedBy ground) {
    switch (ground) {
        case PairedBy::reference:
            return "reference";
        case PairedBy::parties:
            return "parties";
        case PairedBy::secured_party:
            return "secured_party";
        case PairedBy::successor:
            return "successor";
        case PairedBy::other_holder:
            return "other_holder";
        case PairedBy::spelling:
            return "spelling";
        case PairedBy::only_one:
            return "only_one";
    }
    return {};
}

void Succession::note(bool is_change, const Object& event) {
    const Array& from = plugin::array_at(event, "holders");
    Array to = counterparties_of(event);
    if (!from.empty() && !to.empty()) steps_.push_back({is_change, from, std::move(to)});
}

bool Succession::leads(const Array& from, const Array& to, bool only_changes) const {
    Array reached = from;
    std::vector<bool> is_used(steps_.size());
    for (bool grew = true; grew;) {
        if (share_a_party(reached, to)) return true;
        grew = false;
        for (std::size_t at = 0; at < steps_.size(); ++at) {
            const Step& step = steps_[at];
            if (is_used[at] || (only_changes && !step.is_change) || !share_a_party(reached, step.from))
                continue;
            is_used[at] = grew = true;
            reached.insert(reached.end(), step.to.begin(), step.to.end());
        }
    }
    return false;
}

Succession::Kinship Succession::between(const Array& earlier, const Array& later) const {
    if (earlier.empty() || later.empty()) return Kinship::unknown;
    if (leads(earlier, later, true)) return Kinship::same;
    return leads(earlier, later, false) ? Kinship::successor : Kinship::other;
}

std::vector<Pairing> interests_meant(const std::vector<const Overlay*>& open, const Object& release,
                                     const Succession& succession) {
    const std::string_view number = text_at(release, "refers_to");
    const Array released_by = counterparties_of(release);
    const std::vector<std::int64_t> scope = [&] {
        std::vector<std::int64_t> classes;
        for (const Value& one : plugin::array_at(release, "scope"))
            if (one.integer() != nullptr) classes.push_back(*one.integer());
        std::ranges::sort(classes);
        return classes;
    }();
    std::vector<Pairing> meant;
    std::vector<std::size_t> candidates;
    for (std::size_t at = 0; at < open.size(); ++at) {
        if (!number.empty() && is_known_as(*open[at], number))
            meant.push_back({at, PairedBy::reference, distance_between(*open[at], released_by)});
        // What is known under another number is not what the release names.
        if (number.empty() || open[at]->reference.empty()) candidates.push_back(at);
    }
    if (!meant.empty()) return meant;
    if (!released_by.empty()) meant = by_parties(open, candidates, release, succession);
    if (!meant.empty()) return meant;
    if (!scope.empty() && candidates.size() > 1) {
        for (const std::size_t at : candidates)
            if (open[at]->classes == scope) meant.push_back({at, PairedBy::only_one});
        if (meant.size() == 1) return meant;
        meant.clear();
    }
    if (candidates.size() != 1 || open.size() != 1) return {};
    const bool is_anothers = !released_by.empty() && !open.front()->parties.empty();
    return is_anothers ? std::vector<Pairing>{} : std::vector<Pairing>{{0, PairedBy::only_one}};
}

void note_twin(Overlay& opened, const std::vector<Overlay>& open) {
    for (const Overlay& one : open) {
        const bool is_apart = one.kind != opened.kind || one.since != opened.since || one.reference.empty() ||
                              one.reference == opened.reference || one.classes != opened.classes ||
                              one.shares != opened.shares;
        if (is_apart || !share_a_party(one.holders, opened.holders)) continue;
        if (share_a_party(one.parties, opened.parties)) {
            opened.twin = one.reference;
            opened.twin_distance = nearest(one.parties, opened.parties, spelling_distance).value_or(0);
            return;
        }
        if (const auto distance = nearest(one.parties, opened.parties, misspelling)) {
            opened.twin = one.reference;
            opened.twin_distance = *distance;
            return;
        }
    }
}

Array securities_facts(const Securities& securities) {
    Array facts;
    for (const SecurityInterest& one : securities.interests) {
        const Overlay& pledge = one.pledge;
        Object fact{{"holders", pledge.holders},
                    {"since", pledge.since.text()},
                    {"secured", pledge.parties},
                    {"state", one.released_on ? "released" : "open"}};
        if (!pledge.reference.empty()) fact.set("reference", pledge.reference);
        if (pledge.until) fact.set("until", pledge.until->text());
        if (!pledge.twin.empty()) {
            fact.set("twin", pledge.twin);
            fact.set("twin_distance", pledge.twin_distance);
        }
        if (one.released_on) {
            fact.set("released_on", one.released_on->text());
            if (!one.release.empty()) fact.set("release", one.release);
            fact.set("paired_by", name_of(one.ground));
            fact.set("distance", one.distance);
            if (one.is_partial) fact.set("partial", true);
        }
        facts.emplace_back(std::move(fact));
    }
    return facts;
}

Array unpaired_facts(const Securities& securities) {
    Array facts;
    for (const UnpairedRelease& one : securities.unpaired) {
        Object fact{{"date", one.date.text()}, {"holders", one.holders}, {"secured", one.parties}};
        fact.set("open", static_cast<std::int64_t>(one.open));
        if (!one.reference.empty()) fact.set("reference", one.reference);
        if (!one.refers_to.empty()) fact.set("refers_to", one.refers_to);
        if (!one.nearest.empty()) {
            fact.set("nearest", one.nearest);
            fact.set("distance", one.distance);
        }
        facts.emplace_back(std::move(fact));
    }
    return facts;
}

namespace {

std::string number_or_day(const std::string& number, plugin::Date day) {
    return number.empty() ? day.text() : number;
}

Text weak_ground(const SecurityInterest& one) {
    const std::string letters = std::to_string(one.distance);
    switch (one.ground) {
        case PairedBy::spelling:
            return text("the names of the secured party differ by " + letters + " letters",
                        "担保权人名称相差" + letters + "个字母");
        case PairedBy::other_holder:
            return text("it names another holder of the right", "所载权利人不同");
        case PairedBy::only_one:
            return text("it names no secured party, and only this interest was open",
                        "未载明担保权人，且当时仅此一项担保存续");
        default:
            break;
    }
    if (one.distance > 0)
        return text(
            "it names this recordal, and the names of the secured party differ by " + letters + " letters",
            "指明该登记号，但担保权人名称相差" + letters + "个字母");
    return {};
}

}  // namespace

std::vector<Finding> securities_findings(const Securities& securities, const std::string& right) {
    std::vector<Finding> findings;
    const auto add = [&](const char* rule, FindingStatus status, Text message) {
        findings.push_back({rule, status, Severity::warn, std::move(message), {}, {right}});
    };
    for (const UnpairedRelease& one : securities.unpaired) {
        const std::string release = number_or_day(one.reference, one.date), who = names_of(one.parties),
                          open = std::to_string(one.open);
        Text message =
            text("The release " + release + " of " + one.date.text() + (who.empty() ? "" : " by " + who) +
                     " fits none of the " + open + " interests that were open: it ended nothing here.",
                 one.date.text() + "的解除登记" + release + (who.empty() ? "" : "（" + who + "）") +
                     "与当时存续的" + open + "项担保均不能对应，未作解除处理。");
        if (!one.refers_to.empty()) {
            message.en += " It names " + one.refers_to + ".";
            message.zh += "其所指登记号为" + one.refers_to + "。";
        }
        if (!one.nearest.empty()) {
            message.en += " Nearest in spelling is the secured party of " + one.nearest + ": " +
                          std::to_string(one.distance) + " letters.";
            message.zh +=
                "名称最接近的为" + one.nearest + "，相差" + std::to_string(one.distance) + "个字母。";
        }
        add("IP-RELEASE", FindingStatus::unknown, std::move(message));
    }
    for (const SecurityInterest& one : securities.interests) {
        const std::string interest = number_or_day(one.pledge.reference, one.pledge.since);
        if (one.released_on) {
            const Text ground = weak_ground(one);
            if (ground.en.empty()) continue;
            const std::string release = number_or_day(one.release, *one.released_on);
            // The number leaves no doubt, and China registers one pledge of a patent at a time; it is told
            // all the same.
            const bool is_chinese = right.find("/CN-") != std::string::npos;
            const bool is_sure =
                one.ground == PairedBy::reference || (is_chinese && one.ground == PairedBy::only_one);
            add("IP-PAIRING", is_sure ? FindingStatus::soft : FindingStatus::unknown,
                text("The release " + release + " was taken to end " + interest + ": " + ground.en + ".",
                     "解除登记" + release + "按对应" + interest + "处理：" + ground.zh + "。"));
        } else if (!one.pledge.twin.empty()) {
            const std::string letters = std::to_string(one.pledge.twin_distance);
            add("IP-TWIN", FindingStatus::unknown,
                text("The interest " + interest + " says the same as " + one.pledge.twin +
                         " (names differ by " + letters +
                         " letters) and is open: perhaps one interest recorded twice.",
                     "担保" + interest + "与" + one.pledge.twin + "内容相同（名称相差" + letters +
                         "个字母），仍为存续：可能是同一担保的重复登记。"));
        }
    }
    return findings;
}

}  // namespace xinbu::ip_status
