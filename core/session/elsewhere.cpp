#include "elsewhere.hpp"

#include <algorithm>
#include <set>

#include "xinbu/host/check_parameters.hpp"
#include "xinbu/host/draft.hpp"

namespace xinbu::session {

using plugin::Field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Value;

namespace {

constexpr std::size_t most_records = 1000;

/// The records that values name in fields declared as references: not the parties, who stand everywhere.
void add_references(const std::vector<Field>& fields, const Object& values, std::set<std::string>& found) {
    const auto add = [&](const Value& value) {
        if (value.text() != nullptr && !value.text()->empty()) found.insert(*value.text());
    };
    for (const Field& field : fields) {
        const Value* value = values.find(field.id);
        if (value == nullptr) continue;
        if (field.kind == FieldKind::reference) add(*value);
        const bool is_list = field.kind == FieldKind::list && value->array() != nullptr;
        if (is_list && field.items.front().kind == FieldKind::reference)
            for (const Value& element : *value->array()) add(element);
    }
}

std::set<std::string> asked_about(Registry::Impl& registry, const plugin::Check& check,
                                  const Object& parameters, plugin::Date day) {
    std::set<std::string> named;
    add_references(check.parameters, parameters, named);
    std::set<std::string> all = named;
    for (const std::string& id : named) {
        const std::optional<records::StoredRecord> own = registry.store->find(id, day);
        const plugin::RecordType* type = own ? registry.catalogue().record_type(own->kind) : nullptr;
        if (type != nullptr) add_references(type->fields, own->record.fields, all);
    }
    return all;
}

/// The record as the group declares it. What does not fit its declaration, such as the sealed name of a
/// person whose key is not here, is left out.
Object element_of(const Field& group, const exchange::Followed& other, const plugin::Record& record) {
    Object said = record.fields;
    said.set("registry", other.name.empty() ? other.origin : other.name);
    said.set("record", record.id);
    said.set("status", record.status);
    said.set("confirmed", other.trusted);
    Object element;
    for (const Field& field : group.items) {
        const Value* value = said.find(field.id);
        if (value == nullptr) continue;
        plugin::Faults faults;
        host::check_fields({field}, Object{{field.id, *value}}, "", faults);
        const bool fits =
            std::ranges::all_of(faults, [](const plugin::Fault& fault) { return fault.warning; });
        if (fits) element.set(field.id, *value);
    }
    return element;
}

}  // namespace

void add_elsewhere(Registry::Impl& registry, const plugin::Check& check, plugin::Date day,
                   Object& parameters) {
    const auto wanted = std::ranges::find(check.parameters, host::elsewhere_parameter, &Field::id);
    if (wanted == check.parameters.end() || wanted->kind != FieldKind::list || registry.others().empty())
        return;
    const Field& group = wanted->items.front();
    const std::set<std::string> about = asked_about(registry, check, parameters, day);
    plugin::Array elements;
    for (const auto& other : registry.others()) {
        const records::DayView view(other->store, day);
        std::set<std::string> told;
        for (const std::string& id : about)
            for (const plugin::Record& record : view.referring_to(id, group.id))
                if (elements.size() < most_records && told.insert(record.id).second)
                    elements.emplace_back(element_of(group, other->row, record));
    }
    if (!elements.empty()) parameters.set(std::string(host::elsewhere_parameter), std::move(elements));
}

}  // namespace xinbu::session
