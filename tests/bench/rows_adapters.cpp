// Imports of other offices' files: reading, adapter, checks, folding and signing, against reading alone.
#include <fmt/format.h>
#include <libxml/parser.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <functional>

#include "foreign_files.hpp"
#include "rows.hpp"
#include "xinbu/readers/csv.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::bench {

namespace fs = std::filesystem;

namespace {

constexpr int rounds = 3;
constexpr std::uint64_t most_records = 5000;
constexpr std::size_t largest_file = 256UL << 20;

/// Passes over every event of the parser, as a program does that wants none of them.
void read_bare_xml(const fs::path& file) {
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = [](void*, const xmlChar*, const xmlChar*, const xmlChar*, int, const xmlChar**,
                                int, int, const xmlChar**) {};
    handler.endElementNs = [](void*, const xmlChar*, const xmlChar*, const xmlChar*) {};
    handler.characters = [](void*, const xmlChar*, int) {};
    if (xmlSAXUserParseFile(&handler, nullptr, file.c_str()) != 0)
        give_up(file.string(), "libxml2 does not read it");
}

void read_bare_json(const fs::path& file) {
    const Bytes content = storage::read_file(file, largest_file).value();
    const std::string text = to_text(content);
    rapidjson::StringStream stream(text.c_str());
    rapidjson::BaseReaderHandler<> handler;
    if (!rapidjson::Reader().Parse(stream, handler)) give_up(file.string(), "RapidJSON does not read it");
}

void read_bare_csv(const fs::path& file) {
    readers::CsvReader reader(file, {});
    while (reader.next() != nullptr) {
    }
}

struct Source {
    const char *row, *adapter, *floor;
    std::function<void(const fs::path&, std::uint64_t)> write;
    std::function<void(const fs::path&)> read_bare;
};

const std::vector<Source>& sources() {
    static const std::vector<Source> all{
        {"adapter_daily_xml", "uspto-trademark-daily", "libxml2, SAX", write_daily_xml, read_bare_xml},
        {"adapter_odp_json", "uspto-odp-json", "RapidJSON, SAX", write_portal_json, read_bare_json},
        {"adapter_cnipa_csv", "cnipa-csv", "the CSV reader", write_chinese_list, read_bare_csv},
        {"adapter_dpma_xml", "dpma-register", "libxml2, SAX", write_german_register, read_bare_xml}};
    return all;
}

void measure(Workshop& workshop, const Source& source, std::uint64_t records, const Emit& emit) {
    const fs::path file = workshop.fresh(source.row);
    source.write(file, records);
    const auto count = static_cast<double>(records);
    Samples imports, floors;
    std::uint64_t entries = 0;
    for (int round = 0; round < rounds; ++round) {
        const fs::path folder = workshop.create();
        const std::unique_ptr<session::Registry> registry = workshop.open(folder);
        take(registry->add({workshop.new_draft()}, "the signing key is derived here"));
        session::Imported result;
        imports.add(count / seconds_of([&] { result = take(registry->import(source.adapter, {file}, {})); }));
        if (result.rejected_count > 0 || result.added < records)
            give_up(source.adapter,
                    result.rejected.empty() ? "records are missing" : result.rejected.front().message);
        entries = result.added;
        take(registry->close());
        floors.add(count / seconds_of([&] { source.read_bare(file); }));
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
    emit({source.row, "records/s", spread_of(imports), spread_of(floors), source.floor, true, Bound::at_least,
          0.01,
          fmt::format("{} records, {:.1f} entries each", records, static_cast<double>(entries) / count)});
}

}  // namespace

void measure_adapters(Workshop& workshop, const Emit& emit) {
    const std::uint64_t records = std::min(workshop.entries() / 10, most_records);
    for (const Source& source : sources()) measure(workshop, source, records, emit);
}

}  // namespace xinbu::bench
