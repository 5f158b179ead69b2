// Makes records of what libxml2 reports. Bytes go in as they come; records come out as soon as they end.
#pragma once

#include <libxml/parser.h>

#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/readers/xml.hpp"
#include "xml_fault.hpp"

namespace xinbu::readers {

class XmlParser {
public:
    /// `elements`, `on_element` and `tag_lines` outlive the parser; the latter holds the line of each start
    /// tag before the tag is fed.
    XmlParser(std::string file, const std::vector<std::string>& elements, const XmlHandler& on_element,
              const XmlLimits& limits, std::deque<long>& tag_lines);
    XmlParser(const XmlParser&) = delete;
    XmlParser& operator=(const XmlParser&) = delete;

    /// Takes the next bytes of the file. Throws Failure `bad_xml`, and whatever the handler throws.
    void feed(std::string_view bytes);
    /// Takes the last bytes. Throws as feed(), also where the document is not complete.
    void finish(std::string_view bytes);

    /// True where the handler ended the reading.
    bool has_ended() const { return ended_; }
    std::uint64_t records() const { return records_; }
    /// Local name of the first element; empty before it was met.
    const std::string& root() const { return root_; }

private:
    // An element whose end was not met yet. Outside of records only its lengths are of interest.
    struct Open {
        plugin::XmlElement element;
        std::size_t text_bytes = 0;
        bool has_text = false;     // since its beginning or its last child
        bool has_comment = false;  // behind such text
    };
    struct Callbacks;
    struct Release {
        void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
    };

    void parse(std::string_view bytes, bool last);
    void start(std::string_view name, std::string_view uri);
    void declare_namespaces(const xmlChar** declared, std::size_t count);
    void take_attributes(const xmlChar** attributes, std::size_t count);
    void take_text(std::string_view text);
    void meet_comment();
    void end();
    void complain(const xmlError& error);
    void count_nodes(std::size_t nodes);
    void count_record_bytes(std::size_t bytes);
    void check_name(std::string_view name) const;
    bool is_record(std::string_view name) const;
    [[noreturn]] void refuse(const char* rule, std::string message) const;
    template <class Work>
    void unless_stopped(Work&& work) noexcept;

    std::string file_;
    const std::vector<std::string>& elements_;
    const XmlHandler& on_element_;
    XmlLimits limits_;
    std::deque<long>& tag_lines_;
    std::unique_ptr<xmlParserCtxt, Release> context_;

    std::vector<Open> open_;
    std::size_t record_depth_ = 0;  // of the record that is being read, from 1; 0: none
    std::size_t record_nodes_ = 0;
    std::size_t record_bytes_ = 0;
    std::uint64_t records_ = 0;
    std::string root_;
    bool root_closed_ = false;
    bool ended_ = false;
    // Nothing that libxml2 still reports counts once this is set. It is left to run to the end of its block:
    // stopping it from within would free the bytes that it is looking at.
    bool stopped_ = false;
    std::exception_ptr thrown_;
};

}  // namespace xinbu::readers
