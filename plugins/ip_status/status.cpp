// The check ip.status: is this right alive, whose is it, until when, by which law.
#include <string>

#include "deadlines.hpp"
#include "declaration.hpp"
#include "events.hpp"
#include "identity.hpp"
#include "owners.hpp"
#include "patents.hpp"
#include "plugin.hpp"
#include "rules.hpp"
#include "status_facts.hpp"
#include "trademarks.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::ip_status {

using plugin::Array;
using plugin::CheckAnswer;
using plugin::Date;
using plugin::Finding;
using plugin::FindingStatus;
using plugin::Object;
using plugin::Severity;
using plugin::Text;
using plugin::Value;

namespace {

std::string percent_of(std::int64_t amount, int percent) {
    return plugin::figures(amount * percent / 100, "CNY");
}

/// Collects the findings about one right on one day.
class Answer {
public:
    Answer(const Rules& rules, const RightName& name, const plugin::Record& record, const Situation& now,
           const plugin::Records& records, const WorkCalendar& calendar)
        : right_{rules, name, record.fields, now, records.as_of(), calendar},
          rules_(rules),
          name_(name),
          record_(record),
          now_(now),
          records_(records),
          day_(records.as_of()),
          calendar_(calendar),
          deadlines_(deadlines_of(right_, name.is_chinese() ? day_ : day_.plus_years(longest_wait))) {
        for (const Deadline& one : deadlines_)
            if (puts_life_in_doubt(one, day_)) missed_.push_back(&one);
    }

    CheckAnswer take() {
        tell_status();
        tell_ahead();
        tell_attack();
        tell_reduced();
        tell_grant();
        tell_owners();
        tell_term();
        if (name_.is_trademark())
            tell_renewal();
        else
            tell_fees();
        for (const Overlay& overlay : now_.overlays) tell_overlay(overlay);
        for (Finding& finding : securities_findings(now_.securities, record_.id))
            answer_.findings.push_back(std::move(finding));
        tell_law();
        if (auto lack = lack_of_rules(rules_, name_, record_.id))
            answer_.findings.push_back(*std::move(lack));
        tell_source();
        tell_doubles();
        for (const Text& doubt : now_.doubts)
            add("IP-DOUBT", FindingStatus::unknown, Severity::warn, doubt.en, doubt.zh);
        tell_findings();
        add_status_facts(right_, answer_.facts);
        tell_doubts();
        if (is_uncertain()) {
            answer_.facts.erase("alive");
            answer_.facts.set("uncertain_since", missed_.front()->last_day.text());
        }
        if (const Deadline* end = computed_end()) answer_.facts.set("computed_last_day", end->due.text());
        return std::move(answer_);
    }

private:
    void add(std::string rule, FindingStatus status, Severity severity, std::string en, std::string zh,
             Text basis = {}) {
        answer_.findings.push_back({std::move(rule),
                                    status,
                                    severity,
                                    {std::move(en), std::move(zh)},
                                    std::move(basis),
                                    {record_.id}});
    }

    /// The article of the rule, where the office is China's; of other countries no law is cited here.
    Text in_china(std::string_view id) const {
        return name_.is_chinese() && !id.empty() ? rules_.on(id, day_).rule->article : Text();
    }
    Text basis_of_term() const {
        if (!now_.standing->is_granted) return {};
        if (name_.is_trademark()) return in_china(is_madrid(name_) ? "TD-26R" : "TD-10");
        const Rule* rule = name_.is_chinese() && now_.filing
                               ? patent_term_rule(rules_, now_.kind, *now_.filing).rule
                               : nullptr;
        return rule != nullptr ? rule->article : Text();
    }
    /// The rule by which rights of such a standing have ended; empty where none of the pack says it.
    std::string_view rule_of_end() const {
        struct End {
            std::string_view standing, rule;
        };
        static constexpr End ends[]{{"refused", "TD-04"},       {"expired", "TD-14"},
                                    {"cancelled", "TD-17"},     {"rejected", "PD-07"},
                                    {"lapsed_unpaid", "AF-01"}, {"invalidated", "PD-09"},
                                    {"abandoned", "PD-10"}};
        if (!name_.is_trademark() && now_.standing->id == "expired") return "PD-05";
        for (const End& end : ends)
            if (end.standing == now_.standing->id) return end.rule;
        return {};
    }

    /// Of a mark that was declared invalid, beside one that was cancelled.
    bool is_void() const {
        return std::ranges::find(now_.cn_states, std::string_view("void"), &CnState::id) !=
               now_.cn_states.end();
    }
    Text basis_of_end() const {
        if (!is_void()) return in_china(rule_of_end());
        const Text absolute = in_china("TD-20"), relative = in_china("TD-19");
        return absolute.en == relative.en
                   ? absolute
                   : Text{absolute.en + "; " + relative.en, absolute.zh + "；" + relative.zh};
    }

    /// Alive by what is recorded, though an act is late without which it is not.
    bool is_uncertain() const { return now_.standing->is_live && !missed_.empty(); }

    const Deadline* deadline_of(std::string_view kind) const {
        const auto at = std::ranges::find_if(
            deadlines_, [&](const Deadline& one) { return one.kind == kind && !is_missed(one, day_); });
        return at != deadlines_.end() ? &*at : nullptr;
    }
    /// The end of the term as its office's rules have it, where no source tells it.
    const Deadline* computed_end() const {
        if (now_.last_day || !now_.standing->is_live || !now_.standing->is_granted) return nullptr;
        if (name_.is_trademark() && is_uncertain()) return nullptr;  // the term may have ended unrenewed
        return deadline_of(name_.is_trademark() ? "renewal" : "term_end");
    }

    void tell_uncertain() {
        const std::string day = day_.text(), en(now_.standing->en), zh(now_.standing->zh);
        const auto over = std::ranges::find(missed_, std::string_view("term_end"), &Deadline::kind);
        if (over != missed_.end()) {
            const std::string end = (*over)->due.text();
            add("IP-ALIVE", FindingStatus::unknown, Severity::block,
                en + " by what is recorded, but by the rules of its office the term ended on " + end +
                    "; no source tells of a longer one.",
                "按现有记录为" + zh + "，但依所在局规则保护期已于" + end + "届满，且无延长的记录。",
                (*over)->rule->article);
            return;
        }
        Text acts;
        for (const Deadline* one : missed_) {
            Text what = one->rule->what;
            const std::int64_t* year = plugin::integer_at(one->more, "year");
            if (year != nullptr && name_.is_chinese()) {
                what.en += " of year " + std::to_string(*year);
                what.zh = "第" + std::to_string(*year) + "年度" + what.zh;
            }
            acts.en += (acts.en.empty() ? "" : "; ") + what.en + ", due " + one->due.text() +
                       ", at the latest " + one->last_day.text();
            acts.zh += (acts.zh.empty() ? "" : "；") + what.zh + "（期限" + one->due.text() + "，最迟" +
                       one->last_day.text() + "）";
        }
        add("IP-ALIVE", FindingStatus::unknown, Severity::block,
            en + " by what is recorded, but not certain on " + day +
                ": nothing on record shows that this was done, and without it the right has ended: " +
                acts.en + ".",
            "按现有记录为" + zh + "，但在" + day +
                "是否有效不能确定：以下事项无已办理的记录，未办理的权利已终止：" + acts.zh + "。",
            missed_.front()->rule->article);
    }

    void tell_status() {
        const Standing& standing = *now_.standing;
        const std::string path(standing.path), en(standing.en), zh(standing.zh);
        if (!standing.is_known) {
            const std::string word(text_at(record_.fields, "status"));
            add("IP-ALIVE", FindingStatus::unknown, Severity::block,
                "The sources recorded here do not say whether the right is alive on " + day_.text() + "." +
                    (word.empty() ? "" : " The office's word is “" + word + "”."),
                "现有记录不能说明该权利在" + day_.text() + "是否有效。" +
                    (word.empty() ? "" : "官方状态原文为“" + word + "”。"));
        } else if (is_uncertain()) {
            tell_uncertain();
        } else if (standing.is_live) {
            add("IP-ALIVE", FindingStatus::met, Severity::block, "Alive on " + day_.text() + ": " + en + ".",
                day_.text() + "有效：" + zh + "。", basis_of_term());
        } else {
            const std::string since = now_.ended_on ? now_.ended_on->text() : std::string();
            const Text ground =
                now_.is_ended_by_time
                    ? Text{" No source tells this end: it follows from the dates on file, by which nothing "
                           "was done in time.",
                           "该终止并无来源记载，系依在案日期推算（期限内无已办理的记录）。"}
                    : Text{};
            const Text note =
                now_.is_ended_by_time && now_.grace_until ? calendar_note(*now_.grace_until) : Text{};
            const bool is_latest = now_.is_end_at_latest;
            const bool never_was = is_void() || now_.standing->id == "invalidated";
            const Text effect =
                never_was ? Text{" It is deemed never to have existed.", "该权利视为自始不存在。"} : Text{};
            add("IP-ALIVE", FindingStatus::not_met, Severity::block,
                (since.empty() ? "Not alive: " + en + "."
                               : std::string("Not alive since ") + (is_latest ? "at the latest " : "") +
                                     since + ": " + en + ".") +
                    effect.en + ground.en + note.en,
                (since.empty() ? "已失效：" + zh + "。"
                               : (is_latest ? "至迟自" : "自") + since + "起失效：" + zh + "。") +
                    effect.zh + ground.zh + note.zh,
                basis_of_end());
        }
    }

    /// What is on record of a day that is still to come.
    void tell_ahead() {
        for (const Event& event : events_of(record_.fields, std::nullopt)) {
            if (event.date <= day_) continue;
            const Text what = event_label(name_.kind, event.kind);
            const std::string date = event.date.text();
            add("IP-AHEAD", FindingStatus::unknown, Severity::warn,
                "On record already, though of a day to come: " + what.en + " on " + date +
                    ". Until then it is not counted.",
                "已有记录但日期未到：" + what.zh + "（" + date + "），届时方计入。");
        }
    }

    /// An attack that the office tells in its status alone, without the event.
    void tell_attack() {
        static constexpr std::string_view attacked[]{"cancellation_pending", "registered_opposed",
                                                     "opposition_pending"};
        const bool is_attacked = std::ranges::find(attacked, now_.standing->id) != std::end(attacked);
        const bool is_told = std::ranges::any_of(now_.overlays, [](const Overlay& one) {
            return one.kind.ends_with("_request") || one.kind == "opposition" || one.kind == "review" ||
                   one.kind == "court_action";
        });
        if (!is_attacked || is_told) return;
        add("IP-ATTACKED", FindingStatus::not_met, Severity::warn,
            "The office's status tells of an attack: " + std::string(now_.standing->en) +
                "; since when and by whom is not recorded.",
            "官方状态显示：" + std::string(now_.standing->zh) + "；起始日和申请人未记录。");
    }

    /// Parts of the right are gone, and what they were is the office's to tell.
    void tell_reduced() {
        if (!now_.is_reduced || !now_.standing->is_live) return;
        add("IP-REDUCED", FindingStatus::unknown, Severity::warn,
            "A part of the right was cancelled or invalidated: whether what matters is among the rest, the "
            "decision tells.",
            "部分权利已被撤销或宣告无效，剩余范围是否涵盖所需部分须核对决定书。");
    }

    void tell_grant() {
        if (!now_.standing->is_known || !now_.standing->is_live) return;
        if (!now_.standing->is_granted) {
            add("IP-GRANTED", FindingStatus::not_met, Severity::warn,
                "Only applied for: no exclusive right exists yet.", "仅处于申请阶段，尚未取得专有权。");
        } else if (now_.granted_on) {
            add("IP-GRANTED", FindingStatus::met, Severity::warn,
                (name_.is_trademark() ? "Registered on " : "Granted on ") + now_.granted_on->text() + ".",
                (name_.is_trademark() ? "注册日期：" : "授权公告日：") + now_.granted_on->text() + "。");
        } else {
            add("IP-GRANTED", FindingStatus::met, Severity::warn,
                "Granted; the day of the grant is not recorded.", "已授权，但未记录授权日期。");
        }
    }

    void tell_owners() {
        std::string names_en, names_zh;
        for (const Value& owner : now_.owners) {
            if (owner.object() == nullptr) continue;
            const std::string name(plugin::text_at(*owner.object(), "name"));
            names_en += (names_en.empty() ? "" : "; ") + name;
            names_zh += (names_zh.empty() ? "" : "、") + name;
        }
        if (names_en.empty())
            add("IP-OWNER", FindingStatus::unknown, Severity::warn, "No owner is recorded.",
                "未记录权利人。");
        else
            add("IP-OWNER", FindingStatus::met, Severity::warn,
                "Owner: " + names_en + (names_en.ends_with('.') ? "" : "."), "权利人：" + names_zh + "。");
    }

    void tell_term() {
        if (!now_.standing->is_live || !now_.standing->is_granted) return;
        if (!now_.last_day) {
            tell_computed_term();
            return;
        }
        const std::string day = now_.last_day->text();
        add("IP-TERM", FindingStatus::met, Severity::info, "The term runs to " + day + ", that day included.",
            "保护期至" + day + "（含当日）。", basis_of_term());
    }

    void tell_computed_term() {
        if (const Deadline* end = computed_end()) {
            const std::string due = end->due.text(), office(name_.office);
            add("IP-TERM", FindingStatus::unknown, Severity::warn,
                "The last day of protection is not recorded; by the rules of the office " + office +
                    " it is " + due + ".",
                "未记录保护期届满日；依" + office + "局规则推算为" + due + "。", end->rule->article);
            return;
        }
        add("IP-TERM", FindingStatus::unknown, Severity::warn,
            "The last day of protection is not recorded, and it cannot be computed from what is.",
            "未记录保护期届满日，且现有记录不足以推算。");
    }

    void tell_renewal() {
        if (!now_.last_day || !now_.standing->is_live || !now_.grace_until) return;
        const std::string grace = now_.grace_until->text();
        const Text note = calendar_note(*now_.grace_until);
        const MarkTerms terms(rules_, name_);
        const Text basis =
            is_madrid(name_) ? in_china("TD-26R") : terms.renewal_on(*now_.last_day).rule->article;
        if (now_.in_grace) {
            add("IP-GRACE", FindingStatus::not_met, Severity::warn,
                "The term ended on " + now_.last_day->text() +
                    " without a recorded renewal; with a surcharge it can be renewed until " + grace + "." +
                    note.en,
                "有效期已于" + now_.last_day->text() + "届满且无续展记录；可在宽展期内（至" + grace +
                    "）缴纳费用办理续展。" + note.zh,
                basis);
        } else if (terms.is_open_on(day_, *now_.last_day)) {
            add("IP-RENEWAL", FindingStatus::soft, Severity::warn,
                "Renewal can be asked for: the term ends on " + now_.last_day->text() + ", grace on " +
                    grace + "." + note.en,
                "已进入续展期：有效期至" + now_.last_day->text() + "，宽展期至" + grace + "。" + note.zh,
                basis);
        }
    }

    void tell_fees_abroad() {
        if (!rules_.cover(name_)) {
            add("IP-FEE", FindingStatus::unknown, Severity::warn,
                "Whether the fees of this office are paid is not followed here.",
                "本系统不跟踪该局维持费用的缴纳情况。");
            return;
        }
        if (!missed_.empty()) return;  // told with what it puts in doubt
        const Deadline* next = deadline_of("maintenance_fee");
        if (next == nullptr) {  // the office takes none of such a right, or no more
            if (now_.kind == "invention" && !now_.granted_on)
                add("IP-FEE", FindingStatus::unknown, Severity::warn,
                    "The day of the grant is not recorded, from which maintenance fees are counted: whether "
                    "they are paid is not known.",
                    "未记录授权日期，维持费期限无从推算，缴纳情况不明。");
            return;
        }
        const Text fee = next->rule->what;
        const std::string due = next->due.text(), last = next->last_day.text();
        if (day_ > next->in_time) {
            add("IP-FEE", FindingStatus::not_met, Severity::warn,
                fee.en + ": it was due on " + due + " and is not recorded as paid; until " + last +
                    " it can be paid with a surcharge.",
                fee.zh + "：应于" + due + "前缴纳，尚无缴费记录；可在" + last + "前补缴并缴纳附加费。",
                next->rule->article);
            return;
        }
        add("IP-FEE", FindingStatus::met, Severity::warn,
            "What was due of the maintenance fees is recorded as paid; the next is due on " + due + ".",
            "已到期的维持费均有缴费记录；下一次应于" + due + "前缴纳。", next->rule->article);
    }

    void tell_fees() {
        if (!now_.standing->is_live || !now_.standing->is_granted) return;
        if (!name_.is_chinese()) {
            tell_fees_abroad();
            return;
        }
        if (!now_.fees || !now_.fees->is_known) {
            add("IP-FEE", FindingStatus::unknown, Severity::warn,
                "No annual fee is recorded since the grant, so whether it is paid is not known.",
                "授权后无年费缴纳记录，无法判断年费是否缴足。", in_china("AF-01"));
            return;
        }
        const Fees& fees = *now_.fees;
        const std::string through = std::to_string(fees.paid_through);
        const Text note = fees.grace_until ? calendar_note(*fees.grace_until) : Text{};
        if (now_.in_grace) {
            const int percent = surcharge_on(rules_, *fees.due, day_);
            add("IP-FEE", FindingStatus::not_met, Severity::warn,
                "The fee of year " + std::to_string(fees.next_year) + " was due on " + fees.due->text() +
                    " and is not recorded as paid; until " + now_.grace_until->text() +
                    " it can be paid with a surcharge, today " + std::to_string(percent) + " % (" +
                    percent_of(fees.amount.value_or(0), percent) +
                    " CNY of the full fee). Unpaid, the right ends as of the due date." + note.en,
                "第" + std::to_string(fees.next_year) + "年度年费应于" + fees.due->text() +
                    "前缴纳，尚无缴费记录；可在" + now_.grace_until->text() + "前补缴并缴纳滞纳金，当日比例" +
                    std::to_string(percent) + "%（按全额年费计" +
                    percent_of(fees.amount.value_or(0), percent) +
                    "元）。期满未缴的，专利权自应缴费期满之日起终止。" + note.zh,
                in_china("AF-01"));
        } else {
            std::string en = "Annual fees are paid through patent year " + through;
            std::string zh = "年费已缴至第" + through + "年度";
            if (!fees.is_recorded) {
                en = "No payment of an annual fee is recorded; the one of patent year " + through +
                     " was payable with the grant, and none was due since";
                zh = "无年费缴纳记录；第" + through + "年度年费于办理授权登记时缴纳，此后尚无到期年费";
            }
            if (fees.payable_by) {
                en += "; the next is payable by " + fees.payable_by->text();
                zh += "；下一年度应于" + fees.payable_by->text() + "前缴纳";
            }
            add("IP-FEE", FindingStatus::met, Severity::warn, en + "." + note.en, zh + "。" + note.zh,
                in_china("AF-01"));
        }
        for (const Fees::Late& late : fees.paid_late) {
            const std::string year = std::to_string(late.year), percent = std::to_string(late.percent);
            if (late.paid && late.owed && *late.paid < *late.owed) {
                tell_short_fee(late);
                continue;
            }
            add("IP-FEE-LATE", FindingStatus::soft, Severity::info,
                "The fee of year " + year + " was paid on " + late.paid_on.text() +
                    ", within the grace period; a surcharge of " + percent +
                    " % was due with it. Without it the right would have ended.",
                "第" + year + "年度年费于" + late.paid_on.text() + "在宽限期内缴纳，应同时缴纳" + percent +
                    "%的滞纳金；未缴足滞纳金的，专利权终止。",
                in_china("AF-01"));
        }
    }

    void tell_short_fee(const Fees::Late& late) {
        const std::string year = std::to_string(late.year), percent = std::to_string(late.percent);
        const std::string paid = plugin::figures(*late.paid, "CNY"),
                          owed = plugin::figures(*late.owed, "CNY");
        add("IP-FEE-LATE", FindingStatus::unknown, Severity::warn,
            "The fee of year " + year + " was paid on " + late.paid_on.text() +
                ", within the grace period: " + paid +
                " CNY by the record, less than the full fee with its surcharge of " + percent + " % (" +
                owed + " CNY). Unless a reduction was granted, the right has ended.",
            "第" + year + "年度年费于" + late.paid_on.text() + "在宽限期内缴纳，记载金额" + paid +
                "元，低于全额年费与" + percent + "%滞纳金之和（" + owed +
                "元）。未获费用减缴的，专利权已终止。",
            in_china("AF-01"));
    }

    void tell_overlay(const Overlay& overlay) {
        struct Words {
            std::string_view kind, en, zh;
            Severity severity;
        };
        static constexpr Words words[]{
            {"pledge", "Pledged", "已登记质押", Severity::info},
            {"freeze", "Frozen by a court", "法院保全（查封）", Severity::warn},
            {"licence", "Licensed", "许可备案", Severity::info},
            {"open_licence", "Open licence", "开放许可", Severity::info},
            {"suspension", "Proceedings suspended", "程序中止", Severity::warn},
            {"nonuse_request", "Cancellation for non-use requested", "被申请撤销（连续三年不使用）",
             Severity::warn},
            {"generic_request", "Cancellation as a generic name requested", "被申请撤销（通用名称）",
             Severity::warn},
            {"invalidation_request", "Invalidation requested", "被请求宣告无效", Severity::warn},
            {"opposition", "Opposed", "被提出异议", Severity::warn},
            {"review", "Under review", "复审中", Severity::warn},
            {"court_action", "Before the court", "行政诉讼中", Severity::warn},
            {"assignment_request", "Assignment asked for, not yet recorded", "转让（移转）申请审查中",
             Severity::warn},
            {"change_request", "Change asked for, not yet recorded", "变更申请审查中", Severity::info}};
        for (const Words& one : words) {
            if (one.kind != overlay.kind) continue;
            std::string who;
            if (overlay.counterparty && overlay.counterparty->object() != nullptr)
                who = std::string(plugin::text_at(*overlay.counterparty->object(), "name"));
            const std::string until = overlay.until ? overlay.until->text() : std::string();
            const bool counts = one.severity == Severity::warn;
            const Text late = term_over(overlay);
            add("IP-" + upper(overlay.kind), counts ? FindingStatus::not_met : FindingStatus::soft,
                one.severity,
                std::string(one.en) + " since " + overlay.since.text() +
                    (until.empty() ? "" : " until " + until) + scope_of(overlay).en +
                    (who.empty() ? "" : ": " + who) + (who.ends_with('.') ? "" : ".") + late.en,
                std::string(one.zh) + "，自" + overlay.since.text() + "起" +
                    (until.empty() ? "" : "至" + until) + scope_of(overlay).zh +
                    (who.empty() ? "" : "：" + who) + "。" + late.zh);
        }
    }

    /// A preservation without a recorded end, once the longest time of one order is over.
    Text term_over(const Overlay& overlay) const {
        if (overlay.kind != "freeze" || overlay.until) return {};
        for (const Deadline& one : deadlines_) {
            if (one.kind != "freeze_end" || !is_missed(one, day_)) continue;
            const std::string id = one.rule->id, last = one.last_day.text();
            if (one.due != period_end(overlay.since, one.rule->period)) continue;
            return {" One order lasts until " + last + " at most (" + id +
                        "): unless the court prolonged it, it has ended by itself; neither is recorded.",
                    "一次保全至迟于" + last + "届满（" + id + "）：未续行的已自动解除；续行或解除均无记录。"};
        }
        return {};
    }

    /// ", classes 35, 41" and ", share of …"; empty where the whole right is concerned.
    static Text scope_of(const Overlay& overlay) {
        Text scope;
        const char* before = overlay.classes.size() == 1 ? ", class " : ", classes ";
        for (const std::int64_t number : overlay.classes) {
            scope.en += before + std::to_string(number);
            scope.zh += (scope.zh.empty() ? "，涉及第" : "、") + std::to_string(number);
            before = ", ";
        }
        if (!scope.zh.empty()) scope.zh += "类";
        for (const Value& one : overlay.shares) {
            if (one.object() == nullptr) continue;
            const std::string name(plugin::text_at(*one.object(), "name"));
            scope.en += ", share of " + name;
            scope.zh += "，涉及" + name + "的份额";
        }
        return scope;
    }

    static std::string upper(std::string_view kind) {
        std::string out;
        for (const char c : kind)
            out += c == '_' ? '-' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        return out;
    }

    /// The law of that day may be one whose text is in doubt and whose periods are those of the law before.
    void tell_law() {
        if (!name_.is_trademark() || !name_.is_chinese()) return;
        const Bearing term = rules_.on("TD-10", day_);
        if (!term.is_in_force || term.rule->confidence != Confidence::unsure) return;
        const Text law = rules_.law_name(term.rule->law);
        const std::string since = term.rule->valid_from.text();
        add("IP-LAW", FindingStatus::unknown, Severity::info,
            "From " + since + " the " + law.en +
                " applies. The periods here are those of the law before it and were not recomputed; its "
                "transitional rules need a person's eye.",
            "自" + since + "起适用" + law.zh +
                "。此处期限按此前的法律计算，未作重新推算，过渡规则须人工核对。",
            term.rule->article);
    }

    /// How old what is known is: a lender asks for a fresh extract before it lends.
    void tell_source() {
        const Object& source = plugin::object_at(record_.fields, "source");
        const std::optional<Date> extract = date_at(source, "retrieved_on");
        if (!extract) {
            tell_undated_source(text_at(source, "system"));
            return;
        }
        if (*extract > day_) {
            add("IP-SOURCE", FindingStatus::met, Severity::info,
                "As of the extract of " + extract->text() + ", drawn after that day.",
                "依据" + extract->text() + "的登记信息，晚于查询日。");
            return;
        }
        constexpr int longest_counted = 400;  // beyond a year and a month nobody asks for the exact number
        const int working_days = calendar_.between(*extract, day_, longest_counted);
        answer_.facts.set("extract_of", extract->text());
        answer_.facts.set("extract_age_working_days", working_days);
        const bool is_cut = working_days == longest_counted;
        const std::string age = std::to_string(working_days);
        add("IP-SOURCE", FindingStatus::met, Severity::info,
            "As of the extract of " + extract->text() + ", " + (is_cut ? "more than " : "") + age +
                " working days old.",
            "依据" + extract->text() + "的登记信息，距今" + (is_cut ? "超过" : "") + age + "个工作日。");
    }

    /// The day on which such a record takes effect says nothing of its age.
    void tell_undated_source(std::string_view system) {
        if (!record_.fields.contains("recorded_on")) return;  // events alone: each names its own day
        if (system.empty()) {
            add("IP-SOURCE", FindingStatus::unknown, Severity::info,
                "No source is recorded: how old what is known is, nothing tells.",
                "未记录数据来源，无法判断信息的时效。");
            return;
        }
        const std::string name(system);
        const std::string_view day = text_at(record_.fields, "status_date");
        add("IP-SOURCE", FindingStatus::unknown, Severity::info,
            "The source (" + name + ") is undated: how old what it says is, nothing tells" +
                (day.empty() ? "." : "; the status that it tells is of " + std::string(day) + "."),
            "来源（" + name + "）未注明日期，无法判断信息的时效" +
                (day.empty() ? "。" : "；所记状态的日期为" + std::string(day) + "。"));
    }

    /// Records that are named by a publication of this right: neither is taken into the other once both are
    /// there.
    void tell_doubles() {
        if (name_.is_trademark()) return;
        for (const std::string& publication : publications_in(name_.office, record_.fields)) {
            const std::string other = right_id(patent_kind, name_.office, publication);
            if (other == record_.id || !records_.find(other)) continue;
            add("IP-SAME", FindingStatus::soft, Severity::warn,
                other + " is named by " + publication + ", a publication of " + record_.id +
                    ": it may be the same right under two records.",
                other + "的名称" + publication + "是" + record_.id +
                    "的公布（公告）号，可能是同一权利的两条记录。");
            answer_.findings.back().evidence.push_back(other);
        }
    }

    /// What other checks must not read past: they see facts and no findings.
    void tell_doubts() {
        static constexpr std::string_view doubtful[]{"IP-DOUBT",   "IP-FEE-LATE", "IP-FINDING", "IP-AHEAD",
                                                     "IP-RELEASE", "IP-PAIRING",  "IP-TWIN"};
        Array doubts;
        for (const Finding& one : answer_.findings)
            if (one.status == FindingStatus::unknown &&
                std::ranges::find(doubtful, one.rule) != std::end(doubtful))
                doubts.emplace_back(
                    plugin::Object{{"en", one.message.en}, {"rule", one.rule}, {"zh", one.message.zh}});
        if (!doubts.empty()) answer_.facts.set("doubts", std::move(doubts));
    }

    /// What the source said that contradicts itself or fits no field: a person must look at it.
    void tell_findings() {
        for (const plugin::Value& one : plugin::array_at(record_.fields, "findings")) {
            if (one.object() == nullptr) continue;
            const std::string rule(text_at(*one.object(), "rule")), value(text_at(*one.object(), "value"));
            const Text field = field_label(name_.kind, text_at(*one.object(), "field"));
            add("IP-FINDING", FindingStatus::unknown, Severity::warn,
                "The source says of “" + field.en + "”: “" + value + "”; a person must look at it (" + rule +
                    ").",
                "来源对“" + field.zh + "”的记载为“" + value + "”，须人工核对（" + rule + "）。");
        }
    }

    /// What a person must know about a date that was moved on without that year's holidays.
    Text calendar_note(Date date) const {
        if (calendar_.is_known(date.year())) return {};
        const std::string year = std::to_string(date.year());
        return {" No calendar of " + year + " is on file: ends of periods are moved on from weekends alone.",
                "尚未录入" + year + "年工作日历，期限届满日仅按周末顺延。"};
    }

    static constexpr int longest_wait = 30;  // years to any fee or end abroad

    const RightOnDay right_;
    const Rules& rules_;
    const RightName& name_;
    const plugin::Record& record_;
    const Situation& now_;
    const plugin::Records& records_;
    Date day_;
    const WorkCalendar& calendar_;
    std::vector<Deadline> deadlines_;
    std::vector<const Deadline*> missed_;
    CheckAnswer answer_;
};

CheckAnswer unknown_right(std::string_view right) {
    CheckAnswer answer;
    const std::string id(right);
    answer.findings.push_back(
        {"IP-KNOWN",
         FindingStatus::not_met,
         Severity::block,
         {"Nothing is recorded about “" + id + "” on that day.", "截至该日，没有关于“" + id + "”的记录。"},
         {},
         {}});
    return answer;
}

}  // namespace

std::optional<CheckAnswer> IpStatus::check(std::string_view name, const Object& parameters,
                                           const plugin::Records& records, const plugin::AskCheck&) const {
    if (name == "ip.deadlines") return answer_deadlines(rules_, parameters, records);
    if (name == "ip.fees") return answer_fees(rules_, parameters, records);
    if (name == "ip.rules") return answer_rules(rules_, parameters, records);
    if (name == "ip.owner") return answer_owner(parameters, records);
    if (name != "ip.status") return std::nullopt;
    const std::string_view right = plugin::text_at(parameters, "right");
    const std::optional<RightName> parsed = parse_right(right);
    const std::optional<plugin::Record> record = parsed ? records.find(right) : std::nullopt;
    if (!record) return unknown_right(right);
    const Date day = records.as_of();
    const WorkCalendar calendar = parsed->is_chinese() ? WorkCalendar(records) : WorkCalendar();
    const Situation now = parsed->is_trademark()
                              ? trademark_situation(rules_, *parsed, record->fields, day, calendar)
                              : patent_situation(rules_, *parsed, record->fields, day, calendar);
    return Answer(rules_, *parsed, *record, now, records, calendar).take();
}

}  // namespace xinbu::ip_status
