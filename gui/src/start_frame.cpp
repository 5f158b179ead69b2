#include "start_frame.hpp"

#include <wx/button.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include <filesystem>

#include "file_drop.hpp"
#include "flowing_text.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "verify_dialog.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {

StartFrame::StartFrame(Events events)
    : wxFrame(nullptr, wxID_ANY, to_wx(tr("Xinbu"))),
      events_(std::move(events)),
      recent_(recent_registries()) {
    SetName("start_frame");
    auto* panel = new wxPanel(this);
    add_style_class(panel, "xinbu-card");
    auto* columns = new wxBoxSizer(wxHORIZONTAL);
    columns->Add(build_doors(panel), wxSizerFlags(1).Expand().Border(wxALL, gap(this, 3)));
    columns->Add(build_recent(panel),
                 wxSizerFlags(1).Expand().Border(wxTOP | wxRIGHT | wxBOTTOM, gap(this, 3)));
    auto* whole = new wxBoxSizer(wxVERTICAL);
    whole->Add(heading(panel, to_wx(tr("Xinbu")), 10), wxSizerFlags().Border(wxLEFT | wxTOP, gap(this, 3)));
    whole->Add(quiet_text(panel, to_wx(tr("Signed facts about labour-service brands"))),
               wxSizerFlags().Border(wxLEFT, gap(this, 3)));
    whole->Add(columns, wxSizerFlags(1).Expand());
    panel->SetSizer(whole);
    restore_window(this, "start", 860, 560);
    panel->SetDropTarget(new FileDrop([this](FileDrop::Files files) {
        if (!files.empty()) CallAfter([this, file = files.front().string()] { verify(file); });
    }));
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) {
        remember_window(this, "start");
        Destroy();
    });
}

wxWindow* StartFrame::build_doors(wxWindow* parent) {
    auto* panel = new wxPanel(parent);
    auto* column = new wxBoxSizer(wxVERTICAL);
    const int width = FromDIP(360);
    const auto add = [&](const char* id, const char* label, const char* explanation,
                         std::function<void()> action) {
        auto* button = new wxButton(panel, wxID_ANY, to_wx(label), wxDefaultPosition, wxSize(width, -1));
        identify(button, id, to_wx(label));
        auto* words = new FlowingText(panel, to_wx(explanation));
        words->SetForegroundColour(quiet_ink());
        words->lay_out(width);
        column->Add(button, wxSizerFlags());
        column->AddSpacer(gap(this) / 2);
        column->Add(words, wxSizerFlags().Border(wxBOTTOM, gap(this, 2)));
        // Later: the action may take this window away.
        button->Bind(wxEVT_BUTTON, [this, action](wxCommandEvent&) { CallAfter(action); });
        return button;
    };
    wxButton* create = add("start.create", tr("&New registry…"),
                           tr("For an organisation that has none on this computer yet."), events_.create);
    wxButton* open = add("start.open", tr("&Open a registry…"),
                         tr("One that lies on this computer, on a stick or on a shared drive."),
                         [this] { events_.open({}); });
    add("start.verify", tr("&Verify a file somebody sent…"),
        tr("A proof, bundle, checkpoint or signed report. Needs no registry; a file can be dropped here, "
           "too."),
        [this] { verify({}); });
    (recent_.empty() ? create : open)->SetFocus();
    add_style_class(recent_.empty() ? create : open, "suggested-action");
    panel->SetSizer(column);
    return panel;
}

wxWindow* StartFrame::build_recent(wxWindow* parent) {
    auto* panel = new wxPanel(parent);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(heading(panel, to_wx(tr("Recent registries")), 2));
    if (recent_.empty()) {
        auto* words = new FlowingText(
            panel,
            to_wx(tr("None yet. A new registry asks for the name and the credit code of your organisation, "
                     "a name for you, and a passphrase; it takes two minutes.")));
        words->SetForegroundColour(quiet_ink());
        words->lay_out(FromDIP(380));
        column->Add(words, wxSizerFlags().Border(wxTOP, gap(this)));
    } else {
        list_ = list_view(panel, "start.recent", to_wx(tr("Recent registries")));
        add_column(list_, to_wx(tr("Registry")), 240);
        add_column(list_, to_wx(tr("Operator")), 100);
        for (const RecentRegistry& one : recent_)
            add_row(list_, {to_wx(one.folder), to_wx(one.operator_name)});
        list_->SelectRow(0);
        list_->Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent&) { open_selected(); });
        column->Add(list_, wxSizerFlags(1).Expand().Border(wxTOP, gap(this)));
    }
    panel->SetSizer(column);
    return panel;
}

void StartFrame::open_selected() {
    const int row = list_->GetSelectedRow();
    if (row < 0) return;
    CallAfter([this, one = recent_[static_cast<std::size_t>(row)]] { events_.open(one); });
}

void StartFrame::verify(const std::string& file) {
    VerifyDialog dialog(this, std::filesystem::path(file));
    dialog.ShowModal();
}

}  // namespace xinbu::gui
