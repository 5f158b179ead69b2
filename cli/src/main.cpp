#include <iostream>

#include "run.hpp"
#include "xinbu/crypto/secret.hpp"

int main(int argc, char** argv) {
    xinbu::crypto::forbid_memory_dumps();
    return xinbu::cli::run(argc, argv, std::cout, std::cerr);
}
