#include "campaign.hpp"

#include <algorithm>
#include <map>

#include "choices.hpp"
#include "faults.hpp"
#include "fields.hpp"
#include "import_cells.hpp"
#include "shown.hpp"
#include "wording.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

using plugin::Draft;
using plugin::EntryType;
using plugin::Faults;
using plugin::Object;
using plugin::object_at;
using plugin::Record;
using plugin::Records;
using plugin::text_at;
using plugin::Tone;

// ---- what there is

std::vector<plugin::Field> invitation_fields() {
    return {plugin::reference("scheme", {"Scheme", "承诺公约"}, "scheme").require().in_table(),
            party("member", {"Member", "会员"}).require().search().in_table(),
            date("answer_by", {"Answer wanted by", "回复截止日期"}).in_table(),
            paragraph("note", {"Note", "备注"}, 512)};
}

plugin::RecordType invitation() {
    std::vector<plugin::Field> fields = invitation_fields();
    fields.push_back(date("invited_on", {"Invited on", "邀请日期"}).in_table());
    fields.push_back(date("declined_on", {"Declined on", "谢绝日期"}));
    fields.push_back(paragraph("reason", {"Reason", "理由"}, 1000));
    return {"invitation",
            {"Invitation to a scheme", "公约邀请"},
            {"Invitations to schemes", "公约邀请"},
            std::move(fields),
            "member",
            {{"invited", {"Invited", "已邀请"}, Tone::neutral},
             {"declined", {"Declined", "已谢绝"}, Tone::attention}}};
}

std::vector<EntryType> campaign_entries() {
    EntryType invited{
        "commitments.member.invited", {"Invite a member", "邀请会员"}, "invitation", invitation_fields()};
    invited.creates = true;
    invited.to = "invited";
    EntryType declined{"commitments.member.declined",
                       {"A member declines", "会员谢绝"},
                       "invitation",
                       {paragraph("reason", {"Reason", "理由"}, 1000)}};
    declined.from = {"invited"};
    declined.to = "declined";
    EntryType closed{"commitments.scheme.closed",
                     {"Close a scheme", "终止承诺公约"},
                     "scheme",
                     {paragraph("reason", {"Reason", "理由"}, 1000).require(),
                      plugin::reference("replaced_by", {"Replaced by", "替代公约"}, "scheme")}};
    closed.from = {"open"};
    closed.to = "closed";
    return {std::move(invited), std::move(declined), std::move(closed)};
}

std::optional<std::string> invitation_id(const Object& data) {
    constexpr std::string_view kind = "scheme/";
    const std::string_view scheme = text_at(data, "scheme");
    const std::string_view member = text_at(object_at(data, "member"), "identifier");
    if (!scheme.starts_with(kind) || member.empty()) return std::nullopt;
    return "invitation/" + std::string(scheme.substr(kind.size())) + ":" + std::string(member);
}

// ---- rules

namespace {

std::string_view closed_on(const Record& scheme) {
    return scheme.status == "closed" ? text_at(scheme.fields, "closed_on") : std::string_view();
}

/// A party's identifier as records show it: of a natural person the number masked, whatever was typed.
std::string shown_as(const Object& party) {
    const std::string_view identifier = text_at(party, "identifier");
    const std::string_view number = plugin::citizen_id_in(identifier);
    if (number.empty()) return std::string(identifier);
    return plugin::is_masked_citizen_id(number) ? std::string(number) : plugin::mask_citizen_id(number);
}

bool has_ended(const Record& commitment) {
    return commitment.status == "withdrawn" || commitment.status == "superseded";
}

/// What the promisor has signed under the same scheme already. A whole number finds who stands sealed under
/// it, whatever name was written; a mask may be many people's, so there the name counts, too: for who is
/// recorded masked now, or was before.
std::optional<std::string> signed_before(const Draft& draft, const Records& records) {
    const std::string_view scheme = text_at(draft.data, "scheme");
    const Object& promisor = object_at(draft.data, "promisor");
    const std::string identifier(text_at(promisor, "identifier")), mask = shown_as(promisor);
    if (scheme.empty() || identifier.empty()) return std::nullopt;
    const auto found = [&](const std::string& asked, bool by_name) -> std::optional<std::string> {
        for (const Record& other : records.referring_to("organisation/" + asked, "commitment")) {
            const Object& who = object_at(other.fields, "promisor");
            if (other.id != draft.record && !has_ended(other) && text_at(other.fields, "scheme") == scheme &&
                shown_as(who) == mask && (!by_name || text_at(who, "name") == text_at(promisor, "name")))
                return other.id;
        }
        return std::nullopt;
    };
    const bool is_masked = plugin::is_masked_citizen_id(mask);
    const bool is_whole = is_masked && plugin::citizen_id_in(identifier) != mask;
    if (!is_masked || is_whole)
        if (auto other = found(identifier, false)) return other;
    return is_masked ? found(mask, true) : std::nullopt;
}

}  // namespace

bool check_joining(const Draft& draft, const Records& records, Faults& faults) {
    if (const auto scheme = shown_record(text_at(draft.data, "scheme"), "scheme", records)) {
        const std::string_view closed = closed_on(*scheme);
        check_order(text_at(draft.data, "made_on"), closed, "/data/scheme", "commitments.scheme_closed",
                    "The scheme was closed on " + std::string(closed) + ".",
                    "该公约已于" + std::string(closed) + "终止。", faults);
    }
    const std::optional<std::string> other = signed_before(draft, records);
    if (other)
        refuse(faults, "/data/promisor/identifier", "commitments.signed_twice",
               "This promisor has signed this scheme already: " + *other + ".",
               "该承诺人已签署该公约：" + *other + "。");
    return other.has_value();
}

void check_invitation(const Draft& draft, const Records& records, Faults& faults) {
    const Object& data = draft.data;
    const std::string_view identifier = text_at(object_at(data, "member"), "identifier");
    if (plugin::uscc_fault(identifier) && !plugin::is_masked_citizen_id(identifier))
        refuse(faults, "/data/member/identifier", "commitments.member",
               "A member is named by its credit code, a person by a masked identity number.",
               "会员应填写统一社会信用代码；自然人填写脱敏的公民身份号码。");
    check_order(draft.effective, text_at(data, "answer_by"), "/data/answer_by", "commitments.date",
                "An answer is wanted before the invitation.", "回复截止日期早于邀请日期。", faults);
    const std::optional<std::string> expected = invitation_id(data);
    if (expected && *expected != draft.record)
        refuse(faults, "/record", "commitments.invitation",
               "The invitation of this member to this scheme is " + quoted(*expected) + ".",
               "该会员对该公约的邀请编号应为" + quoted(*expected) + "。");
    const std::optional<Record> scheme = shown_record(text_at(data, "scheme"), "scheme", records);
    if (!scheme) {
        refuse(faults, "/data/scheme", "commitments.scheme_unknown",
               "There is no such scheme: open it first.", "没有该公约：请先启动公约。");
        return;
    }
    const std::string_view closed = closed_on(*scheme);
    check_order(draft.effective, closed, "/data/scheme", "commitments.scheme_closed",
                "The scheme was closed on " + std::string(closed) + ".",
                "该公约已于" + std::string(closed) + "终止。", faults);
    if (identifier == text_at(object_at(scheme->fields, "association"), "identifier"))
        refuse(faults, "/data/member/identifier", "commitments.member",
               "An association does not invite itself.", "协会不能邀请自身。");
}

void check_closing(const Draft& draft, const Records& records, Faults& faults) {
    const std::optional<Record> scheme = records.find(draft.record);
    if (!scheme) return;  // the host's to say
    check_order(text_at(scheme->fields, "opened_on"), draft.effective, "/effective", "commitments.date",
                "This day is before the scheme was opened.", "该日期早于公约启动日期。", faults);
    const std::string_view next = text_at(draft.data, "replaced_by");
    if (next == draft.record)
        refuse(faults, "/data/replaced_by", "commitments.scheme_replaced",
               "A scheme does not replace itself.", "公约不能替代自身。");
    check_wording(draft.data, "reason", "/data", faults);
}

// ---- participation

namespace {

using Member = Participation::Member;

/// Members by who they are. A promise that ended counts only where the member has no other.
class Roll {
public:
    void invite(const Record& invitation) {
        const Object& member = object_at(invitation.fields, "member");
        Member& one = of(member);
        one.invitation = invitation.id;
        one.answer_by = text_at(invitation.fields, "answer_by");
        one.has_declined = invitation.status == "declined";
    }
    void sign(const Record& commitment) {
        Member& one = of(object_at(commitment.fields, "promisor"));
        if (has_ended(commitment)) return;
        one.commitment = commitment.id;
        one.status = commitment.status;
        one.signed_on = text_at(commitment.fields, "made_on");
    }
    std::vector<Member> take() {
        std::erase_if(members_,
                      [](const Member& one) { return one.invitation.empty() && one.commitment.empty(); });
        return std::move(members_);
    }

private:
    Member& of(const Object& party) {
        const std::string identifier(text_at(party, "identifier"));
        std::string key = identifier;
        if (plugin::is_masked_citizen_id(identifier) || identifier.empty()) key += text_at(party, "name");
        const auto [at, is_new] = places_.try_emplace(key, members_.size());
        if (is_new) members_.push_back({std::string(text_at(party, "name")), identifier});
        return members_[at->second];
    }

    std::vector<Member> members_;
    std::map<std::string, std::size_t, std::less<>> places_;
};

}  // namespace

Participation participation_in(std::string_view scheme, const Records& records) {
    Roll roll;
    for (const Record& one : records.referring_to(scheme, "invitation")) roll.invite(one);
    for (Record& one : records.referring_to(scheme, "commitment")) {
        if (text_at(one.fields, "scheme") != scheme) continue;
        show_on(one, records.as_of());
        roll.sign(one);
    }
    Participation found;
    found.members = roll.take();
    // Those who came uninvited stand at the end.
    std::stable_partition(found.members.begin(), found.members.end(),
                          [](const Member& one) { return !one.invitation.empty(); });
    const std::string today = records.as_of().text();
    for (const Member& one : found.members) {
        const bool is_invited = !one.invitation.empty(), has_signed = !one.commitment.empty();
        found.invited += is_invited ? 1 : 0;
        found.signed_by_invited += is_invited && has_signed ? 1 : 0;
        found.uninvited += is_invited ? 0 : 1;
        if (has_signed) continue;
        found.declined += one.has_declined ? 1 : 0;
        found.open += one.has_declined ? 0 : 1;
        found.overdue += !one.has_declined && !one.answer_by.empty() && one.answer_by < today ? 1 : 0;
    }
    return found;
}

// ---- import

void import_invitation(const plugin::CsvRow& row, plugin::ImportSink& sink) {
    static const std::vector<Column> columns{
        {"member", {"会员名称", "单位名称", "企业名称", "名称", "member", "name"}, true},
        {"identifier", {"统一社会信用代码", "会员代码", "信用代码", "identifier"}, true},
        {"scheme", {"承诺公约", "公约", "scheme"}, true},
        {"invited_on", {"邀请日期", "invited_on"}, true},
        {"answer_by", {"回复截止日期", "answer_by"}},
        {"note", {"备注", "note"}}};
    constexpr std::string_view kind = "scheme/";
    const Cells cells(row, columns);
    if (is_refused(cells, sink)) return;
    std::string identifier = plugin::canonical_uscc(cells.raw("identifier"));
    if (plugin::uscc_fault(identifier) && !plugin::is_masked_citizen_id(identifier) &&
        !plugin::citizen_id_fault(identifier))
        identifier = plugin::mask_citizen_id(identifier);
    const std::string scheme = cells["scheme"];
    Draft draft{"commitments.member.invited", {}, plugin::date_in_cell(cells["invited_on"]), {}};
    draft.data = {{"scheme", scheme.starts_with(kind) ? scheme : std::string(kind) + scheme},
                  {"member", Object{{"name", cells["member"]}, {"identifier", identifier}}}};
    if (!cells["answer_by"].empty()) draft.data.set("answer_by", plugin::date_in_cell(cells["answer_by"]));
    if (!cells["note"].empty()) draft.data.set("note", cells["note"]);
    sink.draft(std::move(draft));
}

}  // namespace xinbu::commitments
