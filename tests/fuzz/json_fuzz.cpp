// JSON from files and from other organisations, by both profiles; and both readers of an entry, which must
// agree.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "../../core/json/readers.hpp"
#include "xinbu/base/bytes.hpp"
#include "xinbu/json/json.hpp"

using namespace xinbu;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void compare_readers(std::string_view text) {
    const auto compared = json::read_and_compare(text, json::Profile::entry);
    plugin::Value value;
    require(json::read_canonical(text, value) == compared.has_value());
    require(json::check_canonical(text) == compared.has_value());
    std::vector<json::TopMember> members;
    const bool is_object = compared && compared->object() != nullptr;
    require(json::canonical_members(text, members) == is_object);
    if (!compared) return;
    require(value == *compared);
    require(json::canonical(value) == text);  // an entry has one spelling
    if (!is_object) return;
    std::string joined;
    for (const auto& [name, raw] : members) {
        require(json::check_canonical(raw));
        joined.append(joined.empty() ? "{\"" : ",\"").append(name).append("\":").append(raw);
    }
    require((joined.empty() ? "{}" : joined + '}') == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    compare_readers(text);
    if (const auto value = json::parse(text, json::Profile::document)) {
        const std::string written = json::text(*value);
        const auto again = json::parse(written, json::Profile::document);
        require(again && json::text(*again) == written);
        compare_readers(written);  // seldom far from an entry's form
    }
    return 0;
}
