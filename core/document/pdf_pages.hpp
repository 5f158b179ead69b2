// Pages of a report: where the next thing goes, and what stands above and below. Inside document only.
#pragma once

#include <string>

#include "canvas.hpp"
#include "cells.hpp"
#include "typesetter.hpp"

namespace xinbu::document {

/// The sizes of a printed report, in points.
struct Print {
    static constexpr double page_width = 595.28, page_height = 841.89;  // A4
    static constexpr double side = 48, top = 62, bottom = 66;
    static constexpr double width = page_width - 2 * side;
    static constexpr Font title{20, true}, heading{13, true}, caption{9.5, true}, text{9.5, false},
        small{8, false}, furniture{7, false};
};

/// Goes down one page after the other. Without a context it only counts them, so that each page can say how
/// many there are.
class Pages {
public:
    /// `cairo` is null, or a context on a surface of pages; `total` is what counting found.
    Pages(cairo_t* cairo, const Typesetter& type, const plugin::ReportModel& model, const Frame& frame,
          std::size_t total);

    cairo_t* cairo() const { return cairo_; }  ///< null while counting
    bool draws() const { return cairo_ != nullptr; }
    const Typesetter& type() const { return type_; }
    const ChartStyle& style() const { return style_; }
    Canvas canvas() const { return {cairo_, style_}; }

    double y() const { return y_; }
    double room() const { return Print::page_height - Print::bottom - y_; }
    static double whole() { return Print::page_height - Print::bottom - Print::top; }
    std::size_t number() const { return number_; }  ///< of this page, from 1

    void move(double height) { y_ += height; }
    /// Goes to the next page where so much does not fit on this one, but on another.
    void need(double height);
    void next_page();

    /// Writes lines from here on, over as many pages as they take.
    void write(const Lines& lines, double x, const Colour& colour);

private:
    void draw_furniture() const;

    cairo_t* cairo_;
    const Typesetter& type_;
    ChartStyle style_;
    std::string title_, organisation_, origin_line_, root_line_, mark_;
    std::size_t total_, number_ = 1;
    double y_ = Print::top;
};

}  // namespace xinbu::document
