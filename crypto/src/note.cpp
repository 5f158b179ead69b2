#include "xinbu/crypto/note.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "xinbu/base/i18n.hpp"

namespace xinbu::crypto {
namespace {

constexpr std::string_view line_start = "\xE2\x80\x94 ";  // em dash, space
constexpr std::string_view sm2_name = "SM2-SM3-GMT0009";  ///< which signature the type 0xff stands for
constexpr std::size_t key_id_bytes = 4;
constexpr std::size_t time_bytes = 8;
constexpr std::size_t signature_bytes = 64;
constexpr std::size_t largest_note_bytes = 1'000'000;
constexpr std::size_t most_signatures = 100;

/// Calls `look` with each code point; false where `text` is not UTF-8 or `look` says so.
template <class F>
bool all_code_points(std::string_view text, F look) {
    while (!text.empty()) {
        utf8proc_int32_t code_point = 0;
        const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                           static_cast<utf8proc_ssize_t>(text.size()), &code_point);
        if (size <= 0 || !look(code_point)) return false;
        text.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

bool is_note_text(std::string_view text) {
    return all_code_points(text, [](utf8proc_int32_t c) { return c >= 0x20 || c == '\n'; });
}

/// Unicode's property White_Space.
bool is_white_space(utf8proc_int32_t code_point) {
    if ((code_point >= 0x09 && code_point <= 0x0d) || code_point == 0x85) return true;
    const auto category = utf8proc_category(code_point);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP;
}

template <class Number>
void append_big_endian(Bytes& bytes, Number number) {
    for (int shift = std::numeric_limits<Number>::digits - 8; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(number >> shift));
    }
}

template <class Number>
Number big_endian(ByteView bytes) {
    Number number = 0;
    for (const std::uint8_t byte : bytes.first(sizeof(Number)))
        number = static_cast<Number>(number << 8 | byte);
    return number;
}

Bytes typed_key(const PublicKey& key, NoteKind kind) {
    std::string typed(1, static_cast<char>(kind));
    if (kind == NoteKind::sm2) typed += sm2_name;
    return to_bytes(as_bytes(typed.append(as_text(key.raw()))));
}

Algorithm algorithm_of(NoteKind kind) {
    return kind == NoteKind::sm2 ? Algorithm::sm2 : Algorithm::ed25519;
}

std::uint32_t compute_key_id(std::string_view name, ByteView typed_key) {
    Hasher hasher;
    hasher.update(as_bytes(name)).update(std::uint8_t{'\n'}).update(typed_key);
    return big_endian<std::uint32_t>(hasher.finish());
}

std::string key_id_hex(std::uint32_t key_id) {
    Bytes bytes;
    append_big_endian(bytes, key_id);
    return to_hex(bytes);
}

std::string cosigned(std::uint64_t seconds, const std::string& text) {
    return "cosignature/v1\ntime " + std::to_string(seconds) + '\n' + text;
}

bool holds(const NoteVerifier& verifier, ByteView signature, const std::string& text) {
    if (verifier.kind() != NoteKind::cosignature) return verifier.key().verify(as_bytes(text), signature);
    if (signature.size() != time_bytes + signature_bytes) return false;
    const auto seconds = big_endian<std::uint64_t>(signature);
    return seconds <= std::uint64_t{std::numeric_limits<std::int64_t>::max()} &&
           verifier.key().verify(as_bytes(cosigned(seconds, text)), signature.subspan(time_bytes));
}

tl::unexpected<Error> bad_vkey(const char* why) {
    return fail(Category::invalid, "bad_vkey", tr("verification key of a checkpoint"), why,
                tr("Ask its owner for the whole line again."));
}

tl::unexpected<Error> bad_note(const char* why) {
    return fail(Category::invalid, "bad_note", tr("signed note"), why, tr("Ask for the file again."));
}

/// One signature line without its newline.
std::optional<NoteSignature> parse_line(std::string_view line) {
    if (!line.starts_with(line_start)) return std::nullopt;
    line.remove_prefix(line_start.size());
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const std::string_view name = line.substr(0, space);
    const auto blob = from_base64(line.substr(space + 1));
    if (!is_note_name(name) || !blob || blob->size() <= key_id_bytes) return std::nullopt;
    return NoteSignature{std::string(name), big_endian<std::uint32_t>(*blob),
                         Bytes(blob->begin() + key_id_bytes, blob->end())};
}

void check_signable(const Note& note) {
    if (!note.text.ends_with('\n') || !is_note_text(note.text)) {
        throw Failure(bad_note(tr("its text is not lines of UTF-8 without control characters")).value());
    }
    if (note.signatures.size() >= most_signatures) {
        throw Failure(bad_note(tr("it holds too many signatures")).value());
    }
}

}  // namespace

bool is_note_name(std::string_view name) {
    return !name.empty() && all_code_points(name, [](utf8proc_int32_t c) {
        return c >= 0x20 && c != '+' && !is_white_space(c);
    });
}

NoteVerifier::NoteVerifier(std::string name, PublicKey key, NoteKind kind)
    : name_(std::move(name)),
      key_(std::move(key)),
      kind_(kind),
      key_id_(compute_key_id(name_, typed_key(key_, kind_))) {
    if (!is_note_name(name_)) {
        throw Failure(bad_vkey(tr("the name is empty or holds a space or a plus sign")).value());
    }
    if (key_.algorithm() != algorithm_of(kind_))
        throw Failure(bad_vkey(kind_ == NoteKind::sm2 ? tr("the key is not an SM2 key")
                                                      : tr("the key is not an Ed25519 key"))
                          .value());
}

Result<NoteVerifier> NoteVerifier::parse(std::string_view vkey) {
    // Base64 may hold plus signs too, so only the first two separate.
    const std::size_t first = vkey.find('+');
    const std::size_t second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
    if (second == std::string_view::npos) return bad_vkey(tr("it is not of the form name+id+key"));
    const std::string_view name = vkey.substr(0, first);
    const std::string_view id = vkey.substr(first + 1, second - first - 1);
    const auto typed = from_base64(vkey.substr(second + 1));
    if (!is_note_name(name)) return bad_vkey(tr("the name is empty or holds a space or a plus sign"));
    if (!typed || typed->empty()) return bad_vkey(tr("the key is not base64"));
    if (id != key_id_hex(compute_key_id(name, *typed)))
        return bad_vkey(tr("the id does not belong to the key"));
    const auto kind = static_cast<NoteKind>(typed->front());
    ByteView raw = ByteView(*typed).subspan(1);
    if (kind == NoteKind::sm2) {
        if (!as_text(raw).starts_with(sm2_name)) return bad_vkey(tr("the key type is unknown"));
        raw = raw.subspan(sm2_name.size());
    } else if (kind != NoteKind::ed25519 && kind != NoteKind::cosignature) {
        return bad_vkey(tr("the key type is unknown"));
    }
    auto key = PublicKey::from_raw(algorithm_of(kind), raw);
    if (!key) return bad_vkey(key.error().why.c_str());
    return NoteVerifier(std::string(name), std::move(*key), kind);
}

std::string NoteVerifier::vkey() const {
    return name_ + '+' + key_id_hex(key_id_) + '+' + to_base64(typed_key(key_, kind_));
}

Result<Note> Note::parse(std::string_view bytes) {
    if (bytes.size() > largest_note_bytes) return bad_note(tr("it is too long"));
    if (!is_note_text(bytes))
        return bad_note(tr("its text is not lines of UTF-8 without control characters"));
    if (!bytes.ends_with('\n')) return bad_note(tr("its last line is cut off"));
    const std::size_t blank = bytes.rfind("\n\n");
    if (blank == std::string_view::npos) return bad_note(tr("it holds no signature"));
    Note note;
    note.text = bytes.substr(0, blank + 1);
    std::string_view lines = bytes.substr(blank + 2);
    if (lines.empty()) return bad_note(tr("it holds no signature"));
    while (!lines.empty()) {
        if (note.signatures.size() == most_signatures) return bad_note(tr("it holds too many signatures"));
        const std::size_t end = lines.find('\n');
        auto signature = parse_line(lines.substr(0, end));
        if (!signature) return bad_note(tr("a signature line is malformed"));
        note.signatures.push_back(std::move(*signature));
        lines.remove_prefix(end + 1);
    }
    return note;
}

std::string Note::encode() const {
    std::string bytes = text + '\n';
    for (const NoteSignature& signature : signatures) {
        Bytes blob;
        append_big_endian(blob, signature.key_id);
        blob.insert(blob.end(), signature.signature.begin(), signature.signature.end());
        bytes.append(line_start).append(signature.name).append(" ").append(to_base64(blob)).append("\n");
    }
    return bytes;
}

bool Note::is_signed_by(const NoteVerifier& verifier) const {
    bool found = false;
    for (const NoteSignature& signature : signatures) {
        if (signature.name != verifier.name() || signature.key_id != verifier.key_id()) continue;
        if (!holds(verifier, signature.signature, text)) return false;
        found = true;
    }
    return found;
}

void sign_note(Note& note, const std::string& name, const PrivateKey& key) {
    check_signable(note);
    const bool is_sm2 = key.public_key().algorithm() == Algorithm::sm2;
    const NoteVerifier verifier(name, key.public_key(), is_sm2 ? NoteKind::sm2 : NoteKind::ed25519);
    note.signatures.push_back({name, verifier.key_id(), key.sign(as_bytes(note.text))});
}

void cosign_note(Note& note, const std::string& name, const PrivateKey& key, std::uint64_t seconds) {
    check_signable(note);
    if (seconds > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
        throw Failure(bad_note(tr("the time of the cosignature is out of range")).value());
    }
    const NoteVerifier verifier(name, key.public_key(), NoteKind::cosignature);
    Bytes signature;
    append_big_endian(signature, seconds);
    const Bytes made = key.sign(as_bytes(cosigned(seconds, note.text)));
    signature.insert(signature.end(), made.begin(), made.end());
    note.signatures.push_back({name, verifier.key_id(), std::move(signature)});
}

}  // namespace xinbu::crypto
