#include "xinbu/host/draft.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "support.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::host {
namespace {

using plugin::Array;
using plugin::Fault;
using plugin::Faults;
using plugin::field;
using plugin::FieldKind;
using plugin::Object;
using plugin::Value;
using test::FakeNumbers;
using test::FakePlugin;
using test::FakeRecords;
using test::provider_of;

std::vector<plugin::Field> every_kind() {
    const plugin::Text label{"Field", "字段"};
    return {
        field("name", FieldKind::text, label).at_most(8),
        field("note", FieldKind::paragraph, label),
        field("day", FieldKind::date, label),
        field("price", FieldKind::money, label),
        field("number", FieldKind::integer, label).between(1, 45),
        field("share", FieldKind::basis_points, label),
        field("yes", FieldKind::boolean, label),
        plugin::choice("colour", label, {{"red", label}, {"green", label}}),
        plugin::identifier("code", label, "uscc"),
        plugin::reference("thing", label, "thing"),
        plugin::reference("anything", label, ""),
        field("owner", FieldKind::party, label),
        field("digest", FieldKind::sha256, label),
        plugin::list_of("numbers", label, field("", FieldKind::integer, label).between(1, 45)).between(1, 3),
        plugin::list_of("things", label, plugin::reference("", label, "thing")),
        plugin::group("inner", label, {field("must", FieldKind::text, label).require()})};
}

class Drafts : public testing::Test {
protected:
    Drafts() {
        fake_.declaration.records.push_back({"thing",
                                             {"Thing", "事物"},
                                             {"Things", "事物"},
                                             {},
                                             "",
                                             {{"made", {"Made", "已建"}}, {"gone", {"Gone", "已消失"}}}});
        add_entry("sample.thing.noted", true);
        add_entry("sample.thing.made", true).to = "made";
        add_entry("sample.thing.gone", false).from = {"made"};
        catalogue_ = Catalogue({provider_of(fake_, "sample")});
    }

    plugin::EntryType& add_entry(const std::string& type, bool creates) {
        fake_.declaration.entries.push_back({type, {"Entry", "条目"}, "thing", every_kind()});
        fake_.declaration.entries.back().creates = creates;
        return fake_.declaration.entries.back();
    }

    static DraftInput draft(Object data, std::string type = "sample.thing.noted") {
        return {{std::move(type), "thing/1", "2026-03-01", std::move(data)}, {}};
    }

    tl::expected<PreparedDraft, Faults> prepared(DraftInput input) {
        return prepare(catalogue_, std::move(input), records_, numbers_);
    }

    /// "pointer rule" of each fault, in order; "sound" where there is none.
    std::string faults(DraftInput input) {
        const auto result = prepared(std::move(input));
        return result ? "sound" : text_of(result.error());
    }
    std::string data_faults(Object data) { return faults(draft(std::move(data))); }

    static std::string text_of(const Faults& faults) {
        std::string text;
        for (const Fault& fault : faults) {
            EXPECT_FALSE(fault.message.en.empty());
            EXPECT_FALSE(fault.message.zh.empty());
            text += (text.empty() ? "" : "; ") + fault.pointer + " " + fault.rule;
        }
        return text;
    }

    FakePlugin fake_;
    FakeRecords records_;
    FakeNumbers numbers_;
    Catalogue catalogue_;
};

TEST_F(Drafts, PassWithEveryKindOfField) {
    records_.hold("thing/2");
    const Object data{{"name", "紫砂"},
                      {"note", "two\nlines"},
                      {"day", "2024-02-29"},
                      {"price", Object{{"amount", 12500}, {"currency", "CNY"}}},
                      {"number", 45},
                      {"share", -100},
                      {"yes", false},
                      {"colour", "red"},
                      {"code", "91320282MA0000015N"},
                      {"thing", "thing/2"},
                      {"anything", "thing/2"},
                      {"owner", Object{{"name", "公司"}, {"identifier", "91320282MA0000015N"}}},
                      {"digest", std::string(64, 'a')},
                      {"numbers", Array{1, 2}},
                      {"things", Array{"thing/2"}},
                      {"inner", Object{{"must", "x"}}}};
    DraftInput input = draft(data);
    input.attachments.push_back(Object{
        {"bytes", 10}, {"media", "application/pdf"}, {"name", "合同.pdf"}, {"sha256", std::string(64, 'b')}});
    const auto result = prepared(input);
    ASSERT_TRUE(result) << text_of(result.error());
    EXPECT_EQ(result->draft.data, data);
    EXPECT_EQ(result->attachments, input.attachments);
    EXPECT_EQ(result->type, catalogue_.entry_type("sample.thing.noted"));
    EXPECT_TRUE(result->warnings.empty());
}

TEST_F(Drafts, OfUnknownAndCoreTypesAreRefused) {
    EXPECT_EQ(faults(draft({}, "none.such.type")), "/type type.unknown");
    EXPECT_EQ(faults(draft({}, "core.operator.enrolled")), "/type type.core_only");
    EXPECT_EQ(faults(draft({}, "core.registry.created")), "/type type.core_only");
}

TEST_F(Drafts, HoldTheDeclaredMembersOnly) {
    EXPECT_EQ(data_faults({{"surplus", 1}}), "/data/surplus schema.unknown_member");
    EXPECT_EQ(data_faults({{"a/b~c", 1}}), "/data/a~1b~0c schema.unknown_member");
    EXPECT_EQ(data_faults({{"inner", Object{{"other", 1}}}}),
              "/data/inner/other schema.unknown_member; /data/inner/must schema.required");
}

TEST_F(Drafts, HoldValuesOfTheDeclaredTypes) {
    for (const plugin::Field& one : every_kind()) {
        const Value wrong = one.kind == FieldKind::boolean ? Value(1) : Value(true);
        EXPECT_EQ(data_faults({{one.id, wrong}}), "/data/" + one.id + " schema.type");
        EXPECT_EQ(data_faults({{one.id, nullptr}}), "/data/" + one.id + " schema.type");
    }
    EXPECT_EQ(data_faults({{"numbers", Array{1, "2"}}}), "/data/numbers/1 schema.type");
}

TEST_F(Drafts, HoldWholeNumbersWithinBounds) {
    EXPECT_EQ(data_faults({{"number", 0}}), "/data/number schema.minimum");
    EXPECT_EQ(data_faults({{"number", 46}}), "/data/number schema.maximum");
    EXPECT_EQ(data_faults({{"share", plugin::largest_amount}}), "sound");
    EXPECT_EQ(data_faults({{"share", std::int64_t{9007199254740992}}}), "/data/share integer.too_large");
    EXPECT_EQ(data_faults({{"share", std::int64_t{-9007199254740992}}}), "/data/share integer.too_large");
    EXPECT_EQ(data_faults({{"share", INT64_MIN}}), "/data/share integer.too_large");
    EXPECT_EQ(data_faults({{"share", plugin::Decimal{"-99999999999999999999"}}}),
              "/data/share integer.too_large");
    EXPECT_EQ(data_faults({{"share", plugin::Decimal{"1.5"}}}), "/data/share schema.type");
    EXPECT_EQ(data_faults({{"name", plugin::Decimal{"1e5"}}}), "/data/name schema.type");
}

TEST_F(Drafts, HoldDaysThatExist) {
    for (const char* day : {"2026-02-29", "2026-13-01", "20260105", "", "2026-1-5"})
        EXPECT_EQ(data_faults({{"day", day}}), "/data/day date.invalid") << day;
    DraftInput input = draft({});
    input.draft.effective = "2026-02-30";
    EXPECT_EQ(faults(input), "/effective date.invalid");
}

TEST_F(Drafts, HoldMoneyInAKnownCurrency) {
    const auto money = [&](Value amount, Value currency) {
        return data_faults(
            {{"price", Object{{"amount", std::move(amount)}, {"currency", std::move(currency)}}}});
    };
    EXPECT_EQ(money(-1, "CNY"), "/data/price/amount money.negative");
    EXPECT_EQ(money(1, "RMB"), "/data/price/currency money.currency");
    EXPECT_EQ(money("1", 1), "/data/price/amount schema.type; /data/price/currency schema.type");
    EXPECT_EQ(money(std::int64_t{1} << 60, "CNY"), "/data/price/amount integer.too_large");
    EXPECT_EQ(data_faults({{"price", Object{}}}),
              "/data/price/amount schema.required; /data/price/currency schema.required");
    EXPECT_EQ(data_faults({{"price", Object{{"amount", 1}, {"currency", "CNY"}, {"unit", 1}}}}),
              "/data/price/unit schema.unknown_member");
}

TEST_F(Drafts, HoldTextThatCanBeRead) {
    EXPECT_EQ(data_faults({{"name", ""}}), "/data/name text.empty");
    EXPECT_EQ(data_faults({{"name", "\xE3\x80\x80 "}}), "/data/name text.empty");
    EXPECT_EQ(data_faults({{"name", "123456789"}}), "/data/name text.too_long");
    EXPECT_EQ(data_faults({{"name", "一二三四五六七八"}}), "sound");
    EXPECT_EQ(data_faults({{"name",
                            "a\xE2\x80\xAE"
                            "b"}}),
              "/data/name text.forbidden_character");
    EXPECT_EQ(data_faults({{"name", "a\nb"}}), "/data/name text.forbidden_character");
    EXPECT_EQ(data_faults({{"name",
                            "a\xE2\x80\x8B"
                            "b"}}),
              "/data/name text.forbidden_character");
    EXPECT_EQ(data_faults({{"name",
                            "a\xFF"
                            "b"}}),
              "/data/name text.forbidden_character");
    EXPECT_EQ(data_faults({{"note", "a\r\nb"}}), "/data/note text.forbidden_character");
    EXPECT_EQ(data_faults({{"surplus\xFF", "x"}}), "/data/surplus\xFF schema.unknown_member");
}

TEST_F(Drafts, HoldKnownChoicesAndCodes) {
    EXPECT_EQ(data_faults({{"colour", "blue"}}), "/data/colour choice.unknown");
    EXPECT_EQ(data_faults({{"code", "91320282MA0000015M"}}), "/data/code identifier.uscc");
    EXPECT_EQ(data_faults({{"digest", "ABC"}}), "/data/digest sha256.invalid");
    EXPECT_EQ(data_faults({{"owner", Object{{"name", "公司"}, {"identifier", "123"}}}}),
              "/data/owner/identifier party.identifier");
    EXPECT_EQ(data_faults({{"owner", Object{{"name", "公司"}, {"identifier", "passport:A\xE2\x80\xAE"}}}}),
              "/data/owner/identifier party.identifier");
    EXPECT_EQ(data_faults({{"owner", Object{{"identifier", ""}}}}), "/data/owner/name schema.required");
    EXPECT_EQ(data_faults({{"owner", Object{{"name", "公司"}}}}), "sound");
}

TEST_F(Drafts, NameTheChoicesInTheLanguageOfTheReader) {
    const auto said = [&](const std::vector<plugin::Choice>& choices) {
        fake_.declaration.entries[0].fields = {plugin::choice("colour", {"Field", "字段"}, choices)};
        catalogue_ = Catalogue({provider_of(fake_, "sample")});
        const auto result = prepared(draft({{"colour", "blue"}}));
        return result ? plugin::Text{} : result.error().front().message;
    };
    const plugin::Text few =
        said({{"pass", {"Pass", "合格"}}, {"in_force", {"In force", "有效"}}, {"q", {"Quality", "质量"}}});
    EXPECT_EQ(few.en, "“blue” is none of: pass, in_force, q (Quality).");
    EXPECT_EQ(few.zh, "“blue”不在可选值之中：合格（pass）、有效（in_force）、质量（q）。");
    std::vector<plugin::Choice> many;
    for (int i = 0; i < 30; ++i) many.push_back({"c" + std::to_string(i), {"C" + std::to_string(i), "某"}});
    EXPECT_EQ(said(many).en, "“blue” is none of: c0, c1, c2, c3, c4, c5, c6, c7, ….");
}

TEST_F(Drafts, HoldListsOfTheDeclaredLength) {
    EXPECT_EQ(data_faults({{"numbers", Array{}}}), "/data/numbers list.too_short");
    EXPECT_EQ(data_faults({{"numbers", Array{1, 2, 3, 4}}}), "/data/numbers list.too_long");
    EXPECT_EQ(data_faults({{"numbers", Array{1, 99}}}), "/data/numbers/1 schema.maximum");
}

TEST_F(Drafts, ReferToRecords) {
    EXPECT_EQ(data_faults({{"thing", "thing"}}), "/data/thing reference.invalid");
    EXPECT_EQ(data_faults({{"thing", "operator/wang"}}), "/data/thing reference.kind");
    EXPECT_EQ(data_faults({{"anything", "operator/wang"}}), "sound");
    const auto result = prepared(draft({{"thing", "thing/9"}, {"things", Array{"thing/8"}}}));
    ASSERT_TRUE(result) << text_of(result.error());
    EXPECT_EQ(text_of(result->warnings), "/data/thing reference.unknown; /data/things/0 reference.unknown");
    EXPECT_TRUE(result->warnings[0].warning);
}

TEST_F(Drafts, NameTheirRecord) {
    DraftInput input = draft({});
    input.draft.record = "";
    EXPECT_EQ(faults(input), "/record record.missing");
    input.draft.record = "thing";
    EXPECT_EQ(faults(input), "/record record.invalid");
    input.draft.record = "operator/wang";
    EXPECT_EQ(faults(input), "/record record.kind");
    fake_.on_record_id = [](const plugin::Draft&, plugin::Numbering& numbers) {
        return "thing/" + std::to_string(numbers.next("thing/"));
    };
    input.draft.record = "";
    ASSERT_TRUE(prepared(input));
    EXPECT_EQ(prepared(input)->draft.record, "thing/2");
    input.draft.data.set("number", 0);
    EXPECT_EQ(faults(input), "/data/number schema.minimum");
    EXPECT_EQ(numbers_.last, 2);
}

TEST_F(Drafts, FollowTheLifecycle) {
    EXPECT_EQ(faults(draft({}, "sample.thing.gone")), "/record lifecycle.unknown_record");
    EXPECT_EQ(faults(draft({}, "sample.thing.made")), "sound");
    records_.hold("thing/1", "gone");
    EXPECT_EQ(faults(draft({}, "sample.thing.gone")), "/record lifecycle.state");
    EXPECT_EQ(faults(draft({}, "sample.thing.made")), "/record lifecycle.exists");
    EXPECT_EQ(faults(draft({}, "sample.thing.noted")), "sound");
    records_.hold("thing/1", "made");
    EXPECT_EQ(faults(draft({}, "sample.thing.gone")), "sound");
    EXPECT_EQ(faults(draft({{"number", 0}}, "sample.thing.made")),
              "/data/number schema.minimum; /record lifecycle.exists");
}

TEST_F(Drafts, HaveASignedFormWhateverTheLifecycle) {
    records_.hold("thing/1", "gone");
    fake_.on_validate = [](const plugin::Draft&, Faults& faults) {
        faults.push_back({"", "sample.never", {"no", "否"}});
    };
    const auto form =
        in_signed_form(catalogue_, draft({{"name", "x"}}, "sample.thing.made"), records_, numbers_);
    ASSERT_TRUE(form);
    EXPECT_EQ(form->draft.record, "thing/1");
    EXPECT_FALSE(in_signed_form(catalogue_, draft({{"name", ""}}, "sample.thing.made"), records_, numbers_));
}

TEST_F(Drafts, AreNormalisedBeforeTheyAreChecked) {
    fake_.on_normalise = [](plugin::Draft& one) {
        one.data.set("code", plugin::canonical_uscc(plugin::text_at(one.data, "code")));
    };
    const auto result = prepared(draft({{"code", "91320282ma0000015n"}, {"name", "e\xCC\x81"}}));
    ASSERT_TRUE(result) << text_of(result.error());
    EXPECT_EQ(plugin::text_at(result->draft.data, "code"), "91320282MA0000015N");
    EXPECT_EQ(plugin::text_at(result->draft.data, "name"), "\xC3\xA9");
}

TEST_F(Drafts, AreValidatedOnlyWhenTheDeclaredRulesHold) {
    int asked = 0;
    fake_.on_validate = [&](const plugin::Draft&, Faults& faults) {
        ++asked;
        faults.push_back({"/data/name", "sample.advice", {"Odd.", "异常。"}, true});
    };
    EXPECT_EQ(data_faults({{"number", 0}}), "/data/number schema.minimum");
    EXPECT_EQ(asked, 0);
    const auto result = prepared(draft({}));
    ASSERT_TRUE(result);
    EXPECT_EQ(text_of(result->warnings), "/data/name sample.advice");
    fake_.on_validate = [](const plugin::Draft&, Faults&) { throw std::runtime_error("broken"); };
    EXPECT_EQ(test::failure_of([&] { static_cast<void>(prepared(draft({}))); }), "plugin_failed");
}

TEST_F(Drafts, ShowAllTheirFaultsTogether) {
    DraftInput input = draft({{"number", 0}, {"name", ""}, {"surplus", 1}});
    input.draft.effective = "soon";
    input.draft.record = "nonsense";
    EXPECT_EQ(faults(input),
              "/effective date.invalid; /data/name text.empty; /data/number schema.minimum; "
              "/data/surplus schema.unknown_member; /record record.invalid");
}

TEST_F(Drafts, AreNeitherDeepNorLarge) {
    Value deep = 1;
    for (int level = 0; level < 20; ++level) deep = Array{deep};
    EXPECT_EQ(data_faults({{"numbers", deep}}), "/data schema.depth");
    DraftInput input = draft({});
    input.attachments.push_back(deep);
    EXPECT_EQ(faults(input), "/attachments schema.depth");
    Value allowed = Array{};
    for (int level = 0; level < 13; ++level) allowed = Array{allowed};
    EXPECT_EQ(data_faults({{"surplus", allowed}}), "/data/surplus schema.unknown_member");
    EXPECT_EQ(data_faults({{"surplus", Array{allowed}}}), "/data schema.depth");

    Array many;
    for (int at = 0; at < 8000; ++at) many.push_back("thing/1");
    records_.hold("thing/1");
    EXPECT_EQ(data_faults({{"things", many}}), " entry.too_large");
}

TEST_F(Drafts, MeasureAnEntryAsItIsWritten) {
    constexpr std::size_t limit = 65'535;
    const std::string awkward = "thing/\"quoted\\\"和宜兴";
    records_.hold("thing/1");
    records_.hold(awkward);
    const auto data_of = [&](std::size_t things, std::size_t note) {
        return Object{{"things", Array(things, awkward)}, {"note", "line\n\t\"" + std::string(note, 'x')}};
    };
    const auto canonical_size = [](const Object& data) {
        return json::canonical(Object{{"data", data},
                                      {"effective", "2026-03-01"},
                                      {"record", "thing/1"},
                                      {"salt", std::string(32, '0')},
                                      {"type", "sample.thing.noted"},
                                      {"v", 1}})
            .size();
    };
    const std::size_t each = canonical_size(data_of(2, 1)) - canonical_size(data_of(1, 1));
    const std::size_t things = (limit - canonical_size(data_of(1, 1))) / each;
    const std::size_t note = 1 + limit - canonical_size(data_of(things, 1));
    ASSERT_EQ(canonical_size(data_of(things, note)), limit);
    EXPECT_EQ(data_faults(data_of(things, note)), "sound");
    EXPECT_EQ(data_faults(data_of(things, note + 1)), " entry.too_large");
}

TEST_F(Drafts, CarryAttachmentsOfTheRightShape) {
    DraftInput input = draft({});
    input.attachments = {Object{{"bytes", -1}, {"media", ""}, {"name", "a\nb"}, {"sha256", "x"}}, 1,
                         Object{}};
    EXPECT_EQ(faults(input),
              "/attachments/0/bytes schema.minimum; /attachments/0/media text.empty; "
              "/attachments/0/name text.forbidden_character; /attachments/0/sha256 sha256.invalid; "
              "/attachments/1 schema.type; /attachments/2/bytes schema.required; /attachments/2/media "
              "schema.required; "
              "/attachments/2/name schema.required; /attachments/2/sha256 schema.required");
}

TEST_F(Drafts, OfTheCoreSetCalendarsAndCorrect) {
    const auto calendar = [](Value holidays) {
        DraftInput input{
            {"core.calendar.set",
             "",
             "2026-01-01",
             {{"year", 2026}, {"holidays", std::move(holidays)}, {"make_up_workdays", Array{"2026-02-14"}}}},
            {}};
        return input;
    };
    const auto result = prepared(calendar(Array{"2026-01-01"}));
    ASSERT_TRUE(result) << text_of(result.error());
    EXPECT_EQ(result->draft.record, "calendar/2026");
    EXPECT_EQ(faults(calendar(Array{"2025-01-01"})), "/data/holidays/0 calendar.year");
    EXPECT_EQ(faults(calendar(Array{"2026-02-14"})), "/data/make_up_workdays/0 calendar.twice");

    records_.hold("registry/self");
    DraftInput correction{
        {"core.correction.made", "", "2026-03-01", {{"entry", std::string(64, 'a')}, {"reason", "录入错误"}}},
        {}};
    ASSERT_TRUE(prepared(correction));
    EXPECT_EQ(prepared(correction)->draft.record, "registry/self");
    correction.draft.data.set("entry", "latest");
    EXPECT_EQ(faults(correction), "/data/entry sha256.invalid");
}

TEST(ParseDraft, ReadsWhatDraftJsonWrites) {
    const plugin::Draft draft{"a.b.c", "thing/1", "2026-03-01", {{"name", "x"}}};
    const auto parsed = parse_draft(draft_json(draft, {Object{{"name", "f"}}}));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->draft.record, "thing/1");
    EXPECT_EQ(parsed->draft.data, draft.data);
    EXPECT_EQ(parsed->attachments.size(), 1U);
    const Value bare = draft_json({"a.b.c", "", "2026-03-01", {}});
    EXPECT_EQ(bare.at("record"), nullptr);
    EXPECT_EQ(bare.at("attachments"), nullptr);
    EXPECT_TRUE(parse_draft(bare));
}

TEST(ParseDraft, ListsEveryFault) {
    const auto faults = [](const Value& value) {
        std::string text;
        const auto parsed = parse_draft(value);
        if (parsed) return std::string("sound");
        for (const Fault& fault : parsed.error()) text += fault.pointer + " " + fault.rule + "; ";
        return text;
    };
    EXPECT_EQ(faults(1), " schema.type; ");
    EXPECT_EQ(faults(Object{}), "/data schema.required; /effective schema.required; /type schema.required; ");
    EXPECT_EQ(faults(Object{{"type", 1},
                            {"data", Array{}},
                            {"effective", nullptr},
                            {"record", 1},
                            {"attachments", Object{}},
                            {"x/y", 1}}),
              "/attachments schema.type; /data schema.type; /effective schema.type; /record schema.type; "
              "/type schema.type; "
              "/x~1y schema.unknown_member; ");
}

TEST(DraftError, HasOneDetailForEachFault) {
    const Faults faults{{"/data/a", "schema.type", {"English.", "中文。"}},
                        {"/data/b", "reference.unknown", {"Only a warning.", "仅为提示。"}, true}};
    const Error error = draft_error(faults, "drafts.json", 7);
    EXPECT_EQ(error.category, Category::invalid);
    EXPECT_EQ(error.code, "invalid_draft");
    ASSERT_EQ(error.details.size(), 1U);
    EXPECT_EQ(error.details[0].file, "drafts.json");
    EXPECT_EQ(error.details[0].line, 7);
    EXPECT_EQ(error.details[0].pointer, "/data/a");
    EXPECT_EQ(error.details[0].rule, "schema.type");
    EXPECT_EQ(error.details[0].message, "English.");
}

TEST(NormaliseTexts, ReachesEveryTextAndLeavesBrokenOnes) {
    Value value = Object{{"a", Array{"e\xCC\x81", 1}}, {"b", "\xFF"}};
    normalise_texts(value);
    EXPECT_EQ(value, Value(Object{{"a", Array{"\xC3\xA9", 1}}, {"b", "\xFF"}}));
}

TEST(PointerTo, EscapesNames) {
    EXPECT_EQ(pointer_to("/data", "a/b~c"), "/data/a~1b~0c");
    EXPECT_EQ(pointer_to("", std::size_t{3}), "/3");
}

}  // namespace
}  // namespace xinbu::host
