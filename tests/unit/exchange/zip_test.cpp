#include "xinbu/exchange/zip.hpp"

#include "exchange/support.hpp"

namespace xinbu::exchange {
namespace {

const std::map<std::string, std::string> three{
    {"a.txt", "first"}, {"b/c.txt", std::string(1000, 'x')}, {"d", ""}};

std::string why_refused(std::string_view zip) {
    try {
        const MemorySource source(as_bytes(zip));
        const ZipReader reader(source);
        for (const ZipReader::Member& member : reader.members()) static_cast<void>(reader.read(member));
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "bad_bundle");
        return failure.error().why;
    }
    return {};
}

TEST(Zip, gives_back_what_was_put_in) {
    const std::string zip = zip_of(three);
    EXPECT_EQ(members_of(zip), three);
    EXPECT_EQ(zip_of(three), zip);
    EXPECT_TRUE(members_of(zip_of({})).empty());
}

TEST(Zip, is_one_that_other_programs_open) {
    XINBU_NEEDS_PROGRAM("python3");
    TemporaryFolder folder;
    put_file(folder / "z.zip", zip_of(three));
    const std::string listed =
        test::output_of("python3 -m zipfile -t '" + (folder / "z.zip").string() +
                        "' && python3 -m zipfile -l '" + (folder / "z.zip").string() + "'");
    for (const auto& [name, content] : three) EXPECT_NE(listed.find(name), std::string::npos) << listed;
}

TEST(Zip, has_only_one_form) {
    const std::string zip = zip_of(three);
    // Every single bit: nothing of it is free.
    for (std::size_t at = 0; at < zip.size(); ++at)
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string altered = zip;
            altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ (1U << bit));
            EXPECT_NE(why_refused(altered), "") << at << " " << bit;
        }
    for (std::size_t length = 0; length < zip.size(); ++length)
        EXPECT_NE(why_refused(std::string_view(zip).substr(0, length)), "") << length;
    EXPECT_NE(why_refused(zip + '\0'), "");
    EXPECT_NE(why_refused("x" + zip), "");
    EXPECT_NE(why_refused(zip + zip), "");
    EXPECT_NE(why_refused("#!/bin/sh\n" + zip), "");
}

TEST(Zip, refuses_names_that_are_paths_of_somewhere_else) {
    const std::vector<std::string> bad{"../x",  "/x",   "a/../x", "a//x",  "C:x", "a\\x", ".hidden", "a/.x",
                                       "-x",    "a/-x", "x/",     "",      "a b", "a:b",  "a\nb",    "名",
                                       "a/./b", "..",   ".",      "a\x7f", "a*",  "~x",   "$x"};
    for (const std::string& name : bad) {
        EXPECT_FALSE(is_member_name(name)) << name;
        ZipWriter writer([](ByteView) {});
        EXPECT_THROW(writer.add(name, {}), Failure) << name;
    }
    EXPECT_FALSE(is_member_name(std::string(101, 'a')));
    for (const char* name : {"a", "a/b", "MANIFEST.json", "commits/000000.ndjson", "a.b-c_d"})
        EXPECT_TRUE(is_member_name(name)) << name;
    // A name of the same length put over a good one, in head and directory alike.
    for (const char* name : {"../xx", "a//xx", "/a.tx", "a:.tx"}) {
        std::string zip = zip_of({{"a.txt", "first"}});
        const std::string wanted(std::string_view(name).substr(0, 5));
        for (std::size_t at = zip.find("a.txt"); at != std::string::npos; at = zip.find("a.txt", at + 1))
            zip.replace(at, 5, wanted);
        EXPECT_NE(why_refused(zip), "") << wanted;
    }
}

TEST(Zip, refuses_twins_and_disorder) {
    std::string zip = zip_of({{"a", "1"}, {"b", "2"}});
    for (const char* names : {"aa", "ba"}) {
        std::string altered = zip;
        // The name of each member stands behind its head and behind its row in the directory.
        std::size_t found = 0;
        for (std::size_t at = 0; at + 1 < altered.size(); ++at) {
            const bool is_head = zip.compare(at, 4, "PK\x03\x04") == 0,
                       is_row = zip.compare(at, 4, "PK\x01\x02") == 0;
            if (is_head) altered[at + 30] = names[found++ % 2];
            if (is_row) altered[at + 46] = names[found++ % 2];
        }
        ASSERT_EQ(found, 4U);
        EXPECT_NE(why_refused(altered).find("order"), std::string::npos) << why_refused(altered);
    }
}

TEST(Zip, allocates_nothing_that_a_number_only_claims) {
    // An end that claims a directory of gigabytes, and members without end.
    std::string zip = zip_of({});
    for (const std::size_t at : {8U, 10U, 12U, 16U}) {
        std::string altered = zip;
        altered.replace(at, 2, "\xff\xff");
        EXPECT_NE(why_refused(altered), "");
        if (at >= 12) altered.replace(at, 4, "\xff\xff\xff\xff");
        EXPECT_NE(why_refused(altered), "");
    }
}

}  // namespace
}  // namespace xinbu::exchange
