// A case for the eligibility check in which everything is in order, for tests to put out of order.
#pragma once

#include "collateral_support.hpp"

namespace xinbu::collateral::test {

/// The registers and records of a case in which everything is in order.
struct CaseInOrder {
    Desk desk;
    Object parameters{{"right", patent},
                      {"pledgor", firm},
                      {"pledgee", bank},
                      {"due", "2028-10-19"},
                      {"principal", 300000000}};

    CaseInOrder() {
        desk.settle();
        const Array owners{party("宜兴陶缘紫砂有限公司", firm)};
        desk.status[patent] = Object{{"kind", "invention"},      {"status", "LIVE/REGISTRATION/Granted"},
                                     {"granted", true},          {"alive", true},
                                     {"last_day", "2041-05-17"}, {"in_grace", false},
                                     {"fee_paid", true},         {"filing_date", "2021-05-18"},
                                     {"owners", owners},         {"overlays", Array{}}};
        desk.status[mark] = Object{{"kind", "trademark"},      {"status", "LIVE/REGISTRATION/Registered"},
                                   {"granted", true},          {"alive", true},
                                   {"last_day", "2030-06-13"}, {"in_grace", false},
                                   {"owners", owners},         {"registration_date", "2020-06-14"},
                                   {"overlays", Array{}}};
        desk.standing[firm] =
            Object{{"in_force", 1}, {"kept", 0}, {"under_repair", 0}, {"open_breaches", Array{}}};
    }

    plugin::CheckAnswer answer() const { return desk.check("collateral.eligibility", parameters); }
    plugin::Verdict verdict() const { return plugin::verdict_of(answer().findings); }
    Finding finding(std::string_view rule) const {
        for (const Finding& one : answer().findings)
            if (one.rule == rule) return one;
        ADD_FAILURE() << "no finding " << rule;
        return {};
    }
    FindingStatus status(std::string_view rule) const { return finding(rule).status; }
    /// What a person looks up before lending: the lists of debtors, and the register itself.
    void look_up() {
        desk.sign(event("collateral.credit_report.recorded", "", "2026-10-14",
                        {{"subject", party("宜兴陶缘紫砂有限公司", firm)},
                         {"read_on", "2026-10-14"},
                         {"source", "信用中国"},
                         {"serious_dishonesty", false},
                         {"enforcement", false},
                         {"abnormal", false},
                         {"insolvency", false},
                         {"state_owned", false}}));
        for (const char* right : {patent, other_patent, mark})
            recorded(right).set("source", Object{{"system", "CNIPA"}, {"retrieved_on", "2026-10-13"}});
    }
    void about_mark() { parameters.set("right", mark); }
    void overlay(const char* right, const char* kind) {
        desk.status[right].set("overlays", Array{Object{{"kind", kind}, {"since", "2026-01-02"}}});
    }
    /// Asks about that contract, which need not be fit to sign.
    Object& contract(Draft draft = pledge_draft(), const char* state = "agreed") {
        if (!desk.records.find("loan/JN-2026-0815")) desk.sign(loan_draft());
        parameters = Object{{"pledge", "pledge/asked"}};
        desk.records.put("pledge/asked", state, std::move(draft.data));
        return desk.records.records["pledge/asked"].fields;
    }
    Object& recorded(const char* right) { return desk.records.records[right].fields; }
    void fact(const char* right, const char* name, Value value) {
        desk.status[right].set(name, std::move(value));
    }
    /// Signs the loan and a contract of pledge; answers its id.
    std::string agreed(Draft draft) {
        if (!desk.records.find("loan/JN-2026-0815")) desk.sign(loan_draft());
        return desk.sign(std::move(draft));
    }
    std::string pledged(Array rights) { return registered(agreed(pledge_draft(std::move(rights)))); }
    std::string registered(const std::string& id) {
        desk.sign(event("collateral.pledge.registered", id, "2026-10-26",
                        {{"registration_number", "Y2026320000123"}, {"registered_on", "2026-10-26"}}));
        return id;
    }
};

}  // namespace xinbu::collateral::test
