#include "clear_numbers.hpp"

#include <algorithm>
#include <optional>

#include "xinbu/host/personal.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/people.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::host {

using plugin::Array;
using plugin::Field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Text;
using plugin::Value;

namespace {

/// Official numbers stand in entries of every kind, so only what is a number for certain counts.
bool holds_number(std::string_view text) {
    return plugin::holds_citizen_id(text, plugin::IdentityNumbers::sound);
}

bool holds_number_within(const Value& value) {
    const auto holds = [](const Value& inner) { return holds_number_within(inner); };
    if (value.text() != nullptr) return holds_number(*value.text());
    if (value.array() != nullptr) return std::ranges::any_of(*value.array(), holds);
    return value.object() != nullptr &&
           std::ranges::any_of(*value.object(), holds,
                               [](const plugin::Member& member) -> const Value& { return member.value; });
}

class Search {
public:
    Search(const plugin::EntryType& type, DraftInput& input, const plugin::Records& records,
           plugin::Faults& faults)
        : type_(type), input_(input), records_(records), faults_(faults) {}

    void run() {
        const plugin::Draft& draft = input_.draft;
        if (holds_number(draft.record) && !is_name_of_known(draft.record)) complain("/record", in_record());
        // Nearly no draft holds one, and none else is worth the walk by declared fields.
        const auto holds = [](const plugin::Member& member) { return holds_number_within(member.value); };
        if (std::ranges::any_of(draft.data, holds)) members(type_.fields, input_.draft.data, "/data");
        attachments();
    }

private:
    static Text in_text() {
        return {
            "Holds a person's identity number in clear: mask it like 320102********0010, or name the "
            "person as a party by citizen-id: and the number, which is then sealed.",
            "含有明文公民身份号码：请按320102********0010的形式脱敏，或将其作为当事人以“citizen-id:号码”"
            "填写（将加密封存）。"};
    }
    static Text in_record() {
        return {"The record would be named by a person's identity number in clear: name it otherwise.",
                "记录编号含有明文公民身份号码：请改用其他编号。"};
    }
    static Text in_file_name() {
        return {"The file name holds a person's identity number in clear: give the file a name without it.",
                "文件名含有明文公民身份号码：请先将文件改名，去掉该号码。"};
    }

    void complain(std::string pointer, Text message) {
        const bool is_said = std::ranges::any_of(
            faults_, [&](const plugin::Fault& fault) { return !fault.warning && fault.pointer == pointer; });
        if (!is_said) faults_.push_back({std::move(pointer), "citizen_id.in_clear", std::move(message)});
    }

    /// An organisation goes by its credit code, which may read like a number; and what was named before this
    /// rule goes on under its name.
    bool is_name_of_known(std::string_view id) const {
        return !plugin::uscc_fault(id.substr(id.find('/') + 1)) || records_.find(id);
    }

    /// Those are sealed before there are any bytes.
    bool is_sealed(const Value& value) {
        if (!personal_) personal_ = personal_data(type_, input_.draft.data);
        return std::ranges::find(personal_->values, &value, [](const PersonalValue& one) -> const Value* {
                   return one.value;
               }) != personal_->values.end();
    }

    void text(const Value& given, const std::string& pointer) {
        if (given.text() != nullptr && holds_number(*given.text()) && !is_sealed(given))
            complain(pointer, in_text());
    }

    void members(const std::vector<Field>& fields, const Object& object, const std::string& pointer) {
        for (const Field& field : fields)
            if (const Value* given = object.find(field.id))
                value(field, *given, pointer_to(pointer, field.id));
    }

    void value(const Field& field, const Value& given, const std::string& pointer) {
        switch (field.kind) {
            case FieldKind::sha256:  // sixty-four digits, eighteen of which may be anything
                return;
            case FieldKind::identifier:  // of another scheme, and checked by it
                if (field.scheme == "citizen-id") text(given, pointer);
                return;
            case FieldKind::reference:
                if (given.text() != nullptr && !is_name_of_known(*given.text())) text(given, pointer);
                return;
            case FieldKind::party:
                if (given.object() != nullptr) party(*given.object(), pointer);
                return;
            case FieldKind::group:
                if (given.object() != nullptr) members(field.items, *given.object(), pointer);
                return;
            case FieldKind::list:
                if (const Array* elements = given.array())
                    for (std::size_t at = 0; at < elements->size(); ++at)
                        value(field.items.front(), (*elements)[at], pointer_to(pointer, at));
                return;
            default:
                text(given, pointer);
        }
    }

    void party(const Object& object, const std::string& pointer) {
        for (const plugin::Member& member : object) {
            const std::string* given = member.value.text();
            const bool is_code =
                member.name == "identifier" && given != nullptr && !plugin::uscc_fault(*given);
            if (!is_code) text(member.value, pointer_to(pointer, member.name));
        }
    }

    void attachments() {
        for (std::size_t at = 0; at < input_.attachments.size(); ++at) {
            const Object* attachment = input_.attachments[at].object();
            if (attachment == nullptr) continue;
            const std::string pointer = pointer_to("/attachments", at);
            if (holds_number(plugin::text_at(*attachment, "name")))
                complain(pointer_to(pointer, "name"), in_file_name());
            if (holds_number(plugin::text_at(*attachment, "media")))
                complain(pointer_to(pointer, "media"), in_text());
        }
    }

    const plugin::EntryType& type_;
    DraftInput& input_;
    const plugin::Records& records_;
    plugin::Faults& faults_;
    std::optional<PersonalData> personal_;
};

}  // namespace

void check_clear_numbers(const plugin::EntryType& type, DraftInput& input, const plugin::Records& records,
                         plugin::Faults& faults) {
    Search(type, input, records, faults).run();
}

void mask_numbers(plugin::Faults& faults) {
    for (plugin::Fault& fault : faults)
        for (std::string* text : {&fault.pointer, &fault.message.en, &fault.message.zh})
            if (plugin::holds_citizen_id(*text)) *text = plugin::without_citizen_ids(*text);
}

std::string quotable(std::string_view text, std::size_t limit) {
    return readers::printable(plugin::without_citizen_ids(text), limit);
}

}  // namespace xinbu::host
