// The first window where no registry is named: begin one, open one, or verify what somebody sent.
#pragma once

#include <wx/frame.h>

#include <functional>
#include <vector>

#include "settings.hpp"

class wxDataViewListCtrl;

namespace xinbu::gui {

class StartFrame : public wxFrame {
public:
    struct Events {
        std::function<void()> create;
        std::function<void(const RecentRegistry&)> open;  ///< empty: any
    };
    explicit StartFrame(Events events);

private:
    wxWindow* build_doors(wxWindow* parent);
    wxWindow* build_recent(wxWindow* parent);
    void open_selected();
    void verify(const std::string& file);

    Events events_;
    std::vector<RecentRegistry> recent_;
    wxDataViewListCtrl* list_ = nullptr;
};

}  // namespace xinbu::gui
