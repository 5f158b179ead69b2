// A QR code as a picture of its own, for paper, a screen or a letterhead.
#pragma once

#include <string>
#include <string_view>

#include "xinbu/base/bytes.hpp"

namespace xinbu::document {

/// Black on white with the quiet zone that readers need, five centimetres wide. Throws Failure
/// `document_failed` where the content is empty or too much for any code.
std::string qr_svg(std::string_view content);
/// The same as a PNG, eight pixels a module.
Bytes qr_png(std::string_view content);

}  // namespace xinbu::document
