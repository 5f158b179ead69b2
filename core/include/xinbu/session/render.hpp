// An entry as a person reads it before signing, and after.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::session {

using Lines = std::vector<std::pair<std::string, std::string>>;

/// One line per declared field that has a value, in declared order, then members that nobody declared under
/// their ids.
Lines render(const std::vector<plugin::Field>& fields, const plugin::Object& data);

/// One value by its field's kind: money in figures (CNY also in Chinese capitals), choices by label, shares
/// as percent.
std::string render_value(const plugin::Field& field, const plugin::Value& value);

/// An amount of CNY in fen in the capitals of cheques and contracts: 300000000 → 叁佰万元整. Amounts below
/// zero or from 10^12 yuan on have none.
std::string chinese_capitals(std::int64_t fen);

/// Who signed an entry, and who approved it where it was proposed.
std::string signers_text(const HistoryItem& item);

}  // namespace xinbu::session
