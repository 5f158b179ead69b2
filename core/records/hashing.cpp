#include "hashing.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>

#include "xinbu/records/set_sum.hpp"

namespace xinbu::records {

std::int64_t text_key(std::string_view text) {
    return static_cast<std::int64_t>(XXH3_64bits(text.data(), text.size()));
}

WithoutSalt without_salt(ByteView bytes) {
    constexpr std::string_view name = R"("salt":")";
    constexpr std::size_t salt_digits = 32;
    const std::string_view text = as_text(bytes);
    // Members are sorted, so after the salt come only type and v: the last occurrence is the entry's own.
    const std::size_t at = text.rfind(name);
    if (at == std::string_view::npos || at + name.size() + salt_digits > text.size()) return {bytes, {}};
    return {bytes.first(at + name.size()), bytes.subspan(at + name.size() + salt_digits)};
}

bool WithoutSalt::operator==(const WithoutSalt& other) const {
    return std::ranges::equal(head, other.head) && std::ranges::equal(tail, other.tail);
}

std::int64_t content_key(ByteView entry_bytes) {
    const WithoutSalt content = without_salt(entry_bytes);
    const XXH64_hash_t head = XXH3_64bits(content.head.data(), content.head.size());
    // 32 bits are enough among the entries of one record, and shorter to store.
    return static_cast<std::int32_t>(XXH3_64bits_withSeed(content.tail.data(), content.tail.size(), head));
}

SetSum::Key SetSum::new_key() {
    Key key;
    const Bytes random = crypto::random_bytes(key.secret.size());
    std::ranges::copy(random, key.secret.begin());
    return key;
}

void SetSum::add(const Key& key, ByteView element) {
    const XXH128_hash_t hash =
        XXH3_128bits_withSecret(element.data(), element.size(), key.secret.data(), key.secret.size());
    low_ += hash.low64;
    high_ += hash.high64;
    ++count_;
}

}  // namespace xinbu::records
