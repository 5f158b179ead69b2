#include "xinbu/host/personal.hpp"

#include <gtest/gtest.h>

namespace xinbu::host {
namespace {

using plugin::FieldKind;
using plugin::Object;

/// An entry type with a party on its own, parties in a list of groups, and texts about the first one.
plugin::EntryType deed() {
    return {
        "test.deed.made",
        {"Deed", "契约"},
        "deed",
        {plugin::field("seller", FieldKind::party, {"Seller", "卖方"}),
         plugin::field("phone", FieldKind::text, {"Telephone", "电话"}).about("seller"),
         plugin::group("proof", {"Proof", "证明"},
                       {plugin::field("signatory", FieldKind::text, {"Signatory", "签署人"}).about("seller"),
                        plugin::field("kind", FieldKind::text, {"Kind", "方式"})}),
         plugin::list_of("witnesses", {"Witnesses", "见证人"},
                         plugin::group("witness", {"Witness", "见证人"},
                                       {plugin::field("who", FieldKind::party, {"Who", "姓名"})}))}};
}

std::vector<std::string> paths_of(const PersonalData& personal) {
    std::vector<std::string> paths;
    for (const PersonalValue& one : personal.values)
        paths.push_back(one.path + " " + std::to_string(one.person));
    return paths;
}

Object party(const char* name, const char* identifier) {
    return {{"name", name}, {"identifier", identifier}};
}

TEST(Personal, finds_who_is_a_natural_person_wherever_one_stands) {
    Object data{
        {"seller", party("王小明", "citizen-id:320102180001010010")},
        {"phone", "13812345678"},
        {"proof", Object{{"signatory", "王小明"}, {"kind", "statement"}}},
        {"witnesses", plugin::Array{Object{{"who", party("李四", "320102********0010")}},
                                    Object{{"who", party("某公司", "91320100MA0000023K")}},
                                    Object{{"who", party("王小明", "citizen-id:320102180001010010")}}}}};
    const PersonalData personal = personal_data(deed(), data);
    EXPECT_EQ(paths_of(personal),
              (std::vector<std::string>{"/data/seller/identifier 0", "/data/seller/name 0", "/data/phone 0",
                                        "/data/proof/signatory 0", "/data/witnesses/-/who/identifier 1",
                                        "/data/witnesses/-/who/name 1", "/data/witnesses/-/who/identifier 0",
                                        "/data/witnesses/-/who/name 0"}));
    ASSERT_EQ(personal.persons.size(), 2U);
    EXPECT_EQ(personal.persons[0].identity, "citizen-id:320102180001010010");
    // A mask is not one person's alone, so the name counts, too.
    EXPECT_EQ(personal.persons[1].identity, "320102********0010\n李四");
}

TEST(Personal, leaves_organisations_and_what_is_about_them_alone) {
    Object data{{"seller", party("某公司", "91320100MA0000023K")},
                {"phone", "02512345678"},
                {"proof", Object{{"signatory", "王小明"}}}};
    EXPECT_TRUE(personal_data(deed(), data).values.empty());
    Object nobody{{"phone", "02512345678"}};
    EXPECT_TRUE(personal_data(deed(), nobody).values.empty());
}

TEST(Personal, knows_every_place_that_may_be_sealed) {
    plugin::Declaration declaration;
    declaration.records.push_back({"deed",
                                   {"Deed", "契约"},
                                   {"Deeds", "契约"},
                                   {plugin::field("seller", FieldKind::party, {"S", "卖"})},
                                   "",
                                   {}});
    declaration.entries.push_back(deed());
    declaration.entries.front().creates = true;
    const Catalogue catalogue({Provider{"test", "1.0.0", {}, nullptr, declaration}});
    std::vector<std::string> places;
    for (const PersonalPlace& one : personal_places(catalogue, "deed")) places.push_back(one.type + one.path);
    EXPECT_EQ(places, (std::vector<std::string>{
                          "test.deed.made/data/seller/identifier", "test.deed.made/data/seller/name",
                          "test.deed.made/data/phone", "test.deed.made/data/proof/signatory",
                          "test.deed.made/data/witnesses/-/who/identifier",
                          "test.deed.made/data/witnesses/-/who/name"}));
    EXPECT_TRUE(personal_places(catalogue, "calendar").empty());
}

TEST(Personal, a_text_is_about_a_party_beside_it) {
    plugin::Declaration declaration;
    declaration.records.push_back({"deed",
                                   {"Deed", "契约"},
                                   {"Deeds", "契约"},
                                   {plugin::field("phone", FieldKind::text, {"P", "电"}).about("seller"),
                                    plugin::field("day", FieldKind::date, {"D", "日"}).about("phone")},
                                   "",
                                   {}});
    const std::vector<std::string> faults = declaration_faults("test", declaration, {});
    ASSERT_EQ(faults.size(), 2U);
    EXPECT_NE(faults[0].find("deed phone"), std::string::npos) << faults[0];
    EXPECT_NE(faults[1].find("deed day"), std::string::npos) << faults[1];
}

TEST(Personal, an_identity_is_read_from_what_was_typed) {
    EXPECT_EQ(identity_of("320102180001010010"), "citizen-id:320102180001010010");
    EXPECT_EQ(identity_of("３２０１０２ 1800 0101 0010"), "citizen-id:320102180001010010");
    EXPECT_EQ(identity_of("citizen-id:320102180001010010"), "citizen-id:320102180001010010");
    for (const char* text : {"", "320102180001010011", "91320100MA0000023K", "王小明", "320102********0010"})
        EXPECT_EQ(identity_of(text), "") << text;
}

}  // namespace
}  // namespace xinbu::host
