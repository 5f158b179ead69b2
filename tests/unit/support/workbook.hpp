// Workbooks made by hand: a ZIP archive of stored parts, whose every claim can be made a false one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace xinbu::test {

/// One part of an archive, and what the archive claims of it where that is not the truth.
struct ZipPart {
    std::string name, content;
    std::optional<std::uint32_t> claimed_bytes{}, claimed_packed{}, claimed_checksum{};
    std::uint16_t flags = 0, method = 0;
};

inline std::uint32_t crc32_of(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ (0xEDB88320U & (0U - (crc & 1U)));
    }
    return ~crc;
}

/// `claimed_parts` stands in the end record instead of their number.
inline std::string zip_of(const std::vector<ZipPart>& parts,
                          std::optional<std::uint16_t> claimed_parts = {}) {
    const auto put = [](std::string& out, std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFU);
    };
    std::string file, directory;
    for (const ZipPart& part : parts) {
        std::string head;
        put(head, part.flags, 2);
        put(head, part.method, 2);
        put(head, 0x21U << 16U, 4);  // 1980-01-01
        put(head, part.claimed_checksum.value_or(crc32_of(part.content)), 4);
        put(head, part.claimed_packed.value_or(static_cast<std::uint32_t>(part.content.size())), 4);
        put(head, part.claimed_bytes.value_or(static_cast<std::uint32_t>(part.content.size())), 4);
        put(head, part.name.size(), 2);
        put(head, 0, 2);
        directory += "PK\1\2";
        put(directory, 20, 2);
        put(directory, 20, 2);
        directory += head;
        put(directory, 0, 8);
        put(directory, 0, 2);
        put(directory, file.size(), 4);
        directory += part.name;
        file += "PK\3\4";
        put(file, 20, 2);
        file += head + part.name + part.content;
    }
    const std::size_t begin = file.size();
    file += directory + "PK\5\6";
    put(file, 0, 4);
    const std::uint16_t count = claimed_parts.value_or(static_cast<std::uint16_t>(parts.size()));
    put(file, count, 2);
    put(file, count, 2);
    put(file, directory.size(), 4);
    put(file, begin, 4);
    put(file, 0, 2);
    return file;
}

/// A workbook as spreadsheets write it, each part open to change.
struct WorkbookText {
    /// Inside <worksheet>: <cols>, <sheetData>, <mergeCells>.
    std::string sheet;
    std::string strings{};   ///< inside <sst>; empty: no such part
    std::string formats{};   ///< inside <styleSheet>; empty: no such part
    std::string workbook{};  ///< inside <workbook>, before <sheets>
    std::string sheets = R"(<sheet name="名单" sheetId="1" r:id="rId1"/>)";
    std::string relations{};  ///< further ones of the workbook
    std::vector<ZipPart> more{};

    std::vector<ZipPart> parts() const {
        const std::string xml = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
        const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const std::string package = "http://schemas.openxmlformats.org/package/2006/relationships";
        const auto relation = [&](const char* id, const char* type, const char* target) {
            return "<Relationship Id=\"" + std::string(id) + "\" Type=\"" + office + "/" + type +
                   "\" Target=\"" + target + "\"/>";
        };
        const auto relations_part = [&](const std::string& inside) {
            return xml + "<Relationships xmlns=\"" + package + "\">" + inside + "</Relationships>";
        };
        std::string own = relation("rId1", "worksheet", "worksheets/sheet1.xml") + relations;
        if (!strings.empty()) own += relation("rId8", "sharedStrings", "/xl/sharedStrings.xml");
        if (!formats.empty()) own += relation("rId9", "styles", "styles.xml");
        std::vector<ZipPart> made{
            {"[Content_Types].xml",
             xml + R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>)"},
            {"_rels/.rels", relations_part(relation("rId1", "officeDocument", "xl/workbook.xml"))},
            {"xl/workbook.xml", xml + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office + "\">" +
                                    workbook + "<sheets>" + sheets + "</sheets></workbook>"},
            {"xl/_rels/workbook.xml.rels", relations_part(own)},
            {"xl/worksheets/sheet1.xml",
             xml + "<worksheet xmlns=\"" + main + "\">" + sheet + "</worksheet>"}};
        if (!strings.empty())
            made.push_back(
                {"xl/sharedStrings.xml", xml + "<sst xmlns=\"" + main + "\">" + strings + "</sst>"});
        if (!formats.empty())
            made.push_back(
                {"xl/styles.xml", xml + "<styleSheet xmlns=\"" + main + "\">" + formats + "</styleSheet>"});
        made.insert(made.end(), more.begin(), more.end());
        return made;
    }
    std::string file() const { return zip_of(parts()); }
};

/// Rows of cells as they stand in a sheet: a text as an inline string, "=1.5" as the number 1.5, "=1.5;3" as
/// that number in style 3, "" as no cell.
inline std::string rows_of(const std::vector<std::vector<std::string>>& rows) {
    std::string out = "<sheetData>";
    for (std::size_t row = 0; row < rows.size(); ++row) {
        out += "<row r=\"" + std::to_string(row + 1) + "\">";
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            const std::string& text = rows[row][column];
            if (text.empty()) continue;
            const std::string place =
                std::string(1, static_cast<char>('A' + column)) + std::to_string(row + 1);
            if (!text.starts_with('=')) {
                out += "<c r=\"" + place + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
                continue;
            }
            const std::size_t end = text.find(';');
            const std::string style = end == std::string::npos ? "" : " s=\"" + text.substr(end + 1) + "\"";
            out += "<c r=\"" + place + "\"" + style + "><v>" + text.substr(1, end - 1) + "</v></c>";
        }
        out += "</row>";
    }
    return out + "</sheetData>";
}

}  // namespace xinbu::test
