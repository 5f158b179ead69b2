// What the corrections of a bundle take away, known before they are judged.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "xinbu/exchange/bundle.hpp"
#include "xinbu/ledger/authority.hpp"

namespace xinbu::exchange {

/// A bundle is read in one pass and keeps nothing of its entries. Where it corrects any, a second pass
/// follows those that are corrected, and what rests on them: few, and known by then.
class Corrections {
public:
    /// `held`: what is known of the ledger before the bundle's range.
    explicit Corrections(KnownEntries held) : held_(std::move(held)) {}

    /// In the first pass: an entry of the ledger, or a draft that was proposed there. Throws Failure
    /// `bad_bundle` where there are more corrections than any registry makes.
    void note(const ledger::Entry& entry);
    bool any() const { return !wanted_.empty(); }

    // In the second pass, of each commit: its entries, then what is approved with it once it was judged.
    void begin();
    void take(const BundleEntry& one);
    void take_approved(const std::vector<ledger::Entry>& drafts);
    void end_commit();
    /// What of them the commits before that one say; lives as long as this.
    ledger::Authority::Lookup lookup();

private:
    struct Seen {
        Hash id{};
        ledger::Entry entry;
    };
    /// The entries of a record from the first one on that is corrected, numbered in their order.
    struct Followed {
        std::size_t next = 0;
        std::map<std::string, std::set<std::size_t>> counting;  ///< by their types
    };
    struct Target {
        std::string type, record;
        std::size_t number = 0;
        std::size_t rests_from = 0;  ///< what has this number or a later one rests on it
    };
    void begin_with(const Hash& id, const ledger::Authority::Corrected& known,
                    std::map<Hash, std::size_t>& numbers);
    std::size_t follow(Followed& record, const std::string& type);
    void take(const Hash& id, const ledger::Entry& entry);
    void correct(const Hash& id);

    KnownEntries held_;
    std::set<Hash> wanted_;
    std::map<Hash, Target> targets_;  ///< of those wanted, once they were seen
    std::map<std::string, Followed, std::less<>> records_;
    std::vector<Seen> pending_;
    std::size_t followed_ = 0;
};

}  // namespace xinbu::exchange
