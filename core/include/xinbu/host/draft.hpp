// The one way in: what a form, a file, an import or the command line drafted, made canonical and checked
// whole.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "xinbu/base/result.hpp"
#include "xinbu/host/catalogue.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::host {

/// A draft as it comes from outside.
struct DraftInput {
    plugin::Draft draft;
    plugin::Array attachments{};  ///< `[{"bytes","media","name","sha256"}]`
};

/// A draft that may be signed: canonical, complete, with its record.
struct PreparedDraft {
    plugin::Draft draft;
    plugin::Array attachments{};
    const plugin::EntryType* type = nullptr;  ///< belongs to the catalogue
    plugin::Faults warnings{};                ///< to be shown; they do not hinder signing
};

/// From a JSON object `{"type","record","effective","data","attachments"}`; `record` and `attachments` may be
/// missing. Unknown members, missing ones and other types of value are faults, all of them listed.
tl::expected<DraftInput, plugin::Faults> parse_draft(const plugin::Value& value);

/// The draft as JSON, as parse_draft reads it.
plugin::Value draft_json(const plugin::Draft& draft, const plugin::Array& attachments = {});

/// Prepares a draft: the plugin's normalise, NFC, every declared rule, the record's id (from the plugin and
/// `numbers` where the draft names none), lifecycle, the plugin's own validate. Faults of one draft come all
/// together; the plugin's validate runs only when the declared rules hold, as the contract promises.
/// `records` are as of the draft's effective date or later, with earlier drafts of the same commit folded in.
/// Throws Failure `plugin_failed` when the plugin throws.
///
/// A first entry that leads into a state and names none that it follows begins a record's life: where the
/// record is there already, lifecycle.exists. All others may come again, in the states that `from` names.
///
/// Rules: type.unknown, type.core_only (only the program itself writes such entries), schema.required,
/// schema.unknown_member, schema.type, schema.minimum, schema.maximum, schema.depth, integer.too_large,
/// date.invalid, money.currency, money.negative, choice.unknown, text.empty, text.forbidden_character,
/// text.too_long, list.too_short, list.too_long, sha256.invalid, identifier.<scheme>, party.identifier,
/// reference.invalid, reference.kind, reference.unknown (a warning), record.missing, record.invalid,
/// record.kind, lifecycle.unknown_record, lifecycle.exists, lifecycle.state, entry.too_large,
/// citizen_id.in_clear (a person's identity number that would not stand sealed: in the data, the name of an
/// attachment or of a new record).
///
/// No fault repeats an identity number, whoever found it: such numbers are masked in all of them.
tl::expected<PreparedDraft, plugin::Faults> prepare(const Catalogue& catalogue, DraftInput input,
                                                    const plugin::Records& records,
                                                    plugin::Numbering& numbers);

/// As prepare(), but without the lifecycle and the plugin's validate: for looking whether the ledger has an
/// entry of this content already.
tl::expected<PreparedDraft, plugin::Faults> in_signed_form(const Catalogue& catalogue, DraftInput input,
                                                           const plugin::Records& records,
                                                           plugin::Numbering& numbers);

/// A draft in the form in which it would be signed, whatever it breaks. Throws Failure `unknown_type` where
/// no plugin declares its type, `invalid_draft` where it is nested too deep.
plugin::Draft normalise(const Catalogue& catalogue, plugin::Draft draft);

/// Brings every text in `value` to Unicode NFC.
void normalise_texts(plugin::Value& value);
/// Checks `object` against declared fields and adds what is wrong, with pointers below `pointer`. Forms check
/// what was typed with it, hosts a check's parameters.
void check_fields(const std::vector<plugin::Field>& fields, const plugin::Object& object,
                  std::string_view pointer, plugin::Faults& faults);

/// RFC 6901: `pointer` extended by one member name or index.
std::string pointer_to(std::string_view pointer, std::string_view member);
std::string pointer_to(std::string_view pointer, std::size_t index);

/// A fault as hosts show it, in the language in force.
Detail detail_of(const plugin::Fault& fault, std::string file = {}, long line = 0);
/// Category invalid, code `invalid_draft`, one detail per fault.
Error draft_error(const plugin::Faults& faults, std::string file = {}, long line = 0);

}  // namespace xinbu::host
