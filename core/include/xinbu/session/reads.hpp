// The read log (查询留痕): who looked at which record of a natural person or of a loan, when and for what
// purpose (docs/decisions/read-log.md). Behind it stand the written consent and the agreed purpose of a query
// (征信业管理条例 art. 18, 20) and the operating permissions and audits of 个人信息保护法 art. 51, 54.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/date.hpp"

namespace xinbu::session {

/// What a reading was for: a closed list, so that purposes can be counted and compared.
struct Purpose {
    std::string code;   ///< permanent: `loan_review`, …
    std::string label;  ///< in the language in force
};
/// All that may be stated, in the order in which they are shown.
std::vector<Purpose> purposes();
/// What stands in the log where nobody stated one.
inline constexpr std::string_view purpose_unstated = "unstated";
/// The label of a code, `unstated` among them; the code itself where it is none.
std::string purpose_label(std::string_view code);
/// The label of an action: `show`, `history`, `list`, `search`, `report`, `check`, `deadlines`, `pending`,
/// `export`, `prove`, `bundle`, `reads`.
std::string reading_label(std::string_view action);

/// One row: one command, or one answer on the screen, however many records it held.
struct ReadView {
    std::uint64_t sequence = 0;        ///< from 1, without a gap
    std::string time;                  ///< RFC 3339, UTC
    std::string operator_name, key;    ///< the person's id and hex key id; no key for `recovery`
    std::string role;                  ///< at that time
    std::string action;                ///< see reading_label()
    std::string question;              ///< a record type, a report's or check's name; never what was typed
    std::vector<std::string> records;  ///< the first 50 that were read
    std::uint64_t count = 0;           ///< how many were
    std::string purpose;               ///< a code, or `unstated`
    bool unsealed = false;             ///< identity numbers and telephones were shown whole
    std::uint64_t commits = 0;         ///< how many the ledger had: what could be seen
    std::string hash;                  ///< hex; covers the row and the hash before it
    /// False where the row names fewer records than were read and the one that was asked for could be among
    /// the others.
    bool certain = true;
};

struct ReadsQuery {
    std::string record;                        ///< readings of this record; empty: of any
    std::string operator_name;                 ///< empty: everybody's
    std::optional<plugin::Date> since, until;  ///< days of China's time zone, both included
    std::uint64_t limit = 0;                   ///< the latest so many; 0: all
};

/// What stands out in the readings of a span of time.
struct ReadsSummary {
    struct Reader {
        std::string operator_name, role;
        std::uint64_t readings = 0, records = 0;
        std::uint64_t unsealed = 0, unstated = 0, outside_hours = 0, exports = 0;
    };
    std::vector<Reader> readers;  ///< who read most records first
    std::uint64_t readings = 0, records = 0;
    std::uint64_t unsealed = 0, unstated = 0, outside_hours = 0, exports = 0;
    std::vector<std::pair<std::string, std::uint64_t>> by_purpose;  ///< code, readings
    int hours_from = 8, hours_until = 18;  ///< working hours, China's time zone, on working days
};

/// The ledger vouches for the log up to a row.
struct ReadsAnchored {
    bool added = false;  ///< false: there was nothing new to vouch for
    std::uint64_t first = 0, last = 0;
    std::string root;    ///< hex; the hash of row `last`
    std::string commit;  ///< hex leaf hash
};

}  // namespace xinbu::session
