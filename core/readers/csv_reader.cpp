#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "csv_cells.hpp"
#include "input.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/csv.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::readers {
namespace {

enum class Kind : unsigned char { plain, high, separator, quote, cr, lf, control };

}  // namespace

// Works on bytes. Separator, quote and line ends are single bytes below 0x30, and tail bytes of UTF-8 and
// GB18030 never are, so rows can be found before anything is decoded, and a bad sequence spoils its own row
// only.
class CsvReader::Parser {
public:
    Parser(std::unique_ptr<Input> input, CsvOptions options)
        : input_(std::move(input)), options_(checked(std::move(options))), text_(options_) {
        kinds_.fill(Kind::plain);
        for (std::size_t byte = 0; byte < 0x20; ++byte) kinds_[byte] = Kind::control;
        for (std::size_t byte = 0x80; byte < 0x100; ++byte) kinds_[byte] = Kind::high;
        kinds_['\t'] = Kind::plain;
        kinds_[0x7F] = Kind::control;
        kinds_['\r'] = Kind::cr;
        kinds_['\n'] = Kind::lf;
        kinds_['"'] = Kind::quote;
        kinds_[static_cast<unsigned char>(options_.separator)] = Kind::separator;
        skip_byte_order_mark();
        read_header();
    }

    bool next() {
        if (ended_ || !read_row()) return false;
        ++notes_.rows;
        if (!row_.fault && row_.cells.size() != header_.size()) {
            fault("csv.cell_count", tr("the row has {} cells, the header names {} columns"),
                  row_.cells.size(), header_.size());
        }
        if (!row_.fault) finish_cells();
        if (row_.fault) {
            ++notes_.faulty_rows;
            row_.cells.clear();
        }
        return true;
    }

    const CsvCells& row() const { return row_; }
    const std::vector<std::string>& header() const { return header_; }
    const Input& input() const { return *input_; }
    const CsvNotes& notes() const { return notes_; }

private:
    enum class State { cell_start, unquoted, quoted, quote_in_quoted, skipping };

    static CsvOptions checked(CsvOptions options) {
        if (!options.encoding.empty() && options.encoding != "utf-8" && options.encoding != "gb18030") {
            throw Failure(Category::usage, "bad_option", printable(options.encoding, 40),
                          tr("this encoding is not known"), tr("Use utf-8 or gb18030."));
        }
        if (options.separator != ',' && options.separator != ';' && options.separator != '\t') {
            throw Failure(Category::usage, "bad_option", printable(std::string(1, options.separator)),
                          tr("this character cannot separate cells"),
                          tr("Use a comma, a semicolon or a tab."));
        }
        return options;
    }

    bool fill() {
        begin_ = 0;
        end_ = input_->read(block_.data(), block_.size());
        return end_ > 0;
    }

    void skip_byte_order_mark() {
        fill();
        const std::string_view start(block_.data(), end_);
        using namespace std::string_view_literals;
        if (start.starts_with("\xFF\xFE"sv) || start.starts_with("\xFE\xFF"sv) ||
            (start.size() > 1 && (start[0] == '\0') != (start[1] == '\0'))) {
            refuse(1, "csv.utf16", tr("the file is UTF-16"), tr("Save it as UTF-8 (“CSV UTF-8”)."));
        }
        if (start.starts_with("\xEF\xBB\xBF"sv)) {
            if (options_.encoding == "gb18030") {
                refuse(1, "csv.encoding", tr("the file says that it is UTF-8, not GB18030"),
                       tr("Leave the encoding out, or name utf-8."));
            }
            begin_ = 3;
        } else if (options_.encoding == "gb18030" && start.starts_with("\x84\x31\x95\x33"sv)) {
            begin_ = 4;
        }
    }

    void read_header() {
        limit_cells_ = csv_column_limit;
        const bool any = read_row();
        if (!any)
            refuse(0, "csv.empty", tr("the file is empty"), tr("A header row with column names is needed."));
        if (!row_.fault && row_.cells.size() > csv_column_limit) {
            fault("csv.columns", tr("the header has more than {} columns"), csv_column_limit);
        }
        if (!row_.fault) finish_cells();
        if (row_.fault) refuse_header({*row_.fault});
        for (const CsvCells::Cell& cell : row_.cells) header_.emplace_back(row_.text(cell));
        std::vector<Detail> faults = header_faults(header_, options_.required);
        for (Detail& detail : faults) {
            detail.file = input_->name();
            detail.line = row_.line;
        }
        if (!faults.empty()) refuse_header(std::move(faults));
        for (std::size_t index = 0; index < header_.size(); ++index)
            row_.columns.emplace(header_[index], index);
        limit_cells_ = header_.size();
        notes_ = CsvNotes{};
    }

    [[noreturn]] void refuse_header(std::vector<Detail> details) {
        std::string remedy = tr("Correct the first row: it names the columns.");
        if (details.front().rule == "csv.encoding" && options_.encoding.empty()) {
            remedy = tr("Save the file as UTF-8, or name its encoding: gb18030.");
        }
        throw bad_file("bad_csv", input_->name(), std::move(details), std::move(remedy));
    }

    void finish_cells() {
        if (std::optional<Detail> found = text_.finish(row_, header_, notes_)) {
            found->file = input_->name();
            found->line = row_.line;
            row_.fault = std::move(found);
        }
    }

    template <class... Parts>
    void fault_at(long line, const char* rule, const char* sentence, const Parts&... parts) {
        if (row_.fault) return;
        row_.fault = Detail{input_->name(), line, {}, rule, fmt::format(fmt::runtime(sentence), parts...)};
    }
    template <class... Parts>
    void fault(const char* rule, const char* sentence, const Parts&... parts) {
        fault_at(row_.line, rule, sentence, parts...);
    }

    [[noreturn]] void refuse(long line, const char* rule, std::string message, std::string remedy) {
        ended_ = true;
        throw bad_file("bad_csv", input_->name(),
                       {Detail{input_->name(), line, {}, rule, std::move(message)}}, std::move(remedy));
    }

    // Reads one row into row_; false at the end of the file.
    bool read_row() {
        row_.clear();
        start_row();
        for (;;) {
            if (begin_ == end_ && !fill()) return end_of_file();
            if (after_cr_) {
                after_cr_ = false;
                if (block_[begin_] == '\n') {
                    ++begin_;
                    count_line_end(2);
                    continue;
                }
                count_line_end(1);
            }
            if (take()) return true;
        }
    }

    void start_row() {
        row_.line = line_;
        state_ = State::cell_start;
        row_bytes_ = 0;
        quotes_ = 0;
        cell_ = {};
        cell_count_ = 0;
        cell_bytes_ = 0;
        inner_cr_ = false;
    }

    bool end_of_file() {
        ended_ = true;
        if (state_ == State::quoted) {
            refuse(quote_line_, "csv.quote_open", tr("the quote that is opened here is never closed"),
                   tr("Close the quote; a quote inside a quoted cell is written twice."));
        }
        if (after_cr_) count_line_end(1);
        if (!input_->unchanged()) {
            refuse(0, "csv.changed", tr("the file changed while it was read"),
                   tr("Wait until it is complete and read it again."));
        }
        if (row_bytes_ == 0) return false;
        end_row();
        return true;
    }

    // Takes a run of plain bytes or one other byte; true where the row is complete.
    bool take() {
        const char* const at = block_.data() + begin_;
        const char* const end = block_.data() + end_;
        const char* stop = at;
        bool high = false;
        Kind kind = Kind::plain;
        for (; stop != end; ++stop) {
            kind = kinds_[static_cast<unsigned char>(*stop)];
            if (kind > Kind::high && !(kind == Kind::separator && state_ == State::quoted)) break;
            high |= kind == Kind::high;
        }
        if (stop != at) {
            const auto bytes = static_cast<std::size_t>(stop - at);
            begin_ += bytes;
            count_bytes(bytes);
            plain({at, bytes}, high);
            return false;
        }
        ++begin_;
        if (kind == Kind::cr || kind == Kind::lf) return line_end(kind == Kind::cr);
        count_bytes(1);
        if (kind == Kind::quote) {
            quote();
        } else if (kind == Kind::separator) {
            separator();
        } else {
            fault_at(line_, "csv.character", tr("the row holds the forbidden control character {}"),
                     code_point_name(static_cast<unsigned char>(*at)));
            plain({at, 1}, false);
        }
        return false;
    }

    void plain(std::string_view bytes, bool high) {
        inner_cr_ = false;
        if (state_ == State::cell_start) state_ = State::unquoted;
        if (state_ == State::quote_in_quoted) {
            fault_at(line_, "csv.quote", tr("text follows behind a closing quote"));
            state_ = State::skipping;
        }
        cell_.not_ascii |= high;
        store(bytes);
    }

    void store(std::string_view bytes) {
        cell_bytes_ += bytes.size();
        if (cell_bytes_ > csv_cell_limit_bytes) {
            fault("csv.cell_length", tr("cell {} is longer than {} bytes"), cell_count_ + 1,
                  csv_cell_limit_bytes);
        }
        if (!row_.fault && cell_count_ < limit_cells_) row_.bytes += bytes;
    }

    void quote() {
        inner_cr_ = false;
        switch (state_) {
            case State::cell_start:
                ++quotes_;
                quote_line_ = line_;
                state_ = State::quoted;
                break;
            case State::quoted:
                ++quotes_;
                state_ = State::quote_in_quoted;
                break;
            case State::quote_in_quoted:
                ++quotes_;
                store("\"");
                state_ = State::quoted;
                break;
            case State::unquoted:
                if (options_.bare_quotes) {
                    store("\"");
                    break;
                }
                ++quotes_;
                quote_line_ = line_;
                fault_at(
                    line_, "csv.quote",
                    tr("a quote stands inside an unquoted cell; quote the cell and write the quote twice"));
                state_ = State::skipping;
                break;
            case State::skipping:
                ++quotes_;
                break;
        }
    }

    void separator() {
        if (state_ == State::skipping) return;
        end_cell();
        state_ = State::cell_start;
    }

    void end_cell() {
        if (cell_count_ < limit_cells_ || cell_count_ == 0) {
            cell_.end = row_.bytes.size();
            row_.cells.push_back(cell_);
        } else {
            row_.cells.emplace_back();  // only counted
        }
        ++cell_count_;
        cell_ = {};
        cell_.begin = row_.bytes.size();
        cell_bytes_ = 0;
    }

    void end_row() {
        if (state_ != State::skipping) end_cell();
        // With an even number of quotes the row ends here under every reading of it. With an odd number a
        // cell may go on in the next line, and taking that line for a row could import what nobody wrote.
        if (state_ == State::skipping && quotes_ % 2 != 0) {
            ended_ = true;
            throw bad_file("bad_csv", input_->name(), {*row_.fault},
                           tr("The quotes do not tell where the row ends. Correct this line, then read the "
                              "file again."));
        }
    }

    bool line_end(bool is_cr) {
        if (state_ == State::quoted) {
            if (is_cr || !inner_cr_) ++line_;
            count_bytes(1);
            cell_.line_end = true;
            store(is_cr ? "\r" : "\n");
            inner_cr_ = is_cr;
            return false;
        }
        ++line_;
        if (is_cr) {
            after_cr_ = true;
        } else {
            count_line_end(0);
        }
        if (row_bytes_ == 0) {
            start_row();
            return false;
        }
        end_row();
        return true;
    }

    void count_bytes(std::size_t bytes) {
        row_bytes_ += bytes;
        if (row_bytes_ <= csv_line_limit_bytes || state_ == State::skipping) return;
        if (state_ == State::quoted) {
            refuse(
                quote_line_, "csv.line_length",
                fmt::format(fmt::runtime(tr("the quote that is opened here is not closed within {} bytes")),
                            csv_line_limit_bytes),
                tr("Close the quote; a quote inside a quoted cell is written twice."));
        }
        fault("csv.line_length", tr("the row is longer than {} bytes"), csv_line_limit_bytes);
        state_ = State::skipping;
    }

    void count_line_end(std::size_t style) {
        styles_[style] = true;
        notes_.mixed_line_ends = std::count(styles_.begin(), styles_.end(), true) > 1;
    }

    std::unique_ptr<Input> input_;
    CsvOptions options_;
    CsvText text_;
    CsvNotes notes_;
    CsvCells row_;
    std::vector<std::string> header_;
    std::array<Kind, 256> kinds_{};
    std::vector<char> block_ = std::vector<char>(input_block_bytes);
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t limit_cells_ = 0;
    std::array<bool, 3> styles_{};  // LF, CR, CRLF

    State state_ = State::cell_start;
    CsvCells::Cell cell_;
    std::size_t cell_count_ = 0;
    std::size_t cell_bytes_ = 0;
    std::size_t row_bytes_ = 0;
    std::size_t quotes_ = 0;
    long quote_line_ = 0;
    long line_ = 1;
    bool inner_cr_ = false;
    bool after_cr_ = false;
    bool ended_ = false;
};

std::string_view CsvLine::cell(std::string_view column) const {
    const auto found = cells_->columns.find(column);
    return found == cells_->columns.end() ? std::string_view() : at(found->second);
}

std::string_view CsvLine::at(std::size_t index) const {
    return index < cells_->cells.size() ? cells_->text(cells_->cells[index]) : std::string_view();
}

long CsvLine::line() const {
    return cells_->line;
}

const Detail* CsvLine::fault() const {
    return cells_->fault ? &*cells_->fault : nullptr;
}

CsvReader::CsvReader(const std::filesystem::path& file, CsvOptions options)
    : parser_(std::make_unique<Parser>(std::make_unique<Input>(file), std::move(options))) {
    line_.cells_ = &parser_->row();
}

CsvReader::CsvReader(std::istream& stream, std::string name, CsvOptions options)
    : parser_(
          std::make_unique<Parser>(std::make_unique<Input>(stream, std::move(name)), std::move(options))) {
    line_.cells_ = &parser_->row();
}

CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader::~CsvReader() = default;

const std::vector<std::string>& CsvReader::header() const {
    return parser_->header();
}

const CsvLine* CsvReader::next() {
    return parser_->next() ? &line_ : nullptr;
}

std::uint64_t CsvReader::bytes_read() const {
    return parser_->input().bytes_read();
}

std::uint64_t CsvReader::bytes_total() const {
    return parser_->input().bytes_total();
}

const CsvNotes& CsvReader::notes() const {
    return parser_->notes();
}

}  // namespace xinbu::readers
