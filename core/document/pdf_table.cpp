#include "pdf_table.hpp"

#include <algorithm>
#include <numeric>

#include "xinbu/readers/text.hpp"

namespace xinbu::document {

using plugin::Tone;

namespace {

constexpr double inside = 4;  ///< between the edge of a cell and its text
constexpr double padding = 2 * inside + 1;
constexpr double row_padding = 2.6;  ///< above and below
constexpr double smallest_text = 5.5;
constexpr double least_column = 3.2;   ///< in letters: what a column of text needs to be read at all
constexpr double word_slack = 1.04;    ///< letters of one number of columns are not all of one width
constexpr double most_of_word = 12;    ///< in letters: longer ones (hashes, addresses) may be broken
constexpr double most_of_short = 6.5;  ///< in letters: a word or two that look bad on two lines
constexpr double least_scale = 0.72;   ///< smaller letters than that of a text's are not read on paper

double sign_width(Tone tone, const Font& font) {
    return tone == Tone::neutral ? 0 : font.size * 1.05;
}

/// Whether a byte begins a character of U+3000 and above, between which lines may break anywhere.
bool begins_wide(char byte) {
    return static_cast<unsigned char>(byte) >= 0xE3;
}

/// Calls `use` with each piece of a text that is better not broken: a word, a number, a date, a Chinese
/// character.
template <class Use>
void for_each_piece(std::string_view text, Use use) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ' || text[at] == '\n') {
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        const auto is_inside = [&](char byte) {
            const bool continues = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
            return continues || (!begins_wide(text[at]) && !begins_wide(byte) && byte != ' ' && byte != '\n');
        };
        while (end < text.size() && is_inside(text[end])) ++end;
        use(text.substr(at, end - at));
        at = end;
    }
}

std::string_view longest_word(std::string_view text) {
    std::string_view longest;
    std::size_t most = 0;
    for_each_piece(text, [&](std::string_view piece) {
        if (const std::size_t width = readers::display_width(piece); width > most) {
            most = width;
            longest = piece;
        }
    });
    return longest;
}

}  // namespace

PdfTable::PdfTable(const plugin::ReportTable& table, const Frame& frame, const Typesetter& type)
    : table_(table), frame_(frame) {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) columns_.push_back({i});
    if (measure(type) > Print::width && can_share()) {
        share_columns();
        measure(type);
    }
    share_out(natural_, std::move(least_), type);
    Cells labels;
    for (const plugin::ReportColumn& column : table_.columns)
        labels.push_back({plugin::both(column.label), Tone::neutral});
    heading_ = row_of(labels, bold_, type);
}

bool PdfTable::can_share() const {
    return std::ranges::any_of(table_.columns, &plugin::ReportColumn::goes_beneath);
}

void PdfTable::share_columns() {
    columns_.clear();
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
        if (!table_.columns[i].goes_beneath || columns_.empty()) columns_.emplace_back();
        columns_.back().push_back(i);
    }
}

std::string PdfTable::text_of(const Cells& row, const Shared& columns) const {
    std::string text, lines;  // `lines`: of what is missing so far
    for (const std::size_t column : columns) {
        const std::string one = cell_text(cell_at(row, column), table_.columns[column].quantity, frame_);
        if (one.empty()) {
            // What stands beneath nothing is not taken for what is missing above it.
            lines += "–\n";
            continue;
        }
        text += (text.empty() ? "" : "\n") + lines + one;
        lines.clear();
    }
    return text;
}

Tone PdfTable::tone_of(const Cells& row, const Shared& columns) const {
    for (const std::size_t column : columns)
        if (const Tone tone = cell_at(row, column).tone; tone != Tone::neutral) return tone;
    return Tone::neutral;
}

bool PdfTable::is_of_numbers(const Shared& columns) const {
    return columns.size() == 1 && is_number(table_.columns[columns.front()].quantity);
}

/// What each column would like, and what it needs at least, from its widest cell; how much all would like
/// together.
double PdfTable::measure(const Typesetter& type) {
    std::vector<double> unbroken;
    natural_.clear();
    least_.clear();
    for (const Shared& columns : columns_) {
        double natural = 0, least = 0, short_one = 0;
        for (const std::size_t i : columns) {
            const plugin::ReportColumn& column = table_.columns[i];
            const std::string heading = shown_lines(column.label);
            std::string widest, word;
            std::size_t most = 0, most_in_word = 0;
            double sign = 0;
            const auto look_at = [&](const Cells& row) {
                std::string text = cell_text(cell_at(row, i), column.quantity, frame_);
                const std::size_t width = readers::display_width(text);
                const std::string_view piece = longest_word(text);
                if (const std::size_t length = readers::display_width(piece); length > most_in_word) {
                    most_in_word = length;
                    word = piece;
                }
                sign = std::max(sign, sign_width(tone_of(row, columns), text_));
                if (width <= most) return;
                most = width;
                widest = std::move(text);
            };
            for (const Cells& row : table_.rows) look_at(row);
            if (!table_.total.empty()) look_at(table_.total);
            constexpr std::size_t enough = 4000;  // more is broken in any case
            const double cells = type.width_of(readers::printable(widest, enough), bold_);
            const double label = type.width_of(heading, bold_);
            const double label_word = type.width_of(longest_word(heading), bold_);
            const bool stays_whole = is_number(column.quantity) || column.quantity == plugin::Quantity::date;
            const double in_word = type.width_of(readers::printable(word, enough), text_) * word_slack;
            const double letters =
                std::max(std::min(in_word, most_of_word * text_.size), least_column * text_.size);
            const double wanted = std::max({cells, label, in_word}) + sign + padding;
            const double room = std::max((stays_whole ? cells : letters) + sign, label_word) + padding;
            const double needed = std::min(room, wanted);
            const bool is_short = cells <= most_of_short * text_.size;
            natural = std::max(natural, wanted);
            least = std::max(least, needed);
            short_one =
                std::max(short_one, is_short ? std::clamp(cells + sign + padding, needed, wanted) : needed);
        }
        natural_.push_back(natural);
        least_.push_back(least);
        unbroken.push_back(short_one);
    }
    // Short cells stay on one line, where that leaves the others what they need.
    const double together = std::accumulate(unbroken.begin(), unbroken.end(), 0.0);
    if (together <= Print::width) least_ = std::move(unbroken);
    return std::accumulate(natural_.begin(), natural_.end(), 0.0);
}

/// Gives each column what it would like, where there is room for all; else what it needs, and what remains to
/// those that make the rows high. Where even that is too much, the letters become smaller.
void PdfTable::share_out(const std::vector<double>& natural, std::vector<double> least,
                         const Typesetter& type) {
    const auto sum = [](const std::vector<double>& all) {
        return std::accumulate(all.begin(), all.end(), 0.0);
    };
    if (const double needed = sum(least); needed > Print::width) {
        const double paddings = padding * static_cast<double>(least.size());
        const double squeezed = (Print::width - paddings) / (needed - paddings);
        is_too_wide_ = squeezed < least_scale;
        const double smaller = std::max(squeezed, smallest_text / text_.size);
        text_.size *= smaller;
        bold_.size *= smaller;
        for (double& width : least) width = std::max(padding + (width - padding) * squeezed, 1.0);
        widths_ = std::move(least);
        return;
    }
    const double wanted = sum(natural);
    if (wanted <= Print::width) {
        widths_ = natural;
        const double more =
            (Print::width - wanted) / static_cast<double>(std::max<std::size_t>(natural.size(), 1));
        for (double& width : widths_) width += more;
        return;
    }
    widths_ = std::move(least);
    shorten_rows(natural, type);
}

/// Shares out what the page is wider than the columns, bit by bit to the one that lowers the rows most.
void PdfTable::shorten_rows(const std::vector<double>& natural, const Typesetter& type) {
    constexpr std::size_t most_rows = 400;  // looked at, evenly spread
    constexpr int bits = 120;
    const std::size_t step = table_.rows.size() / most_rows + 1, columns = columns_.size();
    const double letter = type.width_of("0", text_);
    std::vector<std::vector<double>> lengths;  // of the cells of each row, on one line
    std::vector<double> all(columns, 0), pieces(columns, 0);
    for (std::size_t at = 0; at < table_.rows.size(); at += step) {
        std::vector<double>& of_row = lengths.emplace_back();
        for (std::size_t i = 0; i < columns; ++i) {
            const std::string text = text_of(table_.rows[at], columns_[i]);
            of_row.push_back(static_cast<double>(readers::display_width(text)) * letter +
                             sign_width(tone_of(table_.rows[at], columns_[i]), text_));
            all[i] += of_row.back();
            for_each_piece(text, [&](std::string_view) { ++pieces[i]; });
        }
    }
    // Where lines break between words, each lacks half a word on average.
    const auto inner = [&](std::size_t i) {
        const double word = pieces[i] > 0 ? all[i] / pieces[i] : 0;
        return std::max(widths_[i] - padding - word / 2, letter);
    };
    const double bit = (Print::width - std::accumulate(widths_.begin(), widths_.end(), 0.0)) / bits;
    for (int given = 0; given < bits; ++given) {
        std::vector<double> gains(columns, 0);
        for (const std::vector<double>& of_row : lengths) {
            std::size_t highest = 0;
            for (std::size_t i = 1; i < columns; ++i)
                if (of_row[i] / inner(i) > of_row[highest] / inner(highest)) highest = i;
            if (of_row[highest] > inner(highest))
                gains[highest] += of_row[highest] / (inner(highest) * inner(highest));
        }
        std::size_t best = 0;
        for (std::size_t i = 1; i < columns; ++i)
            if (gains[i] > gains[best]) best = i;
        // Where no row has a second line any more, whoever has least of what it would like.
        if (gains[best] == 0)
            for (std::size_t i = 1; i < columns; ++i)
                if (widths_[i] / natural[i] < widths_[best] / natural[best]) best = i;
        widths_[best] += bit;
    }
}

PdfTable::Row PdfTable::row_of(const Cells& cells, const Font& font, const Typesetter& type) const {
    Row row;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Tone tone = tone_of(cells, columns_[i]);
        row.tones.push_back(tone);
        row.cells.push_back(type.paragraph(text_of(cells, columns_[i]), font,
                                           widths_[i] - 2 * inside - sign_width(tone, font)));
        row.lines = std::max(row.lines, row.cells.back().count());
    }
    row.lines = std::max<std::size_t>(row.lines, 1);
    return row;
}

double PdfTable::height_of(const Row& row, const Typesetter& type) const {
    return static_cast<double>(row.lines) * type.line_height(text_) + 2 * row_padding;
}

/// The heading does not stand alone at the foot of a page.
double PdfTable::least_room(const Typesetter& type) const {
    const double first = table_.rows.empty() ? 0 : height_of(row_of(table_.rows.front(), text_, type), type);
    const double both = height_of(heading_, type) + std::max(first, type.line_height(text_) * 2);
    return both <= Pages::whole() / 2 ? both : height_of(heading_, type) + type.line_height(text_) * 2;
}

double PdfTable::beginning(const Typesetter& type) const {
    if (table_.columns.empty()) return 0;
    if (table_.title.is_empty()) return least_room(type);
    return least_room(type) + 4 +
           type.paragraph(shown_lines(table_.title), Print::caption, Print::width).height();
}

void PdfTable::write(Pages& pages) const {
    const Typesetter& type = pages.type();
    if (table_.columns.empty()) return;
    const double least = least_room(type);
    if (!table_.title.is_empty()) {
        const Lines title = type.paragraph(shown_lines(table_.title), Print::caption, Print::width);
        pages.need(title.height() + 4 + least);
        pages.write(title, Print::side, pages.style().text);
        pages.move(4);
    }
    pages.need(least);
    write_heading(pages);
    for (const Cells& cells : table_.rows) write_row(pages, row_of(cells, text_, type));
    if (table_.rows.empty()) {
        pages.move(row_padding);
        pages.write(type.paragraph(when_empty(table_), text_, Print::width - 2 * inside),
                    Print::side + inside, pages.style().faint);
        pages.move(row_padding);
    }
    if (!table_.total.empty()) {
        const Row total = row_of(table_.total, bold_, type);
        pages.need(height_of(total, type));
        if (pages.draws())
            pages.canvas().line(Print::side, pages.y(), Print::side + Print::width, pages.y(),
                                pages.style().faint, 1.2);
        write_row(pages, total);
    }
    pages.move(12);
}

void PdfTable::write_heading(Pages& pages) const {
    const double height = height_of(heading_, pages.type());
    if (height > Pages::whole() / 2) return write_row(pages, heading_);  // too high to be repeated
    if (pages.draws()) {
        const ChartStyle& style = pages.style();
        pages.canvas().fill({Print::side, pages.y(), Print::width, height},
                            mix(style.paper, style.line, 0.35));
    }
    draw_lines(pages, heading_, 0, heading_.lines);
    pages.move(height);
    if (pages.draws())
        pages.canvas().line(Print::side, pages.y(), Print::side + Print::width, pages.y(),
                            pages.style().faint, 0.9);
}

void PdfTable::write_row(Pages& pages, const Row& row) const {
    const double line = pages.type().line_height(text_);
    const double heading = &row == &heading_ ? 0 : height_of(heading_, pages.type());
    const bool repeats = heading > 0 && heading <= Pages::whole() / 2;
    const auto turn = [&] {
        pages.next_page();
        if (repeats) write_heading(pages);
    };
    const double height = height_of(row, pages.type());
    if (height > pages.room() && height <= Pages::whole() - (repeats ? heading : 0)) turn();
    for (std::size_t first = 0; first < row.lines;) {
        const double room = std::max(pages.room() - 2 * row_padding, 0.0);
        const std::size_t count = std::min(static_cast<std::size_t>(room / line + 1e-6), row.lines - first);
        if (count == 0) {
            turn();
            continue;
        }
        draw_lines(pages, row, first, count);
        first += count;
        pages.move(static_cast<double>(count) * line + 2 * row_padding);
    }
    if (pages.draws())
        pages.canvas().line(Print::side, pages.y(), Print::side + Print::width, pages.y(), pages.style().line,
                            0.5);
}

/// Draws lines of a row, from here on; does not move.
void PdfTable::draw_lines(Pages& pages, const Row& row, std::size_t first, std::size_t count) const {
    if (!pages.draws()) return;
    const ChartStyle& style = pages.style();
    double x = Print::side;
    const double y = pages.y() + row_padding;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const Lines& lines = row.cells[i];
        const Tone tone = row.tones[i];
        const bool to_the_right = is_of_numbers(columns_[i]);
        const double sign = sign_width(tone, text_);
        if (tone != Tone::neutral && first == 0) {
            const double size = text_.size * 0.75;
            const double at = to_the_right
                                  ? std::max(x + inside, x + widths_[i] - inside - lines.width() - sign)
                                  : x + inside;
            pages.canvas().sign(tone, at, y + (lines.line_height() - size) / 2, size);
        }
        if (to_the_right) {
            lines.draw(pages.cairo(), x + widths_[i] - inside, y, style.text, Align::right, first, count);
        } else {
            lines.draw(pages.cairo(), x + inside + sign, y, style.text, Align::left, first, count);
        }
        x += widths_[i];
    }
}

}  // namespace xinbu::document
