#include "identity.hpp"
#include "plugin.hpp"
#include "right.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Draft;
using plugin::Object;
using plugin::Value;

namespace {

/// "第40128866号", "040128866" are 40128866: marks of China are numbered, and no zero stands in front.
std::string plain_mark_number(std::string number) {
    constexpr std::string_view before = "第", behind = "号";
    if (number.starts_with(before)) number.erase(0, before.size());
    if (number.ends_with(behind)) number.erase(number.size() - behind.size());
    const std::size_t first = number.find_first_not_of('0');
    return first == std::string::npos ? number : number.substr(first);
}

/// "14/643,719" is 14643719; the slashes of an international application (PCT/US13/61281) stay.
std::string without_marks(const std::string& number) {
    if (number.find_first_not_of("0123456789/,") != std::string::npos) return number;
    std::string digits;
    for (const char c : number)
        if (plugin::is_digit(c)) digits += c;
    return digits;
}

/// Half-width, upper case, no blanks; an application number of China in its one canonical form. Whether it is
/// right is for validate() to say.
std::string canonical_number(std::string_view kind, std::string_view office, std::string_view number) {
    if (kind == patent_kind && office == china)
        if (auto canonical = plugin::canonical_patent_number(number)) return *std::move(canonical);
    std::string plain = plugin::canonical_uscc(number);
    if (kind == trademark_kind && office == china) return plain_mark_number(plain);
    if (kind == patent_kind && is_publication(office, plain)) return canonical_publication(plain);
    return office == "US" ? without_marks(plain) : plain;
}

void rewrite(Object& data, std::string_view member, std::string text) {
    if (Value* value = data.find(member); value != nullptr && value->text() != nullptr)
        *value = std::move(text);
}

/// A credit code is typed with blanks and small letters, too; an identifier of another scheme is left alone.
void normalise_party(Value& party) {
    if (party.object() == nullptr) return;
    const std::string_view identifier = plugin::text_at(*party.object(), "identifier");
    if (identifier.find(':') == std::string_view::npos)
        rewrite(*party.object(), "identifier", plugin::canonical_uscc(identifier));
}

void normalise_parties(Object& data, std::string_view list) {
    if (Value* value = data.find(list); value != nullptr && value->array() != nullptr)
        for (Value& party : *value->array()) normalise_party(party);
}

void normalise_record(std::string& record) {
    const std::size_t slash = record.find('/');
    const std::size_t dash = record.find('-', slash == std::string::npos ? 0 : slash);
    if (slash == std::string::npos || dash == std::string::npos) return;
    const std::string kind = record.substr(0, slash);
    if (kind != trademark_kind && kind != patent_kind) return;
    const std::string office = plugin::canonical_uscc(record.substr(slash + 1, dash - slash - 1));
    record = right_id(kind, office, canonical_number(kind, office, record.substr(dash + 1)));
}

/// Office and number of the right, as its record holds them.
void normalise_names(std::string_view kind, Object& data) {
    const std::string office = plugin::canonical_uscc(plugin::text_at(data, "office"));
    rewrite(data, "office", office);
    rewrite(data, "number", canonical_number(kind, office, plugin::text_at(data, "number")));
}

/// A patent that is named by its publication has that as its publication number.
void normalise_publication(Object& data) {
    rewrite(data, "publication_number", canonical_publication(plugin::text_at(data, "publication_number")));
    const std::string_view office = plugin::text_at(data, "office"), number = plugin::text_at(data, "number");
    if (is_publication(office, number)) data.insert("publication_number", number);
}

}  // namespace

void IpStatus::normalise(Draft& draft) const {
    normalise_record(draft.record);
    const bool is_patent = draft.type == patent_recorded || draft.type == patent_event;
    if (is_patent || draft.type == trademark_recorded || draft.type == trademark_event)
        normalise_names(is_patent ? patent_kind : trademark_kind, draft.data);
    if (draft.type == patent_recorded) normalise_publication(draft.data);
    normalise_parties(draft.data, "owners");
    normalise_parties(draft.data, "counterparties");
    normalise_parties(draft.data, "holders");
    normalise_parties(draft.data, "shares");
    if (Value* party = draft.data.find("counterparty")) normalise_party(*party);
}

}  // namespace xinbu::ip_status
