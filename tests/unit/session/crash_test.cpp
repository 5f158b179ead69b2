// Killed at any moment, a registry holds every commit that was acknowledged, and nothing half.
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <random>
#include <thread>

#include "session/support.hpp"

namespace xinbu::session {
namespace {

int rounds_wanted() {
    const char* wanted = std::getenv("XINBU_CRASH_ROUNDS");
    const int rounds = wanted != nullptr ? std::atoi(wanted) : 0;
    return rounds > 0 ? rounds : 15;
}

/// What the child does: adds for ever, and tells each commit's position once add() returned.
[[noreturn]] void add_for_ever(Place& place, int acknowledge) {
    auto registry = place.open("r");
    if (!registry) ::_exit(3);
    for (int number = 0;; ++number) {
        std::vector<plugin::Draft> drafts;
        for (int i = 0; i <= number % 3; ++i) drafts.push_back(note("note " + std::to_string(number)));
        const auto added = (*registry)->add(drafts, "round");
        if (!added) ::_exit(4);
        const std::uint64_t sequence = added->sequence;
        if (::write(acknowledge, &sequence, sizeof sequence) != sizeof sequence) ::_exit(5);
        if (number % 7 == 6 && !(*registry)->checkpoint()) ::_exit(6);
    }
}

TEST(Crash, loses_nothing_that_was_acknowledged) {
    Place place;
    ASSERT_TRUE(place.create("r"));
    std::mt19937 random(std::random_device{}());
    const int rounds = rounds_wanted();
    for (int round = 0; round < rounds; ++round) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::close(ends[0]);
            add_for_ever(place, ends[1]);
        }
        ::close(ends[1]);
        std::uint64_t last = 0, sequence = 0;
        const auto one_more = [&] {
            if (::read(ends[0], &sequence, sizeof sequence) != sizeof sequence) return false;
            last = sequence;
            return true;
        };
        const auto acknowledgements = random() % 12;
        for (std::size_t i = 0; i < acknowledgements; ++i)
            if (!one_more()) break;
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
        while (one_more()) {
        }
        ::close(ends[0]);

        auto registry = place.open("r");
        ASSERT_TRUE(registry) << registry.error().code << ": " << registry.error().why;
        const Result<Info> info = (*registry)->info();
        ASSERT_TRUE(info);
        EXPECT_TRUE(info->writable) << info->read_only_reason;
        EXPECT_GE(info->commits, last + 1) << "round " << round;
        ASSERT_TRUE((*registry)->add({note("after the crash")}, "after"));
        if (round % 5 == 4 || round + 1 == rounds) {
            const Result<AuditView> audit = (*registry)->audit({});
            ASSERT_TRUE(audit) << audit.error().why;
            EXPECT_TRUE(audit->ok) << told(audit->findings);
        }
    }
}

}  // namespace
}  // namespace xinbu::session
