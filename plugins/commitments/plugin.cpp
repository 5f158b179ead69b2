#include "plugin.hpp"

#include "campaign.hpp"
#include "deadlines.hpp"
#include "law.hpp"
#include "reports.hpp"
#include "shown.hpp"
#include "standing.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

using plugin::Draft;
using plugin::Object;
using plugin::text_at;
using plugin::Value;

namespace {

constexpr std::int64_t largest_serial = 999'999;

/// Scheme-prefixed identifiers stay as they are: what is canonical there is the scheme's matter.
void rewrite_identifier(Object& data, std::string_view party) {
    Value* value = data.find(party);
    Value* identifier =
        value != nullptr && value->object() != nullptr ? value->object()->find("identifier") : nullptr;
    if (identifier == nullptr || identifier->text() == nullptr) return;
    if (identifier->text()->find(':') == std::string::npos)
        *identifier = plugin::canonical_uscc(*identifier->text());
}

/// A person's number goes by its scheme: bare, it would be taken for a credit code. Of a promisor the
/// category says who is a person, of a member nothing but the number.
void name_scheme_of_person(Object& data, std::string_view party) {
    constexpr std::string_view scheme = "citizen-id:";
    Value* named = data.find(party);
    Value* identifier =
        named != nullptr && named->object() != nullptr ? named->object()->find("identifier") : nullptr;
    if (identifier == nullptr || identifier->text() == nullptr) return;
    std::string_view text = *identifier->text();
    const bool has_scheme = text.starts_with(scheme);
    if (has_scheme) text.remove_prefix(scheme.size());
    if (text.empty() || text.find(':') != std::string_view::npos || plugin::is_masked_citizen_id(text))
        return;
    const bool is_person = party == "promisor"
                               ? text_at(data, "promisor_category") == "person"
                               : has_scheme || (plugin::uscc_fault(text) && !plugin::citizen_id_fault(text));
    if (is_person) *identifier = std::string(scheme) + plugin::canonical_uscc(text);
}

std::string padded(std::int64_t serial) {
    std::string digits = std::to_string(serial);
    return digits.insert(0, 6 - digits.size(), '0');
}

std::optional<std::string> commitment_id(const Object& data, plugin::Numbering& numbers) {
    const std::string_view place = text_at(data, "place");
    const std::optional<plugin::Date> made_on = plugin::Date::parse(text_at(data, "made_on"));
    if (place.size() != 6 || !plugin::all_digits(place) || !made_on) return std::nullopt;
    std::string prefix = "commitment/" + std::string(place);
    for (const char c : made_on->text())
        if (c != '-') prefix += c;
    const std::int64_t serial = numbers.next(prefix);
    if (serial < 1 || serial > largest_serial) return std::nullopt;
    return prefix + padded(serial);
}

std::optional<std::string> evaluation_id(const Object& data, plugin::Numbering& numbers) {
    const std::string_view subject = text_at(data, "subject");
    const auto slash = subject.find('/');
    if (slash == std::string_view::npos || slash + 1 == subject.size()) return std::nullopt;
    const std::string prefix = "evaluation/" + std::string(subject.substr(slash + 1)) + "-";
    return prefix + std::to_string(numbers.next(prefix));
}

/// By its name; where it has versions, each is a record of its own.
std::optional<std::string> named_id(std::string prefix, const Object& data) {
    const std::string_view name = text_at(data, "name"), version = text_at(data, "version");
    if (name.empty()) return std::nullopt;
    prefix += name;
    if (!version.empty()) prefix.append("@").append(version);
    return prefix;
}

}  // namespace

std::vector<plugin::RulePackType> Commitments::rule_packs() const {
    return {{std::string(pack_id),
             {"Terms of publication and repair, and other clocks of commitments",
              "信用承诺公示、修复期限及其他时限"},
             schema_of_pack()}};
}

plugin::Faults Commitments::use_rules(std::string_view, const Value& content) {
    plugin::Faults faults;
    RulePack pack = read_rule_pack(content, faults);
    if (faults.empty()) use(std::move(pack));
    return faults;
}

void Commitments::normalise(Draft& draft) const {
    for (const std::string_view party :
         {"promisor", "acceptor", "association", "member", "finder", "checker", "evaluator"})
        rewrite_identifier(draft.data, party);
    for (const std::string_view party : {"promisor", "member"}) name_scheme_of_person(draft.data, party);
    Value* place = draft.data.find("place");
    if (place != nullptr && place->text() != nullptr) *place = plugin::canonical_uscc(*place->text());
}

std::optional<std::string> Commitments::record_id(const Draft& draft, plugin::Numbering& numbers) const {
    if (draft.type == "commitments.commitment.signed") return commitment_id(draft.data, numbers);
    if (draft.type == "commitments.evaluation.recorded") return evaluation_id(draft.data, numbers);
    if (draft.type == "commitments.member.invited") return invitation_id(draft.data, numbers);
    if (draft.type == "commitments.scheme.opened") return named_id("scheme/", draft.data);
    if (draft.type == "commitments.indicator_set.published") return named_id("indicator-set/", draft.data);
    return std::nullopt;
}

void Commitments::present(plugin::Record& record, plugin::Date day) const {
    show_on(record, day);
}

std::optional<plugin::CheckAnswer> Commitments::check(std::string_view name, const Object& parameters,
                                                      const plugin::Records& records,
                                                      const plugin::AskCheck& ask) const {
    if (name == "commitments.standing") return answer_standing(parameters, records, ask);
    if (name == "commitments.deadlines") return answer_deadlines(parameters, records);
    if (name == "commitments.participation") return answer_participation(parameters, records);
    if (name == "commitments.rules") return answer_rules(parameters, records);
    return std::nullopt;
}

std::optional<plugin::ReportModel> Commitments::report(std::string_view name, const Object& parameters,
                                                       const plugin::Records& records,
                                                       const plugin::AskCheck&) const {
    if (name == "commitments.letter") return letter(parameters, records);
    if (name == "commitments.participation") return participation(parameters, records);
    if (name == "commitments.template") return national_template(parameters, records);
    if (name == "commitments.register") return posted_register(parameters, records);
    if (name == "commitments.supervision") return supervision(parameters, records);
    return std::nullopt;
}

std::unique_ptr<plugin::Plugin> make_commitments() {
    return std::make_unique<Commitments>();
}

}  // namespace xinbu::commitments
