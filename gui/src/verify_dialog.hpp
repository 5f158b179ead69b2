// A file that somebody sent: a proof, bundle, checkpoint or signed report, and what it is worth, in plain
// words.
#pragma once

#include <wx/dialog.h>
#include <wx/gauge.h>
#include <wx/timer.h>

#include <filesystem>
#include <string>
#include <vector>

#include "worker.hpp"
#include "xinbu/session/registry.hpp"

class wxButton;
class wxStaticText;
class wxTextCtrl;

namespace xinbu::gui {

class FactsView;
class FlowingText;

/// What a person needs to know of a file that was verified. Knows no window.
struct PlainVerdict {
    plugin::Tone tone = plugin::Tone::bad;
    std::string headline;  ///< whether to rely on it
    std::string reason;    ///< why, and what to do next
};
PlainVerdict plain_verdict(const session::Verification& verification);

/// Works without a registry. The fingerprints of `trusted` are those of registries that are trusted already.
class VerifyDialog : public wxDialog {
public:
    VerifyDialog(wxWindow* parent, const std::filesystem::path& file,
                 const std::vector<std::string>& trusted = {});

private:
    void browse();
    void verify();
    void show(const Result<session::Verification>& verification);

    std::vector<std::string> trusted_;
    wxTextCtrl* file_ = nullptr;
    wxTextCtrl* fingerprint_ = nullptr;
    wxGauge* gauge_ = nullptr;
    FlowingText* headline_ = nullptr;
    FlowingText* reason_ = nullptr;
    FactsView* facts_ = nullptr;
    wxButton* verify_ = nullptr;
    wxTimer pulse_;
    Worker worker_;
};

}  // namespace xinbu::gui
