#include "xinbu/readers/xml.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support.hpp"
#include "support/vectors.hpp"

namespace xinbu::readers {
namespace {

using Elements = std::vector<std::string>;

struct Read {
    std::vector<plugin::XmlElement> records{};
    XmlOutcome outcome{};
    Error error{};  // code "none" where the file was read to its end
};

Read read(const std::string& bytes, const XmlLimits& limits = {}, const Elements& elements = {"r"}) {
    Read result;
    result.error = error_of([&] {
        std::istringstream stream(bytes);
        result.outcome = read_xml(
            stream, "test.xml", elements,
            [&](const plugin::XmlElement& element) {
                result.records.push_back(element);
                return true;
            },
            limits);
    });
    return result;
}

std::string refused(const std::string& bytes, const XmlLimits& limits = {}) {
    const Read result = read(bytes, limits);
    return result.error.code == "bad_xml" ? rule_of(result.error) : result.error.code;
}

std::string text_of_record(const std::string& bytes) {
    const Read result = read(bytes);
    EXPECT_EQ(result.error.code, "none") << result.error.why;
    return result.records.size() == 1 ? result.records[0].text : "no single record";
}

std::string attribute(const plugin::XmlElement& element, std::string_view name) {
    for (const plugin::Member& member : element.attributes)
        if (member.name == name) return *member.value.text();
    return "absent";
}

TEST(Xml, HandsOverRecordsWithAllBelowThem) {
    const Read result = read(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<root>\n <r id=\"1\">\n  <name> 公司 </name>\n  "
        "<a><b>2</b></a>\n "
        "</r>\n <other/>\n <r\n   id='2'/>\n</root>\n");
    ASSERT_EQ(result.error.code, "none") << result.error.why;
    ASSERT_EQ(result.records.size(), 2u);
    EXPECT_EQ(result.outcome.records, 2u);
    EXPECT_TRUE(result.outcome.complete);
    const plugin::XmlElement& first = result.records[0];
    EXPECT_EQ(first.name, "r");
    EXPECT_EQ(first.line, 3);
    EXPECT_EQ(attribute(first, "id"), "1");
    EXPECT_EQ(first.text_at({"name"}), "公司");
    EXPECT_EQ(first.text_at({"a", "b"}), "2");
    EXPECT_EQ(first.children.at(1).children.at(0).line, 5);
    EXPECT_EQ(result.records[1].line, 8) << "the line on which the tag begins";
    EXPECT_EQ(attribute(result.records[1], "id"), "2");
}

TEST(Xml, InsideARecordNoOtherIsLookedFor) {
    const Read result = read("<r><s><r>1</r></s></r>", {}, {"r", "s"});
    ASSERT_EQ(result.records.size(), 1u);
    EXPECT_EQ(result.records[0].text_at({"s", "r"}), "1");
    EXPECT_EQ(read("<x><s/><r/><s/></x>", {}, {"r", "s"}).records.size(), 3u);
    EXPECT_EQ(read("<x/>").records.size(), 0u);
}

TEST(Xml, NamespacesAreResolved) {
    const Read result = read(
        "<p:root xmlns:p='urn:a' xmlns='urn:b'><r p:id='1' id='2' xml:lang='zh'><p:c/><d "
        "xmlns=''/></r></p:root>");
    ASSERT_EQ(result.error.code, "none") << result.error.why;
    const plugin::XmlElement& record = result.records.at(0);
    EXPECT_EQ(record.name_space, "urn:b");
    EXPECT_EQ(attribute(record, "{urn:a}id"), "1");
    EXPECT_EQ(attribute(record, "id"), "2");
    EXPECT_EQ(attribute(record, "{http://www.w3.org/XML/1998/namespace}lang"), "zh");
    EXPECT_EQ(record.children.at(0).name_space, "urn:a");
    EXPECT_EQ(record.children.at(1).name_space, "");
    EXPECT_EQ(refused("<p:root/>"), "xml.namespace");
    EXPECT_EQ(refused("<r p:a='1'/>"), "xml.namespace");
    EXPECT_EQ(refused("<r xmlns:p=''/>"), "xml.namespace");
    EXPECT_EQ(refused("<r xmlns:p='u' xmlns:q='u' p:a='1' q:a='2'/>"), "xml.namespace");
}

TEST(Xml, TextIsPutTogetherFromAllItsParts) {
    EXPECT_EQ(text_of_record("<r> a<![CDATA[<b> & ]] ]]>c </r>"), "a<b> & ]] c");
    EXPECT_EQ(text_of_record("<r>&lt;&gt;&amp;&quot;&apos;&#65;&#x4e2d;</r>"), "<>&\"'A中");
    EXPECT_EQ(text_of_record("<r>e&#x301;</r>"), "é");
    EXPECT_EQ(text_of_record("<r>\u3000公司\u00A0</r>"), "公司");
    EXPECT_EQ(text_of_record("<r>a\r\nb\rc</r>"), "a\nb\nc");
    EXPECT_EQ(text_of_record("<r>a<b>x</b>c</r>"), "ac");
    EXPECT_EQ(text_of_record("<r><![CDATA[]]></r>"), "");
}

TEST(Xml, AttributeValuesAreTexts) {
    const Read result = read("<r a='&amp;&lt;&#38;&#x26;&quot;' b=' x ' c='e&#x301;' d=\"a'>b\"/>");
    ASSERT_EQ(result.error.code, "none") << result.error.why;
    const plugin::XmlElement& record = result.records.at(0);
    EXPECT_EQ(attribute(record, "a"), "&<&&\"");
    EXPECT_EQ(attribute(record, "b"), " x ");
    EXPECT_EQ(attribute(record, "c"), "é");
    EXPECT_EQ(attribute(record, "d"), "a'>b");
}

TEST(Xml, CommentsMayStandBesideAValueButNotInIt) {
    EXPECT_EQ(text_of_record("<r><!-- a -->12<!-- b --></r>"), "12");
    EXPECT_EQ(text_of_record("<r>12<!-- a --> <!-- b -->\n</r>"), "12");
    EXPECT_EQ(text_of_record("<r>a<!-- x --><b/>c</r>"), "ac");
    EXPECT_EQ(refused("<r>1<!-- x -->2</r>"), "xml.comment_in_text");
    EXPECT_EQ(refused("<r>1<!-- x --> <!-- y -->&#50;</r>"), "xml.comment_in_text");
    EXPECT_EQ(refused("<r>1<!-- x --><![CDATA[2]]></r>"), "xml.comment_in_text");
    EXPECT_EQ(refused("<r><a/>1<!-- x -->2</r>"), "xml.comment_in_text");
    EXPECT_EQ(refused("<x>1<!-- not in a record -->2<r/></x>"), "none");
}

TEST(Xml, ProcessingInstructionsAreIgnored) {
    EXPECT_EQ(
        text_of_record("<?xml-stylesheet href='x.xsl'?><r>a<?in-line-formulae end='lead'?>b</r><?end?>"),
        "ab");
    EXPECT_EQ(text_of_record("<?oasis-xml-catalog catalog='file:///etc/passwd'?><r>a</r>"), "a");
}

TEST(Xml, XIncludeIsAnElementLikeOthers) {
    const Read result = read(
        "<r xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='/etc/hostname' parse='text'/></r>");
    ASSERT_EQ(result.records.size(), 1u);
    EXPECT_EQ(result.records[0].children.at(0).name, "include");
    EXPECT_EQ(result.records[0].text, "");
}

TEST(Xml, ADoctypeIsSkippedWithAllThatItSays) {
    const Read result = read(
        "<?xml version='1.0'?>\n<!DOCTYPE root [\n <!ELEMENT root (r)>\n <!ATTLIST r a CDATA 'default' id "
        "NMTOKEN "
        "#IMPLIED xmlns CDATA #FIXED 'urn:x'>\n <!NOTATION n SYSTEM \"a>b]\">\n <!-- <!ENTITY x 'y'> ]> "
        "-->\n "
        "<?pi ]> <!ENTITY ?>\n]>\n<root><r id='  1  2 '/></root>");
    ASSERT_EQ(result.error.code, "none") << result.error.why;
    const plugin::XmlElement& record = result.records.at(0);
    EXPECT_EQ(attribute(record, "a"), "absent");
    EXPECT_EQ(attribute(record, "id"), "  1  2 ") << "its type is not known, so the value stays as it is";
    EXPECT_EQ(record.name_space, "");
    EXPECT_EQ(record.line, 9);
    EXPECT_EQ(text_of_record("<!DOCTYPE r><r>1</r>"), "1");
    EXPECT_EQ(text_of_record("<!DOCTYPE r [ ] ><r>1</r>"), "1");
    EXPECT_EQ(text_of_record("<!DOCTYPE r PUBLIC '-//A//B' \"http://127.0.0.1:9/x.dtd\"><r>1</r>"), "1");
}

TEST(Xml, AnExternalSubsetIsNeverFetched) {
    const TemporaryFolder folder;
    put_content(folder / "evil.dtd", "<!ENTITY x 'fetched'><!ATTLIST r a CDATA 'fetched'><!ELEMENT r ANY>");
    const std::string system = (folder / "evil.dtd").string();
    const Read result = read("<!DOCTYPE r SYSTEM '" + system + "'><r>1</r>");
    ASSERT_EQ(result.error.code, "none") << result.error.why;
    EXPECT_EQ(attribute(result.records.at(0), "a"), "absent");
    EXPECT_EQ(refused("<!DOCTYPE r SYSTEM '" + system + "'><r>&x;</r>"), "xml.entity_reference");
    EXPECT_EQ(refused("<!DOCTYPE r SYSTEM '" + system + "'><r a='&x;'/>"), "xml.entity_reference");
    // A pipe that nobody writes to would block whoever opens it.
    ASSERT_EQ(::mkfifo((folder / "pipe.dtd").c_str(), 0600), 0);
    EXPECT_EQ(text_of_record("<!DOCTYPE r SYSTEM '" + (folder / "pipe.dtd").string() + "'><r>1</r>"), "1");
}

TEST(Xml, EntityDeclarationsAreRefused) {
    for (const char* declaration :
         {"<!ENTITY x 'y'>", "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "<!ENTITY % x 'y'>",
          "<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;", "<!ELEMENT r ANY><!ENTITY x 'y'>",
          "<!-- c --><!ENTITY x 'y'>", "<!ENTITY"}) {
        EXPECT_EQ(refused(std::string("<!DOCTYPE r [") + declaration + "]><r/>"), "xml.entity_declaration")
            << declaration;
    }
    EXPECT_EQ(refused("<!DOCTYPE r [ %x; ]><r/>"), "xml.entity_reference");
    const Read result = read("<!DOCTYPE r [\n<!ELEMENT r ANY>\n<!ENTITY x 'y'>]><r/>");
    EXPECT_EQ(line_of(result.error), 3);
    std::string laughs = "<!DOCTYPE r [<!ENTITY a0 'ha'>";
    for (int level = 1; level < 10; ++level) {
        laughs += "<!ENTITY a" + std::to_string(level) + " '";
        for (int times = 0; times < 10; ++times) laughs += "&a" + std::to_string(level - 1) + ";";
        laughs += "'>";
    }
    EXPECT_EQ(refused(laughs + "]><r>&a9;</r>"), "xml.entity_declaration");
}

TEST(Xml, AnUnknownEntityIsNamed) {
    const Read result = read("<r>\n&nbsp;</r>");
    EXPECT_EQ(rule_of(result.error), "xml.entity_reference");
    EXPECT_EQ(line_of(result.error), 2);
    EXPECT_NE(result.error.why.find("nbsp"), std::string::npos);
}

TEST(Xml, OurOwnFormatsHaveNoDoctype) {
    XmlLimits limits;
    limits.doctype = false;
    EXPECT_EQ(refused("<!DOCTYPE r><r/>", limits), "xml.doctype");
    EXPECT_EQ(refused("<!-- <!DOCTYPE r> --><r/>", limits), "none");
    EXPECT_EQ(refused("<r><![CDATA[<!DOCTYPE r>]]></r>", limits), "none");
}

TEST(Xml, ADoctypeElsewhereIsRefused) {
    for (const char* bytes :
         {"<r/><!DOCTYPE r>", "<r><!DOCTYPE r></r>", "<!DOCTYPE r><!DOCTYPE r><r/>", "<!DOCTYPEr><r/>",
          "<!DOCTYPE r [", "<!DOCTYPE r [[]]><r/>", "<!DOCTYPE r ]><r/>", "<!DOCTYPE r <x>><r/>", "<!DOCTYPE",
          "<!DOCTYPE r [<x>]><r/>", "<!doctype r><r/>"}) {
        EXPECT_EQ(refused(bytes), "xml.not_well_formed") << bytes;
    }
}

TEST(Xml, OnlyUtf8IsRead) {
    using namespace std::string_literals;
    EXPECT_EQ(text_of_record("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><r>中</r>"), "中");
    EXPECT_EQ(text_of_record("<?xml version='1.0'?><r>中</r>"), "中");
    EXPECT_EQ(text_of_record("<r>中</r>"), "中");
    for (const std::string& bytes :
         {"<?xml version='1.0' encoding='GB18030'?><r/>"s,
          "<?xml version='1.0' encoding=\"ISO-8859-1\"?><r/>"s,
          "<?xml version='1.0' encoding='UTF-16'?><r/>"s, "<?xml version='1.0' encoding='UTF-7'?><r/>"s,
          "<?xml version='1.0' encoding='US-ASCII'?><r/>"s, "\xFF\xFE<\0r\0/\0>\0"s, "\xFE\xFF\0<\0r\0/\0>"s,
          "<\0r\0/\0>\0"s, "\0<\0r\0/\0>"s, "\0\0\xFE\xFF\0\0\0<"s, "\xFF\xFE\0\0<\0\0\0"s,
          "<r>\xC0\xAF</r>"s, "<r>\xFF</r>"s, "<r a='\xFF'/>"s, "<r><![CDATA[\xFF]]></r>"s,
          "<r>\xB9\xAB\xCB\xBE</r>"s}) {
        EXPECT_EQ(refused(bytes), "xml.encoding") << bytes;
    }
    EXPECT_NE(refused("<\xFF/>"), "none");
    EXPECT_NE(refused("\x4C\x6F\xA7\x94\x93"), "none") << "EBCDIC";
}

TEST(Xml, AnEmptyFileIsRefused) {
    for (const char* bytes : {"", " \n\t", "\xEF\xBB\xBF", "<?xml version='1.0'?>\n", "<!-- only -->",
                              "<!DOCTYPE r>", "<?xml-stylesheet href='x'?>"}) {
        EXPECT_EQ(refused(bytes), "xml.empty") << bytes;
    }
}

TEST(Xml, WhatIsNotWellFormedIsRefusedWithItsPlace) {
    using namespace std::string_literals;
    for (const std::string& bytes : {"<r>"s,
                                     "<r"s,
                                     "<r></q>"s,
                                     "<r/><r/>"s,
                                     "<r/>x"s,
                                     "x<r/>"s,
                                     "<r a='1' a='2'/>"s,
                                     "<r a=1/>"s,
                                     "<r a/>"s,
                                     "<r a='<'/>"s,
                                     "<r a='1\"/>"s,
                                     "<r>&</r>"s,
                                     "<r>&amp</r>"s,
                                     "<r>a & b</r>"s,
                                     "<r>&;</r>"s,
                                     "<r>]]></r>"s,
                                     "<r><!-- -- --></r>"s,
                                     "<r><!-- x</r>"s,
                                     "<r><![CDATA[x</r>"s,
                                     "<r><?xml version='1.0'?></r>"s,
                                     " <?xml version='1.0'?><r/>"s,
                                     "<?xml version='2.0'?><r/>"s,
                                     "<?xml encoding='UTF-8'?><r/>"s,
                                     "<r><?p</r>"s,
                                     "<r>\x01</r>"s,
                                     "<r>\0</r>"s,
                                     "<r>a\0b</r>"s,
                                     "<r a='\0'/>"s,
                                     "<r>\xED\xA0\x80</r>"s,
                                     "<r/>\0"s,
                                     "<r>&#0;</r>"s,
                                     "<r>&#1;</r>"s,
                                     "<r>&#x1F;</r>"s,
                                     "<r>&#xD800;</r>"s,
                                     "<r>&#xFFFE;</r>"s,
                                     "<r>&#x110000;</r>"s,
                                     "<r>&#99999999999999999999;</r>"s,
                                     "<r>&#;</r>"s,
                                     "<1/>"s,
                                     "< r/>"s,
                                     "<r><"s,
                                     "<r></r"s,
                                     "<r></r x='1'>"s,
                                     "<!x><r/>"s,
                                     "<r><!x></r>"s,
                                     "<r><![IGNORE[x]]></r>"s,
                                     "hello"s,
                                     "<"s,
                                     "<!"s,
                                     "<!-"s,
                                     "<![CDATA[x]]><r/>"s,
                                     "&amp;<r/>"s,
                                     "<r/>&amp;"s,
                                     "<r><x <y></r>"s,
                                     "<r x='" + std::string(1000, 'y')}) {
        EXPECT_EQ(refused(bytes), "xml.not_well_formed") << bytes;
    }
    const Read result = read("<root>\n <r>\n  <a></b>\n </r></root>");
    EXPECT_EQ(line_of(result.error), 3);
    EXPECT_NE(result.error.details.at(0).message.find("column 10"), std::string::npos)
        << result.error.details.at(0).message;
    EXPECT_EQ(result.error.details.at(0).file, "test.xml");
    EXPECT_FALSE(result.error.remedy.empty());
}

TEST(Xml, RecordsBeforeAFaultWereHandedOver) {
    for (const char* fault : {"<r>&x;</r>", "<r></q>", "</r>", "<!DOCTYPE x>", "<!x>",
                              "<r><a>1<!-- -->2</a></r>", "\xFF", "<p:x/>", "&", "<r"}) {
        const Read result = read(std::string("<root><r>1</r><r>2</r>") + fault);
        EXPECT_EQ(result.error.code, "bad_xml") << fault;
        EXPECT_EQ(result.records.size(), 2u) << fault;
    }
}

TEST(Xml, LimitsOfDepthAndNumber) {
    const auto nested = [](int depth) {
        std::string bytes;
        for (int level = 0; level < depth; ++level) bytes += "<e>";
        for (int level = 0; level < depth; ++level) bytes += "</e>";
        return bytes;
    };
    EXPECT_EQ(refused(nested(64)), "none");
    EXPECT_EQ(refused(nested(65)), "xml.depth");
    EXPECT_EQ(refused(nested(100'000)), "xml.depth");
    const auto attributes = [](int count) {
        std::string bytes = "<r";
        for (int index = 0; index < count; ++index) bytes += " a" + std::to_string(index) + "=''";
        return bytes + "/>";
    };
    EXPECT_EQ(refused(attributes(256)), "none");
    EXPECT_EQ(refused(attributes(257)), "xml.attributes");
    std::string namespaces = "<r";
    for (int index = 0; index < 257; ++index) namespaces += " xmlns:a" + std::to_string(index) + "='u'";
    EXPECT_EQ(refused(namespaces + "/>"), "xml.attributes");
    XmlLimits limits;
    limits.nodes = 10;
    EXPECT_EQ(refused("<x><r a=''><b/><b/><b/><b/><b/><b/><b/><b/></r><r a=''/></x>", limits), "none");
    EXPECT_EQ(refused("<r a=''><b/><b/><b/><b/><b/><b/><b/><b/><b/></r>", limits), "xml.nodes");
}

TEST(Xml, LimitsOfLength) {
    const auto of = [](std::size_t count) { return std::string(count, 'x'); };
    EXPECT_EQ(refused("<r>" + of(1024 * 1024) + "</r>"), "none");
    EXPECT_EQ(refused("<r>" + of(1024 * 1024 + 1) + "</r>"), "xml.text_length");
    EXPECT_EQ(refused("<r>" + of(600'000) + "<b/>" + of(600'000) + "</r>"), "xml.text_length");
    EXPECT_EQ(refused("<r><![CDATA[" + of(1024 * 1024) + "]]></r>"), "none");
    EXPECT_EQ(refused("<r><![CDATA[" + of(1024 * 1024 + 1) + "]]></r>"), "xml.text_length");
    EXPECT_EQ(refused("<r><![CDATA[" + of(3 * 1024 * 1024)), "xml.text_length");
    EXPECT_EQ(refused("<x>" + of(2 * 1024 * 1024) + "</x>"), "xml.text_length") << "outside of records too";
    EXPECT_EQ(refused("<" + of(1024) + "/>"), "none");
    EXPECT_EQ(refused("<" + of(1025) + "/>"), "xml.name_length");
    EXPECT_EQ(refused("<" + of(100'000) + "/>"), "xml.name_length");
    EXPECT_EQ(refused("<r " + of(1025) + "=''/>"), "xml.name_length");
    EXPECT_EQ(refused("<r xmlns='" + of(1025) + "'/>"), "xml.name_length");
    EXPECT_EQ(refused("<r xmlns:" + of(1025) + "='u'/>"), "xml.name_length");
    const std::size_t most = 256 * 1024;
    EXPECT_EQ(refused("<r a='" + of(most - 9) + "'/>"), "none");
    EXPECT_EQ(refused("<r a='" + of(most - 8) + "'/>"), "xml.markup_length");
    EXPECT_EQ(refused("<r a='" + of(3'000'000)), "xml.markup_length");
    EXPECT_EQ(refused("<r><!--" + of(most - 7) + "--></r>"), "none");
    EXPECT_EQ(refused("<r><!--" + of(most - 6) + "--></r>"), "xml.markup_length");
    EXPECT_EQ(refused("<r><?p " + of(most) + "?></r>"), "xml.markup_length");
    EXPECT_EQ(refused("<!DOCTYPE r [<!--" + of(most) + "-->]><r/>"), "xml.markup_length");
    EXPECT_EQ(refused("<r>\n\n<!--" + of(most) + "--></r>"), "xml.markup_length");
    EXPECT_EQ(line_of(read("<r>\n\n<!--" + of(most) + "--></r>").error), 3);
    XmlLimits limits;
    limits.record_bytes = 100;
    EXPECT_EQ(refused("<x><r a='" + of(50) + "'>" + of(50) + "</r><r>" + of(100) + "</r></x>", limits),
              "none");
    EXPECT_EQ(refused("<r a='" + of(50) + "'><b>" + of(51) + "</b></r>", limits), "xml.record_length");
}

TEST(Xml, TheBorderOfABlockMayFallAnywhere) {
    const std::string document =
        "<r a='x>&amp;\u4e2d' b=\"'\"><!-- c > "
        "--><b>\u4e2d&lt;&#x4e2d;</b><![CDATA[]]]]><c/>\r\n<d>e\u0301]</d>\r</r>";
    const std::string begin = "<root>";
    for (std::size_t shift = 0; shift <= document.size(); ++shift) {
        const std::string padding(256 * 1024 - begin.size() - shift, ' ');
        const Read result = read(begin + padding + document + "</root>");
        ASSERT_EQ(result.error.code, "none") << shift << ": " << result.error.why;
        ASSERT_EQ(result.records.size(), 1u) << shift;
        const plugin::XmlElement& record = result.records[0];
        EXPECT_EQ(attribute(record, "a"), "x>&中") << shift;
        EXPECT_EQ(record.text_at({"b"}), "中<中") << shift;
        EXPECT_EQ(record.text_at({"d"}), "é]") << shift;
        EXPECT_EQ(record.text, "]]") << shift;
        EXPECT_EQ(record.line, 1) << shift;
        EXPECT_EQ(record.children.at(2).line, 2) << shift;
    }
}

TEST(Xml, ADoctypeOnTheBorderOfABlockIsSkippedOrRefusedAsElsewhere) {
    const std::string good = "<!DOCTYPE r [<!ATTLIST r a CDATA 'x'>]>";
    const std::string bad = "<!DOCTYPE r [<!ENTITY x 'y'>]>";
    for (std::size_t shift = 0; shift <= good.size(); ++shift) {
        const std::string padding(256 * 1024 - shift, ' ');
        const Read result = read(padding + good + "<r/>");
        ASSERT_EQ(result.records.size(), 1u) << shift << ": " << result.error.why;
        EXPECT_EQ(attribute(result.records[0], "a"), "absent") << shift;
        EXPECT_EQ(refused(padding + bad + "<r>&x;</r>"), "xml.entity_declaration") << shift;
    }
}

TEST(Xml, ManyLongTextsWithoutAnyTagGoThrough) {
    std::string bytes = "<root>";
    for (int record = 0; record < 20; ++record) {
        bytes += "<r>";
        for (int times = 0; times < 30'000; ++times) bytes += "信簿&amp;]";
        bytes += "</r>";
    }
    const Read result = read(bytes + "</root>");
    ASSERT_EQ(result.error.code, "none") << result.error.why;
    ASSERT_EQ(result.records.size(), 20u);
    for (const plugin::XmlElement& record : result.records) EXPECT_EQ(record.text.size(), 30'000u * 8);
}

TEST(Xml, TheHandlerAndTheProgressFunctionEndTheReading) {
    std::string bytes = "<root>";
    for (int record = 0; record < 100'000; ++record) bytes += "<r>12345</r>";
    std::istringstream stream(bytes);
    int seen = 0;
    XmlOutcome outcome = read_xml(stream, "test.xml", {"r"}, [&](const auto&) { return ++seen < 3; });
    EXPECT_EQ(outcome.records, 3u);
    EXPECT_FALSE(outcome.complete);
    std::istringstream again(bytes);
    std::uint64_t told = 0;
    outcome = read_xml(
        again, "test.xml", {"r"}, [](const auto&) { return true; }, {},
        [&](std::uint64_t done, std::uint64_t total) {
            EXPECT_EQ(total, 0u);
            told = done;
            return done < 600'000;
        });
    EXPECT_FALSE(outcome.complete);
    EXPECT_EQ(told, 3u * 256 * 1024);
    EXPECT_GT(outcome.records, 1'000u);
    EXPECT_LT(outcome.records, 100'000u);
}

TEST(Xml, WhatTheHandlerThrowsComesOut) {
    std::istringstream stream("<root><r/><r/></root>");
    int seen = 0;
    EXPECT_THROW(read_xml(stream, "test.xml", {"r"},
                          [&](const auto&) -> bool {
                              ++seen;
                              throw std::out_of_range("by the handler");
                          }),
                 std::out_of_range);
    EXPECT_EQ(seen, 1);
}

TEST(Xml, FilesAreReadAndWatched) {
    const TemporaryFolder folder;
    const auto count = [](const plugin::XmlElement&) { return true; };
    const auto error = [&](const std::filesystem::path& file) {
        return error_of([&] { read_xml(file, {"r"}, count); });
    };
    EXPECT_EQ(error(folder / "absent").code, "file_unreadable");
    EXPECT_EQ(error(folder.path()).code, "file_unreadable");
    EXPECT_EQ(error("/dev/zero").code, "file_unreadable");
    put_content(folder / "good", "<root><r/><r/></root>");
    EXPECT_EQ(read_xml(folder / "good", {"r"}, count).records, 2u);
    std::string bytes = "<root>";
    while (bytes.size() < 1'000'000) bytes += "<r>12345</r>";
    put_content(folder / "file", bytes + "</root>");
    bool changed = false;
    const Error found = error_of([&] {
        read_xml(folder / "file", {"r"}, [&](const plugin::XmlElement&) {
            if (!changed) std::ofstream(folder / "file", std::ios::app) << " ";
            changed = true;
            return true;
        });
    });
    EXPECT_EQ(rule_of(found), "xml.changed");
}

TEST(Xml, NothingIsPrinted) {
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    for (const char* bytes :
         {"<r>&x;</r>", "<r", "<r xmlns:p=''/>", "<r>\xFF</r>", "<p:r/>", "<r xmlns='relative'/>", ""}) {
        read(bytes);
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

// Hands out `begin`, then one block again and again, then `end`.
class LongDocument : public std::streambuf {
public:
    LongDocument(std::string begin, std::string block, std::uint64_t times, std::string end)
        : parts_{std::move(begin), std::move(block), std::move(end)}, left_(times) {}

protected:
    int_type underflow() override {
        if (stage_ == 1 && left_ > 0) {
            --left_;
        } else {
            ++stage_;
        }
        if (stage_ > 2) return traits_type::eof();
        if (stage_ == 1 && left_ == 0) ++stage_;
        std::string& part = parts_[static_cast<std::size_t>(stage_)];
        setg(part.data(), part.data(), part.data() + part.size());
        return traits_type::to_int_type(part[0]);
    }

private:
    std::vector<std::string> parts_;
    std::uint64_t left_;
    int stage_ = -1;
};

TEST(Xml, ALargeFileTakesNoMoreMemoryThanASmallOne) {
    std::string block;
    for (int record = 0; record < 500; ++record) {
        block += "<case><id>" + std::to_string(record) + "</id><r a='1'><name>公司</name><t>";
        block += std::string(50, 'x') + "</t></r></case>\n";
    }
    LongDocument buffer("<root>", block, 200, "</root>");
    std::istream stream(&buffer);
    std::size_t before = 0;
    std::uint64_t records = 0;
    const XmlOutcome outcome = read_xml(stream, "large.xml", {"r"}, [&](const plugin::XmlElement&) {
        if (++records == 10'000) before = peak_memory();
        return true;
    });
    EXPECT_EQ(outcome.records, 100'000u);
    EXPECT_LT(peak_memory() - before, 16u * 1024 * 1024);
}

struct RealFile {
    const char* path;
    const char* element;
    std::uint64_t records;
};

class RealXml : public testing::TestWithParam<RealFile> {};

TEST_P(RealXml, HasItsRecords) {
    const RealFile& file = GetParam();
    XINBU_READ_SHARED(bytes, file.path);
    const Read result = read(bytes, {}, {file.element});
    EXPECT_EQ(result.error.code, "none") << result.error.why;
    EXPECT_EQ(result.records.size(), file.records);
}

INSTANTIATE_TEST_SUITE_P(
    Offices, RealXml,
    testing::Values(
        RealFile{"data/tm-us-daily-xml/apc_excerpt_3_records.xml", "case-file", 3},
        RealFile{"data/tm-us-daily-xml/apc_no_data_day.xml", "case-file", 0},
        RealFile{"data/tm-us-tsdr-st66-st96/rn2178784-ST-962.2.1.xml", "Trademark", 1},
        RealFile{"data/tm-us-tsdr-st66-st96/sn76044902.xml", "TradeMark", 1},
        RealFile{"data/patent-us-grant-xml/grant_us10000000b2_14643719.xml", "us-patent-grant", 1},
        RealFile{"data/patent-us-grant-xml/grant_us11646472b2_17248024.xml", "us-patent-grant", 1},
        RealFile{"data/tm-de-dpma/trademark_info.xml", "TradeMark", 1},
        RealFile{"data/tm-de-dpma/trademark_search.xml", "Entries", 3},
        RealFile{"data/patent-epo-ops/ex_get_legal.xml", "legal", 69},
        RealFile{"data/patent-epo-ops/ex_get_register_biblio.xml", "register-document", 1}));

TEST(RealXmlContent, IsWhatTheOfficePublished) {
    XINBU_READ_SHARED(bytes, "data/tm-us-daily-xml/apc_excerpt_3_records.xml");
    const Read result = read(bytes, {}, {"case-file"});
    ASSERT_EQ(result.records.size(), 3u);
    EXPECT_EQ(result.records[0].text_at({"serial-number"}), "60146682");
    EXPECT_EQ(result.records[0].text_at({"case-file-header", "mark-identification"}), "MACHINE-PISTOL");
    EXPECT_EQ(result.records[0].line, 4);
}

TEST(RealXmlContent, AReplyWithoutAnyElementIsRefused) {
    XINBU_READ_SHARED(bytes, "data/patent-epo-ops/ex_get_classification_schema_multiple.xml");
    EXPECT_EQ(refused(bytes), "xml.empty");
}

}  // namespace
}  // namespace xinbu::readers
