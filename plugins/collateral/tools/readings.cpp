// Makes the table of readings from the Unicode Han database: of every character its simplified form and how
// it is read in Mandarin, without tones.
//
//     xinbu_readings Unihan_Readings.txt Unihan_Variants.txt OUT
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t most_readings = 4;
constexpr unsigned long last_code = 0xFFFF;  // names are written with the basic plane

struct Reading {
    std::vector<std::string> syllables;
    int rank = 9;  ///< of the source that told them: smaller is better
    unsigned long simplified = 0;
};

struct Letter {
    std::string_view written;
    char plain;
};
constexpr std::array<Letter, 37> letters{
    {{"ā", 'a'},     {"á", 'a'}, {"ǎ", 'a'},      {"à", 'a'},      {"ē", 'e'},      {"é", 'e'},
     {"ě", 'e'},     {"è", 'e'}, {"ī", 'i'},      {"í", 'i'},      {"ǐ", 'i'},      {"ì", 'i'},
     {"ō", 'o'},     {"ó", 'o'}, {"ǒ", 'o'},      {"ò", 'o'},      {"ū", 'u'},      {"ú", 'u'},
     {"ǔ", 'u'},     {"ù", 'u'}, {"ǖ", 'v'},      {"ǘ", 'v'},      {"ǚ", 'v'},      {"ǜ", 'v'},
     {"ü", 'v'},     {"ń", 'n'}, {"ň", 'n'},      {"ǹ", 'n'},      {"ḿ", 'm'},      {"ê", 'e'},
     {"ế", 'e'},     {"ề", 'e'}, {"\xCC\x80", 0}, {"\xCC\x81", 0}, {"\xCC\x84", 0}, {"\xCC\x8C", 0},
     {"\xCC\x88", 0}}};

/// "zhòng" is "zhong"; empty where there is something that no syllable has.
std::string without_tone(std::string_view syllable) {
    std::string plain;
    while (!syllable.empty()) {
        if (syllable.front() >= 'a' && syllable.front() <= 'z') {
            plain += syllable.front();
            syllable.remove_prefix(1);
            continue;
        }
        const auto known = std::ranges::find_if(
            letters, [&](const Letter& letter) { return syllable.starts_with(letter.written); });
        if (known == letters.end()) return {};
        if (known->plain != 0) plain += known->plain;
        syllable.remove_prefix(known->written.size());
    }
    return plain;
}

/// Cuts "lè(283) yuè(54)", "0683.040:lè 1430.060:yuè,yào" and "lè yuè" into syllables.
std::vector<std::string> syllables_in(std::string_view text) {
    std::vector<std::string> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" ,"), text.size());
        std::string_view one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (const std::size_t colon = one.rfind(':'); colon != std::string_view::npos)
            one.remove_prefix(colon + 1);
        std::string plain = without_tone(one.substr(0, one.find('(')));
        if (!plain.empty() && std::ranges::find(found, plain) == found.end())
            found.push_back(std::move(plain));
    }
    return found;
}

/// Modern dictionaries tell how a character is read now; the old one only where they do not have it.
int rank_of(std::string_view source) {
    if (source == "kMandarin" || source == "kHanyuPinlu" || source == "kXHC1983" || source == "kTGHZ2013")
        return 0;
    return source == "kHanyuPinyin" ? 1 : 9;
}

struct Line {
    unsigned long code = 0;
    std::string field, value;
};

template <class Use>
bool each_line(const char* path, Use use) {
    std::ifstream file(path);
    std::string text;
    while (std::getline(file, text)) {
        const std::size_t first = text.find('\t'), second = text.find('\t', first + 1);
        if (!text.starts_with("U+") || second == std::string::npos) continue;
        const Line line{std::stoul(text.substr(2), nullptr, 16), text.substr(first + 1, second - first - 1),
                        text.substr(second + 1)};
        if (line.code <= last_code) use(line);
    }
    return file.eof();
}

void add(Reading& reading, const Line& line) {
    const int rank = rank_of(line.field);
    if (rank > reading.rank || rank == 9) return;
    if (rank < reading.rank) reading.syllables.clear();
    reading.rank = rank;
    for (std::string& one : syllables_in(line.value)) {
        const bool is_customary = line.field == "kMandarin";
        if (is_customary) std::erase(reading.syllables, one);
        if (std::ranges::find(reading.syllables, one) != reading.syllables.end()) continue;
        reading.syllables.insert(is_customary ? reading.syllables.begin() : reading.syllables.end(),
                                 std::move(one));
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) return std::fprintf(stderr, "usage: xinbu_readings READINGS VARIANTS OUT\n"), 2;
    std::map<unsigned long, Reading> readings;
    bool is_read = each_line(arguments[1], [&](const Line& line) { add(readings[line.code], line); });
    is_read = each_line(arguments[2],
                        [&](const Line& line) {
                            if (line.field != "kSimplifiedVariant" || !line.value.starts_with("U+")) return;
                            // A character that is a simplified form itself is named first in its own list.
                            const unsigned long simplified = std::stoul(line.value.substr(2), nullptr, 16);
                            if (simplified != line.code && simplified <= last_code)
                                readings[line.code].simplified = simplified;
                        }) &&
              is_read;
    std::erase_if(readings,
                  [](const auto& one) { return one.second.syllables.empty() && one.second.simplified == 0; });
    std::set<std::string> all;
    for (auto& [code, reading] : readings) {
        if (reading.syllables.size() > most_readings) reading.syllables.resize(most_readings);
        all.insert(reading.syllables.begin(), reading.syllables.end());
    }
    if (!is_read || readings.size() < 20000)
        return std::fprintf(stderr, "xinbu_readings: %s is no Unihan table of readings\n", arguments[1]), 1;
    std::ofstream out(arguments[3]);
    out << "constexpr std::string_view syllables[]{\n\"\"";
    for (const std::string& one : all) out << ",\n\"" << one << '"';
    out << "};\nconstexpr Character characters[]{\n";
    for (const auto& [code, reading] : readings) {
        out << '{' << code << ',' << reading.simplified << ",{";
        for (const std::string& one : reading.syllables)
            out << std::distance(all.begin(), all.find(one)) + 1 << ',';
        out << "}},\n";
    }
    out << "};\n";
    out.close();
    return out ? 0 : 1;
}
