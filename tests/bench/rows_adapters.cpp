// Imports of other offices' files: from the file to the last commit, against signing the same number of ready
// drafts.
//
// What an office's file holds is drafts: a dozen for a mark, five for a patent. A bare parser makes none,
// signs none and stores none, so it is no floor for them; what reading, the adapter and the search for what
// is known already add to the one way in is what these rows bound.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>

#include "foreign_files.hpp"
#include "rows.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/readers/csv.hpp"
#include "xinbu/readers/xml.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::bench {

namespace fs = std::filesystem;

namespace {

constexpr int rounds = 3;
constexpr std::uint64_t most_records = 5000;
constexpr std::size_t largest_file = 256UL << 20;

struct Source {
    const char *row, *adapter;
    std::function<void(const fs::path&, std::uint64_t, std::uint64_t)> write;
};

const std::vector<Source>& sources() {
    static const std::vector<Source> all{{"adapter_daily_xml", "uspto-trademark-daily", write_daily_xml},
                                         {"adapter_odp_json", "uspto-odp-json", write_portal_json},
                                         {"adapter_cnipa_csv", "cnipa-csv", write_chinese_list},
                                         {"adapter_dpma_xml", "dpma-register", write_german_register}};
    return all;
}

struct Drafts final : plugin::ImportSink {
    std::vector<plugin::Draft> all;
    void draft(plugin::Draft one) override { all.push_back(std::move(one)); }
    void reject(std::string rule, plugin::Text why) override { give_up(rule, why.en); }
};

std::vector<plugin::Draft> drafts_in(const host::Host& plugins, const std::string& name,
                                     const fs::path& file) {
    const plugin::Adapter& adapter = *plugins.catalogue().adapter(name);
    const plugin::Plugin& plugin = *plugins.catalogue().provider_of_adapter(name)->plugin;
    Drafts sink;
    switch (adapter.format) {
        case plugin::SourceFormat::xml:
            readers::read_xml(file, adapter.elements, [&](const plugin::XmlElement& element) {
                plugin.import_element(name, element, sink);
                return true;
            });
            break;
        case plugin::SourceFormat::json: {
            const Bytes content = storage::read_file(file, largest_file).value();
            plugin.import_document(name, take(json::parse(as_text(content), json::Profile::document)), sink);
            break;
        }
        case plugin::SourceFormat::csv: {
            readers::CsvReader reader(file, {});
            while (const readers::CsvLine* row = reader.next()) plugin.import_row(name, *row, sink);
            break;
        }
    }
    return std::move(sink.all);
}

/// Signs the drafts as an import does, so many in a commit.
void add_all(session::Registry& registry, std::span<const plugin::Draft> drafts) {
    for (std::size_t first = 0; first < drafts.size(); first += commit_entries) {
        const auto commit =
            drafts.subspan(first, std::min<std::size_t>(commit_entries, drafts.size() - first));
        take(registry.add({commit.begin(), commit.end()}, "bench"));
    }
}

/// All in one registry: each round brings rights of its own.
void measure(Workshop& workshop, session::Registry& registry, const Source& source, std::uint64_t records,
             const Emit& emit) {
    Samples imports, floors;
    std::uint64_t first = 0, entries = 0;
    const auto write = [&] {
        const fs::path file = workshop.fresh(source.row);
        source.write(file, first, records);
        first += records;
        return file;
    };
    for (int round = 0; round < rounds; ++round) {
        const fs::path file = write();
        session::Imported result;
        const double seconds =
            seconds_of([&] { result = take(registry.import(source.adapter, {file}, {})); });
        if (result.rejected_count > 0 || result.added < records)
            give_up(source.adapter,
                    result.rejected.empty() ? "records are missing" : result.rejected.front().message);
        entries = result.added;
        imports.add(static_cast<double>(entries) / seconds);
        const std::vector<plugin::Draft> ready = drafts_in(workshop.plugins(), source.adapter, write());
        floors.add(static_cast<double>(ready.size()) / seconds_of([&] { add_all(registry, ready); }));
    }
    const double each = static_cast<double>(entries) / static_cast<double>(records);
    emit({source.row, "entries/s", spread_of(imports), spread_of(floors), "ready drafts", true,
          Bound::at_least, 0.75,
          fmt::format("{:.1f} entries a record: {:.0f} records/s", each, imports.median() / each)});
}

}  // namespace

void measure_adapters(Workshop& workshop, const Emit& emit) {
    const std::uint64_t records = std::min(workshop.entries() / 100, most_records);
    const fs::path folder = workshop.create();
    const std::unique_ptr<session::Registry> registry = workshop.open(folder);
    take(registry->add({workshop.new_draft()}, "the signing key is derived here"));
    for (const Source& source : sources()) measure(workshop, *registry, source, records, emit);
    take(registry->close());
    std::error_code ignored;
    fs::remove_all(folder, ignored);
}

}  // namespace xinbu::bench
