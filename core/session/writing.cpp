// Drafts of people and files: parsed, previewed, signed.
#include <fmt/format.h>

#include "batch.hpp"
#include "corrections.hpp"
#include "elsewhere.hpp"
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/host/party_proof.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/plugin/people.hpp"
#include "xinbu/readers/text.hpp"
#include "xinbu/session/render.hpp"

namespace xinbu::session {

using plugin::Value;

namespace {

constexpr std::size_t longest_message = 500;

/// The faults of draft `index` among `count`, as details; where there are several drafts the pointer begins
/// with it.
void add_details(std::vector<Detail>& details, const plugin::Faults& faults, std::size_t index,
                 std::size_t count, bool warnings) {
    for (const plugin::Fault& fault : faults) {
        if (fault.warning != warnings) continue;
        Detail detail = host::detail_of(fault);
        if (count > 1) detail.pointer = fmt::format("/{}{}", index, detail.pointer);
        details.push_back(std::move(detail));
    }
}

Error drafts_error(std::vector<Detail> details) {
    Error error = host::draft_error({});
    error.why = details.size() == 1 ? std::string(tr("it breaks a rule"))
                                    : fmt::format(fmt::runtime(tr("it breaks {} rules")), details.size());
    error.details = std::move(details);
    return error;
}

void check_message(const std::string& message) {
    if (message.size() > longest_message || readers::name_fault(message) || !readers::is_nfc(message))
        throw Failure(Category::invalid, "bad_message",
                      readers::printable(plugin::without_citizen_ids(message)),
                      tr("a message is one plain line of at most 500 bytes"));
    require_no_citizen_id(message);
}

/// What each proof of another party is worth, as a line for a person.
std::vector<std::pair<std::string, std::string>> strengths(const plugin::EntryType& type,
                                                           const plugin::Object& data) {
    std::vector<std::pair<std::string, std::string>> lines;
    for (const host::PartyProof& one : host::party_proofs(type, data)) {
        const std::string_view strength = host::strength_of(type, data, one);
        lines.emplace_back(host::shown(one.label),
                           strength == "strong"       ? tr("strong: the signature holds over this very text")
                           : strength == "documented" ? tr("documented: a letter, to be looked at")
                                                      : tr("weak: a statement only"));
    }
    return lines;
}

/// One JSON value per line; nothing where a line is none.
Result<plugin::Array> parse_lines(std::string_view text, const Error& as_one_document) {
    plugin::Array values;
    long line = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view one = readers::trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        ++line;
        if (one.empty()) continue;
        Result<Value> value = json::parse(one, json::Profile::document);
        if (!value) {
            // A file whose first line is no document of its own was meant as one document.
            if (values.empty()) return fail(as_one_document);
            Error error = value.error();
            for (Detail& detail : error.details) detail.line = line;
            return fail(std::move(error));
        }
        values.push_back(std::move(*value));
    }
    return values;
}

}  // namespace

Result<std::vector<plugin::Draft>> Registry::parse_drafts(std::string_view text,
                                                          const std::string& file_name) {
    return xinbu::guarded([&] {
        Result<Value> document = json::parse(text, json::Profile::document);
        plugin::Array values;
        if (document && document->array() != nullptr) {
            values = std::move(*document->array());
        } else if (document) {
            values.push_back(std::move(*document));
        } else {
            Result<plugin::Array> lines = parse_lines(text, document.error());
            if (!lines) {
                Error error = lines.error();
                error.what = file_name;
                for (Detail& detail : error.details) detail.file = file_name;
                throw Failure(std::move(error));
            }
            values = std::move(*lines);
        }
        if (values.empty())
            throw Failure(Category::invalid, "no_draft", file_name, tr("there is no draft in it"));
        std::vector<plugin::Draft> drafts;
        std::vector<Detail> details;
        for (std::size_t i = 0; i < values.size(); ++i) {
            auto input = host::parse_draft(values[i]);
            if (input && !input->attachments.empty())
                input = tl::unexpected(plugin::Faults{
                    {"/attachments",
                     "attachments.unsupported",
                     {"Attachments cannot be added by this version yet.", "本版本尚不支持附件。"}}});
            if (input) {
                drafts.push_back(std::move(input->draft));
            } else {
                add_details(details, input.error(), i, values.size(), false);
            }
        }
        for (Detail& detail : details) detail.file = file_name;
        if (!details.empty()) throw Failure(drafts_error(std::move(details)));
        return drafts;
    });
}

Result<std::string> statement_of(const host::Host& plugins, const plugin::Draft& draft,
                                 const std::string& pointer) {
    return xinbu::guarded([&] {
        const plugin::Draft normal = host::normalise(plugins.catalogue(), draft);
        const plugin::EntryType& type = *plugins.catalogue().entry_type(normal.type);
        std::vector<std::string> places = host::party_proof_places(type);
        for (const host::PartyProof& one : host::party_proofs(type, normal.data))
            places.push_back(one.pointer);
        if (places.empty())
            throw Failure(Category::usage, "no_proof", normal.type,
                          tr("entries of this type hold no proof of another party"),
                          tr("`xinbu types TYPE` shows what they hold."));
        const std::string& wanted = pointer.empty() ? places.front() : pointer;
        if (std::ranges::find(places, wanted) == places.end())
            throw Failure(
                Category::usage, "no_proof", pointer,
                fmt::format(fmt::runtime(tr("the draft holds a proof at {} only")), fmt::join(places, ", ")));
        return host::party_text(type, normal.data, wanted);
    });
}

namespace {

/// The types whose quorums a draft needs: its own, and of a correction those of what it takes away.
std::vector<std::string> quorum_types(Registry::Impl& registry, const plugin::Draft& draft) {
    std::vector<std::string> types = registry.authority.types_of(
        ledger::Entry{draft.type, draft.record, draft.effective, draft.data, {}, {}});
    if (draft.type == ledger::correction_type)
        if (const auto hash = hash_from_hex(plugin::text_at(draft.data, "entry")))
            for (std::string& type : registry.authority.types_on(*hash)) types.push_back(std::move(type));
    return types;
}

}  // namespace

Result<Preview> Registry::preview(const plugin::Draft& draft) {
    return impl_->guarded([&] {
        const records::DayView view(*impl_->store, end_of_time);
        auto prepared = host::prepare(impl_->catalogue(), {draft, {}}, view, *impl_->store);
        if (!prepared) throw Failure(host::draft_error(prepared.error()));
        impl_->require_role_for(prepared->draft.type);
        Preview preview;
        preview.waits = impl_->needs_others(quorum_types(*impl_, prepared->draft));
        preview.draft = std::move(prepared->draft);
        preview.type_label = host::shown(prepared->type->label);
        plugin::Object data = preview.draft.data;
        for (const host::PersonalValue& one : host::personal_data(*prepared->type, data).values)
            *one.value = plugin::Object{{"sealed", plugin::Object{{"alg", "A256GCM"}}}};
        preview.canonical = json::canonical(plugin::Object{{"data", std::move(data)},
                                                           {"effective", preview.draft.effective},
                                                           {"record", preview.draft.record},
                                                           {"type", preview.draft.type},
                                                           {"v", 1}});
        preview.lines = render(prepared->type->fields, preview.draft.data);
        const plugin::Faults unproven = host::party_proof_faults(*prepared->type, preview.draft.data);
        if (!unproven.empty()) throw Failure(host::draft_error(unproven));
        for (auto& line : strengths(*prepared->type, preview.draft.data))
            preview.lines.push_back(std::move(line));
        add_details(preview.warnings, prepared->warnings, 0, 1, true);
        if (const auto day = plugin::Date::parse(preview.draft.effective))
            add_details(preview.warnings,
                        impl_->catalogue().advice(preview.draft, records::DayView(*impl_->store, *day),
                                                  elsewhere_on(*impl_, *day)),
                        0, 1, true);
        return preview;
    });
}

Result<Added> Registry::add(const std::vector<plugin::Draft>& drafts, const std::string& message,
                            bool dry_run) {
    return impl_->guarded([&] {
        check_message(message);
        if (drafts.empty()) throw Failure(Category::invalid, "no_draft", tr("drafts"), tr("there is none"));
        if (drafts.size() > ledger::largest_commit_entries)
            throw Failure(Category::invalid, "too_many_drafts", tr("drafts"),
                          fmt::format(fmt::runtime(tr("one commit holds at most {} entries")),
                                      ledger::largest_commit_entries));
        Added added;
        std::vector<Detail> details;
        std::vector<std::string> proposed;
        std::optional<Batch> batch(std::in_place, *impl_);
        for (std::size_t i = 0; i < drafts.size(); ++i) {
            Batch::Put put = batch->put({drafts[i], {}}, false);
            if (!put.waits.empty()) added.status = "pending";
            add_details(details, put.faults, i, drafts.size(), false);
            add_details(added.warnings, put.warnings, i, drafts.size(), true);
            if (put.faults.empty()) added.entries.push_back(std::move(put.added));
        }
        for (std::size_t i = 0; details.empty() && i < drafts.size(); ++i)
            add_details(details, left_without(*impl_, drafts[i].type, drafts[i].data), i, drafts.size(),
                        false);
        if (!details.empty()) throw Failure(drafts_error(std::move(details)));
        added.sequence = impl_->ledger->size();
        if (dry_run) return added;
        if (added.status == "pending") {
            // All of them wait together: what one of them rests on may be another.
            proposed = batch->entries();
            const std::vector<ledger::Subjects::Made> made_keys = impl_->persons->subjects().made();
            batch.reset();
            batch.emplace(*impl_);
            impl_->persons->subjects().keep(made_keys);
            added.proposal = batch->put_proposal(proposed).id;
        }
        const Batch::Signed made = batch->sign(message);
        added.commit = made.commit;
        added.sequence = made.sequence;
        if (!made.is_overwritten)
            added.warnings.push_back(
                {"", 0, "", "subject.read_elsewhere",
                 tr("The key is destroyed, but the file still holds the pages in which it stood, since "
                    "another program is reading the registry; they are overwritten the next time it is "
                    "opened for writing.")});
        return added;
    });
}

namespace {

/// Those about whom something stands sealed in the entries of a record, and has not been erased.
std::vector<std::string> persons_in(Registry::Impl& registry, const std::string& record) {
    std::set<std::string> subjects;
    for (const records::Store::EntryOfRecord& one : registry.store->entries_of(record))
        ledger::collect_subjects(take(ledger::decode_entry(registry.entry_at(one.place()))).data, subjects);
    std::erase_if(subjects, [&](const std::string& id) {
        return registry.persons->subjects().state(id) != ledger::Subjects::State::living;
    });
    return {subjects.begin(), subjects.end()};
}

}  // namespace

Result<Erased> Registry::erase(const std::string& whom, const std::string& reason) {
    return impl_->guarded([&] {
        const bool is_record = host::is_record_id(whom) && impl_->store->find(whom).has_value();
        const std::vector<std::string> subjects =
            is_record ? persons_in(*impl_, whom) : impl_->persons->find(whom);
        if (subjects.empty())
            throw Failure(
                Category::usage, "unknown_subject", readers::printable(is_record ? whom : masked(whom)),
                is_record
                    ? tr("its entries hold no sealed data of a natural person that is not erased already")
                    : tr("no person goes by that here"),
                tr("Name a record, or the pseudonym that `xinbu show --json` gives as `person`."));
        if (subjects.size() > 1) throw several_subjects(whom, subjects);
        const plugin::Draft order{std::string(ledger::erasure_type),
                                  registry_record,
                                  today().text(),
                                  {{"subject_key", subjects.front()}, {"reason", reason}}};
        Erased erased;
        erased.added = take(add({order}, "personal data erased"));
        erased.subjects = subjects;
        return erased;
    });
}

}  // namespace xinbu::session
