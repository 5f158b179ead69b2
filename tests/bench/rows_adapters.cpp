// Imports of other offices' files: from the file to the last commit, against signing the same number of ready
// drafts of the same format.
//
// What an office's file holds is drafts: four for a mark, five for a patent. A bare parser makes none, signs
// none and stores none, so it bounds nothing of an import; what it takes is told beside each row, as the
// share of an import that no reader could save. What reading and the adapter add to the one way in is bound.
#include <fmt/format.h>
#include <libxml/parser.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <functional>

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

/// Many short turns: a file and its floor then meet the same load of the machine.
constexpr int rounds = 5;
constexpr std::uint64_t most_entries = 10'000;
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
    const char *row, *adapter;
    std::uint64_t each;  ///< entries of a record
    std::function<void(const fs::path&, std::uint64_t, std::uint64_t)> write;
    const char* parser;
    std::function<void(const fs::path&)> read_bare;
};

const std::vector<Source>& sources() {
    static const std::vector<Source> all{
        {"adapter_daily_xml", "uspto-trademark-daily", 4, write_daily_xml, "libxml2", read_bare_xml},
        {"adapter_odp_json", "uspto-odp-json", 5, write_portal_json, "RapidJSON", read_bare_json},
        {"adapter_cnipa_csv", "cnipa-csv", 1, write_chinese_list, "the CSV reader", read_bare_csv},
        {"adapter_dpma_xml", "dpma-register", 3, write_german_register, "libxml2", read_bare_xml}};
    return all;
}

/// The drafts of a file, in the commits that an import of it makes.
struct Commits final : plugin::ImportSink {
    std::vector<std::vector<plugin::Draft>> all;
    std::uint64_t count = 0;
    void draft(plugin::Draft one) override {
        if (count++ % commit_entries == 0) all.emplace_back();
        all.back().push_back(std::move(one));
    }
    void reject(std::string rule, plugin::Text why) override { give_up(rule, why.en); }
};

/// Reader and adapter, as an import uses them, and nothing behind them.
Commits drafts_in(const host::Host& plugins, const std::string& name, const fs::path& file) {
    const plugin::Adapter& adapter = *plugins.catalogue().adapter(name);
    const plugin::Plugin& plugin = *plugins.catalogue().provider_of_adapter(name)->plugin;
    Commits sink;
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
    return sink;
}

/// The imports of one format and their floors, in one registry: each turn brings rights of its own.
class Turns {
public:
    Turns(Workshop& workshop, session::Registry& registry, const fs::path& folder, const Source& source,
          std::uint64_t records)
        : workshop_(workshop),
          registry_(registry),
          beside_(Keys(folder).open(storage::Mode::read_write)),
          source_(source),
          records_(records) {}

    void import() {
        const fs::path file = write();
        write_back_log();
        session::Imported result;
        const double seconds =
            seconds_of([&] { result = take(registry_.import(source_.adapter, {file}, {})); });
        if (result.rejected_count > 0) give_up(source_.adapter, result.rejected.front().message);
        require_all(result.added);
        imports_.add(static_cast<double>(records_) / seconds);
        const double bare = seconds_of([&] { source_.read_bare(file); });
        const double reading = seconds_of([&] { drafts_in(workshop_.plugins(), source_.adapter, file); });
        parser_.add(bare / seconds);
        reading_.add(reading / seconds);
    }

    void sign_ready_drafts() {
        const Commits ready = drafts_in(workshop_.plugins(), source_.adapter, write());
        require_all(ready.count);
        const std::uint64_t before = take(registry_.info()).entries;
        write_back_log();
        floors_.add(static_cast<double>(records_) / seconds_of([&] {
                        for (const std::vector<plugin::Draft>& commit : ready.all)
                            take(registry_.add(commit, "bench"));
                    }));
        require_all(take(registry_.info()).entries - before);
    }

    Row row() const {
        return {
            source_.row,
            "records/s",
            spread_of(imports_),
            spread_of(floors_),
            "ready drafts signed",
            true,
            Bound::at_least,
            0.75,
            fmt::format("entries a record: {}; of the time: {} alone {:.1f} %, reading and adapter {:.0f} %",
                        source_.each, source_.parser, 100 * parser_.median(), 100 * reading_.median())};
    }

private:
    fs::path write() {
        fs::path file = workshop_.fresh(source_.row);
        source_.write(file, next_, records_);
        next_ += records_;
        return file;
    }
    /// Writing the log back takes as long as a short turn: none shall pay for what others have put into it.
    void write_back_log() { beside_.prepare("PRAGMA wal_checkpoint(TRUNCATE)").step(); }
    void require_all(std::uint64_t entries) const {
        if (entries != records_ * source_.each)
            give_up(source_.adapter, fmt::format("{} records became {} entries", records_, entries));
    }

    Workshop& workshop_;
    session::Registry& registry_;
    storage::Database beside_;
    const Source& source_;
    std::uint64_t records_, next_ = 0;
    Samples imports_, floors_, parser_, reading_;
};

}  // namespace

void measure_adapters(Workshop& workshop, const Wanted& wanted, const Emit& emit) {
    const std::uint64_t entries = std::min(workshop.entries() / 50, most_entries);
    for (const Source& source : sources()) {
        if (!is_wanted(wanted, "adapters") && !is_wanted(wanted, source.row)) continue;
        const fs::path folder = workshop.create();
        const std::unique_ptr<session::Registry> registry = workshop.open(folder);
        take(registry->add({workshop.new_draft()}, "the signing key is derived here"));
        Turns turns(workshop, *registry, folder, source, std::max<std::uint64_t>(1, entries / source.each));
        for (int round = 0; round < rounds; ++round) {
            // Neither always finds the registry smaller.
            if (round % 2 == 0) turns.import();
            turns.sign_ready_drafts();
            if (round % 2 == 1) turns.import();
        }
        emit(turns.row());
        take(registry->close());
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
}

}  // namespace xinbu::bench
