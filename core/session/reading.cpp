// What a registry answers without writing.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

using plugin::FieldKind;
using plugin::Value;

namespace {

plugin::Tone tone_of(const host::Catalogue& catalogue, std::string_view kind, std::string_view status) {
    const plugin::RecordType* type = catalogue.record_type(kind);
    if (type == nullptr) return plugin::Tone::neutral;
    const auto at = std::ranges::find(type->states, status, &plugin::State::id);
    return at == type->states.end() ? plugin::Tone::neutral : at->tone;
}

RecordView view_of(const Registry::Impl& registry, records::StoredRecord stored) {
    RecordView view;
    view.id = std::move(stored.record.id);
    view.type = std::move(stored.kind);
    view.status = std::move(stored.record.status);
    view.status_label = registry.catalogue().state_label(view.type, view.status);
    view.tone = tone_of(registry.catalogue(), view.type, view.status);
    view.title = std::move(stored.title);
    view.origin = registry.slots.registry();
    view.overlays = std::move(stored.record.overlays);
    view.fields = std::move(stored.record.fields);
    view.entries = stored.entries;
    return view;
}

records::Selection selection_of(Registry::Impl& registry, const Query& query) {
    records::Selection selection;
    selection.kind = query.kind;
    for (const Condition& condition : query.where)
        selection.where.emplace_back(condition.field, condition.value);
    selection.search = query.search;
    selection.sort = query.sort;
    selection.descending = query.descending;
    selection.as_of = moment_of(registry, query.as_of);
    return selection;
}

struct CommitHead {
    ledger::Payload payload;
    std::string id, signed_by;
};

CommitHead head_of(Registry::Impl& registry, const ledger::StoredCommit& commit) {
    const ledger::Envelope envelope = take(ledger::decode_envelope(commit.envelope));
    CommitHead head{
        take(ledger::decode_payload(envelope.payload)), to_hex(ledger::leaf_hash(commit.envelope)), {}};
    const ledger::Operator* author = registry.authority.find_key(head.payload.author);
    head.signed_by = author != nullptr ? author->name : head.payload.author;
    return head;
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

Value parameter_value(const plugin::Field& field, const std::string& text) {
    if (field.kind == FieldKind::integer || field.kind == FieldKind::basis_points) {
        std::int64_t number = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        if (error == std::errc{} && stop == end) return number;
    }
    if (field.kind == FieldKind::boolean) {
        if (text == "true") return true;
        if (text == "false") return false;
    }
    return text;  // what does not fit its kind is named by the check of the parameters
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
    if (!as_of.known_commits || *as_of.known_commits >= registry.ledger->size()) return as_of.day;
    return {as_of.day, registry.ledger->commit(*as_of.known_commits).first_entry};
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
        if (const crypto::PublicKey* key = impl_->authority.checkpoint_key(impl_->ledger->size()))
            info.checkpoint_key = crypto::NoteVerifier(identity.origin, *key).vkey();
        if (const auto note = impl_->ledger->last_checkpoint()) info.checkpoint = view_of_note(*note);
        if (const auto self = impl_->store->find("registry/self"))
            info.last_audit = std::string(plugin::text_at(self->record.fields, "verdict"));
        info.writable = impl_->writable;
        info.read_only_reason = impl_->read_only_reason;
        return info;
    });
}

Result<std::uint64_t> Registry::count(const Query& query) {
    return impl_->guarded(
        [&] { return impl_->store->count(selection_of(*impl_, query), query.as_of.day.value_or(today())); });
}

Result<std::vector<RecordView>> Registry::list(const Query& query, std::uint64_t first, std::uint64_t limit) {
    return impl_->guarded([&] {
        std::vector<RecordView> views;
        for (records::StoredRecord& stored :
             impl_->store->list(selection_of(*impl_, query), query.as_of.day.value_or(today()), first, limit))
            views.push_back(view_of(*impl_, std::move(stored)));
        return views;
    });
}

Result<RecordView> Registry::show(const std::string& record, const AsOf& as_of) {
    return impl_->guarded([&] {
        std::optional<records::StoredRecord> stored = impl_->store->find(record, moment_of(*impl_, as_of));
        if (!stored)
            throw Failure(Category::usage, "unknown_record", readers::printable(record),
                          as_of.known_commits ? tr("nothing was known of such a record by then")
                          : as_of.day         ? tr("there was no such record on that day")
                                              : tr("there is no such record"),
                          tr("`xinbu search` and `xinbu list` find records."));
        impl_->catalogue().present(stored->record, as_of.day.value_or(today()));
        return view_of(*impl_, std::move(*stored));
    });
}

Result<std::uint64_t> Registry::known_at(const std::string& sequence_or_instant) {
    return impl_->guarded([&] {
        const std::string& text = sequence_or_instant;
        ledger::Ledger& ledger = *impl_->ledger;
        std::uint64_t sequence = 0;
        const char* end = text.data() + text.size();
        if (const auto [stop, error] = std::from_chars(text.data(), end, sequence);
            error == std::errc{} && stop == end)
            return std::min(sequence, ledger.size() - 1) + 1;
        const std::string instant = plugin::Date::parse(text) ? text + "T23:59:59Z" : text;
        if (!ledger::is_instant(instant))
            throw Failure(Category::usage, "bad_moment", readers::printable(text),
                          tr("this is neither the number of a commit nor an instant such as "
                             "2026-03-03T11:00:00Z"),
                          tr("`xinbu log` shows both."));
        // Instants are written so that they sort as texts, and commits were signed one after another.
        std::uint64_t low = 0, high = ledger.size();
        while (low < high) {
            const std::uint64_t middle = low + (high - low) / 2;
            if (head_of(*impl_, ledger.commit(middle)).payload.time <= instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    });
}

Result<std::vector<HistoryItem>> Registry::history(const std::string& record) {
    return impl_->guarded([&] {
        std::vector<HistoryItem> items;
        for (const records::Store::EntryOfRecord& of_record : impl_->store->entries_of(record)) {
            const Bytes bytes = impl_->ledger->entry(of_record.position);
            ledger::Entry entry = take(ledger::decode_entry(bytes));
            const std::uint64_t sequence = impl_->ledger->commit_of(of_record.position);
            const CommitHead head = head_of(*impl_, impl_->ledger->commit(sequence));
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
            item.bytes = to_text(bytes);
            item.corrected = of_record.corrected_by.has_value();
            items.push_back(std::move(item));
        }
        if (items.empty())
            throw Failure(Category::usage, "unknown_record", readers::printable(record),
                          tr("there is no such record"), tr("`xinbu search` and `xinbu list` find records."));
        return items;
    });
}

Result<std::vector<Hit>> Registry::search(const std::string& text, std::uint64_t limit) {
    return impl_->guarded([&] {
        std::vector<Hit> hits;
        for (records::StoredRecord& stored : impl_->store->search(text, limit)) {
            std::string snippet = snippet_of(stored.record.fields, text);
            if (snippet.empty()) snippet = stored.title;
            hits.push_back({std::move(stored.record.id), std::move(stored.kind), std::move(stored.title),
                            std::move(snippet)});
        }
        return hits;
    });
}

Result<std::vector<CommitView>> Registry::log(std::uint64_t limit) {
    return impl_->guarded([&] {
        std::vector<CommitView> commits;
        for (std::uint64_t position = impl_->ledger->size(); position-- > 0 && commits.size() < limit;) {
            const ledger::StoredCommit commit = impl_->ledger->commit(position);
            const CommitHead head = head_of(*impl_, commit);
            commits.push_back({position, head.id, head.signed_by, head.payload.time, head.payload.message,
                               commit.entry_count});
        }
        return commits;
    });
}

std::vector<CheckInfo> Registry::checks() const {
    std::vector<CheckInfo> checks;
    for (const auto& [check, provider] : impl_->catalogue().checks())
        checks.push_back({check->name, host::shown(check->label), check->parameters});
    return checks;
}

Result<CheckView> Registry::check(const std::string& name, const std::vector<Condition>& parameters,
                                  const AsOf& as_of) {
    return impl_->guarded([&] {
        const plugin::Check* check = impl_->catalogue().check(name);
        plugin::Object values;
        for (const Condition& given : parameters) {
            const plugin::Field* field = nullptr;
            if (check != nullptr)
                for (const plugin::Field& declared : check->parameters)
                    if (declared.id == given.field) field = &declared;
            Value value = field != nullptr ? parameter_value(*field, given.value) : Value(given.value);
            host::normalise_texts(value);
            if (!values.insert(given.field, std::move(value)))
                throw Failure(Category::usage, "usage", given.field, tr("the parameter was given twice"));
        }
        const plugin::CheckAnswer answer = impl_->catalogue().run_check(
            name, values,
            records::DayView(*impl_->store, as_of.day.value_or(today()), moment_of(*impl_, as_of).known));
        CheckView view;
        view.name = name;
        view.verdict = name_of(plugin::verdict_of(answer.findings));
        for (const plugin::Finding& finding : answer.findings)
            view.findings.push_back({finding.rule, name_of(finding.status), name_of(finding.severity),
                                     host::shown(finding.message), finding.basis, finding.evidence});
        view.facts = answer.facts;
        return view;
    });
}

}  // namespace xinbu::session
