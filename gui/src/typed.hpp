// What a person types into one line of a form, and the value it means. Knows no window.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::gui {

/// The value of a text, identifier, reference, sha256, paragraph, date, integer or basis-points field; the
/// error is a sentence. The text is not empty. Outer blanks are dropped.
tl::expected<plugin::Value, std::string> typed_value(const plugin::Field& field, const std::string& text);
/// "3,000,000.5" in CNY → {"amount":300000050,"currency":"CNY"}.
tl::expected<plugin::Value, std::string> typed_money(const std::string& figures, const std::string& currency);

/// What typed_value would read back as `value`; empty for a value of another shape.
std::string text_to_edit(const plugin::Field& field, const plugin::Value& value);
/// How to write a value of that kind, as a hint inside the empty control; may be empty.
std::string hint_for(const plugin::Field& field);

/// A check's parameters as texts, as the command line would be given them.
std::vector<session::Condition> as_conditions(const plugin::Object& parameters);

/// Entry types that `role` may sign: about records of `kind` and status `status`, or, without a status, those
/// that may be a record's first entry.
std::vector<const plugin::EntryType*> entry_types_for(const std::vector<const plugin::EntryType*>& of_kind,
                                                      const std::optional<std::string>& status,
                                                      const std::string& role);

}  // namespace xinbu::gui
