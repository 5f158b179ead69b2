#include "exposure.hpp"

#include <algorithm>

#include "gather.hpp"
#include "pledge_dates.hpp"
#include "prior.hpp"
#include "text.hpp"

namespace xinbu::collateral {

using plugin::Date;
using plugin::Object;
using plugin::Record;

namespace {

/// When the register tells that a pledge of that holder, or of nobody by name, was cancelled after this one
/// was registered.
std::optional<Date> cancelled_on(const Cover& cover, const Record& pledge, const plugin::Records& records) {
    const auto right = records.find(cover.right);
    if (!cover.is_registered || !cover.pledged_from || !right) return std::nullopt;
    const std::string_view ours = plugin::text_at(plugin::object_at(pledge.fields, "pledgee"), "name");
    for (const plugin::Value& event : plugin::array_at(right->fields, "events")) {
        if (event.object() == nullptr || plugin::text_at(*event.object(), "event") != "pledge_end") continue;
        const auto date = date_at(*event.object(), "date");
        if (!date || *date <= *cover.pledged_from || *date > records.as_of()) continue;
        const std::string_view name =
            plugin::text_at(plugin::object_at(*event.object(), "counterparty"), "name");
        if (name.empty() || is_alike_name(name, ours)) return date;
    }
    return std::nullopt;
}

Cover cover_of(const std::string& right, const Record& pledge, const Exposure& exposure,
               const plugin::Records& records, const plugin::AskCheck& ask) {
    Cover cover;
    cover.right = right;
    cover.pledge = pledge.id;
    cover.is_registered = pledge.status == "registered";
    cover.pledged_from = date_at(pledge.fields, "registered_on");
    cover.pledged_until = last_pledged_day(pledge.fields, right);
    cover.cancelled_on = cancelled_on(cover, pledge, records);
    if (auto answer = ask("ip.status", Object{{"right", right}})) cover.status = std::move(answer->facts);
    Security security = security_of(right, cover.status, exposure.policy, records, records.as_of());
    cover.last_day = security.last_day;
    cover.kind = security.kind;
    cover.cap = security.cap;
    if (!security.valuations.empty()) cover.latest = security.valuations.front();
    if (security.valuation && security.valuation->currency == exposure.principal.currency)
        cover.valuation = std::move(security.valuation);
    cover.prior = prior_claims(
        right, {pledge.id, exposure.loan.id, std::string(plugin::text_at(pledge.fields, "registered_on"))},
        exposure.principal.currency, cover.status, records, ask, records.as_of());
    return cover;
}

}  // namespace

bool Cover::stands_on(Date day) const {
    return is_registered && pledged_from && *pledged_from <= day &&
           (!pledged_until || day <= *pledged_until) && (!cancelled_on || day < *cancelled_on) &&
           (!last_day || day <= *last_day);
}

std::optional<std::int64_t> Cover::value_on(Date day, const Policy& policy) const {
    if (!stands_on(day)) return 0;
    if (!valuation || !cap || !prior) return std::nullopt;
    const auto value = collateral::value_on(*valuation, policy.curve(kind), policy, last_day, day);
    if (!value) return std::nullopt;
    return std::max<std::int64_t>(0, *value - *prior);
}

std::optional<std::int64_t> Exposure::registered_claims() const {
    std::optional<std::int64_t> sum;
    for (const Record& pledge : pledges) {
        if (pledge.status != "registered") continue;
        const auto claim = claim_of(pledge.fields);
        if (!claim || claim->currency != principal.currency) return std::nullopt;
        sum = capped_sum(sum.value_or(0), claim->amount);
    }
    return sum;
}

Worth Exposure::worth_on(Date day) const {
    Worth worth;
    std::vector<std::string_view> counted;
    for (const Cover& cover : covers) {
        if (!cover.stands_on(day)) continue;
        // Pledged twice for the same loan, it is still one right.
        if (std::find(counted.begin(), counted.end(), cover.right) != counted.end()) continue;
        counted.push_back(cover.right);
        const auto value = cover.value_on(day, policy);
        if (!value) {
            ++worth.unknown;
            continue;
        }
        worth.value = capped_sum(worth.value, *value);
        worth.lendable = capped_sum(worth.lendable, share_of(*value, cover.cap->basis_points));
    }
    return worth;
}

namespace {

/// The first failing day of a stretch in which failing lasts.
std::optional<Date> first_failing(Date from, Date to, const std::function<bool(Date)>& fails) {
    if (to < from || !fails(to)) return std::nullopt;
    int low = 0, high = to.days_since(from);
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (fails(from.plus_days(middle)))
            high = middle;
        else
            low = middle + 1;
    }
    return from.plus_days(low);
}

}  // namespace

std::optional<Date> Exposure::first_day(Date from, Date to, const std::function<bool(Date)>& fails) const {
    Date begin = from;
    for (const Instalment& one : repayment.instalments()) {
        if (one.due < begin || one.due >= to) continue;
        if (const auto day = first_failing(begin, one.due, fails)) return day;
        begin = one.due.plus_days(1);
    }
    return first_failing(begin, to, fails);
}

std::optional<Date> Exposure::unsecured_from(Date from, Date to) const {
    return first_day(from, to, [&](Date day) {
        const Worth worth = worth_on(day);
        return worth.is_known() && worth.value == 0 && owed_on(day) > 0;
    });
}

std::optional<Date> Exposure::over_cap_from(Date from, Date to) const {
    return first_day(from, to, [&](Date day) {
        const Worth worth = worth_on(day);
        return worth.is_known() && worth.lendable < owed_on(day);
    });
}

Date Exposure::horizon(Date from) const {
    Date last = due ? std::max(*due, from) : from;
    for (const Cover& cover : covers)
        for (const auto& end : {cover.last_day, cover.pledged_until})
            if (end && *end >= last) last = end->plus_days(1);
    return last;
}

Exposure exposure_of(const Record& loan, const plugin::Records& records, const plugin::AskCheck& ask,
                     std::string_view only_pledge) {
    Exposure exposure;
    exposure.loan = loan;
    exposure.principal = money_at(loan.fields, "principal").value_or(plugin::Money{0, "CNY"});
    exposure.repayment =
        Repayment(loan.fields, loan.status != "repaid", records.as_of(), enforced_proceeds(loan, records));
    exposure.principal.amount = exposure.repayment.owed_on(records.as_of());
    exposure.opened = date_at(loan.fields, "opened_on");
    exposure.due = date_at(loan.fields, "due_on");
    exposure.policy = policy_for(code_at(loan.fields, "lender"), records);
    for (Record& pledge : records.referring_to(loan.id, "pledge")) {
        const bool is_meant = only_pledge.empty() || pledge.id == only_pledge;
        if (is_meant && (pledge.status == "agreed" || pledge.status == "registered"))
            exposure.pledges.push_back(std::move(pledge));
    }
    for (const Record& pledge : exposure.pledges)
        for (const std::string& right : texts_at(pledge.fields, "rights"))
            exposure.covers.push_back(cover_of(right, pledge, exposure, records, ask));
    return exposure;
}

Asked loan_asked(const Object& parameters, const plugin::Records& records) {
    std::string_view pledge = plugin::text_at(parameters, "pledge");
    std::string_view loan = plugin::text_at(parameters, "loan");
    const std::string_view record = plugin::text_at(parameters, "record");
    if (record.starts_with("pledge/")) pledge = record;
    if (record.starts_with("loan/")) loan = record;
    Asked asked;
    if (pledge.empty()) {
        asked.loan = records.find(loan);
    } else if (const auto found = records.find(pledge)) {
        asked.loan = records.find(plugin::text_at(found->fields, "loan"));
        asked.pledge = pledge;
    }
    if (asked.loan && !asked.loan->id.starts_with("loan/")) asked.loan.reset();
    return asked;
}

std::vector<Date> chart_days(const Exposure& exposure, Date from, Date to) {
    constexpr int most_quarters = 400;
    std::vector<Date> days{from, to};
    for (int quarter = 1; quarter < most_quarters && from.plus_months(3 * quarter) < to; ++quarter)
        days.push_back(from.plus_months(3 * quarter));
    const auto step = [&](const std::optional<Date>& first_after) {
        if (!first_after) return;
        for (const Date day : {first_after->plus_days(-1), *first_after})
            if (day > from && day < to) days.push_back(day);
    };
    for (const Instalment& one : exposure.repayment.instalments()) step(one.due.plus_days(1));
    for (const Cover& cover : exposure.covers) {
        step(cover.pledged_from);
        if (cover.pledged_until) step(cover.pledged_until->plus_days(1));
        if (cover.last_day) step(cover.last_day->plus_days(1));
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

}  // namespace xinbu::collateral
