// A signed report from somebody else. The input is tried as it is, and as the signature of a PDF and the
// inside of a JSON twin that are framed well.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "xinbu/crypto/document_signature.hpp"
#include "xinbu/document/signed_report.hpp"
#include "xinbu/json/json.hpp"

using namespace xinbu;

namespace {

/// Whatever it is, it is none: no input knows the key of a registry.
void check(const Result<document::SignedReport>& report) {
    if (report || report.error().category != Category::refused) std::abort();
}

std::string framed_pdf(ByteView signature) {
    const std::string hex = to_hex(signature), head = "%PDF-1.5\n/ByteRange [0 ";
    constexpr std::string_view contents = "] /Contents ";
    constexpr std::size_t digits = 30;
    const std::size_t begin = head.size() + digits + contents.size(), end = begin + hex.size() + 2;
    const std::string tail = "\n/M (D:20260928071205Z)\n%%EOF\n";
    std::string numbers =
        std::to_string(begin) + " " + std::to_string(end) + " " + std::to_string(tail.size());
    numbers.resize(digits, ' ');
    return head + numbers + std::string(contents) + "<" + hex + ">" + tail;
}

std::string framed_json(std::string_view proof, std::string_view payload) {
    using plugin::Array;
    using plugin::Object;
    const Object envelope{
        {"payload", to_base64(as_bytes(payload))},
        {"payloadType", document::report_payload_type},
        {"signatures", Array{Object{{"keyid", std::string(64, '0')}, {"sig", to_base64(Bytes(64))}}}}};
    return json::canonical(plugin::Value(Object{{"consistency", Array{}},
                                                {"envelope", envelope},
                                                {"proof", proof},
                                                {"type", "application/vnd.xinbu.signed-report.v1+json"}}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    check(document::read_signed_json(as_text(bytes)));
    check(document::read_signed_pdf(bytes));
    check(document::read_signed_pdf(as_bytes(framed_pdf(bytes))));
    check(document::read_signed_json(
        framed_json("c2sp.org/tlog-proof@v1\nextra " + to_base64(bytes) + "\n", "{}")));
    static_cast<void>(crypto::verify_detached(Hash{}, bytes));
    if (const auto certificate = crypto::Certificate::from_der(bytes))
        if (certificate->der() != to_bytes(bytes)) std::abort();
    return 0;
}
