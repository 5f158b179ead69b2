// Time stamps in bundles: what three verifiers say, of which two are none of ours.
#include "exchange/support.hpp"
#include "support/timestamp_authority.hpp"
#include "xinbu/ledger/timestamp.hpp"

namespace xinbu::exchange {
namespace {

using test::TimestampAuthority;

class StampedBundle : public ::testing::Test {
protected:
    void SetUp() override {
        XINBU_NEEDS_TIMESTAMPS();
        XINBU_NEEDS_PROGRAM("python3");
        book.begin();
        book.write_notes(3);
        authority.emplace();
        anchors = take(crypto::TrustAnchors::read(as_bytes(authority->content("root.pem"))));
    }
    std::string token_over(std::uint64_t size) {
        const Hash digest =
            ledger::stamped_digest({origin, size, ledger::root_at(size, book.ledger().nodes())});
        return authority->token(as_text(take(crypto::timestamp_request(digest, Bytes{0x40, 1}))));
    }
    void stamp(const plugin::Object& data) {
        book.commit(book.admin, {}, {Book::core(std::string(ledger::timestamp_type), "registry/self", data)});
    }
    void stamp(std::uint64_t size) { stamp(ledger::timestamp_data(size, as_bytes(token_over(size)))); }

    /// The last line of the second verifier, and what it said before.
    std::string second(std::string_view zip) {
        const fs::path file = folder / "bundle.zip";
        put_file(file, zip);
        std::string said =
            test::output_of("python3 '" XINBU_INDEPENDENT "' --ca '" + authority->file("root.pem").string() +
                            "' '" + file.string() + "' || true");
        return said;
    }
    void expect_refused_by_all(std::string_view zip, const std::string& why) {
        EXPECT_FALSE(answer_to(zip).holds()) << why;
        EXPECT_EQ(court.judge(zip, book.fingerprint), 1) << why << "\n" << court.said;
        EXPECT_TRUE(second(zip).starts_with("refused ")) << why;
    }

    Book book;
    Court court;
    TemporaryFolder folder;
    std::optional<TimestampAuthority> authority;
    crypto::TrustAnchors anchors;
};

TEST_F(StampedBundle, three_verifiers_agree_that_it_holds) {
    stamp(4);
    book.write_notes(2);
    stamp(7);
    const std::string zip = book.bundle();
    const BundleReading reading = read_bundle(MemorySource(as_bytes(zip)), {}, anchors);
    EXPECT_TRUE(reading.faults.empty());
    ASSERT_EQ(reading.stamps.size(), 2U);
    EXPECT_EQ(reading.stamps[0].size, 4U);
    EXPECT_EQ(reading.stamps[0].received, 5U);
    EXPECT_TRUE(reading.stamps[0].stamp.trusted);
    EXPECT_EQ(reading.stamps[1].size, 7U);
    EXPECT_FALSE(reading.stamps[0].suspicions.empty()) << "the book dates all of its commits 2026-03-01";
    EXPECT_EQ(book.bundle(), zip) << "the same state and key give the same bytes";

    EXPECT_EQ(court.judge(zip, book.fingerprint), 0) << court.said;
    EXPECT_NE(court.said.find("time stamp: the first 4 commits were there at "), std::string::npos)
        << court.said;
    EXPECT_NE(court.said.find("by an authority that you have not named"), std::string::npos) << court.said;
    EXPECT_EQ(court.judge(zip, book.fingerprint, authority->file("root.pem").string()), 0) << court.said;
    EXPECT_NE(court.said.find("by an authority that you named"), std::string::npos) << court.said;
    const std::string said = second(zip);
    EXPECT_NE(said.find("stamped 7 "), std::string::npos) << said;
    EXPECT_NE(said.find("authority known"), std::string::npos) << said;
    EXPECT_NE(said.find("valid " + book.fingerprint), std::string::npos) << said;

    // Whatever is withheld, stamps are not; over trees before the range they cannot be judged.
    BundleRequest request;
    request.shows = [](const ledger::Entry&) { return false; };
    request.from = 5;
    const std::string part = book.bundle(request);
    const Answer answer = answer_to(part);
    EXPECT_TRUE(answer.holds()) << answer.refused << answer.rules;
    EXPECT_EQ(answer.reading.stamps.size(), 1U);
    EXPECT_EQ(answer.reading.older_stamps, 1U);
    EXPECT_EQ(court.judge(part, book.fingerprint), 0) << court.said;
    EXPECT_NE(second(part).find("valid "), std::string::npos);
}

TEST_F(StampedBundle, it_holds_after_the_certificate_expired) {
    authority.emplace("Short-lived", -3600, 2);
    anchors = take(crypto::TrustAnchors::read(as_bytes(authority->content("root.pem"))));
    stamp(4);
    authority->wait_for_its_end();
    const std::string zip = book.bundle();
    const BundleReading reading = read_bundle(MemorySource(as_bytes(zip)), {}, anchors);
    EXPECT_TRUE(reading.faults.empty());
    EXPECT_TRUE(reading.stamps.at(0).stamp.trusted);
    EXPECT_EQ(court.judge(zip, book.fingerprint, authority->file("root.pem").string()), 0) << court.said;
    EXPECT_NE(court.said.find("by an authority that you named"), std::string::npos) << court.said;
    EXPECT_NE(second(zip).find("authority known"), std::string::npos);
}

TEST_F(StampedBundle, files_and_entries_belong_to_each_other) {
    stamp(4);
    const std::map<std::string, std::string> members = members_of(book.bundle());
    const auto name = members.lower_bound("timestamps/")->first;
    ASSERT_TRUE(name.starts_with("timestamps/4-"));
    const auto changed = [&](const auto& change) {
        std::map<std::string, std::string> other = members;
        change(other);
        return signed_again(other, book.admin);
    };
    using Files = std::map<std::string, std::string>;
    expect_refused_by_all(changed([&](Files& files) { files.erase(name); }), "no file");
    expect_refused_by_all(changed([&](Files& files) { files[name].back() ^= 1; }), "another token");
    expect_refused_by_all(changed([&](Files& files) {
                              files["timestamps/3" + name.substr(name.find('-'))] = files[name];
                              files.erase(name);
                          }),
                          "another size");
    expect_refused_by_all(
        changed([&](Files& files) { files["timestamps/4-" + std::string(64, '0') + ".tst"] = files[name]; }),
        "a file that no entry names");
    expect_refused_by_all(changed([&](Files& files) { files["timestamps/readme"] = "x"; }), "another file");
    EXPECT_TRUE(answer_to(changed([](Files&) {})).holds());
}

TEST_F(StampedBundle, what_does_not_hold_is_found_by_all) {
    const std::string token = token_over(4);
    const std::string forged = [&] {
        authority->certify("plain", "/CN=Test TSA", "plain");
        return authority->forged(token, "plain");
    }();
    plugin::Object other = ledger::timestamp_data(4, as_bytes(token));
    other.set("token_sha256", std::string(64, '0'));
    const std::vector<std::pair<plugin::Object, std::string>> cases{
        {ledger::timestamp_data(3, as_bytes(token)), "timestamp.imprint"},
        {ledger::timestamp_data(4, as_bytes(forged)), "timestamp.token"},
        {ledger::timestamp_data(4, as_bytes("no token")), "timestamp.token"},
        {ledger::timestamp_data(40, as_bytes(token)), "timestamp.entry"},
        {other, "timestamp.hash"}};
    for (const auto& [data, rule] : cases) {
        Book one;
        one.begin();
        one.write_notes(3);
        one.commit(one.admin, {}, {Book::core(std::string(ledger::timestamp_type), "registry/self", data)});
        const std::string zip = one.bundle();
        const Answer answer = answer_to(zip);
        EXPECT_EQ(answer.refused, "");
        EXPECT_EQ(answer.rules, rule);
        EXPECT_EQ(court.judge(zip, one.fingerprint), 1) << rule << "\n" << court.said;
        EXPECT_TRUE(second(zip).starts_with("refused ")) << rule;
    }
    stamp(4);
    EXPECT_TRUE(answer_to(book.bundle()).holds());
}

}  // namespace
}  // namespace xinbu::exchange
