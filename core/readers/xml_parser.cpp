#include "xml_parser.hpp"

#include <fmt/format.h>
#include <libxml/catalog.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::readers {
namespace {

std::string_view view(const xmlChar* text) {
    return text != nullptr ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

std::string_view view(const xmlChar* begin, const xmlChar* end) {
    return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(end - begin)};
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string normalised(std::string_view text) {
    return is_nfc(text) ? std::string(text) : nfc(text);
}

void prepare_library() {
    static const bool prepared = [] {
        xmlInitParser();
        // A processing instruction of a file may name a catalogue; it is not for a file to do so.
        xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
        return true;
    }();
    static_cast<void>(prepared);
}

}  // namespace

// What libxml2 calls. No exception may pass through it, so each waits in the parser until the block is done.
struct XmlParser::Callbacks {
    static void start_element(void* self, const xmlChar* name, const xmlChar*, const xmlChar* uri,
                              int namespace_count, const xmlChar** namespaces, int attribute_count, int,
                              const xmlChar** attributes) {
        auto& parser = *static_cast<XmlParser*>(self);
        parser.unless_stopped([&] {
            const auto declared = static_cast<std::size_t>(namespace_count);
            const auto given = static_cast<std::size_t>(attribute_count);
            parser.start(view(name), view(uri));
            if (declared + given > parser.limits_.attributes) {
                parser.refuse("xml.attributes",
                              fmt::format(fmt::runtime(tr("an element has more than {} attributes")),
                                          parser.limits_.attributes));
            }
            parser.declare_namespaces(namespaces, declared);
            parser.take_attributes(attributes, given);
        });
    }
    static void end_element(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
        auto& parser = *static_cast<XmlParser*>(self);
        parser.unless_stopped([&] { parser.end(); });
    }
    static void characters(void* self, const xmlChar* text, int bytes) {
        auto& parser = *static_cast<XmlParser*>(self);
        parser.unless_stopped([&] { parser.take_text(view(text, text + bytes)); });
    }
    static void comment(void* self, const xmlChar*) {
        auto& parser = *static_cast<XmlParser*>(self);
        parser.unless_stopped([&] { parser.meet_comment(); });
    }
    static void error(void* self, xmlErrorPtr error) {
        auto& parser = *static_cast<XmlParser*>(self);
        if (error->level >= XML_ERR_ERROR) parser.unless_stopped([&] { parser.complain(*error); });
    }
};

template <class Work>
void XmlParser::unless_stopped(Work&& work) noexcept {
    if (stopped_) return;
    try {
        work();
    } catch (...) {
        thrown_ = std::current_exception();
        stopped_ = true;
    }
}

XmlParser::XmlParser(std::string file, const std::vector<std::string>& elements, const XmlHandler& on_element,
                     const XmlLimits& limits, std::deque<long>& tag_lines)
    : file_(std::move(file)),
      elements_(elements),
      on_element_(on_element),
      limits_(limits),
      tag_lines_(tag_lines) {
    prepare_library();
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = &Callbacks::start_element;
    handler.endElementNs = &Callbacks::end_element;
    handler.characters = &Callbacks::characters;
    handler.ignorableWhitespace = &Callbacks::characters;
    handler.cdataBlock = &Callbacks::characters;
    handler.comment = &Callbacks::comment;
    handler.serror = &Callbacks::error;
    context_.reset(xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr));
    if (!context_) throw std::bad_alloc();
    // No entity but the predefined ones can be declared, for no DOCTYPE comes this far. Without NOENT libxml2
    // would leave an ampersand in an attribute value as "&#38;".
    xmlCtxtUseOptions(context_.get(), XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(context_.get(), XML_CHAR_ENCODING_UTF8);  // keeps it from guessing
}

void XmlParser::feed(std::string_view bytes) {
    if (!bytes.empty()) parse(bytes, false);
}

void XmlParser::finish(std::string_view bytes) {
    parse(bytes, true);
    if (!stopped_ && !root_closed_)
        refuse("xml.not_well_formed", tr("the file ends before its first element is closed"));
}

void XmlParser::parse(std::string_view bytes, bool last) {
    xmlParseChunk(context_.get(), bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

bool XmlParser::is_record(std::string_view name) const {
    return std::find(elements_.begin(), elements_.end(), name) != elements_.end();
}

void XmlParser::start(std::string_view name, std::string_view uri) {
    Open opened;
    if (!tag_lines_.empty()) {
        opened.element.line = tag_lines_.front();
        tag_lines_.pop_front();
    }
    if (open_.size() == limits_.depth) {
        refuse("xml.depth",
               fmt::format(fmt::runtime(tr("elements are nested deeper than {} levels")), limits_.depth));
    }
    check_name(name);
    check_name(uri);
    if (root_.empty()) root_ = name;
    if (record_depth_ == 0 && is_record(name)) {
        record_depth_ = open_.size() + 1;
        record_nodes_ = 0;
        record_bytes_ = 0;
    }
    if (record_depth_ != 0) {
        count_nodes(1);
        opened.element.name = name;
        opened.element.name_space = uri;
    }
    open_.push_back(std::move(opened));
}

void XmlParser::declare_namespaces(const xmlChar** declared, std::size_t count) {
    for (std::size_t index = 0; index < count * 2; ++index) check_name(view(declared[index]));
}

void XmlParser::take_attributes(const xmlChar** attributes, std::size_t count) {
    for (std::size_t index = 0; index < count; ++index, attributes += 5) {
        const std::string_view name = view(attributes[0]);
        const std::string_view prefix = view(attributes[1]);
        const std::string_view uri = view(attributes[2]);
        for (const std::string_view part : {name, prefix, uri}) check_name(part);
        if (record_depth_ == 0) continue;
        const std::string_view value = view(attributes[3], attributes[4]);
        count_nodes(1);
        count_record_bytes(value.size());
        std::string full(name);
        if (!uri.empty()) full.insert(0, fmt::format("{{{}}}", uri));
        open_.back().element.attributes.push_back({std::move(full), normalised(value)});
    }
}

void XmlParser::take_text(std::string_view text) {
    if (open_.empty()) return;
    Open& inner = open_.back();
    inner.text_bytes += text.size();
    if (inner.text_bytes > limits_.text_bytes) {
        refuse("xml.text_length",
               fmt::format(fmt::runtime(tr("a text is longer than {} bytes")), limits_.text_bytes));
    }
    if (record_depth_ == 0) return;
    count_record_bytes(text.size());
    if (!is_blank(text)) {
        if (inner.has_comment) {
            refuse("xml.comment_in_text", tr("a comment stands inside a value and joins two halves of it"));
        }
        inner.has_text = true;
    }
    inner.element.text += text;
}

void XmlParser::meet_comment() {
    if (record_depth_ != 0) open_.back().has_comment = open_.back().has_text;
}

void XmlParser::end() {
    Open done = std::move(open_.back());
    open_.pop_back();
    root_closed_ = open_.empty();
    if (record_depth_ == 0) return;
    if (!limits_.exact) done.element.text = normalised(trim(done.element.text));
    if (open_.size() >= record_depth_) {
        Open& outer = open_.back();
        outer.has_text = false;
        outer.has_comment = false;
        outer.element.children.push_back(std::move(done.element));
        return;
    }
    record_depth_ = 0;
    ++records_;
    if (!on_element_(done.element)) ended_ = stopped_ = true;
}

void XmlParser::complain(const xmlError& error) {
    if (error.code == XML_ERR_NO_MEMORY) throw std::bad_alloc();
    XmlComplaint complaint{error.domain, error.code, {}, error.line, error.int2};
    if (error.str1 != nullptr) complaint.subject = error.str1;
    // libxml2 has one code for a character that XML forbids and for bytes that are no character.
    const bool no_character =
        error.message != nullptr && std::strstr(error.message, "not proper UTF-8") != nullptr;
    if (no_character) complaint.code = XML_ERR_INVALID_ENCODING;
    // Likewise for what follows behind the first element and for a file that ends within it.
    if (error.code == XML_ERR_DOCUMENT_END && !root_closed_) complaint.code = XML_ERR_TAG_NOT_FINISHED;
    throw bad_xml(file_, explain(complaint));
}

void XmlParser::count_nodes(std::size_t nodes) {
    record_nodes_ += nodes;
    if (record_nodes_ <= limits_.nodes) return;
    refuse("xml.nodes",
           fmt::format(fmt::runtime(tr("a record has more than {} elements and attributes")), limits_.nodes));
}

void XmlParser::count_record_bytes(std::size_t bytes) {
    record_bytes_ += bytes;
    if (record_bytes_ <= limits_.record_bytes) return;
    refuse("xml.record_length",
           fmt::format(fmt::runtime(tr("a record is longer than {} bytes")), limits_.record_bytes));
}

void XmlParser::check_name(std::string_view name) const {
    if (name.size() <= limits_.name_bytes) return;
    refuse("xml.name_length",
           fmt::format(fmt::runtime(tr("a name is longer than {} bytes")), limits_.name_bytes));
}

void XmlParser::refuse(const char* rule, std::string message) const {
    const long line = context_->input != nullptr ? context_->input->line : 0;
    throw bad_xml(file_, {line, rule, std::move(message)});
}

}  // namespace xinbu::readers
