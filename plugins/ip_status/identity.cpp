#include "identity.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Object;
using plugin::text_at;
using plugin::Value;

namespace {

/// Where the digits behind an office's code end; npos where there are none.
std::size_t end_of_digits(std::string_view number) {
    constexpr std::size_t code = 2;
    if (number.size() <= code || !plugin::is_digit(number[code])) return std::string_view::npos;
    return number.find_first_not_of("0123456789", code);
}

bool is_application(const RightName& name) {
    return !is_publication(name.office, name.number);
}

constexpr std::string_view america = "US";

/// "US11646472A" for "11646472" as a register of the office tells a grant. What a person typed may be any
/// number.
std::string american_grant(const Object& data, std::string_view number) {
    const bool is_told = !text_at(plugin::object_at(data, "source"), "system").empty();
    const bool is_of_a_grant = plugin::all_digits(number) && (number.size() == 7 || number.size() == 8);
    return is_told && is_of_a_grant ? std::string(america) + std::string(number) + "A" : std::string();
}

/// Grants of America have seven or eight digits, publications of applications eleven.
bool is_american_grant(std::string_view stem) {
    constexpr std::size_t code = 2;
    return stem.starts_with(america) && (stem.size() == code + 7 || stem.size() == code + 8);
}

/// The right that the table of records has under that value of a column, where its office is the same.
std::optional<std::string> known_as(const RightName& wanted, std::string_view field, std::string_view value,
                                    plugin::Numbering& numbers) {
    std::optional<std::string> id = numbers.record_with(wanted.kind, field, value);
    const std::optional<RightName> name = id ? parse_right(*id) : std::nullopt;
    return name && name->office == wanted.office ? id : std::nullopt;
}

/// Which record bears one of the publications. Two applications are two rights, whatever publication a source
/// gives them; of several records nobody can say which is meant.
std::optional<std::string> known_as_published(const RightName& wanted, const Object& data,
                                              plugin::Numbering& numbers) {
    std::set<std::string> found;
    std::set<std::string> keys;
    for (const std::string& publication : publications_in(wanted.office, data))
        keys.insert(publication_key(publication));
    for (const std::string& key : keys)
        for (const char* column : {"published_as", "also_published_as"}) {
            const std::optional<std::string> id = known_as(wanted, column, key, numbers);
            if (!id) continue;
            const RightName name = *parse_right(*id);
            const bool is_another =
                is_application(wanted) && is_application(name) && name.number != wanted.number;
            if (!is_another) found.insert(*id);
        }
    return found.size() == 1 ? std::optional(*found.begin()) : std::nullopt;
}

/// Serial numbers of the USPTO have eight digits, its registrations fewer.
bool is_american_registration(const RightName& name) {
    constexpr std::size_t serial_digits = 8;
    return name.office == america && plugin::all_digits(name.number) && name.number.size() < serial_digits;
}

}  // namespace

std::string canonical_publication(std::string_view text) {
    std::string plain = plugin::canonical_uscc(text);
    const std::size_t end = plain.starts_with(america) ? end_of_digits(plain) : std::string::npos;
    constexpr std::size_t docdb_end = 12, behind_year = 6;  // US, year and six digits instead of seven
    if (end == docdb_end && plain[end] == 'A' && plain.substr(2, 2) == "20") plain.insert(behind_year, "0");
    return plain;
}

bool is_publication(std::string_view office, std::string_view number) {
    if (office == china) return is_chinese_publication(number);
    if (!number.starts_with(office)) return false;
    const std::size_t end = end_of_digits(number);
    if (end == std::string_view::npos) return false;
    const std::string_view kind = number.substr(end);
    const bool has_step = kind.size() == 2 && plugin::is_digit(kind[1]);
    return (kind.size() == 1 || has_step) && kind[0] >= 'A' && kind[0] <= 'Z';
}

std::vector<std::string> publications_of_one_right(const std::string& publication) {
    std::vector<std::string> all{publication};
    const std::size_t end = end_of_digits(publication);
    if (end == std::string::npos) return all;
    const std::string stem = publication.substr(0, end), kind = publication.substr(end);
    const auto add = [&](std::initializer_list<const char*> kinds) {
        for (const char* other : kinds)
            if (kind != other) all.push_back(stem + other);
    };
    constexpr std::size_t with_nine_digits = 11;
    // Grants of CN100… were numbered apart from their applications.
    const bool is_one =
        stem.size() == with_nine_digits && stem.starts_with("CN1") && !stem.starts_with("CN100");
    if (is_one && (kind == "A" || kind == "B" || kind == "C")) add({"A", "B", "C"});
    if (stem.starts_with("EP")) add({"A1", "A2", "B1", "B2"});
    if (is_american_grant(stem) && (kind.starts_with('A') || kind.starts_with('B'))) add({"A", "B1", "B2"});
    return all;
}

std::vector<std::string> publications_in(std::string_view office, const Object& data) {
    std::vector<std::string> found;
    const auto add = [&](std::string_view number) {
        if (!is_publication(office, number)) return;
        for (std::string& one : publications_of_one_right(std::string(number)))
            if (std::ranges::find(found, one) == found.end()) found.push_back(std::move(one));
    };
    add(text_at(data, "publication_number"));
    add(text_at(data, "number"));
    for (const Value& other : plugin::array_at(data, "other_numbers")) {
        if (other.text() == nullptr) continue;
        add(*other.text());
        if (office == america) add(american_grant(data, *other.text()));
    }
    return found;
}

std::string publication_key(const std::string& publication) {
    // Those of one right begin alike; without the kind they are the same, and no other right's are.
    const bool is_alone = publications_of_one_right(publication).size() == 1;
    return is_alone ? publication : publication.substr(0, end_of_digits(publication));
}

void note_publications(std::string_view office, Object& fields) {
    for (const std::string& publication : publications_in(office, fields)) {
        const std::string key = publication_key(publication);
        if (!fields.insert("published_as", key) && text_at(fields, "published_as") != key)
            fields.insert("also_published_as", key);
    }
}

std::optional<std::string> record_of_right(std::string_view kind, const Object& data,
                                           plugin::Numbering& numbers) {
    const RightName wanted{kind, text_at(data, "office"), text_at(data, "number")};
    if (wanted.office.empty() || wanted.number.empty()) return std::nullopt;
    std::optional<std::string> known;
    if (wanted.is_trademark()) {
        if (is_american_registration(wanted))
            known = known_as(wanted, "registration_number", wanted.number, numbers);
    } else {
        if (is_application(wanted)) known = known_as(wanted, "number", wanted.number, numbers);
        if (!known) known = known_as_published(wanted, data, numbers);
    }
    return known ? known : right_id(kind, wanted.office, wanted.number);
}

bool can_mean(const plugin::Record& record, const RightName& name, const Object& data) {
    const std::string_view office = name.office, number = text_at(data, "number");
    const std::string_view own = text_at(record.fields, "number");
    if (number == own || number == name.number) return true;
    const std::string_view registration = text_at(record.fields, "registration_number");
    if (name.is_trademark()) return !registration.empty() && number == registration;
    const bool are_applications = !is_publication(office, number) && !is_publication(office, own);
    if (are_applications) return false;
    return std::ranges::any_of(publications_in(office, data), [&](const std::string& one) {
        const std::string key = publication_key(one);
        return text_at(record.fields, "published_as") == key ||
               text_at(record.fields, "also_published_as") == key;
    });
}

}  // namespace xinbu::ip_status
