#include "owner_names.hpp"

#include <algorithm>
#include <array>

#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::ip_status {

using plugin::Text;

namespace {

/// The bytes of the character that begins at `at`: the first one and those that go on from it.
std::string_view character_at(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    if ((static_cast<unsigned char>(text[at]) & 0x80U) != 0)
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) ++end;
    return text.substr(at, end - at);
}

template <class Use>
void each_character(std::string_view text, Use use) {
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view one = character_at(text, at);
        use(one);
        at += one.size();
    }
}

/// Signs beyond ASCII that stand between the words of a name and say nothing.
bool is_mark(std::string_view character) {
    constexpr std::array<std::string_view, 33> marks{
        "、", "。", "·",  "・", "•",  "．", "‧",  "，", "；", "：",       "（",
        "）", "〔", "〕", "【", "】", "［", "］", "《", "》", "〈",       "〉",
        "「", "」", "“",  "”",  "‘",  "’",  "–",  "—",  "…",  "\xC2\xA0", "\xE2\x80\x8B"};
    return std::ranges::find(marks, character) != marks.end();
}

/// Capital letters of ASCII and Latin-1.
std::string upper_case(std::string_view character) {
    std::string upper(character);
    if (upper.size() == 1 && upper[0] >= 'a' && upper[0] <= 'z')
        upper[0] = static_cast<char>(upper[0] - 'a' + 'A');
    const auto second = upper.size() == 2 ? static_cast<unsigned char>(upper[1]) : 0U;
    constexpr unsigned division_sign = 0xB7, first_small = 0xA0, last_small = 0xBE;
    if (upper.size() == 2 && upper[0] == '\xC3' && second >= first_small && second <= last_small &&
        second != division_sign)
        upper[1] = static_cast<char>(second - 0x20);
    return upper;
}

/// Letters, digits and characters, one behind the other: "Yixing Pottery Co., Ltd." is YIXINGPOTTERYCOLTD.
std::string squeezed(std::string_view name) {
    std::string out;
    each_character(plugin::half_width(name), [&](std::string_view one) {
        const char c = one.front();
        if (one.size() > 1) {
            if (!is_mark(one)) out += upper_case(one);
        } else if (plugin::is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
            out += upper_case(one);
        } else if (c == '&') {
            out += "AND";
        } else if (c == '+') {
            out += c;  // part of a name, no punctuation
        }
    });
    return out;
}

/// Traditional characters that names of bodies are made of, each before its simplified form.
constexpr std::string_view scripts =
    "業业國国華华東东電电廠厂責责實实興兴貿贸務务產产術术藝艺縣县鄉乡鎮镇區区號号會会協协聯联團团總总開开發发"
    "機机車车龍龙鳳凤馬马鳥鸟魚鱼農农漁渔織织紡纺絲丝綢绸紅红綠绿藍蓝銀银銅铜鐵铁鋼钢鋁铝錫锡鋒锋錦锦鍋锅鑄铸"
    "鏡镜長长門门關关閩闽陽阳陰阴陳陈陸陆雲云靈灵靜静韓韩頂顶順顺須须領领題题風风飛飞飯饭飲饮餘余館馆驗验體体"
    "點点齊齐齡龄龜龟寶宝對对導导尋寻層层島岛嶺岭巖岩幣币師师帶带廣广應应廳厅張张強强彈弹後后徑径從从徵征愛爱"
    "態态慶庆憲宪戰战戲戏據据擇择擴扩攝摄數数斷断時时曉晓書书權权條条楊杨極极構构榮荣樂乐樓楼標标樹树橋桥歐欧"
    "歲岁歷历氣气決决沖冲況况淨净淺浅減减測测滿满漢汉漿浆潔洁潤润澤泽濟济濱滨灣湾灘滩無无燈灯營营爐炉爾尔環环"
    "瓊琼畫画當当療疗監监盤盘眾众碼码確确礎础礦矿禮礼種种稱称積积穩稳穀谷筆笔節节範范築筑簡简糧粮紀纪約约紙纸"
    "級级純纯紹绍細细終终組组結结統统經经網网維维綜综線线編编練练縫缝績绩繡绣繪绘纖纤羅罗義义習习聖圣聞闻聲声"
    "職职聽听肅肃腦脑膠胶臨临舉举舊旧艦舰莊庄萬万葉叶蘇苏蘭兰處处虛虚衛卫裝装補补製制複复見见規规視视親亲覺觉"
    "觀观計计訂订訓训記记設设許许訴诉評评詞词試试詩诗話话認认語语說说課课調调談谈請请論论證证識识譜谱護护讀读"
    "變变豐丰財财貢贡貨货貴贵買买費费資资賓宾賢贤賣卖質质購购贈赠躍跃軌轨軟软載载輔辅輕轻輝辉輪轮輸输轉转辦办"
    "達达運运過过進进遠远適适選选遷迁還还邊边鄭郑鄰邻醫医釀酿釋释鈴铃錄录鍵键鎖锁鐘钟鑒鉴閣阁闊阔際际隊队隨随"
    "險险雙双難难霧雾項项預预頻频顏颜類类顧顾騰腾驅驱驛驿鮮鲜鴻鸿鵬鹏鹽盐麗丽麥麦黃黄黨党優优億亿儀仪儲储傳传"
    "價价創创劃划劉刘劑剂勞劳動动勝胜匯汇單单員员問问啟启園园圓圆圖图報报場场塊块塗涂塵尘壓压壩坝夢梦奧奥婦妇"
    "孫孙學学寧宁專专將将屆届岡冈幹干幾几庫库彙汇擔担揚扬換换損损搖摇搶抢撥拨攜携緣缘窯窑壺壶壇坛雞鸡魯鲁吳吴"
    "趙赵蔣蒋謝谢鄒邹馮冯錢钱薩萨賽赛贊赞鋪铺鏈链銷销與与為为倉仓傑杰偉伟備备絡络訊讯診诊";

std::string simplified(const std::string& name) {
    constexpr std::size_t bytes = 3;  // of each character of the table
    std::string out;
    each_character(name, [&](std::string_view one) {
        if (one.size() == bytes)
            for (std::size_t at = 0; at + 2 * bytes <= scripts.size(); at += 2 * bytes)
                if (scripts.substr(at, bytes) == one) {
                    out += scripts.substr(at + bytes, bytes);
                    return;
                }
        out += one;
    });
    return out;
}

struct Form {
    std::string_view written, brief;
};
/// Ways to write one legal form, longest first; squeezed and in simplified characters.
constexpr std::array<Form, 15> forms{{{"股份有限责任公司", "股份有限公司"},
                                      {"有限责任公司", "有限公司"},
                                      {"GESELLSCHAFTMITBESCHRÄNKTERHAFTUNG", "GMBH"},
                                      {"LIMITEDLIABILITYCOMPANY", "LLC"},
                                      {"PUBLICLIMITEDCOMPANY", "PLC"},
                                      {"AKTIENGESELLSCHAFT", "AG"},
                                      {"COMPANYLIMITED", "COLTD"},
                                      {"COMPANYLTD", "COLTD"},
                                      {"COLIMITED", "COLTD"},
                                      {"INCORPORATED", "INC"},
                                      {"CORPORATION", "CORP"},
                                      {"OSAKEYHTIÖ", "OY"},
                                      {"AKTIEBOLAG", "AB"},
                                      {"COMPANY", "CO"},
                                      {"LIMITED", "LTD"}}};

std::string with_brief_form(std::string name) {
    const auto form = std::ranges::find_if(forms, [&](const Form& one) {
        return name.size() > one.written.size() && name.ends_with(one.written);
    });
    if (form == forms.end()) return name;
    name.resize(name.size() - form->written.size());
    return name.append(form->brief);
}

}  // namespace

std::string_view NameMatch::id() const {
    if (legal_form) return "legal_form";
    if (script) return "script";
    return spelling ? "spelling" : "identical";
}

Text NameMatch::text() const {
    Text text;
    const auto add = [&](bool differs, const char* en, const char* zh) {
        if (!differs) return;
        text.en += (text.en.empty() ? "the same but for " : ", ") + std::string(en);
        text.zh += (text.zh.empty() ? "除" : "、") + std::string(zh);
    };
    add(spelling, "spelling (width, case, blanks, brackets, punctuation)",
        "书写形式（全半角、大小写、空格、括号、标点）");
    add(script, "traditional characters", "繁简字");
    add(legal_form, "the way the legal form is written", "组织形式写法");
    if (text.is_empty()) return {"the same text", "文字完全一致"};
    text.zh += "外一致";
    return text;
}

std::optional<NameMatch> match_names(std::string_view one, std::string_view other) {
    NameMatch match;
    if (one == other) return one.empty() ? std::nullopt : std::optional(match);
    match.spelling = true;
    const std::string first = squeezed(one), second = squeezed(other);
    if (first.empty() || second.empty()) return std::nullopt;
    if (first == second) return match;
    const std::string first_plain = simplified(first), second_plain = simplified(second);
    if (with_brief_form(first_plain) != with_brief_form(second_plain)) return std::nullopt;
    match.script = with_brief_form(first) != with_brief_form(second);
    match.legal_form = first_plain != second_plain;
    // Whether blanks or brackets differ, too, shows once the rest is set aside.
    match.spelling =
        with_brief_form(simplified(std::string(one))) != with_brief_form(simplified(std::string(other)));
    return match;
}

std::string name_key(std::string_view name) {
    return with_brief_form(simplified(squeezed(name)));
}

}  // namespace xinbu::ip_status
