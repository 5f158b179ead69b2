#include "workshop.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <vector>

#include "measure.hpp"
#include "trademarks.hpp"

namespace xinbu::bench {

namespace fs = std::filesystem;

crypto::Secret secret() {
    return crypto::Secret(std::string_view(passphrase));
}

void give_up(const std::string& what, const std::string& why) {
    throw Failure(Category::internal, "bench", what, why);
}

Workshop::Workshop(fs::path folder, const Extent& extent)
    : folder_(std::move(folder)),
      extent_(extent),
      plugins_(std::string(XINBU_PLUGINS)),
      next_mark_(50'000'000) {
    if (plugins_.catalogue().entry_type(recorded) == nullptr) {
        std::string why = "the plugin ip_status was not loaded";
        for (const host::PluginReport& one : plugins_.report())
            if (!one.reason.empty()) why += "; " + one.file + ": " + one.reason;
        give_up(XINBU_PLUGINS, why);
    }
}

fs::path Workshop::fresh(const std::string& name) {
    return folder_ / (name + "-" + std::to_string(++next_name_));
}

fs::path Workshop::create(const crypto::ScryptCost& cost) {
    session::NewRegistry wanted;
    wanted.folder = fresh("registry");
    wanted.name = "示范银行";
    wanted.identifier = "91320100MA0000023K";
    wanted.kind = "bank";
    wanted.operator_name = operator_name;
    wanted.passphrase = secret();
    wanted.cost = cost;
    fs::path folder = wanted.folder;
    take(session::Registry::create(std::move(wanted), plugins_));
    return folder;
}

std::unique_ptr<session::Registry> Workshop::open(const fs::path& folder, session::Access access) const {
    return take(session::Registry::open(folder, operator_name, secret(), access, plugins_));
}

const fs::path& Workshop::csv(std::uint64_t first, std::uint64_t count) {
    const auto [at, is_new] = csvs_.try_emplace({first, count}, fresh("marks.csv"));
    if (is_new) write_csv(at->second, first, count);
    return at->second;
}

const fs::path& Workshop::map() {
    if (!map_) {
        map_ = fresh("map.json");
        write_map(*map_);
    }
    return *map_;
}

plugin::Draft Workshop::new_draft() {
    return draft_of(trademark(next_mark_++));
}

Imported Workshop::import(std::uint64_t entries) {
    session::ImportOptions options;
    options.batch = commit_entries;
    options.map = map();
    const fs::path file = csv(0, entries);
    Imported imported{create(), entries};
    const std::unique_ptr<session::Registry> registry = open(imported.folder);
    // The signing key is derived with the first signature: before the clock starts.
    take(registry->add({new_draft()}, "bench"));
    session::Imported result;
    imported.seconds = seconds_of([&] { result = take(registry->import("csv", {file}, options)); });
    if (result.added != entries)
        give_up("import", std::to_string(entries - result.added) + " rows were not added" +
                              (result.rejected.empty() ? "" : ": " + result.rejected.front().message));
    take(registry->close());
    return imported;
}

const Imported& Workshop::shared(std::uint64_t entries) {
    const auto found = shared_.find(entries);
    return found != shared_.end() ? found->second : shared_.emplace(entries, import(entries)).first->second;
}

void Workshop::share(Imported imported) {
    const std::uint64_t entries = imported.entries;
    shared_.insert_or_assign(entries, std::move(imported));
}

void Workshop::grow(session::Registry& registry, std::uint64_t count) {
    std::vector<plugin::Draft> drafts;
    for (std::uint64_t i = 0; i < count; ++i) drafts.push_back(new_draft());
    take(registry.add(drafts, "bench"));
}

Keys::Keys(const fs::path& folder)
    : slots(storage::KeySlots::read(folder)),
      data_key(take(slots.unlock(operator_name, secret()))),
      folder_(folder) {}

crypto::PrivateKey Keys::signing_key() const {
    return take(crypto::PrivateKey::from_pkcs8(slots.find(operator_name)->signing_key, secret()));
}

storage::Database Keys::open(storage::Mode mode) const {
    return storage::Database::open(folder_ / "registry.db", data_key, mode, slots.cipher());
}

void drop_from_cache(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) give_up(file.string(), "it cannot be opened");
    const bool dropped =
        ::fsync(descriptor) == 0 && ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) == 0;
    ::close(descriptor);
    if (!dropped) give_up(file.string(), "its pages stay in the system's cache");
}

void read_into_cache(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::vector<char> buffer(1 << 20);
    while (stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()))) {
    }
    if (!stream.eof()) give_up(file.string(), "it cannot be read");
}

}  // namespace xinbu::bench
