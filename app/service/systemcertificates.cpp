// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/service/systemcertificates.h"

#include <QtGlobal>
#ifndef Q_OS_LINUX
#include <QSslCertificate>
#include <QSslConfiguration>
#endif

#include <boost/asio/ssl/context.hpp>

namespace llmg::service {
namespace ssl = boost::asio::ssl;

Result<> trustSystemCertificates(ssl::context& context) {
    boost::system::error_code error;
    context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                            ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1,
                        error);
    if (!error)
        context.set_verify_mode(ssl::verify_peer, error);
#ifdef Q_OS_LINUX
    if (!error)
        context.set_default_verify_paths(error);
#else
    for (const auto& certificate : QSslConfiguration::systemCaCertificates()) {
        const auto pem = certificate.toPem();
        boost::system::error_code ignored; // one certificate that OpenSSL does not like must not cost the others
        context.add_certificate_authority(boost::asio::buffer(pem.constData(), static_cast<std::size_t>(pem.size())),
                                          ignored);
    }
#endif
    if (error)
        return fail(ErrorKind::Configuration, "TLS cannot be set up: " + error.message());
    return {};
}

} // namespace llmg::service
