// overlap: which values two registries share, without showing the others.
#include <fmt/format.h>

#include <ostream>

#include "commands.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/session/overlap.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::cli {

namespace {

struct OverlapOptions {
    std::string file, out, check = "collateral.pledged", as_of, known_at;
    std::vector<std::string> parameters;
    std::uint64_t pad_to = 0;
};

session::OverlapQuestion question_of(Context& context, session::Registry& registry,
                                     const OverlapOptions& given) {
    session::OverlapQuestion asked;
    asked.check = given.check;
    for (const std::string& parameter : given.parameters)
        asked.parameters.push_back(condition(parameter, "--param"));
    asked.as_of = as_of_options(context, registry, given.as_of, given.known_at);
    asked.pad_to = given.pad_to;
    return asked;
}

std::string content_of(const std::string& file) {
    const auto bytes = storage::read_file(file, session::largest_overlap_file);
    if (!bytes) throw Failure(Category::usage, "file_missing", printable(file), tr("there is no such file"));
    return to_text(*bytes);
}

void tell_partner(Context& context, const session::OverlapStep& step) {
    if (step.partner.empty()) return;
    context.say(
        printable(fmt::format(fmt::runtime(tr("From {} ({}), signed with the key {}: make sure that it is "
                                              "theirs.")),
                              step.partner_name, step.partner, step.partner_key)));
}

int tell(Context& context, const session::OverlapStep& step, const std::string& out, bool is_known) {
    if (context.options.json) {
        plugin::Object answer{{"session", step.session},
                              {"step", step.step},
                              {"own", json_number(step.own)},
                              {"theirs", json_number(step.theirs)},
                              {"partner", plugin::Object{{"registry", step.partner},
                                                         {"name", step.partner_name},
                                                         {"key", step.partner_key}}}};
        if (is_known) answer.set("both", json_of(step.both));
        if (!out.empty()) answer.set("file", out);
        context.print_json(answer);
        return 0;
    }
    tell_partner(context, step);
    if (is_known) {
        context.say(fmt::format(fmt::runtime(tr("Of {} values here and {} there, both hold {}.")), step.own,
                                step.theirs, step.both.size()));
        for (const std::string& one : step.both) context.out() << printable(one) << '\n';
    } else {
        context.say(fmt::format(fmt::runtime(tr("{} values compared.")), step.own));
    }
    if (!out.empty())
        context.say(printable(fmt::format(fmt::runtime(tr("Written for the other side: {}.")), out)));
    return 0;
}

int start(Context& context, const OverlapOptions& given) {
    refuse_existing(given.out);
    session::Registry& registry = context.open(session::Access::write);
    const session::OverlapStep step = take(registry.overlap_start(question_of(context, registry, given)));
    write_output(given.out, as_bytes(step.file));
    return tell(context, step, given.out, false);
}

int answer(Context& context, const OverlapOptions& given) {
    refuse_existing(given.out);
    const std::string file = content_of(given.file);
    session::Registry& registry = context.open(session::Access::write);
    const session::OverlapStep step =
        take(registry.overlap_answer(question_of(context, registry, given), file));
    write_output(given.out, as_bytes(step.file));
    return tell(context, step, given.out, false);
}

int finish(Context& context, const OverlapOptions& given) {
    if (!given.out.empty()) refuse_existing(given.out);
    const std::string file = content_of(given.file);
    const session::OverlapStep step = take(context.open(session::Access::write).overlap_finish(file));
    if (!step.file.empty() && given.out.empty())
        context.warn(tr("without --out the other side does not learn what both hold"));
    const bool is_written = !step.file.empty() && !given.out.empty();
    if (is_written) write_output(given.out, as_bytes(step.file));
    return tell(context, step, is_written ? given.out : std::string(), true);
}

int followed(Context& context, const OverlapOptions& given) {
    session::Registry& registry = context.open(session::Access::read);
    const std::vector<session::SharedValues> shared =
        take(registry.overlap_followed(question_of(context, registry, given)));
    if (context.options.json) {
        plugin::Array all;
        for (const session::SharedValues& one : shared)
            all.emplace_back(plugin::Object{{"registry", one.registry},
                                            {"name", one.name},
                                            {"confirmed", one.trusted},
                                            {"both", json_of(one.values)}});
        context.print_json(std::move(all));
        return 0;
    }
    if (shared.empty()) context.say(tr("No registry that is followed here holds any of them."));
    for (const session::SharedValues& one : shared) {
        const std::string who = one.name.empty() ? one.registry : one.name;
        context.say(printable(fmt::format(
            fmt::runtime(one.trusted ? tr("{} ({}) holds {} as well:")
                                     : tr("{} ({}), whose fingerprint nobody confirmed, holds {} as well:")),
            who, one.registry, one.values.size())));
        for (const std::string& value : one.values) context.out() << printable(value) << '\n';
    }
    return 0;
}

void add_question_options(CLI::App& command, const std::shared_ptr<OverlapOptions>& given) {
    command.add_option("--check", given->check,
                       tr("the check that names the values; else collateral.pledged"));
    command.add_option("--param", given->parameters, tr("KEY=VALUE; may be given several times"))
        ->take_all()
        ->allow_extra_args(false);
    command.add_option("--as-of", given->as_of, tr("the day the question is asked for; else today"));
    command.add_option("--known-at", given->known_at,
                       tr("with what was signed by then: the number of a commit, a day, or an instant"));
}

void add_padding(CLI::App& command, const std::shared_ptr<OverlapOptions>& given) {
    command.add_option("--pad-to", given->pad_to,
                       tr("add points of no value up to so many, to hide how many there are"));
}

}  // namespace

void add_overlap_commands(CLI::App& app, Context& context, Action& chosen) {
    auto given = std::make_shared<OverlapOptions>();
    CLI::App* overlap = app.add_subcommand(
        "overlap",
        tr("which values, such as pledged rights, two registries share, without showing the others"));
    overlap->require_subcommand(1);
    CLI::App* start_command = add_command(*overlap, chosen, "start", tr("ask another registry"),
                                          [&context, given] { return start(context, *given); });
    add_question_options(*start_command, given);
    add_padding(*start_command, given);
    start_command->add_option("--out", given->out, tr("file for the other side"))->required();
    CLI::App* answer_command = add_command(*overlap, chosen, "answer", tr("answer a question"),
                                           [&context, given] { return answer(context, *given); });
    answer_command->add_option("file", given->file, tr("the question"))->required();
    add_question_options(*answer_command, given);
    add_padding(*answer_command, given);
    answer_command->add_option("--out", given->out, tr("file for the other side"))->required();
    CLI::App* finish_command = add_command(*overlap, chosen, "finish",
                                           tr("take the answer, or what closes it, and learn what both hold"),
                                           [&context, given] { return finish(context, *given); });
    finish_command->add_option("file", given->file, tr("the answer, or the closing"))->required();
    finish_command->add_option("--out", given->out, tr("file by which the other side learns it as well"));
    CLI::App* followed_command =
        add_command(*overlap, chosen, "followed", tr("compare with the registries that are followed here"),
                    [&context, given] { return followed(context, *given); });
    add_question_options(*followed_command, given);
}

}  // namespace xinbu::cli
