// Incremental updates of PDF files that Cairo wrote (ISO 32000-1, 7.5.6). Inside document only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/base/bytes.hpp"

namespace xinbu::document {

/// Objects that are put behind a file, whose bytes stay as they are. Reads a table of cross-references in its
/// classical form with one section, as Cairo writes PDF 1.5, and throws Failure `document_failed` for
/// anything else.
class PdfUpdate {
public:
    explicit PdfUpdate(ByteView pdf);

    int catalog() const { return root_; }
    /// The page that comes first.
    int first_page() const { return first_page_; }
    /// A number that no object has yet.
    int new_number() { return next_++; }

    /// The dictionary of an object as it is, without its brackets: it begins and ends with white space.
    std::string dictionary(int number) const;

    /// An object of the update: new, or in the place of an old one. `body` is what stands between `obj` and
    /// `endobj`.
    void put(int number, std::string_view body);

    /// The file and the update, with the table and trailer at its end.
    std::string finish();

private:
    std::string_view object(int number) const;

    std::string text_;
    std::size_t table_ = 0;  ///< where the old table of cross-references begins
    std::vector<std::size_t> offsets_;
    std::map<int, std::size_t> put_;
    std::string info_;
    int root_ = 0, first_page_ = 0, next_ = 0;
};

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16BE in hexadecimal.
std::string pdf_text(std::string_view utf8);
/// A date (ISO 32000-1, 7.9.4) from RFC 3339 in UTC.
std::string pdf_date(std::string_view instant);

}  // namespace xinbu::document
