#include "xinbu/ledger/entry.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

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

bool is_salt(std::string_view salt) {
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return salt.size() == 2 * salt_bytes && std::ranges::all_of(salt, is_digit);
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
    if (!is_salt(entry.salt)) return bad(tr("its salt is not 16 bytes in hexadecimal"));
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

namespace {

/// The text in a canonical JSON string that escapes nothing; nothing for any other value.
std::optional<std::string_view> plain_text(std::string_view raw) {
    if (raw.size() < 2 || raw.front() != '"' || raw.find('\\') != std::string_view::npos) return std::nullopt;
    return raw.substr(1, raw.size() - 2);
}

}  // namespace

bool EntryScanner::scan(ByteView bytes) {
    constexpr std::array<std::string_view, 6> names{"data", "effective", "record", "salt", "type", "v"};
    if (!json::canonical_members(as_text(bytes), members_)) return false;
    const bool is_common = std::ranges::equal(members_, names, {}, &json::TopMember::name);
    const auto effective = is_common ? plain_text(members_[1].raw) : std::nullopt;
    const auto record = is_common ? plain_text(members_[2].raw) : std::nullopt;
    const auto salt = is_common ? plain_text(members_[3].raw) : std::nullopt;
    const auto type = is_common ? plain_text(members_[4].raw) : std::nullopt;
    if (effective && record && salt && type) {
        type_ = *type;
        return members_[0].raw.front() == '{' && members_[5].raw == "1" && is_type_name(*type) &&
               is_record_name(*record) && plugin::Date::parse(*effective) && is_salt(*salt);
    }
    // Attachments, or a quotation mark in a record's name: rare enough to be decoded whole.
    const Result<Entry> entry = decode_entry(bytes);
    if (!entry) return false;
    kept_type_ = entry->type;
    type_ = kept_type_;
    return true;
}

std::string encode_parts(const EntryParts& entry) {
    std::string bytes;
    constexpr std::size_t usual_size = 1024;
    bytes.reserve(usual_size);
    bytes += '{';
    if (!entry.attachments.empty()) {
        bytes += R"("attachments":)";
        bytes += json::canonical(Value(entry.attachments));
        bytes += ',';
    }
    bytes += R"("data":)";
    json::append_canonical(bytes, entry.data);
    for (const auto& [name, text] :
         {std::pair<std::string_view, std::string_view>{R"(,"effective":)", entry.effective},
          {R"(,"record":)", entry.record},
          {R"(,"salt":)", entry.salt},
          {R"(,"type":)", entry.type}}) {
        bytes += name;
        json::append_canonical(bytes, text);
    }
    bytes += R"(,"v":1})";
    // What is signed must be readable by the same rules, here and by others.
    if (EntryScanner scanner; !scanner.scan(as_bytes(bytes))) take(decode_entry(as_bytes(bytes)));
    return bytes;
}

std::string Salts::next() {
    constexpr std::size_t drawn_at_once = 64;
    if (drawn_.size() < salt_bytes) drawn_ = crypto::random_bytes(salt_bytes * drawn_at_once);
    std::string salt = to_hex(ByteView(drawn_).last(salt_bytes));
    drawn_.resize(drawn_.size() - salt_bytes);
    return salt;
}

}  // namespace xinbu::ledger
