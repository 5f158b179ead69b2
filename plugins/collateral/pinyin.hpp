// Chinese characters as they sound. The table is made from the Unicode Han database while building: of every
// character its simplified form and its readings in Mandarin, without tones (ü is v).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xinbu::collateral {

/// The characters of a text, one by one.
std::u32string characters_of(std::string_view utf8);
/// Whether the table knows how it is read.
bool is_han(char32_t character);
/// The simplified form of a character; itself where it has none.
char32_t simplified(char32_t character);
/// How it is read, the customary reading first: "le", "yue". Empty where the table does not say.
std::vector<std::string_view> readings(char32_t character);

/// Every way to read the characters one after the other ("taoyuan"), each once and the customary one first;
/// where there would be more than 64, characters further behind are read the customary way. Empty where one
/// of them is not in the table.
std::vector<std::string> spoken(std::u32string_view characters);
/// The same with the first letter of each reading: "ty".
std::vector<std::string> initials(std::u32string_view characters);

}  // namespace xinbu::collateral
