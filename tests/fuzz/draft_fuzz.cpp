// Drafts as files bring them, against the core's own types.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xinbu/base/bytes.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/json/json.hpp"

using namespace xinbu;

namespace {

/// Knows the one record that every registry has.
class OneRecord final : public plugin::Records {
public:
    std::optional<plugin::Record> find(std::string_view id) const override {
        if (id != "registry/self") return std::nullopt;
        return plugin::Record{std::string(id), "", {}, {}};
    }
    std::vector<plugin::Record> referring_to(std::string_view, std::string_view) const override { return {}; }
    void for_each(std::string_view, const std::function<bool(const plugin::Record&)>&) const override {}
    plugin::Date as_of() const override { return {2026, 1, 1}; }
};

class NoNumbers final : public plugin::Numbering {
public:
    std::int64_t next(std::string_view) override { return 1; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const host::Catalogue catalogue;
    const OneRecord records;
    NoNumbers numbers;
    const auto value = json::parse(as_text({data, size}), json::Profile::document);
    if (!value) return 0;
    auto input = host::parse_draft(*value);
    if (!input) return 0;
    const auto prepared = host::prepare(catalogue, std::move(*input), records, numbers);
    if (!prepared) {
        if (prepared.error().empty()) std::abort();
        return 0;
    }
    // What is prepared is what an entry holds: it is written canonically, and preparing it again changes
    // nothing.
    const plugin::Value once = host::draft_json(prepared->draft, prepared->attachments);
    if (json::canonical(once).size() > 65'535) std::abort();
    const auto again = host::prepare(catalogue, {prepared->draft, prepared->attachments}, records, numbers);
    if (!again || host::draft_json(again->draft, again->attachments) != once) std::abort();
    return 0;
}
