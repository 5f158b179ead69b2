// Days that follow from what a pledge and its loan hold: when security ends by itself, and what is owed by
// when. `pledge` and `loan` are the fields of their records.
#pragma once

#include "valuation.hpp"
#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/plugin/work_calendar.hpp"

namespace xinbu::collateral {

/// Working days within which an enterprise publishes the registration of a pledge (企业信息公示暂行条例
/// art. 10).
inline constexpr int publicity_days = 20;
/// Days within which a change of the claim or its amount is registered (CNIPA Announcement 461).
inline constexpr int change_days = 30;
/// Years after which the main claim is time-barred (Civil Code art. 188).
inline constexpr int limitation_years = 3;

bool has_marks(const plugin::Object& pledge);
bool has_patents(const plugin::Object& pledge);

/// The first day on which the pledge of the marks no longer exists: the day after the registered term
/// (Announcement 358). Nothing where no mark is pledged; a patent's pledge has no term of its own.
std::optional<plugin::Date> unsecured_from(const plugin::Object& pledge);
/// The last day on which that right is pledged; nothing where no term ends it.
std::optional<plugin::Date> last_pledged_day(const plugin::Object& pledge, std::string_view right);

/// Whether a pledge that the register tells, an overlay of ip.status, is the registration of that pledge of
/// ours: by its number, or by its day where it names no other holder.
bool is_registration_of(const plugin::Object& overlay, const plugin::Object& pledge);
/// Whether a pledge was registered on that day, and neither released nor enforced; whether it was agreed and
/// not registered yet, nor withdrawn: by the days of what its record holds, whatever came later.
bool is_registered_on(const plugin::Object& pledge, plugin::Date day);
bool is_only_agreed_on(const plugin::Object& pledge, plugin::Date day);
/// What a pledge secures against later ones: the registered amount prevails over the agreed one.
std::optional<plugin::Money> claim_of(const plugin::Object& pledge);

/// Whether the pledgor is a natural person, who publishes nothing.
bool is_of_person(const plugin::Object& pledge);
/// Nothing before registration, and nothing where the pledgor is no enterprise.
std::optional<plugin::Date> publicity_due(const plugin::Object& pledge, const plugin::WorkCalendar& days);
/// Nothing unless the loan was restructured after registration, and the registration was not changed since.
std::optional<plugin::Date> change_due(const plugin::Object& pledge, const plugin::Object& loan);
/// By the bank's policy; nothing before the loan is repaid.
std::optional<plugin::Date> release_due(const plugin::Object& loan, const Policy& policy, plugin::Date today);
/// The last day of the limitation of the main claim, counted from the day it falls due.
std::optional<plugin::Date> limitation_of(const plugin::Object& loan);

}  // namespace xinbu::collateral
