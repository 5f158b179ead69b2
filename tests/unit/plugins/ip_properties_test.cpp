// What holds whatever happened to a right: random histories, asked on random days.
#include <random>

#include "ip_status/patents.hpp"
#include "ip_status/trademarks.hpp"
#include "plugins/ip_cases_support.hpp"

namespace xinbu::ip_status {
namespace {

using plugin::Date;
using plugin::Object;
using plugin::text_at;

constexpr int histories = 300;

constexpr const char* mark_events[]{"acceptance",
                                    "examination",
                                    "correction_notice",
                                    "response",
                                    "preliminary_publication",
                                    "opposition",
                                    "registration",
                                    "nonregistration",
                                    "renewal",
                                    "assignment_request",
                                    "assignment",
                                    "change",
                                    "licence",
                                    "licence_end",
                                    "pledge",
                                    "pledge_end",
                                    "freeze",
                                    "freeze_end",
                                    "refusal",
                                    "review",
                                    "court_action",
                                    "nonuse_request",
                                    "invalidation_request",
                                    "request_decided",
                                    "partial_cancellation",
                                    "cancellation",
                                    "invalidation",
                                    "surrender",
                                    "lapse",
                                    "withdrawal"};
constexpr const char* patent_events[]{"publication",
                                      "examination",
                                      "grant",
                                      "assignment",
                                      "licence",
                                      "pledge",
                                      "pledge_end",
                                      "freeze",
                                      "freeze_end",
                                      "suspension",
                                      "annual_fee",
                                      "invalidation_request",
                                      "invalidation",
                                      "abandonment",
                                      "request_decided",
                                      "lapse_unpaid",
                                      "restoration",
                                      "rejection",
                                      "review",
                                      "court_action",
                                      "expiry",
                                      "withdrawal",
                                      "partial_invalidation",
                                      "term_adjustment"};
constexpr const char* attacks[]{"nonuse_request", "generic_request", "invalidation_request"};

class Histories {
public:
    int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
    Date day() { return Date(2010, 1, 1).plus_days(number(0, 365 * 20)); }

    Object mark() {
        Object fields{{"classes", plugin::Array{35, 41}}, {"application_date", "2010-01-04"}};
        if (number(0, 2) != 0) fields.set("registration_date", day().text());
        return with_events(std::move(fields), mark_events, std::size(mark_events));
    }
    Object patent() {
        Object fields{{"kind", "invention"}, {"filing_date", "2010-02-28"}};
        if (number(0, 2) != 0) fields.set("grant_date", day().text());
        return with_events(std::move(fields), patent_events, std::size(patent_events));
    }

private:
    Object with_events(Object fields, const char* const* kinds, std::size_t count) {
        std::vector<Object> events;
        for (int left = number(0, 9); left > 0; --left) {
            Object event{{"date", day().text()},
                         {"event", kinds[static_cast<std::size_t>(number(0, static_cast<int>(count) - 1))]}};
            if (number(0, 3) == 0) event.set("scope", plugin::Array{number(0, 1) == 0 ? 35 : 41});
            if (number(0, 3) == 0) event.set("until", day().text());
            if (number(0, 3) == 0) event.set("received_on", day().text());
            if (number(0, 1) == 0) event.set("year", number(1, 20));
            events.push_back(std::move(event));
        }
        std::ranges::stable_sort(events, {},
                                 [](const Object& one) { return std::string(text_at(one, "date")); });
        plugin::Array list;
        for (Object& event : events) list.emplace_back(std::move(event));
        fields.set("events", std::move(list));
        return fields;
    }
    std::mt19937 engine_{4711};
};

/// The records of one right.
class OneRight final : public plugin::Records {
public:
    OneRight(plugin::Record record, Date day) : record_(std::move(record)), day_(day) {}
    std::optional<plugin::Record> find(std::string_view id) const override {
        return id == record_.id ? std::optional(record_) : std::nullopt;
    }
    std::vector<plugin::Record> referring_to(std::string_view, std::string_view) const override { return {}; }
    void for_each(std::string_view, const std::function<bool(const plugin::Record&)>& visit) const override {
        visit(record_);
    }
    Date as_of() const override { return day_; }

private:
    plugin::Record record_;
    Date day_;
};

plugin::Array deadlines_of(const char* right, const Object& fields, Date day) {
    const OneRight records(plugin::Record{right, "", {}, fields}, day);
    const auto plugin = test::ip_status_with_rules();
    const auto answer = plugin->check("ip.deadlines", {{"right", right}, {"days", 20000}}, records, {});
    return answer ? plugin::array_at(answer->facts, "deadlines") : plugin::Array{};
}

Object with_attack(const Object& fields, const char* kind, Date on) {
    Object attacked = fields;
    plugin::Array& events = *attacked.find("events")->array();
    const std::string date = on.text();
    const auto at = std::ranges::find_if(
        events, [&](const plugin::Value& one) { return text_at(*one.object(), "date") > date; });
    events.insert(at, Object{{"date", date}, {"event", kind}});
    return attacked;
}

TEST(IpProperties, a_pending_attack_kills_no_live_registration_and_hides_no_renewal) {
    const RightName name = *parse_right("trademark/CN-40128866");
    Histories random;
    int live = 0;
    for (int round = 0; round < histories; ++round) {
        const Object fields = random.mark();
        const Date day = random.day();
        const Situation before = trademark_situation(test::packed_rules(), name, fields, day);
        if (!before.standing->is_live || !before.standing->is_granted) continue;
        ++live;
        const Object attacked = with_attack(fields, attacks[random.number(0, 2)], day);
        const Situation after = trademark_situation(test::packed_rules(), name, attacked, day);
        EXPECT_TRUE(after.standing->is_live && after.standing->is_granted) << json::canonical(attacked);
        EXPECT_EQ(after.last_day, before.last_day);
        EXPECT_EQ(after.stage.now, 5);
        const auto renewals = [&](const Object& of) {
            std::string found;
            for (const plugin::Value& one : deadlines_of("trademark/CN-40128866", of, day))
                if (text_at(*one.object(), "kind") == "renewal") found += text_at(*one.object(), "due");
            return found;
        };
        EXPECT_EQ(renewals(attacked), renewals(fields));
    }
    EXPECT_GT(live, histories / 10);
}

TEST(IpProperties, every_deadline_is_whole_and_none_is_past_unless_missed) {
    Histories random;
    int seen = 0;
    for (int round = 0; round < histories; ++round) {
        const bool is_mark = round % 2 == 0;
        const char* right = is_mark ? "trademark/CN-40128866" : "patent/CN-202110000001.6";
        const Object fields = is_mark ? random.mark() : random.patent();
        const Date day = random.day();
        for (const plugin::Value& one : deadlines_of(right, fields, day)) {
            const Object& deadline = *one.object();
            ++seen;
            for (const char* text :
                 {"id", "right", "kind", "due", "last_day", "law", "confidence", "rule_status"})
                EXPECT_FALSE(text_at(deadline, text).empty()) << text;
            for (const char* both : {"what", "article", "consequence"})
                for (const char* language : {"en", "zh"})
                    EXPECT_FALSE(text_at(plugin::object_at(deadline, both), language).empty()) << both;
            EXPECT_FALSE(plugin::array_at(deadline, "explain").empty()) << json::canonical(one);
            EXPECT_LE(text_at(deadline, "due"), text_at(deadline, "last_day"));
            if (text_at(deadline, "kind") != "nonuse_exposure") {
                EXPECT_EQ(text_at(deadline, "last_day") < day.text(), deadline.contains("missed"))
                    << json::canonical(one);
            }
            const bool is_confirmed = text_at(deadline, "confidence") == "confirmed";
            if (!is_confirmed) {
                EXPECT_EQ(text_at(deadline, "rule_status"), "unverified");
            }
        }
    }
    EXPECT_GT(seen, histories);
}

TEST(IpProperties, state_and_stage_agree_with_the_standing) {
    const RightName mark = *parse_right("trademark/CN-40128866"),
                    patent = *parse_right("patent/CN-202110000001.6");
    Histories random;
    for (int round = 0; round < histories; ++round) {
        const Date day = random.day();
        const Situation one = round % 2 == 0
                                  ? trademark_situation(test::packed_rules(), mark, random.mark(), day)
                                  : patent_situation(test::packed_rules(), patent, random.patent(), day);
        EXPECT_EQ(one.stage.now == 0, !one.standing->is_known);
        EXPECT_EQ(one.stage.now == 6, one.standing->is_known && !one.standing->is_live);
        EXPECT_EQ(one.stage.is_active, one.standing->is_live);
        EXPECT_EQ(one.stage.now >= 4, one.standing->is_granted || one.stage.now == 6);
        const bool is_mark = round % 2 == 0;
        EXPECT_EQ(one.cn_states.empty(), !is_mark || !one.standing->is_known);
    }
}

}  // namespace
}  // namespace xinbu::ip_status
