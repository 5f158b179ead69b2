// The lists of choices.
#include "declaration.hpp"

namespace xinbu::brands {

using plugin::Choice;

const std::vector<Choice>& categories() {
    static const std::vector<Choice> all{{"skill", {"Mid and high skill", "中高端技能类"}},
                                         {"service", {"High-quality service", "高品质服务类"}},
                                         {"culture", {"Culture and tourism", "文化旅游类"}},
                                         {"livelihood", {"Livelihood", "民生保障类"}}};
    return all;
}

const std::vector<Choice>& levels() {
    static const std::vector<Choice> all{{"county", {"County", "县级"}},
                                         {"city", {"City", "市级"}},
                                         {"province", {"Province", "省级"}},
                                         {"national", {"National", "国家级"}}};
    return all;
}

const std::vector<Choice>& roles() {
    static const std::vector<Choice> all{{"leading_enterprise", {"Leading enterprise", "龙头企业"}},
                                         {"park", {"Industrial park", "特色产业园区"}},
                                         {"association", {"Industry association", "行业协会商会"}},
                                         {"bank", {"Bank", "银行"}},
                                         {"insurer", {"Insurer", "保险机构"}},
                                         {"guarantor", {"Guarantor", "担保机构"}},
                                         {"valuer", {"Valuer", "评估机构"}},
                                         {"regulator", {"Regulator", "监管部门"}},
                                         {"hr_agency", {"Human-resources agency", "人力资源服务机构"}},
                                         {"training_body", {"Training body", "培训机构"}},
                                         {"incubator", {"Incubator", "创业孵化机构"}},
                                         {"service_shareholder", {"Shareholder by service", "服务入股机构"}},
                                         {"member", {"Member enterprise", "会员单位"}},
                                         {"other", {"Other", "其他"}}};
    return all;
}

const std::vector<Choice>& recognition_forms() {
    static const std::vector<Choice> all{{"recognised", {"Recognised", "认定"}},
                                         {"listed", {"Taken into the list", "收录"}}};
    return all;
}

const std::vector<Choice>& library_steps() {
    static const std::vector<Choice> all{{"entered", {"Entered", "入库"}},
                                         {"promoted", {"Promoted", "升级"}},
                                         {"demoted", {"Demoted", "降级"}},
                                         {"left", {"Left", "出库"}}};
    return all;
}

const std::vector<Choice>& right_roles() {
    static const std::vector<Choice> all{{"mark", {"Mark of the brand", "品牌商标"}},
                                         {"device", {"Device or logo", "图形标志"}},
                                         {"collective", {"Collective mark", "集体商标"}},
                                         {"certification", {"Certification mark", "证明商标"}},
                                         {"patent", {"Patent in use", "所用专利"}},
                                         {"other", {"Other", "其他"}}};
    return all;
}

const std::vector<Choice>& support_kinds() {
    static const std::vector<Choice> all{
        {"startup_subsidy", {"Start-up subsidy", "创业补贴"}},
        {"training_subsidy", {"Training subsidy", "培训补贴"}},
        {"interest_subsidy", {"Interest subsidy", "贷款贴息"}},
        {"rent_relief", {"Rent relief", "租金减免"}},
        {"incubation", {"Incubation space", "孵化场地"}},
        {"training", {"Training", "培训"}},
        {"certificates", {"Skill certificates", "技能等级证书"}},
        {"special_ability", {"Special-ability certificates", "专项职业能力证书"}},
        {"award", {"Award", "奖励"}},
        {"other", {"Other", "其他"}}};
    return all;
}

const std::vector<Choice>& supervision_cycles() {
    static const std::vector<Choice> all{{"month", {"Monthly dispatch", "每月调度"}},
                                         {"quarter", {"Quarterly inspection", "按季督查"}},
                                         {"year", {"Year-end appraisal", "年终考评"}}};
    return all;
}

}  // namespace xinbu::brands
