// Bundles of the suite gm: SM2 signatures, a second tree over SM3, a second note; judged by the program, by
// verify.sh and by the second verifier.
#include <random>

#include "exchange/support.hpp"

namespace xinbu::exchange {
namespace {

struct Wrong {
    const char* name;
    const char* rules;  ///< empty: it is refused as no bundle at all
    std::string_view suite;
    std::function<void(Book&)> write;
};

/// Ledgers that mix the suites, or say something wrong about the second tree.
std::vector<Wrong> wrong_ledgers() {
    const auto note_with = [](const std::function<void(ledger::Payload&)>& change) {
        return [change](Book& book) {
            book.begin();
            book.write_notes(2);
            book.commit(book.clerk, {}, {Book::note("x"), Book::note("y")}, change);
        };
    };
    const auto drop = [](ledger::Payload& payload) {
        payload.entry_root_sm3.reset();
        payload.parent_root_sm3.reset();
    };
    return {
        {"gm without SM3 roots", "authority.suite", "gm", note_with(drop)},
        {"gm with half of them", "", "gm",
         note_with([](ledger::Payload& payload) { payload.parent_root_sm3.reset(); })},
        {"gm with another root of the entries", "", "gm",
         note_with([](ledger::Payload& payload) { (*payload.entry_root_sm3)[31] ^= 1; })},
        {"gm with the SHA-256 root as the SM3 one", "", "gm",
         note_with([](ledger::Payload& payload) { payload.entry_root_sm3 = payload.entry_root; })},
        {"gm on top of another history", "", "gm",
         note_with([](ledger::Payload& payload) { (*payload.parent_root_sm3)[0] ^= 1; })},
        {"intl with SM3 roots", "authority.suite", "intl",
         [](Book& book) {
             book.begin();
             book.commit(book.clerk, {}, {Book::note("x")}, [&book](ledger::Payload& payload) {
                 payload.entry_root_sm3 = book.last_root_sm3;
                 payload.parent_root_sm3 = ledger::empty_root(ledger::Digest::sm3);
             });
         }},
        {"gm enrols an Ed25519 key", "authority.enrolment", "gm",
         [](Book& book) {
             book.begin();
             const crypto::PrivateKey key = new_key();
             book.commit(book.admin, {&key}, {Book::enrolment("guest", "clerk", key.public_key())});
         }},
        {"gm enrols a P-256 key", "authority.enrolment", "gm",
         [](Book& book) {
             book.begin();
             const crypto::PrivateKey key = new_key(crypto::Algorithm::ecdsa_p256);
             book.commit(book.admin, {&key}, {Book::enrolment("guest", "clerk", key.public_key())});
         }},
        {"intl enrols an SM2 key", "authority.enrolment", "intl",
         [](Book& book) {
             book.begin();
             const crypto::PrivateKey key = new_key(crypto::Algorithm::sm2);
             book.commit(book.admin, {&key}, {Book::enrolment("guest", "clerk", key.public_key())});
         }},
        {"gm enrols the key of its checkpoints", "authority.enrolment authority.unknown_key", "gm",
         [](Book& book) {
             book.begin();
             book.commit(book.admin, {&book.checkpoint_key_sm2},
                         {Book::enrolment("guest", "clerk", book.checkpoint_key_sm2.public_key())});
         }},
        {"gm with an altered signature", "", "gm",
         [](Book& book) {
             book.begin();
             book.commit(book.clerk, {}, {Book::note("x")}, {},
                         [](ledger::Envelope& envelope) { envelope.signatures[0].signature[40] ^= 1; });
         }},
    };
}

void write_story(Book& book) {
    book.begin();
    book.write_notes(9);
    book.commit(book.clerk, {&book.admin}, {Book::note("both \x01 \"of\" us\n"), Book::note("两人")});
    book.commit(book.admin, {}, {Book::revocation("clerk", book.clerk.public_key())});
}

TEST(BundleOfGm, holds_whole_in_part_and_withheld) {
    Book book("gm");
    write_story(book);
    for (std::uint64_t from = 0; from < book.ledger().size(); ++from) {
        BundleRequest request;
        request.from = from;
        const Answer all = answer_to(book.bundle(request));
        EXPECT_TRUE(all.holds()) << from << " " << all.refused << all.rules;
        EXPECT_TRUE(all.reading.registry.is_gm());
        EXPECT_EQ(to_hex(all.reading.fingerprint), book.fingerprint);
        request.shows = [](const ledger::Entry& entry) { return entry.record == "note/2"; };
        const std::string zip = book.bundle(request);
        const Answer some = answer_to(zip);
        EXPECT_TRUE(some.holds()) << from << " " << some.refused << some.rules;
        EXPECT_EQ(some.reading.manifest.entries, all.reading.manifest.entries);
    }
}

TEST(BundleOfGm, of_a_ledger_that_mixes_the_suites_is_refused) {
    for (const Wrong& wrong : wrong_ledgers()) {
        Book book(wrong.suite);
        wrong.write(book);
        const Answer answer = answer_to(book.bundle());
        EXPECT_FALSE(answer.holds()) << wrong.name;
        EXPECT_EQ(answer.rules, wrong.rules) << wrong.name << ": " << answer.refused;
    }
}

TEST(BundleOfGm, is_refused_where_an_insider_changes_what_is_said_of_the_second_tree) {
    Book book("gm");
    write_story(book);
    BundleRequest request;
    request.from = 5;
    request.shows = [](const ledger::Entry& entry) { return entry.record == "note/2"; };
    const auto members = members_of(book.bundle(request));
    ASSERT_TRUE(answer_to(signed_again(members, book.admin)).holds());
    for (const char* name : {"checkpoint-sm3.note", "consistency-sm3.txt", "subtrees-sm3.txt",
                             "authority/paths-sm3.txt", "entries/000000.ndjson"}) {
        ASSERT_TRUE(members.contains(name)) << name;
        auto altered = members;
        altered.erase(name);
        EXPECT_FALSE(answer_to(signed_again(altered, book.admin)).holds()) << name;
        for (std::size_t at = 0; at < members.at(name).size(); at += 7) {
            altered = members;
            altered[name][at] ^= 1;
            ASSERT_FALSE(answer_to(signed_again(altered, book.admin)).holds()) << name << " " << at;
        }
    }
    // A second note over the same tree, but without the line of SM2; and one that is the first note.
    auto altered = members;
    altered["checkpoint-sm3.note"] =
        ledger::sign_checkpoint({ledger::sm3_origin(origin), book.ledger().size(), *book.ledger().root_sm3()},
                                book.checkpoint_key)
            .encode();
    EXPECT_FALSE(answer_to(signed_again(altered, book.admin)).holds());
    altered["checkpoint-sm3.note"] = members.at("checkpoint.note");
    EXPECT_FALSE(answer_to(signed_again(altered, book.admin)).holds());
    // The same for the first one.
    altered = members;
    altered["checkpoint.note"] =
        ledger::sign_checkpoint({origin, book.ledger().size(), book.ledger().root()}, book.checkpoint_key)
            .encode();
    EXPECT_FALSE(answer_to(signed_again(altered, book.admin)).holds());
}

TEST(BundleOfIntl, has_no_second_note) {
    Book book;
    write_story(book);
    auto members = members_of(book.bundle());
    ASSERT_TRUE(answer_to(signed_again(members, book.admin)).holds());
    for (const auto& [name, content] : members) EXPECT_EQ(name.find("sm3"), std::string::npos) << name;
    members["checkpoint-sm3.note"] =
        ledger::sign_checkpoint({ledger::sm3_origin(origin), book.ledger().size(), book.ledger().root()},
                                book.checkpoint_key)
            .encode();
    members["subtrees-sm3.txt"] = "";
    members["consistency-sm3.txt"] = "old 0\n";
    EXPECT_FALSE(answer_to(signed_again(members, book.admin)).holds());
}

TEST(ScriptOnGm, agrees_with_the_program) {
    Court court;
    Book book("gm");
    write_story(book);
    for (const std::uint64_t from : {0U, 6U}) {
        BundleRequest request;
        request.from = from;
        EXPECT_EQ(court.judge(book.bundle(request), book.fingerprint), 0) << from << court.said;
        request.shows = [](const ledger::Entry& entry) { return entry.record == "note/1"; };
        const std::string zip = book.bundle(request);
        EXPECT_EQ(court.judge(zip, book.fingerprint), 0) << from << court.said;
        const auto members = members_of(zip);
        for (const auto& [name, content] : members) {
            if (name.starts_with("MANIFEST") || name == "VERIFY.md" || name == "verify.sh" ||
                name.starts_with("consistency") || content.empty())
                continue;
            auto altered = members;
            altered[name][content.size() / 2] ^= 1;
            EXPECT_EQ(court.judge(signed_again(altered, book.admin), book.fingerprint), 1) << name;
        }
    }
    for (const Wrong& wrong : wrong_ledgers()) {
        Book bad(wrong.suite);
        wrong.write(bad);
        EXPECT_EQ(court.judge(bad.bundle(), bad.fingerprint), 1) << wrong.name << ": " << court.said;
    }
}

TEST(IndependentOnGm, verifier_agrees) {
    XINBU_NEEDS_PROGRAM("python3");
    std::vector<std::string> bundles, expected;
    const auto ask = [&](const std::string& zip) {
        bundles.push_back(zip);
        const Answer answer = answer_to(zip);
        expected.push_back(answer.holds() ? to_hex(answer.reading.fingerprint) : "");
    };
    Book book("gm");
    write_story(book);
    for (const std::uint64_t from : {0U, 1U, 6U}) {
        BundleRequest request;
        request.from = from;
        ask(book.bundle(request));
        request.shows = [](const ledger::Entry& entry) { return entry.record == "note/1"; };
        ask(book.bundle(request));
    }
    for (const std::string& answer : expected) EXPECT_EQ(answer, book.fingerprint);
    const auto members = members_of(bundles.back());
    for (const auto& [name, content] : members) {
        if (name.starts_with("MANIFEST") || content.empty()) continue;
        auto altered = members;
        altered[name][content.size() / 2] ^= 1;
        ask(signed_again(altered, book.admin));
        altered = members;
        altered.erase(name);
        ask(signed_again(altered, book.admin));
    }
    for (const Wrong& wrong : wrong_ledgers()) {
        Book bad(wrong.suite);
        wrong.write(bad);
        ask(bad.bundle());
    }
    const std::vector<std::string> answers = independent_answers(bundles);
    ASSERT_EQ(answers.size(), expected.size());
    for (std::size_t i = 0; i < answers.size(); ++i)
        EXPECT_EQ(answers[i], expected[i])
            << "bundle " << i << ": " << answer_to(bundles[i]).refused << answer_to(bundles[i]).rules;
}

}  // namespace
}  // namespace xinbu::exchange
