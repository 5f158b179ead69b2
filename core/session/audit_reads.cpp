// The part of an audit that reads the read log again (threats B11, classes 44 and 45).
#include <fmt/format.h>

#include <algorithm>

#include "audit.hpp"
#include "impl.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::session {

namespace {

constexpr const char* log_place = "read_log";
constexpr std::uint64_t rows_between_progress = 4096;

std::string place_of(std::uint64_t row) {
    return fmt::format("reading {}", row);
}

struct Anchored {
    ReadsAnchor anchor;
    std::uint64_t commit = 0;
};

/// All that the ledger vouches for, by the last row of each. A correction takes none of them away: that a row
/// was there is no matter of opinion.
std::vector<Anchored> anchors_in(ledger::Ledger& ledger, records::Store& store, AuditTrail& trail) {
    std::vector<Anchored> all;
    each_own_entry(ledger, store, reads_anchored_type,
                   [&](std::uint64_t position, const ledger::Entry& entry) {
                       const std::uint64_t commit = ledger.commit_of(position);
                       if (auto anchor = anchor_in(entry.type, entry.data))
                           all.push_back(Anchored{std::move(*anchor), commit});
                       else
                           trail.error("read_log.anchor", fmt::format("commit {}", commit),
                                       tr("it vouches for the read log in a form that says nothing"));
                       return true;
                   });
    std::ranges::sort(all, {}, [](const Anchored& one) { return one.anchor.last; });
    return all;
}

/// Hashes every row again, and compares with what the ledger and the memory outside say of it.
class ReadsAudit {
public:
    ReadsAudit(ReadLog& log, const std::vector<Anchored>& anchors,
               const std::optional<storage::RememberedHead>& remembered, AuditTrail& trail)
        : log_(log), anchors_(anchors), remembered_(remembered), trail_(trail), previous_(log.beginning()) {}

    /// `last_commit`: when the ledger's last commit was signed; a row of an earlier day should be vouched
    /// for.
    void run(const std::string& last_day_began) {
        const std::uint64_t rows = log_.head().sequence;
        log_.for_each([&](const ReadLog::Stored& stored) {
            read(stored, last_day_began);
            return stored.row.sequence % rows_between_progress != 0 ||
                   trail_.go_on(tr("Reading the read log again"), stored.row.sequence, rows);
        });
        if (trail_.stopped()) return;
        if (last_ == 0 && knows_rows()) {
            trail_.error("read_log.off", log_place,
                         tr("the read log is empty, but readings are known to have been in it"));
            return;
        }
        for (; next_ < anchors_.size(); ++next_) tell_missing(anchors_[next_]);
        if (remembered_ && remembered_->size > last_)
            trail_.error(
                "read_log.head", log_place,
                fmt::format(fmt::runtime(tr("this machine remembers reading {}, but the read log ends "
                                            "after reading {}: its last rows were removed, or this "
                                            "is an older copy")),
                            remembered_->size, last_));
        if (unanchored_ > 0)
            trail_.warning(
                "read_log.unanchored", place_of(first_unanchored_),
                fmt::format(fmt::runtime(tr("readings of days before the last commit that no entry "
                                            "vouches for: {}")),
                            unanchored_));
    }

    bool knows_rows() const { return !anchors_.empty() || (remembered_ && remembered_->size > 0); }

private:
    void read(const ReadLog::Stored& stored, const std::string& last_day_began) {
        const std::uint64_t row = stored.row.sequence;
        if (row != last_ + 1)
            trail_.error(
                "read_log.removed", place_of(last_ + 1),
                row == last_ + 2
                    ? std::string(tr("this row was removed from the read log"))
                    : fmt::format(fmt::runtime(tr("the rows up to {} were removed from the read log")),
                                  row - 1));
        const Hash expected = ReadLog::hash_of(stored.row, previous_);
        // Behind a hole the row before is not known; what the hole hid is told already.
        const bool follows = row == last_ + 1;
        if (!stored.well_formed || !stored.hash || (follows && *stored.hash != expected))
            trail_.error("read_log.altered", place_of(row),
                         tr("this row of the read log, or the hash of the row before it, was altered"));
        previous_ = stored.hash.value_or(expected);
        last_ = row;
        while (next_ < anchors_.size() && anchors_[next_].anchor.last <= row) {
            const Anchored& one = anchors_[next_++];
            if (one.anchor.last < row) {
                tell_missing(one);
            } else if (one.anchor.root != previous_) {
                trail_.error("read_log.anchor", place_of(row),
                             fmt::format(fmt::runtime(tr("commit {} vouches for another read log up to here: "
                                                         "rows were altered, removed or added")),
                                         one.commit));
            }
        }
        if (remembered_ && remembered_->size == row && remembered_->root != previous_)
            trail_.error("read_log.head", place_of(row),
                         tr("this machine remembers another read log up to here: rows were altered"));
        if (next_ == anchors_.size() && (anchors_.empty() || row > anchors_.back().anchor.last) &&
            stored.row.time < last_day_began) {
            if (unanchored_++ == 0) first_unanchored_ = row;
        }
    }

    void tell_missing(const Anchored& one) {
        trail_.error(
            "read_log.anchor", place_of(one.anchor.last),
            fmt::format(fmt::runtime(tr("commit {} vouches for this row, which is not there any more")),
                        one.commit));
    }

    ReadLog& log_;
    const std::vector<Anchored>& anchors_;
    const std::optional<storage::RememberedHead>& remembered_;
    AuditTrail& trail_;
    Hash previous_;
    std::uint64_t last_ = 0;
    std::size_t next_ = 0;  ///< the first anchor that was not compared yet
    std::uint64_t unanchored_ = 0, first_unanchored_ = 0;
};

}  // namespace

void audit_reads(storage::Database& database, const host::Catalogue& catalogue, const std::string& origin,
                 const std::optional<storage::RememberedHead>& remembered, AuditTrail& trail) {
    ledger::Ledger ledger(database);
    records::Store store(database, catalogue, {}, {});
    const std::vector<Anchored> anchors = anchors_in(ledger, store, trail);
    ReadLog log(database, origin);
    if (!log.has_table()) {
        trail.error("read_log.off", log_place, tr("the table that readings are written into is missing"));
        return;
    }
    const std::string last = time_of_commit_before(ledger, ledger.size());
    ReadsAudit(log, anchors, remembered, trail).run(last.empty() ? std::string() : day_began(last));
}

}  // namespace xinbu::session
