#include "table_headings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t rows_tried = 20;
constexpr std::size_t most_names_shown = 30;
/// What stands in a cell that is filled for trial: a day and a number in one.
constexpr std::string_view some_value = "20200101";

/// A row as it was.
class SampleRow final : public plugin::CsvRow {
public:
    SampleRow(const std::vector<std::string>& header, const std::vector<std::string>& cells)
        : header_(header), cells_(cells) {}
    std::string_view cell(std::string_view column) const override {
        const auto found = std::ranges::find(header_, column);
        const auto at = static_cast<std::size_t>(found - header_.begin());
        return at < cells_.size() ? std::string_view(cells_[at]) : std::string_view();
    }

private:
    const std::vector<std::string>& header_;
    const std::vector<std::string>& cells_;
};

/// A row of the file, to which cells can be added; notes which columns it was asked for.
class TrialRow final : public plugin::CsvRow {
public:
    TrialRow(const std::vector<std::string>& header, const plugin::CsvRow& row) {
        for (const std::string& column : header) {
            const std::string_view cell = row.cell(column);
            cells_.emplace(column, cell.empty() ? some_value : cell);
        }
    }
    void fill(const std::string& column) { cells_.emplace(column, some_value); }
    void clear(const std::string& column) { cells_.erase(column); }

    std::string_view cell(std::string_view column) const override {
        if (const auto found = cells_.find(column); found != cells_.end()) return found->second;
        if (std::ranges::find(lacking_, column) == lacking_.end()) lacking_.emplace_back(column);
        return {};
    }
    /// The columns that were asked for and are not there, in the order of asking, since the last call.
    std::vector<std::string> take_lacking() { return std::exchange(lacking_, {}); }

private:
    std::map<std::string, std::string, std::less<>> cells_;
    mutable std::vector<std::string> lacking_;
};

/// By which rule and in which words a row was refused; both empty where something was made of it, or nothing
/// said.
class TrialSink final : public plugin::ImportSink {
public:
    void draft(plugin::Draft) override { took_ = true; }
    void reject(std::string rule, plugin::Text message) override {
        if (!refusal_.first.empty()) return;
        refusal_ = {std::move(rule), std::move(message.en)};
    }
    std::pair<std::string, std::string> refusal() const {
        return took_ ? std::pair<std::string, std::string>() : refusal_;
    }

private:
    bool took_ = false;
    std::pair<std::string, std::string> refusal_;
};

std::pair<std::string, std::string> refusal_of(const AdaptRow& adapt, const plugin::CsvRow& row) {
    TrialSink sink;
    adapt(row, sink);
    return sink.refusal();
}

using Alternatives = std::vector<std::string>;

/// The columns without which a row is refused by that rule, each group of alternatives for itself.
std::vector<Alternatives> wanted_columns(const AdaptRow& adapt, TrialRow row, const std::string& rule) {
    std::vector<Alternatives> wanted;
    for (;;) {
        row.take_lacking();
        const auto refusal = refusal_of(adapt, row);
        const std::vector<std::string> lacking = row.take_lacking();
        if (refusal.first != rule) return wanted;
        Alternatives group;
        for (const std::string& column : lacking) {
            row.fill(column);
            if (refusal_of(adapt, row) != refusal) group.push_back(column);
            row.clear(column);
        }
        if (group.empty()) return wanted;
        row.fill(group.front());
        wanted.push_back(std::move(group));
    }
}

std::string joined(const std::vector<std::string>& names, std::string_view separator) {
    std::string list;
    for (std::size_t at = 0; at < names.size() && at < most_names_shown; ++at)
        list += fmt::format("{}`{}`", at == 0 ? "" : separator, readers::printable(names[at], 40));
    return names.size() > most_names_shown ? list + ", …" : list;
}

Failure lacks(const std::string& code, const std::string& file, const std::vector<Alternatives>& wanted,
              const std::vector<std::string>& header) {
    std::string list;
    for (const Alternatives& group : wanted) list += (list.empty() ? "" : "; ") + joined(group, tr(" or "));
    return Failure(Error{Category::invalid,
                         code,
                         file,
                         tr("its headings are not those of the format"),
                         tr("Correct the first row: it names the columns."),
                         {{file, 1, "", "csv.header_missing",
                           fmt::format(fmt::runtime(tr("the header has no column {}; it has {}")), list,
                                       joined(header, ", "))}}});
}

}  // namespace

TableSample sample_of(const std::filesystem::path& file, const readers::CsvOptions& options) {
    readers::CsvReader reader(file, options);
    TableSample sample{"bad_csv", reader.header(), {}};
    try {
        while (const readers::CsvLine* line = reader.next()) {
            if (line->fault() != nullptr) continue;
            std::vector<std::string>& cells = sample.rows.emplace_back();
            for (std::size_t at = 0; at < sample.header.size(); ++at) cells.emplace_back(line->at(at));
            if (sample.rows.size() == rows_tried) break;
        }
    } catch (const Failure&) {  // NOLINT(bugprone-empty-catch): said when it is read in earnest
    }
    return sample;
}

TableSample sample_of(const readers::XlsxReader& reader) {
    TableSample sample{"bad_xlsx", {}, {}};
    try {
        reader.read([&](const readers::XlsxRow& row) {
            if (row.fault() != nullptr) return true;
            sample.header = row.header();
            std::vector<std::string>& cells = sample.rows.emplace_back();
            for (std::size_t at = 0; at < sample.header.size(); ++at) cells.emplace_back(row.at(at));
            return sample.rows.size() < rows_tried;
        });
    } catch (const Failure&) {  // NOLINT(bugprone-empty-catch): said when it is read in earnest
    }
    return sample;
}

void require_headings(const std::filesystem::path& file, const TableSample& sample, const AdaptRow& adapt) {
    std::set<std::string> rules;
    for (const std::vector<std::string>& cells : sample.rows) {
        rules.insert(refusal_of(adapt, SampleRow(sample.header, cells)).first);
        if (rules.size() > 1 || rules.contains("")) return;
    }
    if (sample.rows.empty()) return;
    const TrialRow first(sample.header, SampleRow(sample.header, sample.rows.front()));
    const std::vector<Alternatives> wanted = wanted_columns(adapt, first, *rules.begin());
    if (!wanted.empty()) throw lacks(sample.code, file.string(), wanted, sample.header);
}

}  // namespace xinbu::session
