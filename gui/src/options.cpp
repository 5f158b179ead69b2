#include "options.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>

#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

std::string from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

Error usage(std::string what, std::string why) {
    return {Category::usage,
            "usage",
            std::move(what),
            std::move(why),
            tr("`xinbu-window --help` lists the options."),
            {}};
}

std::string* place_of(Options& options, std::string_view name) {
    if (name == "--registry") return &options.registry;
    if (name == "--operator") return &options.operator_name;
    if (name == "--lang") return &options.language;
    if (name == "--plugins") return &options.plugins;
    if (name == "--passphrase-file") return &options.passphrase_file;
    return nullptr;
}

}  // namespace

Result<Options> parse_options(const std::vector<std::string>& arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (argument == "--help" || argument == "-h") {
            options.help = true;
            continue;
        }
        if (argument == "--version") {
            options.version = true;
            continue;
        }
        const std::size_t equals = argument.find('=');
        std::string* value = place_of(options, argument.substr(0, equals));
        if (value == nullptr) return fail(usage(argument, tr("there is no such option")));
        if (equals != std::string::npos) {
            *value = argument.substr(equals + 1);
        } else if (i + 1 < arguments.size()) {
            *value = arguments[++i];
        } else {
            return fail(usage(argument, tr("its value is missing")));
        }
    }
    if (!options.language.empty() && options.language != "en" && options.language != "zh_CN")
        return fail(usage("--lang", tr("the languages are en and zh_CN")));
    if (options.registry.empty()) options.registry = from_environment("XINBU_REGISTRY");
    if (options.operator_name.empty()) options.operator_name = from_environment("XINBU_OPERATOR");
    if (options.passphrase_file.empty()) options.passphrase_file = from_environment("XINBU_PASSPHRASE_FILE");
    return options;
}

std::string help_text() {
    return fmt::format(
        "{}\n\n  --registry DIR          {}\n  --operator NAME         {}\n  --passphrase-file FILE  {}\n"
        "  --lang en|zh_CN         {}\n  --plugins DIR           {}\n  --help, --version\n",
        tr("xinbu-window: the window of Xinbu."), tr("folder of the registry"), tr("who works"),
        tr("file whose first line is the passphrase"), tr("language: en or zh_CN"),
        tr("folder of the plugins"));
}

Result<crypto::Secret> read_passphrase(const std::string& file) {
    constexpr std::size_t longest = 4096;
    std::ifstream stream(file, std::ios::binary);
    crypto::Secret buffer(longest + 1);
    const std::span<std::uint8_t> span = buffer.span();
    stream.read(reinterpret_cast<char*>(span.data()), static_cast<std::streamsize>(span.size()));
    auto size = static_cast<std::size_t>(stream.gcount());
    if (!stream.is_open() || stream.bad())
        return fail(Category::usage, "passphrase_file", file, tr("the passphrase file cannot be read"));
    if (size > longest)
        return fail(Category::usage, "passphrase_file", file, tr("the passphrase is longer than 4096 bytes"));
    while (size > 0 && (span[size - 1] == '\n' || span[size - 1] == '\r')) --size;
    if (size == 0) return fail(Category::usage, "passphrase_file", file, tr("the passphrase file is empty"));
    return crypto::Secret(ByteView(span).first(size));
}

std::string catalogue_folder() {
    std::error_code ignored;
    const std::filesystem::path program =
        std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    const std::filesystem::path installed = program.parent_path() / "share" / "locale";
    return std::filesystem::exists(installed / "zh_CN", ignored)
               ? installed.string()
               : (program.parent_path() / "locale").string();
}

}  // namespace xinbu::gui
