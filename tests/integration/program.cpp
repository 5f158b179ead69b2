#include "program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "xinbu/json/json.hpp"

extern char** environ;

namespace xinbu::test {

namespace fs = std::filesystem;

plugin::Value Outcome::json() const {
    const Result<plugin::Value> parsed = json::parse(out, json::Profile::document);
    EXPECT_TRUE(parsed.has_value()) << "exit code " << code << "\nstdout: " << out << "\nstderr: " << err;
    return parsed.has_value() ? *parsed : plugin::Value(plugin::Object{});
}

std::string text(const plugin::Value& value, std::string_view name) {
    const plugin::Value* member = value.at(name);
    return member != nullptr && member->text() != nullptr ? *member->text() : "";
}

std::int64_t number(const plugin::Value& value, std::string_view name) {
    const plugin::Value* member = value.at(name);
    return member != nullptr && member->integer() != nullptr ? *member->integer() : -1;
}

bool flag(const plugin::Value& value, std::string_view name) {
    const plugin::Value* member = value.at(name);
    return member != nullptr && member->boolean() != nullptr && *member->boolean();
}

std::string read_all(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write_all(const fs::path& file, const std::string& content) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

fs::path sample(const std::string& name) {
    return fs::path(XINBU_SAMPLE_DIR) / name;
}

Workplace::Workplace() {
    std::string pattern = (fs::temp_directory_path() / "xinbu-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    fs::create_directories(folder_ / "state");
}

Workplace::~Workplace() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string Workplace::file(const std::string& name, const std::string& content) const {
    write_all(folder_ / name, content);
    return (folder_ / name).string();
}

std::string Workplace::passphrase_of(const std::string& name) const {
    const fs::path path = folder_ / (name + ".passphrase");
    if (!fs::exists(path)) write_all(path, "seven quiet kilns of " + name + "\n");
    return path.string();
}

namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

std::vector<std::string> environment(const fs::path& folder) {
    std::vector<std::string> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        if (!text.starts_with("XINBU_") && !text.starts_with("HOME=") &&
            !text.starts_with("XDG_STATE_HOME=") && !text.starts_with("LC_") && !text.starts_with("LANG"))
            variables.emplace_back(text);
    }
    variables.push_back("HOME=" + folder.string());
    variables.push_back("XDG_STATE_HOME=" + (folder / "state").string());
    variables.emplace_back("LANG=C.UTF-8");
    return variables;
}

}  // namespace

Outcome Workplace::run(std::vector<std::string> command, const std::string& input) const {
    std::array<int, 2> in{}, out{}, err{};
    if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0 ||
        pipe2(err.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
    std::vector<std::string> variables = environment(folder_);
    pid_t process = 0;
    const int failed = posix_spawnp(&process, command.front().c_str(), &actions, nullptr,
                                    pointers(command).data(), pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    close(err[1]);
    Outcome outcome;
    if (failed == 0) {
        // Inputs of these tests are shorter than a pipe's buffer, so writing first cannot block.
        if (!input.empty() && write(in[1], input.data(), input.size()) < 0) outcome.err = "input not written";
        close(in[1]);
        std::array<pollfd, 2> waiting{pollfd{out[0], POLLIN, 0}, pollfd{err[0], POLLIN, 0}};
        for (int open = 2; open > 0;) {
            poll(waiting.data(), waiting.size(), -1);
            for (pollfd& one : waiting) {
                if (one.fd < 0 || one.revents == 0) continue;
                std::array<char, 65536> buffer{};
                const ssize_t got = read(one.fd, buffer.data(), buffer.size());
                if (got > 0) {
                    (one.fd == out[0] ? outcome.out : outcome.err)
                        .append(buffer.data(), static_cast<std::size_t>(got));
                } else {
                    one.fd = -1;
                    --open;
                }
            }
        }
        int status = 0;
        waitpid(process, &status, 0);
        outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    close(out[0]);
    close(err[0]);
    return outcome;
}

Outcome Workplace::xinbu(std::vector<std::string> arguments, const std::string& input) const {
    arguments.insert(arguments.begin(), XINBU_PROGRAM);
    return run(std::move(arguments), input);
}

Outcome Workplace::as(const std::string& name, const std::string& registry,
                      std::vector<std::string> arguments, const std::string& input) const {
    for (const std::string& text :
         {std::string("--registry"), (folder_ / registry).string(), std::string("--operator"), name,
          std::string("--passphrase-file"), passphrase_of(name)})
        arguments.push_back(text);
    return xinbu(std::move(arguments), input);
}

void Workplace::make_registry(const std::string& registry, const std::string& kind,
                              const std::string& identifier) const {
    const Outcome made =
        xinbu({"init", (folder_ / registry).string(), "--name", "示范机构", "--identifier", identifier,
               "--kind", kind, "--operator", "admin", "--passphrase-file", passphrase_of("admin"),
               "--recovery-file", (folder_ / (registry + ".recovery")).string()});
    ASSERT_EQ(made.code, 0) << made.err;
}

int Workplace::start(const std::string& name, const std::string& registry, std::vector<std::string> arguments,
                     const fs::path& out) const {
    std::vector<std::string> command{XINBU_PROGRAM};
    for (std::string& argument : arguments) command.push_back(std::move(argument));
    for (const std::string& text :
         {std::string("--registry"), (folder_ / registry).string(), std::string("--operator"), name,
          std::string("--passphrase-file"), passphrase_of(name)})
        command.push_back(text);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<std::string> variables = environment(folder_);
    pid_t process = -1;
    const int failed = posix_spawnp(&process, command.front().c_str(), &actions, nullptr,
                                    pointers(command).data(), pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? process : -1;
}

}  // namespace xinbu::test
