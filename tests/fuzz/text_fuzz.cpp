// Names and free texts as they come from outside.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "xinbu/readers/text.hpp"

using namespace xinbu;

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto fault = readers::name_fault(text);
    // What is no UTF-8 never passes, and what a paragraph may not hold a name may not either.
    demand(fault || readers::is_utf8(text));
    demand(fault || !readers::paragraph_fault(text));
    if (fault) {
        demand(fault->offset < size && !fault->message().empty());
        demand(!readers::name_fault(fault->message()));
    }
    // What is shown to a person is harmless whatever it was made from.
    demand(!readers::name_fault(readers::printable(text, size)));
    demand(readers::code_points(readers::printable(text, 5)) <= 5 * 10 + 1);
    demand(readers::code_points(text) <= size);
    demand(text.find(readers::trim(text)) != std::string_view::npos);
    if (!readers::is_utf8(text)) return 0;
    const std::string normal = readers::nfc(text);
    demand(readers::is_utf8(normal) && readers::is_nfc(normal) && readers::nfc(normal) == normal);
    demand(readers::is_nfc(text) == (normal == text));
    static_cast<void>(readers::rare_character(text));
    return 0;
}
