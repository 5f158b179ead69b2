// Bulk import: a reader per format, the plugin's adapter, then the same path as every other draft.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "csv_map.hpp"
#include "import_run.hpp"
#include "tables.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/readers/text.hpp"
#include "xinbu/readers/xml.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t largest_document = 64UL << 20;

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string_view format_name(plugin::SourceFormat format) {
    switch (format) {
        case plugin::SourceFormat::csv:
            return "csv";
        case plugin::SourceFormat::xml:
            return "xml";
        case plugin::SourceFormat::json:
            return "json";
    }
    return "";
}

void read_elements(const plugin::Adapter& adapter, const host::Provider& provider,
                   const std::filesystem::path& file, Run& run) {
    const readers::XmlOutcome outcome = readers::read_xml(
        file, adapter.elements,
        [&](const plugin::XmlElement& element) {
            run.start_element(element.line);
            host::call_plugin(provider.id,
                              [&] { provider.plugin->import_element(adapter.name, element, run); });
            return !run.stopped();
        },
        {}, [&](std::uint64_t done, std::uint64_t total) { return run.tell(done, total); });
    if (!outcome.complete || outcome.records > 0) return;
    throw Failure(
        Error{Category::invalid,
              "other_format",
              file.string(),
              fmt::format(fmt::runtime(tr("this is no file of the format {}")), adapter.name),
              tr("`xinbu import --list` names the formats."),
              {{file.string(), 1, "", "import.format",
                fmt::format(fmt::runtime(tr("the format {} reads the elements {}; the file has none of them, "
                                            "its first element is <{}>")),
                            adapter.name, fmt::format("<{}>", fmt::join(adapter.elements, ">, <")),
                            readers::printable(outcome.root, 60))}}});
}

void read_document(const plugin::Adapter& adapter, const host::Provider& provider,
                   const std::filesystem::path& file, Run& run) {
    const std::optional<Bytes> content = storage::read_file(file, largest_document);
    if (!content) throw Failure(Category::usage, "file_missing", file.string(), tr("there is no such file"));
    const plugin::Value document = take(json::parse(as_text(*content), json::Profile::document));
    run.start_element(1);
    host::call_plugin(provider.id, [&] { provider.plugin->import_document(adapter.name, document, run); });
    run.end_document();
}

/// What a format reads: a declared adapter, or a map.
struct Source {
    const plugin::Adapter* adapter = nullptr;
    const host::Provider* provider = nullptr;
    bool is_mapped = false;
    bool is_sheet = false;  ///< a spreadsheet and nothing else
};

Source source_of(const host::Catalogue& catalogue, const std::string& format) {
    Source source;
    source.is_mapped = format == mapped_csv || format == mapped_xlsx;
    if (source.is_mapped) {
        source.is_sheet = format == mapped_xlsx;
        return source;
    }
    const bool is_declared = catalogue.adapter(format) != nullptr;
    const std::string name = is_declared ? format : declared_name(format);
    source.adapter = catalogue.adapter(name);
    source.is_sheet = !is_declared;
    if (source.adapter == nullptr || (source.is_sheet && source.adapter->format != plugin::SourceFormat::csv))
        throw Failure(Category::usage, "unknown_format", format, tr("no loaded plugin reads this format"),
                      tr("`xinbu import --list` names the formats."));
    source.provider = catalogue.provider_of_adapter(name);
    return source;
}

void import_file(const Source& source, const CsvMap* map, const std::filesystem::path& file,
                 const ImportOptions& options, Run& run) {
    if (map != nullptr) {
        read_table({file, source.is_sheet, map->columns(), false}, options, run,
                   [&](const plugin::CsvRow& row, plugin::ImportSink& sink) { map->apply(row, sink); });
        return;
    }
    const plugin::Adapter& adapter = *source.adapter;
    const host::Provider& provider = *source.provider;
    switch (adapter.format) {
        case plugin::SourceFormat::csv:
            read_table({file, source.is_sheet, adapter.columns, true}, options, run,
                       [&](const plugin::CsvRow& row, plugin::ImportSink& sink) {
                           host::call_plugin(provider.id,
                                             [&] { provider.plugin->import_row(adapter.name, row, sink); });
                       });
            break;
        case plugin::SourceFormat::xml:
            read_elements(adapter, provider, file, run);
            break;
        case plugin::SourceFormat::json:
            read_document(adapter, provider, file, run);
            break;
    }
}

/// "…, CSV" as "…, XLSX".
std::string sheet_label(std::string label) {
    constexpr std::string_view csv = "CSV", xlsx = "XLSX";
    const std::size_t at = label.find(csv);
    return at == std::string::npos ? label + " (XLSX)" : label.replace(at, csv.size(), xlsx);
}

}  // namespace

std::vector<AdapterView> adapters_of(const host::Host& plugins) {
    std::vector<AdapterView> adapters;
    for (const auto& [adapter, provider] : plugins.catalogue().adapters()) {
        const std::string label = host::shown(adapter->label), twin = twin_name(adapter->name);
        adapters.push_back({adapter->name, label, provider->id, std::string(format_name(adapter->format))});
        if (adapter->format == plugin::SourceFormat::csv && !twin.empty())
            adapters.push_back({twin, sheet_label(label), provider->id, "xlsx"});
    }
    adapters.push_back({std::string(mapped_csv), tr("any CSV file, with --map"), "core", "csv", true});
    adapters.push_back({std::string(mapped_xlsx), tr("any spreadsheet, with --map"), "core", "xlsx", true});
    return adapters;
}

Result<Imported> Registry::import(const std::string& adapter, const std::vector<std::filesystem::path>& files,
                                  const ImportOptions& options, const Progress& progress) {
    return impl_->guarded([&] {
        const double started = seconds_now();
        const host::Catalogue& catalogue = impl_->plugins.catalogue();
        const Source source = source_of(catalogue, adapter);
        for (const std::filesystem::path& file : files)
            if (std::error_code error; !std::filesystem::is_regular_file(file, error))
                throw Failure(Category::usage, "file_missing", file.string(),
                              std::filesystem::exists(file, error) ? tr("this is not a regular file")
                                                                   : tr("there is no such file"));
        impl_->require_writable();
        Run run(*impl_, options, progress, fmt::format("import {}", adapter));
        std::optional<CsvMap> map;
        if (source.is_mapped) map.emplace(options.map, catalogue);
        for (const std::filesystem::path& file : files) {
            run.start_file(file);
            try {
                import_file(source, map ? &*map : nullptr, file, options, run);
            } catch (const Failure& failure) {
                // What was read before the fault is whole and stays.
                if (failure.error().category != Category::invalid) throw;
                run.reject_file(failure.error());
            }
            if (run.stopped()) break;
        }
        Imported result = run.finish();
        result.seconds = seconds_now() - started;
        return result;
    });
}

}  // namespace xinbu::session
