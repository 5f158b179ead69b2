// A table alone, for other programs: its heading in the first row, then its rows and nothing else.
#pragma once

#include <string>

#include "xinbu/document/report.hpp"

namespace xinbu::document {

/// As to_xlsx() otherwise; `name` is that of the sheet. Throws Failure `document_failed`.
Bytes table_xlsx(const plugin::ReportTable& table, const std::string& name, const Frame& frame);
/// CSV (RFC 4180), cells as people read them, guarded against spreadsheets that run formulas.
std::string table_csv(const plugin::ReportTable& table, const Frame& frame);

}  // namespace xinbu::document
