// Small readers and writers that every part of the plugin uses.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::collateral {

/// Both languages of a sentence with {0}, {1}… replaced by the arguments; the order may differ between them.
plugin::Text said(std::string_view en, std::string_view zh,
                  std::initializer_list<std::string_view> arguments = {});

/// The boolean member `name`; nothing where it is missing or no boolean.
std::optional<bool> boolean_at(const plugin::Object& object, std::string_view name);

/// The amount of money `name`; nothing where it is missing or none.
std::optional<plugin::Money> money_at(const plugin::Object& object, std::string_view name);
/// The code of the party `name`: a credit code, or one with its scheme; empty where there is none.
std::string_view code_at(const plugin::Object& object, std::string_view name);
/// The texts of the list `name`, each once, in its order.
std::vector<std::string> texts_at(const plugin::Object& object, std::string_view name);
/// Whether the list `name` holds that text.
bool lists(const plugin::Object& object, std::string_view name, std::string_view text);

/// "3,000,000.00 CNY".
std::string amount_text(std::int64_t minor_units, std::string_view currency);
/// "30.00 %" for 3000.
std::string percent(std::int64_t basis_points);
/// The elements joined by ", ", or by another separator ("、" between Chinese words).
std::string joined(const std::vector<std::string>& elements, std::string_view separator = ", ");
plugin::Text joined_texts(const std::vector<plugin::Text>& elements);

/// A name as it is compared: half-width, without blanks, ASCII letters in upper case.
std::string comparable_name(std::string_view name);

/// Whether `text` holds `words`, blanks, widths and case aside; no words are held by nothing.
bool holds_words(std::string_view text, std::string_view words);
/// Whether two names are of the same party as far as spelling tells: equal as they are compared, or one holds
/// the other, as a branch's name holds the bank's.
bool is_alike_name(std::string_view left, std::string_view right);
/// Whether two registration numbers are the same, blanks, widths and case aside; an empty one is none.
bool is_same_number(std::string_view left, std::string_view right);
/// A code as it is compared: a credit code in canonical form, one with a scheme as it is.
std::string canonical_code(std::string_view text);

bool is_trademark(std::string_view right);
bool is_patent(std::string_view right);
/// What stands behind the first slash of a record id; empty where there is none.
std::string_view key_of(std::string_view record);

/// The office of a right's id, "CN" for "patent/CN-202010566088.9"; empty where it names none.
std::string_view office_of(std::string_view right);

/// Adds `value` where it is not there yet.
void add_once(std::vector<std::string>& values, std::string_view value);

/// Whether `code` (of a party, or asked for) names this party: by its code or its pseudonym; of a natural
/// person's number only some digits may be shown.
bool is_party(const plugin::Object& party, std::string_view code);
/// A record as it stood on that day.
std::optional<plugin::Record> record_on(const plugin::Records& records, plugin::Date day,
                                        std::string_view id);

}  // namespace xinbu::collateral
