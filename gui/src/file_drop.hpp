// Files dropped on a window.
#pragma once

#include <wx/dnd.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace xinbu::gui {

/// The file of that name, whatever bytes the name is made of.
inline std::filesystem::path path_of(const wxString& name) {
    const wxScopedCharBuffer bytes = name.fn_str();
    return std::filesystem::path(std::string(bytes.data(), bytes.length()));
}

class FileDrop final : public wxFileDropTarget {
public:
    using Files = std::vector<std::filesystem::path>;
    explicit FileDrop(std::function<void(Files)> dropped) : dropped_(std::move(dropped)) {}
    bool OnDropFiles(wxCoord, wxCoord, const wxArrayString& names) override {
        Files files;
        for (const wxString& name : names) files.push_back(path_of(name));
        dropped_(std::move(files));
        return true;
    }

private:
    std::function<void(Files)> dropped_;
};

}  // namespace xinbu::gui
