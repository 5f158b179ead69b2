// What the tests of readers share: files that go away, and what became of a reading.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "support/temporary_folder.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::readers {

using test::TemporaryFolder;

inline void put_content(const std::filesystem::path& file, std::string_view content) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!stream.flush()) ADD_FAILURE() << "cannot write " << file;
}

/// The Failure that `work` ends with, as an Error; one with the code "none" where it does not fail.
template <class Work>
Error error_of(Work&& work) {
    try {
        work();
    } catch (const Failure& failure) {
        return failure.error();
    }
    Error none;
    none.code = "none";
    return none;
}

/// The rule of the first detail; "" where there is none.
inline std::string rule_of(const Error& error) {
    return error.details.empty() ? std::string() : error.details.front().rule;
}
inline long line_of(const Error& error) {
    return error.details.empty() ? 0 : error.details.front().line;
}

/// The most memory that this process has held so far, in bytes; always 0 under a sanitizer, which keeps freed
/// memory for itself.
inline std::size_t peak_memory() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 0;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return 0;
#endif
#endif
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::size_t kibibytes = 0;
        if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
    }
    return 0;
}

}  // namespace xinbu::readers
