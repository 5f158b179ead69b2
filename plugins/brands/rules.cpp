// What a draft must hold beyond its declared fields.
#include <algorithm>
#include <array>
#include <set>

#include "declaration.hpp"
#include "industry.hpp"
#include "name.hpp"
#include "plugin.hpp"
#include "recognition.hpp"
#include "xinbu/plugin/identifiers.hpp"

namespace xinbu::brands {

using plugin::Draft;
using plugin::Fault;
using plugin::Faults;
using plugin::Object;
using plugin::Record;
using plugin::Records;
using plugin::text_at;
using plugin::Value;

namespace {

void refuse(Faults& faults, std::string pointer, std::string rule, std::string en, std::string zh) {
    faults.push_back({std::move(pointer), std::move(rule), {std::move(en), std::move(zh)}, false});
}
void warn(Faults& faults, std::string pointer, std::string rule, std::string en, std::string zh) {
    faults.push_back({std::move(pointer), std::move(rule), {std::move(en), std::move(zh)}, true});
}

std::string quoted(std::string_view text) {
    return "“" + std::string(text) + "”";
}

/// The status a record stands at or, before its first entry, "".
std::string status_of(const std::optional<Record>& record) {
    return record ? record->status : std::string();
}

void check_record(const Draft& draft, const std::string& expected, Faults& faults) {
    if (draft.record.empty() || draft.record == expected) return;
    refuse(faults, "/record", "brands.record",
           "The record is " + quoted(draft.record) + ", but its data name " + quoted(expected) + ".",
           "记录编号为" + quoted(draft.record) + "，与数据对应的" + quoted(expected) + "不一致。");
}

void check_order(const Draft& draft, std::string_view from, std::string_view to, Faults& faults) {
    const std::string_view first = text_at(draft.data, from), last = text_at(draft.data, to);
    if (first.empty() || last.empty() || first <= last) return;
    refuse(faults, "/data/" + std::string(to), "brands.period", "Ends before it begins.",
           "终止日期早于起始日期。");
}

// ---- organisations

struct RolePrefix {
    std::string_view role;
    std::array<std::string_view, 3> categories;
    std::string_view en, zh;
};

// Who usually bears a role: another prefix is rare enough to look twice.
constexpr std::array<RolePrefix, 3> role_prefixes{
    {{"association",
      {"association", "mass_organisation", "private_non_enterprise"},
      "51, 13 or 52",
      "51、13或52"},
     {"leading_enterprise", {"enterprise", "sole_trader", "cooperative"}, "91, 92 or 93", "91、92或93"},
     {"bank", {"enterprise", "enterprise", "enterprise"}, "91", "91"}}};

void check_roles(const Object& data, Faults& faults) {
    const std::string_view code = text_at(data, "identifier");
    const std::string_view category = plugin::uscc_category(code);
    std::set<std::string_view> seen;
    const plugin::Array& roles = plugin::array_at(data, "roles");
    for (std::size_t at = 0; at < roles.size(); ++at) {
        const std::string* role = roles[at].text();
        if (role == nullptr) continue;
        const std::string pointer = "/data/roles/" + std::to_string(at);
        if (!seen.insert(*role).second)
            refuse(faults, pointer, "brands.organisation.role_twice", "This role stands there twice.",
                   "角色重复。");
        for (const RolePrefix& usual : role_prefixes) {
            if (usual.role != *role ||
                std::ranges::find(usual.categories, category) != usual.categories.end())
                continue;
            warn(faults, pointer, "brands.organisation.role",
                 "The credit code begins with " + quoted(code.substr(0, 2)) +
                     "; this role usually goes with " + std::string(usual.en) + ".",
                 "统一社会信用代码以" + quoted(code.substr(0, 2)) + "开头；该角色的代码通常以" +
                     std::string(usual.zh) + "开头。");
        }
    }
}

void check_division(const Object& data, Faults& faults) {
    const std::string_view code = text_at(data, "identifier");
    if (code.size() != 18) return;
    const std::string_view registrar = code.substr(2, 6);
    if (registrar == "100000") return;  // registered with the state itself
    if (plugin::province_of(plugin::detail::number_of(registrar.substr(0, 2))) == nullptr) {
        warn(faults, "/data/identifier", "brands.organisation.division",
             "Places 3 to 8 of the credit code are " + quoted(registrar) +
                 ", and no province begins with these digits (GB/T 2260).",
             "统一社会信用代码第3至8位为" + quoted(registrar) +
                 "，其前两位不是省级行政区划代码（GB/T 2260）。");
        return;
    }
    const std::string_view region = text_at(data, "region");
    if (region.size() == 6 && region.substr(0, 2) != registrar.substr(0, 2))
        warn(faults, "/data/region", "brands.organisation.region",
             "The credit code was given in division " + quoted(registrar) + ", in another province.",
             "统一社会信用代码的登记机关行政区划为" + quoted(registrar) + "，与所填行政区划不在同一省份。");
}

/// An abolished code is legal in data of its days; an entry of later days should bear its successor.
void check_validity(const Draft& draft, Faults& faults) {
    const std::string_view region = text_at(draft.data, "region");
    if (region.size() != 6 || !plugin::all_digits(region)) return;
    const plugin::FormerDivision* former = plugin::former_jiangsu_division(plugin::detail::number_of(region));
    if (former == nullptr) return;
    const std::string_view year = std::string_view(draft.effective).substr(0, 4);
    if (!plugin::all_digits(year) || plugin::detail::number_of(year) <= former->last_year) return;
    const std::string abolished = std::to_string(former->last_year), name(former->name);
    const plugin::Division* successor = plugin::jiangsu_division(former->successor);
    const std::string next = successor != nullptr
                                 ? std::to_string(successor->code) + " " + std::string(successor->name)
                                 : std::string();
    warn(faults, "/data/region", "brands.region.abolished",
         "The code " + std::string(region) + " (" + name + ") was abolished in " + abolished +
             " (GB/T 2260); " +
             (next.empty() ? "it went into several divisions." : "today it is " + next + "."),
         "行政区划代码" + std::string(region) + "（" + name + "）已于" + abolished + "年撤销（GB/T 2260）；" +
             (next.empty() ? "其辖区已划归多个行政区划。" : "现为" + next + "。"));
}

void check_organisation(const Draft& draft, Faults& faults) {
    check_record(draft, "organisation/" + std::string(text_at(draft.data, "identifier")), faults);
    check_roles(draft.data, faults);
    check_division(draft.data, faults);
}

// ---- brands

void check_name(const Object& data, Faults& faults) {
    const NameParts parts = parse_name(text_at(data, "name"), text_at(data, "place"));
    const std::string pointer = "/data/name";
    const std::string_view region = text_at(data, "region");
    const int code = plugin::all_digits(region) && region.size() == 6 ? plugin::detail::number_of(region) : 0;
    const bool other_place =
        std::ranges::none_of(parts.regions, [&](int one) { return is_within(one, code); });
    if (!parts.regions.empty() && other_place)
        warn(faults, pointer, "brands.name.other_region",
             "The name begins with " + quoted(parts.region) + ", which is not in the brand's division.",
             "名称以" + quoted(parts.region) + "开头，与所填行政区划不符。");
    // Elsewhere only the provinces are known by name, so there a missing place means nothing.
    if (parts.region.empty() && code / 10000 == 32)
        warn(faults, pointer, "brands.name.region",
             "The name begins with no county, city or province; a town or an old name of a place may stand "
             "there.",
             "名称开头不是县（市、区）、设区市或省名；如为乡镇名或历史地名可忽略。");
    if (parts.person.empty())
        warn(faults, pointer, "brands.name.person",
             "The name ends with no known title of a person, such as 工, 匠, 师 or 员.",
             "名称末尾不是表示人员的称谓，如工、匠、师、员。");
    else if (!parts.has_industry())
        warn(faults, pointer, "brands.name.industry",
             "Between the place and the person the name says no trade or product.",
             "名称的地域与人员称谓之间缺少产业、行业或产品。");
    const std::string_view place = text_at(data, "place");
    if (!place.empty() && !text_at(data, "name").starts_with(place))
        warn(faults, "/data/place", "brands.name.place", "The name does not begin with this place.",
             "名称不以该地名开头。");
}

/// One name in two counties is more likely two brands than one that moved: a recognition must not move with
/// it unseen.
void check_same_region(const Draft& draft, const std::optional<Record>& brand, Faults& faults) {
    if (!brand) return;
    const std::string before(text_at(brand->fields, "region")), now(text_at(draft.data, "region"));
    const bool stands = brand->fields.contains("recognised_level") || brand->fields.contains("library_level");
    if (!stands || before.empty() || now.empty() || before == now) return;
    warn(faults, "/data/region", "brands.region.moved",
         "A brand of this name is on record in " + before + "; this entry moves it to " + now +
             ", with its recognition and its library level.",
         "同名品牌已登记于" + before + "，本条将其（连同认定和入库情况）改为" + now + "。");
}

void check_brand(const Draft& draft, const std::optional<Record>& brand, Faults& faults) {
    check_same_region(draft, brand, faults);
    check_record(draft, "brand/" + std::string(text_at(draft.data, "name")), faults);
    check_name(draft.data, faults);
    const std::string_view industry = text_at(draft.data, "industry");
    if (industry.empty()) return;
    if (std::optional<plugin::Text> fault = industry_fault(industry))
        faults.push_back({"/data/industry", "brands.industry", std::move(*fault), false});
    if (std::optional<plugin::Text> doubt = industry_doubt(industry))
        faults.push_back({"/data/industry", "brands.industry.class", std::move(*doubt), true});
}

void check_figures(const Draft& draft, const std::optional<Record>& brand, Faults& faults) {
    const std::string_view as_of = text_at(draft.data, "as_of");
    if (as_of > draft.effective)
        refuse(faults, "/data/as_of", "brands.figures.date",
               "The figures are as of " + std::string(as_of) + ", after the entry's date " + draft.effective +
                   ".",
               "数据截止日期" + std::string(as_of) + "晚于条目日期" + draft.effective + "。");
    if (draft.data.size() < 2)
        refuse(faults, "/data", "brands.figures.empty", "There is no figure in this report.",
               "本次上报没有任何数据。");
    if (brand && text_at(brand->fields, "figures_as_of") > as_of)
        warn(faults, "/data/as_of", "brands.figures.older",
             "Figures of a later day are recorded; these only fill what is missing.",
             "已有更晚截止日期的数据；本次数据仅补充空缺项。");
}

void check_evidence(const Draft& draft, const std::optional<Record>& brand, const Annex& annex,
                    Faults& faults) {
    const std::string_view id = text_at(draft.data, "criterion");
    const Criterion* criterion = annex.criterion(id);
    if (criterion == nullptr) return;
    const plugin::Array& covers = plugin::array_at(draft.data, "covers");
    for (std::size_t at = 0; at < covers.size(); ++at)
        if (covers[at].text() != nullptr && criterion->cover(*covers[at].text()) == nullptr)
            refuse(faults, "/data/covers/" + std::to_string(at), "brands.criterion.cover",
                   "Criterion " + std::string(id) + " asks for no such content.",
                   "条件" + std::string(id) + "不要求该项内容。");
    const Value* met = draft.data.find("met");
    const bool is_met = met != nullptr && met->boolean() != nullptr && *met->boolean();
    const bool wants_document = std::ranges::any_of(
        criterion->tests, [](const Test& test) { return test.kind == Test::Kind::documents; });
    if (is_met && wants_document && plugin::array_at(draft.data, "documents").empty())
        warn(faults, "/data/documents", "brands.evidence.document",
             "No document is named; without one this evidence does not count.",
             "未列明佐证文件，该佐证不计入。");
    if (criterion->category.empty() || !brand || criterion->category == text_at(brand->fields, "category"))
        return;
    refuse(faults, "/data/criterion", "brands.criterion.category",
           "Criterion " + std::string(id) + " is for brands of another category.",
           "条件" + std::string(id) + "适用于其他类别的品牌。");
}

void check_library(const Draft& draft, const std::optional<Record>& brand, Faults& faults) {
    const bool enters = draft.type == "brands.brand.entered_library";
    const std::string_view level = text_at(draft.data, "level");
    const std::string_view current = brand ? text_at(brand->fields, "library_level") : std::string_view();
    const bool in_library = status_of(brand) == "in_library";
    const plugin::Array& history =
        brand ? plugin::array_at(brand->fields, "library_history") : plugin::Array{};
    const plugin::Object* last = history.empty() ? nullptr : history.back().object();
    const std::string_view since = last != nullptr ? text_at(*last, "on") : std::string_view();
    if (draft.effective < since)
        refuse(faults, "/effective", "brands.library.date",
               "The brand's last step into or out of a library was on " + std::string(since) +
                   ": this one cannot come before it.",
               "该品牌最近一次入库或出库为" + std::string(since) + "，本条日期不能早于该日。");
    if (enters && in_library && level == current)
        refuse(faults, "/data/level", "brands.library.already",
               "The brand is in the library of this level already.", "该品牌已在本级资源库内。");
    if (!enters && in_library && level != current)
        refuse(faults, "/data/level", "brands.library.level",
               "The brand is not in the library of this level.", "该品牌不在本级资源库内。");
    if (enters && rank_of_level(level) > rank_of_level("province"))
        warn(faults, "/data/level", "brands.library.national",
             "The libraries have three levels: county, city and province; a national brand is recognised.",
             "资源库分省、市、县三级；国家级品牌应登记认定。");
    if (enters && in_library && rank_of_level(level) < rank_of_level(current) &&
        text_at(draft.data, "reason").empty())
        warn(faults, "/data/reason", "brands.library.reason", "No reason is given for the lower level.",
             "未填写降级理由。");
    if (!enters && text_at(draft.data, "reason").empty())
        warn(faults, "/data/reason", "brands.library.reason", "No reason is given for leaving the library.",
             "未填写出库理由。");
}

/// The panel decides; what it decides against the criteria it says.
void check_exceptions(const Draft& draft, const Record& brand, const Annex& annex, const Records& records,
                      Faults& faults) {
    const std::optional<plugin::Date> day = plugin::Date::parse(draft.effective);
    if (!day || text_at(draft.data, "level") != "province") return;
    std::set<std::string_view> excepted;
    for (const Value& one : plugin::array_at(draft.data, "exceptions"))
        if (one.object() != nullptr) excepted.insert(text_at(*one.object(), "criterion"));
    std::string open;
    for (const Judged& judged : recognise(brand, annex, records, *day).judged)
        if (judged.status == plugin::FindingStatus::not_met && !excepted.contains(judged.criterion->id))
            open += (open.empty() ? "" : ", ") + judged.criterion->id;
    if (open.empty()) return;
    warn(faults, "/data/exceptions", "brands.recognised.not_met",
         "Not met, and not named as an exception: " + open + ".",
         "存在未符合且未列为例外的条件：" + open + "。");
}

void check_recognition_entry(const Draft& draft, const std::optional<Record>& brand, Faults& faults) {
    const std::int64_t* year = plugin::integer_at(draft.data, "year");
    if (year == nullptr) return;
    const std::string_view written = std::string_view(draft.effective).substr(0, 4);
    if (plugin::all_digits(written) && *year > plugin::detail::number_of(written))
        refuse(faults, "/data/year", "brands.recognised.year", "The year is after the entry's date.",
               "认定年度晚于条目日期。");
    if (!brand) return;
    for (const Value& one : plugin::array_at(brand->fields, "recognitions")) {
        if (one.object() == nullptr) continue;
        const std::int64_t* earlier = plugin::integer_at(*one.object(), "year");
        if (earlier != nullptr && *earlier == *year &&
            text_at(*one.object(), "level") == text_at(draft.data, "level"))
            refuse(faults, "/data/year", "brands.recognised.twice",
                   "The brand was recognised at this level in this year already.",
                   "该品牌本年度已在同一级别获得认定。");
    }
}

// ---- supporting measures

void check_support(const Draft& draft, Faults& faults) {
    check_order(draft, "from", "to", faults);
    if (text_at(draft.data, "to") > draft.effective)
        refuse(faults, "/data/to", "brands.support.future",
               "Support is a sum of what was given; its period ends after the entry's date " +
                   draft.effective + ".",
               "扶持措施为已发生数，其期间不得晚于条目日期" + draft.effective + "。");
    for (const char* sum : {"persons", "firms", "amount", "certificates"})
        if (draft.data.contains(sum)) return;
    refuse(faults, "/data", "brands.support.empty",
           "There is no sum: neither persons, firms, an amount nor certificates.",
           "缺少汇总数：人次、企业数、金额和证书均未填写。");
}

/// Whole months, quarters and years are supervised, once they are over.
void check_supervision(const Draft& draft, Faults& faults) {
    const std::optional<plugin::Date> from = plugin::date_at(draft.data, "from"),
                                      to = plugin::date_at(draft.data, "to");
    if (!from || !to) return;
    const std::string_view cycle = text_at(draft.data, "cycle");
    const unsigned months = cycle == "month" ? 1U : cycle == "quarter" ? 3U : 12U;
    const bool is_whole = from->day() == 1 && (from->month() - 1) % months == 0 &&
                          from->plus_months(static_cast<int>(months)).plus_days(-1) == *to;
    if (!is_whole)
        refuse(faults, "/data/to", "brands.supervision.period",
               "The cycle is of a whole month, quarter or year of the calendar.",
               "监管周期应为完整的自然月、季度或年度。");
    if (to->text() > draft.effective)
        refuse(faults, "/data/to", "brands.supervision.future", "The period ends after the entry's date.",
               "期间止于条目日期之后。");
}

}  // namespace

void Brands::validate(const Draft& draft, const Records& records, Faults& faults) const {
    check_validity(draft, faults);
    const std::string_view type = draft.type;
    if (type == "brands.organisation.recorded") return check_organisation(draft, faults);
    if (type == "brands.brand.recorded") return check_brand(draft, records.find(draft.record), faults);
    if (type == "brands.support.recorded") return check_support(draft, faults);
    if (type == "brands.supervision.held") return check_supervision(draft, faults);
    if (type == "brands.park.recorded")
        return check_record(draft, "park/" + std::string(text_at(draft.data, "name")), faults);
    if (type == "brands.leading_enterprise.recorded")
        return check_record(draft, "leading-enterprise/" + std::string(text_at(draft.data, "identifier")),
                            faults);
    if (type == "brands.loan_product.recorded") {
        check_record(draft, "loan-product/" + std::string(text_at(draft.data, "name")), faults);
        return check_order(draft, "valid_from", "valid_to", faults);
    }
    const std::optional<Record> brand = records.find(draft.record);
    if (type == "brands.brand.figures_reported") return check_figures(draft, brand, faults);
    if (type == "brands.evidence.filed") return check_evidence(draft, brand, annex_, faults);
    if (type == "brands.brand.recognised") {
        check_recognition_entry(draft, brand, faults);
        if (brand) check_exceptions(draft, *brand, annex_, records, faults);
    }
    if (type == "brands.brand.entered_library" || type == "brands.brand.left_library")
        check_library(draft, brand, faults);
}

}  // namespace xinbu::brands
