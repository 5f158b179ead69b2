// The rules that findings cite, each named in both languages in one place. Inside collateral only.
#pragma once

#include <string>
#include <string_view>

#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// 专利权质押登记办法, and the provision of it that is meant.
inline plugin::Text patent_pledge(std::string_view en = {}, std::string_view zh = {}) {
    plugin::Text text{"Measures for the Registration of Patent Pledges (CNIPA Announcement 461, 2021)",
                      "《专利权质押登记办法》（国家知识产权局公告第461号，2021年）"};
    if (!en.empty()) text.en.append(" ").append(en);
    text.zh += zh;
    return text;
}

/// 注册商标专用权质押登记程序规定.
inline plugin::Text mark_pledge(std::string_view en = {}, std::string_view zh = {}) {
    plugin::Text text{
        "Procedures for the Registration of Pledges of Registered Trademarks (CNIPA Announcement 358, 2020)",
        "《注册商标专用权质押登记程序规定》（国家知识产权局公告第358号，2020年）"};
    if (!en.empty()) text.en.append(" ").append(en);
    text.zh += zh;
    return text;
}

/// 财资〔2025〕128号 has no title of its own in English.
inline plugin::Text notice_128() {
    return {"Notice Cai Zi [2025] No. 128", "财资〔2025〕128号"};
}

/// A bank's own rules, and what they look at beside them.
inline plugin::Text bank_policy(std::string_view en = {}, std::string_view zh = {}) {
    plugin::Text text{"Bank policy", "银行内部政策"};
    if (!en.empty()) text.en.append("; ").append(en);
    if (!zh.empty()) text.zh.append("；").append(zh);
    return text;
}

/// One basis beside another.
inline plugin::Text both_of(plugin::Text one, const plugin::Text& other) {
    one.en.append("; ").append(other.en);
    one.zh.append("；").append(other.zh);
    return one;
}

}  // namespace xinbu::collateral
