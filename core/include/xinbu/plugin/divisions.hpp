// The administrative divisions that the product knows by name (GB/T 2260). Header-only.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace xinbu::plugin {

struct Division {
    int code;  ///< six digits: province, city, county
    std::string_view name;
};

/// Jiangsu today: the province, its 13 cities and their 95 county-level units, by code. Development zones,
/// which statistics number 71 and up within a city, are no divisions.
inline constexpr std::array<Division, 109> jiangsu_divisions{{
    {320000, "江苏省"}, {320100, "南京市"},   {320102, "玄武区"},   {320104, "秦淮区"},   {320105, "建邺区"},
    {320106, "鼓楼区"}, {320111, "浦口区"},   {320113, "栖霞区"},   {320114, "雨花台区"}, {320115, "江宁区"},
    {320116, "六合区"}, {320117, "溧水区"},   {320118, "高淳区"},   {320200, "无锡市"},   {320205, "锡山区"},
    {320206, "惠山区"}, {320211, "滨湖区"},   {320213, "梁溪区"},   {320214, "新吴区"},   {320281, "江阴市"},
    {320282, "宜兴市"}, {320300, "徐州市"},   {320302, "鼓楼区"},   {320303, "云龙区"},   {320305, "贾汪区"},
    {320311, "泉山区"}, {320312, "铜山区"},   {320321, "丰县"},     {320322, "沛县"},     {320324, "睢宁县"},
    {320381, "新沂市"}, {320382, "邳州市"},   {320400, "常州市"},   {320402, "天宁区"},   {320404, "钟楼区"},
    {320411, "新北区"}, {320412, "武进区"},   {320413, "金坛区"},   {320481, "溧阳市"},   {320500, "苏州市"},
    {320505, "虎丘区"}, {320506, "吴中区"},   {320507, "相城区"},   {320508, "姑苏区"},   {320509, "吴江区"},
    {320581, "常熟市"}, {320582, "张家港市"}, {320583, "昆山市"},   {320585, "太仓市"},   {320600, "南通市"},
    {320612, "通州区"}, {320613, "崇川区"},   {320614, "海门区"},   {320623, "如东县"},   {320681, "启东市"},
    {320682, "如皋市"}, {320685, "海安市"},   {320700, "连云港市"}, {320703, "连云区"},   {320706, "海州区"},
    {320707, "赣榆区"}, {320722, "东海县"},   {320723, "灌云县"},   {320724, "灌南县"},   {320800, "淮安市"},
    {320803, "淮安区"}, {320804, "淮阴区"},   {320812, "清江浦区"}, {320813, "洪泽区"},   {320826, "涟水县"},
    {320830, "盱眙县"}, {320831, "金湖县"},   {320900, "盐城市"},   {320902, "亭湖区"},   {320903, "盐都区"},
    {320904, "大丰区"}, {320921, "响水县"},   {320922, "滨海县"},   {320923, "阜宁县"},   {320924, "射阳县"},
    {320925, "建湖县"}, {320981, "东台市"},   {321000, "扬州市"},   {321002, "广陵区"},   {321003, "邗江区"},
    {321012, "江都区"}, {321023, "宝应县"},   {321081, "仪征市"},   {321084, "高邮市"},   {321100, "镇江市"},
    {321102, "京口区"}, {321111, "润州区"},   {321112, "丹徒区"},   {321181, "丹阳市"},   {321182, "扬中市"},
    {321183, "句容市"}, {321200, "泰州市"},   {321202, "海陵区"},   {321203, "高港区"},   {321204, "姜堰区"},
    {321281, "兴化市"}, {321282, "靖江市"},   {321283, "泰兴市"},   {321300, "宿迁市"},   {321302, "宿城区"},
    {321311, "宿豫区"}, {321322, "沭阳县"},   {321323, "泗阳县"},   {321324, "泗洪县"},
}};

/// The division of that code; null where it is none of Jiangsu's.
inline constexpr const Division* jiangsu_division(int code) {
    const auto at = std::lower_bound(jiangsu_divisions.begin(), jiangsu_divisions.end(), code,
                                     [](const Division& one, int wanted) { return one.code < wanted; });
    return at != jiangsu_divisions.end() && at->code == code ? &*at : nullptr;
}

/// A code that GB/T 2260 no longer has. It stays legal in data of its days, and in every record written then.
struct FormerDivision {
    int code;
    std::string_view name;
    int last_year;  ///< in which it was abolished: from the next one on nothing new should bear it
    int successor;  ///< the code of what it became or went into; 0 where that is more than one
};

/// Of Jiangsu, abolished since 2000, by code.
inline constexpr std::array<FormerDivision, 44> former_jiangsu_divisions{{
    {320103, "白下区", 2013, 320104}, {320107, "下关区", 2013, 320106}, {320112, "大厂区", 2002, 320116},
    {320121, "江宁县", 2000, 320115}, {320122, "江浦县", 2002, 320111}, {320123, "六合县", 2002, 320116},
    {320124, "溧水县", 2013, 320117}, {320125, "高淳县", 2013, 320118}, {320202, "崇安区", 2015, 320213},
    {320203, "南长区", 2015, 320213}, {320204, "北塘区", 2015, 320213}, {320283, "锡山市", 2000, 0},
    {320304, "九里区", 2010, 0},      {320323, "铜山县", 2010, 320312}, {320405, "戚墅堰区", 2015, 320412},
    {320482, "金坛市", 2015, 320413}, {320483, "武进市", 2002, 320412}, {320502, "沧浪区", 2012, 320508},
    {320503, "平江区", 2012, 320508}, {320504, "金阊区", 2012, 320508}, {320511, "郊区", 2000, 320505},
    {320584, "吴江市", 2012, 320509}, {320586, "吴县市", 2000, 0},      {320602, "崇川区", 2020, 320613},
    {320611, "港闸区", 2020, 320613}, {320621, "海安县", 2018, 320685}, {320683, "通州市", 2009, 320612},
    {320684, "海门市", 2020, 320614}, {320704, "云台区", 2001, 0},      {320705, "新浦区", 2014, 320706},
    {320721, "赣榆县", 2014, 320707}, {320802, "清河区", 2016, 320812}, {320811, "清浦区", 2016, 320812},
    {320821, "淮阴县", 2000, 320804}, {320829, "洪泽县", 2016, 320813}, {320882, "淮安市", 2000, 320803},
    {320928, "盐都县", 2003, 320903}, {320982, "大丰市", 2015, 320904}, {321011, "维扬区", 2011, 321003},
    {321027, "邗江县", 2000, 321003}, {321088, "江都市", 2011, 321012}, {321121, "丹徒县", 2002, 321112},
    {321284, "姜堰市", 2012, 321204}, {321321, "宿豫县", 2004, 321311},
}};

/// The abolished division of that code; null where it is none of Jiangsu's.
inline constexpr const FormerDivision* former_jiangsu_division(int code) {
    for (const FormerDivision& former : former_jiangsu_divisions)
        if (former.code == code) return &former;
    return nullptr;
}

/// The code under which a division is counted today: its own, or that of its successor. 0 where an abolished
/// one went into several.
inline constexpr int current_division(int code) {
    const FormerDivision* former = former_jiangsu_division(code);
    return former != nullptr ? former->successor : code;
}

/// The city of one of its counties or districts: the first four digits with 00 behind them.
inline constexpr int city_of(int code) {
    return code / 100 * 100;
}

/// Whether this is a county, a district or a county-level city, of those 95.
inline constexpr bool is_county_level(const Division& division) {
    return division.code % 100 != 0;
}

/// A province, or what ranks with one: the first two digits and the full name.
inline constexpr std::array<Division, 34> provinces{{
    {11, "北京市"},         {12, "天津市"},         {13, "河北省"},           {14, "山西省"},
    {15, "内蒙古自治区"},   {21, "辽宁省"},         {22, "吉林省"},           {23, "黑龙江省"},
    {31, "上海市"},         {32, "江苏省"},         {33, "浙江省"},           {34, "安徽省"},
    {35, "福建省"},         {36, "江西省"},         {37, "山东省"},           {41, "河南省"},
    {42, "湖北省"},         {43, "湖南省"},         {44, "广东省"},           {45, "广西壮族自治区"},
    {46, "海南省"},         {50, "重庆市"},         {51, "四川省"},           {52, "贵州省"},
    {53, "云南省"},         {54, "西藏自治区"},     {61, "陕西省"},           {62, "甘肃省"},
    {63, "青海省"},         {64, "宁夏回族自治区"}, {65, "新疆维吾尔自治区"}, {71, "台湾省"},
    {81, "香港特别行政区"}, {82, "澳门特别行政区"},
}};

/// The province of the first two digits; null where GB/T 2260 has none.
inline constexpr const Division* province_of(int two_digits) {
    for (const Division& province : provinces)
        if (province.code == two_digits) return &province;
    return nullptr;
}

}  // namespace xinbu::plugin
