// A cure for windows that stop following what happens in them.
#pragma once

class wxTopLevelWindow;

namespace xinbu::gui {

/// From now on, and for as long as the window lives, GTK hands out sizes twice where it would do so once.
///
/// wxGTK 3.2 measures a control by taking its requested size away and giving it back, each of which asks GTK
/// for a new layout. Where a sizer does so while GTK is handing out sizes, GTK drops the request for the
/// outer windows and keeps it for the inner ones; from then on it believes of everything inside that a layout
/// is under way already, and never begins one: blank pages, bars that do not appear, texts cut off. The
/// second round reaches what was left behind: by then every control is measured, and none is measured again.
void lay_out_twice(wxTopLevelWindow* window);

}  // namespace xinbu::gui
