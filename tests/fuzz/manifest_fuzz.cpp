// Manifests of plugins, as if their signature held.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "../../core/host/manifest.hpp"
#include "xinbu/base/result.hpp"

using namespace xinbu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    try {
        const host::SignedManifest manifest = host::parse_manifest(text);
        // What is accepted has one spelling only.
        if (host::manifest_text(manifest) != text) std::abort();
    } catch (const Failure& failure) {
        if (failure.error().code != "bad_manifest") std::abort();
    }
    return 0;
}
