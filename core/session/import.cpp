// Bulk import: a reader per format, the plugin's adapter, then the same path as every other draft.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "batch.hpp"
#include "csv_headings.hpp"
#include "csv_map.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/readers/csv.hpp"
#include "xinbu/readers/text.hpp"
#include "xinbu/readers/xml.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t largest_document = 64UL << 20;
constexpr std::string_view mapped_format = "csv";

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

/// One run of an import over some files.
class Run final : public plugin::ImportSink {
public:
    Run(Registry::Impl& registry, const ImportOptions& options, const Progress& progress, std::string message)
        : registry_(registry), options_(options), progress_(progress), message_(std::move(message)) {}

    void start_file(const std::filesystem::path& file) {
        file_ = file.string();
        start_element(0);
    }
    void start_record(long line) {
        start_element(line);
        count_record();
    }
    /// What counts as a record once the adapter says something of it: an element may also tell that the file
    /// is empty.
    void start_element(long line) {
        line_ = line;
        counted_ = refused_ = drafted_ = false;
        first_reason_ = result_.rejected.size();
    }

    void draft(plugin::Draft draft) override {
        count_record();
        drafted_ = true;
        if (!batch_) batch_.emplace(registry_);
        Batch::Put put = batch_->put(host::DraftInput{std::move(draft), {}}, true);
        if (!put.faults.empty()) {
            for (const plugin::Fault& fault : put.faults)
                if (!fault.warning) reject(host::detail_of(fault, file_, line_));
            return;
        }
        if (put.unchanged) {
            ++result_.unchanged;
        } else {
            ++result_.added;
            for (const plugin::Fault& remark : put.warnings)
                if (Imported::Remark& same = result_.remarks[remark.rule]; ++same.count == 1)
                    same.first = host::detail_of(remark, file_, line_);
            if (!options_.dry_run &&
                batch_->size() >= std::min(options_.batch, ledger::largest_commit_entries))
                sign();
        }
    }
    void reject(std::string rule, plugin::Text message) override {
        count_record();
        reject(Detail{file_, line_, "", std::move(rule), host::shown(message)});
    }
    /// A document is one record and the file: where nothing of it could be taken, the file is broken by what
    /// the adapter said of it.
    void end_document() {
        if (drafted_ || !refused_) return;
        if (first_reason_ == result_.rejected.size())  // more were rejected than are listed
            result_.broken.push_back({file_, line_, "", "import.format",
                                      tr("nothing in the file could be taken as a record of this format")});
        for (std::size_t at = first_reason_; at < result_.rejected.size(); ++at)
            result_.broken.push_back(result_.rejected[at]);
    }
    /// The file is of another format, or the rest of it cannot be trusted.
    void reject_file(const Error& error) {
        refused_ = false;
        std::vector<Detail> faults = error.details;
        if (faults.empty()) faults.push_back({file_, 0, "", error.code, error.why});
        for (Detail& fault : faults) {
            if (fault.file.empty()) fault.file = file_;
            result_.broken.push_back(fault);
            reject(std::move(fault));
        }
    }
    void reject(Detail detail) {
        // A record with several faults is one that was refused.
        if (!std::exchange(refused_, true)) ++result_.rejected_count;
        if (result_.rejected.size() < options_.max_rejected_listed)
            result_.rejected.push_back(std::move(detail));
    }

    /// False: stop.
    bool tell(std::uint64_t done, std::uint64_t total) {
        if (progress_ &&
            !progress_({tr("Importing"), static_cast<std::int64_t>(done), static_cast<std::int64_t>(total)}))
            result_.stopped = true;
        return !result_.stopped;
    }
    bool stopped() const { return result_.stopped; }

    Imported finish() {
        if (batch_ && !options_.dry_run && batch_->size() > 0) sign();
        batch_.reset();
        return std::move(result_);
    }

private:
    void count_record() {
        if (!std::exchange(counted_, true)) ++result_.read;
    }
    void sign() {
        try {
            batch_->sign(message_);
        } catch (...) {
            batch_.reset();
            throw;
        }
        batch_.reset();
        ++result_.commits;
    }

    Registry::Impl& registry_;
    const ImportOptions& options_;
    const Progress& progress_;
    std::string message_;
    std::optional<Batch> batch_;
    std::string file_;
    long line_ = 0;
    /// The record that is being read was counted as read, counted as rejected, gave a draft.
    bool counted_ = false, refused_ = false, drafted_ = false;
    std::size_t first_reason_ = 0;  ///< of it, in result_.rejected
    Imported result_;
};

readers::CsvOptions csv_options(const ImportOptions& options, const std::vector<std::string>& columns) {
    readers::CsvOptions csv;
    csv.encoding = options.encoding;
    csv.required = columns;
    return csv;
}

/// Hands over each row; faulty rows are rejected with their place.
void read_rows(const std::filesystem::path& file, const readers::CsvOptions& csv, Run& run,
               const AdaptRow& adapt) {
    constexpr std::uint64_t rows_between_reports = 256;
    readers::CsvReader reader(file, csv);
    std::uint64_t rows = 0;
    while (const readers::CsvLine* row = reader.next()) {
        run.start_record(row->line());
        if (row->fault() != nullptr) {
            run.reject(*row->fault());
        } else {
            adapt(*row, run);
        }
        if (++rows % rows_between_reports == 0 && !run.tell(reader.bytes_read(), reader.bytes_total()))
            return;
    }
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

void import_file(const host::Catalogue& catalogue, const std::string& name, const std::filesystem::path& file,
                 const ImportOptions& options, Run& run) {
    const plugin::Adapter& adapter = *catalogue.adapter(name);
    const host::Provider& provider = *catalogue.provider_of_adapter(name);
    switch (adapter.format) {
        case plugin::SourceFormat::csv: {
            const AdaptRow adapt = [&](const plugin::CsvRow& row, plugin::ImportSink& sink) {
                host::call_plugin(provider.id, [&] { provider.plugin->import_row(name, row, sink); });
            };
            const readers::CsvOptions csv = csv_options(options, adapter.columns);
            require_headings(file, csv, adapt);
            read_rows(file, csv, run, adapt);
            break;
        }
        case plugin::SourceFormat::xml:
            read_elements(adapter, provider, file, run);
            break;
        case plugin::SourceFormat::json:
            read_document(adapter, provider, file, run);
            break;
    }
}

}  // namespace

std::vector<AdapterView> adapters_of(const host::Host& plugins) {
    std::vector<AdapterView> adapters;
    for (const auto& [adapter, provider] : plugins.catalogue().adapters())
        adapters.push_back({adapter->name, host::shown(adapter->label), provider->id,
                            std::string(format_name(adapter->format))});
    adapters.push_back({std::string(mapped_format), tr("any CSV file, with --map"), "core", "csv"});
    return adapters;
}

Result<Imported> Registry::import(const std::string& adapter, const std::vector<std::filesystem::path>& files,
                                  const ImportOptions& options, const Progress& progress) {
    return impl_->guarded([&] {
        const double started = seconds_now();
        const host::Catalogue& catalogue = impl_->plugins.catalogue();
        if (adapter != mapped_format && catalogue.adapter(adapter) == nullptr)
            throw Failure(Category::usage, "unknown_format", adapter,
                          tr("no loaded plugin reads this format"),
                          tr("`xinbu import --list` names the formats."));
        for (const std::filesystem::path& file : files)
            if (std::error_code error; !std::filesystem::is_regular_file(file, error))
                throw Failure(Category::usage, "file_missing", file.string(),
                              std::filesystem::exists(file, error) ? tr("this is not a regular file")
                                                                   : tr("there is no such file"));
        impl_->require_writable();
        Run run(*impl_, options, progress, fmt::format("import {}", adapter));
        std::optional<CsvMap> map;
        if (adapter == mapped_format) map.emplace(options.map, catalogue);
        for (const std::filesystem::path& file : files) {
            run.start_file(file);
            try {
                if (map) {
                    read_rows(
                        file, csv_options(options, map->columns()), run,
                        [&](const plugin::CsvRow& row, plugin::ImportSink& sink) { map->apply(row, sink); });
                } else {
                    import_file(catalogue, adapter, file, options, run);
                }
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
