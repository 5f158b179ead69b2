// What is wrong with an XML file, before it becomes a Failure that names the file.
#pragma once

#include <string>

#include "xinbu/base/result.hpp"

namespace xinbu::readers {

struct XmlFault {
    long line = 0;     ///< from 1; 0 where there is none
    std::string rule;  ///< one of those at read_xml()
    std::string message;
};

/// The Failure `bad_xml` with this fault as its one detail.
Failure bad_xml(const std::string& file, XmlFault fault);

/// A fault that libxml2 found: its domain and code (xmlErrorDomain, xmlParserErrors), the name it speaks of
/// or an empty text, and its place.
struct XmlComplaint {
    int domain = 0;
    int code = 0;
    std::string subject;
    long line = 0;
    long column = 0;
};

/// The rule that is broken, and a sentence for it in the user's language. The texts of libxml2 are English
/// only and may quote bytes of the file as they are, so none of them is shown.
XmlFault explain(const XmlComplaint& complaint);

}  // namespace xinbu::readers
