#include "usage.hpp"

#include <fmt/format.h>

#include <string_view>

#include "xinbu/base/i18n.hpp"

namespace xinbu::cli {

namespace {

/// What stands behind the first `mark`; all of it where there is none.
std::string_view behind(std::string_view text, std::string_view mark) {
    const std::size_t at = text.find(mark);
    return at == std::string_view::npos ? text : text.substr(at + mark.size());
}
std::string_view before(std::string_view text, std::string_view mark) {
    return text.substr(0, text.find(mark));
}

template <class... Parts>
std::string say(const std::string& sentence, const Parts&... parts) {
    return fmt::format(fmt::runtime(sentence), parts...);
}

/// "NAME: WHY", where the why is the parser's, or a sentence of one of our own validators.
std::string words_of_value(std::string_view said) {
    const std::string_view name = before(said, ": "), why = behind(said, ": ");
    constexpr std::string_view not_in = " not in {", not_in_range = " not in range ", value = "Value ";
    if (const std::size_t at = why.find(not_in); at != std::string_view::npos) {
        const std::string_view allowed = behind(why, not_in);
        return say(tr("{}: {} is none of {}"), name, why.substr(0, at),
                   allowed.substr(0, allowed.find_last_of('}')));
    }
    if (why.starts_with(value) && why.find(not_in_range) != std::string_view::npos)
        return say(tr("{}: {} is not within {}"), name, before(why.substr(value.size()), not_in_range),
                   behind(why, not_in_range));
    return std::string(said);
}

}  // namespace

std::string words_of(const CLI::ParseError& error) {
    const std::string_view said = error.what();
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
        return say(tr("not expected here: {}"), behind(said, ": "));
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
        return said.starts_with("A subcommand") ? tr("a command is missing")
                                                : say(tr("{} is missing"), before(said, " is required"));
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr)
        return say(tr("it cannot be read as a value of its kind: {}"), behind(said, ": "));
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
        return say(tr("{}: the number of its values is wrong"), before(said, ":"));
    if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) return words_of_value(said);
    return std::string(said);
}

void name_kinds(CLI::App& app) {
    for (CLI::Option* option : app.get_options()) {
        const std::string kind = option->get_type_name();
        if (kind.starts_with("TEXT")) option->type_name(tr("TEXT"));
        if (kind.starts_with("UINT") || kind.starts_with("INT")) option->type_name(tr("NUMBER"));
    }
    for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) name_kinds(*command);
}

}  // namespace xinbu::cli
