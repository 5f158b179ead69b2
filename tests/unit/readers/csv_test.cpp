#include "xinbu/readers/csv.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "support.hpp"
#include "support/vectors.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::readers {
namespace {

struct Row {
    std::vector<std::string> cells{};
    long line = 0;
    std::string fault{};
};

struct Table {
    std::vector<std::string> header{};
    std::vector<Row> rows{};
    CsvNotes notes{};
    Error error{};  // code "none" where the file was read to its end
};

Table read(const std::string& bytes, CsvOptions options = {}) {
    Table table;
    table.error = error_of([&] {
        std::istringstream stream(bytes);
        CsvReader reader(stream, "test.csv", std::move(options));
        table.header = reader.header();
        while (const CsvLine* line = reader.next()) {
            Row row;
            row.line = line->line();
            if (line->fault() != nullptr) row.fault = line->fault()->rule;
            for (std::size_t index = 0; index < table.header.size(); ++index)
                row.cells.emplace_back(line->at(index));
            table.rows.push_back(std::move(row));
            table.notes = reader.notes();
        }
        table.notes = reader.notes();
    });
    return table;
}

std::string refused(const std::string& bytes, CsvOptions options = {}) {
    const Table table = read(bytes, std::move(options));
    return table.error.code == "bad_csv" ? rule_of(table.error) : table.error.code;
}

using Cells = std::vector<std::string>;

TEST(Csv, ReadsRowsByNameAndPlace) {
    std::istringstream stream("name,code\r\n公司,1\r\n\"a,\"\"b\"\"\",2\r\n");
    CsvReader reader(stream, "test.csv", {});
    EXPECT_EQ(reader.header(), (Cells{"name", "code"}));
    const CsvLine* line = reader.next();
    ASSERT_NE(line, nullptr);
    EXPECT_EQ(line->cell("name"), "公司");
    EXPECT_EQ(line->cell("absent"), "");
    EXPECT_EQ(line->at(1), "1");
    EXPECT_EQ(line->at(2), "");
    EXPECT_EQ(line->line(), 2);
    EXPECT_EQ(line->fault(), nullptr);
    line = reader.next();
    ASSERT_NE(line, nullptr);
    EXPECT_EQ(line->cell("name"), "a,\"b\"");
    EXPECT_EQ(reader.next(), nullptr);
    EXPECT_EQ(reader.next(), nullptr);
    EXPECT_EQ(reader.notes().rows, 2u);
}

TEST(Csv, AgreesWithThePublishedCases) {
    for (const char* name : {"comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
                             "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8"}) {
        XINBU_READ_SHARED(bytes, std::string("vectors/csv-spectrum/csvs/") + name + ".csv");
        XINBU_READ_SHARED_JSON(expected, std::string("vectors/csv-spectrum/json/") + name + ".json");
        const Table table = read(bytes);
        ASSERT_EQ(table.error.code, "none") << name;
        ASSERT_EQ(table.rows.size(), expected.Size()) << name;
        for (rapidjson::SizeType row = 0; row < expected.Size(); ++row) {
            EXPECT_EQ(table.rows[row].fault, "") << name;
            for (std::size_t column = 0; column < table.header.size(); ++column) {
                std::string wanted = test::text_of(expected[row], table.header[column].c_str());
                std::erase(wanted, '\r');
                EXPECT_EQ(table.rows[row].cells[column], wanted) << name;
            }
        }
    }
}

TEST(Csv, TakesBareQuotesOnlyWhereAsked) {
    XINBU_READ_SHARED(bytes, "vectors/csv-spectrum/csvs/location_coordinates.csv");
    EXPECT_EQ(read(bytes).rows.at(0).fault, "csv.quote");
    CsvOptions options;
    options.bare_quotes = true;
    const Table table = read(bytes, options);
    EXPECT_EQ(table.rows.at(0).fault, "");
    EXPECT_TRUE(table.rows.at(0).cells[1].ends_with("17.9\"W"));
}

TEST(Csv, TheByteOrderMarkIsNoPartOfTheFirstColumn) {
    EXPECT_EQ(read("\xEF\xBB\xBFname\n1\n").header, (Cells{"name"}));
    CsvOptions options;
    options.encoding = "utf-8";
    EXPECT_EQ(read("\xEF\xBB\xBFname\n1\n", options).header, (Cells{"name"}));
}

TEST(Csv, Utf16IsRefused) {
    using namespace std::string_literals;
    for (const std::string& bytes : {"\xFF\xFE"
                                     "a\0,\0b\0\n\0"s,
                                     "\xFE\xFF\0a\0\n"s, "a\0b\0\n\0"s, "\0a\0b\0\n"s}) {
        EXPECT_EQ(refused(bytes), "csv.utf16");
        CsvOptions options;
        options.encoding = "gb18030";
        EXPECT_EQ(refused(bytes, options), "csv.utf16");
    }
}

TEST(Csv, Gb18030IsReadOnlyWhenNamed) {
    const std::string bytes =
        "\xC3\xFB\xB3\xC6,b\n\xB9\xAB\xCB\xBE,\x82\x35\x8F\x33\n";  // 名称; 公司, U+9FB4
    const Table unnamed = read(bytes);
    EXPECT_EQ(rule_of(unnamed.error), "csv.encoding");
    EXPECT_NE(unnamed.error.remedy.find("gb18030"), std::string::npos);
    CsvOptions options;
    options.encoding = "gb18030";
    const Table table = read(bytes, options);
    ASSERT_EQ(table.error.code, "none");
    EXPECT_EQ(table.header[0], "名称");
    EXPECT_EQ(table.rows.at(0).cells[0], "公司");
    EXPECT_EQ(table.rows.at(0).fault, "");
    // A sequence that GB18030 does not assign spoils its row only.
    const Table spoiled = read("a\n\x81\x30\n\xB9\xAB\n", options);
    ASSERT_EQ(spoiled.rows.size(), 2u);
    EXPECT_EQ(spoiled.rows[0].fault, "csv.encoding");
    EXPECT_EQ(spoiled.rows[1].cells[0], "公");
    EXPECT_EQ(refused("\xEF\xBB\xBF"
                      "a\n",
                      options),
              "csv.encoding");
    EXPECT_EQ(refused("a\n", {.encoding = "latin-1"}), "bad_option");
    EXPECT_EQ(refused("a\n", {.separator = '|'}), "bad_option");
}

TEST(Csv, BytesThatAreNoUtf8SpoilTheirRowOnly) {
    for (const char* bad : {"\xC0\xAF", "\xED\xA0\x80", "\xFF", "\xF4\x90\x80\x80"}) {
        const Table table = read(std::string("a,b\n1,") + bad + "\n2,3\n");
        ASSERT_EQ(table.rows.size(), 2u);
        EXPECT_EQ(table.rows[0].fault, "csv.encoding");
        EXPECT_EQ(table.rows[0].cells, (Cells{"", ""})) << "a faulty row must not be used";
        EXPECT_EQ(table.rows[1].fault, "");
        EXPECT_EQ(table.notes.faulty_rows, 1u);
    }
}

TEST(Csv, ForbiddenCharactersAreNamed) {
    using namespace std::string_literals;
    for (const std::string& bad :
         {"\0"s, "\x01"s, "\x1B[2J"s, "\x7F"s, "\u0085"s, "\u2028"s, "\u2029"s, "\uFFFE"s, "\uFDD0"s}) {
        const Table table = read("a\nx" + bad + "y\nz\n");
        ASSERT_EQ(table.rows.size(), 2u) << printable(bad);
        EXPECT_EQ(table.rows[0].fault, "csv.character") << printable(bad);
        EXPECT_EQ(table.rows[1].cells[0], "z");
    }
    EXPECT_EQ(read("a\nx\ty\n").rows.at(0).cells[0], "x\ty");
}

TEST(Csv, HeadersMustBeRight) {
    EXPECT_EQ(refused(""), "csv.empty");
    EXPECT_EQ(refused("\xEF\xBB\xBF"), "csv.empty");
    EXPECT_EQ(refused("\n\n"), "csv.empty");
    EXPECT_EQ(refused("a,,b\n"), "csv.header_empty");
    EXPECT_EQ(refused("a,b,a\n"), "csv.header_duplicate");
    EXPECT_EQ(refused("a,b\u200B\n"), "csv.header_character");
    EXPECT_EQ(refused("a,b\u202E\n"), "csv.header_character");
    EXPECT_EQ(refused("a,\xFF\n"), "csv.encoding");
    EXPECT_EQ(refused("a,\"b\n"), "csv.quote_open");
    CsvOptions options;
    options.required = {"name", "code"};
    EXPECT_EQ(refused("code,extra,name\n1,2,3\n", options), "none") << "order does not matter";
    EXPECT_EQ(refused("name\n1\n", options), "csv.header_missing");
    const Table both = read("other\n1\n", options);
    ASSERT_EQ(both.error.details.size(), 1u) << "one detail for all missing columns";
    for (const char* column : {"`name`", "`code`", "`other`"})
        EXPECT_NE(both.error.details[0].message.find(column), std::string::npos) << column;
    std::string many = "c0";
    for (std::size_t index = 1; index <= csv_column_limit; ++index) many += ",c" + std::to_string(index);
    EXPECT_EQ(refused(many + "\n"), "csv.columns");
    EXPECT_EQ(refused(many.substr(0, many.rfind(',')) + "\n"), "none");
}

TEST(Csv, LookAlikeColumnsAreExplained) {
    CsvOptions options;
    options.required = {"name"};
    for (const char* look_alike : {"n\u0430me", "Name", "NAME", "ｎａｍｅ", "na\u200Bme"}) {
        const Table table = read(std::string(look_alike) + "\n1\n", options);
        ASSERT_EQ(table.error.code, "bad_csv") << look_alike;
        bool found = false;
        for (const Detail& detail : table.error.details)
            found = found || detail.rule == "csv.header_look_alike";
        EXPECT_TRUE(found) << look_alike;
    }
    EXPECT_NE(read("n\u0430me\n", options).error.details.front().message.find("U+0430"), std::string::npos);
    EXPECT_EQ(refused("name,n\u0430me\n1,2\n", options), "csv.header_look_alike");
}

TEST(Csv, AWrongNumberOfCellsIsNamedByItsLine) {
    const Table table = read("a,b\n1,2\n3\n4,5,6\n\"x\ny\",7\n8\n");
    ASSERT_EQ(table.rows.size(), 5u);
    EXPECT_EQ(table.rows[1].fault, "csv.cell_count");
    EXPECT_EQ(table.rows[1].line, 3);
    EXPECT_EQ(table.rows[2].fault, "csv.cell_count");
    EXPECT_EQ(table.rows[2].line, 4);
    EXPECT_EQ(table.rows[3].fault, "");
    EXPECT_EQ(table.rows[3].line, 5);
    EXPECT_EQ(table.rows[4].line, 7) << "the line end inside a cell counts";
}

TEST(Csv, AnUnclosedQuoteIsNamedWhereItOpens) {
    const Table table = read("a,b\n1,2\n3,\"open\n4,5\n6,7\n");
    EXPECT_EQ(table.rows.size(), 1u);
    EXPECT_EQ(rule_of(table.error), "csv.quote_open");
    EXPECT_EQ(line_of(table.error), 3);
    EXPECT_NE(table.error.why.find("3"), std::string::npos);
}

TEST(Csv, MisplacedQuotesNeverMakeRowsThatNobodyWrote) {
    // An even number of quotes: the row ends under every reading.
    const Table even = read("a,b\n1,x\"y\"\n\"p\"q,\"\"\n3,4\n");
    ASSERT_EQ(even.rows.size(), 3u);
    EXPECT_EQ(even.rows[0].fault, "csv.quote");
    EXPECT_EQ(even.rows[1].fault, "csv.quote");
    EXPECT_EQ(even.rows[2].fault, "");
    // An odd number: nobody knows, so the rest is refused.
    const Table odd = read("a,b\n1,2\n1,x\"y\n3,4\n");
    EXPECT_EQ(odd.rows.size(), 1u);
    EXPECT_EQ(rule_of(odd.error), "csv.quote");
    EXPECT_EQ(line_of(odd.error), 3);
}

TEST(Csv, LineEndsOfEveryKindAreOne) {
    for (const char* end : {"\n", "\r", "\r\n"}) {
        const std::string e = end;
        const Table table = read("a,b" + e + "1,\"x" + e + "y\"" + e + e + "2,3");
        ASSERT_EQ(table.rows.size(), 2u);
        EXPECT_EQ(table.rows[0].cells, (Cells{"1", "x\ny"}));
        EXPECT_EQ(table.rows[1].cells, (Cells{"2", "3"}));
        EXPECT_EQ(table.rows[1].line, 5);
        EXPECT_FALSE(table.notes.mixed_line_ends);
    }
    const Table mixed = read("a\r\n1\n2\r3");
    EXPECT_EQ(mixed.rows.size(), 3u);
    EXPECT_TRUE(mixed.notes.mixed_line_ends);
}

TEST(Csv, CellsAreBroughtIntoOneForm) {
    const Table table = read("a,b,c\n  x ,\u3000公司\u3000,e\u0301\n");
    EXPECT_EQ(table.rows.at(0).cells, (Cells{"x", "公司", "é"}));
    EXPECT_EQ(table.notes.changed_cells, 3u);
    CsvOptions options;
    options.exact = true;
    const Table exact = read("a,b,c\n  x ,\u3000公司\u3000,e\u0301\n", options);
    EXPECT_EQ(exact.rows.at(0).cells, (Cells{"  x ", "\u3000公司\u3000", "e\u0301"}));
    EXPECT_EQ(exact.notes.changed_cells, 0u);
    EXPECT_EQ(read("a\n\"x\r\ny\"\n", options).rows.at(0).cells[0], "x\r\ny");
}

TEST(Csv, FormulasAreCountedAndKept) {
    const Table table = read("a\n=1+1\n+5\n-x\n-5\n@SUM(A1)\nplain\n");
    EXPECT_EQ(table.notes.formula_cells, 4u);
    EXPECT_EQ(table.rows.at(0).cells[0], "=1+1");
}

TEST(Csv, OtherSeparatorsOnlyWhenChosen) {
    EXPECT_EQ(read("a;b\n1;2\n").header, (Cells{"a;b"}));
    CsvOptions options;
    options.separator = ';';
    EXPECT_EQ(read("a;b\n1;2,3\n", options).rows.at(0).cells, (Cells{"1", "2,3"}));
    options.separator = '\t';
    EXPECT_EQ(read("a\tb\n1\t2\n", options).rows.at(0).cells, (Cells{"1", "2"}));
}

TEST(Csv, LimitsOfCellsAndRows) {
    const std::string longest(csv_cell_limit_bytes, 'x');
    EXPECT_EQ(read("a,b\n" + longest + ",1\n").rows.at(0).fault, "");
    const Table table = read("a,b\n" + longest + "x,1\n2,3\n");
    ASSERT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(table.rows[0].fault, "csv.cell_length");
    EXPECT_EQ(table.rows[1].cells, (Cells{"2", "3"}));

    std::string header = "c0", wide = "x";
    for (int index = 1; index < 100; ++index) {
        header += ",c" + std::to_string(index);
        wide += "," + std::string(20'000, 'x');
    }
    const std::string narrow(99, ',');
    const Table rows = read(header + "\n" + wide + "\n" + narrow + "\n");
    ASSERT_EQ(rows.rows.size(), 2u);
    EXPECT_EQ(rows.rows[0].fault, "csv.line_length");
    EXPECT_EQ(rows.rows[1].fault, "");

    EXPECT_EQ(refused("a\n\"" + std::string(csv_line_limit_bytes + 10, 'x')), "csv.line_length");
    EXPECT_EQ(read("a\n" + std::string(5'000'000, ',') + "\n1\n").rows.at(1).cells[0], "1");
}

TEST(Csv, WhatIsWrittenComesBack) {
    const Cells cells{"plain", "a,b",  "say \"x\"", "two\nlines", "cr\rlf\r\n", " blank ",
                      "",      "公司", "\ttab",     "'",          "-5"};
    for (const char separator : {',', ';', '\t'}) {
        std::string bytes;
        Cells header;
        for (std::size_t index = 0; index < cells.size(); ++index)
            header.push_back("c" + std::to_string(index));
        append_csv_row(bytes, header, CsvProfile::exact, separator);
        append_csv_row(bytes, cells, CsvProfile::exact, separator);
        CsvOptions options;
        options.exact = true;
        options.separator = separator;
        EXPECT_EQ(read(bytes, options).rows.at(0).cells, cells);
    }
    std::string lone;
    append_csv_row(lone, Cells{"a"});
    append_csv_row(lone, Cells{""});
    EXPECT_EQ(lone, "a\r\n\"\"\r\n");
    EXPECT_EQ(read(lone).rows.size(), 1u);
}

TEST(Csv, TheSpreadsheetGuardIsAddedAndTakenAway) {
    const Cells cells{"=1+1", "+5",     "-5", "@x",    "\tx", "\rx", "'=x",
                      "''=x", "'plain", "'",  "plain", "a=b", ""};
    std::string bytes;
    Cells header;
    for (std::size_t index = 0; index < cells.size(); ++index) header.push_back("c" + std::to_string(index));
    append_csv_row(bytes, header, CsvProfile::spreadsheet);
    append_csv_row(bytes, cells, CsvProfile::spreadsheet);
    CsvOptions options;
    options.exact = true;
    const Table raw = read(bytes, options);
    for (std::size_t index = 0; index < cells.size(); ++index) {
        const std::string& cell = raw.rows.at(0).cells[index];
        EXPECT_FALSE(!cell.empty() && std::string_view("=+-@\t\r").find(cell[0]) != std::string_view::npos)
            << cell;
    }
    options.guarded = true;
    EXPECT_EQ(read(bytes, options).rows.at(0).cells, cells);
    std::string plain;
    append_csv_row(plain, cells);
    EXPECT_TRUE(plain.starts_with("=1+1,")) << "the exact profile adds nothing";
}

TEST(Csv, OnlyRegularFilesAreOpened) {
    const TemporaryFolder folder;
    const auto code = [](const std::filesystem::path& file) {
        return error_of([&] { CsvReader(file, {}); }).code;
    };
    EXPECT_EQ(code(folder / "absent"), "file_unreadable");
    EXPECT_EQ(code(folder.path()), "file_unreadable");
    EXPECT_EQ(code("/dev/zero"), "file_unreadable");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(code(folder / "pipe"), "file_unreadable");
    put_content(folder / "good", "a\n1\n");
    EXPECT_EQ(code(folder / "good"), "none");
}

TEST(Csv, AFileThatChangesWhileItIsReadIsRefused) {
    const TemporaryFolder folder;
    std::string bytes = "a\n";
    while (bytes.size() < 1'000'000) bytes += "1234567\n";
    put_content(folder / "file", bytes);
    CsvReader reader(folder / "file", {});
    ASSERT_NE(reader.next(), nullptr);
    EXPECT_EQ(reader.bytes_total(), bytes.size());
    EXPECT_LT(reader.bytes_read(), bytes.size());
    std::ofstream(folder / "file", std::ios::app) << "99\n";
    const Error error = error_of([&] {
        while (reader.next() != nullptr) continue;
    });
    EXPECT_EQ(rule_of(error), "csv.changed");
}

// Hands out the same rows again and again, so that no test needs a file of that size.
class EndlessRows : public std::streambuf {
public:
    EndlessRows(std::string row, std::uint64_t times) : row_(std::move(row)), left_(times) {}

protected:
    int_type underflow() override {
        if (left_ == 0) return traits_type::eof();
        --left_;
        setg(row_.data(), row_.data(), row_.data() + row_.size());
        return traits_type::to_int_type(row_[0]);
    }

private:
    std::string row_;
    std::uint64_t left_;
};

TEST(Csv, ALargeFileTakesNoMoreMemoryThanASmallOne) {
    std::string block;
    for (int row = 0; row < 2'000; ++row) block += "公司名称,91320100748204660Q,\"a \"\"b\"\" c\"\n";
    EndlessRows buffer(block, 50);
    std::istream stream(&buffer);
    CsvReader reader(stream, "large.csv", {});
    ASSERT_NE(reader.next(), nullptr);
    const std::size_t before = peak_memory();
    std::uint64_t rows = 1;
    while (reader.next() != nullptr) ++rows;
    EXPECT_EQ(rows, 99'999u);
    EXPECT_EQ(reader.notes().faulty_rows, 0u);
    EXPECT_LT(peak_memory() - before, 16u * 1024 * 1024);
}

TEST(Csv, CellsThatStandOnTheBorderOfABlockAreWhole) {
    for (std::size_t shift = 0; shift < 24; ++shift) {
        std::string bytes = "a,b\n";
        for (int row = 0; row < 4; ++row) bytes += std::string(60'000, 'x') + ",1\n";
        bytes.resize(262'144 - 24 + shift - 4, 'y');
        bytes += ",2\n\"x\"\"y\r\n中\",\"\"\r\n5,6\r\n";
        const Table table = read(bytes);
        ASSERT_EQ(table.error.code, "none");
        ASSERT_GE(table.rows.size(), 2u);
        EXPECT_EQ(table.rows[table.rows.size() - 2].cells, (Cells{"x\"y\n中", ""})) << shift;
        EXPECT_EQ(table.rows.back().cells, (Cells{"5", "6"})) << shift;
    }
}

}  // namespace
}  // namespace xinbu::readers
