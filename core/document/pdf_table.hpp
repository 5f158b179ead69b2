// Tables on pages. Inside document only.
#pragma once

#include <vector>

#include "pdf_pages.hpp"

namespace xinbu::document {

/// A table with its columns measured. Its heading stands on every page that it goes over; a row that is
/// higher than a page goes over several.
class PdfTable {
public:
    PdfTable(const plugin::ReportTable& table, const Frame& frame, const Typesetter& type);
    void write(Pages& pages) const;
    /// What must stand together at the foot of a page: title, heading and first row.
    double beginning(const Typesetter& type) const;
    /// Whether its columns have no room beside each other in letters that can be read.
    bool is_too_wide() const { return is_too_wide_; }

private:
    struct Row {
        std::vector<Lines> cells;
        std::vector<plugin::Tone> tones;
        std::size_t lines = 0;  ///< of the highest cell
    };
    using Cells = std::vector<plugin::Cell>;
    /// Columns of the table that share one on paper, one beneath the other.
    using Shared = std::vector<std::size_t>;
    /// A line for each column that says something, and for one above such a line "–" where it says nothing.
    std::string text_of(const Cells& row, const Shared& columns) const;
    plugin::Tone tone_of(const Cells& row, const Shared& columns) const;
    bool is_of_numbers(const Shared& columns) const;
    bool can_share() const;
    void share_columns();
    double measure(const Typesetter& type);
    void share_out(const std::vector<double>& natural, std::vector<double> least, const Typesetter& type);
    void shorten_rows(const std::vector<double>& natural, const Typesetter& type);
    double least_room(const Typesetter& type) const;
    Row row_of(const Cells& cells, const Font& font, const Typesetter& type) const;
    double height_of(const Row& row, const Typesetter& type) const;
    void write_heading(Pages& pages) const;
    void write_row(Pages& pages, const Row& row) const;
    void draw_lines(Pages& pages, const Row& row, std::size_t first, std::size_t count) const;

    const plugin::ReportTable& table_;
    const Frame& frame_;
    Font text_ = Print::text, bold_{Print::text.size, true};
    std::vector<Shared> columns_;
    std::vector<double> widths_, natural_, least_;
    bool is_too_wide_ = false;
    Row heading_;
};

}  // namespace xinbu::document
