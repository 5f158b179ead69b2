// Drawings as SVG. Inside document only.
#pragma once

#include <string>
#include <string_view>

#include "xinbu/document/chart.hpp"

namespace xinbu::document {

/// The element `svg` alone, to stand inside a page. Its ids begin with `prefix`: drawings on one page must
/// not share any.
std::string inline_svg(const Chart& chart, double width, const ChartStyle& style, std::string_view prefix);

/// What XML and HTML take for markup, and quotes, as entities.
std::string escaped(std::string_view text);

}  // namespace xinbu::document
