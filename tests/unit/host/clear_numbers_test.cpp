// No draft carries a person's identity number in clear, whichever plugin it belongs to.
#include <gtest/gtest.h>

#include "support.hpp"
#include "xinbu/host/draft.hpp"

namespace xinbu::host {
namespace {

using plugin::Array;
using plugin::Fault;
using plugin::Faults;
using plugin::field;
using plugin::FieldKind;
using plugin::Object;
using test::FakeNumbers;
using test::FakePlugin;
using test::FakeRecords;
using test::provider_of;

// Nobody's: born in 1800. The second one has a wrong check character.
constexpr const char* number = "320102180001010010";
constexpr const char* mistyped = "110105194912310021";

class ClearNumbers : public testing::Test {
protected:
    ClearNumbers() {
        const plugin::Text label{"Field", "字段"};
        fake_.declaration.records.push_back(
            {"thing", label, label, {}, "", {{"made", label}, {"gone", label}}});
        add_entry("sample.thing.noted", true);
        add_entry("sample.thing.made", true).to = "made";
        add_entry("sample.thing.gone", false).from = {"made"};
        catalogue_ = Catalogue({provider_of(fake_, "sample")});
    }

    plugin::EntryType& add_entry(const std::string& type, bool creates) {
        const plugin::Text label{"Field", "字段"};
        fake_.declaration.entries.push_back(
            {type,
             {"Entry", "条目"},
             "thing",
             {field("name", FieldKind::text, label), field("note", FieldKind::paragraph, label),
              field("day", FieldKind::date, label), field("owner", FieldKind::party, label),
              field("phone", FieldKind::text, label).about("owner"),
              plugin::identifier("code", label, "uscc"), plugin::reference("thing", label, "thing"),
              field("digest", FieldKind::sha256, label),
              plugin::list_of("lines", label, field("", FieldKind::text, label)),
              plugin::group("inner", label, {field("text", FieldKind::text, label)})}});
        fake_.declaration.entries.back().creates = creates;
        return fake_.declaration.entries.back();
    }

    static DraftInput draft(Object data, std::string type = "sample.thing.noted") {
        return {{std::move(type), "thing/1", "2026-03-01", std::move(data)}, {}};
    }
    static DraftInput with_file(const std::string& name) {
        DraftInput input = draft({});
        input.attachments.push_back(Object{
            {"bytes", 10}, {"media", "application/pdf"}, {"name", name}, {"sha256", std::string(64, 'b')}});
        return input;
    }
    static DraftInput named(const std::string& record, const std::string& type = "sample.thing.noted") {
        DraftInput input = draft({}, type);
        input.draft.record = record;
        return input;
    }

    /// "pointer rule" of each fault that hinders, in order; "sound" where there is none. No message repeats
    /// what was typed of a number.
    std::string faults(DraftInput input) {
        const auto result = prepare(catalogue_, std::move(input), records_, numbers_);
        said_.clear();
        if (result) return "sound";
        std::string text;
        for (const Fault& fault : result.error()) {
            said_ += fault.pointer + fault.message.en + fault.message.zh;
            if (!fault.warning) text += (text.empty() ? "" : "; ") + fault.pointer + " " + fault.rule;
        }
        EXPECT_EQ(said_.find("18000101"), std::string::npos) << said_;
        EXPECT_EQ(said_.find("19491231"), std::string::npos) << said_;
        return text;
    }
    std::string data_faults(Object data) { return faults(draft(std::move(data))); }

    FakePlugin fake_;
    FakeRecords records_;
    FakeNumbers numbers_;
    Catalogue catalogue_;
    std::string said_;
};

TEST_F(ClearNumbers, AreInNoNameOfAnAttachment) {
    for (const char* name :
         {"320102180001010010.pdf", "承诺书320102180001010010签字页.pdf", "1_320102-18000101-0010_2.pdf",
          "３２０１０２１８０００１０１００１０.jpg", "320102 1800.01.01 0010.pdf"}) {
        EXPECT_EQ(faults(with_file(name)), "/attachments/0/name citizen_id.in_clear") << name;
        EXPECT_NE(said_.find("file name"), std::string::npos) << said_;
        EXPECT_NE(said_.find("文件名"), std::string::npos) << said_;
    }
    for (const char* name : {"合同.pdf", "320102xxxxxxxx0010.pdf", "IMG_20260301_120000123456.jpg",
                             "2026-03-01 承诺书 第12号.pdf", "32028220260301000001.pdf"})
        EXPECT_EQ(faults(with_file(name)), "sound") << name;
}

TEST_F(ClearNumbers, AreInNoTextOfWhicheverField) {
    EXPECT_EQ(data_faults({{"name", number}}), "/data/name citizen_id.in_clear");
    EXPECT_EQ(data_faults({{"note", std::string("身份证\n320102 18000101 0010\n")}}),
              "/data/note citizen_id.in_clear");
    EXPECT_EQ(data_faults({{"lines", Array{"a", number}}}), "/data/lines/1 citizen_id.in_clear");
    EXPECT_EQ(data_faults({{"inner", Object{{"text", number}}}}), "/data/inner/text citizen_id.in_clear");
    EXPECT_EQ(data_faults({{"owner", Object{{"name", std::string("某") + number}}}}),
              "/data/owner/name citizen_id.in_clear");
    // A scheme that nobody checks hides none.
    EXPECT_EQ(data_faults({{"owner", Object{{"name", "某"}, {"identifier", std::string("id:") + number}}}}),
              "/data/owner/identifier citizen_id.in_clear");
    EXPECT_EQ(data_faults({{"phone", number}}), "/data/phone citizen_id.in_clear");
    EXPECT_EQ(data_faults({{"thing", std::string("thing/") + number}}), "/data/thing citizen_id.in_clear");
    // One fault for one place; others say the rest.
    EXPECT_EQ(data_faults({{"day", number}, {"name", number}}),
              "/data/day date.invalid; /data/name citizen_id.in_clear");
}

TEST_F(ClearNumbers, AreLeftWhereTheyStandSealed) {
    EXPECT_EQ(
        data_faults({{"owner", Object{{"name", "某"}, {"identifier", std::string("citizen-id:") + number}}},
                     {"phone", std::string("见") + number}}),
        "sound");
    EXPECT_EQ(data_faults({{"owner", Object{{"name", "某"}, {"identifier", "320102********0010"}}}}),
              "sound");
    // Another party's field is another matter.
    EXPECT_EQ(
        data_faults({{"owner", Object{{"name", "某"}, {"identifier", std::string("citizen-id:") + number}}},
                     {"name", number}}),
        "/data/name citizen_id.in_clear");
}

TEST_F(ClearNumbers, AreToldFromOfficialNumbers) {
    for (const char* text : {"202010566088.9", "91320282MA0000015N", "91320282720512345X",
                             "121200004013590816", "32028220260301000001", "113200000140000016",
                             "苏（2026）质登字第320102202603010013号", mistyped, "13812345678 13912345678",
                             "2026-03-01 2026-03-02", "320102 180001 010010", "3501 3502 3503 0901 0908"})
        EXPECT_EQ(data_faults({{"name", text}}), "sound") << text;
    EXPECT_EQ(data_faults({{"code", "121200004013590816"},
                           {"digest", "aa320102180001010010" + std::string(44, 'a')}}),
              "sound");
}

TEST_F(ClearNumbers, NameNoNewRecord) {
    const std::string id = std::string("thing/") + number;
    EXPECT_EQ(faults(named(id)), "/record citizen_id.in_clear");
    EXPECT_EQ(faults(named("thing/320102 18000101 0010")), "/record citizen_id.in_clear");
    EXPECT_EQ(faults(named("thing/320102********0010")), "sound");
    // What bears its name already goes on under it.
    records_.hold(id);
    EXPECT_EQ(faults(named(id)), "sound");
    EXPECT_EQ(data_faults({{"thing", id}}), "sound");
    // Where the plugin names it, too.
    fake_.on_record_id = [](const plugin::Draft& made, plugin::Numbering&) {
        return "thing/" + std::string(plugin::text_at(plugin::object_at(made.data, "owner"), "identifier"));
    };
    DraftInput unnamed =
        draft({{"owner", Object{{"name", "某"}, {"identifier", std::string("citizen-id:") + number}}}});
    unnamed.draft.record.clear();
    EXPECT_EQ(faults(unnamed), "/record citizen_id.in_clear");
}

TEST_F(ClearNumbers, AreMaskedInWhatIsSaidOfARecord) {
    for (const std::string& digits : {std::string(number), std::string(mistyped)}) {
        const std::string id = "thing/" + digits, masked = digits.substr(0, 6) + "********";
        EXPECT_EQ(faults(named(id, "sample.thing.gone")), "/record lifecycle.unknown_record");
        EXPECT_NE(said_.find(masked), std::string::npos) << said_;
        records_.hold(id, "gone");
        EXPECT_EQ(faults(named(id, "sample.thing.made")), "/record lifecycle.exists");
        EXPECT_NE(said_.find(masked), std::string::npos) << said_;
        EXPECT_EQ(faults(named(id, "sample.thing.gone")), "/record lifecycle.state");
        EXPECT_NE(said_.find(masked), std::string::npos) << said_;
        records_.held.clear();
        EXPECT_EQ(faults(named("other/" + digits)).substr(0, 19), "/record record.kind");
        EXPECT_EQ(faults(named(digits)).substr(0, 22), "/record record.invalid");
        // Cut off within the number, as a long name is, it is masked all the same.
        EXPECT_EQ(faults(named("thing/" + std::string(80, 'x') + digits, "sample.thing.gone")),
                  "/record lifecycle.unknown_record");
    }
}

TEST_F(ClearNumbers, AreMaskedWhoeverSpeaks) {
    EXPECT_EQ(data_faults({{number, 1}}), "/data/320102********0010 schema.unknown_member");
    EXPECT_EQ(data_faults({{"code", "３２０１０２１８０００１０１００１０"}}), "/data/code identifier.uscc");
    fake_.on_validate = [](const plugin::Draft&, Faults& faults) {
        faults.push_back({"/data/name", "sample.rule", {std::string("Of ") + number, number}});
    };
    EXPECT_EQ(data_faults({{"name", "某"}}), "/data/name sample.rule");
    Faults shape = parse_draft(Object{{number, 1}}).error();
    for (const Fault& fault : shape)
        EXPECT_EQ((fault.pointer + fault.message.en + fault.message.zh).find("18000101"), std::string::npos);
}

}  // namespace
}  // namespace xinbu::host
