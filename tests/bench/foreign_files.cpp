#include "foreign_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>

#include "trademarks.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::bench {

namespace {

/// Writes a file from its first line to its last.
class File {
public:
    explicit File(const std::filesystem::path& path)
        : path_(path), stream_(path, std::ios::binary | std::ios::trunc) {}
    template <class... Parts>
    void put(fmt::format_string<Parts...> text, Parts&&... parts) {
        stream_ << fmt::format(text, std::forward<Parts>(parts)...);
    }
    void end() {
        if (!stream_.flush())
            throw Failure(Category::storage, "io_error", path_.string(), "it cannot be written");
    }

private:
    std::filesystem::path path_;
    std::ofstream stream_;
};

/// "20200614".
std::string plain(std::string day) {
    std::erase(day, '-');
    return day;
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return text;
}

/// A mark in Latin letters; most of ours have Chinese ones alone.
std::string latin(const Trademark& mark, std::uint64_t index) {
    const std::size_t space = mark.mark.find(' ');
    return space != std::string::npos ? mark.mark.substr(space + 1) : fmt::format("Kiln {}", index);
}

}  // namespace

void write_daily_xml(const std::filesystem::path& path, std::uint64_t first, std::uint64_t count) {
    File file(path);
    file.put(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<trademark-applications-daily><application-information>"
        "<file-segments><action-keys>\n");
    for (std::uint64_t i = first; i < first + count; ++i) {
        const Trademark mark = trademark(i);
        const std::string applied = plain(mark.applied), registered = plain(mark.registered);
        file.put(
            "<case-file><serial-number>{}</serial-number><registration-number>{:07}</registration-number>"
            "<transaction-date>20260401</transaction-date>\n<case-file-header><filing-date>{}</filing-date>"
            "<registration-date>{}</registration-date><status-code>700</status-code>"
            "<status-date>{}</status-date><mark-identification>{}</mark-identification>"
            "<mark-drawing-code>4</mark-drawing-code>",
            mark.number, 4'000'000 + i, applied, registered, registered, upper(latin(mark, i)));
        for (const char* flag :
             {"trademark-in", "collective-trademark-in", "service-mark-in", "certification-mark-in",
              "opposition-pending-in", "section-2f-in", "renewal-filed-in", "intent-to-use-in",
              "drawing-3d-current-in", "standard-characters-claimed-in"})
            file.put("<{}>F</{}>", flag, flag);
        file.put(
            "</case-file-header>\n<case-file-statements><case-file-statement><type-code>GS{:0>3}1</type-code>"
            "<text>{}</text></case-file-statement></case-file-statements>\n<case-file-event-statements>",
            mark.mark_class, mark.goods);
        int number = 0;
        for (const auto& [code, words, day] : {std::tuple{"NWAP", "NEW APPLICATION ENTERED", applied},
                                               {"PUBO", "PUBLISHED FOR OPPOSITION", registered},
                                               {"R.PR", "REGISTERED-PRINCIPAL REGISTER", registered}})
            file.put(
                "<case-file-event-statement><code>{}</code><type>I</type><description-text>{}"
                "</description-text><date>{}</date><number>{}</number></case-file-event-statement>",
                code, words, day, ++number);
        file.put(
            "</case-file-event-statements>\n<classifications><classification><international-code>{:0>3}"
            "</international-code></classification></classifications>\n<case-file-owners><case-file-owner>"
            "<entry-number>1</entry-number><party-type>30</party-type><party-name>{}</party-name>"
            "</case-file-owner></case-file-owners></case-file>\n",
            mark.mark_class, mark.owner);
    }
    file.put("</action-keys></file-segments></application-information></trademark-applications-daily>\n");
    file.end();
}

void write_portal_json(const std::filesystem::path& path, std::uint64_t first, std::uint64_t count) {
    File file(path);
    file.put("{{\"count\": {}, \"patentFileWrapperDataBag\": [", count);
    for (std::uint64_t i = first; i < first + count; ++i) {
        const Trademark mark = trademark(i);
        file.put(
            "{}\n{{\"applicationNumberText\": \"{}\", \"lastIngestionDateTime\": \"2026-04-01T10:00:00\", "
            "\"applicationMetaData\": {{\"inventionTitle\": \"{}\", \"applicationTypeLabelName\": "
            "\"Utility\", "
            "\"filingDate\": \"{}\", \"grantDate\": \"{}\", \"patentNumber\": \"{}\", "
            "\"applicationStatusCode\": 150, \"applicationStatusDescriptionText\": \"Patented Case\", "
            "\"applicationStatusDate\": \"{}\", \"applicantBag\": [{{\"applicantNameText\": \"{}\"}}], "
            "\"cpcClassificationBag\": [\"C04B  33/13\", \"A47G  19/14\", \"B28B   1/02\"]}},",
            i == first ? "" : ",", mark.number, latin(mark, i), mark.applied, mark.registered, 9'000'000 + i,
            mark.registered, mark.owner);
        file.put(
            " \"eventDataBag\": [{{\"eventCode\": \"IEXX\", \"eventDescriptionText\": \"Initial Exam Team "
            "nn\", "
            "\"eventDate\": \"{0}\"}}, {{\"eventCode\": \"CTNF\", \"eventDescriptionText\": \"Non-Final "
            "Rejection\", \"eventDate\": \"{1}\"}}, {{\"eventCode\": \"PGM/\", \"eventDescriptionText\": "
            "\"Recordation of Patent Grant Mailed\", \"eventDate\": \"{1}\"}}], \"assignmentBag\": "
            "[{{\"reelAndFrameNumber\": \"{2:06}/{3:04}\", \"assignmentRecordedDate\": \"{1}\", "
            "\"conveyanceText\": \"ASSIGNMENT OF ASSIGNORS INTEREST\", \"assignorBag\": [{{\"assignorName\": "
            "\"LIN {2}\", \"executionDate\": \"{0}\"}}], \"assigneeBag\": [{{\"assigneeNameText\": "
            "\"{4}\"}}]}}]}}",
            mark.applied, mark.registered, 40'000 + i / 1000, i % 1000, mark.owner);
    }
    file.put("]}}\n");
    file.end();
}

void write_chinese_list(const std::filesystem::path& path, std::uint64_t first, std::uint64_t count) {
    File file(path);
    file.put(
        "注册号,商标名称,国际分类,申请人名称(中文),统一社会信用代码,申请日期,注册公告日期,专用权期限,"
        "商标类型,"
        "商标流程状态,获取日期,商品/服务项目\n");
    for (std::uint64_t i = first; i < first + count; ++i) {
        const Trademark mark = trademark(i);
        file.put("{},{},第{}类,{},{},{},{},{} 至 {},一般,注册,2026-04-01,{}\n", mark.number, mark.mark,
                 mark.mark_class, mark.owner, mark.uscc, mark.applied, mark.registered, mark.registered,
                 mark.expires, mark.goods);
    }
    file.end();
}

void write_german_register(const std::filesystem::path& path, std::uint64_t first, std::uint64_t count) {
    File file(path);
    file.put(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Transaction "
        "xmlns=\"http://www.wipo.int/standards/XMLSchema/trademarks\"><TradeMarkTransactionBody>\n");
    for (std::uint64_t i = first; i < first + count; ++i) {
        const Trademark mark = trademark(i);
        file.put(
            "<TradeMark><RegistrationOfficeCode>DE</RegistrationOfficeCode><ApplicationNumber>{0}"
            "</ApplicationNumber><ApplicationDate>{1}</ApplicationDate><RegistrationNumber>{0}"
            "</RegistrationNumber><RegistrationDate>{2}</RegistrationDate><ExpiryDate>{3}</ExpiryDate>"
            "<MarkCurrentStatusCode>Marke "
            "eingetragen</MarkCurrentStatusCode><MarkFeature>Word</MarkFeature>\n"
            "<WordMarkSpecification><MarkVerbalElementText>{4}</MarkVerbalElementText>"
            "</WordMarkSpecification><GoodsServicesDetails><GoodsServices><ClassDescriptionDetails>"
            "<ClassDescription><ClassNumber>{5}</ClassNumber><GoodsServicesDescription>{6}"
            "</GoodsServicesDescription></ClassDescription></ClassDescriptionDetails></GoodsServices>"
            "</GoodsServicesDetails>\n",
            mark.number, mark.applied, mark.registered, mark.expires, latin(mark, i), mark.mark_class,
            mark.goods);
        file.put(
            "<ApplicantDetails><Applicant><ApplicantAddressBook><FormattedNameAddress><Name><FreeFormatName>"
            "<FreeFormatNameDetails><FreeFormatNameLine>{}</FreeFormatNameLine></FreeFormatNameDetails>"
            "</FreeFormatName></Name></FormattedNameAddress></ApplicantAddressBook></Applicant>"
            "</ApplicantDetails>\n<MarkRecordDetails>",
            mark.owner);
        for (const auto& [record_kind, day] :
             {std::pair{"Eintragung", mark.registered}, {"Berichtigung", mark.registered}})
            file.put(
                "<MarkRecord><BasicRecord><RecordIdentifier>{}</RecordIdentifier><BasicRecordKind>{}"
                "</BasicRecordKind><RecordCurrentStatusDate>{}</RecordCurrentStatusDate></BasicRecord>"
                "</MarkRecord>",
                i, record_kind, day);
        file.put("</MarkRecordDetails></TradeMark>\n");
    }
    file.put("</TradeMarkTransactionBody></Transaction>\n");
    file.end();
}

}  // namespace xinbu::bench
