// A plugin with natural persons in it: somebody promises, others witness it.
#pragma once

#include <string>
#include <utility>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::test {

class PromisePlugin final : public plugin::Plugin {
public:
    plugin::Declaration declare() const override {
        using plugin::FieldKind;
        const std::vector<plugin::Field> made{
            plugin::field("promisor", FieldKind::party, {"Promisor", "承诺人"}).require().search().in_table(),
            plugin::field("phone", FieldKind::text, {"Telephone", "电话"})
                .search()
                .in_table()
                .about("promisor"),
            plugin::field("matter", FieldKind::text, {"Matter", "事由"}).require().search().in_table()};
        const plugin::Field witness =
            plugin::field("witness", FieldKind::party, {"Witness", "见证人"}).require();
        std::vector<plugin::Field> record = made;
        record.push_back(plugin::list_of("witnesses", {"Witnesses", "见证人"}, witness).search());

        plugin::Declaration declared;
        declared.records.push_back(
            {"promise", {"Promise", "承诺"}, {"Promises", "承诺"}, record, "matter", {}});
        plugin::EntryType first{"test.promise.made", {"Promise made", "作出承诺"}, "promise", made};
        first.creates = true;
        plugin::EntryType later{
            "test.promise.witnessed", {"Promise witnessed", "见证承诺"}, "promise", {witness}};
        declared.entries = {first, later};
        declared.checks = {{"test.promises",
                            {"Who promised?", "谁作出承诺"},
                            {plugin::field("who", FieldKind::text, {"Who", "谁"})}}};
        return declared;
    }
    std::optional<std::string> record_id(const plugin::Draft&, plugin::Numbering& numbers) const override {
        return "promise/P-" + std::to_string(numbers.next("promise/P-"));
    }
    /// Witnesses are gathered: what an entry says of one stands elsewhere in the record.
    void fold(const plugin::EntryType& type, const plugin::Entry& entry,
              plugin::Record& record) const override {
        if (type.type != "test.promise.witnessed") return default_fold(type, entry, record);
        plugin::Array witnesses = plugin::array_at(record.fields, "witnesses");
        witnesses.push_back(*entry.data.find("witness"));
        record.fields.set("witnesses", std::move(witnesses));
    }
    /// What a plugin sees of people: the parties of all promises, as facts; and whether `who` is known.
    std::optional<plugin::CheckAnswer> check(std::string_view, const plugin::Object& parameters,
                                             const plugin::Records& records,
                                             const plugin::AskCheck&) const override {
        plugin::Array seen, of_whom;
        records.for_each("promise", [&](const plugin::Record& record) {
            seen.push_back(*record.fields.find("promisor"));
            return true;
        });
        for (const plugin::Record& record :
             records.referring_to(plugin::text_at(parameters, "who"), "promise"))
            of_whom.emplace_back(record.id);
        plugin::CheckAnswer answer;
        answer.facts = {{"seen", std::move(seen)}, {"of_whom", std::move(of_whom)}};
        return answer;
    }
};

inline host::Provider promise_provider(const PromisePlugin& promises) {
    return {"test", "1.0.0", {}, &promises, promises.declare()};
}

}  // namespace xinbu::test
