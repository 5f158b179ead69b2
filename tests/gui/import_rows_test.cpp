#include "import_rows.hpp"

#include <gtest/gtest.h>

namespace xinbu::gui {
namespace {

Detail at(std::int64_t line, const char* rule, const char* message) {
    return {"/in/list.csv", line, "", rule, message};
}

TEST(ImportRows, what_was_taken_with_a_remark_stands_behind_what_was_rejected) {
    session::Imported imported;
    imported.rejected.push_back(at(7, "ip.import.number", "The record names no number."));
    imported.remarks["code.unknown"] = {{1, at(3, "code.unknown", "Status: “冻结” is in no table.")},
                                        {4, at(5, "code.unknown", "Status: “质押” is in no table.")},
                                        {9, at(11, "code.unknown", "Status: “查封” is in no table."), true}};
    const std::vector<ImportRow> rows = import_rows(imported);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].outcome, "rejected");
    EXPECT_EQ(rows[0].file, "list.csv");
    EXPECT_EQ(rows[0].line, "7");
    EXPECT_EQ(rows[1].outcome, "taken");
    EXPECT_EQ(rows[1].message, "Status: “冻结” is in no table.");
    EXPECT_EQ(rows[1].rule, "code.unknown");
    EXPECT_EQ(rows[2].message, "Status: “质押” is in no table. (4 times; the line is the first)");
    EXPECT_EQ(rows[3].message,
              "Further remarks by this rule, in other words (9 times; the line is the first)");
    EXPECT_EQ(remarks_in(imported), 14U);
}

TEST(ImportRows, a_fault_of_a_whole_file_has_no_line) {
    session::Imported imported;
    imported.rejected.push_back(at(0, "adapter.format", "It is no list of marks."));
    ASSERT_EQ(import_rows(imported).size(), 1U);
    EXPECT_EQ(import_rows(imported).front().line, "");
    EXPECT_EQ(remarks_in(imported), 0U);
}

}  // namespace
}  // namespace xinbu::gui
