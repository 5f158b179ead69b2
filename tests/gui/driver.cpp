#include "driver.hpp"

#include <gtk/gtk.h>
#include <wx/button.h>
#include <wx/choice.h>
#include <wx/dataview.h>
#include <wx/dialog.h>
#include <wx/evtloop.h>
#include <wx/filedlg.h>
#include <wx/menu.h>
#include <wx/modalhook.h>
#include <wx/msgdlg.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>
#include <wx/toplevel.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>

#include "bytes_view.hpp"
#include "dialogs.hpp"
#include "texts.hpp"

namespace xinbu::test {
namespace {

std::atomic<int> failure_count = 0;
constexpr std::chrono::seconds patience{30};
constexpr std::chrono::seconds longest_settling{3};

void fail_with(const std::string& what) {
    ++failure_count;
    std::cerr << "FAILED: " << what << std::endl;
}

/// No script expects a message box or a file chooser: one that opens is a failure, and must not wait for an
/// answer.
class NoQuestion final : public wxModalDialogHook {
protected:
    int Enter(wxDialog* dialog) override {
        const auto* box = dynamic_cast<wxMessageDialog*>(dialog);
        if (box == nullptr && dynamic_cast<wxFileDialog*>(dialog) == nullptr) return wxID_NONE;
        fail_with(box != nullptr ? "unexpected message box: " + gui::to_utf8(box->GetMessage())
                                 : std::string("unexpected file chooser"));
        return wxID_CANCEL;
    }
};

/// What GTK has to complain of is our fault: a widget drawn before it has a size, a name that is none. GTK
/// logs by fields, past the handlers of g_log.
GLogWriterOutput on_log(GLogLevelFlags level, const GLogField* fields, gsize count, gpointer) {
    constexpr int serious = G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING;
    if ((level & serious) == 0) return G_LOG_WRITER_HANDLED;
    std::string text;
    for (gsize at = 0; at < count; ++at)
        for (const char* wanted : {"GLIB_DOMAIN", "MESSAGE"})
            if (std::strcmp(fields[at].key, wanted) == 0)
                text += std::string(text.empty() ? "" : ": ") + static_cast<const char*>(fields[at].value);
    fail_with(text);
    return G_LOG_WRITER_HANDLED;
}

/// The screen as the X server has it: what wxScreenDC hands out under GTK 3 is stale. For the window's
/// thread.
std::shared_ptr<GdkPixbuf> screen() {
    GdkWindow* root = gdk_get_default_root_window();
    return {gdk_pixbuf_get_from_window(root, 0, 0, gdk_window_get_width(root), gdk_window_get_height(root)),
            [](GdkPixbuf* pixels) {
                if (pixels != nullptr) g_object_unref(pixels);
            }};
}

bool are_equal(GdkPixbuf* one, GdkPixbuf* other) {
    if (one == nullptr || other == nullptr) return false;
    const gsize size = gdk_pixbuf_get_byte_length(one);
    return size == gdk_pixbuf_get_byte_length(other) &&
           std::memcmp(gdk_pixbuf_read_pixels(one), gdk_pixbuf_read_pixels(other), size) == 0;
}

}  // namespace

wxWindow* find(const std::string& name) {
    wxWindow* found = wxWindow::FindWindowByName(gui::to_wx(name));
    return found != nullptr && found->IsShownOnScreen() ? found : nullptr;
}

DrivenApp::DrivenApp(gui::Options options, std::function<void(DrivenApp&)> script)
    : App(std::move(options)), script_(std::move(script)) {}

DrivenApp::~DrivenApp() {
    if (thread_.joinable()) thread_.join();
}

bool DrivenApp::OnInit() {
    g_log_set_writer_func(on_log, nullptr, nullptr);
    static NoQuestion hook;
    hook.Register();
    if (!App::OnInit()) return false;
    SetExitOnFrameDelete(false);  // the script says when it ends
    thread_ = std::thread([this] {
        try {
            script_(*this);
            // The main loop can be left only when the loop of the last dialog has ended.
            wait_until("the main loop is the only one", [this] { return GetMainLoop()->IsRunning(); });
        } catch (const std::exception& thrown) {
            fail_with(std::string("the script threw: ") + thrown.what());
        }
        // After a failure some dialog may be open that nobody will answer.
        if (failure_count > 0) std::_Exit(1);
        post([this] { ExitMainLoop(); });
    });
    return true;
}

int DrivenApp::OnExit() {
    if (thread_.joinable()) thread_.join();
    return App::OnExit();
}

void DrivenApp::OnAssertFailure(const wxChar* file, int line, const wxChar* function, const wxChar* condition,
                                const wxChar* message) {
    App::OnAssertFailure(file, line, function, condition, message);
    fail_with("a wx assertion");
}

void DrivenApp::post(std::function<void()> work) {
    CallAfter(std::move(work));
}

bool DrivenApp::wait_until(const std::string& what, std::function<bool()> condition) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        if (on_window(condition)) return true;
        std::this_thread::sleep_for(
            std::chrono::milliseconds(10));  // between two questions, not instead of one
    }
    const std::string focus = on_window([]() -> std::string {
        const wxWindow* focused = wxWindow::FindFocus();
        return focused != nullptr ? gui::to_utf8(focused->GetName()) : "nothing";
    });
    fail_with("waited in vain: " + what + " (the keyboard is at " + focus + ")");
    picture("failure");
    throw std::runtime_error("gave up at: " + what);
}

bool DrivenApp::wait_for_window(const std::string& name) {
    return wait_until(name + " is shown", [name] { return find(name) != nullptr; });
}

bool DrivenApp::wait_until_gone(const std::string& name) {
    // Not only hidden: a dialog's own loop goes on until it is destroyed, and must not carry what follows.
    return wait_until(name + " is gone",
                      [name] { return wxWindow::FindWindowByName(gui::to_wx(name)) == nullptr; });
}

void DrivenApp::click(const std::string& button) {
    wait_until(button + " can be clicked", [button] {
        const wxWindow* control = find(button);
        return control != nullptr && control->IsEnabled();
    });
    on_window([button] {
        wxWindow* control = find(button);
        wxCommandEvent event(wxEVT_BUTTON, control->GetId());
        event.SetEventObject(control);
        wxPostEvent(control, event);
    });
}

void DrivenApp::choose(const std::string& choice, int index) {
    wait_for_window(choice);
    on_window([choice, index] {
        auto* control = find_as<wxChoice>(choice);
        control->SetSelection(index);
        wxCommandEvent event(wxEVT_CHOICE, control->GetId());
        event.SetEventObject(control);
        event.SetInt(index);
        wxPostEvent(control, event);
    });
}

void DrivenApp::type(const std::string& field, const wxString& text) {
    wait_for_window(field);
    on_window([field, text] {
        if (auto* entry = dynamic_cast<wxTextEntry*>(find(field))) entry->SetValue(text);
    });
}

void DrivenApp::choose_row(const std::string& list, int row) {
    wait_until(list + " has a row " + std::to_string(row), [list, row] {
        const auto* view = find_as<wxDataViewListCtrl>(list);
        return view != nullptr && view->GetItemCount() > row;
    });
    on_window([list, row] {
        auto* view = find_as<wxDataViewListCtrl>(list);
        view->SelectRow(static_cast<unsigned>(row));
        wxDataViewEvent event(wxEVT_DATAVIEW_SELECTION_CHANGED, view, view->RowToItem(row));
        wxPostEvent(view, event);
    });
}

std::string DrivenApp::text_of(const std::string& name) {
    return on_window([name]() -> std::string {
        wxWindow* control = find(name);
        if (control == nullptr) return {};
        if (const auto* bytes = dynamic_cast<gui::BytesView*>(control)) return bytes->bytes();
        if (const auto* text = dynamic_cast<wxTextEntry*>(control)) return gui::to_utf8(text->GetValue());
        if (const auto* choice = dynamic_cast<wxChoice*>(control))
            return gui::to_utf8(choice->GetStringSelection());
        if (const auto* other = dynamic_cast<wxControl*>(control)) return gui::to_utf8(other->GetLabelText());
        return gui::to_utf8(control->GetLabel());
    });
}

std::string DrivenApp::cell(const std::string& list, int row, int column) {
    return on_window([list, row, column]() -> std::string {
        auto* view = find_as<wxDataViewCtrl>(list);
        auto* model = view != nullptr ? dynamic_cast<wxDataViewListModel*>(view->GetModel()) : nullptr;
        if (model == nullptr || static_cast<int>(model->GetCount()) <= row) return {};
        wxVariant value;
        model->GetValueByRow(value, static_cast<unsigned>(row), static_cast<unsigned>(column));
        return gui::to_utf8(value.GetString());
    });
}

std::string DrivenApp::spoken_cell(const std::string& list, int row, int position) {
    return on_window([list, row, position]() -> std::string {
        auto* view = find_as<wxDataViewCtrl>(list);
        if (view == nullptr) return {};
        AtkObject* table = gtk_widget_get_accessible(view->GtkGetTreeView());
        AtkObject* cell = ATK_IS_TABLE(table) ? atk_table_ref_at(ATK_TABLE(table), row, position) : nullptr;
        if (cell == nullptr) return {};
        std::string text;
        if (ATK_IS_TEXT(cell)) {
            gchar* spoken = atk_text_get_text(ATK_TEXT(cell), 0, -1);
            text = spoken != nullptr ? spoken : "";
            g_free(spoken);
        }
        g_object_unref(cell);
        return text;
    });
}

int DrivenApp::column_of(const std::string& list, const std::string& heading) {
    return on_window([list, heading] {
        const auto* view = find_as<wxDataViewCtrl>(list);
        for (unsigned at = 0; view != nullptr && at < view->GetColumnCount(); ++at)
            if (view->GetColumn(at)->GetTitle() == gui::to_wx(heading))
                return static_cast<int>(view->GetColumn(at)->GetModelColumn());
        return -1;
    });
}

void DrivenApp::answer_file_chooser(const std::string& file) {
    on_window([file] { gui::answer_next_file_question(file); });
}

int DrivenApp::rows(const std::string& list) {
    return on_window([list] {
        auto* view = find_as<wxDataViewCtrl>(list);
        auto* model = view != nullptr ? dynamic_cast<wxDataViewListModel*>(view->GetModel()) : nullptr;
        return model != nullptr ? static_cast<int>(model->GetCount()) : -1;
    });
}

void DrivenApp::expect(bool holds, const std::string& what) {
    if (!holds) fail_with(what);
}

void DrivenApp::expect_equal(const std::string& actual, const std::string& expected,
                             const std::string& what) {
    if (actual != expected) fail_with(what + "\n  expected: " + expected + "\n  actual:   " + actual);
}

void DrivenApp::picture(const std::string& name) {
    const char* folder = std::getenv("XINBU_SCREENSHOTS");
    if (folder == nullptr) return;
    // What was asked for is painted within a few frames; then the screen stays as it is, but for a caret.
    constexpr int times_equal = 12;
    constexpr std::chrono::milliseconds frame{17};
    std::shared_ptr<GdkPixbuf> shown;
    int equal = 0;
    for (const auto end = std::chrono::steady_clock::now() + longest_settling;
         equal < times_equal && std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(frame)) {
        std::shared_ptr<GdkPixbuf> now = on_window(screen);
        equal = are_equal(shown.get(), now.get()) ? equal + 1 : 0;
        shown = std::move(now);
    }
    const std::string file = (std::filesystem::path(folder) / (name + ".png")).string();
    if (shown != nullptr) gdk_pixbuf_save(shown.get(), file.c_str(), "png", nullptr, nullptr);
}

int DrivenApp::failures() {
    return failure_count;
}

}  // namespace xinbu::test
