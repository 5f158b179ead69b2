// erase.
#include <fmt/format.h>

#include <iostream>

#include "commands.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::cli {

namespace {

/// An identity number does not belong among the arguments, which other users of the machine can list.
std::string whom_from(const std::string& argument) {
    if (argument != "-") return argument;
    std::string line;
    std::getline(std::cin, line);
    if (!readers::is_utf8(line) || readers::trim(line).empty())
        throw Failure(Category::usage, "usage", tr("standard input"), tr("its first line names nobody"));
    return std::string(readers::trim(line));
}

int erase(Context& context, const std::string& argument, const std::string& reason) {
    const std::string whom = whom_from(argument);
    session::Registry& registry = context.open(session::Access::write);
    const session::Erased erased = take(registry.erase(whom, reason));
    if (context.options.json) {
        plugin::Object answer = json_of(erased.added);
        answer.set("subjects", json_of(erased.subjects));
        context.print_json(answer);
        return 0;
    }
    for (const Detail& warning : erased.added.warnings)
        context.warn(fmt::format("{} [{}]", warning.message, warning.rule));
    if (erased.added.status != "pending")  // else nothing is destroyed yet
        for (const std::string& subject : erased.subjects)
            context.say(fmt::format(
                fmt::runtime(
                    tr("The key of {} is destroyed: what stands sealed about this person opens no more.")),
                subject));
    say_outcome(context, erased.added);
    return 0;
}

}  // namespace

void add_person_commands(CLI::App& app, Context& context, Action& chosen) {
    struct EraseOptions {
        std::string whom, reason;
    };
    auto erasing = std::make_shared<EraseOptions>();
    CLI::App* erase_command =
        add_command(app, chosen, "erase", tr("destroy the key of a person's sealed data, by a signed order"),
                    [&context, erasing] { return erase(context, erasing->whom, erasing->reason); });
    erase_command
        ->add_option("whom", erasing->whom,
                     tr("a record in which one person is named, or a person's pseudonym; - reads it, or an "
                        "identity number, from standard input"))
        ->required();
    erase_command->add_option("--reason", erasing->reason, tr("why, such as the request and its date"))
        ->required();
}

}  // namespace xinbu::cli
