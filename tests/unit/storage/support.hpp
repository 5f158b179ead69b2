// What the tests of storage share: a folder that goes away, and files damaged on purpose.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "support/temporary_folder.hpp"
#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::storage {

using test::TemporaryFolder;

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline void put_content(const std::filesystem::path& file, std::string_view content) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!stream.flush()) ADD_FAILURE() << "cannot write " << file;
}

inline void flip_byte(const std::filesystem::path& file, std::size_t offset, unsigned char mask = 1) {
    std::string content = content_of(file);
    ASSERT_LT(offset, content.size());
    content[offset] = static_cast<char>(static_cast<unsigned char>(content[offset]) ^ mask);
    put_content(file, content);
}

/// The code of the Failure that `work` throws; "none" where it throws none.
inline std::string code_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Failure& failure) {
        return failure.error().code;
    }
    return "none";
}

/// Runs `work` in a process of its own; whether it returned true.
inline bool holds_in_child(const std::function<bool()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        bool holds = false;
        try {
            holds = work();
        } catch (...) {
        }
        ::_exit(holds ? 0 : 1);
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child) return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

inline std::size_t files_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

}  // namespace xinbu::storage
