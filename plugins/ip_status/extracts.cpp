#include "extracts.hpp"

#include <algorithm>
#include <array>

#include "declaration.hpp"
#include "events.hpp"
#include "identity.hpp"
#include "list_rows.hpp"
#include "status_words.hpp"
#include "trademarks.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::array_at;
using plugin::Entry;
using plugin::Object;
using plugin::text_at;
using plugin::Value;

namespace {

/// Fields whose source is told: what extracts say of a right, without what names it and its source.
constexpr std::array<std::string_view, 22> told_fields{"application_date",
                                                       "benefit_date",
                                                       "classes",
                                                       "common_status",
                                                       "expiry_date",
                                                       "filing_date",
                                                       "goods",
                                                       "grant_date",
                                                       "ipc",
                                                       "kind",
                                                       "mark",
                                                       "owners",
                                                       "publication_date",
                                                       "publication_number",
                                                       "registration_date",
                                                       "registration_number",
                                                       "similar_groups",
                                                       "status",
                                                       "status_code",
                                                       "status_date",
                                                       "title",
                                                       "vienna"};

bool is_told(std::string_view field) {
    return std::ranges::find(told_fields, field) != told_fields.end();
}

/// What together says how the right stands: of two extracts it comes from one alone.
constexpr std::array<std::string_view, 4> status_fields{"common_status", "status", "status_code",
                                                        "status_date"};

bool is_of_status(std::string_view field) {
    return std::ranges::find(status_fields, field) != status_fields.end();
}

/// Whether the source tells a status that says neither life nor death: in a word that no table has, in two
/// words, or the end of the right without its day.
bool is_status_unclear(const Object& data) {
    return std::ranges::any_of(array_at(data, "findings"), [](const Value& one) {
        if (one.object() == nullptr) return false;
        const std::string_view rule = text_at(*one.object(), "rule"), field = text_at(*one.object(), "field");
        return rule == undated_status || (rule == unknown_code && is_of_status(field)) ||
               (rule == rows_differ && field == "status");
    });
}

Origin origin_of_source(const Object& source, std::string as_of) {
    return {std::string(text_at(source, "system")), std::move(as_of),
            !text_at(source, "retrieved_on").empty()};
}

bool is_same(const Origin& one, const Origin& other) {
    return one.system == other.system && one.as_of == other.as_of;
}

/// Whether the field says something that an extract told. Owners may stand there by events alone.
bool is_from_extracts(const Object& fields, const plugin::Member& field) {
    if (field.name == "owners") return !array_at(fields, "recorded_owners").empty();
    return field.value.array() == nullptr || !field.value.array()->empty();
}

/// The values that do not come from the latest extract.
class OlderValues {
public:
    explicit OlderValues(const Object& fields) : list_(array_at(fields, "older_values")) {}

    const Object* find(std::string_view field) const {
        const auto at = std::ranges::find_if(list_, [&](const Value& one) {
            return one.object() != nullptr && text_at(*one.object(), "field") == field;
        });
        return at != list_.end() ? at->object() : nullptr;
    }
    void add(std::string_view field, const Origin& origin) {
        if (!is_told(field) || find(field) != nullptr) return;
        Object value{{"field", field}, {"as_of", origin.as_of}};
        if (!origin.system.empty()) value.set("system", origin.system);
        if (origin.is_retrieved) value.set("retrieved", true);
        list_.emplace_back(std::move(value));
    }
    void remove(std::string_view field) {
        std::erase_if(list_, [&](const Value& one) {
            return one.object() != nullptr && text_at(*one.object(), "field") == field;
        });
    }
    void write(Object& fields) {
        if (list_.empty())
            fields.erase("older_values");
        else
            fields.set("older_values", std::move(list_));
    }

private:
    Array list_;
};

void add_once(Array& list, const Value& item) {
    if (std::ranges::find(list, item) == list.end()) list.push_back(item);
}

/// Other numbers only ever become more: each is one by which somebody may look for the right.
void add_other_number(Object& fields, const Value& number) {
    Array numbers = array_at(fields, "other_numbers");
    add_once(numbers, number);
    fields.set("other_numbers", std::move(numbers));
}

/// A right that is known under another of its numbers keeps its record's name; an application number says
/// more than the publication by which it was first heard of.
void fold_number(const RightName& name, std::string_view number, Object& fields) {
    if (number == name.number || number == text_at(fields, "number")) return;
    if (name.is_trademark())
        fields.insert("registration_number", number);
    else if (!is_publication(name.office, number))
        fields.set("number", number);
}

/// Of two publications the one that does not stand in the field stays among the other numbers.
void keep_publication(const Object& data, Object& fields, bool is_latest) {
    const std::string before(text_at(fields, "publication_number"));
    const std::string now(text_at(data, "publication_number"));
    if (!before.empty() && !now.empty() && before != now)
        add_other_number(fields, Value(is_latest ? before : now));
}

/// Dates from which terms are counted: of two sources that tell different ones, one is wrong.
constexpr std::array<std::string_view, 3> dates_of_terms{"filing_date", "grant_date", "registration_date"};

void note_other_date(const plugin::Member& member, const Origin& former, Object& fields) {
    const std::string_view before = text_at(fields, member.name);
    if (std::ranges::find(dates_of_terms, member.name) == dates_of_terms.end() || before.empty() ||
        member.value.text() == nullptr || *member.value.text() == before)
        return;
    Object others = plugin::object_at(fields, dates_told);
    others.set(member.name, Object{{"as_of", former.as_of}, {"date", before}});
    fields.set(std::string(dates_told), std::move(others));
}

/// Puts in place what the extract says of one field. False where it stands there already and is not replaced.
bool put(Object& fields, const plugin::Member& member, bool replaces) {
    if (replaces) {
        fields.set(member.name, member.value);
        return true;
    }
    return fields.insert(member.name, member.value);
}

bool is_same_event(const Object& one, const Object& other) {
    const auto is_equal = [&](const char* name) { return text_at(one, name) == text_at(other, name); };
    const auto agree = [&](const char* name) {
        const Value* first = one.find(name);
        const Value* second = other.find(name);
        return first == nullptr || second == nullptr || *first == *second;
    };
    const bool is_named = !text_at(one, "office_code").empty() || !text_at(one, "reference").empty();
    return is_named && is_equal("event") && is_equal("date") && is_equal("office_code") &&
           is_equal("territory") && agree("reference") && agree("sequence") && agree("year") &&
           agree("scope");
}

std::string_view system_of(const Object& event) {
    return text_at(plugin::object_at(event, "source"), "system");
}

bool is_told_by(const Object& event, std::string_view system) {
    const Array& others = array_at(event, "also_in");
    return system_of(event) == system || std::ranges::find(others, Value(system)) != others.end();
}

/// The event as another source told it; null where none did.
Object* told_already(Object& fields, const Object& event) {
    Value* list = fields.find("events");
    const std::string_view system = system_of(event), date = text_at(event, "date");
    if (list == nullptr || list->array() == nullptr || system.empty()) return nullptr;
    for (auto at = list->array()->rbegin(); at != list->array()->rend(); ++at) {
        Object* known = at->object();
        if (known == nullptr || text_at(*known, "date") > date) continue;
        if (text_at(*known, "date") < date) return nullptr;
        if (!system_of(*known).empty() && !is_told_by(*known, system) && is_same_event(*known, event))
            return known;
    }
    return nullptr;
}

/// The last event of those kinds after a day that `counts`; null where there is none.
template <class Counts>
const Object* last_event(const Object& fields, std::initializer_list<std::string_view> kinds,
                         std::string_view after, Counts counts) {
    const Array& events = array_at(fields, "events");
    for (auto at = events.rbegin(); at != events.rend(); ++at) {
        const Object* event = at->object();
        if (event == nullptr || text_at(*event, "date") <= after) continue;
        if (std::ranges::find(kinds, text_at(*event, "event")) != kinds.end() && counts(*event)) return event;
    }
    return nullptr;
}

/// The event that told a value, rather than an extract; null where none did.
const Object* telling_event(const Object& fields, std::string_view field, std::string_view recorded_on) {
    if (field == "owners")
        return last_event(fields, {"assignment", "change"}, owners_as_of(fields),
                          [](const Object& event) { return event.contains("counterparty"); });
    if (field == "last_day")
        return last_event(fields, {"renewal", "term_adjustment"}, recorded_on,
                          [](const Object&) { return true; });
    if (field == "grant_date" || field == "registration_date")
        return last_event(fields, {"grant", "registration"}, "", [&](const Object& event) {
            return text_at(event, "date") == text_at(fields, field);
        });
    return nullptr;
}

Origin origin_of_event(const Object& event) {
    return {std::string(system_of(event)), std::string(text_at(event, "date")), false, true};
}

/// Of a status that was typed, or came by a map of columns, the words alone tell.
void read_words(const RightName& name, const Object& data, Object& fields) {
    const std::string_view words = text_at(data, "status");
    if (words.empty()) return;
    if (!name.is_trademark()) {
        const bool is_granted = data.contains("grant_date") || fields.contains("grant_date");
        if (!tells_life_of_patent(words, is_granted)) fields.set(std::string(status_unclear), true);
        return;
    }
    const bool is_registered = data.contains("registration_date") || fields.contains("registration_date");
    const std::string_view id = chinese_standing(words, is_registered);
    if (!id.empty() && data.contains("status_date"))
        fields.set("common_status", id);
    else if (id.empty() || !is_borne_out_by_dates(standing_of(trademark_standings(), id), is_registered))
        fields.set(std::string(status_unclear), true);
}

/// What the extract that stands there says of an end is not forgotten with its words.
void note_end_told(const RightName& name, Object& fields) {
    const std::string_view words = text_at(fields, "status"), id = text_at(fields, "common_status");
    const Standing& told = standing_of(trademark_standings(), id);
    const bool is_end = name.is_trademark() ? told.is_known && !told.is_live : tells_end_of_patent(words);
    if (!name.is_chinese() || !is_end) return;
    Object ended{{"as_of", origin_of(fields, "status").as_of}, {"status", words.empty() ? told.zh : words}};
    if (const std::string_view since = text_at(fields, "status_date"); !since.empty())
        ended.set("since", since);
    fields.set(std::string(told_ended), std::move(ended));
}

/// Clears the way for the status that the extract tells. False where the one that stands there is a later
/// one.
bool takes_status(const RightName& name, const Object& data, Object& fields, bool is_latest,
                  OlderValues& older) {
    const auto tells = [](const Object& object) {
        return std::ranges::any_of(status_fields, [&](std::string_view one) { return object.contains(one); });
    };
    const bool is_unclear = is_status_unclear(data);
    if (!tells(data) && !is_unclear) return false;
    if (!is_latest && (tells(fields) || fields.contains(status_unclear))) return false;
    note_end_told(name, fields);
    for (const std::string_view field : status_fields) {
        fields.erase(field);
        older.remove(field);
    }
    fields.erase(status_unclear);
    if (is_unclear)
        fields.set(std::string(status_unclear), true);
    else if (name.is_chinese() && !data.contains("common_status"))
        read_words(name, data, fields);
    return true;
}

}  // namespace

void fold_extract(const RightName& name, const Entry& entry, Object& fields) {
    const std::string day = extract_day(entry.data, entry.effective);
    const std::string before(text_at(fields, "recorded_on"));
    const bool is_latest = day >= before;
    const Origin own = origin_of_source(plugin::object_at(entry.data, "source"), day);
    const Origin former = origin_of_source(plugin::object_at(fields, "source"), before);
    OlderValues older(fields);
    if (is_latest && !before.empty() && !is_same(own, former))
        for (const plugin::Member& field : fields)
            if (is_from_extracts(fields, field)) older.add(field.name, former);
    keep_publication(entry.data, fields, is_latest);
    const bool takes_told_status = takes_status(name, entry.data, fields, is_latest, older);
    // What the same source no longer says has been mended there.
    if (is_latest && own.system == former.system) fields.erase("findings");
    for (const plugin::Member& member : entry.data) {
        if (member.name == "number") {
            fold_number(name, text_at(entry.data, "number"), fields);
            continue;
        }
        if (member.name == "other_numbers") {
            for (const Value& number : array_at(entry.data, "other_numbers"))
                add_other_number(fields, number);
            continue;
        }
        if (is_of_status(member.name) && !takes_told_status) continue;
        const bool is_owners = member.name == "owners";
        // Owners that the source does not name are not none.
        if (is_owners && array_at(entry.data, "owners").empty() && fields.contains("owners")) continue;
        const bool replaces = is_latest || (is_owners && array_at(fields, "recorded_owners").empty());
        if (is_owners) put(fields, {"recorded_owners", member.value}, replaces);
        if (own.system != former.system) note_other_date(member, is_latest ? former : own, fields);
        if (!put(fields, member, replaces)) continue;
        if (is_latest)
            older.remove(member.name);
        else
            older.add(member.name, own);
    }
    if (is_latest) fields.set("recorded_on", day);
    older.write(fields);
}

void fold_event(Object& fields, const Object& event) {
    Object* known = told_already(fields, event);
    if (known == nullptr) {
        insert_by_date(fields, "events", event);
        return;
    }
    Array others = array_at(*known, "also_in");
    others.emplace_back(system_of(event));
    for (const plugin::Member& member : event) known->insert(member.name, member.value);
    known->set("also_in", std::move(others));
}

std::string extract_day(const Object& data, std::string_view effective) {
    const std::string_view retrieved = text_at(plugin::object_at(data, "source"), "retrieved_on");
    // An old extract that is entered late is as old as it is.
    return std::string(std::max(retrieved.empty() ? effective : retrieved, text_at(data, "status_date")));
}

void add_doubt_of_return(const Object& fields, bool is_live, std::vector<plugin::Text>& doubts) {
    const Object& ended = plugin::object_at(fields, told_ended);
    if (!is_live || ended.empty()) return;
    static constexpr std::string_view explaining[]{"court_action", "renewal", "restoration",
                                                   "request_decided", "review"};
    const std::string_view since = text_at(ended, "since");
    const bool is_explained = std::ranges::any_of(array_at(fields, "events"), [&](const Value& one) {
        return one.object() != nullptr && text_at(*one.object(), "date") >= since &&
               std::ranges::find(explaining, text_at(*one.object(), "event")) != std::end(explaining);
    });
    if (is_explained) return;
    const std::string word(text_at(ended, "status")), day(text_at(ended, "as_of"));
    const std::string now(text_at(fields, "status")), as_of(origin_of(fields, "status").as_of);
    doubts.push_back({"The source as of " + day + " told that the right had ended (“" + word +
                          "”); the one as of " + as_of + " tells “" + now + "”, and no event says why.",
                      "截至" + day + "的来源记载该权利已终止（“" + word + "”），而截至" + as_of +
                          "的来源记载为“" + now + "”，且无事项说明原因。"});
}

void add_doubts_of_dates(const RightName& name, const Object& fields, std::vector<plugin::Text>& doubts) {
    for (const plugin::Member& one : plugin::object_at(fields, dates_told)) {
        if (one.value.object() == nullptr ||
            text_at(*one.value.object(), "date") == text_at(fields, one.name))
            continue;
        const std::string other(text_at(*one.value.object(), "date")), now(text_at(fields, one.name));
        const std::string as_of(text_at(*one.value.object(), "as_of"));
        const plugin::Text label = field_label(name.kind, one.name);
        doubts.push_back({"“" + label.en + "”: " + now + " by the latest source, " + other +
                              " by the one as of " + as_of + "; what is counted from it is in doubt.",
                          "“" + label.zh + "”：最新来源为" + now + "，截至" + as_of + "的来源为" + other +
                              "，据此推算的期限存疑。"});
    }
}

bool is_status_date_of_reading(const Object& fields) {
    const std::string_view day = text_at(fields, "status_date");
    return !day.empty() && day == text_at(plugin::object_at(fields, "source"), "retrieved_on");
}

std::string_view owners_as_of(const Object& fields) {
    if (array_at(fields, "recorded_owners").empty()) return {};
    std::string_view system = text_at(plugin::object_at(fields, "source"), "system");
    std::string_view day = text_at(fields, "recorded_on");
    for (const Value& one : array_at(fields, "older_values"))
        if (one.object() != nullptr && text_at(*one.object(), "field") == "owners") {
            system = text_at(*one.object(), "system");
            day = text_at(*one.object(), "as_of");
        }
    // The USPTO's application files name who applied, and nobody who has it by assignment since.
    static constexpr std::string_view of_applications[]{"ODP", "PEDS", "USPTO", "USPTO ODP"};
    const std::string_view filed = text_at(fields, "filing_date");
    const bool are_applicants = text_at(fields, "office") == "US" && !filed.empty() &&
                                std::ranges::find(of_applications, system) != std::end(of_applications);
    return are_applicants ? std::min(filed, day) : day;
}

Origin origin_of(const Object& fields, std::string_view field) {
    const std::string recorded_on(text_at(fields, "recorded_on"));
    if (const Object* event = telling_event(fields, field, recorded_on)) return origin_of_event(*event);
    if (field == "last_day") {
        // Told by the extract, or computed from what begins the term.
        for (const char* told : {"expiry_date", "registration_date", "filing_date"})
            if (fields.contains(told)) return origin_of(fields, told);
    }
    const OlderValues others(fields);
    if (const Object* older = others.find(field))
        return {std::string(text_at(*older, "system")), std::string(text_at(*older, "as_of")),
                older->contains("retrieved")};
    return origin_of_source(plugin::object_at(fields, "source"), recorded_on);
}

}  // namespace xinbu::ip_status
