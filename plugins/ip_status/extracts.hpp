// What an office's extract and its events make of a right's record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "right.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// Set where the status that stands there says neither life nor death: in a word that no table has, or the
/// end of the right without its day.
inline constexpr std::string_view status_unclear = "status_unclear";

/// Where a source told that a Chinese right had ended and a later one tells that it lives: the words of the
/// former in `status`, the day up to which it spoke in `as_of`, and since when, as far as it told, in
/// `since`.
inline constexpr std::string_view told_ended = "told_ended";

/// What other sources told of the dates from which terms are counted: by the field's id an object with `date`
/// and `as_of`.
inline constexpr std::string_view dates_told = "dates_told";

/// Adds a doubt for each of them that is not the one on record.
void add_doubts_of_dates(const RightName& name, const plugin::Object& fields,
                         std::vector<plugin::Text>& doubts);

/// The day up to which an extract speaks: on which it was retrieved; else of the status that it tells, or on
/// which it takes effect.
std::string extract_day(const plugin::Object& data, std::string_view effective);

/// Adds the doubt that this leaves of a right that lives, unless an event on record explains it.
void add_doubt_of_return(const plugin::Object& fields, bool is_live, std::vector<plugin::Text>& doubts);

/// A recorded extract. A later one replaces what an earlier one said; an older one that comes in late only
/// fills gaps. Values that do not come from the latest extract are listed in `older_values` with theirs.
void fold_extract(const RightName& name, const plugin::Entry& entry, plugin::Object& fields);

/// An event. One that another source told already (the same event, day and code of the office) stays one: it
/// gains what it lacked, and the source's name in `also_in`.
void fold_event(plugin::Object& fields, const plugin::Object& event);

/// The day up to which the recorded owners are told: of the latest extract that names any; of the applicants
/// in the USPTO's application files the day of filing. Events up to it
/// are in them already. Empty where no extract names an owner. It points into `fields`.
std::string_view owners_as_of(const plugin::Object& fields);

/// Where a value of a right comes from, and how old it is.
struct Origin {
    std::string system;         ///< empty where the source did not say
    std::string as_of;          ///< a civil date; empty where nothing tells
    bool is_retrieved = false;  ///< the day on which it was retrieved; else the day up to which it speaks
    bool is_event = false;      ///< told by an event of that day
};

/// Whether the status stands by the day on which the source was read, since the source tells no other.
bool is_status_date_of_reading(const plugin::Object& fields);

/// The origin of a value of a right's record, by the field's id.
Origin origin_of(const plugin::Object& fields, std::string_view field);

}  // namespace xinbu::ip_status
