#include <algorithm>
#include <set>

#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/dsse.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/readers/text.hpp"
#include "xinbu/session/overlap.hpp"

namespace xinbu::session {

using plugin::Array;
using plugin::Object;
using plugin::Value;

namespace {

constexpr std::string_view payload_type = "application/vnd.xinbu.overlap+json";
constexpr std::string_view format = "xinbu-overlap/1";
constexpr std::size_t longest_name = 1000;

[[noreturn]] void refuse(std::string why) {
    throw Failure(Category::invalid, "bad_overlap_file", tr("overlap file"), std::move(why),
                  tr("Ask for the file again."));
}

Array encoded(const std::vector<crypto::CurvePoint>& points) {
    Array array;
    array.reserve(points.size());
    for (const crypto::CurvePoint& point : points) array.emplace_back(to_base64(point));
    return array;
}

std::vector<crypto::CurvePoint> points_in(const Object& payload, std::string_view member) {
    const Value* value = payload.find(member);
    if (value == nullptr || value->array() == nullptr) refuse(tr("a list of points is missing"));
    if (value->array()->size() > most_overlap_values) refuse(tr("it has more points than are compared"));
    std::vector<crypto::CurvePoint> points;
    std::set<crypto::CurvePoint> seen;
    for (const Value& one : *value->array()) {
        const std::optional<Bytes> bytes = one.text() != nullptr ? from_base64(*one.text()) : std::nullopt;
        crypto::CurvePoint point{};
        if (!bytes || bytes->size() != point.size()) refuse(tr("something stands there that is no point"));
        std::ranges::copy(*bytes, point.begin());
        // Who sends a point twice would learn whether the other side treats both alike.
        if (!seen.insert(point).second) refuse(tr("a point stands there twice"));
        points.push_back(point);
    }
    return points;
}

std::string text_in(const Object& payload, std::string_view member) {
    const std::string_view text = plugin::text_at(payload, member);
    if (text.empty() || text.size() > longest_name || readers::name_fault(text))
        refuse(tr("a text is missing or too long"));
    return std::string(text);
}

Value parsed(std::string_view text) {
    Result<Value> value = json::parse(text, json::Profile::document);
    if (!value) refuse(tr("it is no JSON document"));
    return std::move(*value);
}

OverlapMessage read(std::string_view text) {
    if (text.size() > largest_overlap_file) refuse(tr("it is too large"));
    const Value envelope = parsed(text);
    if (envelope.object() == nullptr || envelope.object()->size() != 3 ||
        plugin::text_at(*envelope.object(), "payloadType") != payload_type)
        refuse(tr("it is no file of an overlap"));
    const auto payload_bytes = from_base64(plugin::text_at(*envelope.object(), "payload"));
    const Array& signatures = plugin::array_at(*envelope.object(), "signatures");
    if (!payload_bytes || signatures.size() != 1 || signatures.front().object() == nullptr)
        refuse(tr("its envelope is broken"));
    const Value payload = parsed(as_text(*payload_bytes));
    if (payload.object() == nullptr || json::canonical(payload) != as_text(*payload_bytes))
        refuse(tr("its content is not in the one form that is signed"));
    const Object& members = *payload.object();
    if (plugin::text_at(members, "format") != format) refuse(tr("it is of another format"));

    OverlapMessage message;
    message.step = text_in(members, "step");
    message.session = text_in(members, "session");
    message.subject = text_in(members, "subject");
    message.registry = text_in(members, "registry");
    message.name = text_in(members, "name");
    const bool is_question = message.step == "question", is_closing = message.step == "closing";
    if (!is_question && !is_closing && message.step != "answer") refuse(tr("its step is none of the three"));
    if (message.session.size() != 32 || !from_hex(message.session)) refuse(tr("its number is none"));
    const std::size_t lists = (is_closing ? 0U : 1U) + (is_question ? 0U : 1U);
    if (members.size() != 7 + lists) refuse(tr("it has members that it should not have"));
    if (!is_closing) message.points = points_in(members, "points");
    if (!is_question) message.doubled = points_in(members, "doubled");

    const auto spki = from_base64(plugin::text_at(members, "key"));
    const Result<crypto::PublicKey> key =
        spki ? crypto::PublicKey::from_spki(*spki) : Result<crypto::PublicKey>(fail(Error{}));
    if (!key) refuse(tr("its key is none"));
    const Object& signature = *signatures.front().object();
    const auto bytes = from_base64(plugin::text_at(signature, "sig"));
    if (!bytes || plugin::text_at(signature, "keyid") != key->id() ||
        !key->verify_strict(crypto::dsse_pae(payload_type, *payload_bytes), *bytes))
        refuse(tr("its signature does not hold"));
    message.key = key->spki();
    return message;
}

}  // namespace

std::string encode_overlap(const OverlapMessage& message, const crypto::PrivateKey& key) {
    Object payload{{"format", format},           {"key", to_base64(key.public_key().spki())},
                   {"name", message.name},       {"registry", message.registry},
                   {"session", message.session}, {"step", message.step},
                   {"subject", message.subject}};
    if (message.step != "closing") payload.set("points", encoded(message.points));
    if (message.step != "question") payload.set("doubled", encoded(message.doubled));
    const std::string content = json::canonical(payload);
    const Bytes signature = key.sign(crypto::dsse_pae(payload_type, as_bytes(content)));
    const Object envelope{
        {"payload", to_base64(as_bytes(content))},
        {"payloadType", payload_type},
        {"signatures", Array{Object{{"keyid", key.public_key().id()}, {"sig", to_base64(signature)}}}}};
    return json::canonical(envelope) + "\n";
}

Result<OverlapMessage> parse_overlap(std::string_view text) {
    return guarded([&] { return read(text); });
}

}  // namespace xinbu::session
