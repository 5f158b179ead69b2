// Cells of tables that are drawn: a state with its sign, what is left of a life, badges.
//
// Whatever is drawn has words that say the same. They are the cell's text for screen readers and the
// clipboard, and its tooltip.
#pragma once

#include <wx/dataview.h>
#include <wx/variant.h>

#include <functional>
#include <vector>

#include "life.hpp"
#include "xinbu/plugin/api.hpp"

class wxGraphicsContext;

namespace xinbu::gui {

struct CellLook {
    struct Badge {
        wxString label;
        plugin::Tone tone = plugin::Tone::attention;
        std::size_t kind = 0;  ///< its place among those its plugin declares: each has its own hue
    };
    wxString words;
    plugin::Tone tone = plugin::Tone::neutral;
    bool has_sign = false;  ///< the sign of its tone stands before the words
    bool is_strong = false;
    std::optional<LifeLeft> life{};
    std::vector<Badge> badges{};
};

/// The type of the values that the renderers below take.
constexpr const char* look_type = "xinbu_look";
/// As the model hands it over; its string is the words.
wxVariant variant_of(CellLook look);

/// For columns of values of `look_type`; the column owns it. Draws badges, a life, or words with their sign,
/// whichever the look has.
wxDataViewRenderer* look_renderer();

/// Room for a look that shows all of it.
int width_of(const wxWindow* window, const CellLook& look);

/// A sign for a tone that can be told without its colour: a check in a circle, a triangle, a cross in a
/// square, a ring.
void draw_sign(wxGraphicsContext& graphics, plugin::Tone tone, double x, double y, double size);

/// Shows what `words(row, model column)` says while the pointer, or the keyboard's tooltip, rests on a cell.
void show_tooltips(wxDataViewCtrl* view, std::function<wxString(unsigned row, unsigned column)> words);

}  // namespace xinbu::gui
