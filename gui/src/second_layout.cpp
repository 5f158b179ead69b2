#include "second_layout.hpp"

#include <gtk/gtk.h>
#include <wx/toplevel.h>

namespace xinbu::gui {
namespace {

constexpr const char* round_key = "xinbu-layout-round";

constexpr int rounds = 3;

/// A widget that is left behind is reached through its parent only: its own request would go nowhere.
void request_again(const wxWindow* window) {
    for (const wxWindow* child : window->GetChildren()) {
        if (!child->IsShown() || child->IsTopLevel()) continue;
        if (GtkWidget* parent = gtk_widget_get_parent(child->GetHandle())) gtk_widget_queue_resize(parent);
        request_again(child);
    }
}

void on_frame(GdkFrameClock*, gpointer window) {
    g_object_set_data(G_OBJECT(static_cast<wxTopLevelWindow*>(window)->GetHandle()), round_key,
                      GINT_TO_POINTER(1));
}

/// GTK goes on within the same frame where a layout was asked for, so that nothing of the first is seen.
void after_layout(GdkFrameClock*, gpointer data) {
    auto* const window = static_cast<wxTopLevelWindow*>(data);
    auto* const widget = G_OBJECT(window->GetHandle());
    const int round = GPOINTER_TO_INT(g_object_get_data(widget, round_key));

    if (round >= rounds) return;
    g_object_set_data(widget, round_key, GINT_TO_POINTER(round + 1));
    request_again(window);
}

void on_realize(GtkWidget* widget, gpointer window) {
    GdkFrameClock* clock = gtk_widget_get_frame_clock(widget);
    if (clock == nullptr) return;
    g_signal_connect(clock, "before-paint", G_CALLBACK(on_frame), window);
    g_signal_connect_after(clock, "layout", G_CALLBACK(after_layout), window);
}

void on_unrealize(GtkWidget* widget, gpointer window) {
    if (GdkFrameClock* clock = gtk_widget_get_frame_clock(widget))
        g_signal_handlers_disconnect_by_data(clock, window);
}

}  // namespace

void lay_out_twice(wxTopLevelWindow* window) {
    GtkWidget* widget = window->GetHandle();
    if (widget == nullptr || g_object_get_data(G_OBJECT(widget), round_key) != nullptr) return;
    g_object_set_data(G_OBJECT(widget), round_key, GINT_TO_POINTER(1));
    g_signal_connect(widget, "realize", G_CALLBACK(on_realize), window);
    g_signal_connect(widget, "unrealize", G_CALLBACK(on_unrealize), window);
    if (gtk_widget_get_realized(widget)) on_realize(widget, window);
}

}  // namespace xinbu::gui
