// A request to a witness, and what a witness answers, as they come from other organisations.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xinbu/exchange/witness.hpp"

using namespace xinbu;

namespace {

const crypto::PrivateKey& checkpoint_key() {
    static const auto key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
    return key;
}

constexpr std::string_view origin = "xinbu/91320100748204660Q/01234567-89ab-4cde-8f01-23456789abcd";

void judge(const exchange::WitnessRequest& request, const std::optional<ledger::Checkpoint>& remembered) {
    ledger::Checkpoint checkpoint;
    try {
        const auto refusal =
            exchange::judge_request(request, checkpoint_key().public_key(), remembered, checkpoint);
        // Who is told no is told by which rule.
        if (refusal && (!refusal->rule.starts_with("witness.") || refusal->why.empty())) std::abort();
        // Who is told yes named the size that is remembered, and does not go back behind it.
        if (!refusal &&
            (request.old_size != (remembered ? remembered->size : 0) || checkpoint.size < request.old_size))
            std::abort();
    } catch (const Failure&) {
        // The note is no checkpoint.
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    if (const auto request = exchange::decode_request(text)) {
        // What is accepted has one spelling only.
        if (exchange::encode_request(*request) != text) std::abort();
        judge(*request, std::nullopt);
        judge(*request, ledger::Checkpoint{std::string(origin), 3, Hash{}});
        // The same proof under a head that is signed well: now everything hangs on the proof.
        exchange::WitnessRequest sound = *request;
        Hash root{};
        if (size > 0) root[0] = data[0];
        sound.note = ledger::sign_checkpoint({std::string(origin), request->old_size % 1024 + 2, root},
                                             checkpoint_key())
                         .encode();
        judge(sound, ledger::Checkpoint{std::string(origin), request->old_size, Hash{}});
    }
    if (const auto lines = exchange::signatures_in(text))
        for (const crypto::NoteSignature& one : *lines) {
            const auto again = exchange::signatures_in(exchange::signature_line(one));
            if (!again || again->size() != 1 || again->front().signature != one.signature ||
                again->front().name != one.name)
                std::abort();
        }
    return 0;
}
