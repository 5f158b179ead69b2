// What a registry answers without writing.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "audit.hpp"
#include "conditions.hpp"
#include "elsewhere.hpp"
#include "impl.hpp"
#include "instants.hpp"
#include "parameters.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

using plugin::Value;

namespace {

plugin::Tone tone_of(const plugin::RecordType* type, std::string_view status) {
    if (type == nullptr) return plugin::Tone::neutral;
    const auto at = std::ranges::find(type->states, status, &plugin::State::id);
    return at == type->states.end() ? plugin::Tone::neutral : at->tone;
}

OverlayView overlay_view(const host::Catalogue& catalogue, std::string_view kind, const std::string& id) {
    const plugin::Overlay* declared = catalogue.overlay(kind, id);
    return declared != nullptr ? OverlayView{id, host::shown(declared->label), declared->tone}
                               : OverlayView{id, id};
}

std::optional<plugin::Date> date_in(const plugin::Object& fields, const std::string& field) {
    return field.empty() ? std::nullopt : plugin::Date::parse(plugin::text_at(fields, field));
}

/// One of the ledgers that a question is put to: one's own, or another's beside it.
struct Source {
    const std::string& origin;
    ledger::Ledger& ledger;
    records::Store& store;
    const ledger::Authority& authority;
};

Source own_source(Registry::Impl& registry) {
    return {registry.slots.registry(), *registry.ledger, *registry.store, registry.authority};
}
Source source_of(FollowedLedger& other) {
    return {other.row.origin, other.ledger, other.store, other.authority};
}

/// All of them, one's own first. What was known at some commit of one's own says nothing of the others.
std::vector<Source> sources(Registry::Impl& registry, const AsOf& as_of = {}) {
    std::vector<Source> all{own_source(registry)};
    if (as_of.known_commits) return all;
    for (const auto& other : registry.others()) all.push_back(source_of(*other));
    return all;
}

/// The first one with that record, or the one of that origin; nothing where none has it.
std::optional<Source> source_with(Registry::Impl& registry, const std::string& record,
                                  const std::string& origin, const AsOf& as_of = {}) {
    for (const Source& source : sources(registry, as_of)) {
        if (!origin.empty() && source.origin != origin) continue;
        if (!source.store.entries_of(record).empty()) return source;
    }
    return std::nullopt;
}

RecordView view_of(Registry::Impl& registry, records::StoredRecord stored, const std::string& origin,
                   Numbers numbers = Numbers::masked) {
    registry.note_read(stored.record.id,
                       registry.persons->show(stored.record.id, stored.record.fields, numbers));
    const plugin::RecordType* type = registry.catalogue().record_type(stored.kind);
    RecordView view;
    view.id = std::move(stored.record.id);
    view.type = std::move(stored.kind);
    view.status = std::move(stored.record.status);
    view.status_label = registry.catalogue().state_label(view.type, view.status);
    view.tone = tone_of(type, view.status);
    view.title = std::move(stored.title);
    view.origin = origin;
    view.overlays = std::move(stored.record.overlays);
    for (const std::string& overlay : view.overlays)
        view.overlay_views.push_back(overlay_view(registry.catalogue(), view.type, overlay));
    view.fields = std::move(stored.record.fields);
    if (type != nullptr) {
        view.life_begin = date_in(view.fields, type->life_begin);
        view.life_end = date_in(view.fields, type->life_end);
    }
    view.entries = stored.entries;
    return view;
}

/// The person whom a text names, as the index knows them; the text itself where it names none.
std::string person_meant(Registry::Impl& registry, const std::string& text) {
    std::vector<std::string> found = registry.persons->find(text);
    if (found.size() <= 1) return found.empty() ? text : std::move(found.front());
    throw several_subjects(text, found);
}

bool is_party(const plugin::RecordType& type, const std::string& field) {
    const auto at = std::ranges::find(type.fields, field, &plugin::Field::id);
    return at != type.fields.end() && at->kind == plugin::FieldKind::party;
}

records::Selection selection_of(Registry::Impl& registry, const Query& query) {
    records::Selection selection;
    selection.kind = query.kind;
    const plugin::RecordType* type = registry.catalogue().record_type(query.kind);
    for (const Condition& condition : query.where) {
        std::string value = type != nullptr ? value_meant(*type, condition) : condition.value;
        if (type != nullptr && is_party(*type, condition.field)) value = person_meant(registry, value);
        selection.where.emplace_back(condition.field, std::move(value));
    }
    selection.search = person_meant(registry, query.search);
    selection.sort = query.sort;
    selection.descending = query.descending;
    selection.as_of = moment_of(registry, query.as_of);
    return selection;
}

/// A page of a list that was asked for.
struct ListPage {
    std::uint64_t first = 0;
    bool is_full = false;
};

/// A list is one reading however many pages of it are asked for. Where this page may not be the last, the row
/// says how many records the list has.
void log_list(Registry::Impl& registry, const Query& query, const records::Selection& selection,
              ListPage page, const Gathered& gathered) {
    if (gathered.count() == 0 && !query.exported) return;
    LoggedReading reading{query.exported ? "export" : "list", query.kind, query.numbers == Numbers::revealed};
    std::string key = fmt::format("{} {} {} {} {} {}", reading.action, query.kind, reading.unsealed,
                                  query.sort, query.descending, query.search);
    reading.leaves = query.exported;
    // Which fields were asked for, never what was typed: that may be a person's name or number.
    for (const Condition& condition : query.where) {
        reading.question += " " + condition.field;
        key += fmt::format(" {}={}", condition.field, condition.value);
    }
    if (!query.search.empty()) reading.question += " *";
    if (query.as_of.day) key += " " + query.as_of.day->text();
    if (query.as_of.known_commits) key += fmt::format(" {}", *query.as_of.known_commits);
    // What leaves again is another export.
    if (query.exported && page.first == 0) registry.forget_question(key);
    // Later pages of what is logged already are not counted again.
    const bool is_new = page.first == 0 || !registry.questions_logged.contains(key + " " + registry.purpose);
    if (page.is_full && is_new && gathered.count() > 0) {
        std::uint64_t all = 0;
        for (const Source& source : sources(registry, query.as_of))
            all += source.store.count(selection, query.as_of.day.value_or(today()));
        reading.count = query.limit == 0 ? all : std::min(all, query.limit);
    }
    registry.log_question(reading, gathered, std::move(key));
}

struct CommitHead {
    ledger::Payload payload;
    std::string id, signed_by;
};

CommitHead head_of(const ledger::Authority& authority, const ledger::StoredCommit& commit) {
    const ledger::Envelope envelope = take(ledger::decode_envelope(commit.envelope));
    CommitHead head{
        take(ledger::decode_payload(envelope.payload)), to_hex(ledger::leaf_hash(commit.envelope)), {}};
    const ledger::Operator* author = authority.find_key(head.payload.author);
    head.signed_by = author != nullptr ? author->name : head.payload.author;
    return head;
}

/// By which correction a record came to be none.
std::optional<UndoneView> undone_by(const Source& source, const std::string& record) {
    std::optional<ledger::EntryPlace> last;
    for (const records::Store::EntryOfRecord& entry : source.store.entries_of(record))
        if (entry.corrected_by && (!last || *last < *entry.corrected_by)) last = entry.corrected_by;
    if (!last) return std::nullopt;
    const std::uint64_t sequence = source.ledger.commit_of(last->position);
    const CommitHead head = head_of(source.authority, source.ledger.commit(sequence));
    const ledger::Entry correction = take(ledger::decode_entry(ledger::entry_at(source.ledger, *last)));
    return UndoneView{sequence, head.signed_by, head.payload.time,
                      std::string(plugin::text_at(correction.data, "reason"))};
}

/// Whose signatures stand under a draft: that of the proposal and those of its approvals.
void add_approval(const Source& source, std::uint64_t approval, HistoryItem& item) {
    const ledger::Entry decision = take(ledger::decode_entry(source.ledger.entry(approval)));
    item.proposal = std::string(plugin::text_at(decision.data, "proposal"));
    for (const records::Store::EntryOfRecord& one : source.store.entries_of(decision.record)) {
        if (one.position > approval) break;
        const CommitHead head =
            head_of(source.authority, source.ledger.commit(source.ledger.commit_of(one.position)));
        if (to_hex(ledger::leaf_hash(source.ledger.entry(one.position))) == item.proposal) {
            item.signed_by = head.signed_by;
            item.message = head.payload.message;
        } else {
            item.approved_by.push_back(head.signed_by);
        }
    }
}

/// The first text of a record that holds one of the words searched for, shortened.
std::string snippet_of(const Value& value, std::string_view wanted) {
    constexpr std::size_t longest = 80;
    if (const std::string* text = value.text())
        return text->find(wanted) != std::string::npos ? readers::printable(*text, longest) : std::string();
    if (const plugin::Array* elements = value.array())
        for (const Value& element : *elements)
            if (std::string found = snippet_of(element, wanted); !found.empty()) return found;
    if (const plugin::Object* members = value.object())
        for (const plugin::Member& member : *members)
            if (std::string found = snippet_of(member.value, wanted); !found.empty()) return found;
    return {};
}

const char* name_of(plugin::FindingStatus status) {
    switch (status) {
        case plugin::FindingStatus::met:
            return "MET";
        case plugin::FindingStatus::not_met:
            return "NOT_MET";
        case plugin::FindingStatus::unknown:
            return "UNKNOWN";
        case plugin::FindingStatus::soft:
            return "SOFT";
    }
    return "";
}

const char* name_of(plugin::Severity severity) {
    switch (severity) {
        case plugin::Severity::block:
            return "block";
        case plugin::Severity::ack:
            return "ack";
        case plugin::Severity::warn:
            return "warn";
        case plugin::Severity::info:
            return "info";
        case plugin::Severity::post:
            return "post";
    }
    return "";
}

const char* name_of(plugin::Verdict verdict) {
    switch (verdict) {
        case plugin::Verdict::pass:
            return "pass";
        case plugin::Verdict::warn:
            return "warn";
        case plugin::Verdict::block:
            return "block";
    }
    return "";
}

}  // namespace

records::Moment moment_of(Registry::Impl& registry, const AsOf& as_of) {
    const plugin::Date day = as_of.day.value_or(today());
    if (!as_of.known_commits || *as_of.known_commits >= registry.ledger->size()) return day;
    return {day, registry.ledger->commit(*as_of.known_commits).first_entry};
}

Result<Info> Registry::info() {
    return impl_->guarded([&] {
        const ledger::Identity& identity = impl_->authority.identity();
        Info info;
        info.registry = identity.origin;
        info.fingerprint = to_hex(impl_->ledger->node(0, 0));
        info.name = identity.name;
        info.identifier = identity.identifier;
        info.kind = identity.kind;
        info.suite = identity.suite;
        info.commits = impl_->ledger->size();
        info.entries = impl_->ledger->entry_count();
        info.records = impl_->store->counts();
        info.bytes = static_cast<std::uint64_t>(impl_->database->size_bytes());
        if (const auto* keys = impl_->authority.checkpoint_key(impl_->ledger->size())) {
            info.checkpoint_key = crypto::NoteVerifier(identity.origin, keys->ed25519).vkey();
            if (keys->sm2)
                info.checkpoint_key_sm2 =
                    crypto::NoteVerifier(identity.origin, *keys->sm2, crypto::NoteKind::sm2).vkey();
        }
        if (const auto note = impl_->ledger->last_checkpoint()) info.checkpoint = view_of_note(*note);
        info.audited = last_audit(*impl_->ledger, *impl_->store, impl_->authority);
        info.witnesses = witnesses_of(*impl_);
        info.witnessed = last_witnessed(*impl_);
        for (WitnessPolicyView& one :
             judge_witness_policies(*impl_->ledger, impl_->authority, info.commits, today()))
            if (!one.until) info.witness_policies.push_back(std::move(one));
        info.timestamped = last_timestamped(*impl_);
        info.followed = exchange::FollowedList(*impl_->database).all().size();
        info.writable = impl_->writable;
        info.read_only_reason = impl_->read_only_reason;
        return info;
    });
}

Result<std::uint64_t> Registry::count(const Query& query) {
    return impl_->guarded([&] {
        const records::Selection selection = selection_of(*impl_, query);
        std::uint64_t count = 0;
        for (const Source& source : sources(*impl_, query.as_of))
            count += source.store.count(selection, query.as_of.day.value_or(today()));
        return count;
    });
}

Result<std::vector<RecordView>> Registry::list(const Query& query, std::uint64_t first, std::uint64_t limit) {
    return impl_->guarded([&] {
        const records::Selection selection = selection_of(*impl_, query);
        const plugin::Date day = query.as_of.day.value_or(today());
        const std::vector<Source> all = sources(*impl_, query.as_of);
        const Gathering gathering(*impl_);
        const std::uint64_t asked_first = first;
        std::vector<RecordView> views;
        for (const Source& source : all) {
            for (records::StoredRecord& stored :
                 source.store.list(selection, day, first, limit - views.size()))
                views.push_back(view_of(*impl_, std::move(stored), source.origin, query.numbers));
            if (views.size() >= limit || &source == &all.back()) break;
            // What is asked for of the next begins where this one ends.
            const std::uint64_t here = source.store.count(selection, day);
            first = first > here ? first - here : 0;
        }
        log_list(*impl_, query, selection, {asked_first, views.size() == limit}, gathering.of());
        return views;
    });
}

Result<RecordView> Registry::show(const std::string& record, const AsOf& as_of, const std::string& origin,
                                  Numbers numbers) {
    return impl_->guarded([&] {
        const Gathering gathering(*impl_);
        const std::optional<Source> source = source_with(*impl_, record, origin, as_of);
        std::optional<records::StoredRecord> stored;
        if (source) stored = source->store.find(record, moment_of(*impl_, as_of));
        if (!stored) {
            const bool begins_later =
                !as_of.known_commits && !as_of.day && source && !source->store.entries_of(record).empty();
            throw Failure(Category::usage, "unknown_record", readers::printable(record),
                          as_of.known_commits ? tr("nothing was known of such a record by then")
                          : as_of.day         ? tr("there was no such record on that day")
                          : begins_later      ? tr("it takes effect on a later day")
                                              : tr("there is no such record"),
                          begins_later ? tr("`xinbu history` names the day; --as-of shows it.")
                                       : tr("`xinbu search` and `xinbu list` find records."));
        }
        std::optional<UndoneView> undone;
        if (records::is_undone(stored->record)) {
            undone = undone_by(*source, record);
        } else {
            impl_->catalogue().present(stored->record, as_of.day.value_or(today()));
        }
        RecordView view = view_of(*impl_, std::move(*stored), source->origin, numbers);
        view.undone = std::move(undone);
        for (const Source& other : sources(*impl_, as_of))
            if (other.origin != source->origin && !other.store.entries_of(record).empty())
                view.elsewhere.push_back(other.origin);
        impl_->log_reading({"show", {}, numbers == Numbers::revealed}, gathering.of());
        return view;
    });
}

Result<std::uint64_t> Registry::known_at(const std::string& sequence_or_instant, std::string* remark) {
    return impl_->guarded([&] {
        const std::string& text = sequence_or_instant;
        ledger::Ledger& ledger = *impl_->ledger;
        const std::uint64_t last = ledger.size() - 1;
        const auto say = [&](std::string sentence) {
            if (remark != nullptr) *remark = std::move(sentence);
        };
        if (!text.empty() && text.find_first_not_of("0123456789") == std::string::npos) {
            std::uint64_t sequence = UINT64_MAX;  // stays where the number has more digits than that
            std::from_chars(text.data(), text.data() + text.size(), sequence);
            if (sequence > last)
                say(fmt::format(
                    fmt::runtime(tr("the ledger ends with commit {}: the answer is what is known now")),
                    last));
            return std::min(sequence, last) + 1;
        }
        const std::optional<std::string> instant = utc_instant_of(text);
        if (!instant)
            throw Failure(Category::usage, "bad_moment", readers::printable(text),
                          tr("this is neither the number of a commit nor a day such as 2026-03-03 nor an "
                             "instant such as 2026-03-03T11:00:00Z or 2026-03-03T19:00:00+08:00"),
                          tr("`xinbu log` shows both."));
        // A day that has begun is no future one, though its end is.
        const std::size_t compared = plugin::Date::parse(text) ? text.size() : instant->size();
        if (instant->compare(0, compared, now_instant(), 0, compared) > 0)
            say(fmt::format(fmt::runtime(tr("{} has not come yet: the answer is what is known now")), text));
        // Instants are written so that they sort as texts, and commits were signed one after another.
        std::uint64_t low = 0, high = ledger.size();
        while (low < high) {
            const std::uint64_t middle = low + (high - low) / 2;
            if (head_of(impl_->authority, ledger.commit(middle)).payload.time <= *instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    });
}

Result<std::vector<HistoryItem>> Registry::history(const std::string& record, const std::string& origin,
                                                   Numbers numbers) {
    return impl_->guarded([&] {
        const Gathering gathering(*impl_);
        std::vector<HistoryItem> items;
        const std::optional<Source> source = source_with(*impl_, record, origin);
        const std::vector<records::Store::EntryOfRecord> entries =
            source ? source->store.entries_of(record) : std::vector<records::Store::EntryOfRecord>();
        for (const records::Store::EntryOfRecord& of_record : entries) {
            const Bytes bytes = ledger::entry_at(source->ledger, of_record.place());
            ledger::Entry entry = take(ledger::decode_entry(bytes));
            const std::uint64_t sequence = source->ledger.commit_of(of_record.position);
            const CommitHead head = head_of(source->authority, source->ledger.commit(sequence));
            HistoryItem item;
            item.entry = to_hex(ledger::leaf_hash(bytes));
            item.commit = head.id;
            item.sequence = sequence;
            item.type = entry.type;
            const plugin::EntryType* type = impl_->catalogue().entry_type(entry.type);
            item.type_label = type != nullptr ? host::shown(type->label) : entry.type;
            item.effective = std::move(entry.effective);
            item.signed_by = head.signed_by;
            item.signed_at = head.payload.time;
            item.message = head.payload.message;
            item.data = std::move(entry.data);
            impl_->note_read(record, impl_->persons->show(record, item.data, numbers));
            item.bytes = to_text(bytes);
            item.corrected = of_record.corrected_by.has_value();
            if (of_record.draft != 0) add_approval(*source, of_record.position, item);
            items.push_back(std::move(item));
        }
        if (items.empty())
            throw Failure(Category::usage, "unknown_record", readers::printable(record),
                          tr("there is no such record"), tr("`xinbu search` and `xinbu list` find records."));
        impl_->log_reading({"history", {}, numbers == Numbers::revealed}, gathering.of());
        return items;
    });
}

Result<std::vector<Hit>> Registry::search(const std::string& text, std::uint64_t limit) {
    return impl_->guarded([&] {
        const Gathering gathering(*impl_);
        std::vector<Hit> hits;
        for (const Source& source : sources(*impl_)) {
            if (hits.size() >= limit) break;
            std::vector<records::StoredRecord> found;
            if (&source.store == &*impl_->store)
                for (const std::string& person : impl_->persons->find(text))
                    for (records::StoredRecord& stored : source.store.search(person, limit, today()))
                        found.push_back(std::move(stored));
            for (records::StoredRecord& stored : source.store.search(text, limit - hits.size(), today()))
                if (std::ranges::none_of(found, [&](const records::StoredRecord& one) {
                        return one.record.id == stored.record.id;
                    }))
                    found.push_back(std::move(stored));
            if (found.size() > limit - hits.size()) found.resize(limit - hits.size());
            for (records::StoredRecord& stored : found) {
                impl_->note_read(stored.record.id,
                                 impl_->persons->show(stored.record.id, stored.record.fields));
                std::string snippet = snippet_of(stored.record.fields, text);
                if (snippet.empty()) snippet = stored.title;
                hits.push_back({std::move(stored.record.id), std::move(stored.kind), std::move(stored.title),
                                std::move(snippet), source.origin});
            }
        }
        impl_->log_reading({"search"}, gathering.of());
        return hits;
    });
}

Result<std::vector<CommitView>> Registry::log(std::uint64_t limit) {
    return impl_->guarded([&] {
        std::vector<CommitView> commits;
        for (std::uint64_t position = impl_->ledger->size(); position-- > 0 && commits.size() < limit;) {
            const ledger::StoredCommit commit = impl_->ledger->commit(position);
            const CommitHead head = head_of(impl_->authority, commit);
            commits.push_back({position, head.id, head.signed_by, head.payload.time, head.payload.message,
                               commit.entry_count});
        }
        return commits;
    });
}

std::vector<CheckInfo> Registry::checks() const {
    std::vector<CheckInfo> checks;
    for (const auto& [check, provider] : impl_->catalogue().checks())
        checks.push_back({check->name, host::shown(check->label), check->parameters, check->watches});
    return checks;
}

Result<CheckView> Registry::check(const std::string& name, const std::vector<Condition>& parameters,
                                  const AsOf& as_of) {
    return impl_->guarded([&] {
        const plugin::Check* check = impl_->catalogue().check(name);
        static const std::vector<plugin::Field> none;
        const plugin::Object values = typed_parameters(
            *impl_->store, *impl_->persons, name, check != nullptr ? check->parameters : none, parameters);
        const plugin::Date day = as_of.day.value_or(today());
        // What was known at some commit of one's own says nothing of the others.
        const host::Catalogue::Elsewhere elsewhere =
            as_of.known_commits ? host::Catalogue::Elsewhere() : elsewhere_on(*impl_, day);
        const Gathering gathering(*impl_);
        const plugin::CheckAnswer answer = impl_->catalogue().run_check(
            name, values, records::DayView(*impl_->store, day, moment_of(*impl_, as_of).known), elsewhere);
        CheckView view;
        view.name = name;
        view.verdict = name_of(plugin::verdict_of(answer.findings));
        for (const plugin::Finding& finding : answer.findings)
            view.findings.push_back({finding.rule, name_of(finding.status), name_of(finding.severity),
                                     host::shown(finding.message), host::shown(finding.basis),
                                     finding.evidence});
        view.facts = answer.facts;
        // A window asks a watching check again and again; that is one reading.
        if (check != nullptr && check->watches && parameters.empty())
            impl_->log_question({"check", name}, gathering.of(),
                                fmt::format("check {} {}", name, day.text()));
        else
            impl_->log_reading({"check", name}, gathering.of());
        return view;
    });
}

}  // namespace xinbu::session
