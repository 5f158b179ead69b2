// reads: who looked at what (查询留痕).
#include <fmt/format.h>

#include <ostream>

#include "commands.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::cli {

namespace {

struct ReadsOptions {
    std::string record, operator_name, since, until;
    std::uint64_t limit = 0;
    bool summary = false;
};

session::ReadsQuery query_of(const ReadsOptions& options) {
    session::ReadsQuery query;
    query.record = options.record;
    query.operator_name = options.operator_name;
    if (!options.since.empty()) query.since = date_option("--since", options.since);
    if (!options.until.empty()) query.until = date_option("--until", options.until);
    query.limit = options.limit;
    return query;
}

plugin::Value json_of_reading(const session::ReadView& row) {
    return plugin::Object{{"sequence", json_number(row.sequence)},
                          {"time", row.time},
                          {"operator", row.operator_name},
                          {"key", row.key},
                          {"role", row.role},
                          {"action", row.action},
                          {"question", row.question},
                          {"records", json_of(row.records)},
                          {"count", json_number(row.count)},
                          {"purpose", row.purpose},
                          {"unsealed", row.unsealed},
                          {"commits", json_number(row.commits)},
                          {"hash", row.hash},
                          {"certain", row.certain}};
}

/// Which records, as far as a line of a table has room for them.
std::string records_text(const session::ReadView& row) {
    constexpr std::size_t most = 3;
    std::string text;
    for (std::size_t at = 0; at < row.records.size() && at < most; ++at)
        text += (at == 0 ? "" : ", ") + row.records[at];
    if (row.count > most || row.records.size() < row.count)
        text += fmt::format(fmt::runtime(tr(" … ({} in all)")), row.count);
    if (!row.certain) text += tr(" (possibly this one)");
    return text;
}

int print_rows(Context& context, const std::vector<session::ReadView>& rows) {
    if (context.options.json) {
        plugin::Array array;
        for (const session::ReadView& row : rows) array.push_back(json_of_reading(row));
        context.print_json(array);
        return 0;
    }
    std::vector<std::vector<std::string>> lines;
    for (const session::ReadView& row : rows) {
        std::string action = session::reading_label(row.action);
        if (row.unsealed) action += tr(" (numbers shown whole)");
        lines.push_back({std::to_string(row.sequence), row.time, row.operator_name, row.role,
                         std::move(action), row.question, records_text(row),
                         session::purpose_label(row.purpose)});
    }
    print_table(context.out(),
                {tr("Reading"), tr("Time (UTC)"), tr("Operator"), tr("Role"), tr("Action"), tr("Question"),
                 tr("Records"), tr("Purpose")},
                lines, context.columns());
    return 0;
}

template <class Counts>
plugin::Object json_of_counts(const Counts& of) {
    return {{"readings", json_number(of.readings)},           {"records", json_number(of.records)},
            {"outside_hours", json_number(of.outside_hours)}, {"unstated", json_number(of.unstated)},
            {"unsealed", json_number(of.unsealed)},           {"exports", json_number(of.exports)}};
}

int print_summary(Context& context, const session::ReadsSummary& summary) {
    if (context.options.json) {
        plugin::Object object = json_of_counts(summary);
        plugin::Array readers, purposes;
        for (const auto& one : summary.readers) {
            plugin::Object reader = json_of_counts(one);
            reader.set("operator", one.operator_name);
            reader.set("role", one.role);
            readers.push_back(std::move(reader));
        }
        for (const auto& [code, readings] : summary.by_purpose)
            purposes.push_back(plugin::Object{{"purpose", code}, {"readings", json_number(readings)}});
        object.set("readers", std::move(readers));
        object.set("purposes", std::move(purposes));
        object.set("hours_from", json_number(static_cast<std::uint64_t>(summary.hours_from)));
        object.set("hours_until", json_number(static_cast<std::uint64_t>(summary.hours_until)));
        context.print_json(object);
        return 0;
    }
    std::vector<std::vector<std::string>> lines;
    for (const auto& one : summary.readers)
        lines.push_back({one.operator_name, one.role, std::to_string(one.readings),
                         std::to_string(one.records), std::to_string(one.outside_hours),
                         std::to_string(one.unstated), std::to_string(one.unsealed),
                         std::to_string(one.exports)});
    print_table(context.out(),
                {tr("Operator"), tr("Role"), tr("Readings"), tr("Records"), tr("Outside working hours"),
                 tr("Without a purpose"), tr("Numbers shown whole"), tr("Exports")},
                lines, context.columns());
    std::vector<std::vector<std::string>> purposes;
    for (const auto& [code, readings] : summary.by_purpose)
        purposes.push_back({session::purpose_label(code), std::to_string(readings)});
    if (!purposes.empty()) print_table(context.out(), {tr("Purpose"), tr("Readings")}, purposes);
    context.say(fmt::format(fmt::runtime(tr("Working hours: {}:00 to {}:00 on working days, China's time.")),
                            summary.hours_from, summary.hours_until));
    return 0;
}

int reads(Context& context, const ReadsOptions& options) {
    const session::ReadsQuery query = query_of(options);
    session::Registry& registry = context.open(session::Access::read);
    return options.summary ? print_summary(context, take(registry.summarise_reads(query)))
                           : print_rows(context, take(registry.reads(query)));
}

int anchor(Context& context) {
    const session::ReadsAnchored anchored = take(context.open(session::Access::write).anchor_reads());
    if (context.options.json) {
        context.print_json(plugin::Object{{"added", anchored.added},
                                          {"first", json_number(anchored.first)},
                                          {"last", json_number(anchored.last)},
                                          {"root", anchored.root},
                                          {"commit", anchored.commit}});
        return 0;
    }
    context.say(anchored.added
                    ? fmt::format(fmt::runtime(tr("The ledger vouches for readings {} to {}: {}")),
                                  anchored.first, anchored.last, anchored.root)
                    : std::string(tr("There is no reading that the ledger does not vouch for already.")));
    return 0;
}

struct RequestOptions {
    std::string what, reason;
    std::uint64_t records = 0;
};

int request_export(Context& context, const RequestOptions& options) {
    const session::Added added = take(
        context.open(session::Access::write).request_export(options.what, options.records, options.reason));
    if (context.options.json)
        context.print_json(json_of(added));
    else
        say_outcome(context, added);
    return 0;
}

}  // namespace

void add_reads_commands(CLI::App& app, Context& context, Action& chosen) {
    auto wanted = std::make_shared<ReadsOptions>();
    CLI::App* command =
        add_command(app, chosen, "reads", tr("who looked at records of persons and loans, and what for"),
                    [&context, wanted] { return reads(context, *wanted); });
    command->add_option("--record", wanted->record, tr("who read this record"));
    // --operator names who works; whose readings are wanted is another question.
    command->add_option("--by", wanted->operator_name, tr("whose readings"));
    command->add_option("--since", wanted->since, tr("from a day on"));
    command->add_option("--until", wanted->until, tr("up to a day, which is included"));
    command->add_option("--limit", wanted->limit, tr("the latest so many"))->check(how_many());
    command->add_flag("--summary", wanted->summary,
                      tr("who read most, outside working hours, and without a purpose"));
    command->require_subcommand(0, 1);
    add_command(*command, chosen, "anchor", tr("have the ledger vouch for the read log as it stands"),
                [&context] { return anchor(context); });

    auto request = std::make_shared<RequestOptions>();
    CLI::App* asking =
        add_command(app, chosen, "export-request",
                    tr("ask another person to let you export more records than the policy lets one "
                       "person"),
                    [&context, request] { return request_export(context, *request); });
    asking->add_option("what", request->what, tr("the type of a list, the name of a report, or bundle"))
        ->required();
    asking->add_option("--records", request->records, tr("how many records at most"))
        ->check(how_many())
        ->required();
    asking->add_option("--reason", request->reason, tr("what they are needed for"))->required();
}

}  // namespace xinbu::cli
