// Text, measured and drawn by Pango. Inside document only.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "xinbu/document/chart.hpp"

typedef struct _PangoContext PangoContext;
typedef struct _PangoLayout PangoLayout;

namespace xinbu::document {

struct Font {
    double size = 12;  ///< in units of the surface
    bool bold = false;
};

enum class Align { left, centre, right };

/// A text broken into lines of equal height. Belongs to the thread of its Typesetter.
class Lines {
public:
    Lines() = default;
    Lines(std::shared_ptr<PangoLayout> layout, double line_height);

    std::size_t count() const { return count_; }
    double width() const { return width_; }  ///< of the widest line
    double line_height() const { return line_height_; }
    double height() const { return static_cast<double>(count_) * line_height_; }
    bool is_empty() const { return count_ == 0; }

    /// Draws `count` lines from `first` on. `x` is their left edge, their middle or their right edge, `y` the
    /// upper edge of the first one drawn.
    void draw(cairo_t* cairo, double x, double y, const Colour& colour, Align align = Align::left,
              std::size_t first = 0, std::size_t count = SIZE_MAX) const;

private:
    std::shared_ptr<PangoLayout> layout_;
    std::size_t count_ = 0;
    double width_ = 0, line_height_ = 0;
};

/// Sets texts in one family. What is measured does not depend on the surface that it is drawn on: fonts are
/// not hinted.
class Typesetter {
public:
    explicit Typesetter(std::string family);

    double line_height(const Font& font) const;
    double width_of(std::string_view text, const Font& font) const;
    /// In one line; elided at its end where it is wider than `width`.
    Lines line(std::string_view text, const Font& font, double width = 1e9) const;
    /// In as many lines as it takes at that width, at most `most` of them (then the last one is elided).
    /// Words that are too wide are broken.
    Lines paragraph(std::string_view text, const Font& font, double width, std::size_t most = SIZE_MAX) const;

private:
    std::shared_ptr<PangoLayout> layout(std::string_view text, const Font& font) const;

    std::string family_;
    std::shared_ptr<PangoContext> context_;
};

}  // namespace xinbu::document
