#include "rule_packs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/digest.hpp"
#include "xinbu/host/label.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/json/json.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::host {

using plugin::Object;
using plugin::Value;

namespace {

constexpr std::size_t largest_pack = 1UL << 20;
constexpr std::size_t signature_size = 64;
constexpr std::size_t longest_id = 100;
constexpr std::size_t longest_reason = 500;

bool is_pack_id(std::string_view id, std::string_view plugin_id) {
    if (!id.starts_with(plugin_id) || id.size() > longest_id) return false;
    id.remove_prefix(plugin_id.size());
    if (id.empty()) return true;
    return id.size() > 1 && id.front() == '.' && std::ranges::all_of(id.substr(1), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-';
           });
}

[[noreturn]] void refuse_content(const std::string& file, std::string_view where, std::string_view why,
                                 std::size_t more = 0) {
    std::string reason = readers::printable(
        fmt::format("{}: {}{}{}", file, where, where.empty() ? "" : ": ", why), longest_reason);
    for (const std::string_view stop : {".", "。"})
        if (reason.ends_with(stop)) reason.erase(reason.size() - stop.size());
    if (more > 0) reason += fmt::format(fmt::runtime(tr(" (and {} more)")), more);
    refuse_plugin("bad_rules", std::move(reason),
                  tr("Put back the rule pack that came with this program, or have a sound one signed."));
}

/// The content of a pack whose signature holds.
Value verified_content(const PluginFolder& folder, const std::string& id, Hash& sha256) {
    const std::string file = id + std::string(rules_ending);
    const std::string signature_file = id + std::string(rules_signature_ending);
    const std::optional<Bytes> text = folder.read(file, largest_pack);
    if (!text)
        refuse_plugin("rules_missing",
                      fmt::format(fmt::runtime(tr("its rule pack {} is not in the folder")), file),
                      install_again());
    const std::optional<Bytes> signature = folder.read(signature_file, signature_size);
    if (!signature)
        refuse_plugin("rules_unsigned",
                      fmt::format(fmt::runtime(tr("its rule pack {} has no signature beside it")), file),
                      install_again());
    if (!build_key().verify(*text, *signature))
        refuse_plugin(
            "bad_rules_signature",
            fmt::format(fmt::runtime(tr("its rule pack {} is not signed by the key of this program")), file),
            tr("Put back the rule pack that came with this program, or have a sound one signed."));
    sha256 = crypto::sha256(*text);
    Result<Value> content = json::parse(as_text(*text), json::Profile::document);
    if (!content) refuse_content(file, "", content.error().why);
    return std::move(*content);
}

/// A signature holds for the bytes, not for their place: the content must name the file in which it lies.
RulePackHead verified_head(const Value& content, const std::string& id) {
    const std::string file = id + std::string(rules_ending);
    std::optional<RulePackHead> head = rule_pack_head(content);
    if (!head)
        refuse_content(file, "", tr("it does not begin as a rule pack: it must name pack and version"));
    if (head->id != id)
        refuse_content(file, "/pack", fmt::format(fmt::runtime(tr("it was made to be {}")), head->id));
    return *std::move(head);
}

}  // namespace

std::vector<std::string> rule_packs_asked(const std::string& plugin_id, const plugin::Plugin& plugin) {
    std::vector<std::string> ids;
    for (const plugin::RulePackType& type : start_plugin(plugin_id, [&] { return plugin.rule_packs(); })) {
        if (!is_pack_id(type.id, plugin_id) || std::ranges::find(ids, type.id) != ids.end())
            refuse_plugin("broken",
                          fmt::format(fmt::runtime(tr("it asks for a rule pack that cannot be its own: {}")),
                                      readers::printable(type.id)),
                          tell_its_maker());
        ids.push_back(type.id);
    }
    return ids;
}

std::vector<RulePack> take_rule_packs(const PluginFolder& folder, const std::string& plugin_id,
                                      const std::vector<std::string>& packs, plugin::Plugin& plugin) {
    std::vector<RulePack> taken;
    for (const std::string& id : packs) {
        RulePack pack;
        const Value content = verified_content(folder, id, pack.sha256);
        const RulePackHead head = verified_head(content, id);
        const plugin::Faults faults = start_plugin(plugin_id, [&] { return plugin.use_rules(id, content); });
        if (!faults.empty())
            refuse_content(id + std::string(rules_ending), faults.front().pointer,
                           shown(faults.front().message), faults.size() - 1);
        const Object& valid = plugin::object_at(*content.object(), "valid");
        pack.id = id;
        pack.version = head.version;
        pack.valid_from = std::string(plugin::text_at(valid, "from"));
        pack.valid_to = std::string(plugin::text_at(valid, "to"));
        taken.push_back(std::move(pack));
    }
    return taken;
}

}  // namespace xinbu::host
