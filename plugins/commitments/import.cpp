// commitments-csv: commitments in the field order of the national template, as platforms and associations
// exchange them. Headers are those of the template or their usual aliases:
//   1 承诺编码 2 承诺人名称* 3 承诺人类别* 4 承诺人代码* 5 承诺类型* 6 承诺事由* 7 承诺内容* 8 违诺责任* 9
//   承诺作出日期* 10 承诺有效期 11 承诺履行状态 12 未履行的承诺内容 13 违诺责任追究内容 14 履行状态认定日期
//   15 认定单位 16 认定单位代码 17 承诺受理单位* 18 承诺受理单位代码* 19 公开类型* 20 备注
// Those with a star are needed, 3 only where the code does not tell; without 承诺编码 the column
// 受理地行政区划代码 is needed. 签署人 names who signed, 承诺公约 and 劳务品牌 scheme and brand. The lists
// that platforms publish, and the tables that departments exchange, name the same items otherwise: their
// headers are aliases.
//
// A row with a code becomes a signed and accepted commitment, for the code is given on acceptance, and with a
// status, its day and its finder also a finding. Such a list holds no proof of the promisor, so the weakest
// kind is recorded. Identity numbers of persons are masked before anything else sees them, in whichever
// column they stand: a list whose columns have slipped would otherwise show them in every message.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "choices.hpp"
#include "import_cells.hpp"
#include "people.hpp"
#include "plugin.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

using plugin::Choice;
using plugin::CsvRow;
using plugin::Draft;
using plugin::ImportSink;
using plugin::Object;

namespace {

const std::vector<Column>& columns() {
    static const std::vector<Column> all{
        {"code", {"承诺编码", "code"}},
        {"promisor",
         {"承诺人名称", "承诺主体名称", "承诺人", "主体名称", "企业名称", "单位名称", "PROMISOR_NAME",
          "promisor"},
         true},
        {"category", {"承诺人类别", "承诺主体类别", "PROMISOR_TYPE", "promisor_category"}},
        {"identifier",
         {"承诺人代码", "统一社会信用代码", "承诺主体代码", "主体代码", "PROMISOR_NUM",
          "promisor_identifier"},
         true},
        {"type", {"承诺类型", "COMMITMENT_TYPE", "type"}, true},
        {"matter", {"承诺事由", "承诺事项", "COMMITMENT_MATTER", "matter"}, true},
        {"content", {"承诺内容", "content"}, true},
        {"liability", {"违诺责任", "liability"}, true},
        {"made_on", {"承诺作出日期", "承诺日期", "承诺时间", "COMMIT_DATE", "made_on"}, true},
        {"valid_until", {"承诺有效期", "有效期至", "valid_until"}},
        {"status", {"承诺履行状态", "履行状态", "PERFORMANCE_STATUS", "status"}},
        {"unmet", {"未履行的承诺内容", "unmet"}},
        {"measures", {"违诺责任追究内容", "measures"}},
        {"found_on", {"履行状态认定日期", "认定日期", "found_on"}},
        {"finder", {"认定单位", "履行状态认定单位", "finder"}},
        {"finder_identifier", {"认定单位代码", "认定单位统一社会信用代码", "finder_identifier"}},
        {"acceptor",
         {"承诺受理单位", "受理单位", "ACCEPTANCE_UNIT", "COLLECTION_DEPARTMENT", "acceptor"},
         true},
        {"acceptor_identifier",
         {"承诺受理单位代码", "承诺受理单位统一社会信用代码", "受理单位代码", "acceptor_identifier"},
         true},
        {"publication", {"公开类型", "publication"}, true},
        {"note", {"备注", "note"}},
        {"place", {"受理地行政区划代码", "行政区划代码", "place"}},
        {"scheme", {"承诺公约", "公约", "scheme"}},
        {"brand", {"劳务品牌", "brand"}},
        {"signatory", {"签署人", "承诺人签署人", "经办人", "signatory"}}};
    return all;
}

/// The id of a choice by its id or either label; the text itself where there is none, for the host to name.
std::string choice_of(const std::vector<Choice>& choices, std::string_view text) {
    for (const Choice& one : choices)
        if (text == one.id || text == one.label.zh || text == one.label.en) return one.id;
    return std::string(text);
}

std::string type_of(std::string_view text) {
    if (text == "证明替代型") return "certificate_replacing";
    if (text == "主动公示型") return "voluntary";
    return choice_of(commitment_types(), text);
}

std::string fulfilment_of(std::string_view text) {
    if (text == "未履行") return "none";
    return choice_of(fulfilments(), text);
}

/// What the file says, else what the code tells; nothing where neither does.
std::string category_of(std::string_view text, std::string_view identifier) {
    if (text == "法人" || text == "非法人组织" || text == "企业") return "organisation";
    if (text == "个体户") return "sole_trader";
    if (!text.empty()) return choice_of(promisor_categories(), text);
    if (!plugin::uscc_fault(identifier))
        return plugin::uscc_category(identifier) == "sole_trader" ? "sole_trader" : "organisation";
    return plugin::is_masked_citizen_id(identifier) || holds_citizen_id(identifier) ? "person" : "";
}

/// Empty where there is no end, in the ways in which such lists write that.
std::string end_of(std::string_view cell) {
    static constexpr std::array<std::string_view, 8> without_end{
        "2099-12-31", "9999-12-31", "长期", "长期有效", "永久", "无固定期限", "至履行完毕", "无"};
    const std::string day = plugin::date_in_cell(cell);
    return std::ranges::find(without_end, day) != without_end.end() ? std::string() : day;
}

/// A person's number goes on whole, for the host to check and to seal; in the cell of an organisation it has
/// no business.
Object promisor_of(const Cells& cells, std::string_view category) {
    if (category != "person") return party_of(cells, "promisor", "identifier");
    return {{"name", cells["promisor"]}, {"identifier", plugin::canonical_uscc(cells.raw("identifier"))}};
}

Draft signed_draft(const Cells& cells, const std::string& code) {
    const std::string category =
        category_of(cells["category"], plugin::canonical_uscc(cells.raw("identifier")));
    const std::string made_on = plugin::date_in_cell(cells["made_on"]);
    Draft draft{"commitments.commitment.signed", {}, made_on, {}};
    if (!code.empty()) draft.record = "commitment/" + code;
    Object& data = draft.data;
    data.set("promisor", promisor_of(cells, category));
    data.set("promisor_category", category);
    data.set("type", type_of(cells["type"]));
    for (const char* member : {"matter", "content", "liability"}) data.set(member, cells[member]);
    data.set("made_on", made_on);
    if (const std::string until = end_of(cells["valid_until"]); !until.empty())
        data.set("valid_until", until);
    data.set("acceptor", party_of(cells, "acceptor", "acceptor_identifier"));
    data.set("publication", choice_of(publications(), cells["publication"]));
    data.set("place", code.empty() ? cells.code("place") : code.substr(0, 6));
    for (const char* member : {"scheme", "brand"}) {
        const std::string kind = std::string(member) + "/", named = cells[member];
        if (!named.empty()) data.set(member, named.starts_with(kind) ? named : kind + named);
    }
    const std::string signatory = cells["signatory"].empty() ? cells["promisor"] : cells["signatory"];
    data.set("promisor_proof", Object{{"kind", "statement"}, {"signatory", signatory}});
    return draft;
}

Draft accepted_draft(const Cells& cells, const std::string& record) {
    Draft draft{"commitments.commitment.accepted", record, plugin::date_in_cell(cells["made_on"]), {}};
    if (!cells["note"].empty()) draft.data.set("note", cells["note"]);
    return draft;
}

Draft finding_draft(const Cells& cells, const std::string& record, const std::string& status) {
    const std::string found_on = plugin::date_in_cell(cells["found_on"]);
    Draft draft{"commitments.commitment.fulfilment_found", record, found_on, {}};
    draft.data = {{"status", status},
                  {"found_on", found_on},
                  {"finder", party_of(cells, "finder", "finder_identifier")}};
    // What does not go with a full one is refused there, not passed over here.
    for (const char* member : {"unmet", "measures"})
        if (!cells[member].empty()) draft.data.set(member, cells[member]);
    return draft;
}

void import_commitment(const Cells& cells, ImportSink& sink) {
    if (is_refused(cells, sink)) return;
    const std::string code = cells.code("code");
    if (code.empty() && cells["place"].empty()) {
        sink.reject("commitments.import.missing", {"Neither “承诺编码” nor “受理地行政区划代码” is filled.",
                                                   "“承诺编码”和“受理地行政区划代码”均为空。"});
        return;
    }
    Draft made = signed_draft(cells, code);
    if (plugin::text_at(made.data, "promisor_category").empty()) {
        sink.reject("commitments.import.category",
                    {"“承诺人类别” is empty, and the promisor's code does not tell it.",
                     "“承诺人类别”为空，且无法由承诺人代码判断。"});
        return;
    }
    const std::string record = made.record;
    sink.draft(std::move(made));
    const std::string status = fulfilment_of(cells["status"]);
    const bool has_finding =
        std::ranges::any_of(std::array{"status", "unmet", "measures", "found_on", "finder"},
                            [&](const char* member) { return !cells[member].empty(); });
    if (record.empty()) {  // its number is not known here, so nothing can follow
        if (has_finding)
            sink.reject("commitments.import.code",
                        {"The commitment is taken as signed; what was found of it is not: without “承诺编码” "
                         "nothing can follow on it.",
                         "承诺已按“已签署”导入，履行情况未导入：“承诺编码”为空，无法登记后续情况。"});
        return;
    }
    sink.draft(accepted_draft(cells, record));

    if (!has_finding) return;
    if (status.empty()) {
        sink.reject("commitments.import.finding",
                    {"The commitment is taken, what was found of it is not: “承诺履行状态” is empty.",
                     "承诺已导入，认定情况未导入：“承诺履行状态”为空。"});
        return;
    }
    if (cells["found_on"].empty() || cells["finder"].empty()) {
        sink.reject(
            "commitments.import.finding",
            {"The commitment is taken, its fulfilment is not: “履行状态认定日期” or “认定单位” is empty.",
             "承诺已导入，履行状态未导入：“履行状态认定日期”或“认定单位”为空。"});
        return;
    }
    sink.draft(finding_draft(cells, record, status));
}

}  // namespace

void Commitments::import_row(std::string_view adapter, const CsvRow& row, ImportSink& sink) const {
    if (adapter == "commitments-csv") import_commitment(Cells(row, columns()), sink);
    if (adapter == "invitations-csv") import_invitation(row, sink);
}

}  // namespace xinbu::commitments
