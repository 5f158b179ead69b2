// A file of an overlap from another organisation, as it is and as the inside of an envelope.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "xinbu/session/overlap.hpp"

using namespace xinbu;

namespace {

void check(std::string_view text) {
    const Result<session::OverlapMessage> message = session::parse_overlap(text);
    // Nothing that was not signed passes, and nobody signs here.
    if (message || message.error().code != "bad_overlap_file") std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check(as_text({data, size}));
    check(R"({"payload":")" + to_base64({data, size}) +
          R"(","payloadType":"application/vnd.xinbu.overlap+json","signatures":[{"keyid":"","sig":""}]})");
    return 0;
}
