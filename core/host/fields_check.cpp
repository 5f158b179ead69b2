// Declared fields against what was typed, imported or parsed.
#include <algorithm>

#include "clear_numbers.hpp"
#include "text_rules.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::host {

using plugin::Field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Text;
using plugin::Value;

namespace {

constexpr std::int64_t largest_integer = plugin::largest_amount;

/// Where in the draft the check is. The pointer is put together only when there is something to say.
class Place {
public:
    explicit Place(std::string_view base) : text_(base) {}
    Place(const Place& outer, std::string_view member) : outer_(&outer), text_(member) {}
    Place(const Place& outer, std::size_t index) : outer_(&outer), index_(index), is_index_(true) {}

    std::string pointer() const {
        if (outer_ == nullptr) return std::string(text_);
        return is_index_ ? pointer_to(outer_->pointer(), index_) : pointer_to(outer_->pointer(), text_);
    }

private:
    const Place* outer_ = nullptr;
    std::string_view text_;
    std::size_t index_ = 0;
    bool is_index_ = false;
};

std::string number(std::int64_t value) {
    return std::to_string(value);
}

/// A value from outside as a message may quote it.
std::string quoted(std::string_view value) {
    constexpr std::size_t longest_quote = 60;
    return quotable(value, longest_quote);
}

/// "in_force", and in Chinese "有效（in_force）"; in English the label stands behind an id that is not the
/// same words.
Text offered(const plugin::Choice& choice) {
    std::string words = choice.id, label = choice.label.en;
    for (std::string* text : {&words, &label})
        for (char& c : *text)
            c = c == '_' || c == '-' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return {words == label || label.empty() ? choice.id : choice.id + " (" + choice.label.en + ")",
            choice.label.zh.empty() ? choice.id : choice.label.zh + "（" + choice.id + "）"};
}

/// The first few choices; of more the rest is one "…".
Text offered_of(const std::vector<plugin::Choice>& choices) {
    constexpr std::size_t most_named = 8;
    Text all;
    for (std::size_t at = 0; at < choices.size(); ++at) {
        if (at == most_named) {
            all.en += ", …";
            all.zh += "……";
            break;
        }
        if (at != 0) {
            all.en += ", ";
            all.zh += "、";
        }
        const Text one = offered(choices[at]);
        all.en += one.en;
        all.zh += one.zh;
    }
    return all;
}

Text type_message(FieldKind kind) {
    switch (kind) {
        case FieldKind::date:
            return {"Must be a date, YYYY-MM-DD, as text.", "应为文本形式的日期（YYYY-MM-DD）。"};
        case FieldKind::money:
            return {"Must be an object with amount (minor units) and currency.",
                    "应为含amount（最小货币单位）和currency的对象。"};
        case FieldKind::integer:
            return {"Must be a whole number.", "应为整数。"};
        case FieldKind::basis_points:
            return {"Must be a whole number of basis points (10000 is the whole).",
                    "应为以基点表示的整数（10000为百分之百）。"};
        case FieldKind::boolean:
            return {"Must be true or false.", "应为true或false。"};
        case FieldKind::party:
            return {"Must be an object with name and identifier.", "应为含name和identifier的对象。"};
        case FieldKind::list:
            return {"Must be a list.", "应为列表。"};
        case FieldKind::group:
            return {"Must be an object.", "应为对象。"};
        case FieldKind::text:
        case FieldKind::paragraph:
        case FieldKind::choice:
        case FieldKind::identifier:
        case FieldKind::reference:
        case FieldKind::sha256:
            break;
    }
    return {"Must be a text.", "应为文本。"};
}

/// What the reader's rule ids mean, for a sentence that ends with the code point.
Text character_kind(std::string_view rule) {
    if (rule == "text.bidi") return {"a control of writing direction", "书写方向控制符"};
    if (rule == "text.control" || rule == "text.line_separator")
        return {"a control character or line break", "控制字符或换行符"};
    if (rule == "text.combining") return {"too many combining marks in a row", "连续过多的组合记号"};
    if (rule == "text.noncharacter" || rule == "text.unassigned")
        return {"a code point that is no character", "未分配字符的码位"};
    return {"an invisible character", "不可见字符"};
}

Text character_message(const readers::TextFault& fault) {
    if (fault.rule == "text.utf8") return {"Is no valid UTF-8 text.", "不是有效的UTF-8文本。"};
    const Text kind = character_kind(fault.rule);
    const std::string name = readers::code_point_name(fault.code_point);
    return {"Holds " + kind.en + ", " + name + ", which no record may hold.",
            "含有" + kind.zh + name + "，不得写入记录。"};
}

/// The digits of a whole number, whatever its size: no fraction, no exponent.
bool is_whole(std::string_view decimal) {
    if (decimal.starts_with('-')) decimal.remove_prefix(1);
    return plugin::all_digits(decimal);
}

class FieldsCheck {
public:
    explicit FieldsCheck(plugin::Faults& faults) : faults_(faults) {}

    void members(const std::vector<Field>& fields, const Object& object, const Place& at) {
        for (const plugin::Member& member : object) {
            const auto field = std::ranges::find(fields, member.name, &Field::id);
            if (field == fields.end()) {
                unknown_member({at, member.name}, member.name);
            } else {
                value(*field, member.value, {at, member.name});
            }
        }
        for (const Field& field : fields)
            if (field.required && !object.contains(field.id)) missing({at, field.id});
    }

private:
    void complain(const Place& at, std::string rule, Text message) {
        faults_.push_back({at.pointer(), std::move(rule), std::move(message)});
    }
    void wrong_type(const Place& at, FieldKind kind) { complain(at, "schema.type", type_message(kind)); }
    void missing(const Place& at) { complain(at, "schema.required", {"Is required.", "为必填项。"}); }
    void unknown_member(const Place& at, std::string_view name) {
        complain(
            at, "schema.unknown_member",
            {"There is no field “" + quoted(name) + "” here.", "此处没有名为“" + quoted(name) + "”的字段。"});
    }

    void value(const Field& field, const Value& given, const Place& at) {
        switch (field.kind) {
            case FieldKind::money:
                money(given, at);
                return;
            case FieldKind::integer:
            case FieldKind::basis_points:
                integer(field, given, at);
                return;
            case FieldKind::boolean:
                if (given.boolean() == nullptr) wrong_type(at, field.kind);
                return;
            case FieldKind::party:
                party(field, given, at);
                return;
            case FieldKind::list:
                list(field, given, at);
                return;
            case FieldKind::group:
                if (given.object() != nullptr) {
                    members(field.items, *given.object(), at);
                } else {
                    wrong_type(at, field.kind);
                }
                return;
            case FieldKind::text:
            case FieldKind::paragraph:
            case FieldKind::date:
            case FieldKind::choice:
            case FieldKind::identifier:
            case FieldKind::reference:
            case FieldKind::sha256:
                break;
        }
        if (given.text() != nullptr) {
            text_value(field, *given.text(), at);
        } else {
            wrong_type(at, field.kind);
        }
    }

    void text_value(const Field& field, const std::string& given, const Place& at) {
        switch (field.kind) {
            case FieldKind::date:
                if (!plugin::Date::parse(given))
                    complain(at, "date.invalid",
                             {"“" + quoted(given) + "” is no day that exists; expected YYYY-MM-DD.",
                              "“" + quoted(given) + "”不是有效日期；应为YYYY-MM-DD。"});
                break;
            case FieldKind::choice:
                choice(field, given, at);
                break;
            case FieldKind::identifier:
                if (auto fault = plugin::identifier_fault(field.scheme, given))
                    complain(at, "identifier." + field.scheme, std::move(*fault));
                break;
            case FieldKind::reference:
                reference(field, given, at);
                break;
            case FieldKind::sha256:
                if (auto fault = plugin::identifier_fault("sha256", given))
                    complain(at, "sha256.invalid", std::move(*fault));
                break;
            default:
                text(field, given, at);
                break;
        }
    }

    void text(const Field& field, const std::string& given, const Place& at) {
        if (readers::trim(given).empty()) {
            complain(at, "text.empty",
                     {"Is empty; leave it out if there is nothing to say.",
                      "内容为空；如无内容请不要填写该字段。"});
            return;
        }
        if (!is_plain(given)) {
            const auto fault = field.kind == FieldKind::paragraph ? readers::paragraph_fault(given)
                                                                  : readers::name_fault(given);
            if (fault) complain(at, "text.forbidden_character", character_message(*fault));
        }
        if (given.size() > field.max_length) {
            const std::size_t length = readers::code_points(given);
            if (length > field.max_length)
                complain(at, "text.too_long",
                         {"Has " + std::to_string(length) + " characters; at most " +
                              std::to_string(field.max_length) + " are allowed.",
                          "共" + std::to_string(length) + "个字符，最多" + std::to_string(field.max_length) +
                              "个。"});
        }
    }

    void choice(const Field& field, const std::string& given, const Place& at) {
        if (std::ranges::find(field.choices, given, &plugin::Choice::id) != field.choices.end()) return;
        const Text all = offered_of(field.choices);
        complain(at, "choice.unknown",
                 {"“" + quoted(given) + "” is none of: " + all.en + ".",
                  "“" + quoted(given) + "”不在可选值之中：" + all.zh + "。"});
    }

    void reference(const Field& field, const std::string& given, const Place& at) {
        if (!is_record_id(given)) {
            complain(at, "reference.invalid",
                     {"“" + quoted(given) + "” is no record id; expected kind/key.",
                      "“" + quoted(given) + "”不是记录编号；应为“类型/键”。"});
        } else if (!field.target.empty() && kind_of(given) != field.target) {
            complain(at, "reference.kind",
                     {"“" + quoted(given) + "” is no record of kind " + field.target + ".",
                      "“" + quoted(given) + "”不是" + field.target + "类型的记录。"});
        }
    }

    /// Whether it is a number that an entry can hold; says what is wrong where it is not.
    bool is_integer(const Value& given, const Place& at, FieldKind kind) {
        const std::int64_t* held = given.integer();
        if (held != nullptr && *held <= largest_integer && *held >= -largest_integer) return true;
        if (held != nullptr || (given.decimal() != nullptr && is_whole(given.decimal()->text))) {
            complain(at, "integer.too_large",
                     {"Is beyond the largest number that an entry can hold, " + number(largest_integer) + ".",
                      "超出条目可容纳的最大数值" + number(largest_integer) + "。"});
        } else {
            wrong_type(at, kind);
        }
        return false;
    }

    void integer(const Field& field, const Value& given, const Place& at) {
        if (!is_integer(given, at, field.kind)) return;
        if (*given.integer() < field.minimum)
            complain(at, "schema.minimum",
                     {"Must be at least " + number(field.minimum) + ".",
                      "不得小于" + number(field.minimum) + "。"});
        if (*given.integer() > field.maximum)
            complain(at, "schema.maximum",
                     {"Must be at most " + number(field.maximum) + ".",
                      "不得大于" + number(field.maximum) + "。"});
    }

    void money(const Value& given, const Place& at) {
        const Object* object = given.object();
        if (object == nullptr) {
            wrong_type(at, FieldKind::money);
            return;
        }
        const Value* amount = object->find("amount");
        const Value* currency = object->find("currency");
        const Place amount_place(at, "amount"), currency_place(at, "currency");
        only_members(*object, {"amount", "currency"}, at);
        if (amount == nullptr) {
            missing(amount_place);
        } else if (is_integer(*amount, amount_place, FieldKind::integer) && *amount->integer() < 0) {
            complain(amount_place, "money.negative", {"Must not be negative.", "不得为负数。"});
        }
        if (currency == nullptr) {
            missing(currency_place);
        } else if (currency->text() == nullptr) {
            wrong_type(currency_place, FieldKind::text);
        } else if (!plugin::currency_decimals(*currency->text())) {
            complain(currency_place, "money.currency",
                     {"“" + quoted(*currency->text()) + "” is no currency code of ISO 4217, such as CNY.",
                      "“" + quoted(*currency->text()) + "”不是ISO 4217货币代码（如CNY）。"});
        }
    }

    void party(const Field& field, const Value& given, const Place& at) {
        const Object* object = given.object();
        if (object == nullptr) {
            wrong_type(at, FieldKind::party);
            return;
        }
        only_members(*object, {"identifier", "name"}, at);
        const Place name_place(at, "name"), identifier_place(at, "identifier");
        const Value* name = object->find("name");
        if (name == nullptr) {
            missing(name_place);
        } else if (name->text() == nullptr) {
            wrong_type(name_place, FieldKind::text);
        } else {
            text(field, *name->text(), name_place);
        }
        const Value* identifier = object->find("identifier");
        if (identifier == nullptr) return;
        if (identifier->text() == nullptr) {
            wrong_type(identifier_place, FieldKind::text);
        } else if (auto fault = party_fault(*identifier->text())) {
            complain(identifier_place, "party.identifier", std::move(*fault));
        }
    }

    /// A foreign scheme's value is not checked by anyone else, so its characters are here.
    static std::optional<Text> party_fault(const std::string& identifier) {
        if (!is_plain(identifier))
            if (const auto fault = readers::name_fault(identifier)) return character_message(*fault);
        return plugin::party_identifier_fault(identifier);
    }

    void only_members(const Object& object, std::initializer_list<std::string_view> allowed,
                      const Place& at) {
        for (const plugin::Member& member : object)
            if (std::ranges::find(allowed, member.name) == allowed.end())
                unknown_member({at, member.name}, member.name);
    }

    void list(const Field& field, const Value& given, const Place& at) {
        const plugin::Array* elements = given.array();
        if (elements == nullptr) {
            wrong_type(at, FieldKind::list);
            return;
        }
        const auto size = static_cast<std::int64_t>(elements->size());
        if (size < field.minimum)
            complain(at, "list.too_short",
                     {"Has " + number(size) + " elements; at least " + number(field.minimum) + " are needed.",
                      "共" + number(size) + "项，至少需要" + number(field.minimum) + "项。"});
        if (size > field.maximum)
            complain(at, "list.too_long",
                     {"Has " + number(size) + " elements; at most " + number(field.maximum) + " are allowed.",
                      "共" + number(size) + "项，最多" + number(field.maximum) + "项。"});
        std::size_t index = 0;
        for (const Value& element : *elements) value(field.items.front(), element, {at, index++});
    }

    plugin::Faults& faults_;
};

}  // namespace

void check_fields(const std::vector<Field>& fields, const Object& object, std::string_view pointer,
                  plugin::Faults& faults) {
    FieldsCheck(faults).members(fields, object, Place(pointer));
}

std::string pointer_to(std::string_view pointer, std::string_view member) {
    std::string result(pointer);
    result += '/';
    for (const char c : member) {
        if (c == '~') {
            result += "~0";
        } else if (c == '/') {
            result += "~1";
        } else {
            result += c;
        }
    }
    return result;
}

std::string pointer_to(std::string_view pointer, std::size_t index) {
    return std::string(pointer) + "/" + std::to_string(index);
}

}  // namespace xinbu::host
