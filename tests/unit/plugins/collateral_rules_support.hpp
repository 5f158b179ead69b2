// Tables of the rules E01–E49: how a case in order is put out of order, and how the rule comes out.
#pragma once

#include <functional>

#include "collateral_case.hpp"

namespace xinbu::collateral::test {

inline constexpr FindingStatus met = FindingStatus::met, not_met = FindingStatus::not_met,
                               unknown = FindingStatus::unknown, soft = FindingStatus::soft;

struct RuleRow {
    const char* rule;
    const char* when;
    FindingStatus status;
    std::function<void(CaseInOrder&)> arrange;
    std::optional<Severity> severity{};  ///< where the row is about it
};

inline void expect_rules(const std::vector<RuleRow>& rows) {
    for (const RuleRow& row : rows) {
        CaseInOrder one;
        row.arrange(one);
        const Finding finding = one.finding(row.rule);
        EXPECT_EQ(finding.status, row.status)
            << row.rule << " " << row.when << ": " << finding.message.en << " " << finding.message.zh;
        EXPECT_EQ(row.severity.value_or(finding.severity), finding.severity) << row.rule << " " << row.when;
        EXPECT_FALSE(finding.message.en.empty() || finding.message.zh.empty()) << row.rule << row.when;
        EXPECT_EQ(finding.message.en.find_first_of("{}"), std::string::npos) << finding.message.en;
        EXPECT_EQ(finding.message.zh.find_first_of("{}"), std::string::npos) << finding.message.zh;
    }
}

inline void nothing(CaseInOrder&) {}

}  // namespace xinbu::collateral::test
