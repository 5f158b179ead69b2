// operator: who may open a registry, and sign what; keys over time.
#include <fmt/format.h>

#include <ostream>

#include "commands.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::cli {

namespace {

plugin::Value json_of_certificate(const session::KeyCertificateView& one) {
    return plugin::Object{
        {"subject", one.subject}, {"issuer", one.issuer},         {"serial", one.serial},
        {"sha256", one.sha256},   {"valid_from", one.valid_from}, {"valid_until", one.valid_until},
        {"valid", one.valid},     {"trusted", one.trusted},       {"remark", one.remark}};
}

/// One cell of a table: whose certificate, and what is to be said of it.
std::string told(const std::optional<session::KeyCertificateView>& one) {
    if (!one) return {};
    if (one->trusted) return printable(one->subject);
    return fmt::format("{} ({})", one->valid ? printable(one->subject) : tr("does not count"),
                       printable(one->remark));
}

plugin::Value json_of_operator(const session::OperatorView& one) {
    plugin::Object object{{"name", one.name},
                          {"role", one.role},
                          {"key", one.key},
                          {"status", one.status},
                          {"since", json_number(one.since)}};
    if (one.revoked_since) object.set("revoked_since", json_number(*one.revoked_since));
    if (!one.proposal.empty()) object.set("proposal", one.proposal);
    if (!one.token.empty()) object.set("token", one.token);
    if (one.certificate) object.set("certificate", json_of_certificate(*one.certificate));
    return object;
}

std::string proposed(const session::OperatorView& one) {
    return fmt::format(
        fmt::runtime(tr("Proposed; it counts once another person approves it: xinbu approve {}")),
        one.proposal.substr(0, 16));
}

int operator_list(Context& context, const std::string& anchors) {
    const std::vector<session::OperatorView> all =
        take(context.open(session::Access::read).operators(anchors_in(anchors)));
    if (context.options.json) {
        plugin::Array array;
        for (const auto& one : all) array.push_back(json_of_operator(one));
        context.print_json(array);
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : all)
        rows.push_back({one.name, one.role, one.status, std::to_string(one.since), one.key.substr(0, 16),
                        printable(one.token), told(one.certificate)});
    print_table(context.out(),
                {tr("Name"), tr("Role"), tr("Status"), tr("Since"), tr("Key"), tr("Signing token"),
                 tr("Certificate")},
                rows);
    return 0;
}

crypto::Secret new_passphrase(Context& context, const std::string& file, const std::string& name) {
    if (!file.empty()) return Context::passphrase_from_file(file);
    crypto::Secret first = context.prompt(fmt::format(fmt::runtime(tr("New passphrase of {}")), name));
    const crypto::Secret again = context.prompt(tr("The same once more"));
    if (!crypto::equal_in_constant_time(first.view(), again.view()))
        throw Failure(Category::usage, "passphrase_differs", tr("the new passphrase"),
                      tr("the two were not the same"));
    return first;
}

Bytes content_of(const std::string& file) {
    if (file.empty()) return {};
    constexpr std::size_t largest = std::size_t{64} << 10;
    std::optional<Bytes> content = storage::read_file(file, largest);
    if (!content) throw Failure(Category::usage, "file_missing", file, tr("there is no such file"));
    return std::move(*content);
}

void add_certificate_anchors_option(CLI::App& command, std::string& file) {
    command.add_option("--ca", file, tr("certificates (PEM) of the authorities that you trust"));
}

int use_token(Context& context, const std::string& uri) {
    take(context.open(session::Access::write).use_token(uri));
    if (context.options.json)
        context.print_json(plugin::Object{{"name", context.options.operator_name}, {"status", "changed"}});
    context.say(
        tr("From now on the token signs. Older copies of the key-slot file may still hold the key itself."));
    return 0;
}

int rekey(Context& context) {
    take(context.open(session::Access::write).exchange_data_key(context.progress()));
    context.end_progress();
    if (context.options.json) context.print_json(plugin::Object{{"status", "changed"}});
    context.say(
        tr("The registry is encrypted under a new key. Copies made before still open with the old one."));
    return 0;
}

int recover(Context& context, const std::string& passphrase_file) {
    context.options.operator_name = "recovery";
    const crypto::Secret recovery = context.passphrase(tr("Recovery passphrase"));
    session::Registry& registry = context.open(session::Access::write);
    const std::string name =
        take(registry.recover(recovery, new_passphrase(context, passphrase_file, tr("the operator"))));
    if (context.options.json) context.print_json(plugin::Object{{"name", name}, {"status", "changed"}});
    context.say(fmt::format(fmt::runtime(tr("{} has a new passphrase.")), name));
    return 0;
}

int renew_recovery(Context& context, const std::string& file) {
    // The place first: the passphrase is told once.
    if (!file.empty()) {
        refuse_existing(file);
        storage::write_file_atomically(file, {});
    }
    Result<crypto::Secret> made = context.open(session::Access::write).renew_recovery();
    if (!made && !file.empty()) std::filesystem::remove(file);
    const crypto::Secret passphrase = take(std::move(made));
    if (!file.empty()) {
        Bytes line = to_bytes(passphrase.view());
        line.push_back('\n');
        storage::write_file_atomically(file, line);
        crypto::cleanse(line);
    } else {
        (context.options.json ? context.err() : context.out())
            << tr("Recovery passphrase, shown this once: ") << as_text(passphrase.view()) << '\n';
    }
    if (context.options.json) context.print_json(plugin::Object{{"status", "changed"}});
    if (!file.empty())
        context.say(fmt::format(
            fmt::runtime(tr("The recovery passphrase is in {}. Keep it apart from this machine.")), file));
    return 0;
}

}  // namespace

void exchange_data_key_after_revocation(Context& context) {
    const Done done = context.registry().exchange_data_key(context.progress());
    context.end_progress();
    if (done) {
        context.say(
            tr("The registry is encrypted under a new key. Copies made before still open with the old one."));
        return;
    }
    context.warn(fmt::format(
        fmt::runtime(tr("the revocation stands, but the data key is still the old one ({}): `xinbu operator "
                        "rekey` exchanges it")),
        done.error().why));
}

void add_operator_commands(CLI::App& app, Context& context, Action& chosen) {
    CLI::App* operators = app.add_subcommand("operator", tr("who may open the registry, and sign what"));
    operators->require_subcommand(1);
    operators->fallthrough();

    struct OperatorOptions {
        std::string name, role, passphrase_file, reason, recovery_file, token, pin_file, certificate, anchors;
        std::optional<std::uint64_t> since;
        bool keep_data_key = false;
    };
    auto one = std::make_shared<OperatorOptions>();
    CLI::App* add = add_command(
        *operators, chosen, "add", tr("enrol an operator with a new signing key"), [&context, one] {
            crypto::Secret passphrase = new_passphrase(context, one->passphrase_file, one->name);
            const session::OperatorView added =
                take(context.open(session::Access::write)
                         .add_operator(one->name, one->role, std::move(passphrase),
                                       {one->token, context.pin_from(one->pin_file),
                                        content_of(one->certificate), anchors_in(one->anchors)}));
            if (context.options.json) context.print_json(json_of_operator(added));
            context.say(added.status == "pending"
                            ? proposed(added)
                            : fmt::format(fmt::runtime(tr("{} may now sign as {}. Key: {}")), added.name,
                                          added.role, added.key));
            return 0;
        });
    add->add_option("name", one->name, tr("name of the new operator"))->required();
    add->add_option("--role", one->role, tr("admin, clerk, officer or auditor"))->required();
    add->add_option("--new-passphrase-file", one->passphrase_file,
                    tr("file whose first line is the new passphrase"));

    add->add_option("--token", one->token,
                    tr("PKCS#11 URI of the signing key: it stays in its token; else one is made"));
    add->add_option("--new-pin-file", one->pin_file, tr("file whose first line is the PIN of that token"));
    add->add_option("--certificate", one->certificate,
                    tr("certificate that an authority issued for that key, and the chain above it (PEM)"));
    add_certificate_anchors_option(*add, one->anchors);

    CLI::App* list = add_command(*operators, chosen, "list", tr("all operators, past ones too"),
                                 [&context, one] { return operator_list(context, one->anchors); });
    add_certificate_anchors_option(*list, one->anchors);

    CLI::App* revoke = add_command(
        *operators, chosen, "revoke", tr("take an operator's right to open and sign"), [&context, one] {
            const session::OperatorView revoked = take(
                context.open(session::Access::write).revoke_operator(one->name, one->reason, one->since));
            if (context.options.json) context.print_json(json_of_operator(revoked));
            context.say(revoked.status != "revoked"
                            ? proposed(revoked)
                            : fmt::format(fmt::runtime(tr("{} can no longer open or sign.")), one->name));
            if (revoked.status != "revoked") return 0;
            if (one->since)
                context.say(fmt::format(
                    fmt::runtime(
                        tr("What the key signed from commit {} on stays and is reported by the audit.")),
                    *one->since));
            if (!one->keep_data_key) exchange_data_key_after_revocation(context);
            return 0;
        });
    revoke->add_option("name", one->name, tr("name of the operator"))->required();
    revoke->add_option("--reason", one->reason, tr("why; it is signed"))->required();
    revoke->add_option("--since", one->since,
                       tr("first commit from which on its signatures do not count: a key that was stolen"));
    revoke->add_flag("--keep-data-key", one->keep_data_key,
                     tr("do not encrypt the registry anew; an old key-slot file then still opens it"));

    CLI::App* passphrase =
        add_command(*operators, chosen, "passphrase", tr("change one's own passphrase"), [&context, one] {
            session::Registry& registry = context.open(session::Access::write);
            take(registry.change_passphrase(
                new_passphrase(context, one->passphrase_file, context.options.operator_name)));
            if (context.options.json)
                context.print_json(
                    plugin::Object{{"name", context.options.operator_name}, {"status", "changed"}});
            context.say(tr(
                "The passphrase was changed. Old copies of the key-slot file still open with the old one."));
            return 0;
        });
    passphrase->add_option("--new-passphrase-file", one->passphrase_file,
                           tr("file whose first line is the new passphrase"));

    CLI::App* token =
        add_command(*operators, chosen, "token",
                    tr("one's own signing key, the one that is enrolled, is in this token from now on"),
                    [&context, one] { return use_token(context, one->token); });
    token->add_option("uri", one->token, tr("PKCS#11 URI of the key"))->required();

    add_command(*operators, chosen, "rekey", tr("exchange the data key and encrypt the registry anew"),
                [&context] { return rekey(context); });

    CLI::App* recover_command =
        add_command(*operators, chosen, "recover",
                    tr("with the recovery passphrase, give the operator whose key it holds a new passphrase"),
                    [&context, one] { return recover(context, one->passphrase_file); });
    recover_command->add_option("--new-passphrase-file", one->passphrase_file,
                                tr("file whose first line is the new passphrase"));

    CLI::App* recovery_command = add_command(
        *operators, chosen, "recovery",
        tr("make a new recovery passphrase, which opens the registry and holds one's own signing key"),
        [&context, one] { return renew_recovery(context, one->recovery_file); });
    recovery_command->add_option("--recovery-file", one->recovery_file,
                                 tr("file that receives the recovery passphrase"));
}

}  // namespace xinbu::cli
