#include "xinbu/host/loader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

#include "core_types.hpp"
#include "manifest.hpp"
#include "order.hpp"
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

[[noreturn]] void refuse(const char* code, std::string why, const char* remedy) {
    throw Failure(Category::access, code, "plugin", std::move(why), remedy);
}

const char* install_again() {
    return tr("Install the plugin again from where this program came from.");
}
const char* build_together() {
    return tr("Build the plugin again, together with this program.");
}

/// Owns a file descriptor.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int number() const { return number_; }

private:
    int number_;
};

/// Reads regular files of one folder, whatever the folder's path means meanwhile.
class Folder {
public:
    /// Throws Failure `folder_missing`, `folder_unreadable`, `folder_writable`.
    explicit Folder(const std::string& path)
        : descriptor_(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (descriptor_.number() < 0 && (errno == ENOENT || errno == ENOTDIR))
            refuse("folder_missing", tr("there is no such folder"),
                   tr("Install the program again, or name another folder."));
        struct stat status {};
        if (descriptor_.number() < 0 || ::fstat(descriptor_.number(), &status) != 0)
            refuse("folder_unreadable", std::generic_category().message(errno),
                   tr("Make the folder readable for you."));
        if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
            refuse("folder_writable", tr("others than its owner may write into the folder"),
                   tr("Take the right to write from group and others (chmod go-w), then look at what lies "
                      "there."));
    }

    /// Names of all that lies there, sorted.
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        std::error_code error;
        for (fs::directory_iterator at(fmt::format("/proc/self/fd/{}", descriptor_.number()), error), end;
             !error && at != end; at.increment(error))
            names.push_back(at->path().filename().string());
        if (error) refuse("folder_unreadable", error.message(), tr("Make the folder readable for you."));
        std::ranges::sort(names);
        return names;
    }

    /// The bytes of a file; nothing where there is none. Throws Failure `unsafe_file` for what is no regular
    /// file, `unreadable`.
    std::optional<Bytes> read(const std::string& name, std::size_t limit) const {
        const Descriptor file(
            ::openat(descriptor_.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        if (file.number() < 0 && errno == ENOENT) return std::nullopt;
        if (file.number() < 0 && (errno == ELOOP || errno == ENXIO)) refuse_unsafe(name);
        struct stat status {};
        if (file.number() < 0 || ::fstat(file.number(), &status) != 0) refuse_unreadable(name);
        if (!S_ISREG(status.st_mode)) refuse_unsafe(name);
        Bytes bytes;
        std::uint8_t buffer[1 << 16];
        for (;;) {
            const ssize_t got = ::read(file.number(), buffer, sizeof buffer);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) refuse_unreadable(name);
            if (got == 0) return bytes;
            bytes.insert(bytes.end(), buffer, buffer + got);
            if (bytes.size() > limit)
                refuse("too_large",
                       fmt::format(fmt::runtime(tr("{} is larger than such a file may be")), name),
                       install_again());
        }
    }

private:
    [[noreturn]] static void refuse_unsafe(const std::string& name) {
        refuse("unsafe_file", fmt::format(fmt::runtime(tr("{} is a link or no regular file")), name),
               tr("Put the file itself into the folder."));
    }
    [[noreturn]] static void refuse_unreadable(const std::string& name) {
        refuse("unreadable", fmt::format("{}: {}", name, std::generic_category().message(errno)),
               tr("Make the file readable for you."));
    }

    Descriptor descriptor_;
};

/// A library on its way in.
struct Candidate {
    std::string stem;  ///< file name without its ending
    SignedManifest manifest{};
    PluginReport report{};
    bool refused = false;
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
            mark_refused(candidate, Error{Category::internal, "broken", "plugin", thrown.what(),
                                          tr("Report this to whoever made the plugin.")});
        }
    }
}

// ---- the steps, in order; nothing of a library runs before the last of the first four ----

void verify_signature(const Folder& folder, Candidate& candidate) {
    const std::optional<Bytes> text =
        folder.read(candidate.stem + std::string(manifest_ending), largest_manifest);
    const std::optional<Bytes> signature =
        folder.read(candidate.stem + std::string(signature_ending), largest_signature);
    if (!text || !signature) refuse("unsigned", tr("it has no signed manifest beside it"), install_again());
    if (!build_key().verify(*text, *signature))
        refuse("bad_signature", tr("its manifest is not signed by the key of this program"), install_again());
    candidate.manifest = parse_manifest(as_text(*text));
    if (candidate.manifest.key != build_key().id())
        refuse("bad_signature", tr("its manifest names another key than the one that signed it"),
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
            refuse("duplicate_id",
                   fmt::format(fmt::runtime(tr("there are two plugins named {}")), candidate.manifest.id),
                   tr("Keep the one that belongs to this program and take the other out of the folder."));
    });
}

void verify_name(const Candidate& candidate) {
    const SignedManifest& manifest = candidate.manifest;
    if (manifest.id != candidate.stem || manifest.file != candidate.stem + std::string(library_ending))
        refuse("wrong_plugin",
               fmt::format(fmt::runtime(tr("its manifest was made for {} (plugin {})")),
                           readers::printable(manifest.file), manifest.id),
               install_again());
}

void verify_build(std::int64_t api, const std::string& fingerprint) {
    if (api != plugin::api_version)
        refuse("wrong_api",
               fmt::format(fmt::runtime(tr("it was made for plugin API {}; this program has {}")), api,
                           plugin::api_version),
               build_together());
    if (fingerprint != XINBU_FINGERPRINT)
        refuse("wrong_build",
               fmt::format(fmt::runtime(tr("it was built as {}; this program as {}")),
                           readers::printable(fingerprint), XINBU_FINGERPRINT),
               build_together());
}

Bytes verified_bytes(const Folder& folder, const Candidate& candidate) {
    std::optional<Bytes> bytes = folder.read(candidate.manifest.file, largest_library);
    if (!bytes) refuse("unreadable", tr("it vanished while it was read"), install_again());
    if (crypto::sha256(*bytes) != candidate.manifest.sha256)
        refuse("altered", tr("its bytes are not those that were signed"), install_again());
    return std::move(*bytes);
}

/// The second line, against mistakes: what the library says of itself.
void verify_inner_manifest(const plugin::Manifest& inner, const SignedManifest& outer) {
    constexpr char magic[sizeof inner.magic] = "XINBUPL";
    if (std::memcmp(inner.magic, magic, sizeof magic) != 0 || inner.struct_size != sizeof(plugin::Manifest))
        refuse("not_a_plugin", tr("what the library says of itself is no manifest of ours"),
               build_together());
    verify_build(inner.api, inner.fingerprint);
    if (outer.id != inner.id || outer.version != inner.version)
        refuse("wrong_plugin",
               fmt::format(fmt::runtime(tr("the library calls itself {} {}, its manifest {} {}")), inner.id,
                           inner.version, outer.id, outer.version),
               build_together());
}

void start(const Folder& folder, Candidate& candidate) {
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
    try {
        provider.declaration = call_plugin(provider.id, [&] { return provider.plugin->declare(); });
    } catch (const Failure& failure) {
        refuse("broken", failure.error().why, tr("Report this to whoever made the plugin."));
    }
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
                                              tr("it requires itself through others"),
                                              tr("Report this to whoever made the plugin.")});
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
            mark_refused(candidate, {Category::access, "bad_declaration", "plugin", joined(faults),
                                     tr("Report this to whoever made the plugin.")});
            return false;
        }
        known.push_back(candidate.provider);
    }
    return true;
}

bool is_companion(const std::string& name, const std::set<std::string>& stems) {
    for (const std::string_view ending : {library_ending, manifest_ending, signature_ending})
        if (name.ends_with(ending) && stems.contains(name.substr(0, name.size() - ending.size())))
            return true;
    return false;
}

PluginReport report_of(const Provider& provider) {
    PluginReport report;
    report.id = provider.id;
    report.version = provider.version;
    report.loaded = true;
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
    const Folder folder(path);
    std::vector<Candidate> candidates;
    std::set<std::string> stems;
    const std::vector<std::string> names = folder.names();
    for (const std::string& name : names) {
        if (!name.ends_with(library_ending) || name.size() == library_ending.size()) continue;
        Candidate candidate;
        candidate.stem = name.substr(0, name.size() - library_ending.size());
        candidate.report.id = candidate.stem;
        candidate.report.file = (fs::path(path) / name).string();
        stems.insert(candidate.stem);
        candidates.push_back(std::move(candidate));
    }
    for (const std::string& name : names)
        if (!is_companion(name, stems)) ignored.push_back(name);

    each(candidates, [&](Candidate& candidate) { verify_signature(folder, candidate); });
    refuse_twins(candidates);
    each(candidates, [](Candidate& candidate) { verify_name(candidate); });
    each(candidates,
         [](Candidate& candidate) { verify_build(candidate.manifest.api, candidate.manifest.fingerprint); });
    each(candidates, [&](Candidate& candidate) { start(folder, candidate); });

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
