// bundle, follow: what organisations hand each other.
#include <fmt/format.h>

#include <ostream>

#include "commands.hpp"
#include "trusted.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::cli {

namespace {

struct CreateOptions {
    std::string file;
    bool all = false;
    session::BundleOptions bundle;
    std::vector<std::string> certificates;
};

int create(Context& context, CreateOptions options) {
    refuse_existing(options.file);
    if (options.all && !(options.bundle.records.empty() && options.bundle.types.empty()))
        throw Failure(Category::usage, "all_and_some", "--all",
                      tr("everything and a choice of records or types were asked for"),
                      tr("Leave out --all, or --record and --type."));
    for (const std::string& file : options.certificates) options.bundle.seal_to.emplace_back(file);
    const session::BundleCreated made = take(
        context.open(session::Access::write).create_bundle(options.file, options.bundle, context.progress()));
    context.end_progress();
    if (context.options.json) {
        context.print_json(plugin::Object{{"file", options.file},
                                          {"registry", made.registry},
                                          {"from", json_number(made.from)},
                                          {"to", json_number(made.to)},
                                          {"commits", json_number(made.to - made.from)},
                                          {"entries", json_number(made.entries)},
                                          {"shown", json_number(made.shown)},
                                          {"bytes", json_number(made.bytes)},
                                          {"recipient", options.bundle.recipient},
                                          {"sealed", made.sealed}});
        return 0;
    }
    context.say(fmt::format(fmt::runtime(tr("{}: commits {} to {}, {} entries, {} of them shown; {} bytes.")),
                            options.file, made.from, made.to - 1, made.entries, made.shown, made.bytes));
    return 0;
}

/// Groups of eight: easier to compare over the telephone.
std::string grouped(const std::string& fingerprint) {
    std::string text;
    for (std::size_t at = 0; at < fingerprint.size(); at += 8)
        text += (at == 0 ? "" : " ") + fingerprint.substr(at, 8);
    return text;
}

/// A registry's fingerprint in words is as good as its origin.
std::string registry_meant(const std::string& text) {
    const Result<Hash> fingerprint = session::read_fingerprint(text);
    return fingerprint ? to_hex(*fingerprint) : text;
}

int import_bundle(Context& context, const std::string& file, const std::vector<std::string>& given) {
    const std::vector<std::string> trusted = trusted_of(given, Keys::refused);
    const session::BundleImported imported =
        take(context.open(session::Access::write).import_bundle(file, trusted, context.progress()));
    context.end_progress();
    const int code = imported.taken ? 0 : static_cast<int>(Category::refused);
    if (context.options.json) {
        plugin::Array findings;
        for (const session::AuditFinding& finding : imported.findings) findings.push_back(json_of(finding));
        context.print_json(plugin::Object{{"registry", imported.registry},
                                          {"fingerprint", imported.fingerprint},
                                          {"name", imported.name},
                                          {"kind", imported.kind},
                                          {"taken", imported.taken},
                                          {"trusted", imported.trusted},
                                          {"commits", json_number(imported.commits)},
                                          {"entries", json_number(imported.entries)},
                                          {"disclosed", json_number(imported.disclosed)},
                                          {"size", json_number(imported.size)},
                                          {"findings", std::move(findings)}});
        return code;
    }
    if (imported.taken) {
        context.say(printable(
            fmt::format(fmt::runtime(tr("{}: {} new commits with {} entries; {} commits are held now.")),
                        imported.name, imported.commits, imported.entries, imported.size)));
        if (!imported.trusted) {
            context.say(fmt::format(fmt::runtime(tr("Fingerprint: {}")), grouped(imported.fingerprint)));
            context.say(fmt::format(
                fmt::runtime(tr("In words: {}")),
                session::fingerprint_words(take(session::read_fingerprint(imported.fingerprint)))));
        }
    } else {
        context.say(tr("NOT TAKEN OVER"));
    }
    for (const session::AuditFinding& finding : imported.findings) context.out() << line_of(finding) << '\n';
    return code;
}

plugin::Value json_of_followed(const session::FollowedView& one) {
    return plugin::Object{{"registry", one.registry},
                          {"fingerprint", one.fingerprint},
                          {"name", one.name},
                          {"kind", one.kind},
                          {"size", json_number(one.size)},
                          {"entries", json_number(one.entries)},
                          {"withheld", json_number(one.withheld)},
                          {"trusted", one.trusted},
                          {"last", one.last},
                          {"forks", json_number(one.forks)}};
}

int follow_list(Context& context) {
    plugin::Array array;
    std::vector<std::vector<std::string>> rows;
    for (const session::FollowedView& one : take(context.open(session::Access::read).followed())) {
        array.push_back(json_of_followed(one));
        rows.push_back({printable(one.name), one.registry, std::to_string(one.size),
                        one.trusted ? tr("confirmed") : tr("not confirmed"), one.last,
                        one.forks == 0 ? std::string() : std::to_string(one.forks)});
    }
    if (context.options.json) {
        context.print_json(array);
    } else {
        print_table(context.out(),
                    {tr("Organisation"), tr("Registry"), tr("Commits"), tr("Fingerprint"),
                     tr("Last bundle (UTC)"), tr("Forks")},
                    rows, context.columns());
    }
    return 0;
}

int follow_trust(Context& context, const std::string& registry) {
    const session::FollowedView one =
        take(context.open(session::Access::write).trust(registry_meant(registry)));
    if (context.options.json) context.print_json(json_of_followed(one));
    context.say(printable(fmt::format(fmt::runtime(tr("{} is trusted from now on under the fingerprint {}.")),
                                      one.name, grouped(one.fingerprint))));
    return 0;
}

int follow_drop(Context& context, const std::string& registry) {
    take(context.open(session::Access::write).drop(registry_meant(registry)));
    if (context.options.json) context.print_json(plugin::Object{{"dropped", registry}});
    context.say(fmt::format(fmt::runtime(tr("{} is not followed any more.")), printable(registry)));
    return 0;
}

}  // namespace

void add_exchange_commands(CLI::App& app, Context& context, Action& chosen) {
    CLI::App* bundle = app.add_subcommand("bundle", tr("exchange between organisations"));
    bundle->require_subcommand(1);

    auto wanted = std::make_shared<CreateOptions>();
    CLI::App* create_command =
        add_command(*bundle, chosen, "create", tr("a stretch of the ledger that others can check"),
                    [&context, wanted] { return create(context, *wanted); });
    const auto list_option = [&](const char* name, std::vector<std::string>& values, const char* help) {
        create_command->add_option(name, values, help)->take_all()->allow_extra_args(false);
    };
    create_command->add_option("out", wanted->file, tr("file for the bundle"))->required();
    list_option("--record", wanted->bundle.records,
                tr("show the entries about this record; others as hashes"));
    list_option("--type", wanted->bundle.types, tr("show the entries of this type; others as hashes"));
    create_command->add_option("--since", wanted->bundle.since, tr("first commit of the range"));
    create_command->add_flag("--all", wanted->all, tr("show everything, as without --record and --type"));
    create_command->add_option("--recipient", wanted->bundle.recipient,
                               tr("whom it is meant for: stands in the signed manifest"));
    list_option("--seal-to", wanted->certificates, tr("seal it to the holder of this certificate"));

    struct ImportOptions {
        std::string file;
        std::vector<std::string> trusted;
    };
    auto given = std::make_shared<ImportOptions>();
    CLI::App* import_command =
        add_command(*bundle, chosen, "import", tr("take over what another organisation handed out"),
                    [&context, given] { return import_bundle(context, given->file, given->trusted); });
    import_command->add_option("file", given->file, tr("a bundle"))->required();
    import_command
        ->add_option("--trust", given->trusted,
                     tr("fingerprint, as digits or words, of a registry you believe; no other is taken"))
        ->take_all()
        ->allow_extra_args(false);

    CLI::App* follow =
        app.add_subcommand("follow", tr("the other organisations whose ledgers are held here"));
    follow->require_subcommand(1);
    auto registry = std::make_shared<std::string>();
    add_command(*follow, chosen, "list", tr("name them"), [&context] { return follow_list(context); });
    CLI::App* trust_command =
        add_command(*follow, chosen, "trust", tr("its fingerprint was compared by another way"),
                    [&context, registry] { return follow_trust(context, *registry); });
    CLI::App* drop_command =
        add_command(*follow, chosen, "drop", tr("forget its ledger; evidence of forks stays"),
                    [&context, registry] { return follow_drop(context, *registry); });
    for (CLI::App* command : {trust_command, drop_command})
        command
            ->add_option("registry", *registry,
                         tr("its origin, its fingerprint in words, or the beginning of it in digits"))
            ->required();
}

}  // namespace xinbu::cli
