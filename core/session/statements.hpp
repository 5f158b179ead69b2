// What was said under numbers that the registry gave: who says it again does not know the number, so it is
// found by what it says. Inside session only.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "impl.hpp"
#include "xinbu/host/draft.hpp"

namespace xinbu::session {

/// The statements of records whose ids are a prefix and a number, such as `commitment/32028220260301` and the
/// serial. Each prefix is read once, when it is first asked for; what is said from then on is told by add().
/// Belongs to one import. Throws Failure.
class NumberedStatements {
public:
    explicit NumberedStatements(Registry::Impl& registry) : registry_(registry) {}

    /// What a draft says, before anything of it is sealed; equal for drafts that differ in nothing but the
    /// record.
    static Hash said_by(const host::PreparedDraft& prepared);
    /// The position of an entry that says it, whatever number its record has; nothing where there is none.
    /// What stands sealed is compared opened.
    std::optional<std::uint64_t> find(const std::string& prefix, const Hash& said);
    /// Whether an entry about somebody who was erased since says the same but for what stood sealed in it.
    /// Who that was cannot be told any more, so the draft may be about somebody else.
    bool is_like_erased(const std::string& prefix, const host::PreparedDraft& prepared);
    void add(const std::string& prefix, const Hash& said, std::uint64_t position);

private:
    struct Known {
        std::map<Hash, std::uint64_t> said;
        std::set<Hash> of_erased;  ///< without what was sealed
    };
    Known& known(const std::string& prefix);

    Registry::Impl& registry_;
    std::map<std::string, Known, std::less<>> known_;
};

}  // namespace xinbu::session
