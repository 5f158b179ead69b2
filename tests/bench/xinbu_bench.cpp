// Every hot path against a floor that is measured in the same run, in turns with it. Usage:
//   xinbu-bench [--quick] [--entries N] [--only NAME[,NAME]] [--json]
//   xinbu-bench --plot FILE.svg [--entries N]
// --quick: a tenth of the entries, two rounds for each row of a whole ledger instead of three, and proofs of
// fewer commits.
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "plot.hpp"
#include "report.hpp"
#include "rows.hpp"

namespace {

using namespace xinbu;
using namespace xinbu::bench;
namespace fs = std::filesystem;

constexpr std::uint64_t all_entries = 1'000'000, quick_entries = 100'000, fewest_entries = 100;
constexpr int all_rounds = 3, quick_rounds = 2;
/// What a proof costs grows with the logarithm of the commits.
constexpr std::uint64_t quick_share_of_singles = 5;

struct Arguments {
    Extent extent;
    Wanted only;
    bool json = false;
    fs::path plot;
    std::vector<std::string> memory_task;  ///< what a process of measure_memory was started with
};

/// Rows that are measured together, under the names that --only takes.
struct Measurement {
    std::vector<std::string> names;
    std::function<void(Workshop&, const Wanted&, const Emit&)> run;
};

template <void (*measure)(Workshop&, const Emit&)>
void alone(Workshop& workshop, const Wanted&, const Emit& emit) {
    measure(workshop, emit);
}

std::vector<Measurement> measurements() {
    return {
        {{"import", "refold"}, measure_import},
        {{"append"}, alone<measure_append>},
        {{"adapters", "adapter_daily_xml", "adapter_odp_json", "adapter_cnipa_csv", "adapter_dpma_xml"},
         measure_adapters},
        {{"audit_64", "audit_64_scaling", "audit_1"}, measure_audit},
        {{"open", "open_growth"}, alone<measure_open>},
        {{"list", "list_position"}, alone<measure_list>},
        {{"search", "search_chinese", "search_latin"}, alone<measure_search>},
        {{"size"}, alone<measure_size>},
        {{"append_one"}, alone<measure_append_one>},
        {{"audit_since", "audit_since_share"}, alone<measure_audit_since>},
        {{"memory"}, alone<measure_memory>},
        {{"proof", "proof_size", "proof_time"}, alone<measure_proof>},
    };
}

[[noreturn]] void refuse(const std::string& why) {
    throw Failure(Category::usage, "usage", "xinbu-bench", why,
                  "xinbu-bench [--quick] [--entries N] [--only NAME[,NAME]] [--json] [--plot FILE.svg]");
}

std::uint64_t number_of(const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < fewest_entries ||
        number > 10 * all_entries)
        refuse(fmt::format("--entries takes a number from {} to {}", fewest_entries, 10 * all_entries));
    return number;
}

Wanted names_of(const std::string& list) {
    Wanted names, known;
    for (const Measurement& one : measurements()) known.insert(one.names.begin(), one.names.end());
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        const std::string name = list.substr(begin, end - begin);
        if (!known.contains(name)) refuse("there is no row " + name);
        names.insert(name);
        begin = end + 1;
    }
    return names;
}

Arguments read_arguments(const std::vector<std::string>& words) {
    Arguments arguments;
    std::optional<std::uint64_t> entries;
    bool quick = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        const auto next = [&]() -> const std::string& {
            if (i + 1 == words.size()) refuse(word + " takes a value");
            return words[++i];
        };
        if (word == "--quick") {
            quick = true;
        } else if (word == "--json") {
            arguments.json = true;
        } else if (word == "--entries") {
            entries = number_of(next());
        } else if (word == "--only") {
            arguments.only = names_of(next());
        } else if (word == "--plot") {
            arguments.plot = fs::absolute(next());
        } else if (word == "--memory-task" && words.size() == i + 6) {
            arguments.memory_task.assign(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
            break;
        } else {
            refuse("there is no option " + word);
        }
    }
    const std::uint64_t count = entries.value_or(quick ? quick_entries : all_entries);
    arguments.extent = {count, quick ? quick_rounds : all_rounds,
                        quick ? count / quick_share_of_singles : count};
    return arguments;
}

void run(const Arguments& arguments, const fs::path& place) {
    Workshop workshop(place, arguments.extent);
    if (!arguments.plot.empty()) {
        plot_cost_per_entry(workshop, arguments.plot);
        return;
    }
    if (!arguments.json) {
        fmt::print("{} entries, commits of {}\n", arguments.extent.entries, commit_entries);
        print_heading();
    }
    for (const Measurement& one : measurements()) {
        const bool is_wanted =
            arguments.only.empty() || std::ranges::any_of(one.names, [&](const std::string& name) {
                return arguments.only.contains(name);
            });
        if (!is_wanted) continue;
        one.run(workshop, arguments.only, [&](const Row& row) {
            if (arguments.json) {
                fmt::print("{}\n", json_of(row));
            } else {
                print_row(row);
            }
            std::fflush(stdout);
        });
    }
}

template <class Work>
int told(const Work& work) {
    const Result<void> result = guarded(work);
    if (result) return EXIT_SUCCESS;
    const Error& error = result.error();
    fmt::print(stderr, "xinbu-bench: {}: {}{}\n", error.what, error.why,
               error.remedy.empty() ? "" : "\nUsage: " + error.remedy);
    return EXIT_FAILURE;
}

volatile std::sig_atomic_t worker = 0;

void pass_on(int signal) {
    if (worker > 0) ::kill(static_cast<pid_t>(worker), signal);
}

/// The work is done by a second process, so that whatever becomes of it the folder is removed.
int run_and_clean_up(const Arguments& arguments) {
    std::string name = (fs::temp_directory_path() / "xinbu-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) give_up(name, "no temporary folder can be made");
    const fs::path place = name;
    ::setenv("XDG_STATE_HOME", (place / "state").c_str(), 1);
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        const int code = told([&] { run(arguments, place); });
        std::fflush(nullptr);
        ::_exit(code);
    }
    int status = EXIT_FAILURE;
    if (child > 0) {
        worker = child;
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, pass_on);
        while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    }
    std::error_code ignored;
    fs::remove_all(place, ignored);
    if (child < 0) give_up("xinbu-bench", "no process can be started");
    if (WIFSIGNALED(status))
        give_up("xinbu-bench", fmt::format("it was ended by signal {}", WTERMSIG(status)));
    return WEXITSTATUS(status) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
    int code = EXIT_SUCCESS;
    const int failed = told([&] {
        const Arguments arguments = read_arguments({argv + 1, argv + argc});
        if (arguments.memory_task.empty()) {
            code = run_and_clean_up(arguments);
            return;
        }
        const std::vector<std::string>& task = arguments.memory_task;
        Workshop workshop(fs::path(task[4]).parent_path(), {});
        run_memory_task(task[0], workshop, task[1], task[2], task[3], task[4]);
    });
    return failed != EXIT_SUCCESS ? failed : code;
}
