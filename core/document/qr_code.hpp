// QR codes. Inside document only.
#pragma once

#include <cairo.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xinbu::document {

/// The modules of a QR code (ISO/IEC 18004) with error correction M: it can be read with 15 % of it gone.
class QrCode {
public:
    /// The smallest code for these bytes; nothing where they are too many for any (2,331).
    static std::optional<QrCode> of(std::string_view content);

    /// Modules along a side, with the quiet zone of four around it that readers need.
    int size() const { return size_ + 2 * quiet; }

    /// Fills the dark modules, each one unit wide, with the upper left corner at the origin.
    void draw(cairo_t* cairo) const;
    /// The same as the data of an SVG path.
    std::string svg_path() const;

private:
    static constexpr int quiet = 4;

    /// Dark modules side by side in one row.
    struct Run {
        int x = 0, y = 0, length = 0;
    };
    QrCode(int size, std::vector<Run> runs) : size_(size), runs_(std::move(runs)) {}

    int size_;
    std::vector<Run> runs_;
};

}  // namespace xinbu::document
