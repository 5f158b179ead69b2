#include "qr_code.hpp"

#include <fmt/format.h>
#include <qrencode.h>

#include <cerrno>
#include <memory>

#include "cells.hpp"

namespace xinbu::document {

std::optional<QrCode> QrCode::of(std::string_view content) {
    constexpr std::size_t most_bytes = 2331;  // version 40-M
    if (content.empty() || content.size() > most_bytes) return std::nullopt;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(content.size()),
                          reinterpret_cast<const unsigned char*>(content.data()), 0, QR_ECLEVEL_M),
        &QRcode_free);
    if (code == nullptr) drawing_failed("QR code");
    std::vector<Run> runs;
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x) {
            if ((code->data[y * code->width + x] & 1U) == 0) continue;
            const int begin = x;
            while (x < code->width && (code->data[y * code->width + x] & 1U) != 0) ++x;
            runs.push_back({begin + quiet, y + quiet, x - begin});
        }
    return QrCode(code->width, std::move(runs));
}

void QrCode::draw(cairo_t* cairo) const {
    for (const Run& run : runs_) cairo_rectangle(cairo, run.x, run.y, run.length, 1);
    cairo_fill(cairo);  // all at once: what touches shows no seam
}

std::string QrCode::svg_path() const {
    std::string path;
    for (const Run& run : runs_)
        fmt::format_to(std::back_inserter(path), "M{} {}h{}v1h-{}z", run.x, run.y, run.length, run.length);
    return path;
}

}  // namespace xinbu::document
