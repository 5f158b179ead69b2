// Reports that are signed for strangers: what verifies, and what does not.
#include "session/support.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/document/signed_report.hpp"
#include "xinbu/json/json.hpp"

namespace xinbu::session {
namespace {

class Signing : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        place = std::make_unique<Place>();
        created = std::make_unique<Created>(take(place->create("r")));
        registry = place->writer("r");
        ASSERT_TRUE(registry->add({note("first", "note/a"), note("second", "note/b")}, "notes"));
        ASSERT_TRUE(registry->prepare_signing());
    }
    static void TearDownTestSuite() {
        registry.reset();
        created.reset();
        place.reset();
    }

    static ReportView report(std::optional<std::uint64_t> known = {}) {
        return take(
            registry->report("test.page", {{"note", "note/b"}}, AsOf(plugin::Date{2026, 5, 1}, known)));
    }
    static std::string sign(const ReportView& view, SignedForm form) {
        return to_text(take(registry->sign_report(view, form)));
    }
    static Verification verify(const std::string& text, const std::vector<std::string>& trusted = {}) {
        const fs::path file = place->folder / "file";
        put_content(file, text);
        return take(verify_file(file, trusted));
    }
    static std::string reason(const std::string& text) {
        const Verification answer = verify(text, {created->fingerprint});
        EXPECT_FALSE(answer.trusted);
        return answer.valid || answer.findings.empty() ? "valid" : answer.findings.front().message;
    }
    static std::string unsigned_pdf(const ReportView& view) {
        return to_text(document::to_pdf(view.model, view.frame));
    }
    /// A signed twin with a member of its object changed.
    static std::string changed(const std::string& twin, const char* member, plugin::Value value) {
        plugin::Value all = take(json::parse(twin, json::Profile::document));
        all.object()->set(member, std::move(value));
        return json::canonical(all) + "\n";
    }

    static std::unique_ptr<Place> place;
    static std::unique_ptr<Created> created;
    static std::unique_ptr<Registry> registry;
};
std::unique_ptr<Place> Signing::place;
std::unique_ptr<Created> Signing::created;
std::unique_ptr<Registry> Signing::registry;

TEST_F(Signing, holds_for_who_trusts_the_registry) {
    const ReportView view = report();
    const std::string plain = document::to_json_text(view.model, view.frame);
    for (const SignedForm form : {SignedForm::json, SignedForm::pdf}) {
        const std::string made = sign(view, form);
        const Verification blind = verify(made);
        EXPECT_TRUE(blind.valid) << told(blind.findings);
        EXPECT_FALSE(blind.trusted);
        EXPECT_EQ(blind.kind, "report");
        EXPECT_EQ(blind.origin, created->registry);
        EXPECT_EQ(blind.fingerprint, created->fingerprint);
        ASSERT_TRUE(blind.report);
        EXPECT_EQ(blind.report->title, "Notes");
        EXPECT_EQ(blind.report->as_of, "2026-05-01");
        EXPECT_EQ(blind.report->size, view.frame.size);
        EXPECT_EQ(blind.report->root, view.frame.root);
        EXPECT_EQ(blind.report->sha256, to_hex(crypto::sha256(as_bytes(plain))));
        ASSERT_EQ(blind.signers.size(), 1U);
        EXPECT_NE(blind.signers[0].name.find("某某劳务协会"), std::string::npos) << blind.signers[0].name;
        EXPECT_EQ(blind.signers[0].key, take(registry->document_key())->key);
        EXPECT_EQ(blind.signers[0].signed_at.empty(), form == SignedForm::json);
        EXPECT_TRUE(verify(made, {created->fingerprint}).trusted);
        EXPECT_FALSE(verify(made, {std::string(64, '0')}).trusted);
    }
}

TEST_F(Signing, keeps_the_unsigned_report_as_it_was) {
    const ReportView view = report();
    const std::string pdf = sign(view, SignedForm::pdf), plain = unsigned_pdf(view);
    EXPECT_TRUE(pdf.starts_with(plain));
    EXPECT_EQ(pdf.find("%%EOF\n"), plain.size() - 6);
    const Result<document::SignedReport> twin = document::read_signed_json(sign(view, SignedForm::json));
    ASSERT_TRUE(twin);
    EXPECT_EQ(twin->payload, document::to_json_text(view.model, view.frame));
    const Result<document::SignedReport> inside = document::read_signed_pdf(as_bytes(pdf));
    ASSERT_TRUE(inside);
    EXPECT_EQ(inside->payload, twin->payload);
}

TEST_F(Signing, holds_for_a_state_of_the_past) {
    for (const std::uint64_t known : {2U, 3U}) {
        const std::string made = sign(report(known), SignedForm::json);
        const Verification answer = verify(made, {created->fingerprint});
        EXPECT_TRUE(answer.trusted) << told(answer.findings);
        EXPECT_EQ(answer.report->size, known);
        EXPECT_GE(answer.size, known);
    }
    const plugin::Array none;
    const std::string made = sign(report(2), SignedForm::json);
    EXPECT_EQ(reason(changed(made, "consistency", none)),
              "the state that it was made from is no part of the ledger under the checkpoint");
}

TEST_F(Signing, never_holds_for_an_altered_twin) {
    const std::string made = sign(report(), SignedForm::json);
    const Result<document::SignedReport> whole = document::read_signed_json(made);
    ASSERT_TRUE(whole);
    for (std::size_t at = 0; at < made.size(); at += 3) {
        std::string altered = made;
        altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ (1U << (at % 7)));
        const Result<document::SignedReport> reading = document::read_signed_json(altered);
        if (!reading) {
            EXPECT_EQ(reading.error().category, Category::refused) << at << " " << reading.error().code;
            continue;
        }
        // What still holds says exactly the same.
        EXPECT_EQ(reading->payload, whole->payload) << at;
        EXPECT_EQ(reading->proof.fingerprint, whole->proof.fingerprint) << at;
    }
    for (std::size_t length = 0; length + 1 < made.size(); length += 101)
        EXPECT_FALSE(document::read_signed_json(std::string_view(made).substr(0, length))) << length;
    EXPECT_EQ(reason(changed(made, "remark", "approved")), "it has not the members of a signed report");
    EXPECT_EQ(reason("{}"), "it has not the members of a signed report");
    EXPECT_NE(reason("{"), "valid");
}

TEST_F(Signing, never_holds_for_an_altered_pdf) {
    const std::string made = sign(report(), SignedForm::pdf);
    const std::size_t gap = made.rfind("/Contents <") + 11;
    const std::size_t gap_end = made.find('>', gap);
    for (std::size_t at = 0; at < made.size(); at += at < gap - 200 ? 211 : 13) {
        std::string altered = made;
        altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ 1U);
        // Behind the signature's own end there is room for a longer one.
        const Result<document::SignedReport> reading = document::read_signed_pdf(as_bytes(altered));
        EXPECT_FALSE(reading && (at < gap || at >= gap_end)) << at;
    }
    EXPECT_EQ(reason(made + "\n"), "something was put behind what was signed, or taken away");
    EXPECT_EQ(reason(made + "5 0 obj\n<<>>\nendobj\n"),
              "something was put behind what was signed, or taken away");
    EXPECT_EQ(reason(made.substr(0, made.size() - 1)),
              "something was put behind what was signed, or taken away");
    EXPECT_EQ(reason(unsigned_pdf(report())), "it bears no signature");
    std::string other = made;
    other.replace(other.find("/Title"), 6, "/Titel");
    EXPECT_EQ(reason(other), "the content is not what was signed");
    // A hole in what is covered.
    std::string hole = made;
    const std::size_t range = hole.rfind("/ByteRange [") + 12;
    hole[range] = '1';
    EXPECT_EQ(reason(hole), "what its signature covers is malformed");
}

/// Somebody with a key of his own and a proof of ours.
TEST_F(Signing, is_by_the_key_that_the_ledger_names) {
    const ReportView view = report();
    const std::string ours = sign(view, SignedForm::json);
    const plugin::Value all = take(json::parse(ours, json::Profile::document));
    const crypto::PrivateKey thief = crypto::PrivateKey::generate(crypto::Algorithm::ecdsa_p256);
    const crypto::Certificate forged = crypto::issue_certificate(
        thief, {"某某劳务协会", "91320100748204660Q", created->registry}, "2026-01-01T00:00:00Z");
    const document::Endorsement endorsement{
        thief, forged,         std::string(plugin::text_at(*all.object(), "proof")),
        {},    "某某劳务协会", "2026-05-01T00:00:00Z"};
    EXPECT_EQ(reason(document::sign_json(document::to_json_text(view.model, view.frame), endorsement)),
              "it is signed by another key than the entry names");
    const Bytes pdf = document::sign_pdf(as_bytes(unsigned_pdf(view)), ours, endorsement);
    EXPECT_EQ(reason(to_text(pdf)), "its signature is by another key than the one that the registry named");
    EXPECT_NE(reason(to_text(document::sign_pdf(as_bytes(unsigned_pdf(view)), "nothing", endorsement))),
              "valid");
}

TEST_F(Signing, is_for_whoever_may_sign_and_after_an_admin_named_the_key) {
    ASSERT_TRUE(place->create("second"));
    std::unique_ptr<Registry> second = place->writer("second");
    ASSERT_TRUE(second->add({note("first", "note/a")}, "notes"));
    ASSERT_TRUE(second->add_operator("clerk", "clerk", secret(other_words)));
    ASSERT_TRUE(second->add_operator("auditor", "auditor", secret(other_words)));
    EXPECT_FALSE(take(second->document_key()));
    second.reset();
    std::unique_ptr<Registry> clerk = place->writer("second", "clerk", other_words);
    EXPECT_EQ(code_of(clerk->prepare_signing()), "no_document_key");
    EXPECT_EQ(code_of(clerk->new_document_key("")), "not_authorised");
    clerk.reset();
    second = place->writer("second");
    const DocumentKeyView first = take(second->new_document_key(""));
    EXPECT_EQ(code_of(second->new_document_key("")), "bad_reason");
    EXPECT_EQ(code_of(second->sign_report(report(), SignedForm::json)), "foreign_report");
    second.reset();
    clerk = place->writer("second", "clerk", other_words);
    const ReportView view = take(clerk->report("test.page", {{"note", "note/a"}}, {}));
    const std::string made = to_text(take(clerk->sign_report(view, SignedForm::json)));
    EXPECT_TRUE(verify(made).valid);
    clerk.reset();
    std::unique_ptr<Registry> auditor = place->writer("second", "auditor", other_words);
    EXPECT_EQ(code_of(auditor->prepare_signing()), "not_authorised");
    auditor.reset();

    // Another key: what the first one signed stands under the checkpoint that it came with.
    second = place->writer("second");
    const DocumentKeyView next = take(second->new_document_key("lost"));
    EXPECT_NE(next.key, first.key);
    EXPECT_EQ(take(second->document_key())->key, next.key);
    EXPECT_TRUE(verify(made).valid);
    const std::string later = to_text(take(second->sign_report(view, SignedForm::pdf)));
    EXPECT_EQ(verify(later).signers.at(0).key, next.key);
    // Not under a later one: the proof of the first key, as of now.
    const std::string proof = take(second->prove(take(second->history("registry/self")).at(1).entry));
    EXPECT_EQ(reason(changed(made, "proof", proof)), "the registry has named another document key since");
    const AuditView audit = take(second->audit({}));
    EXPECT_TRUE(audit.ok) << told(audit.findings);
}

}  // namespace
}  // namespace xinbu::session
