// A plugin whose records are read in the log's sight: loans.
#pragma once

#include <string>

#include "xinbu/host/catalogue.hpp"

namespace xinbu::test {

class LoanPlugin final : public plugin::Plugin {
public:
    plugin::Declaration declare() const override {
        using plugin::FieldKind;
        const std::vector<plugin::Field> fields{
            plugin::field("contract", FieldKind::text, {"Contract", "合同"}).require().search().in_table(),
            plugin::field("rate", FieldKind::integer, {"Rate", "利率"}).in_table()};
        plugin::Declaration declared;
        plugin::RecordType lent{"lending", {"Lending", "借贷"}, {"Lendings", "借贷"}, fields, "contract", {}};
        lent.reads_logged = true;
        declared.records = {lent,
                            {"branch", {"Branch", "网点"}, {"Branches", "网点"}, fields, "contract", {}}};
        for (const char* kind : {"lending", "branch"}) {
            plugin::EntryType made{std::string("test.") + kind + ".made", {"Made", "订立"}, kind, fields};
            made.creates = true;
            declared.entries.push_back(made);
        }
        declared.reports = {{"test.book", {"Book", "台账"}}};
        return declared;
    }
    std::optional<std::string> record_id(const plugin::Draft& draft,
                                         plugin::Numbering& numbers) const override {
        const std::string prefix =
            std::string(draft.type == "test.lending.made" ? "lending" : "branch") + "/N-";
        return prefix + std::to_string(numbers.next(prefix));
    }
    /// Every lending, counted.
    std::optional<plugin::ReportModel> report(std::string_view, const plugin::Object&,
                                              const plugin::Records& records,
                                              const plugin::AskCheck&) const override {
        plugin::ReportTable table;
        table.columns = {{{"Lending", "借贷"}, plugin::Quantity::record}};
        records.for_each("lending", [&](const plugin::Record& one) {
            table.rows.push_back({{one.id}});
            return true;
        });
        plugin::ReportModel model;
        model.title = {"Book", "台账"};
        model.sections.push_back({{}, {std::move(table)}});
        return model;
    }
};

inline host::Provider loan_provider(const LoanPlugin& loans) {
    return {"test", "1.0.0", {}, &loans, loans.declare()};
}

}  // namespace xinbu::test
