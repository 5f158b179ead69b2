// Published test vectors and real data. They are no part of the project, so tests skip where they are absent.
#pragma once

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace xinbu::test {

/// The bytes of a file below the shared folder, such as "vectors/dsse/pae.json"; nothing where it cannot be
/// read.
inline std::optional<std::string> read_shared(const std::string& path) {
    std::ifstream file(std::string(XINBU_SHARED_DIR) + '/' + path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

/// A text member of a vector; a missing one is an error of the test and ends up as an empty text.
inline std::string text_of(const rapidjson::Value& object, const char* name) {
    const auto member = object.FindMember(name);
    if (member == object.MemberEnd() || !member->value.IsString()) {
        ADD_FAILURE() << "the vectors have no text " << name;
        return {};
    }
    return {member->value.GetString(), member->value.GetStringLength()};
}

}  // namespace xinbu::test

/// Declares `name` as the bytes of a shared file, or skips the test.
#define XINBU_READ_SHARED(name, path)                                                    \
    const auto name##_read = ::xinbu::test::read_shared(path);                           \
    if (!name##_read) GTEST_SKIP() << "not here: " << XINBU_SHARED_DIR << '/' << (path); \
    const std::string& name = *name##_read /* the caller's semicolon ends it */

/// Declares `name` as a parsed shared JSON file, or skips the test; a file that does not parse fails it.
#define XINBU_READ_SHARED_JSON(name, path)              \
    XINBU_READ_SHARED(name##_text, path);               \
    rapidjson::Document name;                           \
    name.Parse(name##_text.data(), name##_text.size()); \
    ASSERT_FALSE(name.HasParseError()) << (path)
