// Numbers and codes of the field, checked by their published algorithms. Header-only: plugins and hosts share
// it.
//
// A value is in canonical form when it is written in the one way that entries hold: half-width, upper case,
// no blanks. identifier_fault() accepts nothing else; the canonical_…() functions bring input there.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/date.hpp"
#include "xinbu/plugin/divisions.hpp"

namespace xinbu::plugin {

// ---- writing
// -----------------------------------------------------------------------------------------------

/// Full-width letters, digits, signs and blanks (U+FF01…FF5E, U+3000) become half-width; the rest stays.
/// `text` is UTF-8; a broken sequence stays as it is.
inline std::string half_width(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = [&](std::size_t ahead) {
            return at + ahead < text.size() ? static_cast<unsigned char>(text[at + ahead]) : 0U;
        };
        if (byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD) && (byte(2) & 0xC0U) == 0x80) {
            const unsigned point = 0xF000U | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
            if (point >= 0xFF01 && point <= 0xFF5E) {
                out += static_cast<char>(point - 0xFEE0);
                at += 2;
                continue;
            }
        }
        if (byte(0) == 0xE3 && byte(1) == 0x80 && byte(2) == 0x80) {
            out += ' ';
            at += 2;
            continue;
        }
        out += text[at];
    }
    return out;
}

inline constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
inline bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// Half-width, upper case (ASCII), without blanks, tabs and no-break spaces: how a credit code, a LEI or a
/// citizen id is held.
inline std::string canonical_uscc(std::string_view text) {
    std::string out;
    const std::string half = half_width(text);
    for (std::size_t at = 0; at < half.size(); ++at) {
        const char c = half[at];
        if (c == ' ' || c == '\t') continue;
        if (c == '\xC2' && at + 1 < half.size() && half[at + 1] == '\xA0') {
            ++at;
            continue;
        }
        out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return out;
}

namespace detail {

inline Text both(std::string en, std::string zh) {
    return Text{std::move(en), std::move(zh)};
}

/// Place of `c` in `alphabet`, or -1.
inline constexpr int place_in(std::string_view alphabet, char c) {
    const auto at = alphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// The characters are counted by code point, so that a Chinese name in place of a code is not called three
/// times as long as it is.
inline std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

/// A character as a sentence shows it; a byte that is none by its hexadecimal value.
inline std::string quoted(char c) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    if (c >= 0x20 && c < 0x7F) return std::string("“") + c + "”";
    const unsigned byte = static_cast<unsigned char>(c);
    return std::string("0x") + hex[byte >> 4] + hex[byte & 0xFU];
}

inline int number_of(std::string_view digits) {
    int value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return value;
}

/// What is wrong where a code of that length is written with characters that its canonical form would not
/// have; nothing where it is no matter of form.
inline std::optional<Text> form_fault(std::string_view value, std::size_t length) {
    const std::string canonical = canonical_uscc(value);
    if (canonical == value || canonical.size() != length) return std::nullopt;
    return both(
        "Written with full-width characters, lower-case letters or blanks; expected “" + canonical + "”.",
        "含全角字符、小写字母或空格；应写作“" + canonical + "”。");
}

inline std::optional<Text> length_fault(std::string_view value, std::size_t wanted) {
    const std::size_t length = length_of(value);
    if (length == wanted && value.size() == wanted) return std::nullopt;
    return both("Has " + std::to_string(length) + " characters; expected " + std::to_string(wanted) +
                    " letters or digits.",
                "共" + std::to_string(length) + "个字符；应为" + std::to_string(wanted) + "位字母或数字。");
}

inline Text character_fault(std::size_t at, char c, std::string expected_en, std::string expected_zh) {
    return both(
        "Character " + std::to_string(at + 1) + " is " + quoted(c) + "; expected " + expected_en + ".",
        "第" + std::to_string(at + 1) + "位为" + quoted(c) + "；应为" + expected_zh + "。");
}

}  // namespace detail

// ---- unified social credit code, GB 32100-2015
// -------------------------------------------------------------

/// The characters of a credit code, each at its value: no I, O, S, V, Z.
inline constexpr std::string_view uscc_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The last character of a credit code, from its first 17; NUL where they are not 17 characters of the
/// alphabet. Weights 3^i mod 31.
inline char uscc_check_digit(std::string_view first17) {
    if (first17.size() != 17) return '\0';
    int sum = 0, weight = 1;
    for (const char c : first17) {
        const int value = detail::place_in(uscc_alphabet, c);
        if (value < 0) return '\0';
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    return uscc_alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

/// The ninth character of an organisation code (GB 11714), from its first eight; NUL where they are not eight
/// letters or digits. It stands at place 17 of a credit code.
inline char organisation_check_digit(std::string_view first8) {
    constexpr std::array<int, 8> weights{3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (first8.size() != weights.size()) return '\0';
    int sum = 0;
    for (std::size_t at = 0; at < weights.size(); ++at) {
        const int value = detail::place_in(alphabet, first8[at]);
        if (value < 0) return '\0';
        sum += value * weights[at];
    }
    return "0123456789X"[(11 - sum % 11) % 11];
}

/// What kind of body a credit code was given to, by its first two characters: "association", "enterprise",
/// "sole_trader", "cooperative", "state_organ", "public_institution", "mass_organisation",
/// "private_non_enterprise", "foundation", "trade_union", "collective"; "other" for the rest, also for what
/// is no code.
inline std::string_view uscc_category(std::string_view code) {
    struct Category {
        std::string_view prefix, name;
    };
    static constexpr std::array<Category, 14> categories{{{"11", "state_organ"},
                                                          {"12", "public_institution"},
                                                          {"13", "mass_organisation"},
                                                          {"51", "association"},
                                                          {"52", "private_non_enterprise"},
                                                          {"53", "foundation"},
                                                          {"81", "trade_union"},
                                                          {"91", "enterprise"},
                                                          {"92", "sole_trader"},
                                                          {"93", "cooperative"},
                                                          {"N1", "collective"},
                                                          {"N2", "collective"},
                                                          {"N3", "collective"},
                                                          {"A1", "public_institution"}}};
    if (code.size() == 18)
        for (const Category& category : categories)
            if (code.starts_with(category.prefix)) return category.name;
    return "other";
}

inline std::optional<Text> uscc_fault(std::string_view value) {
    if (auto fault = detail::form_fault(value, 18)) return fault;
    if (auto fault = detail::length_fault(value, 18)) return fault;
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (detail::place_in(uscc_alphabet, value[at]) < 0)
            return detail::character_fault(at, value[at],
                                           "a digit or a capital letter, which in a credit code is never I, "
                                           "O, S, V or Z",
                                           "数字或大写字母，且统一社会信用代码不使用I、O、S、V、Z");
        if (at >= 2 && at < 8 && !is_digit(value[at]))
            return detail::character_fault(at, value[at], "a digit: places 3 to 8 are a division code",
                                           "数字：第3至8位为行政区划代码");
    }
    const char inner = organisation_check_digit(value.substr(8, 8));
    const char outer = uscc_check_digit(value.substr(0, 17));
    const bool inner_wrong = value[16] != inner, outer_wrong = value[17] != outer;
    if (!inner_wrong && !outer_wrong) return std::nullopt;
    Text fault;
    if (inner_wrong) {
        fault.en += "The check character of the organisation code (place 17, GB 11714) is " +
                    detail::quoted(value[16]) + "; expected " + detail::quoted(inner) + ".";
        fault.zh += "组织机构代码校验码（第17位，GB 11714）为" + detail::quoted(value[16]) + "，应为" +
                    detail::quoted(inner) + "。";
    }
    if (outer_wrong) {
        fault.en += std::string(inner_wrong ? " " : "") +
                    "The check character of the credit code (place 18, GB 32100) is " +
                    detail::quoted(value[17]) + "; expected " + detail::quoted(outer) +
                    (inner_wrong ? " for the 17 characters as they stand." : ".");
        fault.zh += "统一社会信用代码校验码（第18位，GB 32100）为" + detail::quoted(value[17]) + "，" +
                    (inner_wrong ? "按现有前17位应为" : "应为") + detail::quoted(outer) + "。";
    }
    return fault;
}

// ---- divisions, GB/T 2260
// ----------------------------------------------------------------------------------

/// Jiangsu against its table; elsewhere the province and the form of the rest, for the tables change yearly.
inline std::optional<Text> division_fault(std::string_view value) {
    if (value.size() != 6 || !all_digits(value))
        return detail::both("A division code has six digits (GB/T 2260), such as 320100.",
                            "行政区划代码为六位数字（GB/T 2260），如320100。");
    const int code = detail::number_of(value);
    const int province = code / 10000, city = code / 100 % 100, county = code % 100;
    if (province_of(province) == nullptr)
        return detail::both("No province has the code " + std::string(value.substr(0, 2)) + " (GB/T 2260).",
                            "省级代码" + std::string(value.substr(0, 2)) + "不存在（GB/T 2260）。");
    if (county >= 65 && county <= 80)
        return detail::both(
            std::string(value) +
                " numbers a development zone in statistics and is no division of GB/T 2260; "
                "expected the code of its county or district.",
            std::string(value) + "为统计用开发区代码，不是GB/T 2260行政区划；应填所在县（市、区）代码。");
    if (province == 32) {
        if (jiangsu_division(code) != nullptr) return std::nullopt;
        return detail::both(
            "Jiangsu has no division " + std::string(value) +
                "; expected 320000, one of its 13 cities or of their 95 counties and districts.",
            "江苏省没有代码为" + std::string(value) +
                "的行政区划；应为320000、13个设区市之一或其95个县（市、区）之一。");
    }
    const bool special = province == 81 || province == 82;  // their districts stand right below them
    const bool city_exists = city <= 70 || city == 90;
    if (!city_exists || (city == 0 && county != 0 && !special))
        return detail::both("Digits 3 and 4 are “" + std::string(value.substr(2, 2)) +
                                "”; expected 01 to 70 or 90, or 00 with 00 behind it for the whole province.",
                            "第3、4位为“" + std::string(value.substr(2, 2)) +
                                "”；应为01至70或90，表示全省时第3至6位为0000。");
    return std::nullopt;
}

// ---- patents of CNIPA
// --------------------------------------------------------------------------------------

/// The check digit of an application number, from its first 8 or 12 digits; NUL for anything else. Weights 2
/// to 9, again from 2; remainder 10 is X.
inline char patent_check_digit(std::string_view digits) {
    if ((digits.size() != 8 && digits.size() != 12) || !all_digits(digits)) return '\0';
    int sum = 0;
    for (std::size_t at = 0; at < digits.size(); ++at)
        sum += (digits[at] - '0') * (2 + static_cast<int>(at % 8));
    return "0123456789X"[sum % 11];
}

/// "ZL 2020 1 0566088.9", "CN2020105660889", "９５１１５６０８．ｘ" → "202010566088.9", "95115608.X"; nothing
/// where that is no application number with its check digit. Whether the digit is right is
/// identifier_fault()'s to say.
inline std::optional<std::string> canonical_patent_number(std::string_view text) {
    std::string plain = canonical_uscc(text);
    if (plain.starts_with("ZL") || plain.starts_with("CN")) plain.erase(0, 2);
    const auto dot = plain.find('.');
    if (dot != std::string::npos) {
        if (dot + 2 != plain.size()) return std::nullopt;
        plain.erase(dot, 1);
    }
    if (plain.size() != 9 && plain.size() != 13) return std::nullopt;
    const std::string_view digits = std::string_view(plain).substr(0, plain.size() - 1);
    if (!all_digits(digits) || (!is_digit(plain.back()) && plain.back() != 'X')) return std::nullopt;
    return std::string(digits) + '.' + plain.back();
}

inline std::optional<Text> patent_fault(std::string_view value) {
    const auto canonical = canonical_patent_number(value);
    if (!canonical)
        return detail::both(
            "No CNIPA application number; expected 8 or 12 digits, a dot and the check digit, "
            "such as 202010566088.9.",
            "不是专利申请号；应为8位或12位数字、小数点和校验位，如202010566088.9。");
    if (*canonical != value)
        return detail::both("Not in canonical form; expected “" + *canonical + "”.",
                            "书写不规范；应写作“" + *canonical + "”。");
    const std::string_view digits = value.substr(0, value.size() - 2);
    const bool modern = digits.size() == 12;  // numbers of 12 digits since October 2003
    const int year = detail::number_of(digits.substr(0, modern ? 4 : 2));
    if (modern ? year < 2003 : (year < 85 && year > 3))
        return detail::both(
            modern ? "Numbers of 12 digits begin with a year from 2003 on."
                   : "Numbers of 8 digits begin with a year from 85 (1985) to 03 (2003).",
            modern ? "12位申请号以2003年及以后的年份开头。" : "8位申请号以85（1985年）至03（2003年）开头。");
    const char kind = digits[modern ? 4 : 2];
    if (std::string_view("12389").find(kind) == std::string_view::npos)
        return detail::character_fault(
            modern ? 4 : 2, kind, "the kind: 1 invention, 2 utility model, 3 design, 8 or 9 from the PCT",
            "种类号：1发明、2实用新型、3外观设计、8或9为PCT申请");
    const char check = patent_check_digit(digits);
    if (value.back() == check) return std::nullopt;
    return detail::both(
        "The check digit is " + detail::quoted(value.back()) + "; expected " + detail::quoted(check) + ".",
        "校验位为" + detail::quoted(value.back()) + "，应为" + detail::quoted(check) + "。");
}

// ---- people, GB 11643-1999
// ---------------------------------------------------------------------------------

/// The last character of a citizen id, from its first 17 digits; NUL for anything else.
inline char citizen_id_check_digit(std::string_view first17) {
    constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    if (first17.size() != weights.size() || !all_digits(first17)) return '\0';
    int sum = 0;
    for (std::size_t at = 0; at < weights.size(); ++at) sum += (first17[at] - '0') * weights[at];
    return "10X98765432"[sum % 11];
}

/// Eight digits, YYYYMMDD, as a day; nothing where there is no such day.
inline std::optional<Date> compact_date(std::string_view digits) {
    if (digits.size() != 8) return std::nullopt;
    return Date::parse(std::string(digits.substr(0, 4)) + '-' + std::string(digits.substr(4, 2)) + '-' +
                       std::string(digits.substr(6, 2)));
}

/// Never quotes the number, but for its last character: a fault is shown and may be logged.
inline std::optional<Text> citizen_id_fault(std::string_view value) {
    const bool shaped =
        value.size() == 18 && all_digits(value.substr(0, 17)) && (is_digit(value[17]) || value[17] == 'X');
    if (!shaped)
        return detail::both("A citizen id has 17 digits and a check character, 0 to 9 or X (GB 11643).",
                            "公民身份号码为17位数字加1位校验码（0至9或X，GB 11643）。");
    if (province_of(detail::number_of(value.substr(0, 2))) == nullptr)
        return detail::both("The first two digits are no province (GB/T 2260).",
                            "前两位不是省级行政区划代码（GB/T 2260）。");
    if (!compact_date(value.substr(6, 8)))
        return detail::both("Places 7 to 14 are no date of birth; expected a day that exists, as YYYYMMDD.",
                            "第7至14位不是有效的出生日期；应为存在的日期YYYYMMDD。");
    const char check = citizen_id_check_digit(value.substr(0, 17));
    if (value[17] != check)
        return detail::both("The check character (place 18, GB 11643) is " + detail::quoted(value[17]) +
                                "; expected " + detail::quoted(check) + " for the 17 digits as they stand.",
                            "校验码（第18位，GB 11643）为" + detail::quoted(value[17]) +
                                "，按现有前17位应为" + detail::quoted(check) + "。");
    return std::nullopt;
}

/// "320102********0010": what a screen shows. Whatever is no citizen id is masked whole.
inline std::string mask_citizen_id(std::string_view value) {
    if (value.size() != 18) return "********";
    return std::string(value.substr(0, 6)) + "********" + std::string(value.substr(14));
}

/// Whether this is what mask_citizen_id() makes of a citizen id.
inline bool is_masked_citizen_id(std::string_view value) {
    return value.size() == 18 && all_digits(value.substr(0, 6)) && value.substr(6, 8) == "********" &&
           all_digits(value.substr(14, 3)) && (is_digit(value[17]) || value[17] == 'X');
}

/// The identity number of a natural person in a party's identifier, whole or masked; "" where the identifier
/// is another one.
inline std::string_view citizen_id_in(std::string_view party_identifier) {
    constexpr std::string_view scheme = "citizen-id:";
    if (party_identifier.starts_with(scheme)) return party_identifier.substr(scheme.size());
    return is_masked_citizen_id(party_identifier) ? party_identifier : std::string_view();
}
/// What tells one party from another: of a natural person whose name and number stand sealed, the pseudonym
/// that hosts add to the party as `person`; else the identifier; "" where there is neither.
inline std::string_view party_key(const Object& party) {
    const std::string_view person = text_at(party, "person");
    return person.empty() ? text_at(party, "identifier") : person;
}

// ---- legal entity identifier, ISO 17442
// --------------------------------------------------------------------

/// The remainder modulo 97 of the number in which letters stand for 10 to 35 (ISO 7064); nothing where other
/// characters occur.
inline std::optional<int> remainder_97(std::string_view text) {
    int remainder = 0;
    for (const char c : text) {
        if (is_digit(c)) {
            remainder = (remainder * 10 + (c - '0')) % 97;
        } else if (c >= 'A' && c <= 'Z') {
            remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
        } else {
            return std::nullopt;
        }
    }
    return remainder;
}

inline std::optional<Text> lei_fault(std::string_view value) {
    if (auto fault = detail::form_fault(value, 20)) return fault;
    if (auto fault = detail::length_fault(value, 20)) return fault;
    const auto whole = remainder_97(value);
    if (!whole || !all_digits(value.substr(18)))
        return detail::both("Expected 18 capital letters or digits and two check digits (ISO 17442).",
                            "应为18位大写字母或数字加两位校验码（ISO 17442）。");
    if (*whole == 1) return std::nullopt;
    const int check = 98 - *remainder_97(std::string(value.substr(0, 18)) + "00");
    const std::string expected = (check < 10 ? "0" : "") + std::to_string(check);
    return detail::both(
        "The check digits (ISO 17442) are “" + std::string(value.substr(18)) + "”; expected “" + expected +
            "”.",
        "校验码（ISO 17442）为“" + std::string(value.substr(18)) + "”，应为“" + expected + "”。");
}

// ---- others
// ------------------------------------------------------------------------------------------------

/// A commitment's 20 digits: division, day on which it was made, serial of that place and day.
inline std::optional<Text> commitment_code_fault(std::string_view value) {
    if (value.size() != 20 || !all_digits(value))
        return detail::both(
            "A commitment code has 20 digits: division, date and serial, such as "
            "32010020260415000001.",
            "承诺编码为20位数字：行政区划、日期和流水号，如32010020260415000001。");
    if (auto fault = division_fault(value.substr(0, 6))) {
        fault->en = "Digits 1 to 6 are the division. " + fault->en;
        fault->zh = "第1至6位为行政区划。" + fault->zh;
        return fault;
    }
    if (!compact_date(value.substr(6, 8)))
        return detail::both("Digits 7 to 14 are “" + std::string(value.substr(6, 8)) +
                                "”; expected a day that exists, as YYYYMMDD.",
                            "第7至14位为“" + std::string(value.substr(6, 8)) + "”；应为存在的日期YYYYMMDD。");
    if (value.substr(14) == "000000")
        return detail::both("The serial is 000000; expected 000001 or more.",
                            "流水号为000000；应从000001起。");
    return std::nullopt;
}

inline std::optional<Text> sha256_fault(std::string_view value) {
    const bool fits = value.size() == 64 && std::all_of(value.begin(), value.end(), [](char c) {
                          return is_digit(c) || (c >= 'a' && c <= 'f');
                      });
    if (fits) return std::nullopt;
    return detail::both("A SHA-256 digest has 64 digits, 0 to 9 and a to f.",
                        "SHA-256摘要为64位十六进制数字（0至9、a至f）。");
}

struct IdentifierScheme {
    std::string_view name;
    std::optional<Text> (*fault)(std::string_view);
};

/// Every scheme that a Field may name.
inline constexpr std::array<IdentifierScheme, 7> identifier_schemes{
    {{"uscc", uscc_fault},
     {"cn-division", division_fault},
     {"cn-patent", patent_fault},
     {"citizen-id", citizen_id_fault},
     {"lei", lei_fault},
     {"commitment-code", commitment_code_fault},
     {"sha256", sha256_fault}}};

inline bool is_identifier_scheme(std::string_view scheme) {
    return std::any_of(identifier_schemes.begin(), identifier_schemes.end(),
                       [&](const IdentifierScheme& one) { return one.name == scheme; });
}

/// What is wrong with a value of a scheme and what was expected; nothing where it is right. A scheme that is
/// not among `identifier_schemes` can vouch for nothing, so every value of it is at fault.
inline std::optional<Text> identifier_fault(std::string_view scheme, std::string_view value) {
    for (const IdentifierScheme& one : identifier_schemes)
        if (one.name == scheme) return one.fault(value);
    return detail::both("The scheme “" + std::string(scheme) + "” is not known.",
                        "标识方案“" + std::string(scheme) + "”未知。");
}

/// The identifier of a party: a bare credit code; a masked citizen id; or a scheme, a colon and a value,
/// where a scheme that we know is checked and another one is left to those who know it. Empty is right here:
/// a foreign owner may have none. Whoever needs one demands it.
inline std::optional<Text> party_identifier_fault(std::string_view value) {
    if (value.empty() || is_masked_citizen_id(value)) return std::nullopt;
    const auto colon = value.find(':');
    if (colon == std::string_view::npos) return uscc_fault(value);
    const std::string_view scheme = value.substr(0, colon), rest = value.substr(colon + 1);
    const bool named = !scheme.empty() && std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-';
    });
    if (!named || rest.empty())
        return detail::both("Expected a credit code, or a scheme, a colon and a value, such as lei:….",
                            "应为统一社会信用代码，或“方案:值”，如lei:…。");
    if (scheme == "citizen-id" && is_masked_citizen_id(rest)) return std::nullopt;
    return is_identifier_scheme(scheme) ? identifier_fault(scheme, rest) : std::nullopt;
}

}  // namespace xinbu::plugin
