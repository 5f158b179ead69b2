// init, info.
#include <fmt/format.h>

#include <fstream>
#include <ostream>

#include "commands.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/session/fingerprint.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::cli {

namespace {

struct InitOptions {
    std::string folder, name, identifier, kind, operator_name, suite = "intl", recovery_file, token;
};

void write_secret_file(const std::string& file, ByteView secret) {
    Bytes line = to_bytes(secret);
    line.push_back('\n');
    storage::write_file_atomically(file, line);
    crypto::cleanse(line);
}

void tell_recovery_passphrase(std::ostream& out, const session::Created& created) {
    out << tr("Recovery passphrase, shown this once: ") << as_text(created.recovery_passphrase.view())
        << '\n';
}

int init(Context& context, const InitOptions& wanted) {
    if (!wanted.recovery_file.empty() && std::filesystem::exists(wanted.recovery_file))
        throw Failure(Category::usage, "output_exists", wanted.recovery_file, tr("the file exists already"),
                      tr("Name another file for the recovery passphrase."));
    session::NewRegistry registry;
    registry.folder = wanted.folder;
    registry.name = wanted.name;
    registry.identifier = wanted.identifier;
    registry.kind = wanted.kind;
    registry.suite = wanted.suite;
    registry.operator_name =
        wanted.operator_name.empty() ? context.options.operator_name : wanted.operator_name;
    if (registry.operator_name.empty())
        throw Failure(Category::usage, "operator_unnamed", "--operator", tr("no operator was named"),
                      tr("Give --operator NAME: the first operator of the registry."));
    if (context.options.passphrase_file.empty()) {
        registry.passphrase =
            context.prompt(fmt::format(fmt::runtime(tr("New passphrase of {}")), registry.operator_name));
        if (const crypto::Secret again = context.prompt(tr("The same once more"));
            !crypto::equal_in_constant_time(again.view(), registry.passphrase.view()))
            throw Failure(Category::usage, "passphrase_differs", tr("the new passphrase"),
                          tr("the two were not the same"));
    } else {
        registry.passphrase = Context::passphrase_from_file(context.options.passphrase_file);
    }
    registry.token = wanted.token;
    registry.ask_pin = context.pin_from(context.options.pin_file);
    // The place for the recovery passphrase first: it is told once, and a registry without it cannot be told
    // again.
    if (!wanted.recovery_file.empty()) write_secret_file(wanted.recovery_file, {});
    Result<session::Created> made = session::Registry::create(std::move(registry), context.plugins());
    if (!made && !wanted.recovery_file.empty()) std::filesystem::remove(wanted.recovery_file);
    const session::Created created = take(std::move(made));
    if (!wanted.recovery_file.empty())
        write_secret_file(wanted.recovery_file, created.recovery_passphrase.view());
    if (context.options.json) {
        context.print_json(plugin::Object{{"registry", created.registry},
                                          {"name", created.name},
                                          {"kind", created.kind},
                                          {"suite", created.suite},
                                          {"operator", created.operator_name},
                                          {"key", created.key},
                                          {"fingerprint", created.fingerprint}});
        if (wanted.recovery_file.empty()) tell_recovery_passphrase(context.err(), created);
        return 0;
    }
    context.say(fmt::format(fmt::runtime(tr("Registry {} of {} was created in {}.")), created.registry,
                            created.name, wanted.folder));
    context.say(fmt::format(fmt::runtime(tr("Fingerprint: {}")), created.fingerprint));
    context.say(
        fmt::format(fmt::runtime(tr("In words: {}")),
                    session::fingerprint_words(take(session::read_fingerprint(created.fingerprint)))));
    if (!wanted.recovery_file.empty()) {
        context.say(fmt::format(
            fmt::runtime(tr("The recovery passphrase is in {}. Keep it apart from this machine.")),
            wanted.recovery_file));
    } else {
        tell_recovery_passphrase(context.out(), created);
    }
    return 0;
}

plugin::Value json_of_policy(const session::WitnessPolicyView& policy) {
    plugin::Array witnesses(policy.witnesses.begin(), policy.witnesses.end());
    return plugin::Object{
        {"record", policy.record},
        {"since", json_number(policy.position)},
        {"required", json_number(policy.required)},
        {"witnesses", std::move(witnesses)},
        {"within_days", policy.within_days ? json_number(*policy.within_days) : plugin::Value()},
        {"countersigned", json_number(policy.countersigned)},
        {"covered", json_number(policy.covered)},
        {"open", json_number(policy.open)},
        {"overdue", policy.overdue},
        {"fulfilled", policy.fulfilled()}};
}

int info(Context& context, const std::string& picture) {
    if (!picture.empty()) refuse_existing(picture);
    const session::Info info = take(context.open(session::Access::read).info());
    const Hash fingerprint = take(session::read_fingerprint(info.fingerprint));
    if (!picture.empty())
        write_output(picture, take(session::fingerprint_picture(info.registry, fingerprint, picture)));
    plugin::Object records;
    for (const auto& [kind, count] : info.records) records.set(kind, json_number(count));
    if (context.options.json) {
        plugin::Object object{{"registry", info.registry},
                              {"fingerprint", info.fingerprint},
                              {"name", info.name},
                              {"identifier", info.identifier},
                              {"kind", info.kind},
                              {"suite", info.suite},
                              {"commits", json_number(info.commits)},
                              {"entries", json_number(info.entries)},
                              {"records", std::move(records)},
                              {"bytes", json_number(info.bytes)},
                              {"audited", info.audited ? json_of(*info.audited) : plugin::Value()},
                              {"writable", info.writable},
                              {"read_only_reason", info.read_only_reason}};
        object.set("fingerprint_words",
                   plugin::Object{{"en", session::fingerprint_words(fingerprint, session::Words::english)},
                                  {"zh", session::fingerprint_words(fingerprint, session::Words::chinese)}});
        object.set("checkpoint_key", info.checkpoint_key);
        if (!info.checkpoint_key_sm2.empty()) object.set("checkpoint_key_sm2", info.checkpoint_key_sm2);
        object.set("followed", json_number(info.followed));
        plugin::Array witnesses;
        for (const session::WitnessView& one : info.witnesses)
            witnesses.push_back(plugin::Object{{"name", one.name}, {"key", one.key}});
        object.set("witnesses", std::move(witnesses));
        object.set("witnessed", info.witnessed ? plugin::Value(plugin::Object{
                                                     {"name", info.witnessed->name},
                                                     {"size", json_number(info.witnessed->size)},
                                                     {"commits", json_number(info.witnessed->commits)},
                                                     {"days", json_number(info.witnessed->days)}})
                                               : plugin::Value());
        plugin::Array policies;
        for (const session::WitnessPolicyView& one : info.witness_policies)
            policies.push_back(json_of_policy(one));
        object.set("witness_policies", std::move(policies));
        object.set("timestamped", info.timestamped ? plugin::Value(plugin::Object{
                                                         {"authority", info.timestamped->authority},
                                                         {"time", info.timestamped->time},
                                                         {"size", json_number(info.timestamped->size)},
                                                         {"commits", json_number(info.timestamped->commits)},
                                                         {"days", json_number(info.timestamped->days)}})
                                                   : plugin::Value());
        object.set("checkpoint", info.checkpoint ? json_of(*info.checkpoint) : plugin::Value());
        context.print_json(object);
        return 0;
    }
    std::vector<std::vector<std::string>> rows{
        {tr("Registry"), info.registry},
        {tr("Fingerprint"), info.fingerprint},
        {tr("Fingerprint in words"), session::fingerprint_words(fingerprint)},
        {tr("Organisation"), fmt::format("{} ({})", info.name, info.identifier)},
        {tr("Kind"), info.kind},
        {tr("Signature suite"), info.suite},
        {tr("Commits"), std::to_string(info.commits)},
        {tr("Entries"), std::to_string(info.entries)},
        {tr("Size in bytes"), std::to_string(info.bytes)}};
    for (const auto& [kind, count] : info.records) rows.push_back({"  " + kind, std::to_string(count)});
    rows.push_back(
        {tr("Last checkpoint"), info.checkpoint ? std::to_string(info.checkpoint->size) : tr("none yet")});
    rows.push_back({tr("Checkpoint key"), info.checkpoint_key});
    if (!info.checkpoint_key_sm2.empty()) rows.push_back({tr("SM2 checkpoint key"), info.checkpoint_key_sm2});
    rows.push_back(
        {tr("Last outside witness"),
         info.witnessed           ? fmt::format(fmt::runtime(tr("{} commits, {} days ago: {}")),
                                                info.witnessed->commits, info.witnessed->days, info.witnessed->name)
         : info.witnesses.empty() ? tr("none is named: a restored older copy would not be noticed by others")
                                  : tr("none has countersigned yet")});
    for (const session::WitnessPolicyView& one : info.witness_policies)
        rows.push_back({tr("Witness policy"), session::shown_witness_policy(one)});
    rows.push_back({tr("Last time stamp"),
                    info.timestamped
                        ? printable(fmt::format(fmt::runtime(tr("{} commits, {} days ago: {} by {}")),
                                                info.timestamped->commits, info.timestamped->days,
                                                info.timestamped->time, info.timestamped->authority))
                        : std::string(tr("none yet"))});
    if (info.followed > 0) rows.push_back({tr("Registries followed"), std::to_string(info.followed)});
    rows.push_back({tr("Last audit"),
                    info.audited ? printable(fmt::format(fmt::runtime(tr("{}, by {} at {}, {} commits ago")),
                                                         session::shown_verdict(info.audited->verdict),
                                                         info.audited->signed_by, info.audited->signed_at,
                                                         info.commits - info.audited->size))
                                 : std::string(tr("none recorded"))});
    if (!info.writable) rows.push_back({tr("Read-only"), info.read_only_reason});
    print_table(context.out(), {tr("What"), tr("Is")}, rows);
    if (!picture.empty())
        context.say(fmt::format(fmt::runtime(tr("QR code of the fingerprint written to {}.")), picture));
    return 0;
}

}  // namespace

void add_registry_commands(CLI::App& app, Context& context, Action& chosen) {
    auto options = std::make_shared<InitOptions>();
    CLI::App* init_command =
        add_command(app, chosen, "init", tr("create a registry, its first operator and its first commit"),
                    [&context, options] { return init(context, *options); });
    init_command->add_option("folder", options->folder, tr("folder to create"))->required();
    init_command->add_option("--name", options->name, tr("name of the organisation"))->required();
    init_command->add_option("--identifier", options->identifier, tr("its unified social credit code"))
        ->required();
    init_command->add_option("--kind", options->kind, tr("association, bank, regulator or enterprise"))
        ->required();
    init_command->add_option("--suite", options->suite,
                             tr("signature suite: intl (Ed25519, SHA-256) or gm (SM2, SM3)"));
    init_command->add_option("--recovery-file", options->recovery_file,
                             tr("file that receives the recovery passphrase"));
    init_command->add_option("--token", options->token,
                             tr("PKCS#11 URI of the signing key: it stays in its token; else one is made"));

    auto picture = std::make_shared<std::string>();
    add_command(app, chosen, "info", tr("identity, counts, size, last checkpoint and audit"),
                [&context, picture] { return info(context, *picture); })
        ->add_option("--qr", *picture, tr("file for a QR code of the fingerprint (.svg or .png)"));
}

}  // namespace xinbu::cli
