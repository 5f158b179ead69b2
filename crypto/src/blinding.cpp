#include "xinbu/crypto/blinding.hpp"

#include <algorithm>
#include <string>

#include <openssl/err.h>

#include "openssl.hpp"
#include "xinbu/crypto/digest.hpp"

namespace xinbu::crypto {

namespace {

using OwnedGroup = Owned<EC_GROUP, EC_GROUP_free>;
using OwnedPoint = Owned<EC_POINT, EC_POINT_clear_free>;
using OwnedWork = Owned<BN_CTX, BN_CTX_free>;
using SecretNumber = Owned<BIGNUM, BN_clear_free>;

constexpr const char* doing = "computing on P-256";

/// Secret numbers pass through the temporary numbers of this context: it clears what lies in the secure heap.
OwnedWork new_work() {
    ensure_secure_heap();
    OwnedWork work(BN_CTX_secure_new());
    require(work != nullptr, doing);
    return work;
}

OwnedGroup new_group() {
    OwnedGroup group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    require(group != nullptr, doing);
    return group;
}

OwnedPoint new_point(const EC_GROUP* group) {
    OwnedPoint point(EC_POINT_new(group));
    require(point != nullptr, doing);
    return point;
}

SecretNumber new_number() {
    SecretNumber number(BN_new());
    require(number != nullptr, doing);
    return number;
}

CurvePoint compressed(const EC_GROUP* group, const EC_POINT* point, BN_CTX* work) {
    CurvePoint out{};
    const std::size_t size =
        EC_POINT_point2oct(group, point, POINT_CONVERSION_COMPRESSED, out.data(), out.size(), work);
    require(size == out.size(), doing);  // infinity is shorter; nobody finds a message that leads there
    return out;
}

/// Numbers modulo the prime of the curve.
class Field {
public:
    Field()
        : group_(new_group()), work_(new_work()), prime_(new_number()), a_(new_number()), b_(new_number()) {
        require(EC_GROUP_get_curve(group_.get(), prime_.get(), a_.get(), b_.get(), work_.get()) == 1, doing);
    }

    const EC_GROUP* group() const { return group_.get(); }
    BN_CTX* work() const { return work_.get(); }
    const BIGNUM* a() const { return a_.get(); }
    const BIGNUM* b() const { return b_.get(); }

    SecretNumber number(long value) const {
        SecretNumber made = new_number();
        require(BN_set_word(made.get(), static_cast<BN_ULONG>(value < 0 ? -value : value)) == 1, doing);
        return value < 0 ? negated(*made) : std::move(made);
    }
    SecretNumber reduced(ByteView big_endian) const {
        SecretNumber made = new_number();
        require(BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), made.get()) != nullptr,
                doing);
        require(BN_nnmod(made.get(), made.get(), prime_.get(), work_.get()) == 1, doing);
        return made;
    }
    SecretNumber sum(const BIGNUM& x, const BIGNUM& y) const {
        SecretNumber made = new_number();
        require(BN_mod_add(made.get(), &x, &y, prime_.get(), work_.get()) == 1, doing);
        return made;
    }
    SecretNumber product(const BIGNUM& x, const BIGNUM& y) const {
        SecretNumber made = new_number();
        require(BN_mod_mul(made.get(), &x, &y, prime_.get(), work_.get()) == 1, doing);
        return made;
    }
    SecretNumber square(const BIGNUM& x) const { return product(x, x); }
    SecretNumber negated(const BIGNUM& x) const {
        SecretNumber made = new_number();
        require(BN_mod_sub(made.get(), prime_.get(), &x, prime_.get(), work_.get()) == 1, doing);
        return made;
    }
    SecretNumber inverse(const BIGNUM& x) const {
        SecretNumber made = new_number();
        require(BN_mod_inverse(made.get(), &x, prime_.get(), work_.get()) != nullptr, doing);
        return made;
    }
    /// The prime is 3 modulo 4, so x to the (p + 1) / 4 is a root where there is one.
    SecretNumber root_or_nothing(const BIGNUM& x) const {
        SecretNumber exponent = new_number(), made = new_number();
        require(BN_copy(exponent.get(), prime_.get()) != nullptr && BN_add_word(exponent.get(), 1) == 1 &&
                    BN_rshift(exponent.get(), exponent.get(), 2) == 1 &&
                    BN_mod_exp(made.get(), &x, exponent.get(), prime_.get(), work_.get()) == 1,
                doing);
        return BN_cmp(square(*made).get(), &x) == 0 ? std::move(made) : SecretNumber();
    }

private:
    OwnedGroup group_;
    OwnedWork work_;
    SecretNumber prime_, a_, b_;
};

/// x³ + Ax + B.
SecretNumber right_side(const Field& field, const BIGNUM& x) {
    const SecretNumber inner = field.sum(*field.square(x), *field.a());
    return field.sum(*field.product(*inner, x), *field.b());
}

/// map_to_curve_simple_swu (RFC 9380 section 6.6.2) with Z = -10.
OwnedPoint mapped(const Field& field, const BIGNUM& u) {
    const SecretNumber z = field.number(-10);
    const SecretNumber zu2 = field.product(*z, *field.square(u));
    const SecretNumber tv = field.sum(*field.square(*zu2), *zu2);
    SecretNumber x;
    if (BN_is_zero(tv.get())) {
        x = field.product(*field.b(), *field.inverse(*field.product(*z, *field.a())));
    } else {
        const SecretNumber factor = field.sum(*field.number(1), *field.inverse(*tv));
        const SecretNumber minus_b_by_a =
            field.product(*field.negated(*field.b()), *field.inverse(*field.a()));
        x = field.product(*minus_b_by_a, *factor);
    }
    SecretNumber y = field.root_or_nothing(*right_side(field, *x));
    if (y == nullptr) {
        x = field.product(*zu2, *x);
        y = field.root_or_nothing(*right_side(field, *x));
        require(y != nullptr, doing);
    }
    if (BN_is_odd(&u) != BN_is_odd(y.get())) y = field.negated(*y);
    OwnedPoint point = new_point(field.group());
    require(EC_POINT_set_affine_coordinates(field.group(), point.get(), x.get(), y.get(), field.work()) == 1,
            doing);
    return point;
}

}  // namespace

Bytes expand_message(ByteView message, std::string_view dst, std::size_t size) {
    constexpr std::size_t digest_size = 32, block_size = 64, most_blocks = 255, longest_dst = 255;
    const std::size_t blocks = (size + digest_size - 1) / digest_size;
    if (blocks > most_blocks || dst.size() > longest_dst || dst.empty())
        throw Failure(Category::internal, "hash_to_curve", "hash to curve",
                      "the output or the tag is too long");
    std::string tag(dst);
    tag += static_cast<char>(dst.size());
    const std::array<std::uint8_t, block_size> zeros{};
    Hasher hasher;
    const std::array<std::uint8_t, 3> length{static_cast<std::uint8_t>(size >> 8),
                                             static_cast<std::uint8_t>(size & 0xFF), 0};
    const Hash first = hasher.update(zeros).update(message).update(length).update(as_bytes(tag)).finish();
    Hash block{};
    Bytes out;
    for (std::size_t number = 1; number <= blocks; ++number) {
        for (std::size_t at = 0; at < digest_size; ++at) block[at] ^= first[at];
        hasher.update(block).update(static_cast<std::uint8_t>(number)).update(as_bytes(tag));
        block = hasher.finish();
        out.insert(out.end(), block.begin(), block.end());
    }
    out.resize(size);
    return out;
}

CurvePoint hash_to_curve(ByteView message, std::string_view dst) {
    constexpr std::size_t length =
        48;  // of a field element before it is reduced: 256 bits and 128 of security
    const Field field;
    const Bytes uniform = expand_message(message, dst, 2 * length);
    const OwnedPoint first = mapped(field, *field.reduced(ByteView(uniform).first(length)));
    const OwnedPoint second = mapped(field, *field.reduced(ByteView(uniform).subspan(length)));
    const OwnedPoint sum = new_point(field.group());
    require(EC_POINT_add(field.group(), sum.get(), first.get(), second.get(), field.work()) == 1, doing);
    return compressed(field.group(), sum.get(), field.work());
}

// ---- factors ----

struct Blinder::State {
    OwnedGroup group = new_group();
    OwnedWork work = new_work();
    SecretNumber factor = SecretNumber(BN_secure_new());
};

Blinder::Blinder(const Secret& seed) : state_(std::make_unique<State>()) {
    constexpr std::size_t length = 48;  // so that reducing leaves no bias to speak of
    require(state_->factor != nullptr, doing);
    const Secret wide = derive_key(seed, "xinbu overlap factor", length);
    const BIGNUM* order = EC_GROUP_get0_order(state_->group.get());
    BIGNUM* factor = state_->factor.get();
    require(BN_bin2bn(wide.view().data(), static_cast<int>(wide.size()), factor) != nullptr, doing);
    BN_set_flags(factor, BN_FLG_CONSTTIME);
    require(BN_nnmod(factor, factor, order, state_->work.get()) == 1 && !BN_is_zero(factor), doing);
}

Blinder::~Blinder() = default;
Blinder::Blinder(Blinder&&) noexcept = default;
Blinder& Blinder::operator=(Blinder&&) noexcept = default;

std::optional<CurvePoint> Blinder::blind(const CurvePoint& given) const {
    const EC_GROUP* group = state_->group.get();
    BN_CTX* work = state_->work.get();
    const OwnedPoint point = new_point(group), product = new_point(group);
    // Checks that it lies on the curve, whose order is a prime: there are no small subgroups to fall into.
    if (EC_POINT_oct2point(group, point.get(), given.data(), given.size(), work) != 1 ||
        EC_POINT_is_at_infinity(group, point.get()) == 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    require(EC_POINT_mul(group, product.get(), nullptr, point.get(), state_->factor.get(), work) == 1, doing);
    return compressed(group, product.get(), work);
}

}  // namespace xinbu::crypto
