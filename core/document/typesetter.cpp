#include "typesetter.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>

#include "xinbu/base/i18n.hpp"

namespace xinbu::document {

namespace {

/// Han characters look different in Japanese and Chinese fonts; the names here are Chinese in any language.
constexpr const char* chinese_families =
    ",Noto Sans CJK SC,Noto Sans SC,Source Han Sans SC,WenQuanYi Micro Hei,WenQuanYi Zen Hei";

constexpr double widest = 1e6;  // Pango counts in 1/1024 of a unit, in 32 bits

int to_pango(double length) {
    return static_cast<int>(std::lround(std::clamp(length, 0.0, widest) * PANGO_SCALE));
}
double from_pango(int length) {
    return static_cast<double>(length) / PANGO_SCALE;
}

std::shared_ptr<PangoContext> new_context() {
    PangoContext* context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    // Han characters look different in Japanese and Chinese fonts; the names here are Chinese in any
    // language.
    pango_context_set_language(context, pango_language_from_string("zh-cn"));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    return {context, [](PangoContext* one) { g_object_unref(one); }};
}

double line_height_of(PangoLayout* layout) {
    PangoRectangle logical;
    pango_layout_get_extents(layout, nullptr, &logical);
    return from_pango(logical.height);
}

}  // namespace

Lines::Lines(std::shared_ptr<PangoLayout> layout, double line_height)
    : layout_(std::move(layout)), line_height_(line_height) {
    if (pango_layout_get_character_count(layout_.get()) == 0) return;
    count_ = static_cast<std::size_t>(pango_layout_get_line_count(layout_.get()));
    for (GSList* at = pango_layout_get_lines_readonly(layout_.get()); at != nullptr; at = at->next) {
        PangoRectangle logical;
        pango_layout_line_get_extents(static_cast<PangoLayoutLine*>(at->data), nullptr, &logical);
        width_ = std::max(width_, from_pango(logical.width));
    }
}

void Lines::draw(cairo_t* cairo, double x, double y, const Colour& colour, Align align, std::size_t first,
                 std::size_t count) const {
    if (is_empty()) return;
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
    std::size_t index = 0;
    for (GSList* at = pango_layout_get_lines_readonly(layout_.get()); at != nullptr; at = at->next, ++index) {
        if (index < first) continue;
        if (index - first >= count) break;
        auto* line = static_cast<PangoLayoutLine*>(at->data);
        PangoRectangle logical;
        pango_layout_line_get_extents(line, nullptr, &logical);
        const double width = from_pango(logical.width);
        const double left = align == Align::left ? x : align == Align::centre ? x - width / 2 : x - width;
        // Where a line of another font is higher or lower, its middle stays in the middle.
        const double above = (line_height_ - from_pango(logical.height)) / 2;
        const double top = y + static_cast<double>(index - first) * line_height_;
        cairo_move_to(cairo, left, top + above - from_pango(logical.y));
        pango_cairo_show_layout_line(cairo, line);
    }
    cairo_new_path(cairo);
}

Typesetter::Typesetter(std::string family) : family_(std::move(family)), context_(new_context()) {}

std::shared_ptr<PangoLayout> Typesetter::layout(std::string_view text, const Font& font) const {
    std::shared_ptr<PangoLayout> made(pango_layout_new(context_.get()),
                                      [](PangoLayout* one) { g_object_unref(one); });
    PangoFontDescription* description = pango_font_description_new();
    pango_font_description_set_family(description, (family_ + chinese_families).c_str());
    pango_font_description_set_absolute_size(description, font.size * PANGO_SCALE);
    pango_font_description_set_weight(description, font.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(made.get(), description);
    pango_font_description_free(description);
    pango_layout_set_auto_dir(made.get(), FALSE);
    pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
    return made;
}

double Typesetter::line_height(const Font& font) const {
    return line_height_of(layout("Ág国", font).get());
}

double Typesetter::width_of(std::string_view text, const Font& font) const {
    return line(text, font).width();
}

Lines Typesetter::line(std::string_view text, const Font& font, double width) const {
    std::shared_ptr<PangoLayout> made = layout(text, font);
    pango_layout_set_single_paragraph_mode(made.get(), TRUE);
    if (width < widest) {
        pango_layout_set_width(made.get(), to_pango(width));
        pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
    }
    return {std::move(made), line_height(font)};
}

Lines Typesetter::paragraph(std::string_view text, const Font& font, double width, std::size_t most) const {
    std::shared_ptr<PangoLayout> made = layout(text, font);
    pango_layout_set_width(made.get(), to_pango(std::max(width, 1.0)));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    if (most != SIZE_MAX) {
        pango_layout_set_single_paragraph_mode(made.get(), TRUE);
        pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
        pango_layout_set_height(made.get(), -static_cast<int>(most));
    }
    return {std::move(made), line_height(font)};
}

}  // namespace xinbu::document
