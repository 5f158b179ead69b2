// Reads the canonical form of an entry and nothing else: in one pass, and without a word about what is wrong.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "readers.hpp"
#include "scan.hpp"

namespace xinbu::json {

using plugin::Array;
using plugin::Object;
using plugin::Value;

namespace {

/// What a byte is at the beginning of a character inside a string. The second byte of some leads is bounded
/// more narrowly: that excludes long spellings, surrogates and what lies beyond U+10FFFF.
enum class Kind : std::uint8_t {
    plain,
    quote,
    backslash,
    lead_of_two,
    lead_of_three,
    lead_of_four,
    never,  ///< control characters, continuation bytes, and bytes that UTF-8 does not know
};

constexpr Kind kind_of(unsigned byte) {
    if (byte == '"') return Kind::quote;
    if (byte == '\\') return Kind::backslash;
    if (byte < 0x20) return Kind::never;
    if (byte < 0x80) return Kind::plain;
    if (byte < 0xC2) return Kind::never;
    if (byte < 0xE0) return Kind::lead_of_two;
    if (byte < 0xF0) return Kind::lead_of_three;
    return byte < 0xF5 ? Kind::lead_of_four : Kind::never;
}

constexpr std::array<Kind, 256> kinds = [] {
    std::array<Kind, 256> table{};
    for (unsigned byte = 0; byte < table.size(); ++byte) table[byte] = kind_of(byte);
    return table;
}();

Kind kind_at(const char* at) {
    return kinds[static_cast<unsigned char>(*at)];
}

bool continues(const char* at) {
    return (static_cast<unsigned char>(*at) & 0xC0) == 0x80;
}

/// What is behind a character of two bytes, or null where it is not well-formed; likewise the next two.
const char* behind_two(const char* at, const char* end) {
    return end - at >= 2 && continues(at + 1) ? at + 2 : nullptr;
}

const char* behind_three(const char* at, const char* end) {
    if (end - at < 3 || !continues(at + 1) || !continues(at + 2)) return nullptr;
    const auto lead = static_cast<unsigned char>(*at), second = static_cast<unsigned char>(at[1]);
    if (lead == 0xE0 && second < 0xA0) return nullptr;   // a long spelling
    if (lead == 0xED && second >= 0xA0) return nullptr;  // a surrogate
    return at + 3;
}

const char* behind_four(const char* at, const char* end) {
    if (end - at < 4 || !continues(at + 1) || !continues(at + 2) || !continues(at + 3)) return nullptr;
    const auto lead = static_cast<unsigned char>(*at), second = static_cast<unsigned char>(at[1]);
    if (lead == 0xF0 && second < 0x90) return nullptr;   // a long spelling
    if (lead == 0xF4 && second >= 0x90) return nullptr;  // beyond U+10FFFF
    return at + 4;
}

/// The control character that \u00xy spells, at the backslash; 0 where RFC 8785 would not spell it so.
unsigned char spelled_control(const char* at, const char* end) {
    if (end - at < 6 || std::memcmp(at, "\\u00", 4) != 0 || (at[4] != '0' && at[4] != '1')) return 0;
    constexpr std::string_view digits = "0123456789abcdef";
    const std::size_t low = digits.find(at[5]);
    if (low == std::string_view::npos) return 0;
    const auto control = static_cast<unsigned char>((at[4] - '0') * 16 + static_cast<int>(low));
    return escaped_shortly.find(static_cast<char>(control)) == std::string_view::npos ? control : 0;
}

const char* behind_escape(const char* at, const char* end) {
    if (end - at >= 2 && escape_letters.find(at[1]) != std::string_view::npos) return at + 2;
    return spelled_control(at, end) != 0 ? at + 6 : nullptr;
}

/// A string that has been checked, as it stands between its quotes.
struct Spelled {
    std::string_view raw;
    bool escaped = false;
    bool ascii = true;
};

std::string text_of(const Spelled& spelled) {
    if (!spelled.escaped) return std::string(spelled.raw);
    std::string text;
    text.reserve(spelled.raw.size());
    const char* end = spelled.raw.data() + spelled.raw.size();
    for (const char* at = spelled.raw.data(); at != end;) {
        if (*at != '\\') {
            text += *at++;
            continue;
        }
        const std::size_t escape = escape_letters.find(at[1]);
        const bool is_short = escape != std::string_view::npos;
        text += is_short ? escaped_shortly[escape] : static_cast<char>(spelled_control(at, end));
        at += is_short ? 2 : 6;
    }
    return text;
}

bool stands_before(const Spelled& name, const Spelled& next) {
    if (!name.escaped && !next.escaped) {
        // Mostly the first characters decide; names are ASCII.
        if (!name.raw.empty() && !next.raw.empty() && name.raw[0] != next.raw[0])
            return name.raw[0] < next.raw[0];
        return name.raw < next.raw;
    }
    return text_of(name) < text_of(next);
}

/// Each function reads one part of the text and says whether it is canonical; after a false answer nothing
/// else may be read. `depth` is the number of arrays and objects that are open.
class Reader {
public:
    explicit Reader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

    bool is_at_end() const { return at_ == end_; }

    bool check(std::size_t depth) {
        if (at_ == end_) return false;
        Spelled ignored_text;
        std::int64_t ignored_number = 0;
        switch (*at_) {
            case '"':
                return string(ignored_text);
            case '{':
                return depth < entry_depth && members([&](const Spelled&) { return check(depth + 1); });
            case '[':
                return depth < entry_depth && elements([&] { return check(depth + 1); });
            case 't':
                return literal("true");
            case 'f':
                return literal("false");
            case 'n':
                return literal("null");
            default:
                return integer(ignored_number);
        }
    }

    /// `value` is null before.
    bool build(Value& value, std::size_t depth) {
        if (at_ == end_) return false;
        switch (*at_) {
            case '"':
                return build_text(value);
            case '{':
                return depth < entry_depth && build_object(value, depth + 1);
            case '[':
                return depth < entry_depth && build_array(value, depth + 1);
            case 't':
                value = true;
                return literal("true");
            case 'f':
                value = false;
                return literal("false");
            case 'n':
                return literal("null");
            default:
                return build_integer(value);
        }
    }

    /// Reads an object whose members' values `read_value` reads, which gets the name.
    template <class ReadValue>
    bool members(ReadValue read_value) {
        if (!take('{')) return false;
        if (take('}')) return true;
        Spelled last;
        for (bool is_first = true;; is_first = false) {
            Spelled name;
            if (!string(name) || !name.ascii || !take(':')) return false;
            if (!is_first && !stands_before(last, name)) return false;
            if (!read_value(name)) return false;
            if (!take(',')) return take('}');
            last = name;
        }
    }

    const char* position() const { return at_; }

private:
    template <class ReadValue>
    bool elements(ReadValue read_value) {
        if (!take('[')) return false;
        if (take(']')) return true;
        do {
            if (!read_value()) return false;
        } while (take(','));
        return take(']');
    }

    bool build_text(Value& value) {
        Spelled text;
        if (!string(text)) return false;
        value = text_of(text);
        return true;
    }
    bool build_integer(Value& value) {
        std::int64_t number = 0;
        if (!integer(number)) return false;
        value = number;
        return true;
    }
    bool build_object(Value& value, std::size_t depth) {
        value = Object();
        Object& object = *value.object();
        return members([&](const Spelled& name) {
            object.append(text_of(name), Value());
            return build(std::prev(object.end())->value, depth);
        });
    }
    bool build_array(Value& value, std::size_t depth) {
        value = Array();
        Array& array = *value.array();
        return elements([&] { return build(array.emplace_back(), depth); });
    }

    bool take(char wanted) {
        if (at_ == end_ || *at_ != wanted) return false;
        ++at_;
        return true;
    }
    bool literal(std::string_view word) {
        if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }
    bool integer(std::int64_t& number) {
        constexpr std::ptrdiff_t most_digits = 16;
        const bool is_negative = take('-');
        const char* const first = at_;
        while (at_ != end_ && *at_ >= '0' && *at_ <= '9' && at_ - first < most_digits)
            number = number * 10 + (*at_++ - '0');
        if (at_ == first || number > largest_integer) return false;
        if (*first == '0' && (is_negative || at_ - first != 1)) return false;
        if (is_negative) number = -number;
        return true;
    }
    bool string(Spelled& spelled) {
        if (!take('"')) return false;
        const char* const first = at_;
        for (const char* at = first;;) {
            at = run_end<Beyond::stops>(at, end_);
            if (at == end_) return false;
            if (*at == '"') {
                spelled.raw = std::string_view(first, static_cast<std::size_t>(at - first));
                at_ = at + 1;
                return true;
            }
            if (*at == '\\') {
                spelled.escaped = true;
                at = behind_escape(at, end_);
            } else {
                spelled.ascii = false;
                at = behind_beyond_ascii(at);
            }
            if (at == nullptr) return false;
        }
    }
    /// Behind the characters beyond ASCII that begin at `at`; null where one of them is not well-formed.
    const char* behind_beyond_ascii(const char* at) const {
        while (at != nullptr && at != end_) {
            switch (kind_at(at)) {
                case Kind::lead_of_three:
                    at = behind_three(at, end_);
                    break;
                case Kind::lead_of_two:
                    at = behind_two(at, end_);
                    break;
                case Kind::lead_of_four:
                    at = behind_four(at, end_);
                    break;
                case Kind::never:
                    return nullptr;
                default:
                    return at;
            }
        }
        return at;
    }

    const char* at_;
    const char* end_;
};

}  // namespace

bool read_canonical(std::string_view text, Value& value) {
    if (text.size() > entry_bytes) return false;
    value = Value();
    Reader reader(text);
    return reader.build(value, 0) && reader.is_at_end();
}

bool check_canonical(std::string_view text) {
    if (text.size() > entry_bytes) return false;
    Reader reader(text);
    return reader.check(0) && reader.is_at_end();
}

bool canonical_members(std::string_view text, std::vector<TopMember>& members) {
    members.clear();
    if (text.size() > entry_bytes) return false;
    Reader reader(text);
    const bool is_object = reader.members([&](const Spelled& name) {
        const char* const first = reader.position();
        if (!reader.check(1)) return false;
        members.push_back({name.raw, {first, static_cast<std::size_t>(reader.position() - first)}});
        return true;
    });
    if (is_object && reader.is_at_end()) return true;
    members.clear();
    return false;
}

}  // namespace xinbu::json
