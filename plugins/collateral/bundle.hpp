// Which marks of one owner may be pledged only together: CNIPA Announcement 358 art. 3 demands that identical
// or similar marks on identical or similar goods are pledged as one.
#pragma once

#include "likeness.hpp"
#include "xinbu/plugin/api.hpp"

namespace xinbu::collateral {

/// Another live mark of the same owner on goods that meet.
struct BundleMark {
    std::string record;
    std::string mark;  ///< its words; empty for a figure
    /// Similar groups that both list or that the list on record holds as alike ("2103~3004"); where there are
    /// none, classes of both of which not both list the groups.
    std::vector<std::string> shared;
    bool shares_groups = false;          ///< `shared` holds similar groups
    std::string list{};                  ///< the record of similar goods, where it was needed
    std::optional<Likeness> likeness{};  ///< in what the words are alike
    bool is_comparable = false;          ///< both have words; a figure takes a person's eye
};

struct Bundle {
    bool is_known = false;             ///< the mark is recorded, with an owner who has a code
    std::vector<BundleMark> marks;     ///< candidates: alike by their words, or not to be compared by them
    std::vector<BundleMark> unlike{};  ///< on goods that meet, and alike in nothing that words tell
};

/// Marks whose register names an owner without a code, by a name that an owner of `rights` bears. Looks
/// through all marks, once for all rights.
std::vector<plugin::Record> marks_by_name(const std::vector<std::string>& rights,
                                          const plugin::Records& records, plugin::Date day);
/// `named`: of marks_by_name(). Of marks and their owners as they stood on `day`; one that somebody recorded
/// only later counts, too, unless it was filed later.
Bundle bundle_of(std::string_view right, const std::vector<plugin::Record>& named,
                 const plugin::Records& records, const plugin::AskCheck& ask, plugin::Date day);

/// The check `collateral.bundle`. Facts: `marks` [{"right","mark","shared","identical","ground","distance"}];
/// `ground` (likeness.hpp) is absent where there are no words to compare; `others`
/// [{"right","mark","shared"}] on goods that meet, whose words are alike in nothing.
plugin::CheckAnswer bundle(const plugin::Object& parameters, const plugin::Records& records,
                           const plugin::AskCheck& ask);

/// What asks for it.
plugin::Text bundle_basis();

}  // namespace xinbu::collateral
