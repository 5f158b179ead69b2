#include "people.hpp"

#include <string_view>

namespace xinbu::commitments {

std::string shown_identifier(const plugin::Object& party) {
    constexpr std::string_view scheme = "citizen-id:";
    std::string_view text = plugin::text_at(party, "identifier");
    if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
    return without_citizen_ids(text);
}

}  // namespace xinbu::commitments
