// Audits as reports and as entries of the ledger.
#include "session/support.hpp"
#include "xinbu/document/report.hpp"

namespace xinbu::session {
namespace {

class AuditReport : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(place.create("r"));
        registry = place.writer("r");
        ASSERT_TRUE(registry->add({note("first")}, "m"));
    }
    static std::string html_of(const AuditView& audit) {
        const ReportView view = audit_report(audit);
        return document::to_html(view.model, view.frame);
    }

    Place place;
    std::unique_ptr<Registry> registry;
};

TEST_F(AuditReport, the_same_state_makes_the_same_bytes) {
    const AuditView first = take(registry->audit({}));
    Registry::AuditOptions one_thread;
    one_thread.threads = 1;
    const AuditView second = take(registry->audit(one_thread));
    EXPECT_EQ(html_of(first), html_of(second));
    const ReportView a = audit_report(first), b = audit_report(second);
    EXPECT_EQ(document::to_json_text(a.model, a.frame), document::to_json_text(b.model, b.frame));
    EXPECT_EQ(document::to_pdf(a.model, a.frame), document::to_pdf(b.model, b.frame));
    EXPECT_EQ(a.frame.size, 2U);
    EXPECT_EQ(a.frame.root.size(), 64U);
    EXPECT_EQ(a.frame.organisation, "某某劳务协会");
    EXPECT_NE(html_of(first).find("Passed: no error was found."), std::string::npos);
    ASSERT_TRUE(registry->add({note("second")}, "m"));
    EXPECT_NE(html_of(take(registry->audit({}))), html_of(first));
}

TEST_F(AuditReport, findings_come_with_what_to_do) {
    AuditView audit = take(registry->audit({}));
    audit.ok = false;
    audit.findings = {{"error", "ledger.signature", "commit 1", "a signature does not hold"},
                      {"warning", "no.such_rule", "somewhere", "something"}};
    const std::string page = html_of(audit);
    for (const char* part :
         {"Failed: errors were found.", "ledger.signature", "commit 1", "a signature does not hold",
          "History was changed past the program.", "Ask whoever looks after the program."})
        EXPECT_NE(page.find(part), std::string::npos) << part;
    audit.stopped = true;
    EXPECT_NE(html_of(audit).find("stopped before its end"), std::string::npos);
    // Of a registry that does not even open.
    AuditView damaged;
    damaged.findings = {{"error", "storage.page", "page 9", "it is altered"}};
    EXPECT_NE(html_of(damaged).find("restore the last backup"), std::string::npos);
}

TEST_F(AuditReport, an_audit_becomes_an_entry_and_the_next_one_is_compared_with_it) {
    EXPECT_FALSE(take(registry->info()).audited);
    AuditView audit = take(registry->audit({}));
    EXPECT_FALSE(audit.previous);
    audit.findings.push_back({"warning", "ledger.clock", "commit 1", "its time lies before that of another"});
    audit.findings.push_back(
        {"warning", "keyslots.copy", "/a/place/nobody/needs/keyslots.json", "it is damaged"});
    audit.findings.push_back({"note", "audit.part", "ledger", "a remark"});
    const AuditRecorded made = take(registry->record_audit(audit));
    EXPECT_EQ(made.verdict, "passed");
    EXPECT_EQ(made.size, 2U);
    EXPECT_EQ(made.sequence, 2U);
    EXPECT_EQ(made.signed_by, "chair");
    EXPECT_EQ(made.findings, (std::vector<std::string>{"warning keyslots.copy keyslots.json",
                                                       "warning ledger.clock commit 1"}));
    const Info info = take(registry->info());
    ASSERT_TRUE(info.audited);
    EXPECT_EQ(info.audited->commit, made.commit);
    EXPECT_EQ(info.audited->verdict, "passed");
    EXPECT_EQ(shown_verdict(info.audited->verdict), "passed");
    EXPECT_EQ(shown_verdict("某人写的"), "某人写的");

    // What it said is gone by now; and of a ledger that went on it says nothing.
    const AuditView next = take(registry->audit({}));
    EXPECT_TRUE(next.ok) << told(next.findings);
    ASSERT_TRUE(next.previous);
    EXPECT_EQ(next.previous->sequence, 2U);
    EXPECT_EQ(next.gone, made.findings);
    EXPECT_TRUE(next.appeared.empty());
    const std::string page = html_of(next);
    EXPECT_NE(page.find("warning ledger.clock commit 1"), std::string::npos);
    EXPECT_EQ(code_of(registry->record_audit(audit)), "audit_outdated");
    AuditView part = next;
    part.since = 1;
    EXPECT_EQ(code_of(registry->record_audit(part)), "audit_part");
    part.since = 0;
    part.stopped = true;
    EXPECT_EQ(code_of(registry->record_audit(part)), "audit_part");
    EXPECT_EQ(take(registry->info()).commits, 3U);
}

TEST_F(AuditReport, more_than_an_entry_holds_is_counted) {
    AuditView audit = take(registry->audit({}));
    audit.ok = false;
    for (int i = 0; i < 1000; ++i)
        audit.findings.push_back({"error", "records.differ",
                                  "record note/" + std::string(60, 'x') + std::to_string(i), "differs"});
    const AuditRecorded made = take(registry->record_audit(audit));
    EXPECT_EQ(made.verdict, "failed");
    EXPECT_TRUE(made.findings.back().starts_with("more: ")) << made.findings.back();
    const AuditView next = take(registry->audit({}));
    EXPECT_TRUE(next.gone.empty()) << "nothing is compared with a list that was cut";
}

TEST_F(AuditReport, auditors_record_and_clerks_do_not) {
    ASSERT_TRUE(registry->add_operator("clerk", "clerk", secret(other_words)));
    ASSERT_TRUE(registry->add_operator("eye", "auditor", secret("nine amber kettles cross the bridge")));
    ASSERT_TRUE(registry->close());
    registry = place.writer("r", "clerk", other_words);
    EXPECT_EQ(code_of(registry->record_audit(take(registry->audit({})))), "not_authorised");
    ASSERT_TRUE(registry->close());
    registry = place.writer("r", "eye", "nine amber kettles cross the bridge");
    EXPECT_EQ(take(registry->record_audit(take(registry->audit({})))).signed_by, "eye");
    EXPECT_TRUE(take(registry->audit({})).ok);
}

}  // namespace
}  // namespace xinbu::session
