#include "sealed_library.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>
#include <cerrno>
#include <map>
#include <mutex>
#include <system_error>

#include "xinbu/base/i18n.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::host {

namespace dll = boost::dll;

namespace {

constexpr const char* manifest_symbol = "xinbu_manifest";
constexpr const char* create_symbol = "xinbu_create";
constexpr const char* destroy_symbol = "xinbu_destroy";

[[noreturn]] void throw_io(const std::string& id) {
    throw Failure(Category::storage, "io_error", id, std::generic_category().message(errno),
                  tr("Free some memory and start the program again."));
}

void write_all(int descriptor, ByteView bytes, const std::string& id) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) throw_io(id);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

/// A file in memory with these bytes, which not even this process can change. It is never closed: the loader
/// knows libraries by their path, and a descriptor number that came again would name the old library.
int sealed_file(ByteView bytes, const std::string& id) {
    const int descriptor = ::memfd_create(("xinbu-" + id).c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor < 0) throw_io(id);
    write_all(descriptor, bytes, id);
    if (::fcntl(descriptor, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        throw_io(id);
    return descriptor;
}

dll::shared_library load_sealed(ByteView bytes, const std::string& id) {
    const std::string path = fmt::format("/proc/self/fd/{}", sealed_file(bytes, id));
    try {
        // Undefined symbols must show now, not at the first call; and only the throwing overload has the
        // reason.
        return dll::shared_library(path, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
    } catch (const std::exception& error) {
        throw Failure(Category::access, "not_a_library", id, error.what(),
                      tr("Build the plugin again, together with this program."));
    }
}

void require_symbols(const dll::shared_library& library, const std::string& id) {
    for (const char* symbol : {manifest_symbol, create_symbol, destroy_symbol})
        if (!library.has(symbol))
            throw Failure(Category::access, "not_a_plugin", id,
                          fmt::format(fmt::runtime(tr("the library does not export {}")), symbol),
                          tr("End one source file of the plugin with XINBU_PLUGIN and build it again."));
}

}  // namespace

const SealedLibrary& SealedLibrary::load(const Hash& sha256, ByteView bytes, const std::string& id) {
    struct Loaded {
        dll::shared_library library;
        SealedLibrary view;
    };
    // Never destroyed: code of a library may run until the very end of the process.
    static std::map<Hash, Loaded>& loaded = *new std::map<Hash, Loaded>;
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    if (const auto known = loaded.find(sha256); known != loaded.end()) return known->second.view;

    dll::shared_library library = load_sealed(bytes, id);
    require_symbols(library, id);
    SealedLibrary view;
    view.manifest_ = &library.get<const plugin::Manifest>(manifest_symbol);
    view.create_ = &library.get<plugin::Plugin*()>(create_symbol);
    view.destroy_ = &library.get<void(plugin::Plugin*)>(destroy_symbol);
    return loaded.emplace(sha256, Loaded{std::move(library), view}).first->second.view;
}

PluginPointer SealedLibrary::create() const {
    PluginPointer plugin(create_(), destroy_);
    if (!plugin)
        throw Failure(Category::access, "init_failed", manifest_->id, tr("the plugin could not start"),
                      tr("Report this to whoever made the plugin."));
    return plugin;
}

}  // namespace xinbu::host
