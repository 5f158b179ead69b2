// The commands of the main window. Permanent: scripts may send them.
#pragma once

#include <wx/defs.h>

namespace xinbu::gui {

enum Command {
    command_new = wxID_HIGHEST + 1,
    command_add,
    command_check,
    command_import,
    command_audit,
    command_lock,
    command_about_registry,
    command_plugins,
    command_english,
    command_chinese,
    command_watch,
    command_deadlines,
    command_reports,
    command_day,
    command_no_day,
    command_search,
    command_verify,
    command_home,
    command_purpose,  ///< the first of as many as there are purposes, and one for none
    command_last_purpose = command_purpose + 20,
};

}  // namespace xinbu::gui
