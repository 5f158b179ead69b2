// What an open registry holds. Inside session only.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "persons.hpp"
#include "read_log.hpp"
#include "xinbu/exchange/followed.hpp"
#include "xinbu/host/loader.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/ledger/ledger.hpp"
#include "xinbu/ledger/proposal.hpp"
#include "xinbu/records/store.hpp"
#include "xinbu/session/registry.hpp"
#include "xinbu/storage/database.hpp"
#include "xinbu/storage/files.hpp"
#include "xinbu/storage/keyslots.hpp"

namespace xinbu::session {

inline constexpr const char* database_file = "registry.db";
/// The database under its next key, while the data key is being exchanged.
inline constexpr const char* next_database_file = "registry.db.next";
inline constexpr const char* checkpoint_secret = "checkpoint-key";
/// In the suite gm the one that signs them with SM2 beside it.
inline constexpr const char* checkpoint_secret_sm2 = "checkpoint-key-sm2";
/// The key that countersigns; the checkpoint key signs nothing but one's own heads.
inline constexpr const char* witness_secret = "witness-key";
/// The key that documents are signed with; the ledger names it.
inline constexpr const char* document_secret = "document-key";
/// The sequence of the key-slot file as it was last written: an older one, put back, would let revoked
/// passphrases in.
inline constexpr const char* slots_secret = "keyslots-sequence";
/// The name under which the recovery passphrase opens a registry, for reading.
inline constexpr const char* recovery_operator = "recovery";
/// What entries about the registry itself, such as orders to erase, are about.
inline constexpr const char* registry_record = "registry/self";

/// What is known of the ledger from outside its database.
struct KnownHeads {
    std::vector<storage::RememberedHead> heads;
    std::string fault;  ///< why the file in the user's state folder tells nothing; empty where it does
    bool agree_on(const storage::RememberedHead& now) const;
};

/// Another organisation's ledger, held beside one's own in tables of its own, and the records it says.
struct FollowedLedger {
    FollowedLedger(storage::Database& database, const host::Catalogue& catalogue,
                   exchange::Followed followed);

    exchange::Followed row;
    storage::Tables tables;
    ledger::Ledger ledger;
    records::Store store;
    ledger::Authority authority;
};

struct Registry::Impl {
    Impl(const host::Host& host, std::filesystem::path where, storage::KeySlots key_slots, crypto::Secret key)
        : plugins(host), folder(std::move(where)), slots(std::move(key_slots)), data_key(std::move(key)) {}

    const host::Host& plugins;
    std::filesystem::path folder;
    std::string operator_name, role;
    storage::KeySlots slots;
    crypto::Secret data_key;
    std::optional<crypto::Secret> database_key;  ///< where the database is still under an older one
    /// Under which the database lies, and what lies wrapped in it.
    const crypto::Secret& key_of_database() const { return database_key ? *database_key : data_key; }
    crypto::Secret passphrase;  ///< kept until the signing key is needed for the first time
    crypto::AskPin ask_pin;     ///< of the token that the signing key is in
    std::optional<crypto::PrivateKey> signing_key;
    std::optional<storage::FolderLock> lock;
    std::unique_ptr<storage::Database> database;
    std::optional<ledger::Ledger> ledger;
    std::optional<Persons> persons;
    std::optional<records::Store> store;
    ledger::Authority authority;
    /// Opened when they are first asked for; see others().
    std::optional<std::vector<std::unique_ptr<FollowedLedger>>> followed;
    std::optional<storage::HeadFile> head;
    std::optional<storage::RememberedHead>
        slots_head_written;  ///< the head in the key-slot file as it lies on disk
    bool writable = false;
    std::string read_only_reason;
    std::string doubt;  ///< why what is read may not be the whole or the latest history; empty where nothing
                        ///< speaks against it
    std::string authority_fault;  ///< why the ledger does not say soundly who may sign; empty where it does
    /// Entries of the commit in the making: a correction may name one of them.
    const std::vector<std::string>* pending = nullptr;
    std::uint64_t first_pending = 0;
    std::recursive_mutex turn;

    std::string purpose{purpose_unstated};  ///< of what is read in this session
    Gathered* gathered = nullptr;           ///< where an answer in the making notes what it is made of
    /// When which question was last written into the read log: further pages of its answer are no new
    /// reading.
    std::map<std::string, std::chrono::steady_clock::time_point, std::less<>> questions_logged;
    std::string export_mark;  ///< of the export that was logged last; empty where it needs none
    std::optional<ReadsAnchor> reads_anchor;  ///< the last one, once it was looked for
    bool reads_anchor_known = false;

    /// One caller at a time; whatever is thrown comes back as an Error.
    template <class F>
    auto guarded(F&& work) -> Result<decltype(work())> {
        const std::scoped_lock mine(turn);
        return xinbu::guarded([&] {
            require_open();
            return work();
        });
    }
    void require_open() const;

    const host::Catalogue& catalogue() const { return plugins.catalogue(); }
    void require_writable() const;
    /// Throws `not_authorised` where the operator's role may not sign entries of that type: told before the
    /// work, since the ledger would refuse it after.
    void require_role_for(std::string_view type) const;
    /// Why the operator's signature alone is not enough for entries of these types; empty where it is.
    std::string needs_others(const std::vector<std::string>& types) const;
    /// An entry of the ledger or of the commit in the making, or an approved draft.
    Bytes entry_at(const ledger::EntryPlace& place);
    std::optional<std::uint64_t> find_entry(const Hash& hash);
    /// The proposals that nobody has decided on yet, each as its `core.proposal.made` and position.
    std::vector<std::pair<std::uint64_t, ledger::Entry>> open_proposals();
    /// Takes away the slots of whom the ledger gives no right and no open proposal would.
    void tidy_slots();
    /// Writes the key slots, all or nothing: after a failure the old ones stand, here and on disk.
    void replace_slots(storage::KeySlots next);
    /// Writes the sequence of the key-slot file into the database (slots_secret).
    void note_slots_sequence();
    /// Whether the key-slot file is at least as new as the last one that was written.
    bool slots_are_current();
    /// The operator's key, decrypted or found in its token on first use. Throws Failure.
    const crypto::PrivateKey& key();
    /// The key of a slot that is in a token; the passphrase opens none there. Throws Failure.
    crypto::PrivateKey key_in_token(const storage::KeySlot& slot) const;

    void open_database(storage::Mode mode);
    /// Exchanges the data key and encrypts everything anew: whoever kept an old key-slot file and a
    /// passphrase opens only what he could open before. Throws Failure; what was begun is then undone, or
    /// finished at the next opening.
    void exchange_data_key(const Progress& progress);
    /// Ends an exchange that was cut short after the key slots were written.
    void finish_exchange();
    /// Ledger, authority and records of an open database.
    void load();
    /// The ledgers that are held beside one's own, in the order in which they came.
    std::vector<std::unique_ptr<FollowedLedger>>& others();
    /// Follows what the ledger says about who may sign what.
    void load_authority();
    /// The heads that were remembered outside the database. To be asked before the database is read: a writer
    /// beside us may go on in between.
    KnownHeads known_heads() const;
    /// Whether the ledger continues every head that was remembered, under an authority that is sound; sets
    /// the reason for reading only where it does not.
    bool is_continued(const KnownHeads& remembered);
    void remember_or_turn_read_only();
    /// Exchanges a connection for reading for one that can also write what is read into the read log. One
    /// process cannot have both on a database that another process writes to: they share its index, and the
    /// first one decides whether it may be written.
    void open_beside();
    void refold();
    /// Destroys the keys whose destruction the ledger orders and that are there all the same, and writes over
    /// what a program that was cut short left of them.
    void finish_erasures();
    void remember_head();
    void close();

    /// Notes that an answer shows a record: of a type whose readings are logged, or with personal data that
    /// was opened for it.
    void note_read(const std::string& record, bool opened) {
        if (gathered != nullptr && (opened || is_read_logged(record))) gathered->note(record);
    }
    bool is_read_logged(std::string_view record) const;
    /// Notes what leaves with an entry as it was signed: somebody's whose data stands sealed in it, too.
    void note_leaving(const ledger::Entry& entry);
    /// Writes into the read log who got an answer, if it holds anything of persons or loans. To be called
    /// before the answer is given: what cannot be logged is not shown. Throws Failure `purpose_required`
    /// (usage), `reading_not_logged` (storage).
    void log_reading(const LoggedReading& reading, const Gathered& of);
    /// The same, once an hour for the same `question_key`.
    void log_question(const LoggedReading& reading, const Gathered& of, std::string question_key);
    /// The next answer to that question is a new reading.
    void forget_question(const std::string& question_key) {
        questions_logged.erase(question_key + " " + purpose);
    }
    void append_reading(ReadView& row);
    /// Of what may leave, by whom: an approval that counts, covers so many records and was not used yet, as
    /// the first 16 digits of its entry's id; empty where there is none.
    std::string export_allowed(const std::string& what, std::uint64_t records);
    /// What the policy in force says of reading.
    ReadingPolicy reading_policy();
    /// The last entry of the ledger that vouches for the read log.
    const std::optional<ReadsAnchor>& last_reads_anchor();
    /// The data of an entry that vouches for all rows that none does yet; nothing where all are.
    std::optional<plugin::Object> reads_to_anchor();
    /// The same on the first commit of a day: where a row of an earlier day is among them.
    std::optional<plugin::Object> reads_due_for_anchor();
};

/// While it lives, what an answer is made of is noted. One at a time.
class Gathering {
public:
    explicit Gathering(Registry::Impl& registry) : registry_(registry), outer_(registry.gathered) {
        registry.gathered = &of_;
    }
    /// Continues what another turn began.
    Gathering(Registry::Impl& registry, Gathered& of) : registry_(registry), outer_(registry.gathered) {
        registry.gathered = &of;
    }
    ~Gathering() { registry_.gathered = outer_; }
    Gathering(const Gathering&) = delete;
    Gathering& operator=(const Gathering&) = delete;
    const Gathered& of() const { return of_; }

private:
    Registry::Impl& registry_;
    Gathered* outer_;
    Gathered of_;
};

/// What is remembered of the read log outside of the database: as the ledger's head is, so that its last rows
/// cannot be cut off unseen.
storage::HeadFile reads_head_file(const Registry::Impl& registry);

/// The rule of the loaded plugins: which roles sign which entry types. Types of absent plugins are left
/// alone.
ledger::Authority::MaySign signers_of(const host::Catalogue& catalogue);

/// A commit with what authority needs of it.
struct ReadCommit {
    ledger::StoredCommit stored;
    ledger::Envelope envelope;
    ledger::Payload payload;
    std::set<std::string> types;
    std::vector<ledger::Entry> core_entries;
    std::vector<Hash> leaves;      ///< of its entries
    std::vector<Hash> leaves_sm3;  ///< in the suite gm

    ledger::Authority::Commit for_authority() const {
        return {stored.position, payload, envelope.signatures, types, core_entries};
    }
};
/// `may_withhold`: the ledger is another organisation's, of which entries may be held as hashes.
ReadCommit read_commit(ledger::Ledger& ledger, std::uint64_t position, bool may_withhold = false);

/// What an authority looks up in a ledger and in the records that were folded from its first `entries`
/// entries.
ledger::Authority::Lookup lookup_in(ledger::Ledger& ledger, records::Store& store,
                                    std::uint64_t entries = UINT64_MAX, bool may_withhold = false);

/// Reads the commits of authority before `end` from a ledger into `authority`. Says what the first unsound
/// one breaks; empty where all hold. `may_withhold`: the ledger is another organisation's, of which entries
/// may be held as hashes.
std::string replay_authority(ledger::Ledger& ledger, ledger::Authority& authority,
                             std::uint64_t end = UINT64_MAX, bool may_withhold = false);
/// Folds an entry of another organisation's ledger, `bytes` as they are held: nothing happens where it is
/// withheld, or its data has not the form that its type declares, on which plugins rely.
void fold_entry_of_others(records::Store& store, std::uint64_t position, ByteView bytes);
void refold_followed(FollowedLedger& other);

/// What a correction of the entry at `place` takes away, as the ledger stood with its first `end` entries;
/// nothing where it has no such entry by then, or only its hash.
std::optional<ledger::Authority::Corrected> corrected_at(ledger::Ledger& ledger, records::Store& store,
                                                         const ledger::EntryPlace& place, std::uint64_t end,
                                                         bool may_withhold = false);

/// 160 random bits in groups of four characters that are hard to confuse.
crypto::Secret new_recovery_passphrase();

/// What the store counts as known: entries, of which the commits have so many.
records::Moment moment_of(Registry::Impl& registry, const AsOf& as_of);

/// Writes everything into the database file, unless a reader beside us holds an older state: what lies in the
/// -wal file is as durable. False where a reader does.
bool checkpoint_if_free(storage::Database& database);

/// A signed note as hosts see it; nothing is verified. Throws Failure.
CheckpointView view_of_note(const std::string& note);

/// A checkpoint over the ledger as it stands: the last one where nothing came since, else a new one, which is
/// signed and stored.
CheckpointView checkpoint_of(Registry::Impl& registry);

/// The ledger's own entries of a type about the registry, the latest first, until `visit` returns false.
void each_own_entry(ledger::Ledger& ledger, records::Store& store, std::string_view type,
                    const std::function<bool(std::uint64_t position, const ledger::Entry& entry)>& visit);

/// The witnesses that the ledger names, and which of them countersigned last.
std::vector<WitnessView> witnesses_of(Registry::Impl& registry);
std::optional<WitnessedView> last_witnessed(Registry::Impl& registry);
/// What each policy asked of witnesses, judged by the notes of a ledger with `size` commits on `day`; those
/// that were replaced, too.
std::vector<WitnessPolicyView> judge_witness_policies(ledger::Ledger& ledger,
                                                      const ledger::Authority& authority, std::uint64_t size,
                                                      plugin::Date day);
/// The last time stamp that holds.
std::optional<TimestampedView> last_timestamped(Registry::Impl& registry);

/// The day that "now" means to a fold that must see everything.
inline constexpr plugin::Date end_of_time{9999, 12, 31};

/// The key of that token, which the registry's suite can use. Throws Failure.
crypto::PrivateKey new_token_key(const std::string& uri, const crypto::AskPin& ask_pin, bool is_gm,
                                 const crypto::PublicKey* enrolled = nullptr);
/// How a key slot keeps a signing key: as the URI of its token where there is one, else under the passphrase.
storage::SigningKey slot_key(const crypto::PrivateKey& key, const std::string& token,
                             const crypto::Secret& passphrase, const crypto::ScryptCost& cost);

/// The checkpoint key as it lies in the database: PKCS#8 under a key that is derived from the data key.
crypto::Secret checkpoint_wrapping(const crypto::Secret& data_key);
crypto::Secret witness_wrapping(const crypto::Secret& data_key);
crypto::Secret document_wrapping(const crypto::Secret& data_key);
/// What a registry of that suite signs commits with.
inline crypto::Algorithm signing_algorithm(bool is_gm) {
    return is_gm ? crypto::Algorithm::sm2 : crypto::Algorithm::ed25519;
}
inline constexpr crypto::ScryptCost checkpoint_cost =
    crypto::scrypt_floor;  // the passphrase is a random key already

}  // namespace xinbu::session
