// report, export, document-key.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <ostream>

#include "commands.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/document/table.hpp"
#include "xinbu/host/label.hpp"

namespace xinbu::cli {

namespace {

struct ReportOptions {
    std::string name, period, as_of, known_at, out;
    std::vector<std::string> parameters;
    bool list = false, sign = false;
};

constexpr const char* first_day = host::period_begin;
constexpr const char* last_day = host::period_end;

/// A form that a report can be written in.
struct Form {
    const char* ending;
    Bytes (*write)(const session::ReportView& report);
};

Bytes bytes_of(const std::string& text) {
    return to_bytes(as_bytes(text));
}

constexpr std::array<Form, 5> forms{{
    {".html",
     [](const session::ReportView& one) { return bytes_of(document::to_html(one.model, one.frame)); }},
    {".pdf", [](const session::ReportView& one) { return document::to_pdf(one.model, one.frame); }},
    {".xlsx", [](const session::ReportView& one) { return document::to_xlsx(one.model, one.frame); }},
    {".txt",
     [](const session::ReportView& one) { return bytes_of(document::to_text(one.model, one.frame, 0)); }},
    {".json",
     [](const session::ReportView& one) { return bytes_of(document::to_json_text(one.model, one.frame)); }},
}};

/// The one table of a report: what is exported, and nothing around it. Throws a usage Failure where the
/// report is none of that kind.
const plugin::ReportTable& only_table(const std::string& name, const plugin::ReportModel& model) {
    const plugin::ReportTable* only = nullptr;
    std::size_t tables = 0;
    for (const plugin::ReportSection& section : model.sections)
        for (const plugin::ReportBlock& block : section.blocks)
            if (const auto* table = std::get_if<plugin::ReportTable>(&block)) {
                only = table;
                ++tables;
            }
    if (tables != 1)
        throw Failure(
            Category::usage, "usage", name,
            fmt::format(fmt::runtime(tr("a report with one table can be exported; this one has {}")), tables),
            tr("`xinbu report` writes it with all its tables."));
    return *only;
}

/// Forms for other programs: a header and rows.
struct TableForm {
    const char* ending;
    Bytes (*write)(const plugin::ReportTable& table, const session::ReportView& report);
};
constexpr std::array<TableForm, 2> table_forms{{
    {".csv", [](const plugin::ReportTable& table,
                const session::ReportView& one) { return bytes_of(document::table_csv(table, one.frame)); }},
    {".xlsx",
     [](const plugin::ReportTable& table, const session::ReportView& one) {
         return document::table_xlsx(table, host::shown(one.model.title), one.frame);
     }},
}};

std::string ending_of(const std::string& file) {
    std::string ending = std::filesystem::path(file).extension().string();
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
    return ending;
}

/// The form that a report is signed in.
session::SignedForm signed_form_of(const std::string& file) {
    const std::string ending = ending_of(file);
    if (ending == ".pdf") return session::SignedForm::pdf;
    if (ending == ".json") return session::SignedForm::json;
    throw Failure(Category::usage, "bad_ending", file.empty() ? "--sign" : file,
                  tr("only reports in files that end in .pdf or .json can be signed"),
                  tr("Name such a file with --out."));
}

template <class Forms>
const auto& form_of(const std::string& file, const Forms& known) {
    const std::string ending = ending_of(file);
    const auto found = std::ranges::find_if(known, [&](const auto& form) { return ending == form.ending; });
    if (found != known.end()) return *found;
    std::string endings;
    for (const auto& form : known) endings += (endings.empty() ? "" : ", ") + std::string(form.ending);
    throw Failure(
        Category::usage, "bad_ending", file,
        tr("the ending of the file says in which form the report is written, and this one says none"),
        fmt::format(fmt::runtime(tr("Let it end in one of {}.")), endings));
}

int list_reports(Context& context) {
    plugin::Array array;
    std::vector<std::vector<std::string>> rows;
    for (const auto& [report, provider] : context.plugins().catalogue().reports()) {
        std::vector<std::string> parameters;
        for (const plugin::Field& field : report->parameters) parameters.push_back(field.id);
        array.push_back(plugin::Object{{"name", report->name},
                                       {"label", host::shown(report->label)},
                                       {"plugin", provider->id},
                                       {"periodic", report->periodic},
                                       {"parameters", json_of(parameters)}});
        if (report->periodic) parameters.insert(parameters.begin(), "--period");
        rows.push_back(
            {report->name, fmt::format("{}", fmt::join(parameters, " ")), host::shown(report->label)});
    }
    if (context.options.json) {
        context.print_json(array);
    } else {
        print_table(context.out(), {tr("Report"), tr("Parameters"), tr("Label")}, rows, context.columns());
    }
    return 0;
}

/// The parameters as they were given, those of a period among them.
std::vector<session::Condition> parameters_of(Context& context, const ReportOptions& options) {
    std::vector<session::Condition> given;
    for (const std::string& parameter : options.parameters) given.push_back(condition(parameter, "--param"));
    const plugin::Report* report = context.plugins().catalogue().report(options.name);
    if (options.period.empty()) {
        const bool has_days = std::ranges::any_of(given, [](const session::Condition& one) {
            return one.field == first_day || one.field == last_day;
        });
        if (report != nullptr && report->periodic && !has_days)
            throw Failure(Category::usage, "usage", options.name,
                          tr("this report is about a month, a quarter or a year, and none was named"),
                          tr("Give --period, such as 2026, 2026-Q3 or 2026-09."));
        return given;
    }
    if (report != nullptr && !report->periodic)
        throw Failure(Category::usage, "usage", "--period", tr("this report is not about a period"),
                      tr("Leave --period out; --as-of names a day."));
    const std::optional<session::Period> period = session::period_of(options.period);
    if (!period)
        throw Failure(Category::usage, "bad_period", "--period",
                      fmt::format(fmt::runtime(tr("{} is no period")), printable(options.period)),
                      tr("Write it as 2026, 2026-Q3 or 2026-09."));
    given.push_back({first_day, period->from.text()});
    given.push_back({last_day, period->to.text()});
    return given;
}

int report(Context& context, const ReportOptions& options) {
    if (options.list) return list_reports(context);
    if (options.name.empty())
        throw Failure(Category::usage, "usage", "report", tr("the name of a report is needed"),
                      tr("`xinbu report --list` names them."));
    const Form* form = options.out.empty() ? nullptr : &form_of(options.out, forms);
    if (form != nullptr) refuse_existing(options.out);
    const std::optional<session::SignedForm> signed_form =
        options.sign ? std::optional(signed_form_of(options.out)) : std::nullopt;
    const std::vector<session::Condition> parameters = parameters_of(context, options);
    session::Registry& registry = context.open(signed_form ? session::Access::write : session::Access::read);
    if (signed_form) take(registry.prepare_signing());
    const session::AsOf as_of = as_of_options(context, registry, options.as_of, options.known_at);
    const session::ReportView view = take(registry.report(
        options.name, parameters, as_of, form == nullptr ? session::Use::shown : session::Use::exported));
    if (form == nullptr) {
        if (context.options.json) {
            context.print_json(document::to_json(view.model, view.frame));
        } else {
            context.out() << document::to_text(view.model, view.frame, context.columns());
        }
        return 0;
    }
    write_output(options.out,
                 signed_form ? take(registry.sign_report(view, *signed_form)) : form->write(view));
    const std::uint64_t rows = document::rows_of(view.model);
    if (context.options.json)
        context.print_json(plugin::Object{{"file", options.out}, {"rows", json_number(rows)}});
    context.say(fmt::format(fmt::runtime(tr("Report with {} rows, as of {} and {} commits, written to {}.")),
                            rows, view.frame.as_of.text(), view.frame.size, printable(options.out)));
    return 0;
}

int export_table(Context& context, const ReportOptions& options) {
    const TableForm& form = form_of(options.out, table_forms);
    refuse_existing(options.out);
    const std::vector<session::Condition> parameters = parameters_of(context, options);
    session::Registry& registry = context.open(session::Access::read);
    const session::AsOf as_of = as_of_options(context, registry, options.as_of, options.known_at);
    const session::ReportView view =
        take(registry.report(options.name, parameters, as_of, session::Use::exported));
    const plugin::ReportTable& table = only_table(options.name, view.model);
    write_output(options.out, form.write(table, view));
    const std::uint64_t rows = table.rows.size();
    if (context.options.json)
        context.print_json(plugin::Object{{"file", options.out}, {"rows", json_number(rows)}});
    context.say(fmt::format(fmt::runtime(tr("{} rows written to {}.")), rows, printable(options.out)));
    return 0;
}

struct KeyOptions {
    std::string out, reason;
    bool is_new = false;
};

int document_key(Context& context, const KeyOptions& options) {
    if (!options.out.empty()) refuse_existing(options.out);
    session::Registry& registry =
        context.open(options.is_new ? session::Access::write : session::Access::read);
    const std::optional<session::DocumentKeyView> key =
        options.is_new ? std::optional(take(registry.new_document_key(options.reason)))
                       : take(registry.document_key());
    if (!key)
        throw Failure(Category::refused, "no_document_key", context.options.registry,
                      tr("the ledger names no key that documents are signed with"),
                      tr("`xinbu document-key --new` makes one."));
    if (!options.out.empty()) write_output(options.out, as_bytes(key->certificate));
    if (context.options.json) {
        context.print_json(plugin::Object{{"key", key->key},
                                          {"subject", key->subject},
                                          {"since", json_number(key->since)},
                                          {"certificate", key->certificate}});
        return 0;
    }
    context.say(printable(key->subject));
    context.say(fmt::format(fmt::runtime(tr("Key {}, named in commit {}.")), key->key, key->since));
    if (options.out.empty()) {
        context.out() << key->certificate;
    } else {
        context.say(fmt::format(fmt::runtime(tr("Certificate written to {}.")), printable(options.out)));
    }
    return 0;
}

void add_document_key_command(CLI::App& app, Context& context, Action& chosen) {
    auto wanted = std::make_shared<KeyOptions>();
    CLI::App* command =
        add_command(app, chosen, "document-key", tr("the key and certificate that reports are signed with"),
                    [&context, wanted] { return document_key(context, *wanted); });
    command->add_flag("--new", wanted->is_new, tr("make a key and have the ledger name it"));
    command->add_option("--reason", wanted->reason, tr("why it takes the place of the one before"));
    command->add_option("--out", wanted->out, tr("a file for the certificate (PEM)"));
}

/// What both commands take.
void add_question_options(CLI::App* command, ReportOptions& wanted) {
    command->add_option("--period", wanted.period, tr("what it is about: 2026, 2026-Q3 or 2026-09"));
    command->add_option("--param", wanted.parameters, tr("KEY=VALUE; may be given several times"))
        ->take_all()
        ->allow_extra_args(false);
    command->add_option(
        "--as-of", wanted.as_of,
        tr("the day the question is asked for; else today, or the end of a period that is over"));
    command->add_option("--known-at", wanted.known_at,
                        tr("with what was signed by then: the number of a commit, a day, or an instant"));
}

}  // namespace

ReportWriter report_writer(const std::string& file) {
    return form_of(file, forms).write;
}

void add_report_commands(CLI::App& app, Context& context, Action& chosen) {
    auto wanted = std::make_shared<ReportOptions>();
    CLI::App* command = add_command(app, chosen, "report", tr("a plugin's report, as text or as a file"),
                                    [&context, wanted] { return report(context, *wanted); });
    command->add_option("name", wanted->name, tr("the report's name"));
    command->add_flag("--list", wanted->list, tr("name the reports"));
    add_question_options(command, *wanted);
    command->add_option("--out", wanted->out, tr("a file that ends in .html, .pdf, .xlsx, .txt or .json"));
    command->add_flag("--sign", wanted->sign,
                      tr("sign the file (.pdf or .json) in the organisation's name; `xinbu verify` and PDF "
                         "readers check it"));
    add_document_key_command(app, context, chosen);

    auto exported = std::make_shared<ReportOptions>();
    CLI::App* export_command =
        add_command(app, chosen, "export", tr("the table of a report as a file for other programs"),
                    [&context, exported] { return export_table(context, *exported); });
    export_command->add_option("name", exported->name, tr("the report's name"))->required();
    add_question_options(export_command, *exported);
    export_command->add_option("--out", exported->out, tr("a file that ends in .csv or .xlsx"))->required();
}

}  // namespace xinbu::cli
