// Whether two sets are equal, each read once in whatever order it comes: the sum of the keyed hashes of its
// elements. Memory does not grow with the sets.
#pragma once

#include <array>
#include <cstdint>

#include "xinbu/base/bytes.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::records {

/// A sum over 128-bit hashes (XXH3 with a secret). Sums of parts can be added up, so several threads may read
/// one set each in part.
class SetSum {
public:
    /// Drawn anew for every comparison: who altered a set cannot have known it.
    struct Key {
        std::array<std::uint8_t, 192> secret{};
    };
    static Key new_key();

    SetSum() = default;
    void add(const Key& key, ByteView element);
    /// Takes the elements of another part in.
    void merge(const SetSum& part) {
        low_ += part.low_;
        high_ += part.high_;
        count_ += part.count_;
    }
    std::uint64_t count() const { return count_; }
    bool operator==(const SetSum&) const = default;

private:
    std::uint64_t low_ = 0, high_ = 0, count_ = 0;
};

}  // namespace xinbu::records
