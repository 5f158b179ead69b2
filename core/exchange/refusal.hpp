// How this layer says no. Inside exchange only.
#pragma once

#include <string>

#include "xinbu/base/i18n.hpp"
#include "xinbu/base/result.hpp"

namespace xinbu::exchange {

[[noreturn]] inline void refuse(std::string why) {
    throw Failure(Category::refused, "bad_bundle", tr("bundle"), std::move(why));
}

}  // namespace xinbu::exchange
