#include "batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "corrections.hpp"
#include "due.hpp"
#include "elsewhere.hpp"
#include "instants.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/party_proof.hpp"
#include "xinbu/ledger/vouching.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

plugin::Draft draft_of(const ledger::Entry& entry) {
    return {entry.type, entry.record, entry.effective, entry.data};
}

/// Whom an order to erase names must be known here, and still have a key.
plugin::Faults erasure_faults(Registry::Impl& registry, const std::vector<std::string>& ordered,
                              const plugin::Draft& draft) {
    const std::string subject(plugin::text_at(draft.data, "subject_key"));
    const ledger::Subjects::State state = registry.persons->subjects().state(subject);
    if (state == ledger::Subjects::State::unknown)
        return {{"/data/subject_key",
                 "subject.unknown",
                 {"There is no person of this pseudonym here.", "本登记簿中没有该主体密钥对应的个人。"}}};
    if (state == ledger::Subjects::State::destroyed || std::ranges::count(ordered, subject) != 0)
        return {{"/data/subject_key",
                 "subject.erased",
                 {"This person was erased already.", "该个人的信息已被删除。"}}};
    return {};
}

plugin::Faults too_large_sealed(const Failure& failure) {
    if (failure.error().code != "bad_entry") throw failure;
    return {{"",
             "entry.too_large",
             {"Is larger than an entry may be (65,535 bytes) once the personal data in it is sealed.",
              "个人信息加密封存后超出条目大小上限（65,535字节）。"}}};
}

}  // namespace

std::int64_t Batch::Numbers::next(std::string_view prefix) {
    prefix_ = prefix;
    std::int64_t number = registry_.store->next(prefix);
    if (!proposed_) {
        proposed_.emplace();
        for (const auto& [position, made] : registry_.open_proposals())
            for (const ledger::Entry& draft : ledger::drafts_of(made).value_or(std::vector<ledger::Entry>{}))
                proposed_->push_back(draft.record);
    }
    for (const std::string& id : *proposed_) {
        if (!id.starts_with(prefix)) continue;
        std::int64_t taken = 0;
        const char* end = id.data() + id.size();
        const auto [stop, error] = std::from_chars(id.data() + prefix.size(), end, taken);
        if (error == std::errc{} && stop == end) number = std::max(number, taken + 1);
    }
    return number;
}

std::optional<std::string> Batch::Numbers::record_with(std::string_view kind, std::string_view field,
                                                       std::string_view value) {
    return registry_.store->record_with(kind, field, value);
}

Batch::Batch(Registry::Impl& registry, NumberedStatements* numbered)
    : registry_(registry), statements_(numbered), numbers_(registry) {
    today_ = today().text();
    registry_.require_writable();
    transaction_.emplace(*registry_.database);
    first_entry_ = registry_.ledger->entry_count();
    registry_.pending = &entries_;
    registry_.first_pending = first_entry_;
}

Batch::~Batch() {
    registry_.pending = nullptr;
    abandon();
}

std::string Batch::encode(const plugin::Draft& draft, const plugin::Array& attachments) {
    return ledger::encode_parts(
        {draft.type, draft.record, draft.effective, draft.data, attachments, salts_.next()});
}

/// The position of an entry of the same content that was signed before. What is sealed is compared opened:
/// sealed again, the same text is another one.
std::optional<std::uint64_t> Batch::find_known(host::PreparedDraft& prepared, std::string& bytes) {
    const std::string& record = prepared.draft.record;
    if (is_numbered()) return statements_->find(numbers_.prefix(), NumberedStatements::said_by(prepared));
    if (!Persons::concerns(prepared)) {
        bytes = encode(prepared.draft, prepared.attachments);
        return registry_.store->find_content(record, as_bytes(bytes));
    }
    for (const records::Store::EntryOfRecord& one : registry_.store->entries_of(record))
        if (registry_.persons->says(take(ledger::decode_entry(registry_.entry_at(one.place()))), prepared))
            return one.position;
    return std::nullopt;
}

void Batch::abandon() {
    if (!transaction_) return;
    transaction_.reset();
    registry_.store->forget();
    registry_.persons->subjects().forget();
}

Batch::Put Batch::put(host::DraftInput input, bool skip_known) {
    Put result;
    std::string bytes;
    const records::DayView view(*registry_.store, end_of_time);
    const std::string record = input.draft.record;
    const std::optional<host::DraftInput> again = skip_known ? std::optional(input) : std::nullopt;
    numbers_.start();
    auto prepared = host::prepare(registry_.catalogue(), std::move(input), view, numbers_);
    if (!prepared) {
        // What was said before may not be said again (its record exists already), and need not: it is known.
        auto form = again ? host::in_signed_form(registry_.catalogue(), *again, view, numbers_)
                          : tl::unexpected(plugin::Faults{});
        const std::optional<std::uint64_t> known = form ? find_known(*form, bytes) : std::nullopt;
        if (known) {
            result.unchanged = true;
            result.known_at = *known;
        } else {
            result.faults = std::move(prepared.error());
            name_later_entries(result.faults, record);
        }
        return result;
    }
    const std::optional<std::uint64_t> known = find_known(*prepared, bytes);
    if (known && skip_known) {
        result.unchanged = true;
        result.known_at = *known;
        return result;
    }
    registry_.require_role_for(prepared->draft.type);
    result.faults = host::party_proof_faults(*prepared->type, prepared->draft.data);
    if (!result.faults.empty()) return result;
    std::vector<std::string> types{prepared->draft.type};
    // What the core says counts from its place in the ledger on, whatever day it names.
    if (prepared->draft.type.starts_with("core.") && prepared->draft.effective > today_) {
        result.faults = {{"/effective",
                          "effective.core",
                          {"Such an entry counts as soon as it is signed: its day cannot lie ahead.",
                           "此类条目一经签署即生效，日期不能晚于今日。"}}};
        return result;
    }
    if (prepared->draft.type == ledger::correction_type) {
        Correction correction = look_at_correction(registry_, prepared->draft, true);
        result.faults = std::move(correction.faults);
        if (!result.faults.empty()) return result;
        std::ranges::move(correction.types, std::back_inserter(types));
    }
    if (prepared->draft.type == ledger::erasure_type) {
        result.faults = erasure_faults(registry_, erased_, prepared->draft);
        if (!result.faults.empty()) return result;
    }
    result.waits = registry_.needs_others(types);
    if (skip_known && !result.waits.empty()) {
        result.faults.push_back(
            {"/type",
             "policy.signers",
             {"The policy wants several persons to sign entries of this type; add them as "
              "drafts, which become a proposal.",
              "签名策略要求此类条目由多人签名；请以草稿方式添加，形成提案后审批。"}});
        return result;
    }
    const std::optional<Hash> said =
        is_numbered() ? std::optional(NumberedStatements::said_by(*prepared)) : std::nullopt;
    plugin::Faults advice;
    if (const auto day = plugin::Date::parse(prepared->draft.effective); day && !skip_known)
        advice = registry_.catalogue().advice(prepared->draft, records::DayView(*registry_.store, *day),
                                              elsewhere_on(registry_, *day));
    const bool is_like_erased = said && statements_->is_like_erased(numbers_.prefix(), *prepared);
    // Here, after every rule was asked and before there are any bytes with it in them: nothing personal goes
    // further in plain.
    registry_.persons->seal(*prepared);
    try {
        if (bytes.empty()) bytes = encode(prepared->draft, prepared->attachments);
    } catch (const Failure& failure) {
        result.faults = too_large_sealed(failure);
        return result;
    }
    if (said) statements_->add(numbers_.prefix(), *said, first_entry_ + entries_.size());
    result.warnings = std::move(prepared->warnings);
    std::ranges::move(advice, std::back_inserter(result.warnings));
    if (const std::string& day = prepared->draft.effective; day > today_)
        result.warnings.push_back({"/effective",
                                   "effective.future",
                                   {"It takes effect on " + day + " and is not shown before that day.",
                                    "自" + day + "起生效，此前不显示。"},
                                   true});
    if (is_like_erased)
        result.warnings.push_back(
            {"/record",
             "import.erased",
             {"Says what an entry says about somebody who was erased since. Whether this is the same person "
              "cannot be told any more, so it was taken as new; if it is, erase again.",
              "与一条个人信息已被删除的条目内容相同；是否为同一人已无从判断，故作为新记录导入。"
              "如为同一人，请再次删除其个人信息。"},
             true});
    if (known)
        if (std::optional<plugin::Fault> repeated = said_again(prepared->draft.record, *known))
            result.warnings.push_back(*std::move(repeated));
    result.added = fold(prepared->draft, std::move(bytes));
    return result;
}

/// Rules see every day; what people are shown ends today. Where the two differ, the fault would contradict
/// what they see.
void Batch::name_later_entries(plugin::Faults& faults, const std::string& record) {
    const auto fault = std::ranges::find(faults, "lifecycle.state", &plugin::Fault::rule);
    const std::optional<plugin::Date> day = plugin::Date::parse(today_);
    if (fault == faults.end() || !day) return;
    const auto now = registry_.store->find(record, *day), then = registry_.store->find(record);
    if (!then || (now && now->record.status == then->record.status)) return;
    fault->message.en += " That follows from an entry that takes effect later than today (`history`).";
    fault->message.zh += "该状态来自一条今日之后才生效的条目（见history）。";
}

std::optional<plugin::Fault> Batch::said_again(const std::string& record, std::uint64_t position) {
    for (const records::Store::EntryOfRecord& one : registry_.store->entries_of(record)) {
        if (one.position != position) continue;
        if (one.corrected_by) return std::nullopt;
        const std::string id = to_hex(ledger::leaf_hash(registry_.entry_at(one.place()))).substr(0, 16);
        return plugin::Fault{"",
                             "entry.repeated",
                             {"An entry of " + record + " says the very same already (" + id +
                                  "): now it stands there once more.",
                              record + "已有内容完全相同的条目（" + id + "），现又重复登记一次。"},
                             true};
    }
    return std::nullopt;
}

AddedEntry Batch::put_core(const std::string& type, const std::string& record, plugin::Object data) {
    const plugin::Draft draft{type, record, today().text(), std::move(data)};
    return fold(draft, ledger::encode_parts(
                           {draft.type, draft.record, draft.effective, draft.data, {}, salts_.next()}));
}

std::string Batch::encode_core(const std::string& type, const std::string& record, plugin::Object data) {
    return ledger::encode_parts({type, record, today().text(), data, {}, salts_.next()});
}

AddedEntry Batch::put_proposal(const std::vector<std::string>& drafts) {
    plugin::Array texts(drafts.begin(), drafts.end());
    try {
        return put_core(std::string(ledger::proposal_made_type), ledger::proposal_record(drafts),
                        {{"drafts", std::move(texts)}});
    } catch (const Failure& failure) {
        if (failure.error().code != "bad_entry") throw;
        throw Failure(Category::invalid, "proposal_too_large", tr("drafts"),
                      tr("a proposal holds at most 65,535 bytes, and these drafts need several signers"),
                      tr("Add fewer drafts at once."));
    }
}

plugin::Faults Batch::try_draft(const ledger::Entry& draft) {
    const plugin::EntryType* type = registry_.catalogue().entry_type(draft.type);
    if (type != nullptr && type->signers.empty()) return {};
    const records::DayView view(*registry_.store, end_of_time);
    // Rules judge what was typed; what is signed, and folded, stays sealed.
    std::optional<plugin::Object> data = registry_.persons->opened(draft.record, draft.data);
    if (!data)
        return {{"/data",
                 "subject.erased",
                 {"It names a person who was erased since.", "其中所涉个人的信息已被删除。"}}};
    auto prepared = host::prepare(
        registry_.catalogue(),
        {{draft.type, draft.record, draft.effective, std::move(*data)}, draft.attachments}, view, numbers_);
    if (!prepared) return std::move(prepared.error());
    if (draft.type == ledger::erasure_type)
        if (plugin::Faults faults = erasure_faults(registry_, erased_, draft_of(draft)); !faults.empty())
            return faults;
    if (draft.type == ledger::correction_type)
        if (plugin::Faults faults = look_at_correction(registry_, prepared->draft, false).faults;
            !faults.empty())
            return faults;
    fold(draft_of(draft), ledger::encode_entry(draft));
    return {};
}

AddedEntry Batch::fold(const plugin::Draft& draft, std::string bytes) {
    registry_.store->fold(first_entry_ + entries_.size(),
                          plugin::Entry{draft.type, draft.record, draft.effective, draft.data},
                          as_bytes(bytes));
    types_.insert(draft.type);
    if (draft.type == ledger::erasure_type) erased_.emplace_back(plugin::text_at(draft.data, "subject_key"));
    if (draft.type.starts_with("core.")) core_entries_.push_back(take(ledger::decode_entry(as_bytes(bytes))));
    leaves_.push_back(ledger::leaf_hash(hasher_, as_bytes(bytes)));
    if (registry_.ledger->has_sm3()) leaves_sm3_.push_back(ledger::leaf_hash(hasher_sm3_, as_bytes(bytes)));
    entries_.push_back(std::move(bytes));
    return {to_hex(leaves_.back()), draft.type, draft.record};
}

Batch::Signed Batch::sign(const std::string& message, const crypto::PrivateKey* also) {
    ledger::Ledger& ledger = *registry_.ledger;
    if (ledger.size() > 0 && !types_.contains(std::string(reads_anchored_type)) &&
        entries_.size() < ledger::largest_commit_entries)
        if (std::optional<plugin::Object> reads = registry_.reads_due_for_anchor())
            put_core(std::string(reads_anchored_type), registry_record, std::move(*reads));
    std::vector<std::string> anchors;
    if (const std::vector<DueEntry> due = due_entries(ledger);
        !due.empty() && entries_.size() + due.size() < ledger::largest_commit_entries) {
        for (const DueEntry& one : due) {
            put_core(one.type, one.record, one.data);
            if (one.type == ledger::checkpoint_seen_type)
                anchors.push_back(to_hex(crypto::sha256(as_bytes(plugin::text_at(one.data, "note")))));
        }
        set_due_entries(ledger, {});
    }
    const crypto::PrivateKey& own = registry_.key();
    std::vector<const crypto::PrivateKey*> keys{&own};
    if (also != nullptr) keys.push_back(also);

    ledger::Payload payload;
    payload.author = own.public_key().id();
    payload.entry_count = entries_.size();
    payload.entry_root = ledger::tree_root(leaves_);
    payload.message = message;
    payload.origin = registry_.slots.registry();
    payload.parent_root = ledger.root();
    payload.parent_size = ledger.size();
    payload.parent_root_sm3 = ledger.root_sm3();
    if (ledger.has_sm3()) payload.entry_root_sm3 = ledger::tree_root(leaves_sm3_, ledger::Digest::sm3);
    for (const crypto::PrivateKey* key : keys) payload.required.push_back(key->public_key().id());
    std::ranges::sort(payload.required);
    payload.time = now_instant();
    payload.anchors = std::move(anchors);
    const ledger::Envelope envelope = ledger::sign_payload(payload, keys);
    const std::string bytes = ledger::encode_envelope(envelope);

    // Judged as any auditor will judge it, before it becomes history.
    ledger::Authority next = registry_.authority;
    const auto admission =
        next.admit({payload.parent_size, payload, envelope.signatures, types_, core_entries_});
    if (!admission.faults.empty())
        throw Failure(Category::access, "not_authorised", registry_.operator_name,
                      admission.faults.front().message, tr("Ask an operator whose role may sign this."));
    take(ledger::decode_payload(envelope.payload));
    take(ledger::decode_envelope(as_bytes(bytes)));

    try {
        ledger.append(payload, as_bytes(bytes), entries_, leaves_, leaves_sm3_);
        if (admission.of_authority) ledger.note_authority(payload.parent_size);
        for (const std::string& subject : erased_) registry_.persons->subjects().destroy(subject);
        transaction_->commit();
    } catch (...) {
        abandon();
        ledger.reload();
        throw;
    }
    transaction_.reset();
    registry_.persons->subjects().settle();
    registry_.authority = std::move(next);
    for (const ledger::Entry& entry : core_entries_)
        if (std::optional<ReadsAnchor> anchor = anchor_in(entry.type, entry.data))
            registry_.reads_anchor = std::move(anchor);
    if (registry_.head) {
        try {
            registry_.remember_head();
        } catch (const Failure& failure) {
            // The commit is durable and stays acknowledged; nothing more is signed that could not be missed
            // later.
            registry_.writable = false;
            registry_.doubt = registry_.read_only_reason =
                fmt::format(fmt::runtime(tr("the last commit cannot be written down outside of it: {}")),
                            failure.error().why);
        }
    }
    const bool is_overwritten = erased_.empty() || checkpoint_if_free(*registry_.database);
    return {to_hex(ledger::leaf_hash(as_bytes(bytes))), payload.parent_size, is_overwritten};
}

}  // namespace xinbu::session
