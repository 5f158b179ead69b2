#include "trademarks.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <fstream>
#include <string_view>

#include "xinbu/base/result.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::bench {

namespace {

constexpr std::uint64_t seed = 0x58696e6275;
constexpr std::uint64_t first_number = 10'000'000;
constexpr std::uint64_t marks_per_owner = 4;
constexpr std::size_t bytes_per_character = 3;  // of the Chinese below, in UTF-8

// Characters that names of marks and firms are made of.
constexpr std::string_view characters =
    "陶紫砂壶缘景德镇瓷宜兴茶香徽州绣娘川菜扬厨师淮安月嫂保电工焊匠木雕石建筑护金银铜铁玉珠宝华丰盛昌隆泰祥瑞"
    "福禄寿喜"
    "春夏秋冬东西南北山水江河湖海天地日明星云风雨雪花草竹林松梅兰菊莲荷龙凤麒麟鹤鹿马牛羊鸟鱼虎狮象大小长高新"
    "古今永远"
    "和平康健乐美好真善仁义礼智信诚正公达通顺利益源本根基业家园城乡村庄镇市省国民生活力量光辉煌彩红黄蓝绿青白"
    "黑甲乙丙"
    "丁子丑寅卯辰巳午未申酉戌亥心思想念情意志气神精灵巧妙奇佳优良品质味道食饮酒醋酱油盐米面豆腐饼糕糖果蔬肉蛋"
    "奶";
constexpr std::array places{"宜兴",   "景德镇", "扬州", "淮安", "苏州", "无锡", "绍兴", "宁波",
                            "潮州",   "佛山",   "成都", "重庆", "西安", "洛阳", "武汉", "长沙",
                            "福州",   "泉州",   "昆明", "贵阳", "南京", "合肥", "徐州", "南通",
                            "连云港", "镇江",   "常州", "台州", "温州", "金华"};
constexpr std::array trades{"陶瓷", "家政服务", "劳务派遣", "建筑劳务", "餐饮管理", "刺绣工艺", "茶业",
                            "食品", "护理服务", "电气安装", "木雕工艺", "石材",     "保安服务", "人力资源"};
constexpr std::array goods{
    "茶壶",         "紫砂陶器",     "日用陶器",     "瓷器",         "陶器",         "茶叶罐",
    "瓷制艺术品",   "家庭保洁服务", "月嫂服务",     "养老护理",     "建筑施工监督", "室内装潢修理",
    "电器安装修理", "焊接服务",     "木雕工艺品",   "石雕工艺品",   "刺绣品",       "丝织美术品",
    "手绣图画",     "餐饮服务",     "快餐馆服务",   "流动饮食供应", "保安咨询服务", "夜间护卫",
    "安全咨询",     "职业介绍所",   "人事管理咨询", "劳务派遣咨询", "替他人推销",   "商业管理辅助",
    "广告宣传",     "茶饮料",       "绿茶",         "红茶",         "糕点",         "米粉",
    "豆制品",       "腌制蔬菜",     "火腿",         "鱼制品",       "家具修理",     "清洁建筑物",
    "洗衣服务",     "消毒服务",     "灭害虫服务",   "汽车保养修理", "手工具",       "瓦工工具",
    "教育服务",     "培训服务",     "组织技能竞赛", "书籍出版",     "摄影服务",     "视频制作",
    "工程绘图服务", "质量检测",     "材料测试",     "园艺服务",     "医疗护理",     "康复中心服务",
    "按摩服务",     "保姆服务",     "宠物看护服务"};
constexpr std::array words{"Tao",   "Craft", "Lake",   "Silk",  "Orchid", "Golden",
                           "River", "Hands", "Master", "Home",  "Care",   "Bright",
                           "Stone", "Cedar", "Harbor", "Lotus", "Crane",  "Summit"};

/// Numbers that depend on the seed, the index and the purpose alone (SplitMix64).
class Draw {
public:
    explicit Draw(std::uint64_t index) : state_(seed * 0x9E3779B97F4A7C15ULL + index) { next(); }
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t end) { return next() % end; }
    template <class Array>
    std::string_view one_of(const Array& array) {
        return array[below(array.size())];
    }
    std::string chinese(std::uint64_t length) {
        std::string text;
        for (std::uint64_t i = 0; i < length; ++i)
            text += characters.substr(below(characters.size() / bytes_per_character) * bytes_per_character,
                                      bytes_per_character);
        return text;
    }

private:
    std::uint64_t state_;
};

std::string uscc_of(std::uint64_t owner) {
    std::string code = "91320282";
    std::string organisation = "MA" + fmt::format("{:06}", owner % 1'000'000);
    organisation += plugin::organisation_check_digit(organisation);
    code += organisation;
    return code + plugin::uscc_check_digit(code);
}

struct Owner {
    std::string name, uscc;
};
Owner owner_of(std::uint64_t index) {
    const std::uint64_t number = index / marks_per_owner;
    Draw draw(number + (std::uint64_t{1} << 40));
    constexpr std::uint64_t share_without = 10;  // one in ten is known by its name alone
    Owner owner;
    owner.name =
        std::string(draw.one_of(places)) + draw.chinese(3) + std::string(draw.one_of(trades)) + "有限公司";
    if (number % share_without != 0) owner.uscc = uscc_of(number);
    return owner;
}

/// Starts of all characters of UTF-8 text.
std::vector<std::size_t> starts(std::string_view text) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) found.push_back(i);
    return found;
}

std::ofstream create(const std::filesystem::path& file) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    if (!stream) throw Failure(Category::storage, "io_error", file.string(), "it cannot be written");
    return stream;
}
void finish(std::ofstream& stream, const std::filesystem::path& file) {
    if (!stream.flush()) throw Failure(Category::storage, "io_error", file.string(), "it cannot be written");
}

}  // namespace

Trademark trademark(std::uint64_t index) {
    Draw draw(index);
    Trademark mark;
    mark.number = std::to_string(first_number + index);
    mark.mark = draw.chinese(2 + draw.below(3));
    constexpr std::uint64_t share_with_latin = 3;
    if (draw.below(share_with_latin) == 0)
        mark.mark += fmt::format(" {} {}", draw.one_of(words), draw.below(1000));
    mark.mark_class = std::to_string(1 + draw.below(45));
    Owner owner = owner_of(index);
    mark.owner = std::move(owner.name);
    mark.uscc = std::move(owner.uscc);
    const std::uint64_t items = 8 + draw.below(5);
    for (std::uint64_t i = 0; i < items; ++i) {
        if (i != 0) mark.goods += "；";
        mark.goods += draw.one_of(goods);
    }
    const std::uint64_t year = 2012 + draw.below(13), month = 1 + draw.below(12), day = 1 + draw.below(28);
    mark.applied = fmt::format("{}-{:02}-{:02}", year - 1, 1 + draw.below(12), 1 + draw.below(28));
    mark.registered = fmt::format("{}-{:02}-{:02}", year, month, day);
    mark.expires = fmt::format("{}-{:02}-{:02}", year + 10, month, day == 1 ? 1 : day - 1);
    return mark;
}

plugin::Draft draft_of(const Trademark& mark) {
    plugin::Object owner{{"name", mark.owner}};
    if (!mark.uscc.empty()) owner.set("identifier", mark.uscc);
    return {recorded,
            "",
            mark.registered,
            {{"office", "CN"},
             {"number", mark.number},
             {"mark", mark.mark},
             {"classes", plugin::Array{static_cast<std::int64_t>(std::stoll(mark.mark_class))}},
             {"owners", plugin::Array{std::move(owner)}},
             {"goods", mark.goods},
             {"application_date", mark.applied},
             {"registration_date", mark.registered},
             {"expiry_date", mark.expires}}};
}

void write_csv(const std::filesystem::path& file, std::uint64_t first, std::uint64_t count) {
    std::ofstream stream = create(file);
    stream << "number,mark,class,owner,uscc,goods,applied,registered,expires\n";
    for (std::uint64_t i = first; i < first + count; ++i) {
        const Trademark mark = trademark(i);
        stream << mark.number << ',' << mark.mark << ',' << mark.mark_class << ',' << mark.owner << ','
               << mark.uscc << ',' << mark.goods << ',' << mark.applied << ',' << mark.registered << ','
               << mark.expires << '\n';
    }
    finish(stream, file);
}

void write_map(const std::filesystem::path& file) {
    std::ofstream stream = create(file);
    stream << R"({"type": "ip.trademark.recorded", "effective": {"column": "registered"}, "data": {
  "office": {"value": "CN"}, "number": {"column": "number"}, "mark": {"column": "mark"},
  "classes": [{"column": "class"}], "owners": [{"name": {"column": "owner"}, "identifier": {"column": "uscc"}}],
  "goods": {"column": "goods"}, "application_date": {"column": "applied"},
  "registration_date": {"column": "registered"}, "expiry_date": {"column": "expires"}}}
)";
    finish(stream, file);
}

std::string chinese_pair(std::mt19937_64& random, std::uint64_t count) {
    const Trademark mark = trademark(random() % count);
    // Marks, whose characters are free, and names of owners, whose are partly common, in turn.
    std::string text = mark.mark.substr(0, mark.mark.find(' '));
    if (random() % 2 == 0) text = mark.owner;
    const std::vector<std::size_t> at = starts(text);
    const std::size_t from = at[random() % (at.size() - 1)];
    return text.substr(from, 2 * bytes_per_character);
}

std::string latin_triple(std::mt19937_64& random, std::uint64_t count) {
    for (;;) {
        const Trademark mark = trademark(random() % count);
        if (random() % 2 == 0) return mark.number.substr(0, 3);
        if (const std::size_t space = mark.mark.find(' '); space != std::string::npos)
            return mark.mark.substr(space + 1, 3);
    }
}

}  // namespace xinbu::bench
