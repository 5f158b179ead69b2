// Keys over time: recovery, and the exchange of the data key (threats A9, F1).
#include <algorithm>

#include "session/support.hpp"
#include "xinbu/storage/files.hpp"

namespace xinbu::session {
namespace {

constexpr const char* new_words = "quiet river stones keep their moss";

class Keys : public ::testing::Test {
protected:
    void SetUp() override {
        created = std::make_unique<Created>(take(place.create("r")));
        auto chair = place.writer("r");
        ASSERT_TRUE(chair->add_operator("clerk", "clerk", secret(other_words)));
        ASSERT_TRUE(chair->add({note("one", "note/a")}, "m"));
        ASSERT_TRUE(chair->checkpoint());
        ASSERT_TRUE(chair->close());
    }
    void expect_sound() {
        const auto chair = place.writer("r");
        EXPECT_TRUE(chair->info()->writable);
        const AuditView audit = take(chair->audit({}));
        EXPECT_TRUE(audit.ok) << told(audit.findings);
        EXPECT_TRUE(std::ranges::all_of(audit.findings, [](const AuditFinding& one) {
            return one.rule == "witness.none";
        })) << told(audit.findings);
    }

    Place place;
    std::unique_ptr<Created> created;
};

TEST_F(Keys, exchange_the_data_key_without_anybodys_passphrase) {
    place.copy("r", "before");
    {
        const auto clerk = place.writer("r", "clerk", other_words);
        EXPECT_EQ(code_of(clerk->exchange_data_key()), "not_authorised");
    }
    {
        const auto chair = place.writer("r");
        const Done done = chair->exchange_data_key();
        ASSERT_TRUE(done) << done.error().why;
        EXPECT_TRUE(chair->add({note("two", "note/b")}, "m")) << "the session goes on";
        EXPECT_TRUE(chair->checkpoint());
    }
    expect_sound();
    EXPECT_FALSE(fs::exists(place.folder / "r/registry.db.next"));
    // Whoever was absent opens it with the passphrase that he had, and signs.
    EXPECT_TRUE(place.writer("r", "clerk", other_words)->add({note("three", "note/c")}, "m"));
    EXPECT_TRUE(place.open("r", Access::read, "recovery", as_text(created->recovery_passphrase.view())));
    EXPECT_TRUE(place.writer("r")->exchange_data_key()) << "and again";
    EXPECT_TRUE(place.open("r", Access::read, "clerk", other_words));
    expect_sound();
    // An old key-slot file does not fit the new database.
    for (const char* file : {"keyslots.json", "keyslots.bak.json"})
        fs::copy_file(place.folder / "before" / file, place.folder / "r" / file,
                      fs::copy_options::overwrite_existing);
    EXPECT_FALSE(place.open("r", Access::read, "clerk", other_words));
    EXPECT_FALSE(place.open("r", Access::read));
}

TEST_F(Keys, survive_an_exchange_that_is_cut_short) {
    place.copy("r", "before");
    ASSERT_TRUE(place.writer("r")->exchange_data_key());
    // As if the power had gone before the database was replaced: new slots, the new database beside the old
    // one.
    const storage::KeySlots old_slots = storage::KeySlots::read(place.folder / "before");
    const crypto::Secret old_key = take(old_slots.unlock("chair", secret(admin_words)));
    storage::KeySlots slots = old_slots;
    const crypto::Secret new_key = crypto::random_secret(32);
    ASSERT_TRUE(slots.exchange(old_key, new_key));
    place.copy("before", "r");
    {
        storage::Database database = storage::Database::open(place.folder / "r/registry.db", old_key,
                                                             storage::Mode::read_write, slots.cipher());
        database.copy_to(place.folder / "r/registry.db.next", new_key, slots.cipher());
    }
    slots.write(place.folder / "r", new_key);
    place.copy("r", "cut");
    {
        // Beside a writer it is read as it lies there.
        const storage::FolderLock lock(place.folder / "r");
        const auto reader = place.open("r", Access::read);
        ASSERT_TRUE(reader) << reader.error().why;
        EXPECT_TRUE((*reader)->show("note/a"));
    }
    ASSERT_TRUE(place.writer("r")->add({note("two", "note/b")}, "m"));
    EXPECT_FALSE(fs::exists(place.folder / "r/registry.db.next"));
    // As if it had gone after the database was replaced.
    place.use_state("another state");
    place.copy("cut", "r");
    fs::rename(place.folder / "r/registry.db.next", place.folder / "r/registry.db");
    EXPECT_TRUE(place.writer("r")->add({note("two", "note/b")}, "m"));
    EXPECT_TRUE(place.writer("r")->show("note/b"));
}

TEST_F(Keys, stop_an_exchange_on_request) {
    const auto chair = place.writer("r");
    EXPECT_EQ(code_of(chair->exchange_data_key([](const ProgressReport&) { return false; })), "none")
        << "a small registry is one step";
    EXPECT_TRUE(chair->add({note("two", "note/b")}, "m"));
}

TEST_F(Keys, recover_who_forgot_his_passphrase) {
    const std::string words(as_text(created->recovery_passphrase.view()));
    {
        auto opened = place.open("r", Access::write, "recovery", words);
        ASSERT_TRUE(opened) << opened.error().why;
        EXPECT_EQ(code_of((*opened)->add({note("two", "note/b")}, "m")), "read_only") << "it signs nothing";
        EXPECT_EQ(code_of((*opened)->recover(secret(words), secret("short"))), "passphrase_weak");
        EXPECT_EQ(code_of((*opened)->recover(secret("wrong words of all sorts"), secret(new_words))),
                  "wrong_passphrase");
        const Result<std::string> name = (*opened)->recover(secret(words), secret(new_words));
        ASSERT_TRUE(name) << name.error().why;
        EXPECT_EQ(*name, "chair");
    }
    EXPECT_EQ(code_of(place.open("r")), "wrong_passphrase");
    EXPECT_TRUE(place.writer("r", "chair", new_words)->add({note("two", "note/b")}, "m"));
    EXPECT_EQ(code_of(place.writer("r", "chair", new_words)->recover(secret(words), secret(new_words))),
              "no_signing_key");
}

TEST_F(Keys, renew_the_recovery_passphrase) {
    const std::string old_words(as_text(created->recovery_passphrase.view()));
    std::string words;
    {
        const auto chair = place.writer("r");
        ASSERT_TRUE(chair->add_operator("second", "admin", secret(new_words)));
        EXPECT_EQ(code_of(place.open("r", Access::read, "clerk", other_words).value()->renew_recovery()),
                  "read_only");
    }
    {
        const Result<crypto::Secret> made = place.writer("r", "second", new_words)->renew_recovery();
        ASSERT_TRUE(made) << made.error().why;
        words = std::string(as_text(made->view()));
    }
    EXPECT_EQ(code_of(place.open("r", Access::read, "recovery", old_words)), "wrong_passphrase");
    EXPECT_EQ(take(place.open("r", Access::write, "recovery", words)
                       .value()
                       ->recover(secret(words), secret(admin_words))),
              "second");
    EXPECT_TRUE(place.open("r", Access::read, "second", admin_words));
}

}  // namespace
}  // namespace xinbu::session
