// Marks and patents on the bench: entries in, the answer of ip.status of a day out.
#pragma once

#include "ip_status/plugin.hpp"
#include "plugins/ip_rules_support.hpp"
#include "plugins/support.hpp"

namespace xinbu::test {

class RightsBench {
public:
    static constexpr const char* mark = "trademark/CN-40128866";
    static constexpr const char* patent = "patent/CN-202110000001.6";

    RightsBench() : bench(make()) {}

    /// `more` is JSON of further members, each behind a comma; they replace what is said here.
    Rules record_mark(const std::string& more, const std::string& day = "2020-06-14") {
        return bench.add("ip.trademark.recorded", "", day,
                         with(R"({"office":"CN","number":"40128866","classes":[21],
                                  "owners":[{"name":"甲公司","identifier":"91320282MA0000015N"}]})",
                              more));
    }
    Rules record_patent(const std::string& more, const std::string& day = "2023-03-10") {
        return bench.add(
            "ip.patent.recorded", "", day,
            with(R"({"office":"CN","number":"202110000001.6","kind":"invention","filing_date":"2021-05-18",
                                  "owners":[{"name":"甲公司","identifier":"91320282MA0000015N"}]})",
                 more));
    }
    /// An event of the right that day, with more members of its data.
    Rules event(const std::string& right, const std::string& kind, const std::string& day,
                const std::string& more = "") {
        const std::string type =
            right.starts_with("patent") ? "ip.patent.event_recorded" : "ip.trademark.event_recorded";
        return bench.add(type, right, day,
                         json_object(R"({"event":")" + kind + R"(","date":")" + day + R"(")" + more + "}"));
    }
    Rules fee(int year, const std::string& day) {
        return event(patent, "annual_fee", day, R"(,"year":)" + std::to_string(year));
    }

    std::string status(const std::string& right, const std::string& day) const {
        return bench.status(right, day);
    }
    plugin::Object facts(const std::string& right, const std::string& day) const {
        return bench.check("ip.status", R"({"right":")" + right + R"("})", day).facts;
    }
    /// A fact as text: dates as they are, booleans and numbers written out, "-" where it is absent.
    std::string fact(const std::string& right, const std::string& day, const std::string& name) const {
        const plugin::Object all = facts(right, day);
        const plugin::Value* value = all.find(name);
        if (value == nullptr) return "-";
        if (value->text() != nullptr) return *value->text();
        if (value->boolean() != nullptr) return *value->boolean() ? "true" : "false";
        if (value->integer() != nullptr) return std::to_string(*value->integer());
        return json::canonical(*value);
    }
    /// The kinds of the overlays, joined by blanks.
    std::string overlays(const std::string& right, const std::string& day) const {
        std::string kinds;
        const plugin::Object all = facts(right, day);
        for (const plugin::Value& one : plugin::array_at(all, "overlays"))
            kinds += (kinds.empty() ? "" : " ") + std::string(plugin::text_at(*one.object(), "kind"));
        return kinds;
    }

    Bench bench;

private:
    static plugin::Object with(std::string_view data, const std::string& more) {
        plugin::Object object = json_object(data);
        if (!more.empty())
            for (const plugin::Member& member : json_object("{" + more.substr(1) + "}"))
                object.set(member.name, member.value);
        return object;
    }
    static Bench make() {
        std::vector<Bench::Loaded> plugins;
        plugins.push_back({"ip_status", {}, ip_status_with_rules()});
        return Bench(std::move(plugins));
    }
};

}  // namespace xinbu::test
