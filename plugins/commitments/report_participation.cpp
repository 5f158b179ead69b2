// How far a campaign has come: the check and the report.
#include <array>

#include "campaign.hpp"
#include "choices.hpp"
#include "people.hpp"
#include "reports.hpp"
#include "shown.hpp"

namespace xinbu::commitments {

using plugin::Cell;
using plugin::CheckAnswer;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Quantity;
using plugin::Record;
using plugin::Records;
using plugin::ReportTable;
using plugin::Severity;
using plugin::Text;
using plugin::text_at;
using plugin::Tone;
using plugin::Value;

namespace {

using Member = Participation::Member;

std::int64_t number(std::size_t count) {
    return static_cast<std::int64_t>(count);
}

/// In basis points, rounded down: nobody is all until the last one is.
std::int64_t rate_of(const Participation& found) {
    return found.invited == 0 ? 0 : number(found.signed_by_invited) * 10'000 / number(found.invited);
}

Text counted(const Participation& found) {
    const auto figure = [](std::size_t count) { return std::to_string(count); };
    return {"Invited: " + figure(found.invited) + "; signed: " + figure(found.signed_by_invited) +
                "; declined: " + figure(found.declined) + "; no answer yet: " + figure(found.open) +
                ", of them past their day: " + figure(found.overdue) +
                "; signed without an invitation: " + figure(found.uninvited) + ".",
            "邀请" + figure(found.invited) + "家，已签署" + figure(found.signed_by_invited) + "家，谢绝" +
                figure(found.declined) + "家，尚未回复" + figure(found.open) + "家（其中逾期" +
                figure(found.overdue) + "家）；未经邀请自行签署" + figure(found.uninvited) + "家。"};
}

Finding finding(const char* rule, FindingStatus status, Severity severity, Text message) {
    return {rule, status, severity, std::move(message), {}, {}};
}

std::string_view answer_id(const Member& one) {
    if (!one.commitment.empty()) return one.invitation.empty() ? "signed_uninvited" : "signed";
    return one.has_declined ? "declined" : "open";
}

Cell answer_of(const Member& one, const std::string& today) {
    if (!one.commitment.empty())
        return one.invitation.empty()
                   ? cell(Text{"Signed without an invitation", "未经邀请自行签署"}, Tone::good)
                   : cell(Text{"Signed", "已签署"}, Tone::good);
    if (one.has_declined) return cell(Text{"Declined", "已谢绝"}, Tone::attention);
    if (!one.answer_by.empty() && one.answer_by < today)
        return cell(Text{"No answer, past its day", "逾期未回复"}, Tone::bad);
    return cell(Text{"No answer yet", "尚未回复"});
}

ReportTable table_of(const Participation& found, const std::string& today) {
    ReportTable table{{},
                      {{{"Member", "会员名称"}},
                       {{"Its code", "统一社会信用代码"}, Quantity::text, true},
                       {{"Answer", "回复情况"}},
                       {{"Answer wanted by", "回复截止日期"}, Quantity::date, true},
                       {{"Signed on", "签署日期"}, Quantity::date},
                       {{"Commitment", "承诺编码"}, Quantity::text, true},
                       {{"State", "承诺状态"}}},
                      {},
                      {},
                      {"Nobody was invited and nobody has signed.", "尚未邀请会员，亦无签署。"}};
    for (const Member& one : found.members)
        table.rows.push_back({cell(one.name), cell(one.identifier), answer_of(one, today),
                              cell(one.answer_by), cell(one.signed_on),
                              one.commitment.empty() ? Cell{} : cell(code_of(one.commitment)),
                              one.status.empty() ? Cell{}
                                                 : cell(label_of(commitment_states(), one.status),
                                                        tone_of(commitment_states(), one.status))});
    return table;
}

}  // namespace

CheckAnswer answer_participation(const Object& parameters, const Records& records) {
    const std::string scheme(text_at(parameters, "scheme"));
    CheckAnswer answer;
    if (!shown_record(scheme, "scheme", records)) {
        answer.findings = {finding("CP-00", FindingStatus::unknown, Severity::warn,
                                   {"There is no such scheme on that day.", "当日没有该公约。"})};
        return answer;
    }
    const Participation found = participation_in(scheme, records);
    const bool all_answered = found.open == 0;
    answer.findings = {
        finding("CP-01", FindingStatus::soft, Severity::info, counted(found)),
        finding("CP-02", all_answered ? FindingStatus::met : FindingStatus::not_met,
                found.overdue > 0 ? Severity::warn : Severity::info,
                all_answered ? Text{"Every member that was invited has answered.", "受邀会员均已回复。"}
                             : Text{"Members that have not answered: " + std::to_string(found.open) + ".",
                                    "尚未回复的会员：" + std::to_string(found.open) + "家。"})};
    plugin::Array members;
    for (const Member& one : found.members) {
        Object line{{"name", one.name}, {"identifier", one.identifier}, {"answer", answer_id(one)}};
        for (const auto& [member, text] :
             std::array<std::pair<const char*, const std::string&>, 5>{{{"invitation", one.invitation},
                                                                        {"commitment", one.commitment},
                                                                        {"status", one.status},
                                                                        {"signed_on", one.signed_on},
                                                                        {"answer_by", one.answer_by}}})
            if (!text.empty()) line.set(member, text);
        members.emplace_back(std::move(line));
    }
    answer.facts = {{"scheme", scheme},
                    {"invited", number(found.invited)},
                    {"signed", number(found.signed_by_invited)},
                    {"uninvited", number(found.uninvited)},
                    {"declined", number(found.declined)},
                    {"open", number(found.open)},
                    {"overdue", number(found.overdue)},
                    {"rate", rate_of(found)},
                    {"members", std::move(members)}};
    return answer;
}

std::optional<plugin::ReportModel> participation(const Object& parameters, const Records& records) {
    const std::string_view id = text_at(parameters, "scheme");
    const std::optional<Record> scheme = shown_record(id, "scheme", records);
    if (!scheme) return std::nullopt;
    const Participation found = participation_in(id, records);
    const std::string today = records.as_of().text();
    plugin::ReportFacts facts;
    const auto count = [&](Text label, std::size_t value) {
        facts.facts.push_back({std::move(label), cell(value), Quantity::integer});
    };
    facts.facts.push_back(
        {{"State", "公约状态"},
         scheme->status == "closed"
             ? cell(Text{"Closed on " + std::string(text_at(scheme->fields, "closed_on")),
                         "已于" + std::string(text_at(scheme->fields, "closed_on")) + "终止"})
             : cell(Text{"Open", "实施中"}, Tone::good)});
    count({"Members invited", "邀请会员数"}, found.invited);
    count({"Signed", "已签署"}, found.signed_by_invited);
    count({"Declined", "已谢绝"}, found.declined);
    count({"No answer yet", "尚未回复"}, found.open);
    count({"Of them past their day", "其中逾期"}, found.overdue);
    count({"Signed without an invitation", "未经邀请自行签署"}, found.uninvited);
    if (found.invited > 0)
        facts.facts.push_back(
            {{"Participation", "参与率"}, Cell{Value(rate_of(found))}, Quantity::basis_points});
    plugin::ReportModel model;
    model.title = {"Participation in a scheme", "公约参与情况"};
    model.subject = same(text_at(scheme->fields, "name"));
    model.sections = {{{"Figures", "总体情况"}, {std::move(facts)}},
                      {{"Members", "会员"}, {table_of(found, today)}}};
    return model;
}

}  // namespace xinbu::commitments
