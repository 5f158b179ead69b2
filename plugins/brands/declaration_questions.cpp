// What can be asked: checks and reports.
#include "declaration.hpp"

namespace xinbu::brands {

using plugin::Check;
using plugin::choice;
using plugin::Field;
using plugin::field;
using plugin::FieldKind;
using plugin::identifier;
using plugin::reference;
using plugin::Report;

std::vector<Check> checks() {
    const Field brand = reference("brand", {"Brand", "劳务品牌"}, "brand").require();
    return {
        Check{"brands.name",
              {"Does a name follow the naming rule?", "品牌名称是否符合命名规则"},
              {field("name", FieldKind::text, {"Brand name", "品牌名称"}).at_most(100).require(),
               identifier("region", {"Division", "行政区划"}, "cn-division"),
               field("place", FieldKind::text, {"Town, street or old name of the place", "乡镇或历史地名"})
                   .at_most(30),
               choice("category", {"Category", "类别"}, categories()),
               field("product", FieldKind::text, {"Product or service", "产品或服务"}).at_most(200),
               reference("organisation", {"Whose marks to look at", "商标权利人"}, "organisation")}},
        Check{"brands.recognition", {"How does it stand with the criteria?", "认定条件符合情况"}, {brand}},
        Check{"brands.annex", {"The criteria in use", "现行认定条件"}, {}},
        Check{"brands.coverage", {"Which counties have a brand?", "品牌覆盖情况"}, {}}};
}

std::vector<Report> reports() {
    const Field brand = reference("brand", {"Brand", "劳务品牌"}, "brand").require();
    return {Report{"brands.recognition", {"Gaps to recognition", "品牌认定差距报告"}, {brand}},
            Report{"brands.library",
                   {"Library of brands", "劳务品牌资源库"},
                   {choice("level", {"Level", "级别"}, levels()),
                    field("year", FieldKind::integer, {"Year", "年度"}).between(2000, 2999)}},
            Report{"brands.coverage", {"Coverage of counties and cities", "品牌覆盖报告"}},
            Report{"brands.supervision", {"Supervision of brands", "劳务品牌工作监管报表"}, {}, true}};
}

}  // namespace xinbu::brands
