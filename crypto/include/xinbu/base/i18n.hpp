// Texts that a person reads. English is the message id; Chinese comes from the catalogue `xinbu`.
#pragma once

#include <string>
#include <string_view>

namespace xinbu {

/// Chooses the language of all later texts: "en" or "zh_CN"; empty takes it from the environment
/// (LC_ALL, LC_MESSAGES, LANG). `catalogue_folder` holds `zh_CN/LC_MESSAGES/xinbu.mo`; a missing catalogue
/// leaves English, and so does any other language. Sets the locale C.UTF-8 for the whole process, so numbers
/// and dates never depend on the language. Not thread-safe: call it before the first text and before other
/// threads.
void set_language(std::string_view language, const std::string& catalogue_folder);

/// The language in force: "en" or "zh_CN".
std::string_view language();

/// The text in the language in force, UTF-8; `message` itself where it has no translation. Valid until
/// set_language is called again.
const char* tr(const char* message);

}  // namespace xinbu
