// XML files of other offices. Every accepted file is also read with the border of a block inside it, which
// must not change what comes out.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

#include "xinbu/readers/text.hpp"
#include "xinbu/readers/xml.hpp"

using namespace xinbu;

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

std::size_t depth_of(const plugin::XmlElement& element) {
    std::size_t deepest = 0;
    for (const plugin::XmlElement& child : element.children) deepest = std::max(deepest, depth_of(child));
    return deepest + 1;
}

void write(const plugin::XmlElement& element, std::string& out) {
    demand(readers::is_utf8(element.text) && readers::is_nfc(element.text));
    out += element.name + '{' + element.name_space + '}' + element.text + '[';
    for (const plugin::Member& attribute : element.attributes) {
        demand(attribute.value.text() != nullptr && readers::is_nfc(*attribute.value.text()));
        out += attribute.name + '=' + *attribute.value.text() + ';';
    }
    for (const plugin::XmlElement& child : element.children) write(child, out);
    out += ']';
}

// All records of the file as one text, or the rule that it breaks.
std::string read(const std::string& bytes) {
    std::string out;
    readers::XmlLimits limits;
    limits.text_bytes = 4096;
    limits.markup_bytes = 1024;
    limits.name_bytes = 64;
    limits.nodes = 1000;
    limits.depth = 16;
    try {
        std::istringstream stream(bytes);
        readers::read_xml(
            stream, "fuzz.xml", {"r", "a"},
            [&](const plugin::XmlElement& element) {
                demand(depth_of(element) <= limits.depth);
                write(element, out);
                return true;
            },
            limits);
    } catch (const Failure& failure) {
        demand(failure.error().code == "bad_xml" && failure.error().details.size() == 1);
        demand(!readers::name_fault(failure.error().why));
        return "refused: " + failure.error().details.front().rule;
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string whole = read(bytes);
    const bool may_move = !bytes.starts_with("<?xml") && !bytes.starts_with("\xEF\xBB\xBF");
    if (whole.starts_with("refused") || !may_move) return 0;
    // Blanks before the first piece have no meaning; the block is as long as the reader reads at once.
    constexpr std::size_t block = 256 * 1024;
    const std::size_t inside = bytes.size() * data[0] / 256;
    demand(read(std::string(block - inside, ' ') + bytes) == whole);
    return 0;
}
