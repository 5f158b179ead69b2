// Rule packs of ip_status from any JSON, as if their signature held: by themselves, and as spoiled copies of
// the real ones. What is taken must be usable.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "commitments/law.hpp"
#include "ip_status/plugin.hpp"
#include "xinbu/base/bytes.hpp"
#include "xinbu/base/result.hpp"
#include "xinbu/json/json.hpp"

namespace {

using namespace xinbu;
using plugin::Object;
using plugin::Value;

struct Pack {
    std::string id;
    Value content;
};

std::vector<Pack> real_packs() {
    std::vector<Pack> packs;
    for (const plugin::RulePackType& type : ip_status::IpStatus().rule_packs()) {
        std::ifstream file(std::string(XINBU_RULES_DIR) + "/" + type.id + ".rules.json", std::ios::binary);
        const std::string text(std::istreambuf_iterator<char>(file), {});
        packs.push_back({type.id, take(json::parse(text, json::Profile::document))});
    }
    return packs;
}

/// A mark and a patent of each office with rules, on a day.
class Rights final : public plugin::Records {
public:
    std::optional<plugin::Record> find(std::string_view id) const override {
        if (id.starts_with("calendar/")) return std::nullopt;
        return plugin::Record{std::string(id),
                              {},
                              {},
                              {{"application_date", "2009-02-28"},
                               {"classes", plugin::Array{Value(21)}},
                               {"filing_date", "2009-02-28"},
                               {"grant_date", "2012-02-29"},
                               {"kind", "invention"},
                               {"registration_date", "2012-02-29"}}};
    }
    std::vector<plugin::Record> referring_to(std::string_view, std::string_view) const override { return {}; }
    void for_each(std::string_view, const std::function<bool(const plugin::Record&)>&) const override {}
    plugin::Date as_of() const override { return {2026, 1, 1}; }
};

void require(bool holds) {
    if (!holds) std::abort();
}

/// Offers the packs in order, `spoiled` in the place of its own.
void offer(const std::vector<Pack>& packs, const Pack& spoiled) {
    ip_status::IpStatus rights;
    for (const Pack& pack : packs) {
        const bool is_spoiled = pack.id == spoiled.id;
        const plugin::Faults faults = rights.use_rules(pack.id, is_spoiled ? spoiled.content : pack.content);
        require(is_spoiled || faults.empty());
        for (const plugin::Fault& fault : faults) {
            require(fault.pointer.empty() || fault.pointer.front() == '/');
            require(!fault.rule.empty() && !fault.message.en.empty() && !fault.message.zh.empty());
        }
        if (!faults.empty()) return;
    }
    const Rights records;
    rights.check("ip.rules", {}, records, {});
    for (const char* right : {"trademark/CN-40128866", "patent/CN-202110000001.6", "trademark/US-87123456",
                              "patent/US-14123456", "trademark/EM-015432109"})
        for (const char* check : {"ip.status", "ip.deadlines", "ip.fees"})
            require(rights.check(check, {{"right", right}, {"to", "2060-01-01"}}, records, {}).has_value());
}

const Value& commitments_content() {
    static const Value content = [] {
        std::ifstream file(std::string(XINBU_RULES_DIR) + "/../../commitments/rules/" +
                               std::string(commitments::pack_id) + ".rules.json",
                           std::ios::binary);
        const std::string text(std::istreambuf_iterator<char>(file), {});
        return take(json::parse(text, json::Profile::document));
    }();
    return content;
}

/// What is taken answers for every severity and day, and for every clock.
void offer_commitments(const Value& content) {
    plugin::Faults faults;
    commitments::RulePack pack = commitments::read_rule_pack(content, faults);
    for (const plugin::Fault& fault : faults)
        require(!fault.rule.empty() && !fault.message.en.empty() && !fault.message.zh.empty());
    if (!faults.empty()) return;
    commitments::use(std::move(pack));
    for (const char* severity : {"minor", "general", "serious"})
        for (const plugin::Date day :
             {plugin::Date{1990, 1, 1}, plugin::Date{2026, 4, 1}, plugin::Date{2060, 1, 1}})
            require(commitments::terms_on(severity, day).rule != nullptr);
    for (const char* clock : {"CD-01", "CD-04", "CD-06"}) require(commitments::clock_rule(clock).days > 0);
}

/// The members of `input` over those of `object`.
void spoil(Object& object, const Object& input) {
    for (const plugin::Member& member : input) object.set(member.name, member.value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<Pack> packs = real_packs();
    if (size < 2) return 0;
    const auto input = json::parse(as_text({data + 2, size - 2}), json::Profile::document);
    if (!input) return 0;
    offer_commitments(*input);
    Value commitments_pack = commitments_content();
    if (input->object() != nullptr) {
        spoil(*commitments_pack.object(), *input->object());
        offer_commitments(commitments_pack);
    }
    const Pack& chosen = packs[data[0] % packs.size()];
    offer(packs, {chosen.id, *input});
    if (input->object() == nullptr) return 0;
    Pack root = chosen;
    spoil(*root.content.object(), *input->object());
    offer(packs, root);
    for (const char* list : {"rules", "fees"}) {
        Pack inner = chosen;
        plugin::Array& members = *inner.content.object()->find(list)->array();
        if (members.empty()) continue;
        spoil(*members[data[1] % members.size()].object(), *input->object());
        offer(packs, inner);
    }
    return 0;
}
