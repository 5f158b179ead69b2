#include "elsewhere.hpp"

#include <algorithm>

#include "xinbu/host/draft.hpp"
#include "xinbu/plugin/elsewhere.hpp"

namespace xinbu::session {

using plugin::Field;
using plugin::Object;
using plugin::Record;

namespace {

constexpr std::size_t most_records = 1000;

/// The fields as the kind declares them. What does not fit its declaration, such as the sealed name of a
/// person whose key is not here, is left out.
Object fitting(const std::vector<Field>& declared, const Object& fields) {
    Object fit;
    for (const Field& field : declared) {
        const plugin::Value* value = fields.find(field.id);
        if (value == nullptr) continue;
        plugin::Faults faults;
        host::check_fields({field}, Object{{field.id, *value}}, "", faults);
        if (std::ranges::all_of(faults, [](const plugin::Fault& fault) { return fault.warning; }))
            fit.set(field.id, *value);
    }
    return fit;
}

std::vector<Record> records_about(const records::DayView& view, std::string_view kind,
                                  std::string_view about) {
    if (host::kind_of(about) != kind) return view.referring_to(about, kind);
    std::vector<Record> found;
    if (auto record = view.find(about)) found.push_back(std::move(*record));
    return found;
}

}  // namespace

host::Catalogue::Elsewhere elsewhere_on(Registry::Impl& registry, plugin::Date day) {
    return [&registry, day](const Object& parameters) {
        const std::string_view kind = plugin::text_at(parameters, "kind"),
                               about = plugin::text_at(parameters, "about");
        const plugin::RecordType* type = registry.catalogue().record_type(kind);
        plugin::Array told;
        for (const auto& other : registry.others()) {
            if (type == nullptr || about.empty()) break;
            const std::string name = other->row.name.empty() ? other->row.origin : other->row.name;
            for (Record& record : records_about(records::DayView(other->store, day), kind, about)) {
                if (told.size() >= most_records) break;
                registry.catalogue().present(record, day);
                plugin::Array overlays(record.overlays.begin(), record.overlays.end());
                told.emplace_back(Object{{"confirmed", other->row.trusted},
                                         {"fields", fitting(type->fields, record.fields)},
                                         {"overlays", std::move(overlays)},
                                         {"record", record.id},
                                         {"registry", name},
                                         {"status", record.status}});
            }
        }
        return plugin::CheckAnswer{{}, Object{{"records", std::move(told)}}};
    };
}

}  // namespace xinbu::session
