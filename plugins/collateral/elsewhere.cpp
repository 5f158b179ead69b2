#include "elsewhere.hpp"

#include <algorithm>

#include "eligibility.hpp"
#include "pledge_dates.hpp"
#include "text.hpp"
#include "xinbu/plugin/elsewhere.hpp"

namespace xinbu::collateral {

using plugin::Object;
using plugin::RecordElsewhere;
using plugin::Text;
using plugin::text_at;

namespace {

/// What stands beside the status of a right and speaks against it as collateral.
struct Mark {
    std::string_view overlay;
    const char *en, *zh;
};
constexpr Mark marks_against[] = {
    {"pledge", "pledged", "已质押"},
    {"freeze", "frozen by a court", "被法院查封（保全）"},
    {"suspension", "proceedings suspended for a dispute of ownership", "因权属纠纷中止程序"},
    {"invalidation_request", "invalidation requested", "被请求宣告无效"},
    {"nonuse_request", "cancellation for non-use requested", "被申请撤销（连续三年不使用）"},
    {"generic_request", "cancellation as a generic name requested", "被申请撤销（通用名称）"},
    {"opposition", "opposed", "被提出异议"},
    {"court_action", "before the court", "处于行政诉讼"},
    {"assignment_request", "its transfer is asked for", "正在办理转让"},
    {"grace", "in grace", "宽展（宽限）期内"},
    {"uncertain", "an act without which it has ended is late", "维持有效所需事项逾期"},
    {"doubt", "its sources contradict each other", "来源相互矛盾"},
};

bool has_overlay(const Object& status, std::string_view kind) {
    if (kind == "grace") return boolean_at(status, "in_grace") == true;
    if (kind == "uncertain") return status.contains("uncertain_since");
    if (kind == "doubt") return status.contains("doubts");
    const plugin::Array& all = plugin::array_at(status, "overlays");
    return std::any_of(all.begin(), all.end(), [&](const plugin::Value& one) {
        return one.object() != nullptr && text_at(*one.object(), "kind") == kind;
    });
}

Text unconfirmed(Text text, bool is_confirmed) {
    if (is_confirmed) return text;
    text.en += ", by a registry that nobody confirmed";
    text.zh += "（该登记簿指纹未核对）";
    return text;
}

ToldElsewhere told_by(const RecordElsewhere& one, const Text& what) {
    Text line{one.registry + ": " + one.record.id + ", " + what.en,
              one.registry + "：" + one.record.id + "，" + what.zh};
    return {one.record.id, unconfirmed(std::move(line), one.is_confirmed), one.is_confirmed};
}

bool is_open_breach(std::string_view status) {
    return status == "breached" || status == "repair_refused" || status == "rectifying" ||
           status == "repair_applied";
}

}  // namespace

Text PledgeElsewhere::line() const {
    std::string tail = pledge;
    for (const std::string& part : {number, registered_on})
        if (!part.empty()) tail += " · " + part;
    Text text{registry + ": " + tail, registry + "：" + tail};
    if (!is_registered) {
        text.en += ", agreed only";
        text.zh += "（仅签约）";
    }
    return unconfirmed(std::move(text), is_confirmed);
}

std::vector<OwnRegistration> own_registrations(const std::vector<plugin::Record>& pledges) {
    std::vector<OwnRegistration> own;
    for (const plugin::Record& pledge : pledges)
        own.push_back({std::string(text_at(pledge.fields, "registration_number")),
                       canonical_code(code_at(pledge.fields, "pledgee"))});
    return own;
}

std::vector<PledgeElsewhere> pledges_elsewhere(const plugin::AskCheck& ask, std::string_view right,
                                               plugin::Date day, const std::vector<OwnRegistration>& own) {
    std::vector<PledgeElsewhere> found;
    for (const RecordElsewhere& told : plugin::records_elsewhere(ask, "pledge", right)) {
        const Object& one = told.record.fields;
        if (!pledges_right(one, right)) continue;
        const std::string_view status = told.record.status, number = text_at(one, "registration_number");
        const bool is_registered = status == "registered";
        const auto last = last_pledged_day(one, right);
        const bool is_over = is_registered && last && *last < day;
        const std::string pledgee = canonical_code(code_at(one, "pledgee"));
        const bool is_own = std::any_of(own.begin(), own.end(), [&](const OwnRegistration& ours) {
            const bool is_same_pledgee = pledgee.empty() || ours.pledgee.empty() || pledgee == ours.pledgee;
            return is_same_number(ours.number, number) && is_same_pledgee;
        });
        if ((!is_registered && status != "agreed") || is_over || is_own) continue;
        const auto registered = money_at(one, "registered_secured");
        found.push_back({told.registry, told.is_confirmed, told.record.id, is_registered,
                         std::string(text_at(plugin::object_at(one, "pledgee"), "name")),
                         is_registered ? std::string(text_at(one, "registered_on")) : std::string(),
                         std::string(number), registered ? registered : money_at(one, "secured")});
    }
    std::ranges::stable_sort(found, {}, [](const PledgeElsewhere& one) {
        return std::pair(!one.is_registered, one.registered_on);
    });
    return found;
}

std::vector<ToldElsewhere> right_elsewhere(const plugin::AskCheck& ask, std::string_view right,
                                           const Object& status) {
    std::vector<ToldElsewhere> found;
    const std::string_view kind = is_trademark(right) ? "trademark" : "patent";
    for (const RecordElsewhere& one : plugin::records_elsewhere(ask, kind, right)) {
        if (one.record.status.starts_with("DEAD/")) {
            if (boolean_at(status, "alive") == false) continue;
            found.push_back(told_by(one, {"ended", "已终止"}));
            found.back().is_end = true;
            continue;
        }
        std::vector<std::string> en, zh;
        for (const Mark& mark : marks_against) {
            const bool is_told =
                std::ranges::find(one.record.overlays, mark.overlay) != one.record.overlays.end();
            if (!is_told || has_overlay(status, mark.overlay)) continue;
            en.emplace_back(mark.en);
            zh.emplace_back(mark.zh);
        }
        if (!en.empty()) found.push_back(told_by(one, {joined(en), joined(zh, "、")}));
    }
    return found;
}

CommitmentsElsewhere commitments_elsewhere(const plugin::AskCheck& ask, std::string_view organisation,
                                           std::string_view brand) {
    CommitmentsElsewhere found;
    std::vector<std::string> seen;
    const auto take = [&](const RecordElsewhere& one) {
        const std::string key = one.registry + " " + one.record.id;
        if (std::ranges::find(seen, key) != seen.end()) return;
        seen.push_back(key);
        if (one.is_confirmed) ++found.count;
        if (!is_open_breach(one.record.status)) return;
        const std::string matter(text_at(one.record.fields, "matter"));
        const Text tail = matter.empty() ? Text{} : Text{" (" + matter + ")", "（" + matter + "）"};
        found.open_breaches.push_back(
            told_by(one, {"broken and not repaired" + tail.en, "违诺尚未修复" + tail.zh}));
    };
    const std::string code = canonical_code(organisation);
    if (!code.empty())
        for (const RecordElsewhere& one :
             plugin::records_elsewhere(ask, "commitment", "organisation/" + code))
            if (canonical_code(code_at(one.record.fields, "promisor")) == code) take(one);
    if (!brand.empty())
        for (const RecordElsewhere& one : plugin::records_elsewhere(ask, "commitment", brand))
            if (text_at(one.record.fields, "brand") == brand) take(one);
    return found;
}

Text lines_of(const std::vector<ToldElsewhere>& told) {
    std::vector<Text> lines;
    for (const ToldElsewhere& one : told) lines.push_back(one.line);
    return joined_texts(lines);
}

}  // namespace xinbu::collateral
