// A proof from somebody else. The input is tried as it is, and as the inside of a proof that is framed well.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "xinbu/ledger/proof.hpp"

using namespace xinbu;

namespace {

void check(std::string_view text) {
    const Result<ledger::ProofReading> reading = ledger::read_proof(text);
    if (!reading) {
        if (reading.error().category != Category::refused) std::abort();
        return;
    }
    // What holds binds the entry to its bytes.
    if (ledger::encode_entry(reading->entry) != reading->entry_bytes) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    check(text);
    check(std::string(ledger::proof_magic) + "\nextra " + to_base64({data, size}) +
          "\nindex 0\n\nxinbu/91320100748204660Q/01234567-89ab-4cde-8f01-23456789abcd\n1\n"
          "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n\n"
          "\xE2\x80\x94 xinbu/91320100748204660Q/01234567-89ab-4cde-8f01-23456789abcd " +
          std::string(91, 'A') + "=\n");
    return 0;
}
