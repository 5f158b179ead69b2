#include "stages.hpp"

#include <array>

namespace xinbu::ip_status {

namespace {

struct StageOf {
    std::string_view standing;
    int stage;
};
constexpr std::array<StageOf, 12> stages{{{"filed", 1},
                                          {"awaiting_examination", 1},
                                          {"published", 2},
                                          {"under_examination", 2},
                                          {"appeal_pending", 2},
                                          {"published_for_opposition", 3},
                                          {"opposition_pending", 3},
                                          {"registered", 4},
                                          {"in_force", 4},
                                          {"registered_published", 5},
                                          {"registered_opposed", 5},
                                          {"cancellation_pending", 5}}};

struct CategoryOf {
    std::string_view event;
    char letter;
};
constexpr std::array<CategoryOf, 52> categories{{{"application", 'A'},
                                                 {"filing", 'A'},
                                                 {"acceptance", 'A'},
                                                 {"publication", 'Q'},
                                                 {"preliminary_publication", 'Q'},
                                                 {"examination", 'D'},
                                                 {"correction_notice", 'D'},
                                                 {"response", 'D'},
                                                 {"refusal", 'B'},
                                                 {"nonregistration", 'B'},
                                                 {"rejection", 'B'},
                                                 {"withdrawal", 'B'},
                                                 {"opposition", 'E'},
                                                 {"registration", 'F'},
                                                 {"grant", 'F'},
                                                 {"term_adjustment", 'G'},
                                                 {"cancellation", 'H'},
                                                 {"invalidation", 'H'},
                                                 {"surrender", 'H'},
                                                 {"lapse", 'H'},
                                                 {"abandonment", 'H'},
                                                 {"lapse_unpaid", 'H'},
                                                 {"expiry", 'H'},
                                                 {"restoration", 'K'},
                                                 {"nonuse_request", 'L'},
                                                 {"generic_request", 'L'},
                                                 {"invalidation_request", 'L'},
                                                 {"request_decided", 'M'},
                                                 {"partial_cancellation", 'M'},
                                                 {"partial_invalidation", 'M'},
                                                 {"renewal", 'M'},
                                                 {"assignment", 'R'},
                                                 {"assignment_request", 'R'},
                                                 {"change", 'R'},
                                                 {"change_request", 'R'},
                                                 {"formality_refused", 'R'},
                                                 {"licence", 'S'},
                                                 {"licence_end", 'S'},
                                                 {"open_licence", 'S'},
                                                 {"pledge", 'S'},
                                                 {"pledge_change", 'S'},
                                                 {"pledge_extension", 'S'},
                                                 {"pledge_end", 'S'},
                                                 {"freeze", 'T'},
                                                 {"freeze_end", 'T'},
                                                 {"suspension", 'T'},
                                                 {"suspension_end", 'T'},
                                                 {"annual_fee", 'U'},
                                                 {"review", 'V'},
                                                 {"court_action", 'V'},
                                                 {"other", 'W'},
                                                 {"end_of_term", 'H'}}};

}  // namespace

int stage_of(const Standing& standing) {
    if (!standing.is_known) return 0;
    if (!standing.is_live) return 6;
    for (const StageOf& one : stages)
        if (one.standing == standing.id) return one.stage;
    return standing.is_granted ? 5 : 2;
}

char category_of(std::string_view event) {
    for (const CategoryOf& one : categories)
        if (one.event == event) return one.letter;
    return 'Z';
}

void StageTrack::after(std::string_view event, const Standing& standing) {
    const int stage = stage_of(standing);
    const bool moved = stage != stage_.now || standing.is_live != stage_.is_active;
    if (stage != stage_.now) stage_.before = stage_.now;
    stage_.now = stage;
    stage_.is_active = standing.is_live;
    // Recordals and payments go on beside the procedure: what led here is the last event that moved it.
    if (moved) stage_.category = category_of(event);
}

}  // namespace xinbu::ip_status
