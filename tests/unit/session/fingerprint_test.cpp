#include "xinbu/session/fingerprint.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <regex>
#include <set>

#include "session/support.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::session {
namespace {

Hash counting_from(std::uint8_t first) {
    Hash hash{};
    for (std::uint8_t& byte : hash) byte = first++;
    return hash;
}

/// The words of all 256 bytes, in order.
std::vector<std::string> all_words(Words words) {
    std::vector<std::string> all;
    for (int first = 0; first < 256; first += 32) {
        std::string text = fingerprint_words(counting_from(static_cast<std::uint8_t>(first)), words);
        if (words == Words::english) {
            std::istringstream stream(text);
            std::string word;
            for (int i = 0; i < 32 && stream >> word; ++i) all.push_back(word);
        } else {
            std::erase(text, ' ');
            for (std::size_t i = 0; i < 32; ++i) all.push_back(text.substr(i * 3, 3));
        }
    }
    return all;
}

std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = i;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t corner = row[0]++;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({row[j - 1] + 1, above + 1, corner + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            corner = above;
        }
    }
    return row.back();
}

TEST(FingerprintWords, lead_back_to_the_fingerprint_in_every_form) {
    for (int first = 0; first < 256; ++first) {
        const Hash hash = counting_from(static_cast<std::uint8_t>(first));
        for (const std::string& text : {to_hex(hash), fingerprint_words(hash, Words::english),
                                        fingerprint_words(hash, Words::chinese)}) {
            const Result<Hash> read = read_fingerprint(text);
            ASSERT_TRUE(read) << text << ": " << read.error().why;
            EXPECT_EQ(*read, hash) << text;
        }
    }
    // As somebody types them.
    const Hash hash = counting_from(200);
    std::string digits = to_hex(hash), loud = fingerprint_words(hash, Words::english);
    for (std::size_t at = 8; at < digits.size(); at += 9) digits.insert(at, " ");
    for (char& c : loud) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_EQ(read_fingerprint(digits).value_or(Hash{}), hash);
    EXPECT_EQ(read_fingerprint(" " + loud + "\n").value_or(Hash{}), hash);
    EXPECT_EQ(read_fingerprint("xinbu/91320100748204660Q/x fingerprint=" + to_hex(hash)).value_or(Hash{}),
              hash);
    const std::string chinese = fingerprint_words(hash, Words::chinese);
    EXPECT_EQ(read_fingerprint(std::regex_replace(chinese, std::regex(" "), "，") + "。").value_or(Hash{}),
              hash);
    EXPECT_EQ(read_fingerprint(std::regex_replace(chinese, std::regex(" "), "")).value_or(Hash{}), hash);
}

TEST(FingerprintWords, say_what_is_wrong_with_them) {
    const Hash hash = counting_from(7);
    const auto words = [&] {
        std::vector<std::string> all;
        std::istringstream stream(fingerprint_words(hash, Words::english));
        std::string word;
        while (stream >> word) all.push_back(word);
        return all;
    }();
    ASSERT_EQ(words.size(), 33U);
    const auto why = [](const std::vector<std::string>& some) {
        std::string text;
        for (const std::string& word : some) text += word + " ";
        const Result<Hash> read = read_fingerprint(text);
        return read ? std::string() : read.error().why;
    };
    EXPECT_EQ(why(words), "");
    std::vector<std::string> misheard = words;
    misheard[4] = "battle";
    EXPECT_EQ(why(misheard), "word 5 of it, battle, is none of a fingerprint");
    misheard[4] = words[9];
    EXPECT_NE(why(misheard).find("does not fit"), std::string::npos);
    std::vector<std::string> swapped = words;
    std::swap(swapped[2], swapped[3]);
    EXPECT_NE(why(swapped).find("does not fit"), std::string::npos);
    std::vector<std::string> shorter = words;
    shorter.pop_back();
    EXPECT_EQ(why(shorter), "it has 32 words, and a fingerprint has 33");
    EXPECT_NE(why({"nonsense"}), "");
    EXPECT_NE(why({}), "");
    EXPECT_NE(why({std::string(63, 'a')}), "");
    EXPECT_FALSE(read_fingerprint("\xff\xfe"));
}

TEST(FingerprintWords, are_told_apart_by_who_types_them) {
    const std::vector<std::string> words = all_words(Words::english);
    ASSERT_EQ(std::set<std::string>(words.begin(), words.end()).size(), 256U);
    for (std::size_t i = 0; i < words.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            EXPECT_GE(distance(words[i], words[j]), 2U) << words[i] << " " << words[j];
            EXPECT_NE(words[i].substr(0, 4), words[j].substr(0, 4));
        }
}

/// A reading as it is heard over a bad line, from whoever makes no difference between z and zh, l and n, n
/// and ng.
std::string as_heard(std::string reading) {
    static const std::map<std::string, std::string> plain{
        {"ā", "a"}, {"á", "a"}, {"ǎ", "a"}, {"à", "a"}, {"ē", "e"}, {"é", "e"}, {"ě", "e"},
        {"è", "e"}, {"ī", "i"}, {"í", "i"}, {"ǐ", "i"}, {"ì", "i"}, {"ō", "o"}, {"ó", "o"},
        {"ǒ", "o"}, {"ò", "o"}, {"ū", "u"}, {"ú", "u"}, {"ǔ", "u"}, {"ù", "u"}, {"ǖ", "v"},
        {"ǘ", "v"}, {"ǚ", "v"}, {"ǜ", "v"}, {"ü", "v"}};
    for (const auto& [marked, letter] : plain)
        for (std::size_t at = reading.find(marked); at != std::string::npos; at = reading.find(marked))
            reading.replace(at, marked.size(), letter);
    reading = std::regex_replace(reading, std::regex("^([zcs])h"), "$1");
    reading = std::regex_replace(reading, std::regex("^n"), "l");
    return std::regex_replace(reading, std::regex("(i|e)ng$"), "$1n");
}

TEST(FingerprintWords, are_told_apart_by_who_hears_them) {
    const std::vector<std::string> words = all_words(Words::chinese);
    ASSERT_EQ(std::set<std::string>(words.begin(), words.end()).size(), 256U);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> readings(
        ::popen("bzcat /usr/share/unicode/Unihan_Readings.txt.bz2 2>/dev/null", "r"), &::pclose);
    std::map<std::string, std::string> readings_of;  // by character
    char line[4096];
    while (readings && std::fgets(line, sizeof line, readings.get()) != nullptr) {
        unsigned code = 0;
        char reading[64];
        if (std::sscanf(line, "U+%X\tkMandarin\t%63[^ \t\n]", &code, reading) != 2 || code > 0xFFFF) continue;
        std::string character;
        character.push_back(static_cast<char>(0xE0 | code >> 12));
        character.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
        character.push_back(static_cast<char>(0x80 | (code & 0x3F)));
        readings_of[character] = reading;
    }
    if (readings_of.empty()) GTEST_SKIP() << "no Unihan database (package unicode-data), or no bzcat";
    std::map<std::string, std::string> seen;
    for (const std::string& word : words) {
        ASSERT_TRUE(readings_of.contains(word)) << word;
        const auto [at, is_new] = seen.emplace(as_heard(readings_of.at(word)), word);
        EXPECT_TRUE(is_new) << word << " is heard like " << at->second << ": " << at->first;
    }
}

TEST(FingerprintWords, come_as_a_picture_for_either_kind_of_file) {
    const Hash hash = counting_from(1);
    const std::string svg = to_text(take(fingerprint_picture("o", hash, "x.svg")));
    EXPECT_TRUE(svg.starts_with("<svg ")) << svg.substr(0, 100);
    EXPECT_TRUE(to_text(take(fingerprint_picture("o", hash, "x.png"))).starts_with("\x89PNG"));
    EXPECT_EQ(take(fingerprint_picture("o", hash, "x.png")), take(fingerprint_picture("o", hash, "y.png")));
    EXPECT_NE(take(fingerprint_picture("o", hash, "x.png")), take(fingerprint_picture("o", Hash{}, "x.png")));
    EXPECT_EQ(code_of(fingerprint_picture("o", hash, "x.jpg")), "unknown_format");
}

}  // namespace
}  // namespace xinbu::session
