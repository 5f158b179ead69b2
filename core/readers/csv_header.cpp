#include <fmt/format.h>
#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <set>

#include "csv_cells.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::readers {
namespace {

// Letters of other scripts that are drawn like a Latin small letter (a part of the confusables of UTS 39).
constexpr std::array<std::pair<char32_t, char>, 43> latin_look_alikes{
    {{U'а', 'a'},   {U'в', 'b'}, {U'е', 'e'}, {U'к', 'k'}, {U'м', 'm'}, {U'н', 'h'}, {U'о', 'o'}, {U'р', 'p'},
     {U'с', 'c'},   {U'т', 't'}, {U'у', 'y'}, {U'х', 'x'}, {U'ѕ', 's'}, {U'і', 'i'}, {U'ј', 'j'}, {U'һ', 'h'},
     {U'ԁ', 'd'},   {U'ԛ', 'q'}, {U'ԝ', 'w'}, {U'ѵ', 'v'}, {U'ӏ', 'l'}, {U'ү', 'y'}, {U'ո', 'n'}, {U'ս', 'u'},
     {U'օ', 'o'},   {U'ց', 'g'}, {U'α', 'a'}, {U'ε', 'e'}, {U'ι', 'i'}, {U'κ', 'k'}, {U'ν', 'v'}, {U'ο', 'o'},
     {U'ρ', 'p'},   {U'τ', 't'}, {U'υ', 'u'}, {U'χ', 'x'}, {U'γ', 'y'}, {U'ɑ', 'a'}, {U'ɡ', 'g'}, {U'ı', 'i'},
     {U'ꭎ', 'u'}, {U'ⅼ', 'l'}, {U'ʋ', 'v'}}};

// What a name looks like: compatibility forms resolved, case folded, marks and invisible characters dropped,
// blanks and underscores alike, look-alike letters replaced.
std::string skeleton(std::string_view text) {
    utf8proc_uint8_t* made = nullptr;
    const utf8proc_ssize_t size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &made,
                     static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                                    UTF8PROC_IGNORE | UTF8PROC_LUMP | UTF8PROC_STRIPMARK |
                                                    UTF8PROC_DECOMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(made, &std::free);
    if (size < 0) return std::string(text);
    std::string result;
    const utf8proc_uint8_t* at = made;
    const utf8proc_uint8_t* end = made + size;
    while (at < end) {
        utf8proc_int32_t c = 0;
        const utf8proc_ssize_t bytes = utf8proc_iterate(at, end - at, &c);
        if (bytes <= 0) break;
        const auto* found = latin_look_alikes.begin();
        while (found != latin_look_alikes.end() && found->first != static_cast<char32_t>(c)) ++found;
        if (found != latin_look_alikes.end()) {
            result += found->second;
        } else if (c == ' ' || c == '-' || c == '_') {
            result += '_';
        } else {
            result.append(reinterpret_cast<const char*>(at), static_cast<std::size_t>(bytes));
        }
        at += bytes;
    }
    return result;
}

std::string first_foreign_character(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (static_cast<unsigned char>(text[at]) < 0x80) continue;
        utf8proc_int32_t c = 0;
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                         static_cast<utf8proc_ssize_t>(text.size() - at), &c);
        return code_point_name(static_cast<char32_t>(c));
    }
    return {};
}

/// "`a`, `b`"; of a long row the first ones.
std::string quoted(const std::vector<std::string>& names) {
    constexpr std::size_t most_shown = 30;
    std::string list;
    for (std::size_t at = 0; at < names.size() && at < most_shown; ++at)
        list += fmt::format("{}`{}`", at == 0 ? "" : ", ", printable(names[at], 40));
    return names.size() > most_shown ? list + ", …" : list;
}

class HeaderCheck {
public:
    std::vector<Detail> run(const std::vector<std::string>& header,
                            const std::vector<std::string>& required) {
        std::set<std::string> seen;
        for (std::size_t index = 0; index < header.size(); ++index) {
            const std::string& name = header[index];
            if (name.empty()) {
                add("csv.header_empty", tr("column {} of the header has no name"), index + 1, "");
            } else if (!seen.insert(name).second) {
                add("csv.header_duplicate", tr("column {} of the header repeats the name `{}`"), index + 1,
                    printable(name, 40));
            } else if (const std::optional<TextFault> fault = name_fault(name)) {
                add("csv.header_character", tr("column {} of the header: {}"), index + 1, fault->message());
            }
        }
        std::vector<std::string> missing;
        for (const std::string& wanted : required) {
            const bool look_alike = find_look_alike(header, wanted);
            if (!look_alike && !seen.contains(wanted)) missing.push_back(wanted);
        }
        if (!missing.empty())
            add("csv.header_missing", tr("the header has no column {}; it has {}"), quoted(missing),
                quoted(header));
        return std::move(faults_);
    }

private:
    bool find_look_alike(const std::vector<std::string>& header, const std::string& wanted) {
        const std::string look = skeleton(wanted);
        bool found = false;
        for (const std::string& name : header) {
            if (name == wanted || name.empty() || skeleton(name) != look) continue;
            found = true;
            const std::string character = first_foreign_character(name);
            const std::string shown = printable(name, 40);
            if (character.empty()) {
                add("csv.header_look_alike", tr("the column `{}` must be written `{}`"), shown, wanted);
            } else {
                add("csv.header_look_alike", tr("the column `{}` looks like `{}` but holds {}"), shown,
                    wanted, character);
            }
        }
        return found;
    }

    template <class... Parts>
    void add(const char* rule, const char* sentence, const Parts&... parts) {
        faults_.push_back(Detail{{}, 0, {}, rule, fmt::format(fmt::runtime(sentence), parts...)});
    }

    std::vector<Detail> faults_;
};

}  // namespace

std::vector<Detail> header_faults(const std::vector<std::string>& header,
                                  const std::vector<std::string>& required) {
    return HeaderCheck().run(header, required);
}

}  // namespace xinbu::readers
