// What a Database holds. Inside storage only.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "xinbu/storage/database.hpp"

namespace xinbu::storage {

struct Database::Impl {
    sqlite3* handle = nullptr;
    std::filesystem::path file;
    Mode mode = Mode::read_only;
    std::map<std::string, Statement, std::less<>> statements;

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl();
};

}  // namespace xinbu::storage
