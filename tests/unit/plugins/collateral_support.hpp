// Records in memory and checks of other plugins with answers as a test sets them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "collateral/plugin.hpp"
#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/elsewhere.hpp"

namespace xinbu::collateral::test {

using plugin::Array;
using plugin::Date;
using plugin::Draft;
using plugin::Faults;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Record;
using plugin::Severity;
using plugin::Value;

inline constexpr const char* firm = "91320282MA0000015N";
inline constexpr const char* bank = "91320100MA0000023K";
inline constexpr const char* patent = "patent/CN-202110000001.6";
inline constexpr const char* other_patent = "patent/CN-202110000002.0";
inline constexpr const char* mark = "trademark/CN-40128866";

inline Value party(std::string name, std::string identifier) {
    return Object{{"name", std::move(name)}, {"identifier", std::move(identifier)}};
}
inline Value yuan(std::int64_t fen, std::string currency = "CNY") {
    return Object{{"amount", fen}, {"currency", std::move(currency)}};
}

/// Whether a value holds that text anywhere as a reference or as the identifier of a party.
inline bool mentions(const Value& value, std::string_view id) {
    if (value.text() != nullptr)
        return *value.text() == id || "organisation/" + *value.text() == std::string(id);
    if (const Array* elements = value.array())
        return std::any_of(elements->begin(), elements->end(),
                           [&](const Value& element) { return mentions(element, id); });
    if (const Object* members = value.object())
        return std::any_of(members->begin(), members->end(),
                           [&](const plugin::Member& member) { return mentions(member.value, id); });
    return false;
}

class MemoryRecords final : public plugin::Records {
public:
    std::map<std::string, Record, std::less<>> records;
    Date today{2026, 10, 14};

    void put(std::string id, std::string status, Object fields) {
        records[id] = Record{id, std::move(status), {}, std::move(fields)};
    }
    std::optional<Record> find(std::string_view id) const override {
        const auto found = records.find(id);
        return found != records.end() ? std::optional<Record>(found->second) : std::nullopt;
    }
    std::vector<Record> referring_to(std::string_view id, std::string_view kind) const override {
        std::vector<Record> found;
        for (const auto& [key, record] : records)
            if (key.starts_with(std::string(kind) + "/") && mentions(Value(record.fields), id))
                found.push_back(record);
        return found;
    }
    void for_each(std::string_view kind, const std::function<bool(const Record&)>& visit) const override {
        for (const auto& [key, record] : records)
            if (key.starts_with(std::string(kind) + "/") && !visit(record)) return;
    }
    Date as_of() const override { return today; }
};

class CountingNumbers final : public plugin::Numbering {
public:
    std::map<std::string, std::int64_t, std::less<>> highest;
    std::int64_t next(std::string_view prefix) override { return ++highest[std::string(prefix)]; }
};

/// A registry of one plugin: what is signed here is normalised, named, validated and folded as a host does.
class Desk {
public:
    std::unique_ptr<plugin::Plugin> collateral = make_collateral();
    plugin::Declaration declaration = collateral->declare();
    MemoryRecords records;
    CountingNumbers numbers;
    std::map<std::string, Object, std::less<>> status;    ///< facts of ip.status by right
    std::map<std::string, Object, std::less<>> fees;      ///< facts of ip.fees by right
    std::map<std::string, Object, std::less<>> standing;  ///< facts of commitments.standing by code
    Array elsewhere;  ///< what followed registries record, as plugin::ask_elsewhere answers

    /// The firm, two patents and a mark of its own as ip_status folds them, a policy, and a valuation each.
    void settle();

    const plugin::EntryType* type(std::string_view name) const {
        for (const plugin::EntryType& one : declaration.entries)
            if (one.type == name) return &one;
        return nullptr;
    }
    Faults faults(Draft draft) {
        prepare(draft);
        Faults found;
        collateral->validate(draft, records, found);
        return found;
    }
    /// What is said against a draft that is not refused, as "rule place".
    std::vector<std::string> advice(Draft draft) {
        prepare(draft);
        Faults found;
        collateral->advise(draft, records, others(), found);
        std::vector<std::string> told;
        for (const plugin::Fault& one : found) told.push_back(one.rule + " " + one.pointer);
        return told;
    }
    /// Signs what has no fault but warnings; answers the id of its record.
    std::string sign(Draft draft) {
        prepare(draft);
        Faults found;
        collateral->validate(draft, records, found);
        for (const plugin::Fault& fault : found)
            EXPECT_TRUE(fault.warning) << fault.pointer << " " << fault.rule << " " << fault.message.en;
        const plugin::EntryType* known = type(draft.type);
        if (known == nullptr) {
            ADD_FAILURE() << "not declared: " << draft.type;
            return {};
        }
        const std::optional<Record> existing = records.find(draft.record);
        Record record = existing.value_or(Record{draft.record, {}, {}, {}});
        if (!known->from.empty() && (existing || !known->creates)) {
            EXPECT_NE(std::find(known->from.begin(), known->from.end(), record.status), known->from.end())
                << draft.type << " after " << record.status;
        }
        collateral->fold(*known, plugin::Entry{draft.type, draft.record, draft.effective, draft.data},
                         record);
        records.records[record.id] = record;
        return record.id;
    }
    Record shown(const std::string& id, Date day) const {
        Record record = records.find(id).value_or(Record{});
        collateral->present(record, day);
        return record;
    }
    plugin::CheckAnswer check(std::string_view name, const Object& parameters) const {
        return collateral->check(name, parameters, records, others()).value_or(plugin::CheckAnswer{});
    }
    std::optional<plugin::ReportModel> report(std::string_view name, const Object& parameters) const {
        return collateral->report(name, parameters, records, others());
    }

private:
    /// The checks of other plugins, as the test set their answers.
    plugin::AskCheck others() const {
        return [&](std::string_view asked, const Object& given) -> std::optional<plugin::CheckAnswer> {
            if (asked == plugin::ask_elsewhere) return told_elsewhere(given);
            const bool of_right = asked.starts_with("ip.");
            const auto& answers = asked == "ip.status" ? status : asked == "ip.fees" ? fees : standing;
            const auto found = answers.find(plugin::text_at(given, of_right ? "right" : "organisation"));
            if (found == answers.end()) return std::nullopt;
            return plugin::CheckAnswer{{}, found->second};
        };
    }
    plugin::CheckAnswer told_elsewhere(const Object& given) const {
        const std::string kind(plugin::text_at(given, "kind")), about(plugin::text_at(given, "about"));
        Array told;
        for (const Value& one : elsewhere) {
            const std::string_view id = plugin::text_at(*one.object(), "record");
            if (!id.starts_with(kind + "/")) continue;
            if (about.starts_with(kind + "/")
                    ? id == about
                    : mentions(Value(plugin::object_at(*one.object(), "fields")), about))
                told.push_back(one);
        }
        return {{}, Object{{"records", std::move(told)}}};
    }
    void prepare(Draft& draft) {
        collateral->normalise(draft);
        if (draft.record.empty()) draft.record = collateral->record_id(draft, numbers).value_or("");
    }
};

inline Draft loan_draft() {
    return {"collateral.loan.opened",
            "",
            "2026-10-20",
            {{"contract", "JN-2026-0815"},
             {"lender", party("江南示范银行", bank)},
             {"borrower", party("宜兴陶缘紫砂有限公司", firm)},
             {"principal", yuan(300000000)},
             {"opened_on", "2026-10-20"},
             {"due_on", "2028-10-19"}}};
}
/// An acknowledgement as a contract of pledge holds it.
inline Value acknowledged(std::string rule, const char* by, std::string kind = "signature") {
    Object proof{{"kind", std::move(kind)}};
    for (const char* member :
         {"algorithm", "public_key", "signature", "attachment", "signatory", "authority"})
        proof.set(member, "x");
    return Object{{"rule", std::move(rule)},
                  {"reason", "已核查"},
                  {"by", party("确认人", by)},
                  {"proof", std::move(proof)}};
}
/// What the bank looked up on paper and no record says: the lists of debtors (E37, E40), and the day of the
/// extract (E42). These and what is added.
inline Array looked_up_on_paper(std::initializer_list<Value> more = {}) {
    Array all;
    for (const char* rule : {"E37", "E40", "E42"}) all.push_back(acknowledged(rule, bank, "statement"));
    all.insert(all.end(), more.begin(), more.end());
    return all;
}
inline Draft pledge_draft(Array rights = {patent}) {
    return {"collateral.pledge.agreed",
            "",
            "2026-10-20",
            {{"loan", "loan/JN-2026-0815"},
             {"pledgor", party("宜兴陶缘紫砂有限公司", firm)},
             {"pledgee", party("江南示范银行", bank)},
             {"rights", std::move(rights)},
             {"secured", yuan(330000000)},
             {"scope", "本金、利息和实现质权的费用"},
             {"acknowledgements", looked_up_on_paper()},
             {"agreed_on", "2026-10-20"},
             {"until", "2028-10-19"}}};
}
inline Draft valuation_draft(const std::string& right, std::int64_t fen) {
    return {"collateral.valuation.recorded",
            "",
            "2026-09-15",
            {{"right", right},
             {"value", yuan(fen)},
             {"method", "income"},
             {"valuer", party("示范资产评估有限公司", "")},
             {"base_date", "2026-09-01"},
             {"valid_until", "2027-08-31"}}};
}
inline Draft policy_draft() {
    return {"collateral.bank_policy.set",
            "",
            "2026-01-01",
            {{"caps",
              Object{{"invention", 3000}, {"utility_model", 1500}, {"design", 1500}, {"trademark", 4000}}},
             {"renewal_buffer_months", 6},
             {"extract_max_age_days", 5},
             {"revalue_months", 12}}};
}
inline Draft event(std::string type, const std::string& record, const std::string& day, Object data) {
    return {std::move(type), record, day, std::move(data)};
}

inline void Desk::settle() {
    const Array owners{party("宜兴陶缘紫砂有限公司", firm)};
    records.put(std::string("organisation/") + firm, "recorded",
                {{"name", "宜兴陶缘紫砂有限公司"}, {"identifier", firm}});
    for (const char* right : {patent, other_patent})
        records.put(right, "LIVE/REGISTRATION/In Force",
                    {{"office", "CN"},
                     {"number", std::string(right).substr(10)},
                     {"kind", "invention"},
                     {"title", "一种紫砂坯体的烧结方法"},
                     {"filing_date", "2021-05-18"},
                     {"grant_date", "2023-03-10"},
                     {"last_day", "2041-05-17"},
                     {"paid_through_year", 8},
                     {"owners", owners}});
    records.put(mark, "LIVE/REGISTRATION/Issued and Active",
                {{"office", "CN"},
                 {"number", "40128866"},
                 {"kind", "word"},
                 {"mark", "陶缘"},
                 {"classes", Array{21}},
                 {"registration_date", "2020-06-14"},
                 {"last_day", "2030-06-13"},
                 {"owners", owners}});
    sign(policy_draft());
    for (const char* right : {patent, other_patent}) sign(valuation_draft(right, 1250000000));
    sign(valuation_draft(mark, 900000000));
}

inline bool has_fault(const Faults& faults, std::string_view rule) {
    return std::any_of(faults.begin(), faults.end(),
                       [&](const plugin::Fault& fault) { return fault.rule == rule && !fault.warning; });
}

}  // namespace xinbu::collateral::test
