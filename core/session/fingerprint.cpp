#include "xinbu/session/fingerprint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/document/qr_picture.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t words_in_all = sizeof(Hash) + 1;
constexpr std::size_t words_in_group = 4;
constexpr std::size_t bytes_of_character = 3;  ///< in UTF-8
constexpr std::string_view code_member = "fingerprint=";

/// Each at least two letters away from every other, and no two begin with the same four.
constexpr std::array<std::string_view, 256> english{
    "anchor",   "angel",    "ankle",    "apple",    "apron",    "arrow",    "artist",  "atlas",   "autumn",
    "avenue",   "bacon",    "badge",    "bagel",    "baker",    "balloon",  "bamboo",  "banana",  "banjo",
    "barley",   "basket",   "bedroom",  "berry",    "bicycle",  "biscuit",  "blanket", "blossom", "bonnet",
    "bottle",   "bridge",   "bronze",   "broom",    "brother",  "bucket",   "buffalo", "butter",  "cabin",
    "cactus",   "camel",    "canal",    "candle",   "canoe",    "captain",  "carbon",  "carpet",  "castle",
    "cellar",   "cement",   "cherry",   "chicken",  "chimney",  "circus",   "citrus",  "clover",  "coconut",
    "coffee",   "comet",    "compass",  "copper",   "coral",    "corner",   "cotton",  "cousin",  "crystal",
    "cupboard", "curtain",  "daisy",    "dancer",   "december", "desert",   "diamond", "dinner",  "doctor",
    "dolphin",  "donkey",   "dragon",   "drawer",   "drummer",  "eagle",    "earth",   "echo",    "elbow",
    "elephant", "engine",   "envelope", "evening",  "falcon",   "farmer",   "feather", "fiddle",  "finger",
    "flamingo", "flower",   "forest",   "fountain", "garden",   "garlic",   "giraffe", "glacier", "glove",
    "goblet",   "granite",  "grape",    "guitar",   "hammer",   "harbour",  "harvest", "hazel",   "helmet",
    "herring",  "honey",    "horse",    "hotel",    "iceberg",  "indigo",   "insect",  "iron",    "island",
    "ivory",    "jacket",   "jaguar",   "january",  "jasmine",  "jelly",    "jewel",   "jungle",  "kettle",
    "kitchen",  "kiwi",     "ladder",   "lagoon",   "lantern",  "lavender", "lemon",   "leopard", "letter",
    "lily",     "lizard",   "lobster",  "magnet",   "mango",    "maple",    "marble",  "market",  "meadow",
    "melon",    "mirror",   "monsoon",  "morning",  "museum",   "mustard",  "napkin",  "needle",  "nephew",
    "noodle",   "november", "nutmeg",   "oasis",    "oboe",     "ocean",    "octopus", "office",  "olive",
    "onion",    "orange",   "orchard",  "otter",    "oyster",   "palace",   "panda",   "paper",   "parrot",
    "peach",    "pebble",   "pelican",  "pencil",   "pepper",   "piano",    "picnic",  "pigeon",  "pillow",
    "pirate",   "planet",   "plaza",    "pocket",   "poem",     "potato",   "prairie", "puppet",  "purple",
    "puzzle",   "quartz",   "queen",    "quilt",    "rabbit",   "radish",   "rainbow", "raven",   "ribbon",
    "river",    "rooster",  "ruby",     "saddle",   "salmon",   "sandal",   "satin",   "saturn",  "scarf",
    "school",   "scissors", "shadow",   "shepherd", "silver",   "sister",   "snail",   "spider",  "spinach",
    "spring",   "squirrel", "stable",   "stone",    "storm",    "summer",   "sunset",  "swan",    "tailor",
    "teapot",   "temple",   "thimble",  "thunder",  "tiger",    "timber",   "tobacco", "tomato",  "torch",
    "tractor",  "tulip",    "tunnel",   "turtle",   "umbrella", "uncle",    "unicorn", "vanilla", "village",
    "violet",   "volcano",  "walnut",   "weaver",   "whale",    "wheat",    "whistle", "window",  "wolf",
    "yacht",    "yogurt",   "zebra",    "zenith"};

/// In the order of their readings. Of characters that some read alike (z and zh, n and l, in and ing) only
/// one is here, and of numbers and of characters that look like another none.
constexpr std::string_view chinese =
    "阿爱安八白班邦宝北奔笔边表别冰波布菜餐仓草茶张尺虫绸厨船窗吹春错"
    "大带丹当刀灯电雕蝶丁东豆段队吨朵鹅恩耳法帆方飞风盖甘钢高歌耕工狗"
    "古瓜怪关光贵国海汉航好河黑红后湖花怀欢黄会火鸡家剑江脚街京酒橘捐"
    "掘军开看康考科空口苦快宽矿辣来兰狼老勒冷李莲粮辽列铃柳龙楼路轮锣"
    "绿马麦满忙猫梅梦米棉苗明墨木藕怕牌盘胖跑陪鹏皮片票平坡铺旗铅墙桥"
    "青秋曲泉雀裙然让热人日荣肉如软赛伞扫色声石手书刷帅双水顺说松塔台"
    "炭糖桃特藤梯天条铁亭铜头土团腿驼瓦外碗王伟文我屋西虾县香小鞋星熊"
    "绣许选雪寻鸭盐羊药叶衣鹰永油鱼园月云早摘站哲纸中周竹抓砖庄追准桌";
static_assert(chinese.size() == 256 * bytes_of_character);

std::string_view character(std::size_t index) {
    return chinese.substr(index * bytes_of_character, bytes_of_character);
}

std::uint8_t check_of(ByteView fingerprint) {
    return crypto::sha256(fingerprint).front();
}

tl::unexpected<Error> bad(std::string_view text, std::string why) {
    return fail(Category::usage, "bad_fingerprint", readers::printable(text), std::move(why),
                tr("`xinbu info` of the registry shows its fingerprint as digits and as words."));
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == '-' || c == '.';
}

/// Pieces between blanks, in small letters; Chinese characters each for themselves, and its punctuation left
/// out.
std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> pieces;
    std::string piece;
    const auto end_piece = [&] {
        if (!piece.empty()) pieces.push_back(std::move(piece));
        piece.clear();
    };
    while (!text.empty()) {
        const char c = text.front();
        if (static_cast<unsigned char>(c) < 0x80) {
            if (is_blank(c)) {
                end_piece();
            } else {
                piece.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
            }
            text.remove_prefix(1);
            continue;
        }
        end_piece();
        const std::string_view one = text.substr(0, bytes_of_character);
        if (one != "　" && one != "，" && one != "、" && one != "。") pieces.emplace_back(one);
        text.remove_prefix(one.size());
    }
    end_piece();
    return pieces;
}

std::optional<std::uint8_t> byte_of(std::string_view word) {
    const auto at = std::ranges::find(english, word);
    if (at != english.end()) return static_cast<std::uint8_t>(at - english.begin());
    for (std::size_t i = 0; i < english.size(); ++i)
        if (character(i) == word) return static_cast<std::uint8_t>(i);
    return std::nullopt;
}

}  // namespace

std::string fingerprint_words(const Hash& fingerprint, Words words) {
    std::vector<std::uint8_t> all(fingerprint.begin(), fingerprint.end());
    all.push_back(check_of(fingerprint));
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (words == Words::english) {
            text += (i == 0 ? "" : i % words_in_group == 0 ? "  " : " ") + std::string(english[all[i]]);
        } else {
            text += (i > 0 && i % words_in_group == 0 ? " " : "") + std::string(character(all[i]));
        }
    }
    return text;
}

std::string fingerprint_words(const Hash& fingerprint) {
    return fingerprint_words(fingerprint, language() == "zh_CN" ? Words::chinese : Words::english);
}

Result<Hash> read_fingerprint(std::string_view text) {
    if (const std::size_t at = text.find(code_member); at != std::string_view::npos)
        text.remove_prefix(at + code_member.size());
    const std::vector<std::string> pieces = pieces_of(text);
    std::string joined;
    for (const std::string& piece : pieces) joined += piece;
    if (const std::optional<Hash> hash = hash_from_hex(joined)) return *hash;
    Hash fingerprint{};
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::optional<std::uint8_t> byte = byte_of(pieces[i]);
        if (!byte && i == 0) return bad(text, tr("this is no fingerprint"));
        if (!byte)
            return bad(text, fmt::format(fmt::runtime(tr("word {} of it, {}, is none of a fingerprint")),
                                         i + 1, readers::printable(pieces[i])));
        if (i < sizeof(Hash)) fingerprint.at(i) = *byte;
        if (i == sizeof(Hash) && *byte != check_of(fingerprint))
            return bad(text, tr("its last word does not fit the others: one was misheard, or two changed "
                                "places"));
    }
    if (pieces.size() != words_in_all)
        return bad(text, fmt::format(fmt::runtime(tr("it has {} words, and a fingerprint has {}")),
                                     pieces.size(), words_in_all));
    return fingerprint;
}

Result<Bytes> fingerprint_picture(const std::string& origin, const Hash& fingerprint,
                                  std::string_view file_name) {
    return xinbu::guarded([&] {
        const std::string content = origin + " " + std::string(code_member) + to_hex(fingerprint);
        if (file_name.ends_with(".svg")) return to_bytes(as_bytes(document::qr_svg(content)));
        if (file_name.ends_with(".png")) return document::qr_png(content);
        throw Failure(Category::usage, "unknown_format", readers::printable(file_name),
                      tr("a picture of a QR code ends in .svg or .png"));
    });
}

}  // namespace xinbu::session
