#include <wx/app.h>
#include <wx/init.h>

#include <iostream>
#include <string>
#include <vector>

#include "app.hpp"
#include "options.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/secret.hpp"

int main(int argc, char** argv) {
    using namespace xinbu;
    crypto::forbid_memory_dumps();
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    Result<gui::Options> options = gui::parse_options(arguments);
    set_language(options ? options->language : std::string(), gui::catalogue_folder());
    if (!options) {
        std::cerr << "xinbu-window: " << options.error().what << ": " << options.error().why << '\n'
                  << options.error().remedy << '\n';
        return static_cast<int>(options.error().category);
    }
    if (options->help || options->version) {
        std::cout << (options->help ? gui::help_text() : std::string("xinbu-window " XINBU_VERSION "\n"));
        return 0;
    }
    wxApp::SetInstance(new gui::App(std::move(*options)));
    int toolkit_argc = 1;  // GTK would read our options as its own
    return wxEntry(toolkit_argc, argv);
}
