// Whose a record is, for lists that hold other organisations' beside one's own.
#pragma once

#include <fmt/format.h>

#include <map>
#include <string>

#include "context.hpp"
#include "xinbu/base/i18n.hpp"

namespace xinbu::cli {

/// The names of other organisations whose records stand among one's own; asked for only where there are some.
class Origins {
public:
    explicit Origins(session::Registry& registry) : registry_(registry), own_(registry.origin()) {}
    bool is_own(const std::string& origin) const { return origin == own_; }
    std::string name(const std::string& origin) {
        if (is_own(origin)) return {};
        if (names_.empty())
            for (const session::FollowedView& one : xinbu::take(registry_.followed()))
                names_.emplace(
                    one.registry,
                    one.trusted ? one.name : fmt::format(fmt::runtime(tr("{} (not confirmed)")), one.name));
        const auto found = names_.find(origin);
        return found != names_.end() ? printable(found->second) : origin;
    }

private:
    session::Registry& registry_;
    std::string own_;
    std::map<std::string, std::string> names_;
};

}  // namespace xinbu::cli
