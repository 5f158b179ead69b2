#include "import_dialog.hpp"

#include <fmt/format.h>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/filedlg.h>
#include <wx/gauge.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <array>

#include "file_drop.hpp"
#include "import_rows.hpp"
#include "progress.hpp"
#include "settings.hpp"
#include "style.hpp"
#include "texts.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::gui {
namespace {

constexpr const char* window_name = "import";
constexpr std::array<const char*, 3> encodings{"", "utf-8", "gb18030"};

}  // namespace

ImportDialog::ImportDialog(wxWindow* parent, session::Registry& registry)
    : wxDialog(parent, wxID_ANY, to_wx(tr("Import")), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      registry_(registry),
      adapters_(session::adapters_of(registry.plugins())) {
    SetName("import_dialog");
    build();
    SetDropTarget(
        new FileDrop([this](std::vector<std::filesystem::path> files) { set_files(std::move(files)); }));
    format_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { format_chosen(); });
    start_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { start(); });
    const auto leave = [this] {
        if (worker_.busy()) {
            worker_.stop();
            return;
        }
        remember_window(this, window_name);
        EndModal(wxID_CANCEL);
    };
    close_->Bind(wxEVT_BUTTON, [leave](wxCommandEvent&) { leave(); });
    Bind(wxEVT_CLOSE_WINDOW, [leave](wxCloseEvent&) { leave(); });
    if (!adapters_.empty()) format_->SetSelection(0);
    format_chosen();
}

void ImportDialog::build() {
    choices_ = new wxPanel(this);
    format_ = new wxChoice(choices_, wxID_ANY);
    for (const session::AdapterView& adapter : adapters_)
        format_->Append(to_wx(fmt::format("{}  ({})", adapter.label, adapter.name)));
    identify(format_, "import.format", to_wx(tr("Format")));
    file_names_ = line_entry(choices_, wxTE_READONLY);
    file_names_->SetHint(to_wx(tr("Choose files, or drop them here")));
    identify(file_names_, "import.files", to_wx(tr("Files")));
    auto* browse = new wxButton(choices_, wxID_ANY, to_wx(tr("&Browse…")));
    identify(browse, "import.browse");
    browse->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { choose_files(); });
    map_ = line_entry(choices_);
    identify(map_, "import.map", to_wx(tr("Column map")));
    map_button_ = new wxButton(choices_, wxID_ANY, to_wx(tr("Browse…")));
    identify(map_button_, "import.map.browse");
    map_button_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        wxFileDialog chooser(this, to_wx(tr("Column map")), {}, {}, "*.json",
                             wxFD_OPEN | wxFD_FILE_MUST_EXIST);
        if (chooser.ShowModal() == wxID_OK) map_->SetValue(chooser.GetPath());
    });
    encoding_ = new wxChoice(choices_, wxID_ANY);
    encoding_->Append(to_wx(tr("found out from the file")));
    encoding_->Append("UTF-8");
    encoding_->Append("GB 18030");
    encoding_->SetSelection(0);
    identify(encoding_, "import.encoding", to_wx(tr("Encoding")));
    dry_run_ = new wxCheckBox(choices_, wxID_ANY, to_wx(tr("Only &check, write nothing")));
    identify(dry_run_, "import.dry_run");
    auto* grid = new wxFlexGridSizer(2, gap(this), gap(this, 2));
    grid->AddGrowableCol(1, 1);
    const auto add = [&](const char* label, wxWindow* control, wxWindow* button) {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        row->Add(control, wxSizerFlags(1).CentreVertical());
        if (button != nullptr) row->Add(button, wxSizerFlags().CentreVertical().Border(wxLEFT, gap(this)));
        auto* text = new wxStaticText(choices_, wxID_ANY, {});
        text->SetLabelText(to_wx(label));
        grid->Add(text, wxSizerFlags().CentreVertical());
        grid->Add(row, wxSizerFlags().Expand());
    };
    add(tr("Format"), format_, nullptr);
    add(tr("Files"), file_names_, browse);
    add(tr("Column map"), map_, map_button_);
    add(tr("Encoding"), encoding_, nullptr);
    grid->AddSpacer(0);
    grid->Add(dry_run_);
    choices_->SetSizer(grid);

    step_ = new wxStaticText(this, wxID_ANY, {});
    identify(step_, "import.step");
    gauge_ = new wxGauge(this, wxID_ANY, 1000);
    identify(gauge_, "import.gauge", to_wx(tr("Progress")));
    told_ = list_view(this, "import.told", to_wx(tr("Rejected, and taken with a remark")));
    add_column(told_, to_wx(tr("File")), 140);
    add_column(told_, to_wx(tr("Line")), 60);
    add_column(told_, to_wx(tr("Outcome")), 90);
    add_column(told_, to_wx(tr("Reason")), 360);
    add_column(told_, to_wx(tr("Rule")), 140);
    close_ = new wxButton(this, wxID_CANCEL, to_wx(tr("&Close")));
    identify(close_, "import.close");
    start_ = new wxButton(this, wxID_ANY, to_wx(tr("&Import")));
    identify(start_, "import.start");
    mark_primary(start_);
    const int edge = gap(this, 2);
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->AddStretchSpacer();
    buttons->Add(close_);
    buttons->Add(start_, wxSizerFlags().Border(wxLEFT, gap(this)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(choices_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(gauge_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(step_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(told_, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxTOP, edge));
    column->Add(buttons, wxSizerFlags().Expand().Border(wxALL, edge));
    SetSizer(column);
    restore_window(this, window_name, 760, 560);
    CentreOnParent();
}

void ImportDialog::choose_files() {
    wxFileDialog chooser(this, to_wx(tr("Files to import")), {}, {}, wxFileSelectorDefaultWildcardStr,
                         wxFD_OPEN | wxFD_FILE_MUST_EXIST | wxFD_MULTIPLE);
    if (chooser.ShowModal() != wxID_OK) return;
    wxArrayString paths;
    chooser.GetPaths(paths);
    std::vector<std::filesystem::path> files;
    for (const wxString& path : paths) files.push_back(path_of(path));
    set_files(std::move(files));
}

void ImportDialog::set_files(std::vector<std::filesystem::path> files) {
    files_ = std::move(files);
    wxString names;
    for (const std::filesystem::path& file : files_)
        names += (names.empty() ? "" : ", ") + to_wx(file.filename().string());
    file_names_->ChangeValue(names);
    start_->Enable(!files_.empty());
}

void ImportDialog::format_chosen() {
    const int chosen = format_->GetSelection();
    const bool mapped = chosen >= 0 && adapters_[static_cast<std::size_t>(chosen)].is_mapped;
    map_->Enable(mapped);
    map_button_->Enable(mapped);
    start_->Enable(!files_.empty());
}

void ImportDialog::start() {
    const int chosen = format_->GetSelection();
    if (chosen < 0 || files_.empty() || worker_.busy()) return;
    session::ImportOptions options;
    options.dry_run = dry_run_->GetValue();
    options.encoding = encodings[static_cast<std::size_t>(std::max(0, encoding_->GetSelection()))];
    if (map_->IsEnabled()) options.map = path_of(map_->GetValue());
    told_->DeleteAllItems();
    choices_->Disable();
    start_->Disable();
    close_->SetLabel(to_wx(tr("&Stop")));
    worker_.run(
        [this, options, adapter = adapters_[static_cast<std::size_t>(chosen)].name,
         files = files_](const std::atomic<bool>& stop) {
            return registry_.import(adapter, files, options, progress_of(worker_, stop, gauge_, step_));
        },
        [this, dry_run = options.dry_run](Result<session::Imported> imported) { finish(imported, dry_run); });
}

void ImportDialog::finish(const Result<session::Imported>& imported, bool dry_run) {
    choices_->Enable();
    start_->Enable();
    close_->SetLabel(to_wx(tr("&Close")));
    gauge_->SetValue(imported ? 1000 : 0);
    const int width = GetClientSize().GetWidth() - 2 * gap(this, 2);
    if (!imported) {
        step_->SetForegroundColour(ink(plugin::Tone::bad));
        set_text(step_, sentences(imported.error()), width);
        Layout();
        return;
    }
    changed_registry_ = changed_registry_ || imported->commits > 0;
    const std::uint64_t remarks = remarks_in(*imported);
    const bool is_plain = imported->rejected_count + remarks == 0;
    step_->SetForegroundColour(ink(is_plain ? plugin::Tone::good : plugin::Tone::attention));
    std::string text = fmt::format(
        fmt::runtime(dry_run
                         ? tr("Checked only: {} read, {} would be added, {} unchanged, {} rejected, {:.1f} s")
                         : tr("{} read, {} added, {} unchanged, {} rejected, {:.1f} s")),
        grouped(imported->read), grouped(imported->added), grouped(imported->unchanged),
        grouped(imported->rejected_count), imported->seconds);
    if (remarks > 0)
        text += "\n" + fmt::format(fmt::runtime(tr("Remarks on what was taken: {}")), grouped(remarks));
    if (imported->stopped)
        text += std::string("\n") + tr("Stopped before the end; what was committed stays.");
    set_text(step_, to_wx(text), width);
    for (const ImportRow& row : import_rows(*imported))
        add_row(told_,
                {to_wx(row.file), to_wx(row.line), to_wx(row.outcome), to_wx(row.message), to_wx(row.rule)});
    Layout();
}

}  // namespace xinbu::gui
