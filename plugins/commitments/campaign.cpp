#include "campaign.hpp"

#include <algorithm>
#include <map>

#include "choices.hpp"
#include "faults.hpp"
#include "fields.hpp"
#include "import_cells.hpp"
#include "people.hpp"
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

namespace {

/// What the ids of the invitations to a scheme begin with; empty where the data names none.
std::string invitations_of(const Object& data) {
    constexpr std::string_view kind = "scheme/";
    const std::string_view scheme = text_at(data, "scheme");
    if (!scheme.starts_with(kind)) return {};
    return "invitation/" + std::string(scheme.substr(kind.size())) + ":";
}

bool is_person(const Object& party) {
    return !plugin::citizen_id_in(text_at(party, "identifier")).empty();
}

}  // namespace

std::optional<std::string> invitation_id(const Object& data, plugin::Numbering& numbers) {
    std::string prefix = invitations_of(data);
    const Object& member = object_at(data, "member");
    const std::string_view identifier = text_at(member, "identifier");
    if (prefix.empty() || identifier.empty()) return std::nullopt;
    if (!is_person(member)) return prefix.append(identifier);
    prefix += "person-";
    return prefix + std::to_string(numbers.next(prefix));
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

/// The record of `kind` under the same scheme in which the draft's party stands as `member` already: what a
/// promisor has signed, how somebody was invited. A whole number finds who stands sealed under it, whatever
/// name was written; a mask may be many people's, so there the name counts, too: for who is recorded masked
/// now, or was before.
std::optional<std::string> there_before(const Draft& draft, std::string_view kind, std::string_view member,
                                        const Records& records) {
    const std::string_view scheme = text_at(draft.data, "scheme");
    const Object& party = object_at(draft.data, member);
    const std::string identifier(text_at(party, "identifier")), mask = shown_as(party);
    if (scheme.empty() || identifier.empty()) return std::nullopt;
    const auto found = [&](const std::string& asked, bool by_name) -> std::optional<std::string> {
        for (const Record& other : records.referring_to("organisation/" + asked, kind)) {
            const Object& who = object_at(other.fields, member);
            if (other.id != draft.record && !has_ended(other) && text_at(other.fields, "scheme") == scheme &&
                shown_as(who) == mask && (!by_name || text_at(who, "name") == text_at(party, "name")))
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
    const std::optional<std::string> other = there_before(draft, "commitment", "promisor", records);
    if (other)
        refuse(faults, "/data/promisor/identifier", "commitments.signed_twice",
               "This promisor has signed this scheme already: " + *other + ".",
               "该承诺人已签署该公约：" + *other + "。");
    return other.has_value();
}

void check_invitation(const Draft& draft, const Records& records, Faults& faults) {
    const Object& data = draft.data;
    const Object& member = object_at(data, "member");
    const std::string_view identifier = text_at(member, "identifier");
    if (plugin::uscc_fault(identifier) && !is_person(member))
        refuse(faults, "/data/member/identifier", "commitments.member",
               "A member is named by its credit code, a person by the identity number (citizen-id:…), whole "
               "or masked.",
               "会员应填写统一社会信用代码；自然人填写公民身份号码（citizen-id:…），完整或脱敏均可。");
    check_order(draft.effective, text_at(data, "answer_by"), "/data/answer_by", "commitments.date",
                "An answer is wanted before the invitation.", "回复截止日期早于邀请日期。", faults);
    // A person's has any number; those of earlier days are named by the masked one.
    const std::string of_scheme = invitations_of(data);
    const std::string expected = of_scheme + (is_person(member) ? "person-…" : std::string(identifier));
    const bool fits = is_person(member) ? draft.record.starts_with(of_scheme) : draft.record == expected;
    if (!of_scheme.empty() && !fits)
        refuse(faults, "/record", "commitments.invitation",
               "The invitation of this member to this scheme is " + quoted(expected) + ".",
               "该会员对该公约的邀请编号应为" + quoted(expected) + "。");
    if (is_person(member))
        if (const std::optional<std::string> other = there_before(draft, "invitation", "member", records))
            refuse(faults, "/data/member/identifier", "commitments.invited_twice",
                   "This person has been invited to this scheme already: " + *other + ".",
                   "该自然人已受邀签署该公约：" + *other + "。");
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
    /// Who was named here by the whole number and there masked is known by mask and name, as long as only one
    /// is.
    Member& of(const Object& party) {
        const bool is_masked = plugin::is_masked_citizen_id(shown_as(party));
        const std::string looks =
            is_masked ? shown_as(party) + '\n' + std::string(text_at(party, "name")) : "";
        std::string key(plugin::party_key(party));
        if (key.empty() || plugin::is_masked_citizen_id(key))
            key += '\n' + std::string(text_at(party, "name"));
        if (const auto known = places_.find(key); known != places_.end()) return members_[known->second];
        if (is_masked)
            if (const auto alike = looking_.find(looks);
                alike != looking_.end() && alike->second.size() == 1) {
                const std::size_t place = alike->second.front();
                places_.emplace(std::move(key), place);
                return members_[place];
            }
        places_.emplace(std::move(key), members_.size());
        if (is_masked) looking_[looks].push_back(members_.size());
        Member made;
        made.name = text_at(party, "name");
        made.identifier = shown_identifier(party);
        members_.push_back(std::move(made));
        return members_.back();
    }

    std::vector<Member> members_;
    std::map<std::string, std::size_t, std::less<>> places_;   ///< by what tells one from another
    std::map<std::string, std::vector<std::size_t>> looking_;  ///< natural persons by mask and name
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
        {"member", {"会员名称", "单位名称", "企业名称", "名称", "姓名", "member", "name"}, true},
        {"identifier",
         {"统一社会信用代码", "会员代码", "信用代码", "公民身份号码", "身份证号码", "身份证号", "identifier"},
         true},
        {"category", {"会员类别", "member_category"}},
        {"scheme", {"承诺公约", "公约", "scheme"}, true},
        {"invited_on", {"邀请日期", "invited_on"}, true},
        {"answer_by", {"回复截止日期", "answer_by"}},
        {"note", {"备注", "note"}}};
    constexpr std::string_view kind = "scheme/";
    const Cells cells(row, columns);
    if (is_refused(cells, sink)) return;
    // A person's number goes on whole, for the host to check and to seal; in the cell of an organisation it
    // has no business.
    constexpr std::string_view of_person = "citizen-id:";
    const std::string_view given = cells.raw("identifier");
    const std::string code = plugin::canonical_uscc(given);
    const bool is_named_person = cells["category"] == "自然人" || cells["category"] == "person";
    std::string identifier = cells.code("identifier");
    if (given.starts_with(of_person) || plugin::is_masked_citizen_id(code))
        identifier = given.starts_with(of_person) ? std::string(given) : code;
    else if (is_named_person ||
             (cells["category"].empty() && plugin::uscc_fault(code) && holds_citizen_id(code)))
        identifier = std::string(of_person) + code;
    const std::string scheme = cells["scheme"];
    Draft draft{"commitments.member.invited", {}, plugin::date_in_cell(cells["invited_on"]), {}};
    draft.data = {{"scheme", scheme.starts_with(kind) ? scheme : std::string(kind) + scheme},
                  {"member", Object{{"name", cells["member"]}, {"identifier", identifier}}}};
    if (!cells["answer_by"].empty()) draft.data.set("answer_by", plugin::date_in_cell(cells["answer_by"]));
    if (!cells["note"].empty()) draft.data.set("note", cells["note"]);
    sink.draft(std::move(draft));
}

}  // namespace xinbu::commitments
