// What went wrong, as a value. Every layer speaks these types; the hosts turn them into one sentence,
// one exit code and one JSON object.
#pragma once

#include <exception>
#include <new>
#include <string>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace xinbu {

/// The kind of failure. The values are the exit codes that the command line promises.
enum class Category {
    refused = 1,   ///< the answer is no: a verification failed, a check blocks
    usage = 2,     ///< an unknown command, option, type or name
    invalid = 3,   ///< the input breaks a rule; nothing was written
    access = 4,    ///< wrong passphrase, missing authority, untrusted plugin
    storage = 5,   ///< I/O, full disk, damage, or the registry is held by another process
    internal = 6,  ///< a fault of our own; hosts report it as a defect, with exit code 5
};

/// One fault in an input, with its place and the rule it breaks.
struct Detail {
    std::string file;     ///< file name as the user gave it, or empty
    long line = 0;        ///< 1-based line in that file; 0 where there is none
    std::string pointer;  ///< RFC 6901 JSON pointer into the draft, or empty
    std::string rule;     ///< stable identifier of the rule, such as `uscc.check_digit`
    std::string message;  ///< a whole sentence in the user's language
};

/// An error a person can act on. Texts are already translated and hold no secret.
struct Error {
    Category category = Category::internal;
    std::string code;    ///< stable identifier, lower_snake_case, such as `wrong_passphrase`
    std::string what;    ///< what failed, such as "registry demo/bank"
    std::string why;     ///< the reason, one sentence without its full stop
    std::string remedy;  ///< what the user can do, one sentence; may be empty
    std::vector<Detail> details{};
};

/// A value or an Error. Ignoring one is a compiler warning.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
};
using Done = Result<void>;

/// Makes the failing side of any Result: `return fail(Category::invalid, "bad_date", …)`.
inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}
inline tl::unexpected<Error> fail(Category category, std::string code, std::string what, std::string why,
                                  std::string remedy = {}) {
    return fail(Error{category, std::move(code), std::move(what), std::move(why), std::move(remedy), {}});
}

/// Carries an Error through the inside of a layer. It never leaves the functions that hosts call:
/// those catch it and return a Result (see docs/decisions/errors.md).
class Failure : public std::exception {
public:
    explicit Failure(Error error) : error_(std::move(error)) { text_ = error_.what + ": " + error_.why; }
    Failure(Category category, std::string code, std::string what, std::string why, std::string remedy = {})
        : Failure(Error{category, std::move(code), std::move(what), std::move(why), std::move(remedy), {}}) {}
    const Error& error() const noexcept { return error_; }
    const char* what() const noexcept override { return text_.c_str(); }

private:
    Error error_;
    std::string text_;
};

/// The value of a Result, or its Error thrown as a Failure.
template <class T>
T take(Result<T> result) {
    if (!result) throw Failure(std::move(result.error()));
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Runs `work` at the border of a layer: whatever it throws comes back as an Error.
template <class F>
auto guarded(F&& work) -> Result<decltype(work())> {
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const Failure& failure) {
        return fail(failure.error());
    } catch (const std::bad_alloc&) {
        return fail(Category::storage, "out_of_memory", "xinbu", "there is not enough memory");
    } catch (const std::exception& unexpected) {
        return fail(Category::internal, "internal", "xinbu", unexpected.what());
    }
}

}  // namespace xinbu
