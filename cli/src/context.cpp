#include "context.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <iostream>
#include <optional>

#include "xinbu/base/i18n.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;

void note_interrupt(int) {
    interrupted = 1;
}

double now_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Turns the terminal's echo off while it lives.
class EchoOff {
public:
    EchoOff() {
        known_ = tcgetattr(STDIN_FILENO, &before_) == 0;
        if (!known_) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~EchoOff() {
        if (known_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

private:
    termios before_{};
    bool known_ = false;
};

}  // namespace

bool was_interrupted() {
    return interrupted != 0;
}

void catch_interrupts() {
    struct sigaction action {};
    action.sa_handler = note_interrupt;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes comes back as an error of the write
}

const host::Host& Context::plugins() {
    if (plugins_) return *plugins_;
    plugins_ = std::make_unique<host::Host>(options.plugins.empty() ? host::default_plugin_folder()
                                                                    : options.plugins);
    for (const host::PluginReport& report : plugins_->report())
        if (!report.loaded)
            warn(fmt::format(fmt::runtime(tr("plugin {} was refused: {}")),
                             report.id.empty() ? report.file : report.id, report.reason));
    return *plugins_;
}

void Context::warn(std::string_view sentence) {
    end_progress();
    err_ << "xinbu: " << tr("warning") << ": " << printable(sentence) << '\n';
}

void Context::note(std::string_view sentence) {
    if (options.quiet) return;
    end_progress();
    err_ << "xinbu: " << tr("note") << ": " << printable(sentence) << '\n';
}

std::size_t Context::columns() const {
    winsize size{};
    if (&out_ != &std::cout || isatty(STDOUT_FILENO) == 0) return 0;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void Context::warn_of_doubt() {
    const std::string doubt = registry_ ? registry_->doubt() : std::string();
    if (doubt.empty() || doubt == doubt_told_) return;
    warn(fmt::format(fmt::runtime(tr("what this registry says may not be the latest: {}")), doubt));
    doubt_told_ = doubt;
}

session::Registry& Context::open(session::Access access) {
    if (options.registry.empty())
        throw Failure(Category::usage, "registry_unnamed", "--registry", tr("no registry was named"),
                      tr("Give --registry DIR or set XINBU_REGISTRY."));
    if (options.operator_name.empty())
        throw Failure(Category::usage, "operator_unnamed", "--operator", tr("no operator was named"),
                      tr("Give --operator NAME or set XINBU_OPERATOR."));
    if (!std::filesystem::exists(options.registry))
        throw Failure(Category::storage, "registry_missing", options.registry, tr("there is no such folder"),
                      tr("`xinbu init` creates a registry."));
    registry_ = take(session::Registry::open(options.registry, options.operator_name,
                                             passphrase(options.operator_name), access, plugins()));
    registry_->ask_pin_by(pin_from(options.pin_file));
    if (!options.purpose.empty()) take(registry_->set_purpose(options.purpose));
    warn_of_doubt();
    return *registry_;
}

void Context::close() {
    if (!registry_) return;
    warn_of_doubt();
    const Done closed = registry_->close();
    registry_.reset();
    // What was acknowledged is durable without it, and is in the -wal file beside the database.
    if (!closed)
        warn(fmt::format(fmt::runtime(tr("the registry could not be tidied up on closing: {}: {}")),
                         closed.error().what, closed.error().why));
}

void Context::print_json(const plugin::Value& value) {
    out_ << json::text(value) << '\n';
}

void Context::say(std::string_view sentence) {
    if (!options.quiet && !options.json) out_ << sentence << '\n';
}

void Context::print_error(const Error& error) {
    tell_error(error);
    if (options.json) print_json(plugin::Object{{"error", json_of(error)}});
}

void Context::tell_error(const Error& error) {
    end_progress();
    err_ << "xinbu: " << printable(error.what) << ": " << printable(error.why) << '\n';
    for (const Detail& detail : error.details) {
        err_ << "  ";
        if (!detail.file.empty()) err_ << printable(detail.file) << ':';
        if (detail.line > 0) err_ << detail.line << ':';
        if (!detail.file.empty() || detail.line > 0) err_ << ' ';
        if (!detail.pointer.empty()) err_ << printable(detail.pointer) << ": ";
        err_ << printable(detail.message) << " [" << detail.rule << "]\n";
    }
    if (!error.remedy.empty()) err_ << printable(error.remedy) << '\n';
}

session::Progress Context::progress() {
    progress_started_ = now_seconds();
    const bool shown = !options.quiet && isatty(STDERR_FILENO) != 0;
    return [this, shown](const session::ProgressReport& report) {
        const double now = now_seconds();
        if (shown && now - progress_drawn_ > 0.1) {
            progress_drawn_ = now;
            progress_shown_ = true;
            const double seconds = now - progress_started_;
            const double rate = seconds > 0 ? static_cast<double>(report.done) / seconds : 0;
            std::string line = fmt::format("\r\x1b[K{}: {}", report.what, report.done);
            if (report.total > 0) {
                line += fmt::format(" / {}", report.total);
                if (rate > 0)
                    line += fmt::format(fmt::runtime(tr(", {:.0f} a second, {:.0f} s left")), rate,
                                        static_cast<double>(report.total - report.done) / rate);
            }
            err_ << line << std::flush;
        }
        return !was_interrupted();
    };
}

void Context::end_progress() {
    if (progress_shown_) err_ << "\r\x1b[K" << std::flush;
    progress_shown_ = false;
}

namespace {

constexpr std::size_t longest_passphrase = 4096;

/// One line from a descriptor, without stdio, whose buffers nobody cleanses. Nothing where it is longer than
/// a passphrase may be, or where the reading was interrupted.
std::optional<crypto::Secret> read_line(int descriptor) {
    crypto::Secret buffer(longest_passphrase + 1);
    std::size_t size = 0;
    char c = 0;
    ssize_t got = 0;
    while ((got = read(descriptor, &c, 1)) == 1 && c != '\n') {
        if (size == longest_passphrase) return std::nullopt;
        buffer.span()[size++] = static_cast<std::uint8_t>(c);
    }
    if (got < 0) return std::nullopt;
    while (size > 0 && buffer.view()[size - 1] == '\r') --size;
    return crypto::Secret(buffer.view().first(size));
}

}  // namespace

crypto::Secret Context::passphrase_from_file(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        throw Failure(Category::usage, "passphrase_file", file.string(),
                      tr("the passphrase file cannot be read"));
    std::optional<crypto::Secret> line = read_line(descriptor);
    ::close(descriptor);
    if (!line)
        throw Failure(Category::usage, "passphrase_file", file.string(),
                      tr("the passphrase cannot be read, or is longer than 4096 bytes"));
    if (line->empty())
        throw Failure(Category::usage, "passphrase_file", file.string(), tr("the passphrase file is empty"));
    return std::move(*line);
}

crypto::Secret Context::prompt(const std::string& question) {
    if (isatty(STDIN_FILENO) == 0)
        throw Failure(Category::usage, "passphrase_missing", "--passphrase-file",
                      tr("no passphrase was given and there is no terminal to ask on"),
                      tr("Give --passphrase-file FILE or set XINBU_PASSPHRASE_FILE."));
    err_ << question << ": " << std::flush;
    std::optional<crypto::Secret> line;
    {
        const EchoOff echo_off;
        line = read_line(STDIN_FILENO);
    }
    err_ << '\n';
    if (!line)
        throw Failure(Category::usage, "passphrase_missing", question, tr("no whole passphrase was typed"));
    return std::move(*line);
}

crypto::AskPin Context::pin_from(std::string file) {
    return [this, file = std::move(file)](const std::string& token) {
        end_progress();
        if (!file.empty()) return passphrase_from_file(file);
        if (isatty(STDIN_FILENO) == 0)
            throw Failure(
                Category::usage, "pin_missing", "--pin-file",
                fmt::format(fmt::runtime(tr("the token {} wants its PIN, and there is no terminal to "
                                            "ask on")),
                            token),
                tr("Give --pin-file FILE or set XINBU_PIN_FILE."));
        return prompt(fmt::format(fmt::runtime(tr("PIN of the token {}")), printable(token)));
    };
}

crypto::Secret Context::passphrase(const std::string& prompt_for) {
    if (!options.passphrase_file.empty()) return passphrase_from_file(options.passphrase_file);
    return prompt(fmt::format(fmt::runtime(tr("Passphrase of {}")), prompt_for));
}

}  // namespace xinbu::cli
