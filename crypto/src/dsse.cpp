#include "xinbu/crypto/dsse.hpp"

#include <string>

namespace xinbu::crypto {

Bytes dsse_pae(std::string_view payload_type, ByteView payload) {
    std::string head = "DSSEv1 " + std::to_string(payload_type.size()) + ' ';
    head.append(payload_type).append(" ").append(std::to_string(payload.size())).append(" ");
    Bytes encoding;
    encoding.reserve(head.size() + payload.size());
    encoding.insert(encoding.end(), head.begin(), head.end());
    encoding.insert(encoding.end(), payload.begin(), payload.end());
    return encoding;
}

}  // namespace xinbu::crypto
