#include "settings.hpp"

#include <fmt/format.h>
#include <wx/config.h>
#include <wx/fileconf.h>
#include <wx/filename.h>
#include <wx/stdpaths.h>
#include <wx/toplevel.h>

#include <algorithm>

#include "texts.hpp"

namespace xinbu::gui {
namespace {

constexpr std::size_t most_recent = 10;

void write_recent(const std::vector<RecentRegistry>& recent) {
    wxConfigBase* config = wxConfigBase::Get();
    config->DeleteGroup("/recent");
    for (std::size_t i = 0; i < recent.size(); ++i) {
        const wxString group = wxString::Format("/recent/%02d/", static_cast<int>(i));
        config->Write(group + "folder", wxString::FromUTF8(recent[i].folder));
        config->Write(group + "operator", wxString::FromUTF8(recent[i].operator_name));
    }
    config->Flush();
}

}  // namespace

void open_settings() {
    wxStandardPaths& paths = wxStandardPaths::Get();
    paths.SetFileLayout(wxStandardPaths::FileLayout_XDG);
    const wxString folder = paths.GetUserConfigDir() + "/xinbu";
    wxFileName::Mkdir(folder, wxS_DIR_DEFAULT, wxPATH_MKDIR_FULL);
    delete wxConfigBase::Set(new wxFileConfig("xinbu", wxEmptyString, folder + "/window.conf", wxEmptyString,
                                              wxCONFIG_USE_LOCAL_FILE));
}

std::vector<RecentRegistry> recent_registries() {
    wxConfigBase* config = wxConfigBase::Get();
    std::vector<RecentRegistry> recent;
    for (std::size_t i = 0; i < most_recent; ++i) {
        const wxString group = wxString::Format("/recent/%02d/", static_cast<int>(i));
        const wxString folder = config->Read(group + "folder", wxEmptyString);
        if (!folder.empty())
            recent.push_back({to_utf8(folder), to_utf8(config->Read(group + "operator", wxEmptyString))});
    }
    return recent;
}

void remember_registry(const RecentRegistry& registry) {
    std::vector<RecentRegistry> recent = recent_registries();
    std::erase_if(recent, [&](const RecentRegistry& other) { return other.folder == registry.folder; });
    recent.insert(recent.begin(), registry);
    if (recent.size() > most_recent) recent.resize(most_recent);
    write_recent(recent);
}

std::string chosen_language() {
    return to_utf8(wxConfigBase::Get()->Read("/language", wxEmptyString));
}

void choose_language(const std::string& language) {
    wxConfigBase::Get()->Write("/language", wxString::FromUTF8(language));
    wxConfigBase::Get()->Flush();
}

void restore_window(wxTopLevelWindow* window, const char* name, int width, int height) {
    const wxString group = wxString::Format("/windows/%s/", name);
    const wxConfigBase* config = wxConfigBase::Get();
    const wxSize least = window->FromDIP(wxSize(width / 2, height / 2));
    wxSize size = window->FromDIP(wxSize(width, height));
    size.SetWidth(static_cast<int>(config->ReadLong(group + "width", size.GetWidth())));
    size.SetHeight(static_cast<int>(config->ReadLong(group + "height", size.GetHeight())));
    size.IncTo(least);
    size.DecTo(wxGetDisplaySize());
    window->SetSize(size);
    window->SetMinSize(least);
    window->Centre();
    if (config->ReadBool(group + "maximized", false)) window->Maximize();
}

void remember_window(const wxTopLevelWindow* window, const char* name) {
    const wxString group = wxString::Format("/windows/%s/", name);
    wxConfigBase* config = wxConfigBase::Get();
    config->Write(group + "maximized", window->IsMaximized());
    if (!window->IsMaximized() && !window->IsIconized()) {
        config->Write(group + "width", static_cast<long>(window->GetSize().GetWidth()));
        config->Write(group + "height", static_cast<long>(window->GetSize().GetHeight()));
    }
    config->Flush();
}

long remembered_number(const char* name, long otherwise) {
    return wxConfigBase::Get()->ReadLong(wxString::Format("/numbers/%s", name), otherwise);
}

void remember_number(const char* name, long number) {
    wxConfigBase::Get()->Write(wxString::Format("/numbers/%s", name), number);
}

}  // namespace xinbu::gui
