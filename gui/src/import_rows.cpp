#include "import_rows.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {

namespace {

ImportRow row_of(const Detail& place, const char* outcome, std::string message, std::string rule) {
    return {std::filesystem::path(place.file).filename().string(),
            place.line > 0 ? std::to_string(place.line) : std::string(), outcome, std::move(message),
            std::move(rule)};
}

}  // namespace

std::vector<ImportRow> import_rows(const session::Imported& imported) {
    std::vector<ImportRow> rows;
    for (const Detail& one : imported.rejected)
        rows.push_back(row_of(one, tr("rejected"), one.message, one.rule));
    for (const Detail& one : imported.repeated)
        rows.push_back(row_of(one, tr("repeated"), one.message, one.rule));
    for (const auto& [rule, remarks] : imported.remarks)
        for (const session::Imported::Remark& remark : remarks) {
            std::string message =
                remark.is_rest ? tr("Further remarks by this rule, in other words") : remark.first.message;
            if (remark.count > 1)
                message = fmt::format(fmt::runtime(tr("{} ({} times; the line is the first)")), message,
                                      remark.count);
            rows.push_back(row_of(remark.first, tr("taken"), std::move(message), rule));
        }
    return rows;
}

std::uint64_t remarks_in(const session::Imported& imported) {
    std::uint64_t count = 0;
    for (const auto& [rule, remarks] : imported.remarks)
        for (const session::Imported::Remark& remark : remarks) count += remark.count;
    return count;
}

}  // namespace xinbu::gui
