// Spreadsheets. The first byte says what the rest is: a whole file, or the text of one part of a workbook
// that is sound otherwise.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "support/workbook.hpp"
#include "xinbu/readers/text.hpp"
#include "xinbu/readers/xlsx.hpp"

using namespace xinbu;

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

test::WorkbookText workbook() {
    test::WorkbookText book{test::rows_of({{"a", "b"}, {"x", "=46082.5;1"}, {"", "=1E2;2"}})};
    book.strings = "<si><t>one</t></si><si><r><t>two</t></r></si>";
    book.formats =
        "<numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy\"/></numFmts>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/></cellXfs>";
    return book;
}

std::string file_of(std::uint8_t kind, const std::string& text) {
    test::WorkbookText book = workbook();
    switch (kind % 6) {
        case 0:
            return "PK\3\4" + text;
        case 1:
            book.sheet = text;
            break;
        case 2:
            book.strings = text;
            book.sheet =
                "<sheetData><row><c t=\"s\"><v>0</v></c></row><row><c t=\"s\"><v>1</v></c></row></sheetData>";
            break;
        case 3:
            book.formats = text;
            break;
        case 4:
            book.workbook = text;
            break;
        default:
            book.relations = text;
            break;
    }
    return book.file();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    readers::XlsxOptions options;
    options.limits = {1 << 20, 64, 1 << 20, 1 << 18, 1 << 18, 100, 1000, 100};
    const std::string file = file_of(data[0], std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
    try {
        const readers::XlsxReader reader(file, "fuzz.xlsx", options);
        std::uint64_t rows = 0;
        const readers::XlsxOutcome outcome = reader.read([&](const readers::XlsxRow& row) {
            ++rows;
            demand(row.line() > 0 && (row.fault() == nullptr || !row.fault()->rule.empty()));
            for (std::size_t at = 0; at < row.header().size(); ++at)
                demand(readers::is_utf8(row.at(at)) && readers::is_nfc(row.at(at)));
            return true;
        });
        demand(outcome.rows == rows);
    } catch (const Failure& failure) {
        demand(failure.error().code == "bad_xlsx" && !failure.error().details.empty());
        demand(!readers::name_fault(failure.error().why));
    }
    return 0;
}
