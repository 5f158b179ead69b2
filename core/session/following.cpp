// Other organisations' ledgers beside one's own: taken over from bundles, trusted, dropped.
#include <fmt/format.h>

#include <algorithm>

#include "gossip.hpp"
#include "impl.hpp"
#include "instants.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/exchange/bundle.hpp"
#include "xinbu/host/draft.hpp"
#include "xinbu/ledger/sealed.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

FollowedLedger::FollowedLedger(storage::Database& database, const host::Catalogue& catalogue,
                               exchange::Followed followed)
    : row(std::move(followed)),
      tables(database, row.prefix()),
      ledger(tables),
      store(
          tables, catalogue,
          [this](const ledger::EntryPlace& place) { return ledger::entry_at(ledger, place); },
          [this](const Hash& hash) { return ledger.find_entry(hash); }),
      authority(signers_of(catalogue), lookup_in(ledger, store, UINT64_MAX, true)) {
    static_cast<void>(replay_authority(ledger, authority, UINT64_MAX, true));
}

namespace {

/// Pointers to the values that stand sealed in `value`: whoever has no key knows nothing of their form.
void collect_sealed(const plugin::Value& value, const std::string& pointer, std::vector<std::string>& found) {
    if (ledger::sealed_value(value)) {
        found.push_back(pointer);
    } else if (const plugin::Array* elements = value.array()) {
        for (std::size_t i = 0; i < elements->size(); ++i)
            collect_sealed((*elements)[i], host::pointer_to(pointer, i), found);
    } else if (const plugin::Object* members = value.object()) {
        for (const plugin::Member& member : *members)
            collect_sealed(member.value, host::pointer_to(pointer, member.name), found);
    }
}

/// Whether the data has the form that its type declares.
bool is_declared_so(const host::Catalogue& catalogue, const ledger::Entry& entry) {
    const plugin::EntryType* type = catalogue.entry_type(entry.type);
    if (type == nullptr) return catalogue.record_type(host::kind_of(entry.record)) == nullptr;
    plugin::Faults faults;
    host::check_fields(type->fields, entry.data, "/data", faults);
    std::vector<std::string> sealed;
    for (const plugin::Member& member : entry.data)
        collect_sealed(member.value, host::pointer_to("/data", member.name), sealed);
    // A fault of a sealed value is one of what it stands for, or of the party around it.
    const auto is_excused = [&](const plugin::Fault& fault) {
        return std::ranges::any_of(sealed, [&](const std::string& pointer) {
            return fault.pointer == pointer || fault.pointer.starts_with(pointer + "/") ||
                   pointer.starts_with(fault.pointer + "/");
        });
    };
    return type->record == host::kind_of(entry.record) &&
           std::ranges::all_of(
               faults, [&](const plugin::Fault& fault) { return fault.warning || is_excused(fault); });
}

FollowedView view_of(FollowedLedger& other, const std::vector<exchange::Fork>& forks) {
    FollowedView view;
    view.registry = other.row.origin;
    view.fingerprint = to_hex(other.row.fingerprint);
    view.name = other.row.name;
    view.kind = other.row.kind;
    view.size = other.ledger.size();
    view.entries = other.ledger.entry_count();
    ledger::for_each_entry(other.tables, 0, [&](std::uint64_t, ByteView bytes) {
        if (ledger::is_withheld(bytes)) ++view.withheld;
        return true;
    });
    view.trusted = other.row.trusted;
    view.last = other.row.received;
    view.forks =
        static_cast<std::uint64_t>(std::ranges::count(forks, other.row.origin, &exchange::Fork::origin));
    return view;
}

/// What the first commits of the ledger that is held say of an entry.
std::optional<ledger::Authority::Corrected> corrected_before(FollowedLedger& held, std::uint64_t commits,
                                                             const Hash& entry) {
    const std::optional<ledger::EntryPlace> place = held.store.place_of(entry);
    const std::uint64_t end =
        commits < held.ledger.size() ? held.ledger.commit(commits).first_entry : held.ledger.entry_count();
    return place ? corrected_at(held.ledger, held.store, *place, end, true) : std::nullopt;
}

FollowedLedger& find_followed(Registry::Impl& registry, const std::string& wanted) {
    constexpr std::size_t shortest_fingerprint = 8;
    FollowedLedger* found = nullptr;
    for (const auto& other : registry.others()) {
        const bool meant =
            other->row.origin == wanted ||
            (wanted.size() >= shortest_fingerprint && to_hex(other->row.fingerprint).starts_with(wanted));
        if (meant && found != nullptr)
            throw Failure(Category::usage, "unknown_registry", readers::printable(wanted),
                          tr("several registries are meant by it"), tr("Give the whole origin."));
        if (meant) found = other.get();
    }
    if (found == nullptr)
        throw Failure(Category::usage, "unknown_registry", readers::printable(wanted),
                      tr("no such registry is followed"), tr("`xinbu follow list` names all."));
    return *found;
}

void require_admin(const Registry::Impl& registry) {
    registry.require_writable();
    if (registry.role != "admin")
        throw Failure(Category::access, "not_authorised", registry.operator_name,
                      tr("only an admin decides whom the registry follows and trusts"),
                      tr("Ask an admin of the registry."));
}

/// What a bundle tells beside what is held, found while it is verified.
class Comparison {
public:
    explicit Comparison(Registry::Impl& registry) : registry_(registry) {}

    void look_at(const exchange::BundleCommit& commit) {
        if (!begun_) begin(commit);
        if (held == nullptr) return;
        const std::uint64_t size = held->ledger.size();
        if (commit.position == size && commit.payload.parent_root != held->ledger.root()) forked = true;
        if (commit.position >= size || position || held->ledger.node(0, commit.position) == commit.leaf)
            return;
        forked = true;
        position = commit.position;
        other_commit = to_bytes(as_bytes(commit.envelope));
    }
    void finish(const exchange::BundleReading& reading) {
        if (held == nullptr) return;
        if (reading.manifest.to <= held->ledger.size() &&
            ledger::root_at(reading.manifest.to, held->ledger.nodes()) != reading.manifest.root)
            forked = true;
        if (reading.fingerprint != held->row.fingerprint) forked = true;
    }

    FollowedLedger* held = nullptr;
    std::uint64_t from = 0;  ///< the first commit of the bundle
    bool forked = false;
    std::optional<std::uint64_t> position;
    Bytes other_commit;

private:
    void begin(const exchange::BundleCommit& first) {
        begun_ = true;
        from = first.position;
        for (const auto& other : registry_.others())
            if (other->row.origin == first.payload.origin) held = other.get();
        if (held == nullptr || first.position > held->ledger.size()) return;
        if (ledger::root_at(first.position, held->ledger.nodes()) != first.payload.parent_root) forked = true;
    }

    Registry::Impl& registry_;
    bool begun_ = false;
};

/// Writes a verified bundle into the tables of its registry, inside the caller's transaction.
class Taking {
public:
    Taking(FollowedLedger& other, BundleImported& result) : other_(other), result_(result) {}

    void take(const exchange::BundleEntry& one) {
        if (one.position >= other_.ledger.size()) {
            std::string& held = entries_.emplace_back(one.bytes.empty() ? as_text(one.id) : one.bytes);
            if (one.bytes.empty() && one.id_sm3) held.append(as_text(*one.id_sm3));
            return;
        }
        if (one.bytes.empty()) return;
        if (one.index == 0 || !first_) first_ = other_.ledger.commit(one.position).first_entry;
        const std::uint64_t at = *first_ + one.index;
        if (!ledger::is_withheld(other_.ledger.entry(at))) return;
        other_.ledger.disclose(at, as_bytes(one.bytes));
        ++result_.disclosed;
    }
    void take(const exchange::BundleCommit& commit) {
        first_.reset();
        if (commit.position < other_.ledger.size()) return;
        const std::uint64_t first = other_.ledger.entry_count();
        other_.ledger.append(commit.payload, as_bytes(commit.envelope), entries_, commit.leaves,
                             commit.leaves_sm3);
        if (commit.is_authority) other_.ledger.note_authority(commit.position);
        for (std::size_t i = 0; i < entries_.size(); ++i)
            fold_entry_of_others(other_.store, first + i, as_bytes(entries_[i]));
        ++result_.commits;
        result_.entries += entries_.size();
        entries_.clear();
    }

private:
    FollowedLedger& other_;
    BundleImported& result_;
    std::vector<std::string> entries_;
    std::optional<std::uint64_t> first_;
};

class Import {
public:
    Import(Registry::Impl& registry, const std::filesystem::path& file,
           const std::vector<std::string>& trusted, const Progress& progress)
        : registry_(registry),
          source_(file),
          trusted_(trusted),
          progress_(progress),
          list_(*registry.database) {}

    BundleImported run() {
        Comparison comparison(registry_);
        try {
            verify(comparison);
        } catch (const Failure& failure) {
            if (failure.error().code != "bad_bundle") throw;
            refuse(failure.error().code, failure.error().why);
            return std::move(result_);
        }
        if (result_.findings.empty()) judge(comparison);
        if (result_.findings.empty()) write(comparison.held);
        if (result_.taken) compare_sightings();
        return std::move(result_);
    }

private:
    void refuse(std::string rule, std::string why) {
        result_.findings.push_back({"error", std::move(rule),
                                    result_.registry.empty() ? tr("bundle") : result_.registry,
                                    std::move(why)});
    }

    void go_on(const exchange::BundleCommit& commit, const char* what) const {
        constexpr std::uint64_t told_every = 256;
        if (!progress_ || commit.position % told_every != 0) return;
        if (!progress_({what, static_cast<std::int64_t>(commit.position), 0}))
            throw Failure(Category::refused, "cancelled", tr("bundle"), tr("it was stopped"));
    }

    void verify(Comparison& comparison) {
        exchange::BundleVisitor visitor;
        visitor.commit = [&](const exchange::BundleCommit& commit) {
            go_on(commit, tr("Verifying the bundle"));
            comparison.look_at(commit);
        };
        reading_ = exchange::read_bundle(source_, visitor, {}, [&](const Hash& entry) {
            return comparison.held != nullptr ? corrected_before(*comparison.held, comparison.from, entry)
                                              : std::nullopt;
        });
        comparison.finish(reading_);
        result_.registry = reading_.manifest.origin;
        result_.fingerprint = to_hex(reading_.fingerprint);
        result_.name = reading_.registry.name;
        result_.kind = reading_.registry.kind;
        for (const exchange::BundleReading::Fault& fault : reading_.faults)
            result_.findings.push_back({"error", fault.fault.rule,
                                        fmt::format(fmt::runtime(tr("commit {}")), fault.position),
                                        fault.fault.message});
    }

    void judge(const Comparison& comparison) {
        FollowedLedger* held = comparison.held;
        result_.size = held != nullptr ? held->ledger.size() : 0;
        result_.trusted = std::ranges::find(trusted_, result_.fingerprint) != trusted_.end() ||
                          (held != nullptr && held->row.trusted);
        if (reading_.manifest.origin == registry_.slots.registry()) {
            refuse("exchange.own", tr("it is a bundle of this registry itself"));
        } else if (comparison.forked) {
            keep_evidence(comparison);
            refuse(
                "exchange.fork",
                comparison.position
                    ? fmt::format(fmt::runtime(tr("commit {} is another one than the registry showed before: "
                                                  "two histories, both signed; the evidence was kept")),
                                  *comparison.position)
                    : std::string(tr("it does not extend what the registry showed before: two histories, "
                                     "both signed; the evidence was kept")));
        } else if (reading_.manifest.from > result_.size) {
            refuse("exchange.gap",
                   fmt::format(fmt::runtime(tr("it begins with commit {}, but only {} are held: ask for one "
                                               "made with --since {}")),
                               reading_.manifest.from, result_.size, result_.size));
        } else if (!trusted_.empty() && std::ranges::find(trusted_, result_.fingerprint) == trusted_.end()) {
            refuse("exchange.untrusted", tr("its fingerprint is none of those that were given"));
        }
    }

    void keep_evidence(const Comparison& comparison) {
        FollowedLedger& held = *comparison.held;
        exchange::Fork fork;
        fork.origin = held.row.origin;
        fork.found = now_instant();
        fork.position = comparison.position;
        fork.held_note = held.ledger.last_checkpoint().value_or("");
        fork.other_note = reading_.note;
        fork.other_commit = comparison.other_commit;
        if (fork.position) fork.held_commit = held.ledger.commit(*fork.position).envelope;
        storage::Transaction transaction(*registry_.database);
        list_.add_fork(fork);
        transaction.commit();
    }

    /// What is new is written, all of it or nothing; what is not changes no byte.
    void write(FollowedLedger* held) {
        if (held != nullptr && held->row.trusted == result_.trusted &&
            reading_.manifest.to <= held->ledger.size() && !discloses(*held)) {
            result_.taken = true;
            note_findings();
            return;
        }
        try {
            storage::Transaction transaction(*registry_.database);
            if (held == nullptr) held = &begin_following();
            Taking taking(*held, result_);
            exchange::BundleVisitor visitor;
            visitor.entry = [&](const exchange::BundleEntry& one) { taking.take(one); };
            visitor.commit = [&](const exchange::BundleCommit& commit) {
                go_on(commit, tr("Writing what the bundle says"));
                taking.take(commit);
            };
            const exchange::BundleReading again = exchange::read_bundle(source_, visitor);
            if (exchange::encode_manifest(again.manifest) != exchange::encode_manifest(reading_.manifest))
                throw Failure(Category::storage, "io_error", tr("bundle"),
                              tr("it changed while it was read"));
            if (result_.disclosed > 0) refold_followed(*held);
            held->ledger.store_checkpoint(reading_.manifest.to, reading_.note, reading_.note_sm3);
            list_.set_received(held->row, now_instant());
            if (result_.trusted && !held->row.trusted) list_.set_trusted(held->row, true);
            result_.size = held->ledger.size();
            if (result_.trusted) {
                // Its authority as it is after this bundle.
                FollowedLedger now(*registry_.database, registry_.catalogue(), held->row);
                note_seen(registry_, now);
            }
            transaction.commit();
        } catch (...) {
            registry_.followed.reset();
            throw;
        }
        registry_.followed.reset();  // read again where it is asked for
        result_.taken = true;
        note_findings();
    }

    void note_findings() {
        const auto note = [&](const char* severity, const char* rule, std::string why) {
            result_.findings.push_back({severity, rule, result_.registry, std::move(why)});
        };
        if (!result_.trusted)
            note("warning", "exchange.unconfirmed",
                 tr("nobody has confirmed its fingerprint yet: compare it by another way, then `xinbu follow "
                    "trust`"));
        if (reading_.manifest.to < result_.size)
            note("note", "exchange.older",
                 fmt::format(
                     fmt::runtime(tr("it ends after {} commits, and {} are held: it is an older one, or its "
                                     "sender has gone back to an older state")),
                     reading_.manifest.to, result_.size));
        const std::string& recipient = reading_.manifest.recipient;
        const ledger::Identity& own = registry_.authority.identity();
        if (!recipient.empty() && recipient != own.name && recipient != own.identifier &&
            recipient != own.origin)
            note("warning", "exchange.recipient",
                 fmt::format(fmt::runtime(tr("it was made for {}")), readers::printable(recipient)));
    }

    /// What it says of others, and what others say of it, beside what is held of them. The evidence is kept.
    void compare_sightings() {
        for (Contradiction& one : find_contradictions(registry_)) {
            const std::string& origin = result_.registry;
            if (one.evidence.origin != origin && one.by != origin && one.second_by != origin) continue;
            result_.findings.push_back({one.is_own ? "error" : "warning",
                                        one.is_own ? "ledger.head" : "exchange.fork", one.evidence.origin,
                                        one.message});
            if (!one.is_fork) continue;
            one.evidence.found = now_instant();
            storage::Transaction transaction(*registry_.database);
            list_.add_fork(one.evidence);
            transaction.commit();
        }
    }

    /// Whether it shows an entry that is held as a hash.
    bool discloses(FollowedLedger& held) {
        if (reading_.manifest.shown == 0) return false;
        bool found = false;
        exchange::BundleVisitor visitor;
        visitor.entry = [&](const exchange::BundleEntry& one) {
            if (found || one.bytes.empty()) return;
            const std::uint64_t at = held.ledger.commit(one.position).first_entry + one.index;
            found = ledger::is_withheld(held.ledger.entry(at));
        };
        static_cast<void>(exchange::read_bundle(source_, visitor));
        return found;
    }

    FollowedLedger& begin_following() {
        storage::Database& database = *registry_.database;
        exchange::FollowedList::create_tables(database);
        exchange::Followed row;
        row.origin = result_.registry;
        row.name = result_.name;
        row.kind = result_.kind;
        row.fingerprint = reading_.fingerprint;
        row.trusted = result_.trusted;
        row.received = now_instant();
        row = list_.add(row);
        ledger::Ledger::create_tables(storage::Tables(database, row.prefix()), reading_.registry.is_gm());
        auto& others = registry_.others();
        others.push_back(std::make_unique<FollowedLedger>(database, registry_.catalogue(), row));
        others.back()->store.create_tables();
        return *others.back();
    }

    Registry::Impl& registry_;
    exchange::FileSource source_;
    const std::vector<std::string>& trusted_;
    const Progress& progress_;
    exchange::FollowedList list_;
    exchange::BundleReading reading_;
    BundleImported result_;
};

}  // namespace

void fold_entry_of_others(records::Store& store, std::uint64_t position, ByteView bytes) {
    if (ledger::is_withheld(bytes)) return;
    const ledger::Entry entry = take(ledger::decode_entry(bytes));
    if (entry.type == ledger::proposal_made_type) {
        // Its drafts are folded when they are approved.
        const auto drafts = ledger::drafts_of(entry);
        if (!drafts || !std::ranges::all_of(*drafts, [&](const ledger::Entry& draft) {
                return is_declared_so(store.catalogue(), draft);
            }))
            return;
    }
    if (is_declared_so(store.catalogue(), entry))
        store.fold(position, plugin::Entry{entry.type, entry.record, entry.effective, entry.data}, bytes);
}

void refold_followed(FollowedLedger& other) {
    other.store.drop_tables();
    other.store.create_tables();
    ledger::for_each_entry(other.tables, 0, [&](std::uint64_t position, ByteView bytes) {
        fold_entry_of_others(other.store, position, bytes);
        return true;
    });
}

std::vector<std::unique_ptr<FollowedLedger>>& Registry::Impl::others() {
    if (followed) return *followed;
    followed.emplace();
    for (const exchange::Followed& row : exchange::FollowedList(*database).all()) {
        auto other = std::make_unique<FollowedLedger>(*database, catalogue(), row);
        if (writable && other->store.is_outdated() && !database->in_transaction()) {
            storage::Transaction transaction(*database);
            refold_followed(*other);
            transaction.commit();
        }
        followed->push_back(std::move(other));
    }
    return *followed;
}

Result<BundleImported> Registry::import_bundle(const std::filesystem::path& file,
                                               const std::vector<std::string>& trusted,
                                               const Progress& progress) {
    return impl_->guarded([&] {
        impl_->require_writable();
        if (impl_->role == "auditor")
            throw Failure(Category::access, "not_authorised", impl_->operator_name,
                          tr("an auditor reads; others take bundles over"),
                          tr("Ask an operator whose role may sign this."));
        return Import(*impl_, file, trusted, progress).run();
    });
}

Result<std::vector<FollowedView>> Registry::followed() {
    return impl_->guarded([&] {
        const std::vector<exchange::Fork> forks = exchange::FollowedList(*impl_->database).forks();
        std::vector<FollowedView> views;
        for (const auto& other : impl_->others()) views.push_back(view_of(*other, forks));
        return views;
    });
}

Result<FollowedView> Registry::trust(const std::string& registry) {
    return impl_->guarded([&] {
        require_admin(*impl_);
        FollowedLedger& other = find_followed(*impl_, registry);
        exchange::FollowedList list(*impl_->database);
        storage::Transaction transaction(*impl_->database);
        list.set_trusted(other.row, true);
        note_seen(*impl_, other);
        transaction.commit();
        other.row.trusted = true;
        return view_of(other, list.forks());
    });
}

Done Registry::drop(const std::string& registry) {
    return impl_->guarded([&] {
        require_admin(*impl_);
        FollowedLedger& other = find_followed(*impl_, registry);
        try {
            storage::Transaction transaction(*impl_->database);
            other.store.drop_tables();
            ledger::Ledger::drop_tables(other.tables);
            exchange::FollowedList(*impl_->database).remove(other.row);
            transaction.commit();
        } catch (...) {
            impl_->followed.reset();
            throw;
        }
        impl_->followed.reset();
    });
}

}  // namespace xinbu::session
