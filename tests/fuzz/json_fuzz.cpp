// JSON from files and from other organisations, by both profiles.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xinbu/base/bytes.hpp"
#include "xinbu/json/json.hpp"

using namespace xinbu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    if (const auto value = json::parse(text, json::Profile::entry))
        if (json::canonical(*value) != text) std::abort();  // an entry has one spelling
    if (const auto value = json::parse(text, json::Profile::document)) {
        const std::string written = json::text(*value);
        const auto again = json::parse(written, json::Profile::document);
        if (!again || json::text(*again) != written) std::abort();
    }
    return 0;
}
