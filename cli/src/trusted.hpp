// Whom the user says he believes.
#pragma once

#include <string>
#include <vector>

#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/note.hpp"
#include "xinbu/session/fingerprint.hpp"

namespace xinbu::cli {

enum class Keys { allowed, refused };

/// What was given with --trust, fingerprints as hexadecimal digits whatever form they came in; where keys are
/// allowed, C2SP vkeys as they are. Anything else would trust nobody, silently: a usage Failure `bad_trust`.
inline std::vector<std::string> trusted_of(const std::vector<std::string>& given, Keys keys) {
    std::vector<std::string> trusted;
    for (const std::string& text : given) {
        if (keys == Keys::allowed && crypto::NoteVerifier::parse(text)) {
            trusted.push_back(text);
            continue;
        }
        const Result<Hash> fingerprint = session::read_fingerprint(text);
        if (!fingerprint)
            throw Failure(Category::usage, "bad_trust", text, fingerprint.error().why,
                          keys == Keys::allowed
                              ? tr("`xinbu info` of the registry that you trust shows its fingerprint, as "
                                   "digits and as words, and its checkpoint key.")
                              : fingerprint.error().remedy);
        trusted.push_back(to_hex(*fingerprint));
    }
    return trusted;
}

}  // namespace xinbu::cli
