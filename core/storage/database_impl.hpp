// What a Database holds. Inside storage only.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "verify.hpp"
#include "xinbu/storage/database.hpp"

namespace xinbu::storage {

struct Database::Impl {
    sqlite3* handle = nullptr;
    std::filesystem::path file;
    Mode mode = Mode::read_only;
    CipherSettings cipher;
    // For checking pages beside the library; both empty where it does not tell its salt.
    Bytes salt;
    crypto::Secret mac_key;
    std::unique_ptr<PageReads> reads;  ///< ends before the connection
    std::map<std::string, Statement, std::less<>> statements;

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl();
};

}  // namespace xinbu::storage
