#include "xinbu/readers/xml.hpp"

#include <fmt/format.h>

#include <istream>
#include <string_view>

#include "input.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"
#include "xml_fault.hpp"
#include "xml_markup.hpp"
#include "xml_parser.hpp"

namespace xinbu::readers {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF"sv;
constexpr std::string_view blanks = " \t\r\n"sv;

// By its byte order mark, or by the "<" that the file must begin with.
bool is_utf_16_or_32(std::string_view start) {
    return start.starts_with("\xFF\xFE"sv) || start.starts_with("\xFE\xFF"sv) ||
           start.substr(0, 2).find('\0') != std::string_view::npos;
}

// The encoding that the XML declaration names, or an empty text. What is not written as it must be is left to
// libxml2.
std::string_view declared_encoding(std::string_view start) {
    if (!start.starts_with("<?xml"sv)) return {};
    const std::string_view declaration = start.substr(0, start.find("?>"sv));
    std::size_t at = declaration.find("encoding"sv);
    if (at == std::string_view::npos) return {};
    at = declaration.find_first_of("\"'"sv, at);
    if (at == std::string_view::npos) return {};
    const std::size_t end = declaration.find(declaration[at], at + 1);
    return end == std::string_view::npos ? std::string_view() : declaration.substr(at + 1, end - at - 1);
}

bool names_utf_8(std::string_view encoding) {
    return encoding.size() == 5 && (encoding[0] | 0x20) == 'u' && (encoding[1] | 0x20) == 't' &&
           (encoding[2] | 0x20) == 'f' && encoding.substr(3) == "-8"sv;
}

class Reading {
public:
    Reading(Input& input, const std::vector<std::string>& elements, const XmlHandler& on_element,
            const XmlLimits& limits, const XmlProgress& progress)
        : input_(input),
          progress_(progress),
          markup_(limits),
          parser_(input.name(), elements, on_element, limits, markup_.tag_lines()) {}

    XmlOutcome run() {
        const bool complete = read_blocks();
        return {parser_.records(), parser_.root(), complete};
    }

private:
    // False where the handler or the progress function ended it.
    bool read_blocks() {
        for (bool first = true;; first = false) {
            const bool more = fill();
            if (first) check_opening();
            if (!more) break;
            pass_on();
            if (parser_.has_ended()) return false;
            if (progress_ && !progress_(input_.bytes_read(), input_.bytes_total())) return false;
        }
        if (!input_.unchanged()) refuse({0, "xml.changed", tr("the file changed while it was read")});
        finish();
        return !parser_.has_ended();
    }

    bool fill() {
        const std::size_t held = pending_.size();
        pending_.resize(held + input_block_bytes);
        const std::size_t got = input_.read(pending_.data() + held, input_block_bytes);
        pending_.resize(held + got);
        return got > 0;
    }

    void check_opening() {
        if (is_utf_16_or_32(pending_)) {
            refuse({1, "xml.encoding", tr("the file is UTF-16 or UTF-32, not UTF-8")});
        }
        if (pending_.starts_with(byte_order_mark)) pending_.erase(0, byte_order_mark.size());
        const std::string_view encoding = declared_encoding(pending_);
        if (encoding.empty() || names_utf_8(encoding)) return;
        refuse({1, "xml.encoding",
                fmt::format(fmt::runtime(tr("the file says that its encoding is {}, not UTF-8")),
                            printable(encoding, 40))});
    }

    void pass_on() {
        const std::size_t whole = markup_.scan(pending_);
        parser_.feed(std::string_view(pending_).substr(0, whole));
        pending_.erase(0, whole);
        if (parser_.has_ended()) return;
        if (markup_.fault()) refuse(*markup_.fault());
        if (markup_.is_broken()) finish();
    }

    // Nothing that is broken or incomplete comes out of this without a Failure.
    void finish() {
        const bool empty = !markup_.has_content() && pending_.find_first_not_of(blanks) == std::string::npos;
        if (empty) refuse({0, "xml.empty", tr("the file has no element")});
        markup_.end_of_file(pending_);
        if (markup_.fault()) refuse(*markup_.fault());
        parser_.finish(pending_);
        if (markup_.is_broken() && !parser_.has_ended()) {
            refuse({0, "xml.not_well_formed", tr("the markup breaks a rule of XML")});
        }
    }

    [[noreturn]] void refuse(XmlFault fault) const { throw bad_xml(input_.name(), std::move(fault)); }

    Input& input_;
    const XmlProgress& progress_;
    XmlMarkup markup_;
    XmlParser parser_;
    std::string pending_;  // read, but not yet whole
};

}  // namespace

XmlOutcome read_xml(const std::filesystem::path& file, const std::vector<std::string>& elements,
                    const XmlHandler& on_element, const XmlLimits& limits, const XmlProgress& progress) {
    Input input(file);
    return Reading(input, elements, on_element, limits, progress).run();
}

XmlOutcome read_xml(std::istream& stream, const std::string& name, const std::vector<std::string>& elements,
                    const XmlHandler& on_element, const XmlLimits& limits, const XmlProgress& progress) {
    Input input(stream, name);
    return Reading(input, elements, on_element, limits, progress).run();
}

}  // namespace xinbu::readers
