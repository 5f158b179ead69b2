#include "pdf_pages.hpp"

#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>

#include "drawings.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::document {

Pages::Pages(cairo_t* cairo, const Typesetter& type, const plugin::ReportModel& model, const Frame& frame,
             std::size_t total)
    : cairo_(cairo),
      type_(type),
      title_(label_of(model.title)),
      organisation_(label_of({frame.organisation, frame.organisation})),
      origin_line_(fmt::format(fmt::runtime(tr("{}, {} commits, as of {}")), shown_lines(frame.origin),
                               frame.size, frame.as_of.text())),
      root_line_(fmt::format(fmt::runtime(tr("root {}")), shown_lines(frame.root))),
      mark_(shown_lines(frame.mark)),
      total_(total) {
    style_.text_size = Print::text.size;
    if (draws()) draw_furniture();
}

void Pages::need(double height) {
    if (height > room() && height <= whole()) next_page();
}

void Pages::next_page() {
    ++number_;
    y_ = Print::top;
    if (!draws()) return;
    cairo_show_page(cairo_);
    draw_furniture();
}

void Pages::write(const Lines& lines, double x, const Colour& colour) {
    for (std::size_t first = 0; first < lines.count();) {
        const auto fitting = static_cast<std::size_t>(std::max(room(), 0.0) / lines.line_height());
        const std::size_t count = std::min(fitting, lines.count() - first);
        if (draws() && count > 0) lines.draw(cairo_, x, y_, colour, Align::left, first, count);
        first += count;
        move(static_cast<double>(count) * lines.line_height());
        if (first < lines.count()) next_page();
    }
}

/// What every page bears: whose it is, and the state of the ledger that it was made from.
void Pages::draw_furniture() const {
    const double right = Print::page_width - Print::side, height = type_.line_height(Print::furniture);
    const Canvas canvas = this->canvas();
    if (number_ > 1) {
        type_.line(organisation_, Print::furniture, Print::width * 0.4)
            .draw(cairo_, Print::side, 34, style_.faint);
        type_.line(title_, Print::furniture, Print::width * 0.55)
            .draw(cairo_, right, 34, style_.faint, Align::right);
        canvas.line(Print::side, 36 + height, right, 36 + height, style_.line, 0.6);
    }
    const double foot = Print::page_height - Print::bottom + 18;
    canvas.line(Print::side, foot - 4, right, foot - 4, style_.line, 0.6);
    const Lines page =
        type_.line(fmt::format(fmt::runtime(tr("Page {} of {}")), number_, total_), Print::furniture);
    page.draw(cairo_, right, foot, style_.faint, Align::right);
    type_.line(origin_line_, Print::furniture, Print::width - page.width() - 12)
        .draw(cairo_, Print::side, foot, style_.faint);
    type_.line(root_line_, Print::furniture, Print::width)
        .draw(cairo_, Print::side, foot + height, style_.faint);
    if (!mark_.empty())
        type_.line(mark_, Print::furniture, Print::width)
            .draw(cairo_, Print::side, foot + 2 * height, style_.text);
}

}  // namespace xinbu::document
