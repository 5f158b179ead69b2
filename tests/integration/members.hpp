// Invented members of an association, each with a credit code whose check digits are right.
#pragma once

#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace xinbu::test {

/// The credit code of an invented firm in Yixing, by its number.
inline std::string credit_code(int number) {
    constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";  // GB 11714
    constexpr std::string_view codes = "0123456789ABCDEFGHJKLMNPQRTUWXY";        // GB 32100
    std::array<char, 9> body{};
    std::snprintf(body.data(), body.size(), "MA%06d", number);
    const std::string organisation(body.data());
    constexpr std::array<std::size_t, 8> weights{3, 7, 9, 10, 5, 8, 4, 2};
    std::size_t sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += digits.find(organisation[i]) * weights[i];
    const std::size_t check = 11 - sum % 11;
    std::string code = "91320282" + organisation + (check == 10 ? 'X' : check == 11 ? '0' : digits[check]);
    std::size_t total = 0, weight = 1;
    for (const char c : code) {
        total += codes.find(c) * weight;
        weight = weight * 3 % 31;
    }
    return code + codes[(31 - total % 31) % 31];
}

inline const char* const association_drafts = R"([
  {"type": "brands.organisation.recorded", "effective": "2026-01-05",
   "data": {"name": "宜兴市紫砂行业协会", "identifier": "51320282MJ000000XL", "roles": ["association"], "region": "320282"}},
  {"type": "commitments.scheme.opened", "record": "scheme/zisha-2026", "effective": "2026-02-01",
   "data": {"name": "紫砂行业诚信自律公约", "association": {"name": "宜兴市紫砂行业协会", "identifier": "51320282MJ000000XL"},
            "clauses": [{"id": "1", "text": "只使用本地原矿紫砂泥料", "check_every": "quarter"}],
            "liability": "由协会提醒、暂停评优资格"}}])";

/// The headers of the national template that a signed commitment needs, and a row of it.
inline std::vector<std::string> commitment_header() {
    return {"承诺编码", "承诺人名称", "承诺人代码",   "承诺类型",     "承诺事由",
            "承诺内容", "违诺责任",   "承诺作出日期", "承诺受理单位", "承诺受理单位代码",
            "公开类型", "承诺公约",   "承诺人类别"};
}
inline std::vector<std::string> commitment_row(int number) {
    std::array<char, 24> code{};
    std::snprintf(code.data(), code.size(), "32028220260301%06d", number);
    return {code.data(),
            "宜兴第" + std::to_string(number) + "号紫砂坊",
            credit_code(number),
            "行业自律型",
            "参加紫砂行业诚信自律公约",
            "遵守公约全部条款",
            "接受协会提醒、暂停评优资格",
            "2026-03-01",
            "宜兴市紫砂行业协会",
            "51320282MJ000000XL",
            "可向社会公开",
            "zisha-2026",
            "法人及非法人组织"};
}

inline std::string csv_of(const std::vector<std::vector<std::string>>& rows) {
    std::string out;
    for (const std::vector<std::string>& row : rows)
        for (std::size_t at = 0; at < row.size(); ++at) out += row[at] + (at + 1 < row.size() ? "," : "\r\n");
    return out;
}

}  // namespace xinbu::test
