// XML of other offices, read as a stream: one subtree at a time, nothing fetched, no entity expanded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "xinbu/base/result.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::readers {

struct XmlLimits {
    std::size_t depth = 64;                       ///< open elements
    std::size_t attributes = 256;                 ///< of one element
    std::size_t text_bytes = 1024 * 1024;         ///< character data directly inside one element
    std::size_t name_bytes = 1024;                ///< name of an element or attribute, prefix and URI each
    std::size_t markup_bytes = 256 * 1024;        ///< one tag, comment, processing instruction or DOCTYPE
    std::size_t nodes = 200'000;                  ///< elements and attributes of one record
    std::size_t record_bytes = 64 * 1024 * 1024;  ///< text and attribute values of one record
    bool doctype = true;  ///< false: any DOCTYPE is refused, as in our own formats (`xml.doctype`)
    bool exact = false;   ///< texts as they stand: neither trimmed nor NFC
};

/// Takes one record; returns false to end the reading. May throw: the exception comes out of read_xml().
using XmlHandler = std::function<bool(const plugin::XmlElement&)>;
/// Told the bytes read and the bytes of the file (0: unknown) after each block; returns false to end the
/// reading.
using XmlProgress = std::function<bool(std::uint64_t, std::uint64_t)>;

/// What read_xml() met.
struct XmlOutcome {
    std::uint64_t records = 0;  ///< handed over
    std::string root;           ///< local name of the first element
    bool complete = true;       ///< false where the handler or the progress function ended the reading
};

/// Hands over every element whose local name is in `elements`; inside one of them no other is looked for. At
/// most one record is in memory. Texts and attribute values are NFC, texts without outer blanks (trim() of
/// text.hpp). Attributes bear their local name, those of a namespace "{URI}name"; their values are texts. A
/// DOCTYPE is skipped, with the attribute defaults in it.
///
/// Throws Failure `file_unreadable`, `io_error`, or `bad_xml` with one detail: `xml.empty`, `xml.encoding`
/// (UTF-8 only), `xml.not_well_formed` (with the column), `xml.namespace`, `xml.doctype`,
/// `xml.entity_declaration`, `xml.entity_reference`, `xml.comment_in_text` (a comment that joins two halves
/// of a value), `xml.depth`, `xml.attributes`, `xml.text_length`, `xml.name_length`, `xml.markup_length`,
/// `xml.nodes`, `xml.record_length`, `xml.changed` (the file changed while it was read). Records before the
/// fault were already handed over. Thread-safe.
XmlOutcome read_xml(const std::filesystem::path& file, const std::vector<std::string>& elements,
                    const XmlHandler& on_element, const XmlLimits& limits = {},
                    const XmlProgress& progress = {});
/// The same over a stream; `name` stands for the file in faults.
XmlOutcome read_xml(std::istream& stream, const std::string& name, const std::vector<std::string>& elements,
                    const XmlHandler& on_element, const XmlLimits& limits = {},
                    const XmlProgress& progress = {});

}  // namespace xinbu::readers
