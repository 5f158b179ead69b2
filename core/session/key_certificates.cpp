#include "key_certificates.hpp"

#include <fmt/format.h>

#include "xinbu/base/i18n.hpp"
#include "xinbu/crypto/key_certificate.hpp"
#include "xinbu/readers/text.hpp"

namespace xinbu::session {

namespace {

KeyCertificateView view_of(const crypto::KeyCertificate& said) {
    return {said.subject,     said.issuer, said.serial,  said.sha256,   said.valid_from,
            said.valid_until, true,        said.trusted, said.distrust, {}};
}

}  // namespace

std::optional<KeyCertificateView> certificate_of(const ledger::Operator& one,
                                                 const crypto::TrustAnchors& anchors) {
    if (one.certificate.empty()) return std::nullopt;
    const auto said = crypto::judge_chain(one.certificate, one.key, one.enrolled_at, anchors);
    if (said) return view_of(*said);
    KeyCertificateView view;
    view.remark = said.error().why;
    view.fault = said.error().code;
    return view;
}

std::optional<AuditFinding> finding_of_certificate(const ledger::Operator& one,
                                                   const crypto::TrustAnchors& anchors) {
    const auto view = certificate_of(one, anchors);
    if (!view) return std::nullopt;
    std::string place = "operator/" + one.name;
    if (!view->valid) {
        // `certificate_key` of the reading is the rule `certificate.key`.
        std::string rule = view->fault;
        rule.replace(rule.find('_'), 1, ".");
        return AuditFinding{
            "error", std::move(rule), std::move(place),
            fmt::format(fmt::runtime(tr("the certificate on the key of {}: {}")), one.name, view->remark)};
    }
    std::string told = fmt::format(
        fmt::runtime(tr("the key of {} has a certificate of {}, issued by {}, valid from {} to {}")),
        one.name, readers::printable(view->subject), readers::printable(view->issuer), view->valid_from,
        view->valid_until);
    if (view->trusted) return AuditFinding{"note", "certificate.trusted", std::move(place), std::move(told)};
    if (anchors.empty())
        return AuditFinding{"note", "certificate.unknown_authority", std::move(place),
                            fmt::format(fmt::runtime(tr("{}; authority not known")), told)};
    return AuditFinding{"warning", "certificate.untrusted", std::move(place),
                        fmt::format("{}; {}", told, view->remark)};
}

}  // namespace xinbu::session
