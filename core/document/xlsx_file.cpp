#include "xlsx_file.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <utility>

#include "drawings.hpp"
#include "xinbu/base/instant.hpp"

namespace xinbu::document {

namespace {

/// How many bytes before `end` belong to a character that `end` would cut.
std::size_t over(const std::string& text, std::size_t end) {
    std::size_t bytes = 0;
    while (bytes < end && (static_cast<unsigned char>(text[end - bytes]) & 0xC0U) == 0x80U) ++bytes;
    return bytes;
}

}  // namespace

WorkbookFile::WorkbookFile() : descriptor_(::memfd_create("report", MFD_CLOEXEC)) {
    if (descriptor_ < 0) drawing_failed("memfd_create");
    workbook_ = workbook_new(fmt::format("/proc/self/fd/{}", descriptor_).c_str());
    if (workbook_ != nullptr) return;
    ::close(descriptor_);
    drawing_failed("workbook_new");
}

WorkbookFile::~WorkbookFile() {
    if (workbook_ != nullptr) workbook_close(workbook_);
    ::close(descriptor_);
}

void WorkbookFile::set_properties(const std::string& title, const std::string& subject, const Frame& frame) {
    std::array<std::string, 6> texts{
        title,
        subject,
        label_of({frame.organisation, frame.organisation}),
        fmt::format("{} {} {}", shown_lines(frame.origin), frame.size, shown_lines(frame.root)),
        program_name,
        shown_lines(frame.mark)};
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
    if (!frame.mark.empty()) properties.comments = texts[5].data();
    properties.created = seconds_of(document_time(frame)).value_or(0);
    workbook_set_properties(workbook_, &properties);
}

Bytes WorkbookFile::close() {
    const lxw_error error = workbook_close(std::exchange(workbook_, nullptr));
    if (error != LXW_NO_ERROR) drawing_failed(lxw_strerror(error));
    return content();
}

Bytes WorkbookFile::content() const {
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

}  // namespace xinbu::document
