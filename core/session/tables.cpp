#include "tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

using Constants = std::vector<std::pair<std::string, std::string>>;

constexpr std::uint64_t rows_between_reports = 256;
constexpr std::string_view csv_end = "-csv", xlsx_end = "-xlsx";

/// A row with the columns that its table lacks.
class CompletedRow final : public plugin::CsvRow {
public:
    CompletedRow(const plugin::CsvRow& row, const Constants& constants) : row_(row), constants_(constants) {}
    std::string_view cell(std::string_view column) const override {
        for (const auto& [name, value] : constants_)
            if (name == column) return value;
        return row_.cell(column);
    }

private:
    const plugin::CsvRow& row_;
    const Constants& constants_;
};

AdaptRow completed(const AdaptRow& adapt, const Constants& constants) {
    if (constants.empty()) return adapt;
    return [&](const plugin::CsvRow& row, plugin::ImportSink& sink) {
        adapt(CompletedRow(row, constants), sink);
    };
}

Failure bad_option(const std::filesystem::path& file, std::string why) {
    return {Category::usage, "bad_option", file.string(), std::move(why)};
}

/// A column that stands in the table and on the command line would have two values.
void refuse_known(const std::filesystem::path& file, const std::vector<std::string>& header,
                  const Constants& constants) {
    for (const auto& [name, value] : constants)
        if (std::ranges::find(header, name) != header.end())
            throw bad_option(file, fmt::format(fmt::runtime(tr("the table has a column “{}” of its own")),
                                               readers::printable(name, 40)));
}

std::vector<std::string> without_constants(std::vector<std::string> columns, const Constants& constants) {
    for (const auto& [name, value] : constants) std::erase(columns, name);
    return columns;
}

void read_csv(const TableAsked& asked, const ImportOptions& options, Run& run, const AdaptRow& adapt) {
    if (!options.sheet.empty())
        throw bad_option(asked.file, tr("--sheet is for spreadsheets, and this file is none"));
    readers::CsvOptions csv;
    csv.encoding = options.encoding;
    csv.required = without_constants(asked.columns, options.constants);
    if (asked.try_headings) require_headings(asked.file, sample_of(asked.file, csv), adapt);
    readers::CsvReader reader(asked.file, csv);
    refuse_known(asked.file, reader.header(), options.constants);
    std::uint64_t rows = 0;
    while (const readers::CsvLine* row = reader.next()) {
        run.start_record(row->line());
        if (row->fault() != nullptr) {
            run.reject(*row->fault());
        } else {
            adapt(*row, run);
        }
        if (++rows % rows_between_reports == 0 && !run.tell(reader.bytes_read(), reader.bytes_total()))
            return;
    }
}

void read_sheet(const TableAsked& asked, const ImportOptions& options, Run& run, const AdaptRow& adapt) {
    if (!options.encoding.empty())
        throw bad_option(asked.file,
                         tr("--encoding is for CSV; a spreadsheet says itself how it is written"));
    readers::XlsxOptions xlsx;
    xlsx.sheet = options.sheet;
    xlsx.required = without_constants(asked.columns, options.constants);
    const readers::XlsxReader reader(asked.file, std::move(xlsx));
    if (asked.try_headings) require_headings(asked.file, sample_of(reader), adapt);
    bool is_first = true;
    const readers::XlsxOutcome outcome = reader.read(
        [&](const readers::XlsxRow& row) {
            if (std::exchange(is_first, false)) refuse_known(asked.file, row.header(), options.constants);
            run.start_record(row.line());
            run.is_about(row, reader.sheet());
            if (row.fault() != nullptr) {
                run.reject(*row.fault());
            } else {
                adapt(row, run);
            }
            return !run.stopped();
        },
        [&](std::uint64_t done, std::uint64_t total) { return run.tell(done, total); });
    run.remark(outcome.remarks);
}

}  // namespace

std::string declared_name(std::string_view format) {
    if (!format.ends_with(xlsx_end)) return std::string(format);
    return std::string(format.substr(0, format.size() - xlsx_end.size())) + std::string(csv_end);
}

std::string twin_name(std::string_view adapter) {
    if (!adapter.ends_with(csv_end)) return {};
    return std::string(adapter.substr(0, adapter.size() - csv_end.size())) + std::string(xlsx_end);
}

void read_table(const TableAsked& asked, const ImportOptions& options, Run& run, const AdaptRow& adapt) {
    const AdaptRow whole = completed(adapt, options.constants);
    if (asked.is_sheet || readers::is_zip(asked.file))
        read_sheet(asked, options, run, whole);
    else
        read_csv(asked, options, run, whole);
}

}  // namespace xinbu::session
