#include "read_only_vfs.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlcipher/sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "sqlite_error.hpp"

namespace xinbu::storage {
namespace {

constexpr char vfs_name[] = "xinbu-read-only";

sqlite3_vfs* system_vfs() {
    return sqlite3_vfs_find(nullptr);
}

// ---- the -wal file: opened when it is there, never created ----

struct WalFile {
    sqlite3_file base;
    const char* path;  // SQLite keeps it until xClose
    int descriptor;
};

WalFile* wal_of(sqlite3_file* file) {
    return reinterpret_cast<WalFile*>(file);
}

bool open_if_present(WalFile* wal) {
    if (wal->descriptor < 0) wal->descriptor = ::open(wal->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    return wal->descriptor >= 0;
}

int wal_close(sqlite3_file* file) {
    if (wal_of(file)->descriptor >= 0) ::close(wal_of(file)->descriptor);
    return SQLITE_OK;
}

int wal_read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
    int done = 0;
    if (open_if_present(wal_of(file))) {
        while (done < size) {
            const ssize_t got = ::pread(wal_of(file)->descriptor, static_cast<char*>(out) + done,
                                        static_cast<std::size_t>(size - done), offset + done);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return SQLITE_IOERR_READ;
            if (got == 0) break;
            done += static_cast<int>(got);
        }
    }
    if (done == size) return SQLITE_OK;
    std::memset(static_cast<char*>(out) + done, 0, static_cast<std::size_t>(size - done));
    return SQLITE_IOERR_SHORT_READ;
}

int wal_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = 0;
    if (!open_if_present(wal_of(file))) return errno == ENOENT ? SQLITE_OK : SQLITE_CANTOPEN;
    struct stat status {};
    if (::fstat(wal_of(file)->descriptor, &status) != 0) return SQLITE_IOERR_FSTAT;
    // A log that ends with its header holds nothing. SQLite agrees when it builds the index, and then waits for
    // ever for one that has that header's salt: whoever was killed between the two writes would lock readers
    // out.
    constexpr sqlite3_int64 header_bytes = 32;
    *size = status.st_size > header_bytes ? status.st_size : 0;
    return SQLITE_OK;
}

const sqlite3_io_methods wal_methods = {
    .iVersion = 1,
    .xClose = wal_close,
    .xRead = wal_read,
    .xWrite = [](sqlite3_file*, const void*, int, sqlite3_int64) { return SQLITE_READONLY; },
    .xTruncate = [](sqlite3_file*, sqlite3_int64) { return SQLITE_READONLY; },
    .xSync = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xFileSize = wal_size,
    .xLock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xCheckReservedLock =
        [](sqlite3_file*, int* reserved) {
            *reserved = 0;
            return SQLITE_OK;
        },
    .xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    .xSectorSize = [](sqlite3_file*) { return 4096; },
    .xDeviceCharacteristics = [](sqlite3_file*) { return 0; },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

// ---- the database file: the system's own, but a missing -shm file is no error ----

const sqlite3_io_methods* system_methods = nullptr;  // of the default VFS; set before the first use
sqlite3_io_methods database_methods;

int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    const int result = system_methods->xShmMap(file, region, size, extend, out);
    // SQLITE_READONLY_CANTINIT makes SQLite build the index of the -wal file in memory.
    return (result & 0xff) == SQLITE_CANTOPEN ? SQLITE_READONLY_CANTINIT : result;
}

int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    const int result = system_methods->xShmLock(file, offset, count, flags);
    // What the default VFS answers while there is no -shm file to lock.
    return result == SQLITE_IOERR_SHMLOCK ? SQLITE_OK : result;
}

int open_file(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
    if ((flags & SQLITE_OPEN_WAL) != 0) {
        auto* wal = wal_of(file);
        wal->base.pMethods = &wal_methods;
        wal->path = name;
        wal->descriptor = -1;
        if (out_flags != nullptr) *out_flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_WAL;
        return SQLITE_OK;
    }
    file->pMethods = nullptr;
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0 || (flags & SQLITE_OPEN_READONLY) == 0) return SQLITE_CANTOPEN;
    const int result = system_vfs()->xOpen(system_vfs(), name, file, flags, out_flags);
    if (result == SQLITE_OK) {
        // Every file of the default VFS on one file system has the same methods; another set would be a
        // surprise.
        static const bool copied = [file] {
            system_methods = file->pMethods;
            database_methods = *file->pMethods;
            database_methods.xShmMap = shm_map;
            database_methods.xShmLock = shm_lock;
            return true;
        }();
        if (!copied || file->pMethods != system_methods) {
            file->pMethods->xClose(file);
            file->pMethods = nullptr;
            return SQLITE_CANTOPEN;
        }
        file->pMethods = &database_methods;
    }
    return result;
}

}  // namespace

const char* read_only_vfs() {
    static sqlite3_vfs vfs = [] {
        if (const int result = sqlite3_initialize(); result != SQLITE_OK) throw_sqlite(nullptr, result);
        sqlite3_vfs copy = *system_vfs();
        copy.pNext = nullptr;
        copy.zName = vfs_name;
        copy.szOsFile = std::max(copy.szOsFile, static_cast<int>(sizeof(WalFile)));
        copy.xOpen = open_file;
        copy.xDelete = [](sqlite3_vfs*, const char*, int) { return SQLITE_READONLY; };
        return copy;
    }();
    static const int registered = sqlite3_vfs_register(&vfs, 0);
    if (registered != SQLITE_OK) throw_sqlite(nullptr, registered);
    return vfs_name;
}

std::string read_only_uri(const std::filesystem::path& file) {
    std::string uri = "file://";
    for (const char character : std::filesystem::absolute(file).string()) {
        const auto byte = static_cast<unsigned char>(character);
        const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= '0' && byte <= '9') || byte == '/' || byte == '-' || byte == '_' ||
                           byte == '.';
        if (plain) {
            uri += character;
        } else {
            uri += fmt::format("%{:02X}", byte);
        }
    }
    return uri + "?readonly_shm=1";
}

}  // namespace xinbu::storage
