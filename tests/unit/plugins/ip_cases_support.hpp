// Cases of rights as lines of text: what happened, and what must follow on a day.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "plugins/ip_status_support.hpp"

namespace xinbu::test {

/// "2024-06-03 refusal received_on=2024-06-11 scope=35,41" as an event's data.
inline plugin::Object event_of(const std::string& line) {
    std::istringstream words(line);
    std::string date, kind, more;
    words >> date >> kind;
    plugin::Object data{{"date", date}, {"event", kind}};
    while (words >> more) {
        const std::string name = more.substr(0, more.find('=')), value = more.substr(more.find('=') + 1);
        if (name == "scope") {
            plugin::Array classes;
            std::istringstream numbers(value);
            for (std::string one; std::getline(numbers, one, ',');) classes.emplace_back(std::stoi(one));
            data.set(name, std::move(classes));
        } else if (name == "year") {
            data.set(name, std::stoi(value));
        } else if (name == "counterparty") {
            data.set(name, plugin::Object{{"identifier", ""}, {"name", value}});
        } else {
            data.set(name, value);
        }
    }
    return data;
}

/// The article with the names of the laws cut short: "TML art. 40".
inline std::string short_article(std::string article) {
    struct Cut {
        const char *whole, *brief;
    };
    for (const Cut& cut : {Cut{"Implementing Rules of the Patent Law (2023)", "PR"},
                           Cut{"Implementing Regulations (2014)", "Reg"}, Cut{"Trademark Law (2019)", "TML"},
                           Cut{"Trademark Law (2026)", "TML2026"}, Cut{"Patent Law (2020)", "PL"}})
        for (std::size_t at = article.find(cut.whole); at != std::string::npos; at = article.find(cut.whole))
            article.replace(at, std::string(cut.whole).size(), cut.brief);
    return article;
}

/// "TD-16 2024-03-09>2024-03-11 Reg art. 66, 67": the last day where it is another, "?" where not verified.
inline std::string deadline_line(const plugin::Object& deadline) {
    const auto text = [&](const char* name) { return std::string(plugin::text_at(deadline, name)); };
    std::string line = text("id") + " " + text("due");
    if (text("last_day") != text("due")) line += ">" + text("last_day");
    if (text("rule_status") != "verified") line += "?";
    const std::string classes = deadline.contains("classes") && text("id") == "TD-15"
                                    ? json::canonical(*deadline.find("classes"))
                                    : "";
    const std::string article(plugin::text_at(plugin::object_at(deadline, "article"), "en"));
    return line + (classes.empty() ? "" : " " + classes) + " " + short_article(article);
}

class CasesBench : public RightsBench {
public:
    std::vector<std::string> deadlines(const std::string& right, const std::string& day,
                                       const std::string& more = "") const {
        const plugin::Object facts =
            bench.check("ip.deadlines", R"({"right":")" + right + R"(")" + more + "}", day).facts;
        std::vector<std::string> lines;
        for (const plugin::Value& one : plugin::array_at(facts, "deadlines"))
            lines.push_back(deadline_line(*one.object()));
        return lines;
    }
    /// The first deadline of that rule.
    plugin::Object deadline(const std::string& right, const std::string& day, const std::string& id,
                            const std::string& more = "") const {
        const plugin::Object facts =
            bench.check("ip.deadlines", R"({"right":")" + right + R"(")" + more + "}", day).facts;
        for (const plugin::Value& one : plugin::array_at(facts, "deadlines"))
            if (plugin::text_at(*one.object(), "id") == id) return *one.object();
        return {};
    }
    std::string states(const std::string& right, const std::string& day) const {
        std::string ids;
        const plugin::Object all = facts(right, day);
        for (const plugin::Value& one : plugin::array_at(all, "cn_states"))
            ids += (ids.empty() ? "" : " ") + std::string(plugin::text_at(*one.object(), "id"));
        return ids;
    }
    /// "A-4-F": state, stage and category of ST.27.
    std::string stage(const std::string& right, const std::string& day) const {
        const plugin::Object all = facts(right, day);
        const plugin::Object& stage = plugin::object_at(all, "stage");
        if (stage.empty()) return "-";
        return std::string(plugin::text_at(stage, "state")) + "-" +
               std::to_string(*plugin::integer_at(stage, "stage")) + "-" +
               std::string(plugin::text_at(stage, "category"));
    }
};

}  // namespace xinbu::test
