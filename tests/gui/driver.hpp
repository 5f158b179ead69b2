// Drives the program's own windows from a second thread, as a user would: it finds controls by their names,
// waits until something is so, and never sleeps for luck.
#pragma once

#include <wx/event.h>
#include <wx/string.h>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>

#include "app.hpp"

class wxWindow;

namespace xinbu::test {

/// The program, with a script that plays beside it. What goes wrong is printed and counted.
class DrivenApp final : public gui::App {
public:
    DrivenApp(gui::Options options, std::function<void(DrivenApp&)> script);
    ~DrivenApp() override;
    bool OnInit() override;
    int OnExit() override;
    void OnAssertFailure(const wxChar* file, int line, const wxChar* function, const wxChar* condition,
                         const wxChar* message) override;

    // ---- for the script's thread ----
    /// Runs `work` on the window's thread and returns what it returns; works while a modal dialog is open,
    /// too.
    template <class F>
    std::invoke_result_t<F> on_window(F work) {
        // Shared: the task is still busy ending itself when its result is already there.
        auto task = std::make_shared<std::packaged_task<std::invoke_result_t<F>()>>(std::move(work));
        auto result = task->get_future();
        post([task] { (*task)(); });
        return result.get();
    }
    /// Waits until `condition` holds, asked on the window's thread; a failure names `what` when it never
    /// does.
    bool wait_until(const std::string& what, std::function<bool()> condition);
    bool wait_for_window(const std::string& name);
    bool wait_until_gone(const std::string& name);

    /// As the user's click or choice; does not wait for what follows from it.
    void click(const std::string& button);
    void type(const std::string& field, const wxString& text);
    void choose(const std::string& choice, int index);
    void choose_row(const std::string& list, int row);

    /// The text of a label, field or button; "" where there is no such control.
    std::string text_of(const std::string& name);
    std::string cell(const std::string& list, int row, int column);
    /// What the accessibility layer says of a cell, by its place on the screen.
    std::string spoken_cell(const std::string& list, int row, int position);
    /// The model's column under that heading; -1 where there is none.
    int column_of(const std::string& list, const std::string& heading);
    int rows(const std::string& list);

    /// Where to save is answered with this file once; a file chooser that opens is a failure.
    void answer_file_chooser(const std::string& file);

    void expect(bool holds, const std::string& what);
    void expect_equal(const std::string& actual, const std::string& expected, const std::string& what);
    /// Saves the screen as a PNG file into the folder named by XINBU_SCREENSHOTS, where that is set.
    void picture(const std::string& name);

    static int failures();

private:
    void post(std::function<void()> work);

    std::function<void(DrivenApp&)> script_;
    std::thread thread_;
};

/// The shown window of that name, anywhere; null where there is none. For the window's thread.
wxWindow* find(const std::string& name);
template <class W>
W* find_as(const std::string& name) {
    return dynamic_cast<W*>(find(name));
}

}  // namespace xinbu::test
