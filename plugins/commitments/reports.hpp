// The reports: one commitment's letter, the list to post, the figures of a period.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xinbu/plugin/api.hpp"

namespace xinbu::commitments {

/// `commitments.letter` of `commitment`: the letter as the promisor signed it, then its state, its clocks and
/// its course. Nothing for a record that is no commitment.
std::optional<plugin::ReportModel> letter(const plugin::Object& parameters, const plugin::Records& records);

/// `commitments.register`, perhaps of one `scheme`: the published commitments, to be posted. Those for a
/// limited circle stand there without name and matter, withheld ones not at all, and a breach no longer than
/// it may be published.
plugin::ReportModel posted_register(const plugin::Object& parameters, const plugin::Records& records);

/// `commitments.template`, perhaps of one `scheme`: the accepted commitments by the twenty items of the
/// national template, under its Chinese names in every language; `xinbu export` writes nothing but that
/// table, and the adapters commitments-csv and -xlsx read it.
plugin::ReportModel national_template(const plugin::Object& parameters, const plugin::Records& records);

/// `commitments.supervision` `from` one day `to` another, both included, perhaps of one `scheme`.
plugin::ReportModel supervision(const plugin::Object& parameters, const plugin::Records& records);

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
inline plugin::Cell cell(std::size_t count) {
    return {plugin::Value(static_cast<std::int64_t>(count))};
}

inline std::string_view code_of(std::string_view record) {
    return record.substr(record.find('/') + 1);
}
inline std::string_view name_of_party(const plugin::Object& fields, std::string_view member) {
    return plugin::text_at(plugin::object_at(fields, member), "name");
}

}  // namespace xinbu::commitments
