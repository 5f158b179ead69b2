#include "xinbu/json/json.hpp"

#include <fmt/format.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include "readers.hpp"
#include "scan.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::json {

using plugin::Array;
using plugin::Decimal;
using plugin::Member;
using plugin::Object;
using plugin::Value;

namespace {

constexpr std::size_t document_depth = 64;
constexpr std::size_t usual_bytes = 1024;  // an entry's text is seldom longer

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// RapidJSON takes an escaped low surrogate that stands alone and writes it as three bytes.
bool holds_surrogate(std::string_view text) {
    for (std::size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1))
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
    return false;
}

std::optional<std::int64_t> integer_of(std::string_view text) {
    if (text == "-0") return std::nullopt;
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) return std::nullopt;
    if (number > largest_integer || number < -largest_integer) return std::nullopt;
    return number;
}

/// Builds the value while the parser reads. A false answer ends the parsing; `rule` and `message` say why.
class Builder {
public:
    explicit Builder(Profile profile) : profile_(profile) {}

    bool Null() { return put(Value()); }
    bool Bool(bool value) { return put(Value(value)); }
    bool Int(int value) { return put(Value(value)); }
    bool Uint(unsigned value) { return put(Value(static_cast<std::int64_t>(value))); }
    bool Int64(std::int64_t value) { return put(Value(value)); }
    bool Uint64(std::uint64_t) { return false; }  // numbers come as text: see RawNumber
    bool Double(double) { return false; }
    bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
        const std::string_view number(text, size);
        if (const auto integer = integer_of(number)) return put(Value(*integer));
        if (profile_ == Profile::entry)
            return refuse("json.number",
                          fmt::format(fmt::runtime(tr("the number {} is no integer of at most 53 bits")),
                                      number.substr(0, 40)));
        return put(Value(Decimal{std::string(number)}));
    }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        const std::string_view characters(text, size);
        return is_sound(characters) && put(Value(characters));
    }
    bool StartObject() { return open(Value(Object())); }
    bool StartArray() { return open(Value(Array())); }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        const std::string_view name(text, size);
        if (!is_sound(name)) return false;
        if (profile_ == Profile::entry && !is_ascii(name))
            return refuse("json.name", tr("a member name holds a character that is not ASCII"));
        if (open_.back().value.object()->contains(name))
            return refuse("json.duplicate",
                          fmt::format(fmt::runtime(tr("the member “{}” stands twice in one object")),
                                      name.substr(0, 80)));
        open_.back().name = std::string(name);
        return true;
    }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }

    Value take_value() { return std::move(whole_); }
    const std::string& rule() const { return rule_; }
    const std::string& message() const { return message_; }

private:
    struct Open {
        Value value;
        std::string name;  ///< of the member that comes next, in an object
    };

    bool refuse(std::string rule, std::string message) {
        rule_ = std::move(rule);
        message_ = std::move(message);
        return false;
    }
    bool is_sound(std::string_view text) {
        if (holds_surrogate(text))
            return refuse("json.encoding", tr("a text holds half of a surrogate pair"));
        if (text.find('\0') != std::string_view::npos)
            return refuse("json.nul", tr("a text holds the character U+0000"));
        return true;
    }
    bool put(Value value) {
        if (open_.empty()) {
            whole_ = std::move(value);
        } else if (Array* elements = open_.back().value.array()) {
            elements->push_back(std::move(value));
        } else {
            open_.back().value.object()->set(std::move(open_.back().name), std::move(value));
        }
        return true;
    }
    bool open(Value value) {
        const std::size_t most = profile_ == Profile::entry ? entry_depth : document_depth;
        if (open_.size() >= most)
            return refuse("json.depth",
                          fmt::format(fmt::runtime(tr("it is nested deeper than {} levels")), most));
        open_.push_back({std::move(value), {}});
        return true;
    }
    bool close() {
        Value value = std::move(open_.back().value);
        open_.pop_back();
        return put(std::move(value));
    }

    Profile profile_;
    std::vector<Open> open_;
    Value whole_;
    std::string rule_, message_;
};

tl::unexpected<Error> refused(std::string_view text, std::size_t offset, std::string rule, std::string why) {
    Error error{Category::invalid, "bad_json", tr("JSON text"), std::move(why), "", {}};
    Detail detail;
    const std::size_t at = std::min(offset, text.size());
    detail.line = 1 + std::ranges::count(text.substr(0, at), '\n');
    detail.rule = std::move(rule);
    detail.message = fmt::format(fmt::runtime(tr("At byte {}: {}.")), at, error.why);
    error.details.push_back(std::move(detail));
    return fail(std::move(error));
}

void write_escape(std::string& out, char character) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '\\';
    if (const std::size_t at = escaped_shortly.find(character); at != std::string_view::npos) {
        out += escape_letters[at];
    } else {
        const auto byte = static_cast<unsigned char>(character);
        out += "u00";
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
}

void write_text(std::string& out, std::string_view text) {
    const char* const end = text.data() + text.size();
    out += '"';
    for (const char* at = text.data();; ++at) {
        const char* const stop = run_end<Beyond::passes>(at, end);
        out.append(at, stop);
        at = stop;
        if (at == end) break;
        write_escape(out, *at);
    }
    out += '"';
}

void write_integer(std::string& out, std::int64_t integer) {
    std::array<char, 20> digits;  // the longest is -9223372036854775808
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), integer);
    out.append(digits.data(), written.ptr);
}

/// The code units of UTF-16, by which RFC 8785 sorts. Differs from the order of bytes only beyond the basic
/// plane.
std::u16string utf16(std::string_view text) {
    std::u16string units;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t point = length == 1 ? lead : lead & (0x7FU >> length);
        for (std::size_t i = 1; i < length && at + i < text.size(); ++i)
            point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
        if (point >= 0x10000) {
            units += static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10));
            units += static_cast<char16_t>(0xDC00 + ((point - 0x10000) & 0x3FF));
        } else {
            units += static_cast<char16_t>(point);
        }
        at += length;
    }
    return units;
}

enum class Numbers { signable, any };

void write(std::string& out, const Value& value, Numbers numbers);

void write_member(std::string& out, const Member& member, Numbers numbers) {
    write_text(out, member.name);
    out += ':';
    write(out, member.value, numbers);
    out += ',';
}

void write_members(std::string& out, const Object& object, Numbers numbers) {
    out += '{';
    if (std::ranges::all_of(object, is_ascii, &Member::name)) {
        for (const Member& member : object) write_member(out, member, numbers);
    } else {
        std::vector<const Member*> members;
        members.reserve(object.size());
        for (const Member& member : object) members.push_back(&member);
        std::ranges::sort(members,
                          [](const Member* a, const Member* b) { return utf16(a->name) < utf16(b->name); });
        for (const Member* member : members) write_member(out, *member, numbers);
    }
    if (!object.empty()) out.pop_back();  // the comma behind the last one
    out += '}';
}

[[noreturn]] void refuse_number(std::string_view number) {
    throw Failure(Category::invalid, "bad_json", std::string(number.substr(0, 40)),
                  tr("a number that is no integer of at most 53 bits has no canonical form here"));
}

void write(std::string& out, const Value& value, Numbers numbers) {
    if (value.is_null()) {
        out += "null";
    } else if (const bool* boolean = value.boolean()) {
        out += *boolean ? "true" : "false";
    } else if (const std::int64_t* integer = value.integer()) {
        const bool fits = *integer <= largest_integer && *integer >= -largest_integer;
        if (!fits && numbers == Numbers::signable) refuse_number(std::to_string(*integer));
        write_integer(out, *integer);
    } else if (const std::string* text = value.text()) {
        write_text(out, *text);
    } else if (const Array* elements = value.array()) {
        out += '[';
        for (std::size_t i = 0; i < elements->size(); ++i) {
            if (i != 0) out += ',';
            write(out, (*elements)[i], numbers);
        }
        out += ']';
    } else if (const Object* object = value.object()) {
        write_members(out, *object, numbers);
    } else if (numbers == Numbers::any) {
        out += value.decimal()->text;
    } else {
        refuse_number(value.decimal()->text);
    }
}

}  // namespace

std::string canonical(const Value& value) {
    std::string out;
    out.reserve(usual_bytes);
    write(out, value, Numbers::signable);
    return out;
}

void append_canonical(std::string& out, const Object& object) {
    write_members(out, object, Numbers::signable);
}

void append_canonical(std::string& out, std::string_view text) {
    write_text(out, text);
}

std::string text(const Value& value) {
    std::string out;
    out.reserve(usual_bytes);
    write(out, value, Numbers::any);
    return out;
}

Result<Value> parse(std::string_view text, Profile profile) {
    if (profile == Profile::entry) {
        Result<Value> entry{Value()};
        if (read_canonical(text, *entry)) return entry;
    }
    return read_and_compare(text, profile);
}

Result<Value> read_and_compare(std::string_view text, Profile profile) {
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                               rapidjson::kParseNumbersAsStringsFlag;
    if (profile == Profile::entry && text.size() > entry_bytes)
        return refused(text, entry_bytes, "json.size",
                       fmt::format(fmt::runtime(tr("it is longer than {} bytes")), entry_bytes));
    if (text.starts_with("\xEF\xBB\xBF"))
        return refused(text, 0, "json.encoding", tr("it begins with a byte order mark"));
    // The parser takes a NUL byte for the end of its input.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
        return refused(text, nul, "json.nul", tr("it holds a NUL byte"));

    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    Builder builder(profile);
    const rapidjson::ParseResult result = reader.Parse<flags>(stream, builder);
    if (!result) {
        const std::size_t offset = result.Offset();
        if (!builder.rule().empty()) return refused(text, offset, builder.rule(), builder.message());
        const bool encoding = result.Code() == rapidjson::kParseErrorStringInvalidEncoding ||
                              result.Code() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid;
        return refused(text, offset, encoding ? "json.encoding" : "json.syntax",
                       encoding ? tr("a text is not well-formed UTF-8") : tr("it is not well-formed JSON"));
    }
    Value value = builder.take_value();
    if (profile == Profile::entry) {
        const std::string form = canonical(value);
        if (form != text) {
            const auto at = std::ranges::mismatch(form, text).in2 - text.begin();
            return refused(text, static_cast<std::size_t>(at), "json.canonical",
                           tr("it is not in its canonical form"));
        }
    }
    return value;
}

}  // namespace xinbu::json
