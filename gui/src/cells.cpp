#include "cells.hpp"

#include <gtk/gtk.h>
#include <wx/graphics.h>
#include <wx/settings.h>

#include <algorithm>
#include <memory>

#include "style.hpp"

namespace xinbu::gui {
namespace {

using plugin::Tone;

class LookData final : public wxVariantData {
public:
    explicit LookData(CellLook look) : look_(std::move(look)) {}
    bool Eq(wxVariantData& other) const override { return &other == this; }
    wxString GetType() const override { return look_type; }
    wxVariantData* Clone() const override { return new LookData(look_); }
    bool Write(wxString& text) const override {
        text = look_.words;
        return true;
    }
    const CellLook& look() const { return look_; }

private:
    CellLook look_;
};

wxColour faded(const wxColour& colour, int percent) {
    return wxColour(colour.Red(), colour.Green(), colour.Blue(),
                    static_cast<unsigned char>(255 * percent / 100));
}

/// Lengths follow the font, so that they grow with it.
struct Measures {
    explicit Measures(const wxWindow* window)
        : line(window->GetCharHeight()),
          sign(line * 3 / 4),
          gap(std::max(2, line / 3)),
          bar(line * 4),
          padding(std::max(3, line * 2 / 5)),
          badge_sign(line * 3 / 5) {}
    int line, sign, gap, bar, padding, badge_sign;
};

/// What stands in a cell, from the left to the right: shapes, and texts that the native cell draws itself.
class Canvas {
public:
    Canvas(wxGraphicsContext& drawing,
           std::function<void(const wxRect&, const wxString&, const wxColour&)> text, const wxWindow* window)
        : graphics(drawing), measures(window), draw_text_(std::move(text)), window_(window) {}
    void text(const wxRect& room, const wxString& words, const wxColour& colour) const {
        if (room.GetWidth() > 0) draw_text_(room, words, colour);
    }
    int width(const wxString& words) const { return window_->GetTextExtent(words).GetWidth(); }
    wxGraphicsContext& graphics;
    const Measures measures;

private:
    std::function<void(const wxRect&, const wxString&, const wxColour&)> draw_text_;
    const wxWindow* window_;
};

/// The rest of a cell behind what takes `width` of it.
wxRect behind(const wxRect& cell, int width) {
    return {cell.GetX() + width, cell.GetY(), cell.GetWidth() - width, cell.GetHeight()};
}

void draw_words(const Canvas& canvas, const wxRect& cell, const CellLook& look) {
    const Measures& measures = canvas.measures;
    if (look.has_sign)
        draw_sign(canvas.graphics, look.tone, cell.GetX(),
                  cell.GetY() + (cell.GetHeight() - measures.sign) / 2.0, measures.sign);
    canvas.text(look.has_sign ? behind(cell, measures.sign + measures.gap) : cell, look.words,
                ink(look.tone));
}

/// Full from the left as far as life is left; hatched where the term is over and the record lives on.
void draw_bar(wxGraphicsContext& graphics, const wxRect& bar, const LifeLeft& life) {
    const wxColour colour = life.stage == LifeLeft::Stage::ended     ? quiet_ink()
                            : life.stage == LifeLeft::Stage::running ? ink(Tone::good)
                                                                     : ink(Tone::attention);
    const double width = bar.GetWidth() - 1;
    const double height = bar.GetHeight() - 1;
    wxGraphicsPath frame = graphics.CreatePath();
    frame.AddRoundedRectangle(bar.GetX() + 0.5, bar.GetY() + 0.5, width, height, height / 2);
    graphics.SetPen(wxPen(faded(colour, 60), 1));
    graphics.SetBrush(wxBrush(faded(colour, 12)));
    graphics.DrawPath(frame);
    graphics.PushState();
    if (life.stage == LifeLeft::Stage::over) {
        graphics.Clip(bar.GetX() + 1.0, bar.GetY() + 1.0, width - 1, height - 1);
        graphics.SetPen(wxPen(colour, 1));
        const double step = std::max(4.0, height / 2);
        for (double x = bar.GetX() - height; x < bar.GetRight(); x += step)
            graphics.StrokeLine(x, bar.GetBottom(), x + height, bar.GetY());
    } else if (life.left.value_or(0) > 0) {
        const double part = std::max(2.0, width * *life.left / 1000);
        graphics.Clip(bar.GetX(), bar.GetY(), part + 0.5, bar.GetHeight());
        graphics.SetBrush(wxBrush(colour));
        graphics.SetPen(*wxTRANSPARENT_PEN);
        graphics.DrawPath(frame);
    }
    graphics.PopState();
}

void draw_life(const Canvas& canvas, wxRect cell, const LifeLeft& life) {
    const Measures& measures = canvas.measures;
    if (life.left) {
        const int height = std::max(6, measures.line / 2);
        const wxRect bar(cell.GetX(), cell.GetY() + (cell.GetHeight() - height) / 2,
                         std::min(measures.bar, cell.GetWidth()), height);
        draw_bar(canvas.graphics, bar, life);
        cell = behind(cell, bar.GetWidth() + measures.gap);
    }
    const bool is_pressing = life.stage == LifeLeft::Stage::last_year || life.stage == LifeLeft::Stage::over;
    const bool is_ended = life.stage == LifeLeft::Stage::ended;
    canvas.text(cell, wxString::FromUTF8(life.brief),
                is_ended ? quiet_ink() : ink(is_pressing ? Tone::attention : Tone::neutral));
}

/// Whoever cannot tell the hues apart reads the words, and sees by the sign what presses.
bool has_sign(const CellLook::Badge& badge) {
    return badge.tone == Tone::attention || badge.tone == Tone::bad;
}

int badge_width(const Measures& measures, const CellLook::Badge& badge, int text_width) {
    return text_width + 2 * measures.padding +
           (has_sign(badge) ? measures.badge_sign + measures.padding / 2 : 0);
}

void draw_badge(const Canvas& canvas, const CellLook::Badge& badge, const wxRect& box) {
    const Measures& measures = canvas.measures;
    const wxColour colour = hue_ink(badge.kind);
    const int height = measures.line + 4;
    canvas.graphics.SetPen(wxPen(faded(colour, 55), 1));
    canvas.graphics.SetBrush(wxBrush(faded(colour, 12)));
    canvas.graphics.DrawRoundedRectangle(box.GetX() + 0.5, box.GetY() + (box.GetHeight() - height) / 2 + 0.5,
                                         box.GetWidth() - 1, height - 1, measures.line / 3.0);
    wxRect room = behind(box, measures.padding);
    if (has_sign(badge)) {
        draw_sign(canvas.graphics, badge.tone, room.GetX(),
                  box.GetY() + (box.GetHeight() - measures.badge_sign) / 2.0, measures.badge_sign);
        room = behind(room, measures.badge_sign + measures.padding / 2);
    }
    room.SetWidth(room.GetWidth() - measures.padding + 1);
    canvas.text(room, badge.label, colour);
}

void draw_badges(const Canvas& canvas, const wxRect& cell, const std::vector<CellLook::Badge>& badges) {
    const Measures& measures = canvas.measures;
    std::vector<int> widths;
    for (const CellLook::Badge& badge : badges)
        widths.push_back(badge_width(measures, badge, canvas.width(badge.label)));
    const auto more = [](std::size_t count) { return wxString::Format("+%zu", count); };
    const int more_width = canvas.width(more(widths.size()));
    std::size_t shown = badges_that_fit(widths, cell.GetWidth(), measures.gap, more_width);
    if (shown == 0) {
        const int rest = widths.size() > 1 ? measures.gap + more_width : 0;
        widths.front() = std::min(widths.front(), cell.GetWidth() - rest);
        shown = widths.front() > 3 * measures.padding ? 1 : 0;
    }
    wxRect rest = cell;
    for (std::size_t i = 0; i < shown; ++i) {
        draw_badge(canvas, badges[i], wxRect(rest.GetX(), cell.GetY(), widths[i], cell.GetHeight()));
        rest = behind(rest, widths[i] + measures.gap);
    }
    if (shown < badges.size()) canvas.text(rest, more(badges.size() - shown), quiet_ink());
}

class LookRenderer;

/// A native cell of text that draws itself. Being one of text, it has a text for the accessibility layer.
struct LookCell {
    GtkCellRendererText parent;
    const LookRenderer* owner;  ///< null once the column is gone
};
struct LookCellClass {
    GtkCellRendererTextClass parent;
};
G_DEFINE_TYPE(LookCell, xinbu_look_cell, GTK_TYPE_CELL_RENDERER_TEXT)

class LookRenderer final : public wxDataViewRenderer {
public:
    LookRenderer() : wxDataViewRenderer(look_type, wxDATAVIEW_CELL_INERT, wxALIGN_LEFT) {
        cell_ = static_cast<LookCell*>(g_object_ref_sink(g_object_new(xinbu_look_cell_get_type(), nullptr)));
        cell_->owner = this;
        m_renderer = GTK_CELL_RENDERER(cell_);
        SetMode(wxDATAVIEW_CELL_INERT);
        SetAlignment(wxALIGN_LEFT);
        // Texts get the very room that was measured for them: padding of the cell's own would cut them off.
        g_object_set(cell_, "ellipsize", PANGO_ELLIPSIZE_END, "xpad", 0, nullptr);
    }
    ~LookRenderer() override {
        cell_->owner = nullptr;
        g_object_unref(cell_);
    }
    LookRenderer(const LookRenderer&) = delete;
    LookRenderer& operator=(const LookRenderer&) = delete;
    bool SetValue(const wxVariant& value) override {
        const auto* data = dynamic_cast<const LookData*>(value.GetData());
        look_ = data != nullptr ? data->look() : CellLook();
        g_object_set(cell_, "text", look_.words.utf8_str().data(), nullptr);
        return true;
    }
    bool GetValue(wxVariant&) const override { return false; }
    const CellLook& look() const { return look_; }
    const wxWindow* view() const { return GetView(); }

private:
    LookCell* cell_;
    CellLook look_;
};

void draw_native_text(GtkCellRenderer* cell, cairo_t* cairo, GtkWidget* widget,
                      const GdkRectangle* background, const wxRect& room, GtkCellRendererState flags,
                      const wxString& words, const wxColour& colour, bool is_strong) {
    const GdkRGBA foreground{colour.Red() / 255.0, colour.Green() / 255.0, colour.Blue() / 255.0, 1};
    g_object_set(cell, "text", words.utf8_str().data(), "foreground-rgba", &foreground, "weight",
                 is_strong ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, nullptr);
    const GdkRectangle area{room.GetX(), room.GetY(), room.GetWidth(), room.GetHeight()};
    GTK_CELL_RENDERER_CLASS(xinbu_look_cell_parent_class)
        ->render(cell, cairo, widget, background, &area, flags);
}

void xinbu_look_cell_render(GtkCellRenderer* cell, cairo_t* cairo, GtkWidget* widget,
                            const GdkRectangle* background, const GdkRectangle* area,
                            GtkCellRendererState flags) {
    const LookRenderer* owner = reinterpret_cast<LookCell*>(cell)->owner;
    const wxWindow* view = owner != nullptr ? owner->view() : nullptr;
    if (view == nullptr) return;
    const std::unique_ptr<wxGraphicsContext> graphics(wxGraphicsContext::CreateFromNative(cairo));
    if (graphics == nullptr) return;
    const CellLook& look = owner->look();
    const Canvas canvas(
        *graphics,
        [&](const wxRect& room, const wxString& words, const wxColour& colour) {
            draw_native_text(cell, cairo, widget, background, room, flags, words, colour, look.is_strong);
        },
        view);
    const wxRect room(area->x, area->y, area->width, area->height);
    if (!look.badges.empty()) {
        draw_badges(canvas, room, look.badges);
    } else if (look.life) {
        draw_life(canvas, room, *look.life);
    } else {
        draw_words(canvas, room, look);
    }
    // What was drawn may have been shorter than what is said.
    g_object_set(cell, "text", look.words.utf8_str().data(), nullptr);
}

void xinbu_look_cell_class_init(LookCellClass* type) {
    GTK_CELL_RENDERER_CLASS(type)->render = xinbu_look_cell_render;
}

void xinbu_look_cell_init(LookCell* cell) {
    cell->owner = nullptr;
}

struct Tooltips {
    wxDataViewCtrl* view;
    std::function<wxString(unsigned, unsigned)> words;
};

const wxDataViewColumn* column_of(const wxDataViewCtrl* view, const GtkTreeViewColumn* wanted) {
    for (unsigned at = 0; at < view->GetColumnCount(); ++at) {
        const wxDataViewColumn* column = view->GetColumn(at);
        if (GTK_TREE_VIEW_COLUMN(column->GetGtkHandle()) == wanted) return column;
    }
    return nullptr;
}

gboolean on_query_tooltip(GtkWidget* tree, gint x, gint y, gboolean keyboard, GtkTooltip* tooltip,
                          gpointer data) {
    const auto* wanted = static_cast<const Tooltips*>(data);
    auto* const native = GTK_TREE_VIEW(tree);
    GtkTreePath* path = nullptr;
    if (!gtk_tree_view_get_tooltip_context(native, &x, &y, keyboard, nullptr, &path, nullptr)) return FALSE;
    GtkTreeViewColumn* under = nullptr;
    if (keyboard) {
        gtk_tree_view_get_cursor(native, nullptr, &under);
    } else {
        gtk_tree_view_get_path_at_pos(native, x, y, nullptr, &under, nullptr, nullptr);
    }
    const wxDataViewColumn* column = under != nullptr ? column_of(wanted->view, under) : nullptr;
    wxString words;
    if (column != nullptr)
        words = wanted->words(static_cast<unsigned>(gtk_tree_path_get_indices(path)[0]),
                              column->GetModelColumn());
    if (!words.empty()) {
        gtk_tooltip_set_text(tooltip, words.utf8_str());
        gtk_tree_view_set_tooltip_cell(native, tooltip, path, under, nullptr);
    }
    gtk_tree_path_free(path);
    return !words.empty();
}

}  // namespace

wxVariant variant_of(CellLook look) {
    return wxVariant(new LookData(std::move(look)));
}

wxDataViewRenderer* look_renderer() {
    return new LookRenderer;
}

int width_of(const wxWindow* window, const CellLook& look) {
    const Measures measures(window);
    const auto text = [&](const wxString& words) { return window->GetTextExtent(words).GetWidth(); };
    if (!look.badges.empty()) {
        int width = -measures.gap;
        for (const CellLook::Badge& badge : look.badges)
            width += measures.gap + badge_width(measures, badge, text(badge.label));
        return width;
    }
    if (look.life)
        return text(wxString::FromUTF8(look.life->brief)) +
               (look.life->left ? measures.bar + measures.gap : 0);
    return text(look.words) + (look.has_sign ? measures.sign + measures.gap : 0);
}

void draw_sign(wxGraphicsContext& graphics, Tone tone, double x, double y, double size) {
    const wxColour colour = tone == Tone::neutral ? quiet_ink() : ink(tone);
    const wxPen line(wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOX),
                     std::max(1, static_cast<int>(size / 7)));
    graphics.SetPen(*wxTRANSPARENT_PEN);
    graphics.SetBrush(wxBrush(colour));
    const auto stroke = [&](std::initializer_list<wxPoint2DDouble> points) {
        wxGraphicsPath path = graphics.CreatePath();
        bool is_first = true;
        for (const wxPoint2DDouble& point : points) {
            const double at_x = x + point.m_x * size;
            const double at_y = y + point.m_y * size;
            if (is_first) path.MoveToPoint(at_x, at_y);
            if (!is_first) path.AddLineToPoint(at_x, at_y);
            is_first = false;
        }
        graphics.StrokePath(path);
    };
    switch (tone) {
        case Tone::good:
            graphics.DrawEllipse(x, y, size, size);
            graphics.SetPen(line);
            stroke({{0.27, 0.53}, {0.44, 0.69}, {0.74, 0.34}});
            break;
        case Tone::attention: {
            wxGraphicsPath triangle = graphics.CreatePath();
            triangle.MoveToPoint(x + size / 2, y);
            triangle.AddLineToPoint(x + size, y + size * 0.95);
            triangle.AddLineToPoint(x, y + size * 0.95);
            triangle.CloseSubpath();
            graphics.FillPath(triangle);
            graphics.SetPen(line);
            stroke({{0.5, 0.36}, {0.5, 0.62}});
            stroke({{0.5, 0.76}, {0.5, 0.82}});
            break;
        }
        case Tone::bad:
            graphics.DrawRoundedRectangle(x, y, size, size, size / 6);
            graphics.SetPen(line);
            stroke({{0.28, 0.28}, {0.72, 0.72}});
            stroke({{0.72, 0.28}, {0.28, 0.72}});
            break;
        case Tone::neutral:
            graphics.SetBrush(*wxTRANSPARENT_BRUSH);
            graphics.SetPen(wxPen(colour, std::max(1, static_cast<int>(size / 8))));
            graphics.DrawEllipse(x + size * 0.12, y + size * 0.12, size * 0.76, size * 0.76);
            break;
    }
}

void show_tooltips(wxDataViewCtrl* view, std::function<wxString(unsigned, unsigned)> words) {
    GtkWidget* tree = view->GtkGetTreeView();
    gtk_widget_set_has_tooltip(tree, TRUE);
    auto* data = new Tooltips{view, std::move(words)};
    g_signal_connect_data(
        tree, "query-tooltip", G_CALLBACK(on_query_tooltip), data,
        [](gpointer held, GClosure*) { delete static_cast<Tooltips*>(held); }, static_cast<GConnectFlags>(0));
}

}  // namespace xinbu::gui
