#include "events.hpp"

#include <algorithm>
#include <array>

#include "extracts.hpp"
#include "owner_names.hpp"
#include "party_names.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Date;
using plugin::Object;
using plugin::text_at;
using plugin::Value;

namespace {

/// Lists of kinds are written as one text, each between blanks.
bool is_one_of(std::string_view kinds, std::string_view kind) {
    for (std::size_t at = kinds.find(kind); at != std::string_view::npos; at = kinds.find(kind, at + 1)) {
        const std::size_t end = at + kind.size();
        if ((at == 0 || kinds[at - 1] == ' ') && (end == kinds.size() || kinds[end] == ' ')) return true;
    }
    return false;
}

constexpr std::string_view openings =
    "licence open_licence pledge freeze suspension nonuse_request generic_request invalidation_request "
    "opposition review court_action assignment_request change_request";
constexpr std::string_view requests =
    "nonuse_request generic_request invalidation_request opposition review court_action";

struct Ending {
    std::string_view event, kinds;
};
constexpr std::array<Ending, 13> endings{
    {{"licence_end", "licence open_licence"},
     {"freeze_end", "freeze"},
     {"suspension_end", "suspension"},
     {"request_decided", requests},
     {"withdrawal", requests},
     {"partial_cancellation", "nonuse_request generic_request invalidation_request review court_action"},
     {"partial_invalidation", "invalidation_request review court_action"},
     {"refusal", "review court_action"},
     {"rejection", "review court_action"},
     {"nonregistration", "opposition"},
     {"assignment", "assignment_request"},
     {"change", "change_request"},
     {"formality_refused", "assignment_request change_request"}}};

/// Events that leave nothing of these kinds to decide, however many there are.
constexpr std::array<Ending, 5> settlements{{{"registration", "opposition review court_action"},
                                             {"preliminary_publication", "review court_action"},
                                             {"grant", "review court_action"},
                                             {"cancellation", requests},
                                             {"invalidation", requests}}};

const Value* counterparty_of(const Event& event) {
    const Value* party = event.data != nullptr ? event.data->find("counterparty") : nullptr;
    return party != nullptr && party->object() != nullptr ? party : nullptr;
}

std::string_view text_of(const Event& event, std::string_view name) {
    return event.data != nullptr ? text_at(*event.data, name) : std::string_view();
}

Overlay overlay_of(const Event& event) {
    Overlay opened{std::string(event.kind), event.date, event.date};
    opened.until = date_at(*event.data, "until");
    if (const Value* party = counterparty_of(event)) opened.counterparty = *party;
    opened.reference = std::string(text_of(event, "reference"));
    opened.classes = classes_at(*event.data, "scope");
    opened.shares = plugin::array_at(*event.data, "shares");
    opened.parties = counterparties_of(*event.data);
    opened.holders = plugin::array_at(*event.data, "holders");
    return opened;
}

}  // namespace

const Standing& standing_of(const std::vector<Standing>& standings, std::string_view id) {
    const auto at = std::ranges::find(standings, id, &Standing::id);
    return at != standings.end() ? *at : standings.back();
}

std::vector<std::int64_t> classes_at(const Object& object, std::string_view name) {
    std::vector<std::int64_t> classes;
    for (const Value& one : plugin::array_at(object, name))
        if (one.integer() != nullptr) classes.push_back(*one.integer());
    std::ranges::sort(classes);
    return classes;
}

std::vector<Event> events_of(const Object& fields, std::optional<Date> day) {
    std::vector<Event> events;
    for (const Value& item : plugin::array_at(fields, "events")) {
        if (item.object() == nullptr) continue;
        const std::optional<Date> date = date_at(*item.object(), "date");
        if (!date || (day && *date > *day)) continue;
        events.push_back({text_at(*item.object(), "event"), *date, item.object()});
    }
    return events;
}

void add_recorded_date(std::vector<Event>& events, const Object& fields, std::string_view name,
                       std::string_view kind, std::optional<Date> day) {
    const std::optional<Date> date = date_at(fields, name);
    if (!date || (day && *date > *day)) return;
    const auto at = std::ranges::lower_bound(events, *date, {}, &Event::date);
    // A date recorded twice, in the record and as an event, is one: the event says more about it.
    if (at != events.end() && at->date == *date && at->kind == kind) return;
    events.insert(at, Event{kind, *date});
}

void insert_by_date(Object& fields, std::string_view list, Object item) {
    if (fields.find(list) == nullptr || fields.find(list)->array() == nullptr)
        fields.set(std::string(list), Array{});
    Array& items = *fields.find(list)->array();
    const std::string date(text_at(item, "date"));
    const auto at =
        std::upper_bound(items.begin(), items.end(), date, [](const std::string& day, const Value& one) {
            return one.object() != nullptr && day < text_at(*one.object(), "date");
        });
    items.insert(at, Value(std::move(item)));
}

// ---- overlays ----

void OverlayBook::apply(const Event& event, bool is_partial) {
    if (is_partial && (event.kind == "cancellation" || event.kind == "invalidation")) {
        // It settles one request about some classes; what is asked about the others goes on.
        Event part = event;
        part.kind = event.kind == "cancellation" ? "partial_cancellation" : "partial_invalidation";
        return apply(part, true);
    }
    const auto settlement = std::ranges::find(settlements, event.kind, &Ending::event);
    if (settlement != settlements.end())
        std::erase_if(open_, [&](const Overlay& one) { return is_one_of(settlement->kinds, one.kind); });
    if (event.data == nullptr) return;
    if (event.kind == "assignment" || event.kind == "change")
        succession_.note(event.kind == "change", *event.data);
    if (is_one_of(openings, event.kind)) {
        open(event);
    } else if (event.kind == "pledge_change" || event.kind == "pledge_extension") {
        change_pledge(event);
    } else if (event.kind == "pledge_end") {
        end_pledge(event);
    } else if (const auto ending = std::ranges::find(endings, event.kind, &Ending::event);
               ending != endings.end()) {
        end(ending->kinds, event);
    }
}

void OverlayBook::open(const Event& event) {
    Overlay opened = overlay_of(event);
    // The same event told by two sources opens one overlay.
    const bool is_known = std::ranges::any_of(open_, [&](const Overlay& one) {
        return one.kind == opened.kind && one.since == opened.since && one.reference == opened.reference &&
               one.counterparty == opened.counterparty && one.classes == opened.classes;
    });
    if (is_known) return;
    if (opened.kind == "pledge") note_twin(opened, open_);
    open_.push_back(std::move(opened));
}

std::vector<std::size_t> OverlayBook::meant_by(std::string_view kinds, const Event& event) const {
    std::vector<std::size_t> candidates, by_reference, by_party, by_scope;
    const std::vector<std::int64_t> scope =
        event.data != nullptr ? classes_at(*event.data, "scope") : std::vector<std::int64_t>{};
    const std::string_view reference = text_of(event, "refers_to");
    const Value* party = counterparty_of(event);
    for (std::size_t at = 0; at < open_.size(); ++at) {
        const Overlay& overlay = open_[at];
        if (!is_one_of(kinds, overlay.kind)) continue;
        candidates.push_back(at);
        if (!reference.empty() && overlay.reference == reference) by_reference.push_back(at);
        if (party != nullptr && overlay.counterparty && is_same_party(*party, *overlay.counterparty))
            by_party.push_back(at);
        if (!scope.empty() && overlay.classes == scope) by_scope.push_back(at);
    }
    if (!by_reference.empty()) return by_reference;
    if (!by_party.empty()) return by_party;
    if (by_scope.size() == 1 && candidates.size() > 1) return by_scope;
    // Which of several is meant nobody said: better one too many stays open than one too few. The same holds
    // where a party is named and the one that is open is another's.
    if (candidates.size() != 1) return {};
    const Overlay& only = open_[candidates.front()];
    const bool is_anothers = party != nullptr && only.counterparty.has_value();
    const bool is_another_entry = !reference.empty() && !only.reference.empty();
    return is_anothers || is_another_entry ? std::vector<std::size_t>{} : candidates;
}

void OverlayBook::end(std::string_view kinds, const Event& event) {
    const std::vector<std::size_t> ended = meant_by(kinds, event);
    const bool is_told = event.kind == "freeze_end" || event.kind == "suspension_end";
    // Two sources tell of one end.
    const bool is_told_again =
        std::ranges::find(told_ends_, std::pair(std::string(event.kind), event.date)) != told_ends_.end();
    if (is_told) told_ends_.emplace_back(event.kind, event.date);
    if (ended.empty() && is_told && !is_told_again) {
        const bool is_freeze = event.kind == "freeze_end", is_any_open = has(kinds);
        const std::string day = event.date.text();
        doubts_.push_back({(is_freeze ? "A preservation is recorded as lifted on "
                                      : "A suspension is recorded as ended on ") +
                               day +
                               (is_any_open ? ", and which of those on record is not told."
                                            : ", and none is on record that it could be."),
                           day + (is_freeze ? "解除财产保全，" : "恢复程序，") +
                               (is_any_open ? "但未说明所涉及的是哪一项。" : "但无对应的在案记录。")});
    }
    for (auto at = ended.rbegin(); at != ended.rend(); ++at)
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(*at));
}

std::vector<std::size_t> OverlayBook::open_pledges() const {
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < open_.size(); ++at)
        if (open_[at].kind == "pledge") places.push_back(at);
    return places;
}

/// Places count among the open pledges.
std::vector<Pairing> OverlayBook::pledges_meant(const Event& event) const {
    std::vector<const Overlay*> pledges;
    for (const std::size_t at : open_pledges()) pledges.push_back(&open_[at]);
    return interests_meant(pledges, *event.data, succession_);
}

void OverlayBook::end_pledge(const Event& event) {
    const std::vector<std::size_t> places = open_pledges();
    std::vector<Pairing> meant = pledges_meant(event);
    const std::string reference(text_of(event, "reference"));
    if (meant.empty()) {
        const bool is_told_again = std::ranges::any_of(ended_.interests, [&](const SecurityInterest& one) {
            const std::string_view number = text_of(event, "refers_to");
            return (!reference.empty() && one.release == reference) ||
                   (!number.empty() && one.pledge.reference == number);
        });
        if (is_told_again) return;
        UnpairedRelease release{event.date, reference, std::string(text_of(event, "refers_to"))};
        release.parties = counterparties_of(*event.data);
        release.holders = plugin::array_at(*event.data, "holders");
        release.open = places.size();
        std::optional<int> least;
        for (const std::size_t at : places)
            for (const Value& one : release.parties)
                for (const Value& other : open_[at].parties)
                    if (const auto between = spelling_distance(one, other);
                        between && (!least || *between < *least)) {
                        least = release.distance = *between;
                        release.nearest = open_[at].reference;
                    }
        ended_.unpaired.push_back(std::move(release));
        return;
    }
    std::ranges::sort(meant, std::greater<>(), &Pairing::at);
    const std::string detail(text_of(event, "detail"));
    for (const Pairing& pairing : meant) {
        const auto at = open_.begin() + static_cast<std::ptrdiff_t>(places[pairing.at]);
        SecurityInterest ended{std::move(*at), event.date, reference, pairing.ground, pairing.distance};
        ended.is_partial = detail.find("PARTIAL") != std::string::npos;
        ended_.interests.push_back(std::move(ended));
        open_.erase(at);
    }
}

void OverlayBook::change_pledge(const Event& event) {
    const std::vector<std::size_t> places = open_pledges();
    const std::vector<Pairing> changed = pledges_meant(event);
    for (const Pairing& pairing : changed) {
        Overlay& pledge = open_[places[pairing.at]];
        pledge.changed = event.date;
        if (const std::optional<Date> until = date_at(*event.data, "until")) pledge.until = until;
        if (std::string number(text_of(event, "reference")); !number.empty())
            pledge.corrected_as.push_back(std::move(number));
    }
    if (!changed.empty()) return;
    // Only a pledge that exists can be changed; its own entry is not recorded here.
    Overlay pledge = overlay_of(event);
    pledge.kind = "pledge";
    open_.push_back(std::move(pledge));
}

Securities OverlayBook::securities() const {
    Securities all = ended_;
    for (const std::size_t at : open_pledges()) all.interests.push_back({open_[at]});
    std::ranges::stable_sort(all.interests, {}, [](const SecurityInterest& one) {
        return std::pair(one.pledge.since, one.pledge.reference);
    });
    return all;
}

bool OverlayBook::has(std::string_view kind) const {
    return std::ranges::find(open_, kind, &Overlay::kind) != open_.end();
}

bool OverlayBook::has_on(std::string_view kind, Date day) const {
    return std::ranges::any_of(open_, [&](const Overlay& one) {
        return one.kind == kind && one.shares.empty() && (!one.until || *one.until >= day);
    });
}

bool OverlayBook::has_pending_request() const {
    return std::ranges::any_of(open_, [](const Overlay& one) { return is_one_of(requests, one.kind); });
}

std::vector<Overlay> OverlayBook::open_on(std::optional<Date> day, bool pledge_outlives_term) const {
    std::vector<Overlay> open;
    for (const Overlay& overlay : open_) {
        const bool has_term = !(pledge_outlives_term && overlay.kind == "pledge");
        if (day && has_term && overlay.until && *overlay.until < *day) continue;
        open.push_back(overlay);
    }
    return open;
}

bool tells_loss(const Event& decision) {
    const std::string_view words = text_of(decision, "detail");
    const auto says = [&](std::string_view word) { return words.find(word) != std::string_view::npos; };
    return (says("无效") || says("撤销")) && !says("维持") && !says("部分") && !says("不予");
}

plugin::Text doubt_of_decision(const Event& decision) {
    const std::string day = decision.date.text(), words(text_of(decision, "detail"));
    return {"The decision of " + day + " is recorded as one that upholds the right, and its words are “" +
                words + "”: whether the right lives is not known.",
            day + "的决定登记为维持权利，但说明为“" + words + "”，权利是否有效不明。"};
}

// ---- owners ----

namespace {

std::string_view name_in(const Value& party) {
    return party.object() != nullptr ? text_at(*party.object(), "name") : std::string_view();
}

std::string names_of(const Array& parties, const char* between) {
    std::string names;
    for (const Value& one : parties)
        if (one.object() != nullptr)
            names += (names.empty() ? "" : between) + std::string(text_at(*one.object(), "name"));
    return names;
}

/// A source that names another owner than the last assignment before it gave the right to: it may not have
/// heard of the assignment, or there was a further one.
void add_doubt_of_succession(const std::vector<Event>& events, const Object& fields,
                             std::string_view recorded_on, std::vector<plugin::Text>& doubts) {
    const Event* last = nullptr;
    for (const Event& event : events)
        if (event.kind == "assignment" && counterparty_of(event) != nullptr &&
            event.date.text() <= recorded_on && classes_at(*event.data, "scope").empty())
            last = &event;
    if (last == nullptr) return;
    const Array to = counterparties_of(*last->data), owners = plugin::array_at(fields, "recorded_owners");
    // A change of the new owner's name, told afterwards, is its own.
    const bool is_renamed = std::ranges::any_of(events, [&](const Event& event) {
        return event.kind == "change" && event.date >= last->date && counterparty_of(event) != nullptr;
    });
    const bool is_among = std::ranges::any_of(owners, [&](const Value& owner) {
        return std::ranges::any_of(
            to, [&](const Value& one) { return is_same_party(owner, one) || misspelling(owner, one); });
    });
    if (is_renamed || is_among) return;
    const std::string day = last->date.text(), as_of(recorded_on);
    doubts.push_back({"The assignment of " + day + " gave the right to " + names_of(to, "; ") +
                          "; the source as of " + as_of + " names " + names_of(owners, "; ") +
                          " all the same. Whose it is, the register must tell.",
                      day + "的转让记载受让人为" + names_of(to, "、") + "，而截至" + as_of + "的来源仍载明" +
                          names_of(owners, "、") + "为权利人，须以登记簿核实。"});
}

}  // namespace

void add_ownership_doubts(const std::vector<Event>& events, const Object& fields,
                          std::vector<plugin::Text>& doubts) {
    const std::string_view recorded_on = owners_as_of(fields);
    add_doubt_of_succession(events, fields, recorded_on, doubts);
    for (const Event& event : events) {
        if (event.kind != "assignment" || event.data == nullptr || event.date.text() <= recorded_on) continue;
        const std::string day = event.date.text();
        if (counterparty_of(event) == nullptr)
            doubts.push_back(
                {"An assignment of " + day + " names nobody: whose the right is since, is not known.",
                 day + "的转让未载明受让人，此后的权利人不明。"});
        else if (!classes_at(*event.data, "scope").empty())
            doubts.push_back({"The assignment of " + day +
                                  " concerns some classes only: the others remain with the owner before it.",
                              day + "的转让仅涉及部分类别，其余类别仍属原权利人。"});
    }
}

void add_doubt_of_transfer(const RightName& name, const Event& event, const OverlayBook& before,
                           std::string_view owners_as_of, std::vector<plugin::Text>& doubts) {
    if (event.kind != "assignment" || !name.is_chinese() || event.date.text() <= owners_as_of) return;
    const std::string day = event.date.text();
    if (before.has_on("freeze", event.date) || before.has_on("suspension", event.date))
        doubts.push_back(
            {"An assignment of " + day +
                 " is recorded while a preservation or a suspension stood, during which the office "
                 "records none.",
             day + "的转让发生在财产保全或程序中止期间，其间主管机关不予办理转让登记。"});
    if (before.has_on("pledge", event.date))
        doubts.push_back(
            {"An assignment of " + day +
                 " is recorded while the right was pledged: without the pledgee's consent a pledged "
                 "right is not transferred (Civil Code art. 444).",
             day + "的转让发生在质押期间：未经质权人同意，出质权利不得转让（《民法典》第四百四十"
                   "四条）。"});
}

Owners::Owners(const Object& fields)
    : owners_(plugin::array_at(fields, "recorded_owners")), recorded_on_(owners_as_of(fields)) {}

void Owners::apply(const Event& event) {
    const bool is_assignment = event.kind == "assignment";
    if (event.data == nullptr || (!is_assignment && event.kind != "change")) return;
    if (counterparty_of(event) == nullptr || event.date.text() <= recorded_on_) return;
    if (event.data->contains("territory")) return;  // of the right in one state only
    if (is_assignment)
        assign(event);
    else
        rename(event);
}

bool Owners::is_one_of(const Value& owner, const Array& parties) {
    return std::ranges::any_of(parties, [&](const Value& one) {
        return is_same_party(owner, one) || misspelling(owner, one).has_value() ||
               match_names(name_in(owner), name_in(one)).has_value();
    });
}

void Owners::assign(const Event& event) {
    const Array& shares = plugin::array_at(*event.data, "shares");
    const Array& givers = shares.empty() ? plugin::array_at(*event.data, "holders") : shares;
    const Array to = counterparties_of(*event.data);
    const std::string day = event.date.text();
    const bool is_same_day =
        last_assigned_ == event.date && std::ranges::none_of(owners_, [&](const Value& one) {
            return is_one_of(one, to) || is_one_of(one, givers);
        });
    if (is_same_day)
        doubts_.push_back(
            {"Two assignments of " + day + " give the right to different parties: " +
                 names_of(owners_, "; ") + ", and " + names_of(to, "; ") + ".",
             day + "有两项转让，受让人不同：" + names_of(owners_, "、") + "与" + names_of(to, "、") + "。"});
    last_assigned_ = event.date;
    Array kept;
    if (!givers.empty() && !owners_.empty()) {
        for (const Value& owner : owners_)
            if (!is_one_of(owner, givers)) kept.push_back(owner);
        const bool is_no_owner = kept.size() == owners_.size();
        // Told once more: whoever got it has it already.
        if (is_no_owner && std::ranges::all_of(to, [&](const Value& one) { return is_one_of(one, owners_); }))
            return;
        if (is_no_owner) {
            doubts_.push_back({"The assignment of " + day + " is by " + names_of(givers, "; ") +
                                   ", not by the owner on record, " + names_of(owners_, "; ") +
                                   ": the chain of title has a gap.",
                               day + "的转让人为" + names_of(givers, "、") + "，并非在案权利人" +
                                   names_of(owners_, "、") + "，权利承继关系中断。"});
            // A share that nobody on record has takes nothing from those who are.
            if (shares.empty()) kept.clear();
        }
    }
    // A co-owner gives its own share: the others stay.
    for (const Value& one : to)
        if (!is_one_of(one, kept)) kept.push_back(one);
    owners_ = std::move(kept);
}

/// A change of name is the owner's own; of several the former name or the identifier tells which one's.
void Owners::rename(const Event& event) {
    const Value& party = *counterparty_of(event);
    const std::string_view identifier = text_at(*party.object(), "identifier");
    const Array& holders = plugin::array_at(*event.data, "holders");
    std::vector<Value*> meant;
    for (Value& owner : owners_)
        if (owner.object() != nullptr &&
            (is_one_of(owner, holders) ||
             (!identifier.empty() && text_at(*owner.object(), "identifier") == identifier)))
            meant.push_back(&owner);
    if (meant.empty())
        for (Value& owner : owners_)
            if (owner.object() != nullptr && is_one_of(owner, {party})) meant.push_back(&owner);
    // Where the former name is told, and is another's, it is not the sole owner's either.
    if (meant.empty() && holders.empty() && owners_.size() == 1 && owners_.front().object() != nullptr)
        meant.push_back(&owners_.front());
    if (meant.size() == 1) {
        meant.front()->object()->set("name", text_at(*party.object(), "name"));
        if (!identifier.empty()) meant.front()->object()->set("identifier", identifier);
        return;
    }
    if (owners_.empty() || names_of({party}, "").empty()) return;
    const std::string day = event.date.text();
    doubts_.push_back(
        {"A change of name of " + day + " to " + names_of({party}, "") +
             " does not tell which of the owners on record bears it: " + names_of(owners_, "; ") + ".",
         day + "的名称变更（变更为" + names_of({party}, "") + "）未说明涉及哪一权利人：" +
             names_of(owners_, "、") + "。"});
}

}  // namespace xinbu::ip_status
