// Reports as files: a plugin's model, written in the language in force.
//
// What is written depends on nothing but its arguments: the same model and frame give the same bytes, on any
// day and machine with the same libraries and fonts. So a report can be made again from the checkpoint that
// it names, and compared.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "xinbu/base/bytes.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::document {

/// What stands around a report: whose it is and which state of which ledger it was made from.
struct Frame {
    std::string organisation{};  ///< its name
    std::string origin{};        ///< `xinbu/<identifier>/<uuid>`
    std::uint64_t size = 0;      ///< commits that were counted
    std::string root{};          ///< hex, of the tree over them
    std::string time{};          ///< of the last of them, RFC 3339 UTC: also the date inside PDF and XLSX
    plugin::Date as_of;          ///< the day of the question
    std::string doubt{};  ///< why this may not be the whole history; empty where nothing speaks against it
    /// Who took it out and when, for exports that a second person approved: on every page and in every table.
    std::string mark{};
    /// The title of a record for people; empty where there is none. Called while writing.
    std::function<std::string(std::string_view record)> title_of{};
    /// The id (hex) of the last entry of a record, or of that type where one is named; empty where there is
    /// none. Called while writing.
    std::function<std::string(std::string_view record, std::string_view entry_type)> entry_of{};
};

/// One page of HTML that needs nothing else: style and drawings inside, no script, nothing to fetch.
std::string to_html(const plugin::ReportModel& model, const Frame& frame);
/// PDF 1.5, A4, searchable text, fonts embedded, page numbers, outline. Throws Failure `document_failed`.
Bytes to_pdf(const plugin::ReportModel& model, const Frame& frame);
/// A workbook (ECMA-376): the first sheet says all that stands in no table, each table and the numbers of
/// each chart have a sheet of their own. Dates, counts, shares and money are numbers with formats; text that
/// begins like a formula stays text. Throws Failure `document_failed`, also for more rows than a sheet can
/// hold.
Bytes to_xlsx(const plugin::ReportModel& model, const Frame& frame);
/// For the terminal: `columns` wide at most (0: as wide as it gets).
std::string to_text(const plugin::ReportModel& model, const Frame& frame, std::size_t columns);
/// For scripts: the model as it is, texts in the language in force.
plugin::Value to_json(const plugin::ReportModel& model, const Frame& frame);
/// The same as the bytes of a file: one line, ending in a newline. Its SHA-256 is the digest of the report
/// that a QR code in the other forms bears; the codes in here bear none.
std::string to_json_text(const plugin::ReportModel& model, const Frame& frame);

/// What a QR code of the report holds: one line, blanks between its parts. `with_digest`: with the digest of
/// the report where the code is about the report itself.
std::string code_content(const plugin::ReportCode& code, const plugin::ReportModel& model, const Frame& frame,
                         bool with_digest);

/// How many rows the tables of the model hold.
std::uint64_t rows_of(const plugin::ReportModel& model);

/// A cell as people read it: money with two digits, thousands and its code, shares in per cent, records by
/// title. Empty for null.
std::string cell_text(const plugin::Cell& cell, plugin::Quantity quantity, const Frame& frame);

}  // namespace xinbu::document
