#include "xinbu/plugin/identifiers.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/vectors.hpp"

namespace xinbu::plugin {
namespace {

bool holds(std::string_view scheme, std::string_view value) {
    return !identifier_fault(scheme, value);
}

void expect_fault(std::string_view scheme, std::string_view value) {
    const auto fault = identifier_fault(scheme, value);
    ASSERT_TRUE(fault) << scheme << ' ' << value;
    EXPECT_FALSE(fault->en.empty());
    EXPECT_FALSE(fault->zh.empty());
}

TEST(HalfWidth, FoldsFullWidthFormsOnly) {
    EXPECT_EQ(half_width("９１Ａ．　（ｘ）～"), "91A. (x)~");
    EXPECT_EQ(half_width("公司、。￥"), "公司、。￥");
    EXPECT_EQ(half_width("\xEF\xBC"), "\xEF\xBC");
    EXPECT_EQ(half_width(""), "");
}

TEST(Identifiers, AgreeWithTheVectors) {
    XINBU_READ_SHARED_JSON(vectors, "domain/identifiers-vectors.json");
    const std::pair<const char*, const char*> schemes[] = {
        {"uscc", "uscc"}, {"patent", "cn-patent"}, {"lei", "lei"}, {"commitment_code", "commitment-code"}};
    for (const auto& [name, scheme] : schemes) {
        for (const auto& good : vectors[name]["pass"].GetArray())
            EXPECT_TRUE(holds(scheme, good.GetString())) << good.GetString();
        for (const auto& bad : vectors[name]["fail"].GetArray()) expect_fault(scheme, bad.GetString());
    }
    for (const auto& id : vectors["ric_synthetic"].GetArray())
        EXPECT_TRUE(holds("citizen-id", id.GetString())) << id.GetString();
}

TEST(Uscc, KnownCodesHold) {
    for (const char* code :
         {"91350100M000100Y43", "91320100748204660Q", "121200004013590816", "92340602MA2PBQAH7E"}) {
        EXPECT_TRUE(holds("uscc", code)) << code;
        EXPECT_EQ(uscc_check_digit(std::string_view(code).substr(0, 17)), code[17]);
    }
}

TEST(Uscc, EveryOtherCharacterInAnyPlaceIsNoticed) {
    const std::string good = "91320100748204660Q";
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const char other : uscc_alphabet) {
            if (other == good[at]) continue;
            std::string changed = good;
            changed[at] = other;
            EXPECT_FALSE(holds("uscc", changed)) << changed;
        }
    }
}

TEST(Uscc, OtherFormsAreRefusedWithTheRightOne) {
    for (const char* form :
         {"91320100748204660q", "９１３２０１００７４８２０４６６０Ｑ", "91320100 748204660Q"}) {
        const auto fault = identifier_fault("uscc", form);
        ASSERT_TRUE(fault) << form;
        EXPECT_NE(fault->en.find("91320100748204660Q"), std::string::npos);
        EXPECT_EQ(canonical_uscc(form), "91320100748204660Q");
    }
    for (const char* bad :
         {"", "9132010074820466Q", "91320100748204660QQ", "9132010074820466OQ", "9I320100748204660Q",
          "南京市某某家政服务有限公司某某分", "91320100748204660\n", "913201OO748204660Q"}) {
        expect_fault("uscc", bad);
    }
    EXPECT_EQ(uscc_check_digit("short"), '\0');
    EXPECT_EQ(uscc_check_digit("9132010074820466I"), '\0');
}

TEST(Uscc, SaysWhatKindOfBodyItNames) {
    EXPECT_EQ(uscc_category("91320100748204660Q"), "enterprise");
    EXPECT_EQ(uscc_category("92340602MA2PBQAH7E"), "sole_trader");
    EXPECT_EQ(uscc_category("121200004013590816"), "public_institution");
    EXPECT_EQ(uscc_category("51320000000000000X"), "association");
    EXPECT_EQ(uscc_category("91"), "other");
    EXPECT_EQ(uscc_category(""), "other");
}

TEST(Divisions, OfJiangsuAreKnownByName) {
    for (const char* code : {"320000", "320100", "320115", "320583", "321324", "110101", "440300", "810000",
                             "820000", "710000"}) {
        EXPECT_TRUE(holds("cn-division", code)) << code;
    }
    for (const char* code : {"", "32010", "3201000", "320101", "320171", "329999", "990000", "000000",
                             "３２０１００", "32O100", "448100"}) {
        expect_fault("cn-division", code);
    }
    ASSERT_NE(jiangsu_division(320100), nullptr);
    EXPECT_EQ(jiangsu_division(320100)->name, "南京市");
    EXPECT_EQ(jiangsu_division(320101), nullptr);
    EXPECT_EQ(province_of(32)->name, "江苏省");
    EXPECT_EQ(province_of(99), nullptr);
}

TEST(Divisions, AreSortedAndComplete) {
    int cities = 0, counties = 0;
    for (std::size_t at = 0; at < jiangsu_divisions.size(); ++at) {
        const int code = jiangsu_divisions[at].code;
        if (at > 0) {
            EXPECT_LT(jiangsu_divisions[at - 1].code, code);
        }
        if (code % 100 != 0) ++counties;
        if (code % 100 == 0 && code % 10'000 != 0) ++cities;
    }
    EXPECT_EQ(cities, 13);
    EXPECT_EQ(counties, 95);
}

TEST(Divisions, ThatWereAbolishedStayLegal) {
    for (const FormerDivision& former : former_jiangsu_divisions) {
        const std::string code = std::to_string(former.code);
        EXPECT_TRUE(holds("cn-division", code)) << code;
        EXPECT_EQ(jiangsu_division(former.code), nullptr) << code << " is both there and abolished";
        EXPECT_EQ(former_jiangsu_division(former.code), &former) << code << " stands there twice";
        const Division* successor = jiangsu_division(former.successor);
        EXPECT_TRUE(former.successor == 0 || successor != nullptr) << code;
        EXPECT_TRUE(successor == nullptr || city_of(successor->code) == city_of(former.code)) << code;
        EXPECT_GE(former.last_year, 2000);
    }
    EXPECT_EQ(current_division(320621), 320685);  // 海安, a city since 2018
    EXPECT_EQ(current_division(320602), 320613);  // 崇川, under a new code since 2020
    EXPECT_EQ(current_division(320586), 0);       // 吴县 went into two districts
    EXPECT_EQ(current_division(320282), 320282);
    EXPECT_EQ(city_of(320282), 320200);
}

TEST(Patents, KnownNumbersHold) {
    for (const char* number : {"202010566088.9", "201811564288.X", "95115608.X", "97101765.4"})
        EXPECT_TRUE(holds("cn-patent", number)) << number;
    EXPECT_EQ(patent_check_digit("202010566088"), '9');
    EXPECT_EQ(patent_check_digit("95115608"), 'X');
    EXPECT_EQ(patent_check_digit("2020105660"), '\0');
    EXPECT_EQ(patent_check_digit("20201056608X"), '\0');
}

TEST(Patents, AreBroughtIntoOneForm) {
    EXPECT_EQ(canonical_patent_number("ZL 2020 1 0566088.9"), "202010566088.9");
    EXPECT_EQ(canonical_patent_number("CN2020105660889"), "202010566088.9");
    EXPECT_EQ(canonical_patent_number("９５１１５６０８．ｘ"), "95115608.X");
    for (const char* bad : {"", "ZL", "202010566088", "20201056608.89", "2020105660889.", "US2020105660889",
                            "20201056608X.9"}) {
        const auto number = canonical_patent_number(bad);
        EXPECT_TRUE(!number || !holds("cn-patent", *number)) << bad;
    }
}

TEST(Patents, WrongNumbersAreRefused) {
    for (const char* number :
         {"202010566088.8", "202010566088.X", "ZL202010566088.9", "202010566088", "2020105660889",
          "202040566088.9", "200210566088.9", "50115608.X", "95515608.X", "202010566088.x", ""}) {
        expect_fault("cn-patent", number);
    }
}

TEST(CitizenIds, AreCheckedAndNeverQuoted) {
    EXPECT_TRUE(holds("citizen-id", "320102180001010010"));
    for (const char* id :
         {"320102180001010011", "990102180001010010", "320102180013010010", "32010218000101001", "",
          "320102180001010010 ", "32010218000101001x", "3.20102E+17", "320102180002300010"}) {
        const auto fault = identifier_fault("citizen-id", id);
        ASSERT_TRUE(fault) << id;
        if (*id != '\0') {
            EXPECT_EQ(fault->en.find(id), std::string::npos);
            EXPECT_EQ(fault->zh.find(id), std::string::npos);
        }
    }
    EXPECT_EQ(mask_citizen_id("320102180001010010"), "320102********0010");
    EXPECT_EQ(mask_citizen_id("short"), "********");
    EXPECT_TRUE(is_masked_citizen_id("320102********001X"));
    EXPECT_FALSE(is_masked_citizen_id("320102180001010010"));
    EXPECT_FALSE(is_masked_citizen_id("320102*******00010"));
}

TEST(Lei, HoldsByItsCheckDigits) {
    EXPECT_TRUE(holds("lei", "213800KUD8LAJWSQ9D15"));
    EXPECT_TRUE(holds("lei", "00EXAMPLESYNTH000021"));
    for (const char* code : {"213800KUD8LXJWSQ9D15", "213800KUD8LAJWSQ9D16", "213800KUD8LAJWSQ9DXX",
                             "213800kud8lajwsq9d15", "213800KUD8LAJWSQ9D1", ""}) {
        expect_fault("lei", code);
    }
    EXPECT_EQ(remainder_97("3214282912345698765432161182"), 1) << "the example of ISO 7064 for bank accounts";
    EXPECT_FALSE(remainder_97("a"));
}

TEST(CommitmentCodes, HoldDivisionDayAndSerial) {
    EXPECT_TRUE(holds("commitment-code", "32010020260415000001"));
    for (const char* code : {"32010020261315000001", "3201002026041500001", "32010020260415000000",
                             "32019920260415000001", "32010020260230000001", "3201002026041500000A", ""}) {
        expect_fault("commitment-code", code);
    }
}

TEST(Digests, AreLowerCaseHexadecimal) {
    EXPECT_TRUE(holds("sha256", std::string(64, 'a')));
    expect_fault("sha256", std::string(64, 'A'));
    expect_fault("sha256", std::string(63, 'a'));
    expect_fault("sha256", std::string(64, 'g'));
}

TEST(Identifiers, AnUnknownSchemeVouchesForNothing) {
    expect_fault("unknown", "anything");
    expect_fault("", "");
    EXPECT_TRUE(is_identifier_scheme("uscc"));
    EXPECT_FALSE(is_identifier_scheme("USCC"));
}

TEST(PartyIdentifiers, AreBareOrNamed) {
    for (const char* good :
         {"", "91320100748204660Q", "uscc:91320100748204660Q", "lei:213800KUD8LAJWSQ9D15",
          "320102********0010", "citizen-id:320102********0010", "duns:123456789", "x-1:a:b"}) {
        EXPECT_FALSE(party_identifier_fault(good)) << good;
    }
    for (const char* bad : {"91320100748204660A", "uscc:", "lei:213800KUD8LAJWSQ9D16", ":x", "Lei:x", "a b:x",
                            "320102180001010010", "公司"}) {
        EXPECT_TRUE(party_identifier_fault(bad)) << bad;
    }
}

}  // namespace
}  // namespace xinbu::plugin
