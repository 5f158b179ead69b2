// What registries record that are followed here: a question that the host itself answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::plugin {

/// The name under which the host is asked. Parameters: `kind` of records, and `about`: a record, a party
/// ("organisation/…") or a natural person ("person/…"). It answers with the records of that kind that refer
/// to `about`, or with the one of that id where `about` is itself of that kind; as they stand on the day of
/// the question. Fact `records`: of each `registry` (its organisation, or its origin), `confirmed` (whether
/// somebody confirmed that registry's fingerprint), `record`, `status`, `overlays` and `fields`, those that
/// do not fit the kind's declaration left out. Nobody answers where only one's own ledger counts: in reports,
/// in what was known at an earlier commit, and when a draft is validated.
inline constexpr std::string_view ask_elsewhere = "elsewhere";

struct RecordElsewhere {
    std::string registry;
    bool is_confirmed = false;
    Record record;
};

inline std::vector<RecordElsewhere> records_elsewhere(const AskCheck& ask, std::string_view kind,
                                                      std::string_view about) {
    std::vector<RecordElsewhere> found;
    const auto answer = ask(ask_elsewhere, Object{{"kind", kind}, {"about", about}});
    if (!answer) return found;
    for (const Value& value : array_at(answer->facts, "records")) {
        if (value.object() == nullptr) continue;
        const Object& one = *value.object();
        RecordElsewhere told;
        told.registry = text_at(one, "registry");
        const Value* confirmed = one.find("confirmed");
        told.is_confirmed = confirmed != nullptr && confirmed->boolean() != nullptr && *confirmed->boolean();
        told.record.id = text_at(one, "record");
        told.record.status = text_at(one, "status");
        for (const Value& overlay : array_at(one, "overlays"))
            if (overlay.text() != nullptr) told.record.overlays.push_back(*overlay.text());
        told.record.fields = object_at(one, "fields");
        found.push_back(std::move(told));
    }
    return found;
}

}  // namespace xinbu::plugin
