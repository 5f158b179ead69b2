// What the parser of the command line says, in our words and in the language asked for.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace xinbu::cli {

/// Why the command line could not be read, without a full stop.
std::string words_of(const CLI::ParseError& error);

/// Gives the kinds of values in the help ("TEXT", "UINT") a name in the language asked for, here and in all
/// commands.
void name_kinds(CLI::App& app);

}  // namespace xinbu::cli
