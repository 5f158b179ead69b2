#include "xinbu/exchange/bundle.hpp"

#include <random>
#include <sstream>

#include "exchange/support.hpp"

namespace xinbu::exchange {
namespace {

TEST(Bundle, holds_and_says_who_signed_what) {
    Book book;
    book.begin();
    book.write_notes(7);
    const std::string zip = book.bundle();
    const Answer answer = answer_to(zip);
    ASSERT_TRUE(answer.holds()) << answer.refused << answer.rules;
    EXPECT_EQ(to_hex(answer.reading.fingerprint), book.fingerprint);
    EXPECT_EQ(answer.reading.manifest.to, 9U);
    EXPECT_EQ(answer.reading.manifest.entries, answer.reading.manifest.shown);
    EXPECT_EQ(answer.reading.registry.name, "某某\"劳务\"协会");
    EXPECT_EQ(answer.reading.exporter, "chair");
    EXPECT_TRUE(answer.reading.knows_script);
    ASSERT_EQ(answer.reading.signers.size(), 2U);
    EXPECT_EQ(answer.reading.signers[1].who.name, "clerk");
    EXPECT_EQ(answer.reading.signers[1].commits, 8U);
    EXPECT_EQ(book.bundle(), zip) << "the same state and key give the same bytes";
}

TEST(Bundle, visits_commits_and_entries_in_order) {
    Book book;
    book.begin();
    book.write_notes(5);
    const std::string zip = book.bundle();
    std::uint64_t next = 0, entries = 0, in_commit = 0;
    BundleVisitor visitor;
    visitor.entry = [&](const BundleEntry& one) {
        EXPECT_EQ(one.position, next);
        EXPECT_EQ(one.index, in_commit++);
        EXPECT_EQ(as_text(book.ledger().entry(entries++)), one.bytes);
        EXPECT_EQ(ledger::leaf_hash(as_bytes(one.bytes)), one.id);
    };
    visitor.commit = [&](const BundleCommit& one) {
        EXPECT_EQ(one.position, next++);
        EXPECT_EQ(one.leaves.size(), in_commit);
        EXPECT_EQ(one.is_authority, one.position < 2);
        in_commit = 0;
    };
    read_bundle(MemorySource(as_bytes(zip)), visitor);
    EXPECT_EQ(next, 7U);
    EXPECT_EQ(entries, book.ledger().entry_count());
}

TEST(Bundle, withholds_entries_and_stays_complete) {
    Book book;
    book.begin();
    book.write_notes(8);
    BundleRequest request;
    request.recipient = "某某\"银行\"";
    request.shows = [](const ledger::Entry& entry) { return entry.record == "note/2"; };
    const std::string zip = book.bundle(request);
    const Answer answer = answer_to(zip);
    ASSERT_TRUE(answer.holds()) << answer.refused << answer.rules;
    EXPECT_EQ(answer.reading.manifest.recipient, request.recipient);
    EXPECT_EQ(answer.reading.manifest.entries, book.ledger().entry_count());
    EXPECT_LT(answer.reading.manifest.shown, answer.reading.manifest.entries);
    EXPECT_EQ(zip.find("\"record\":\"note/1\""), std::string::npos);
    EXPECT_NE(zip.find("\"record\":\"note/2\""), std::string::npos);
}

TEST(Bundle, of_a_later_part_carries_who_may_sign) {
    Book book;
    book.begin();
    book.write_notes(11);
    book.commit(book.admin, {}, {Book::revocation("clerk", book.clerk.public_key())});
    for (std::uint64_t from = 1; from < book.ledger().size(); ++from) {
        BundleRequest request;
        request.from = from;
        const Answer answer = answer_to(book.bundle(request));
        ASSERT_TRUE(answer.holds()) << from << " " << answer.refused << answer.rules;
        EXPECT_EQ(answer.reading.manifest.from, from);
        EXPECT_EQ(to_hex(answer.reading.fingerprint), book.fingerprint) << from;
    }
    BundleRequest request;
    request.from = book.ledger().size();
    EXPECT_THROW(book.bundle(request), Failure);
}

TEST(Bundle, is_refused_whatever_bit_is_flipped) {
    Book book;
    book.begin();
    book.write_notes(3);
    const std::string zip = book.bundle();
    // A hundred thousand in a soak run.
    const char* wanted = std::getenv("XINBU_BIT_FLIPS");
    const int flips = wanted != nullptr ? std::atoi(wanted) : 500;
    const unsigned seed = std::random_device{}();
    std::mt19937 random(seed);
    for (int i = 0; i < flips; ++i) {
        std::string altered = zip;
        const std::size_t at = random() % altered.size();
        altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ (1U << random() % 8));
        ASSERT_FALSE(answer_to(altered).holds()) << "seed " << seed << ", byte " << at;
    }
    for (std::size_t length = 0; length < zip.size(); length += 211)
        ASSERT_FALSE(answer_to(std::string_view(zip).substr(0, length)).holds()) << length;
}

TEST(Bundle, is_refused_where_members_are_exchanged_by_an_insider) {
    Book book;
    book.begin();
    book.write_notes(6);
    BundleRequest request;
    request.from = 4;
    const std::string zip = book.bundle(request);
    const auto members = members_of(zip);
    ASSERT_TRUE(answer_to(signed_again(members, book.admin)).holds());

    const auto refused = [&](const std::string& name, const std::function<void(std::string&)>& change) {
        auto altered = members;
        change(altered[name]);
        const Answer answer = answer_to(signed_again(altered, book.admin));
        EXPECT_FALSE(answer.holds()) << name;
        return answer.refused;
    };
    const auto drop_line = [](std::string& text) { text.erase(0, text.find('\n') + 1); };
    const auto add_line = [](std::string& text) { text += std::string(64, '0') + "\n"; };
    for (const char* name :
         {"commits/000000.ndjson", "entries/000000.ndjson", "authority/commits.ndjson",
          "authority/entries.ndjson", "authority/paths.txt", "subtrees.txt", "consistency.txt"}) {
        EXPECT_NE(refused(name, drop_line), "") << name;
        EXPECT_NE(refused(name, add_line), "") << name;
        EXPECT_NE(refused(name, [](std::string& text) { text.pop_back(); }), "") << name;
        EXPECT_NE(refused(name, [](std::string& text) { text.clear(); }), "") << name;
    }
    refused("commits/000000.ndjson", [](std::string& text) {  // two commits change places
        const std::size_t first = text.find('\n') + 1, second = text.find('\n', first) + 1;
        text = text.substr(first, second - first) + text.substr(0, first) + text.substr(second);
    });
    refused("entries/000000.ndjson", [](std::string& text) {  // a word of an entry
        text.replace(text.find("note"), 4, "none");
    });
    refused("checkpoint.note", [](std::string& text) { text.replace(text.find("\n8\n"), 3, "\n7\n"); });
    refused("keys/stranger.der", [](std::string& text) { text = "x"; });
    refused("surplus", [](std::string& text) { text = "x"; });
    auto without = members;
    without.erase("subtrees.txt");
    EXPECT_NE(answer_to(signed_again(without, book.admin)).refused, "");
    EXPECT_NE(answer_to(signed_again(members, new_key())).refused, "") << "exported by a stranger";
}

/// Ledgers that break a rule of authority; the program and the script must both say no.
struct Wrong {
    const char* name;
    const char* rules;  ///< of authority; "" where it is refused altogether
    std::function<void(Book&)> write;
};

std::vector<Wrong> wrong_ledgers() {
    const auto to_author = [](Book& book, const crypto::PrivateKey& author) {
        book.commit(author, {}, {Book::note("x")});
    };
    return {
        {"a stranger signs", "authority.unknown_key",
         [=](Book& book) {
             book.begin();
             to_author(book, new_key());
         }},
        {"a revoked key signs", "authority.revoked",
         [=](Book& book) {
             book.begin();
             book.commit(book.admin, {}, {Book::revocation("clerk", book.clerk.public_key())});
             to_author(book, book.clerk);
         }},
        {"a key that was stolen before", "authority.revoked",
         [=](Book& book) {
             book.begin();
             ledger::Entry revocation = Book::revocation("clerk", book.clerk.public_key());
             revocation.data.set("since", 2);
             book.commit(book.admin, {}, {revocation});
             to_author(book, book.clerk);
         }},
        {"a clerk enrols somebody", "authority.role",
         [](Book& book) {
             book.begin();
             const crypto::PrivateKey other = new_key();
             book.commit(book.clerk, {&other}, {Book::enrolment("li", "officer", other.public_key())});
         }},
        {"an auditor writes", "authority.role",
         [=](Book& book) {
             book.begin();
             const crypto::PrivateKey auditor = new_key();
             book.commit(book.admin, {&auditor}, {Book::enrolment("zhao", "auditor", auditor.public_key())});
             to_author(book, auditor);
         }},
        {"an enrolled key does not sign", "authority.enrolment",
         [](Book& book) {
             book.begin();
             book.commit(book.admin, {}, {Book::enrolment("li", "officer", new_key().public_key())});
         }},
        {"somebody enrols himself", "authority.enrolment",
         [](Book& book) {
             book.begin();
             const crypto::PrivateKey self = new_key();
             book.commit(self, {}, {Book::enrolment("li", "admin", self.public_key())});
         }},
        {"a second key for one name", "authority.enrolment",
         [](Book& book) {
             book.begin();
             const crypto::PrivateKey other = new_key();
             book.commit(book.admin, {&other}, {Book::enrolment("clerk", "clerk", other.public_key())});
         }},
        {"the registry is created twice", "authority.entry",
         [](Book& book) {
             book.begin();
             book.commit(book.admin, {}, {book.created()});
         }},
        {"a second signature is stripped", "authority.signers",
         [](Book& book) {
             book.begin();
             book.commit(book.admin, {&book.clerk}, {Book::note("x")}, {},
                         [](ledger::Envelope& envelope) { envelope.signatures.pop_back(); });
         }},
        {"a signature does not hold", "",
         [](Book& book) {
             book.begin();
             book.commit(book.clerk, {}, {Book::note("x")}, {},
                         [](ledger::Envelope& envelope) { envelope.signatures[0].signature[5] ^= 1; });
         }},
        {"signed on top of another history", "",
         [](Book& book) {
             book.begin();
             book.commit(book.clerk, {}, {Book::note("x")},
                         [](ledger::Payload& payload) { payload.parent_root[0] ^= 1; });
         }},
        {"a commit of another registry", "",
         [](Book& book) {
             book.begin();
             book.commit(book.clerk, {}, {Book::note("x")}, [](ledger::Payload& payload) {
                 payload.origin = "xinbu/91320100MA0000023K/01234567-89ab-4cde-8f01-23456789abcd";
             });
         }},
        {"another position", "",
         [](Book& book) {
             book.begin();
             book.commit(book.clerk, {}, {Book::note("x")},
                         [](ledger::Payload& payload) { payload.parent_size = 7; });
         }},
        {"other entries than were signed", "",
         [](Book& book) {
             book.begin();
             book.commit(book.clerk, {}, {Book::note("x")},
                         [](ledger::Payload& payload) { payload.entry_root[3] ^= 1; });
         }},
    };
}

TEST(Bundle, of_a_ledger_that_breaks_a_rule_is_told) {
    for (const Wrong& wrong : wrong_ledgers()) {
        Book book;
        wrong.write(book);
        const Answer answer = answer_to(book.bundle());
        EXPECT_EQ(answer.rules, wrong.rules) << wrong.name << ": " << answer.refused;
        EXPECT_EQ(answer.refused.empty(), *wrong.rules != '\0') << wrong.name << ": " << answer.refused;
    }
}

TEST(Script, agrees_with_the_program_on_good_bundles) {
    Court court;
    Book book;
    book.begin();
    const crypto::PrivateKey card = new_key(crypto::Algorithm::ecdsa_p256);
    book.commit(book.admin, {&card}, {Book::enrolment("周", "officer", card.public_key())});
    book.write_notes(6);
    book.commit(card, {}, {Book::note("from a card")});
    book.commit(book.admin, {}, {Book::revocation("clerk", book.clerk.public_key())});
    book.commit(card, {&book.admin}, {Book::note("both"), Book::note("of us")});
    EXPECT_EQ(court.judge(book.bundle(), book.fingerprint), 0) << court.said;
    EXPECT_NE(court.said.find("VALID: xinbu/91320100748204660Q"), std::string::npos) << court.said;
    EXPECT_EQ(court.judge(book.bundle(), std::string(64, '0')), 1) << court.said;
    EXPECT_EQ(court.judge(book.bundle({}, &card), book.fingerprint), 0) << court.said;
    BundleRequest request;
    request.shows = [](const ledger::Entry& entry) { return entry.record == "note/1"; };
    request.recipient = "江南\"示范\"银行";
    EXPECT_EQ(court.judge(book.bundle(request), book.fingerprint), 0) << court.said;
    for (const std::uint64_t from : {1U, 8U}) {
        request.from = from;
        EXPECT_EQ(court.judge(book.bundle(request), book.fingerprint), 0) << from << court.said;
    }
}

TEST(Script, agrees_with_the_program_on_bad_ledgers) {
    Court court;
    for (const Wrong& wrong : wrong_ledgers()) {
        Book book;
        wrong.write(book);
        EXPECT_EQ(court.judge(book.bundle(), book.fingerprint), 1) << wrong.name << ": " << court.said;
    }
}

TEST(Script, finds_what_was_altered_afterwards) {
    Court court;
    Book book;
    book.begin();
    book.write_notes(4);
    BundleRequest request;
    request.from = 3;
    const auto members = members_of(book.bundle(request));
    ASSERT_EQ(court.judge(zip_of(members), book.fingerprint), 0) << court.said;
    for (const auto& [name, content] : members) {
        auto altered = members;
        altered[name][content.size() / 2] ^= 1;
        EXPECT_EQ(court.judge(zip_of(altered), book.fingerprint), 1) << name << ": " << court.said;
        // By an insider, who signs the manifest again: what the ledger itself proves still stands.
        if (name.starts_with("MANIFEST") || name == "VERIFY.md" || name == "verify.sh" ||
            name == "consistency.txt" || name.starts_with("keys/"))
            continue;
        EXPECT_EQ(court.judge(signed_again(altered, book.admin), book.fingerprint), 1)
            << name << ": " << court.said;
    }
    auto fewer = members;
    fewer.erase("subtrees.txt");
    EXPECT_EQ(court.judge(zip_of(fewer), book.fingerprint), 1) << court.said;
    EXPECT_EQ(court.judge(signed_again(members, book.clerk), book.fingerprint), 0) << court.said;
    EXPECT_EQ(court.judge(signed_again(members, new_key()), book.fingerprint), 1) << court.said;
    EXPECT_EQ(court.judge(zip_of(members), ""), 1) << court.said;
}

TEST(Independent, verifier_agrees_on_every_bundle) {
    XINBU_NEEDS_PROGRAM("python3");
    std::vector<std::string> bundles, expected;
    const auto ask = [&](const std::string& zip) {
        bundles.push_back(zip);
        const Answer answer = answer_to(zip);
        expected.push_back(answer.holds() ? to_hex(answer.reading.fingerprint) : "");
    };
    Book book;
    book.begin();
    const crypto::PrivateKey card = new_key(crypto::Algorithm::ecdsa_p256);
    book.commit(book.admin, {&card}, {Book::enrolment("周", "officer", card.public_key())});
    book.write_notes(6);
    book.commit(card, {&book.admin}, {Book::note("both \x01 \"of\" us\n")});
    book.commit(book.admin, {}, {Book::revocation("clerk", book.clerk.public_key())});
    for (const std::uint64_t from : {0U, 1U, 4U, 10U}) {
        BundleRequest request;
        request.from = from;
        request.recipient = "江南\"示范\"银行";
        ask(book.bundle(request));
        request.shows = [](const ledger::Entry& entry) { return entry.record == "note/1"; };
        ask(book.bundle(request, &card));
    }
    for (const std::string& answer : expected) EXPECT_EQ(answer, book.fingerprint);
    const std::string zip = bundles[5];
    const unsigned seed = std::random_device{}();
    std::mt19937 random(seed);
    for (int i = 0; i < 100; ++i) {
        std::string altered = zip;
        altered[random() % altered.size()] ^= static_cast<char>(1 << random() % 7);
        ask(altered);
    }
    const auto members = members_of(zip);
    for (const auto& [name, content] : members) {
        if (name.starts_with("MANIFEST")) continue;
        auto altered = members;
        altered[name][content.size() / 2] ^= 1;
        ask(signed_again(altered, book.admin));
        altered = members;
        altered.erase(name);
        ask(signed_again(altered, book.admin));
    }
    ask(signed_again(members, new_key()));
    ask(signed_again(members, book.clerk));  // revoked before the end
    for (const Wrong& wrong : wrong_ledgers()) {
        Book bad;
        wrong.write(bad);
        ask(bad.bundle());
    }
    const std::vector<std::string> answers = independent_answers(bundles);
    ASSERT_EQ(answers.size(), expected.size());
    for (std::size_t i = 0; i < answers.size(); ++i)
        EXPECT_EQ(answers[i], expected[i]) << "bundle " << i << ", seed " << seed << ": "
                                           << answer_to(bundles[i]).refused << answer_to(bundles[i]).rules;
}

/// A ledger whose policy wants two persons for breaches, and where a clerk noted what a breach rests on.
class Corrected {
public:
    explicit Corrected(Book& book) : book_(book) {
        book.begin();
        const auto rule = [](const std::string& types) {
            return plugin::Object{{"types", types}, {"signers", 2}};
        };
        book.commit(book.admin, {},
                    {Book::core("core.policy.set", "core-policy/self",
                                {{"rules", plugin::Array{rule("test.breach.found")}}})});
        book.commit(book.clerk, {}, {first});
        book.commit(book.clerk, {}, {Book::note("a slip of the pen", "note/b")});
        book.commit(book.clerk, {&book.admin}, {breach});
    }
    static ledger::Entry correction_of(const ledger::Entry& wrong) {
        return Book::core("core.correction.made", "registry/self",
                          {{"entry", to_hex(ledger::leaf_hash(as_bytes(ledger::encode_entry(wrong))))},
                           {"reason", "entered by mistake"}});
    }
    /// Proposes the correction as clerk, approved by the admin; or the other way round.
    void propose(const ledger::Entry& wrong, const crypto::PrivateKey& by, const crypto::PrivateKey& other) {
        const std::vector<std::string> drafts{ledger::encode_entry(correction_of(wrong))};
        const ledger::Entry made = Book::core("core.proposal.made", ledger::proposal_record(drafts),
                                              {{"drafts", plugin::Array(drafts.begin(), drafts.end())}});
        book_.commit(by, {}, {made});
        book_.commit(
            other, {},
            {Book::core("core.proposal.approved", made.record,
                        {{"proposal", to_hex(ledger::leaf_hash(as_bytes(ledger::encode_entry(made))))}})});
    }

    const ledger::Entry first = Book::note("promised");
    const ledger::Entry breach{"test.breach.found",  "note/a", "2026-03-02",
                               {{"text", "broken"}}, {},       ledger::new_salt()};

private:
    Book& book_;
};

TEST(Corrections, need_the_signatures_that_what_they_take_away_needed) {
    struct Case {
        const char* name;
        const char* rules;
        std::function<void(Book&, Corrected&)> write;
    };
    const std::vector<Case> cases{
        {"of what a breach rests on, alone", "authority.policy",
         [](Book& book, Corrected& story) {
             book.commit(book.clerk, {}, {story.correction_of(story.first)});
         }},
        {"of the breach, alone", "authority.policy",
         [](Book& book, Corrected& story) {
             book.commit(book.admin, {}, {story.correction_of(story.breach)});
         }},
        {"of what a breach rests on, by two", "",
         [](Book& book, Corrected& story) {
             book.commit(book.clerk, {&book.admin}, {story.correction_of(story.first)});
         }},
        {"by proposal", "",
         [](Book& book, Corrected& story) { story.propose(story.first, book.clerk, book.admin); }},
        {"of what came after the breach", "",
         [](Book& book, Corrected& story) {
             const ledger::Entry later = Book::note("more");
             book.commit(book.clerk, {}, {later});
             book.commit(book.clerk, {}, {story.correction_of(later)});
         }},
        {"once the breach itself is corrected", "",
         [](Book& book, Corrected& story) {
             story.propose(story.breach, book.clerk, book.admin);
             book.commit(book.clerk, {}, {story.correction_of(story.first)});
         }},
        {"of what rests on another record", "",
         [](Book& book, Corrected& story) {
             const ledger::Entry other = Book::note("elsewhere", "note/c");
             book.commit(book.clerk, {}, {other});
             book.commit(book.clerk, {}, {story.correction_of(other)});
         }},
        {"of what is not in the ledger", "", [](Book& book, Corrected& story) {
             book.commit(book.clerk, {}, {story.correction_of(Book::note("never signed"))});
         }}};
    std::vector<std::string> bundles, expected;
    for (const Case& one : cases) {
        Book book;
        Corrected story(book);
        one.write(book, story);
        bundles.push_back(book.bundle());
        const Answer answer = answer_to(bundles.back());
        EXPECT_EQ(answer.rules, one.rules) << one.name << ": " << answer.refused;
        expected.push_back(*one.rules == '\0' ? book.fingerprint : "");
        // A later part alone cannot tell; who holds what came before can.
        BundleRequest request;
        request.from = 6;
        const std::string part = book.bundle(request);
        EXPECT_TRUE(answer_to(part).holds()) << one.name;
        const MemorySource source(as_bytes(part));
        const BundleReading reading = read_bundle(source, {}, {}, [&](const Hash& hash) {
            std::optional<ledger::Authority::Corrected> known;
            const auto id = [](const ledger::Entry& entry) {
                return ledger::leaf_hash(as_bytes(ledger::encode_entry(entry)));
            };
            if (hash == id(story.first))
                known = ledger::Authority::Corrected{
                    story.first.type, "note/a", {{id(story.breach), story.breach.type}}};
            if (hash == id(story.breach))
                known = ledger::Authority::Corrected{story.breach.type, "note/a", {}};
            return known;
        });
        EXPECT_EQ(reading.faults.empty(), *one.rules == '\0') << one.name;
    }
    XINBU_NEEDS_PROGRAM("python3");
    const std::vector<std::string> answers = independent_answers(bundles);
    ASSERT_EQ(answers.size(), expected.size());
    for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i], expected[i]) << cases[i].name;
}

TEST(Script, runs_in_another_shell) {
    XINBU_NEEDS_PROGRAM("bash");
    Court court("bash");
    Book book;
    book.begin();
    book.write_notes(2);
    EXPECT_EQ(court.judge(book.bundle(), book.fingerprint), 0) << court.said;
    book.commit(new_key(), {}, {Book::note("by a stranger")});
    EXPECT_EQ(court.judge(book.bundle(), book.fingerprint), 1) << court.said;
}

}  // namespace
}  // namespace xinbu::exchange
