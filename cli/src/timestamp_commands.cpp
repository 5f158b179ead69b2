// timestamp: time stamps of RFC 3161 on the ledger's checkpoints.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "commands.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::cli {

crypto::TrustAnchors anchors_in(const std::string& file) {
    if (file.empty()) return {};
    const std::optional<Bytes> content = storage::read_file(file, crypto::largest_anchors_file);
    if (!content) throw Failure(Category::usage, "file_missing", file, tr("there is no such file"));
    return take(crypto::TrustAnchors::read(*content));
}

void add_anchors_option(CLI::App& command, std::string& file) {
    command
        .add_option("--ca", file, tr("certificates (PEM) of the time-stamping authorities that you trust"))
        ->envname("XINBU_TIMESTAMP_CA");
}

plugin::Value json_of(const session::TimestampView& stamp) {
    plugin::Array findings;
    for (const session::AuditFinding& finding : stamp.findings) findings.push_back(json_of(finding));
    return plugin::Object{{"checkpoint_size", json_number(stamp.size)},
                          {"received", json_number(stamp.received)},
                          {"token_sha256", stamp.token_sha256},
                          {"time", stamp.time},
                          {"authority", stamp.authority},
                          {"policy", stamp.policy},
                          {"serial", stamp.serial},
                          {"certificate", stamp.certificate},
                          {"valid_until", stamp.valid_until},
                          {"valid", stamp.valid},
                          {"trusted", stamp.trusted},
                          {"findings", std::move(findings)}};
}

namespace {

struct StampOptions {
    std::string file, out, policy, anchors;
};

int request(Context& context, const StampOptions& options) {
    refuse_existing(options.out);
    const session::TimestampRequest made =
        take(context.open(session::Access::write).timestamp_request(options.policy));
    write_output(options.out, made.request);
    if (context.options.json)
        context.print_json(plugin::Object{{"file", options.out},
                                          {"bytes", json_number(made.request.size())},
                                          {"size", json_number(made.checkpoint.size)},
                                          {"root", made.checkpoint.root},
                                          {"sha256", made.digest}});
    context.say(fmt::format(
        fmt::runtime(tr("Request for a time stamp on the first {} commits written to {}; send it to an "
                        "authority and give its answer to `xinbu timestamp add`.")),
        made.checkpoint.size, printable(options.out)));
    return 0;
}

const char* verdict_on(const session::TimestampView& stamp) {
    if (!stamp.valid) return tr("does not hold");
    return stamp.trusted ? tr("valid, authority trusted") : tr("signature valid, authority not known");
}

int add(Context& context, const StampOptions& options) {
    const std::optional<Bytes> reply = storage::read_file(options.file, crypto::largest_timestamp_reply + 1);
    if (!reply) throw Failure(Category::usage, "file_missing", options.file, tr("there is no such file"));
    const crypto::TrustAnchors anchors = anchors_in(options.anchors);
    const session::TimestampAdded made =
        take(context.open(session::Access::write).add_timestamp(*reply, anchors, options.policy));
    if (context.options.json) {
        plugin::Value stamp = json_of(made.stamp);
        stamp.object()->set("added", made.added);
        stamp.object()->set("commit", made.commit);
        context.print_json(stamp);
    }
    if (!made.added) context.say(tr("The ledger holds this time stamp already."));
    context.say(printable(fmt::format(fmt::runtime(tr("The first {} commits were there at {}, says {}: {}.")),
                                      made.stamp.size, made.stamp.time, made.stamp.authority,
                                      verdict_on(made.stamp))));
    for (const session::AuditFinding& finding : made.stamp.findings)
        if (finding.severity == "warning") context.warn(printable(finding.message));
    return 0;
}

/// The answer is yes where all hold, and are trusted where it was said by whose certificates.
bool all_hold(const std::vector<session::TimestampView>& stamps, const crypto::TrustAnchors& anchors) {
    return std::ranges::all_of(stamps, [&](const session::TimestampView& stamp) {
        return stamp.valid && (anchors.empty() || stamp.trusted);
    });
}

int list(Context& context, const StampOptions& options, bool judges) {
    const crypto::TrustAnchors anchors = anchors_in(options.anchors);
    const std::vector<session::TimestampView> stamps =
        take(context.open(session::Access::read).timestamps(anchors));
    if (context.options.json) {
        plugin::Array array;
        for (const session::TimestampView& stamp : stamps) array.push_back(json_of(stamp));
        context.print_json(array);
    } else {
        std::vector<std::vector<std::string>> rows;
        for (const session::TimestampView& stamp : stamps)
            rows.push_back({std::to_string(stamp.size), printable(stamp.time), printable(stamp.authority),
                            stamp.token_sha256.substr(0, 16), verdict_on(stamp)});
        print_table(context.out(), {tr("Commits"), tr("Time"), tr("Authority"), tr("Token"), tr("Verdict")},
                    rows, context.columns());
        for (const session::TimestampView& stamp : stamps)
            for (const session::AuditFinding& finding : stamp.findings)
                if (finding.severity != "note") context.out() << line_of(finding) << '\n';
    }
    return !judges || all_hold(stamps, anchors) ? 0 : static_cast<int>(Category::refused);
}

}  // namespace

void add_timestamp_commands(CLI::App& app, Context& context, Action& chosen) {
    auto given = std::make_shared<StampOptions>();
    CLI::App* timestamp =
        app.add_subcommand("timestamp", tr("time stamps of authorities on the ledger (RFC 3161)"));
    timestamp->require_subcommand(1);
    CLI::App* request_command =
        add_command(*timestamp, chosen, "request", tr("write what an authority must be asked"),
                    [&context, given] { return request(context, *given); });
    request_command->add_option("--out", given->out, tr("file for the request (.tsq)"))->required();
    CLI::App* add_stamp =
        add_command(*timestamp, chosen, "add", tr("take over an authority's answer, once it is verified"),
                    [&context, given] { return add(context, *given); });
    add_stamp->add_option("file", given->file, tr("the answer (.tsr)"))->required();
    for (CLI::App* command : {request_command, add_stamp})
        command->add_option("--policy", given->policy,
                            tr("object identifier of the policy under which to stamp"));
    CLI::App* list_command =
        add_command(*timestamp, chosen, "list", tr("the time stamps that the ledger holds"),
                    [&context, given] { return list(context, *given, false); });
    CLI::App* verify_command = add_command(
        *timestamp, chosen, "verify", tr("the same; exit code 1 where one does not hold or is not trusted"),
        [&context, given] { return list(context, *given, true); });
    for (CLI::App* command : {add_stamp, list_command, verify_command})
        add_anchors_option(*command, given->anchors);
}

}  // namespace xinbu::cli
