// The reports: the gaps of one brand, the library, the coverage of counties, the figures of a period.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "annex.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::brands {

/// `brands.recognition` of a `brand`: each criterion with what there is, what is missing and what shows it,
/// then who decided. Nothing for a record that is no brand.
std::optional<plugin::ReportModel> report_recognition(const plugin::Object& parameters, const Annex& annex,
                                                      const plugin::Records& records);

/// `brands.library`, perhaps of one `level`, with what entered, rose and left in one `year`: the brands that
/// are in a library on the day, and those that left.
plugin::ReportModel report_library(const plugin::Object& parameters, const plugin::Records& records);

/// `brands.coverage`: brands by city and county against the target.
plugin::ReportModel report_coverage(const Annex& annex, const plugin::Records& records);

/// `brands.supervision` `from` one day `to` another, both included.
plugin::ReportModel report_supervision(const plugin::Object& parameters, const Annex& annex,
                                       const plugin::Records& records);

// ---- what they are made of

inline plugin::Text same(std::string_view text) {
    return {std::string(text), std::string(text)};
}
/// Nothing where the text is empty.
inline plugin::Cell cell(std::string_view text, plugin::Tone tone = plugin::Tone::neutral) {
    return text.empty() ? plugin::Cell{} : plugin::Cell{plugin::Value(text), tone};
}
inline plugin::Cell cell(const plugin::Text& text, plugin::Tone tone = plugin::Tone::neutral) {
    return text.is_empty() ? plugin::Cell{} : plugin::Cell{plugin::both(text), tone};
}
inline plugin::Cell cell(std::int64_t number, plugin::Tone tone = plugin::Tone::neutral) {
    return {plugin::Value(number), tone};
}
/// `part` of `whole` in basis points, rounded down; nothing of nothing.
plugin::Cell share_cell(std::int64_t part, std::int64_t whole, plugin::Tone tone = plugin::Tone::neutral);

/// Brands that are recognised, and those of them that the province recognised: in whatever year. All reports
/// call them so, and nothing else; those of the programme's years are named by their years.
inline const plugin::Text recognised_label{"Recognised, at whatever level", "已认定品牌（各级）"};
inline const plugin::Text by_province_label{"of them by the province, in whatever year",
                                            "其中省级（不限年度）"};

/// "320282 宜兴市"; an abolished one says so; the bare code where it is not known.
plugin::Text division_name(std::string_view code);
/// What may be found in a text member or is empty.
plugin::Text label_at(const plugin::Object& fields, std::string_view member,
                      const std::vector<plugin::Choice>& choices);

}  // namespace xinbu::brands
