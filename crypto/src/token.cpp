// PKCS#11 through p11-kit, which reads the URIs, loads the module and lets several users of one module share
// it. Nothing of OpenSSL is needed here: a token gives raw signatures of the very form that entries hold.
#include "xinbu/crypto/token.hpp"

#include <fmt/format.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "xinbu/base/i18n.hpp"

namespace xinbu::crypto {
namespace {

namespace fs = std::filesystem;

constexpr CK_ULONG most_slots = 64;
constexpr CK_ULONG most_keys = 32;
constexpr std::size_t largest_attribute = 4096;
constexpr std::size_t signature_bytes = 64;

struct FreeUri {
    void operator()(P11KitUri* uri) const { p11_kit_uri_free(uri); }
};
using OwnedUri = std::unique_ptr<P11KitUri, FreeUri>;

// ---- the URI ----

[[noreturn]] void refuse_uri(std::string why) {
    throw Failure(Category::usage, "token_uri", "pkcs11:", std::move(why),
                  tr("Write it like “pkcs11:token=LABEL;object=KEY?module-name=softhsm2” (RFC 7512)."));
}

OwnedUri parsed(std::string_view text) {
    if (text.size() > largest_token_uri || text.find('\0') != std::string_view::npos)
        refuse_uri(tr("it is too long, or no text"));
    OwnedUri uri(p11_kit_uri_new());
    if (!uri) throw std::bad_alloc();
    if (p11_kit_uri_parse(std::string(text).c_str(), P11_KIT_URI_FOR_ANY, uri.get()) != P11_KIT_URI_OK)
        refuse_uri(tr("it is no PKCS#11 URI"));
    // What is not understood could be what tells two keys apart.
    if (p11_kit_uri_any_unrecognized(uri.get()) != 0) refuse_uri(tr("it has parts that are not known"));
    // A PIN in an argument lies open in the list of processes, and in the key-slot file for good.
    if (p11_kit_uri_get_pin_value(uri.get()) != nullptr || p11_kit_uri_get_pin_source(uri.get()) != nullptr)
        refuse_uri(tr("a PIN does not belong into it"));
    const char* path = p11_kit_uri_get_module_path(uri.get());
    const char* name = p11_kit_uri_get_module_name(uri.get());
    if ((path == nullptr) == (name == nullptr))
        refuse_uri(tr("it names the module neither by module-name nor by module-path, or by both"));
    if (path != nullptr && *path != '/') refuse_uri(tr("module-path is not a path from the root on"));
    if (name != nullptr && (*name == '\0' || std::strchr(name, '/') != nullptr))
        refuse_uri(tr("module-name is a name without folders"));
    const CK_ATTRIBUTE* kind = p11_kit_uri_get_attribute(uri.get(), CKA_CLASS);
    if (kind != nullptr && (kind->ulValueLen != sizeof(CK_OBJECT_CLASS) ||
                            *static_cast<const CK_OBJECT_CLASS*>(kind->pValue) != CKO_PRIVATE_KEY))
        refuse_uri(tr("it names something else than a private key"));
    return uri;
}

std::string written(P11KitUri* uri) {
    char* text = nullptr;
    if (p11_kit_uri_format(uri, P11_KIT_URI_FOR_ANY, &text) != P11_KIT_URI_OK) throw std::bad_alloc();
    const std::unique_ptr<char, decltype(&std::free)> owned(text, &std::free);
    return text;
}

// ---- the module ----

/// Whether nobody but root can put something else there. In a folder with the sticky bit others can add, but
/// not exchange what is root's.
bool is_roots(const fs::path& path, bool is_folder) {
    struct stat state {};
    if (::lstat(path.c_str(), &state) != 0 || state.st_uid != 0) return false;
    if (is_folder ? !S_ISDIR(state.st_mode) : !S_ISREG(state.st_mode)) return false;
    return (state.st_mode & (S_IWGRP | S_IWOTH)) == 0 || (is_folder && (state.st_mode & S_ISVTX) != 0);
}

/// Where a module of that name may lie. Packages of Debian put theirs into the first four.
std::vector<fs::path> places_of(const std::string& name) {
    constexpr std::array<const char*, 6> folders{"/usr/lib/" XINBU_ARCHITECTURE "/pkcs11",
                                                 "/usr/lib/" XINBU_ARCHITECTURE "/softhsm",
                                                 "/usr/lib/pkcs11",
                                                 "/usr/lib/softhsm",
                                                 "/usr/local/lib/pkcs11",
                                                 "/usr/local/lib"};
    std::vector<fs::path> places;
    for (const char* folder : folders)
        for (const std::string& file : {name + ".so", "lib" + name + ".so"})
            places.push_back(fs::path(folder) / file);
    return places;
}

/// The file to load, without links on the way to it.
fs::path module_file(P11KitUri* uri) {
    const char* path = p11_kit_uri_get_module_path(uri);
    const char* name = p11_kit_uri_get_module_name(uri);
    const std::vector<fs::path> places = path != nullptr ? std::vector<fs::path>{path} : places_of(name);
    std::error_code error;
    const auto found =
        std::ranges::find_if(places, [&](const fs::path& place) { return fs::exists(place, error); });
    if (found == places.end())
        throw Failure(Category::access, "token_module_missing", path != nullptr ? path : name,
                      tr("the module through which the token is reached is not installed here"),
                      tr("Install the token maker's software, or correct the token's URI with `xinbu "
                         "operator token`."));
    const fs::path file = fs::canonical(*found, error);
    bool safe = !error && is_roots(file, false);
    for (fs::path folder = file.parent_path(); safe; folder = folder.parent_path()) {
        safe = is_roots(folder, true);
        if (folder == folder.parent_path()) break;
    }
    // p11-kit's own modules hand on to others that the environment or the user's folder names.
    const std::string base = file.filename();
    if (base.starts_with("p11-kit-") || base.starts_with("libp11-kit")) safe = false;
    if (!safe)
        throw Failure(Category::access, "token_module_unsafe", found->string(),
                      tr("it is not loaded: others than root could have put or altered it, or it only hands "
                         "on to other modules"),
                      tr("Have root install the module into a folder of the system."));
    return file;
}

[[noreturn]] void module_failed(const fs::path& file, const char* why) {
    throw Failure(
        Category::access, "token_module_failed", file.string(),
        fmt::format(fmt::runtime(tr("the module does not work here: {}")), why != nullptr ? why : "?"),
        tr("Check the installation of the token maker's software."));
}

/// A module that was loaded and initialised; the last user of it ends it.
class Module {
public:
    explicit Module(const fs::path& file) {
        p11_kit_be_quiet();
        functions_ = p11_kit_module_load(file.c_str(), P11_KIT_MODULE_CRITICAL);
        if (functions_ == nullptr) module_failed(file, p11_kit_message());
        if (const CK_RV answer = p11_kit_module_initialize(functions_); answer != CKR_OK) {
            p11_kit_module_release(functions_);
            module_failed(file, p11_kit_strerror(answer));
        }
    }
    ~Module() {
        p11_kit_module_finalize(functions_);
        p11_kit_module_release(functions_);
    }
    Module(const Module&) = delete;
    Module& operator=(const Module&) = delete;
    CK_FUNCTION_LIST& operator*() const { return *functions_; }
    CK_FUNCTION_LIST* operator->() const { return functions_; }

private:
    CK_FUNCTION_LIST* functions_ = nullptr;
};

// ---- the token ----

/// Where a token is, and what is said of it in errors.
struct Place {
    CK_SLOT_ID slot = 0;
    std::string label;
};

[[noreturn]] void token_absent(const std::string& what) {
    throw Failure(Category::access, "token_absent", what, tr("the token is not there"),
                  tr("Plug it in and try again; in the window open the registry again."));
}

[[noreturn]] void pin_locked(const Place& place) {
    throw Failure(Category::access, "pin_locked", place.label,
                  tr("the token is locked after too many wrong PINs"),
                  tr("Whoever holds its unlocking code (SO PIN, PUK) can set a new PIN."));
}

[[noreturn]] void token_failed(const Place& place, CK_RV answer) {
    switch (answer) {
        case CKR_TOKEN_NOT_PRESENT:
        case CKR_DEVICE_REMOVED:
        case CKR_SLOT_ID_INVALID:
        case CKR_SESSION_HANDLE_INVALID:
        case CKR_OBJECT_HANDLE_INVALID:
        case CKR_USER_NOT_LOGGED_IN:
            token_absent(place.label);
        case CKR_PIN_LOCKED:
            pin_locked(place);
        default:
            throw Failure(Category::access, "token_failed", place.label,
                          fmt::format(fmt::runtime(tr("the token answers: {} (0x{:x})")),
                                      p11_kit_strerror(answer), answer),
                          tr("Try again; if it stays so, ask the token's maker."));
    }
}

void require_ok(const Place& place, CK_RV answer) {
    if (answer != CKR_OK) token_failed(place, answer);
}

CK_TOKEN_INFO info_of(const Module& module, const Place& place) {
    CK_TOKEN_INFO info{};
    require_ok(place, module->C_GetTokenInfo(place.slot, &info));
    return info;
}

/// Text as PKCS#11 has it: padded with spaces.
template <std::size_t N>
std::string text_of(const unsigned char (&padded)[N]) {
    std::string text(reinterpret_cast<const char*>(padded), N);
    text.erase(text.find_last_not_of(std::string(" \0", 2)) + 1);
    return text;
}

Place find_token(const Module& module, P11KitUri* uri, const std::string& text) {
    std::array<CK_SLOT_ID, most_slots> slots{};
    CK_ULONG count = most_slots;
    const Place nowhere{0, text};
    require_ok(nowhere, module->C_GetSlotList(CK_TRUE, slots.data(), &count));
    const CK_SLOT_ID wanted = p11_kit_uri_get_slot_id(uri);
    std::vector<Place> fitting;
    for (CK_ULONG i = 0; i < std::min(count, most_slots); ++i) {
        CK_TOKEN_INFO info{};
        if (wanted != static_cast<CK_SLOT_ID>(-1) && wanted != slots[i]) continue;
        if (module->C_GetTokenInfo(slots[i], &info) != CKR_OK || (info.flags & CKF_TOKEN_INITIALIZED) == 0 ||
            p11_kit_uri_match_token_info(uri, &info) == 0)
            continue;
        fitting.push_back({slots[i], text_of(info.label)});
    }
    if (fitting.empty()) token_absent(text);
    if (fitting.size() > 1)
        throw Failure(Category::access, "token_ambiguous", text, tr("several tokens fit it"),
                      tr("Name the token by its label and serial number, or unplug the others."));
    return fitting.front();
}

/// A session with a token; closing it logs out where it was the last.
class Session {
public:
    Session(const Module& module, const Place& place) : module_(module) {
        require_ok(place, module->C_OpenSession(place.slot, CKF_SERIAL_SESSION, nullptr, nullptr, &handle_));
    }
    ~Session() { module_->C_CloseSession(handle_); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    CK_SESSION_HANDLE handle() const { return handle_; }

private:
    const Module& module_;
    CK_SESSION_HANDLE handle_ = 0;
};

CK_RV try_pin(const Module& module, const Session& session, CK_USER_TYPE user, const Secret& pin) {
    // A token with a keypad of its own asks there.
    CK_UTF8CHAR* bytes = pin.empty() ? nullptr : const_cast<CK_UTF8CHAR*>(pin.view().data());
    return module->C_Login(session.handle(), user, bytes, static_cast<CK_ULONG>(pin.size()));
}

/// What a login that failed means for the person.
[[noreturn]] void refuse_login(const Module& module, const Place& place, CK_RV answer) {
    CK_TOKEN_INFO now{};
    const bool known = module->C_GetTokenInfo(place.slot, &now) == CKR_OK;
    switch (answer) {
        case CKR_PIN_INCORRECT:
        case CKR_PIN_LEN_RANGE:
        case CKR_PIN_INVALID:
            if (known && (now.flags & CKF_USER_PIN_LOCKED) != 0) pin_locked(place);
            throw Failure(Category::access, "wrong_pin", place.label, tr("the PIN is wrong"),
                          known && (now.flags & CKF_USER_PIN_FINAL_TRY) != 0
                              ? tr("One more wrong PIN locks the token.")
                              : tr("Check it before you try again: some wrong ones lock the token."));
        case CKR_PIN_EXPIRED:
        case CKR_USER_PIN_NOT_INITIALIZED:
            throw Failure(Category::access, "pin_unusable", place.label,
                          tr("the token has no PIN that counts: it was never set, or must be changed"),
                          tr("Set a PIN with the software of the token's maker."));
        case CKR_FUNCTION_CANCELED:
            throw Failure(Category::access, "pin_missing", place.label, tr("no PIN was given"));
        default:
            token_failed(place, answer);
    }
}

/// The PIN that was given; empty where the token did not want any from here.
Secret log_in(const Module& module, const Place& place, const Session& session, const AskPin& ask_pin) {
    const CK_TOKEN_INFO info = info_of(module, place);
    if ((info.flags & CKF_LOGIN_REQUIRED) == 0) return {};
    if ((info.flags & CKF_USER_PIN_LOCKED) != 0) pin_locked(place);
    Secret pin;
    if ((info.flags & CKF_PROTECTED_AUTHENTICATION_PATH) == 0) {
        if (ask_pin) pin = ask_pin(place.label);
        if (pin.empty())
            throw Failure(Category::access, "pin_missing", place.label, tr("no PIN was given"),
                          tr("In the window lock the registry and open it again to be asked."));
    }
    const CK_RV answer = try_pin(module, session, CKU_USER, pin);
    // Another key of the same token is in use by this process: then it was told the PIN before.
    if (answer != CKR_OK && answer != CKR_USER_ALREADY_LOGGED_IN) refuse_login(module, place, answer);
    return pin;
}

// ---- the key ----

Bytes attribute(const Module& module, const Session& session, CK_OBJECT_HANDLE object,
                CK_ATTRIBUTE_TYPE type) {
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    if (module->C_GetAttributeValue(session.handle(), object, &wanted, 1) != CKR_OK ||
        wanted.ulValueLen > largest_attribute)
        return {};
    Bytes value(wanted.ulValueLen);
    wanted.pValue = value.data();
    if (module->C_GetAttributeValue(session.handle(), object, &wanted, 1) != CKR_OK ||
        wanted.ulValueLen > value.size())
        return {};
    value.resize(wanted.ulValueLen);
    return value;
}

template <class T>
T number(const Bytes& value, T otherwise) {
    T result = otherwise;
    if (value.size() == sizeof result) std::memcpy(&result, value.data(), sizeof result);
    return result;
}

std::vector<CK_OBJECT_HANDLE> find(const Module& module, const Place& place, const Session& session,
                                   std::vector<CK_ATTRIBUTE> wanted) {
    std::array<CK_OBJECT_HANDLE, most_keys> found{};
    CK_ULONG count = 0;
    require_ok(place, module->C_FindObjectsInit(session.handle(), wanted.data(),
                                                static_cast<CK_ULONG>(wanted.size())));
    const CK_RV answer = module->C_FindObjects(session.handle(), found.data(), most_keys, &count);
    module->C_FindObjectsFinal(session.handle());
    require_ok(place, answer);
    return {found.begin(), found.begin() + std::min(count, most_keys)};
}

bool is_one_of(const Bytes& value, std::initializer_list<std::string_view> known) {
    return std::ranges::find(known, as_text(value)) != known.end();
}

/// The key behind CKA_EC_PARAMS and CKA_EC_POINT; nothing where it is none of ours. The point should be an
/// OCTET STRING in DER, but SoftHSM has it bare where an Ed25519 key was imported.
std::optional<PublicKey> public_key_of(const Bytes& curve, ByteView point) {
    using namespace std::string_view_literals;
    Algorithm algorithm = Algorithm::ed25519;
    std::size_t size = 32;
    if (is_one_of(curve, {"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"sv})) {
        algorithm = Algorithm::ecdsa_p256;
        size = 65;
    } else if (!is_one_of(curve, {"\x06\x03\x2b\x65\x70"sv,
                                  "\x13\x0c"
                                  "edwards25519"sv})) {
        return std::nullopt;
    }
    if (point.size() == size + 2 && point[0] == 0x04 && point[1] == size) point = point.subspan(2);
    auto key = PublicKey::from_raw(algorithm, point);
    return key ? std::optional<PublicKey>(std::move(*key)) : std::nullopt;
}

/// A private key of the token and the public one that stands beside it.
struct Pair {
    CK_OBJECT_HANDLE key = 0;
    PublicKey public_key;
};

std::vector<Pair> pairs_of(const Module& module, const Place& place, const Session& session, P11KitUri* uri) {
    CK_OBJECT_CLASS private_class = CKO_PRIVATE_KEY, public_class = CKO_PUBLIC_KEY;
    std::vector<CK_ATTRIBUTE> wanted{{CKA_CLASS, &private_class, sizeof private_class}};
    for (const CK_ATTRIBUTE_TYPE type : {CKA_ID, CKA_LABEL})
        if (const CK_ATTRIBUTE* named = p11_kit_uri_get_attribute(uri, type)) wanted.push_back(*named);
    std::vector<Pair> pairs;
    for (const CK_OBJECT_HANDLE key : find(module, place, session, wanted)) {
        Bytes id = attribute(module, session, key, CKA_ID);
        for (const CK_OBJECT_HANDLE half :
             find(module, place, session,
                  {{CKA_CLASS, &public_class, sizeof public_class}, {CKA_ID, id.data(), id.size()}}))
            if (auto public_key = public_key_of(attribute(module, session, half, CKA_EC_PARAMS),
                                                attribute(module, session, half, CKA_EC_POINT)))
                pairs.push_back({key, std::move(*public_key)});
    }
    return pairs;
}

Pair choose(std::vector<Pair> pairs, const Place& place, const PublicKey* enrolled) {
    if (pairs.empty())
        throw Failure(
            Category::access, "token_key_missing", place.label,
            tr("the token holds no such key: an Ed25519 or P-256 key with its public half beside it"),
            tr("Check the names in the URI; `p11tool --list-all` or the maker's software shows what "
               "the token holds."));
    if (enrolled == nullptr) {
        if (pairs.size() > 1)
            throw Failure(Category::access, "token_ambiguous", place.label,
                          tr("several keys of the token fit"),
                          tr("Name one of them by object= or id= in the URI."));
        return std::move(pairs.front());
    }
    const auto found =
        std::ranges::find_if(pairs, [&](const Pair& pair) { return pair.public_key.id() == enrolled->id(); });
    if (found == pairs.end())
        throw Failure(Category::access, "token_other_key", place.label,
                      tr("the key in the token is not the one that was enrolled"),
                      tr("Plug in the token with the enrolled key, or ask an admin to enrol this one."));
    return std::move(*found);
}

/// The key and all that must live as long as it. The members are ended from the last to the first.
class TokenSigner final : public Signer {
public:
    TokenSigner(const std::string& text, const AskPin& ask_pin, const PublicKey* enrolled)
        : uri_(parsed(text)),
          module_(module_file(uri_.get())),
          place_(find_token(module_, uri_.get(), text)),
          session_(module_, place_),
          pin_(log_in(module_, place_, session_, ask_pin)),
          pair_(choose(pairs_of(module_, place_, session_, uri_.get()), place_, enrolled)) {
        asks_each_time_ = number<CK_BBOOL>(attribute(module_, session_, pair_.key, CKA_ALWAYS_AUTHENTICATE),
                                           CK_FALSE) != CK_FALSE;
        // Kept only for a key that wants it again for every signature.
        if (!asks_each_time_) pin_ = Secret();
    }

    const PublicKey& public_key() const { return pair_.public_key; }

    Bytes sign(ByteView message) override {
        CK_MECHANISM how{pair_.public_key.algorithm() == Algorithm::ed25519 ? CKM_EDDSA : CKM_ECDSA, nullptr,
                         0};
        require_ok(place_, module_->C_SignInit(session_.handle(), &how, pair_.key));
        if (asks_each_time_)
            if (const CK_RV answer = try_pin(module_, session_, CKU_CONTEXT_SPECIFIC, pin_); answer != CKR_OK)
                refuse_login(module_, place_, answer);
        // No bytes are a message, too, but a null pointer is none to a token.
        static constexpr std::uint8_t nothing = 0;
        if (message.empty()) message = ByteView(&nothing, 0);
        Bytes signature(signature_bytes);
        CK_ULONG size = signature.size();
        require_ok(place_, module_->C_Sign(session_.handle(), const_cast<CK_BYTE*>(message.data()),
                                           static_cast<CK_ULONG>(message.size()), signature.data(), &size));
        signature.resize(std::min<std::size_t>(size, signature.size()));
        return signature;
    }
    std::string name() const override { return place_.label; }

private:
    OwnedUri uri_;
    Module module_;
    Place place_;
    Session session_;
    Secret pin_;
    Pair pair_;
    bool asks_each_time_ = false;
};

}  // namespace

Result<std::string> checked_token_uri(std::string_view uri) {
    return guarded([&] { return written(parsed(uri).get()); });
}

Result<PrivateKey> open_token_key(const std::string& uri, const AskPin& ask_pin, const PublicKey* enrolled) {
    return guarded([&] {
        auto signer = std::make_unique<TokenSigner>(uri, ask_pin, enrolled);
        PublicKey public_key = signer->public_key();
        return PrivateKey::elsewhere(std::move(public_key), std::move(signer));
    });
}

}  // namespace xinbu::crypto
