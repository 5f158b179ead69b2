// The parts of the declaration that rules and imports need, too.
#pragma once

#include <string_view>
#include <vector>

#include "xinbu/plugin/api.hpp"

namespace xinbu::brands {

/// One requirement of the annex to 苏人社发〔2022〕40号.
struct Criterion {
    std::string_view id;
    std::string_view category;  ///< the brand category that it is for; empty: all
    std::string_view en, zh;
};

const std::vector<Criterion>& criteria();
const std::vector<plugin::Choice>& categories();
const std::vector<plugin::Choice>& levels();
const std::vector<plugin::Choice>& roles();
/// The fields of brands.brand.figures_reported but for `as_of`.
const std::vector<plugin::Field>& figures();

}  // namespace xinbu::brands
