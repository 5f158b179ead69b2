// What falls due on loans, pledges and what belongs to them.
//
// The check `collateral.deadlines` of one `record`, any of this plugin's, looking `days` ahead (365). Facts:
// as_of, from, to and `deadlines`, by date, each in the form of ip.deadlines (plugins/ip_status/plugin.hpp):
// id, kind, record, what {en, zh}, due, last_day, days, severity (info; warn when near; block once missed),
// consequence {en, zh}, article {en, zh}, law, confidence, rule_status, standing (false), explain [{en, zh}],
// and `right` where one is concerned. What was missed stays in the answer until it is done.
#pragma once

#include <string>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

struct Due {
    std::string_view id;    ///< CL-TERM, CL-LOAN, …
    std::string_view kind;  ///< pledge_term, loan_due, …
    plugin::Text what;      ///< the act that is due
    plugin::Date day;       ///< the last day on which it is in time
    plugin::Text consequence;
    plugin::Text article;
    std::string_view law;
    bool is_confirmed = false;  ///< the period was read in its source, not only known
    std::vector<plugin::Text> steps{};
    std::string right{};
    int warning_days = 30;
};

/// All that is open for a record on the day of `records`, missed or ahead.
std::vector<Due> dues_of(const plugin::Record& record, const plugin::Records& records);

plugin::CheckAnswer deadlines(const plugin::Object& parameters, const plugin::Records& records);

}  // namespace xinbu::collateral
