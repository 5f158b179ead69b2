// Memory for keys and passphrases: locked where the system allows it, wiped when released.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "xinbu/base/bytes.hpp"

namespace xinbu::crypto {

/// Bytes that must not leak: cleansed on release, movable and not copyable. There is no conversion to text
/// and no stream operator on purpose.
///
/// Up to 64 KiB lie in OpenSSL's secure heap: 1 MiB between guard pages, left out of core dumps, and kept out
/// of swap as far as the system's limit on locked memory allows. What is larger, or comes when that heap is
/// full, lies in ordinary memory and is cleansed all the same.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::size_t size);  ///< `size` zero bytes; throws std::bad_alloc
    explicit Secret(ByteView bytes);    ///< a copy; the caller cleanses its own
    explicit Secret(std::string_view text) : Secret(as_bytes(text)) {}
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    Secret clone() const { return Secret(view()); }
    ByteView view() const { return {data_, size_}; }
    std::span<std::uint8_t> span() { return {data_, size_}; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Keeps the memory of this process out of core dumps and away from other processes of the same user (threat
/// A4). Called once by each program, before it reads a passphrase.
void forbid_memory_dumps();

/// Overwrites memory in a way the compiler does not remove.
void cleanse(std::span<std::uint8_t> memory);

}  // namespace xinbu::crypto
