// Runs the built program as its user would, in a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/value.hpp"

namespace xinbu::test {

struct Outcome {
    int code = -1;  ///< exit code; 128 + signal where one ended it
    std::string out, err;
    /// What was printed as one JSON document; a test failure and null where it is none.
    plugin::Value json() const;
};

/// A temporary folder with state and passphrases, removed afterwards; the program run inside it.
class Workplace {
public:
    Workplace();
    ~Workplace();
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }
    /// Writes a file into the folder and returns its path.
    std::string file(const std::string& name, const std::string& content) const;
    /// A file with a passphrase for that operator, made on first use.
    std::string passphrase_of(const std::string& name) const;

    /// `xinbu ARGUMENTS…` with HOME and XDG_STATE_HOME inside the folder and English texts.
    Outcome xinbu(std::vector<std::string> arguments, const std::string& input = {}) const;
    /// The same on a registry, as an operator.
    Outcome as(const std::string& name, const std::string& registry, std::vector<std::string> arguments,
               const std::string& input = {}) const;
    /// Creates a registry with a first operator `admin`.
    void make_registry(const std::string& registry, const std::string& kind = "bank",
                       const std::string& identifier = "91320100MA0000023K") const;
    Outcome run(std::vector<std::string> command, const std::string& input = {}) const;
    /// Starts `xinbu` and returns its process id; output is dropped.
    int start(const std::string& name, const std::string& registry, std::vector<std::string> arguments,
              const std::filesystem::path& out) const;

private:
    std::filesystem::path folder_;
};

/// A member of what was printed; empty, -1 or false where there is none of that kind.
std::string text(const plugin::Value& value, std::string_view name);
std::int64_t number(const plugin::Value& value, std::string_view name);
bool flag(const plugin::Value& value, std::string_view name);

std::string read_all(const std::filesystem::path& file);
void write_all(const std::filesystem::path& file, const std::string& content);
/// The sample data of the demo.
std::filesystem::path sample(const std::string& name);

}  // namespace xinbu::test
