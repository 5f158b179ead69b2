// The list at the left: record types by plugin, with how many records there are of each.
#pragma once

#include <wx/dataview.h>
#include <wx/panel.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "xinbu/host/catalogue.hpp"

namespace xinbu::gui {

class NavigationModel;

class Navigation : public wxPanel {
public:
    Navigation(wxWindow* parent, const host::Catalogue& catalogue,
               std::function<void(const plugin::RecordType*)> chosen);
    ~Navigation() override;

    void set_counts(const std::map<std::string, std::uint64_t>& counts);
    /// Selects that type and tells of it.
    void choose(const std::string& kind);

private:
    friend class NavigationModel;
    struct Line {
        wxString label, count;
        const plugin::RecordType* type;  ///< null for the caption of a plugin
    };
    void selection_changed();

    std::function<void(const plugin::RecordType*)> chosen_;
    std::vector<Line> lines_;
    int selected_ = -1;
    wxDataViewCtrl* view_;
    wxObjectDataPtr<NavigationModel> model_;
};

}  // namespace xinbu::gui
