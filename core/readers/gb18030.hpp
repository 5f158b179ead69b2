// GB18030 (GB 18030-2005) to UTF-8, strictly.
#pragma once

#include <iconv.h>

#include <optional>
#include <string>
#include <string_view>

namespace xinbu::readers {

/// A pair of iconv converters. Not thread-safe.
class Gb18030 {
public:
    Gb18030();
    Gb18030(const Gb18030&) = delete;
    Gb18030& operator=(const Gb18030&) = delete;
    ~Gb18030();

    /// The text as UTF-8; nothing where a byte sequence is not assigned, or would not come back as the same
    /// bytes.
    std::optional<std::string> decode(std::string_view bytes);

private:
    iconv_t to_utf8_;
    iconv_t from_utf8_;
};

}  // namespace xinbu::readers
