// checkpoint, prove, verify, audit, plugins.
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <ostream>

#include "commands.hpp"
#include "trusted.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::cli {

void refuse_existing(const std::string& file) {
    if (std::filesystem::exists(file))
        throw Failure(Category::usage, "output_exists", file, tr("the file exists already"),
                      tr("Name another file, or remove this one."));
}

void write_output(const std::string& file, ByteView content) {
    refuse_existing(file);
    storage::write_file_atomically(file, content);
}

namespace {

int checkpoint(Context& context, const std::string& file) {
    const std::string second = file + ".sm3";
    if (!file.empty()) refuse_existing(file);
    const session::CheckpointView made = take(context.open(session::Access::write).checkpoint());
    if (!file.empty() && !made.note_sm3.empty()) write_output(second, as_bytes(made.note_sm3));
    if (!file.empty()) write_output(file, as_bytes(made.note));
    if (context.options.json) {
        context.print_json(json_of(made));
    } else if (file.empty()) {
        context.out() << made.note;
    } else {
        context.say(
            fmt::format(fmt::runtime(tr("Checkpoint over {} commits written to {}.")), made.size, file));
        if (!made.note_sm3.empty())
            context.say(fmt::format(fmt::runtime(tr("Its second note, over SM3, written to {}.")), second));
    }
    return 0;
}

int request_witness(Context& context, const std::string& file, const std::optional<std::uint64_t>& old_size,
                    const std::string& witness) {
    refuse_existing(file);
    const std::string request = take(context.open(session::Access::write).witness_request(old_size, witness));
    write_output(file, as_bytes(request));
    if (context.options.json)
        context.print_json(plugin::Object{{"file", file}, {"bytes", json_number(request.size())}});
    context.say(fmt::format(fmt::runtime(tr("Request to a witness written to {}.")), file));
    return 0;
}

int prove(Context& context, const std::string& entry, const std::string& file) {
    refuse_existing(file);
    const std::string proof = take(context.open(session::Access::write).prove(entry));
    write_output(file, as_bytes(proof));
    if (context.options.json)
        context.print_json(
            plugin::Object{{"entry", entry}, {"file", file}, {"bytes", json_number(proof.size())}});
    context.say(fmt::format(fmt::runtime(tr("Proof of {} bytes written to {}.")), proof.size(), file));
    return 0;
}

void print_findings(Context& context, const std::vector<session::AuditFinding>& findings) {
    for (const session::AuditFinding& finding : findings) context.out() << line_of(finding) << '\n';
}

void tell_bundle(Context& context, const session::Verification& found) {
    const session::Verification::Bundle& bundle = *found.bundle;
    context.say(printable(fmt::format(
        fmt::runtime(
            tr("Bundle of {}: commits {} to {}, complete; {} entries, {} of them shown; handed over by "
               "{}{}.")),
        bundle.name, bundle.from, bundle.to - 1, bundle.entries, bundle.shown, bundle.exporter,
        bundle.recipient.empty() ? std::string()
                                 : fmt::format(fmt::runtime(tr(" to {}")), bundle.recipient))));
    std::map<std::string, std::uint64_t> types;
    for (const auto& entry : found.entries) ++types[entry.type];
    for (const auto& [type, count] : types) context.say(printable(fmt::format("{:>8}  {}", count, type)));
    for (const auto& signer : found.signers)
        context.say(printable(fmt::format(fmt::runtime(tr("signed by {} ({}), last at {}, key {}")),
                                          signer.name, signer.role, signer.signed_at, signer.key)));
}

void say_report(Context& context, const session::Verification::Report& report) {
    context.say(printable(
        fmt::format(fmt::runtime(tr("{}: {}, as of {}")), report.title, report.subject, report.as_of)));
    context.say(
        printable(fmt::format(fmt::runtime(tr("made from {} commits, root {}")), report.size, report.root)));
    context.say(fmt::format(fmt::runtime(tr("SHA-256 of its JSON form: {}")), report.sha256));
}

int verify(Context& context, const std::string& file, const std::vector<std::string>& given,
           const std::string& anchors) {
    const std::vector<std::string> trusted = trusted_of(given, Keys::allowed);
    const session::Verification found = take(session::verify_file(file, trusted, anchors_in(anchors)));
    if (context.options.json) {
        plugin::Array entries, signers, findings;
        for (const auto& entry : found.entries)
            entries.push_back(plugin::Object{{"id", entry.id},
                                             {"type", entry.type},
                                             {"record", entry.record},
                                             {"effective", entry.effective}});
        for (const auto& signer : found.signers)
            signers.push_back(plugin::Object{{"name", signer.name},
                                             {"role", signer.role},
                                             {"key", signer.key},
                                             {"signed_at", signer.signed_at}});
        for (const auto& finding : found.findings) findings.push_back(json_of(finding));
        plugin::Array stamps;
        for (const auto& stamp : found.timestamps) stamps.push_back(json_of(stamp));
        plugin::Object document{{"valid", found.valid},
                                {"trusted", found.trusted},
                                {"kind", found.kind},
                                {"origin", found.origin},
                                {"fingerprint", found.fingerprint},
                                {"size", json_number(found.size)},
                                {"root", found.root},
                                {"entries", std::move(entries)},
                                {"signers", std::move(signers)},
                                {"timestamps", std::move(stamps)},
                                {"findings", std::move(findings)}};
        if (found.bundle)
            document.set("bundle", plugin::Object{{"name", found.bundle->name},
                                                  {"kind", found.bundle->organisation_kind},
                                                  {"exporter", found.bundle->exporter},
                                                  {"recipient", found.bundle->recipient},
                                                  {"from", json_number(found.bundle->from)},
                                                  {"to", json_number(found.bundle->to)},
                                                  {"entries", json_number(found.bundle->entries)},
                                                  {"shown", json_number(found.bundle->shown)},
                                                  {"signatures", json_number(found.bundle->signatures)}});
        if (found.report)
            document.set("report", plugin::Object{{"title", found.report->title},
                                                  {"subject", found.report->subject},
                                                  {"as_of", found.report->as_of},
                                                  {"size", json_number(found.report->size)},
                                                  {"root", found.report->root},
                                                  {"sha256", found.report->sha256}});
        context.print_json(document);
    } else {
        // The verdict first: what a file says of itself counts only behind it, and never as a terminal's
        // command.
        const bool lacks_key = found.findings.size() == 1 && found.findings.front().rule == "checkpoint.key";
        if (!found.valid) {
            context.say(lacks_key ? tr("NOT VERIFIED") : tr("NOT VALID"));
        } else if (found.trusted) {
            context.say(printable(
                fmt::format(fmt::runtime(tr("Valid, and from {}, which you trust.")), found.origin)));
        } else {
            context.say(printable(fmt::format(
                fmt::runtime(
                    tr("Valid, origin unknown: {}. Compare its fingerprint and give it with --trust.")),
                found.origin)));
            if (!found.fingerprint.empty())
                context.say(fmt::format(fmt::runtime(tr("Fingerprint: {}")), found.fingerprint));
            if (const auto fingerprint = hash_from_hex(found.fingerprint))
                context.say(
                    fmt::format(fmt::runtime(tr("In words: {}")), session::fingerprint_words(*fingerprint)));
        }
        print_findings(context, found.findings);
        if (found.valid && found.bundle) {
            tell_bundle(context, found);
        } else if (found.valid) {
            for (const auto& entry : found.entries) {
                context.say(printable(fmt::format("{}  {}  {}", entry.type, entry.record, entry.effective)));
                context.say(printable(entry.bytes));
            }
            if (found.report) say_report(context, *found.report);
            for (const auto& signer : found.signers)
                if (!signer.signed_at.empty())
                    context.say(
                        printable(fmt::format(fmt::runtime(tr("signed by {} ({}) at {}, key {}")),
                                              signer.name, signer.role, signer.signed_at, signer.key)));
        }
    }
    // Who names whom he trusts wants no other origin to pass.
    const bool holds = found.valid && (trusted.empty() || found.trusted);
    return holds ? 0 : static_cast<int>(Category::refused);
}

/// A registry that is too damaged to be opened is still told from a sound one, page by page.
session::AuditView run_audit(Context& context, const session::Registry::AuditOptions& options, bool records) {
    session::Registry* registry = nullptr;
    try {
        registry = &context.open(records ? session::Access::write : session::Access::read);
    } catch (const Failure& failure) {
        if (failure.error().code != "registry_damaged" && failure.error().code != "not_a_registry") throw;
        const std::string& name = context.options.operator_name;
        return take(session::Registry::audit_damaged(context.options.registry, name, context.passphrase(name),
                                                     context.progress()));
    }
    return take(registry->audit(options, context.progress()));
}

struct AuditRequest {
    std::uint64_t since = 0;
    std::string report, anchors;
    bool record = false;
};

void tell_difference(Context& context, const session::AuditView& result) {
    if (!result.previous) return;
    context.say(printable(fmt::format(
        fmt::runtime(tr("Since the audit that {} recorded at {}: {} findings appeared, {} are gone.")),
        result.previous->signed_by, result.previous->signed_at, result.appeared.size(), result.gone.size())));
}

int audit(Context& context, const AuditRequest& wanted) {
    const ReportWriter write = wanted.report.empty() ? nullptr : report_writer(wanted.report);
    if (write != nullptr) refuse_existing(wanted.report);
    session::Registry::AuditOptions options;
    options.since = wanted.since;
    options.anchors = anchors_in(wanted.anchors);
    const session::AuditView result = run_audit(context, options, wanted.record);
    context.end_progress();
    if (write != nullptr) write_output(wanted.report, write(session::audit_report(result)));
    // What was found is told whether it could be recorded or not.
    Result<session::AuditRecorded> recorded;
    if (wanted.record && !result.stopped && context.has_registry())
        recorded = context.registry().record_audit(result);
    plugin::Array findings;
    for (const session::AuditFinding& finding : result.findings) findings.push_back(json_of(finding));
    if (context.options.json) {
        context.print_json(plugin::Object{
            {"ok", result.ok},
            {"checked", plugin::Object{{"commits", json_number(result.commits)},
                                       {"entries", json_number(result.entries)},
                                       {"signatures", json_number(result.signatures)},
                                       {"bytes", json_number(result.bytes)}}},
            {"findings", findings},
            {"previous", result.previous ? json_of(*result.previous) : plugin::Value()},
            {"appeared", json_of(result.appeared)},
            {"gone", json_of(result.gone)},
            {"recorded",
             wanted.record && recorded && !recorded->commit.empty() ? json_of(*recorded) : plugin::Value()},
            {"stopped", result.stopped},
            {"seconds", json_seconds(result.seconds)}});
    } else {
        print_findings(context, result.findings);
        context.say(fmt::format(fmt::runtime(tr("Checked {} commits, {} entries, {} signatures, {} bytes.")),
                                result.commits, result.entries, result.signatures, result.bytes));
        tell_difference(context, result);
        context.say(result.stopped ? tr("The audit was stopped; it says nothing about the rest.")
                    : result.ok    ? tr("The audit found no error.")
                                   : tr("The audit found errors."));
        if (wanted.record && recorded && !recorded->commit.empty())
            context.say(fmt::format(fmt::runtime(tr("Recorded in commit {}.")), recorded->sequence));
    }
    if (result.stopped) return 130;
    if (!recorded && result.ok) throw Failure(recorded.error());
    if (!recorded) context.tell_error(recorded.error());
    return result.ok ? 0 : static_cast<int>(Category::refused);
}

plugin::Value value_of(const host::RulePack& pack) {
    plugin::Object object{{"id", pack.id}, {"version", pack.version}, {"sha256", to_hex(pack.sha256)}};
    if (!pack.valid_from.empty()) object.set("valid_from", pack.valid_from);
    if (!pack.valid_to.empty()) object.set("valid_to", pack.valid_to);
    return object;
}

int plugins(Context& context, const std::string& folder) {
    std::unique_ptr<host::Host> other;
    if (!folder.empty()) other = std::make_unique<host::Host>(folder);
    const host::Host& host = other ? *other : context.plugins();
    bool all_loaded = true;
    plugin::Array array;
    std::vector<std::vector<std::string>> rows;
    for (const host::PluginReport& report : host.report()) {
        all_loaded = all_loaded && report.loaded;
        const char* status = report.loaded ? "loaded" : "refused";
        const std::string reason = report.loaded ? "" : report.reason + ". " + report.remedy;
        plugin::Array packs;
        std::string editions;
        for (const host::RulePack& pack : report.rules) {
            packs.push_back(value_of(pack));
            editions += (editions.empty() ? "" : ", ") + pack.id + " " + pack.version;
        }
        array.push_back(plugin::Object{{"id", report.id},
                                       {"version", report.version},
                                       {"status", status},
                                       {"signer", report.signer},
                                       {"file", report.file},
                                       {"rules", std::move(packs)},
                                       {"code", report.code},
                                       {"reason", reason}});
        rows.push_back({report.id, report.version, report.loaded ? tr("loaded") : tr("refused"),
                        report.signer.substr(0, 16), editions, reason});
    }
    if (context.options.json) {
        context.print_json(array);
    } else {
        print_table(context.out(),
                    {tr("Plugin"), tr("Version"), tr("Status"), tr("Signed by"), tr("Rules"), tr("Reason")},
                    rows);
        for (const std::string& name : host.ignored())
            context.say(fmt::format(fmt::runtime(tr("Not a plugin, ignored: {}")), name));
    }
    return folder.empty() || all_loaded ? 0 : static_cast<int>(Category::access);
}

/// The JSON Schema of a rule pack, for whoever writes one.
int pack_schema(Context& context, const std::string& wanted) {
    for (const host::Provider& provider : context.plugins().catalogue().providers()) {
        if (provider.plugin == nullptr) continue;
        for (plugin::RulePackType& type :
             host::call_plugin(provider.id, [&] { return provider.plugin->rule_packs(); }))
            if (type.id == wanted) {
                context.print_json(std::move(type.schema));
                return 0;
            }
    }
    throw Failure(Category::usage, "unknown_pack", wanted, tr("no loaded plugin works by such a rule pack"),
                  tr("`xinbu plugins` names them."));
}

}  // namespace

void add_proof_commands(CLI::App& app, Context& context, Action& chosen) {
    struct FileOptions {
        std::string file, entry, report, folder, request, witness, anchors;
        std::optional<std::uint64_t> old_size;
        std::vector<std::string> trusted;
        AuditRequest audit;
    };
    auto given = std::make_shared<FileOptions>();

    CLI::App* checkpoint_command =
        add_command(app, chosen, "checkpoint", tr("sign the head of the ledger"), [&context, given] {
            return given->request.empty()
                       ? checkpoint(context, given->file)
                       : request_witness(context, given->request, given->old_size, given->witness);
        });
    checkpoint_command->add_option("--out", given->file, tr("file for the signed note"));
    checkpoint_command->add_option(
        "--request", given->request,
        tr("file for a request to a witness (C2SP tlog-witness), instead of a note"));
    checkpoint_command->add_option(
        "--old", given->old_size,
        tr("the size that the witness countersigned last; without it, the last known"));

    checkpoint_command->add_option("--witness", given->witness,
                                   tr("for which witness: from what that one countersigned last"));

    CLI::App* prove_command =
        add_command(app, chosen, "prove", tr("a proof of one entry that needs no registry to verify"),
                    [&context, given] { return prove(context, given->entry, given->file); });
    prove_command->add_option("entry", given->entry, tr("the entry's id"))->required();
    prove_command->add_option("--out", given->file, tr("file for the proof"))->required();

    CLI::App* verify_command = add_command(
        app, chosen, "verify", tr("verify a proof, bundle, checkpoint or signed report offline"),
        [&context, given] { return verify(context, given->file, given->trusted, given->anchors); });
    add_anchors_option(*verify_command, given->anchors);
    verify_command->add_option("file", given->file, tr("a proof, bundle or checkpoint"))->required();
    verify_command
        ->add_option("--trust", given->trusted,
                     tr("fingerprint, as digits or words, or checkpoint key of a registry you believe"))
        ->take_all()
        ->allow_extra_args(false);

    CLI::App* audit_command = add_command(
        app, chosen, "audit", tr("check everything: pages, bytes, signatures, roles, tree, records"),
        [&context, given] { return audit(context, given->audit); });
    add_anchors_option(*audit_command, given->audit.anchors);
    audit_command->add_option("--since", given->audit.since, tr("first commit whose bytes are read again"));
    audit_command->add_option("--report", given->audit.report,
                              tr("file for the report (.html, .pdf, .json, .xlsx or .txt)"));
    audit_command->add_flag("--record", given->audit.record,
                            tr("sign into the ledger what was found; for auditors and admins"));

    CLI::App* plugins_command =
        add_command(app, chosen, "plugins", tr("what is loaded, and what was refused and why"),
                    [&context] { return plugins(context, {}); });
    CLI::App* verify_plugins =
        add_command(*plugins_command, chosen, "verify", tr("examine the plugins of a folder"),
                    [&context, given] { return plugins(context, given->folder); });
    verify_plugins->add_option("folder", given->folder, tr("folder to examine"))->required();
    CLI::App* schema_command =
        add_command(*plugins_command, chosen, "schema", tr("the JSON Schema of a rule pack"),
                    [&context, given] { return pack_schema(context, given->entry); });
    schema_command->add_option("pack", given->entry, tr("id of the pack, such as ip_status.CN"))->required();
}

}  // namespace xinbu::cli
