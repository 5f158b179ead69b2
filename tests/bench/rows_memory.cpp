// Peak memory, each task in a process of its own that is started afresh: what the bench itself holds does not
// count.
#include <fmt/format.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "rows.hpp"
#include "trademarks.hpp"

extern char** environ;

namespace xinbu::bench {

namespace fs = std::filesystem;

namespace {

constexpr double kib = 1024, mb = 1e6;

/// The largest resident set of this process so far, or since the last call of forget_peak().
double peak_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) * kib;
    give_up("/proc/self/status", "it tells no peak of memory");
}

void forget_peak() {
    std::ofstream("/proc/self/clear_refs") << "5" << std::flush;
}

void list_some(session::Registry& registry) {
    constexpr std::uint64_t page = 50;
    const plugin::RecordType& type = *registry.plugins().catalogue().record_type(kind);
    session::Query query;
    query.kind = kind;
    const std::uint64_t count = take(registry.count(query));
    for (const plugin::Field& field : type.fields) {
        if (!field.column) continue;
        query.sort = field.id;
        for (const bool descending : {false, true}) {
            query.descending = descending;
            for (std::uint64_t tenth = 0; tenth < 10; ++tenth)
                take(registry.list(query, count / 10 * tenth, page));
        }
    }
}

/// What the page cache of a connection that writes may hold, by its setting.
double page_cache_bytes(const fs::path& registry) {
    storage::Database database = Keys(registry).open(storage::Mode::read_write);
    storage::Statement setting = database.prepare("PRAGMA cache_size");
    if (!setting.step() || setting.integer(0) >= 0) give_up("cache_size", "it is not set in KiB");
    return -kib * static_cast<double>(setting.integer(0));
}

struct Peak {
    double whole = 0, work = 0;
};

Peak peak_of(const std::string& task, Workshop& workshop, const fs::path& registry, std::uint64_t entries) {
    const fs::path result = workshop.fresh("memory");
    const std::vector<std::string> words{
        "xinbu-bench", "--memory-task", task, registry, workshop.csv(0, entries), workshop.map(), result};
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::pid_t child = 0;
    if (::posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, arguments.data(), environ) != 0)
        give_up("memory", "its process cannot be started");
    int status = 0;
    if (::waitpid(child, &status, 0) != child || status != 0)
        give_up("memory of " + task, "its process failed");
    Peak peak;
    std::ifstream stream(result);
    if (!(stream >> peak.whole >> peak.work)) give_up("memory of " + task, "its process told nothing");
    return peak;
}

}  // namespace

void run_memory_task(const std::string& task, Workshop& workshop, const fs::path& folder, const fs::path& csv,
                     const fs::path& map, const fs::path& result) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const std::unique_ptr<session::Registry> registry = workshop.open(folder);
    // Deriving a key takes a fixed 128 MiB for a moment: part of the whole, but not of what must not grow.
    if (task == "import") take(registry->add({workshop.new_draft()}, "bench"));
    const double opened = peak_bytes();
    forget_peak();
    if (task == "import") {
        session::ImportOptions options;
        options.map = map;
        take(registry->import("csv", {csv}, options));
    } else if (task == "audit") {
        take(registry->audit({}));
    } else if (task == "list") {
        list_some(*registry);
    } else {
        give_up(task, "there is no such task");
    }
    const double work = peak_bytes();
    std::ofstream(result) << fmt::format("{:.0f} {:.0f}\n", std::max(opened, work), work);
}

void measure_memory(Workshop& workshop, const Emit& emit) {
    const std::uint64_t entries = workshop.entries(), fewer = std::max<std::uint64_t>(1, entries / 10);
    const fs::path small = workshop.create(crypto::ScryptCost{}),
                   large = workshop.create(crypto::ScryptCost{});
    const double cache = page_cache_bytes(large);
    for (const char* task : {"import", "audit", "list"}) {
        const Peak more = peak_of(task, workshop, large, entries);
        const double whole = more.whole / mb, work = more.work / mb;
        emit({fmt::format("memory_{}", task),
              "MB",
              {whole, whole, whole},
              std::nullopt,
              "",
              false,
              Bound::at_most,
              200,
              "peak resident set, derivation of keys included"});
        Row growth{fmt::format("memory_{}_growth", task),
                   "MB",
                   {work, work, work},
                   std::nullopt,
                   "",
                   true,
                   Bound::at_most,
                   1.1,
                   "once the keys are derived"};
        // Until its page cache is full a process grows with any registry, and never again on that account.
        const double smaller = static_cast<double>(fs::file_size(large / "registry.db")) *
                               static_cast<double>(fewer) / static_cast<double>(entries);
        growth.is_judged = smaller >= cache;
        if (growth.is_judged) {
            const double floor = peak_of(task, workshop, small, fewer).work / mb;
            growth.floor = {floor, floor, floor};
            growth.floor_is = fmt::format("at {} entries", fewer);
        } else {
            growth.note +=
                fmt::format("; not judged: {} entries, {:.0f} MB, would not fill the page cache of {:.0f} MB",
                            fewer, smaller / mb, cache / mb);
        }
        emit(growth);
    }
    fs::remove_all(small);
    fs::remove_all(large);
}

}  // namespace xinbu::bench
