// The plugin's reports, and the cells that they share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "alerts.hpp"
#include "exposure.hpp"
#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/report.hpp"

namespace xinbu::collateral {

/// `collateral.runway` of a `record`, a pledge or a loan: the lives of rights, terms, loan and insurance on
/// one axis, what falls due, and value against debt.
std::optional<plugin::ReportModel> runway(const plugin::Object& parameters, const plugin::Records& records,
                                          const plugin::AskCheck& ask);
/// `collateral.certificate`, with the parameters of collateral.eligibility: its answer, with the sources and
/// their age.
std::optional<plugin::ReportModel> certificate(const plugin::Object& parameters,
                                               const plugin::Records& records, const plugin::AskCheck& ask);
/// `collateral.portfolio` of a `lender` or `product`, or of all loans, over `from` … `to`.
std::optional<plugin::ReportModel> portfolio(const plugin::Object& parameters, const plugin::Records& records,
                                             const plugin::AskCheck& ask);
/// `collateral.stress`: what is left of the security of each loan without the `rights`, without those of an
/// `office`, or of a `kind`; where both office and kind are given, of rights that are of both.
std::optional<plugin::ReportModel> stress(const plugin::Object& parameters, const plugin::Records& records,
                                          const plugin::AskCheck& ask);

/// `collateral.brand` of a `brand`: its commitments, rights and loans, each line with a colour and one
/// reason.
std::optional<plugin::ReportModel> brand_page(const plugin::Object& parameters,
                                              const plugin::Records& records, const plugin::AskCheck& ask);

// ---- cells

/// Nothing where the text is empty.
plugin::Cell text_cell(plugin::Text text, plugin::Tone tone = plugin::Tone::neutral);
plugin::Cell record_cell(std::string_view record, plugin::Tone tone = plugin::Tone::neutral);
plugin::Cell money_cell(std::int64_t amount, const std::string& currency,
                        plugin::Tone tone = plugin::Tone::neutral);
plugin::Cell date_cell(const std::optional<plugin::Date>& date, plugin::Tone tone = plugin::Tone::neutral);
plugin::Cell count_cell(std::int64_t count);
plugin::Cell share_cell(std::int64_t basis_points, plugin::Tone tone = plugin::Tone::neutral);

plugin::Text severity_label(plugin::Severity severity);
plugin::Tone severity_tone(plugin::Severity severity);
/// A table of alerts: how grave, since when, which loan, what, and what to do.
plugin::ReportTable alert_table(const std::vector<Alert>& alerts);

}  // namespace xinbu::collateral
