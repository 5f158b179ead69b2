// What a right is on a day: the answer that fold, present and the check share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// A state of a right.
struct Standing {
    std::string_view id;
    std::string_view path;
    std::string_view en, zh;
    plugin::Tone tone;
    bool is_known = true;
    bool is_live = false;
    bool is_granted = false;
};

/// The state of that id; the last one, unknown, where there is none.
const Standing& standing_of(const std::vector<Standing>& standings, std::string_view id);

/// Something that holds beside the status since an event opened it.
struct Overlay {
    std::string kind;  ///< the event that opened it
    plugin::Date since;
    plugin::Date changed;  ///< its latest event
    std::optional<plugin::Date> until{};
    std::optional<plugin::Value> counterparty{};
    std::string reference{};
    std::vector<std::int64_t> classes{};      ///< that it concerns; none: all
    plugin::Array shares{};                   ///< co-owners whose share it concerns; none: the whole right
    plugin::Array parties{};                  ///< all counterparties
    plugin::Array holders{};                  ///< who held the right and gave what it bears
    std::vector<std::string> corrected_as{};  ///< numbers of later recordals that correct or change it
    std::string twin{};                       ///< the recordal that seems to say the same
    int twin_distance = 0;                    ///< letters between the names of the secured parties of the two
};

/// How a release was found to mean an interest (securities.hpp).
enum class PairedBy { reference, parties, secured_party, successor, other_holder, spelling, only_one };

/// A pledge or another security interest in the right, whether it stands or was released.
struct SecurityInterest {
    Overlay pledge;
    std::optional<plugin::Date> released_on{};
    std::string release{};  ///< number of the release's recordal
    PairedBy ground = PairedBy::reference;
    int distance = 0;  ///< letters between the secured party and who released
    bool is_partial = false;
};

/// A release that fits no interest on record.
struct UnpairedRelease {
    plugin::Date date;
    std::string reference{}, refers_to{};
    plugin::Array parties{}, holders{};
    std::string nearest{};  ///< recordal of the open interest whose secured party is spelt most alike
    int distance = 0;
    std::size_t open = 0;  ///< interests that were open then
};

struct Securities {
    std::vector<SecurityInterest> interests{};  ///< by the day they were given
    std::vector<UnpairedRelease> unpaired{};
};

/// State and stage of WIPO ST.27, and the letter of the event that led there.
struct Stage {
    int now = 0;
    int before = 0;
    bool is_active = false;
    char category = 'Z';
};

/// A state of CNIPA's own procedure.
struct CnState {
    std::string_view id, en, zh;
};

/// Annual fees of a granted patent of China.
struct Fees {
    int paid_through = 0;      ///< patent year
    bool is_known = false;     ///< whether any payment later than the grant's is recorded where one was due
    bool is_recorded = false;  ///< a payment is on file; else the year of the grant counts as paid with it
    int next_year = 0;         ///< the first year that is not paid; 0 where none is left
    std::optional<plugin::Date> due{};         ///< of that year, as the calendar sets it
    std::optional<plugin::Date> payable_by{};  ///< the same, moved on from days off
    std::optional<plugin::Date> grace_until{};
    std::optional<std::int64_t> amount{};  ///< CNY fen
    struct Late {
        int year;
        plugin::Date paid_on;
        int percent;
        std::optional<std::int64_t> paid{}, owed{};  ///< CNY fen: as recorded; fee and surcharge in full
    };
    std::vector<Late> paid_late{};  ///< within the grace period, with the surcharge that was due
};

struct Situation {
    const Standing* standing = nullptr;
    /// trademark, invention, utility_model, design; empty where unknown. It may point into the record's
    /// fields.
    std::string_view kind{};
    std::optional<plugin::Date> filing{}, granted_on{}, ended_on{};
    std::optional<plugin::Date> last_day{};
    std::optional<plugin::Date> grace_until{};
    bool in_grace = false;
    std::optional<Fees> fees{};
    plugin::Array owners{};
    std::vector<Overlay> overlays{};
    Securities securities{};
    Stage stage{};
    std::vector<const CnState*>
        cn_states{};                      ///< of a Chinese mark: all that hold at once, the foremost first
    std::vector<std::int64_t> classes{};  ///< of a mark: those that no partial decision took away
    bool is_ended_by_time = false;        ///< no source tells the end: it follows from the dates on file
    bool is_end_at_latest = false;        ///< it had ended when the source was read; when, nobody says
    bool is_reduced = false;              ///< a decision took a part of it away
    std::vector<plugin::Text> doubts{};   ///< where what is on file contradicts itself
};

}  // namespace xinbu::ip_status
