// The program: language, style, plugins, and which of the two windows is shown.
#pragma once

#include <wx/app.h>
#include <wx/weakref.h>

#include <memory>

#include "options.hpp"
#include "settings.hpp"
#include "start_frame.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/session/registry.hpp"

namespace xinbu::gui {

class App : public wxApp {
public:
    explicit App(Options options) : options_(std::move(options)) {}
    bool OnInit() override;
    /// Every window that is shown is taken care of here, whichever opens it.
    int FilterEvent(wxEvent& event) override;
    /// A failed wxASSERT must not open a box that nobody answers: it is written to stderr.
    void OnAssertFailure(const wxChar* file, int line, const wxChar* function, const wxChar* condition,
                         const wxChar* message) override;

private:
    void show_start();
    void create_registry();
    void ask_for_registry(const RecentRegistry& preset);
    void show_frame(std::shared_ptr<session::Registry> registry, const RecentRegistry& origin);

    Options options_;
    std::unique_ptr<host::Host> plugins_;
    wxWeakRef<StartFrame> start_;
};

}  // namespace xinbu::gui
