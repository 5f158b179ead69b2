#include "annex.hpp"

#include <algorithm>
#include <initializer_list>

#include "declaration.hpp"
#include "xinbu/plugin/divisions.hpp"
#include "xinbu/plugin/money.hpp"

namespace xinbu::brands {

using plugin::Array;
using plugin::Confidence;
using plugin::Date;
using plugin::Faults;
using plugin::Object;
using plugin::Text;
using plugin::Value;

namespace {

constexpr std::size_t most_faults = 20;
constexpr std::size_t longest_text = 1000;  // bytes
constexpr Date pack_of_this_build{2026, 11, 30};

/// A member of an object in the pack.
struct Place {
    std::string pointer;
    const Value* value = nullptr;  ///< null where it is missing
};

bool is_identifier(std::string_view text) {
    constexpr std::size_t longest = 40;
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

/// Member names as RFC 6901 writes them.
std::string escaped(std::string_view name) {
    std::string out;
    for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

class Reader {
public:
    explicit Reader(Faults& faults) : faults_(faults) {}

    Annex read(const Value& content) {
        const Object* root = object({"", &content}, {"pack", "version", "province", "valid", "laws",
                                                     "sources", "target", "criteria"});
        if (root == nullptr) return {};
        read_head(*root);
        table(in(*root, "", "laws"),
              [&](const std::string& id, const Place& one) { annex_.laws.emplace_back(id, both(one)); });
        table(in(*root, "", "sources"), [&](const std::string& id, const Place& one) {
            text(one);
            sources_.push_back(id);
        });
        read_target(in(*root, "", "target"));
        each(in(*root, "", "criteria"), [&](const Place& one) { read_criterion(one); });
        if (faults_.empty() && annex_.criteria.empty())
            fault("/criteria", "rules.missing", "There is no criterion.", "缺少认定条件。");
        return std::move(annex_);
    }

private:
    void fault(std::string pointer, const char* rule, std::string en, std::string zh) {
        if (faults_.size() < most_faults)
            faults_.push_back({std::move(pointer), rule, {std::move(en), std::move(zh)}, false});
    }
    void missing(const Place& place) {
        fault(place.pointer, "rules.required", "Is missing.", "缺少该成员。");
    }
    static Place in(const Object& object, const std::string& pointer, std::string_view name) {
        return {pointer + "/" + std::string(name), object.find(name)};
    }

    const Object* object(const Place& place, std::initializer_list<std::string_view> known) {
        if (place.value == nullptr) return missing(place), nullptr;
        const Object* object = place.value->object();
        if (object == nullptr)
            return fault(place.pointer, "rules.type", "Must be an object.", "应为对象。"), nullptr;
        for (const plugin::Member& member : *object)
            if (std::ranges::find(known, member.name) == known.end())
                fault(place.pointer + "/" + escaped(member.name), "rules.member",
                      "A pack has no such member here.", "此处不应有该成员。");
        return object;
    }
    template <class Visit>
    void each(const Place& place, Visit visit) {
        if (place.value == nullptr) return missing(place);
        const Array* array = place.value->array();
        if (array == nullptr) return fault(place.pointer, "rules.type", "Must be an array.", "应为数组。");
        for (std::size_t at = 0; at < array->size() && faults_.size() < most_faults; ++at)
            visit(Place{place.pointer + "/" + std::to_string(at), &(*array)[at]});
    }
    template <class Visit>
    void table(const Place& place, Visit visit) {
        if (place.value == nullptr) return missing(place);
        const Object* members = place.value->object();
        if (members == nullptr) return fault(place.pointer, "rules.type", "Must be an object.", "应为对象。");
        for (const plugin::Member& member : *members) {
            const Place one{place.pointer + "/" + escaped(member.name), &member.value};
            if (is_identifier(member.name))
                visit(member.name, one);
            else
                id_fault(one);
        }
    }

    std::string text(const Place& place) {
        if (place.value == nullptr) return missing(place), std::string();
        const std::string* text = place.value->text();
        const bool is_sound =
            text != nullptr && !text->empty() && text->size() <= longest_text &&
            std::ranges::none_of(*text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
        if (is_sound) return *text;
        fault(place.pointer, "rules.text", "Must be a text of one line, not empty, of at most 1000 bytes.",
              "应为单行文本，不得为空，且不超过1000字节。");
        return {};
    }
    void id_fault(const Place& place) {
        fault(place.pointer, "rules.id", "Must be of letters, digits, - and _, 40 at most.",
              "只能由字母、数字、“-”和“_”组成，最多40个字符。");
    }
    std::string identifier(const Place& place) {
        std::string id = text(place);
        if (id.empty() || is_identifier(id)) return id;
        id_fault(place);
        return {};
    }
    Text both(const Place& place) {
        const Object* members = object(place, {"en", "zh"});
        if (members == nullptr) return {};
        return {text(in(*members, place.pointer, "en")), text(in(*members, place.pointer, "zh"))};
    }
    std::optional<Date> date(const Place& place) {
        if (place.value == nullptr) return missing(place), std::nullopt;
        const std::string* text = place.value->text();
        std::optional<Date> date = text != nullptr ? Date::parse(*text) : std::nullopt;
        if (!date)
            fault(place.pointer, "rules.date", "Must be a day that exists, as YYYY-MM-DD.",
                  "应为实际存在的日期，格式为YYYY-MM-DD。");
        return date;
    }
    std::int64_t number(const Place& place, std::int64_t low, std::int64_t high) {
        if (place.value == nullptr) return missing(place), low;
        const std::int64_t* number = place.value->integer();
        if (number != nullptr && *number >= low && *number <= high) return *number;
        fault(place.pointer, "rules.number",
              "Must be a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ".",
              "应为" + std::to_string(low) + "至" + std::to_string(high) + "的整数。");
        return low;
    }
    bool flag(const Place& place) {
        if (place.value == nullptr) return false;
        const bool* flag = place.value->boolean();
        if (flag == nullptr)
            fault(place.pointer, "rules.type", "Must be true or false.", "应为true或false。");
        return flag != nullptr && *flag;
    }
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
        const std::optional<Date> version = date(in(root, "", "version"));
        if (version) annex_.version = version->text();
        if (version && *version < pack_of_this_build)
            fault("/version", "rules.version",
                  "The plugin was built with the pack of " + pack_of_this_build.text() +
                      " and takes no older one.",
                  "本插件随" + pack_of_this_build.text() + "版规则包构建，不接受更早的版本。");
        annex_.province = static_cast<int>(number(in(root, "", "province"), 11, 82));
        if (faults_.empty() && plugin::province_of(annex_.province) == nullptr)
            fault("/province", "rules.number", "No province has this code (GB/T 2260).",
                  "省级代码不存在（GB/T 2260）。");
        const Place valid = in(root, "", "valid");
        const Object* span = object(valid, {"from", "to"});
        if (span == nullptr) return;
        valid_from_ = date(in(*span, valid.pointer, "from"));
        if (const Place to = in(*span, valid.pointer, "to"); to.value != nullptr) valid_to_ = date(to);
        check_order(valid_from_, valid_to_, valid.pointer + "/to");
    }

    void check_order(const std::optional<Date>& from, const std::optional<Date>& to, std::string pointer) {
        if (from && to && *to < *from)
            fault(std::move(pointer), "rules.validity", "Ends before it begins.", "终止日早于起始日。");
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
        read_sources(at("sources"), made);
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

    void read_sources(const Place& place, Criterion& made) {
        each(place, [&](const Place& one) {
            const std::string key = identifier(one);
            if (key.empty()) return;
            if (std::ranges::find(sources_, key) == sources_.end())
                return fault(one.pointer, "rules.source", "The pack lists no such source.",
                             "规则包未列出该来源。");
            made.sources += (made.sources.empty() ? "" : " ") + key;
        });
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

    Faults& faults_;
    Annex annex_;
    std::vector<std::string> sources_;
    std::optional<Date> valid_from_, valid_to_;
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
