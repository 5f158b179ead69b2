#include "xinbu/exchange/witness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "xinbu/base/i18n.hpp"

namespace xinbu::exchange {

namespace {

constexpr std::size_t most_path_hashes = 63;  // C2SP tlog-witness
constexpr std::size_t time_bytes = 8;
constexpr std::string_view filler = "lines\n\n";  ///< a text before lines that stand alone

tl::unexpected<Error> bad(const char* why) {
    return fail(Category::refused, "bad_request", tr("request to a witness"), why);
}

}  // namespace

std::string encode_request(const WitnessRequest& request) {
    std::string text = "old " + std::to_string(request.old_size) + "\n";
    for (const Hash& hash : request.proof) text += to_base64(hash) + "\n";
    return text + "\n" + request.note;
}

Result<WitnessRequest> decode_request(std::string_view text) {
    constexpr std::string_view old = "old ";
    WitnessRequest request;
    std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(old))
        return bad(tr("it does not begin with “old”"));
    const std::string_view digits = text.substr(old.size(), end - old.size());
    const char* last = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), last, request.old_size);
    if (error != std::errc{} || stop != last || (digits.size() > 1 && digits.front() == '0'))
        return bad(tr("its size is no plain number"));
    text.remove_prefix(end + 1);
    for (end = text.find('\n'); end != 0; end = text.find('\n')) {
        if (end == std::string_view::npos) return bad(tr("it ends in the middle"));
        const auto bytes = from_base64(text.substr(0, end));
        if (!bytes || bytes->size() != sizeof(Hash) || request.proof.size() == most_path_hashes)
            return bad(tr("its proof is malformed"));
        std::ranges::copy(*bytes, request.proof.emplace_back().begin());
        text.remove_prefix(end + 1);
    }
    request.note = text.substr(1);
    return request;
}

std::optional<WitnessRefusal> judge_request(const WitnessRequest& request, const ledger::CheckpointKeys& key,
                                            const std::optional<ledger::Checkpoint>& remembered,
                                            ledger::Checkpoint& checkpoint) {
    const Result<ledger::Checkpoint> verified = ledger::verify_checkpoint(request.note, key);
    if (!verified) return WitnessRefusal{"witness.signature", verified.error().why};
    checkpoint = *verified;
    if (request.old_size > checkpoint.size)
        return WitnessRefusal{"witness.old_size", tr("the old size lies beyond the new one")};
    const std::uint64_t size = remembered ? remembered->size : 0;
    if (request.old_size != size)
        return WitnessRefusal{
            "witness.remembered",
            fmt::format(
                fmt::runtime(tr("the checkpoint that was countersigned last covers {} commits, not {}")),
                size, request.old_size)};
    const Hash root = remembered ? remembered->root : ledger::empty_root();
    if (!ledger::verify_consistency(size, checkpoint.size, root, checkpoint.root, request.proof))
        return WitnessRefusal{"witness.inconsistent",
                              tr("it does not extend the checkpoint that was countersigned last")};
    return std::nullopt;
}

std::optional<std::uint64_t> cosigned_at(const crypto::Note& note, const crypto::NoteVerifier& witness) {
    if (witness.kind() != crypto::NoteKind::cosignature || !note.is_signed_by(witness)) return std::nullopt;
    std::optional<std::uint64_t> latest;
    for (const crypto::NoteSignature& signature : note.signatures) {
        if (signature.name != witness.name() || signature.key_id != witness.key_id()) continue;
        std::uint64_t seconds = 0;
        for (std::size_t i = 0; i < time_bytes; ++i) seconds = seconds << 8 | signature.signature[i];
        latest = std::max(latest.value_or(0), seconds);
    }
    return latest;
}

Result<std::vector<crypto::NoteSignature>> signatures_in(std::string_view answer) {
    const bool whole = answer.find("\n\n") != std::string_view::npos;
    Result<crypto::Note> note =
        crypto::Note::parse(whole ? std::string(answer) : std::string(filler) + std::string(answer));
    if (!note) return fail(note.error());
    return std::move(note->signatures);
}

std::string signature_line(const crypto::NoteSignature& signature) {
    const std::string text =
        crypto::Note{std::string(filler.substr(0, filler.size() - 1)), {signature}}.encode();
    return text.substr(filler.size());
}

}  // namespace xinbu::exchange
