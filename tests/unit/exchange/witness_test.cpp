#include "xinbu/exchange/witness.hpp"

#include "exchange/support.hpp"
#include "xinbu/storage/tables.hpp"

namespace xinbu::exchange {
namespace {

class Witness : public ::testing::Test {
protected:
    Witness() {
        book.begin();
        book.write_notes(3);
        remembered = head();
        book.write_notes(4);
    }
    ledger::Checkpoint head() { return {origin, book.ledger().size(), book.ledger().root()}; }
    WitnessRequest request(std::uint64_t old_size) {
        return {old_size, ledger::consistency_proof(old_size, book.ledger().size(), book.ledger().nodes()),
                ledger::sign_checkpoint(head(), book.checkpoint_key).encode()};
    }
    std::string judge(const WitnessRequest& asked, const std::optional<ledger::Checkpoint>& known) {
        ledger::Checkpoint checkpoint;
        const auto refusal = judge_request(asked, book.checkpoint_key.public_key(), known, checkpoint);
        return refusal ? refusal->rule : "";
    }
    Book book;
    ledger::Checkpoint remembered;
};

TEST_F(Witness, signs_what_extends_what_it_remembers) {
    EXPECT_EQ(judge(request(0), std::nullopt), "");
    EXPECT_EQ(judge(request(remembered.size), remembered), "");
    EXPECT_EQ(judge(request(book.ledger().size()), head()), "") << "the same head again";
}

TEST_F(Witness, refuses_in_the_order_that_the_protocol_names) {
    WitnessRequest asked = request(remembered.size);
    asked.old_size = 1000;
    WitnessRequest forged = asked;
    forged.note = ledger::sign_checkpoint(head(), new_key()).encode();
    EXPECT_EQ(judge(forged, remembered), "witness.signature");
    EXPECT_EQ(judge(asked, remembered), "witness.old_size");
    EXPECT_EQ(judge(request(2), remembered), "witness.remembered");
    EXPECT_EQ(judge(request(0), remembered), "witness.remembered");
    EXPECT_EQ(judge(request(remembered.size), std::nullopt), "witness.remembered");
    // The root that counts is the one that is remembered, whatever the request proves about another.
    ledger::Checkpoint other = remembered;
    other.root[7] ^= 1;
    EXPECT_EQ(judge(request(remembered.size), other), "witness.inconsistent");
    WitnessRequest shorter = request(remembered.size);
    shorter.proof.pop_back();
    EXPECT_EQ(judge(shorter, remembered), "witness.inconsistent");
    WitnessRequest longer = request(remembered.size);
    longer.proof.push_back(Hash{});
    EXPECT_EQ(judge(longer, remembered), "witness.inconsistent");
    WitnessRequest first = request(0);
    first.proof.push_back(Hash{});
    EXPECT_EQ(judge(first, std::nullopt), "witness.inconsistent")
        << "from nothing on there is nothing to prove";
}

TEST_F(Witness, reads_the_body_that_the_protocol_defines) {
    const WitnessRequest asked = request(remembered.size);
    const std::string text = encode_request(asked);
    ASSERT_FALSE(asked.proof.empty());
    EXPECT_EQ(
        text, "old 5\n" +
                  [&] {
                      std::string lines;
                      for (const Hash& hash : asked.proof) lines += to_base64(hash) + "\n";
                      return lines;
                  }() +
                  "\n" + asked.note);
    const Result<WitnessRequest> read = decode_request(text);
    ASSERT_TRUE(read) << read.error().why;
    EXPECT_EQ(encode_request(*read), text);
    for (const char* bad : {"", "old", "old 5", "new 5\n\nx", "old 05\n\nx", "old -1\n\nx", "old 5 \n\nx",
                            "old 5\nAAAA\n\nx", "old 99999999999999999999\n\nx", "old 5\r\n\nx"})
        EXPECT_FALSE(decode_request(bad)) << bad;
    std::string too_long = "old 5\n";
    for (int i = 0; i < 64; ++i) too_long += to_base64(Hash{}) + "\n";
    EXPECT_FALSE(decode_request(too_long + "\nx"));
    for (std::size_t length = 0; length < text.size() - asked.note.size(); ++length)
        EXPECT_FALSE(decode_request(std::string_view(text).substr(0, length))) << length;
}

TEST_F(Witness, countersigns_so_that_others_can_tell) {
    const crypto::PrivateKey key = new_key();
    const crypto::NoteVerifier verifier("witness.example", key.public_key(), crypto::NoteKind::cosignature);
    crypto::Note note = take(crypto::Note::parse(request(0).note));
    EXPECT_FALSE(cosigned_at(note, verifier));
    crypto::cosign_note(note, "witness.example", key, 1'790'000'000);
    EXPECT_EQ(cosigned_at(note, verifier), 1'790'000'000U);
    const std::string line = signature_line(note.signatures.back());
    EXPECT_TRUE(line.starts_with("\xE2\x80\x94 witness.example ")) << line;
    for (const std::string& answer : {line, note.encode()}) {
        const auto signatures = signatures_in(answer);
        ASSERT_TRUE(signatures) << answer;
        EXPECT_EQ(signatures->back().signature, note.signatures.back().signature);
    }
    EXPECT_FALSE(signatures_in("nonsense\n"));
    crypto::Note other = note;
    other.text.replace(other.text.find("\n9\n"), 3, "\n8\n");
    EXPECT_FALSE(cosigned_at(other, verifier));
}

}  // namespace
}  // namespace xinbu::exchange

namespace xinbu::storage {
namespace {

TEST(Tables, put_a_prefix_before_every_table_and_nothing_else) {
    const auto renamed = [](std::string_view sql) { return with_prefix(sql, "f1_"); };
    EXPECT_EQ(renamed("SELECT a.x, y FROM a JOIN b USING(x) WHERE a.x = 'a' ORDER BY y"),
              "SELECT f1_a.x, y FROM f1_a JOIN f1_b USING(x) WHERE f1_a.x = 'a' ORDER BY y");
    EXPECT_EQ(renamed("INSERT INTO a(x) VALUES(?1) ON CONFLICT(x) DO UPDATE SET x = excluded.x"),
              "INSERT INTO f1_a(x) VALUES(?1) ON CONFLICT(x) DO UPDATE SET x = excluded.x");
    EXPECT_EQ(renamed("CREATE TABLE IF NOT EXISTS \"t_a-b\"(x);\nCREATE INDEX \"i_a-b\" ON \"t_a-b\"(x)"),
              "CREATE TABLE IF NOT EXISTS \"f1_t_a-b\"(x);\nCREATE INDEX \"f1_i_a-b\" ON \"f1_t_a-b\"(x)");
    EXPECT_EQ(renamed("SELECT rowid FROM a WHERE a MATCH ?1"), "SELECT rowid FROM f1_a WHERE f1_a MATCH ?1");
    EXPECT_EQ(renamed("SELECT x FROM a INDEXED BY sqlite_autoindex_a_1"),
              "SELECT x FROM f1_a INDEXED BY sqlite_autoindex_f1_a_1");
    EXPECT_EQ(renamed("CREATE VIRTUAL TABLE temp.w USING fts5vocab('main', 'a', 'instance')"),
              "CREATE VIRTUAL TABLE temp.f1_w USING fts5vocab('main', 'f1_a', 'instance')");
    EXPECT_EQ(renamed("DROP TABLE a; DELETE FROM b WHERE EXISTS(SELECT 1 FROM (SELECT 1))"),
              "DROP TABLE f1_a; DELETE FROM f1_b WHERE EXISTS(SELECT 1 FROM (SELECT 1))");
    EXPECT_EQ(renamed("UPDATE a SET b = 1"), "UPDATE f1_a SET b = 1");
}

}  // namespace
}  // namespace xinbu::storage
