// Looks at the bytes of an XML file before libxml2 does: where each piece of markup begins and ends, and
// which of it must never get there.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "xinbu/readers/xml.hpp"
#include "xml_fault.hpp"

namespace xinbu::readers {

/// Cuts the file between pieces (a tag, a comment, a reference, a run of text), so libxml2 holds no more than
/// one of them and never meets half of one. Blanks the DOCTYPE out, so that nothing in it has an effect: no
/// default of an attribute, no normalisation of values, no external subset.
class XmlMarkup {
public:
    explicit XmlMarkup(const XmlLimits& limits) : limits_(limits) {}

    /// Goes over `bytes`, which begin where the whole pieces of the last call ended. Returns how many bytes,
    /// from the first, are whole pieces.
    std::size_t scan(std::string& bytes);

    /// Tells that no more bytes follow on `rest`, which is not whole.
    void end_of_file(std::string_view rest);

    /// What makes the rest unacceptable; what was whole before it may still be used.
    const std::optional<XmlFault>& fault() const { return fault_; }
    /// True where the rest cannot be well-formed; libxml2 shall say why.
    bool is_broken() const { return broken_; }
    /// True once anything but blanks was met that is no comment, processing instruction or DOCTYPE.
    bool has_content() const { return has_content_; }
    /// The lines on which start tags begin, in their order; whoever meets the tag takes its line away.
    std::deque<long>& tag_lines() { return tag_lines_; }

private:
    enum class Kind { unknown, text, reference, tag, comment, instruction, cdata, doctype, broken };

    Kind kind_of(std::string_view rest) const;
    /// Where the piece that `rest` begins with ends; nothing where it does not end in there, or where it
    /// turned out to be faulty or broken.
    std::optional<std::size_t> end_of(Kind kind, std::string_view rest);
    std::optional<std::size_t> end_of_text(std::string_view rest) const;
    std::optional<std::size_t> end_of_reference(std::string_view rest);
    std::optional<std::size_t> end_of_tag(std::string_view rest);
    std::optional<std::size_t> end_of_doctype(std::string_view rest);
    std::optional<std::size_t> end_of_declaration(std::string_view here, bool inside);
    void check_doctype(std::string_view rest);
    void check_length(Kind kind, std::size_t bytes);
    void refuse(const char* rule, std::string message, long lines_below = 0);
    void refuse_doctype();
    void move_on(std::string_view piece);
    void pass(Kind kind, char* bytes, std::size_t size);

    XmlLimits limits_;
    long line_ = 1;
    std::size_t column_ = 1;
    std::deque<long> tag_lines_;
    std::optional<XmlFault> fault_;
    bool broken_ = false;
    bool has_content_ = false;
    bool has_doctype_ = false;
};

}  // namespace xinbu::readers
