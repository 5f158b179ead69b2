#include "survey.hpp"

#include <algorithm>
#include <set>

#include "coverage.hpp"
#include "states.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::brands {

using plugin::Date;
using plugin::Object;
using plugin::Period;
using plugin::Record;
using plugin::Records;
using plugin::text_at;
using plugin::Value;

namespace {

/// No sum grows beyond what can be shown.
void add(std::int64_t& sum, std::int64_t more) {
    sum = more > plugin::largest_amount - sum ? plugin::largest_amount : sum + more;
}
void add(Sums& sums, const Object& fields, std::string_view member) {
    const Value* value = fields.find(member);
    const std::optional<plugin::Money> money = value != nullptr ? plugin::money_of(*value) : std::nullopt;
    if (money && money->amount > 0) add(sums[money->currency], money->amount);
}
void add_count(std::int64_t& sum, const Object& fields, std::string_view member) {
    const std::int64_t* count = plugin::integer_at(fields, member);
    if (count != nullptr && *count > 0) add(sum, *count);
}

template <class Visit>
void each(const Object& fields, std::string_view list, Visit visit) {
    for (const Value& one : plugin::array_at(fields, list))
        if (one.object() != nullptr) visit(*one.object());
}

class Walk {
public:
    Walk(Period period, const Records& records)
        : records_(records), survey_{period, period.before(), records.as_of()} {}

    Survey take() {
        for_each("brand", [&](const Record& brand) { look_at_brand(brand); });
        for_each("commitment", [&](const Record& commitment) { look_at_commitment(commitment); });
        for_each("loan", [&](const Record& loan) { look_at_loan(loan); });
        for_each("pledge", [&](const Record& pledge) { look_at_pledge(pledge); });
        for_each("support", [&](const Record& support) { look_at_support(support.fields); });
        survey_.parks = active("park");
        survey_.leading_enterprises = active("leading-enterprise");
        survey_.loan_products = active("loan-product");
        return std::move(survey_);
    }

private:
    template <class Visit>
    void for_each(std::string_view kind, Visit visit) {
        records_.for_each(kind, [&](const Record& record) {
            visit(record);
            return true;
        });
    }
    std::int64_t active(std::string_view kind) {
        std::int64_t count = 0;
        for_each(kind, [&](const Record& record) { count += record.status == "active" ? 1 : 0; });
        return count;
    }

    void note(Event event, const Object& fields, std::string_view member) {
        if (survey_.period.holds(fields, member)) ++survey_.now[event];
        if (survey_.earlier.holds(fields, member)) ++survey_.then[event];
    }

    // ---- brands

    void look_at_brand(const Record& brand) {
        const Object& fields = brand.fields;
        note(recorded, fields, "recorded_on");
        each(fields, "library_history", [&](const Object& step) {
            const std::string_view what = text_at(step, "step");
            note(what == "entered"    ? entered
                 : what == "promoted" ? promoted
                 : what == "demoted"  ? demoted
                                      : left,
                 step, "on");
        });
        each(fields, "recognitions", [&](const Object& one) { note(recognised, one, "on"); });
        each(fields, "figures_history", [&](const Object& one) { note(figures_reported, one, "on"); });
        each(fields, "evidence", [&](const Object& one) { note(evidence_filed, one, "on"); });
        stand(fields, std::min(survey_.period.to, survey_.day), survey_.at_end);
        stand(fields, survey_.period.from.plus_days(-1), survey_.at_start);
        look_at_rights(brand);
    }

    /// Adds what a brand was on a day, by its histories.
    static void stand(const Object& fields, Date day, Standing& standing) {
        const std::string on = day.text();
        const auto by_then = [&](const Object& one) { return text_at(one, "on") <= on; };
        if (text_at(fields, "recorded_on") > on) return;
        ++standing.brands;
        std::string_view level;
        each(fields, "library_history", [&](const Object& step) {
            if (by_then(step))
                level = text_at(step, "step") == "left" ? std::string_view() : text_at(step, "level");
        });
        if (!level.empty()) ++standing.in_library[std::string(level)];
        const Recognised recognised = recognised_by(fields, day);
        standing.recognised += recognised.at_all ? 1 : 0;
        standing.provincial += recognised.by_province ? 1 : 0;
        std::string_view as_of;
        std::int64_t headcount = -1;
        each(fields, "figures_history", [&](const Object& report) {
            const std::int64_t* count = plugin::integer_at(report, "headcount");
            if (count == nullptr || !by_then(report) || text_at(report, "as_of") < as_of) return;
            as_of = text_at(report, "as_of");
            headcount = *count;
        });
        if (headcount < 0) return;
        ++standing.reporting;
        add(standing.headcount, headcount);
    }

    void look_at_rights(const Record& brand) {
        each(brand.fields, "rights", [&](const Object& linked) {
            const std::string_view id = text_at(linked, "right");
            if (const std::optional<Record> right = records_.find(id)) look_at_right(*right);
        });
        const std::string_view lead = text_at(brand.fields, "lead");
        if (lead.empty() || !leads_.emplace(lead).second) return;
        for (const char* kind : {"trademark", "patent"})
            for (const Record& right : records_.referring_to(lead, kind)) look_at_right(right);
    }

    void look_at_right(const Record& right) {
        const bool is_mark = right.id.starts_with("trademark/");
        if ((!is_mark && !right.id.starts_with("patent/")) || !rights_.insert(right.id).second) return;
        RightCounts& counts = is_mark ? survey_.marks : survey_.patents;
        ++counts.all;
        const std::string_view last = text_at(right.fields, "last_day");
        const bool is_over = !last.empty() && last < survey_.day.text();
        if (right.status.starts_with("LIVE/") && !is_over) ++counts.alive;
        if (right.status.find("/REGISTRATION/") != std::string::npos) ++counts.granted;
        if (std::ranges::find(right.overlays, "pledged") != right.overlays.end()) ++counts.pledged;
    }

    // ---- commitments

    static Keeping keeping_of(std::string_view state) {
        if (state == "in_force" || state == "accepted" || state == "published") return in_force;
        if (state == "fulfilled") return kept;
        if (state == "partly_fulfilled") return partly_kept;
        if (state == "unfulfilled") return unfulfilled;
        if (is_open_breach(state)) return open_breach;
        if (state == "repaired") return repaired;
        if (state == "expired") return unverified;
        if (state == "withdrawn" || state == "superseded") return ended;
        return pending;
    }

    void look_at_commitment(const Record& commitment) {
        ++survey_.commitments[keeping_of(commitment_state(commitment, survey_.day))];
        note(commitments_made, commitment.fields, "made_on");
        bool is_meant = false;
        each(commitment.fields, "breaches", [&](const Object& breach) {
            note(breaches_found, breach, "found_on");
            note(repairs_granted, breach, "repaired_on");
            is_meant = is_meant || survey_.period.holds(breach, "found_on") ||
                       survey_.period.holds(breach, "repaired_on");
        });
        if (is_meant) survey_.breached.push_back(commitment);
    }

    // ---- loans, pledges, support

    void look_at_loan(const Record& loan) {
        note(loans_opened, loan.fields, "opened_on");
        if (!text_at(loan.fields, "repaid_on").empty()) return;
        LoanCounts& counts = survey_.loans[std::string(text_at(loan.fields, "product"))];
        ++counts.open;
        if (!text_at(loan.fields, "brand").empty()) ++counts.for_brands;
        add(counts.principal, loan.fields, "principal");
    }

    void look_at_pledge(const Record& pledge) {
        note(pledges_registered, pledge.fields, "registered_on");
        note(pledges_released, pledge.fields, "released_on");
        const std::string_view until = text_at(pledge.fields, "until");
        const bool is_over = pledge.status == "registered" && !until.empty() && until < survey_.day.text();
        PledgeCounts& counts = survey_.pledges[is_over ? "lapsed" : pledge.status];
        ++counts.count;
        add(counts.secured, pledge.fields, "secured");
    }

    void look_at_support(const Object& fields) {
        if (survey_.period.holds(fields, "to")) add_support(fields, survey_.support);
        if (survey_.earlier.holds(fields, "to")) add_support(fields, survey_.support_before);
    }
    static void add_support(const Object& fields, std::map<std::string, SupportCounts>& by_kind) {
        SupportCounts& counts = by_kind[std::string(text_at(fields, "kind"))];
        ++counts.entries;
        add_count(counts.persons, fields, "persons");
        add_count(counts.firms, fields, "firms");
        add(counts.amount, fields, "amount");
        each(fields, "certificates",
             [&](const Object& one) { add_count(counts.certificates, one, "count"); });
    }

    const Records& records_;
    Survey survey_;
    std::set<std::string> leads_, rights_;
};

}  // namespace

std::int64_t Standing::in_all_libraries() const {
    std::int64_t all = 0;
    for (const auto& [level, count] : in_library) all += count;
    return all;
}

Survey survey(Period period, const Records& records) {
    return Walk(period, records).take();
}

}  // namespace xinbu::brands
