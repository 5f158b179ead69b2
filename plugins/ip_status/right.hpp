// How rights are named: "trademark/CN-40128866", "patent/CN-202010566088.9", "patent/US-06113950".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace xinbu::ip_status {

inline constexpr std::string_view trademark_kind = "trademark";
inline constexpr std::string_view patent_kind = "patent";
inline constexpr std::string_view standard_kind = "standard";

inline constexpr std::string_view trademark_recorded = "ip.trademark.recorded";
inline constexpr std::string_view trademark_event = "ip.trademark.event_recorded";
inline constexpr std::string_view patent_recorded = "ip.patent.recorded";
inline constexpr std::string_view patent_event = "ip.patent.event_recorded";
inline constexpr std::string_view standard_recorded = "ip.standard.recorded";
inline constexpr std::string_view use_evidence_filed = "ip.use_evidence.filed";
inline constexpr std::string_view trademark_watched = "ip.trademark.watched";
inline constexpr std::string_view trademark_unwatched = "ip.trademark.unwatched";
inline constexpr std::string_view patent_watched = "ip.patent.watched";
inline constexpr std::string_view patent_unwatched = "ip.patent.unwatched";

inline constexpr std::string_view china = "CN";

/// Rules of findings that leave the status of a right open: a word or code that no table has, and a
/// status without its day that the dates beside it do not bear out: an end, an attack.
inline constexpr std::string_view unknown_code = "code.unknown";
inline constexpr std::string_view undated_status = "ip.status.undated";

/// The parts of a right's record id; they point into it.
struct RightName {
    std::string_view kind;    ///< trademark or patent
    std::string_view office;  ///< WIPO ST.3
    std::string_view number;
    bool is_trademark() const { return kind == trademark_kind; }
    bool is_chinese() const { return office == china; }
};

/// Nothing for what is no id of a trademark or patent: the office must be two capital letters.
inline std::optional<RightName> parse_right(std::string_view id) {
    const std::size_t slash = id.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const RightName name{id.substr(0, slash), id.substr(slash + 1).substr(0, 2),
                         id.substr(slash + 1).size() > 3 ? id.substr(slash + 4) : std::string_view()};
    if (name.kind != trademark_kind && name.kind != patent_kind) return std::nullopt;
    if (name.number.empty() || id[slash + 3] != '-') return std::nullopt;
    for (const char letter : name.office)
        if (letter < 'A' || letter > 'Z') return std::nullopt;
    return name;
}

inline std::string right_id(std::string_view kind, std::string_view office, std::string_view number) {
    return std::string(kind) + "/" + std::string(office) + "-" + std::string(number);
}

/// Whether an office protects the mark by an international registration, as the office's own numbers tell:
/// series 79 of the USPTO, W… of the EUIPO. Its term runs and is renewed at WIPO, by other rules.
inline bool is_madrid_extension(const RightName& name) {
    return name.is_trademark() &&
           ((name.office == "US" && name.number.starts_with("79") && name.number.size() == 8) ||
            (name.office == "EM" && name.number.starts_with('W')));
}

/// A mark that China protects by an international registration, by China's own numbers: G and digits. Its
/// term runs and is renewed at WIPO.
inline bool is_madrid(const RightName& name) {
    return name.is_trademark() && name.is_chinese() && name.number.starts_with('G');
}

/// "CN215792497U": a publication of China, which names a patent where its application number is not known.
inline bool is_chinese_publication(std::string_view number) {
    if (!number.starts_with("CN")) return false;
    number.remove_prefix(2);
    const std::size_t digits = number.find_first_not_of("0123456789");
    if (digits == std::string_view::npos || digits < 7 || digits > 9) return false;
    const std::string_view kind = number.substr(digits);
    const bool has_step = kind.size() == 2 && kind[1] >= '0' && kind[1] <= '9';
    return (kind.size() == 1 || has_step) &&
           std::string_view("ABCDSUY").find(kind[0]) != std::string_view::npos;
}

/// invention, utility_model or design, as the number itself says it; empty where it does not.
std::string_view kind_of_patent_number(std::string_view office, std::string_view number);

}  // namespace xinbu::ip_status
