#include "xinbu/ledger/entry.hpp"

#include <fmt/format.h>

#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/plugin/date.hpp"

namespace xinbu::ledger {

using plugin::Object;
using plugin::Value;

namespace {

tl::unexpected<Error> bad(std::string why) {
    return fail(Category::invalid, "bad_entry", tr("entry"), std::move(why));
}

bool is_type_name(std::string_view type) {
    if (type.empty() || type.size() > 100 || type.front() == '.' || type.back() == '.') return false;
    bool dotted = false;
    for (const char c : type) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!word && c != '.') return false;
        dotted = dotted || c == '.';
    }
    return dotted;
}

bool is_record_name(std::string_view record) {
    const std::size_t slash = record.find('/');
    return slash != std::string_view::npos && slash > 0 && slash + 1 < record.size();
}

bool is_attachment(const Value& value) {
    const Object* attachment = value.object();
    return attachment != nullptr && attachment->size() == 4 &&
           plugin::integer_at(*attachment, "bytes") != nullptr &&
           *plugin::integer_at(*attachment, "bytes") >= 0 && !plugin::text_at(*attachment, "media").empty() &&
           !plugin::text_at(*attachment, "name").empty() &&
           hash_from_hex(plugin::text_at(*attachment, "sha256")).has_value();
}

}  // namespace

Result<Entry> decode_entry(ByteView bytes) {
    Result<Value> parsed = json::parse(as_text(bytes), json::Profile::entry);
    if (!parsed) return fail(parsed.error());
    Object* members = parsed->object();
    if (members == nullptr) return bad(tr("it is no JSON object"));
    const Value* attachments = members->find("attachments");
    if (members->size() != (attachments == nullptr ? 6U : 7U))
        return bad(tr("it has other members than an entry"));
    const std::int64_t* version = plugin::integer_at(*members, "v");
    if (version == nullptr || *version != 1) return bad(tr("its version is not 1"));

    Entry entry;
    entry.type = std::string(plugin::text_at(*members, "type"));
    entry.record = std::string(plugin::text_at(*members, "record"));
    entry.effective = std::string(plugin::text_at(*members, "effective"));
    entry.salt = std::string(plugin::text_at(*members, "salt"));
    if (!is_type_name(entry.type)) return bad(tr("its type is not of the form plugin.thing.happened"));
    if (!is_record_name(entry.record)) return bad(tr("its record is not of the form kind/key"));
    if (!plugin::Date::parse(entry.effective)) return bad(tr("its effective date is no day of the calendar"));
    if (const auto salt = from_hex(entry.salt); !salt || salt->size() != salt_bytes)
        return bad(tr("its salt is not 16 bytes in hexadecimal"));
    Value* data = members->find("data");
    if (data == nullptr || data->object() == nullptr) return bad(tr("its data is no object"));
    entry.data = std::move(*data->object());
    if (attachments != nullptr) {
        if (attachments->array() == nullptr || attachments->array()->empty())
            return bad(tr("its attachments are no list"));
        for (const Value& attachment : *attachments->array())
            if (!is_attachment(attachment))
                return bad(tr("an attachment needs bytes, media, name and sha256"));
        entry.attachments = *attachments->array();
    }
    return entry;
}

std::string encode_entry(const Entry& entry) {
    Object members{{"data", entry.data}, {"effective", entry.effective}, {"record", entry.record},
                   {"salt", entry.salt}, {"type", entry.type},           {"v", 1}};
    if (!entry.attachments.empty()) members.set("attachments", entry.attachments);
    std::string bytes = json::canonical(Value(std::move(members)));
    // What is signed must be readable by the same rules, here and by others.
    if (const Result<Entry> again = decode_entry(as_bytes(bytes)); !again) throw Failure(again.error());
    return bytes;
}

std::string new_salt() {
    return to_hex(crypto::random_bytes(salt_bytes));
}

}  // namespace xinbu::ledger
