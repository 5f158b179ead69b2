#include <fmt/format.h>
#include <libxml/xmlerror.h>

#include "input.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"
#include "xml_fault.hpp"

namespace xinbu::readers {
namespace {

const char* reason_of_namespace(int code) {
    switch (code) {
        case XML_NS_ERR_UNDEFINED_NAMESPACE:
            return tr("the namespace prefix of `{}` is not declared");
        case XML_NS_ERR_ATTRIBUTE_REDEFINED:
            return tr("two attributes of one element have the same name and namespace: `{}`");
        case XML_NS_ERR_EMPTY:
            return tr("a namespace prefix is declared without a namespace: `{}`");
        default:
            return tr("a namespace is not used as the standard demands: `{}`");
    }
}

const char* reason_of_tag(int code) {
    switch (code) {
        case XML_ERR_LT_IN_ATTRIBUTE:
            return tr("a `<` stands inside an attribute value");
        case XML_ERR_ATTRIBUTE_NOT_STARTED:
            return tr("an attribute value does not begin with a quote");
        case XML_ERR_ATTRIBUTE_NOT_FINISHED:
            return tr("an attribute value is not closed by its quote");
        case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
        case XML_ERR_EQUAL_REQUIRED:
            return tr("an attribute has no value");
        case XML_ERR_ATTRIBUTE_REDEFINED:
            return tr("an attribute stands twice in one element");
        case XML_ERR_SPACE_REQUIRED:
            return tr("a blank is missing");
        case XML_ERR_NAME_REQUIRED:
            return tr("a name is missing or holds a forbidden character");
        case XML_ERR_TAG_NAME_MISMATCH:
            return tr("the end tag does not match the start tag");
        case XML_ERR_GT_REQUIRED:
        case XML_ERR_LT_REQUIRED:
        case XML_ERR_LTSLASH_REQUIRED:
            return tr("a tag is not closed");
        case XML_ERR_TAG_NOT_FINISHED:
            return tr("the file ends before its first element is closed");
        default:
            return nullptr;
    }
}

const char* reason_of_declaration(int code) {
    switch (code) {
        case XML_ERR_PI_NOT_STARTED:
        case XML_ERR_PI_NOT_FINISHED:
            return tr("a processing instruction is not closed or has no name");
        case XML_ERR_RESERVED_XML_NAME:
            return tr("the XML declaration does not stand at the very beginning of the file");
        case XML_ERR_XMLDECL_NOT_STARTED:
        case XML_ERR_XMLDECL_NOT_FINISHED:
        case XML_ERR_VERSION_MISSING:
        case XML_ERR_UNKNOWN_VERSION:
        case XML_ERR_ENCODING_NAME:
        case XML_ERR_STANDALONE_VALUE:
        case XML_ERR_STRING_NOT_STARTED:
        case XML_ERR_STRING_NOT_CLOSED:
            return tr("the XML declaration is not right");
        default:
            return nullptr;
    }
}

const char* reason_of_content(int code) {
    switch (code) {
        case XML_ERR_DOCUMENT_EMPTY:
            return tr("something else than an element stands where the first element must begin");
        case XML_ERR_DOCUMENT_END:
            return tr("something stands behind the end of the first element");
        case XML_ERR_INVALID_CHAR:
            return tr("a character that XML forbids");
        case XML_ERR_INVALID_HEX_CHARREF:
        case XML_ERR_INVALID_DEC_CHARREF:
        case XML_ERR_INVALID_CHARREF:
            return tr("a numeric reference to a character that XML forbids, or without its semicolon");
        case XML_ERR_ENTITYREF_NO_NAME:
        case XML_ERR_ENTITYREF_SEMICOL_MISSING:
            return tr("an `&` does not begin a reference; write it as `&amp;`");
        case XML_ERR_COMMENT_NOT_FINISHED:
        case XML_ERR_HYPHEN_IN_COMMENT:
            return tr("a comment is not closed, or holds two hyphens");
        case XML_ERR_CDATA_NOT_FINISHED:
            return tr("a CDATA section is not closed");
        case XML_ERR_MISPLACED_CDATA_END:
            return tr("`]]>` stands inside text");
        default:
            return nullptr;
    }
}

const char* reason_of(int code) {
    const char* reason = reason_of_tag(code);
    if (reason == nullptr) reason = reason_of_declaration(code);
    if (reason == nullptr) reason = reason_of_content(code);
    return reason != nullptr ? reason : tr("the markup breaks a rule of XML");
}

std::string remedy_of(const std::string& rule) {
    if (rule == "xml.empty") return tr("Check that this is the file that you meant.");
    if (rule == "xml.encoding") return tr("Save the file as UTF-8.");
    if (rule == "xml.changed") return tr("Wait until it is complete and read it again.");
    if (rule == "xml.doctype" || rule == "xml.entity_declaration" || rule == "xml.entity_reference") {
        return tr("Ask whoever made the file for one without document type and entities.");
    }
    if (rule == "xml.comment_in_text") return tr("Take the comment away, or move it out of the value.");
    if (rule == "xml.not_well_formed" || rule == "xml.namespace") {
        return tr("Get the file again from its source; it may have been cut off or edited.");
    }
    return tr("Check that the file comes from the source that it seems to come from.");
}

}  // namespace

Failure bad_xml(const std::string& file, XmlFault fault) {
    std::string remedy = remedy_of(fault.rule);
    return bad_file("bad_xml", file,
                    {Detail{file, fault.line, {}, std::move(fault.rule), std::move(fault.message)}},
                    std::move(remedy));
}

XmlFault explain(const XmlComplaint& complaint) {
    const std::string subject = printable(complaint.subject, 40);
    if (complaint.domain == XML_FROM_NAMESPACE) {
        return {complaint.line, "xml.namespace",
                fmt::format(fmt::runtime(reason_of_namespace(complaint.code)), subject)};
    }
    switch (complaint.code) {
        case XML_ERR_INVALID_ENCODING:
            return {complaint.line, "xml.encoding", tr("a byte sequence is not UTF-8")};
        case XML_ERR_NAME_TOO_LONG:
            return {complaint.line, "xml.name_length", tr("a name is too long")};
        case XML_ERR_UNDECLARED_ENTITY:
        case XML_WAR_UNDECLARED_ENTITY:
            return {complaint.line, "xml.entity_reference",
                    fmt::format(fmt::runtime(tr("the entity `{}` is none of lt, gt, amp, apos and quot")),
                                subject)};
        default:
            return {
                complaint.line, "xml.not_well_formed",
                fmt::format(fmt::runtime(tr("column {}: {}")), complaint.column, reason_of(complaint.code))};
    }
}

}  // namespace xinbu::readers
