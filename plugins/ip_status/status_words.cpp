#include "status_words.hpp"

#include <algorithm>
#include <array>

#include "trademarks.hpp"

namespace xinbu::ip_status {

namespace {

struct Word {
    std::string_view zh, id;
};
/// A mark that is no more, on a ground that the word does not tell.
constexpr std::string_view ended = "ended";
/// Words that leave no doubt what the status is. Every other word is kept as it stands, told as unknown, and
/// leaves the status unknown: “冻结”, “转让中” and the like say what else is going on, not whether the mark
/// lives.
constexpr std::array<Word, 45> statuses{{{"申请收文", "awaiting_examination"},
                                         {"待审", "awaiting_examination"},
                                         {"等待实质审查", "awaiting_examination"},
                                         {"实质审查中", "under_examination"},
                                         {"审查中", "under_examination"},
                                         {"驳回复审中", "appeal_pending"},
                                         {"初审公告", "published_for_opposition"},
                                         {"初步审定公告", "published_for_opposition"},
                                         {"异议中", "opposition_pending"},
                                         {"注册", "registered"},
                                         {"已注册", "registered"},
                                         {"核准注册", "registered"},
                                         {"注册公告", "registered"},
                                         {"注册有效", "registered"},
                                         {"有效", "registered"},
                                         {"撤销申请审查中", "cancellation_pending"},
                                         {"无效宣告申请审查中", "cancellation_pending"},
                                         {"撤销/无效宣告申请审查中", "cancellation_pending"},
                                         {"驳回", "refused"},
                                         {"已驳回", "refused"},
                                         {"不予注册", "refused"},
                                         {"不予受理", "refused"},
                                         {"撤回", "withdrawn"},
                                         {"已撤回", "withdrawn"},
                                         {"申请撤回", "withdrawn"},
                                         {"视为放弃", "withdrawn"},
                                         {"撤销", "cancelled"},
                                         {"已撤销", "cancelled"},
                                         {"被撤销", "cancelled"},
                                         {"已被撤销", "cancelled"},
                                         {"宣告无效", "cancelled"},
                                         {"已宣告无效", "cancelled"},
                                         {"被宣告无效", "cancelled"},
                                         {"注销", "cancelled"},
                                         {"已注销", "cancelled"},
                                         {"商标已注销", "cancelled"},
                                         {"期满未续展注销", "expired"},
                                         {"期满未续展已注销", "expired"},
                                         {"无效", ended},
                                         {"已无效", ended},
                                         {"商标无效", ended},
                                         {"商标已无效", ended},
                                         {"失效", ended},
                                         {"已失效", ended},
                                         {"商标失效", ended}}};

std::string_view id_of(std::string_view word) {
    const auto known = std::ranges::find(statuses, word, &Word::zh);
    return known != statuses.end() ? known->id : std::string_view();
}

/// "无效（宣告无效）" without what stands in the brackets at its end.
std::string_view without_remark(std::string_view word) {
    if (!word.ends_with("）") && !word.ends_with(")")) return word;
    return word.substr(0, std::min(word.find("（"), word.find('(')));
}

bool is_end(std::string_view id) {
    return id == ended || !standing_of(trademark_standings(), id).is_live;
}

}  // namespace

std::string_view chinese_standing(std::string_view word, bool is_registered) {
    std::string_view id = id_of(word);
    if (id.empty()) {
        // A remark cannot bring to life what has ended, unless it says that only a part has; what it says of
        // a live mark nobody knows.
        id = id_of(without_remark(word));
        const bool is_of_part = word.find("部分") != std::string_view::npos;
        if (id.empty() || is_of_part || !is_end(id)) return {};
    }
    if (id == ended) return is_registered ? "cancelled" : "refused";
    return id;
}

bool is_borne_out_by_dates(const Standing& standing, bool is_registered) {
    return is_registered ? standing.id == "registered" : standing.is_live && !standing.is_granted;
}

bool tells_end_of_patent(std::string_view words) {
    static constexpr std::string_view ends[]{"终止", "失效", "无效", "放弃", "撤回", "驳回", "届满", "撤销"};
    return std::ranges::any_of(
        ends, [&](std::string_view one) { return words.find(one) != std::string_view::npos; });
}

bool tells_life_of_patent(std::string_view words, bool is_granted) {
    static constexpr std::string_view granted[]{"授权",    "已授权",     "授权有效",   "授权公告", "有效",
                                                "有权",    "专利权有效", "专利权维持", "维持有效", "维持",
                                                "Granted", "Active",     "Valid",      "In force"};
    static constexpr std::string_view applied_for[]{
        "公开",     "公布",   "已公开", "已公布",     "实质审查",  "实质审查中", "实审",
        "审查中",   "审中",   "在审",   "等待实审",   "受理",      "已受理",     "申请",
        "申请受理", "申请中", "初审中", "初审合格",   "Published", "Pending",    "Under examination",
        "申请公布", "待审",   "已申请", "申请已受理", "申请公开"};
    const auto lists = [&](const auto& list) { return std::ranges::find(list, words) != std::end(list); };
    return lists(granted) || (!is_granted && lists(applied_for));
}

}  // namespace xinbu::ip_status
