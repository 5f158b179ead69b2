// Asking another registry which values both hold, and answering.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "impl.hpp"
#include "parameters.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/session/overlap.hpp"

namespace xinbu::session {

using crypto::CurvePoint;
using plugin::Array;
using plugin::Object;
using plugin::Value;

namespace {

/// Domain separation: a point made here is of no use to any other protocol.
constexpr std::string_view tag = "XINBU-OVERLAP-V01-CS01-with-P256_XMD:SHA-256_SSWU_RO_";

/// What a registry keeps of a question between its files. It lies in the encrypted database.
struct State {
    std::string role;       ///< asker, answerer
    std::string condition;  ///< open, closed
    Bytes seed;             ///< of the secret factor
    std::vector<std::string> values;
    std::uint64_t padding = 0;  ///< points of no value among one's own
    std::string partner;        ///< id of the key that signed the question
    std::vector<CurvePoint> doubled;
    std::string handled;  ///< SHA-256 of the file that closed it
};

std::string name_of_state(const std::string& session) {
    return "overlap/" + session;
}

void store(Registry::Impl& registry, const std::string& session, const State& state) {
    Array values, doubled;
    for (const std::string& one : state.values) values.emplace_back(one);
    for (const CurvePoint& one : state.doubled) doubled.emplace_back(to_base64(one));
    const Object object{
        {"condition", state.condition},  {"doubled", std::move(doubled)},
        {"handled", state.handled},      {"padding", static_cast<std::int64_t>(state.padding)},
        {"partner", state.partner},      {"role", state.role},
        {"seed", to_base64(state.seed)}, {"values", std::move(values)}};
    storage::Transaction transaction(*registry.database);
    registry.ledger->store_secret(name_of_state(session), as_bytes(json::canonical(object)));
    transaction.commit();
}

std::optional<State> load(Registry::Impl& registry, const std::string& session) {
    const std::optional<Bytes> bytes = registry.ledger->secret(name_of_state(session));
    if (!bytes) return std::nullopt;
    const Value value = take(json::parse(as_text(*bytes), json::Profile::document));
    if (value.object() == nullptr) return std::nullopt;
    const Object& object = *value.object();
    State state{std::string(plugin::text_at(object, "role")),
                std::string(plugin::text_at(object, "condition")),
                from_base64(plugin::text_at(object, "seed")).value_or(Bytes{}),
                {},
                0,
                std::string(plugin::text_at(object, "partner")),
                {},
                std::string(plugin::text_at(object, "handled"))};
    for (const Value& one : plugin::array_at(object, "values"))
        if (one.text() != nullptr) state.values.push_back(*one.text());
    if (const std::int64_t* padding = plugin::integer_at(object, "padding"))
        state.padding = static_cast<std::uint64_t>(*padding);
    for (const Value& one : plugin::array_at(object, "doubled")) {
        const auto point = one.text() != nullptr ? from_base64(*one.text()) : std::nullopt;
        if (!point || point->size() != CurvePoint().size()) continue;
        std::ranges::copy(*point, state.doubled.emplace_back().begin());
    }
    return state;
}

/// Telling another organisation anything of what one holds is for who decides.
void require_decider(const Registry::Impl& registry) {
    registry.require_writable();
    if (registry.role == "admin" || registry.role == "officer") return;
    throw Failure(Category::access, "not_authorised", registry.operator_name,
                  tr("only an officer or an admin compares what is held with another organisation"),
                  tr("Ask an officer of the registry."));
}

Object parameters_of(Registry::Impl& registry, const OverlapQuestion& asked) {
    const plugin::Check* check = registry.catalogue().check(asked.check);
    static const std::vector<plugin::Field> none;
    return typed_parameters(*registry.store, *registry.persons, asked.check,
                            check != nullptr ? check->parameters : none, asked.parameters);
}

/// What the check names of the records in that view.
std::vector<std::string> values_in(const records::DayView& view, Registry::Impl& registry,
                                   const OverlapQuestion& asked, const Object& parameters) {
    const plugin::CheckAnswer answer = registry.catalogue().run_check(asked.check, parameters, view);
    const Value* list = answer.facts.find("values");
    if (list == nullptr || list->array() == nullptr)
        throw Failure(Category::usage, "no_values", asked.check, tr("this check names no values to compare"),
                      tr("Name another one with --check; `collateral.pledged` names pledged rights."));
    std::set<std::string> values;
    for (const Value& one : *list->array())
        if (one.text() != nullptr) values.insert(*one.text());
    if (values.size() > most_overlap_values)
        throw Failure(Category::usage, "too_many_values", asked.check,
                      fmt::format(fmt::runtime(tr("it names more than {} values")), most_overlap_values));
    return {values.begin(), values.end()};
}

std::vector<std::string> values_of(Registry::Impl& registry, const OverlapQuestion& asked) {
    const records::DayView view(*registry.store, asked.as_of.day.value_or(today()),
                                moment_of(registry, asked.as_of).known);
    return values_in(view, registry, asked, parameters_of(registry, asked));
}

/// One's own points in the order in which they are shown: that of their bytes, which says nothing of the
/// values.
struct OwnPoints {
    std::vector<CurvePoint> shown;
    std::vector<std::optional<std::size_t>> value;  ///< place in the values; nothing for padding
};

OwnPoints own_points(const State& state) {
    const crypto::Secret seed{ByteView(state.seed)};
    const crypto::Blinder blinder(seed);
    std::map<CurvePoint, std::optional<std::size_t>> sorted;
    for (std::size_t at = 0; at < state.values.size(); ++at)
        sorted.emplace(*blinder.blind(crypto::hash_to_curve(as_bytes(state.values[at]), tag)), at);
    // Padding is made of the seed, so that it need not be kept; it is no value that anybody could hold.
    const crypto::Secret filler = crypto::derive_key(seed, "xinbu overlap padding");
    for (std::uint64_t number = 0; number < state.padding; ++number) {
        const Hash text = crypto::hmac_sha256(filler.view(), as_bytes(std::to_string(number)));
        sorted.emplace(*blinder.blind(crypto::hash_to_curve(text, tag)), std::nullopt);
    }
    OwnPoints points;
    for (const auto& [point, value] : sorted) {
        points.shown.push_back(point);
        points.value.push_back(value);
    }
    return points;
}

std::vector<CurvePoint> doubled(const State& state, const std::vector<CurvePoint>& points) {
    const crypto::Secret seed{ByteView(state.seed)};
    const crypto::Blinder blinder(seed);
    std::vector<CurvePoint> result;
    result.reserve(points.size());
    for (const CurvePoint& point : points) {
        const std::optional<CurvePoint> product = blinder.blind(point);
        if (!product)
            throw Failure(Category::invalid, "bad_overlap_file", tr("overlap file"),
                          tr("something stands there that is no point of the curve"),
                          tr("Ask for the file again."));
        result.push_back(*product);
    }
    return result;
}

State new_state(Registry::Impl& registry, const OverlapQuestion& asked, std::string role) {
    State state;
    state.role = std::move(role);
    state.condition = "open";
    state.seed = crypto::random_bytes(32);
    state.values = values_of(registry, asked);
    if (asked.pad_to > most_overlap_values)
        throw Failure(Category::usage, "too_many_values", "--pad-to",
                      fmt::format(fmt::runtime(tr("at most {} values are compared")), most_overlap_values));
    if (asked.pad_to > state.values.size()) state.padding = asked.pad_to - state.values.size();
    return state;
}

OverlapMessage message_from(Registry::Impl& registry, std::string step, std::string session,
                            std::string subject) {
    OverlapMessage message;
    message.step = std::move(step);
    message.session = std::move(session);
    message.subject = std::move(subject);
    message.registry = registry.slots.registry();
    message.name = registry.authority.identity().name;
    return message;
}

OverlapStep step_of(const OverlapMessage& theirs, std::string file, std::size_t own) {
    OverlapStep step;
    step.step = theirs.step;
    step.session = theirs.session;
    step.partner = theirs.registry;
    step.partner_name = theirs.name;
    step.partner_key = take(crypto::PublicKey::from_spki(theirs.key)).id();
    step.own = own;
    step.theirs = std::max(theirs.points.size(), theirs.doubled.size());
    step.file = std::move(file);
    return step;
}

[[noreturn]] void refuse(const std::string& code, std::string why, std::string remedy = {}) {
    throw Failure(Category::refused, code, tr("overlap"), std::move(why), std::move(remedy));
}

/// The values whose point, blinded by both, the other side holds as well.
std::vector<std::string> shared(const State& state, const OwnPoints& own,
                                const std::vector<CurvePoint>& own_doubled,
                                const std::set<CurvePoint>& theirs) {
    if (own_doubled.size() != own.shown.size())
        refuse("overlap_size", tr("the other side returned another number of points than it was given"));
    std::vector<std::string> both;
    for (std::size_t at = 0; at < own_doubled.size(); ++at)
        if (own.value[at] && theirs.contains(own_doubled[at])) both.push_back(state.values[*own.value[at]]);
    std::ranges::sort(both);
    return both;
}

State open_state(Registry::Impl& registry, const OverlapMessage& message, std::string_view role,
                 const std::string& handled) {
    std::optional<State> state = load(registry, message.session);
    if (!state || state->role != role)
        refuse("overlap_unknown", tr("this registry neither asked nor answered that question"));
    // Each further answer to the same question would let the other side try further values.
    if (state->condition != "open" && state->handled != handled)
        refuse("overlap_closed", tr("this question is closed, by another file"), tr("Ask a new question."));
    if (state->condition != "open")
        refuse("overlap_closed", tr("this question is closed, by this very file"), tr("Ask a new question."));
    return *std::move(state);
}

/// Nothing secret of it is left; that it was asked, and by which file it ended, stays.
void close(Registry::Impl& registry, const OverlapMessage& message, State state, const std::string& handled) {
    state.condition = "closed";
    state.handled = handled;
    state.seed.clear();
    state.values.clear();
    state.doubled.clear();
    store(registry, message.session, state);
}

OverlapStep finish_asking(Registry::Impl& registry, const OverlapMessage& answer, const std::string& digest) {
    const State state = open_state(registry, answer, "asker", digest);
    const OwnPoints own = own_points(state);
    OverlapMessage closing = message_from(registry, "closing", answer.session, answer.subject);
    closing.doubled = doubled(state, answer.points);
    OverlapStep step = step_of(answer, encode_overlap(closing, registry.key()), state.values.size());
    step.theirs = answer.points.size();
    step.both = shared(state, own, answer.doubled, {closing.doubled.begin(), closing.doubled.end()});
    close(registry, answer, state, digest);
    return step;
}

OverlapStep finish_answering(Registry::Impl& registry, const OverlapMessage& closing,
                             const std::string& digest) {
    const State state = open_state(registry, closing, "answerer", digest);
    OverlapStep step = step_of(closing, {}, state.values.size());
    if (step.partner_key != state.partner)
        refuse("overlap_signer", tr("this file is signed by another key than the question was"));
    step.theirs = state.doubled.size();
    step.both =
        shared(state, own_points(state), closing.doubled, {state.doubled.begin(), state.doubled.end()});
    close(registry, closing, state, digest);
    return step;
}

}  // namespace

Result<OverlapStep> Registry::overlap_start(const OverlapQuestion& asked) {
    return impl_->guarded([&] {
        require_decider(*impl_);
        const State state = new_state(*impl_, asked, "asker");
        OverlapMessage question =
            message_from(*impl_, "question", to_hex(crypto::random_bytes(16)), asked.check);
        question.points = own_points(state).shown;
        OverlapStep step;
        step.step = "question";
        step.session = question.session;
        step.own = state.values.size();
        step.file = encode_overlap(question, impl_->key());
        store(*impl_, question.session, state);
        return step;
    });
}

Result<OverlapStep> Registry::overlap_answer(const OverlapQuestion& asked, std::string_view file) {
    return impl_->guarded([&] {
        require_decider(*impl_);
        const OverlapMessage question = take(parse_overlap(file));
        if (question.step != "question")
            refuse("overlap_step", tr("this file is no question"),
                   tr("`xinbu overlap finish` takes the others."));
        if (question.subject != asked.check)
            throw Failure(Category::usage, "overlap_subject", question.subject,
                          tr("the question is about the values of another check"),
                          tr("Name it with --check."));
        if (load(*impl_, question.session))
            refuse("overlap_answered", tr("this registry asked or answered this question already"),
                   tr("Ask for a new question."));
        State state = new_state(*impl_, asked, "answerer");
        state.partner = take(crypto::PublicKey::from_spki(question.key)).id();
        state.doubled = doubled(state, question.points);
        OverlapMessage answer = message_from(*impl_, "answer", question.session, question.subject);
        answer.points = own_points(state).shown;
        answer.doubled = state.doubled;
        OverlapStep step = step_of(question, encode_overlap(answer, impl_->key()), state.values.size());
        store(*impl_, question.session, state);
        return step;
    });
}

Result<OverlapStep> Registry::overlap_finish(std::string_view file) {
    return impl_->guarded([&] {
        require_decider(*impl_);
        const OverlapMessage message = take(parse_overlap(file));
        const std::string digest = to_hex(crypto::sha256(as_bytes(file)));
        if (message.step == "answer") return finish_asking(*impl_, message, digest);
        if (message.step == "closing") return finish_answering(*impl_, message, digest);
        refuse("overlap_step", tr("this file is a question"), tr("`xinbu overlap answer` answers it."));
    });
}

Result<std::vector<SharedValues>> Registry::overlap_followed(const OverlapQuestion& asked) {
    return impl_->guarded([&] {
        std::vector<SharedValues> shared;
        const std::vector<std::string> own = values_of(*impl_, asked);
        const Object parameters = parameters_of(*impl_, asked);
        for (const auto& other : impl_->others()) {
            const records::DayView view(other->store, asked.as_of.day.value_or(today()));
            SharedValues one{other->row.origin, other->row.name, other->row.trusted, {}};
            std::ranges::set_intersection(own, values_in(view, *impl_, asked, parameters),
                                          std::back_inserter(one.values));
            if (!one.values.empty()) shared.push_back(std::move(one));
        }
        return shared;
    });
}

}  // namespace xinbu::session
