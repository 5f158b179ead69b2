// Natural persons: sealed in the ledger, masked on the screen, gone for good once their key is destroyed.
#include "session/support.hpp"
#include "support/pages.hpp"
#include "support/promise_plugin.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/ledger/sealed.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::session {
namespace {

// Valid by their check characters, and nobody's: born in 1800.
constexpr const char* number_a = "320102180001010010";
constexpr const char* masked_a = "320102********0010";
constexpr const char* name_a = "测试甲某人";
constexpr const char* name_b = "测试乙某人";
constexpr const char* phone_a = "13800138000";

/// Another number of the same place with the check character that fits.
std::string number_of(int serial) {
    std::string digits = "32010218000101" + std::to_string(100 + serial);
    return digits + plugin::citizen_id_check_digit(digits);
}

class PersonsTest : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(place.create("r"));
        registry = place.writer("r");
    }
    static plugin::Object party(const std::string& name, const std::string& identifier) {
        return {{"name", name}, {"identifier", identifier}};
    }
    static plugin::Draft promise(const std::string& name, const std::string& number,
                                 const std::string& matter = "按时支付工资", const std::string& record = "") {
        return {"test.promise.made",
                record,
                "2026-03-01",
                {{"promisor", party(name, number.starts_with("9") ? number : "citizen-id:" + number)},
                 {"phone", phone_a},
                 {"matter", matter}}};
    }
    Added add(const plugin::Draft& draft) {
        auto added = registry->add({draft}, "");
        if (!added)
            throw std::runtime_error(added.error().details.empty() ? added.error().why
                                                                   : added.error().details[0].message);
        return std::move(*added);
    }
    std::string shown(const std::string& record, Numbers numbers = Numbers::masked) {
        return json::text(take(registry->show(record, {}, {}, numbers)).fields);
    }
    std::string pseudonym(const std::string& record) {
        const plugin::Object fields = take(registry->show(record)).fields;
        return std::string(plugin::text_at(plugin::object_at(fields, "promisor"), "person"));
    }
    std::vector<std::string> found(const std::string& text) {
        std::vector<std::string> ids;
        for (const Hit& hit : take(registry->search(text, 50))) ids.push_back(hit.id);
        return ids;
    }
    std::string audit() {
        const AuditView view = take(registry->audit({}));
        return view.ok ? "" : told(view.findings);
    }
    crypto::Secret data_key() { return test::data_key_of(place.folder / "r", "chair", secret(admin_words)); }
    /// Runs SQL on the registry behind its back, closed meanwhile.
    void behind_its_back(const std::string& sql) {
        registry.reset();
        {
            storage::Database database = storage::Database::open(place.folder / "r" / "registry.db",
                                                                 data_key(), storage::Mode::read_write);
            database.execute(sql);
            database.checkpoint();
        }
        registry = place.writer("r");
    }
    std::string wrapped_key_of(const std::string& subject) {
        registry.reset();
        std::string wrapped;
        {
            storage::Database database = storage::Database::open(place.folder / "r" / "registry.db",
                                                                 data_key(), storage::Mode::read_only);
            storage::Statement select = database.prepare("SELECT wrapped FROM subject_key WHERE id = ?1");
            select.bind_all(subject);
            if (select.step()) wrapped = to_text(select.blob(0));
        }
        registry = place.writer("r");
        return wrapped;
    }

    test::PromisePlugin promises;
    Place place{test::promise_provider(promises)};
    std::unique_ptr<Registry> registry;
};

TEST_F(PersonsTest, stand_sealed_in_the_entry_and_are_shown_masked) {
    const Added added = add(promise(name_a, number_a));
    const std::string record = added.entries[0].record;
    const HistoryItem item = take(registry->history(record)).at(0);
    for (const char* plain : {number_a, name_a, phone_a, masked_a})
        EXPECT_EQ(test::hits(item.bytes, plain), 0U) << plain;
    EXPECT_EQ(test::hits(item.bytes, R"({"sealed":{"alg":"A256GCM","ct":")"), 3U) << item.bytes;
    EXPECT_EQ(test::hits(item.bytes, "按时支付工资"), 1U);

    const std::string person = pseudonym(record);
    EXPECT_TRUE(ledger::is_subject_id(person));
    EXPECT_EQ(shown(record), std::string(R"({"matter":"按时支付工资","phone":"138*****000","promisor":{)") +
                                 R"("identifier":")" + masked_a + R"(","name":")" + name_a +
                                 R"(","person":")" + person + R"("}})");
    EXPECT_EQ(test::hits(shown(record, Numbers::revealed), std::string("citizen-id:") + number_a), 1U);
    EXPECT_EQ(test::hits(shown(record, Numbers::revealed), phone_a), 1U);
    EXPECT_EQ(test::hits(json::text(item.data), masked_a), 1U);
    EXPECT_EQ(test::hits(json::text(item.data), number_a), 0U);
    const auto revealed = take(registry->history(record, {}, Numbers::revealed));
    EXPECT_EQ(test::hits(json::text(revealed.at(0).data), number_a), 1U);
    EXPECT_EQ(audit(), "");
}

TEST_F(PersonsTest, are_found_by_number_name_and_pseudonym_and_by_nothing_less) {
    add(promise(name_a, number_a, "事由一"));
    add(promise(name_b, number_of(1), "事由二"));
    add(promise(name_a, number_a, "事由三"));
    add(promise("某公司", "91320100748204660Q", "事由四"));
    const std::vector<std::string> both{"promise/P-1", "promise/P-3"};
    EXPECT_EQ(found(number_a), both);
    EXPECT_EQ(found("320102 18000101 0010"), both);
    EXPECT_EQ(found(name_a), both);
    EXPECT_EQ(found(pseudonym("promise/P-1")), both);
    EXPECT_EQ(found("测试甲"), std::vector<std::string>{});
    EXPECT_EQ(found(number_of(7)), std::vector<std::string>{});
    EXPECT_EQ(found("某公司"), std::vector<std::string>{"promise/P-4"});

    Query query;
    query.kind = "promise";
    query.where = {{"promisor", name_a}};
    EXPECT_EQ(take(registry->count(query)), 2U);
    query.where = {{"promisor", number_of(1)}};
    EXPECT_EQ(take(registry->count(query)), 1U);
    query.where = {{"promisor", "某公司"}};
    EXPECT_EQ(take(registry->count(query)), 1U);
    query.where.clear();
    query.search = number_a;
    const auto rows = take(registry->list(query, 0, 10));
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(plugin::text_at(plugin::object_at(rows[0].fields, "promisor"), "identifier"), masked_a);
    // Two of one name: they are told apart, not thrown together.
    add(promise(name_a, number_of(2), "事由五"));
    query.search = name_a;
    const auto several = registry->list(query, 0, 10);
    ASSERT_FALSE(several);
    EXPECT_EQ(several.error().code, "several_subjects");
    EXPECT_EQ(several.error().details.size(), 2U);
}

TEST_F(PersonsTest, one_person_has_one_pseudonym_wherever_one_is_named) {
    add(promise(name_a, number_a));
    add(promise(name_b, number_of(1)));
    plugin::Draft witnessed{"test.promise.witnessed", "promise/P-2", "2026-03-02", {}};
    witnessed.data.set("witness", party(name_a, std::string("citizen-id:") + number_a));
    add(witnessed);
    // The fold moved the witness into a list, and opened it is all the same.
    const plugin::Object fields = take(registry->show("promise/P-2")).fields;
    const plugin::Value& witness = plugin::array_at(fields, "witnesses").at(0);
    EXPECT_EQ(plugin::text_at(*witness.object(), "name"), name_a);
    EXPECT_EQ(plugin::text_at(*witness.object(), "person"), pseudonym("promise/P-1"));
    EXPECT_NE(pseudonym("promise/P-1"), pseudonym("promise/P-2"));
    EXPECT_EQ(found(number_a), (std::vector<std::string>{"promise/P-1", "promise/P-2"}));
    EXPECT_EQ(audit(), "");
}

TEST_F(PersonsTest, are_shown_masked_though_nothing_finds_them_by_their_mask) {
    // As registries are that sealed a person before persons were found by mask: what is shown comes from what
    // was sealed, and needs no such row.
    const std::string record = add(promise(name_a, number_a)).entries[0].record;
    const std::string before = shown(record);
    behind_its_back("DELETE FROM subject_lookup");
    EXPECT_EQ(shown(record), before);
    EXPECT_EQ(test::hits(before, masked_a), 1U);
    Query query;
    query.kind = "promise";
    const auto rows = take(registry->list(query, 0, 10));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(plugin::text_at(plugin::object_at(rows[0].fields, "promisor"), "identifier"), masked_a);
}

TEST_F(PersonsTest, are_named_in_no_text_that_is_signed) {
    const std::string of = std::string("根据") + number_a + "的申请";
    const auto message = registry->add({promise(name_b, number_of(2))}, of);
    EXPECT_EQ(code_of(message), "citizen_id_in_clear");
    EXPECT_EQ(message.error().what, std::string("根据") + masked_a + "的申请");
    const std::string record = add(promise(name_a, number_a)).entries[0].record;
    EXPECT_EQ(code_of(registry->erase(record, of)), "invalid_draft");
    EXPECT_EQ(code_of(registry->new_document_key(of)), "citizen_id_in_clear");
    EXPECT_EQ(code_of(registry->reject("0000", of)), "citizen_id_in_clear");
    EXPECT_TRUE(registry->erase(record, "本人申请"));
}

TEST_F(PersonsTest, plugins_see_them_masked_and_tell_them_apart) {
    add(promise(name_a, number_a));
    add(promise(name_b, number_of(1)));
    const CheckView answer = take(registry->check("test.promises", {{"who", number_a}}, {}));
    const std::string facts = json::text(answer.facts);
    EXPECT_EQ(test::hits(facts, number_a), 0U) << facts;
    EXPECT_EQ(test::hits(facts, masked_a), 1U) << facts;
    EXPECT_EQ(test::hits(facts, pseudonym("promise/P-2")), 1U) << facts;
    EXPECT_EQ(test::hits(facts, R"("of_whom":["promise/P-1"])"), 1U) << facts;
}

TEST_F(PersonsTest, the_same_draft_again_is_known_though_its_bytes_differ) {
    put_content(place.folder / "p.csv", "id,name,number,matter\npromise/P-7," + std::string(name_a) +
                                            ",citizen-id:" + number_a + ",事由\n");
    put_content(place.folder / "p.map.json",
                R"({"type":"test.promise.made","record":{"column":"id"},"effective":{"value":"2026-03-01"},
                    "data":{"promisor":{"name":{"column":"name"},"identifier":{"column":"number"}},
                            "matter":{"column":"matter"}}})");
    ImportOptions options;
    options.map = place.folder / "p.map.json";
    const auto first = registry->import("csv", {place.folder / "p.csv"}, options);
    ASSERT_TRUE(first) << first.error().why
                       << (first.error().details.empty() ? "" : first.error().details[0].message);
    EXPECT_EQ(first->added, 1U);
    const Imported again = take(registry->import("csv", {place.folder / "p.csv"}, options));
    EXPECT_EQ(again.added, 0U);
    EXPECT_EQ(again.unchanged, 1U);
}

TEST_F(PersonsTest, an_erasure_leaves_entries_proofs_and_records_as_they_were) {
    const Added added = add(promise(name_a, number_a));
    add(promise(name_b, number_of(1), "他人"));
    const std::string record = added.entries[0].record, person = pseudonym(record);
    const HistoryItem before = take(registry->history(record)).at(0);
    const std::string proof_before = take(registry->prove(added.entries[0].id));

    const Erased erased = take(registry->erase(record, "本人申请，2026-06-01"));
    EXPECT_EQ(erased.subjects, std::vector<std::string>{person});
    EXPECT_TRUE(erased.added.warnings.empty());
    const HistoryItem after = take(registry->history(record)).at(0);
    EXPECT_EQ(after.bytes, before.bytes);
    EXPECT_EQ(after.entry, before.entry);
    EXPECT_EQ(shown(record), R"({"matter":"按时支付工资","phone":"[erased]","promisor":{"erased":true,)"
                             R"("name":"[erased]","person":")" +
                                 person + R"("}})");
    EXPECT_EQ(shown(record, Numbers::revealed), shown(record));
    EXPECT_EQ(found(number_a), std::vector<std::string>{});
    EXPECT_EQ(found(name_a), std::vector<std::string>{});
    EXPECT_EQ(found(person), std::vector<std::string>{record});
    EXPECT_EQ(audit(), "");

    const std::string fingerprint = take(registry->info()).fingerprint;
    for (const std::string& proof : {proof_before, take(registry->prove(added.entries[0].id))}) {
        put_content(place.folder / "proof", proof);
        const Verification verified = take(verify_file(place.folder / "proof", {fingerprint}));
        EXPECT_TRUE(verified.valid && verified.trusted);
    }
    // The other person is as before, and so is all after the next opening.
    EXPECT_EQ(found(name_b), std::vector<std::string>{"promise/P-2"});
    registry.reset();
    registry = place.writer("r");
    EXPECT_EQ(test::hits(shown(record), "[erased]"), 2U);
    EXPECT_EQ(audit(), "");
    // Folded anew without the key, records are the same.
    behind_its_back("UPDATE derived_from SET digest = zeroblob(32)");
    EXPECT_EQ(test::hits(shown(record), "[erased]"), 2U);
    EXPECT_EQ(audit(), "");
}

TEST_F(PersonsTest, whoever_comes_back_after_an_erasure_is_a_new_person) {
    add(promise(name_a, number_a));
    const std::string person = pseudonym("promise/P-1");
    ASSERT_TRUE(registry->erase(number_a, "申请"));
    add(promise(name_a, number_a));
    EXPECT_NE(pseudonym("promise/P-2"), person);
    EXPECT_EQ(found(number_a), std::vector<std::string>{"promise/P-2"});
}

TEST_F(PersonsTest, nothing_is_left_of_the_erased_anywhere) {
    constexpr int people = 400;
    std::vector<plugin::Draft> drafts;
    for (int i = 0; i < people; ++i)
        drafts.push_back(
            promise("某人" + std::to_string(i) + "号", number_of(i), "事由" + std::to_string(i)));
    ASSERT_TRUE(registry->add(drafts, ""));
    for (int i = 0; i < people; i += 50) ASSERT_TRUE(registry->preview(drafts[static_cast<std::size_t>(i)]));
    std::vector<std::string> gone;
    for (int i = 0; i < people; i += 40) {
        const std::string record = "promise/P-" + std::to_string(i + 1), person = pseudonym(record);
        gone.push_back(wrapped_key_of(person));
        ASSERT_EQ(gone.back().size(), 40U);
        ASSERT_TRUE(registry->erase(record, "申请"));
    }
    // While it is still open: the -wal file was emptied with the erasure.
    const fs::path wal = place.folder / "r" / "registry.db-wal";
    EXPECT_TRUE(!fs::exists(wal) || fs::file_size(wal) == 0);
    EXPECT_EQ(audit(), "");
    registry.reset();
    const std::string pages = test::decrypted_pages(place.folder / "r", data_key());
    const std::string files = test::all_files(place.folder / "r") + test::all_files(place.folder / "state");
    // The scan sees what is there.
    ASSERT_GT(test::hits(pages, "事由7"), 0U);
    for (int i = 0; i < people; ++i) {
        const std::string number = number_of(i), name = "某人" + std::to_string(i) + "号";
        for (const std::string& canary :
             {number, name, number.substr(6, 11), std::string(phone_a), plugin::mask_citizen_id(number)}) {
            EXPECT_EQ(test::hits(pages, canary), 0U) << canary;
            EXPECT_EQ(test::hits(files, canary), 0U) << canary;
        }
    }
    for (const std::string& wrapped : gone)
        EXPECT_EQ(test::hits(pages, std::string_view(wrapped).substr(8, 16)), 0U);
    registry = place.writer("r");
}

TEST_F(PersonsTest, an_interrupted_erasure_is_finished_at_the_next_opening) {
    add(promise(name_a, number_a));
    const std::string person = pseudonym("promise/P-1");
    const std::string wrapped = to_hex(as_bytes(wrapped_key_of(person)));
    ASSERT_TRUE(registry->erase("promise/P-1", "申请"));
    // As if the program had ended between the commit and the destruction.
    registry.reset();
    {
        storage::Database database = storage::Database::open(place.folder / "r" / "registry.db", data_key(),
                                                             storage::Mode::read_write);
        database.execute("UPDATE subject_key SET wrapped = x'" + wrapped + "'");
        database.checkpoint();
    }
    registry = place.writer("r");
    EXPECT_EQ(test::hits(shown("promise/P-1"), "[erased]"), 2U);
    EXPECT_EQ(audit(), "");
    registry.reset();
    const std::string pages = test::decrypted_pages(place.folder / "r", data_key());
    EXPECT_EQ(test::hits(pages, as_text(*from_hex(wrapped))), 0U);
    registry = place.writer("r");
}

TEST_F(PersonsTest, an_order_to_erase_may_come_as_a_draft) {
    add(promise(name_a, number_a));
    const plugin::Draft order{"core.subject.erased",
                              "registry/self",
                              "2026-06-01",
                              {{"subject_key", pseudonym("promise/P-1")}, {"reason", "申请"}}};
    ASSERT_TRUE(registry->add({order}, "", true));  // a dry run destroys nothing
    EXPECT_EQ(test::hits(shown("promise/P-1"), "[erased]"), 0U);
    const auto twice = registry->add({order, order}, "");
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().details.at(0).rule, "subject.erased");
    EXPECT_EQ(test::hits(shown("promise/P-1"), "[erased]"), 0U);
    ASSERT_TRUE(registry->add({order}, ""));
    EXPECT_EQ(test::hits(shown("promise/P-1"), "[erased]"), 2U);
    const auto again = registry->add({order}, "");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().details.at(0).rule, "subject.erased");
}

TEST_F(PersonsTest, outlive_an_exchange_of_the_data_key) {
    add(promise(name_a, number_a));
    const std::string person = pseudonym("promise/P-1");
    for (int turn = 0; turn < 2; ++turn) {
        const Done done = registry->exchange_data_key();
        ASSERT_TRUE(done) << done.error().why;
        EXPECT_EQ(test::hits(shown("promise/P-1", Numbers::revealed), number_a), 1U);
        EXPECT_EQ(found(number_a), std::vector<std::string>{"promise/P-1"});
        EXPECT_EQ(audit(), "");
    }
    registry.reset();
    registry = place.writer("r");
    add(promise(name_a, number_a));
    EXPECT_EQ(pseudonym("promise/P-2"), person) << "the same number is the same person";
    ASSERT_TRUE(registry->erase("promise/P-1", "申请"));
    EXPECT_EQ(found(number_a), std::vector<std::string>{});
    EXPECT_EQ(audit(), "");
}

TEST_F(PersonsTest, wait_sealed_in_a_proposal_and_are_erased_by_one) {
    ASSERT_TRUE(registry->add_operator("deputy", "admin", secret(other_words)));
    const plugin::Array rules{plugin::Object{{"types", "test.promise.made"}, {"signers", 2}},
                              plugin::Object{{"types", "core.subject.erased"}, {"signers", 2}}};
    ASSERT_TRUE(
        registry->add({{"core.policy.set", "core-policy/self", "2026-01-01", {{"rules", rules}}}}, ""));
    const auto decide = [&](const std::string& proposal) {
        registry.reset();
        registry = place.writer("r", "deputy", other_words);
        const Result<Decided> decided = registry->approve(proposal);
        ASSERT_TRUE(decided) << decided.error().why;
        EXPECT_EQ(decided->proposal.status, "approved");
    };
    const Added proposed = add(promise(name_a, number_a));
    ASSERT_EQ(proposed.status, "pending");
    EXPECT_FALSE(registry->show("promise/P-1")) << "it does not count yet";
    EXPECT_EQ(
        test::hits(take(registry->history(take(registry->pending()).at(0).record)).at(0).bytes, number_a),
        0U);
    decide(proposed.proposal);
    EXPECT_EQ(test::hits(shown("promise/P-1", Numbers::revealed), number_a), 1U);
    EXPECT_EQ(found(number_a), std::vector<std::string>{"promise/P-1"});
    EXPECT_EQ(audit(), "");

    // The deputy orders the erasure; nothing is destroyed before the chair approves it.
    const Result<Erased> order = registry->erase("promise/P-1", "申请");
    ASSERT_TRUE(order) << order.error().why;
    ASSERT_EQ(order->added.status, "pending");
    EXPECT_EQ(test::hits(shown("promise/P-1"), "[erased]"), 0U);
    registry.reset();
    registry = place.writer("r");
    EXPECT_EQ(test::hits(shown("promise/P-1"), "[erased]"), 0U);
    ASSERT_TRUE(registry->approve(order->added.proposal));
    EXPECT_EQ(test::hits(shown("promise/P-1"), "[erased]"), 2U);
    EXPECT_EQ(audit(), "");
}

TEST_F(PersonsTest, an_erasure_names_somebody_and_is_an_admins_to_order) {
    add(promise(name_a, number_a));
    plugin::Draft witnessed{"test.promise.witnessed", "promise/P-1", "2026-03-02", {}};
    witnessed.data.set("witness", party(name_b, "citizen-id:" + number_of(1)));
    add(witnessed);
    EXPECT_EQ(code_of(registry->erase("promise/P-1", "申请")), "several_subjects");
    EXPECT_EQ(code_of(registry->erase("promise/P-9", "申请")), "unknown_subject");
    EXPECT_EQ(code_of(registry->erase(number_of(8), "申请")), "unknown_subject");
    EXPECT_EQ(code_of(registry->erase(std::string(32, '0'), "申请")), "unknown_subject");
    const auto unknown = registry->add({{"core.subject.erased",
                                         "registry/self",
                                         "2026-06-01",
                                         {{"subject_key", std::string(32, '0')}, {"reason", "x"}}}},
                                       "");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().details.at(0).rule, "subject.unknown");
    ASSERT_TRUE(registry->add_operator("clerk", "clerk", secret(other_words)));
    registry.reset();
    registry = place.writer("r", "clerk", other_words);
    EXPECT_EQ(code_of(registry->erase(number_a, "申请")), "not_authorised");
    EXPECT_EQ(found(number_a), std::vector<std::string>{"promise/P-1"});
}

TEST_F(PersonsTest, a_commit_that_does_not_come_to_be_leaves_no_key) {
    plugin::Draft faulty = promise(name_b, number_of(1));
    faulty.data.erase("matter");
    ASSERT_FALSE(registry->add({promise(name_a, number_a), faulty}, ""));
    ASSERT_TRUE(registry->add({promise(name_a, number_a)}, "", true));
    EXPECT_EQ(found(number_a), std::vector<std::string>{});
    add(promise(name_a, number_a));
    EXPECT_EQ(test::hits(shown("promise/P-1"), masked_a), 1U);
    EXPECT_EQ(audit(), "");
}

TEST_F(PersonsTest, without_its_key_a_value_is_named_as_sealed_and_the_audit_tells) {
    add(promise(name_a, number_a));
    behind_its_back("DELETE FROM subject_key");
    EXPECT_EQ(test::hits(shown("promise/P-1"), "[sealed]"), 2U);
    const AuditView view = take(registry->audit({}));
    EXPECT_TRUE(says(view.findings, "error", "persons.key_lost")) << told(view.findings);
}

TEST_F(PersonsTest, a_key_destroyed_without_an_order_or_damaged_is_told) {
    add(promise(name_a, number_a));
    add(promise(name_b, number_of(1)));
    behind_its_back(
        "UPDATE subject_key SET wrapped = zeroblob(40) WHERE number = 1;"
        "UPDATE subject_key SET wrapped = CAST(x'01' || zeroblob(39) AS BLOB) WHERE number = 2");
    const AuditView view = take(registry->audit({}));
    EXPECT_TRUE(says(view.findings, "error", "persons.key_lost")) << told(view.findings);
    EXPECT_TRUE(says(view.findings, "error", "persons.key_damaged")) << told(view.findings);
}

TEST_F(PersonsTest, a_preview_shows_which_bytes_will_be_sealed) {
    const Preview preview = take(registry->preview(promise(name_a, number_a)));
    EXPECT_EQ(test::hits(preview.canonical, R"({"sealed":{"alg":"A256GCM"}})"), 3U) << preview.canonical;
    EXPECT_EQ(test::hits(preview.canonical, number_a), 0U);
    // What is added afterwards is the draft itself.
    ASSERT_TRUE(registry->add({preview.draft}, ""));
    EXPECT_EQ(found(number_a), std::vector<std::string>{"promise/P-1"});
}

TEST_F(PersonsTest, a_draft_cannot_bring_a_sealed_value_of_its_own) {
    add(promise(name_a, number_a));
    const HistoryItem item = take(registry->history("promise/P-1")).at(0);
    const plugin::Value entry = take(json::parse(item.bytes, json::Profile::document));
    plugin::Draft copied{"test.promise.made", "", "2026-03-01", plugin::object_at(*entry.object(), "data")};
    EXPECT_FALSE(registry->add({copied}, ""));
}

}  // namespace
}  // namespace xinbu::session
