#include "status_facts.hpp"

#include "patents.hpp"
#include "securities.hpp"
#include "trademarks.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::Date;
using plugin::Object;
using plugin::text_at;
using plugin::Value;

namespace {

Array numbers(const std::vector<std::int64_t>& values) {
    Array array;
    for (const std::int64_t value : values) array.emplace_back(value);
    return array;
}

/// The public grammars: state, stage and category of ST.27 (of its sister ST.61 for marks), the TM5
/// descriptor, and CNIPA's own states.
void set_procedure(const RightOnDay& right, Object& facts) {
    const Situation& now = right.now;
    if (now.stage.now != 0) {
        const std::string letter(1, now.stage.category);
        facts.set("stage", Object{{"category", letter},
                                  {"key_event", letter + "00"},
                                  {"previous_stage", now.stage.before},
                                  {"stage", now.stage.now},
                                  {"standard", right.name.is_trademark() ? "ST.61" : "ST.27"},
                                  {"state", now.stage.is_active ? "A" : "N"}});
    }
    if (!right.name.is_trademark()) return;
    const int descriptor = tm5_descriptor(*now.standing);
    facts.set("tm5", Object{{"confidence", name_of(tm5_confidence(descriptor))}, {"number", descriptor}});
    if (!now.classes.empty()) facts.set("classes", numbers(now.classes));
    Array states;
    for (const CnState* one : now.cn_states)
        states.emplace_back(Object{{"en", one->en}, {"id", one->id}, {"zh", one->zh}});
    if (!states.empty()) facts.set("cn_states", std::move(states));
}

void set_fees(const RightOnDay& right, const Fees& fees, Object& facts) {
    const Situation& now = right.now;
    facts.set("fee_paid", !now.in_grace && fees.paid_through >= patent_year(*now.filing, right.as_of));
    if (fees.next_year == 0) return;
    facts.set("fee_year", fees.next_year);
    facts.set("fee_due", fees.payable_by->text());
    if (!fees.amount) return;
    facts.set("fee_amount", plugin::value_of(plugin::Money{*fees.amount, "CNY"}));
    const std::int64_t surcharge =
        now.in_grace ? *fees.amount * surcharge_on(right.rules, *fees.due, right.as_of) / 100 : 0;
    facts.set("fee_surcharge", plugin::value_of(plugin::Money{surcharge, "CNY"}));
}

Array owners(const Situation& now) {
    Array owners;
    for (const Value& owner : now.owners)
        if (const Object* party = owner.object())
            owners.emplace_back(
                Object{{"name", text_at(*party, "name")}, {"identifier", text_at(*party, "identifier")}});
    return owners;
}

Array overlays(const Situation& now) {
    Array overlays;
    for (const Overlay& overlay : now.overlays) {
        Object one{{"kind", overlay.kind}, {"since", overlay.since.text()}, {"date", overlay.changed.text()}};
        if (overlay.until) one.set("until", overlay.until->text());
        if (overlay.counterparty) one.set("counterparty", *overlay.counterparty);
        if (!overlay.reference.empty()) one.set("reference", overlay.reference);
        if (!overlay.classes.empty()) one.set("classes", numbers(overlay.classes));
        if (!overlay.shares.empty()) one.set("shares", overlay.shares);
        overlays.emplace_back(std::move(one));
    }
    return overlays;
}

}  // namespace

void add_status_facts(const RightOnDay& right, Object& facts) {
    const Situation& now = right.now;
    const auto set_date = [&](const char* name, const std::optional<Date>& date) {
        if (date) facts.set(name, date->text());
    };
    const Standing& standing = *now.standing;
    if (!now.kind.empty()) facts.set("kind", now.kind);
    facts.set("office", right.name.office);
    facts.set("status", standing.path);
    facts.set("status_en", standing.en);
    facts.set("status_zh", standing.zh);
    if (standing.is_known) {
        facts.set("granted", standing.is_granted);
        facts.set("alive", standing.is_live);
    }
    set_date("ended_on", now.ended_on);
    set_date("last_day", now.last_day);
    set_date("grace_until", now.grace_until);
    facts.set("in_grace", now.in_grace);
    set_date("filing_date", now.filing);
    set_date("registration_date", now.granted_on);
    facts.set("owners", owners(now));
    facts.set("overlays", overlays(now));
    if (!now.securities.interests.empty()) facts.set("securities", securities_facts(now.securities));
    if (!now.securities.unpaired.empty()) facts.set("unpaired_releases", unpaired_facts(now.securities));
    set_procedure(right, facts);
    if (now.fees && now.fees->is_known) set_fees(right, *now.fees, facts);
}

int surcharge_on(const Rules& rules, Date due, Date day) {
    return surcharge_percent(rules, due, day).value_or(highest_surcharge(rules, due));
}

}  // namespace xinbu::ip_status
