// show, history, search, log, deadlines, check.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "commands.hpp"
#include "origins.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/session/render.hpp"
#include "xinbu/storage/search_text.hpp"

namespace xinbu::cli {

void require_searchable(const std::string& what, const std::string& text) {
    if (storage::to_match_query(text).empty())
        throw Failure(Category::usage, "nothing_to_search", what,
                      fmt::format(fmt::runtime(tr("there is no letter, digit or character in “{}” to find")),
                                  printable(text)));
}

namespace {

session::Numbers numbers_of(bool reveal) {
    return reveal ? session::Numbers::revealed : session::Numbers::masked;
}

std::string status_text(const session::RecordView& record) {
    if (!record.undone) return record.status_label;
    return fmt::format(
        fmt::runtime(tr("none: every entry of it was taken back, the last one in commit {} ({}, {}): {}")),
        record.undone->sequence, record.undone->signed_by, record.undone->signed_at, record.undone->reason);
}

int show(Context& context, const std::string& id, const std::string& as_of, const std::string& known_at,
         const std::string& origin, bool reveal) {
    session::Registry& registry = context.open(session::Access::read);
    const session::RecordView record = take(
        registry.show(id, as_of_options(context, registry, as_of, known_at), origin, numbers_of(reveal)));
    if (context.options.json) {
        context.print_json(json_of(record));
        return 0;
    }
    std::vector<std::vector<std::string>> rows{{tr("Record"), record.id},
                                               {tr("Status"), status_text(record)}};
    Origins origins(registry);
    if (!origins.is_own(record.origin)) rows.push_back({tr("Recorded by"), origins.name(record.origin)});
    for (const std::string& other : record.elsewhere)
        rows.push_back({tr("Also recorded by"), fmt::format("{} (--origin {})", origins.name(other), other)});
    for (const session::OverlayView& overlay : record.overlay_views)
        rows.push_back({tr("Mark"), overlay.label});
    const plugin::RecordType* type = context.plugins().catalogue().record_type(record.type);
    static const std::vector<plugin::Field> none;
    for (const auto& [label, text] : session::render(type != nullptr ? type->fields : none, record.fields))
        rows.push_back({label, text});
    print_table(context.out(), {tr("What"), tr("Is")}, rows);
    return 0;
}

/// The label of an entry's type, with its event where the type has one: else all events of a right look
/// alike.
std::string what_happened(Context& context, const session::HistoryItem& item) {
    const plugin::EntryType* type = context.plugins().catalogue().entry_type(item.type);
    const plugin::Value* event = item.data.find("event");
    if (type == nullptr || event == nullptr) return item.type_label;
    const auto field = std::ranges::find(type->fields, "event", &plugin::Field::id);
    if (field == type->fields.end()) return item.type_label;
    return item.type_label + ": " + session::render_value(*field, *event);
}

int history(Context& context, const std::string& id, const std::string& origin, bool reveal) {
    const std::vector<session::HistoryItem> items =
        take(context.open(session::Access::read).history(id, origin, numbers_of(reveal)));
    if (context.options.json) {
        plugin::Array array;
        for (const session::HistoryItem& item : items) {
            plugin::Object object{{"entry", item.entry},
                                  {"commit", item.commit},
                                  {"sequence", json_number(item.sequence)},
                                  {"type", item.type},
                                  {"effective", item.effective},
                                  {"signed_by", item.signed_by},
                                  {"signed_at", item.signed_at},
                                  {"corrected", item.corrected},
                                  {"data", item.data}};
            if (!item.proposal.empty()) {
                object.set("proposal", item.proposal);
                object.set("approved_by", json_of(item.approved_by));
            }
            array.push_back(std::move(object));
        }
        context.print_json(array);
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const session::HistoryItem& item : items)
        rows.push_back({item.effective, what_happened(context, item), session::signers_text(item),
                        item.signed_at, std::to_string(item.sequence),
                        item.entry.substr(0, 16) + (item.corrected ? tr(" (corrected)") : "")});
    print_table(
        context.out(),
        {tr("Effective"), tr("What"), tr("Signed by"), tr("Signed at (UTC)"), tr("Commit"), tr("Entry")},
        rows, context.columns());
    return 0;
}

int search(Context& context, const std::string& text, std::uint64_t limit) {
    require_searchable("search", text);
    session::Registry& registry = context.open(session::Access::read);
    const std::vector<session::Hit> hits = take(registry.search(text, limit));
    if (context.options.json) {
        plugin::Array array;
        for (const session::Hit& hit : hits)
            array.push_back(plugin::Object{{"id", hit.id},
                                           {"type", hit.type},
                                           {"label", hit.label},
                                           {"snippet", hit.snippet},
                                           {"origin", hit.origin}});
        context.print_json(array);
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    Origins origins(registry);
    std::vector<std::string> heading{tr("Record"), tr("Name"), tr("Found in")};
    // Own ones come first: where the last is one's own, all are.
    const bool some_foreign = !hits.empty() && !origins.is_own(hits.back().origin);
    if (some_foreign) heading.emplace_back(tr("Recorded by"));
    for (const session::Hit& hit : hits) {
        rows.push_back({hit.id, hit.label, hit.snippet});
        if (some_foreign) rows.back().push_back(origins.name(hit.origin));
    }
    print_table(context.out(), heading, rows, context.columns());
    return 0;
}

int log(Context& context, std::uint64_t limit) {
    const std::vector<session::CommitView> commits =
        take(context.open(session::Access::read).log(limit == 0 ? UINT64_MAX : limit));
    std::vector<std::vector<std::string>> rows;
    for (const session::CommitView& commit : commits) {
        if (context.output_failed()) break;
        if (context.options.json)
            context.print_json(plugin::Object{{"sequence", json_number(commit.sequence)},
                                              {"commit", commit.commit},
                                              {"signed_by", commit.signed_by},
                                              {"signed_at", commit.signed_at},
                                              {"entries", json_number(commit.entries)},
                                              {"message", commit.message}});
        rows.push_back({std::to_string(commit.sequence), commit.signed_at, commit.signed_by,
                        std::to_string(commit.entries), commit.message});
    }
    if (!context.options.json)
        print_table(context.out(),
                    {tr("Commit"), tr("Signed at"), tr("Signed by"), tr("Entries"), tr("Message")}, rows,
                    context.columns());
    return 0;
}

struct DeadlineOptions {
    std::string within = "90d", as_of, known_at, record;
    bool explain = false;
};

/// A span such as 90d, 12w, 6m or 1y, in days.
std::int64_t days_of(const std::string& within, plugin::Date from) {
    const std::size_t digits = within.find_first_not_of("0123456789");
    const std::string unit = digits == std::string::npos ? "d" : within.substr(digits);
    const std::string number = within.substr(0, digits);
    if (number.empty() || number.size() > 4 || (unit != "d" && unit != "w" && unit != "m" && unit != "y"))
        throw Failure(Category::usage, "usage", "--within",
                      fmt::format(fmt::runtime(tr("{} is no span of time such as 90d, 12w, 6m or 2y")),
                                  printable(within)));
    const int count = std::stoi(number);
    plugin::Date to = from;
    if (unit == "m" || unit == "y") {
        const int months = unit == "m" ? count : count * 12;
        to = months <= 1200 ? from.plus_months(months) : from.plus_years(100);
    }
    const std::int64_t days = unit == "d" ? count : unit == "w" ? count * 7 : to.days_since(from);
    constexpr std::int64_t longest = 36'500;
    return std::min(days, longest);
}

/// What is not in the list since it cannot be computed: one line for each reason.
std::vector<std::string> lines_of(const std::vector<session::DeadlineGap>& gaps) {
    constexpr std::size_t most_reasons = 10;
    std::vector<std::string> lines;
    std::uint64_t others = 0;
    for (const session::DeadlineGap& gap : gaps) {
        if (lines.size() == most_reasons) {
            others += gap.records;
            continue;
        }
        lines.push_back(
            fmt::format(fmt::runtime(tr("Records not computed: {}. {}")), gap.records, gap.message));
    }
    if (others > 0)
        lines.push_back(fmt::format(fmt::runtime(tr("Further records not computed: {}.")), others));
    return lines;
}

int deadlines(Context& context, const DeadlineOptions& options) {
    session::Registry& registry = context.open(session::Access::read);
    session::DeadlineQuery query;
    query.as_of = as_of_options(context, registry, options.as_of, options.known_at);
    query.days = days_of(options.within, query.as_of.day.value_or(session::today()));
    query.record = options.record;
    std::vector<session::DeadlineGap> gaps;
    const std::vector<session::DeadlineView> found =
        take(registry.deadlines(query, context.progress(), &gaps));
    context.end_progress();
    if (context.options.json) {
        plugin::Array array;
        for (const session::DeadlineView& one : found) {
            plugin::Object object = one.facts;
            object.set("record", one.record);
            object.set("basis", one.basis);
            object.set("what", one.what);
            object.set("consequence", one.consequence);
            object.set("explain", json_of(one.explanation));
            array.push_back(std::move(object));
        }
        context.print_json(array);
        for (const std::string& line : lines_of(gaps)) context.note(line);
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const session::DeadlineView& one : found)
        rows.push_back({one.due, one.last_day, std::to_string(one.days), one.record, one.what,
                        one.basis + (one.rule_status == "unverified" ? tr(" (not verified)") : "")});
    print_table(context.out(), {tr("Due"), tr("Last day"), tr("Days"), tr("Record"), tr("What"), tr("Basis")},
                rows, context.columns());
    for (const std::string& line : lines_of(gaps)) context.say(printable(line));
    if (options.explain)
        for (const session::DeadlineView& one : found) {
            context.say(printable(fmt::format("{}  {}: {}", one.due, one.record, one.what)));
            for (const std::string& step : one.explanation) context.say(printable("      " + step));
            if (!one.consequence.empty()) context.say(printable("      " + one.consequence));
        }
    return 0;
}

struct CheckOptions {
    std::string name, as_of, known_at;
    std::vector<std::string> parameters;
    bool all = false, list = false, strict = false;
};

int list_checks(Context& context) {
    plugin::Array array;
    std::vector<std::vector<std::string>> rows;
    for (const auto& [check, provider] : context.plugins().catalogue().checks()) {
        std::vector<std::string> parameters;
        for (const plugin::Field& field : check->parameters) parameters.push_back(field.id);
        array.push_back(plugin::Object{{"name", check->name},
                                       {"label", host::shown(check->label)},
                                       {"plugin", provider->id},
                                       {"parameters", json_of(parameters)}});
        rows.push_back(
            {check->name, fmt::format("{}", fmt::join(parameters, " ")), host::shown(check->label)});
    }
    if (context.options.json) {
        context.print_json(array);
    } else {
        print_table(context.out(), {tr("Check"), tr("Parameters"), tr("Label")}, rows);
    }
    return 0;
}

/// The words of the contract as a person reads them; --json has them as they are.
std::string word_of(std::string_view word) {
    if (word == "MET") return tr("met");
    if (word == "NOT_MET") return tr("not met");
    if (word == "UNKNOWN") return tr("unknown");
    if (word == "SOFT") return tr("to be judged");
    if (word == "block") return tr("block");
    if (word == "ack") return tr("needs acknowledgement");
    if (word == "warn") return tr("warn");
    if (word == "info") return tr("for information");
    if (word == "post") return tr("afterwards");
    if (word == "pass") return tr("pass");
    return std::string(word);
}

/// What counts against comes first, then what a person must look at, then what the check is asked for: what
/// it tells for information. Rules that hold are only counted unless all is asked for.
void print_check(Context& context, const session::CheckView& answer, bool all) {
    const auto counts_against = [](const session::FindingView& finding) {
        return finding.status == "NOT_MET";
    };
    const auto is_open = [](const session::FindingView& finding) {
        return finding.status == "SOFT" ||
               (finding.status == "UNKNOWN" && finding.severity != "info" && finding.severity != "post");
    };
    const auto print = [&](const session::FindingView& finding) {
        context.say(printable(fmt::format("{}  {} ({}): {}", finding.rule, word_of(finding.status),
                                          word_of(finding.severity), finding.message)));
        if (!finding.basis.empty()) context.say(printable("      " + finding.basis));
    };
    const auto is_answer = [](const session::FindingView& finding) {
        return finding.status == "MET" && finding.severity == "info";
    };
    std::size_t met = 0, by_hand = 0, hidden = 0;
    for (const session::FindingView& finding : answer.findings)
        if (counts_against(finding)) print(finding);
    for (const session::FindingView& finding : answer.findings)
        if (is_open(finding)) print(finding);
    for (const session::FindingView& finding : answer.findings) {
        if (counts_against(finding) || is_open(finding)) continue;
        ++(finding.status == "MET" ? met : by_hand);
        if (all || is_answer(finding))
            print(finding);
        else
            ++hidden;
    }
    context.say(
        fmt::format(fmt::runtime(tr("Rules that hold: {}; for a person to see to: {} more.")), met, by_hand) +
        (hidden == 0 ? "" : std::string(" ") + tr("--all shows them.")));
}

int check(Context& context, const CheckOptions& options) {
    if (options.list) return list_checks(context);
    if (options.name.empty())
        throw Failure(Category::usage, "usage", "check", tr("the name of a check is needed"),
                      tr("`xinbu check --list` names them."));
    const std::string& name = options.name;
    std::vector<session::Condition> given;
    for (const std::string& parameter : options.parameters) {
        given.push_back(condition(parameter, "--param"));
        if (given.back().value.empty())
            throw Failure(Category::usage, "empty_value", "--param",
                          fmt::format(fmt::runtime(tr("the parameter {} was given without a value")),
                                      given.back().field),
                          tr("Give a value, or leave the parameter out."));
    }
    session::Registry& registry = context.open(session::Access::read);
    const session::AsOf as_of = as_of_options(context, registry, options.as_of, options.known_at);
    const plugin::Date day = as_of.day.value_or(session::today());
    const session::CheckView answer = take(registry.check(name, given, as_of));
    if (context.options.json) {
        plugin::Array findings;
        for (const session::FindingView& finding : answer.findings)
            findings.push_back(plugin::Object{{"rule", finding.rule},
                                              {"status", finding.status},
                                              {"severity", finding.severity},
                                              {"message", finding.message},
                                              {"basis", finding.basis},
                                              {"evidence", json_of(finding.evidence)}});
        context.print_json(plugin::Object{{"name", answer.name},
                                          {"verdict", answer.verdict},
                                          {"findings", std::move(findings)},
                                          {"facts", answer.facts},
                                          {"as_of", day.text()}});
    } else {
        print_check(context, answer, options.all);
        context.say(fmt::format(fmt::runtime(tr("Verdict of {} as of {}: {}")), answer.name, day.text(),
                                word_of(answer.verdict)));
    }
    const bool is_no = answer.verdict == "block" || (options.strict && answer.verdict != "pass");
    return is_no ? static_cast<int>(Category::refused) : 0;
}

}  // namespace

session::Condition condition(const std::string& text, const char* option) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        throw Failure(Category::usage, "usage", option,
                      fmt::format(fmt::runtime(tr("{} is not of the form NAME=VALUE")), text));
    return {text.substr(0, equals), text.substr(equals + 1)};
}

session::AsOf as_of_options(Context& context, session::Registry& registry, const std::string& as_of,
                            const std::string& known_at) {
    session::AsOf wanted;
    if (!as_of.empty()) wanted.day = date_option("--as-of", as_of);
    if (known_at.empty()) return wanted;
    std::string remark;
    wanted.known_commits = take(registry.known_at(known_at, &remark));
    if (!remark.empty()) context.note(fmt::format("--known-at {}: {}", known_at, remark));
    return wanted;
}

void add_reading_commands(CLI::App& app, Context& context, Action& chosen) {
    const std::string known_at_help =
        tr("with what was signed by then: the number of a commit, a day, or an instant");
    const std::string reveal_help = tr("show identity numbers and telephones of people whole");
    struct RecordOptions {
        std::string id, as_of, known_at, origin;
        bool reveal = false;
    };
    const std::string origin_help = tr("as the registry of that origin recorded it");
    auto one = std::make_shared<RecordOptions>();
    CLI::App* show_command = add_command(app, chosen, "show", tr("one record, whole"), [&context, one] {
        return show(context, one->id, one->as_of, one->known_at, one->origin, one->reveal);
    });
    show_command->add_option("record", one->id, tr("a record id"))->required();
    show_command->add_option("--as-of", one->as_of, tr("as it stood on a day"));
    show_command->add_option("--known-at", one->known_at, known_at_help);
    show_command->add_option("--origin", one->origin, origin_help);
    show_command->add_flag("--reveal", one->reveal, reveal_help);
    CLI::App* history_command =
        add_command(app, chosen, "history", tr("the entries that made a record"),
                    [&context, one] { return history(context, one->id, one->origin, one->reveal); });
    history_command->add_option("record", one->id, tr("a record id"))->required();
    history_command->add_option("--origin", one->origin, origin_help);
    history_command->add_flag("--reveal", one->reveal, reveal_help);

    struct SearchOptions {
        std::string text;
        std::uint64_t limit = 50;
    };
    auto searching = std::make_shared<SearchOptions>();
    CLI::App* search_command =
        add_command(app, chosen, "search", tr("full text over all records"),
                    [&context, searching] { return search(context, searching->text, searching->limit); });
    search_command->add_option("text", searching->text, tr("what to find"))->required();
    search_command->add_option("--limit", searching->limit, tr("at most so many"))->check(how_many());

    auto log_limit = std::make_shared<std::uint64_t>(0);
    CLI::App* log_command = add_command(app, chosen, "log", tr("commits, newest first"),
                                        [&context, log_limit] { return log(context, *log_limit); });
    log_command->add_option("--limit", *log_limit, tr("at most so many"))->check(how_many());

    auto due = std::make_shared<DeadlineOptions>();
    CLI::App* deadlines_command = add_command(app, chosen, "deadlines", tr("what falls due"),
                                              [&context, due] { return deadlines(context, *due); });
    deadlines_command->add_option("--within", due->within, tr("how far ahead: 90d, 12w, 6m, 2y"));
    deadlines_command->add_option("--as-of", due->as_of, tr("the day the question is asked for"));
    deadlines_command->add_option("--known-at", due->known_at, known_at_help);
    deadlines_command->add_option("--record", due->record, tr("of this record alone"));
    deadlines_command->add_flag("--explain", due->explain, tr("show how each date is computed"));

    auto checking = std::make_shared<CheckOptions>();
    CLI::App* check_command = add_command(app, chosen, "check", tr("ask a plugin's named check"),
                                          [&context, checking] { return check(context, *checking); });
    check_command->add_option("name", checking->name, tr("the check's name"));
    check_command->add_flag("--list", checking->list, tr("name the checks"));
    check_command->add_flag("--all", checking->all, tr("show the rules that hold, too"));
    check_command->add_flag("--strict", checking->strict,
                            tr("exit code 1 for the verdict warn, too, not for block alone"));
    check_command->add_option("--param", checking->parameters, tr("KEY=VALUE; may be given several times"))
        ->take_all()
        ->allow_extra_args(false);
    check_command->add_option("--as-of", checking->as_of, tr("the day the question is asked for"));
    check_command->add_option("--known-at", checking->known_at, known_at_help);
}

}  // namespace xinbu::cli
