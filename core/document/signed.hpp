// What the readers of signed reports share. Inside document only.
#pragma once

#include <string>
#include <utility>

#include "xinbu/document/signed_report.hpp"

namespace xinbu::document {

inline constexpr std::size_t largest_signed_bytes = 32UL << 20;

/// Throws Failure `bad_signed_report` (refused).
[[noreturn]] void bad_signed_report(std::string why);

/// Runs `work`; input that is malformed inside is an answer too: no.
template <class F>
auto refusing(F&& work) -> Result<decltype(work())> {
    auto done = guarded(std::forward<F>(work));
    if (!done && done.error().category == Category::invalid) {
        Error error = done.error();
        error.category = Category::refused;
        error.code = "bad_signed_report";
        return fail(std::move(error));
    }
    return done;
}

}  // namespace xinbu::document
