// What the import adapters make of other offices' records. None of them trusts what it reads: whatever an
// element or a row lacks, the rest of it is taken or the record is rejected by a rule.
#pragma once

#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// A `case-file` of the daily XML of the USPTO.
void import_case_file(const plugin::XmlElement& element, plugin::ImportSink& sink);
/// `TransactionData` of a TSDR status document by WIPO ST.66.
void import_st66(const plugin::XmlElement& element, plugin::ImportSink& sink);
/// `Trademark` of a TSDR status document by WIPO ST.96, of any of its versions.
void import_st96(const plugin::XmlElement& element, plugin::ImportSink& sink);
void import_patent_event(const plugin::CsvRow& row, plugin::ImportSink& sink);
void import_patent_assignment(const plugin::CsvRow& row, plugin::ImportSink& sink);
void import_euipo_mark(const plugin::CsvRow& row, plugin::ImportSink& sink);

}  // namespace xinbu::ip_status
