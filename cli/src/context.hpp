// What every command of the command line shares: common options, the open registry, output and errors.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xinbu/base/result.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/plugin/value.hpp"
#include "xinbu/session/registry.hpp"

namespace xinbu::cli {

/// The options that stand before or after any command (docs: the command line's contract).
struct Options {
    std::string registry, operator_name, passphrase_file, pin_file, language, plugins, purpose;
    bool json = false, quiet = false;
};

class Context {
public:
    Context(std::ostream& out, std::ostream& err) : out_(out), err_(err) {}

    Options options;

    std::ostream& out() { return out_; }
    std::ostream& err() { return err_; }

    const host::Host& plugins();
    /// Throws Failure where the registry cannot be opened.
    session::Registry& open(session::Access access);
    /// The one that open() opened.
    session::Registry& registry() { return *registry_; }
    bool has_registry() const { return registry_ != nullptr; }
    /// Writes everything back. What fails then is told as a warning: the command's work is done and durable.
    void close();

    /// One JSON document, or one line of a stream of them.
    void print_json(const plugin::Value& value);
    /// A sentence for people: nothing with --quiet or --json.
    void say(std::string_view sentence);
    void print_error(const Error& error);
    /// The lines of an error on stderr, without its JSON.
    void tell_error(const Error& error);
    /// One line on stderr; the work goes on.
    void warn(std::string_view sentence);
    /// The same for what is no cause for worry; nothing with --quiet.
    void note(std::string_view sentence);
    /// What has the widths of a table decided: the columns of the terminal that stdout is, 0 where it is
    /// none.
    std::size_t columns() const;
    /// Whether nobody takes what is printed any more (a full disk, a reader that went away).
    bool output_failed() const { return !out_; }

    /// Shows progress on a terminal's stderr, and stops the work on Ctrl-C.
    session::Progress progress();
    void end_progress();

    /// From --passphrase-file, else a prompt with echo off. Throws Failure.
    crypto::Secret passphrase(const std::string& prompt_for);
    static crypto::Secret passphrase_from_file(const std::filesystem::path& file);
    crypto::Secret prompt(const std::string& question);
    /// Who is asked for a PIN: that file, else a prompt with echo off.
    crypto::AskPin pin_from(std::string file);

private:
    void warn_of_doubt();

    std::ostream& out_;
    std::ostream& err_;
    std::unique_ptr<host::Host> plugins_;
    std::unique_ptr<session::Registry> registry_;
    std::string doubt_told_;
    bool progress_shown_ = false;
    double progress_started_ = 0, progress_drawn_ = 0;
};

/// Ctrl-C was pressed since the program started.
bool was_interrupted();
void catch_interrupts();

// ---- plain tables ----
/// Rows under a heading, columns as wide as their cells need; Chinese characters count two. Where that is
/// more than `most_columns`, the widest ones give way, down to 24, and what does not fit ends in "…"; 0:
/// nothing is cut, as in files and pipes.
void print_table(std::ostream& out, const std::vector<std::string>& heading,
                 const std::vector<std::vector<std::string>>& rows, std::size_t most_columns = 0);

/// Hostile characters made visible; nothing is cut off.
std::string printable(std::string_view text);

// ---- JSON pieces ----
/// Says whether drafts wait for another person, and the commit that they were signed in; without one it was a
/// dry run.
void say_outcome(Context& context, const session::Added& added);
plugin::Value json_of(const std::vector<std::string>& texts);
plugin::Value json_of(const Detail& detail);
plugin::Value json_of(const Error& error);
plugin::Object json_of(const session::Added& added);
plugin::Value json_of(const session::RecordView& record);
plugin::Value json_of(const session::CheckpointView& checkpoint);
plugin::Value json_of(const session::AuditFinding& finding);
/// "error: place: message [rule]" as a person reads it.
std::string line_of(const session::AuditFinding& finding);
plugin::Value json_of(const session::AuditRecorded& audit);
plugin::Value json_number(std::uint64_t number);
/// Seconds with three decimals.
plugin::Value json_seconds(double seconds);

}  // namespace xinbu::cli
