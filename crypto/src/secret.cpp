#include "xinbu/crypto/secret.hpp"

#include <openssl/crypto.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <new>
#include <utility>

#include "openssl.hpp"

namespace xinbu::crypto {
namespace {

constexpr std::size_t arena_bytes = std::size_t{1} << 20;
constexpr std::size_t smallest_block_bytes = 32;
// One large secret must not leave the signing keys without room.
constexpr std::size_t largest_in_arena_bytes = std::size_t{64} << 10;

std::uint8_t* allocate(std::size_t size) {
    if (size == 0) return nullptr;
    void* memory = nullptr;
    if (size <= largest_in_arena_bytes) {
        ensure_secure_heap();
        memory = OPENSSL_secure_zalloc(size);
    }
    if (memory == nullptr) memory = OPENSSL_zalloc(size);
    if (memory == nullptr) throw std::bad_alloc();
    return static_cast<std::uint8_t*>(memory);
}

}  // namespace

void ensure_secure_heap() {
    // Locking may be refused by the system's limit; the guard pages and the cleansing are there all the same.
    static const int opened = CRYPTO_secure_malloc_init(arena_bytes, smallest_block_bytes);
    static_cast<void>(opened);
}

Secret::Secret(std::size_t size) : data_(allocate(size)), size_(size) {}

Secret::Secret(ByteView bytes) : Secret(bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), data_);
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        OPENSSL_secure_clear_free(data_, size_);
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

Secret::~Secret() {
    // Takes memory from either heap, and cleanses it.
    OPENSSL_secure_clear_free(data_, size_);
}

void cleanse(std::span<std::uint8_t> memory) {
    OPENSSL_cleanse(memory.data(), memory.size());
}

void forbid_memory_dumps() {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace xinbu::crypto
