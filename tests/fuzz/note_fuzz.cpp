// Signed notes and verification keys as they come from other organisations.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xinbu/crypto/note.hpp"

using namespace xinbu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    static const auto verifier = take(
        crypto::NoteVerifier::parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
    if (const auto note = crypto::Note::parse(text)) {
        // What is accepted has one spelling only.
        if (note->encode() != text) std::abort();
        static_cast<void>(note->is_signed_by(verifier));
    }
    if (const auto parsed = crypto::NoteVerifier::parse(text)) {
        if (parsed->vkey() != text) std::abort();
    }
    return 0;
}
