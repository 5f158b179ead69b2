#include "annex.hpp"

#include <algorithm>
#include <initializer_list>

#include "declaration.hpp"
#include "xinbu/plugin/divisions.hpp"
#include "xinbu/plugin/money.hpp"
#include "xinbu/plugin/pack_reader.hpp"

namespace xinbu::brands {

using plugin::Array;
using plugin::Confidence;
using plugin::Date;
using plugin::Faults;
using plugin::Object;
using plugin::Text;
using plugin::Value;

namespace {

constexpr Date pack_of_this_build{2026, 11, 30};

class Reader : plugin::PackReader {
public:
    explicit Reader(Faults& faults) : PackReader(faults) {}

    Annex read(const Value& content) {
        const Object* root = object({"", &content}, {"pack", "version", "province", "valid", "laws",
                                                     "sources", "target", "criteria"});
        if (root == nullptr) return {};
        read_head(*root);
        table(in(*root, "", "laws"),
              [&](const std::string& id, const Place& one) { annex_.laws.emplace_back(id, both(one)); });
        read_sources(*root);
        read_target(in(*root, "", "target"));
        each(in(*root, "", "criteria"), [&](const Place& one) { read_criterion(one); });
        if (faults_.empty() && annex_.criteria.empty())
            fault("/criteria", "rules.missing", "There is no criterion.", "缺少认定条件。");
        return std::move(annex_);
    }

private:
    std::int64_t number(const Place& place, std::int64_t low, std::int64_t high) {
        if (place.value == nullptr) return missing(place), low;
        return PackReader::number(place, low, high);
    }
    bool flag(const Place& place) { return place.value != nullptr && truth(place); }
    /// One of a few words; the first where it is none of them, which is told.
    std::string_view word(const Place& place, std::initializer_list<std::string_view> words) {
        const std::string said = text(place);
        const auto found = std::ranges::find(words, std::string_view(said));
        if (found != words.end()) return *found;
        std::string list;
        for (const std::string_view one : words) list += (list.empty() ? "" : ", ") + std::string(one);
        if (!said.empty())
            fault(place.pointer, "rules.word", "Must be one of " + list + ".",
                  "应为以下之一：" + list + "。");
        return *words.begin();
    }

    // ---- the parts ----

    void read_head(const Object& root) {
        word(in(root, "", "pack"), {annex_pack});
        if (const auto said = version(root, pack_of_this_build)) annex_.version = said->text();
        annex_.province = static_cast<int>(number(in(root, "", "province"), 11, 82));
        if (faults_.empty() && plugin::province_of(annex_.province) == nullptr)
            fault("/province", "rules.number", "No province has this code (GB/T 2260).",
                  "省级代码不存在（GB/T 2260）。");
        read_span(root);
    }

    void read_target(const Place& place) {
        if (place.value == nullptr) return;  // not every province set one
        const Object* members = object(place, {"brands", "first_batch", "first_year", "last_year"});
        if (members == nullptr) return;
        const auto at = [&](std::string_view name) { return in(*members, place.pointer, name); };
        annex_.target = {number(at("brands"), 1, 100'000), number(at("first_batch"), 0, 100'000),
                         number(at("first_year"), 2000, 2999), number(at("last_year"), 2000, 2999)};
    }

    void read_criterion(const Place& place) {
        const Object* members =
            object(place, {"id", "category", "law", "what", "article", "sources", "confidence", "soft", "per",
                           "tests", "valid_from", "valid_to"});
        if (members == nullptr) return;
        const auto at = [&](std::string_view name) { return in(*members, place.pointer, name); };
        Criterion made;
        made.id = identifier(at("id"));
        if (at("category").value != nullptr)
            made.category = word(at("category"), {"skill", "service", "culture", "livelihood"});
        made.law = identifier(at("law"));
        const bool is_law =
            std::ranges::any_of(annex_.laws, [&](const auto& law) { return law.first == made.law; });
        if (!made.law.empty() && !is_law)
            fault(at("law").pointer, "rules.law", "The pack names no such law.", "规则包未列出该依据。");
        made.what = both(at("what"));
        made.article = both(at("article"));
        made.sources = sources(at("sources"));
        read_confidence(at("confidence"), made);
        made.is_soft = flag(at("soft"));
        if (at("per").value != nullptr) made.per = word(at("per"), {"leading-enterprise"});
        each(at("tests"), [&](const Place& one) { read_test(one, made); });
        const std::optional<Date> from = date(at("valid_from"));
        if (from) made.valid_from = *from;
        if (at("valid_to").value != nullptr) made.valid_to = date(at("valid_to"));
        check_order(from, made.valid_to, at("valid_to").pointer);
        if (!made.valid_to) made.valid_to = valid_to_;
        if (valid_from_ && from && *from < *valid_from_)
            fault(at("valid_from").pointer, "rules.validity",
                  "Lies outside of the days for which the pack is valid.", "超出规则包的有效期间。");
        add(std::move(made), place);
    }

    void add(Criterion made, const Place& place) {
        if (made.tests.empty())
            fault(place.pointer + "/tests", "rules.missing", "A criterion has a test.",
                  "认定条件应至少有一项测试。");
        for (const Criterion& other : annex_.criteria) {
            const bool is_apart = (other.valid_to && *other.valid_to < made.valid_from) ||
                                  (made.valid_to && *made.valid_to < other.valid_from);
            if (other.id == made.id && !is_apart)
                fault(place.pointer + "/id", "rules.overlap",
                      "Another criterion of this id is valid on some of its days.",
                      "与另一条同名认定条件的有效期间重叠。");
        }
        annex_.criteria.push_back(std::move(made));
    }

    void read_confidence(const Place& place, Criterion& made) {
        const std::string_view name = word(place, {"unsure", "firm", "confirmed"});
        for (const Confidence one : {Confidence::confirmed, Confidence::firm, Confidence::unsure})
            if (name == plugin::name_of(one)) made.confidence = one;
    }

    void read_test(const Place& place, Criterion& made) {
        const Object* members = object(
            place, {"kind", "covers", "any", "figures", "at_least", "above", "at_most", "below", "counted"});
        if (members == nullptr) return;
        const auto at = [&](std::string_view name) { return in(*members, place.pointer, name); };
        const std::string_view kind = word(at("kind"), {"documents", "figure", "name"});
        Test test;
        if (kind == "documents") {
            test.any_cover = flag(at("any"));
            if (at("covers").value != nullptr)
                each(at("covers"), [&](const Place& one) { read_cover(one, test); });
        } else if (kind == "figure") {
            test.kind = Test::Kind::figure;
            each(at("figures"), [&](const Place& one) { read_figure(one, test); });
            if (at("counted").value != nullptr)
                test.counted_kind = word(at("counted"), {"park", "leading-enterprise"});
            read_limit(*members, place, test);
        } else {
            test.kind = Test::Kind::name;
        }
        made.tests.push_back(std::move(test));
    }

    void read_cover(const Place& place, Test& test) {
        const Object* members = object(place, {"id", "what", "fed_by"});
        if (members == nullptr) return;
        Cover cover{identifier(in(*members, place.pointer, "id")), both(in(*members, place.pointer, "what"))};
        if (const Place fed = in(*members, place.pointer, "fed_by"); fed.value != nullptr)
            cover.fed_by_commitments = word(fed, {"commitments"}) == "commitments";
        test.covers.push_back(std::move(cover));
    }

    void read_figure(const Place& place, Test& test) {
        std::string name = identifier(place);
        if (name.empty()) return;
        if (figure(name) == nullptr)
            return fault(place.pointer, "rules.figure", "No such figure is reported of brands.",
                         "品牌数据中没有该指标。");
        test.figures.push_back(std::move(name));
    }

    void read_limit(const Object& members, const Place& place, Test& test) {
        constexpr std::pair<std::string_view, Comparison> comparisons[]{{"at_least", Comparison::at_least},
                                                                        {"above", Comparison::above},
                                                                        {"at_most", Comparison::at_most},
                                                                        {"below", Comparison::below}};
        int limits = 0;
        for (const auto& [name, comparison] : comparisons) {
            const Place limit = in(members, place.pointer, name);
            if (limit.value == nullptr) continue;
            ++limits;
            test.comparison = comparison;
            const plugin::Field* of = test.figures.empty() ? nullptr : figure(test.figures.front());
            if (of == nullptr || of->kind != plugin::FieldKind::money) {
                test.limit = number(limit, -plugin::largest_amount, plugin::largest_amount);
                continue;
            }
            const std::optional<plugin::Money> money = plugin::money_of(*limit.value);
            if (!money || money->amount < 0 || !plugin::currency_decimals(money->currency)) {
                fault(limit.pointer, "rules.money", "Must be an amount of money, in minor units.",
                      "应为金额（最小货币单位）。");
                continue;
            }
            test.limit = money->amount;
            test.currency = money->currency;
        }
        if (limits != 1 || test.figures.empty())
            fault(place.pointer, "rules.limit", "A test of figures has figures and one limit.",
                  "指标测试应包含指标和一个界限值。");
    }

    Annex annex_;
};

}  // namespace

const Cover* Criterion::cover(std::string_view wanted) const {
    for (const Test& test : tests)
        for (const Cover& one : test.covers)
            if (one.id == wanted) return &one;
    return nullptr;
}

const Criterion* Annex::criterion(std::string_view id) const {
    const auto found = std::ranges::find(criteria, id, &Criterion::id);
    return found != criteria.end() ? &*found : nullptr;
}

Text Annex::law(std::string_view id) const {
    for (const auto& [name, text] : laws)
        if (name == id) return text;
    return {};
}

Annex read_annex(const Value& content, Faults& faults) {
    return Reader(faults).read(content);
}

}  // namespace xinbu::brands
