// Text that wraps to a width given from outside, in any script.
#pragma once

#include <wx/colour.h>
#include <wx/stattext.h>

#include <functional>
#include <vector>

namespace xinbu::gui {

/// A label that breaks its lines where its script allows (wx breaks only at blanks, of which Chinese has
/// none), can be selected with the pointer and copied, and is no stop of the Tab key.
class FlowingText : public wxStaticText {
public:
    FlowingText(wxWindow* parent, const wxString& text);
    /// Takes that width, or less where the text is shorter, and becomes as high as it then needs.
    void lay_out(int width);
    /// Takes all of that width.
    void fill(int width);
    /// A piece of a text in a colour of its own, on a ground of the same hue where it is a badge.
    struct Piece {
        wxString text;
        wxColour colour;
        bool is_badge = false;
    };
    /// One text in several colours, its pieces two blanks apart.
    void set_pieces(const std::vector<Piece>& pieces);
    /// Lines end at the right, as numbers in a column do.
    void end_at_the_right();
};

/// Words that lead somewhere: by a click, and by Tab and Enter.
class FlowingLink final : public FlowingText {
public:
    FlowingLink(wxWindow* parent, const wxString& text, std::function<void()> follow);
    bool AcceptsFocus() const override { return true; }
    bool AcceptsFocusFromKeyboard() const override { return true; }
    /// As a click does, once the event at work is over: what is opened may take the place of the link.
    void follow();

private:
    std::function<void()> follow_;
};

}  // namespace xinbu::gui
