#include "csv_headings.hpp"

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

Failure lacks(const std::string& file, const std::vector<Alternatives>& wanted,
              const std::vector<std::string>& header) {
    std::string list;
    for (const Alternatives& group : wanted) list += (list.empty() ? "" : "; ") + joined(group, tr(" or "));
    return Failure(Error{Category::invalid,
                         "bad_csv",
                         file,
                         tr("its headings are not those of the format"),
                         tr("Correct the first row: it names the columns."),
                         {{file, 1, "", "csv.header_missing",
                           fmt::format(fmt::runtime(tr("the header has no column {}; it has {}")), list,
                                       joined(header, ", "))}}});
}

/// The next row that can be used; null at the end, and where the rest cannot be read: whoever reads the file
/// in earnest will say so, behind what stands before.
const readers::CsvLine* next_good(readers::CsvReader& reader) {
    try {
        const readers::CsvLine* line = reader.next();
        while (line != nullptr && line->fault() != nullptr) line = reader.next();
        return line;
    } catch (const Failure&) {
        return nullptr;
    }
}

}  // namespace

void require_headings(const std::filesystem::path& file, const readers::CsvOptions& options,
                      const AdaptRow& adapt) {
    readers::CsvReader reader(file, options);
    std::optional<TrialRow> first;
    std::set<std::string> rules;
    for (std::size_t rows = 0; rows < rows_tried; ++rows) {
        const readers::CsvLine* line = next_good(reader);
        if (line == nullptr) break;
        rules.insert(refusal_of(adapt, *line).first);
        if (rules.size() > 1 || rules.contains("")) return;
        if (!first) first.emplace(reader.header(), *line);
    }
    if (!first) return;
    const std::vector<Alternatives> wanted = wanted_columns(adapt, *first, *rules.begin());
    if (!wanted.empty()) throw lacks(file.string(), wanted, reader.header());
}

}  // namespace xinbu::session
