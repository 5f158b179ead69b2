#include "xlsx_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::readers {
namespace {

using plugin::XmlElement;

struct Relation {
    std::string id, type, target;
};

/// "xl/workbook.xml" and "worksheets/sheet1.xml" make "xl/worksheets/sheet1.xml".
std::string resolved(std::string_view from, std::string_view target) {
    std::vector<std::string_view> steps;
    const auto walk = [&](std::string_view path) {
        while (!path.empty()) {
            const std::size_t end = std::min(path.find('/'), path.size());
            const std::string_view step = path.substr(0, end);
            path.remove_prefix(std::min(end + 1, path.size()));
            if (step == "..") {
                if (!steps.empty()) steps.pop_back();
            } else if (!step.empty() && step != ".") {
                steps.push_back(step);
            }
        }
    };
    if (!target.starts_with('/')) walk(from.substr(0, from.rfind('/') + 1));
    walk(target);
    return fmt::format("{}", fmt::join(steps, "/"));
}

/// What a part refers to inside the package.
std::vector<Relation> relations_of(const ZipPackage& package, const std::string& part,
                                   const XlsxLimits& limits) {
    const std::size_t name = part.rfind('/') + 1;
    const std::string file = part.substr(0, name) + "_rels/" + part.substr(name) + ".rels";
    std::vector<Relation> relations;
    if (!package.has(file)) return relations;
    read_part(package, file, limits.part_bytes, {"Relationship"}, [&](const XmlElement& one) {
        if (attribute(one, "TargetMode") != "External")
            relations.push_back({std::string(attribute(one, "Id")), std::string(attribute(one, "Type")),
                                 resolved(part, attribute(one, "Target"))});
        return true;
    });
    return relations;
}

/// Strict and transitional files name the types by other addresses with the same end.
bool is_of(const Relation& relation, std::string_view type) {
    return relation.type.ends_with(type);
}

std::string target_of(const std::vector<Relation>& relations, std::string_view type) {
    const auto found = std::ranges::find_if(relations, [&](const Relation& one) { return is_of(one, type); });
    return found == relations.end() ? std::string() : found->target;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The character of "_xHHHH_" at a place; nothing where none is escaped there.
std::optional<unsigned> escaped_at(std::string_view text, std::size_t at) {
    constexpr std::size_t length = 7;
    if (text.size() - at < length || text[at + 1] != 'x' || text[at + length - 1] != '_') return std::nullopt;
    unsigned value = 0;
    for (std::size_t i = at + 2; i + 1 < at + length; ++i) {
        const int digit = hex_value(text[i]);
        if (digit < 0) return std::nullopt;
        value = value * 16 + static_cast<unsigned>(digit);
    }
    return value;
}

void append_runs(const XmlElement& element, std::string& text) {
    for (const XmlElement& child : element.children) {
        if (child.name == "t") text += child.text;
        if (child.name == "r") append_runs(child, text);
    }
}

std::int64_t number_in(std::string_view text) {
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && stop == text.data() + text.size() ? value : -1;
}

}  // namespace

XmlLimits part_limits() {
    XmlLimits limits;
    limits.doctype = false;
    limits.exact = true;
    limits.nodes = 1'000'000;  // all formats of cells are one record
    return limits;
}

XmlOutcome read_part(const ZipPackage& package, const std::string& part, std::uint64_t most_bytes,
                     const std::vector<std::string>& elements, const XmlHandler& on_element,
                     const XmlProgress& progress) {
    XmlOutcome outcome;
    package.read(part, most_bytes, [&](std::istream& stream) {
        try {
            outcome = read_xml(stream, package.name(), elements, on_element, part_limits(), progress);
        } catch (const Failure& failure) {
            if (failure.error().code != "bad_xml" || failure.error().details.empty()) throw;
            // A line of a part is no line of the file that the user knows.
            const Detail& detail = failure.error().details.front();
            throw bad_xlsx(package.name(), detail.rule.c_str(),
                           fmt::format(fmt::runtime(tr("its part {} (line {}): {}")), printable(part, 60),
                                       detail.line, detail.message));
        }
    });
    return outcome;
}

std::string_view attribute(const XmlElement& element, std::string_view name) {
    for (const plugin::Member& member : element.attributes) {
        const bool is_it =
            member.name == name || (member.name.ends_with(name) && member.name.starts_with('{') &&
                                    member.name[member.name.size() - name.size() - 1] == '}');
        if (is_it && member.value.text() != nullptr) return *member.value.text();
    }
    return {};
}

bool is_set(std::string_view truth) {
    return truth == "1" || truth == "true";
}

std::string without_escapes(std::string_view text) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const std::optional<unsigned> code = text[at] == '_' ? escaped_at(text, at) : std::nullopt;
        // Halves of characters beyond FFFF stand for nothing alone; whoever wrote them meant the letters.
        if (!code || (*code >= 0xD800 && *code <= 0xDFFF)) {
            made += text[at++];
            continue;
        }
        const unsigned c = *code;
        if (c < 0x80) {
            made += static_cast<char>(c);
        } else if (c < 0x800) {
            made += static_cast<char>(0xC0U | c >> 6U);
            made += static_cast<char>(0x80U | (c & 0x3FU));
        } else {
            made += static_cast<char>(0xE0U | c >> 12U);
            made += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
            made += static_cast<char>(0x80U | (c & 0x3FU));
        }
        at += 7;
    }
    return made;
}

std::string text_of(const XmlElement& element) {
    std::string text;
    append_runs(element, text);
    return text.find("_x") == std::string::npos ? text : without_escapes(text);
}

WorkbookParts workbook_of(const ZipPackage& package, const XlsxLimits& limits) {
    const std::string part = target_of(relations_of(package, "", limits), "/officeDocument");
    if (part.empty() || part.ends_with(".bin"))
        throw bad_xlsx(package.name(), "xlsx.format",
                       package.has("mimetype") || part.ends_with(".bin")
                           ? tr("the file is a spreadsheet of another kind (.ods or .xlsb)")
                           : tr("the file is an archive, but no Excel workbook (.xlsx)"));
    const std::vector<Relation> relations = relations_of(package, part, limits);
    WorkbookParts made;
    const auto take = [&](const XmlElement& one) {
        if (one.name == "workbookPr") made.counts_from_1904 |= is_set(attribute(one, "date1904"));
        if (one.name == "calcPr") made.is_uncomputed |= is_set(attribute(one, "fullCalcOnLoad"));
        if (one.name != "sheet") return true;
        const auto relation = std::ranges::find(relations, attribute(one, "id"), &Relation::id);
        if (relation == relations.end() || !is_of(*relation, "/worksheet")) return true;
        const std::string_view state = attribute(one, "state");
        made.sheets.push_back({std::string(attribute(one, "name")), relation->target,
                               state == "hidden" || state == "veryHidden"});
        return true;
    };
    const XmlOutcome outcome =
        read_part(package, part, limits.part_bytes, {"workbookPr", "calcPr", "sheet"}, take);
    if (outcome.root != "workbook" || made.sheets.empty())
        throw bad_xlsx(package.name(), "xlsx.format", tr("the workbook has no sheet of cells"));
    made.strings = target_of(relations, "/sharedStrings");
    made.styles = target_of(relations, "/styles");
    made.has_macros =
        std::ranges::any_of(relations, [](const Relation& one) { return is_of(one, "/vbaProject"); });
    return made;
}

SharedTexts::SharedTexts(const ZipPackage& package, const std::string& part, const XlsxLimits& limits) {
    read_part(package, part, limits.strings_bytes, {"si"}, [&](const XmlElement& one) {
        if (ends_.size() == limits.strings)
            throw bad_xlsx(
                package.name(), "xlsx.strings",
                fmt::format(fmt::runtime(tr("the workbook holds more than {} texts")), limits.strings));
        bytes_ += text_of(one);
        ends_.push_back(bytes_.size());
        return true;
    });
}

std::string_view SharedTexts::at(std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(bytes_).substr(begin, ends_[index] - begin);
}

std::vector<NumberFormat> cell_formats(const ZipPackage& package, const std::string& part,
                                       const XlsxLimits& limits) {
    std::map<std::int64_t, NumberFormat> own;
    std::vector<std::int64_t> ids;
    read_part(package, part, limits.part_bytes, {"numFmts", "cellXfs"}, [&](const XmlElement& group) {
        for (const XmlElement& one : group.children) {
            const std::int64_t id = number_in(attribute(one, "numFmtId"));
            if (group.name == "cellXfs") ids.push_back(id);
            if (group.name == "numFmts") own.insert_or_assign(id, format_of(attribute(one, "formatCode")));
        }
        return true;
    });
    std::vector<NumberFormat> formats;
    for (const std::int64_t id : ids) {
        const auto found = own.find(id);
        formats.push_back(found != own.end() ? found->second : built_in_format(id));
    }
    return formats;
}

}  // namespace xinbu::readers
