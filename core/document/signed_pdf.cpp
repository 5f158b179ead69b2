// Signatures in PDF (ISO 32000-1, 12.8; ETSI EN 319 142-1).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "pdf_update.hpp"
#include "signed.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::document {

namespace {

constexpr std::string_view range_name = "/ByteRange [";
constexpr std::string_view contents_name = "/Contents ";
constexpr std::string_view attachment_head = "<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length ";
constexpr std::string_view time_name = "/M (D:";
constexpr std::size_t range_digits = 46;    ///< room for four numbers
constexpr std::size_t room_for_cms = 8192;  ///< bytes: a chain of a few certificates would fit as well

/// What the signature covers: all but its own hexadecimal digits, and the brackets around them.
struct Ranges {
    std::size_t gap_begin = 0, gap_end = 0;
};

Hash digest_of(std::string_view text, const Ranges& ranges) {
    return crypto::Hasher()
        .update(as_bytes(text.substr(0, ranges.gap_begin)))
        .update(as_bytes(text.substr(ranges.gap_end)))
        .finish();
}

// ---- writing

std::string signature_dictionary(const Endorsement& endorsement) {
    return fmt::format(
        "<< /Type /Sig\n   /Filter /Adobe.PPKLite\n   /SubFilter /ETSI.CAdES.detached\n   {}{:{}}]\n"
        "   {}<{:0>{}}>\n   /M {}\n   /Name {}\n>>",
        range_name, "", range_digits, contents_name, "", 2 * room_for_cms, pdf_date(endorsement.time),
        pdf_text(endorsement.organisation));
}

void put_attachment(PdfUpdate& update, int stream, int file, std::string_view content) {
    update.put(stream, fmt::format("{}{} /Params << /Size {} >> >>\nstream\n{}\nendstream", attachment_head,
                                   content.size(), content.size(), content));
    update.put(file, fmt::format("<< /Type /Filespec\n   /F ({0})\n   /UF ({0})\n   /EF << /F {1} 0 R >>\n"
                                 "   /AFRelationship /Alternative\n>>",
                                 twin_name, stream));
}

// ---- reading

/// The last signature of a file. It must leave out its own digits and nothing else.
Ranges ranges_of(std::string_view text) {
    const std::size_t name = text.rfind(range_name);
    if (name == std::string_view::npos) bad_signed_report(tr("it bears no signature"));
    std::string_view rest = text.substr(name + range_name.size());
    std::array<std::size_t, 4> numbers{};
    for (std::size_t& number : numbers) {
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        if (error != std::errc{}) bad_signed_report(tr("what its signature covers is malformed"));
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    }
    const auto [begin, gap_begin, gap_end, length] = numbers;
    if (begin != 0 || gap_begin >= gap_end || gap_end > text.size() ||
        !text.substr(0, gap_begin).ends_with(contents_name) || text[gap_begin] != '<' ||
        text[gap_end - 1] != '>')
        bad_signed_report(tr("what its signature covers is malformed"));
    if (length != text.size() - gap_end)
        bad_signed_report(tr("something was put behind what was signed, or taken away"));
    return {gap_begin, gap_end};
}

crypto::Certificate signer_of(std::string_view text, const Ranges& ranges) {
    const std::string_view hex = text.substr(ranges.gap_begin + 1, ranges.gap_end - ranges.gap_begin - 2);
    const auto cms = hex.size() <= 2 * room_for_cms ? from_hex(hex) : std::nullopt;
    if (!cms) bad_signed_report(tr("its signature is malformed"));
    return take(crypto::verify_detached(digest_of(text, ranges), *cms));
}

/// The attached twin. What lies in the file is known to be what was signed.
std::string_view twin_in(std::string_view text) {
    const std::size_t head = text.rfind(attachment_head);
    if (head == std::string_view::npos) bad_signed_report(tr("it does not carry its JSON twin"));
    std::string_view rest = text.substr(head + attachment_head.size());
    std::size_t length = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), length);
    constexpr std::string_view begin = ">>\nstream\n";
    const std::size_t at = rest.find(begin);
    if (at == std::string_view::npos || length > rest.size() - at - begin.size())
        bad_signed_report(tr("it does not carry its JSON twin"));
    return rest.substr(at + begin.size(), length);
}

/// "20260928071205Z" in the dictionary of the signature, as RFC 3339; empty where it is none.
std::string time_in(std::string_view text, const Ranges& ranges) {
    constexpr std::size_t digits = 14;
    const std::size_t at = text.find(time_name, ranges.gap_end);
    if (at == std::string_view::npos) return {};
    const std::string_view time = text.substr(at + time_name.size()).substr(0, digits);
    if (time.size() != digits || time.find_first_not_of("0123456789") != std::string_view::npos) return {};
    return fmt::format("{}-{}-{}T{}:{}:{}Z", time.substr(0, 4), time.substr(4, 2), time.substr(6, 2),
                       time.substr(8, 2), time.substr(10, 2), time.substr(12, 2));
}

SignedReport read(ByteView pdf) {
    if (pdf.size() > largest_signed_bytes) bad_signed_report(tr("it is larger than any report"));
    const std::string_view text = as_text(pdf);
    const Ranges ranges = ranges_of(text);
    const crypto::Certificate signer = signer_of(text, ranges);
    SignedReport report = take(read_signed_json(twin_in(text)));
    if (signer.key().id() != report.key)
        bad_signed_report(tr("its signature is by another key than the one that the registry named"));
    report.time = time_in(text, ranges);
    return report;
}

}  // namespace

Bytes sign_pdf(ByteView pdf, std::string_view twin, const Endorsement& endorsement) {
    PdfUpdate update(pdf);
    const int page = update.first_page(), catalog = update.catalog();
    const int signature = update.new_number(), field = update.new_number();
    const int stream = update.new_number(), file = update.new_number();
    put_attachment(update, stream, file, twin);
    // The field is on the first page and takes no room there.
    update.put(field, fmt::format("<< /Type /Annot\n   /Subtype /Widget\n   /FT /Sig\n   /T (Signature)\n"
                                  "   /V {} 0 R\n   /P {} 0 R\n   /Rect [ 0 0 0 0 ]\n   /F 132\n>>",
                                  signature, page));
    update.put(page, fmt::format("<<{}   /Annots [ {} 0 R ]\n>>", update.dictionary(page), field));
    update.put(
        catalog,
        fmt::format("<<{}   /Version /1.7\n   /AcroForm << /Fields [ {} 0 R ] /SigFlags 3 >>\n"
                    "   /Names << /EmbeddedFiles << /Names [ ({}) {} 0 R ] >> >>\n   /AF [ {} 0 R ]\n>>",
                    update.dictionary(catalog), field, twin_name, file, file));
    update.put(signature, signature_dictionary(endorsement));

    std::string text = update.finish();
    const std::size_t range = text.rfind(range_name) + range_name.size();
    const std::size_t gap = text.find(contents_name, range) + contents_name.size();
    const Ranges ranges{gap, gap + 2 * room_for_cms + 2};
    const std::string numbers =
        fmt::format("0 {} {} {}", ranges.gap_begin, ranges.gap_end, text.size() - ranges.gap_end);
    text.replace(range, numbers.size(), numbers);
    const std::string cms =
        to_hex(crypto::sign_detached(digest_of(text, ranges), endorsement.key, endorsement.certificate));
    if (cms.size() > 2 * room_for_cms || numbers.size() > range_digits)
        throw Failure(Category::internal, "document_failed", tr("the report"),
                      tr("there is not enough room for its signature"));
    text.replace(gap + 1, cms.size(), cms);
    return to_bytes(as_bytes(text));
}

Result<SignedReport> read_signed_pdf(ByteView pdf) {
    return refusing([&] { return read(pdf); });
}

}  // namespace xinbu::document
