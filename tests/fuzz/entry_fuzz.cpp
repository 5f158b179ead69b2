// Entries and commits as they come in a proof: whatever is accepted has one spelling only.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xinbu/ledger/commit.hpp"
#include "xinbu/ledger/entry.hpp"

using namespace xinbu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    if (const auto entry = ledger::decode_entry(bytes))
        if (ledger::encode_entry(*entry) != as_text(bytes)) std::abort();
    if (const auto payload = ledger::decode_payload(bytes))
        if (ledger::encode_payload(*payload) != as_text(bytes)) std::abort();
    if (const auto envelope = ledger::decode_envelope(bytes)) {
        if (ledger::encode_envelope(*envelope) != as_text(bytes)) std::abort();
        static_cast<void>(ledger::decode_payload(envelope->payload));
    }
    return 0;
}
