#include "xinbu/ledger/subjects.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "xinbu/crypto/digest.hpp"
#include "xinbu/ledger/sealed.hpp"

namespace xinbu::ledger {
namespace {

using Ids = std::vector<std::string>;

class SubjectsTest : public ::testing::Test {
protected:
    SubjectsTest()
        : database(storage::Database::open(
              std::filesystem::temp_directory_path() / ("xinbu-subjects-" + std::to_string(::getpid())),
              data_key, storage::Mode::scratch)) {
        Subjects::create_tables(database);
    }
    crypto::Secret data_key = crypto::random_secret(32);
    storage::Database database;
};

TEST_F(SubjectsTest, one_identity_has_one_key_under_whatever_names) {
    Subjects subjects(database, data_key);
    const std::string id = subjects.key_of("citizen-id:1", {"name:a"});
    EXPECT_TRUE(is_subject_id(id));
    EXPECT_EQ(subjects.key_of("citizen-id:1", {"name:b"}), id);
    const std::string other = subjects.key_of("citizen-id:2", {"name:a"});
    EXPECT_NE(other, id);
    EXPECT_EQ(subjects.find("citizen-id:1"), Ids{id});
    EXPECT_EQ(subjects.find("name:a"), (Ids{id, other}));
    EXPECT_EQ(subjects.find("name:b"), Ids{id});
    EXPECT_EQ(subjects.find("name:c"), Ids{});
    // The same after the next opening, and under no other data key.
    Subjects again(database, data_key);
    ASSERT_NE(again.key(id), nullptr);
    EXPECT_EQ(to_hex(again.key(id)->view()), to_hex(subjects.key(id)->view()));
    Subjects stranger(database, crypto::random_secret(32));
    EXPECT_EQ(stranger.find("citizen-id:1"), Ids{});
    EXPECT_THROW(static_cast<void>(stranger.key(id)), Failure);
}

TEST_F(SubjectsTest, a_destroyed_key_is_found_by_nothing) {
    Subjects subjects(database, data_key);
    const std::string id = subjects.key_of("citizen-id:1", {"name:a"});
    const std::string other = subjects.key_of("citizen-id:2", {"name:a"});
    EXPECT_TRUE(subjects.destroy(id));
    EXPECT_FALSE(subjects.destroy(id));
    EXPECT_FALSE(subjects.destroy("00000000000000000000000000000000"));
    EXPECT_EQ(subjects.key(id), nullptr);
    EXPECT_EQ(subjects.state(id), Subjects::State::destroyed);
    EXPECT_EQ(subjects.destroyed(), Ids{id});
    EXPECT_EQ(subjects.find("citizen-id:1"), Ids{});
    EXPECT_EQ(subjects.find("name:a"), Ids{other});
    EXPECT_NE(subjects.key(other), nullptr);
    EXPECT_NE(subjects.key_of("citizen-id:1", {"name:a"}), id);
}

TEST_F(SubjectsTest, what_was_rolled_back_did_not_come_to_be_unless_it_is_kept) {
    Subjects subjects(database, data_key);
    const std::string known = subjects.key_of("citizen-id:1", {"name:a"});
    subjects.settle();
    std::string id, key;
    std::vector<Subjects::Made> made;
    {
        const storage::Transaction abandoned(database);
        id = subjects.key_of("citizen-id:2", {"name:a"});
        subjects.key_of("citizen-id:1", {"name:b"});
        key = to_hex(subjects.key(id)->view());
        made = subjects.made();
    }
    subjects.forget();
    EXPECT_EQ(subjects.key(id), nullptr);
    EXPECT_EQ(subjects.find("name:b"), Ids{});
    subjects.keep(made);
    ASSERT_NE(subjects.key(id), nullptr);
    EXPECT_EQ(to_hex(subjects.key(id)->view()), key);
    EXPECT_EQ(subjects.find("name:b"), Ids{known});
}

TEST_F(SubjectsTest, more_keys_than_are_kept_in_memory) {
    Subjects subjects(database, data_key);
    std::vector<std::pair<std::string, std::string>> all;
    for (int i = 0; i < 600; ++i) {
        const std::string id = subjects.key_of("citizen-id:" + std::to_string(i), {});
        all.emplace_back(id, to_hex(subjects.key(id)->view()));
    }
    for (const auto& [id, key] : all) EXPECT_EQ(to_hex(subjects.key(id)->view()), key);
}

TEST_F(SubjectsTest, a_database_without_the_tables_has_no_subjects) {
    database.execute("DROP TABLE subject_key; DROP TABLE subject_lookup");
    Subjects subjects(database, data_key);
    EXPECT_FALSE(subjects.has_tables());
    EXPECT_EQ(subjects.find("citizen-id:1"), Ids{});
    EXPECT_EQ(subjects.key("x"), nullptr);
    EXPECT_EQ(subjects.state("x"), Subjects::State::unknown);
    EXPECT_TRUE(subjects.destroyed().empty());
}

}  // namespace
}  // namespace xinbu::ledger
