// The whole command line behind one function, so that tests can call it with streams of their own.
#pragma once

#include <iosfwd>

namespace xinbu::cli {

/// Parses and runs one command; returns its exit code (docs: the command line's contract).
int run(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

}  // namespace xinbu::cli
