// Reports as workbooks.
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include "drawings.hpp"
#include "xinbu/base/i18n.hpp"
#include "xlsx_sheets.hpp"

namespace xinbu::document {

namespace {

/// A file in memory: the library writes to paths only, and a report may not lie about on a disk.
class MemoryFile {
public:
    MemoryFile() : descriptor_(::memfd_create("report", MFD_CLOEXEC)) {
        if (descriptor_ < 0) drawing_failed("memfd_create");
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }
    Bytes content() const {
        struct stat status {};
        if (::fstat(descriptor_, &status) != 0) drawing_failed("fstat");
        Bytes bytes(static_cast<std::size_t>(status.st_size));
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t got =
                ::pread(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
            if (got <= 0) drawing_failed("pread");
            done += static_cast<std::size_t>(got);
        }
        return bytes;
    }

private:
    int descriptor_;
};

/// Seconds since 1970 of an instant of the form YYYY-MM-DDThh:mm:ssZ.
time_t seconds_of(const std::string& instant) {
    const std::optional<plugin::Date> day = plugin::Date::parse(std::string_view(instant).substr(0, 10));
    const auto number = [&](std::size_t at) {
        int value = 0;
        std::from_chars(instant.data() + at, instant.data() + at + 2, value);
        return value;
    };
    const std::chrono::seconds seconds = day->days().time_since_epoch() + std::chrono::hours(number(11)) +
                                         std::chrono::minutes(number(14)) + std::chrono::seconds(number(17));
    return seconds.count();
}

class Workbook {
public:
    Workbook(const plugin::ReportModel& model, const Frame& frame)
        : model_(model),
          frame_(frame),
          workbook_(workbook_new(file_.path().c_str())),
          sheets_(workbook_, frame) {
        if (workbook_ == nullptr) drawing_failed("workbook_new");
    }
    ~Workbook() {
        if (workbook_ != nullptr) workbook_close(workbook_);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    Bytes write() {
        set_properties();
        first_ = sheets_.add(names_.unique(tr("Report")));
        worksheet_set_column(first_, 0, 0, 32, nullptr);
        worksheet_set_column(first_, 1, 1, 72, nullptr);
        write_title();
        for (const plugin::ReportSection& section : model_.sections) write_section(section);
        write_sources();
        const lxw_error error = workbook_close(std::exchange(workbook_, nullptr));
        if (error != LXW_NO_ERROR) drawing_failed(lxw_strerror(error));
        return file_.content();
    }

private:
    void set_properties() {
        std::array<std::string, 5> texts{
            label_of(model_.title), label_of(model_.subject),
            label_of({frame_.organisation, frame_.organisation}),
            fmt::format("{} {} {}", shown_lines(frame_.origin), frame_.size, shown_lines(frame_.root)),
            program_name};
        constexpr std::size_t longest = 255;  // bytes
        for (std::string& text : texts)
            if (text.size() > longest) text.resize(longest - 3 - over(text, longest - 3));
        lxw_doc_properties properties{};
        properties.title = texts[0].data();
        properties.subject = texts[1].data();
        properties.author = texts[2].data();
        properties.keywords = texts[3].data();
        properties.manager = nullptr;
        properties.company = texts[4].data();
        properties.created = seconds_of(document_time(frame_));
        workbook_set_properties(workbook_, &properties);
    }
    /// How many bytes before `end` belong to a character that `end` would cut.
    static std::size_t over(const std::string& text, std::size_t end) {
        std::size_t bytes = 0;
        while (bytes < end && (static_cast<unsigned char>(text[end - bytes]) & 0xC0U) == 0x80U) ++bytes;
        return bytes;
    }

    /// A line that runs over both columns.
    void put(const std::string& text, CellLook look = {}) {
        if (text.empty()) return;
        look.wrapped = false;
        sheets_.write_text(first_, row_++, 0, text, look);
    }
    void put_pair(const std::string& label, const plugin::Cell& cell, plugin::Quantity quantity) {
        CellLook faint;
        faint.faint = true;
        sheets_.write_text(first_, row_, 0, label, faint);
        sheets_.write_cell(first_, row_, 1, cell, quantity);
        ++row_;
    }
    void put_heading(const std::string& text) {
        ++row_;
        CellLook look;
        look.bold = true;
        look.size = 13;
        put(text, look);
    }

    void write_title() {
        CellLook title;
        title.bold = true;
        title.size = 16;
        put(shown_lines(model_.title), title);
        put(shown_lines(model_.subject));
        CellLook warning;
        warning.bold = true;
        warning.tone = plugin::Tone::bad;
        put(doubt_sentence(frame_), warning);
    }

    void write_section(const plugin::ReportSection& section) {
        put_heading(shown_lines(section.heading));
        for (const plugin::ReportBlock& block : section.blocks) {
            if (const auto* paragraph = std::get_if<plugin::ReportParagraph>(&block)) {
                CellLook look;
                look.tone = paragraph->tone;
                sheets_.write_text(first_, row_++, 1, shown_lines(paragraph->text), look);
            } else if (const auto* facts = std::get_if<plugin::ReportFacts>(&block)) {
                write(*facts);
            } else if (const auto* table = std::get_if<plugin::ReportTable>(&block)) {
                write(*table, table->title, section);
            } else if (const std::optional<ShownCode> code = code_in(block, model_, frame_)) {
                put_pair(code->caption, {code->content, plugin::Tone::neutral}, plugin::Quantity::text);
            } else if (const std::optional<Chart> chart = chart_in(block)) {
                write(table_of(*chart), title_of(*chart), section);
            }
        }
    }

    void write(const plugin::ReportFacts& facts) {
        CellLook faint;
        faint.faint = true;
        for (const plugin::ReportFact& fact : facts.facts) {
            put_pair(shown_lines(fact.label), fact.cell, fact.quantity);
            if (!fact.remark.is_empty())
                sheets_.write_text(first_, row_++, 1, shown_lines(fact.remark), faint);
        }
    }

    /// A table has a sheet of its own; the first sheet says which.
    void write(const plugin::ReportTable& table, const plugin::Text& title,
               const plugin::ReportSection& section) {
        const std::string wanted = label_of(title.is_empty() ? section.heading : title);
        const std::string name = names_.unique(wanted);
        put(fmt::format("→ {}", name));
        sheets_.add_table(table, name);
    }

    void write_sources() {
        if (!model_.sources.empty()) put_heading(tr("Sources"));
        for (const plugin::ReportSource& source : model_.sources) put(source_line(source));
        put_heading(tr("What it was made from"));
        for (const auto& [label, value] : provenance(frame_))
            put_pair(label, {value, plugin::Tone::neutral}, plugin::Quantity::text);
    }

    const plugin::ReportModel& model_;
    const Frame& frame_;
    MemoryFile file_;
    lxw_workbook* workbook_;
    Sheets sheets_;
    SheetNames names_;
    lxw_worksheet* first_ = nullptr;
    std::uint32_t row_ = 0;
};

}  // namespace

Bytes to_xlsx(const plugin::ReportModel& model, const Frame& frame) {
    return Workbook(model, frame).write();
}

}  // namespace xinbu::document
