// witness, cosignatures: countersigned checkpoints.
#include <fmt/format.h>

#include <ostream>

#include "commands.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::cli {

namespace {

constexpr std::size_t largest_request = std::size_t{1} << 20;

std::string content_of(const std::string& file) {
    const std::optional<Bytes> content = storage::read_file(file, largest_request);
    if (!content) throw Failure(Category::usage, "file_missing", file, tr("there is no such file"));
    return to_text(*content);
}

int show_key(Context& context) {
    const std::string key = take(context.open(session::Access::write).witness_vkey());
    if (context.options.json) {
        context.print_json(plugin::Object{{"key", key}});
    } else {
        context.out() << key << '\n';
    }
    return 0;
}

int witness(Context& context, const std::string& file, const std::string& out) {
    if (file.empty())
        throw Failure(Category::usage, "file_unnamed", "witness", tr("no request was named"),
                      tr("`xinbu checkpoint --request FILE` of the other organisation writes one."));
    if (!out.empty()) refuse_existing(out);
    const session::Cosigned made = take(context.open(session::Access::write).witness(content_of(file)));
    if (made.cosigned && !out.empty()) write_output(out, as_bytes(made.line));
    if (context.options.json) {
        plugin::Array findings;
        for (const session::AuditFinding& finding : made.findings) findings.push_back(json_of(finding));
        plugin::Value checkpoint = json_of(made.checkpoint);
        checkpoint.object()->set("cosigned", made.cosigned);
        checkpoint.object()->set("cosignature", made.line);
        checkpoint.object()->set("findings", std::move(findings));
        context.print_json(checkpoint);
    } else {
        for (const session::AuditFinding& finding : made.findings) context.out() << line_of(finding) << '\n';
        if (made.cosigned && out.empty()) {
            context.out() << made.line;
        } else if (made.cosigned) {
            context.say(
                printable(fmt::format(fmt::runtime(tr("{} commits of {} countersigned, written to {}.")),
                                      made.checkpoint.size, made.checkpoint.origin, out)));
        }
    }
    return made.cosigned ? 0 : static_cast<int>(Category::refused);
}

int add_cosignatures(Context& context, const std::string& file) {
    const session::CheckpointView made =
        take(context.open(session::Access::write).add_cosignatures(content_of(file)));
    if (context.options.json) context.print_json(json_of(made));
    context.say(fmt::format(fmt::runtime(tr("The checkpoint over {} commits has {} signatures now.")),
                            made.size, made.signatures));
    return 0;
}

int name_witness(Context& context, const std::string& vkey) {
    const session::WitnessView made = take(context.open(session::Access::write).name_witness(vkey));
    if (context.options.json) context.print_json(plugin::Object{{"name", made.name}, {"key", made.key}});
    context.say(printable(fmt::format(fmt::runtime(tr("{} is a witness of this registry.")), made.name)));
    return 0;
}

int require_witnesses(Context& context, std::uint64_t required,
                      const std::optional<std::uint64_t>& within_days) {
    session::Registry& registry = context.open(session::Access::write);
    const session::Added added = take(registry.require_witnesses(required, within_days));
    if (context.options.json) {
        context.print_json(plugin::Object{{"commit", added.commit},
                                          {"sequence", json_number(added.sequence)},
                                          {"status", added.status},
                                          {"proposal", added.proposal}});
    } else if (added.status == "pending") {
        context.say(fmt::format(fmt::runtime(tr("Proposed as {}: other persons must approve it first.")),
                                added.proposal));
    } else if (required == 0) {
        context.say(tr("No policy asks anything of witnesses any more."));
    } else {
        for (const session::WitnessPolicyView& one : take(registry.info()).witness_policies)
            context.say(session::shown_witness_policy(one));
    }
    return 0;
}

}  // namespace

void add_witness_commands(CLI::App& app, Context& context, Action& chosen) {
    struct WitnessOptions {
        std::string file, out, vkey;
        std::uint64_t required = 0;
        std::optional<std::uint64_t> within_days;
        bool key = false;
    };
    auto given = std::make_shared<WitnessOptions>();
    CLI::App* witness_command = add_command(
        app, chosen, "witness", tr("countersign another organisation's checkpoint"), [&context, given] {
            return given->key ? show_key(context) : witness(context, given->file, given->out);
        });
    witness_command->add_option("file", given->file, tr("a request, as C2SP tlog-witness defines it"));
    witness_command->add_option("--out", given->out, tr("file for the cosignature"));
    witness_command->add_flag("--key", given->key, tr("show the key under which this registry countersigns"));

    CLI::App* cosignatures = app.add_subcommand("cosignatures", tr("what witnesses returned"));
    cosignatures->require_subcommand(1);
    add_command(*cosignatures, chosen, "add", tr("attach it to its checkpoint"),
                [&context, given] { return add_cosignatures(context, given->file); })
        ->add_option("file", given->file, tr("what a witness returned"))
        ->required();
    add_command(*cosignatures, chosen, "name", tr("name a witness in the ledger"),
                [&context, given] { return name_witness(context, given->vkey); })
        ->add_option("vkey", given->vkey, tr("its key, as `xinbu witness --key` shows it there"))
        ->required();
    CLI::App* require_command = add_command(
        *cosignatures, chosen, "require",
        tr("sign a policy: so many of the named witnesses must countersign"),
        [&context, given] { return require_witnesses(context, given->required, given->within_days); });
    require_command->add_option("number", given->required, tr("how many of them; 0: none any more"))
        ->required()
        ->check(CLI::Range(0, 16));
    require_command
        ->add_option("--within-days", given->within_days, tr("so many days after a commit was signed"))
        ->check(CLI::Range(1, 3650));
}

}  // namespace xinbu::cli
