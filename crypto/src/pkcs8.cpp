// OpenSSL can read and write this format by itself, but caps the memory of its scrypt at 32 MiB, which is a
// quarter of what we spend. So the structure is taken apart here, with OpenSSL's ASN.1 types, and our own
// scrypt is called.
#include "pkcs8.hpp"

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/objects.h>

#include <array>
#include <utility>

#include "xinbu/base/i18n.hpp"

namespace xinbu::crypto {
namespace {

constexpr std::size_t block_bytes = 16;
constexpr std::size_t key_bytes = 32;
constexpr std::size_t new_salt_bytes = 16;
constexpr std::size_t smallest_salt_bytes = 8;
constexpr std::size_t largest_salt_bytes = 1024;
// Our keys take under 300 bytes; this leaves room for other writers' attributes.
constexpr std::size_t largest_file_bytes = 16384;

using OwnedEnvelope = Owned<X509_SIG, X509_SIG_free>;
using OwnedPbes2 = Owned<PBE2PARAM, PBE2PARAM_free>;
using OwnedScrypt = Owned<SCRYPT_PARAMS, SCRYPT_PARAMS_free>;
using OwnedKeyInfo = Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
using OwnedOctets = Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;

/// What the file says about how to decrypt it; the views point into the structures beside them.
struct Recipe {
    OwnedEnvelope envelope;
    OwnedScrypt scrypt;
    ByteView salt;
    ScryptCost cost;
    std::array<std::uint8_t, block_bytes> iv{};
    ByteView ciphertext;
};

ByteView octets_of(const ASN1_STRING* text) {
    return {ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text))};
}

int algorithm_of(const X509_ALGOR* identifier) {
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, identifier);
    return OBJ_obj2nid(object);
}

tl::unexpected<Error> bad_private_key(const char* why) {
    ERR_clear_error();
    return fail(Category::invalid, "bad_private_key", tr("signing key"), why,
                tr("Use an unaltered copy of the key file."));
}

tl::unexpected<Error> wrong_passphrase() {
    ERR_clear_error();
    return fail(Category::access, "wrong_passphrase", tr("signing key"), tr("the passphrase is wrong"),
                tr("Enter the passphrase of this key."));
}

bool read_cost(const SCRYPT_PARAMS& parameters, ScryptCost& cost) {
    std::uint64_t r = 0;
    std::uint64_t p = 0;
    if (ASN1_INTEGER_get_uint64(&cost.n, parameters.costParameter) != 1 ||
        ASN1_INTEGER_get_uint64(&r, parameters.blockSize) != 1 ||
        ASN1_INTEGER_get_uint64(&p, parameters.parallelizationParameter) != 1 || r > UINT32_MAX ||
        p > UINT32_MAX) {
        return false;
    }
    cost.r = static_cast<std::uint32_t>(r);
    cost.p = static_cast<std::uint32_t>(p);
    return is_acceptable(cost);
}

bool has_key_length(const SCRYPT_PARAMS& parameters) {
    std::uint64_t length = 0;
    return parameters.keyLength == nullptr ||
           (ASN1_INTEGER_get_uint64(&length, parameters.keyLength) == 1 && length == key_bytes);
}

Result<Recipe> read_recipe(ByteView der) {
    if (der.empty() || der.size() > largest_file_bytes)
        return bad_private_key(tr("it has not the size of a key"));
    Recipe recipe;
    const unsigned char* at = der.data();
    recipe.envelope.reset(d2i_X509_SIG(nullptr, &at, static_cast<long>(der.size())));
    if (!recipe.envelope || at != der.data() + der.size()) {
        return bad_private_key(tr("it is not an encrypted PKCS #8 key"));
    }
    const X509_ALGOR* scheme = nullptr;
    const ASN1_OCTET_STRING* ciphertext = nullptr;
    X509_SIG_get0(recipe.envelope.get(), &scheme, &ciphertext);
    if (algorithm_of(scheme) != NID_pbes2) return bad_private_key(tr("it is not encrypted with PBES2"));
    const OwnedPbes2 pbes2(
        static_cast<PBE2PARAM*>(ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), scheme->parameter)));
    if (!pbes2 || algorithm_of(pbes2->keyfunc) != NID_id_scrypt ||
        algorithm_of(pbes2->encryption) != NID_aes_256_cbc) {
        return bad_private_key(tr("it is not encrypted with scrypt and AES-256-CBC"));
    }

    int type = V_ASN1_UNDEF;
    const void* value = nullptr;
    X509_ALGOR_get0(nullptr, &type, &value, pbes2->encryption);
    if (type != V_ASN1_OCTET_STRING) return bad_private_key(tr("it has no initialisation vector"));
    const ByteView iv = octets_of(static_cast<const ASN1_OCTET_STRING*>(value));
    if (iv.size() != block_bytes) return bad_private_key(tr("it has no initialisation vector"));
    std::copy(iv.begin(), iv.end(), recipe.iv.begin());

    recipe.scrypt.reset(static_cast<SCRYPT_PARAMS*>(
        ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(SCRYPT_PARAMS), pbes2->keyfunc->parameter)));
    if (!recipe.scrypt || !has_key_length(*recipe.scrypt)) {
        return bad_private_key(tr("its scrypt parameters are malformed"));
    }
    recipe.salt = octets_of(recipe.scrypt->salt);
    if (recipe.salt.size() < smallest_salt_bytes || recipe.salt.size() > largest_salt_bytes) {
        return bad_private_key(tr("its scrypt parameters are malformed"));
    }
    if (!read_cost(*recipe.scrypt, recipe.cost)) {
        ERR_clear_error();
        return fail(Category::invalid, "kdf_parameters", tr("signing key"),
                    tr("the stored cost of the passphrase is outside the accepted range"),
                    tr("Use an unaltered copy of the key file."));
    }
    recipe.ciphertext = octets_of(ciphertext);
    if (recipe.ciphertext.empty() || recipe.ciphertext.size() % block_bytes != 0) {
        return bad_private_key(tr("its encrypted part is cut off"));
    }
    return recipe;
}

/// The plaintext in the first `size` bytes; nothing where the padding shows that the key is another.
std::optional<Secret> decrypt(const Secret& key, const Recipe& recipe, std::size_t& size) {
    const OwnedCipherContext context(EVP_CIPHER_CTX_new());
    Secret plaintext(recipe.ciphertext.size() + block_bytes);
    int updated = 0;
    int finished = 0;
    require(context != nullptr &&
                EVP_DecryptInit_ex2(context.get(), aes_256_cbc(), key.view().data(), recipe.iv.data(),
                                    nullptr) == 1 &&
                EVP_DecryptUpdate(context.get(), plaintext.span().data(), &updated, recipe.ciphertext.data(),
                                  static_cast<int>(recipe.ciphertext.size())) == 1,
            "AES-256-CBC");
    if (EVP_DecryptFinal_ex(context.get(), plaintext.span().data() + updated, &finished) != 1)
        return std::nullopt;
    size = static_cast<std::size_t>(updated + finished);
    return plaintext;
}

Bytes encrypt(const Secret& key, const std::array<std::uint8_t, block_bytes>& iv, const Secret& plaintext) {
    const OwnedCipherContext context(EVP_CIPHER_CTX_new());
    Bytes ciphertext(plaintext.size() + block_bytes);
    int updated = 0;
    int finished = 0;
    require(
        context != nullptr &&
            EVP_EncryptInit_ex2(context.get(), aes_256_cbc(), key.view().data(), iv.data(), nullptr) == 1 &&
            EVP_EncryptUpdate(context.get(), ciphertext.data(), &updated, plaintext.view().data(),
                              static_cast<int>(plaintext.size())) == 1 &&
            EVP_EncryptFinal_ex(context.get(), ciphertext.data() + updated, &finished) == 1,
        "AES-256-CBC");
    ciphertext.resize(static_cast<std::size_t>(updated + finished));
    return ciphertext;
}

Secret plain_pkcs8(const EVP_PKEY* key) {
    const OwnedKeyInfo info(EVP_PKEY2PKCS8(key));
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : -1;
    require(size > 0, "PKCS #8");
    Secret plaintext(static_cast<std::size_t>(size));
    unsigned char* at = plaintext.span().data();
    require(i2d_PKCS8_PRIV_KEY_INFO(info.get(), &at) == size, "PKCS #8");
    return plaintext;
}

OwnedOctets octet_string(ByteView bytes) {
    OwnedOctets text(ASN1_OCTET_STRING_new());
    require(text != nullptr &&
                ASN1_OCTET_STRING_set(text.get(), bytes.data(), static_cast<int>(bytes.size())) == 1,
            "PKCS #8");
    return text;
}

/// Sets `identifier` to the algorithm `nid` with the SEQUENCE that `item` makes of `parameters`.
void set_algorithm(X509_ALGOR* identifier, int nid, const ASN1_ITEM* item, void* parameters) {
    require(X509_ALGOR_set0(identifier, OBJ_nid2obj(nid), V_ASN1_UNDEF, nullptr) == 1 &&
                ASN1_TYPE_pack_sequence(item, parameters, &identifier->parameter) != nullptr,
            "PKCS #8");
}

}  // namespace

Result<OwnedKey> decrypt_pkcs8(ByteView der, const Secret& passphrase) {
    ensure_secure_heap();
    auto recipe = read_recipe(der);
    if (!recipe) return fail(std::move(recipe.error()));
    auto key = scrypt(passphrase, recipe->salt, recipe->cost);
    if (!key) return fail(std::move(key.error()));
    std::size_t size = 0;
    const auto plaintext = decrypt(*key, *recipe, size);
    if (!plaintext) return wrong_passphrase();

    // One wrong passphrase in 256 passes the padding; what it leaves is no PKCS #8 then.
    const unsigned char* at = plaintext->view().data();
    const OwnedKeyInfo info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(size)));
    if (!info || at != plaintext->view().data() + size) return wrong_passphrase();
    OwnedKey private_key(EVP_PKCS82PKEY(info.get()));
    if (!private_key) return bad_private_key(tr("it holds no key of a known algorithm"));
    return private_key;
}

Bytes encrypt_pkcs8(const EVP_PKEY* key, const Secret& passphrase, const ScryptCost& cost) {
    const Bytes salt = random_bytes(new_salt_bytes);
    std::array<std::uint8_t, block_bytes> iv{};
    fill_random(iv);
    const Secret encryption_key = take(scrypt(passphrase, salt, cost));
    const Bytes ciphertext = encrypt(encryption_key, iv, plain_pkcs8(key));

    const OwnedScrypt parameters(SCRYPT_PARAMS_new());
    require(parameters != nullptr &&
                ASN1_OCTET_STRING_set(parameters->salt, salt.data(), static_cast<int>(salt.size())) == 1 &&
                ASN1_INTEGER_set_uint64(parameters->costParameter, cost.n) == 1 &&
                ASN1_INTEGER_set_uint64(parameters->blockSize, cost.r) == 1 &&
                ASN1_INTEGER_set_uint64(parameters->parallelizationParameter, cost.p) == 1,
            "PKCS #8");
    const OwnedPbes2 pbes2(PBE2PARAM_new());
    require(pbes2 != nullptr, "PKCS #8");
    set_algorithm(pbes2->keyfunc, NID_id_scrypt, ASN1_ITEM_rptr(SCRYPT_PARAMS), parameters.get());
    OwnedOctets iv_text = octet_string(iv);
    require(X509_ALGOR_set0(pbes2->encryption, OBJ_nid2obj(NID_aes_256_cbc), V_ASN1_OCTET_STRING,
                            iv_text.get()) == 1,
            "PKCS #8");
    static_cast<void>(iv_text.release());  // it belongs to pbes2 now

    const OwnedEnvelope envelope(X509_SIG_new());
    require(envelope != nullptr, "PKCS #8");
    X509_ALGOR* scheme = nullptr;
    ASN1_OCTET_STRING* content = nullptr;
    X509_SIG_getm(envelope.get(), &scheme, &content);
    set_algorithm(scheme, NID_pbes2, ASN1_ITEM_rptr(PBE2PARAM), pbes2.get());
    require(ASN1_OCTET_STRING_set(content, ciphertext.data(), static_cast<int>(ciphertext.size())) == 1,
            "PKCS #8");

    const int size = i2d_X509_SIG(envelope.get(), nullptr);
    require(size > 0, "PKCS #8");
    Bytes der(static_cast<std::size_t>(size));
    unsigned char* at = der.data();
    require(i2d_X509_SIG(envelope.get(), &at) == size, "PKCS #8");
    return der;
}

}  // namespace xinbu::crypto
