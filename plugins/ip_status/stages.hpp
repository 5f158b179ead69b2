// Where a right stands in the grammar of WIPO ST.27: state, stage and the category of the event that led
// there. Marks use the same grammar (ST.61 is its sister; its code list is not at hand, so no code is given).
#pragma once

#include <string_view>

#include "situation.hpp"

namespace xinbu::ip_status {

/// 1 filing, 2 examination, 3 challenge before grant, 4 grant, 5 challenge after grant, 6 termination; 0
/// where it is not known.
int stage_of(const Standing& standing);

/// The letter of ST.27 under which events of that kind are filed; Z for kinds it does not class.
char category_of(std::string_view event);

/// Follows a right through its events.
class StageTrack {
public:
    /// After an event of that kind, with the standing that it led to.
    void after(std::string_view event, const Standing& standing);
    Stage take() const { return stage_; }

private:
    Stage stage_;
};

}  // namespace xinbu::ip_status
