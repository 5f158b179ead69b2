#include "run.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "commands.hpp"
#include "usage.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::cli {

namespace {

/// Where the translations lie: beside the installed program, else in the build tree.
std::string catalogue_folder() {
    std::error_code ignored;
    const std::filesystem::path program =
        std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    const std::filesystem::path installed = program.parent_path() / "share" / "locale";
    return std::filesystem::exists(installed / "zh_CN", ignored)
               ? installed.string()
               : (program.parent_path() / "locale").string();
}

/// The language must be known before the parser writes its first sentence.
std::string language_asked_for(int argc, const char* const* argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--lang" && i + 1 < argc) return argv[i + 1];
        if (argument.starts_with("--lang=")) return std::string(argument.substr(std::strlen("--lang=")));
    }
    return {};
}

int exit_code(const Error& error) {
    return error.category == Category::internal ? static_cast<int>(Category::storage)
                                                : static_cast<int>(error.category);
}

void add_common_options(CLI::App& app, Options& options) {
    app.add_option("--registry", options.registry, tr("folder of the registry"))->envname("XINBU_REGISTRY");
    app.add_option("--operator", options.operator_name, tr("who works"))->envname("XINBU_OPERATOR");
    app.add_option("--passphrase-file", options.passphrase_file,
                   tr("file whose first line is the passphrase"))
        ->envname("XINBU_PASSPHRASE_FILE");
    app.add_option("--pin-file", options.pin_file,
                   tr("file whose first line is the PIN of the token that holds the signing key"))
        ->envname("XINBU_PIN_FILE");
    app.add_flag("--json", options.json, tr("one JSON document on stdout, or one a line"));
    app.add_option("--lang", options.language, tr("language: en or zh_CN"))
        ->check(CLI::IsMember({"en", "zh_CN"}));
    app.add_option("--plugins", options.plugins, tr("folder of the plugins"));
    app.add_flag("--quiet", options.quiet, tr("no progress, no remarks"));
    app.add_option("--purpose", options.purpose,
                   tr("what records of persons and loans are read for: loan_review, post_loan, supervision, "
                      "objection, own_task or audit"))
        ->envname("XINBU_PURPOSE");
}

/// The first word that stands where a command should; empty where there is none.
std::string_view unknown_command(const CLI::App& app, int argc, const char* const* argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument.starts_with('-')) {
            const CLI::Option* option = app.get_option_no_throw(std::string(argument));
            if (option != nullptr && option->get_expected_min() > 0) ++i;  // its value
            continue;
        }
        for (const CLI::App* known : app.get_subcommands([](const CLI::App*) { return true; }))
            if (known->check_name(std::string(argument))) return {};
        return argument;
    }
    return {};
}

Error usage_error(const CLI::ParseError& error, const CLI::App& app, int argc, const char* const* argv) {
    const std::string_view unknown = unknown_command(app, argc, argv);
    std::string why = unknown.empty() ? words_of(error)
                                      : fmt::format(fmt::runtime(tr("there is no command “{}”")), unknown);
    return {Category::usage,
            "usage",
            tr("command line"),
            std::move(why),
            tr("`xinbu --help` lists the commands and options."),
            {}};
}

/// The first option or argument of the command that was given as an empty text; null where none was.
const CLI::Option* empty_option(const CLI::App& app) {
    for (const CLI::Option* option : app.get_options())
        for (const std::string& text : option->results())
            if (text.empty()) return option;
    for (const CLI::App* command : app.get_subcommands())
        if (const CLI::Option* option = empty_option(*command)) return option;
    return nullptr;
}

/// Whether what reads the standard output through a pipe has ended, as `head` does when it has enough.
bool reader_has_gone() {
    pollfd output{STDOUT_FILENO, POLLOUT, 0};
    return ::poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

/// The exit code, unless what was printed did not arrive. A reader that has had enough is no error: the exit
/// code is that of a program which such a pipe ended.
int finish(Context& context, std::ostream& out, int code) {
    out.flush();
    if (out) return code;
    if (reader_has_gone()) return 128 + SIGPIPE;
    context.print_error(
        {Category::storage, "output", tr("standard output"), tr("it could not be written"), "", {}});
    return static_cast<int>(Category::storage);
}

}  // namespace

plugin::Date date_option(const std::string& name, const std::string& text) {
    const std::optional<plugin::Date> date = plugin::Date::parse(text);
    if (!date)
        throw Failure(Category::usage, "bad_date", name,
                      fmt::format(fmt::runtime(tr("{} is no day of the calendar")), text),
                      tr("Write it as YYYY-MM-DD."));
    return *date;
}

CLI::Validator how_many() {
    return {[](const std::string& text) {
                constexpr std::uint64_t most = 1'000'000'000;
                std::uint64_t number = 0;
                const char* end = text.data() + text.size();
                const auto [stop, error] = std::from_chars(text.data(), end, number);
                if (error == std::errc{} && stop == end && number >= 1 && number <= most)
                    return std::string();
                return fmt::format(fmt::runtime(tr("{} is no whole number from 1 to {}")), text, most);
            },
            "N"};
}

int run(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
    set_language(language_asked_for(argc, argv), catalogue_folder());
    catch_interrupts();
    Context context(out, err);
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--json") context.options.json = true;  // for errors of parsing, too
        if (readers::is_utf8(argv[i])) continue;
        context.print_error({Category::usage,
                             "not_utf8",
                             tr("command line"),
                             fmt::format(fmt::runtime(tr("argument {} is not valid UTF-8")), i),
                             "",
                             {}});
        return static_cast<int>(Category::usage);
    }

    CLI::App app(tr("Xinbu keeps signed facts about labour-service brands."), "xinbu");
    // Commands inherit it.
    app.get_formatter()->label("Usage", tr("Usage"));
    app.get_formatter()->label("OPTIONS", tr("OPTIONS"));
    app.get_formatter()->label("SUBCOMMAND", tr("COMMAND"));
    app.get_formatter()->label("SUBCOMMANDS", tr("COMMANDS"));
    app.get_formatter()->label("Positionals", tr("Arguments"));
    app.get_formatter()->label("REQUIRED", tr("REQUIRED"));
    app.get_formatter()->label("Env", tr("Environment"));
    app.set_help_flag("-h,--help", tr("print this help and end"));
    app.group(tr("Commands"));
    app.option_defaults()->group(tr("Options"));
    app.get_option("--help")->group(tr("Options"));
    app.require_subcommand(1);
    app.fallthrough();
    app.set_version_flag("--version", "xinbu " XINBU_VERSION, tr("print the version and end"));
    add_common_options(app, context.options);
    Action chosen;
    add_registry_commands(app, context, chosen);
    add_operator_commands(app, context, chosen);
    add_entry_commands(app, context, chosen);
    add_list_command(app, context, chosen);
    add_reading_commands(app, context, chosen);
    add_proof_commands(app, context, chosen);
    add_proposal_commands(app, context, chosen);
    add_report_commands(app, context, chosen);
    add_exchange_commands(app, context, chosen);
    add_witness_commands(app, context, chosen);
    add_timestamp_commands(app, context, chosen);
    add_person_commands(app, context, chosen);
    add_overlap_commands(app, context, chosen);
    add_reads_commands(app, context, chosen);
    name_kinds(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        app.exit(help, out, err);
        return finish(context, out, 0);
    } catch (const CLI::ParseError& error) {
        context.print_error(usage_error(error, app, argc, argv));
        return static_cast<int>(Category::usage);
    }
    if (const CLI::Option* empty = empty_option(app)) {
        context.print_error({Category::usage,
                             "empty_value",
                             empty->get_name(),
                             tr("an empty text was given"),
                             tr("Give a value, or leave the option out."),
                             {}});
        return static_cast<int>(Category::usage);
    }

    Result<int> code = guarded([&] {
        const int result = chosen();
        context.close();
        return result;
    });
    context.end_progress();
    if (!code) {
        context.print_error(code.error());
        context.close();
        return exit_code(code.error());
    }
    return finish(context, out, *code);
}

}  // namespace xinbu::cli
