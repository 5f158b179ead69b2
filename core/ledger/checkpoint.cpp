#include "xinbu/ledger/checkpoint.hpp"

#include <charconv>

#include "xinbu/base/i18n.hpp"

namespace xinbu::ledger {

namespace {

tl::unexpected<Error> bad(const char* why) {
    return fail(Category::refused, "bad_checkpoint", tr("checkpoint"), why);
}

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
    return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + to_base64(checkpoint.root) +
           "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    std::array<std::string_view, 3> lines;
    for (std::string_view& line : lines) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return bad(tr("it has fewer than three lines"));
        line = text.substr(0, end);
        text.remove_prefix(end + 1);
    }
    if (!text.empty()) return bad(tr("it has more than three lines"));
    Checkpoint checkpoint;
    checkpoint.origin = std::string(lines[0]);
    if (!crypto::is_note_name(checkpoint.origin)) return bad(tr("its origin is malformed"));
    const char* end = lines[1].data() + lines[1].size();
    const auto [stop, error] = std::from_chars(lines[1].data(), end, checkpoint.size);
    if (error != std::errc{} || stop != end || (lines[1].size() > 1 && lines[1].front() == '0'))
        return bad(tr("its size is no plain number"));
    const auto root = from_base64(lines[2]);
    if (!root || root->size() != checkpoint.root.size())
        return bad(tr("its root is no hash of 32 bytes in base64"));
    std::copy(root->begin(), root->end(), checkpoint.root.begin());
    return checkpoint;
}

crypto::Note sign_checkpoint(const Checkpoint& checkpoint, const crypto::PrivateKey& key,
                             const crypto::PrivateKey* sm2) {
    crypto::Note note;
    note.text = checkpoint_text(checkpoint);
    crypto::sign_note(note, checkpoint.origin, key);
    if (sm2 != nullptr) crypto::sign_note(note, checkpoint.origin, *sm2);
    return note;
}

Result<Checkpoint> verify_checkpoint(std::string_view bytes, const CheckpointKeys& keys) {
    const Result<crypto::Note> note = crypto::Note::parse(bytes);
    if (!note) return fail(note.error());
    Result<Checkpoint> checkpoint = parse_checkpoint(note->text);
    if (!checkpoint) return checkpoint;
    const std::string& name = checkpoint->origin;
    if (!note->is_signed_by(crypto::NoteVerifier(name, keys.ed25519)) ||
        (keys.sm2 && !note->is_signed_by(crypto::NoteVerifier(name, *keys.sm2, crypto::NoteKind::sm2))))
        return fail(Category::refused, "bad_signature", tr("checkpoint"),
                    tr("the registry's checkpoint key did not sign it"));
    return checkpoint;
}

std::string sm3_origin(std::string_view origin) {
    return std::string(origin) + "/sm3";
}

Result<Checkpoint> verify_sm3_checkpoint(std::string_view note, const CheckpointKeys& keys,
                                         const Checkpoint& first) {
    Result<Checkpoint> checkpoint = verify_checkpoint(note, keys);
    if (checkpoint && (checkpoint->origin != sm3_origin(first.origin) || checkpoint->size != first.size))
        return bad(tr("its second note, over SM3, is about another tree"));
    return checkpoint;
}

}  // namespace xinbu::ledger
