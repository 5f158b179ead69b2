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
    // The base point of the curve as a key: whose, nobody asks here.
    static const crypto::NoteVerifier sm2_verifier(
        "PeterNeumann",
        take(crypto::PublicKey::from_raw(
            crypto::Algorithm::sm2,
            from_hex("0432c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
                     "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0")
                .value())),
        crypto::NoteKind::sm2);
    if (const auto note = crypto::Note::parse(text)) {
        // What is accepted has one spelling only.
        if (note->encode() != text) std::abort();
        static_cast<void>(note->is_signed_by(verifier));
        static_cast<void>(note->is_signed_by(sm2_verifier));
    }
    if (const auto parsed = crypto::NoteVerifier::parse(text)) {
        if (parsed->vkey() != text) std::abort();
    }
    return 0;
}
