// What falls due, over all records of the plugins that can say so.
#include <algorithm>
#include <tuple>

#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"

namespace xinbu::session {

namespace {

constexpr std::uint64_t page_rows = 256;

/// The check of a plugin that answers for one record: named `<plugin>.deadlines`, its first parameter is the
/// record.
const plugin::Check* deadlines_check(const host::Provider& provider) {
    const auto& checks = provider.declaration.checks;
    const auto at = std::ranges::find_if(checks, [](const plugin::Check& check) {
        return check.name.ends_with(".deadlines") && !check.parameters.empty() &&
               check.parameters.front().kind == plugin::FieldKind::reference;
    });
    return at == checks.end() ? nullptr : &*at;
}

/// A text in both languages, as facts hold it.
std::string shown_text(const plugin::Object& fact, std::string_view name) {
    const plugin::Object& both = plugin::object_at(fact, name);
    return std::string(plugin::text_at(both, language() == "zh_CN" ? "zh" : "en"));
}

DeadlineView view_of(const plugin::Object& fact, const std::string& record) {
    DeadlineView view;
    view.record = record;
    view.rule = std::string(plugin::text_at(fact, "id"));
    view.kind = std::string(plugin::text_at(fact, "kind"));
    view.what = shown_text(fact, "what");
    view.due = std::string(plugin::text_at(fact, "due"));
    view.grace_until = std::string(plugin::text_at(fact, "grace_until"));
    view.last_day = std::string(plugin::text_at(fact, "last_day"));
    if (const std::int64_t* days = plugin::integer_at(fact, "days")) view.days = *days;
    view.severity = std::string(plugin::text_at(fact, "severity"));
    view.basis = shown_text(fact, "article");
    view.rule_status = std::string(plugin::text_at(fact, "rule_status"));
    view.consequence = shown_text(fact, "consequence");
    for (const plugin::Value& step : plugin::array_at(fact, "explain"))
        if (step.object() != nullptr)
            view.explanation.push_back(
                std::string(plugin::text_at(*step.object(), language() == "zh_CN" ? "zh" : "en")));
    view.facts = fact;
    return view;
}

/// What a check cannot compute for want of something to compute it by is said once for all its records.
void note_gaps(const plugin::CheckAnswer& answer, std::vector<DeadlineGap>& gaps) {
    for (const plugin::Finding& finding : answer.findings) {
        if (finding.status != plugin::FindingStatus::unknown || finding.severity != plugin::Severity::info)
            continue;
        const std::string& message = host::shown(finding.message);
        const auto same = std::ranges::find_if(
            gaps, [&](const DeadlineGap& gap) { return gap.rule == finding.rule && gap.message == message; });
        if (same == gaps.end()) {
            gaps.push_back({finding.rule, message, 1});
        } else {
            ++same->records;
        }
    }
}

}  // namespace

Result<std::vector<DeadlineView>> Registry::deadlines(const DeadlineQuery& query, const Progress& progress,
                                                      std::vector<DeadlineGap>* gaps) {
    std::vector<DeadlineView> found;
    Gathered gathered;
    // A turn for each page: whoever looks at a list meanwhile need not wait for the end.
    const auto ask = [&](const plugin::Check& check, const std::vector<std::string>& records) {
        const Gathering gathering(*impl_, gathered);
        const records::DayView view(*impl_->store, query.as_of.day.value_or(today()),
                                    moment_of(*impl_, query.as_of).known);
        for (const std::string& record : records) {
            plugin::Object parameters{{check.parameters.front().id, record}, {"days", query.days}};
            const plugin::CheckAnswer answer = impl_->catalogue().run_check(check.name, parameters, view);
            if (gaps != nullptr) note_gaps(answer, *gaps);
            for (const plugin::Value& fact : plugin::array_at(answer.facts, "deadlines"))
                if (fact.object() != nullptr) found.push_back(view_of(*fact.object(), record));
        }
    };
    const auto ids_of = [&](const std::string& kind, std::uint64_t first) {
        records::Selection selection;
        selection.kind = kind;
        std::vector<std::string> ids;
        for (const records::StoredRecord& stored : impl_->store->list(selection, today(), first, page_rows))
            ids.push_back(stored.record.id);
        return ids;
    };
    if (!query.record.empty())
        if (const Result<RecordView> record = show(query.record); !record) return fail(record.error());
    for (const host::Provider& provider : impl_->catalogue().providers()) {
        const plugin::Check* check = deadlines_check(provider);
        if (check == nullptr) continue;
        for (const plugin::RecordType& type : provider.declaration.records) {
            if (!query.record.empty()) {
                if (host::kind_of(query.record) != type.kind) continue;
                const Done asked = impl_->guarded([&] { ask(*check, {query.record}); });
                if (!asked) return fail(asked.error());
                continue;
            }
            for (std::uint64_t first = 0;; first += page_rows) {
                Query all;
                all.kind = type.kind;
                const Result<std::uint64_t> count = this->count(all);
                if (!count) return fail(count.error());
                if (first >= *count) break;
                const Done asked = impl_->guarded([&] { ask(*check, ids_of(type.kind, first)); });
                if (!asked) return fail(asked.error());
                if (progress && !progress({tr("Looking for what falls due"), static_cast<std::int64_t>(first),
                                           static_cast<std::int64_t>(*count)}))
                    return fail(Category::refused, "cancelled", tr("deadlines"), tr("it was stopped"));
            }
        }
    }
    // An exposure that began long ago stays for ever: it belongs to the record, and would bury what falls
    // due.
    if (query.record.empty())
        std::erase_if(found, [](const DeadlineView& one) {
            const plugin::Value* standing = one.facts.find("standing");
            return one.days < 0 && standing != nullptr && standing->boolean() != nullptr &&
                   *standing->boolean();
        });
    std::ranges::stable_sort(found, {},
                             [](const DeadlineView& one) { return std::tie(one.due, one.record); });
    // The window asks again whenever something changed.
    const Done logged = impl_->guarded([&] {
        impl_->log_question({"deadlines", query.record.empty() ? std::string() : query.record}, gathered,
                            "deadlines " + query.record);
    });
    if (!logged) return fail(logged.error());
    return found;
}

}  // namespace xinbu::session
