#include "import_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

/// The text that a pointer into a draft ends at, or the only text below it; empty where there is none.
std::string_view text_at_pointer(const plugin::Object& data, std::string_view pointer) {
    constexpr std::string_view root = "/data/";
    if (!pointer.starts_with(root)) return {};
    pointer.remove_prefix(root.size());
    const plugin::Value* at = nullptr;
    for (bool first = true; first || !pointer.empty(); first = false) {
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        const std::string_view step = pointer.substr(0, end);
        pointer.remove_prefix(std::min(end + 1, pointer.size()));
        if (first) {
            at = data.find(step);
        } else if (const plugin::Array* elements = at->array()) {
            std::size_t index = 0;
            const auto [stop, error] = std::from_chars(step.data(), step.data() + step.size(), index);
            at = error == std::errc{} && index < elements->size() ? &(*elements)[index] : nullptr;
        } else {
            at = at->at(step);
        }
        if (at == nullptr) return {};
    }
    return at->text() != nullptr ? std::string_view(*at->text()) : std::string_view();
}

}  // namespace

Run::Run(Registry::Impl& registry, const ImportOptions& options, const Progress& progress,
         std::string message)
    : registry_(registry),
      options_(options),
      progress_(progress),
      message_(std::move(message)),
      statements_(registry) {}

void Run::start_file(const std::filesystem::path& file) {
    start_element(0);
    file_ = file.string();
    file_begin_ = registry_.ledger->entry_count() + (batch_ ? batch_->size() : 0);
    lines_.clear();
}

void Run::start_record(long line) {
    start_element(line);
    count_record();
}

void Run::start_element(long line) {
    end_record();
    line_ = line;
    row_ = nullptr;
    counted_ = refused_ = false;
    drafted_ = repeated_ = taken_ = 0;
    first_reason_ = result_.rejected.size();
}

void Run::is_about(const readers::XlsxRow& row, const std::string& sheet) {
    row_ = &row;
    sheet_ = sheet;
}

void Run::draft(plugin::Draft draft) {
    count_record();
    ++drafted_;
    if (!batch_) batch_.emplace(registry_, &statements_);
    const plugin::Object data = row_ != nullptr ? draft.data : plugin::Object();
    Batch::Put put = batch_->put(host::DraftInput{std::move(draft), {}}, true);
    const auto placed = [&](const plugin::Fault& fault) {
        Detail detail = host::detail_of(fault, file_, line_);
        detail.message = place_of(data, fault.pointer) + detail.message;
        return detail;
    };
    if (!put.faults.empty()) {
        for (const plugin::Fault& fault : put.faults) {
            if (fault.warning) continue;
            Detail detail = placed(fault);
            if (taken_ > 0) detail.message += std::string(" ") + tr("What the record says before that was taken.");
            reject(std::move(detail));
        }
        return;
    }
    ++taken_;
    if (put.unchanged) return note_known(put.known_at);
    ++result_.added;
    lines_.push_back(static_cast<std::uint32_t>(line_));
    for (const plugin::Fault& fault : put.warnings) remark(fault.rule, fault.message.en, 1, placed(fault));
    if (!options_.dry_run && batch_->size() >= std::min(options_.batch, ledger::largest_commit_entries))
        sign();
}

void Run::note_known(std::uint64_t position) {
    ++result_.unchanged;
    if (position < file_begin_ || position - file_begin_ >= lines_.size()) return;
    const long line = lines_[position - file_begin_];
    if (line == line_) return;
    ++repeated_;
    repeats_line_ = line;
}

/// A record that shares some entries with another one is no repetition of it.
void Run::end_record() {
    if (drafted_ == 0 || repeated_ != drafted_ || refused_) return;
    ++result_.repeated_count;
    if (result_.repeated.size() < options_.max_rejected_listed)
        result_.repeated.push_back(
            {file_, line_, "", "import.repeated",
             fmt::format(fmt::runtime(tr("says the same as line {} and adds nothing")), repeats_line_)});
}

void Run::reject(std::string rule, plugin::Text message) {
    count_record();
    reject(Detail{file_, line_, "", std::move(rule), place_of({}, {}) + host::shown(message)});
}

void Run::end_document() {
    if (drafted_ > 0 || !refused_) return;
    if (first_reason_ == result_.rejected.size())  // more were rejected than are listed
        result_.broken.push_back({file_, line_, "", "import.format",
                                  tr("nothing in the file could be taken as a record of this format")});
    for (std::size_t at = first_reason_; at < result_.rejected.size(); ++at)
        result_.broken.push_back(result_.rejected[at]);
}

void Run::reject_file(const Error& error) {
    refused_ = false;
    std::vector<Detail> faults = error.details;
    if (faults.empty()) faults.push_back({file_, 0, "", error.code, error.why});
    for (Detail& fault : faults) {
        if (fault.file.empty()) fault.file = file_;
        result_.broken.push_back(fault);
        reject(std::move(fault));
    }
}

void Run::reject(Detail detail) {
    // A record with several faults is one that was refused.
    if (!std::exchange(refused_, true)) ++result_.rejected_count;
    if (options_.each_told) options_.each_told(detail, true);
    if (result_.rejected.size() < options_.max_rejected_listed) result_.rejected.push_back(std::move(detail));
}

void Run::remark(const std::map<std::string, readers::XlsxRemark>& remarks) {
    for (const auto& [rule, one] : remarks) remark(rule, {}, one.count, one.first);
}

void Run::remark(const std::string& rule, const std::string& words, std::uint64_t count, Detail place) {
    constexpr std::size_t most_wordings = 20;
    place.rule = rule;
    if (options_.each_told) options_.each_told(place, false);
    std::vector<std::string>& known = words_[rule];
    std::vector<Imported::Remark>& remarks = result_.remarks[rule];
    auto at = static_cast<std::size_t>(std::ranges::find(known, words) - known.begin());
    if (at == known.size() && at < most_wordings) known.push_back(words);
    if (at >= most_wordings) at = most_wordings;
    if (at == remarks.size()) remarks.push_back({0, std::move(place), at == most_wordings});
    remarks[at].count += count;
}

bool Run::tell(std::uint64_t done, std::uint64_t total) {
    if (progress_ &&
        !progress_({tr("Importing"), static_cast<std::int64_t>(done), static_cast<std::int64_t>(total)}))
        result_.stopped = true;
    return !result_.stopped;
}

Imported Run::finish() {
    end_record();
    if (batch_ && !options_.dry_run && batch_->size() > 0) sign();
    batch_.reset();
    return std::move(result_);
}

void Run::count_record() {
    if (!std::exchange(counted_, true)) ++result_.read;
}

void Run::sign() {
    try {
        batch_->sign(message_);
    } catch (...) {
        batch_.reset();
        throw;
    }
    batch_.reset();
    ++result_.commits;
}

std::string Run::place_of(const plugin::Object& data, const std::string& pointer) const {
    if (row_ == nullptr) return {};
    const std::string cell = row_->place_of(text_at_pointer(data, pointer));
    const std::string sheet = readers::printable(sheet_, 40);
    return (cell.empty() ? fmt::format(fmt::runtime(tr("sheet “{}”, row {}")), sheet, row_->line())
                         : fmt::format(fmt::runtime(tr("sheet “{}”, cell {}")), sheet, cell)) +
           ": ";
}

}  // namespace xinbu::session
