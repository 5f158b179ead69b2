// The commands, by family. Each registers its subcommands with the parser; the chosen one is run after
// parsing, so that errors of use and errors of work never mix.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>

#include "context.hpp"

namespace xinbu::cli {

/// Returns the exit code; what fails throws Failure.
using Action = std::function<int()>;

/// Adds a subcommand whose action is chosen when it is parsed.
template <class Run>
CLI::App* add_command(CLI::App& app, Action& chosen, const std::string& name, const std::string& help,
                      Run run) {
    CLI::App* command = app.add_subcommand(name, help);
    command->get_help_ptr()->group(app.get_help_ptr()->get_group());
    // A command inside a command is called back before the one around it: the inner one stands.
    command->final_callback([&chosen, run] {
        if (!chosen) chosen = run;
    });
    return command;
}

void add_registry_commands(CLI::App& app, Context& context, Action& chosen);  // init info
void add_operator_commands(CLI::App& app, Context& context, Action& chosen);  // operator
void add_entry_commands(CLI::App& app, Context& context, Action& chosen);     // types add import
void add_reading_commands(CLI::App& app, Context& context,
                          Action& chosen);  // show history search log deadlines check
void add_list_command(CLI::App& app, Context& context, Action& chosen);  // list
void add_proof_commands(CLI::App& app, Context& context,
                        Action& chosen);  // checkpoint prove verify audit plugins

void add_proposal_commands(CLI::App& app, Context& context, Action& chosen);   // pending approve reject
void add_person_commands(CLI::App& app, Context& context, Action& chosen);     // erase
void add_report_commands(CLI::App& app, Context& context, Action& chosen);     // report export document-key
void add_witness_commands(CLI::App& app, Context& context, Action& chosen);    // witness cosignatures
void add_timestamp_commands(CLI::App& app, Context& context, Action& chosen);  // timestamp
void add_exchange_commands(CLI::App& app, Context& context, Action& chosen);   // bundle follow
void add_overlap_commands(CLI::App& app, Context& context, Action& chosen);    // overlap
void add_reads_commands(CLI::App& app, Context& context, Action& chosen);      // reads export-request

/// What nothing can be found by would silently find nothing: a usage Failure.
void require_searchable(const std::string& what, const std::string& text);
/// NAME=VALUE. A filter's value may be empty: it asks for records without the field.
session::Condition condition(const std::string& text, const char* option);
/// What --as-of and --known-at ask for; both may be empty.
session::AsOf as_of_options(Context& context, session::Registry& registry, const std::string& as_of,
                            const std::string& known_at);

/// Whoever was revoked knows the data key: exchanges it. What fails is told as a warning, for the revocation
/// stands.
void exchange_data_key_after_revocation(Context& context);

/// A usage Failure where the file is there already: nothing is overwritten unasked.
void refuse_existing(const std::string& file);
/// Writes a file whole or not at all.
void write_output(const std::string& file, ByteView content);

/// How a report is written into a file of that name: .html, .pdf, .xlsx, .txt or .json. A usage Failure for
/// another ending.
using ReportWriter = Bytes (*)(const session::ReportView& report);
ReportWriter report_writer(const std::string& file);

/// The option that names a file of certificates, and what is in it; nothing where none was named.
void add_anchors_option(CLI::App& command, std::string& file);
crypto::TrustAnchors anchors_in(const std::string& file);
plugin::Value json_of(const session::TimestampView& stamp);

/// A civil date given as an option, or a usage Failure.
plugin::Date date_option(const std::string& name, const std::string& text);

/// For options that take a number of things: what is no whole number from 1 to a thousand million is refused
/// in a sentence.
CLI::Validator how_many();

}  // namespace xinbu::cli
