// What the journeys through the window share: a registry to walk through, and a few steps.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

#include "driver.hpp"
#include "xinbu/session/registry.hpp"

namespace xinbu::test {

constexpr const char* operator_name = "li";
constexpr const char* passphrase = "nine ledgers beside a quiet canal";

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::string text = result.error().what + ": " + result.error().why;
        for (const Detail& detail : result.error().details)
            text += "\n  " + detail.pointer + " " + detail.message;
        throw std::runtime_error(text);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// A folder that goes when the test ends.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& file);

/// The bank of the demo, with a cheap key derivation.
void make_bank(const std::filesystem::path& folder);

/// Goes to the records of that kind.
void choose_type(DrivenApp& app, const std::string& kind);
/// Sends what the item of the menu bar sends; both as they are named in the sources.
void choose_menu(DrivenApp& app, const char* menu, const char* item);
int row_of(DrivenApp& app, const std::string& list, int column, const std::string& wanted);
/// Waits until a record of that kind is shown, and turns to its fields and entries.
void show_entries(DrivenApp& app, const std::string& kind);
session::Registry& registry_of(DrivenApp& app);
void close_window(DrivenApp& app);
/// The page that a registry opens with, of the bank: its figures, and the lists behind them.
void look_at_home(DrivenApp& app);

/// Scenarios, each a whole run of the program.
void rights_in_english(DrivenApp& app);
void rights_in_chinese(DrivenApp& app);
void first_run(DrivenApp& app);

}  // namespace xinbu::test
