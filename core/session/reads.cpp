// The read log: what is written into it before an answer is given, who may see it, and what stands out in it.
#include "xinbu/session/reads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "batch.hpp"
#include "impl.hpp"
#include "instants.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/base/instant.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/plugin/work_calendar.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

constexpr std::int64_t china_offset = 8 * 3600;  ///< seconds; no daylight saving
constexpr std::int64_t seconds_a_day = 24 * 3600;
constexpr auto same_question = std::chrono::hours(1);

struct Named {
    std::string_view code;
    plugin::Text label;
};
const std::array<Named, 6>& known_purposes() {
    static const std::array<Named, 6> all{{{"loan_review", {"review before a loan", "贷前审查"}},
                                           {"post_loan", {"post-loan management", "贷后管理"}},
                                           {"supervision", {"supervision and inspection", "监督检查"}},
                                           {"objection", {"handling of an objection", "异议处理"}},
                                           {"own_task", {"own task", "本人业务"}},
                                           {"audit", {"audit", "审计"}}}};
    return all;
}
const std::array<Named, 12>& known_actions() {
    static const std::array<Named, 12> all{{{"show", {"record shown", "查看记录"}},
                                            {"history", {"history", "查看历史"}},
                                            {"list", {"list", "列表"}},
                                            {"search", {"search", "检索"}},
                                            {"report", {"report", "报告"}},
                                            {"check", {"check", "检查"}},
                                            {"deadlines", {"deadlines", "期限"}},
                                            {"pending", {"proposals", "待审批提案"}},
                                            {"export", {"export", "导出"}},
                                            {"prove", {"proof", "出具证明"}},
                                            {"bundle", {"bundle", "文件包"}},
                                            {"reads", {"read log", "查询留痕"}}}};
    return all;
}

/// Purposes as details of an error: code and label of each.
std::vector<Detail> purposes_as_details() {
    std::vector<Detail> details;
    for (const Purpose& one : purposes()) details.push_back({"", 0, "", one.code, one.label});
    return details;
}

/// The civil day and the hour of an instant in China's time zone.
struct LocalTime {
    plugin::Date day{1970, 1, 1};
    int hour = 0;
};
LocalTime local_time(std::string_view instant) {
    const std::int64_t seconds = seconds_of(instant).value_or(0) + china_offset;
    const std::int64_t days =
        seconds >= 0 ? seconds / seconds_a_day : (seconds - seconds_a_day + 1) / seconds_a_day;
    return {plugin::Date(1970, 1, 1).plus_days(static_cast<int>(days)),
            static_cast<int>((seconds - days * seconds_a_day) / 3600)};
}

/// The instant at which a day begins in China's time zone, as the log writes instants.
std::string beginning_of(plugin::Date day) {
    return day.plus_days(-1).text() + "T16:00:00Z";
}

Failure not_logged(const Registry::Impl& registry, std::string why, std::string remedy) {
    return Failure(Category::storage, "reading_not_logged", registry.folder.string(), std::move(why),
                   std::move(remedy));
}

/// Only whoever looks after the others looks at what they read.
void require_overseer(const Registry::Impl& registry) {
    if (registry.role == "auditor" || registry.role == "admin") return;
    throw Failure(Category::access, "not_authorised", registry.operator_name,
                  tr("only auditors and admins see who read what"), tr("Ask an auditor of the registry."));
}

constexpr std::size_t approval_digits = 16;
constexpr int days_of_approval = 30;

/// What an approval is for, in the words of a request: the type of a list, the name of a report, or a bundle.
std::string what_leaves(const LoggedReading& reading) {
    if (reading.action == "bundle") return "bundle";
    return reading.question.substr(0, reading.question.find(' '));
}

/// How a row of the log names the approval that it used.
std::string approval_mark(const std::string& id) {
    return " [" + id + "]";
}

/// Whether a row is about a record; nothing where it certainly is not.
std::optional<bool> names(const ReadView& row, const std::string& record) {
    if (std::ranges::find(row.records, record) != row.records.end()) return true;
    if (row.count <= row.records.size()) return std::nullopt;
    // A list says of which type its records are; what else reads many may have read any.
    const bool is_list = row.action == "list" || row.action == "export";
    const std::string_view kind = std::string_view(record).substr(0, record.find('/'));
    const std::string_view asked = std::string_view(row.question).substr(0, row.question.find(' '));
    if (is_list && asked != kind && asked.find('.') == std::string_view::npos) return std::nullopt;
    return false;
}

}  // namespace

std::vector<Purpose> purposes() {
    std::vector<Purpose> all;
    for (const Named& one : known_purposes()) all.push_back({std::string(one.code), host::shown(one.label)});
    return all;
}

std::string purpose_label(std::string_view code) {
    if (code == purpose_unstated) return tr("not stated");
    const auto at = std::ranges::find(known_purposes(), code, &Named::code);
    return at != known_purposes().end() ? host::shown(at->label) : std::string(code);
}

std::string reading_label(std::string_view action) {
    const auto at = std::ranges::find(known_actions(), action, &Named::code);
    return at != known_actions().end() ? host::shown(at->label) : std::string(action);
}

std::string day_began(std::string_view instant) {
    return beginning_of(local_time(instant).day);
}

storage::HeadFile reads_head_file(const Registry::Impl& registry) {
    return storage::HeadFile::keyed(registry.slots.registry() + "/reads",
                                    registry.slots.head_key(registry.data_key));
}

bool Registry::Impl::is_read_logged(std::string_view record) const {
    const plugin::RecordType* type = catalogue().record_type(host::kind_of(record));
    return type != nullptr && type->reads_logged;
}

void Registry::Impl::note_leaving(const ledger::Entry& entry) {
    if (entry.type == ledger::proposal_made_type) {
        for (const ledger::Entry& draft : ledger::drafts_of(entry).value_or(std::vector<ledger::Entry>{}))
            note_leaving(draft);
        return;
    }
    std::set<std::string> subjects;
    ledger::collect_subjects(entry.data, subjects);
    note_read(entry.record, !subjects.empty());
}

ReadingPolicy Registry::Impl::reading_policy() {
    ReadingPolicy policy;
    const records::DayView view(*store, today());
    view.for_each("core-policy", [&](const plugin::Record& record) {
        const plugin::Object& reading = plugin::object_at(record.fields, "reading");
        const plugin::Value* required = reading.find("purpose_required");
        if (required != nullptr && required->boolean() != nullptr && *required->boolean())
            policy.purpose_required = true;
        if (const std::int64_t* limit = plugin::integer_at(reading, "export_limit"))
            policy.export_limit =
                std::min(policy.export_limit.value_or(UINT64_MAX), static_cast<std::uint64_t>(*limit));
        if (const std::int64_t* from = plugin::integer_at(reading, "hours_from"))
            policy.hours_from = static_cast<int>(*from);
        if (const std::int64_t* until = plugin::integer_at(reading, "hours_until"))
            policy.hours_until = static_cast<int>(*until);
        return true;
    });
    return policy;
}

void Registry::Impl::append_reading(ReadView& row) {
    // Rows that were there and are not any more: what is remembered of them is evidence, and stays.
    bool is_cut = false;
    const auto write = [&](storage::Database& into) {
        storage::Transaction transaction(into);
        ReadLog log(into, slots.registry());
        const Result<std::optional<storage::RememberedHead>> remembered =
            xinbu::guarded([&] { return reads_head_file(*this).read(); });
        is_cut = !remembered || (*remembered && log.hash_of((*remembered)->size) != (*remembered)->root);
        const ReadLog::Head last = log.append(row);
        transaction.commit();
        return storage::RememberedHead{last.sequence, last.hash};
    };
    std::optional<storage::RememberedHead> written;
    if (writable) {
        written = write(*database);
    } else if (!doubt.empty()) {
        throw not_logged(
            *this,
            fmt::format(
                fmt::runtime(tr("whoever reads about persons and loans is written down, and nothing is "
                                "written into a registry that may not be the latest: {}")),
                doubt),
            tr("Look for the newer copy or a backup; `xinbu audit` says more."));
    } else {
        // Another process has the lock: it keeps the ledger to itself, but SQLite lets both write.
        try {
            std::optional<storage::Database> again;
            // It could not be opened so; if that is still so, this tells why.
            if (database->mode() != storage::Mode::beside)
                again = storage::Database::open(folder / database_file, key_of_database(),
                                                storage::Mode::beside, slots.cipher());
            storage::Database& beside = again ? *again : *database;
            const storage::WritingAllowed allowed(beside);
            ReadLog::create_table(beside);
            written = write(beside);
        } catch (const Failure& failure) {
            throw not_logged(*this,
                             fmt::format(fmt::runtime(tr("whoever reads about persons and loans is written "
                                                         "down, and that cannot be done now: {}")),
                                         failure.error().why),
                             failure.error().code == "registry_locked"
                                 ? tr("Wait until the work of the other program is done.")
                                 : failure.error().remedy);
        }
    }
    // The row is durable; what is remembered outside only shows later that it was cut off.
    if (is_cut) return;
    static_cast<void>(xinbu::guarded([&] { reads_head_file(*this).write(*written); }));
}

void Registry::Impl::log_reading(const LoggedReading& reading, const Gathered& of) {
    if (of.count() == 0) return;
    const ReadingPolicy policy = reading_policy();
    if (purpose == purpose_unstated && policy.purpose_required)
        throw Failure(Error{Category::usage, "purpose_required", "--purpose",
                            tr("the policy wants to know what records of persons and loans are read for"),
                            tr("State it: --purpose CODE, XINBU_PURPOSE, or the menu View of the window."),
                            purposes_as_details()});
    const std::uint64_t count = std::max(of.count(), reading.count);
    export_mark.clear();
    std::string allowed;
    if (reading.leaves && policy.export_limit && count > *policy.export_limit) {
        const std::string what = what_leaves(reading);
        allowed = export_allowed(what, count);
        if (allowed.empty())
            throw Failure(
                Category::access, "export_needs_approval", what,
                fmt::format(fmt::runtime(tr("these are {} records of persons or loans, and one person alone "
                                            "may export {}")),
                            count, *policy.export_limit),
                fmt::format(fmt::runtime(tr("Ask for it: xinbu export-request \"{}\" --records {} --reason "
                                            "TEXT; once another person has approved it, export again.")),
                            what, count));
    }
    const ledger::Operator* one = authority.find_active(operator_name);
    ReadView row;
    row.time = now_instant();
    row.operator_name = operator_name;
    if (one != nullptr) row.key = one->key.id();
    row.role = role.empty() ? operator_name : role;
    row.action = reading.action;
    row.question = reading.question;
    if (!allowed.empty()) row.question += approval_mark(allowed);
    row.records = of.named();
    row.count = count;
    row.purpose = purpose;
    row.unsealed = reading.unsealed;
    row.commits = ledger->size();
    append_reading(row);
    if (!allowed.empty())
        export_mark = fmt::format(fmt::runtime(tr("Exported by {} at {}, approval {}, reading {}")),
                                  operator_name, row.time, allowed, row.sequence);
}

std::string Registry::Impl::export_allowed(const std::string& what, std::uint64_t records) {
    const std::vector<records::Store::EntryOfRecord> entries = store->entries_of(registry_record);
    for (auto at = entries.rbegin(); at != entries.rend(); ++at) {
        // What one person signed alone is no approval.
        if (at->draft == 0 || at->corrected_by) continue;
        const Bytes bytes = entry_at(at->place());
        const ledger::Entry entry = take(ledger::decode_entry(bytes));
        const std::int64_t* most = plugin::integer_at(entry.data, "records");
        if (entry.type != ledger::export_allowed_type || most == nullptr ||
            static_cast<std::uint64_t>(*most) < records || plugin::text_at(entry.data, "what") != what ||
            plugin::text_at(entry.data, "operator") != operator_name ||
            plugin::text_at(entry.data, "until") < today().text())
            continue;
        const std::string id = to_hex(ledger::leaf_hash(bytes)).substr(0, approval_digits);
        bool is_used = false;
        ReadLog(*database, slots.registry())
            .for_each_backwards("", "~", operator_name, [&](const ReadLog::Stored& stored) {
                is_used = stored.row.question.ends_with(approval_mark(id));
                return !is_used;
            });
        if (!is_used) return id;
    }
    return {};
}

void Registry::Impl::log_question(const LoggedReading& reading, const Gathered& of,
                                  std::string question_key) {
    if (of.count() == 0) return;
    question_key += " " + purpose;
    const auto now = std::chrono::steady_clock::now();
    const auto last = questions_logged.find(question_key);
    if (last != questions_logged.end() && now - last->second < same_question) return;
    log_reading(reading, of);
    questions_logged.insert_or_assign(std::move(question_key), now);
}

const std::optional<ReadsAnchor>& Registry::Impl::last_reads_anchor() {
    if (reads_anchor_known) return reads_anchor;
    reads_anchor.reset();
    each_own_entry(*ledger, *store, reads_anchored_type, [&](std::uint64_t, const ledger::Entry& entry) {
        reads_anchor = anchor_in(entry.type, entry.data);
        return !reads_anchor;
    });
    reads_anchor_known = true;
    return reads_anchor;
}

std::optional<plugin::Object> Registry::Impl::reads_to_anchor() {
    ReadLog log(*database, slots.registry());
    const ReadLog::Head last = log.head();
    const std::uint64_t anchored = last_reads_anchor() ? last_reads_anchor()->last : 0;
    if (last.sequence <= anchored) return std::nullopt;
    return plugin::Object{{"count", static_cast<std::int64_t>(last.sequence - anchored)},
                          {"day", today().text()},
                          {"first", static_cast<std::int64_t>(anchored + 1)},
                          {"last", static_cast<std::int64_t>(last.sequence)},
                          {"root", to_hex(last.hash)}};
}

std::optional<plugin::Object> Registry::Impl::reads_due_for_anchor() {
    ReadLog log(*database, slots.registry());
    if (log.head().sequence == 0) return std::nullopt;
    const std::uint64_t anchored = last_reads_anchor() ? last_reads_anchor()->last : 0;
    const std::optional<std::string> time = log.time_of(anchored + 1);
    if (!time || *time >= beginning_of(today())) return std::nullopt;
    return reads_to_anchor();
}

Result<Added> Registry::request_export(const std::string& what, std::uint64_t records,
                                       const std::string& reason) {
    return impl_->guarded([&] {
        impl_->require_writable();
        impl_->require_role_for(ledger::export_allowed_type);
        constexpr std::size_t longest = 500;
        const auto require_plain = [&](const std::string& text, const char* option) {
            if (text.empty() || text.size() > longest || readers::name_fault(text) || !readers::is_nfc(text))
                throw Failure(Category::invalid, "bad_request", option,
                              tr("it must be one plain line of at most 500 bytes"));
            require_no_citizen_id(text);
        };
        require_plain(what, "what");
        require_plain(reason, "--reason");
        if (records < 1 || records > static_cast<std::uint64_t>(INT32_MAX))
            throw Failure(Category::usage, "bad_request", "--records", tr("that is no number of records"));
        Batch batch(*impl_);
        const std::string draft = batch.encode_core(std::string(ledger::export_allowed_type), registry_record,
                                                    {{"operator", impl_->operator_name},
                                                     {"reason", reason},
                                                     {"records", static_cast<std::int64_t>(records)},
                                                     {"until", today().plus_days(days_of_approval).text()},
                                                     {"what", what}});
        Added added;
        added.status = "pending";
        added.proposal = batch.put_proposal({draft}).id;
        added.entries.push_back({to_hex(ledger::leaf_hash(as_bytes(draft))),
                                 std::string(ledger::export_allowed_type), registry_record});
        const Batch::Signed made = batch.sign("export requested");
        added.commit = made.commit;
        added.sequence = made.sequence;
        return added;
    });
}

std::string Registry::export_mark() const {
    const std::scoped_lock mine(impl_->turn);
    return impl_->export_mark;
}

Done Registry::set_purpose(const std::string& code) {
    return impl_->guarded([&] {
        if (code != purpose_unstated &&
            std::ranges::find(known_purposes(), code, &Named::code) == known_purposes().end())
            throw Failure(Error{Category::usage, "unknown_purpose", readers::printable(code),
                                tr("this is no purpose of a reading"), tr("Give one of those listed."),
                                purposes_as_details()});
        impl_->purpose = code;
    });
}

std::string Registry::purpose() const {
    const std::scoped_lock mine(impl_->turn);
    return impl_->purpose;
}

Result<bool> Registry::needs_purpose() {
    return impl_->guarded([&] { return impl_->reading_policy().purpose_required; });
}

namespace {

/// The rows that a question is about, the latest first.
void each_reading(Registry::Impl& registry, const ReadsQuery& query,
                  const std::function<bool(ReadView& row)>& visit) {
    ReadLog log(*registry.database, registry.slots.registry());
    if (!log.has_table()) return;
    const std::string since = query.since ? beginning_of(*query.since) : std::string();
    // Behind every instant there is.
    const std::string until = query.until ? beginning_of(query.until->plus_days(1)) : std::string("~");
    log.for_each_backwards(since, until, query.operator_name, [&](const ReadLog::Stored& stored) {
        ReadView row = stored.row;
        if (!query.record.empty()) {
            const std::optional<bool> certain = names(row, query.record);
            if (!certain) return true;
            row.certain = *certain;
        }
        return visit(row);
    });
}

/// Who looks into the log stands in it as well.
void log_overseeing(Registry::Impl& registry, const ReadsQuery& query, bool summary) {
    Gathered of;
    of.note(query.record.empty() ? std::string("read-log/self") : query.record);
    std::string question = summary ? "summary" : "rows";
    if (!query.operator_name.empty()) question += " of " + query.operator_name;
    registry.log_reading({"reads", std::move(question)}, of);
}

}  // namespace

Result<std::vector<ReadView>> Registry::reads(const ReadsQuery& query) {
    return impl_->guarded([&] {
        require_overseer(*impl_);
        std::vector<ReadView> rows;
        each_reading(*impl_, query, [&](ReadView& row) {
            rows.push_back(std::move(row));
            return query.limit == 0 || rows.size() < query.limit;
        });
        log_overseeing(*impl_, query, false);
        return rows;
    });
}

Result<ReadsSummary> Registry::summarise_reads(const ReadsQuery& query) {
    return impl_->guarded([&] {
        require_overseer(*impl_);
        ReadsSummary summary;
        const ReadingPolicy policy = impl_->reading_policy();
        summary.hours_from = policy.hours_from;
        summary.hours_until = policy.hours_until;
        const records::DayView view(*impl_->store, today());
        const plugin::WorkCalendar calendar(view);
        std::map<std::string, ReadsSummary::Reader> readers;
        std::map<std::string, std::uint64_t> by_purpose;
        each_reading(*impl_, query, [&](ReadView& row) {
            const LocalTime when = local_time(row.time);
            const bool outside = !calendar.is_working_day(when.day) || when.hour < policy.hours_from ||
                                 when.hour >= policy.hours_until;
            const bool leaves = row.action == "export" || row.action == "bundle" || row.action == "prove";
            const auto count = [&](auto& of) {
                ++of.readings;
                // The log itself is no record of anybody.
                if (row.action != "reads") of.records += row.count;
                of.unsealed += row.unsealed ? 1 : 0;
                of.unstated += row.purpose == purpose_unstated ? 1 : 0;
                of.outside_hours += outside ? 1 : 0;
                of.exports += leaves ? 1 : 0;
            };
            count(summary);
            ReadsSummary::Reader& reader = readers[row.operator_name];
            // The latest role comes first.
            if (reader.operator_name.empty()) {
                reader.operator_name = row.operator_name;
                reader.role = row.role;
            }
            count(reader);
            ++by_purpose[row.purpose];
            return true;
        });
        for (auto& [name, reader] : readers) summary.readers.push_back(std::move(reader));
        std::ranges::stable_sort(summary.readers, [](const auto& left, const auto& right) {
            return left.records != right.records ? left.records > right.records
                                                 : left.readings > right.readings;
        });
        summary.by_purpose.assign(by_purpose.begin(), by_purpose.end());
        log_overseeing(*impl_, query, true);
        return summary;
    });
}

Result<ReadsAnchored> Registry::anchor_reads() {
    return impl_->guarded([&] {
        impl_->require_writable();
        ReadsAnchored anchored;
        const std::optional<plugin::Object> data = impl_->reads_to_anchor();
        if (!data) {
            if (const auto& last = impl_->last_reads_anchor())
                anchored = {false, last->first, last->last, to_hex(last->root), {}};
            return anchored;
        }
        Batch batch(*impl_);
        batch.put_core(std::string(reads_anchored_type), registry_record, *data);
        anchored.commit = batch.sign("read log anchored").commit;
        const ReadsAnchor& last = *impl_->last_reads_anchor();
        anchored.added = true;
        anchored.first = last.first;
        anchored.last = last.last;
        anchored.root = to_hex(last.root);
        return anchored;
    });
}

}  // namespace xinbu::session
