// Tables of foreign files, CSV or spreadsheet, handed over row by row to whoever makes drafts of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "import_run.hpp"
#include "table_headings.hpp"

namespace xinbu::session {

/// The formats that need a map.
inline constexpr std::string_view mapped_csv = "csv", mapped_xlsx = "xlsx";

/// Whoever reads a table from CSV reads the same table from a sheet: NAME-csv has a twin NAME-xlsx. Gives the
/// name of the adapter that a plugin declared; the name itself where it is no twin's.
std::string declared_name(std::string_view format);
/// The twin of an adapter, or empty where it has none.
std::string twin_name(std::string_view adapter);

struct TableAsked {
    std::filesystem::path file;
    bool is_sheet = false;             ///< it must be a spreadsheet; else its first bytes say what it is
    std::vector<std::string> columns;  ///< that it must have
    bool try_headings = false;         ///< see require_headings()
};

/// Reads one table; faulty rows are rejected with their place. Throws Failure as the readers do, and
/// `bad_option` where an option does not fit the table.
void read_table(const TableAsked& asked, const ImportOptions& options, Run& run, const AdaptRow& adapt);

}  // namespace xinbu::session
