// Names of owners as registers write them: when two of them may mean one body, and what had to be set aside
// to see it. A name is evidence, never proof; who decides is a person.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xinbu/plugin/api.hpp"

namespace xinbu::ip_status {

/// What two names that may mean one body differ in. Nothing set means that they are the same text.
struct NameMatch {
    bool spelling = false;    ///< width, case, blanks, brackets, punctuation, & for AND
    bool script = false;      ///< traditional for simplified characters
    bool legal_form = false;  ///< 有限责任公司 for 有限公司, Limited for Ltd.

    /// identical, spelling, script or legal_form: the weakest thing that was set aside.
    std::string_view id() const;
    /// What was set aside, for people.
    plugin::Text text() const;
};

/// Nothing where the names mean different bodies, as far as names tell: another legal form (Inc. and LLC,
/// 有限公司 and 股份有限公司), a group and its member, a word more or less.
std::optional<NameMatch> match_names(std::string_view one, std::string_view other);

/// What is left of a name once everything that match_names() sets aside is: equal for two names exactly when
/// they match.
std::string name_key(std::string_view name);

}  // namespace xinbu::ip_status
