#include "xinbu/host/personal.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "xinbu/host/draft.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::host {

using plugin::Field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Value;

namespace {

constexpr const char* scheme = "citizen-id:";
constexpr const char* data_path = "/data";
constexpr const char* any_element = "-";
constexpr std::array<const char*, 2> members_of_party{"identifier", "name"};

/// Walks data by its declared fields.
class Walk {
public:
    explicit Walk(Object& data) : data_(data) {}

    PersonalData run(const std::vector<Field>& fields) {
        members(fields, data_, data_path);
        return std::move(found_);
    }

private:
    void members(const std::vector<Field>& fields, Object& object, const std::string& path) {
        for (const Field& field : fields)
            if (may_hold(field))
                if (Value* given = object.find(field.id)) value(field, *given, pointer_to(path, field.id));
    }

    /// Most fields hold nothing of the kind, and most drafts are about no person: neither costs a path.
    static bool may_hold(const Field& field) {
        return field.kind == FieldKind::party || field.kind == FieldKind::group ||
               (field.kind == FieldKind::list && may_hold(field.items.front())) || !field.person.empty();
    }

    void value(const Field& field, Value& given, const std::string& path) {
        if (field.kind == FieldKind::party && given.object() != nullptr) {
            party(*given.object(), path);
        } else if (field.kind == FieldKind::group && given.object() != nullptr) {
            members(field.items, *given.object(), path);
        } else if (field.kind == FieldKind::list && given.array() != nullptr) {
            const std::string element_path = path + "/" + any_element;
            for (Value& element : *given.array()) value(field.items.front(), element, element_path);
        } else if (!field.person.empty()) {
            const Object& about = plugin::object_at(data_, field.person);
            if (const auto person = person_of(about)) add(given, path, *person);
        }
    }

    void party(Object& object, const std::string& path) {
        const auto person = person_of(object);
        if (!person) return;
        for (const char* member : members_of_party)
            if (Value* inner = object.find(member)) add(*inner, pointer_to(path, member), *person);
    }

    void add(Value& given, const std::string& path, std::size_t person) {
        found_.values.push_back({&given, path, person});
    }

    /// The place of a party among the persons found; nothing where it is no natural person.
    std::optional<std::size_t> person_of(const Object& party) {
        const std::string_view identifier = plugin::text_at(party, "identifier");
        const std::string_view number = plugin::citizen_id_in(identifier);
        if (number.empty()) return std::nullopt;
        Person person{identity_of(identifier), std::string(plugin::text_at(party, "name"))};
        if (person.identity.empty()) person.identity = std::string(number) + "\n" + person.name;
        const auto known = std::ranges::find(found_.persons, person.identity, &Person::identity);
        if (known != found_.persons.end()) return static_cast<std::size_t>(known - found_.persons.begin());
        found_.persons.push_back(std::move(person));
        return found_.persons.size() - 1;
    }

    Object& data_;
    PersonalData found_;
};

void add_places(const std::vector<Field>& fields, const std::string& type, const std::string& path,
                std::vector<PersonalPlace>& places);

void add_places(const Field& field, const std::string& type, const std::string& path,
                std::vector<PersonalPlace>& places) {
    if (field.kind == FieldKind::party) {
        for (const char* member : members_of_party) places.push_back({type, pointer_to(path, member)});
    } else if (field.kind == FieldKind::group) {
        add_places(field.items, type, path, places);
    } else if (field.kind == FieldKind::list) {
        add_places(field.items.front(), type, path + "/" + any_element, places);
    } else if (!field.person.empty()) {
        places.push_back({type, path});
    }
}

void add_places(const std::vector<Field>& fields, const std::string& type, const std::string& path,
                std::vector<PersonalPlace>& places) {
    for (const Field& field : fields) add_places(field, type, pointer_to(path, field.id), places);
}

}  // namespace

PersonalData personal_data(const plugin::EntryType& type, Object& data) {
    return Walk(data).run(type.fields);
}

std::vector<PersonalPlace> personal_places(const Catalogue& catalogue, std::string_view kind) {
    std::vector<PersonalPlace> places;
    for (const plugin::EntryType* type : catalogue.entry_types_of(kind))
        add_places(type->fields, type->type, data_path, places);
    return places;
}

std::string identity_of(std::string_view text) {
    std::string number = plugin::canonical_uscc(
        text.starts_with(scheme) ? text.substr(std::string_view(scheme).size()) : text);
    if (plugin::citizen_id_fault(number)) return {};
    return scheme + number;
}

}  // namespace xinbu::host
