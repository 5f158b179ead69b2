// CSV files of other organisations. The first byte chooses the options.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "xinbu/readers/csv.hpp"
#include "xinbu/readers/text.hpp"

using namespace xinbu;
using Rows = std::vector<std::vector<std::string>>;

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

// The rows of a file that is read to its end without any fault; the header is the first one. Empty otherwise.
Rows read(const std::string& bytes, const readers::CsvOptions& options) {
    Rows rows;
    bool good = true;
    try {
        std::istringstream stream(bytes);
        readers::CsvReader reader(stream, "fuzz.csv", options);
        rows.push_back(reader.header());
        long last_line = 0;
        while (const readers::CsvLine* line = reader.next()) {
            demand(line->line() > last_line);
            last_line = line->line();
            good = good && line->fault() == nullptr;
            std::vector<std::string> cells;
            for (std::size_t index = 0; index < reader.header().size(); ++index) {
                demand(readers::is_utf8(line->at(index)));
                demand(line->fault() == nullptr || line->at(index).empty());
                cells.emplace_back(line->at(index));
            }
            rows.push_back(std::move(cells));
        }
    } catch (const Failure& failure) {
        demand(failure.error().category == Category::invalid);
        demand(!readers::name_fault(failure.error().why));
        return {};
    }
    return good ? rows : Rows();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    readers::CsvOptions options;
    options.encoding = std::vector<std::string>{"", "utf-8", "gb18030", ""}[data[0] & 3U];
    options.separator = ",;\t,"[data[0] >> 2U & 3U];
    options.exact = (data[0] & 16U) != 0;
    options.bare_quotes = (data[0] & 32U) != 0;
    options.guarded = (data[0] & 64U) != 0;
    const Rows rows = read(std::string(reinterpret_cast<const char*>(data) + 1, size - 1), options);
    // What was read can be written, and comes back as it is; in the spreadsheet profile too.
    for (const auto profile : {readers::CsvProfile::exact, readers::CsvProfile::spreadsheet}) {
        std::string written;
        for (const std::vector<std::string>& row : rows) readers::append_csv_row(written, row, profile);
        readers::CsvOptions exact;
        exact.encoding = "utf-8";
        exact.exact = true;
        exact.guarded = profile == readers::CsvProfile::spreadsheet;
        const bool fits =
            written.size() < readers::csv_cell_limit_bytes && !written.starts_with("\xEF\xBB\xBF");
        if (!rows.empty() && fits) demand(read(written, exact) == rows);
    }
    return 0;
}
