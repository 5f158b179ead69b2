// The parts of a workbook that its sheets refer to: which sheets there are, the texts that cells share, the
// formats of cells.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/readers/xlsx.hpp"
#include "xinbu/readers/xml.hpp"
#include "xlsx_number.hpp"
#include "zip_package.hpp"

namespace xinbu::readers {

/// The limits of XML inside a package: no DOCTYPE, texts as they stand.
XmlLimits part_limits();
/// Reads the elements of one part. The part's name stands in faults of its XML.
XmlOutcome read_part(const ZipPackage& package, const std::string& part, std::uint64_t most_bytes,
                     const std::vector<std::string>& elements, const XmlHandler& on_element,
                     const XmlProgress& progress = {});

/// An attribute by its local name, whatever its namespace; "" where there is none.
std::string_view attribute(const plugin::XmlElement& element, std::string_view name);
/// "1" or "true".
bool is_set(std::string_view truth);

/// The text of an element of texts (`si`, `is`): its runs put together, reading aids left out, escaped
/// characters in their place.
std::string text_of(const plugin::XmlElement& element);
/// "_x000D_" and the like are characters that XML has no other way for.
std::string without_escapes(std::string_view text);

struct SheetPart {
    std::string name, part;
    bool is_hidden = false;
};

struct WorkbookParts {
    std::vector<SheetPart> sheets;  ///< those of cells, in their order
    std::string strings, styles;    ///< empty where there is none
    bool counts_from_1904 = false;
    bool is_uncomputed = false;  ///< whoever wrote it asks the spreadsheet to compute everything first
    bool has_macros = false;
};
WorkbookParts workbook_of(const ZipPackage& package, const XlsxLimits& limits);

/// The texts that cells share, in one piece of memory.
class SharedTexts {
public:
    SharedTexts() = default;
    SharedTexts(const ZipPackage& package, const std::string& part, const XlsxLimits& limits);
    std::size_t size() const { return ends_.size(); }
    std::string_view at(std::size_t index) const;

private:
    std::string bytes_;
    std::vector<std::size_t> ends_;
};

/// The number format of each style of cells.
std::vector<NumberFormat> cell_formats(const ZipPackage& package, const std::string& part,
                                       const XlsxLimits& limits);

}  // namespace xinbu::readers
