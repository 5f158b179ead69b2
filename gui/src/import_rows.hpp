// What an import tells of single records, as the lines of a list. Knows no window.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "xinbu/session/types.hpp"

namespace xinbu::gui {

/// One line, in the user's language; `line` is empty where it is about a file as a whole.
struct ImportRow {
    std::string file, line, outcome, message, rule;
};
/// What was rejected, what stands in its file twice, and what was taken with a remark, in this order. Remarks
/// in the same words are one line.
std::vector<ImportRow> import_rows(const session::Imported& imported);

/// How many remarks were made on what was taken.
std::uint64_t remarks_in(const session::Imported& imported);

}  // namespace xinbu::gui
