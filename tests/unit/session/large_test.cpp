// The same attacks and the same kills on a registry of 100,000 entries, where blocks, ranges, threads and
// b-trees of several levels come into play.
#include <signal.h>
#include <sys/wait.h>

#include <random>
#include <thread>

#include "session/support.hpp"

namespace xinbu::session {
namespace {

constexpr std::size_t commit_entries = 1000;

std::size_t entries_wanted() {
    const char* wanted = std::getenv("XINBU_LARGE_ENTRIES");
    const long entries = wanted != nullptr ? std::atol(wanted) : 0;
    return entries >= 10'000 ? static_cast<std::size_t>(entries) : 100'000;
}

std::vector<plugin::Draft> drafts(std::size_t first) {
    std::vector<plugin::Draft> made;
    for (std::size_t i = first; i < first + commit_entries; ++i) {
        // Every tenth speaks of a record that is there already.
        const std::size_t record = i % 10 == 9 ? i / 2 : i;
        plugin::Draft draft =
            note("text number " + std::to_string(i * 7919), "note/n" + std::to_string(record));
        draft.data.set("about", "note/n" + std::to_string(i / 3));
        draft.data.set("amount", plugin::Object{{"amount", static_cast<std::int64_t>(i * 31 % 9973)},
                                                {"currency", "CNY"}});
        made.push_back(std::move(draft));
    }
    return made;
}

AuditView audit_of(Place& place) {
    auto registry = place.open("r", Access::read);
    if (!registry) {
        ADD_FAILURE() << registry.error().code << ": " << registry.error().why;
        return {};
    }
    return take((*registry)->audit({}));
}

void alter(Place& place, const std::string& sql) {
    const storage::KeySlots slots = storage::KeySlots::read(place.folder / "r");
    const crypto::Secret key = take(slots.unlock("chair", secret(admin_words)));
    storage::Database database = storage::Database::open(place.folder / "r/registry.db", key,
                                                         storage::Mode::read_write, slots.cipher());
    database.execute(sql);
    EXPECT_NE(database.changes(), 0);
    database.checkpoint();
}

/// Adds commits until it is killed, and tells of each once it was acknowledged.
[[noreturn]] void add_for_ever(Place& place, int acknowledge, std::size_t first) {
    auto registry = place.open("r");
    if (!registry) ::_exit(3);
    for (;; first += commit_entries) {
        const auto added = (*registry)->add(drafts(first), "round");
        if (!added) ::_exit(4);
        if (::write(acknowledge, &added->sequence, sizeof added->sequence) != sizeof added->sequence)
            ::_exit(5);
    }
}

/// The last commit that a child acknowledged before it was killed; 0 where it did none.
std::uint64_t killed_after(Place& place, std::chrono::milliseconds time, std::size_t first) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        add_for_ever(place, ends[1], first);
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(time);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
    std::uint64_t last = 0, sequence = 0;
    while (::read(ends[0], &sequence, sizeof sequence) == sizeof sequence) last = sequence;
    ::close(ends[0]);
    return last;
}

TEST(Large, notices_what_was_altered_and_loses_nothing_when_killed) {
    Place place;
    ASSERT_TRUE(place.create("sound"));
    const std::size_t entries = entries_wanted();
    {
        auto registry = place.writer("sound");
        for (std::size_t first = 0; first < entries; first += commit_entries)
            ASSERT_TRUE(registry->add(drafts(first), "fill"));
        ASSERT_TRUE(registry->checkpoint());
        ASSERT_TRUE(registry->close());
    }
    const std::vector<std::pair<std::string, std::string>> changes{
        {"UPDATE ledger_entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'text number', 'Text number') AS "
         "BLOB) WHERE position = 77777 % (SELECT count(*) FROM ledger_entry)",
         "ledger.entries"},
        {"UPDATE ledger_node SET hash = zeroblob(32) WHERE level = 3 AND place = 5", "ledger.node"},
        {"UPDATE ledger_entry_hash SET position = position + 1 WHERE position = 5000", "ledger.index"},
        {"DELETE FROM ledger_entry WHERE position = 6001", "ledger.missing"},
        {"UPDATE record SET state = CAST(replace(CAST(state AS TEXT), 'text', 'Text') AS BLOB) WHERE rid = "
         "(SELECT rid FROM record WHERE typeof(state) = 'blob' AND rid > 3000 LIMIT 1)",
         "records.differ"},
        {"UPDATE record SET state = state - 1 WHERE rid = 8000", "records.differ"},
        {"UPDATE t_note SET f_amount = f_amount + 1 WHERE rid = 8000", "records.differ"},
        {"DELETE FROM record_reference WHERE rid = 8000", "records.differ"},
        {"DELETE FROM record_text WHERE rowid = 8000", "records.differ"},
        {"UPDATE record_entry SET content = 0 WHERE entry = 8000", "records.differ"},
        {"UPDATE record_kind SET records = records + 1 WHERE kind = 'note'", "records.differ"}};
    for (const auto& [sql, rule] : changes) {
        SCOPED_TRACE(sql);
        place.copy("sound", "r");
        alter(place, sql);
        const AuditView answer = audit_of(place);
        EXPECT_FALSE(answer.ok);
        EXPECT_TRUE(says(answer.findings, "error", rule)) << told(answer.findings);
    }
    for (const std::size_t at : {4096U * 3 + 100, 4096U * 2000 + 7}) {
        place.copy("sound", "r");
        flip_byte(place.folder / "r/registry.db", at);
        auto registry = place.open("r", Access::read);
        if (!registry) continue;  // a page that opening needs: refused at once
        const AuditView answer = take((*registry)->audit({}));
        EXPECT_TRUE(says(answer.findings, "error", "storage.page")) << told(answer.findings);
    }

    place.copy("sound", "r");
    EXPECT_TRUE(audit_of(place).ok) << told(audit_of(place).findings);
    std::mt19937 random(std::random_device{}());
    constexpr int rounds = 6;
    for (int round = 0; round < rounds; ++round) {
        const std::size_t first = entries + static_cast<std::size_t>(round) * 1'000'000;
        const std::uint64_t last =
            killed_after(place, std::chrono::milliseconds(100 + random() % 400), first);
        auto registry = place.open("r");
        ASSERT_TRUE(registry) << registry.error().code << ": " << registry.error().why;
        const Result<Info> info = (*registry)->info();
        ASSERT_TRUE(info);
        EXPECT_TRUE(info->writable) << info->read_only_reason;
        EXPECT_GE(info->commits, last + 1) << "round " << round;
    }
    EXPECT_TRUE(audit_of(place).ok) << told(audit_of(place).findings);
}

}  // namespace
}  // namespace xinbu::session
