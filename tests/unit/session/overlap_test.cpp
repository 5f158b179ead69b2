// The files by which two registries find what both hold.
#include "xinbu/session/overlap.hpp"

#include "session/support.hpp"
#include "xinbu/crypto/dsse.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::session {
namespace {

class OverlapFiles : public ::testing::Test {
protected:
    crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);

    static crypto::CurvePoint point(const std::string& text) {
        return crypto::hash_to_curve(as_bytes(text), "TEST");
    }
    static OverlapMessage message(const std::string& step) {
        OverlapMessage one;
        one.step = step;
        one.session = std::string(32, 'a');
        one.subject = "collateral.pledged";
        one.registry = "xinbu/91320100748204660Q/01234567-89ab-4cde-8f01-23456789abcd";
        one.name = "江南示范银行";
        if (step != "closing") one.points = {point("a"), point("b")};
        if (step != "question") one.doubled = {point("c")};
        return one;
    }
    /// The file with its payload changed by `change` and signed anew.
    std::string resigned(const std::string& step, const std::function<void(plugin::Object&)>& change) const {
        const plugin::Value envelope =
            take(json::parse(encode_overlap(message(step), key), json::Profile::document));
        const Bytes payload = *from_base64(plugin::text_at(*envelope.object(), "payload"));
        plugin::Object members = *take(json::parse(as_text(payload), json::Profile::document)).object();
        change(members);
        const std::string content = json::canonical(members);
        const std::string type = "application/vnd.xinbu.overlap+json";
        const Bytes signature = key.sign(crypto::dsse_pae(type, as_bytes(content)));
        return json::canonical(
            plugin::Object{{"payload", to_base64(as_bytes(content))},
                           {"payloadType", type},
                           {"signatures", plugin::Array{plugin::Object{{"keyid", key.public_key().id()},
                                                                       {"sig", to_base64(signature)}}}}});
    }
};

TEST_F(OverlapFiles, come_back_as_they_were) {
    for (const char* step : {"question", "answer", "closing"}) {
        const OverlapMessage sent = message(step);
        const auto read = parse_overlap(encode_overlap(sent, key));
        ASSERT_TRUE(read) << step << read.error().why;
        EXPECT_EQ(read->step, step);
        EXPECT_EQ(read->session, sent.session);
        EXPECT_EQ(read->subject, sent.subject);
        EXPECT_EQ(read->registry, sent.registry);
        EXPECT_EQ(read->name, sent.name);
        EXPECT_EQ(read->key, key.public_key().spki());
        EXPECT_EQ(read->points, sent.points);
        EXPECT_EQ(read->doubled, sent.doubled);
    }
}

TEST_F(OverlapFiles, no_byte_can_be_changed) {
    const std::string file = encode_overlap(message("question"), key);
    for (std::size_t at = 0; at + 1 < file.size(); ++at) {
        std::string altered = file;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        EXPECT_EQ(code_of(parse_overlap(altered)), "bad_overlap_file") << at;
    }
    for (std::size_t size = 0; size + 1 < file.size(); size += 7)
        EXPECT_EQ(code_of(parse_overlap(file.substr(0, size))), "bad_overlap_file") << size;
}

TEST_F(OverlapFiles, what_is_signed_and_wrong_is_refused) {
    using Members = plugin::Object;
    const std::string good = to_base64(point("a")), again = good;
    const std::vector<std::function<void(Members&)>> wrongs{
        [](Members& m) { m.set("format", "xinbu-overlap/2"); },
        [](Members& m) { m.set("step", "other"); },
        [](Members& m) { m.set("session", "aa"); },
        [](Members& m) { m.set("session", std::string(32, 'A')); },
        [](Members& m) { m.set("name", ""); },
        [](Members& m) { m.set("name", std::string(1001, 'x')); },
        [](Members& m) { m.set("registry", "a\nb"); },
        [](Members& m) { m.set("more", 1); },
        [](Members& m) { m.erase("points"); },
        [](Members& m) { m.set("points", "x"); },
        [](Members& m) { m.set("points", plugin::Array{1}); },
        [](Members& m) { m.set("points", plugin::Array{"AAAA"}); },
        [&](Members& m) {
            m.set("points", plugin::Array{good, again});
        },
        [](Members& m) { m.set("doubled", plugin::Array{}); },
        [](Members& m) { m.set("key", "AAAA"); },
        [](Members& m) {
            m.set("key",
                  to_base64(crypto::PrivateKey::generate(crypto::Algorithm::ed25519).public_key().spki()));
        }};
    for (std::size_t at = 0; at < wrongs.size(); ++at)
        EXPECT_EQ(code_of(parse_overlap(resigned("question", wrongs[at]))), "bad_overlap_file") << at;
    EXPECT_TRUE(parse_overlap(resigned("question", [](Members&) {})));
    EXPECT_TRUE(parse_overlap(resigned("question", [](Members& m) { m.set("points", plugin::Array{}); })))
        << "who holds nothing may ask";
}

TEST(Overlap, is_for_deciders_and_for_checks_that_name_values) {
    Place place;
    take(place.create("r"));
    auto registry = place.writer("r");
    EXPECT_EQ(code_of(registry->overlap_start({"test.unknown"})), "unknown_check");
    EXPECT_EQ(code_of(registry->overlap_finish("no file at all")), "bad_overlap_file");
    EXPECT_EQ(code_of(registry->overlap_answer({"test.unknown"}, "{}")), "bad_overlap_file");
    ASSERT_TRUE(registry->add_operator("clerk", "clerk", secret(other_words)));
    registry.reset();
    const auto clerk = place.writer("r", "clerk", other_words);
    EXPECT_EQ(code_of(clerk->overlap_start({"test.unknown"})), "not_authorised");
    EXPECT_EQ(code_of(clerk->overlap_finish("")), "not_authorised");
}

}  // namespace
}  // namespace xinbu::session
