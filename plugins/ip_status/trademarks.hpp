// Trademarks: terms, and what a mark is on a day.
#pragma once

#include <optional>

#include "periods.hpp"
#include "right.hpp"
#include "rules.hpp"
#include "situation.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// How an office's registrations last and are renewed, by the rules of its pack. Of an office without one,
/// and of what came through Madrid to one of the others, only the grace is known that the Paris Convention
/// grants (art. 5bis).
class MarkTerms {
public:
    /// Of what the office itself registers.
    MarkTerms(const Rules& rules, std::string_view office);
    MarkTerms(const Rules& rules, const RightName& name)
        : MarkTerms(rules, is_madrid_extension(name) ? std::string_view() : name.office) {}

    /// The last day of the term that begins on `start`; nothing where the office has no pack.
    std::optional<plugin::Date> first_end(plugin::Date start) const;
    /// The last day of the term that follows on the one that ends on `expiry`.
    std::optional<plugin::Date> next_end(plugin::Date expiry) const;
    /// Of the ends that terms from that registration on have, renewed or not, the nearest one: a slip is a
    /// day or a month, rarely years.
    std::optional<plugin::Date> nearest_end(plugin::Date registration, plugin::Date expiry) const;
    /// The first day on which a renewal may be asked for: of two readings the later.
    std::optional<plugin::Date> opens(plugin::Date expiry) const;
    /// The last day of grace, before any day off moves it.
    plugin::Date grace_end(plugin::Date expiry) const;
    /// Whether on that day a renewal may be asked for without surcharge.
    bool is_open_on(plugin::Date day, plugin::Date expiry) const {
        const std::optional<plugin::Date> first = opens(expiry);
        return first && *first <= day && day <= expiry;
    }

    /// The rule by which a registration that ends on `expiry` is renewed.
    Bearing renewal_on(plugin::Date expiry) const { return rules_.on(renewal_, expiry); }

private:
    const Rules& rules_;
    std::string_view term_, renewal_;
};

/// The states of a mark: the Common Status Descriptors of the TM5 offices.
const std::vector<Standing>& trademark_standings();

/// The number of the TM5 descriptor, 1 to 15, and how sure its number and wording are.
int tm5_descriptor(const Standing& standing);
Confidence tm5_confidence(int descriptor);

/// What the mark is. Without a day: by all that is recorded, with no regard to the calendar.
Situation trademark_situation(const Rules& rules, const RightName& name, const plugin::Object& fields,
                              std::optional<plugin::Date> day, const WorkCalendar& calendar = {});

}  // namespace xinbu::ip_status
