// A sealed value from any JSON: what is taken for one is written back the same, and opens under no key that
// it was not sealed under.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "xinbu/json/json.hpp"
#include "xinbu/ledger/sealed.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace xinbu;
    const auto value = json::parse({reinterpret_cast<const char*>(data), size}, json::Profile::document);
    if (!value) return 0;
    std::set<std::string> subjects;
    ledger::collect_subjects(*value, subjects);
    const auto sealed = ledger::sealed_value(*value);
    if (!sealed) return 0;
    if (!(ledger::to_value(*sealed) == *value) || !subjects.contains(sealed->key)) std::abort();
    const crypto::Secret key(std::size_t{32});
    if (ledger::open_sealed(*sealed, key, {"a.b.c", "a/b", "/data/x"})) std::abort();
    return 0;
}
