#include "gb18030.hpp"

#include "xinbu/base/i18n.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::readers {
namespace {

const iconv_t no_converter = reinterpret_cast<iconv_t>(-1);

iconv_t open_converter(const char* to, const char* from) {
    const iconv_t converter = iconv_open(to, from);
    if (converter == no_converter) {
        throw Failure(Category::storage, "encoding_missing", "GB18030",
                      tr("this system has no converter for the encoding"), tr("Save the file as UTF-8."));
    }
    return converter;
}

std::optional<std::string> convert(iconv_t converter, std::string_view bytes) {
    // One character is two to four bytes in GB18030 and one to four in UTF-8; ASCII is one in both.
    std::string made(bytes.size() * 2 + 4, '\0');
    char* in = const_cast<char*>(bytes.data());  // iconv does not write to its input
    std::size_t in_left = bytes.size();
    char* out = made.data();
    std::size_t out_left = made.size();
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
    if (iconv(converter, &in, &in_left, &out, &out_left) != 0 || in_left != 0) return std::nullopt;
    made.resize(made.size() - out_left);
    return made;
}

}  // namespace

Gb18030::Gb18030() : to_utf8_(open_converter("UTF-8", "GB18030")), from_utf8_(no_converter) {
    try {
        from_utf8_ = open_converter("GB18030", "UTF-8");
    } catch (...) {
        iconv_close(to_utf8_);
        throw;
    }
}

Gb18030::~Gb18030() {
    iconv_close(to_utf8_);
    iconv_close(from_utf8_);
}

std::optional<std::string> Gb18030::decode(std::string_view bytes) {
    std::optional<std::string> text = convert(to_utf8_, bytes);
    if (!text || convert(from_utf8_, *text) != std::string(bytes)) return std::nullopt;
    return text;
}

}  // namespace xinbu::readers
