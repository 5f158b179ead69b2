#include "xinbu/host/loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <map>

#include "core_types.hpp"
#include "manifest.hpp"
#include "order.hpp"
#include "plugin_folder.hpp"
#include "rule_packs.hpp"
#include "sealed_library.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::host {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view library_ending = ".so";
constexpr std::string_view manifest_ending = ".plugin.json";
constexpr std::string_view signature_ending = ".plugin.sig";
constexpr std::size_t largest_library = 256UL << 20;
constexpr std::size_t largest_signature = 64;

/// A library on its way in.
struct Candidate {
    std::string stem;  ///< file name without its ending
    SignedManifest manifest{};
    PluginReport report{};
    bool refused = false;
    std::optional<std::vector<std::string>> packs{};  ///< ids of the rule packs it asked for, once it could
    PluginPointer plugin{nullptr, nullptr};
    Provider provider{};
};

void mark_refused(Candidate& candidate, const Error& error) {
    candidate.refused = true;
    candidate.report.code = error.code;
    candidate.report.reason = error.why;
    candidate.report.remedy = error.remedy;
}

/// Lets `step` work on each candidate that is still in; what it throws refuses that one.
template <class Step>
void each(std::vector<Candidate>& candidates, Step step) {
    for (Candidate& candidate : candidates) {
        if (candidate.refused) continue;
        try {
            step(candidate);
        } catch (const Failure& failure) {
            mark_refused(candidate, failure.error());
        } catch (const std::exception& thrown) {
            mark_refused(candidate,
                         Error{Category::internal, "broken", "plugin", thrown.what(), tell_its_maker()});
        }
    }
}

// ---- the steps, in order; nothing of a library runs before the last of the first four ----

void verify_signature(const PluginFolder& folder, Candidate& candidate) {
    const std::optional<Bytes> text =
        folder.read(candidate.stem + std::string(manifest_ending), largest_manifest);
    const std::optional<Bytes> signature =
        folder.read(candidate.stem + std::string(signature_ending), largest_signature);
    if (!text || !signature)
        refuse_plugin("unsigned", tr("it has no signed manifest beside it"), install_again());
    if (!build_key().verify(*text, *signature))
        refuse_plugin("bad_signature", tr("its manifest is not signed by the key of this program"),
                      install_again());
    candidate.manifest = parse_manifest(as_text(*text));
    if (candidate.manifest.key != build_key().id())
        refuse_plugin("bad_signature", tr("its manifest names another key than the one that signed it"),
                      install_again());
    candidate.report.signer = candidate.manifest.key;
    candidate.report.id = candidate.manifest.id;
    candidate.report.version = candidate.manifest.version;
}

void refuse_twins(std::vector<Candidate>& candidates) {
    std::map<std::string, int> count;
    each(candidates, [&](Candidate& candidate) { ++count[candidate.manifest.id]; });
    each(candidates, [&](Candidate& candidate) {
        if (count[candidate.manifest.id] > 1 || candidate.manifest.id == core_id)
            refuse_plugin(
                "duplicate_id",
                fmt::format(fmt::runtime(tr("there are two plugins named {}")), candidate.manifest.id),
                tr("Keep the one that belongs to this program and take the other out of the folder."));
    });
}

void verify_name(const Candidate& candidate) {
    const SignedManifest& manifest = candidate.manifest;
    if (manifest.id != candidate.stem || manifest.file != candidate.stem + std::string(library_ending))
        refuse_plugin("wrong_plugin",
                      fmt::format(fmt::runtime(tr("its manifest was made for {} (plugin {})")),
                                  readers::printable(manifest.file), manifest.id),
                      install_again());
}

void verify_build(std::int64_t api, const std::string& fingerprint) {
    if (api != plugin::api_version)
        refuse_plugin("wrong_api",
                      fmt::format(fmt::runtime(tr("it was made for plugin API {}; this program has {}")), api,
                                  plugin::api_version),
                      build_together());
    if (fingerprint != XINBU_FINGERPRINT)
        refuse_plugin("wrong_build",
                      fmt::format(fmt::runtime(tr("it was built as {}; this program as {}")),
                                  readers::printable(fingerprint), XINBU_FINGERPRINT),
                      build_together());
}

Bytes verified_bytes(const PluginFolder& folder, const Candidate& candidate) {
    std::optional<Bytes> bytes = folder.read(candidate.manifest.file, largest_library);
    if (!bytes) refuse_plugin("unreadable", tr("it vanished while it was read"), install_again());
    if (crypto::sha256(*bytes) != candidate.manifest.sha256)
        refuse_plugin("altered", tr("its bytes are not those that were signed"), install_again());
    return std::move(*bytes);
}

/// The second line, against mistakes: what the library says of itself.
void verify_inner_manifest(const plugin::Manifest& inner, const SignedManifest& outer) {
    constexpr char magic[sizeof inner.magic] = "XINBUPL";
    if (std::memcmp(inner.magic, magic, sizeof magic) != 0 || inner.struct_size != sizeof(plugin::Manifest))
        refuse_plugin("not_a_plugin", tr("what the library says of itself is no manifest of ours"),
                      build_together());
    verify_build(inner.api, inner.fingerprint);
    if (outer.id != inner.id || outer.version != inner.version)
        refuse_plugin("wrong_plugin",
                      fmt::format(fmt::runtime(tr("the library calls itself {} {}, its manifest {} {}")),
                                  inner.id, inner.version, outer.id, outer.version),
                      build_together());
}

void start(const PluginFolder& folder, Candidate& candidate) {
    const Bytes bytes = verified_bytes(folder, candidate);
    const SealedLibrary& library =
        SealedLibrary::load(candidate.manifest.sha256, bytes, candidate.manifest.id);
    verify_inner_manifest(library.manifest(), candidate.manifest);
    candidate.plugin = library.create();
    Provider& provider = candidate.provider;
    provider = Provider{candidate.manifest.id,
                        candidate.manifest.version,
                        candidate.manifest.required,
                        candidate.plugin.get(),
                        {}};
    candidate.packs = rule_packs_asked(provider.id, *provider.plugin);
    provider.rules = take_rule_packs(folder, provider.id, *candidate.packs, *candidate.plugin);
    candidate.report.rules = provider.rules;
    provider.declaration = start_plugin(provider.id, [&] { return provider.plugin->declare(); });
}

/// The sentences as one reason, without the last full stop.
std::string joined(const std::vector<std::string>& sentences) {
    std::string text;
    for (const std::string& sentence : sentences) text += (text.empty() ? "" : " ") + sentence;
    for (const std::string_view stop : {".", "。"})
        if (text.ends_with(stop)) text.erase(text.size() - stop.size());
    return text;
}

/// Refuses what lacks something or stands in a circle; the rest comes back in the order in which it is
/// loaded.
std::vector<std::size_t> resolve(std::vector<Candidate>& candidates) {
    std::vector<Requirement> wanted;
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        if (candidates[at].refused) continue;
        wanted.push_back({candidates[at].provider.id, candidates[at].provider.required});
        places.push_back(at);
    }
    const Order order = in_order(wanted);
    for (const auto& [at, missing] : order.lacking)
        mark_refused(
            candidates[places[at]],
            {Category::access, "requirement_missing", "plugin",
             fmt::format(fmt::runtime(tr("it requires the plugin {}, which is not loaded")), missing),
             tr("Install what it requires, or see there why it was refused.")});
    for (const std::size_t at : order.circular)
        mark_refused(candidates[places[at]], {Category::access, "requirement_circle", "plugin",
                                              tr("it requires itself through others"), tell_its_maker()});
    std::vector<std::size_t> sorted;
    for (const std::size_t at : order.sorted) sorted.push_back(places[at]);
    return sorted;
}

/// Refuses the first unsound declaration, in loading order; true where there was none.
bool declarations_hold(std::vector<Candidate>& candidates, const std::vector<std::size_t>& sorted) {
    std::deque<Provider> known{core_provider()};
    for (const std::size_t at : sorted) {
        Candidate& candidate = candidates[at];
        const std::vector<std::string> faults =
            declaration_faults(candidate.provider.id, candidate.provider.declaration, known);
        if (!faults.empty()) {
            mark_refused(candidate,
                         {Category::access, "bad_declaration", "plugin", joined(faults), tell_its_maker()});
            return false;
        }
        known.push_back(candidate.provider);
    }
    return true;
}

/// What stands before an ending; nothing where the name has another one.
std::optional<std::string_view> without(std::string_view ending, std::string_view name) {
    if (!name.ends_with(ending)) return std::nullopt;
    return name.substr(0, name.size() - ending.size());
}

/// Whether a file belongs to the candidate. Of one that could not be asked for its packs, any that is named
/// after it may be one.
bool is_companion(std::string_view name, const Candidate& candidate) {
    for (const std::string_view ending : {library_ending, manifest_ending, signature_ending})
        if (without(ending, name) == std::string_view(candidate.stem)) return true;
    for (const std::string_view ending : {rules_ending, rules_signature_ending}) {
        const std::optional<std::string_view> pack = without(ending, name);
        if (!pack) continue;
        if (candidate.packs && std::ranges::find(*candidate.packs, *pack) != candidate.packs->end())
            return true;
        if (!candidate.packs && (*pack == candidate.stem || pack->starts_with(candidate.stem + ".")))
            return true;
    }
    return false;
}

PluginReport report_of(const Provider& provider) {
    PluginReport report;
    report.id = provider.id;
    report.version = provider.version;
    report.loaded = true;
    report.rules = provider.rules;
    return report;
}

}  // namespace

struct Host::State {
    std::vector<PluginPointer> plugins;  // declared first: they outlive the catalogue
    Catalogue catalogue;
    std::vector<PluginReport> report;
    std::vector<std::string> ignored;

    void load(const std::string& path);
    void accept(std::vector<Candidate>& candidates, const std::vector<std::size_t>& sorted);
};

void Host::State::load(const std::string& path) {
    const PluginFolder folder(path);
    std::vector<Candidate> candidates;
    const std::vector<std::string> names = folder.names();
    for (const std::string& name : names) {
        if (!name.ends_with(library_ending) || name.size() == library_ending.size()) continue;
        Candidate candidate;
        candidate.stem = name.substr(0, name.size() - library_ending.size());
        candidate.report.id = candidate.stem;
        candidate.report.file = (fs::path(path) / name).string();
        candidates.push_back(std::move(candidate));
    }
    each(candidates, [&](Candidate& candidate) { verify_signature(folder, candidate); });
    refuse_twins(candidates);
    each(candidates, [](Candidate& candidate) { verify_name(candidate); });
    each(candidates,
         [](Candidate& candidate) { verify_build(candidate.manifest.api, candidate.manifest.fingerprint); });
    each(candidates, [&](Candidate& candidate) { start(folder, candidate); });
    for (const std::string& name : names)
        if (std::ranges::none_of(candidates, [&](const Candidate& one) { return is_companion(name, one); }))
            ignored.push_back(name);

    // Whatever a refused one was required by, or referred to by, may have to go too.
    std::vector<std::size_t> sorted = resolve(candidates);
    while (!declarations_hold(candidates, sorted)) sorted = resolve(candidates);
    accept(candidates, sorted);
}

void Host::State::accept(std::vector<Candidate>& candidates, const std::vector<std::size_t>& sorted) {
    std::vector<Provider> providers;
    for (const std::size_t at : sorted) {
        candidates[at].report.loaded = true;
        report.push_back(candidates[at].report);
        providers.push_back(std::move(candidates[at].provider));
        plugins.push_back(std::move(candidates[at].plugin));
    }
    for (const Candidate& candidate : candidates)
        if (candidate.refused) report.push_back(candidate.report);
    catalogue = Catalogue(std::move(providers));
}

Host::Host() : state_(std::make_unique<State>()) {}

Host::Host(const std::string& folder) : Host() {
    try {
        state_->load(folder);
    } catch (const Failure& failure) {
        PluginReport report;
        report.file = folder;
        report.code = failure.error().code;
        report.reason = failure.error().why;
        report.remedy = failure.error().remedy;
        state_->report.push_back(std::move(report));
    }
}

Host::Host(std::vector<Provider> plugins) : Host() {
    state_->catalogue = Catalogue(std::move(plugins));
    for (const Provider& provider : state_->catalogue.providers())
        if (provider.id != core_id) state_->report.push_back(report_of(provider));
}

Host::Host(Host&&) noexcept = default;
Host::~Host() = default;

const Catalogue& Host::catalogue() const {
    return state_->catalogue;
}
const std::vector<PluginReport>& Host::report() const {
    return state_->report;
}
const std::vector<std::string>& Host::ignored() const {
    return state_->ignored;
}

std::string default_plugin_folder() {
    const fs::path program = fs::read_symlink("/proc/self/exe");
    return (program.parent_path() / "../lib/xinbu/plugins").lexically_normal().string();
}

}  // namespace xinbu::host
