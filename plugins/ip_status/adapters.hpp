// What the import adapters make of other offices' records. None of them trusts what it reads: whatever an
// element or a row lacks, the rest of it is taken or the record is rejected by a rule.
#pragma once

#include "right.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// A `case-file` of the daily XML of the USPTO.
void import_case_file(const plugin::XmlElement& element, plugin::ImportSink& sink);
/// `TransactionData` of a TSDR status document by WIPO ST.66.
void import_st66(const plugin::XmlElement& element, plugin::ImportSink& sink);
/// `Trademark` of a TSDR status document by WIPO ST.96, of any of its versions.
void import_st96(const plugin::XmlElement& element, plugin::ImportSink& sink);
/// A status document of TSDR in JSON, of one mark or of several.
void import_tsdr_json(const plugin::Value& document, plugin::ImportSink& sink);
/// A document of the USPTO's Open Data Portal: the file wrappers in it.
void import_odp_json(const plugin::Value& document, plugin::ImportSink& sink);
/// A `us-patent-grant` of the weekly grant files.
void import_patent_grant(const plugin::XmlElement& element, plugin::ImportSink& sink);
/// A record or a hit of the German register of marks, designs, patents and utility models.
void import_dpma(const plugin::XmlElement& element, plugin::ImportSink& sink);
/// A family member, an exchange document, a register document or a fault that the EPO's OPS answered.
void import_epo(const plugin::XmlElement& element, plugin::ImportSink& sink);
void import_patent_application(const plugin::CsvRow& row, plugin::ImportSink& sink);
void import_cn_publication(const plugin::CsvRow& row, plugin::ImportSink& sink);
/// A row as CNIPA and its agents write lists of marks, under their Chinese headings.
void import_cnipa_mark(const plugin::CsvRow& row, plugin::ImportSink& sink);

/// Whether the German register's word for an entry in it is one that the adapter knows.
bool is_dpma_word(std::string_view code);
/// Whether a code of that right's office is in our tables, be it as a mere step of the procedure.
bool is_known_code(const RightName& name, std::string_view code);

void import_patent_event(const plugin::CsvRow& row, plugin::ImportSink& sink);
void import_patent_assignment(const plugin::CsvRow& row, plugin::ImportSink& sink);
void import_euipo_mark(const plugin::CsvRow& row, plugin::ImportSink& sink);

}  // namespace xinbu::ip_status
