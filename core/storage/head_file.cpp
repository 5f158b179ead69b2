// The layout: two records, each at the start of a 4096-byte block of its own (so that a disk that tears a
// block harms one of them): magic 8, counter u64, size u64, root 32, HMAC 32; numbers big-endian. A record
// with counter c lies in block c % 2. A block of zero bytes has never been written.
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "descriptor.hpp"
#include "keyslots_format.hpp"
#include "sqlite_error.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/storage/keyslots.hpp"

namespace xinbu::storage {
namespace {

constexpr std::string_view magic = "XINBUHD1";
constexpr off_t block_bytes = 4096;
constexpr std::size_t covered_bytes = 8 + 8 + 8 + 32;
constexpr std::size_t record_bytes = covered_bytes + 32;
using RecordBytes = std::array<std::uint8_t, record_bytes>;

struct Record {
    std::uint64_t counter = 0;
    RememberedHead head;
};

std::filesystem::path state_folder() {
    // The base directory specification: a relative path is as none.
    const auto absolute_of = [](const char* variable) {
        const char* value = std::getenv(variable);
        std::filesystem::path path(value != nullptr ? value : "");
        return path.is_absolute() ? path : std::filesystem::path();
    };
    if (auto state = absolute_of("XDG_STATE_HOME"); !state.empty()) return state;
    // A home that is not there (accounts of services have such) must not come to be by our hand.
    const auto home = absolute_of("HOME");
    std::error_code ignored;
    return std::filesystem::is_directory(home, ignored) ? home / ".local" / "state" : std::filesystem::path();
}

void put_u64(std::uint8_t* out, std::uint64_t value) {
    for (int index = 7; index >= 0; --index, value >>= 8) out[index] = static_cast<std::uint8_t>(value);
}

std::uint64_t get_u64(const std::uint8_t* in) {
    std::uint64_t value = 0;
    for (int index = 0; index < 8; ++index) value = value << 8 | in[index];
    return value;
}

Hash mac_of(const RecordBytes& bytes, const crypto::Secret& key) {
    return crypto::hmac_sha256(key.view(), ByteView(bytes).first(covered_bytes));
}

RecordBytes encode(const Record& record, const crypto::Secret& key) {
    RecordBytes bytes{};
    std::ranges::copy(magic, bytes.begin());
    put_u64(bytes.data() + 8, record.counter);
    put_u64(bytes.data() + 16, record.head.size);
    std::ranges::copy(record.head.root, bytes.begin() + 24);
    std::ranges::copy(mac_of(bytes, key), bytes.begin() + covered_bytes);
    return bytes;
}

std::optional<Record> decode(const RecordBytes& bytes, std::uint64_t block, const crypto::Secret& key) {
    if (!std::equal(magic.begin(), magic.end(), bytes.begin()) ||
        !crypto::equal_in_constant_time(mac_of(bytes, key), ByteView(bytes).subspan(covered_bytes))) {
        return std::nullopt;
    }
    Record record;
    record.counter = get_u64(bytes.data() + 8);
    record.head.size = get_u64(bytes.data() + 16);
    std::copy_n(bytes.begin() + 24, record.head.root.size(), record.head.root.begin());
    if (record.counter % 2 != block) return std::nullopt;  // copied from the other block
    return record;
}

/// The newest sound record; nothing where none was ever written. Throws Failure `head_forged` where something
/// was written and none is sound.
std::optional<Record> newest(int descriptor, const crypto::Secret& key, const std::filesystem::path& file) {
    std::optional<Record> found;
    bool was_written = false;
    for (std::uint64_t block = 0; block < 2; ++block) {
        RecordBytes bytes{};
        read_at(descriptor, bytes, static_cast<off_t>(block) * block_bytes, file);
        was_written = was_written || bytes != RecordBytes{};
        const auto record = decode(bytes, block, key);
        if (record && (!found || record->counter > found->counter)) found = record;
    }
    if (!found && was_written) {
        throw Failure(Category::storage, "head_forged", file.string(),
                      tr("the remembered head of the ledger was altered by someone without the data key"),
                      tr("Compare the ledger's size and root with another organisation's copy, then move the "
                         "file away."));
    }
    return found;
}

/// Creates what is missing of `folder`, for this user alone, each durable before the next.
void create_folders(const std::filesystem::path& folder) {
    struct stat status {};
    if (folder.empty() || ::stat(folder.c_str(), &status) == 0) return;
    create_folders(folder.parent_path());
    if (::mkdir(folder.c_str(), 0700) != 0) {
        if (errno == EEXIST) return;
        throw_errno(errno, folder);
    }
    sync_folder(folder.parent_path());
}

Descriptor open_for_writing(const std::filesystem::path& file) {
    create_folders(file.parent_path());
    Descriptor opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
    if (!opened.is_open()) throw_errno(errno, file);
    struct stat status {};
    if (::fstat(opened.number(), &status) != 0) throw_errno(errno, file);
    if (!S_ISREG(status.st_mode)) throw_errno(EINVAL, file);
    if (status.st_size != 2 * block_bytes) {
        // At its full size from the start: a later write changes content only and needs no more than
        // fdatasync.
        if (::ftruncate(opened.number(), 2 * block_bytes) != 0) throw_errno(errno, file);
        sync_file(opened.number(), file);
        sync_folder(file.parent_path());
    }
    return opened;
}

bool was_removed(int descriptor) {
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 && status.st_nlink == 0;
}

}  // namespace

HeadFile HeadFile::keyed(const std::string& registry, crypto::Secret key) {
    HeadFile head;
    head.key_ = std::move(key);
    const std::filesystem::path state = state_folder();
    if (!state.empty()) head.file_ = state / "xinbu" / "heads" / to_hex(crypto::sha256(as_bytes(registry)));
    return head;
}

HeadFile::HeadFile(const std::string& registry, const crypto::Secret& data_key)
    : HeadFile(keyed(registry, head_mac_key(data_key))) {}

HeadFile::HeadFile(HeadFile&& other) noexcept
    : file_(std::move(other.file_)),
      key_(std::move(other.key_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      counter_(other.counter_) {}

HeadFile& HeadFile::operator=(HeadFile&& other) noexcept {
    file_.swap(other.file_);
    std::swap(key_, other.key_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(counter_, other.counter_);
    return *this;
}

HeadFile::~HeadFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<RememberedHead> HeadFile::read() const {
    if (file_.empty()) return std::nullopt;
    const Descriptor opened(::open(file_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!opened.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        throw_errno(errno, file_);
    }
    const auto record = newest(opened.number(), key_, file_);
    return record ? std::optional(record->head) : std::nullopt;
}

void HeadFile::write(const RememberedHead& head) {
    if (file_.empty()) return;
    if (descriptor_ >= 0 && was_removed(descriptor_)) ::close(std::exchange(descriptor_, -1));
    if (descriptor_ < 0) {
        Descriptor opened = open_for_writing(file_);
        // A forged file is evidence, and is not written over.
        const auto record = newest(opened.number(), key_, file_);
        counter_ = record ? record->counter : 0;
        descriptor_ = opened.release();
    }
    const std::uint64_t counter = counter_ + 1;
    write_at(descriptor_, encode({counter, head}, key_), static_cast<off_t>(counter % 2) * block_bytes,
             file_);
    if (::fdatasync(descriptor_) != 0) throw_errno(errno, file_);
    counter_ = counter;
}

}  // namespace xinbu::storage
