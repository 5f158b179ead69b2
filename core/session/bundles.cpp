// Handing a stretch of the ledger to another organisation.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "impl.hpp"
#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/cms.hpp"
#include "xinbu/exchange/bundle.hpp"
#include "xinbu/ledger/vouching.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

constexpr std::size_t longest_recipient = 500;
constexpr std::size_t largest_certificate_file = std::size_t{64} << 10;

/// Which entries a bundle shows.
class Choice {
public:
    Choice(Registry::Impl& registry, const BundleOptions& options)
        : registry_(registry),
          records_(options.records.begin(), options.records.end()),
          types_(options.types.begin(), options.types.end()) {
        for (const std::string& record : records_)
            if (!registry.store->find(record))
                throw Failure(Category::usage, "unknown_record", readers::printable(record),
                              tr("there is no such record"),
                              tr("`xinbu search` and `xinbu list` find records."));
        for (const std::string& type : types_)
            if (registry.catalogue().entry_type(type) == nullptr)
                throw Failure(Category::usage, "type_unknown", readers::printable(type),
                              tr("no loaded plugin knows this entry type"), tr("`xinbu types` lists all."));
    }
    bool is_all() const { return records_.empty() && types_.empty(); }

    bool shows(const ledger::Entry& entry) const {
        if (records_.contains(entry.record) || types_.contains(entry.type)) return true;
        if (entry.type == ledger::proposal_made_type)
            return std::ranges::any_of(ledger::drafts_of(entry).value_or(std::vector<ledger::Entry>{}),
                                       [&](const ledger::Entry& draft) { return shows(draft); });
        if (ledger::is_proposal_type(entry.type)) return shows_proposal(entry);
        // Who saw which head is for everybody to compare.
        if (entry.type != ledger::correction_type)
            return entry.type == "core.witness.named" || entry.type == ledger::countersigned_type ||
                   entry.type == ledger::checkpoint_seen_type;
        // What takes a shown entry back is shown with it.
        const auto hash = hash_from_hex(plugin::text_at(entry.data, "entry"));
        const auto place = hash ? registry_.store->place_of(*hash) : std::nullopt;
        if (!place) return false;
        const ledger::Entry wrong = take(ledger::decode_entry(registry_.entry_at(*place)));
        return wrong.type != ledger::correction_type && shows(wrong);
    }

private:
    /// A decision goes with what it decides on.
    bool shows_proposal(const ledger::Entry& decision) const {
        const auto hash = hash_from_hex(plugin::text_at(decision.data, "proposal"));
        const auto position = hash ? registry_.ledger->find_entry(*hash) : std::nullopt;
        if (!position) return false;
        const ledger::Entry made = take(ledger::decode_entry(registry_.ledger->entry(*position)));
        return made.type == ledger::proposal_made_type && shows(made);
    }

    Registry::Impl& registry_;
    std::set<std::string> records_, types_;
};

/// Whose records leave is written down before a file is there.
void log_leaving(Registry::Impl& registry, const Choice& choice, const BundleOptions& options) {
    if (options.since >= registry.ledger->size()) return;  // refused by who writes the bundle
    const Gathering gathering(registry);
    ledger::for_each_entry(*registry.database, registry.ledger->commit(options.since).first_entry,
                           [&](std::uint64_t, ByteView bytes) {
                               const ledger::Entry entry = take(ledger::decode_entry(bytes));
                               if (choice.is_all() || choice.shows(entry)) registry.note_leaving(entry);
                               return true;
                           });
    LoggedReading reading{"bundle", readers::printable(options.recipient)};
    reading.leaves = true;
    registry.log_reading(reading, gathering.of());
}

}  // namespace

Result<BundleCreated> Registry::create_bundle(const std::filesystem::path& file, const BundleOptions& options,
                                              const Progress& progress) {
    return impl_->guarded([&] {
        if (options.recipient.size() > longest_recipient || readers::name_fault(options.recipient))
            throw Failure(Category::invalid, "bad_recipient", readers::printable(options.recipient),
                          tr("a recipient is one plain line of at most 500 bytes"));
        std::vector<Bytes> certificates;
        for (const std::filesystem::path& one : options.seal_to) {
            std::optional<Bytes> content = storage::read_file(one, largest_certificate_file);
            if (!content)
                throw Failure(Category::usage, "file_missing", one.string(), tr("there is no such file"));
            certificates.push_back(std::move(*content));
        }
        const Choice choice(*impl_, options);
        exchange::BundleRequest request;
        request.from = options.since;
        request.recipient = options.recipient;
        if (!choice.is_all()) request.shows = [&](const ledger::Entry& entry) { return choice.shows(entry); };
        if (progress)
            request.progress = [&](std::uint64_t done, std::uint64_t total) {
                return progress({tr("Writing the bundle"), static_cast<std::int64_t>(done),
                                 static_cast<std::int64_t>(total)});
            };
        const crypto::PrivateKey& key = impl_->key();
        log_leaving(*impl_, choice, options);
        const CheckpointView checkpoint = checkpoint_of(*impl_);
        storage::OutputFile out(file);
        const exchange::Manifest manifest =
            exchange::write_bundle(*impl_->ledger, impl_->authority, checkpoint.note, request, key,
                                   [&](ByteView bytes) { out.write(bytes); });
        // Nothing leaves that its receiver would have to refuse.
        const exchange::BundleReading reread = exchange::read_bundle(exchange::FileSource(out.temporary()));
        if (!reread.faults.empty())
            throw Failure(Category::storage, "registry_damaged", tr("ledger"),
                          reread.faults.front().fault.message,
                          tr("`xinbu audit` says more; change nothing until then."));
        BundleCreated created;
        created.bytes = out.size();
        if (options.seal_to.empty()) {
            out.commit();
        } else {
            // What lies open beside it goes with `out`.
            storage::OutputFile sealed(file);
            take(crypto::seal_file(out.temporary(), sealed.temporary(), certificates));
            created.bytes = storage::InputFile(sealed.temporary()).size();
            created.sealed = true;
            sealed.commit();
        }
        created.registry = manifest.origin;
        created.from = manifest.from;
        created.to = manifest.to;
        created.entries = manifest.entries;
        created.shown = manifest.shown;
        return created;
    });
}

}  // namespace xinbu::session
