#include "xinbu/document/qr_picture.hpp"

#include <fmt/format.h>

#include <memory>

#include "cells.hpp"
#include "qr_code.hpp"

namespace xinbu::document {

namespace {

constexpr int pixels_of_module = 8;

QrCode code_of(std::string_view content) {
    const std::optional<QrCode> code = QrCode::of(content);
    if (!code) drawing_failed("QR code");
    return *code;
}

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    auto& all = *static_cast<Bytes*>(bytes);
    all.insert(all.end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::string qr_svg(std::string_view content) {
    const QrCode code = code_of(content);
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"50mm\" height=\"50mm\" viewBox=\"0 0 {0} {0}\" "
        "shape-rendering=\"crispEdges\"><rect width=\"{0}\" height=\"{0}\" fill=\"#fff\"/><path "
        "d=\"{1}\"/></svg>\n",
        code.size(), code.svg_path());
}

Bytes qr_png(std::string_view content) {
    const QrCode code = code_of(content);
    const int side = code.size() * pixels_of_module;
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side), &cairo_surface_destroy);
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo(cairo_create(surface.get()),
                                                                   &cairo_destroy);
    cairo_set_source_rgb(cairo.get(), 1, 1, 1);
    cairo_paint(cairo.get());
    cairo_set_source_rgb(cairo.get(), 0, 0, 0);
    cairo_set_antialias(cairo.get(), CAIRO_ANTIALIAS_NONE);
    cairo_scale(cairo.get(), pixels_of_module, pixels_of_module);
    code.draw(cairo.get());
    Bytes png;
    if (cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS)
        drawing_failed("QR code");
    return png;
}

}  // namespace xinbu::document
