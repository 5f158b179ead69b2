#include "owners.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "events.hpp"
#include "right.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::both;
using plugin::CheckAnswer;
using plugin::Date;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Record;
using plugin::Records;
using plugin::Severity;
using plugin::Text;
using plugin::text_at;
using plugin::Value;

namespace {

constexpr std::string_view organisation_prefix = "organisation/";

/// The owner of a right was renamed.
struct Renaming {
    std::string before, after;
    std::string identifier;  ///< of the owner; empty where the register tells none
    std::string right;
    Date date;
};

/// An owner without this organisation's identifier.
struct OtherOwner {
    std::string right, name, identifier;
};

void for_each_right(const Records& records, const std::function<void(const Record&)>& use) {
    for (const std::string_view kind : {trademark_kind, patent_kind})
        records.for_each(kind, [&](const Record& record) {
            use(record);
            return true;
        });
}

std::string sole_name(const Array& owners) {
    const bool is_sole = owners.size() == 1 && owners.front().object() != nullptr;
    return is_sole ? std::string(text_at(*owners.front().object(), "name")) : std::string();
}

/// Looks for an organisation's rights.
class Search {
public:
    Search(std::string_view owner, const Records& records) : records_(records), day_(records.as_of()) {
        found_.owner = owner;
        if (owner.starts_with(organisation_prefix))
            found_.identifier = owner.substr(organisation_prefix.size());
    }

    Ownership run() {
        if (found_.identifier.empty()) return std::move(found_);
        read_organisation();
        for_each_right(records_, [&](const Record& record) { read(record); });
        for (const Renaming& one : renamings_)
            if (one.identifier == found_.identifier) add_former(one);
        follow_renamings();
        if (found_.name.empty() && !found_.names.empty()) found_.name = found_.names.front().name;
        match();
        return std::move(found_);
    }

private:
    void read_organisation() {
        const std::optional<Record> record = records_.find(found_.owner);
        if (!record) return;
        found_.is_recorded = true;
        found_.name = text_at(record->fields, "name");
        add_name({found_.name, false, {"the organisation's recorded name", "单位登记名称"}, record->id});
        for (const Value& former : plugin::array_at(record->fields, "former_names"))
            if (former.text() != nullptr)
                add_name({*former.text(),
                          true,
                          {"a former name on the organisation's record", "单位登记的曾用名"},
                          record->id});
    }

    void add_name(KnownName name) {
        if (name.name.empty()) return;
        const bool is_known = std::ranges::any_of(
            found_.names, [&](const KnownName& known) { return known.name == name.name; });
        if (!is_known) found_.names.push_back(std::move(name));
    }

    void read(const Record& record) {
        note_renamings(record);
        const Array owners = present_owners(record.fields, day_);
        bool is_own = false;
        for (const Value& owner : owners) {
            if (owner.object() == nullptr) continue;
            const std::string name(text_at(*owner.object(), "name"));
            const std::string identifier(text_at(*owner.object(), "identifier"));
            if (identifier != found_.identifier) {
                others_.push_back({record.id, name, identifier});
            } else if (!is_own) {
                is_own = true;
                found_.by_identifier.push_back({record.id, name});
                add_name({name,
                          false,
                          {"the name with its identifier on " + record.id,
                           record.id + "上与该识别码一同登记的名称"},
                          record.id});
            }
        }
        if (is_own) own_.insert(record.id);
    }

    /// A change of name is told by an event; who bore the right before it bore the old name.
    void note_renamings(const Record& record) {
        std::optional<Owners> owners;
        for (const Event& event : events_of(record.fields, day_)) {
            if (event.kind != "change" && event.kind != "assignment") continue;
            if (!owners) owners.emplace(record.fields);
            Owners before = *owners;
            owners->apply(event);
            if (event.kind != "change") continue;
            Owners after = *owners;
            const Array then = before.take(), now = after.take();
            const std::string old_name = sole_name(then), new_name = sole_name(now);
            if (old_name.empty() || new_name.empty() || old_name == new_name) continue;
            renamings_.push_back({old_name, new_name,
                                  std::string(text_at(*now.front().object(), "identifier")), record.id,
                                  event.date});
        }
    }

    void add_former(const Renaming& one) {
        const std::string day = one.date.text();
        add_name({one.before,
                  true,
                  {"a former name: " + one.right + " tells a change to “" + one.after + "” on " + day,
                   "曾用名：" + one.right + "于" + day + "记载名称变更为“" + one.after + "”"},
                  one.right});
    }

    /// A name that became one of the known names was one of the same body, as far as names tell; and so on
    /// back.
    void follow_renamings() {
        for (std::size_t known = 0; known < found_.names.size(); ++known) {
            const std::string name = found_.names[known].name;
            for (const Renaming& one : renamings_) {
                const bool is_anothers = !one.identifier.empty() && one.identifier != found_.identifier;
                if (!is_anothers && match_names(one.after, name)) add_former(one);
            }
        }
    }

    void match() {
        std::map<std::string, std::vector<const KnownName*>> by_key;
        for (const KnownName& known : found_.names) by_key[name_key(known.name)].push_back(&known);
        by_key.erase("");
        for (const OtherOwner& other : others_) {
            if (own_.contains(other.right)) continue;
            const auto known = by_key.find(name_key(other.name));
            if (known == by_key.end()) continue;
            if (!other.identifier.empty())
                found_.others.push_back({other.right, other.name, other.identifier});
            else
                found_.by_name.push_back(closest(other, known->second));
        }
    }

    /// Of several names that match, the one of which least had to be set aside.
    static NamedRight closest(const OtherOwner& other, const std::vector<const KnownName*>& names) {
        const auto distance = [](const NameMatch& match) {
            return (match.legal_form ? 4 : 0) + (match.script ? 2 : 0) + (match.spelling ? 1 : 0);
        };
        std::optional<NamedRight> best;
        for (const KnownName* known : names) {
            const NameMatch match = match_names(other.name, known->name).value_or(NameMatch{});
            if (!best || distance(match) < distance(best->match))
                best = NamedRight{other.right, other.name, *known, match};
        }
        return *std::move(best);
    }

    const Records& records_;
    Date day_;
    Ownership found_;
    std::vector<Renaming> renamings_;
    std::vector<OtherOwner> others_;
    std::set<std::string> own_;
};

void tell_owner(const Ownership& found, CheckAnswer& answer) {
    if (found.is_recorded) return;
    answer.findings.push_back(
        {"IP-OWNER-KNOWN",
         FindingStatus::unknown,
         Severity::info,
         {"No organisation is recorded as “" + found.owner +
              "” on that day: its names are those that rights bear with its identifier.",
          "截至该日未登记单位“" + found.owner + "”，其名称仅取自载有该识别码的权利。"},
         {},
         {}});
}

}  // namespace

Array present_owners(const Object& fields, Date day) {
    Owners owners(fields);
    for (const Event& event : events_of(fields, day)) owners.apply(event);
    return owners.take();
}

Text NamedRight::evidence() const {
    const Text how = match.text();
    return {
        "Recorded as “" + name + "”, " + how.en + "; “" + known.name + "” is " + known.evidence.en + ".",
        "登记名称“" + name + "”，与“" + known.name + "”" + how.zh + "；后者为" + known.evidence.zh + "。"};
}

Ownership ownership_of(std::string_view owner, const Records& records) {
    return Search(owner, records).run();
}

CheckAnswer answer_owner(const Object& parameters, const Records& records) {
    const Ownership found = ownership_of(text_at(parameters, "owner"), records);
    CheckAnswer answer;
    tell_owner(found, answer);
    Array by_identifier, by_name, names;
    for (const KnownName& name : found.names)
        names.emplace_back(Object{{"evidence", both(name.evidence)},
                                  {"kind", name.is_former ? "former" : "current"},
                                  {"name", name.name},
                                  {"record", name.record}});
    for (const IdentifiedRight& one : found.by_identifier) {
        by_identifier.emplace_back(
            Object{{"identifier", found.identifier}, {"name", one.name}, {"right", one.right}});
        answer.findings.push_back({"IP-OWNER-ID",
                                   FindingStatus::met,
                                   Severity::info,
                                   {"Its identifier stands with " + one.right + ": “" + one.name + "”.",
                                    one.right + "登记有其识别码：“" + one.name + "”。"},
                                   {},
                                   {one.right}});
    }
    for (const NamedRight& one : found.by_name) {
        by_name.emplace_back(Object{{"evidence", both(one.evidence())},
                                    {"match", one.match.id()},
                                    {"matched_name", one.known.name},
                                    {"name", one.name},
                                    {"name_kind", one.known.is_former ? "former" : "current"},
                                    {"right", one.right}});
        const Text evidence = one.evidence();
        std::vector<std::string> rests_on{one.right};
        if (!one.known.record.empty() && one.known.record != one.right) rests_on.push_back(one.known.record);
        answer.findings.push_back({"IP-OWNER-NAME",
                                   FindingStatus::unknown,
                                   Severity::warn,
                                   {"By name only, " + one.right + ": " + evidence.en,
                                    "仅名称相符，" + one.right + "：" + evidence.zh},
                                   {},
                                   std::move(rests_on)});
    }
    for (const OthersRight& one : found.others)
        answer.findings.push_back(
            {"IP-OWNER-OTHER",
             FindingStatus::not_met,
             Severity::info,
             {one.right + " bears the name with another identifier, " + one.identifier + ": another body's.",
              one.right + "名称相同但识别码为" + one.identifier + "，属其他主体。"},
             {},
             {one.right}});
    answer.facts.set("by_identifier", std::move(by_identifier));
    answer.facts.set("by_name", std::move(by_name));
    answer.facts.set("names", std::move(names));
    return answer;
}

}  // namespace xinbu::ip_status
