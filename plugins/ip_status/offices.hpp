// The offices that there are.
#pragma once

#include <string_view>

namespace xinbu::ip_status {

/// Whether WIPO ST.3 has that code for an office or a state.
bool is_office(std::string_view code);

}  // namespace xinbu::ip_status
