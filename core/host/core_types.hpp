// What every registry can record without any plugin: itself, its operators, their policy, corrections.
#pragma once

#include "xinbu/host/catalogue.hpp"

namespace xinbu::host {

inline constexpr std::string_view core_id = "core";

/// The provider "core". Its plugin object lives as long as the process.
Provider core_provider();

}  // namespace xinbu::host
