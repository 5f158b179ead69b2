#include "wording.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "faults.hpp"
#include "xinbu/plugin/characters.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::commitments {

namespace {

const std::vector<ReservedWord>& reserved_words() {
    const plugin::Text declares{"only an authority or a court declares somebody dishonest",
                                "失信主体只能由行政机关或人民法院依法认定"};
    const plugin::Text member{"“member that did not keep its commitment”", "“未履行承诺的会员”"};
    const plugin::Text lists{"lists of the dishonest are kept by authorities under published rules only",
                             "名单制管理只能由行政机关依照公布的规定实施"};
    const plugin::Text record{"“record of breaches”", "“违诺记录”"};
    const plugin::Text penalises{"penalties are imposed by authorities", "处罚权属于行政机关"};
    const plugin::Text measure{
        "“self-discipline measure” (reminder, suspended honours, report to the competent body)",
        "“自律措施”（提醒、暂停评优资格、向主管部门报告）"};
    const plugin::Text damages{"“agreed damages”, where they were agreed", "“违约金”（以事先约定为限）"};
    static const std::vector<ReservedWord> all{
        {"失信主体", declares, member, true}, {"失信被执行人", declares, member, true},
        {"失信企业", declares, member, true}, {"失信单位", declares, member, true},
        {"失信人", declares, member, true},   {"老赖", declares, member, true},
        {"黑名单", lists, record, true},      {"失信名单", lists, record, true},
        {"blacklist", lists, record, true},   {"处罚", penalises, measure, true},
        {"罚款", penalises, damages, true},   {"联合惩戒", penalises, measure, true},
        {"惩戒", penalises, measure, false},  {"灰名单", lists, record, false}};
    return all;
}

/// Traditional and other forms of the characters that the words above have.
constexpr std::array<std::pair<char32_t, char32_t>, 14> simplified{{{U'處', U'处'},
                                                                    {U'処', U'处'},
                                                                    {U'罰', U'罚'},
                                                                    {U'單', U'单'},
                                                                    {U'體', U'体'},
                                                                    {U'執', U'执'},
                                                                    {U'懲', U'惩'},
                                                                    {U'聯', U'联'},
                                                                    {U'黒', U'黑'},
                                                                    {U'\u2FCA', U'黑'},
                                                                    {U'\u2F08', U'人'},
                                                                    {U'賴', U'赖'},
                                                                    {U'業', U'业'},
                                                                    {U'\u2F7C', U'老'}}};

/// Signs that end a clause: what stands on both sides of one is no word.
bool ends_clause(char32_t point) {
    return std::u32string_view(U",;:!?。、").find(point) != std::u32string_view::npos;
}

/// Blanks, brackets, quotation marks, dots and other signs that a reader passes over.
bool is_passed_over(char32_t point) {
    if (ends_clause(point)) return false;
    const bool is_ascii_sign = point < 0x80 && !(point >= U'0' && point <= U'9') &&
                               !(point >= U'a' && point <= U'z') && !(point >= U'A' && point <= U'Z');
    return is_ascii_sign || (point >= 0x80 && point <= 0xBF) || (point >= 0x2000 && point <= 0x206F) ||
           (point >= 0x2500 && point <= 0x27BF) || (point >= 0x3003 && point <= 0x3020) || point == 0x30FB ||
           (point >= 0xFE00 && point <= 0xFE6F) || (point >= 0xE0100 && point <= 0xE01EF);
}

char32_t plain(char32_t point) {
    if (point >= U'A' && point <= U'Z') return point + (U'a' - U'A');
    const auto at = std::ranges::find(simplified, point, &std::pair<char32_t, char32_t>::first);
    return at != simplified.end() ? at->second : point;
}

std::u32string plain_text(std::string_view text) {
    std::u32string out;
    for (const plugin::Character& one : plugin::characters_of(text))
        if (!is_passed_over(one.point)) out += plain(one.point);
    return out;
}

}  // namespace

std::vector<const ReservedWord*> reserved_words_in(std::string_view text) {
    const std::u32string searched = plain_text(text);
    std::vector<const ReservedWord*> found;
    for (const ReservedWord& word : reserved_words()) {
        if (searched.find(plain_text(word.word)) == std::u32string::npos) continue;
        // "联合惩戒" holds "惩戒", and one advice is enough.
        const bool is_said = std::ranges::any_of(found, [&](const ReservedWord* earlier) {
            return earlier->instead.en == word.instead.en && earlier->reason.en == word.reason.en;
        });
        if (!is_said) found.push_back(&word);
    }
    return found;
}

void check_wording(const plugin::Object& object, std::string_view member, const std::string& pointer,
                   plugin::Faults& faults) {
    for (const ReservedWord* found : reserved_words_in(plugin::text_at(object, member))) {
        const std::string word = quoted(found->word);
        faults.push_back(
            {pointer + "/" + std::string(member),
             "commitments.wording",
             {word + " is not for an association to say: " + found->reason.en +
                  ". Suggested: " + found->instead.en + ".",
              "协会不应使用" + word + "：" + found->reason.zh + "。建议改为" + found->instead.zh + "。"},
             !found->is_reserved});
    }
}

bool is_authority(const plugin::Object& party) {
    const std::string_view category = plugin::uscc_category(plugin::text_at(party, "identifier"));
    return category == "state_organ" || category == "public_institution";
}

}  // namespace xinbu::commitments
