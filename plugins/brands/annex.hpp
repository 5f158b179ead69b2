// The standard by which a province recognises brands, as its rule pack has it: for Jiangsu the annex to
// 苏人社发〔2022〕40号. A pack is replaced per province; see docs/rule-packs.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"
#include "xinbu/plugin/law.hpp"

namespace xinbu::brands {

inline constexpr std::string_view annex_pack = "brands.recognition";

/// How a figure is held against a number. 以上 and 以下 include it, 超过 and 不满 do not (Civil Code art.
/// 1259).
enum class Comparison { at_least, above, at_most, below };

/// Something that the documents of a criterion must show, such as staff rules.
struct Cover {
    std::string id;
    plugin::Text what;
    bool fed_by_commitments = false;  ///< shown, too, by commitments that are in force
};

/// One thing that a criterion asks for.
struct Test {
    enum class Kind {
        documents,  ///< evidence found met, with a document, that covers everything named
        figure,     ///< a figure that was reported
        name,       ///< the naming rule
    };
    Kind kind = Kind::documents;
    std::vector<Cover> covers{};
    bool any_cover = false;  ///< one of them is enough

    std::vector<std::string> figures{};  ///< readings of one text: where they disagree, nothing is known
    Comparison comparison = Comparison::at_least;
    std::int64_t limit = 0;      ///< in the figure's own unit
    std::string currency{};      ///< of money
    std::string counted_kind{};  ///< counted from records of that kind that name the brand, where any does
};

struct Criterion {
    std::string id;
    std::string category{};  ///< of brands that it is for; empty: all
    plugin::Text what, article;
    std::string law, sources;
    plugin::Confidence confidence = plugin::Confidence::unsure;
    bool is_soft = false;  ///< striven for: told, and counted against nobody
    std::string per{};     ///< kind of record naming the brand of which one must pass all figures
    std::vector<Test> tests;
    plugin::Date valid_from{1000, 1, 1};
    std::optional<plugin::Date> valid_to{};

    bool is_valid_on(plugin::Date day) const { return valid_from <= day && !(valid_to && *valid_to < day); }
    /// Null where it asks for no such cover.
    const Cover* cover(std::string_view id) const;
};

/// What a programme wants to reach.
struct Target {
    std::int64_t brands = 0, first_batch = 0, first_year = 0, last_year = 0;
};

struct Annex {
    std::string version;
    int province = 0;  ///< the first two digits of its divisions
    Target target{};
    std::vector<Criterion> criteria{};
    std::vector<std::pair<std::string, plugin::Text>> laws{};

    const Criterion* criterion(std::string_view id) const;
    plugin::Text law(std::string_view id) const;
};

/// Reads a pack strictly: no unknown member, days that exist, figures and categories that the plugin knows.
/// Adds a fault for each thing that is wrong, up to 20.
Annex read_annex(const plugin::Value& content, plugin::Faults& faults);

/// JSON Schema (2020-12) of the pack's file.
plugin::Object schema_of_annex();

}  // namespace xinbu::brands
