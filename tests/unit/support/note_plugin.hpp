// The smallest plugin that shows what a host does with any: notes are written, filed and closed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xinbu/host/catalogue.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::test {

class NotePlugin final : public plugin::Plugin {
public:
    plugin::Declaration declare() const override {
        using plugin::FieldKind;
        const std::vector<plugin::Field> fields{
            plugin::field("text", FieldKind::text, {"Text", "内容"}).require().search().in_table(),
            plugin::field("amount", FieldKind::money, {"Amount", "金额"}).in_table(),
            plugin::field("day", FieldKind::date, {"Day", "日期"}).in_table(),
            plugin::field("rank", FieldKind::integer, {"Rank", "级别"}),
            plugin::reference("about", {"About", "相关"}, "note").in_table()};
        std::vector<plugin::Field> record = fields;
        record.push_back(plugin::field("reason", FieldKind::text, {"Reason", "原因"}));

        plugin::Declaration declared;
        declared.records.push_back({"note",
                                    {"Note", "便笺"},
                                    {"Notes", "便笺"},
                                    record,
                                    "text",
                                    {{"open", {"Open", "未结"}, plugin::Tone::good},
                                     {"closed", {"Closed", "已结"}, plugin::Tone::neutral},
                                     {"lapsed", {"Lapsed", "已失效"}, plugin::Tone::bad}}});
        plugin::EntryType written{"test.note.written", {"Note written", "写便笺"}, "note", fields};
        written.creates = true;
        written.from = {"open"};
        written.to = "open";
        plugin::EntryType filed = written;  // begins a record, and only once
        filed.type = "test.note.filed";
        filed.label = {"Note filed", "存便笺"};
        filed.from = {};
        plugin::EntryType closed{"test.note.closed",
                                 {"Note closed", "结便笺"},
                                 "note",
                                 {plugin::field("reason", FieldKind::text, {"Reason", "原因"}).require()}};
        closed.signers = {plugin::Role::admin, plugin::Role::officer};
        closed.from = {"open"};
        closed.to = "closed";
        declared.entries = {written, filed, closed};
        declared.reports = {{"test.notes", {"Notes of a period", "期间便笺"}, {}, true},
                            {"test.page",
                             {"One note", "单张便笺"},
                             {plugin::reference("note", {"Note", "便笺"}, "note").require()}}};
        declared.records.front().page = "test.page";
        return declared;
    }
    std::optional<std::string> record_id(const plugin::Draft&, plugin::Numbering& numbers) const override {
        return "note/N-" + std::to_string(numbers.next("note/N-"));
    }
    /// The notes whose day lies in a period, or one note.
    std::optional<plugin::ReportModel> report(std::string_view name, const plugin::Object& parameters,
                                              const plugin::Records& records,
                                              const plugin::AskCheck&) const override {
        plugin::ReportTable table;
        table.columns = {{{"Note", "便笺"}, plugin::Quantity::record},
                         {{"Day", "日期"}, plugin::Quantity::date}};
        const auto add = [&](const plugin::Record& note) {
            table.rows.push_back({{note.id}, {plugin::text_at(note.fields, "day")}});
        };
        if (name == "test.page") {
            const auto note = records.find(plugin::text_at(parameters, "note"));
            if (!note) return std::nullopt;
            add(*note);
        } else {
            records.for_each("note", [&](const plugin::Record& note) {
                const std::string_view day = plugin::text_at(note.fields, "day");
                if (plugin::text_at(parameters, "from") <= day && day <= plugin::text_at(parameters, "to"))
                    add(note);
                return true;
            });
        }
        plugin::ReportModel model;
        model.title = {"Notes", "便笺"};
        model.sections.push_back({{}, {std::move(table)}});
        return model;
    }
    /// An open note lapses on its day.
    void present(plugin::Record& record, plugin::Date day) const override {
        const auto last = plugin::Date::parse(plugin::text_at(record.fields, "day"));
        if (record.status == "open" && last && *last < day) record.status = "lapsed";
    }
};

inline host::Provider note_provider(const NotePlugin& notes) {
    return {"test", "1.0.0", {}, &notes, notes.declare()};
}

}  // namespace xinbu::test
