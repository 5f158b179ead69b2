#include "plugins_dialog.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/sizer.h>

#include "facts_view.hpp"
#include "settings.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/loader.hpp"

namespace xinbu::gui {

PluginsDialog::PluginsDialog(wxWindow* parent, const host::Host& plugins)
    : wxDialog(parent, wxID_ANY, to_wx(tr("Plugins")), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER) {
    SetName("plugins_dialog");
    auto* list = list_view(this, "plugins.list", to_wx(tr("Plugins")));
    add_column(list, to_wx(tr("Plugin")), 150);
    add_column(list, to_wx(tr("Version")), 90);
    add_column(list, to_wx(tr("State")), 100);
    add_column(list, to_wx(tr("Signed by")), 320);
    auto* facts = new FactsView(this, "plugins.facts", to_wx(tr("Plugin")));
    facts->SetMinSize(FromDIP(wxSize(-1, 130)));
    for (const host::PluginReport& report : plugins.report())
        add_row(list, {to_wx(report.id), to_wx(report.version),
                       to_wx(report.loaded ? tr("loaded") : tr("refused")), to_wx(report.signer)});
    auto* close = new wxButton(this, wxID_CANCEL, to_wx(tr("&Close")));
    identify(close, "plugins.close");
    const int edge = gap(this, 2);
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(list, wxSizerFlags(2).Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(facts, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    if (!plugins.ignored().empty()) {
        std::string names;
        for (const std::string& name : plugins.ignored()) names += (names.empty() ? "" : ", ") + name;
        column->Add(
            quiet_text(this, to_wx(fmt::format(fmt::runtime(tr("Other files in the folder: {}")), names))),
            wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    }
    column->Add(close, wxSizerFlags().Right().Border(wxALL, edge));
    SetSizer(column);
    restore_window(this, "plugins", 720, 440);
    CentreOnParent();
    const auto show = [list, facts, &plugins] {
        const int row = list->GetSelectedRow();
        if (row < 0) return;
        const host::PluginReport& report = plugins.report()[static_cast<std::size_t>(row)];
        session::Lines lines{{tr("File"), report.file}};
        if (!report.signer.empty()) lines.emplace_back(tr("Signed by"), report.signer);
        if (!report.reason.empty()) lines.emplace_back(tr("Refused because"), report.reason);
        if (!report.remedy.empty()) lines.emplace_back(tr("What to do"), report.remedy);
        facts->show(lines);
    };
    list->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [show](wxDataViewEvent&) { show(); });
    if (!plugins.report().empty()) list->SelectRow(0);
    show();
    close->SetFocus();
}

}  // namespace xinbu::gui
