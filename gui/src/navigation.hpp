// The list at the left: pages over all records, the watch list, and record types by plugin, with how many
// records there are of each.
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

/// Where one can go.
struct Place {
    enum class Page { records, watched, home, deadlines, reports };
    Page page = Page::records;
    const plugin::RecordType* type = nullptr;  ///< of records and watched
    bool operator==(const Place&) const = default;
};

class Navigation : public wxPanel {
public:
    Navigation(wxWindow* parent, const host::Catalogue& catalogue, std::function<void(const Place&)> chosen);
    ~Navigation() override;

    /// By record kind: how many there are, and how many are watched.
    void set_counts(const std::map<std::string, std::uint64_t>& records,
                    const std::map<std::string, std::uint64_t>& watched);
    /// Selects that place and tells of it.
    void choose(const Place& place);
    /// Selects it and tells nobody.
    void mark(const Place& place);
    /// Goes to the records of that kind.
    void choose(const std::string& kind);

private:
    friend class NavigationModel;
    struct Line {
        wxString label, count;
        bool is_caption = false;
        Place place;
    };
    void add_lines(const host::Catalogue& catalogue);
    void selection_changed();
    void fit_columns();

    std::function<void(const Place&)> chosen_;
    std::vector<Line> lines_;
    int selected_ = -1;
    wxDataViewCtrl* view_;
    wxObjectDataPtr<NavigationModel> model_;
};

}  // namespace xinbu::gui
