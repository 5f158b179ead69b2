// Certificates of authorities on operators' keys, as their enrolments hold them. Inside session only.
#pragma once

#include <optional>
#include <string>

#include "xinbu/crypto/timestamp.hpp"
#include "xinbu/ledger/authority.hpp"
#include "xinbu/session/types.hpp"

namespace xinbu::session {

/// What the certificate on an operator's key says as of the enrolment; nothing where there is none.
std::optional<KeyCertificateView> certificate_of(const ledger::Operator& one,
                                                 const crypto::TrustAnchors& anchors);
/// The same as a finding about `one`.
std::optional<AuditFinding> finding_of_certificate(const ledger::Operator& one,
                                                   const crypto::TrustAnchors& anchors);

}  // namespace xinbu::session
