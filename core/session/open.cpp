// Creating and opening a registry.
#include <fmt/format.h>
#include <sys/stat.h>

#include <array>

#include "batch.hpp"
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/ledger/checkpoint.hpp"
#include "xinbu/plugin/identifiers.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace fs = std::filesystem;

crypto::Secret new_recovery_passphrase() {
    constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz123456789";
    constexpr std::size_t characters = 32, group = 4;
    static_assert(alphabet.size() == 32);
    const crypto::Secret random = crypto::random_secret(characters);
    crypto::Secret text(characters + characters / group - 1);
    std::size_t at = 0;
    for (std::size_t i = 0; i < characters; ++i) {
        if (i != 0 && i % group == 0) text.span()[at++] = '-';
        text.span()[at++] = static_cast<std::uint8_t>(alphabet[random.view()[i] % alphabet.size()]);
    }
    return text;
}

namespace {

/// A random UUID (RFC 9562, version 4).
std::string new_uuid() {
    Bytes bytes = crypto::random_bytes(16);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
    std::string text = to_hex(bytes);
    for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, "-");
    return text;
}

void check_wanted(const NewRegistry& wanted) {
    const auto refuse = [](const char* code, const std::string& what, std::string why,
                           const char* remedy = "") {
        throw Failure(Category::invalid, code, what, std::move(why), remedy);
    };
    if (const auto fault = plugin::identifier_fault("uscc", wanted.identifier))
        refuse("invalid_identifier", wanted.identifier, language() == "zh_CN" ? fault->zh : fault->en,
               tr("Give the organisation's unified social credit code of 18 characters."));
    if (wanted.name.empty() || readers::name_fault(wanted.name) || readers::code_points(wanted.name) > 200)
        refuse("invalid_name", readers::printable(wanted.name), tr("this is no name of an organisation"));
    constexpr std::array<std::string_view, 4> kinds{"association", "bank", "regulator", "enterprise"};
    if (std::ranges::find(kinds, wanted.kind) == kinds.end())
        throw Failure(Category::usage, "kind_unknown", wanted.kind,
                      tr("a registry is one of an association, a bank, a regulator or an enterprise"));
    if (wanted.suite != ledger::intl_suite && wanted.suite != ledger::gm_suite)
        throw Failure(Category::usage, "suite_unsupported", readers::printable(wanted.suite),
                      tr("a suite is intl (Ed25519, SHA-256) or gm (SM2, SM3)"));
    if (!ledger::is_operator_name(wanted.operator_name) || wanted.operator_name == recovery_operator ||
        readers::name_fault(wanted.operator_name))
        refuse(
            "invalid_operator", readers::printable(wanted.operator_name),
            tr("a name of an operator has lower-case letters, digits, dots, dashes or Chinese characters"));
    require_no_citizen_id(wanted.name);
    require_no_citizen_id(wanted.operator_name);
    take(check_new_passphrase(wanted.passphrase, wanted.name));
}

/// Makes the folder; undoes everything in it unless the registry was finished.
class NewFolder {
public:
    explicit NewFolder(fs::path folder) : folder_(std::move(folder)) {
        std::error_code error;
        existed_ = fs::exists(folder_, error);
        if (existed_ && (!fs::is_directory(folder_, error) || !fs::is_empty(folder_, error)))
            throw Failure(Category::usage, "folder_not_empty", folder_.string(),
                          tr("there is something at this place already"),
                          tr("Name a folder that does not exist or is empty."));
        fs::create_directories(folder_, error);
        if (error || ::chmod(folder_.c_str(), 0700) != 0)
            throw Failure(Category::storage, "io_error", folder_.string(),
                          error ? error.message() : tr("its mode cannot be set"),
                          tr("Check that you may write there."));
    }
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;
    ~NewFolder() {
        if (finished_) return;
        std::error_code ignored;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored))
            fs::remove(entry.path(), ignored);
        if (!existed_) fs::remove(folder_, ignored);
    }
    void finish() { finished_ = true; }

private:
    fs::path folder_;
    bool existed_ = false, finished_ = false;
};

}  // namespace

Result<Created> Registry::create(NewRegistry wanted, const host::Host& plugins) {
    return xinbu::guarded([&] {
        check_wanted(wanted);
        const bool is_gm = wanted.suite == ledger::gm_suite;
        const std::string token =
            wanted.token.empty() ? std::string() : take(crypto::checked_token_uri(wanted.token));
        // Before anything is there: the PIN may be wrong.
        crypto::PrivateKey signing_key = token.empty()
                                             ? crypto::PrivateKey::generate(signing_algorithm(is_gm))
                                             : new_token_key(token, wanted.ask_pin, is_gm);
        NewFolder folder(wanted.folder);
        const std::string origin = fmt::format("xinbu/{}/{}", wanted.identifier, new_uuid());
        const storage::CipherSettings cipher;
        Impl registry(plugins, wanted.folder, storage::KeySlots::create(origin, cipher),
                      crypto::random_secret(32));
        registry.lock.emplace(wanted.folder);
        registry.operator_name = wanted.operator_name;
        registry.role = "admin";
        registry.signing_key = std::move(signing_key);
        const crypto::PublicKey& public_key = registry.signing_key->public_key();
        const crypto::PrivateKey checkpoint_key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519);
        std::optional<crypto::PrivateKey> checkpoint_key_sm2;
        if (is_gm) checkpoint_key_sm2 = crypto::PrivateKey::generate(crypto::Algorithm::sm2);

        Created created{origin,
                        wanted.name,
                        wanted.kind,
                        wanted.suite,
                        wanted.operator_name,
                        public_key.id(),
                        "",
                        new_recovery_passphrase()};
        registry.slots.put(wanted.operator_name, wanted.passphrase, registry.data_key,
                           slot_key(*registry.signing_key, token, wanted.passphrase, wanted.cost),
                           wanted.cost);
        registry.slots.put("", created.recovery_passphrase, registry.data_key,
                           slot_key(*registry.signing_key, token, created.recovery_passphrase, wanted.cost),
                           wanted.cost);

        registry.open_database(storage::Mode::create);
        registry.writable = true;
        {
            storage::Transaction transaction(*registry.database);
            ledger::Ledger::create_tables(*registry.database, is_gm);
            registry.load();
            registry.store->create_tables();
            registry.ledger->store_secret(
                checkpoint_secret,
                checkpoint_key.to_pkcs8(checkpoint_wrapping(registry.data_key), checkpoint_cost));
            if (checkpoint_key_sm2)
                registry.ledger->store_secret(
                    checkpoint_secret_sm2,
                    checkpoint_key_sm2->to_pkcs8(checkpoint_wrapping(registry.data_key), checkpoint_cost));
            transaction.commit();
        }
        // The key slots lie on disk before the first commit: what is acknowledged can be opened again.
        registry.replace_slots(registry.slots);
        Batch genesis(registry);
        plugin::Object identity{{"name", wanted.name},
                                {"identifier", wanted.identifier},
                                {"kind", wanted.kind},
                                {"suite", wanted.suite},
                                {"checkpoint_key", to_base64(checkpoint_key.public_key().spki())}};
        if (checkpoint_key_sm2)
            identity.set("checkpoint_key_sm2", to_base64(checkpoint_key_sm2->public_key().spki()));
        genesis.put_core("core.registry.created", "registry/self", std::move(identity));
        genesis.put_core("core.operator.enrolled", "operator/" + wanted.operator_name,
                         {{"name", wanted.operator_name},
                          {"role", "admin"},
                          {"algorithm", crypto::name_of(public_key.algorithm())},
                          {"public_key", to_base64(public_key.spki())}});
        created.fingerprint = genesis.sign("registry created").commit;
        registry.head.emplace(origin, registry.data_key);
        registry.remember_head();
        registry.close();
        folder.finish();
        return created;
    });
}

Result<std::unique_ptr<Registry>> Registry::open(const fs::path& folder, const std::string& operator_name,
                                                 crypto::Secret passphrase, Access access,
                                                 const host::Host& plugins) {
    return xinbu::guarded([&] {
        const bool recovering = operator_name == recovery_operator;
        // Tells what is no registry before a lock file is put there. The slots count as they are read under
        // the lock: until then another process may enrol somebody, and written back these would take that
        // away again.
        static_cast<void>(storage::KeySlots::read(folder));
        std::optional<storage::FolderLock> lock;
        std::string locked;
        try {
            lock.emplace(folder);
        } catch (const Failure& failure) {
            if (access == Access::write) throw;
            locked = failure.error().why;
        }
        storage::KeySlots slots = storage::KeySlots::read(folder);
        crypto::Secret data_key = take(slots.unlock(recovering ? "" : operator_name, passphrase));
        auto impl = std::make_unique<Impl>(plugins, folder, std::move(slots), std::move(data_key));
        impl->operator_name = operator_name;
        impl->slots_head_written = impl->slots.head();
        impl->head = storage::HeadFile::keyed(impl->slots.registry(), impl->slots.head_key(impl->data_key));
        impl->lock = std::move(lock);
        if (impl->slots.previous_key(impl->data_key)) impl->finish_exchange();
        impl->writable = impl->lock.has_value();
        impl->read_only_reason = std::move(locked);
        if (recovering && impl->writable) {
            impl->writable = false;
            impl->read_only_reason =
                tr("the recovery passphrase opens a registry for reading; it signs nothing");
        }
        // For reading first: recovering a -wal file is a write already, and what lies in it may be evidence.
        const bool may_write = impl->writable;
        impl->writable = false;
        // The heads before the database: a writer beside a reader may go on between the two.
        const KnownHeads known = impl->known_heads();
        impl->open_database(storage::Mode::read_only);
        impl->load();
        const bool is_sound = impl->is_continued(known);

        if (!recovering) {
            const ledger::Operator* one = impl->authority.find_active(operator_name);
            const storage::KeySlot* slot = impl->slots.find(operator_name);
            if (one == nullptr || slot == nullptr || one->key.id() != slot->signing_key_id)
                throw Failure(Category::access, "revoked_operator", operator_name,
                              tr("the ledger gives this operator no right to sign or read any more"),
                              tr("Ask an admin of the registry to enrol you."));
            impl->role = one->role;
            if (slot->token.empty()) impl->passphrase = std::move(passphrase);
        }
        if (may_write && is_sound) {
            impl->open_database(storage::Mode::read_write);
            impl->load();
            impl->writable = true;
            if (impl->slots.previous_key(impl->data_key)) {
                storage::KeySlots next = impl->slots;
                next.forget_previous();
                impl->replace_slots(std::move(next));
            }
            // Commits may have become durable before the program ended that was to write that down.
            if (!known.agree_on({impl->ledger->size(), impl->ledger->root()}))
                impl->remember_or_turn_read_only();
        }
        if (!may_write && is_sound) impl->open_beside();
        if (impl->store->is_outdated()) {
            if (impl->writable) {
                impl->refold();
            } else if (impl->read_only_reason.empty()) {
                impl->read_only_reason = tr("its tables were made by other plugins");
            }
        }
        if (impl->writable) impl->finish_erasures();
        return std::unique_ptr<Registry>(new Registry(std::move(impl)));
    });
}

void Registry::Impl::open_beside() {
    try {
        open_database(storage::Mode::beside);
    } catch (const Failure&) {
        // A medium or folder that nobody may write to: what is logged cannot be read then, all else can.
        open_database(storage::Mode::read_only);
    }
    load();
}

KnownHeads Registry::Impl::known_heads() const {
    KnownHeads known;
    if (slots.head()) known.heads.push_back(*slots.head());
    try {
        if (const auto outside = head->read()) known.heads.push_back(*outside);
    } catch (const Failure& failure) {
        known.fault = failure.error().why;
    }
    return known;
}

bool KnownHeads::agree_on(const storage::RememberedHead& now) const {
    return heads.size() == 2 && heads[0] == now && heads[1] == now;
}

bool Registry::Impl::is_continued(const KnownHeads& remembered) {
    std::string reason = remembered.fault.empty() ? authority_fault : remembered.fault;
    if (reason.empty() && !slots_are_current())
        reason = tr("an older key-slot file was put back: it may let in who was revoked");
    // Each of them: a fork that grew longer than the head outside would hide behind the one beside it.
    for (const storage::RememberedHead& known : remembered.heads) {
        if (!reason.empty()) break;
        if (known.size > ledger->size()) {
            reason = fmt::format(
                fmt::runtime(
                    tr("it ends after commit {}, but commit {} was acknowledged: this is an older copy, or "
                       "commits were lost")),
                ledger->size(), known.size);
        } else if (ledger::root_at(known.size, ledger->nodes()) != known.root) {
            reason = fmt::format(
                fmt::runtime(tr("its history up to commit {} is another one than was acknowledged")),
                known.size);
        }
    }
    if (reason.empty()) return true;
    doubt = read_only_reason = std::move(reason);
    return false;
}

void Registry::Impl::remember_or_turn_read_only() {
    try {
        remember_head();
    } catch (const Failure& failure) {
        writable = false;
        doubt = read_only_reason =
            fmt::format(fmt::runtime(tr("the last commit cannot be written down outside of it: {}")),
                        failure.error().why);
        open_database(storage::Mode::read_only);
        load();
    }
}

}  // namespace xinbu::session
