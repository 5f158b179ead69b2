// types, add, import.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <ostream>
#include <span>

#include "commands.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/readers/csv.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::cli {

namespace {

constexpr std::size_t largest_draft_file = 256UL << 20;

int types(Context& context, const std::string& type) {
    const host::Catalogue& catalogue = context.plugins().catalogue();
    if (!type.empty()) {
        const std::optional<plugin::Value> schema = catalogue.schema_of(type);
        if (!schema)
            throw Failure(Category::usage, "unknown_type", type, tr("no loaded plugin declares this type"),
                          tr("`xinbu types` lists all of them."));
        context.print_json(*schema);
        return 0;
    }
    if (context.options.json) {
        plugin::Array array;
        for (const auto& [declared, provider] : catalogue.entry_types())
            array.push_back(plugin::Object{{"type", declared->type},
                                           {"record", declared->record},
                                           {"plugin", provider->id},
                                           {"label", host::shown(declared->label)},
                                           {"kind", "entry"}});
        for (const auto& [declared, provider] : catalogue.record_types())
            array.push_back(plugin::Object{{"type", declared->kind},
                                           {"record", declared->kind},
                                           {"plugin", provider->id},
                                           {"label", host::shown(declared->label)},
                                           {"kind", "record"}});
        context.print_json(array);
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& [declared, provider] : catalogue.record_types())
        rows.push_back({declared->kind, tr("record"), provider->id, host::shown(declared->label)});
    for (const auto& [declared, provider] : catalogue.entry_types())
        rows.push_back({declared->type, declared->record, provider->id, host::shown(declared->label)});
    print_table(context.out(), {tr("Type"), tr("About"), tr("Plugin"), tr("Label")}, rows);
    return 0;
}

std::string read_drafts(const std::string& file) {
    if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
    const std::optional<Bytes> content = storage::read_file(file, largest_draft_file);
    if (!content) throw Failure(Category::usage, "file_missing", file, tr("there is no such file"));
    return to_text(*content);
}

int add(Context& context, const std::string& file, const std::string& message, bool dry_run) {
    const std::string text = read_drafts(file);
    const std::vector<plugin::Draft> drafts =
        take(session::Registry::parse_drafts(text, file == "-" ? tr("standard input") : file));
    session::Registry& registry = context.open(session::Access::write);
    Result<session::Added> result = registry.add(drafts, message, dry_run);
    if (!result && file != "-")
        for (Detail& detail : result.error().details)
            if (detail.file.empty()) detail.file = file;
    const session::Added added = take(std::move(result));
    if (context.options.json) {
        context.print_json(json_of(added));
        return 0;
    }
    for (const Detail& warning : added.warnings)
        context.warn(fmt::format("{}{}{} [{}]", warning.pointer, warning.pointer.empty() ? "" : ": ",
                                 warning.message, warning.rule));
    for (const session::AddedEntry& entry : added.entries)
        context.say(fmt::format("{}  {}  {}", entry.id.substr(0, 16), entry.type, entry.record));
    say_outcome(context, added);
    return 0;
}

int statement(Context& context, const std::string& file, const std::string& pointer, const std::string& out) {
    const std::vector<plugin::Draft> drafts =
        take(session::Registry::parse_drafts(read_drafts(file), file == "-" ? tr("standard input") : file));
    if (drafts.size() != 1)
        throw Failure(Category::usage, "one_draft", file, tr("a statement is made of one draft"));
    const std::string text = take(session::statement_of(context.plugins(), drafts.front(), pointer));
    if (!out.empty()) {
        write_output(out, as_bytes(text));
        context.say(fmt::format(fmt::runtime(tr("Written to {}; let it be signed byte by byte.")), out));
    } else {
        context.out() << text;
    }
    return 0;
}

struct ImportChoice {
    bool list = false;
    std::string format;
    std::vector<std::string> files;
    session::ImportOptions options;
    std::string map, findings;
    std::vector<std::string> constants;
};

int list_adapters(Context& context) {
    std::vector<session::AdapterView> adapters = session::adapters_of(context.plugins());
    if (context.options.json) {
        plugin::Array array;
        for (const session::AdapterView& adapter : adapters)
            array.push_back(plugin::Object{{"name", adapter.name},
                                           {"label", adapter.label},
                                           {"plugin", adapter.plugin},
                                           {"format", adapter.format}});
        context.print_json(array);
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const session::AdapterView& adapter : adapters)
        rows.push_back({adapter.name, adapter.format, adapter.plugin, adapter.label});
    print_table(context.out(), {tr("Format"), tr("Kind"), tr("Plugin"), tr("Reads")}, rows);
    return 0;
}

/// Why an import is no success: nothing of it went in, or a file could not be read to its end. That rows were
/// refused beside others that went in is none.
std::optional<Error> import_error(const ImportChoice& choice, const session::Imported& result) {
    const bool all_refused = result.rejected_count > 0 && result.added == 0 && result.unchanged == 0;
    if (result.broken.empty() && !all_refused) return std::nullopt;
    std::string why =
        result.broken.empty() ? tr("every record was refused") : tr("it could not be read whole");
    if (choice.options.dry_run || result.commits == 0) {
        why += tr("; nothing was written");
    } else {
        why += fmt::format(fmt::runtime(tr("; what was read before is signed and stays: {} entries in {} "
                                           "commits")),
                           result.added, result.commits);
    }
    return Error{Category::invalid,
                 result.broken.empty() ? "all_refused" : "file_broken",
                 result.broken.empty() ? std::string("import") : result.broken.front().file,
                 std::move(why),
                 tr("Correct the input and import it again: what is there already is not added twice."),
                 {}};
}

plugin::Value import_json(const session::Imported& result, const std::optional<Error>& error) {
    plugin::Array rejected, remarks;
    for (const Detail& detail : result.rejected) rejected.push_back(json_of(detail));
    for (const auto& [rule, of_rule] : result.remarks)
        for (const session::Imported::Remark& remark : of_rule) {
            plugin::Object one{
                {"rule", rule}, {"count", json_number(remark.count)}, {"first", json_of(remark.first)}};
            if (remark.is_rest) one.set("various", true);
            remarks.push_back(std::move(one));
        }
    plugin::Object object{
        {"remarks", std::move(remarks)},          {"read", json_number(result.read)},
        {"added", json_number(result.added)},     {"unchanged", json_number(result.unchanged)},
        {"rejected", std::move(rejected)},        {"rejected_count", json_number(result.rejected_count)},
        {"commits", json_number(result.commits)}, {"stopped", result.stopped},
        {"seconds", json_seconds(result.seconds)}};
    if (result.repeated_count > 0) {
        plugin::Array repeated;
        for (const Detail& detail : result.repeated) repeated.push_back(json_of(detail));
        object.set("repeated", std::move(repeated));
        object.set("repeated_count", json_number(result.repeated_count));
    }
    if (!error) return object;
    Error whole = *error;
    whole.details = result.broken;
    object.set("error", json_of(whole));
    return object;
}

/// What was refused, or said twice, each with its place.
void print_places(Context& context, const std::vector<Detail>& details, std::uint64_t count,
                  std::size_t most_printed = SIZE_MAX) {
    const std::size_t printed = std::min(details.size(), most_printed);
    for (const Detail& detail : std::span(details).first(printed))
        context.err() << printable(fmt::format("{}:{}: {}{}{} [{}]", detail.file, detail.line, detail.pointer,
                                               detail.pointer.empty() ? "" : ": ", detail.message,
                                               detail.rule))
                      << '\n';
    if (count > printed) context.err() << fmt::format(fmt::runtime(tr("… and {} more\n")), count - printed);
}

std::string words_of(const session::Imported::Remark& remark, const std::string& rule) {
    const Detail& first = remark.first;
    if (remark.is_rest)
        return fmt::format(fmt::runtime(tr("{} more such remarks, in other words. First at {}:{}: {} [{}]")),
                           remark.count, first.file, first.line, first.message, rule);
    if (remark.count == 1)
        return fmt::format(fmt::runtime(tr("{}:{}: remark: {} [{}]")), first.file, first.line, first.message,
                           rule);
    return fmt::format(fmt::runtime(tr("{} times: {} First at {}:{} [{}]")), remark.count, first.message,
                       first.file, first.line, rule);
}

void print_import(Context& context, const session::Imported& result, bool dry_run) {
    print_places(context, result.rejected, result.rejected_count);
    constexpr std::size_t most_repeated = 200;
    print_places(context, result.repeated, result.repeated_count, most_repeated);
    for (const auto& [rule, remarks] : result.remarks)
        for (const session::Imported::Remark& remark : remarks)
            context.err() << printable(words_of(remark, rule)) << '\n';
    const auto counted = [](std::uint64_t number, const char* one, const char* several) {
        return fmt::format(fmt::runtime(number == 1 ? one : several), number);
    };
    context.say(fmt::format(fmt::runtime(tr("{}, {} in {}, {} already there, {} rejected.")),
                            counted(result.read, tr("{} record read"), tr("{} records read")),
                            counted(result.added, tr("{} entry added"), tr("{} entries added")),
                            counted(result.commits, tr("{} commit"), tr("{} commits")), result.unchanged,
                            result.rejected_count));
    if (result.stopped) context.say(tr("Stopped on request. Run it again to go on where it stopped."));
    if (dry_run) context.say(tr("Nothing was written: this was a dry run."));
}

/// Every fault and every remark of an import as a table that a spreadsheet opens: what is printed names the
/// first ones of each kind.
class FindingsFile {
public:
    explicit FindingsFile(const std::string& file) : file_(file) {
        refuse_existing(file);
        out_.open(file_, std::ios::binary);
        put({tr("File"), tr("Line"), tr("What became of it"), tr("Rule"), tr("What")});
        flush();
    }
    void add(const Detail& one, bool rejected) {
        put({one.file, one.line > 0 ? std::to_string(one.line) : std::string(),
             rejected ? tr("rejected") : tr("taken, with a remark"), one.rule, one.message});
    }
    /// Throws where it could not be written whole.
    void flush() {
        if (!out_.flush())
            throw Failure(Category::storage, "write_failed", file_, tr("the file cannot be written"),
                          tr("Check that you may write there."));
    }

private:
    void put(const std::vector<std::string>& cells) {
        std::string line;
        readers::append_csv_row(line, cells, readers::CsvProfile::spreadsheet);
        out_ << line;
    }
    std::string file_;
    std::ofstream out_;
};

int import(Context& context, ImportChoice choice) {
    if (choice.list) return list_adapters(context);
    if (choice.format.empty() || choice.files.empty())
        throw Failure(Category::usage, "usage", "import", tr("a format and at least one file are needed"),
                      tr("`xinbu import --list` names the formats."));
    choice.options.map = choice.map;
    for (const std::string& text : choice.constants) {
        session::Condition constant = condition(text, "--set");
        choice.options.constants.emplace_back(std::move(constant.field), std::move(constant.value));
    }
    const std::vector<std::filesystem::path> files(choice.files.begin(), choice.files.end());
    session::Registry& registry = context.open(session::Access::write);
    std::optional<FindingsFile> findings;
    if (!choice.findings.empty()) {
        findings.emplace(choice.findings);
        choice.options.each_told = [&](const Detail& one, bool rejected) { findings->add(one, rejected); };
    }
    const session::Imported result =
        take(registry.import(choice.format, files, choice.options, context.progress()));
    context.end_progress();
    std::optional<Error> error;
    if (!result.stopped) error = import_error(choice, result);
    if (context.options.json) {
        context.print_json(import_json(result, error));
    } else {
        print_import(context, result, choice.options.dry_run);
    }
    if (error) context.tell_error(*error);
    // What went in is told first: it is in the ledger, whatever becomes of the file.
    if (findings) findings->flush();
    if (result.stopped) return 130;
    return error ? static_cast<int>(Category::invalid) : 0;
}

}  // namespace

void add_entry_commands(CLI::App& app, Context& context, Action& chosen) {
    auto type = std::make_shared<std::string>();
    CLI::App* types_command =
        add_command(app, chosen, "types", tr("the types of the loaded plugins, or one type's JSON Schema"),
                    [&context, type] { return types(context, *type); });
    types_command->add_option("type", *type, tr("an entry type"));

    struct AddOptions {
        std::string file, message;
        bool dry_run = false;
    };
    auto adding = std::make_shared<AddOptions>();
    CLI::App* add_drafts = add_command(
        app, chosen, "add", tr("sign drafts as one commit, all or none"),
        [&context, adding] { return add(context, adding->file, adding->message, adding->dry_run); });
    add_drafts->add_option("file", adding->file, tr("JSON object, array or NDJSON; - for standard input"))
        ->required();
    add_drafts->add_option("--message", adding->message, tr("what the commit is about"));
    add_drafts->add_flag("--dry-run", adding->dry_run, tr("check everything, write nothing"));

    struct StatementOptions {
        std::string file, proof, out;
    };
    auto stating = std::make_shared<StatementOptions>();
    CLI::App* statement_command = add_command(
        app, chosen, "statement", tr("the exact text that another party signs as its proof in an entry"),
        [&context, stating] { return statement(context, stating->file, stating->proof, stating->out); });
    statement_command->add_option("file", stating->file, tr("the draft; - for standard input"))->required();
    statement_command->add_option("--proof", stating->proof,
                                  tr("which proof, such as /data/pledgor_proof; the first one otherwise"));
    statement_command->add_option("--out", stating->out, tr("file for the text; standard output otherwise"));

    auto importing = std::make_shared<ImportChoice>();
    CLI::App* import_files =
        add_command(app, chosen, "import", tr("turn files of other systems into signed entries"),
                    [&context, importing] { return import(context, *importing); });
    import_files->add_option("format", importing->format, tr("the format's name"));
    import_files->add_option("files", importing->files, tr("files to read"));
    import_files->add_flag("--list", importing->list, tr("name the formats"));
    import_files->add_flag("--dry-run", importing->options.dry_run, tr("check everything, write nothing"));
    import_files->add_option("--batch", importing->options.batch, tr("entries per commit"))
        ->check(CLI::Range(1, 100'000));
    import_files->add_option("--map", importing->map,
                             tr("for the formats csv and xlsx: which column goes where"));
    import_files->add_option("--findings", importing->findings,
                             tr("a new CSV file for every fault and every remark, with its line"));
    import_files->add_option("--sheet", importing->options.sheet, tr("of a spreadsheet: which sheet"));
    import_files
        ->add_option("--set", importing->constants,
                     tr("COLUMN=VALUE: a column that the table lacks, the same in every row; may be given "
                        "several times"))
        ->take_all()
        ->allow_extra_args(false);
    import_files->add_option("--encoding", importing->options.encoding, tr("utf-8 or gb18030"))
        ->check(CLI::IsMember({"utf-8", "gb18030"}));
}

}  // namespace xinbu::cli
