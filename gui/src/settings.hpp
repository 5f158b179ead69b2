// What the window remembers: sizes, recent registries, the language. Never a secret, nothing of a registry's
// content.
#pragma once

#include <string>
#include <vector>

class wxTopLevelWindow;
class wxSplitterWindow;

namespace xinbu::gui {

/// Opens `window.conf` in the user's configuration folder as the program's wxConfig.
void open_settings();

struct RecentRegistry {
    std::string folder, operator_name;
};
/// The last one first, at most ten.
std::vector<RecentRegistry> recent_registries();
void remember_registry(const RecentRegistry& registry);

/// "en", "zh_CN", or "" for the language of the environment.
std::string chosen_language();
void choose_language(const std::string& language);

void restore_window(wxTopLevelWindow* window, const char* name, int width, int height);
void remember_window(const wxTopLevelWindow* window, const char* name);
long remembered_number(const char* name, long otherwise);
void remember_number(const char* name, long number);

}  // namespace xinbu::gui
