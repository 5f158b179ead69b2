// Other programs that a test asks.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace xinbu::test {

/// What a shell command prints; a failure of the command fails the test.
inline std::string output_of(const std::string& command) {
    std::string text;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        ADD_FAILURE() << command;
        return text;
    }
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        text.append(buffer.data(), got);
    EXPECT_EQ(::pclose(pipe), 0) << command;
    return text;
}

inline bool has_program(const std::string& name) {
    return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

}  // namespace xinbu::test

/// Skips a test where another program that it needs is absent.
#define XINBU_NEEDS_PROGRAM(name) \
    if (!::xinbu::test::has_program(name)) GTEST_SKIP() << "not here: the program " << (name)
