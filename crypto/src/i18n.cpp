#include "xinbu/base/i18n.hpp"

#include <libintl.h>

#include <clocale>
#include <cstdlib>

// glibc: translations found so far are forgotten when this counter moves.
extern "C" int _nl_msg_cat_cntr;

namespace xinbu {
namespace {

constexpr const char* domain = "xinbu";
bool chinese = false;

std::string_view language_of_environment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return value;
    }
    return {};
}

}  // namespace

void set_language(std::string_view language, const std::string& catalogue_folder) {
    if (language.empty()) language = language_of_environment();
    chinese = language.starts_with("zh");
    // gettext translates only outside the locale "C", and then follows LANGUAGE; C.UTF-8 is always installed.
    std::setlocale(LC_ALL, "C.UTF-8");
    setenv("LANGUAGE", chinese ? "zh_CN" : "en", 1);
    bindtextdomain(domain, catalogue_folder.c_str());
    bind_textdomain_codeset(domain, "UTF-8");
    ++_nl_msg_cat_cntr;
}

std::string_view language() {
    return chinese ? "zh_CN" : "en";
}

const char* tr(const char* message) {
    // The empty message is the catalogue's header.
    if (!chinese || *message == '\0') return message;
    return dgettext(domain, message);
}

}  // namespace xinbu
