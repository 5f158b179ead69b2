// The life of a right on one axis.
#include <algorithm>

#include "declaration.hpp"
#include "events.hpp"
#include "reports.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::array_at;
using plugin::Date;
using plugin::Object;
using plugin::Record;
using plugin::ReportTimeline;
using plugin::Text;
using plugin::text_at;
using plugin::TimelineLane;
using plugin::TimelineMark;
using plugin::TimelineSpan;
using plugin::Tone;
using plugin::Value;

namespace {

constexpr int years_without_end = 3;  // that are shown where nobody knows when the right ends

class Timeline {
public:
    Timeline(const ReportDesk& desk, const Record& record, const Object& status, const Array& deadlines)
        : desk_(desk),
          status_(status),
          deadlines_(deadlines),
          is_mark_(record.id.starts_with(trademark_kind)),
          kind_(is_mark_ ? trademark_kind : patent_kind),
          events_(events_of(record.fields, desk.today())) {}

    std::optional<ReportTimeline> draw() {
        add_life();
        add_lane(is_mark_ ? renewals() : fees());
        add_overlays();
        add_lane(happened());
        add_lane(ahead());
        if (lanes_.empty()) return std::nullopt;
        ReportTimeline timeline{
            {"Life of the right", "权利时间轴"}, desk_.today(), desk_.today(), desk_.today(), {}};
        for (const TimelineLane& lane : lanes_) {
            for (const TimelineSpan& span : lane.spans) {
                timeline.from = std::min(timeline.from, span.from);
                timeline.to = std::max({timeline.to, span.from, span.to.value_or(span.from)});
            }
            for (const TimelineMark& mark : lane.marks) {
                timeline.from = std::min(timeline.from, mark.day);
                timeline.to = std::max(timeline.to, mark.day);
            }
        }
        timeline.lanes = std::move(lanes_);
        return timeline;
    }

private:
    std::optional<Date> day(const char* fact) const { return date_at(status_, fact); }

    void add_lane(TimelineLane lane) {
        if (!lane.spans.empty() || !lane.marks.empty()) lanes_.push_back(std::move(lane));
    }

    void add_life() {
        TimelineLane lane{{"Protection", "保护期"}};
        const std::optional<Date> filed = day("filing_date"), granted = day("registration_date");
        const std::optional<Date> ended = day("ended_on"), last = day("last_day");
        if (filed && (!granted || *filed < *granted)) {
            const std::optional<Date> until = granted ? std::optional(granted->plus_days(-1))
                                              : ended ? ended
                                                      : std::nullopt;
            lane.spans.push_back({*filed, until, {"application", "申请"}, Tone::neutral});
        }
        if (granted) {
            std::optional<Date> until = last;
            if (ended && (!last || *ended <= *last)) until = std::max(*granted, ended->plus_days(-1));
            if (until && *until < *granted) until = granted;
            lane.spans.push_back({*granted, until, {"in force", "有效"}, ended ? Tone::neutral : Tone::good});
        }
        add_grace(lane, last);
        if (ended) lane.marks.push_back({*ended, {"ended", "终止"}, Tone::bad});
        add_lane(std::move(lane));
    }

    /// Of a mark, grace follows on its term; the register strikes it off afterwards.
    void add_grace(TimelineLane& lane, std::optional<Date> last) {
        if (!is_mark_ || !last) return;
        for (const Object* deadline : deadlines_of_kind("renewal"))
            if (const std::optional<Date> until = date_at(*deadline, "grace_until"); until && *until > *last)
                lane.spans.push_back({last->plus_days(1), until, {"grace", "宽展期"}, Tone::attention});
    }

    std::vector<const Object*> deadlines_of_kind(std::string_view kind) const {
        std::vector<const Object*> found;
        for (const Value& one : deadlines_)
            if (one.object() != nullptr && text_at(*one.object(), "kind") == kind)
                found.push_back(one.object());
        return found;
    }

    TimelineLane renewals() const {
        TimelineLane lane{{"Renewal", "续展"}};
        for (const Event& event : events_)
            if (event.kind == "renewal")
                lane.marks.push_back({event.date, {"renewed", "已续展"}, Tone::good});
        for (const Object* deadline : deadlines_of_kind("renewal")) {
            const std::optional<Date> opens = date_at(*deadline, "opens"), due = date_at(*deadline, "due");
            if (!opens || !due) continue;
            const bool is_now = *opens <= desk_.today();
            lane.spans.push_back({*opens,
                                  due,
                                  {"renewal can be asked for", "可申请续展"},
                                  is_now ? Tone::attention : Tone::neutral});
        }
        return lane;
    }

    TimelineLane fees() const {
        TimelineLane lane{{"Annual fees", "年费"}};
        for (const Event& event : events_) {
            const std::int64_t* year =
                event.kind == "annual_fee" ? plugin::integer_at(*event.data, "year") : nullptr;
            if (year == nullptr) continue;
            const std::string number = std::to_string(*year);
            lane.marks.push_back(
                {event.date, {"year " + number + " paid", "第" + number + "年度已缴"}, Tone::good});
        }
        for (const Object* deadline : deadlines_of_kind("annual_fee")) {
            const std::int64_t* year = plugin::integer_at(*deadline, "year");
            const std::optional<Date> due = date_at(*deadline, "due");
            if (year == nullptr || !due) continue;
            const bool is_late = *due < desk_.today();
            const bool is_unknown = text_at(*deadline, "payment") == "unknown";
            const std::string number = std::to_string(*year);
            Text label{"year " + number + " due", "第" + number + "年度应缴"};
            if (is_late && is_unknown)
                label = {"year " + number + " due, payment not known",
                         "第" + number + "年度应缴，缴费情况不明"};
            const Tone tone = is_late ? (is_unknown ? Tone::attention : Tone::bad) : Tone::neutral;
            lane.marks.push_back({*due, label, tone});
            if (const std::optional<Date> grace = date_at(*deadline, "grace_until"); grace && is_late)
                lane.spans.push_back({due->plus_days(1),
                                      grace,
                                      {"grace of year " + number, "第" + number + "年度宽限期"},
                                      tone});
        }
        return lane;
    }

    void add_overlays() {
        for (const Value& one : array_at(status_, "overlays")) {
            const Object* overlay = one.object();
            const std::optional<Date> since = overlay != nullptr ? date_at(*overlay, "since") : std::nullopt;
            if (!since) continue;
            const std::string_view kind = text_at(*overlay, "kind");
            TimelineSpan span{*since, date_at(*overlay, "until"), plain(party_in(*overlay, "counterparty")),
                              overlay_tone(kind)};
            if (span.label.is_empty()) span.label = overlay_label(kind);
            if (const std::string classes = numbers_in(*overlay, "classes"); !classes.empty()) {
                span.label.en += ", " + classes_text(classes).en;
                span.label.zh += "，" + classes_text(classes).zh;
            }
            add_lane({overlay_label(kind), {std::move(span)}});
        }
    }

    TimelineLane happened() const {
        TimelineLane lane{{"Events", "事项"}};
        for (const Event& event : events_)
            if (event.kind != "other" && event.kind != "annual_fee" && event.kind != "renewal")
                lane.marks.push_back({event.date, event_label(kind_, event.kind)});
        return lane;
    }

    TimelineLane ahead() const {
        TimelineLane lane{{"Deadlines ahead", "后续期限"}};
        for (const Value& one : deadlines_) {
            const Object* deadline = one.object();
            const std::optional<Date> due = deadline != nullptr ? date_at(*deadline, "due") : std::nullopt;
            const std::string_view kind = deadline != nullptr ? text_at(*deadline, "kind") : "";
            if (!due || *due < desk_.today() || kind == "annual_fee" || kind == "renewal") continue;
            lane.marks.push_back({*due, text_in(*deadline, "what"), tone_of_deadline(*deadline)});
        }
        return lane;
    }

    const ReportDesk& desk_;
    const Object& status_;
    const Array& deadlines_;
    bool is_mark_;
    std::string_view kind_;
    std::vector<Event> events_;
    std::vector<TimelineLane> lanes_;
};

}  // namespace

Date horizon_of(const ReportDesk& desk, const Object& status) {
    const Date ahead = desk.today().plus_years(years_without_end);
    const std::optional<Date> last = date_at(status, "last_day");
    return last && *last >= desk.today() ? *last : ahead;
}

std::optional<ReportTimeline> timeline_of(const ReportDesk& desk, const Record& record, const Object& status,
                                          const Array& deadlines) {
    return Timeline(desk, record, status, deadlines).draw();
}

}  // namespace xinbu::ip_status
